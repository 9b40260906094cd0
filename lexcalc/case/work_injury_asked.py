"""What a work-injury question asks: heads (also 三项、全部), who pays, for how many months, net of what was paid."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from lexcalc.case.asked import HEADS, mentions
from lexcalc.case.model import Case, Fact
from lexcalc.case.work_injury_actors import employer_asked
from lexcalc.case.work_injury_events import Events
from lexcalc.case.work_injury_labels import Reader
from lexcalc.case.work_injury_months import MONTHLY, read_months

_LUMP = ("一次性伤残补助金", "一次性工伤医疗补助金", "一次性伤残就业补助金")
_BY_FIRM = ("停工留薪期工资", "停工留薪期护理费", "一次性伤残就业补助金")
_DEATH = ("丧葬补助金", "供养亲属抚恤金", "一次性工亡补助金")
_SHORT: tuple[tuple[str, str], ...] = (
    (
        "一次性工伤医疗补助金",
        r"医疗(?:补助)?(?=(?:[、和与及跟]|以及)+(?:一次性)?(?:伤残)?就业[^。；，]{0,6}?补助)|医疗补助(?!费)",
    ),
    (
        "一次性伤残就业补助金",
        r"就业(?:补助)?(?=(?:[、和与及跟]|以及)+(?:一次性)?(?:工伤)?医疗[^。；，]{0,6}?补助)|就业(?:两[项笔])?(?:的)?补助",
    ),
    ("一次性伤残补助金", r"一次性伤残(?=[、和与及])|伤残补助"),
    (
        "停工留薪期工资",
        r"这(?:[一二三四五六七八九十两\d]{1,3}个月|几个月|段时间)(?:的)?工资|(?:停工|养伤|治伤|留[薪新]|休养)(?:留[薪新])?(?:期间?|那[^。；，]{0,6})?(?:的|该[发给])*(?:原)?(?:工资|钱|薪水)",
    ),
    ("停工留薪期工资", r"停工留薪(?=[、，,和]|$)"),
    ("停工留薪期护理费", r"(?<=、)护理(?=[、和及，,])"),
    ("住院伙食补助费", r"(?<=、)伙食(?=[、和及，,])"),
    ("医疗费", r"(?<=、)医[药疗](?=[、和及，,])"),
    ("停工留薪期护理费", r"护工(?:费|的?钱)|陪护费|请人照[顾看]的钱"),
    ("一次性工亡补助金", r"工亡(?:补助|赔偿|的钱)"),
    ("一次性工亡补助金", r"预支(?:的)?(?:款|金额|数额)"),
    ("丧葬补助金", r"丧葬"),
    ("供养亲属抚恤金", r"抚恤"),
    ("伤残津贴", r"(?<!岗位)(?<!夜班)(?<!高温)津贴(?!标准)"),
)
_EMPLOYMENT: tuple[tuple[str, str], ...] = (
    ("经济补偿", r"经济补偿"),
    ("违法解除赔偿金", r"违法解除[^。；，]{0,12}?赔偿金|双倍赔偿"),
    ("二倍工资差额", r"(?:二|双|两)倍工资"),
    ("拖欠工资", r"(?:拖欠|欠付|欠发)(?:的)?工资"),
)
SHORT_NAMES = [*_SHORT, *_EMPLOYMENT]
EMPLOYMENT_HEADS = tuple(head for head, _ in _EMPLOYMENT)
_OUT = re.compile(
    r"(?:不含|不包括|不计算?|不考虑|[不未]主张|未(?:请求|要求)|没(?:有)?主张|不涉及|(?<![解开扣免])除了?|放弃|无需计算)[^。；？?]{0,40}?(?:[外之]?外|的话|，|,|\(|\)|$)"
    r"|[^。；，,]{0,14}(?:不用|不必|先不|暂不|不需要?|另|单)(?:行)?(?:算|管|计|说|考虑)|(?:\(|（)[^)）]{0,40}(?:另[算案计]|不计|不含)[^)）]{0,10}(?:\)|）)"
)
_SETTLED = re.compile(
    r"^[^。；]{0,26}?(?:已经?(?:由基金|从基金)?[^。；，]{0,30}?(?:支付|给付|领|发放|到账|赔付|报销?|办结|结清|拨付|打给|解决|付清|付|给)|(?:到账|到手|领|给|付|赔|打|报|拿)(?:了|完|清)|打给我|打到|到账|无争议|没(?:有)?争议|另案|另说|另行|另算|不管|结清|不(?:再)?主张|不要求)"
)
_ALL = re.compile(
    r"全部|各项|所有|哪些|一共|总共|合计|共(?:计|能|可|应|要)?|总(?:额|计|数)|加起来|工伤(?:保险)?(?:待遇|赔偿|赔)|(?:能|可以?|该|应|还)[^。；，]{0,8}(?:拿|赔|得|领|给|付|要|享)|(?:要|得|需)[^。；，]{0,4}(?:掏|付|给|赔|出|拿)|工亡(?:待遇|赔偿)|待遇"
)
_FUND = r"工伤(?:保险)?基金|基金|社保(?:局|中心|基金|经办机构|那边|部门)?|工伤保险(?:那边|方面|(?=[^。；，]{0,4}(?:支付|赔|付|承担)))|经办机构"
_FIRM = r"用人单位|被申请人|所在单位|用工单位|单位|公司|企业|工厂|[该本我]?厂(?:里|方|家|子)?|老板|作坊|[饭商]?店(?:里|家|方|老板)?|雇主|工地|包工头|煤?矿(?:上|方)?|合作社|某?[\u4e00-\u9fff]{2,8}[厂店部行坊场矿馆园社](?=(?:还|另|现|共|合计|一共)*(?:应|需|须|要|该))"
_PAYS = r"(?:(?:[这那]?一?(?:边|头|块|方面)[，,]?)?[^。；，？?]{0,18}?(?:支付|给付|赔|付|给|掏|承担|负担|出|发|补|拿|欠|差|垫)|(?:这?边)?(?:要|能|该|应|得|部分))"
_GETS = r"(?:由|从|向|找|让|叫|跟|问)"
_REFERS = re.compile(
    r"(?:上述|以上|前述|该|这)(?:[两二三四五几各]|\d)?(?:项|笔|种|份|样|个补助|待遇|款项|费用)|这些(?![天年日])|这笔|这[两三几]个补助"
)


def refine(reader: Reader, case: Case, events: Events) -> tuple[int, int] | None:
    """Settle heads, payer and months of the question; a question without one reading gets a doubt.

    Returns the earlier sentence whose heads the question means, if it names none itself.
    """
    wish: tuple[int, int] | None = None
    start, end = case.asked.span or (0, len(reader.text))
    question = _without(reader.marked.folded[start:end])
    whole = re.search(r"各项[^，。；()]{0,12}待遇", question)
    heads = _heads(re.sub(r"\([^)]*\)", "", question) if whole else question, case)
    named = bool(heads)
    if (
        _REFERS.search(question)
        and len(heads) < 2
        and not (named and re.search(r"[该这]一?[项笔](?!补助金)", question))
    ):
        more, wish = _referred(reader, case, start, question)
        heads = [*heads, *more]
    grouped = _grouped(question, case) or _one_off(reader, case, events, question, start)
    heads = list(dict.fromkeys([*heads, *grouped])) if heads else []
    if not heads:
        heads, wish = _referred(reader, case, start, question)
    weak = (
        wish is not None
        and not _REFERS.search(question)
        and not _WISH.search(reader.text[slice(*wish)])
        and _ALL.search(question)
    )
    if heads and not named and not grouped and (_GENERAL.search(question) or weak):
        heads, wish = _weighed(reader, case, heads, wish, _everything(reader, case, events, question, start))
    heads = grouped if grouped and not named else heads or grouped
    if not heads and _ALL.search(question):
        heads = _everything(reader, case, events, question, start)
        if not heads:
            case.doubts.append("问的是全部工伤待遇，题面的事实不足以确定有哪些项目")
    heads = heads or _nearby(reader, case, start, question)
    if (
        not heads
        and re.search(r"差额|补差|补足|缺口", question)
        and "伤残补助金" in reader.text
        and "缴费" in reader.text
    ):
        heads = ["一次性伤残补助金"]  # too little was declared: what the fund's benefit lacks
        case.doubts = [d for d in case.doubts if not d.startswith("没有看出")]
    if (
        not heads
        and "停工留薪期" in case.facts
        and not {"伤残等级", "死亡情形"} & {f.name for f in case.facts}
    ):
        heads = [
            "停工留薪期工资"
        ]  # 后面这几个月少给我的: the wages of the leave, where nothing else is told of
        case.doubts = [d for d in case.doubts if not d.startswith(("没有看出", "问的是全部"))]
    if not heads and not case.doubts:
        case.doubts.append("没有看出问的是哪一项工伤待遇")
    after = reader.marked.folded[end:]
    if re.search(r"合计|总和|一共|总共", after) and set(_heads(after, case)) - set(heads):
        case.doubts.append("题面问了不止一个数")
    told = re.search(r"([两二三四五六])(?:项|笔|样|种|个补助)", question)
    if told and heads and len(set(heads)) < _NUMBERS[told[1]]:
        case.doubts.append(f"所问的{told[0]}没有都看出来")
    heads = _bare_subsidy(question, case, heads)
    if (
        not named and wish is None and len(heads) > 1
    ):  # 基金还要付多少: not what it has paid, nor what others pay
        heads = _of_payer(
            case, [h for h in heads if not _settled(reader, h, start)], _payer(question, reader.marked.folded)
        )
    odd = left_over(question, case)
    if odd:
        case.doubts.append(f"所问的“{odd}”不知道是哪一项")
    case.asked = replace(
        case.asked,
        heads=tuple(dict.fromkeys(heads)),
        payer=_payer(
            _without(reader.marked.folded[slice(*reader.asking((start, end)))]), reader.marked.folded
        )
        or _payer(question, reader.marked.folded),
    )
    if case.asked.payer is None and employer_asked(reader, question):
        case.asked = replace(case.asked, payer="用人单位")
    if case.asked.payer == "工伤保险基金" and "参保" not in case.facts:
        case.facts.add(Fact("参保", True, span=(start, end), note="所问由工伤保险基金支付"))
    read_months(reader, case, start, end, heads, wish)
    return wish


def _bare_subsidy(question: str, case: Case, heads: list[str]) -> list[str]:
    """``津贴和补助金``: a subsidy without its name is the payer's own, where the payer has but one."""
    bare = question
    for _, pattern in [*HEADS["WC"].items(), *_SHORT]:
        bare = re.sub(pattern, lambda m: "▪" * len(m[0]), bare)
    if (
        not heads
        or not re.search(r"[、和及与加]补助金?(?!标准)", bare)
        or any("补助金" in head for head in heads)
    ):
        return heads
    if (
        _payer(question, case.text) == "用人单位"
        and case.facts.value("参保") is True
        and "死亡情形" not in case.facts
    ):
        return [*heads, "一次性伤残就业补助金"]
    case.doubts.append("所问的补助金不知道是哪一项")
    return heads


_GENERAL = re.compile(
    r"各项|全部|所有|依法(?:应|可)|工[伤亡](?:保险)?待遇|款项|这几|这些|一共|总共|合计|(?:两|三|四|五)样"
    r"|除[^。；，]{1,16}外[，,]?[^。；，]{0,12}?还"
)


_WISH = re.compile(
    r"主张|请求|要求|诉请|申请|申领|起诉|索赔|[就只想]要|要的是|想(?:问|知道|了解|算)|就[问算]"
)


def _weighed(
    reader: Reader, case: Case, heads: list[str], wish: tuple[int, int] | None, due: list[str]
) -> tuple[list[str], tuple[int, int] | None]:
    """A question for all that is due is not answered by the one head that the sentence before happens to name.

    The heads of a claim stand; else those that the facts raise, where they hold the heads named; where the two are at
    odds, the question is not understood.
    """
    claim = wish and len(heads) > 1 and _WISH.search(reader.text[slice(*wish)])
    if claim or not due or set(heads) == set(due):
        return heads, wish
    if set(heads) < set(due) or not set(heads) & set(due):
        return due, wish
    case.doubts.append("所问的全部待遇与题面的事实对不上，看不准有哪些项目")
    return heads, wish


def _without(text: str) -> str:
    """The passage with what it leaves out (不含…、…不用算) blanked."""
    return _OUT.sub(lambda m: "▪" * len(m[0]), text)


# 伤残津贴已经在领了，就想问…: a benefit that is being drawn is not asked for.
_HAD = r"[^，,。；已]{2,12}已经?[^，,。；]{0,8}(?:领|给|付|发|结清)"


def _heads(text: str, case: Case) -> list[str]:
    """Heads named in a passage, in order; coordination (医疗和就业补助金) is spelt out."""
    only = re.search(r"[只就仅](?:是)?(?:想|问|要|算)", text)
    table = list(HEADS["WC"].items()) + list(_SHORT) + list(_EMPLOYMENT)
    if re.search(r"违法解除|解除[^。；]{0,20}违法", case.text):
        table.append(("违法解除赔偿金", r"(?<!一次性)(?<!残疾)(?<!死亡)(?<!其他)赔偿金"))
    found = mentions(text, table)
    names = [head for at, _, head in found if not (only and re.match(_HAD, text[at:]))]
    illegal = case.facts.value("非法用工") is True
    if not illegal and "停工留薪期" in case.facts and "治疗期间生活费" in names:
        names.remove("治疗期间生活费")  # 每月只发2,000元生活费: what was paid in the leave
    if illegal and "其他赔偿金" in names:
        names = [n for n in names if n not in ("丧葬补助金",)]
    if not illegal and "非法用工一次性赔偿金" in names and len(names) > 1:
        names.remove("非法用工一次性赔偿金")
    if "停工留薪期护理费" not in names and "生活护理费" in names and _temporary_care(text, case):
        names[names.index("生活护理费")] = "停工留薪期护理费"
    return list(dict.fromkeys(names))


_NEUTRAL = re.compile(
    r"多少|基金|月工资|本人工资|平均工资|最低工资|原工资|缴费|一次性|补助金|补助费|赔偿金|[这两三几笔份]|工伤|费用$|按.*工资|的钱|给钱|要钱|护理"
)


def left_over(text: str, case: Case) -> str | None:
    """A sum named in the question that no known head accounts for."""
    bare = text
    for _, pattern in [*HEADS["WC"].items(), *_SHORT, *_EMPLOYMENT]:
        bare = re.sub(pattern, lambda m: "▪" * len(m[0]), bare)
    one_off = re.search(r"一次性(?:的|工伤|工亡|保险|伤残)*(?:项目|待遇|费用|款项|部分|津贴|赔付|给付)", bare)
    if one_off and not _grouped(text, case) and not _ONE_OFF.search(text):
        return one_off[0]
    for match in re.finditer(
        r"(?P<what>[\u4e00-\u9fff]{1,8}(?:费用?|津贴|工资|抚慰金|奖金|项目|补贴|抚慰金))(?:[与和及跟、]|以及|再?加上?|连同)(?:[^。；，▪Ⓜ]{0,14})▪",
        bare,
    ):
        if not _NEUTRAL.search(match["what"]):
            return match["what"]
    for match in re.finditer(
        r"(?:[、和及加跟]|以及|再加上?|还有)(?P<what>[\u4e00-\u9fff]{1,8}?(?:费用?|津贴|工资|抚慰金|奖金|钱))",
        bare,
    ):
        if not _NEUTRAL.search(match["what"]):
            return match["what"]
    return None


def _temporary_care(text: str, case: Case) -> bool:
    return "生活护理" not in text and "生活自理障碍" not in case.facts and "护理日标准" in case.facts


def _grouped(question: str, case: Case) -> list[str]:
    """``三项一次性待遇`` and ``两个补助金`` name heads by their number."""
    match = re.search(
        r"([两二三3])(?:[项笔种个份样])(?:一次性)?(?:工伤|伤残|工亡|保险)*(?:待遇|补助金?|钱|款)", question
    )
    if match is None:
        return []
    if "死亡情形" in case.facts:
        return list(_DEATH) if match[1] in "三3" else []
    return list(_LUMP) if match[1] in "三3" else list(_LUMP[1:]) if "补助" in match[0] else []


_ONE_OFF = re.compile(
    r"一次性(?:(?:的|工伤|工亡|保险)*(?:待遇|部分|项目|费用|款项|给付|赔付)|(?:的|工伤|保险)*(?:的钱|款|补助金)|那(?:几|两|三)?(?:项|笔|块))"
)


def _one_off(reader: Reader, case: Case, events: Events, question: str, start: int) -> list[str]:
    """``一次性待遇``: every one-off head that the facts raise."""
    if not _ONE_OFF.search(question):
        return []
    return [
        h
        for h in _everything(reader, case, events, question, start)
        if h.startswith("一次性") or h == "丧葬补助金"
    ]


def _referred(
    reader: Reader, case: Case, start: int, question: str
) -> tuple[list[str], tuple[int, int] | None]:
    """Heads of the claim or wish that the question points back to, and the sentence that holds them."""
    earlier = [s for s in reader.marked.sentences() if s[1] <= start]
    told = re.search(r"(?:上述|以上|前述|这)([两二三四五六])项", question)
    for number, (first, last) in enumerate(reversed(earlier[-5:])):
        text = reader.marked.folded[first:last]
        near = _REFERS.search(question) or re.search(
            r"主张|请求|要求|想(?:问|知道|要|算)|[只就]要|[只就]想|现在要|申请|起诉|索赔|计算|问", text
        )
        far = not _ALL.search(question) and re.search(
            r"主张|请求|要求|申请|申领|诉请|索赔|[只就]要|[只就]想要", text
        )
        if near if number < 2 else far:
            heads = _heads(_without(text), case)
            if told and len(heads) < _NUMBERS[told[1]]:  # 上述三项, told in several sentences
                whole = _heads(_without(reader.marked.folded[earlier[-min(3, len(earlier))][0] : last]), case)
                heads = whole if len(whole) == _NUMBERS[told[1]] else heads
            if heads:
                return heads, (first, last)
    return [], None


_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def _nearby(reader: Reader, case: Case, start: int, question: str) -> list[str]:
    """A question without any head means the one head of the sentence before it."""
    if _ALL.search(question):
        return []
    earlier = [s for s in reader.marked.sentences() if s[1] <= start]
    text = reader.marked.folded[slice(*earlier[-1])] if earlier else ""
    if re.search(r"(?:还没|尚未|没有|未)(?:评|鉴定|申请|申领|主张|核定)", text):
        return []
    heads = _heads(_without(text), case)
    return heads if len(heads) == 1 else []


# 工伤保险条例第15条第2款: a soldier's old wound earns every benefit but this one.
OLD_WOUND = re.compile(r"(?:革命)?(?:伤残|残疾)军人|(?:服役|部队|军队|参军|当兵)[^。；]{0,40}旧伤复发")


def _everything(reader: Reader, case: Case, events: Events, question: str, start: int) -> list[str]:
    """All heads whose own facts are stated and which the text does not call settled."""
    facts = case.facts
    one_off = re.search(r"一次性", question) is not None
    grade = facts.value("伤残等级")
    heads: list[str] = []
    if facts.value("非法用工") is True:
        heads.append("非法用工一次性赔偿金")
        if events.dead:
            heads.append("其他赔偿金")
        if "治疗月数" in facts:
            heads.append("治疗期间生活费")
    elif events.dead:
        heads += [h for h in _DEATH if h != "供养亲属抚恤金" or "供养亲属" in facts]
        if facts.value("死亡情形") == "一至四级期满后死亡":
            heads.remove("一次性工亡补助金")
    elif isinstance(grade, Fraction):
        heads.append("一次性伤残补助金")
        if grade >= 5 and (
            {f.name for f in facts} & {"医疗补助金月数", "医疗补助金数额", "就业补助金月数", "就业补助金数额"}
            or events.end
            or _left(reader)
        ):
            heads += _LUMP[1:]
        if grade <= 4 or (grade <= 6 and facts.value("难以安排工作")):
            heads.append("伤残津贴")
    if "停工留薪期" in facts:
        heads.append("停工留薪期工资")
    if "护理日标准" in facts:
        heads.append("停工留薪期护理费")
    if "生活自理障碍" in facts and not events.dead:
        heads.append("生活护理费")
    if "住院伙食标准" in facts:
        heads.append("住院伙食补助费")
    if "医疗费" in facts:
        heads.append("医疗费")
    if OLD_WOUND.search(reader.text) and "一次性伤残补助金" in heads:
        heads.remove("一次性伤残补助金")
    heads = [h for h in heads if not _settled(reader, h, start)]
    heads = [h for h in heads if h in MONTHLY] if re.search(r"每个?月|按月", question) else heads
    heads = _of_payer(case, heads, _payer(question, reader.marked.folded))
    return [h for h in heads if h not in MONTHLY] if one_off else heads


def _of_payer(case: Case, heads: list[str], payer: str | None) -> list[str]:
    """Of the heads of an insured worker those that the asked payer owes."""
    if case.facts.value("参保") is not True or not payer:
        return heads
    grade = case.facts.value("伤残等级")
    severe = isinstance(grade, Fraction) and grade <= 4
    firm = [*_BY_FIRM, *([] if severe else ["伤残津贴"])]
    return [h for h in heads if (h in firm) == (payer == "用人单位")]


def _left(reader: Reader) -> bool:
    return re.search(r"(?:解除|终止)(?:劳动|了)|离职|辞(?:的|了)?职|合同期满|不干了", reader.text) is not None


def _settled(reader: Reader, head: str, end: int) -> bool:
    pattern = "|".join([HEADS["WC"][head], *(p for h, p in _SHORT if h == head)])
    text = reader.text  # amounts masked: their commas part no clauses here
    costs = head in ("医疗费", "停工留薪期工资", "停工留薪期护理费", "住院伙食补助费")

    def settled(at: int) -> bool:
        match = _SETTLED.match(text[at : at + 60])
        if match is None or re.search(r"肇事|侵权|第三人|对方|民事", match[0]):
            return False  # 医疗费46,000元，公司已付30,000元: paid in part
        return not (costs and re.match(r"[^。；，]{0,6}Ⓜ", text[at + match.end() :]))

    return any(
        settled(m.end()) or _PAID_BEFORE.search(text, max(0, m.start() - 14), m.start())
        for m in re.finditer(pattern, text[:end])
    )


_PAID_BEFORE = re.compile(
    r"(?<!未)已经?[^。；，Ⓜ]{0,6}(?:支付|付|核发|发放|发|领取?|给)(?:了|过|清)?(?:全部|其|[我他她])?(?:的)?$"
)


_FUND_SUED = re.compile(
    r"被告(?![^，。；]{0,10}(?:公司|厂|店|企业))[^，。；]{0,8}(?:社保|社会保险|工伤保险|人社|医保)[^，。；]{0,6}(?:局|中心|机构|部门)"
    r"|(?:请求|要求|判令|起诉|诉请)(?:判令)?[^，。；]{0,4}(?:社保|社会保险|工伤保险)[^，。；]{0,6}(?:局|中心|机构)"
    r"|(?:社保局|社保中心|经办机构)(?:不服|辩称|答辩)"
)
# 单位该出的那块别算进来: named to be left out.
_NOT_THEIRS = re.compile(
    rf"(?:{_FUND}|{_FIRM})[^，,。；？?]{{0,12}}?(?:别|不用?|不要|无须|不必|另)[算计管提]"
)


def _payer(question: str, text: str = "") -> str | None:
    """Whose share: the one who pays in the question's own words; both together are nobody's share."""
    question = _NOT_THEIRS.sub("", question)
    fund = re.search(rf"(?:{_FUND}){_PAYS}|{_GETS}(?:{_FUND})", question)
    firm = re.search(rf"(?:{_FIRM}){_PAYS}|{_GETS}(?:{_FIRM})", question)
    if fund and firm:
        return None
    if not fund and not firm and re.search(rf"被告{_PAYS}", question):
        return "工伤保险基金" if _FUND_SUED.search(text) else "用人单位"
    return "工伤保险基金" if fund else "用人单位" if firm else None
