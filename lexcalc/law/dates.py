"""Which date governs: accident, injury, death, termination or the end of the first-instance debate.

``benefit_date`` is the day of the injury under the transitional rule of the decision that revised the
regulation on work-injury insurance (国务院令第586号): what happened before 2011-01-01 and had not been
recognised by then falls under the revised text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from lexcalc.case.model import Facts
from lexcalc.law.missing import Missing

_REGULATION = date(2004, 1, 1)  # 国务院令第375号 took effect
_REVISED = date(2011, 1, 1)  # 国务院令第586号 took effect
# An injury is to be reported within a year and decided on within sixty days (articles 17 and 20 of the
# regulation of 2003): what happened earlier than this was recognised before the revision, if at all.
_RECOGNISED_BEFORE = date(2009, 11, 1)


@dataclass(frozen=True)
class Governing:
    """A governing date, or the span in which it lies when the case gives no more; empty when unknown.

    ``lacks`` names the fact that would narrow the span down, where that is not the date itself.
    """

    first: date | None = None
    last: date | None = None
    lacks: str = ""

    # the date fact, the year fact, and what else fixes the date when they are absent
    NAMES: ClassVar[dict[str, tuple[str, str, tuple[str, ...]]]] = {
        "accident_date": ("事故日", "事故年份", ()),
        "injury_date": ("受伤日", "受伤年份", ("死亡日", "死亡年份")),
        "benefit_date": ("受伤日", "受伤年份", ("死亡日", "死亡年份")),
        "death_date": ("死亡日", "死亡年份", ("受伤日", "受伤年份")),
        "termination_date": ("解除日", "解除年份", ()),
        "trial_date": ("一审辩论终结日", "审理年份", ()),
    }

    @classmethod
    def on(cls, day: date) -> Governing:
        """A single known day."""
        return cls(day, day)

    @property
    def year(self) -> int | None:
        """The year, when known."""
        return None if self.first is None else self.first.year

    def __str__(self) -> str:
        if self.first is None:
            return ""
        return self.first.isoformat() if self.first == self.last else f"{self.first.year}年"


def governing(facts: Facts, on: date | None, trial_date: date | None) -> dict[str, Governing]:
    """All governing dates that the case or the caller fixes."""
    found = {}
    for selector, (day_name, year_name, others) in Governing.NAMES.items():
        if selector == "trial_date" and trial_date is not None:
            found[selector] = Governing.on(trial_date)
            continue
        for name in (day_name, year_name, *others):
            value = facts.value(name)
            if isinstance(value, date):
                found[selector] = Governing.on(value)
                break
            if isinstance(value, Fraction) and value.denominator == 1 and 1900 <= value <= 2200:
                year = value.numerator
                found[selector] = Governing(date(year, 1, 1), date(year, 12, 31))
                break
        else:
            # The trial date has its own option: an accident's date must never pick the statistical year.
            given = on is not None and selector != "trial_date"
            found[selector] = Governing.on(on) if given else Governing()
    found["benefit_date"] = _transitional(found["benefit_date"], facts.value("工伤认定日"))
    return found


def before_regulation(benefit: Governing) -> Missing | str | None:
    """Why no benefit follows from the regulation at all: the injury was recognised before 2004, or may be."""
    if benefit.first is None or benefit.last is None or benefit.first >= _REGULATION:
        return None
    about = "2004-01-01以前受到的伤害，其后才认定工伤的才适用工伤保险条例"
    if benefit.lacks or benefit.last >= _REGULATION:
        return Missing("工伤认定日", about, "工伤保险条例第67条")
    return f"{about}（第67条），此前已认定的没有规则"


def _transitional(injured: Governing, recognised: object) -> Governing:
    """The day that selects between the texts of 2003 and 2010."""
    if injured.first is None or injured.last is None or injured.last >= _REVISED:
        return injured
    if injured.last < _REGULATION:  # article 67: earlier injuries that had not been recognised by then
        if isinstance(recognised, date):
            return Governing.on(max(recognised, injured.last))
        return Governing(injured.first, _REGULATION, "工伤认定日")
    if isinstance(recognised, date):
        return Governing.on(recognised) if recognised >= _REVISED else injured
    if injured.last < _RECOGNISED_BEFORE:
        return injured
    return Governing(injured.first, _REVISED, "工伤认定日")
