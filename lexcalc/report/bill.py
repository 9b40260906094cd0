"""Which lines of a report add up to its answer: what every paper totals, and never a sum of another kind."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lexcalc.contract import Report


@dataclass(frozen=True)
class Bill:
    """The lines by index; ``counted`` is None where no plain sum of lines is the answer.

    ``losses`` come before anyone's share, ``shares`` say who pays them; ``deducted`` was paid already.
    ``total`` is the answer that lexcalc stands behind, None while there is none.
    """

    losses: tuple[int, ...]
    shares: tuple[int, ...]
    counted: tuple[int, ...] | None
    deducted: Fraction
    total: Fraction | None


def bill(report: Report) -> Bill:
    """The lines of a report as a bill; sums are exact and checked against the answer."""
    items = report.assessment.items
    shares = tuple(i for i, item in enumerate(items) if report.scenario == "TC" and item.payer)
    losses = tuple(i for i in range(len(items)) if i not in shares)
    total = None if report.verdict.answer is None else Fraction(report.verdict.answer)
    if total is None:
        return Bill(losses, shares, None, Fraction(0), None)
    counted = _asked(report, losses, shares)
    over = sum((Fraction(items[i].amount) for i in counted), Fraction(0)) - total
    if over and not (over > 0 and report.asked.deduct_paid):
        return Bill(losses, shares, None, Fraction(0), total)
    return Bill(losses, shares, counted, over, total)


def _asked(report: Report, losses: tuple[int, ...], shares: tuple[int, ...]) -> tuple[int, ...]:
    from lexcalc.law.answer import ALL, TOGETHER

    payer = report.asked.payer
    if payer is None or (payer == ALL and not shares):
        return losses
    if payer == ALL:
        return shares
    names = TOGETHER.get(payer, (payer,))
    return tuple(i for i, item in enumerate(report.assessment.items) if item.payer in names)
