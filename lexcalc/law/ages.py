"""Ages and the years for which compensation runs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.law.functions import Function
from lexcalc.law.service import elapsed


def age_on(born: date, day: date) -> Fraction:
    """Full years of age (周岁): reached on the birthday; one born on 29 February reaches it on 1 March."""
    return Fraction(elapsed(born, day).years)


def compensation_years(age: Fraction) -> Fraction:
    """Twenty years; from 60 on one less for each year over 60; from 75 on five (articles 12, 15, 17).

    60 itself is 20 − (60 − 60) = 20; a part of a year does not count.
    """
    whole = age.numerator // age.denominator
    if whole >= 75:
        return Fraction(5)
    return Fraction(20 - max(0, whole - 60))


FUNCTIONS = {"周岁": Function(age_on), "赔偿年限": Function(compensation_years)}
