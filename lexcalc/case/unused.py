"""Figures of the case that no fact came from: what a lawyer should look at before trusting the result."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lexcalc.case.marked import Marked
from lexcalc.case.model import Facts, Span, Value

MOST = 12


def unused(marked: Marked, facts: Facts) -> list[Span]:
    """Where sums of money, ratios and grades stand that are neither in a fact's words nor equal to its value.

    Most are there to be left out (another claim, a list price); one may be what the reader overlooked.
    """
    spans = [fact.span for fact in facts if fact.span]
    values = {number for fact in facts for number in numbers(fact.value)}
    found = [
        quantity.span
        for quantity in marked.quantities
        if (
            quantity.kind in ("ratio", "grade")
            or (quantity.kind == "money" and (quantity.unit or quantity.per))
        )
        and quantity.value not in values
        and not any(start <= quantity.start and quantity.end <= end for start, end in spans)
    ]
    return found[:MOST]


def numbers(value: Value) -> Iterator[Fraction]:
    """Every number in a fact's value, of its entries as well."""
    if isinstance(value, list):
        for entry in value:
            for part in entry.values():
                yield from numbers(part)
    elif isinstance(value, Fraction):
        yield value
