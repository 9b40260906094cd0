"""Equations written one operation at a time, for a model that must do them token by token."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lexcalc.money import cents, plain


def num(value: Fraction | int) -> str:
    """Plain digits without separators or trailing zeros."""
    return plain(Fraction(value))


def percent(ratio: Fraction) -> str:
    """A share as a percentage."""
    return f"{num(ratio * 100)}%"


def summed(values: Sequence[Fraction]) -> tuple[str, Fraction]:
    """A sum in equations of at most three terms each: ``1+2+3=6，6+4=10``."""
    terms = list(values)
    if len(terms) == 1:
        return num(terms[0]), terms[0]
    total, written = terms[0], []
    rest = terms[1:]
    while rest:
        part, rest = rest[:2], rest[2:]
        line = "+".join(map(num, (total, *part)))
        total += sum(part)
        written.append(f"{line}={num(total)}")
    return "，".join(written), total


def times(value: Fraction, ratio: Fraction) -> tuple[str, Fraction]:
    """Value × percentage, rounded half-up to 分; nothing is written for 100%."""
    if ratio == 1:
        return num(value), value
    result = cents(value * ratio)
    return f"{num(value)}×{percent(ratio)}={num(result)}", result
