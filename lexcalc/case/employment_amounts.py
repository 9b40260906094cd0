"""Sums of money in a labour case by the words around them, and their facts."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.aside import beside
from lexcalc.case.context import claimed
from lexcalc.case.employment_text import elsewhere
from lexcalc.case.employment_wage_words import TAKEN_IN
from lexcalc.case.marked import Hit, Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity

# 高出…300元, 涨了500元: how far two figures lie apart, not a figure of its own
_DIFFERENCE = re.compile(
    r"(?:高出|多出|超出|高于|低于|相差|少了|多了|涨了|降了|减少|增加|上调|下调|上浮|多|差)(?:了)?$"
)


def add(case: Case, name: str, q: Quantity, value: Fraction | None = None) -> None:
    case.facts.add(Fact(name, q.value if value is None else value, span=q.span))  # type: ignore[arg-type]


def amounts(
    marked: Marked, patterns: tuple[str, ...], avoid: str | None = None
) -> list[tuple[int, Hit, Quantity]]:
    """Hits of all patterns by rank of the pattern, with the captured amount, claims and vague amounts left out."""
    found = []
    for rank, pattern in enumerate(patterns):
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            if q.kind != "money" or q.approx or q.value < 300:  # type: ignore[operator]
                continue
            if claimed(marked, hit.match.start()) or elsewhere(marked, q.start):
                continue
            if _DIFFERENCE.search(marked.folded[max(0, q.start - 8) : q.start]):
                continue
            words = marked.folded[hit.match.start() : q.start]
            if avoid and re.search(avoid, TAKEN_IN.sub("", re.sub(r"\([^)]*\)", "", words))):
                continue
            if beside(marked, q):
                continue
            found.append((rank, hit, q))
    return found


def behind(marked: Marked, pattern: str) -> list[Quantity]:
    """The sums that stand before their label (8,100元是当地上年度职工月平均工资)."""
    return [q for _, _, q in amounts(marked, (pattern,))]


def start_of(case: Case, name: str) -> int | None:
    fact = case.facts.get(name)
    return fact.span[0] if fact and fact.span else None
