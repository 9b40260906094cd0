"""R_format: thinking that is closed once, then a conclusion with ``\\boxed{}`` (paper §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lexcalc.reasoning.answer import boxes, has_format, split_thinking
from training.rewards.reading import Answer, read


def format_(
    completions: Sequence[Any], record: Sequence[str], opened: Sequence[str] | None = None, **_: Any
) -> list[float]:
    """1 for a completion in the asked-for form, else 0, whatever its amount."""
    return [float(well_formed(answer)) for answer in read(completions, record, opened)]


def well_formed(answer: Answer) -> bool:
    """The form of an answer; where a fact is missing a conclusion stands in the place of the box."""
    if answer.question.answer is not None:
        return has_format(answer.text, answer.thinking)
    thinking, conclusion, closed = split_thinking(answer.text, answer.thinking)
    once = answer.thinking is not None or answer.text.count("</think>") == 1
    return once and closed and bool(thinking.strip()) and bool(conclusion.strip()) and not boxes(answer.whole)


format_.__name__ = "format"  # as the logs call it
