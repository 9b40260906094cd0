"""LEAD: a case is reasoned by roles over the rulebook, then told again without the open books.

LegalOne's report names the roles of a lawyer's work: fact finding, issue, rule retrieval, deduction,
conclusion.  Here each is a function.  Together they give an open-book trace (every element with its place,
every article with its text and source); the closed-book rewriting keeps what a model without books must know
and merges it into one chain of thought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from lexcalc.case.model import Scenario
from lexcalc.errors import LexcalcError
from lexcalc.law import Assessment
from lexcalc.money import plain
from lexcalc.reasoning.calculator import in_digits
from lexcalc.reasoning.vocabulary import ELEMENTS, SAID
from training.records import Question

DEDUCERS: dict[Scenario, str] = {
    "EC": "training.distil.employment",
    "WC": "training.distil.work_injury",
    "TC": "training.distil.traffic",
}
ASKED = "所问"


class Ungrounded(ValueError):
    """An element that stands nowhere in the case."""


@dataclass(frozen=True)
class Element:
    """What matters of the case: label, words, and the half-open range where they stand in it."""

    label: str
    text: str
    span: tuple[int, int] | None


@dataclass(frozen=True)
class Issue:
    """What is asked: the heads, whose share, whether payments count, and the words that ask."""

    scenario: Scenario
    heads: tuple[str, ...]
    payer: str | None
    deduct_paid: bool
    words: str


@dataclass(frozen=True)
class Rule:
    """An article that a computation rests on; ``text`` is None where no text of that day is shipped."""

    citation: str
    heads: tuple[str, ...]
    title: str = ""
    text: str | None = None
    valid_from: str = ""
    source: str = ""


@dataclass(frozen=True)
class Trace:
    """The open-book trace of a question."""

    id: str
    elements: tuple[Element, ...]
    issue: Issue
    rules: tuple[Rule, ...]
    steps: tuple[tuple[str, str], ...]
    conclusion: str
    answer: str | None
    missing: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def fact_finder(question: Question) -> tuple[Element, ...]:
    """The elements with their places; Ungrounded for words that are not in the question.

    所问 alone may be said in the law's words instead of the client's: naming the issue is a role of its own.
    """
    found = []
    for label, text in question.elements:
        start = question.question.find(text)
        if not text or (start < 0 and label != ASKED):
            raise Ungrounded(f"{label}={text}")
        found.append(Element(label, text, None if start < 0 else (start, start + len(text))))
    return tuple(found)


def issue(question: Question) -> Issue:
    """What is asked, and in which words."""
    asked = question.asked
    words = next((text for label, text in reversed(question.elements) if label == ASKED), "")
    return Issue(question.scenario, tuple(asked["heads"]), asked["payer"], asked["deduct_paid"], words)


def rule_retrieval(native: Assessment) -> tuple[Rule, ...]:
    """The articles that the computed items cite, each with its text as of the day that governs."""
    heads: dict[str, list[str]] = {}
    for item in native.items:
        for citation in item.citations:
            heads.setdefault(citation, []).append(item.head)
    days = tuple(dict.fromkeys(day for day in native.dates.values() if len(day) == 10))
    return tuple(
        Rule(citation, tuple(dict.fromkeys(of)), **_article(citation, days)) for citation, of in heads.items()
    )


@cache
def _article(citation: str, days: tuple[str, ...]) -> dict[str, Any]:
    from lexcalc.law.lookup import look_up

    for day in (*map(date.fromisoformat, days), None):
        try:
            found = look_up(citation, day, None, date.today())
        except LexcalcError:
            continue
        texts = [article.part or article.text or "" for article in found.articles]
        return {
            "title": found.title,
            "text": "\n".join(texts) or None,
            "valid_from": str(found.valid_from or ""),
            "source": found.source,
        }
    return {}


def open_book(question: Question, deducers: Mapping[Scenario, str] = DEDUCERS) -> Trace:
    """All roles in turn; what a role cannot do raises (Ungrounded, or whatever the deduction raises)."""
    elements = fact_finder(question)
    case, native = question.assess()
    deduction = import_module(deducers[question.scenario]).deduce(question, case, native)
    return Trace(
        id=question.id,
        elements=elements,
        issue=issue(question),
        rules=rule_retrieval(native),
        steps=tuple((heading, sentence) for heading, sentence in deduction.steps),
        conclusion=deduction.conclusion,
        answer=None if native.answer is None else plain(native.answer),
        missing=tuple(map(str, (*native.missing, *native.discretion))) if native.answer is None else (),
    )


def _digits(element: Element) -> str:
    """What was said in words is written in digits once, so that no step has to read it again."""
    told = "" if element.label == ASKED else in_digits(element.text)
    return SAID + told if told else ""


def closed_book(trace: Trace) -> str:
    """The completion: the elements in one line, the steps, the conclusion with its box (none if missing)."""
    elements = "；".join(f"{each.label}={each.text}{_digits(each)}" for each in trace.elements)
    steps = "\n".join(f"{heading}：{sentence}" for heading, sentence in trace.steps)
    box = "" if trace.answer is None else f"\\boxed{{{trace.answer}}}"
    return f"<think>\n{ELEMENTS}：{elements}\n{steps}\n</think>\n{trace.conclusion}{box}"
