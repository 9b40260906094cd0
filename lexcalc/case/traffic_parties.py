"""Who is who on the road: names told apart by what the text says they did or suffered."""

from __future__ import annotations

from lexcalc.case import rex as re
from lexcalc.case.traffic_text import View

VEHICLE = r"(?:轿车|客车|货车|汽车|越野车|面包车|卡车|公交车|出租车|网约车|小车|挂车|半挂|牵引车|渣土车|罐车|摩托车|商务车|皮卡|校车|大巴|机动车|SUV|电动三轮|三轮摩托|私家车|中巴|工程车|拖拉机|泥头车|洒水车|救护车|快递车|警车)"
NAME = r"(?:[甲乙丙丁戊](?![类级等醇方案级某])|(?!告)[\u4e00-\u9fff]某[某甲乙丙丁]?|小[\u4e00-\u9fff](?=驾|开|骑|被|负|承|在|的|因|住|受|死|步|，|\())"
# Names that a judgment does not hide: a common surname and one or two characters, known by what stands around them.
_SURNAME = "[王李张刘陈杨黄赵周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂柴焦郎闵祝霍裘柯管卜祁詹耿褚简谷翁边岳麻束凌滑戚冉翟沙游滕]"
_FULL_NAME = (
    rf"(?:(?<=被告)|(?<=原告)|(?<=司机)|(?<=驾驶人)|(?<=车主)|(?<=行人)|(?<=死者)|(?<=[，。；;:：日时许分]))"
    rf"{_SURNAME}(?!某)[\u4e00-\u9fff]{{1,2}}(?=驾驶|驾车|驾|骑|系|负|承担|垫付|死亡|受伤|当场|相撞|发生|经抢救|的?近亲属)"
)
_MOTOR_WORDS = r"被告|对方|对面|司机|驾驶[人员]|肇事|车主(?!要|责)|车方|[轿客货]车|(?<!非)机动车|公交|出租车|小车|面包车|汽车|摩托|他(?!人)|她|人家|那[边车]|侵权|[A-D]车|车辆"
_VICTIM_WORDS = r"原告|我(?!市|省|国)|本人|咱|自己|行人|死者|受害|伤者|被侵权|骑[行车]|骑电|骑自|非机动车|爸|妈|父|母|儿|女|丈夫|妻|老[公婆伴]|爷|奶|孩子|逝者"


# What a person (Ⓝ) is told to have done or suffered: a pattern and what it weighs, 0 for as often as it is said.
_HURT = (
    (
        0,
        r"(?:撞[伤死倒上到]|致使?|碾|将|把|撞击)[^，。;、]{0,12}Ⓝ|Ⓝ(?:(?!驾|开|垫|支付|给)[^，。;、]){0,8}(?:受伤|死亡|身亡|当场|住院(?!期间[^，。;]{0,4}(?:垫|付|支|给|代))|定残|构成|骨折|被撞|被[^，。;]{0,10}撞|抢救|伤残|殁|去世|遇难)"
        r"|Ⓝ(?:步行|骑|行走|推|乘坐|横过|横穿|正?在[^，。]{0,8}(?:步行|行走))|行人Ⓝ|Ⓝ方?的?(?:近亲属|家属|(?:核定|合理|各项|全部|实际|因此的?)*损失|医疗费|残疾赔偿金|死亡赔偿金|各项)|赔偿Ⓝ|骑[^，。;]{0,12}的Ⓝ|Ⓝ可?(?:能|应)?获",
    ),
    (3, r"(?:原告|受害人|死者|被害人|伤者)Ⓝ"),
    (5, r"Ⓝ(?:现|遂|故)?(?:起诉|诉至|将[^，。;]{0,20}诉)"),
    (3, r"Ⓝ(?:一方|方|本人)?的?(?:各项|全部|合理|核定|实际|经济)*损失(?:有|为|是|如下|包括|:|核定|合计|共)"),
    (2, r"Ⓝ[^，。;、驾]{0,8}(?:死亡|身亡|殁|去世|遇难)"),
)
_DROVE = (
    (0, rf"Ⓝ[^。，;与和同因被遭致]{{0,14}}(?:驾驶|驾|开)[^，。;]{{0,18}}{VEHICLE}|{VEHICLE}[^，。;]{{0,6}}(?:司机|驾驶[人员])Ⓝ"),
    (3, r"(?:被告|司机|车主|驾驶[人员])Ⓝ|Ⓝ方?(?:的)?(?:车辆?|一方)?(?:投保|酒驾|醉驾|醉酒驾)|Ⓝ车"),
)  # fmt: skip
_STRUCK = r"(?<![将把的人])Ⓝ[^。，;被让叫遭致因]{0,20}撞(?:伤|倒|死|到|上)"


def _weight(table: tuple[tuple[int, str], ...], text: str) -> int:
    return sum(
        weight if weight else len(found) for weight, pattern in table if (found := re.findall(pattern, text))
    )


class Parties:
    """Names told apart by what the text says they did: drove a motor vehicle, or were hurt."""

    def __init__(self, view: View) -> None:
        self.view = view
        text = view.text
        # 我开车撞了人: the story is told by the liable driver, so 我 and 他 change sides
        self.narrator_drove = bool(
            re.search(
                r"(?<!把)(?<!将)(?<!给)我(?:自己|当时)?(?:开|驾|骑)[^。;，被]{0,10}?(?:撞|碰|刮|碾)(?:了|伤|倒|死|到)(?!我)|(?:被|让|给)我[^。;，]{0,4}(?:撞|碰|刮|碾)|我[^。;，被让叫给坐乘搭]{0,24}(?:开|驾)[^。;，被]{0,8}(?:把|将)(?!我)[^。;，]{1,14}(?:撞|碰|刮|碾|带倒)|我(?:不小心|不慎)?(?:把|将)[^。;，]{1,10}(?:撞|碰|刮)|(?:^|[，。;])我撞(?:了|伤|倒|死)|(?:客户|委托人|我方)[^。;]{0,10}(?:车主(?!要|责)|驾驶人|司机|车方)",
                text,
            )
        ) and not re.search(
            r"赔(?:偿|付|给)?我(?!的?车|垫)|我自己的损失", text
        )  # the driver is the one who claims
        self.motor: set[str] = set()
        self.victim: set[str] = set()
        text = re.sub(r"\([^()]*\)", "", text)  # an aside between a name and what it did
        for name in set(re.findall(NAME, text)) | set(re.findall(_FULL_NAME, text)):
            told = text.replace(name, "Ⓝ")
            hurt, drove = _weight(_HURT, told), _weight(_DROVE, told)
            for match in re.finditer(_STRUCK, told):
                begin = max(told.rfind(stop, 0, match.start()) for stop in "。，;\n") + 1
                if re.search("[将把]", told[begin : match.start()]):
                    hurt += 2  # 将行走的费某、汤某二人撞倒
                else:
                    drove += 2
            if hurt > drove:
                self.victim.add(name)
            elif drove:
                self.motor.add(name)
        self._asked_vehicle(view.text)
        self._riders(text)

    def _riders(self, text: str) -> None:
        """Of two riders without a motor vehicle the one who is told to be hurt is the victim, the other liable."""
        cycles = r"(?:均|都)(?:属|系|为|是)非机动车|骑[^。;]{0,24}(?:与|和|跟)[^。;]{0,12}骑[^。;]{0,16}相?撞"
        if self.motor or len(self.victim) != 2 or not re.search(cycles, text):
            return
        hurt = {
            n for n in self.victim if re.search(rf"{n}(?:因而|由此|因此|即|倒地)?(?:受|身|死|骨折)", text)
        }
        if len(hurt) == 1:
            self.motor = self.victim - hurt
            self.victim = hurt

    def _asked_vehicle(self, text: str) -> None:
        """Of two drivers the one whose insurer is asked is the liable side, the other the victim (无责赔付)."""
        start, end = self.view.question
        asked = re.search(
            rf"({NAME})(?:车|方)?(?:的|所投保的?)?(?:商业|交强险|强制|保险|承保|三者)", text[start:end]
        )
        letters = {name for name in self.motor if len(name) == 1} | set(
            re.findall("([甲乙])车", text[:start])
        )
        if (
            asked is None
            or len(letters) != 2
            or asked[1] not in letters
            or re.search(r"行人|路人|乘客|搭乘|乘坐|自行车|电动", text)
        ):
            return
        self.motor = (self.motor - letters) | {asked[1]}
        self.victim |= letters - {asked[1]}
        owner = re.search(
            rf"({'|'.join(letters - {asked[1]})})车(?:的)?(?:车主|驾驶人|司机)[^，。;]{{0,6}}?([\u4e00-\u9fff]某)",
            text,
        )
        if owner:
            self.motor.discard(owner[2])
            self.victim.add(owner[2])

    def role(self, subject: str) -> str:
        """motor, victim or "" for the words that stand before a finding; the last word decides."""
        names = [
            (subject.rfind(n), role)
            for role, some in (("motor", self.motor), ("victim", self.victim))
            for n in some
        ]
        where, role = max(names, default=(-1, ""))
        if where >= 0:
            return role
        if self.narrator_drove:
            told = [(m.start(), "motor") for m in re.finditer(r"我|本人|自己|咱|客户|委托人", subject)]
            told += [
                (m.start(), "victim")
                for m in re.finditer(r"他|她|对方|人家|行人|伤者|骑[行车电自]|非机动车|老人", subject)
            ]
            return max(told, default=(-1, ""))[1]
        subject = re.sub(r"(?<=.)(?:驾驶|骑行?|驾|开着?)的?[^，。;]*?(?:摩托车?|车)", "", subject)
        words = [(m.start(), "motor") for m in re.finditer(_MOTOR_WORDS, subject)]
        words += [(m.start(), "victim") for m in re.finditer(_VICTIM_WORDS, subject)]
        return max(words, default=(-1, ""))[1]
