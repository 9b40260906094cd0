"""What an evaluation writes of its scores: the fields that results.json has had from the first."""

from __future__ import annotations

from lexcalc import pipeline
from tests.cli.conftest import ANSWER, CASE, GOOD
from training.scores import by_scenario, score


def test_the_fields_of_results_json():
    report = pipeline.judge(pipeline.prepare(CASE), GOOD, "stop", 50)
    scored = score({"id": "a", "scenario": "EC", "answer": ANSWER}, report)
    summary = by_scenario([scored])
    assert list(summary) == ["EC", "all"]
    assert list(summary["all"]) == [
        "n",
        "boxed accuracy",
        "own-answer accuracy",
        "format",
        "legal elements",
        "no box",
        "cut off",
        "mean absolute error",
        "median absolute error",
        "amounts",
        "corrected accuracy",
        "abstention",
        "verified coverage",
        "verified precision",
        "proved step by step",
        "proved step by step, precision",
        "missing facts told",
        "median tokens",
        "mean tokens",
    ]
    assert summary["EC"]["boxed accuracy"]["hits"] == 1 and summary["EC"]["amounts"] == 1
