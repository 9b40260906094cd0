"""How an answer is scored, and the shares by scenario: n and a 95 % Wilson interval beside every one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from statistics import mean, median
from typing import Any

from benchmarks.interval import wilson
from benchmarks.lexnum_score import Outcome, equal, outcome
from lexcalc.contract import ReasoningOut, Report
from lexcalc.reasoning import vocabulary
from lexcalc.reasoning.answer import boxed, boxes

SCENARIOS = ("EC", "WC", "TC")
_NAME = re.compile(r"[^（，；(,;]+")
_LACKS = re.compile(r"缺|未(?:写明|说明|给出|载明|提供)|无法(?:计算|确定)|不能(?:计算|确定)")


@dataclass
class Scored:
    """An answer: as the benchmark scores it, and what belongs to a reasoning model.

    ``elements`` is the share of the scenario's legal elements that the reasoning has; ``error`` the distance
    in yuan of the box from the gold (None without a box).  Where the gold is that a fact is missing, ``told``
    says whether the answer has no box and names the fact; everything else then counts for nothing.
    """

    outcome: Outcome
    elements: float = 0.0
    error: float | None = None
    tokens: int | None = None
    cut: bool = False
    no_box: bool = False
    told: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """The answer's scores for a JSON file."""
        own = {name: value for name, value in asdict(self).items() if name != "outcome"}
        return {**self.outcome.as_dict(), **own}


def score(row: Mapping[str, Any], report: Report) -> Scored:
    """Score the answer to a question (``id``, ``scenario``, ``answer``; where that is None, ``missing``)."""
    reasoning = report.reasoning
    assert reasoning is not None
    answer = row.get("answer")
    plain = {"id": row["id"], "scenario": row["scenario"], "answer": answer or ""}
    result = Scored(
        outcome(plain, report),
        elements=coverage(reasoning, row["scenario"]),
        tokens=reasoning.tokens,
        cut=reasoning.finish_reason == "length",
        no_box=not boxes(reasoning.text),
    )
    if answer is None:
        result.told = (
            not result.cut and result.no_box and names_missing(reasoning.text, row.get("missing", ()))
        )
        return result
    box = boxed(reasoning.text)
    if box is not None:
        result.error = float(abs(box - Fraction(answer)))
    return result


def coverage(reasoning: ReasoningOut, scenario: str) -> float:
    """The share of the scenario's legal elements that open a step or stand in the text by their heading."""
    found = {step.kind for step in reasoning.steps}
    elements = vocabulary.SCENARIOS[scenario]
    return mean(each.kind in found or each.heading in reasoning.text for each in elements)


def names_missing(text: str, missing: Sequence[str]) -> bool:
    """Whether a text says that something is missing and names one of the facts that are."""
    names = [match[0].strip() for each in missing if (match := _NAME.match(each))]
    return bool(_LACKS.search(text)) and (not names or any(name in text for name in names))


def summarise(scored: Sequence[Scored]) -> dict[str, Any]:
    """Shares, means and medians of answers to questions with a gold amount; `missing facts` are apart."""
    asked = [each for each in scored if each.told is None]
    lacking = [each for each in scored if each.told is not None]

    def share(test: Callable[[Scored], bool], among: Sequence[Scored] = asked) -> dict[str, Any]:
        return wilson(sum(map(test, among)), len(among)).as_dict()

    proved = [each for each in asked if each.outcome.status == "verified"]
    verified = [each for each in asked if each.outcome.status in ("verified", "corrected")]
    errors = [each.error for each in asked if each.error is not None]
    tokens = [each.tokens for each in scored if each.tokens is not None]
    return {
        "n": len(asked),
        "boxed accuracy": share(lambda each: each.outcome.boxed),
        "own-answer accuracy": share(lambda each: each.outcome.own),
        "format": share(lambda each: each.outcome.formatted),
        "legal elements": round(mean(each.elements for each in asked), 4) if asked else None,
        "no box": share(lambda each: each.no_box),
        "cut off": share(lambda each: each.cut),
        "corrected accuracy": share(lambda each: equal(each.outcome.got, each.outcome.expected)),
        "abstention": share(lambda each: each.outcome.got is None),
        "verified coverage": share(lambda each: each in verified),
        "verified precision": share(lambda each: each.outcome.state == "right", verified),
        "proved step by step": share(lambda each: each in proved),
        "proved step by step, precision": share(lambda each: each.outcome.state == "right", proved),
        "mean absolute error": round(mean(errors), 2) if errors else None,
        "median absolute error": round(median(errors), 2) if errors else None,
        "amounts": len(errors),
        "missing facts told": share(lambda each: bool(each.told), lacking),
        "median tokens": median(tokens) if tokens else None,
        "mean tokens": round(mean(tokens), 1) if tokens else None,
    }


def by_scenario(scored: Sequence[Scored]) -> dict[str, Any]:
    """A summary of each scenario that occurs, and of all answers together."""
    groups = {name: [each for each in scored if each.outcome.scenario == name] for name in SCENARIOS}
    return {name: summarise(group) for name, group in {**groups, "all": scored}.items() if group}
