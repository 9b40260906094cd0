"""Look-ups in tables that plain indexing does not say: tax brackets, reductions near retirement."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed

Table = Mapping[str, str]


def progressive_tax(income: Fraction, rates: Table) -> Fraction:
    """The tax on an income in 元: each slice at its own rate.

    ``rates`` maps the lower end of each slice (exclusive) to its rate. The sum is the rate times the whole
    less the quick deduction, as in the annex of the 个人所得税法, without writing the deductions.
    """
    bounds = sorted((Fraction(low), Fraction(rate)) for low, rate in rates.items())
    tax = Fraction(0)
    for place, (low, rate) in enumerate(bounds):
        high = bounds[place + 1][0] if place + 1 < len(bounds) else income
        tax += max(Fraction(0), min(income, high) - low) * rate
    return tax


def near_retirement(shares: Table, years: Fraction) -> Fraction:
    """The share that is left with so many years to go to the lawful retirement age.

    ``shares`` maps the full years left to the share; from one year above its largest key on nothing is lost.
    """
    full = years.numerator // years.denominator
    if full > max(map(int, shares)):
        return Fraction(1)
    return Fraction(shares[str(full)])


def several_injuries(injuries: list[dict[str, Any]], months: Table) -> Fraction:
    """逐次合计(多次工伤, 月数表): months for each injury's grade × the wage of that injury."""
    total = Fraction(0)
    for injury in injuries:
        for key in ("等级", "本人工资"):
            if injury.get(key) is None:
                raise Needed("多次工伤", f"每次工伤的{key}")
        if str(injury["等级"]) not in months:
            raise Needed("多次工伤", f"伤残等级{injury['等级']}不在一至十级之列")
        total += Fraction(months[str(injury["等级"])]) * injury["本人工资"]
    return total


FUNCTIONS = {
    "累进税": Function(progressive_tax),
    "接近退休比例": Function(near_retirement),
    "逐次合计": Function(several_injuries),
}
