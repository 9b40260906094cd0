"""Which facts a head can use: the names in its formulas, followed through the definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lexcalc.law.facts import vocabulary
from lexcalc.law.formula import names, parse
from lexcalc.law.rulebook import Rulebook
from lexcalc.law.schema import Definition, Item, Way


def facts_of(rulebook: Rulebook, scenario: str, heads: Iterable[str], shares: bool = False) -> list[str]:
    """The facts that the heads' rules mention, nearest first; ``shares`` adds those that divide a loss (TC).

    A breadth-first walk: what a formula itself names comes before what only a definition needs.
    """
    items: list[Item] = [rulebook.items(scenario)[head][-1] for head in heads]
    if shares:
        items += rulebook.shares(scenario)
    known, definitions = vocabulary(), rulebook.definitions(scenario)
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [name for item in items for name in _mentioned(item)]
    while waiting:
        following: list[str] = []
        for name in dict.fromkeys(waiting):
            if name in seen:
                continue
            seen.add(name)
            if name in known:
                found[name] = None
            if name in definitions:
                following += _of_ways(definitions[name])
        waiting = following
    return list(found)


def _mentioned(item: Item) -> Iterator[str]:
    yield from _of_ways(item)
    conditions = [*(denial.when for denial in item.deny), *(condition for condition, _ in item.payer)]
    for condition in (*conditions, item.monthly):
        if condition:
            yield from sorted(names(parse(condition)))


def _of_ways(owner: Item | Definition) -> Iterator[str]:
    way: Way
    for way in owner.ways:
        for formula in (way.formula, way.when):
            if formula:
                yield from _in_order(formula)


def _in_order(formula: str) -> list[str]:
    """The names of a formula from left to right."""
    return sorted(names(parse(formula)), key=formula.find)
