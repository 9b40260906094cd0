"""The calculator beside the model: where it has written a calculation, the result is put in for it.

A small model sets a case up far better than it multiplies, so it need not multiply: it stops after ``=`` and
after ``某日至某日为``, the exact result is written there, and it goes on from it (Cobbe et al. 2021,
arXiv 2110.14168, section 2).  So it is with ``甲元与乙元中较低者为`` (a cap; 较高者 a floor) and with
``3年7个月，折算为`` (article 47's months), and with an element that the case says in words, which ``→``
turns into digits (``工资=8千5→8500元``).  What is calculated with what stays the model's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Duration
from lexcalc.case.quantities import PartialDate, scan
from lexcalc.law.functions import Needed
from lexcalc.law.service import elapsed, of_duration, service, severance_months
from lexcalc.money import cents, plain
from lexcalc.reasoning.arithmetic import evaluate
from lexcalc.reasoning.vocabulary import SAID

# Where the model's turn ends: after a calculation, a span of days, a comparison.  Servers take four at
# most, so ``为`` ends a turn in prose too; nothing is put in there and the model goes on.
STOPS = ("=", "为")
_WORDS = re.compile(r"[〇零一二两三四五六七八九十百千万]")
_COUNT = 100  # below it a bare number counts months or days: 十二, but 六千二 is money
_UNIT = re.compile(r"(?:元|块钱?)?(?:[/每][年月日天])?")
_EXPRESSION = re.compile(r"[\d.%+\-×÷()]{3,200}=$")
_OPERATOR = re.compile(r"(?<=[\d%)])[+\-×÷]")
_PERCENTAGES = re.compile(r"(?:1|[\d.]+%)(?:[+-][\d.]+%)+=$")
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)至(\d{4}-\d\d-\d\d)(补签前)?为$")
_LIMITED = re.compile(
    r"(\d{1,15}(?:\.\d{1,4})?)元与[^\d，；。\n]{0,8}(\d{1,15}(?:\.\d{1,4})?)元中较([高低])者为$"
)
_LENGTH = re.compile(r"(?:(\d{1,2})年)?(?:(\d{1,3})个月)?(?:(\d{1,2})天)?，折算为$")
_SERVED = re.compile(_SPAN.pattern.removesuffix("$") + _LENGTH.pattern)


def number(value: Fraction) -> str:
    """A number in plain digits; what does not end within four decimals is rounded half-up to 分."""
    return plain(value if (value * 10**4).denominator == 1 else cents(value))


def in_digits(words: str) -> str:
    """An amount, a share, a day, a length or an age that is said in words, as ``→`` writes it; else empty."""
    if not _WORDS.search(words):
        return ""
    found = scan(words)
    if len(found) != 1:
        return ""
    (one,) = found
    if one.start or one.approx:
        return ""
    value, rest = one.value, words[one.end :]
    if one.kind == "money" and isinstance(value, Fraction) and _UNIT.fullmatch(rest):
        count = not one.unit and value < _COUNT
        return number(value) + ("" if count else "元")
    if rest:
        return ""
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, PartialDate):
        return value.first().isoformat() if value.exact else ""
    return {"ratio": number(value * 100) + "%", "age": number(value) + "周岁"}.get(one.kind, "")


def result(text: str) -> str:
    """What belongs after a text that ends in one of ``STOPS`` or ``SAID``; empty if that is no calculation.

    The element line (``月工资=8000元``) holds none: an expression needs an operator.
    """
    tail = text[-260:]
    if text.endswith(SAID):
        return in_digits(re.split("[=；\n]", tail.removesuffix(SAID))[-1])
    if found := _EXPRESSION.search(tail):
        return _calculated(found[0])
    if found := _SPAN.search(tail):
        return _between(found[1], found[2], elapsed if found[3] else service)
    if found := _SERVED.search(tail):  # the days decide: 5个月30天 in long months are below six
        return _between(found[1], found[2], lambda first, last: _months(severance_months(first, last)))
    if found := _LIMITED.search(tail):
        one, other = Fraction(found[1]), Fraction(found[2])
        return number(max(one, other) if found[3] == "高" else min(one, other)) + "元"
    if (found := _LENGTH.search(tail)) and any(found.groups()):
        return _months(of_duration(Duration(*(int(part or 0) for part in found.groups()))))
    return ""


def _months(count: Fraction) -> str:
    return f"{number(count)}个月"


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


def _between(first: str, last: str, told: Callable[[date, date], object]) -> str:
    try:
        return str(told(date.fromisoformat(first), date.fromisoformat(last)))
    except (ValueError, Needed):
        return ""
