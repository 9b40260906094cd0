"""Treatment of a work injury: days in hospital, meals, nursing, and what the treatment cost."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Fact
from lexcalc.case.work_injury_labels import Labelled, Reader
from lexcalc.case.work_injury_paid import payments_in
from lexcalc.case.work_injury_terms import days
from lexcalc.case.work_injury_wages import Choice, choose

_STAY = r"住院(?:治疗)?[^。；，Ⓣ]{0,12}?{T}"


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
    meal = choose_daily(reader.named("住院伙食标准"))
    if meal.value is not None:
        case.facts.add(Fact("住院伙食标准", meal.value, span=meal.span))
    else:
        _sum(reader, case, "住院伙食补助费", "住院伙食标准")
    rate = choose_daily(reader.named("护理日标准", "护理费"))
    if rate.value is not None:
        case.facts.add(Fact("护理日标准", rate.value, span=rate.span))
        patterns = (
            r"(?:护理|陪护|护工|不能自理|照顾)[^。；Ⓣ]{0,14}?{T}",
            r"{T}[^。；Ⓣ]{0,10}?(?:护理|陪护|护工|不能自理)",
        )
        nursed = {days(h.q[0]): h.q[0] for p in patterns for h in reader.marked.hits(p) if days(h.q[0])}
        if len(nursed) == 1:
            value, q = next(iter(nursed.items()))
            case.facts.add(Fact("护理天数", value or Fraction(0), span=q.span))
        elif not nursed and "住院天数" in case.facts:
            known = case.facts.get("住院天数")
            case.facts.add(Fact("护理天数", known.value, span=known.span, note="按住院天数"))  # type: ignore[union-attr]
    elif any(a.quantity.value >= 200 for a in reader.named("护理费")):  # type: ignore[operator]
        _sum(reader, case, "护理费", "护理费")
    _sum(reader, case, "医疗费", "医疗费")


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
    payments = payments_in(reader, case)
    spent = {p.quantity.start for p in payments if p.third or p.head != name}
    found = choose(a for a in reader.named(label) if a.quantity.start not in spent)
    whole = [p for p in payments if p.third and p.head == name and re.search(r"全部|全额|付清", p.words)]
    if found.value is None and not found.conflict and len(whole) == 1:
        q = whole[0].quantity  # 已付清全部医疗费38,260元
        found = Choice(whole[0].amount, q.span)
    if found.value is not None:
        case.facts.add(Fact(name, found.value, span=found.span))
