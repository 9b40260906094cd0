"""The short way for the plainest equations (``51150+9000=60150元``), most of what a trained model writes.

Integers only, no tokens and no tree: several times faster than the full reader, and an independent
computation that the tests hold against it.  Whatever is not plain is left to the full reader.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from lexcalc.reasoning.tokens import MAX_DIGITS
from lexcalc.reasoning.tokens import WORD_BREAKS as _BREAKS

MAX_CHARS = 200
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_PIECE = re.compile(
    # A label of words that can be no number, unit or sign, the calculation, the sign, the claim.
    # No dates: 2024-3-5 is no subtraction.
    rf"(?:[^\W\d_A-Za-z{_BREAKS}的半成]+:?)?"
    rf"(?P<left>(?!.*(?:19|20)\d\d[-/]\d\d?[-/])\(*\d[\d.,()+\-*/%元]*?[+\-*/][\d.,()+\-*/%元]*)"
    rf"=(?P<claim>{_NUMBER})(?P<yuan>元?)"
)
_LEXEME = re.compile(rf"(({_NUMBER})(%?)元?|([-+*/()]))")

Ratio = tuple[int, int]


class Plain(NamedTuple):
    """A plain equation: the span of its text, what it claims (with decimals), what it computes to."""

    start: int
    end: int
    claimed: Fraction
    places: int
    computed: Fraction


def read(piece: str) -> Plain | None:
    """The equation that fills a piece of folded text, or None where it is not plain."""
    if len(piece) > MAX_CHARS or (match := _PIECE.fullmatch(piece)) is None:
        return None
    left = match["left"]
    lexemes = _LEXEME.findall(left)
    if sum([len(lexeme[0]) for lexeme in lexemes]) != len(left):
        return None
    lexemes.reverse()
    computed = _total(lexemes, 0)
    claim = match["claim"].replace(",", "")
    if computed is None or lexemes or len(claim) > MAX_DIGITS:
        return None
    whole, _, part = claim.partition(".")
    claimed = _fraction(int(whole + part), 10 ** len(part))
    return Plain(match.start("left"), match.end(), claimed, len(part), _fraction(*computed))


def _fraction(above: int, below: int) -> Fraction:
    return Fraction(above) if below == 1 else Fraction(above, below)  # the first is twice as fast


Rest = list[tuple[str, str, str, str]]  # lexemes, last first: the whole, digits, percent, sign


def _total(rest: Rest, depth: int) -> Ratio | None:
    """Sum of products; takes what it reads off the end of ``rest``."""
    above, below = 0, 1
    sign = 1
    while True:
        term = _product(rest, depth)
        if term is None:
            return None
        above, below = above * term[1] + sign * term[0] * below, below * term[1]
        if not rest or rest[-1][3] not in ("+", "-"):
            return above, below
        sign = 1 if rest.pop()[3] == "+" else -1


def _product(rest: Rest, depth: int) -> Ratio | None:
    above, below = 1, 1
    divide = False
    while rest:
        _, digits, percent, sign = rest.pop()
        if digits:
            if len(digits) > MAX_DIGITS:
                return None
            whole, _, part = digits.replace(",", "").partition(".")
            number, scale = int(whole + part), 10 ** len(part)
            if percent:
                scale *= 100
        elif sign == "(" and depth < 8:
            inner = _total(rest, depth + 1)
            if inner is None or not rest or rest.pop()[3] != ")":
                return None
            number, scale = inner
        else:
            return None
        if divide:
            if not number:
                return None
            number, scale = scale, number
        above, below = above * number, below * scale
        if not rest or rest[-1][3] not in ("*", "/"):
            return (above, below) if below > 0 else (-above, -below)
        divide = rest.pop()[3] == "/"
    return None
