"""The formula language of the rule files: text → tree.

``月数 * 计发基数``, ``if 年龄 >= 75 then 5 else 20``, ``补助金月数[伤残等级]``, ``情形 in ('辞职', '退休')``.
A hand-written parser: numbers stay exact, names may be Chinese, and no text ever reaches eval.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lexcalc.errors import RuleError

if TYPE_CHECKING:
    import sympy

MAX_CHARS = 800  # a formula longer than this is a program, not a rule
MAX_DEPTH = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})|(?P<number>\d+(?:\.\d+)?%?)|'(?P<text>[^']*)'"
    r"|(?P<name>[^\W\d]\w*)|(?P<op><=|>=|==|!=|[-+*/×÷(),<>\[\]]))"
)
_WORDS = {"if", "then", "else", "and", "or", "not", "in", "true", "false"}
_LEVELS = {"or": 1, "and": 2, "in": 4, "==": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4}
_LEVELS |= {"+": 5, "-": 5, "*": 6, "/": 6}
_NOT_LEVEL, _NEGATE_LEVEL = 3, 7


# eq=False: trees are compared by identity, and generated comparisons would cost a cold start 5 ms.
@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A decimal or percentage, exact, with the form it was written in."""

    value: Fraction
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A quoted choice, a date or true/false."""

    value: str | date | bool


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A fact, definition, parameter or statistic."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    op: str
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """``if test then yes else no``: only the taken branch is evaluated."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """``table[key]``."""

    table: Node
    key: Node


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The members on the right of ``in``."""

    members: tuple[Node, ...]


Node = Number | Literal | Name | Unary | Binary | Choice | Call | Look | Group


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Parse one formula; RuleError names the place of the first mistake."""
    if len(text) > MAX_CHARS:
        raise RuleError(f"公式超过{MAX_CHARS}字", f"formula longer than {MAX_CHARS} characters")
    parser = _Parser(text)
    tree = parser.expression(0, 0)
    parser.expect("end", "")
    return tree


def names(tree: Any) -> set[str]:
    """Every name that a formula mentions."""
    if isinstance(tree, Name):
        return {tree.name}
    if isinstance(tree, tuple):
        return set().union(*map(names, tree)) if tree else set()
    found: set[str] = set()
    for field in getattr(tree, "__slots__", ()):
        found |= names(getattr(tree, field))
    return found


def label(tree: Node) -> str:
    """What a part is called as a whole: ``补助金月数[伤残等级]``; RuleError where it has no name."""
    if isinstance(tree, Name):
        return tree.name
    if isinstance(tree, Number):
        return tree.written
    if isinstance(tree, Literal):
        return str(tree.value)
    if isinstance(tree, Binary):
        right = tree.right.members if isinstance(tree.right, Group) else (tree.right,)
        return f"{label(tree.left)} {tree.op} {', '.join(map(label, right))}"
    if isinstance(tree, Call):
        return f"{tree.name}({', '.join(map(label, tree.args))})"
    if isinstance(tree, Look):
        return f"{label(tree.table)}[{label(tree.key)}]"
    if isinstance(tree, Unary):
        return f"{tree.op}{' ' if tree.op.isalpha() else ''}{label(tree.operand)}"
    raise RuleError(f"条件中不能出现{tree}", f"{tree} cannot stand in a condition")


def to_sympy(tree: Node) -> sympy.Expr:
    """The arithmetic of a tree as a sympy expression (sympy is imported only here)."""
    from lexcalc.law.symbolic import build

    return build(tree)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokenise(text))
        self.at = 0

    def _tokenise(self, text: str):
        position = 0
        text = text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise self._error(f"第{position + 1}字“{text[position : position + 8]}”无法识别")
            kind = match.lastgroup or "op"
            value = match.group(kind)
            if kind == "name" and value in _WORDS:
                kind = "word"
            if kind == "op":
                value = {"×": "*", "÷": "/"}.get(value, value)
            yield kind, value
            position = match.end()
        yield "end", ""

    def _error(self, problem: str) -> RuleError:
        return RuleError(f"公式“{self.text}”：{problem}", f"formula {self.text!r}: {problem}")

    def expect(self, kind: str, value: str) -> None:
        if self.tokens[self.at] != (kind, value):
            wanted = value or "公式结束"
            raise self._error(f"此处应为“{wanted}”，而不是“{self.tokens[self.at][1]}”")
        self.at += 1

    def accept(self, kind: str, value: str) -> bool:
        if self.tokens[self.at] == (kind, value):
            self.at += 1
            return True
        return False

    def expression(self, level: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._error("嵌套过深")
        left = self._operand(depth + 1)
        while (binding := _LEVELS.get(self.tokens[self.at][1], 0)) > level and self.tokens[self.at][0] in (
            "op",
            "word",
        ):
            op = self.tokens[self.at][1]
            self.at += 1
            right = self._group(depth + 1) if op == "in" else self.expression(binding, depth + 1)
            left = Binary(op, left, right)
        return left

    def _group(self, depth: int) -> Group:
        self.expect("op", "(")
        return Group(self._arguments(depth))

    def _arguments(self, depth: int) -> tuple[Node, ...]:
        args: list[Node] = []
        while not self.accept("op", ")"):
            if args:
                self.expect("op", ",")
            args.append(self.expression(0, depth + 1))
        return tuple(args)

    def _operand(self, depth: int) -> Node:
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            digits = value.rstrip("%")
            return Number(Fraction(digits) / (100 if value.endswith("%") else 1), value)
        if kind == "text":
            return Literal(value)
        if kind == "day":
            try:
                return Literal(date.fromisoformat(value))
            except ValueError:
                raise self._error(f"“{value}”不是日期") from None
        if kind == "word":
            return self._worded(value, depth)
        if kind == "name":
            return self._named(value, depth)
        if value == "(":
            inner = self.expression(0, depth)
            self.expect("op", ")")
            return inner
        if value == "-":
            return Unary("-", self.expression(_NEGATE_LEVEL, depth))
        raise self._error(f"此处不能是“{value or '公式结束'}”")

    def _worded(self, word: str, depth: int) -> Node:
        if word in ("true", "false"):
            return Literal(word == "true")
        if word == "not":
            return Unary("not", self.expression(_NOT_LEVEL, depth))
        if word == "if":
            test = self.expression(0, depth)
            self.expect("word", "then")
            yes = self.expression(0, depth)
            self.expect("word", "else")
            return Choice(test, yes, self.expression(0, depth))
        raise self._error(f"此处不能是“{word}”")

    def _named(self, name: str, depth: int) -> Node:
        node: Node = Call(name, self._arguments(depth)) if self.accept("op", "(") else Name(name)
        if self.accept("op", "["):
            key = self.expression(0, depth)
            self.expect("op", "]")
            return Look(node, key)
        return node
