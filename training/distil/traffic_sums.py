"""Equations written one operation at a time, for a model that must do them token by token."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lexcalc.money import cents, plain
from lexcalc.reasoning.calculator import number
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
    """Value × percentage as the calculator gives it, not yet in 分; 100% too: one form for all."""
    result = Fraction(number(value * ratio))
    return f"{num(value)}×{percent(ratio)}={num(result)}", result


def in_cents(value: Fraction) -> str:
    """A product as the calculator gives it, and in 分 where that is another number."""
    exact, rounded = number(value), num(cents(value))
    return exact if exact == rounded else f"{exact}元，即{rounded}"
