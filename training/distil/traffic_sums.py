"""Equations written one operation at a time, for a model that must do them token by token."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lexcalc.money import cents, plain
from training.distil.sums import running


def num(value: Fraction | int) -> str:
    """Plain digits without separators or trailing zeros."""
    return plain(Fraction(value))


def percent(ratio: Fraction) -> str:
    """A share as a percentage."""
    return f"{num(ratio * 100)}%"


def summed(values: Sequence[Fraction]) -> tuple[str, Fraction]:
    """A sum in equations of at most three terms each: ``1+2+3=6，6+4=10``."""
    total = sum(values, Fraction(0))
    if len(values) == 1:
        return num(total), total
    equations = ["+".join(map(num, terms)) + f"={num(sum(terms))}" for terms in running(values)]
    return "，".join(equations), total


def times(value: Fraction, ratio: Fraction) -> tuple[str, Fraction]:
    """Value × percentage, rounded half-up to 分; nothing is written for 100%."""
    if ratio == 1:
        return num(value), value
    result = cents(value * ratio)
    return f"{num(value)}×{percent(ratio)}={num(result)}", result
