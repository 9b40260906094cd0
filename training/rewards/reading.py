"""A completion in any of the forms in which TRL hands it over, read once for all rewards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lexcalc.contract import AssessmentOut, ReasoningOut
from lexcalc.law.contract import to_contract
from lexcalc.reasoning.parse import parse
from training import records
from training.records import Question

THINK = "<think>"


@dataclass(frozen=True)
class Answer:
    """A completion beside its question: ``text`` and, where it came apart, ``thinking``."""

    question: Question
    assessment: AssessmentOut
    text: str
    thinking: str | None
    reasoning: ReasoningOut

    @property
    def whole(self) -> str:
        """Thinking and conclusion in one text."""
        return self.reasoning.text


def read(
    completions: Sequence[Any], record: Sequence[str], opened: Sequence[str] | None = None
) -> Iterator[Answer]:
    """Each completion with its question (``record``: its JSON).

    A completion is a text, a chat message or a list of them (the last counts), its thinking perhaps apart in
    ``reasoning_content``.  ``opened`` is what the prompt has already written of each answer.
    """
    starts = [""] * len(completions) if opened is None else opened
    for completion, line, start in zip(completions, record, starts, strict=True):
        text, thinking = _parts(completion)
        if thinking is None:
            text = start + text
        else:
            thinking = start.replace(THINK, "", 1).lstrip("\n") + thinking.replace(THINK, "", 1)
        question, assessment = _question(line)
        reasoning = parse(text, reasoning=thinking, scenario=question.scenario)
        yield Answer(question, assessment, text, thinking, reasoning)


def _parts(completion: Any) -> tuple[str, str | None]:
    if isinstance(completion, str):
        return completion, None
    message = completion if isinstance(completion, dict) else completion[-1]
    content, thinking = message.get("content") or "", message.get("reasoning_content")
    if isinstance(content, list):  # content in blocks
        content = "".join(block.get("text", "") for block in content)
    return content, thinking


@lru_cache(maxsize=512)
def _question(line: str) -> tuple[Question, AssessmentOut]:
    question = records.question(json.loads(line))
    return question, to_contract(question.assess()[1])
