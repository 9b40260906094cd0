"""Double wages without a written contract (articles 6, 7 of the implementing regulation)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed
from lexcalc.law.service import add_months

_DAY = timedelta(days=1)
_IN_FORCE = date(2008, 1, 1)
_PAID_DAYS = Fraction("21.75")


def period(
    hired: date,
    ended: date | None,
    signed: date | None,
    no_limit_from: date | None,
    barred_before: date | None,
) -> tuple[date, date]:
    """The half-open period for which the second wage is due."""
    if no_limit_from is not None:  # article 82(2): until the contract without fixed term is made
        first, ends = no_limit_from, [day for day in (signed, ended and ended + _DAY) if day]
        if not ends:
            raise Needed("解除日", "或者补订无固定期限合同之日")
    else:
        hired = max(hired, _IN_FORCE)  # article 97(2): a month from the day on which the law took effect
        first = add_months(hired, 1)
        ends = [day for day in (add_months(hired, 12), signed, ended and ended + _DAY) if day]
    if barred_before is not None:
        first = max(first, barred_before)
    return first, max(first, min(ends))


def months(first: date, end: date) -> Fraction:
    """Full months, and what is left by paid days (Monday to Friday) over 21.75, at most one month."""
    whole = 0
    while add_months(first, whole + 1) <= end:
        whole += 1
    day, worked = add_months(first, whole), 0
    while day < end:
        worked += day.weekday() < 5
        day += _DAY
    return whole + min(Fraction(1), worked / _PAID_DAYS)


def _limit(applied: date | None, barred: bool | None) -> date | None:
    if not barred:
        return None
    if applied is None:
        raise Needed("申请仲裁日", "时效抗辩成立时，一年从申请仲裁之日往前推")
    return add_months(applied, -12)


def due_months(hired, ended, signed, no_limit_from, applied, barred) -> Fraction:
    """Months of the second wage."""
    if hired is None:
        raise Needed("入职日", "用工之日")
    return months(*period(hired, ended, signed, no_limit_from, _limit(applied, barred)))


def whole(hired, ended, signed, no_limit_from, applied, barred) -> bool:
    """Whether the months come out whole, so that no conversion by working days is needed."""
    return due_months(hired, ended, signed, no_limit_from, applied, barred).denominator == 1


def by_segment(
    segments: list[dict[str, Any]], hired, ended, signed, no_limit_from, applied, barred
) -> Fraction:
    """The second wage where the monthly wage changed: each segment's months times its wage."""
    if hired is None:
        raise Needed("入职日", "用工之日")
    first, end = period(hired, ended, signed, no_limit_from, _limit(applied, barred))
    total = Fraction(0)
    for segment in segments:
        for key in ("起", "止", "月工资"):
            if segment.get(key) is None:
                raise Needed("二倍工资月工资", f"每段的{key}")
        start, stop = max(first, segment["起"]), min(end, segment["止"] + _DAY)
        if start < stop:
            total += months(start, stop) * segment["月工资"]
    return total


FUNCTIONS = {
    "二倍工资段月数": Function(due_months, optional=True),
    "二倍工资整月": Function(whole, optional=True),
    "二倍工资逐段": Function(by_segment, optional=True),
}
