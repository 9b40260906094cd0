"""A text that the reader has read, as a question of the training set."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lexcalc import money
from lexcalc.case.model import value_text
from training.records import Question, Voice, question_id

if TYPE_CHECKING:
    from lexcalc.case.model import Case


class Unusable(ValueError):
    """Why a text is no question for training."""


def restated(case: Case, answer: Fraction, *, voice: Voice, pattern: str, **notes: str) -> Question:
    """The question that the read facts make by themselves, without elements.

    ``answer`` is what the rulebook gives for the text; Unusable where the facts, written as ``--set`` takes
    them, give anything else.
    """
    asked = case.asked
    made = Question(
        id=question_id(case.scenario, case.text),
        scenario=case.scenario or "EC",
        question=case.text,
        answer=money.yuan(answer),
        missing=(),
        asked={"heads": list(asked.heads), "payer": asked.payer, "deduct_paid": asked.deduct_paid},
        facts={f.name: value_text(f.value) for f in case.facts if f.source in ("text", "model")},
        elements=(),
        voice=voice,
        pattern=pattern,
        notes={"reader": "equal", **notes},
    )
    try:
        same = made.assess()[1].answer == answer
    except Exception as error:  # a fact whose written form --set does not take
        raise Unusable(f"facts cannot be restated: {error}") from error
    if not same:
        raise Unusable("the facts alone give another result")
    return made
