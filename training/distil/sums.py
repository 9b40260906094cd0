"""Equations as a model writes them: no thousands separators, one line each; the calculator fills them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lexcalc.money import cents
from lexcalc.reasoning.calculator import number as num

MAX_TERMS = 6  # of a sum: what a reader takes in at a glance

__all__ = ["addition", "capped", "floored", "num", "product", "running"]


def product(factor: Fraction, base: Fraction, last: bool = True) -> list[str]:
    """The equation of factor × base; the last result of a head is in 分."""
    value = cents(factor * base) if last else factor * base
    return [f"{num(base)}×{num(factor)}={num(value)}元"]


def capped(value: Fraction, limit: Fraction, name: str = "") -> str:
    """What the calculator says of an amount and its upper limit."""
    return f"{num(value)}元与{name}{num(limit)}元中较低者为{num(min(value, limit))}元"


def floored(value: Fraction, least: Fraction, name: str = "") -> str:
    """What the calculator says of an amount and its lower limit."""
    return f"{num(value)}元与{name}{num(least)}元中较高者为{num(max(value, least))}元"


def addition(parts: list[Fraction]) -> list[str]:
    """The equations of a sum."""
    return ["+".join(map(num, terms)) + f"={num(sum(terms))}元" for terms in running(parts)]


def running(values: Sequence[Fraction]) -> Iterator[list[Fraction]]:
    """The terms of each equation of a sum, at most ``MAX_TERMS``; the first of them is the sum so far."""
    total = values[0]
    for start in range(1, len(values), MAX_TERMS - 1):
        terms = [total, *values[start : start + MAX_TERMS - 1]]
        yield terms
        total = sum(terms, Fraction(0))
