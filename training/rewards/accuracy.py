"""R_acc: the last boxed amount is the rulebook's, to the cent (paper §4.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from lexcalc.money import cents
from lexcalc.reasoning.answer import boxed, boxes
from lexcalc.score.compare import names_missing
from training.rewards.reading import Answer, read


def accuracy(
    completions: Sequence[Any],
    record: Sequence[str],
    opened: Sequence[str] | None = None,
    log_metric: Callable[[str, float], None] | None = None,
    **_: Any,
) -> list[float]:
    """1 for the right answer, else 0; logs the share of completions in which no answer can be read."""
    answers = list(read(completions, record, opened))
    if log_metric is not None and answers:
        log_metric("parse_failures", sum(map(unreadable, answers)) / len(answers))
    return [float(solved(answer)) for answer in answers]


def solved(answer: Answer) -> bool:
    """Whether the box holds the gold; where a fact is missing: whether there is none and it is named."""
    gold, text = answer.question.answer, answer.whole
    if gold is None:
        return not boxes(text) and names_missing(text, answer.question.missing)
    found = boxed(text)
    return found is not None and cents(found) == cents(Fraction(gold))


def unreadable(answer: Answer) -> bool:
    """Neither an amount in a box nor a word that something is missing."""
    return boxed(answer.whole) is None and not names_missing(answer.whole, ())
