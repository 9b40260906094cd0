"""The benchmarks' own arithmetic: shares, intervals, scoring; and that only the question is given away."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks import lexnum, startup
from benchmarks.interval import wilson
from benchmarks.lexnum_score import by_scenario, equal, outcome, table
from lexcalc.contract import ReasoningOut, VerdictOut
from tests.cli.conftest import CASE
from tests.report.sample import sample


def test_published_intervals_are_reproduced():
    assert str(wilson(47, 99)) == "47/99 47.5% [37.9, 57.2]"
    assert str(wilson(0, 28)).endswith("[0.0, 12.1]") and str(wilson(0, 0)) == "–"


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [("1.00", "1", True), ("0.005", "0.01", True), ("1", "1.01", False), (None, "1", False)],
)
def test_equal_to_the_fen(got, expected, same):
    assert equal(got, expected) is same


def row(answer: str) -> dict[str, str]:
    return {"id": "x", "scenario": "EC", "question": "", "answer": answer}


def test_outcomes():
    assert outcome(row("107100"), sample()).state == "right"
    assert outcome(row("1"), sample()).state == "wrong"
    silent = sample(status="facts_missing", verdict=VerdictOut(status="facts_missing", reasons=["缺"]))
    assert (outcome(row("1"), silent).state, outcome(row("1"), silent).reasons) == ("refused", ["缺"])
    assert outcome(row("1"), None, "crash KeyError").state == "refused"


def test_the_models_own_answer_and_box_are_told_apart():
    boxed = sample(reasoning=ReasoningOut(text="<think>\n算\n</think>\n\\boxed{107100}", answer="107100.00"))
    plain = sample(reasoning=ReasoningOut(text="算</think>应付107100元。", answer="107100.00"))
    first, second = outcome(row("107100"), boxed), outcome(row("107100"), plain)
    assert (first.boxed, first.own, first.formatted) == (True, True, True)
    assert (second.boxed, second.own, second.formatted) == (False, True, False)
    summary = by_scenario([first, second])
    assert summary["EC"]["boxed accuracy"]["hits"] == 1 and "verified precision" in table(summary)


def test_only_the_question_reaches_the_library(tmp_path, monkeypatch):
    seen = []

    def assess(text, **options):
        seen.append((text, options))
        return sample()

    monkeypatch.setattr(lexnum.pipeline, "assess", assess)
    path = tmp_path / "q.jsonl"
    path.write_text(
        json.dumps({**row("107100"), "question": CASE, "asked": {}, "steps": []}), encoding="utf-8"
    )
    result = CliRunner().invoke(lexnum.main, [str(path), "--no-model", "--json"])
    data = json.loads(result.stdout)
    assert seen == [(CASE, {"id": "x"})] and data["summary"]["all"]["right"]["hits"] == 1


def test_a_malformed_file_is_refused(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    assert CliRunner().invoke(lexnum.main, [str(path), "--no-model"]).exit_code == 2


def test_a_bad_option_ends_the_run_at_once(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({**row("1"), "question": CASE}), encoding="utf-8")
    assert CliRunner().invoke(lexnum.main, [str(path), "--base-url", "nonsense"]).exit_code == 2


def test_startup_names_heavy_imports(tmp_path):
    assert "click" in startup.imported(startup.commands()["python -c 'import click'"], str(tmp_path))
