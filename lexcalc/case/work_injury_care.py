"""Treatment of a work injury: days in hospital, meals, nursing, and what the treatment cost."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.work_injury_labels import Labelled, Reader
from lexcalc.case.work_injury_paid import payments_in
from lexcalc.case.work_injury_terms import days
from lexcalc.case.work_injury_wages import Choice, choose

_STAY = r"住院(?:治疗)?(?:(?!护理|请|陪|聘|雇)[^。；，Ⓣ]){0,12}?{T}"


def read_care(reader: Reader, case: Case) -> None:
    """Hospital days, meal rate, nursing and treatment costs."""
    stay = {
        days(h.q[0]): h.q[0]
        for h in reader.marked.hits(_STAY)
        if days(h.q[0]) and not reader.claimed(h.q[0].start)
    }
    stay = stay or {
        days(h.q[0]): h.q[0]
        for h in reader.marked.hits(r"{T}(?:的)?住院|住(?:了)?{T}(?:的)?(?:医?院)?|住院那{T}")
        if days(h.q[0])
    }
    if len(stay) == 1:
        value, q = next(iter(stay.items()))
        case.facts.add(Fact("住院天数", value or Fraction(0), span=q.span))
    away = choose_daily(reader.named("出差伙食标准"))
    if away.value is not None:
        case.facts.add(Fact("出差伙食标准", away.value, span=away.span))
    meal = choose_daily(reader.named("住院伙食标准"))
    if meal.value is not None:
        case.facts.add(Fact("住院伙食标准", meal.value, span=meal.span))
    else:
        _sum(reader, case, "住院伙食补助费", "住院伙食标准")
    rate = choose_daily(reader.named("护理日标准", "护理费"))
    if rate.value is not None:
        case.facts.add(Fact("护理日标准", rate.value, span=rate.span))
        _nursing(reader, case, rate)
    elif any(a.quantity.value >= 200 for a in reader.named("护理费")):  # type: ignore[operator]
        _sum(reader, case, "护理费", "护理费")
    travel = choose(reader.named("交通费"))
    if travel.value is not None:
        case.facts.add(Fact("交通费", travel.value, span=travel.span, note="交通、食宿费"))


_NURSED = (
    r"{T}[^。；Ⓣ]{0,14}?(?:护理|陪护|护工|不能自理|照顾|照料)",
    r"(?:护理|陪护|护工|不能自理|照顾|照料)[^。；，Ⓣ]{0,14}?{T}",
)
_NOT_NEEDED = re.compile(
    r"(?:没有?|无)[^。；，]{0,6}(?:医嘱|必要|依据)|不属[^。；，]{0,6}不能自理|无需|不需要|不予支持|没有证据|可以?自理"
)
_BY_FIRM = re.compile(r"(?:公司|单位|厂方?|被告|用人单位)(?:(?!未|没|不)[^。；，]){0,4}(?:派|安排|指派|委派)")
_REST = re.compile(r"其余|剩余|余下|此外的")
_PERSONS = re.compile(
    r"(Ⓜ▪*)(?:人|名)[^。；，]{0,6}(?:护理|陪护|护工|照顾)|(?:护理|陪护)[^。；，Ⓜ]{0,6}(Ⓜ▪*)(?:人|名)"
)


def _nursing(reader: Reader, case: Case, rate: Choice) -> None:
    """Days of nursing: one stretch, or several with their numbers of nurses."""
    found: dict[int, Quantity] = {}
    for pattern in _NURSED:
        for hit in reader.marked.hits(pattern):
            q = hit.q[0]
            if days(q) and not reader.claimed(q.start):
                found[q.start] = q
    stretches: list[tuple[Fraction, int, Quantity]] = []
    by_firm = Fraction(0)
    ordered = sorted(found)
    for index, start in enumerate(ordered):
        q = found[start]
        _, end = reader.marked.sentence(start)
        stop = min(end, ordered[index + 1] if index + 1 < len(ordered) else end)
        clause, _ = reader.marked.clause(start)
        if _NOT_NEEDED.search(reader.text[q.end : stop]):
            continue
        if _BY_FIRM.search(reader.text, max(clause - 12, 0), stop) and not re.search(
            r"雇|聘|请人", reader.text[q.end : stop]
        ):
            by_firm += days(q) or Fraction(0)
            continue  # nursed by somebody whom the employer sent
        persons = _PERSONS.search(reader.text, max(clause, start - 16), stop)
        count = 1
        if persons:
            at = persons.start(1) if persons[1] else persons.start(2)
            number = reader.marked.between(at, at + 1, "money")
            count = int(number[0].value) if number and 1 <= number[0].value <= 4 else 1  # type: ignore[arg-type,operator]
        stretches.append((days(q) or Fraction(0), count, q))
    whole = sum((length for length, _, _ in stretches), Fraction(0))
    stretches = [
        s for s in stretches if len(stretches) < 3 or s[0] * 2 != whole
    ]  # 住院35天，前15天…，后20天…
    kinds = {(length, count) for length, count, _ in stretches}
    stay = case.facts.value("住院天数")
    whole_stay = all(length == stay for length, _, _ in stretches)
    if by_firm and whole_stay and isinstance(stay, Fraction) and stay > by_firm and _REST.search(reader.text):
        case.facts.add(Fact("护理天数", stay - by_firm, note="住院天数减去单位派人护理的天数"))
    elif not stretches and "住院天数" in case.facts and not found:
        known = case.facts.get("住院天数")
        case.facts.add(Fact("护理天数", known.value, span=known.span, note="按住院天数"))  # type: ignore[union-attr]
    elif len(kinds) == 1:
        length, count, q = stretches[0]
        case.facts.add(Fact("护理天数", length, span=q.span))
        if count > 1:
            case.facts.add(Fact("护理人数", Fraction(count), span=q.span))
    elif len(kinds) > 1 and rate.value is not None:
        if _overlap(reader, stretches):
            return  # perhaps the same days told twice
        entries: list[Entry] = [
            {"天数": length, "日标准": rate.value, "人数": Fraction(count)} for length, count, _ in stretches
        ]
        case.facts.add(Fact("护理段", entries, span=(stretches[0][2].start, stretches[-1][2].end)))


def _overlap(reader: Reader, stretches: list[tuple[Fraction, int, Quantity]]) -> bool:
    """Whether stretches may hold the same days: one is the sum of the others, or none is said to come after another."""
    lengths = [length for length, _, _ in stretches]
    if len(lengths) > 2:
        return any(length * 2 == sum(lengths) for length in lengths)
    return not re.search(r"后|另|又|再", reader.text[stretches[0][2].end : stretches[1][2].start])


def choose_daily(found: list[Labelled]) -> Choice:
    """The one daily rate among these amounts."""
    daily = [
        a
        for a in found
        if (a.quantity.per == "day" or re.search(r"每[天日]|一天|日", a.words + a.context[-6:]))
        and not a.claimed
    ]
    values = {a.quantity.value for a in daily if a.quantity.value <= 2000}  # type: ignore[operator]
    if len(values) != 1 or any(a.quantity.approx for a in daily):
        return Choice()
    return Choice(values.pop(), daily[0].quantity.span)  # type: ignore[arg-type]


def _sum(reader: Reader, case: Case, name: str, label: str) -> None:
    spent = {p.quantity.start for p in payments_in(reader, case) if p.third or p.head != name}
    found = choose(a for a in reader.named(label) if a.quantity.start not in spent)
    if found.value is not None:
        case.facts.add(Fact(name, found.value, span=found.span))
