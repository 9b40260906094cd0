"""Arithmetic that a small model can follow: short factors, few terms, no thousands separators."""

from __future__ import annotations

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
    steps, total = [], parts[0]
    rest = parts[1:]
    while rest:
        now, rest = rest[:2], rest[2:]
        added = total + sum(now)
        steps.append("+".join(map(num, [total, *now])) + f"={num(added)}元")
        total = added
    return steps
