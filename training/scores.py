"""How an answer of an evaluation is scored: as `lexcalc score` does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lexcalc.contract import Report
from lexcalc.score import measures
from lexcalc.score.compare import Outcome as Scored
from lexcalc.score.compare import compare

# Every question has a report and every report a model; lexcalc's own errors are the benchmarks' matter.
_LEFT_OUT = (
    "answered",
    "wrong when answered",
    "failed",
    "answer mean absolute error",
    "answer median absolute error",
    "missing facts refused",
    "model silent",
)


def score(row: Mapping[str, Any], report: Report) -> Scored:
    """Score the answer to a question (``id``, ``scenario``, ``answer``; where that is None, ``missing``)."""
    assert report.reasoning is not None
    return compare(row, report)


def by_scenario(scored: Sequence[Scored]) -> dict[str, Any]:
    """A summary of each scenario that occurs, and of all answers together."""
    return measures.by_scenario(scored, _LEFT_OUT)
