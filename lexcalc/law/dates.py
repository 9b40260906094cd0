"""Which date governs: accident, injury, death, termination or the end of the first-instance debate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from lexcalc.case.model import Facts


@dataclass(frozen=True)
class Governing:
    """A governing date, or the year in which it lies when the case gives no more; empty when unknown."""

    first: date | None = None
    last: date | None = None

    # the date fact, the year fact, and what else fixes the date when they are absent
    NAMES: ClassVar[dict[str, tuple[str, str, tuple[str, ...]]]] = {
        "accident_date": ("事故日", "事故年份", ()),
        "injury_date": ("受伤日", "受伤年份", ("死亡日", "死亡年份")),
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
    return found
