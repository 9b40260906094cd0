"""Lengths of time and stays of a work-injury case: 停工留薪期, months of the subsidies, hospital, nursing."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity, in_months
from lexcalc.case.work_injury_labels import Reader, whole_months
from lexcalc.case.work_injury_wages import choose

_LEAVE = r"(?:停工留[薪新]期?|停工期|留薪期?|养伤期间?)"
_LEAVE_LOOSE = r"(?:休养|养伤|养了|治疗|治伤|治了|休息|停工|歇了|病休|误工|伤休|全休|在家)"
_EXTENDED = re.compile(
    r"延长(?:了|期)?(?:停工留薪期)?(?:至|到)?$|(?:又|再|另)(?:确认|批准?|给)?(?:了)?(?:延长)?(?:了)?$|增加了?$|续了?$"
)
_EXTENDED_TO = re.compile(r"(?:延长|增加)(?:停工留薪期)?(?:至|到)$")
_NOT_CONFIRMED = re.compile(
    r"延长[^。；，]{0,6}(?:未|没有?)|(?:未|没(?:有)?(?:去|向|找|经|到)?|无)[^。；，]{0,20}(?:确认|申请|批准|同意|办)[^。；，]{0,8}延长|(?:未|没有?)(?:申请|办理?|经)[^。；，]{0,4}延长|延长[^。；，]{0,8}(?:不予|不同意|未获)"
)
_PART = re.compile(
    r"(?:前|头|后|后[面来续]|之后|此后|其余|余下|剩余|剩下|最[初后]|起初|开始|第|第[一二三四五六七八九十]+[、和及至到-]第?|中间|其中|[只仅][发付给]了?)(?:的|那|这)*$"
)
_TOTAL = re.compile(r"(?:共计?|合计|总共|一共|累计|总计|前后|这)$")


def days(q: Quantity) -> Fraction | None:
    """A length of time in days, where it is written in days."""
    value = q.value
    if not isinstance(value, Duration) or value.years or value.months or q.approx or q.raw in ("一天", "1天"):
        return None
    return Fraction(value.days)


def is_rate(reader: Reader, q: Quantity) -> bool:
    """Whether ``一个月`` means per month (``一个月8千``) rather than a length of time."""
    near = reader.text[q.end : q.end + 10]
    if re.match(
        r"(?:一共|总共|合计)?(?:是|能|可|该|应|有|要|发|领|拿)?[^。；，]{0,6}(?:多少|几)", near
    ) and not re.search(r"[这首前头]$", reader.text[: q.start]):
        return q.raw in ("一个月", "1个月")
    return q.raw in ("一个月", "1个月", "一年") and (
        "Ⓜ" in near or reader.text[: q.start].endswith("▪") or "工资" in near[:4]
    )


def read_leave(reader: Reader, case: Case) -> bool:
    """停工留薪期 in months, with its confirmed extension; returns True where the statements disagree."""
    parts: list[tuple[str, Fraction, Quantity]] = []
    question = case.asked.span or (0, 0)
    for hit in reader.marked.hits(
        _LEAVE + r"(?:(?!工资|待遇|津贴|护理费|发|付)[^。；Ⓣ]){0,24}?{T}(?!前|[^，。；]{0,2}平均)"
    ):
        _note(reader, hit.q, parts, question)
    for hit in reader.marked.hits(_LEAVE + r"(?:工资|待遇)(?:按|计算?|应计)*{T}"):
        _note(reader, hit.q, parts, question)
    for hit in reader.marked.hits(r"{T}(?:的)?(?:（含[^）]*）)?" + _LEAVE):
        _note(reader, hit.q, parts, question)
    for hit in reader.marked.hits(r"(?:延长|又给|再给|又批|又延)[^。；，Ⓣ]{0,8}{T}"):
        if re.search(_LEAVE, reader.text):
            _note(reader, hit.q, parts, question)
    parts = list({q.start: (how, value, q) for how, value, q in parts}.values())
    first = {value for how, value, _ in parts if how == "first"}
    more = {value for how, value, _ in parts if how == "more"}
    total = {value for how, value, _ in parts if how == "total"}
    span = (min(q.start for *_, q in parts), max(q.end for *_, q in parts)) if parts else None
    if not parts:
        return _from_dates(reader, case) or _loose(reader, case)
    if len(more) > 1 or len(total) > 1:
        return True
    if len(first) == 1 and len(more) == 1:
        base, extra = first.pop(), more.pop()
        if total - {base + extra}:
            return True
        case.facts.add(Fact("停工留薪期延长", extra, span=span))
        value = base
    elif total:
        value = total.pop()
    elif len(first) == 1:
        value = first.pop()
    elif len(first) == 2 and not more and re.search(r"延长", reader.text):
        value = max(first)
    else:
        return bool(first)
    case.facts.add(Fact("停工留薪期", value, span=span))
    if value > 12 and "延长" in reader.text:
        denied = _NOT_CONFIRMED.search(reader.text)
        note = "题面写明延长未经确认" if denied else "题面写明延长"
        case.facts.add(Fact("停工留薪期延长确认", denied is None, span=denied and denied.span(), note=note))
    return False


def _note(
    reader: Reader,
    found: tuple[Quantity, ...],
    parts: list[tuple[str, Fraction, Quantity]],
    question: tuple[int, int],
) -> None:
    q = found[0]
    value = in_months(q)
    asked = question[0] <= q.start < question[1]  # what the question itself states is no mere claim
    if value is None or not value or (reader.claimed(q.start) and not asked) or is_rate(reader, q):
        return
    before = reader.text[max(0, q.start - 10) : q.start]
    if _PART.search(before):
        return
    if _EXTENDED_TO.search(before):
        how = "total"
    elif _EXTENDED.search(before) or re.search(r"延长[^。；，]{0,5}$", before):
        how = "more"
    elif _TOTAL.search(before) and parts:
        how = "total"
    else:
        how = "first"
    parts.append((how, value, q))


def read_treatment(reader: Reader, case: Case) -> None:
    """治疗月数 for 治疗期间生活费: the months under treatment before the appraisal."""
    found = {}
    for hit in reader.marked.hits(r"(?:治疗|救治|医治)(?:期间?)?(?:时间)?[^。；，ⓉⓂ]{0,6}{T}"):
        value = in_months(hit.q[0])
        if value and not is_rate(reader, hit.q[0]):
            found[value] = hit.q[0]
    for hit in reader.marked.hits(r"(?:治疗期间?|治了|治伤|养伤|住院)[^。；ⓉⓂ]{0,10}{T}|{T}(?:的)?治疗"):
        value = in_months(hit.q[0])
        if value and not is_rate(reader, hit.q[0]):
            found[value] = hit.q[0]
    if len(found) == 1:
        value, q = found.popitem()
        case.facts.add(Fact("治疗月数", value, span=q.span))


def _from_dates(reader: Reader, case: Case) -> bool:
    """``停工留薪期自2023年3月1日至2023年8月31日``: whole months only."""
    hit = reader.marked.first(_LEAVE + r"[^。；]{0,12}?{D}[^。；，Ⓓ]{0,4}?(?:至|到|-|~|—)[^。；，Ⓓ]{0,3}{D}")
    if hit is None or len(hit.q) < 2 or reader.claimed(hit.q[0].start):
        return False
    value = whole_months(hit.q[0], hit.q[1])
    if value:
        case.facts.add(Fact("停工留薪期", value, span=(hit.q[0].start, hit.q[1].end)))
    return False


def _loose(reader: Reader, case: Case) -> bool:
    """Rest told in other words counts only where 停工留薪 is spoken of and a single length is given."""
    if not re.search(_LEAVE, reader.text):
        return False
    found = {}
    for hit in reader.marked.hits(_LEAVE_LOOSE + r"[^。；，Ⓣ]{0,6}{T}"):
        value = in_months(hit.q[0])
        if value and not reader.claimed(hit.q[0].start):
            found[value] = hit.q[0]
    for hit in reader.marked.hits(r"这{T}"):
        value = in_months(hit.q[0])
        if value:
            found[value] = hit.q[0]
    if len(found) != 1:
        return len(found) > 1
    value, q = found.popitem()
    case.facts.add(Fact("停工留薪期", value, span=q.span))
    return False


_MED = r"医疗(?:补助金?|补助费)"
_EMP = r"就业(?:补助金?|补助费)"
_MED_NOUN, _EMP_NOUN = r"医疗(?:补助金?|补助费)?", r"就业(?:补助金?|补助费)?"
_OF = r"(?:的)?(?:本?[市省地]?平?均?工资的)?(?:一次性)?(?:工伤|伤残)?"
_NEXT = r"[、和及与加，,]{1,2}(?:以及|外加|还有|加|再加|另[有加]?|给|发)?"
_GAP = r"[^。；ⓉⓂ]{0,16}?"
_BASE_OWN = re.compile(
    r"(?:医疗|就业)[^。；，]{0,6}补助(?:(?!伤残补助金)[^。；]){0,40}?(?:以|按)[^。；，]{0,10}本人工资(?:为基数|计)"
    r"|(?:医疗|就业)[^。；，]{0,6}补助(?:(?!伤残补助金)[^。；]){0,30}?(?:个月|Ⓣ▪*)(?:的)?本人工资"
    r"|(?:医疗|就业)[^。；，]{0,6}补助[^。；]{0,60}基数(?:都|均|就)?(?:是|为|系|按)[^。；，]{0,6}本人工资"
)


def read_subsidies(reader: Reader, case: Case) -> bool:
    """Months or fixed sums of 一次性医疗/就业补助金 as the text gives them; True where they are unclear."""
    unclear = False
    both = reader.marked.first(
        rf"{_MED}[^。；ⓉⓂ]{{0,8}}?(?:{_EMP}|就业)[^。；ⓉⓂ]{{0,60}}?(?:分别|各)[^。；ⓉⓂ]{{0,6}}?{{T}}[^。；ⓉⓂ]{{0,4}}?{{T}}",
    )
    swapped = reader.marked.first(
        rf"(?:{_EMP}|就业)[^。；ⓉⓂ]{{0,8}}?{_MED}[^。；ⓉⓂ]{{0,60}}?(?:分别|各)[^。；ⓉⓂ]{{0,6}}?{{T}}[^。；ⓉⓂ]{{0,4}}?{{T}}",
    )
    ahead = reader.marked.first(
        rf"{{T}}{_OF}{_MED_NOUN}{_NEXT}{{T}}{_OF}就业", rf"{{T}}{_NEXT}{{T}}{_OF}医疗[^。；，]{{0,8}}?就业"
    )
    behind = reader.marked.first(
        rf"{{T}}{_OF}{_EMP_NOUN}{_NEXT}{{T}}{_OF}医疗", rf"{{T}}{_NEXT}{{T}}{_OF}就业[^。；，]{{0,8}}?医疗"
    )
    both, swapped = both or ahead, swapped or behind
    pair = both or swapped
    if (
        pair
        and len(pair.q) == 2
        and not reader.claimed(pair.q[0].start)
        and _own_grade(reader, case, pair.q[0])
    ):
        first, second = pair.q if both else pair.q[::-1]
        _put(case, "医疗补助金月数", first)
        _put(case, "就业补助金月数", second)
    equal = reader.marked.first(
        rf"(?:医疗|就业)[^。；ⓉⓂ]{{0,16}}?补助金?[^。；ⓉⓂ]{{0,12}}?(?:均为?|各为?|都是?|同为){_GAP}{{T}}(?![、和与及]Ⓣ)"
    )
    if equal and not pair:
        _put(case, "医疗补助金月数", equal.q[0])
        _put(case, "就业补助金月数", equal.q[0])
    for name, label in (("医疗补助金月数", _MED), ("就业补助金月数", _EMP)):
        if name in case.facts:
            continue
        values: dict[Fraction, Quantity] = {}
        other = _EMP if label == _MED else _MED
        for hit in reader.marked.hits(
            rf"{label}((?:(?!{other}|不足|不满|距|离|退休|打折|差)[^。；ⓉⓂⓇ]){{0,24}}?){{T}}"
        ):
            q = hit.q[-1]
            value = in_months(q)
            if _noun_behind(reader, hit.span[0], q, "就业" if label == _MED else "医疗"):
                continue
            if value and not reader.claimed(q.start) and _own_grade(reader, case, q):
                values[value] = q
        if not values:
            values = _of_table(reader, case, label, other)
        if not values:
            for hit in reader.marked.hits(rf"{{T}}(?:[^。；，ⓉⓂ]{{0,22}}?)(?:一次性)?(?:工伤|伤残)?{label}"):
                value = in_months(hit.q[0])
                if value and not reader.claimed(hit.q[0].start):
                    values[value] = hit.q[0]
        if not values and re.search(r"补助|两笔", reader.text):
            short = "医疗" if label == _MED else "就业"
            for hit in reader.marked.hits(
                rf"{short}(?:的|那|这)*(?:[一那这]?[笔块份项个])?(?:是|为|有|给)?{{T}}"
            ):
                value = in_months(hit.q[0])
                if value and not reader.claimed(hit.q[0].start):
                    values[value] = hit.q[0]
        if len(values) == 1:
            _put(case, name, next(iter(values.values())))
        elif values:
            unclear = True
    for name in ("医疗补助金数额", "就业补助金数额"):
        fixed = choose(
            a
            for a in reader.named(name)
            if not re.search(r"(?:已|先|垫|预|领|付|给)(?:经|了)?[^。；，]{0,12}$", a.context[-20:])
        )
        if fixed.value is not None and fixed.value >= 5000 and name.replace("数额", "月数") not in case.facts:
            case.facts.add(Fact(name, fixed.value, span=fixed.span))
    if any(not reader.claimed(m.end() - 1) for m in _BASE_OWN.finditer(reader.text)):
        case.facts.add(Fact("补助金基数", "本人工资", note="题面写明"))
    return unclear


def _noun_behind(reader: Reader, start: int, q: Quantity, other: str) -> bool:
    """Whether a number of months is that of the other subsidy, which follows it: 医疗补助金、12个月的就业补助金."""
    after = reader.text[q.end : q.end + 24]
    parted = re.search(r"[、，,和及与加]", reader.text[start : q.start]) is not None
    direct = re.match(rf"(?:的)?(?:一次性)?(?:工伤|伤残)?{other}", after)
    return (parted and direct is not None) or re.match(
        rf"[^。；，ⓉⓂ]{{0,10}}?的(?:一次性)?(?:工伤|伤残)?{other}补助", after
    ) is not None


def _of_table(reader: Reader, case: Case, label: str, other: str) -> dict[Fraction, Quantity]:
    """The months under the worker's grade in a table (医疗补助金标准：五级18个月，六级16个月…)."""
    grade = case.facts.value("伤残等级")
    values: dict[Fraction, Quantity] = {}
    for named in reader.marked.hits(label):
        _, end = reader.marked.sentence(named.span[0])
        stop = next((h.span[0] for h in reader.marked.hits(other, named.span[1], end)), end)
        for hit in reader.marked.hits(r"{G}[^。；，ⓉⒼⓂ]{0,8}{T}", named.span[1], stop):
            value = in_months(hit.q[1])
            if value and hit.q[0].value == grade and not reader.claimed(hit.q[0].start):
                values[value] = hit.q[1]
    return values


def _own_grade(reader: Reader, case: Case, q: Quantity) -> bool:
    """Whether a number of months stands under the worker's own grade, where grades are listed."""
    start, _ = reader.marked.sentence(q.start)
    grades = reader.marked.between(start, q.start, "grade")
    return not grades or "伤残等级" not in case.facts or grades[-1].value == case.facts.value("伤残等级")


def _put(case: Case, name: str, q: Quantity) -> None:
    value = in_months(q)
    if value:
        case.facts.add(Fact(name, value, span=q.span))
