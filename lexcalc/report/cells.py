"""A formula for a spreadsheet: lexcalc's own tree with cells in place of names, checked before it is used.

The report writes a formula twice, with names and with values; read side by side the two give every name its
number.  A formula that does not compute exactly to the amount (a rounding inside, a value that was cut, a
function that a sheet lacks) is not translated at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lexcalc.errors import RuleError
from lexcalc.law.formula import Binary, Call, Look, Name, Node, Number, Unary, label, parse
from lexcalc.money import cents

_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RATIO = re.compile(r"(?<![\d.])(\d+)/(\d+)(?![\d.])")
_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_LIMITS = ("min", "max", "clamp")
Place = Callable[["Cell"], str]


@dataclass(frozen=True)
class Cell:
    """A named quantity with its number: becomes a reference to a cell."""

    label: str
    value: Fraction


@dataclass(frozen=True)
class Sum:
    """An operation on parts: + - * / or one of min, max, clamp; or a number that the law itself writes."""

    op: str
    parts: tuple[Tree, ...]
    value: Fraction


Tree = Cell | Sum


class Untranslatable(ValueError):
    """The formula has a part that cannot be computed in cells."""


def read(formula: str, substituted: str, result: Fraction, rounded: bool = True) -> Tree | None:
    """The tree of a formula, or None where cells would not give its result exactly (``rounded``: to 分)."""
    values = _RATIO.sub(r"(\1/\2)", _GROUPING.sub("", substituted))
    try:
        tree = _pair(parse(formula), parse(values))
    except (RuleError, Untranslatable, RecursionError):
        return None
    return tree if (cents(tree.value) if rounded else tree.value) == result else None


def write(tree: Tree, place: Place) -> str:
    """The spreadsheet formula without its ``=``; ``place`` gives the reference of a quantity."""
    if isinstance(tree, Cell):
        return place(tree)
    parts = [write(part, place) for part in tree.parts]
    if tree.op == "number":
        return literal(tree.value)
    if tree.op == "clamp":
        return f"MIN(MAX({parts[0]},{parts[1]}),{parts[2]})"
    if tree.op in _LIMITS:
        return f"{tree.op.upper()}({','.join(parts)})"
    if len(parts) == 1:
        return f"(-{parts[0]})"
    return f"({parts[0]}{tree.op}{parts[1]})"


def literal(value: Fraction) -> str:
    """A number as a spreadsheet writes it; a fraction stays a division, so that nothing is cut."""
    from lexcalc.money import plain

    written = plain(value)
    exact = _DECIMAL.fullmatch(written.removeprefix("-")) and Fraction(written) == value
    return written if exact else f"({value.numerator}/{value.denominator})"


def _pair(named: Node, valued: Node) -> Tree:
    if isinstance(named, Number):
        if _value(valued) != named.value:
            raise Untranslatable
        return Sum("number", (), named.value)
    if isinstance(named, Name | Look):
        return Cell(label(named), _value(valued))
    if isinstance(named, Call):
        alike = isinstance(valued, Call) and valued.name == named.name and len(valued.args) == len(named.args)
        if named.name in _LIMITS and alike:
            return _sum(named.name, [_pair(a, b) for a, b in zip(named.args, valued.args, strict=True)])
        return Cell(label(named), _value(valued))
    if isinstance(named, Unary) and named.op == "-":
        if isinstance(valued, Unary):
            return _sum("-", [_pair(named.operand, valued.operand)])
        raise Untranslatable
    if isinstance(named, Binary) and isinstance(valued, Binary) and named.op == valued.op:
        return _sum(named.op, [_pair(named.left, valued.left), _pair(named.right, valued.right)])
    raise Untranslatable


def _sum(op: str, parts: list[Tree]) -> Sum:
    values = [part.value for part in parts]
    return Sum(op, tuple(parts), _apply(op, values))


def _apply(op: str, values: list[Fraction]) -> Fraction:
    if op in ("min", "max"):
        return min(values) if op == "min" else max(values)
    if op == "clamp" and len(values) == 3:
        return min(max(values[0], values[1]), values[2])
    if op == "-":
        return values[0] - values[1] if len(values) == 2 else -values[0]
    if op == "+":
        return values[0] + values[1]
    if op == "*":
        return values[0] * values[1]
    if op == "/" and values[1]:
        return values[0] / values[1]
    raise Untranslatable


def _value(tree: Node) -> Fraction:
    """The number that a part without names computes to."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Unary) and tree.op == "-":
        return -_value(tree.operand)
    if isinstance(tree, Binary):
        return _apply(tree.op, [_value(tree.left), _value(tree.right)])
    if isinstance(tree, Call) and tree.name in _LIMITS:
        return _apply(tree.name, [_value(arg) for arg in tree.args])
    raise Untranslatable
