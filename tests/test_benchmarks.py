"""The benchmarks themselves; scoring is tested in tests/score. Only the question is given away."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks import batch_tokens, judgments, lexnum, startup, throughput
from tests.cli.conftest import CASE
from tests.report.sample import sample


def row(answer: str) -> dict[str, str]:
    return {"id": "x", "scenario": "EC", "question": "", "answer": answer}


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
    assert seen == [(CASE, {"id": "x"})] and data["summary"]["all"]["corrected accuracy"]["hits"] == 1


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


def judgment(**fields):
    return {"id": "j", "question": CASE, **fields}


@pytest.mark.parametrize(
    ("award", "state"),
    [
        (["经济补偿金", 93480.0], "equal"),
        (["经济补偿金", 93480.6], "equal"),  # courts drop 角 and 分
        (["经济补偿金", 90000], "different"),
        (["未休年休假工资", 100], "refused"),
        (["房屋租金", 100], "no rule"),
    ],
)
def test_an_award_beside_ours(award, state):
    (found,) = judgments.examine(judgment(awards=[award]))
    assert found.state == state and found.characters == len(CASE)
    assert found.reason if state in ("refused", "no rule") else not found.reason


def test_a_judgment_without_awards_is_still_read(monkeypatch):
    (found,) = judgments.examine(judgment())
    assert (found.state, found.ours) == ("answered", "93480.00")

    def crash(*args, **options):
        raise KeyError("x")

    monkeypatch.setattr(judgments.pipeline, "assess", crash)
    (found,) = judgments.examine(judgment())
    assert found.state == "crash" and "KeyError" in found.reason


def test_a_crash_or_a_silent_refusal_fails_the_run(tmp_path, monkeypatch):
    path = tmp_path / "j.jsonl"
    path.write_text(json.dumps(judgment(awards=[["经济补偿金", 93480]])), encoding="utf-8")
    runner = CliRunner()
    good = runner.invoke(judgments.main, [str(path), "--list"])
    assert good.exit_code == 0 and "equal 1" in good.stdout and CASE[:8] not in good.stdout
    monkeypatch.setattr(judgments, "_answer", lambda *args: ("refused", None, ""))
    assert runner.invoke(judgments.main, [str(path)]).exit_code == 1


def test_throughput_counts_answers_not_rounds():
    found = throughput.measure([CASE, CASE], 0.01)
    assert found["questions"] == 2 and found["answers"] >= 2 and found["cases_per_second_and_core"] > 0


def arm(tokens: int, seconds: float, *texts: str) -> dict:
    return {"tokens": tokens, "seconds": seconds, "texts": list(texts)}


@pytest.mark.parametrize(("seconds", "code"), [(10.5, 0), (10.6, 1)])
def test_batch_must_keep_up_with_plain_vllm(monkeypatch, seconds, code):
    pair = {"plain": arm(1000, 10.0, "a", "b"), "batch": arm(1000, seconds, "a", "c")}
    found = batch_tokens._found([pair], arm(50, 2.0), "m", 2, 96, 16)
    assert found["same_answers"] == "1/2" and found["dictated_tokens_per_second"] == 25.0
    monkeypatch.setattr(batch_tokens, "measure", lambda **_: found)
    assert CliRunner().invoke(batch_tokens.main, []).exit_code == code


def test_no_case_of_the_token_benchmark_is_another_s_twin():
    texts = batch_tokens.questions(2000)
    assert len(set(texts)) == 2000
