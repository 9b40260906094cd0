"""What all three reference computations share: facts that must be known, the calendar, rounding to the 分."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F
from math import floor
from typing import Any


class Insufficient(Exception):
    """The facts, or the law without a judge's or a province's decision, do not fix an amount."""


class Known(dict[str, Any]):
    """Facts by name; reading one that is not known raises Insufficient."""

    def __missing__(self, name: str) -> Any:
        raise Insufficient(name)

    def first(self, *names: str) -> Any:
        """The first of several facts that say the same thing."""
        for name in names:
            if name in self:
                return self[name]
        raise Insufficient("、".join(names))


def cents(amount: F) -> F:
    """Half-up to the 分, once per item (RULES 0.1); never less than nothing."""
    if amount < 0:
        raise Insufficient("已付多于应付")
    return F(floor(amount * 100 + F(1, 2)), 100)


def after_months(start: date, months: int) -> date:
    """The first day after ``months`` calendar months that begin with ``start``.

    Civil Code articles 202 and 203: the period ends with the day before the corresponding day; where the
    last month has no such day, with the last day of that month.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def whole_months(start: date, end: date) -> int:
    """Calendar months that fit between ``start`` and ``end`` (the day after the last one)."""
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    while months and after_months(start, months) > end:
        months -= 1
    return months


def next_day(day: date) -> date:
    return day + timedelta(days=1)


def completed_years(born: date, day: date) -> int:
    """Age in completed years; the birthday itself counts (RULES 0.1)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
