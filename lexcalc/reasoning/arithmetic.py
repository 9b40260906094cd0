"""Exact arithmetic on untrusted calculation text: tokens, a small tree of our own, a fold over it.

No text ever reaches ``eval`` or one of sympy's parsers: those run payloads and hang on ``9**9**9``.
The tree holds only checked rationals and the four operations; sympy is given finished numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

from lexcalc.reasoning.tokens import BAD, CLOSE, FRAC, NUM, OP, OPEN, PERCENT, UNIT, Token, scan

MAX_CHARS = 4_000  # of one expression
MAX_EXPRESSION_TOKENS = 400
MAX_DEPTH = 32  # of brackets
MAX_BITS = 4_096  # of a value's numerator or denominator


class Unreadable(ValueError):
    """The text is not an expression that lexcalc computes."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with their sign (+1 or -1)."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors with their exponent (+1 or -1)."""

    factors: tuple[tuple[int, Node], ...]


Node: TypeAlias = "Number | Sum | Product"


class Algebra(Protocol):
    """What a fold needs; values are whatever the algebra computes with."""

    def number(self, value: Fraction) -> Any: ...
    def total(self, terms: list[tuple[int, Any]]) -> Any: ...
    def product(self, factors: list[tuple[int, Any]]) -> Any: ...


class Exact:
    """Rationals of the standard library: the fast path."""

    def number(self, value: Fraction) -> Fraction:
        return value

    def total(self, terms: list[tuple[int, Fraction]]) -> Fraction:
        sign, result = terms[0]
        result = result if sign > 0 else -result
        for sign, term in terms[1:]:
            result = result + term if sign > 0 else result - term
        return result

    def product(self, factors: list[tuple[int, Fraction]]) -> Fraction:
        exponent, result = factors[0]
        if exponent < 0:
            result = self.product([(1, Fraction(1)), factors[0]])
        for exponent, factor in factors[1:]:
            if exponent < 0 and not factor:
                raise Unreadable("除数为零")
            result = result * factor if exponent > 0 else result / factor
        return result


class Symbolic:
    """Unevaluated sympy expressions: an independent second computation, and the display form."""

    def __init__(self) -> None:
        import sympy

        self._sympy = sympy

    def number(self, value: Fraction) -> Any:
        return self._sympy.Rational(value.numerator, value.denominator)

    def total(self, terms: list[tuple[int, Any]]) -> Any:
        minus = self._sympy.Integer(-1)
        signed = [t if sign > 0 else self._sympy.Mul(minus, t, evaluate=False) for sign, t in terms]
        return self._sympy.Add(*signed, evaluate=False)

    def product(self, factors: list[tuple[int, Any]]) -> Any:
        minus = self._sympy.Integer(-1)
        powered = [
            f if exponent > 0 else self._sympy.Pow(f, minus, evaluate=False) for exponent, f in factors
        ]
        return self._sympy.Mul(*powered, evaluate=False)


def fold(tree: Node, algebra: Algebra) -> Any:
    """Compute a tree in an algebra; depth is bounded by the reader, so recursion is."""
    if isinstance(tree, Number):
        return algebra.number(tree.value)
    if isinstance(tree, Sum):
        return algebra.total([(sign, fold(term, algebra)) for sign, term in tree.terms])
    return algebra.product([(exponent, fold(factor, algebra)) for exponent, factor in tree.factors])


_EXACT = Exact()


def compute(tree: Node) -> Fraction:
    """The exact value of a tree; raises ``Unreadable`` on a division by zero or a value out of bounds."""
    value = fold(tree, _EXACT)  # 400 numbers of 18 digits bound what comes between
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise Unreadable("数值过大")
    return value


def to_sympy(tree: Node) -> Any:
    """The tree as an unevaluated sympy expression built from checked integers."""
    return fold(tree, Symbolic())


def recompute(tree: Node) -> Fraction:
    """The value as sympy computes it from the same tree: a second opinion on ``compute``."""
    value = to_sympy(tree).doit()
    if not value.is_Rational:
        raise Unreadable("除数为零")
    return Fraction(int(value.p), int(value.q))


def operands(tree: Node) -> list[Fraction]:
    """The numbers of a tree in the order written."""
    if isinstance(tree, Number):
        return [tree.value]
    parts = tree.terms if isinstance(tree, Sum) else tree.factors
    return [value for _, part in parts for value in operands(part)]


class _Reader:
    """Recursive descent over tokens; units after a number or a bracket are dropped."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        if len(tokens) > MAX_EXPRESSION_TOKENS:
            raise Unreadable("算式过长")
        self.tokens = tokens
        self.kinds = [token.kind for token in tokens]
        if BAD in self.kinds:
            raise Unreadable("含有不予计算的写法")
        self.kinds.append(-1)  # the end
        self.at = 0
        self.depth = 0

    def total(self) -> Node:
        first = self.product()
        if self.kinds[self.at] != OP:
            return first
        terms = [(1, first)]
        while self.kinds[self.at] == OP and self.tokens[self.at].value in ("+", "-"):
            sign = 1 if self.tokens[self.at].value == "+" else -1
            self.at += 1
            terms.append((sign, self.product()))
        return terms[0][1] if len(terms) == 1 else Sum(tuple(terms))

    def product(self) -> Node:
        first = self.signed()
        if self.kinds[self.at] != OP:
            return first
        factors = [(1, first)]
        while self.kinds[self.at] == OP and self.tokens[self.at].value in ("*", "/"):
            exponent = 1 if self.tokens[self.at].value == "*" else -1
            self.at += 1
            factors.append((exponent, self.signed()))
        return factors[0][1] if len(factors) == 1 else Product(tuple(factors))

    def signed(self) -> Node:
        if self.kinds[self.at] == OP and self.tokens[self.at].value in ("-", "+"):
            sign = 1 if self.tokens[self.at].value == "+" else -1
            self.at += 1
            if self.kinds[self.at] == OP:  # ``+-+-…`` is no arithmetic that a person writes
                raise Unreadable("运算符相连")
            operand = self.postfix()
            return operand if sign > 0 else Sum(((-1, operand),))
        return self.postfix()

    def postfix(self) -> Node:
        node = self.primary()
        while self.kinds[self.at] in (UNIT, PERCENT):
            if self.kinds[self.at] == PERCENT:
                per = 1000 if "‰" in str(self.tokens[self.at].value) else 100
                node = Product(((1, node), (1, Number(Fraction(1, per)))))
            self.at += 1
        return node

    def primary(self) -> Node:
        if self.kinds[self.at] == NUM:
            self.at += 1
            return Number(self.tokens[self.at - 1].value)
        if self.kinds[self.at] == OPEN:
            return self.bracket()
        if self.kinds[self.at] == FRAC:
            self.at += 1
            above = self.bracket()
            return Product(((1, above), (-1, self.bracket())))
        raise Unreadable("缺少数字")

    def bracket(self) -> Node:
        if self.kinds[self.at] != OPEN:
            raise Unreadable("缺少括号")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("括号过深")
        self.at += 1
        node = self.total()
        if self.kinds[self.at] != CLOSE:
            raise Unreadable("括号不配对")
        self.at += 1
        self.depth -= 1
        return node


def read(tokens: Sequence[Token]) -> Node:
    """The tree of a whole token run; raises ``Unreadable``."""
    reader = _Reader(tokens)
    tree = reader.total()
    if reader.at != len(tokens):
        raise Unreadable("算式之后还有文字")
    return tree


def parse(text: str) -> Node:
    """The tree of one expression that fills the whole text; raises ``Unreadable``."""
    if len(text) > MAX_CHARS:
        raise Unreadable("算式过长")
    return read(scan(text))


def evaluate(text: str) -> Fraction | None:
    """The exact value of an expression (``2300元/月×2个月`` is 4600), or None where it is not one.

    >>> evaluate("8.5×12,600元")
    Fraction(107100, 1)
    """
    try:
        return compute(parse(text))
    except Unreadable:
        return None
