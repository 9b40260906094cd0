"""Years to retirement and the share left of 一次性伤残就业补助金 by the table or the yearly reduction that the text states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.work_injury_events import Events
from lexcalc.case.work_injury_labels import Reader

_BELOW = r"(?:不满|不足|未满|不到|少于|至|到|-|~|—)"
_ROW = (
    r"(?:满|足|有|差|剩|已满)?{T}(?:以上)?[，、（(]?(?:但|而|且)?"
    + _BELOW
    + r"{T}(?:的|者|以下)*[^。；ⓉⓇ]{0,20}?{R}"
)
_LAST_ROW = r"(?:不满|不足|未满|不到|少于){T}(?:的|者)*[^。；ⓉⓇ]{0,22}?{R}"
_YEARLY = r"每(?:减少|少|差|提前|接近|递减|降低)?{T}[^。；Ⓡ]{0,14}?(?:递减|减|扣)[^。；Ⓡ]{0,8}?{R}"
_PAID_SHARE = r"(?:递减|减|扣)[^。；Ⓡ]{0,6}{R}[^。；Ⓡ]{0,10}(?:发|付|按|给)[^。；Ⓡ]{0,6}{R}"
_TAKEN_OFF = re.compile(r"(?:递减|减少|扣减|扣除|少发|减|扣)[^Ⓡ]{0,4}$")
_OWN_ROW = re.compile(r"正好|这一档|该档|本档|像我|属于?(?:此|这|该|前)|适用|恰好|刚好")
_FAR_OFF = re.compile(
    r"不(?:存在|涉及|适用|需要?)[^。；，]{0,10}(?:递减|打折|减发|扣减|减少)|(?:无|没有)[^。；，]{0,8}(?:递减|减发)(?!规定)|(?<!医疗补助金)(?<!医疗补助)不打折|(?<!医疗补助金)不递减(?!的)|退休[^。；，]{0,4}(?:还早|还远|很远)|年纪轻|还年轻"
)


@dataclass(frozen=True)
class _Row:
    low: Fraction
    high: Fraction
    share: Fraction
    q: Quantity


def read_retirement(reader: Reader, case: Case, events: Events) -> None:
    """Add 距退休年数 and 就业补助金比例; near retirement without a share that is sure is a doubt."""
    years, exact = _years_left(reader, events)
    if years is not None and exact:
        case.facts.add(Fact("距退休年数", years))
    if (years is not None and years >= 5) or _FAR_OFF.search(reader.text) or _young(reader):
        return
    rows = _rows(reader)
    yearly = [h.q[-1] for h in reader.marked.hits(_YEARLY)]
    if years is None:
        if len(rows) == 1 and _OWN_ROW.search(reader.text):
            case.facts.add(Fact("就业补助金比例", rows[0].share, span=rows[0].q.span))
            return
        if not rows and not yearly:
            _single(reader, case)
            return
        case.doubts.append("题面写有临近退休递减的规定，距退休的年数看不准，请用 --set 就业补助金比例=… 给出")
        return
    fitting = [row for row in rows if row.low <= years < row.high]
    if fitting:
        best = min(fitting, key=lambda row: (row.high, -row.low))
        case.facts.add(Fact("就业补助金比例", best.share, span=best.q.span))
    elif len({q.value for q in yearly}) == 1:
        each: Fraction = yearly[0].value  # type: ignore[assignment]
        share = max(Fraction(0), 1 - each * (5 - years.numerator // years.denominator))
        case.facts.add(Fact("就业补助金比例", share, span=yearly[0].span))
    elif rows or yearly:
        case.doubts.append("距退休的年数与递减表对不准，请用 --set 就业补助金比例=… 给出")
    else:
        _single(reader, case, known=True)


def _single(reader: Reader, case: Case, known: bool = False) -> None:
    """``按80%支付``: one share for the one worker told of."""
    shares = {
        h.q[0].value: h.q[0]
        for h in reader.marked.hits(
            r"(?:按|为|发|付|打)[^。；，Ⓡ]{0,10}{R}(?:[^。；，]{0,4}(?:支付|发给?|计发|计算|领取|给付))"
        )
    }
    near = known or reader.marked.has(r"(?:距|离)[^。；]{0,20}?(?:不足|不到|只差|还差|仅剩|不满){T}(?!的)")
    if len(shares) == 1 and near:
        value, q = shares.popitem()
        case.facts.add(Fact("就业补助金比例", value, span=q.span))  # type: ignore[arg-type]
    elif near and not (known and "地区" in case.facts and not shares):
        case.doubts.append(
            "距法定退休年龄不足五年，就业补助金的递减比例看不准，请用 --set 就业补助金比例=… 给出"
        )
    elif not known and re.search(r"递减", reader.text):
        case.doubts.append("题面写有临近退休递减的规定，距退休的年数看不准，请用 --set 就业补助金比例=… 给出")


def _rows(reader: Reader) -> list[_Row]:
    rows: list[_Row] = []
    taken: set[int] = set()
    paid = {h.q[0].start: h.q[1] for h in reader.marked.hits(_PAID_SHARE) if len(h.q) == 2}
    for pattern in (_ROW, _LAST_ROW):
        for hit in reader.marked.hits(pattern):
            *lengths, q = hit.q
            years = [_years(length) for length in lengths]
            if q.start in taken or None in years or lengths[-1].start in taken:
                continue
            if re.search(r"每(?:减少|少|差)", hit.match[0]):
                continue
            taken |= {q.start, *(length.start for length in lengths)}
            share: Fraction = q.value  # type: ignore[assignment]
            if q.start in paid:
                share = paid[q.start].value  # type: ignore[assignment]
            elif _TAKEN_OFF.search(reader.marked.marked[lengths[-1].end : q.start]):
                share = 1 - share
            low, high = (years[0], years[1]) if len(years) == 2 else (Fraction(0), years[0])
            if low is not None and high is not None and low < high:
                rows.append(_Row(low, high, share, q))
    return rows


def _years(q: Quantity) -> Fraction | None:
    value = q.value
    return Fraction(value.years) + Fraction(value.months, 12) if isinstance(value, Duration) else None


def _years_left(reader: Reader, events: Events) -> tuple[Fraction | None, bool]:
    """Years to retirement, stated or from the date of birth, the retirement age and the end of employment."""
    for hit in reader.marked.hits(
        r"(?:距|离)[^。；，]{0,14}退休[^。；，Ⓣ]{0,10}{T}(?!的|者|(?:以上)?(?:不满|不足|未满|不到))"
    ):
        q = hit.q[-1]
        length = q.value
        if isinstance(length, Duration) and not re.search(
            r"不足|不到|少于|未满|不满|每|满$|足$", hit.match[0][: q.start - hit.span[0]]
        ):
            more = Fraction(1, 2) if q.approx and length.years and not length.months else Fraction(0)
            if q.approx and not (more and re.match(r"(?:零)?(?:多|出头|有余|余)", reader.text[q.end :])):
                continue
            years = Fraction(length.years) + Fraction(length.months, 12) + Fraction(length.days, 365) + more
            return years, not more
    birth = reader.marked.first(r"{D}(?:出)?生(?!效|活|产|前)")
    age = reader.marked.first(r"退休[^。；，Ⓐ]{0,10}{A}", r"{A}[^。；，Ⓐ]{0,6}退休")
    if birth is None or age is None or events.end is None:
        return None, False
    born, end = birth.q[0].value, events.end
    if not isinstance(born, PartialDate) or born.month is None or end.month is None:
        return None, False
    months = (born.year + int(age.q[0].value) - end.year) * 12 + born.month - end.month  # type: ignore[arg-type]
    return Fraction(months, 12) + Fraction((born.day or 1) - (end.day or 1), 365), True


def _young(reader: Reader) -> bool:
    """Whether the worker's age is told and far from any retirement age."""
    ages = [q.value for q in reader.marked.quantities if q.kind == "age"]
    return (bool(ages) and all(16 <= a < 45 for a in ages)) or re.search(  # type: ignore[operator]
        r"[二三]十(?:出头|多岁|来岁)|年龄Ⓜ▪*出头|不?(?:距|离)[^。；，]{0,10}退休[^。；，]{0,6}[二三一]?十(?:余|多|几)年",
        reader.text,
    ) is not None
