"""Evaluate a formula tree exactly and lazily: only what the taken branch needs is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from lexcalc.errors import RuleError
from lexcalc.law import functions
from lexcalc.law.formula import Binary, Call, Choice, Group, Literal, Look, Name, Node, Number, Unary
from lexcalc.law.missing import Missing, MissingFacts

# look-ups that need the rulebook; their arguments are quoted words
SPECIAL = ("统计", "地区表", "有地区表", "在省")


class Names(Protocol):
    """Where a formula's names get their values."""

    def value(self, name: str) -> Any:
        """The value of a name; MissingFacts when the case does not say."""

    def given(self, name: str) -> Any:
        """A fact as the case gives it, or None; never derived."""

    def special(self, name: str, *words: Any) -> Any:
        """统计, 地区表, 有地区表, 在省: a figure, a provincial table, whether there is one, the province."""

    def missing(self, name: str, why: str = "") -> Missing:
        """The report of a fact that is not known."""


def evaluate(tree: Node, env: Names) -> Any:
    """The value of a tree: Fraction, bool, date, text, list or table."""
    if isinstance(tree, Number | Literal):
        return tree.value
    if isinstance(tree, Name):
        return env.value(tree.name)
    if isinstance(tree, Choice):
        return _choose(tree, env)
    if isinstance(tree, Unary):
        operand = evaluate(tree.operand, env)
        return not _truth(operand, tree) if tree.op == "not" else -_number(operand, tree)
    if isinstance(tree, Binary):
        return _logic(tree, env) if tree.op in ("and", "or") else _binary(tree, env)
    if isinstance(tree, Look):
        table, key = both(tree.table, tree.key, env)
        return _look(table, key, tree, env)
    if isinstance(tree, Call):
        return _call(tree, env)
    raise RuleError(f"公式中不能单独出现{tree}", f"{tree} cannot stand alone in a formula")


def _choose(tree: Choice, env: Names) -> Any:
    try:
        test = _truth(evaluate(tree.test, env), tree)
    except MissingFacts as unknown:
        try:  # so that one report names all that is missing on the way that leads to an amount
            evaluate(tree.yes, env)
        except MissingFacts as further:
            raise MissingFacts.joined([unknown, further]) from None
        raise
    return evaluate(tree.yes if test else tree.no, env)


def both(left: Node, right: Node, env: Names) -> tuple[Any, Any]:
    """Evaluate two operands; when facts are missing, report those of both."""
    values, lacking = [], []
    for part in (left, right):
        try:
            values.append(evaluate(part, env))
        except MissingFacts as missing:
            lacking.append(missing)
    if lacking:
        raise MissingFacts.joined(lacking)
    return values[0], values[1]


def _look(table: Any, key: Any, tree: Look, env: Names) -> Fraction:
    """A table look-up; for a key that the table does not hold there is no value, never a neighbour's."""
    if not isinstance(table, Mapping):
        raise RuleError(f"{tree}：不是表", f"{tree}: not a table")
    wanted = str(key.numerator) if isinstance(key, Fraction) and key.denominator == 1 else str(key)
    if wanted not in table:
        name = tree.key.name if isinstance(tree.key, Name) else str(key)
        raise MissingFacts([env.missing(name, f"“{wanted}”不在{'、'.join(table)}之列，请核对")])
    return Fraction(table[wanted])


def _logic(tree: Binary, env: Names) -> bool:
    """Kleene's and/or: an unknown side does not matter where the other decides."""
    decisive = tree.op == "or"
    lacking = []
    for part in (tree.left, tree.right):
        try:
            if _truth(evaluate(part, env), tree) is decisive:
                return decisive
        except MissingFacts as missing:
            lacking.append(missing)
    if lacking:
        raise MissingFacts.joined(lacking)
    return not decisive


def _binary(tree: Binary, env: Names) -> Any:
    if tree.op == "in":
        assert isinstance(tree.right, Group)
        value = evaluate(tree.left, env)
        return any(value == evaluate(member, env) for member in tree.right.members)
    left, right = both(tree.left, tree.right, env)
    if tree.op == "==":
        return left == right
    if tree.op == "!=":
        return left != right
    if tree.op in ("<", "<=", ">", ">="):
        return _ordered(tree, left, right)
    a, b = _number(left, tree), _number(right, tree)
    if tree.op == "+":
        return a + b
    if tree.op == "-":
        return a - b
    if tree.op == "*":
        return a * b
    if b == 0:
        raise RuleError("公式中除数为零", "division by zero in a formula")
    return a / b


def _ordered(tree: Binary, left: Any, right: Any) -> bool:
    if isinstance(left, date) != isinstance(right, date):
        raise RuleError(f"日期不能与数字比较：{tree}", f"a date cannot be compared with a number: {tree}")
    if not isinstance(left, date):
        left, right = _number(left, tree), _number(right, tree)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[tree.op]


def _call(tree: Call, env: Names) -> Any:
    if tree.name in SPECIAL:
        return env.special(tree.name, *(arg.value for arg in tree.args if isinstance(arg, Literal)))
    function = functions.find(tree.name)
    values, lacking = [], []
    for arg in tree.args:
        if function.optional and isinstance(arg, Name):
            values.append(env.given(arg.name))
            continue
        try:
            values.append(evaluate(arg, env))
        except MissingFacts as missing:
            lacking.append(missing)
    if lacking:
        raise MissingFacts.joined(lacking)
    try:
        return function.call(*values)
    except functions.Needed as needed:
        raise MissingFacts([env.missing(needed.name, needed.why)]) from None


def _truth(value: Any, tree: Node) -> bool:
    if not isinstance(value, bool):
        raise RuleError(f"条件不是是/否：{value}", f"not a yes/no condition: {value} in {tree}")
    return value


def _number(value: Any, tree: Node) -> Fraction:
    if not isinstance(value, Fraction):
        raise RuleError(f"不是数字：{value}", f"not a number: {value} in {tree}")
    return value
