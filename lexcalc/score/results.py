"""Scored runs as plain data: what ``--json`` prints and every table is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lexcalc.score import faults
from lexcalc.score.compare import Outcome, equal
from lexcalc.score.measures import ALL, by_scenario
from lexcalc.score.paired import mcnemar
from lexcalc.score.runs import Run

SCHEMA_VERSION = 1
EXAMPLES = 3  # of each class
BOXED, CORRECTED = "boxed accuracy", "corrected accuracy"
# Whose answer is the gold, of model and lexcalc.
SIDES = {
    "both right": ("都正确", "both right"),
    "lexcalc alone right": ("仅 lexcalc 正确", "lexcalc alone right"),
    "model alone right, lexcalc refuses": ("仅模型正确，lexcalc 不答", "the model alone, lexcalc refuses"),
    "model alone right, lexcalc wrong": ("仅模型正确，lexcalc 错", "the model alone, lexcalc wrong"),
    "lexcalc refuses, model wrong": ("lexcalc 不答，模型错", "lexcalc refuses, the model wrong"),
    "both wrong, alike": ("同错", "both wrong, the same amount"),
    "both wrong, unlike": ("各错各的", "both wrong, different amounts"),
}


def results(runs: Sequence[Run]) -> dict[str, Any]:
    """All that is measured of runs, and each later run compared with the first."""
    return {
        "schema_version": SCHEMA_VERSION,
        "runs": [_run(run) for run in runs],
        "paired": [row for other in runs[1:] for row in _paired(runs[0], other)],
    }


def _run(run: Run) -> dict[str, Any]:
    scores = by_scenario(run.outcomes)
    with_model = any(each.with_model for each in run.outcomes)
    abstained = [each for each in run.outcomes if each.got is None and each.expected is not None]
    wrong = [each for each in run.outcomes if each.got is not None]
    return {
        "name": run.name,
        "counts": dict(run.counts),
        "provenance": run.provenance,
        "scores": scores,
        "average": {key: average(scores, key) for key in (BOXED, CORRECTED) if key in scores[ALL]},
        "statuses": dict(Counter(each.status or faults.FAILED for each in run.outcomes).most_common()),
        "sides": _sides(run.outcomes) if with_model else {},
        "model errors": _classes(run.outcomes, lambda each: each.fault, faults.MODEL),
        "wrong amounts": _classes(wrong, lambda each: each.answer_fault, faults.ANSWER),
        "abstentions": _classes(abstained, lambda each: each.answer_fault),
    }


def average(scores: Mapping[str, Any], key: str) -> float | None:
    """The mean of a share's rate over the scenarios, as in the paper; None where no scenario has one."""
    shares = [each.get(key) for name, each in scores.items() if name != ALL]
    rates = [share["rate"] for share in shares if share and share["n"]]
    return sum(rates) / len(rates) if rates else None


def _classes(
    outcomes: Iterable[Outcome], fault: Callable[[Outcome], str], order: Iterable[str] = ()
) -> dict[str, Any]:
    """How often each class occurs, in the given order or the most frequent first, with examples."""
    found: dict[str, list[Outcome]] = {}
    for each in outcomes:
        if fault(each):
            found.setdefault(fault(each), []).append(each)
    names = list(order) or sorted(found, key=lambda name: (-len(found[name]), name))
    return {
        name: {"n": len(found[name]), "examples": [_example(each) for each in found[name][:EXAMPLES]]}
        for name in names
        if name in found
    }


def _example(outcome: Outcome) -> dict[str, Any]:
    reason = next(iter(outcome.reasons), "") or outcome.failure
    names = ("id", "scenario", "expected", "got", "said")
    return {**{name: getattr(outcome, name) for name in names}, "reason": reason}


def _sides(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = Counter(_side(each) for each in outcomes if each.with_model and each.expected is not None)
    return {name: counts[name] for name in SIDES if counts[name]}


def _side(outcome: Outcome) -> str:
    if outcome.own:
        if outcome.got is None:
            return "model alone right, lexcalc refuses"
        return "both right" if outcome.state == "right" else "model alone right, lexcalc wrong"
    if outcome.got is None:
        return "lexcalc refuses, model wrong"
    if outcome.state == "right":
        return "lexcalc alone right"
    return "both wrong, alike" if equal(outcome.said, outcome.got) else "both wrong, unlike"


def _paired(first: Run, second: Run) -> Iterable[dict[str, Any]]:
    """The boxes and the answers of two runs on the golds that both have and agree on."""
    own = {each.id: each for each in first.outcomes if each.expected is not None}
    both = [(own[each.id], each) for each in second.outcomes if each.id in own]
    both = [(a, b) for a, b in both if equal(a.expected, b.expected)]
    tests: dict[str, Callable[[Outcome], bool]] = {CORRECTED: lambda each: equal(each.got, each.expected)}
    if all(any(each.with_model for each in run.outcomes) for run in (first, second)):
        tests = {BOXED: lambda each: each.boxed, **tests}
    for key, right in tests.items():
        found = mcnemar((right(a), right(b)) for a, b in both)
        yield {
            "first": first.name,
            "second": second.name,
            "measure": key,
            "n": found.n,
            "only_first": found.only_first,
            "only_second": found.only_second,
            "p": float(f"{float(found.p):.4g}"),
        }
