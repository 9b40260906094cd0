"""The calculator beside the model: where it has written a calculation, the result is put in for it.

A small model sets a case up far better than it multiplies, so it need not multiply: it stops after ``=`` and
after ``某日至某日为``, the exact result is written there, and it goes on from it (Cobbe et al. 2021,
arXiv 2110.14168, section 2).  What is calculated with what stays the model's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Duration
from lexcalc.law.functions import Needed
from lexcalc.law.service import elapsed, service
from lexcalc.money import cents, plain
from lexcalc.reasoning.arithmetic import evaluate

# Where the model's turn ends: after a calculation, and after ``2021-03-01至2024-02-29为``.  Servers take
# four at most, so ``为`` ends a turn in prose too; nothing is put in there and the model goes on.
STOPS = ("=", "为")
_HEADING = "："  # ends the element line, whose ``=`` calculate nothing: the first heading follows it
_EXPRESSION = re.compile(r"[\d.%+\-×÷()]{3,200}=$")
_OPERATOR = re.compile(r"(?<=[\d%)])[+\-×÷]")
_PERCENTAGES = re.compile(r"(?:1|[\d.]+%)(?:[+-][\d.]+%)+=$")
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)至(\d{4}-\d\d-\d\d)(补签前)?为$")


def number(value: Fraction) -> str:
    """A number in plain digits; what does not end within four decimals is rounded half-up to 分."""
    return plain(value if (value * 10**4).denominator == 1 else cents(value))


def result(text: str) -> str:
    """What belongs after a text that ends in one of ``STOPS``; empty where that is no calculation.

    The element line (``月工资=8000元``) holds none: an expression needs an operator.
    """
    tail = text[-260:]
    if found := _EXPRESSION.search(tail):
        return _calculated(found[0])
    if found := _SPAN.search(tail):
        return _between(found[1], found[2], elapsed if found[3] else service)
    return ""


def _calculated(expression: str) -> str:
    if not _OPERATOR.search(expression):
        return ""
    value = evaluate(expression.removesuffix("="))
    if value is None:
        return ""
    if _PERCENTAGES.fullmatch(expression):
        return number(value * 100) + "%"
    if "×" not in expression and "÷" not in expression:  # a sum of amounts is an amount
        value = value if (value * 100).denominator == 1 else cents(value)
    return number(value)


def _between(first: str, last: str, length: Callable[[date, date], Duration]) -> str:
    try:
        return str(length(date.fromisoformat(first), date.fromisoformat(last)))
    except (ValueError, Needed):
        return ""


class Dictation:
    """An answer that grows by turns: the model writes up to a stop, the calculator puts in the result.

    ``text`` is the answer without its opening, ``left`` the tokens that the model may still write.
    """

    def __init__(self, max_tokens: int) -> None:
        self.text = ""
        self.left = max_tokens
        self.tokens = 0
        self.finish_reason: str | None = None

    @property
    def stops(self) -> tuple[str, ...]:
        """Where the next turn ends."""
        return STOPS if "\n" in self.text else (_HEADING,)

    def take(self, written: str, finish_reason: str, tokens: int | None) -> str:
        """Note a turn of the model; what is put in after it, possibly nothing.

        ``finish_reason`` is None until the answer is over: it ends where a turn ends without a stop.
        """
        stopped = written.endswith(self.stops) and finish_reason != "length"
        self.text += written
        self.tokens += tokens or 0
        self.left -= max(1, tokens if tokens is not None else len(written))
        if not stopped or self.left <= 0:
            self.finish_reason = finish_reason if not stopped else "length"
            return ""
        told = result(self.text)
        self.text += told
        return told
