"""Who is liable and to what share: the parties' roles, the police finding, ratios, insurance."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_text import View

VEHICLE = r"(?:轿车|客车|货车|汽车|越野车|面包车|卡车|公交车|出租车|网约车|小车|挂车|半挂|牵引车|渣土车|罐车|摩托车|商务车|皮卡|校车|大巴|机动车|SUV|电动三轮|三轮摩托|私家车|中巴|工程车|拖拉机|泥头车|洒水车|救护车|快递车|警车)"
NAME = r"(?:[甲乙丙丁戊](?![类级等醇方案级])|(?!告)[\u4e00-\u9fff]某[某甲乙丙丁]?|小[\u4e00-\u9fff](?=驾|开|骑|被|负|承|在|的|因|住|受|死|步|，|\())"
LEVEL = (
    ("全部", r"全部(?:的)?(?:事故|交通事故|赔偿)?责任|全责|负全部"),
    ("主要", r"主要(?:的)?(?:事故|交通事故|赔偿)?责任|主责|负主要"),
    ("同等", r"同等(?:的)?(?:事故|交通事故)?责任|同责|对半责任"),
    ("次要", r"次要(?:的)?(?:事故|交通事故|赔偿)?责任|次责|负次要"),
    (
        "无",
        r"(?:无|没有?|不(?:承担|负|需承担)?(?:事故|任何|交通事故)?)(?:事故|任何|过错)*责任?(?!限额|赔偿|任)|无责(?!任?(?:限额|赔偿))|没责",
    ),
)
LEVELS = re.compile("|".join(f"(?P<l{i}>{p})" for i, (_, p) in enumerate(LEVEL)))
_MIRROR = {"全部": "无", "主要": "次要", "同等": "同等", "次要": "主要", "无": "全部"}
_MOTOR_WORDS = r"被告|对方|对面|司机|驾驶[人员]|肇事|车主|车方|[轿客货]车|机动车|公交|出租车|小车|面包车|汽车|摩托|他(?!人)|她|人家|那[边车]|侵权|[A-D]车|车辆"
_VICTIM_WORDS = r"原告|我(?!市|省|国)|本人|咱|自己|行人|死者|受害|伤者|被侵权|骑[行车]|骑电|骑自|非机动车|爸|妈|父|母|儿|女|丈夫|妻|老[公婆伴]|爷|奶|孩子|逝者"
_RATIO_CUE = r"出(?:到)?[Ⓡ▪]|责|判|承担|负担|分担|担|比例|自负|自担|减轻|分成|分摊|过错|认定|赔|开|划|按|来"
_NOT_RATIO = re.compile(
    r"系数|等级|伤残|残疾|指数|劳动能力|免赔|护理|依赖|维护|残|利率|利息|基数|附加|工资|收入|参与度|绝对|率(?!为)|自费|医保|定额"
)


class Parties:
    """Names told apart by what the text says they did: drove a motor vehicle, or were hurt."""

    def __init__(self, view: View) -> None:
        self.view = view
        text = view.text
        # 我开车撞了人: the story is told by the liable driver, so 我 and 他 change sides
        self.narrator_drove = bool(
            re.search(
                r"(?<!把)(?<!将)(?<!给)我(?:自己|当时)?(?:开|驾|骑)[^。;，被]{0,10}?(?:撞|碰|刮|碾)(?:了|伤|倒|死|到)(?!我)|(?:被|让|给)我[^。;，]{0,4}(?:撞|碰|刮|碾)|我(?:不小心|不慎)?(?:把|将)[^。;，]{1,10}(?:撞|碰|刮)|(?:^|[，。;])我撞(?:了|伤|倒|死)|(?:客户|委托人|我方)[^。;]{0,10}(?:车主|驾驶人|司机|车方)",
                text,
            )
        ) and not re.search(
            r"赔(?:偿|付|给)?我(?!的?车|垫)|我自己的损失", text
        )  # the driver is the one who claims
        self.motor: set[str] = set()
        self.victim: set[str] = set()
        text = re.sub(r"\([^()]*\)", "", text)  # an aside between a name and what it did
        for name in set(re.findall(NAME, text)):
            drove = len(
                re.findall(
                    rf"{name}[^。，;与和同因被遭致]{{0,14}}(?:驾驶|驾|开)[^，。;]{{0,18}}{VEHICLE}|{VEHICLE}[^，。;]{{0,6}}(?:司机|驾驶[人员]){name}",
                    text,
                )
            )
            hurt = len(
                re.findall(
                    rf"(?:撞[伤死倒上到]|致使?|碾|将|把|撞击)[^，。;、]{{0,12}}{name}|{name}(?:\([^)]*\))?[^，。;、]{{0,8}}(?:受伤|死亡|身亡|当场|住院|定残|构成|骨折|被撞|被[^，。;]{{0,10}}撞|抢救|伤残|殁|去世|遇难)"
                    rf"|{name}(?:\([^)]*\))?(?:步行|骑|行走|推|乘坐|横过|横穿|正?在[^，。]{{0,8}}(?:步行|行走))|行人{name}|{name}方?的?(?:近亲属|家属|损失|医疗费|残疾赔偿金|死亡赔偿金|各项)|赔偿{name}|骑[^，。;]{{0,12}}的{name}|{name}可?(?:能|应)?获",
                    text,
                )
            )
            hurt += 3 * bool(re.search(rf"(?:原告|受害人|死者|被害人|伤者){name}", text))
            drove += 3 * bool(
                re.search(
                    rf"(?:被告|司机|车主|驾驶[人员]){name}|{name}[方]?(?:的)?(?:车辆?|一方)?(?:投保|酒驾|醉驾|醉酒驾)|{name}车",
                    text,
                )
            )
            hurt += 5 * bool(re.search(rf"{name}(?:现|遂|故)?(?:起诉|诉至|将[^，。;]{{0,20}}诉)", text))
            hurt += 2 * bool(re.search(rf"{name}[^，。;、驾]{{0,8}}(?:死亡|身亡|殁|去世|遇难)", text))
            struck = rf"(?<![将把的人]){name}[^。，;被让叫遭致因]{{0,20}}撞(?:伤|倒|死|到|上)"
            for match in re.finditer(struck, text):
                begin = max(text.rfind(stop, 0, match.start()) for stop in "。，;\n") + 1
                if re.search("[将把]", text[begin : match.start()]):
                    hurt += 2  # 将行走的费某、汤某二人撞倒
                else:
                    drove += 2
            if hurt > drove:
                self.victim.add(name)
            elif drove:
                self.motor.add(name)
        self._asked_vehicle(view.text)

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


def read_liability(view: View, case: Case, parties: Parties) -> None:
    """机动车责任 from every finding that names a side; contradictory findings are a doubt."""
    found: dict[str, Fact] = {}
    spare: dict[str, Fact] = {}
    for clause in view.clauses:
        if clause.level == "claim" or (clause.level == "rejected" and not re.search("责", clause.text)):
            continue
        previous = 0
        for match in LEVELS.finditer(clause.text):
            level = LEVEL[int((match.lastgroup or "l0")[1:])][0]
            subject = clause.text[previous : match.start()]
            subject = subject[subject.rfind("(") + 1 :]
            previous = match.end()
            if level == "无" and not re.search(r"责", match[0]):
                continue
            if re.search(
                r"保险公司|投保|限额|免|赔付|工伤", subject[-8:] + clause.text[match.end() : match.end() + 4]
            ) or clause.text[match.end() : match.end() + 2] in ("的，", "时，"):
                continue
            span = (clause.start + match.start(), clause.start + match.end())
            role = parties.role(
                re.sub(
                    r"交警[^，。]{0,8}?(?:认定|定)|经?公安[^，。]{0,14}?认定|事故认定书?(?:认定|载明)",
                    "",
                    subject,
                )
            )
            if not role and not re.sub(r"[应需须当的、且并而及()\s负承担]|也|均", "", subject):
                sentence = view.sentences[clause.sentence][
                    0
                ]  # the subject stands a clause before: (简某翻越栏杆，负全部责任
                before = view.text[sentence : clause.start + match.start() - len(subject)]
                if before.rfind("(") > before.rfind(")"):
                    role = parties.role(before[before.rfind("(") :])
            if level == "同等" or re.search(r"双方|各", subject):
                role = role or "motor"
            if not role and subject.strip(" 、，且而及()") == "" and spare and match.start() > 0:
                continue
            if role == "victim":
                level = _MIRROR[level]
                spare.setdefault(level, Fact("机动车责任", level, span=span, note="由受害方责任推得"))
            elif role == "motor" or level == "全部":
                found.setdefault(level, Fact("机动车责任", level, span=span))
    chosen = found or spare
    if len(chosen) == 1:
        case.facts.add(next(iter(chosen.values())))
    elif len(chosen) > 1:
        if set(chosen) == {"全部", "无"} or len(chosen) > 2 or not spare.keys() & found.keys():
            case.doubts.append("事故责任有多种说法，未能确定机动车一方的责任")
        else:
            case.facts.add(found[next(iter(spare.keys() & found.keys()))])


def read_ratio(view: View, case: Case, parties: Parties) -> None:
    """责任比例 of the motor side; a share written for the victim is turned round."""
    found: dict[Fraction, Fact] = {}
    level = case.facts.value("机动车责任")
    for match, (one, two) in view.hits(r"{R}(?:[:比对、和]){R}"):
        if one.value + two.value == 1 and level in ("主要", "次要") and view.is_fact(one.start):
            share = max(one.value, two.value) if level == "主要" else min(one.value, two.value)
            found.setdefault(share, Fact("责任比例", share, span=match.span()))
            view.use(one, "share")
            view.use(two, "share")
    match = re.search(
        r"(?:一[家人方边]一半|各(?:自)?(?:承担|担|负|赔)?一半|五五(?:开|分)|对半(?:开|分|担|赔|承担))",
        view.text,
    )
    if (
        match
        and view.is_fact(match.start())
        and "养" not in view.text[slice(*view.sentence_at(match.start()))]
    ):
        found.setdefault(Fraction(1, 2), Fact("责任比例", Fraction(1, 2), span=match.span()))
    for q in view.quantities:
        if q.kind != "ratio" or q.start in view.used or not isinstance(q.value, Fraction) or q.value > 1:
            continue
        clause = view.clause_at(q.start)
        if clause is None or clause.level in ("claim", "rejected"):
            continue
        share = _share(view, q, clause.start, parties, level)
        if share is None:
            continue
        view.use(q, "share")
        found.setdefault(share, Fact("责任比例", share, span=q.span))
    pairs = r"(?<![一二三四五六七八九\d:])([一二三四六七八九1-46-9])0?(?:[:比/]?)([一二三四六七八九1-46-9])0?(?![\d:])(?=开|比例|的比例|分责|责任|划分|分担|承担|来|分)"
    for match in re.finditer(pairs, view.text):
        one, two = (_DIGIT[c] for c in match.groups())
        if (
            one + two == 10
            and view.is_fact(match.start())
            and case.facts.value("机动车责任") in ("主要", "次要")
        ):
            share = Fraction(max(one, two) if case.facts.value("机动车责任") == "主要" else min(one, two), 10)
            found.setdefault(share, Fact("责任比例", share, span=match.span()))
    for match in re.finditer(
        r"(?:他|她|对方|被告|司机|人家)(?:担|承担|占)?([一二三四五六七八九])(?:成)?，?(?:我|原告)(?:方)?(?:担|承担|占)?([一二三四五六七八九])",
        view.text,
    ):
        if (share := _DIGIT[match[1]]) + _DIGIT[match[2]] == 10:
            found.setdefault(Fraction(share, 10), Fact("责任比例", Fraction(share, 10), span=match.span()))
    told = re.search(
        r"[一二三四][九八七六](?:分责|开|分担|分)[^。;]{0,8}?(?:(对方|他|被告|司机)|我|原告)(?:担|承担|占|负|的)?([一二三四六七八九])(?:成)?(?=[，。;]|$)",
        view.text,
    )
    if told and view.is_fact(told.start()):
        share = Fraction(_DIGIT[told[2]], 10)
        share = share if bool(told[1]) != parties.narrator_drove else 1 - share
        found.setdefault(share, Fact("责任比例", share, span=told.span()))
    if len(found) > 1:
        court = {
            s: f
            for s, f in found.items()
            if (c := view.clause_at(f.span[0])) is not None and c.level == "court"
        }
        found = court if len(court) == 1 else found
    if len(found) == 1:
        fact = next(iter(found.values()))
        case.facts.add(fact)
        share = next(iter(found))
        if "机动车责任" not in case.facts and Fraction(1, 5) <= share < 1 and not LEVELS.search(view.text):
            level = "主要" if share > Fraction(1, 2) else "次要" if share < Fraction(1, 2) else "同等"
            case.facts.add(Fact("机动车责任", level, span=fact.span, note="由责任比例推得"))
    elif len(found) > 1:
        case.doubts.append("责任比例有多个数值，未能确定采用哪一个")
    elif case.facts.value("机动车责任") == "全部":
        fact = case.facts.get("机动车责任")
        case.facts.add(Fact("责任比例", Fraction(1), span=fact.span if fact else None, note="全部责任"))


_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {str(i): i for i in range(10)}


def _share(view: View, q: Quantity, start: int, parties: Parties, level: object) -> Fraction | None:
    before, after = view.text[max(start, q.start - 34) : q.start], view.after(q.end, 16)
    near = before[-12:] + view.text[q.start] + after[:8]
    if _NOT_RATIO.search(before[-10:]) or re.match(r"(?:的)?(?:免赔|系数|伤残)", after):
        return None
    begin, stop = view.sentence_at(q.start)
    if re.search(r"(?:扣|发|付)(?:了|放)?[^，。]{0,4}$", before) and re.match(
        r"的?(?:工资|薪|基本工资|收入)", after
    ):
        return None
    if not re.search(_RATIO_CUE, near) and not re.search(r"责任|比例|三七开|担", view.text[begin:stop]):
        return None
    if re.search(r"出(?:到)?$", before):
        return (
            None
            if parties.role(before) == ""
            else (q.value if parties.role(before) == "motor" else 1 - q.value)
        )
    if q.raw.endswith("开"):
        larger = max(q.value, 1 - q.value)
        if level in ("主要", "次要"):
            return larger if level == "主要" else 1 - larger
        if re.search(r"我|原告|主责|主要", view.text[max(0, q.start - 40) : q.end + 20]) is None:
            return q.value
        return _open(view, q, parties)
    if re.search(r"减轻|减少|扣减|减免", before[-14:] + after[:10]):
        return 1 - q.value
    role = parties.role(
        re.split(r"[，、和及与]|由(?=.{0,6}(?:承担|负担|自|担))", before)[-1]
    ) or parties.role(before)
    if re.search(r"自(?:行|己)?(?:负|担|承担)|自负", before[-8:] + after[:6]) and role != "motor":
        role = "victim"
    if not role and re.match(
        r"[^，。]{0,8}(?:由|归)?(?:原告|我|受害|死者|行人)[^，。]{0,6}(?:承担|自负|自担)", after
    ):
        role = "victim"
    return 1 - q.value if role == "victim" else q.value


def _open(view: View, q: Quantity, parties: Parties) -> Fraction | None:
    """三七开: the larger share is the motor side's if it bears the main liability, else the smaller."""
    text = view.text
    share = max(q.value, 1 - q.value)
    if share == q.value == Fraction(1, 2):
        return share
    if re.search(r"(?:对方|被告|司机|机动车)[^，。;]{0,6}(?:主|七|六|八)", text):
        return share
    if re.search(r"(?:我|原告|行人|死者)[^，。;]{0,6}(?:主|七|六|八)", text):
        return 1 - share
    return None


_LIMIT = (
    r"(?:商业)?(?:第)?三(?:者|责)(?:责任)?(?:保?险)?[^。;Ⓜ]{0,16}?(?:限额|保额|保险金额|额度|赔偿限额|保险责任限额)?[^。;Ⓜ，]{0,4}{M}",
    r"(?:保额|限额|责任限额|保险金额|额度)(?:为|是|有)?{M}(?:元)?的?[^，。;Ⓜ]{0,6}(?:商业)?(?:第?三(?:者|责)|商业)",
    r"{M}(?:保额|限额|额度)?的?(?:商业)?(?:第?三(?:者|责)(?:责任)?险?|商业(?:保?险|第?三))",
    r"(?:三者险?|三责险|商业(?:保?险)?)[^。;Ⓜ]{0,20}?(?:保额|限额|保险金额|额度)[^。;Ⓜ]{0,8}{M}",
    r"(?:商业(?:保?险)|商业三者?险?)(?:买|投|保|上)?了?(?:是|为)?{M}(?=元|的|，|。|、|\(|$|;|保|在)",
)
_NONE = r"(?:未|没有?|无|没有?买|没上|不曾)(?:依法|按规定|按时)?(?:投保?|买|购买|上|办理?|参加|缴纳|交|续保?|参保)*(?:过|有|任何|其他)?"


_STATUTORY = frozenset(
    (
        100,
        1000,
        1600,
        1800,
        2000,
        8000,
        10000,
        11000,
        12000,
        18000,
        50000,
        60000,
        110000,
        120000,
        122000,
        180000,
        198000,
        200000,
    )
)
_SUBLIMIT = re.compile(
    r"(?:死亡伤残|伤残|医疗(?:费用?)?|财产(?:损失)?)(?:赔偿)?(?:责任)?(?:限额|项)?(?:为|是|:)?$"
)


def _statutory(view: View) -> None:
    """Mark the limits of the compulsory insurance that a text recites: at least two of them in one sentence."""
    for begin, end in view.sentences:
        if "限额" not in view.text[begin:end]:
            continue
        told = [
            q
            for q in view.quantities
            if begin <= q.start < end
            and q.kind == "money"
            and q.value in _STATUTORY
            and _SUBLIMIT.search(view.before(q.start, 14))
        ]
        if len(told) > 1:
            for q in told:
                view.use(q, "limit")


def read_insurance(view: View, case: Case, several: bool = False) -> None:
    """交强险, 商业三者险, its limit, deductible and refusal; of ``several`` vehicles each has its own policies already."""
    text = view.text
    _statutory(view)
    for pattern in () if several else _LIMIT:
        for match, (q, *_) in view.hits(pattern):
            if (
                q.start in view.used
                or q.value < 10000
                or "座" in view.before(q.start, 6) + view.after(q.end, 3)
            ):
                continue
            if re.search(r"费|损失|赔付|垫付|支付|工资", text[match.start() : q.start]) or not view.is_fact(
                q.start
            ):
                continue
            _limit(view, case, q)
    if not several:
        _flags(view, case)
    rates: dict[Fraction, Fact] = {}
    for match, (q, *_) in view.hits(r"免赔率?[^。;，Ⓡ]{0,10}{R}|{R}的?(?:绝对|事故责任)?免赔率?"):
        if view.is_fact(q.start):
            view.use(q, "免赔")
            grade = re.search(r"(全部|主要|同等|次要)责任[^，。;、Ⓡ]{0,4}$", view.before(match.start(), 12))
            if grade is None or case.facts.value("机动车责任") in (None, grade[1]):
                rates.setdefault(q.value, Fact("商业险免赔率", q.value, span=match.span()))
    if len(rates) == 1:
        case.facts.add(next(iter(rates.values())))
    elif rates:
        case.doubts.append("商业险免赔率有多个数值")
    if "商业险免赔率" not in case.facts and (
        match := re.search(r"不[计扣]免赔|(?:没有?|无)(?:绝对)?免赔", text)
    ):
        case.facts.add(Fact("商业险免赔率", Fraction(0), span=match.span(), note="不计免赔"))
    match = re.search(
        r"(?:商业(?:三者|第三者)?(?:责任)?险|三者险|商业保险)[^。]{0,30}?(?:拒赔|免赔(?!率)(?<!不计免赔)|免责|不(?:予|负责?)?赔|不承担赔偿)"
        r"|(?:拒赔|免责|不赔)[^。;，]{0,8}(?:商业|三者)险?",
        text,
    )
    fee = match and re.search(
        r"鉴定费|诉讼费|精神|评估费|停运", view.text[view.sentence_at(match.start())[0] : match.end()]
    )
    if (
        match
        and not fee
        and not re.match(r"率?[^。;，Ⓡ]{0,10}Ⓡ", text[match.end() :])
        and "精神" not in text[match.end() : match.end() + 6]
        and "本车" not in text[match.start() : match.end() + 8]
        and not re.search(
            r"(?:不(?:计|扣|含|算)|没有?|无)(?:绝对)?免赔|(?:没有?|无|未)拒赔|不(?:足|够)|不成立", match[0]
        )
        and (clause := view.clause_at(match.end() - 1))
    ):
        if clause.level in ("found", "court"):
            case.facts.add(Fact("商业险拒赔", True, span=match.span()))
        elif not re.search(r"不(?:予)?(?:采纳|支持|成立)", text[match.end() : match.end() + 60]):
            case.doubts.append("保险公司以免责条款拒赔，题面没有写明法院是否采纳")


def _limit(view: View, case: Case, q: Quantity) -> None:
    known = case.facts.get("商业三者险限额")
    view.use(q, "limit")
    if known is not None and known.value != q.value:
        case.doubts.append("商业三者险限额有多个数值")
    case.facts.add(Fact("商业三者险", True, span=q.span))
    case.facts.add(Fact("商业三者险限额", q.value, span=q.span))


def _flags(view: View, case: Case) -> None:
    text = view.text
    both = re.search(
        rf"{_NONE}(?:保险|交强险(?:和|及|、|与|或)商业|任何保险)|啥保险都没|什么保险(?:都|也)没|保险(?:都|全)没(?:买|上)|无保险(?!问题|公司|争议)",
        text,
    )
    none = both or re.search(
        rf"{_NONE}(?:机动车)?(?:交强险|强制险|强制保险|交通事故责任强制)|交强险(?:已经?)?(?:过期|脱保|到期|断保|失效|没(?:有)?(?:买|上|交|续|投))|(?<!商业险)(?<!三者险)(?<!商业保险)(?<!三责险)(?<!险上年就)(?<!险早就)(?<!险已经)(?<!险已)(?<!险也)(?<!险都)(?:脱保|断保)",
        text,
    )
    some = re.search(
        r"(?<!未)(?<!没)(?<!没有)(?:投保|买|购买|上|有|承保|投)(?:了|有)?(?:机动车)?(?:交强险|强制险)|交强险|强制险|保险(?:都|全部|均)?齐全",
        text,
    )
    if none:
        case.facts.add(Fact("交强险", False, span=none.span()))
    elif some:
        case.facts.add(Fact("交强险", True, span=some.span()))
    no_more = both or re.search(
        rf"{_NONE}(?:商业(?!车损)|三者|第三者(?!责任强制))|(?:只|仅)(?:有|买|投保?|上|交|购买|投保)+(?:了|有)?(?:一份)?(?:机动车)?(?:交强险|强制险)|商业(?:三者)?(?:保?险)?(?:都|也)?没(?:有)?(?:买|上|投)|无商业|商业(?:三者)?(?:保?险)[^。;，]{{0,24}}(?:到期未续|未续保|过期|脱保|断保)|商业(?:三者)?(?:保?险)[^。;，]{{0,6}}(?:已|早)[^。;，]{{0,14}}到期|商业(?:三者)?(?:保?险)?(?:更|都|也)?没有?(?:买|上|投)?(?=[，。;]|$)",
        text,
    )
    if no_more:
        case.facts.add(Fact("商业三者险", False, span=no_more.span()))
    elif none and not re.search(r"商业|三者|三责", text):
        case.facts.add(Fact("商业三者险", False, span=none.span(), note="未投保交强险，题面也没有提到商业险"))
    elif "商业三者险" not in case.facts and (
        match := re.search(r"商业(?:第?三者|三责)|三者险|三责险|商业(?:保?险)", text)
    ):
        case.facts.add(Fact("商业三者险", True, span=match.span()))


def read_victim_kind(view: View, case: Case, parties: Parties) -> None:
    """受害方 where the text says how the victim travelled."""
    names = "|".join(
        [
            "原告",
            "我",
            "死者",
            "受害人",
            "伤者",
            "爸",
            "妈",
            "父亲?",
            "母亲?",
            *map(re.escape, parties.victim),
        ]
    )
    gap = r"(?:(?!被告|对方|司机|与|和|跟|被|让)[^。，;:])"
    tests = (
        (
            "乘客",
            rf"(?:{names}){gap}{{0,16}}(?:乘坐|搭乘|搭(?=[^，。;]{{0,6}}车)|坐(?:在)?[^。，;]{{0,8}}车|乘(?:车|客)|坐车)|(?:载着?|搭载|捎|顺路带)(?:着)?(?:{names})|乘客(?:{names})|车上(?:人员|乘客)",
        ),
        (
            "行人",
            rf"行人|(?:{names}){gap}{{0,20}}(?:步行|走路|行走|散步|过马路|横过|横穿|斑马线|走在|人行横道|等公交|站在)|步行的",
        ),
        (
            "机动车",
            rf"(?:{names}){gap}{{0,20}}(?:驾驶|开|骑)[^。，;]{{0,16}}摩托|驾驶[^。，;]{{0,16}}摩托车?的(?:{names})",
        ),
        (
            "非机动车",
            rf"(?:{names}){gap}{{0,20}}(?:骑|驾驶)[^。，;]{{0,12}}(?:电[动瓶]|自行车|单车|三轮)|骑(?:行)?[^。，;摩]{{0,10}}的(?:{names})|非机动车|骑行人|骑车人",
        ),
        (
            "机动车",
            rf"(?:{names}){gap}{{0,20}}(?:驾驶|开|骑)[^。，;]{{0,16}}{VEHICLE}|驾驶[^。，;]{{0,12}}{VEHICLE}的(?:{names})|追尾",
        ),
    )
    for kind, pattern in tests:
        if match := re.search(pattern, view.text):
            case.facts.add(Fact("受害方", kind, span=match.span()))
            return
