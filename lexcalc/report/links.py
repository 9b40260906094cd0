"""What belongs together in a paper: a fact, where it stands in the text, the lines and steps that use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lexcalc.contract import FactOut, ItemOut, Report, StepOut

_NAME = re.compile(r"[^\W\d]\w*")
_DECIMAL = re.compile(r"-?\d{1,24}(?:\.\d{1,24})?")
_SUPPLY = re.compile(r"--set ([^\s=]{1,60})=")
_TELLING = 2  # a number up to this says nothing about where it came from


@dataclass(frozen=True)
class Piece:
    """A stretch of the case text under the same facts; ``ends`` are the facts whose span ends with it."""

    start: int
    end: int
    facts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    unused: bool = False


def asked_for(sentence: str) -> str | None:
    """The fact that a sentence on what is missing asks for with ``--set``, if it names one."""
    named = _SUPPLY.search(sentence)
    return named[1] if named else None


def pieces(report: Report) -> list[Piece]:
    """The whole question cut at every edge of a span, so that overlapping spans need no nested marks."""
    length = len(report.question)
    spans = {i: fact.span for i, fact in enumerate(report.facts) if _within(fact.span, length)}
    unused = [span for span in report.unused if _within(span, length)]
    edges = {0, length}.union(*spans.values(), *unused)
    cuts = sorted(edges)
    return [
        Piece(
            start,
            end,
            tuple(i for i, span in spans.items() if span and span[0] <= start and end <= span[1]),
            tuple(i for i, span in spans.items() if span and span[1] == end),
            any(span[0] <= start and end <= span[1] for span in unused),
        )
        for start, end in pairwise(cuts)
    ]


def _within(span: tuple[int, int] | None, length: int) -> bool:
    return span is not None and 0 <= span[0] < span[1] <= length


def number_of(fact: FactOut) -> Fraction | None:
    """A fact's value as a number, or None where it is a date, a choice, a list."""
    return Fraction(fact.value) if _DECIMAL.fullmatch(fact.value) else None


def used_by_item(item: ItemOut, report: Report) -> list[int]:
    """The facts that a line rests on: named in its formula or derivation, or behind what is named there."""
    names = behind(names_in(f"{item.formula}\n{item.explanation}"), report.scenario)
    return [i for i, fact in enumerate(report.facts) if fact.name in names]


def names_in(text: str) -> set[str]:
    """The names in a formula or derivation."""
    return set(_NAME.findall(text))


def behind(names: set[str], scenario: str | None) -> set[str]:
    """The names and all that the definitions of the rules lead them to."""
    if scenario is None:
        return names
    from lexcalc.law import formula, load_rulebook

    definitions = load_rulebook().definitions(scenario)
    found = set(names)
    waiting = list(names & definitions.keys())
    while waiting:
        for way in definitions[waiting.pop()].ways:
            new = formula.names(formula.parse(way.formula)) - found
            found |= new
            waiting += new & definitions.keys()
    return found


def used_by_step(step: StepOut, report: Report) -> list[int]:
    """The facts whose number a model's step writes; small numbers are no sign of anything."""
    from lexcalc import money

    written = {amount.value for amount in money.find(step.text)}
    numbers = ((i, number_of(fact)) for i, fact in enumerate(report.facts))
    return [i for i, value in numbers if value is not None and abs(value) > _TELLING and value in written]
