"""加班费: its base, and hours or days of each of the three kinds; a kind mentioned without a number is a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lexcalc import money
from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact, Span
from lexcalc.case.quantities import Quantity

_OVERTIME_HEADS = {
    "延时加班": "延时加班费",
    "休息日加班": "休息日加班费",
    "法定节假日加班": "法定节假日加班费",
}
_HOLIDAY = r"国庆|春节|元旦|五一|劳动节|清明|端午|中秋|除夕|正月|大年|(?:年)?初[一二三]"
_KINDS = re.compile(
    r"(?P<延时加班>延时|延长(?:工作时间|工时)?|平时|平日|工作日|下班(?:以|之)?后|周一(?:到|至)周五|晚上)"
    r"|(?P<休息日加班>休息日|周末|双休日|周[六日天]|星期[六天日]|礼拜[六天日])"
    rf"|(?P<法定节假日加班>法定(?:节假|休假|假|节)日?|节假日|{_HOLIDAY})"
)
# 正常工作日, 法定节假日以外, 没有节假日加班: words of a kind that say nothing about its amount
_NOT_BEFORE = re.compile(r"(?:不含|不包括|除|无|没有|未|非|不计|不存在)[^。；,，]{0,4}$|正常$")
_NOT_AFTER = re.compile(
    r"(?:以外|之外|除外)|[^。；,，\d]{0,4}(?:倒是|都|均|也|并)?(?:没(?:有)?(?:去|加|上)|未(?:安排)?加|不加班|不用)"
    r"|(?:加班)?(?:依法)?(?:不得|不能|不是不能)|加班后|(?:加班(?:费|工资))"
)
# 除在法定节假日工作的16小时另行计发外: set apart only to be reckoned by its own rate
_SET_APART = re.compile(
    r"[^。；,，]{0,12}?\d+(?:\.\d+)?\s*(?:个?(?:小时|钟头)|天)(?P<own>(?:[^。；,，已外]{0,6}(?:另行?|单独|分别|依法)[^。；,，已付外]{0,4}(?:计|算|核))?)[^。；,，]{0,8}(?:外|之外)"
)
_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3}|半)"
_HOURS = re.compile(_NUMBER + r"\s*个?(?:多)?(?:小时|钟头)")
_DAYS = re.compile(
    r"(?<![月第周期拜\d.一二三四五六七八九十])"
    + _NUMBER
    + r"\s*个?(?:整|全|满)?(?:天|日(?!期|常)|(?=休息日|周[六日末]|双休|星期|礼拜|法定)|(?:次|回|班)(?!性))"
)
_EACH = re.compile(
    r"每(?:[天日次班回晚]|个?(?:工作日|休息日|周[六日末]))[^。；,，\d]{0,14}?$|(?:各|一天|均|每人|天天)[^。；,，\d]{0,6}?$|满(?:了)?$"
)
_MADE_UP = re.compile(r"补休|调休|倒休")
_NOT_MADE_UP = re.compile(
    r"(?:未|没|无|也没|没有|不能|不得|无法|不可|从未|均未)[^。；,，]{0,10}(?:补休|调休|倒休)|(?:补休|调休|倒休)[^。；,，]{0,4}(?:没|未)"
)

# A base made of several parts of the wage, or a share of it: 按基本工资与津贴之和计发加班费, 基数为基本工资的80%
_BASE_OF_PARTS = re.compile(
    r"(?:工资|底薪)(?:加上?|与|和|及|、)[^。；,，]{0,10}(?:之和|合计|总和|作为|为|计)[^。；,，]{0,6}加班"
    r"|加班(?:费|工资)[^。；,，]{0,8}(?:之和|[二两]者|总和)"
    r"|加班(?:费|工资)?(?:的)?(?:计算)?基数[^。；,，\d]{0,12}(?:工资|底薪|收入)的?(?:\d+%|百分之)"
)

_BESIDES = re.compile(r"另有|另外|此外|还有|除此|另(?=\d|[一二两三四五六七八九十])")


@dataclass
class _Kind:
    """What the text says of one kind: numbers of days and hours, single days named, days made up by rest."""

    mentioned: bool = False
    days: list[tuple[Fraction, Span]] = field(default_factory=list)
    hours: list[tuple[Fraction, Span]] = field(default_factory=list)
    each: list[Fraction] = field(default_factory=list)
    named: int = 0
    named_hours: list[Fraction] = field(default_factory=list)
    made_up: list[Fraction] = field(default_factory=list)
    hours_made_up: list[Fraction] = field(default_factory=list)
    span: Span | None = None


def read_overtime(marked: Marked, case: Case) -> None:
    """Add 加班工资基数 and the hours or days of the kinds asked for (劳动法第44条)."""
    named = re.search(
        r"(?:以|按照?|将)(?P<what>(?:基本|岗位|约定|合同|标准|固定|月)工资|底薪)(?:标准)?(?:作为?|为|计)[^。；，]{0,4}加班",
        marked.folded,
    )
    q = agreed(
        marked,
        case,
        "加班工资基数",
        *([rf"{named['what']}(?:标准)?(?:为|是|:|每月|月)*{{M}}"] if named else []),
        r"加班(?:费|工资)?(?:的)?(?:计算|计发|折算)?基数(?:[^。；,，Ⓜ]{0,12}|[,，]|[,，](?:双方|约定|合同|确认|按|以|为|是)[^。；,，Ⓜ]{0,10}){M}",
        r"{M}(?:(?!以|按)[^。；Ⓜ]){0,12}(?:作为|为|算|当)[^。；Ⓜ]{0,6}加班[^。；Ⓜ]{0,6}(?:基数|标准)",
        r"月工资{M}[^。；]{0,16}(?:以此|以该(?:数额|数)|该(?:约定|数额))[^。；]{0,10}加班|月工资{M}[^。；Ⓜ]{0,4}[,，]加班(?:费|工资)?(?:以|按)(?:该|此|这个)",
    )
    wage = case.facts.get("月工资")
    if q is not None and (q.unit or q.value >= 500):  # type: ignore[operator]
        put(case, "加班工资基数", q)
    elif wage is not None:
        case.facts.add(Fact("加班工资基数", wage.value, span=wage.span))
    mixed = _BASE_OF_PARTS.search(marked.folded)
    if mixed and not claimed(marked, mixed.start()):
        case.doubts.append("加班工资基数由几部分或者按比例构成，看不清数额，请用 --set 加班工资基数=… 给出")
    asked = {name for name, head in _OVERTIME_HEADS.items() if head in case.asked.heads} or set(
        _OVERTIME_HEADS
    )
    kinds = _gather(marked)
    if re.search(r"(?<!不是)(?<!非)(?<!不属于)(?<!未经批准)综合(?:计算)?工时", marked.folded):
        excess = _beyond_the_cycle(marked)
        if excess is None or "不定时" in marked.folded:
            case.doubts.append(
                "综合计算工时制下超出周期标准工时的小时数看不清，请用 --set 延时加班小时=… 给出"
            )
        else:
            if re.search(r"批准|批复|审批|许可", marked.folded):
                case.facts.add(Fact("工时制度", "综合计算"))
            kinds = {"法定节假日加班": kinds["法定节假日加班"]}
            case.facts.add(
                Fact("延时加班小时", excess[0], span=excess[1], note="综合计算工时，超出周期标准工时的")
            )
    elif any(
        not claimed(marked, m.start())
        for m in re.finditer(r"(?<!不是)(?<!非)(?<!不属于)不定时", marked.folded)
    ) and not re.search(r"不定时[^。；]{0,30}(?:未|没)[^。；]{0,16}(?:批准|审批)|标准工时", marked.folded):
        case.doubts.append("不定时工作制的加班费，本版不计算")
    for name, kind in kinds.items():
        if name in asked:
            _settle(marked, case, name, kind)
    # 加班费 covers the kinds asked for; what was paid on it comes off inside the item.
    heads = [h for h in case.asked.heads if h not in _OVERTIME_HEADS.values() and h != "加班费"]
    position = min(case.asked.heads.index(h) for h in case.asked.heads if "加班费" in h)
    heads.insert(position, "加班费")
    case.asked = replace(case.asked, heads=tuple(heads))
    _paid(marked, case)


def _paid(marked: Marked, case: Case) -> None:
    """已付加班费: money said to have been paid as overtime, whatever the question's verb."""
    found = {}
    each = _paid_each(marked)
    for pattern in (
        r"(?:已|曾|只|就|仅|多|发放|标注|随|载明|记载|列有|标明)[^。；Ⓜ]{0,14}(?:支付|发放?|付|给|标注|载明|记载|期间|列)?[^。；Ⓜ]{0,14}“?(?:加班(?:费|工资|补贴|补助|津贴)|延时费)”?[^。；Ⓜ]{0,14}{M}",
        r"(?:已|曾|只|就|仅|多|总共|一共|共)[^。；Ⓜ]{0,6}(?:支付|发|付|给)(?:了|过|我)*[^。；Ⓜ]{0,6}{M}[^。；,，]{0,10}加班",
        r"(?:领取|领到|领过|收到|拿到|到手)(?:了|过|的)*[^。；Ⓜ]{0,4}加班(?:费|工资|的?钱)[^。；Ⓜ]{0,6}{M}",
        r"(?:发放|支付|发|给|付)过[^。；Ⓜ]{0,6}加班(?:费|工资|钱)[^。；Ⓜ]{0,6}{M}",
        r"加班(?:费|工资|钱)[^。；Ⓜ]{0,12}(?:一共|合计|共计?|总共){M}",
    ):
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            words = marked.folded[hit.match.start() : q.start]
            words += marked.folded[q.end : max(q.end, hit.match.end())].split("加班")[0]
            if q.value in (case.facts.value("加班工资基数"), case.facts.value("月工资")):
                continue  # the month's wage itself
            if not claimed(marked, hit.match.start()) and not re.search(
                r"应|基数|未|没|按(?![月时期照])", words
            ):
                found[hit.q[-1].start] = hit.q[-1]
    if each and not found.keys() - {each.start}:  # 这5天每天发了我260: times the days that count
        names = [n for n in ("休息日加班天数", "法定节假日加班天数") if n in case.facts]
        days = case.facts.value(names[0]) if len(names) == 1 else None
        if (
            isinstance(days, Fraction)
            and len(case.asked.heads) == 1
            and (not _rested_unsaid(marked) or _counted(marked, each, days))
        ):
            put(case, "已付加班费", each, each.value * days)  # type: ignore[operator]
            case.asked = replace(case.asked, deduct_paid=False)
        else:
            case.doubts.append("每次另付的加班费付了几次看不清，请用 --set 已付加班费=… 给出合计")
        return
    values = {q.value for q in found.values()}
    if len(values) == 1:
        put(case, "已付加班费", next(iter(found.values())))
        case.asked = replace(case.asked, deduct_paid=False)
    elif values:
        case.doubts.append("已付的加班费有几个数，请用 --set 已付加班费=… 指明")


_EACH_DAY = (
    r"每(?:[天日次班回晚]|一[天次]|(?:逢|个|到)*(?:星期[六日天]|周[六日末]|礼拜[六日天]|休息日|加班日|节日))"
)


def _paid_each(marked: Marked) -> Quantity | None:
    """What was paid for each day of overtime: 每天发了我260, 每个星期六另外给了100块加班补贴."""
    for hit in marked.hits(
        _EACH_DAY + r"[^。；,，Ⓜ应]{0,8}?(?:发|给|付|支付|补贴?)(?:了|我|过|其|他|她)*[^。；,，Ⓜ应]{0,4}{M}"
    ):
        words = marked.folded[slice(*marked.clause(hit.q[-1].start))]
        if not re.search(r"餐|饭|车费|交通|才|应|标准", words) and not claimed(marked, hit.match.start()):
            return hit.q[-1]
    return None


def _counted(marked: Marked, q: Quantity, days: Fraction) -> bool:
    """Whether the words before a sum for each day count the days that it was paid for: 这5天每天发了我260."""
    words = marked.folded[marked.sentence(q.start)[0] : q.start]
    return any(_number(m[1]) == days for m in _DAYS.finditer(words))


def _beyond_the_cycle(marked: Marked) -> tuple[Fraction, Span] | None:
    """Hours beyond the standard of the cycle: stated, or worked less standard (工资支付暂行规定第13条)."""
    found = {
        m[1]: m.span(1)
        for m in re.finditer(
            r"超(?:出|过)[^。；\d]{0,20}(?:标准|法定)[^。；\d]{0,10}?(?:时间|工时)[^。；,，\d]{0,6}(\d+(?:\.\d+)?)\s*个?小时",
            marked.folded,
        )
    }
    if len(found) == 1:
        value, span = next(iter(found.items()))
        return Fraction(value), span
    worked = re.search(
        r"(?:出勤|实际工作(?:时间)?|(?<!标准)工作(?:时间)?|(?<!标准)工时)(?:共|合计|共计|为|总计|了)*(\d+(?:\.\d+)?)\s*个?小时",
        marked.folded,
    )
    standard = re.search(
        r"(?:法定)?标准(?:工时|工作时间)(?:数|总数)?(?:共|合计|为|是)*(\d+(?:\.\d+)?)\s*个?小时",
        marked.folded,
    )
    if found or not worked or not standard or Fraction(worked[1]) <= Fraction(standard[1]):
        return None
    return Fraction(worked[1]) - Fraction(standard[1]), worked.span(1)


def _gather(marked: Marked) -> dict[str, _Kind]:
    """Every number of hours or days under the kind whose word stands nearest before it (or right behind it)."""
    kinds = {name: _Kind() for name in _OVERTIME_HEADS}
    current: _Kind | None = None
    for start, end in marked.sentences():
        if start == 0 or marked.folded[start - 1] not in "；;":
            current = None
        for at, stop in _clauses(marked, start, end):
            if claimed(marked, stop - 1):
                continue
            current = _clause(marked.folded, at, stop, kinds, current)
    return kinds


def _clauses(marked: Marked, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        stop = min(max(marked.clause(at)[1], at + 1), end)
        yield at, stop
        at = stop + 1


def _clause(text: str, start: int, end: int, kinds: dict[str, _Kind], current: _Kind | None) -> _Kind | None:
    """Enter the numbers of one clause; return the kind that the next clause goes on with."""
    mentions = [
        (m.start(), m.end(), kinds[str(m.lastgroup)], m[0])
        for m in _KINDS.finditer(text, start, end)
        if not _left_out(text, start, m, kinds)
        and not _NOT_AFTER.match(text[m.end() : min(end, m.end() + 14)])
    ]
    clause = text[start:end]
    for _, _, kind, _ in mentions:
        kind.mentioned = kind.mentioned or bool(
            re.search(
                r"加班|上(?:了|的)?|值班|干|在岗|工作|安排|叫|来|去(?!年)|出勤|(?:没|未|无)[^。；,，]{0,4}(?:补休|调休)",
                clause,
            )
        )
    if re.search(r"法定标准|标准工|补偿|年休?假|试用|病假|事假", clause) and not mentions:
        return current

    def owner(position: int, stop: int) -> _Kind | None:
        behind = next(
            (
                k
                for s, _, k, _ in mentions
                if s >= stop
                and re.fullmatch(
                    r"的|个|\s*|(?:都|均)?(?:落|发生|安排|集中)?在|[系是属](?:于|在)?", text[stop:s]
                )
            ),
            None,
        )
        before = next((k for s, _, k, _ in reversed(mentions) if s < position), None)
        return behind or before or (mentions[0][2] if mentions and current is None else current)

    if current is kinds["法定节假日加班"] or any(k is kinds["法定节假日加班"] for *_, k, _ in mentions):
        holiday = kinds["法定节假日加班"]
        named = len(re.findall(r"当[日天]|这[一]?天", clause)) if mentions else 0
        named = named or len(
            re.findall(r"\d{1,2}(?=[日号](?![^。]{0,2}(?:起|至|到))|、\d{1,2}[日号])", clause)
        )
        if run := re.search(r"初([一二三])(?:到|至|-|—)初?([一二三])", clause):
            named = "一二三".index(run[2]) - "一二三".index(run[1]) + 1
        elif run := re.search(r"(\d{1,2})[日号](?:到|至|-|—)(?:\d{1,2}月)?(\d{1,2})[日号]", clause):
            named = max(0, int(run[2]) - int(run[1]) + 1)
        named = named or len(re.findall(r"初[一二三]", clause))
        if re.search(
            r"上(?:了)?(?:班|半|满|一)|上了|加班|值班|在岗|工作|[日天]|初", clause
        ) and not _MADE_UP.search(clause):
            holiday.named += named
            holiday.span = holiday.span or (start, end)
    for match in _DAYS.finditer(text, start, end):
        kind, value = owner(match.start(), match.end()), _number(match[1])
        if (
            kind is None
            or value is None
            or re.match(r"(?:工资|标准|内)", text[match.end() : match.end() + 2])
        ):
            continue
        if re.fullmatch(r"一个?整?[天日次班回]", match[0]) and not re.search(
            r"(?:加班|共|上了)$", text[start : match.start()]
        ):
            continue
        if re.search(r"(?:一周|每周|一个星期)$", text[max(start, match.start() - 4) : match.start()]):
            continue
        if _MADE_UP.search(clause) and not _NOT_MADE_UP.search(clause):
            if not _BESIDES.search(clause):
                kind.made_up.append(value)
        elif re.search(r"半$", match[1]) or re.match(r"每$|一$", text[match.start() - 1 : match.start()]):
            continue
        elif not re.match(r"一?天?[)）]?$", match[0]) or not re.search(
            r"每|一(?=[天次])", text[match.start() - 1 : match.end()]
        ):
            names = len(set(re.findall(_HOLIDAY, clause)))
            spread = "各" in text[max(start, match.start() - 6) : match.start()] and names > 1
            kind.days.append((value * names if spread else value, match.span()))
    for match in _HOURS.finditer(text, start, end):
        kind, value = owner(match.start(), match.end()), _number(match[1])
        if (
            kind is None
            or value is None
            or re.match(r"(?:制|之外|以外|外|以内|工作制)", text[match.end() : match.end() + 2])
        ):
            continue
        if _MADE_UP.search(clause) and not _NOT_MADE_UP.search(clause):
            if not _BESIDES.search(clause):
                kind.hours_made_up.append(value)
            continue
        before = text[max(start, match.start() - 20) : match.start()]
        if re.search(
            r"(?:前述|上述|该|这)$|(?:周期|季度|全年|半年|本月|当月)[^。；,，]{0,8}工作(?:时间|了)?(?:共|合计|总计|为)*$",
            before,
        ):
            continue
        if _EACH.search(before) or re.search(r"整天\s*$|上(?:了|满)$", before):
            single = re.search(
                r"初[一二三][^初每各均]{0,8}$", text[max(start, match.start() - 12) : match.start()]
            )
            (kind.named_hours if single else kind.each).append(value)
        elif "初" in clause and kind is kinds["法定节假日加班"] and current is kind:
            kind.named_hours.append(value)
        else:
            kind.hours.append((value, match.span()))
    return mentions[-1][2] if mentions else current


def _left_out(text: str, start: int, mention: re.Match[str], kinds: dict[str, _Kind]) -> bool:
    """Whether the words before a kind deny it or leave it out (不含、除…外); one set apart with its number is a doubt."""
    before = _NOT_BEFORE.search(text[max(start, mention.start() - 8) : mention.start()])
    if before is None:
        return False
    apart = _SET_APART.match(text, mention.end()) if before[0].startswith("除") else None
    if apart and not apart["own"] and not re.search(r"已|结清|付清", apart[0]):
        kinds[str(mention.lastgroup)].mentioned = True
    return not (apart and apart["own"])


def _number(text: str) -> Fraction | None:
    return Fraction(1, 2) if text == "半" else money.numeral(text)


def _one(values: list[tuple[Fraction, Span]]) -> tuple[Fraction, Span] | None:
    """The one number that all say, or the total that the others add up to."""
    if len({v for v, _ in values}) == 1:
        return values[0]
    for value, span in values:
        rest = [v for v, s in values if s != span]
        if value == sum(rest, Fraction(0)):
            return value, span
    return None


def _rested_unsaid(marked: Marked) -> bool:
    """Whether the text speaks of rest instead of pay without denying it."""
    return bool(_MADE_UP.search(marked.folded)) and not _NOT_MADE_UP.search(marked.folded)


def _asked_days(marked: Marked, case: Case) -> tuple[Fraction, Span] | None:
    """The days that the question itself counts: 初一到初三这3天."""
    start, end = case.asked.span or (0, 0)
    found = [
        m
        for m in _DAYS.finditer(marked.folded, start, end)
        if re.search(r"这$", marked.folded[: m.start()][-1:])
    ]
    value = _number(found[0][1]) if len(found) == 1 else None
    return (value, found[0].span()) if value else None


def _settle(marked: Marked, case: Case, name: str, kind: _Kind) -> None:
    """Turn what was gathered into the fact of hours or of days, or say what is unclear."""
    if name == "延时加班":
        if kind.hours:
            total = _one(kind.hours)
            if total is None or kind.days:
                case.doubts.append(f"{name}的天数或小时数有几个，请用 --set {name}小时=… 指明")
            else:
                case.facts.add(Fact("延时加班小时", total[0], span=total[1]))
        elif (
            len(kind.days) == 1
            and len(set(kind.each)) == 1
            and re.search(r"每(?:个)?(?:工作日|天|日|晚)", marked.folded)
        ):
            case.facts.add(Fact("延时加班小时", kind.days[0][0] * kind.each[0], span=kind.days[0][1]))
        elif kind.days and kind.each:
            case.doubts.append(f"{name}只写明天数和每天的小时数，请用 --set {name}小时=… 给出合计")
        return
    left = [(v, s) for v, s in kind.days if not any(v == d - m for d, _ in kind.days for m in kind.made_up)]
    if name == "法定节假日加班" and kind.named_hours and not kind.hours and not left:
        case.facts.add(Fact(f"{name}小时", sum(kind.named_hours, Fraction(0)), span=kind.span))
        return
    if kind.hours and not left:
        total = _one(
            [
                (v, s)
                for v, s in kind.hours
                if not any(v == h - m for h, _ in kind.hours for m in kind.hours_made_up)
            ]
        )
        rested = set(kind.hours_made_up) if name == "休息日加班" else set()
        if total is None or (name == "休息日加班" and kind.made_up) or len(rested) > 1:
            case.doubts.append(f"{name}的天数或小时数有几个，请用 --set {name}小时=… 指明")
            return
        case.facts.add(Fact(f"{name}小时", total[0] - sum(rested), span=total[1]))
        if name == "休息日加班" and not rested and _rested_unsaid(marked):
            case.doubts.append("看不出休息日加班有几小时已补休，请用 --set 休息日加班小时=… 给出未补休的小时")
        return
    days = _one(left) if left else None
    if days is None and name == "法定节假日加班" and kind.named:  # the days named one by one, and their total
        days = next(((v, s) for v, s in left if v == kind.named), None)
    if days is None and not left and kind.named and name == "法定节假日加班":
        days = Fraction(kind.named), kind.span or (0, 1)
    elif (
        days
        and name == "法定节假日加班"
        and kind.named
        and re.search(r"当[日天]", marked.folded)
        and days[0] != kind.named
    ):
        # 元旦当日及春节中的2天: the day named beside the number of others
        near = marked.folded[max(0, days[1][0] - 30) : days[1][0]]
        if re.search(r"当[日天][^。；,，]{0,4}(?:及|和|以及|与|、)", near):
            days = days[0] + kind.named, days[1]
        elif "各" not in near[-12:]:
            days = None
    if days is None and left and name == "法定节假日加班":  # several counts: the question says which
        days = _asked_days(marked, case)
    hours = {h for h in kind.each}
    if days is None:
        if left or kind.hours:
            case.doubts.append(f"{name}的天数或小时数有几个，请用 --set {name}天数=… 指明")
        elif kind.mentioned:
            case.doubts.append(f"提到{name}，但看不出有几天或几小时，请用 --set {name}天数=… 指明")
        return
    if kind.hours:
        total = _one(kind.hours)
        if total is None or len(hours) > 1 or total[0] != days[0] * (next(iter(hours)) if hours else 8):
            case.doubts.append(f"{name}的天数与小时数对不上，请用 --set {name}小时=… 指明")
            return
    if len(hours) > 1:
        case.doubts.append(f"{name}每天的小时数有几个，请用 --set {name}小时=… 给出合计")
        return
    count, span = days
    if name == "休息日加班":
        if len(set(kind.made_up)) == 1:
            count -= kind.made_up[0]
        elif kind.made_up or (_MADE_UP.search(marked.folded) and not _NOT_MADE_UP.search(marked.folded)):
            case.doubts.append("看不出休息日加班有几天已补休，请用 --set 休息日加班天数=… 给出未补休的天数")
    if hours and hours != {Fraction(8)}:
        case.facts.add(Fact(f"{name}小时", count * hours.pop(), span=span))
    else:
        case.facts.add(Fact(f"{name}天数", count, span=span))
