"""One report beside its gold: what lexcalc stood behind, what the model said, and how far off both are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from statistics import mean
from typing import Any, Literal

from lexcalc.contract import ReasoningOut, Report
from lexcalc.money import cents, plain

State = Literal["right", "wrong", "refused"]
_NAME = re.compile(r"[^（，；(,;]+")
_LACKS = re.compile(r"缺|未(?:写明|说明|给出|载明|提供)|无法(?:计算|确定)|不能(?:计算|确定)")


@dataclass
class Outcome:
    """The answer to one question.

    ``expected`` is the gold in yuan, None where the question lacks a fact and is to be refused; ``got`` is
    what lexcalc stood behind.  Of a model: ``box`` is the amount in its last box, ``said`` what it concluded
    with in any form; ``boxed`` and ``own`` whether these are the gold; ``formatted`` that the thinking was
    closed and a box with an amount followed; ``elements`` the share of the scenario's legal elements that it
    has; ``error`` the distance in yuan of the box from the gold (None without a box), ``answer_error`` that
    of ``got``.  Where ``expected`` is None, ``told`` says whether the model gave no box and named the fact;
    everything else then counts for nothing.
    ``fault`` and ``answer_fault`` are classes of :mod:`lexcalc.score.faults`.
    """

    id: str
    scenario: str
    expected: str | None
    got: str | None = None
    state: State = "refused"
    status: str = ""  # empty where there is no report
    read_scenario: str | None = None
    reasons: list[str] = field(default_factory=list)
    failure: str = ""
    rules: str | None = None
    with_model: bool = False
    box: str | None = None
    said: str | None = None
    boxed: bool = False
    own: bool = False
    formatted: bool = False
    tokens: int | None = None
    elements: float | None = None
    error: Fraction | None = None
    answer_error: Fraction | None = None
    cut: bool = False
    no_box: bool = False
    told: bool | None = None
    fault: str = ""
    answer_fault: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The outcome for a JSON file; money is a decimal string."""
        return {
            name: plain(value) if isinstance(value, Fraction) else value
            for name, value in asdict(self).items()
        }


def equal(text: str | None, expected: str | None) -> bool:
    """Whether two amounts are the same to 分."""
    try:
        return (
            text is not None and expected is not None and cents(Fraction(text)) == cents(Fraction(expected))
        )
    except ValueError:
        return False


def compare(gold: Mapping[str, Any], report: Report | None, failure: str = "") -> Outcome:
    """Score a report against its gold (``id``, ``scenario``, ``answer``; where that is None, ``missing``).

    ``failure`` says why there is no report, or why its model was silent.
    """
    from lexcalc.score import faults

    result = Outcome(gold["id"], gold["scenario"], gold["answer"], failure=failure)
    if report is None:
        result.answer_fault = faults.FAILED
        return result
    verdict, assessment = report.verdict, report.assessment
    result.got, result.status = verdict.answer, verdict.status
    result.read_scenario, result.rules = report.scenario, report.provenance.rules
    result.reasons = [*assessment.missing, *assessment.discretion] or verdict.reasons
    if result.got is not None:
        result.state = "right" if equal(result.got, result.expected) else "wrong"
        result.answer_error = _distance(Fraction(result.got), result.expected)
    if report.reasoning is not None:
        _of_the_model(result, report.reasoning, gold.get("missing", ()))
        result.fault = faults.of_the_model(result, report)
    result.answer_fault = faults.of_the_answer(result, report)
    return result


def _of_the_model(result: Outcome, reasoning: ReasoningOut, missing: Sequence[str]) -> None:
    from lexcalc.reasoning.answer import boxed, boxes, split_thinking

    _, conclusion, closed = split_thinking(reasoning.text)
    box = boxed(reasoning.text)
    result.with_model = True
    result.box, result.said = None if box is None else plain(box), reasoning.answer
    result.boxed = equal(result.box, result.expected)
    result.own = equal(result.said, result.expected)
    result.formatted = closed and boxed(conclusion) is not None
    result.tokens = reasoning.tokens
    result.elements = element_coverage(reasoning, result.scenario)
    result.cut, result.no_box = reasoning.finish_reason == "length", not boxes(reasoning.text)
    if result.expected is None:
        result.told = not result.cut and result.no_box and names_missing(reasoning.text, missing)
    elif box is not None:
        result.error = _distance(box, result.expected)


def _distance(amount: Fraction, expected: str | None) -> Fraction | None:
    return None if expected is None else abs(amount - Fraction(expected))


def element_coverage(reasoning: ReasoningOut, scenario: str) -> float | None:
    """The share of the scenario's legal elements that open a step or stand in the text by their heading."""
    from lexcalc.reasoning import vocabulary

    elements = vocabulary.SCENARIOS.get(scenario)
    if elements is None:
        return None
    found = {step.kind for step in reasoning.steps}
    return mean(each.kind in found or each.heading in reasoning.text for each in elements)


def names_missing(text: str, missing: Sequence[str]) -> bool:
    """Whether a text says that something is missing and names one of the facts that are."""
    names = [match[0].strip() for each in missing if (match := _NAME.match(each))]
    return bool(_LACKS.search(text)) and (not names or any(name in text for name in names))
