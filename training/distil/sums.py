"""Arithmetic that a small model can follow: short factors, few terms, no thousands separators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lexcalc.money import cents, plain


def num(value: Fraction) -> str:
    """A number in plain digits; money that does not end is rounded half-up to 分."""
    return plain(value if (value * 10**4).denominator == 1 else cents(value))


def digits(value: Fraction) -> int:
    """Significant digits of a number as written."""
    return len(num(value).replace(".", "").strip("0"))


def product(factor: Fraction, base: Fraction, last: bool = True) -> list[str]:
    """The equations of factor × base, a long base by whole and half months apart; the last result in 分."""
    whole, half = int(factor), factor - int(factor)
    value = cents(factor * base) if last else factor * base
    if digits(base) <= 2 or not whole or (not half and (whole <= 12 or digits(base) <= 3)):
        return [f"{num(base)}×{num(factor)}={num(value)}元"]
    steps, parts = [], []
    if whole > 12 and digits(base) > 3:
        high, low = whole // 10 * 10, whole % 10
        for part in (high, low):
            if part:
                steps.append(f"{num(base)}×{part}={num(base * part)}元")
                parts.append(base * part)
    else:
        steps.append(f"{num(base)}×{whole}={num(base * whole)}元")
        parts.append(base * whole)
    if half:
        steps.append(f"{num(base)}×{num(half)}={num(base * half)}元")
        parts.append(base * half)
    if len(parts) > 1:
        steps.append("+".join(map(num, parts)) + f"={num(value)}元")
    return steps


def addition(parts: list[Fraction]) -> list[str]:
    """The equations of a sum, at most three terms each."""
    return ["+".join(map(num, terms)) + f"={num(sum(terms))}元" for terms in running(parts)]


def running(values: Sequence[Fraction]) -> Iterator[list[Fraction]]:
    """The terms of each equation of a sum, at most three; the first of them is the sum so far."""
    total = values[0]
    for start in range(1, len(values), 2):
        terms = [total, *values[start : start + 2]]
        yield terms
        total = sum(terms, Fraction(0))
