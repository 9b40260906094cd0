"""What the question wants: scenario, heads, whose share, and whether money already paid comes off.

The heads and payers are looked for in the question itself first (the last sentence that asks), then in the claim
it refers to; a question that names no head is answered only where the facts leave one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lexcalc.case.marked import Marked
from lexcalc.case.model import Asked, Scenario

# canonical head -> how texts write it; longer forms first where one contains another
HEADS: dict[Scenario, dict[str, str]] = {
    "EC": {
        "加付赔偿金": r"加付(?:的|部分的?)?(?:赔偿金?|部分)",
        "经济补偿个人所得税": r"(?:经济补偿金?|一次性补偿(?:收入|金)?|补偿(?:金|收入|款)?)[^。；,，]{0,14}?(?:个人所得税|个税)|(?:缴|交|扣|纳)[^。；,，]{0,6}(?:个人所得税|个税)|(?:个人所得税|个税)(?:是|为|应)?[^。；,，]{0,4}多少",
        "医疗补助费": r"医疗补助费",
        "违法约定试用期赔偿金": r"(?:违法约定(?:的)?)?试用期[^。；]{0,12}?赔偿金|违法约定试用期",
        "违法解除赔偿金": r"违法(?:解除|终止|辞退)[^。,，；]{0,12}?赔偿金|(?:解除|终止)劳动(?:合同|关系)的?赔偿金|双倍(?:经济)?(?:补偿|赔偿)金?|2N|二倍(?:的)?(?:经济补偿|赔偿金?)|经济赔偿金|(?<!试用期)(?<!加付)(?<!一次性)赔偿金(?!某)(?!额)",
        "经济补偿": r"经济补偿金?|(?<!月)补偿(?=加|和|与|及|、|还有)|补偿金(?!额)|离职补偿|遣散费|(?<!二倍)(?<!竞业限制)(?<!双倍)(?<![\w])N(?![\w+])",
        "代通知金": r"代通知金|(?:代替|替代)通知(?:的)?(?:工资|金)|(?:额外|另外|多)(?:支付|给|付)?[^。,，]{0,8}一个月[^。,，]{0,3}工资",
        "二倍工资差额": r"(?:二|双|两|2)倍工资",
        "未休年休假工资": r"年休?假(?:的)?(?:工资|报酬|补偿|折算|折现|钱)|(?:未|没)(?:休|歇|放)完?(?:的)?(?:那)?(?:些|(?:几|[一二三四五六七八九十\d]{1,2})天)?(?:带薪)?年休?假|年假钱|年休?假[^。,，；]{0,10}(?:折算|补(?:偿|多少|给))",
        "法定节假日加班费": r"(?:法定)?(?:节假日|休假日|节日)[^。,，；]{0,6}加班(?:费|工资|报酬)",
        "休息日加班费": r"(?:休息日|周末|双休日|周六日?)[^。,，；]{0,6}加班(?:费|工资|报酬)",
        "延时加班费": r"(?:延时|延长(?:工作)?时间?|平时|工作日)[^。,，；]{0,6}加班(?:费|工资|报酬)",
        "加班费": r"加班(?:费|工资|报酬)",
        "竞业限制补偿": r"竞业[^。；]{0,18}?(?:补偿|多少)|(?:不去|不干|不做)同行的?(?:补偿|钱)",
        "拖欠工资": r"(?:还|尚|总共|一共|共)欠(?:我|他|她|其|了)*(?:的)?(?:工资|薪)(?=多少)|(?:拖欠|欠付|欠发|拖着|未付|未发|没发|克扣|少发|欠(?=(?:我|他|她|其|着|了|下)*的|薪))[^。,，；]{0,6}(?:工资|薪水|劳动报酬)|欠(?:我|他|她|其|咱)?(?:们|家)?(?:的)?(?:丈夫|老公|老婆|妻子|爸|妈|父亲|母亲|儿子|女儿|[哥弟姐妹]|[\u4e00-\u9fff]某)?(?:了)?多少(?:钱)?(?:的)?工资|(?<![倍假班期])(?<!最低)工资差额|所欠(?:的)?[^。,，；]{0,4}(?:工资|劳动报酬)|欠薪(?!为由)|工资欠款",
    },
    "WC": {
        "一次性工亡补助金": r"(?:一次性)?工亡补助金?|一次性(?:因工)?死亡补助金",
        "丧葬补助金": r"丧葬(?:补助|费|金)[金费]?",
        "供养亲属抚恤金": r"(?:供养亲属)?抚恤金",
        "一次性工伤医疗补助金": r"(?:一次性)?(?:工伤)?医疗补助金",
        "一次性伤残就业补助金": r"(?:一次性)?(?:伤残)?就业补助金",
        "一次性伤残补助金": r"(?:一次性)?伤残补助金?",
        "伤残津贴": r"伤残津贴|每月(?:的)?津贴",
        "停工留薪期护理费": r"停工留薪期?[^。,，；、工待]{0,8}护理费",
        "停工留薪期工资": r"停工留薪期?(?:(?!护理)[^。；、]){0,14}?(?:工资|待遇|钱)",
        "生活护理费": r"(?:生活)?护理费",
        "非法用工一次性赔偿金": r"(?:非法用工)?一次性赔偿(?:金)?",
        "其他赔偿金": r"其他赔偿(?:金)?",
        "治疗期间生活费": r"(?:治疗期间?(?:的)?)?(?<![女儿子母父妈爸娃人孩]的)(?<![女儿子母父妈爸娃人孩])生活费",
        "医疗费": r"医疗费|医药费",
        "住院伙食补助费": r"伙食(?:补助|费)[费金]?",
        "辅助器具费": r"辅助器具",
        "交通食宿费": r"交通[、和及与]?(?:食宿|住宿)费?用?|(?:外地|转院)[^，。；]{0,8}交通费",
    },
    "TC": {
        "残疾辅助器具费": r"辅助器具费?|假肢[^。,，；]{0,4}费",
        "残疾赔偿金": r"残疾赔偿金|伤残赔偿金?",
        "死亡赔偿金": r"死亡赔偿金?",
        "丧葬费": r"丧葬费",
        "被扶养人生活费": r"被?[扶抚]养人?的?生活费",
        "精神损害抚慰金": r"精神(?:损害)?(?:抚慰|赔偿|损失)[金费]?",
        "误工费": r"误工(?:费|损失|的?钱)",
        "护理费": r"护理费",
        "营养费": r"营养费",
        "住院伙食补助费": r"伙食(?:补助|费)[费金]?",
        "后续治疗费": r"后续治疗费|二次手术费|取内固定",
        "交通费": r"交通费",
        "住宿费": r"住宿费",
        "康复费": r"康复费",
        "医疗费": r"医[疗药]费",
        "鉴定费": r"鉴定费",
        "处理丧葬事宜费用": r"(?:处理|办理)(?:丧葬|丧事)[^。,，；]{0,12}?(?:费用?|误工|交通)",
        "财产损失": r"(?:财产|车辆?|物)损(?:失|费)?|修[理车]费|维修费",
    },
}
_SCENARIO_WORDS: dict[Scenario, str] = {
    "TC": r"残疾辅助器具|机动车一方|营养[费期]|护理期|误工期|死者|事故(?:的)?(?:全部|主要|次要|同等)责任|交通[^，。事]{0,4}案|交强险|全责|主责|次责|同责|被[^。，]{0,8}[轿货客汽卡]车|三者险|交警|交通事故|机动车|被撞|车祸|相撞|追尾|肇事|受诉法院|残疾赔偿金|死亡赔偿金|扶养人|定残|骑[^。]{0,8}撞|撞[倒伤成死到]",
    "WC": r"工伤|工亡|停工留薪|缴费工资|本人工资|劳动能力鉴定|伤残补助金|就业补助金|医疗补助金|伤残津贴|生活护理费|供养亲属|工伤保险|统筹地区|非法用工|职业病|无营业执照",
    "EC": r"经济补偿|解除劳动(?:合同|关系)|劳动合同|年休?假|加班|竞业|试用期|代通知金|社平|职工月平均工资|辞退|开除|入职|(?:二|双)倍工资|裁员|离职|合同期满|续订|续签|合同终止|终止(?:劳动)?合同|工龄|被裁",
}
_PAYERS: dict[Scenario, tuple[tuple[str, str], ...]] = {
    "TC": (
        ("商业三者险", r"商业?(?:第三者|三者)?(?:责任)?险|三者险"),
        ("交强险", r"交强险|强制保险|强制险"),
        (
            "侵权人",
            r"侵权人|肇事者|肇事司机|(?:车主|司机|驾驶人|被告|对方|[甲乙丙丁某A-Z](?:某|车)?[^。,，；]{0,4})(?:个人|本人|自己|自行)|(?:保险|限额)(?:之外|以外|赔(?:付|偿)?(?:后|完|之后))[^。；]{0,16}(?:还|应|要|另)|个人(?:应|还|需|要|再)|自己(?:掏|出|承担|负担|拿)",
        ),
        ("保险公司", r"保险公司|保险人|财险公司|两项保险|保险(?:方面?|一共|合计|总共)"),
        (
            "全部",
            r"机动车一?方|被告方?|对方|侵权方|赔偿义务人|肇事方|责任方|各方|(?:一共|总共|共|合计)[^。,，]{0,8}(?:赔|获)",
        ),
    ),
    "WC": (
        ("工伤保险基金", r"基金|社保(?:局|中心|基金|经办)?|经办机构"),
        (
            "用人单位",
            r"用人单位|公司|单位|企业|工厂|厂(?:里|方|家)?|老板|作坊|被告|雇主|商店|饭店|工地|包工头|店里",
        ),
    ),
    "EC": (),
}
# Surest first: a question word, then a question mark or a verb of asking
_ASKING = (
    re.compile(r"多少|几何|几万|几元|多钱|为何值|为\(\s*\)|_{2,}|请(?:核算|计算|给出|算|列出)"),
    re.compile(
        r"\?|？|怎么算|如何计算|请问|试求|求|计算|能(?:拿|要|赔|得|领)|数额(?:是|为)|(?:^|[，,。；])(?:只|仅)?问(?!题)"
    ),
)
_EXCLUDED = r"(?:不含|不包括|不计|(?<![解开扣免])除(?:了)?(?!此|以)|无需计算|不考虑|不主张|不涉及|不要求)[^。；，,]{0,24}$"
_SETTLED = r"[^，,。；]{0,8}(?:先|暂|都|也)?(?:不谈|不提|不论|不说|另说|不主张)|(?:一项)?(?:[^，,。；(]{0,4})(?:已(?:经)?|均已|另案|另行|另外|另)[^，,。；]{0,6}(?:足额|去要|在要|在讨|讨要|追讨|去讨|追索|追要|起诉|去告|在告|在打|支付|发放|结清|处理|主张|付清|解决|达成|和解|领取|在领|领(?:了|着)|给(?:了|清|足)|履行|谈|算|说|议)"
PAID_OFF = re.compile(
    r"还(?:应|须|需|要|得|能|差|可|欠|剩)|尚(?:应|欠|需)|再(?:支付|付|赔|给|补)|差额|扣除|抵扣|剩余|剩下|补足|余款|补(?:发|给|付)?多少|少(?:付|给|发|算|补|赔)(?:了)?(?:我|其)?多少|短(?:付|少)|减掉|扣掉|除去已|减去"
)


_INJURY_ONLY = re.compile(
    r"伤残补助金|医疗补助金|就业补助金|工亡补助|停工留薪|丧葬补助|抚恤金|伤残津贴|生活护理费"
)


def scenario_of(marked: Marked, question: tuple[int, int]) -> Scenario | None:
    """The scenario by the weight of its terms; the question's own heads weigh most."""
    asking = marked.folded[question[0] : question[1]]
    scores = {name: len(set(re.findall(words, marked.folded))) for name, words in _SCENARIO_WORDS.items()}
    first, second = sorted(scores.values(), reverse=True)[:2]
    if first < second + 5:  # a clear lead needs no look at the heads, whose patterns cost time to compile
        for name in scores:
            scores[name] += 3 * sum(bool(re.search(p, asking)) for p in HEADS[name].values())
    if re.search(r"工伤|工亡", marked.folded) and scores["WC"] >= scores["TC"]:
        scores["WC"] += 2
    if re.search(r"工伤|工亡|因工", marked.folded) and _INJURY_ONLY.search(asking):
        return "WC"  # heads of employment law beside them are read there as well
    best = max(scores, key=lambda name: scores[name])
    tied = [name for name in scores if scores[name] == scores[best]]
    if not scores[best] and re.search(r"欠[^。，；]{0,6}(?:工资|薪)|应发|底薪", marked.folded):
        return "EC"
    return best if scores[best] and len(tied) == 1 else None


def question_span(marked: Marked) -> tuple[int, int]:
    """The last sentence that asks; the last sentence of all if none does."""
    spans = marked.sentences()
    if not spans:
        return 0, len(marked.folded)
    for asking in _ASKING:
        for start, end in reversed(spans):
            if asking.search(marked.folded[start : end + 1]):
                return start, end
    return spans[-1]


def mentions(text: str, table: Iterable[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Where a text names heads, in order: (start, end, head); what one wording of the table took, no later one reads."""
    taken = bytearray(len(text) + 1)
    found: list[tuple[int, int, str]] = []
    for head, pattern in table:
        for match in re.finditer(pattern, text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append((match.start(), match.end(), head))
    return sorted(found)


def heads_in(marked: Marked, scenario: Scenario, start: int, end: int) -> list[str]:
    """Canonical heads named inside a span, in order, without those the text leaves out (不含、除…外)."""
    text = marked.folded[start:end]
    found = [
        head
        for at, after, head in mentions(text, HEADS[scenario].items())
        if not re.match(_SETTLED, text[after:])
        and not re.search(r"(?:没有|没|无)$", text[:at])
        and (not re.search(_EXCLUDED, text[:at]) or re.search(r"[外]的?[，,]", text[:at]))
    ]
    return list(dict.fromkeys(found))


def payer_in(marked: Marked, scenario: Scenario, start: int, end: int) -> str | None:
    """Whose share the question asks for, by the most specific word in its sentence."""
    text = marked.folded[start:end]
    for payer, pattern in _PAYERS[scenario]:
        if re.search(pattern, text):
            return payer
    return None


def read_asked(marked: Marked, scenario: Scenario, question: tuple[int, int]) -> Asked:
    """The generic reading of the question; the scenario's reader refines it with the facts it found."""
    heads = heads_in(marked, scenario, *question)
    return Asked(
        heads=tuple(heads),
        payer=payer_in(marked, scenario, *question),
        deduct_paid=bool(PAID_OFF.search(marked.folded[question[0] : question[1]])),
        span=question,
    )
