"""A pasted judgment names amounts of a head: what the rules compute must be among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from lexcalc import money
from lexcalc.case.pleadings import blanked, stretches

_NEAR = 10  # characters between a head and its amount (应为人民币, 共计, 差额)
_ENDING = 150  # characters in which a question stands, if there is one
_QUESTION = re.compile(r"[?？]|多少|几何|请(?:计算|问|列出?|给出|核?算)|试计算|(?<![请要诉需恳])求")
_BREAK = re.compile(r"[。；;！？\n，,、:：]")


def named_amounts(text: str, names: Iterable[str]) -> list[Fraction]:
    """The sums of money that stand right after one of the names, in order, each once."""
    folded = money.fold(text)
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    ends = [match.end() for match in pattern.finditer(folded)]
    found = [
        amount.value
        for amount in money.find(text)
        if amount.unit_written
        and any(
            0 <= amount.start - end <= _NEAR and not _BREAK.search(folded, end, amount.start) for end in ends
        )
    ]
    return list(dict.fromkeys(found))


def pasted(text: str) -> bool:
    """Whether a text is a document rather than a question."""
    return bool(text) and not _QUESTION.search(text[-_ENDING:])


def contradiction(text: str, names: Iterable[str], amount: Fraction) -> list[Fraction]:
    """The amounts that a text names for a head, when the computed one is none of them; else nothing.

    Parties and courts name what they ask for and award: a result that nobody named is more likely a fact
    misread among claims than a new truth.  Courts drop 角 and 分, so a difference below one yuan is none.
    A text that ends with a question is an exercise or a client's, where wrong sums stand on purpose.
    """
    if not pasted(text):
        return []
    names = list(names)
    findings = blanked(text, stretches(money.fold(text)))  # they are heard before claims
    found = named_amounts(findings, names) or named_amounts(text, names)
    if amount == 0:
        return found or [amount]  # nobody goes to court over nothing: a denial needs a second look
    return [] if any(abs(amount - each) < 1 for each in found) else found
