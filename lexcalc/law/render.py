"""Formulas as people write them: the taken branch only, once with names and once with values."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.case.model import value_text
from lexcalc.law.evaluate import evaluate
from lexcalc.law.formula import Binary, Call, Choice, Literal, Look, Name, Node, Number, Unary, parse
from lexcalc.law.missing import MissingFacts
from lexcalc.law.schema import Definition, Way

_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " - "}
_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def shown(value: Any) -> str:
    """A value for people: 12,600 · 8.5 · 2017-03-15 · 是."""
    if isinstance(value, bool) or not isinstance(value, Fraction):
        return value_text(value) if isinstance(value, bool | date | list | str) else str(value)
    scaled = value * 10**6
    if scaled.denominator != 1:
        return (
            f"{value.numerator}/{value.denominator}" if value.denominator < 10**6 else f"{float_text(value)}"
        )
    whole, _, digits = value_text(value).partition(".")
    return f"{int(whole):,}" + (f".{digits}" if digits else "") if whole not in ("-0",) else f"-0.{digits}"


def float_text(value: Fraction) -> str:
    """A long fraction cut to four places, marked as such."""
    from lexcalc.money import plain

    return f"约{plain(Fraction(round(value * 10**4), 10**4))}"


def symbolic(tree: Node, env: Any) -> str:
    """The formula with names: ``计发月数 × 计发基数``."""
    return _write(tree, env, values=False)


def substituted(tree: Node, env: Any) -> str:
    """The formula with this case's values: ``8.5 × 12,600``."""
    return _write(tree, env, values=True)


def _write(tree: Node, env: Any, values: bool) -> str:
    if isinstance(tree, Number):
        return tree.written
    if isinstance(tree, Literal):
        return shown(tree.value)
    if isinstance(tree, Name):
        if not values:
            return tree.name
        try:
            value = env.value(tree.name)
        except MissingFacts:
            return f"{tree.name}未给出"
        return f"{tree.name}（{len(value)}项）" if isinstance(value, list) else shown(value)
    if isinstance(tree, Choice):
        return _write(tree.yes if evaluate(tree.test, env) else tree.no, env, values)
    if isinstance(tree, Look):
        return (
            shown(evaluate(tree, env))
            if values
            else f"{_write(tree.table, env, False)}[{_write(tree.key, env, False)}]"
        )
    if isinstance(tree, Unary):
        return f"-{_write(tree.operand, env, values)}" if tree.op == "-" else shown(evaluate(tree, env))
    if isinstance(tree, Call):
        return _call(tree, env, values)
    if isinstance(tree, Binary) and tree.op in _SIGNS:
        return _sides(tree, env, values)
    return shown(evaluate(tree, env))


def _call(tree: Call, env: Any, values: bool) -> str:
    if tree.name == "取整":
        return _write(tree.args[0], env, values)
    if tree.name in ("缺省", "统计", "地区表"):
        if values or tree.name == "缺省":
            return shown(evaluate(tree, env)) if values else _write(tree.args[0], env, False)
        return str(tree.args[0].value) if isinstance(tree.args[0], Literal) else tree.name
    if values and tree.name not in ("min", "max", "clamp"):
        return shown(evaluate(tree, env))
    return f"{tree.name}({', '.join(_write(arg, env, values) for arg in tree.args)})"


def _sides(tree: Binary, env: Any, values: bool) -> str:
    neutral = 0 if tree.op in ("+", "-") else 1
    if _absent(tree.right, neutral, env):
        return _write(tree.left, env, values)
    if tree.op == "+" and _absent(tree.left, 0, env):
        return _write(tree.right, env, values)
    level = _LEVELS[tree.op]
    left, right = _write(tree.left, env, values), _write(tree.right, env, values)
    if _loose(tree.left, env) < level:
        left = f"({left})"
    # a - (b - c) and a ÷ (b × c) need their brackets
    if _loose(tree.right, env) < level + (tree.op in ("-", "/")):
        right = f"({right})"
    return f"{left}{_SIGNS[tree.op]}{right}"


def _absent(tree: Node, neutral: int, env: Any) -> bool:
    """An optional fact that the case does not give and that changes nothing is not written."""
    if isinstance(tree, Binary) and neutral == 0 and tree.op in ("*", "+"):
        left, right = _absent(tree.left, 0, env), _absent(tree.right, 0, env)
        return (left or right) if tree.op == "*" else (left and right)
    if not isinstance(tree, Call) or tree.name != "缺省" or env.given(tree.args[0].name) is not None:
        return False
    default = tree.args[1]
    return isinstance(default, Number) and default.value == neutral


def _loose(tree: Node, env: Any) -> int:
    if isinstance(tree, Binary) and tree.op in _SIGNS:  # what is left when an absent operand is not written
        if _absent(tree.right, 0 if tree.op in ("+", "-") else 1, env):
            return _loose(tree.left, env)
        if tree.op == "+" and _absent(tree.left, 0, env):
            return _loose(tree.right, env)
    if isinstance(tree, Choice):
        return _loose(tree.yes if evaluate(tree.test, env) else tree.no, env)
    if isinstance(tree, Call) and tree.name == "取整":
        return _loose(tree.args[0], env)
    return _LEVELS.get(tree.op, 9) if isinstance(tree, Binary) else 9


def derivation(definition: Definition, way: Way, value: Any, env: Any) -> str:
    """One line on how a named quantity came about: ``计发月数 = … = 8.5``."""
    tree = parse(way.formula)
    if way.say:
        return fill(way.say, env, {definition.name: value})
    steps = [definition.name, symbolic(tree, env), substituted(tree, env), shown(value)]
    return (
        " = ".join(step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1]) + definition.unit
    )


def fill(template: str, env: Any, own: dict[str, Any] | None = None) -> str:
    """An explanation template with ``{名称}`` replaced by this case's values."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if own and name in own:
            return shown(own[name])
        try:
            return shown(env.value(name))
        except MissingFacts:
            return f"{name}未给出"

    return _PLACEHOLDER.sub(value, template)
