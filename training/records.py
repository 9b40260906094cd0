"""What the stages hand to each other: questions and trajectories, one JSON object a line.

A question is a line of a lexcalc case file (``question``, ``scenario``, ``answer``, ``facts`` as ``--set``
takes them) with what training needs besides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from lexcalc.case.model import Asked, Case, Scenario, Value, value_text
from lexcalc.law import Assessment, assess
from lexcalc.law.facts import parse_fact

Voice = Literal["exam", "judgment", "layman"]
VOICES: tuple[Voice, ...] = ("exam", "judgment", "layman")


@dataclass(frozen=True)
class Draft:
    """A sampled case: typed facts, what is asked, and the text that tells both.

    ``facts`` are those that a reader can know from the text (names and types of rules/facts.yaml); no figure
    of the published statistics is among them unless the text states it.  ``elements`` are the (label, text)
    pairs of the element line in the order of the text, each text exactly as it stands in ``question``.
    ``pattern`` names the way of telling, so that held-out patterns can be kept for the test split.
    """

    scenario: Scenario
    question: str
    facts: Mapping[str, Value]
    heads: tuple[str, ...]
    elements: tuple[tuple[str, str], ...]
    voice: Voice
    pattern: str
    payer: str | None = None
    deduct_paid: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A draft with its gold: ``answer`` in yuan, or None where ``missing`` says what the text lacks."""

    id: str
    scenario: Scenario
    question: str
    answer: str | None
    missing: tuple[str, ...]
    asked: Mapping[str, Any]
    facts: Mapping[str, str]
    elements: tuple[tuple[str, str], ...]
    voice: Voice
    pattern: str
    notes: Mapping[str, str] = field(default_factory=dict)

    def case(self) -> Case:
        """The case as its facts say, without reading the text."""
        asked = Asked(tuple(self.asked["heads"]), self.asked["payer"], self.asked["deduct_paid"])
        case = Case(text=self.question, scenario=self.scenario, asked=asked)
        for name, text in self.facts.items():
            case.supply(parse_fact(name, text))
        return case

    def assess(self) -> tuple[Case, Assessment]:
        """The case and what the rulebook gives for it."""
        case = self.case()
        return case, assess(case)


@dataclass(frozen=True)
class Trajectory:
    """A question with the completion that the student learns: ``<think>…</think>`` and a conclusion."""

    question: Question
    completion: str


def question_id(scenario: str | None, text: str) -> str:
    """The id of a question: the same for the same words."""
    return f"{scenario}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def from_draft(draft: Draft) -> Question:
    """The question of a draft with its gold; UsageError for a fact that the vocabulary does not know."""
    facts = {name: value_text(value) for name, value in draft.facts.items()}
    asked = {"heads": list(draft.heads), "payer": draft.payer, "deduct_paid": draft.deduct_paid}
    blank = Question(
        id=question_id(draft.scenario, draft.question),
        scenario=draft.scenario,
        question=draft.question,
        answer=None,
        missing=(),
        asked=asked,
        facts=facts,
        elements=draft.elements,
        voice=draft.voice,
        pattern=draft.pattern,
        notes=draft.notes,
    )
    _, native = blank.assess()
    from lexcalc.money import yuan

    answer = None if native.answer is None else yuan(native.answer)
    missing = tuple(str(each) for each in (*native.missing, *native.discretion)) if answer is None else ()
    return Question(**{**vars(blank), "answer": answer, "missing": missing})


def line(record: Question | Trajectory) -> str:
    """A record as a line of JSON."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)


def write(path: Path, records: Iterable[Question | Trajectory]) -> int:
    """Write records as JSON lines and return how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(line(record) + "\n")
            count += 1
    return count


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as text:
        for line in text:
            if line.strip():
                yield json.loads(line)


def question(record: Mapping[str, Any]) -> Question:
    """A question from its JSON object; who reviewed it (``lexcalc review --export``) is no part of it."""
    record = {name: value for name, value in record.items() if name != "reviewed"}
    elements = tuple((label, text) for label, text in record["elements"])
    return Question(**{**record, "elements": elements, "missing": tuple(record["missing"])})


def questions(path: Path) -> list[Question]:
    """All questions of a file."""
    return [question(each) for each in lines(path)]


def trajectories(path: Path) -> list[Trajectory]:
    """All trajectories of a file."""
    return [Trajectory(question(each["question"]), each["completion"]) for each in lines(path)]
