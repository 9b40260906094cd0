"""R_law: how many of the scenario's legal elements the completion names, each worth 1/K (paper §4.3).

Naming them is enough, so a bare list earns all of it; ``checked`` asks for the steps behind the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Any

from lexcalc.reasoning import vocabulary
from training.rewards.reading import read


def law(
    completions: Sequence[Any], record: Sequence[str], opened: Sequence[str] | None = None, **_: Any
) -> list[float]:
    """The share of the keywords that occur; the scenario is the question's."""
    return [
        mean(word in answer.whole for word in vocabulary.keywords(answer.question.scenario))
        for answer in read(completions, record, opened)
    ]
