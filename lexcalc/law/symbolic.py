"""Formula trees as sympy expressions: for display and as a second, independent evaluator of the rules.

Only trees already parsed by our own parser arrive here; nothing is ever handed to sympy as text to parse.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from lexcalc.law.formula import Binary, Call, Choice, Literal, Look, Name, Node, Number, Unary, label

if TYPE_CHECKING:
    import sympy

_ARITHMETIC = {"+", "-", "*", "/"}
_COMPARE = {"<", "<=", ">", ">=", "==", "!="}
_PURE = {"min", "max", "clamp"}


def is_arithmetic(tree: Node) -> bool:
    """Whether a tree is numbers only, so that sympy can evaluate it too."""
    if isinstance(tree, Number | Name):
        return True
    if isinstance(tree, Unary):
        return tree.op == "-" and is_arithmetic(tree.operand)
    if isinstance(tree, Binary):
        return tree.op in _ARITHMETIC and is_arithmetic(tree.left) and is_arithmetic(tree.right)
    if isinstance(tree, Choice):
        test = tree.test
        compares = isinstance(test, Binary) and test.op in _COMPARE - {"==", "!="}
        return compares and all(map(is_arithmetic, (test.left, test.right, tree.yes, tree.no)))
    return isinstance(tree, Call) and tree.name in _PURE and all(map(is_arithmetic, tree.args))


def build(tree: Node) -> sympy.Expr:
    """The sympy expression of a tree; facts and look-ups become symbols named as in the rule."""
    import sympy as sp

    if isinstance(tree, Number):
        return sp.Rational(tree.value.numerator, tree.value.denominator)
    if isinstance(tree, Name):
        return sp.Symbol(tree.name, real=True)
    if isinstance(tree, Literal):
        return (
            sp.true if tree.value is True else sp.false if tree.value is False else sp.Symbol(str(tree.value))
        )
    if isinstance(tree, Look):
        return sp.Symbol(f"{label(tree.table)}[{label(tree.key)}]", real=True)
    if isinstance(tree, Unary):
        return -build(tree.operand) if tree.op == "-" else sp.Not(_condition(tree.operand))
    if isinstance(tree, Choice):
        return sp.Piecewise((build(tree.yes), _condition(tree.test)), (build(tree.no), True))
    if isinstance(tree, Call):
        return _call(tree)
    if isinstance(tree, Binary) and tree.op in _ARITHMETIC:
        left, right = build(tree.left), build(tree.right)
        return {"+": left + right, "-": left - right, "*": left * right}.get(tree.op, left / right)
    return _condition(tree)


def _call(tree: Call) -> sympy.Expr:
    import sympy as sp

    if tree.name in ("min", "max"):
        return (sp.Min if tree.name == "min" else sp.Max)(*map(build, tree.args))
    if tree.name == "clamp":
        value, low, high = map(build, tree.args)
        return sp.Max(low, sp.Min(value, high))
    return sp.Function(tree.name)(*(sp.Symbol(label(arg)) for arg in tree.args))


def _condition(tree: Node) -> sympy.Basic:
    import sympy as sp

    if isinstance(tree, Binary) and tree.op in ("and", "or"):
        return (sp.And if tree.op == "and" else sp.Or)(_condition(tree.left), _condition(tree.right))
    if isinstance(tree, Unary) and tree.op == "not":
        return sp.Not(_condition(tree.operand))
    if isinstance(tree, Binary) and tree.op in _COMPARE - {"==", "!="}:
        relation = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}[tree.op]
        return relation(build(tree.left), build(tree.right))
    return sp.Symbol(label(tree))  # a yes/no fact, a choice, a date: opaque to algebra


def value(tree: Node, values: Mapping[str, Fraction]) -> Fraction:
    """sympy's own exact value of an arithmetic tree at given values of its names."""
    import sympy as sp

    at = {sp.Symbol(name, real=True): sp.Rational(v.numerator, v.denominator) for name, v in values.items()}
    result = build(tree).subs(at)
    return Fraction(int(result.p), int(result.q))
