"""The whole evaluation with the tiny model: several columns, one table, answers on file used again."""

from __future__ import annotations

import json

import pytest

from lexcalc.errors import UsageError
from lexcalc.score.interval import wilson
from training import evaluate, export, generate
from training.tables import markdown


def test_base_and_adapter_are_compared_and_the_card_gets_the_results(run, tmp_path, monkeypatch, capsys):
    export.run(run)
    evaluate.run(run)
    folder = run.output / "evaluate"
    results = json.loads((folder / "results.json").read_text())
    assert results["sets"]["few"]["n"] == 2 and len(results["sets"]["few"]["sha256"]) == 64
    base, own = results["models"]["base"], results["models"]["LexPam"]
    assert base["sha256"] != own["sha256"] and base["adapter_sha256"] is None
    assert base["prompts_sha256"] == own["prompts_sha256"]
    for scores in results["scores"]["few"].values():
        assert (
            scores["EC"]["boxed accuracy"] == wilson(0, 1).as_dict() and scores["EC"]["cut off"]["hits"] == 1
        )
        assert scores["TC"]["n"] == 0 and scores["TC"]["missing facts told"]["n"] == 1
        assert scores["all"]["median tokens"] == 8
    outcomes = [json.loads(line) for line in (folder / "outcomes.jsonl").read_text().splitlines()]
    assert [(each["model"], each["id"]) for each in outcomes] == [
        ("base", "a"),
        ("base", "b"),
        ("LexPam", "a"),
        ("LexPam", "b"),
    ]
    texts = [json.loads(line)["text"] for path in (folder / "completions").iterdir() for line in path.open()]
    assert len(texts) == 4 and len(set(texts)) > 2  # the adapter changes what is written
    assert (folder / "accuracy.png").stat().st_size > 5000 and (folder / "curves.png").exists()
    assert (folder / "results.md").read_text() == markdown(results)

    card = (tmp_path / "checkpoints" / "lexpam-try" / "README.md").read_text()
    assert "| LexPam | 0/1 0.0% [0.0, 79.3] |" in card and "has not been evaluated" not in card
    assert str(tmp_path) not in card and str(tmp_path) not in (folder / "results.json").read_text()
    before = export.exported(run), card
    export.run(run)
    assert (export.exported(run), (export.exported(run) / "README.md").read_text()) == before

    monkeypatch.setattr(generate, "_transformers", lambda *_: pytest.fail("asked again"))
    first = (folder / "results.json").read_bytes()
    evaluate.run(run)
    assert (folder / "results.json").read_bytes() == first


def test_results_of_another_adapter_stay_out_of_the_card(run):
    export.run(run)
    evaluate_folder = run.output / "evaluate"
    evaluate_folder.mkdir()
    about = {"models": {"LexPam": {"adapter_sha256": "0" * 64}}}
    (evaluate_folder / "results.json").write_text(json.dumps(about))
    export.run(run)
    assert "has not been evaluated" in (export.exported(run) / "README.md").read_text()


def test_a_plan_and_what_is_lacking(run, capsys):
    evaluate.run(run, dry_run=True)
    out = capsys.readouterr().out
    assert "2 questions" in out and "the adapter of this recipe" in out
    assert not (run.output / "evaluate").exists()
    lost = run.model_copy(
        update={"evaluate": run.evaluate.model_copy(update={"sets": {"x": run.output / "no"}})}
    )
    evaluate.run(lost, dry_run=True)
    assert "no question file" in capsys.readouterr().out
    with pytest.raises(UsageError, match="没有题目文件"):
        evaluate.run(lost)
    (run.output / "data" / "test.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(UsageError, match="不是题目"):
        evaluate.run(run)


def test_a_limit_takes_questions_from_all_of_the_file(tmp_path):
    path = tmp_path / "q.jsonl"
    rows = [{"id": f"{scenario}{n}", "question": "?", "answer": "1"} for scenario in "EWT" for n in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [row["id"] for row in evaluate.questions(path, 6)] == ["E0", "E2", "W0", "W2", "T0", "T2"]
    assert evaluate.questions(path, 50) == evaluate.questions(path) == rows


def test_the_paper_s_average_is_that_of_the_scenarios():
    each = {
        "EC": {"boxed accuracy": wilson(1, 2).as_dict()},
        "TC": {"boxed accuracy": wilson(0, 8).as_dict()},
    }
    each["all"] = {"boxed accuracy": wilson(1, 10).as_dict()}
    text = markdown({"sets": {"s": {"n": 10}}, "scores": {"s": {"m": each}}})
    assert f"| m | {wilson(1, 2)} | {wilson(0, 8)} | {wilson(1, 10)} | 25.0% |" in text
