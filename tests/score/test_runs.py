"""Run folders: every mismatch of cases and golds is counted, and what cannot be scored is one sentence."""

from __future__ import annotations

import json
from datetime import date

import pytest

from benchmarks import lexnum
from lexcalc import pipeline
from lexcalc.batch import run as batches
from lexcalc.errors import UsageError
from lexcalc.report.json_out import dumps
from lexcalc.score.measures import by_scenario
from lexcalc.score.results import results
from lexcalc.score.runs import SHOWN, read_run, read_runs
from tests.report.sample import sample
from tests.score.folder import gold, lines, run_folder
from tests.test_accuracy import DATA


def test_the_development_file_scores_as_the_benchmark_does(tmp_path):
    path = DATA / "lexnum_dev.jsonl"
    rows = lexnum.load(str(path))
    reports = [pipeline.assess(row["question"], id=row["id"]) for row in rows]
    folder = run_folder(tmp_path / "run", reports, rows)
    expected = by_scenario(lexnum.run(rows, no_model=True, jobs=1, options={}))
    for run in (read_run(folder), *read_runs([folder / "results.jsonl"], path)):
        assert by_scenario(run.outcomes) == expected
        assert run.counts["scored"] == run.counts["reports"] == len(rows) == 90
    assert results([read_run(folder)])["runs"][0]["scores"] == expected


def test_a_batch_of_the_development_file_scores_as_the_benchmark_does(tmp_path):
    path = DATA / "lexnum_dev.jsonl"
    batches.run(str(path), tmp_path / "run", {"today": date(2026, 11, 22)}, jobs=1)
    expected = by_scenario(lexnum.run(lexnum.load(str(path)), no_model=True, jobs=1, options={}))
    assert by_scenario(read_run(tmp_path / "run").outcomes) == expected


def test_every_mismatch_is_counted(tmp_path):
    reports = [sample(id=id) for id in ("right", "wrong", "null", "nogold", "twice", "twice", "argued")]
    golds = [
        gold("right", "107100"),
        gold("wrong", "1"),
        gold("null", None),
        gold("twice", "107100"),
        gold("twice", "107100.00"),
        gold("argued", "1"),
        gold("argued", "2"),
        gold("nocase", "5"),
        gold("broken", "5"),
    ]
    failures = [
        {"id": "broken", "error": {"zh": "太大", "en": "too large", "code": 2}},
        {"id": "right", "error": {"zh": "先失败，后来答了", "en": "", "code": 1}},
    ]
    run = read_run(run_folder(tmp_path / "run", reports, golds, failures))
    assert {name: n for name, n in run.counts.items() if n} == {
        "reports": 7,
        "repeated reports": 1,
        "failed": 1,
        "scored": 5,
        "golds that ask for a refusal": 1,
        "cases without a gold": 1,
        "contradictory golds": 1,
        "golds without a case": 1,
        "repeated golds": 1,
    }
    states = {each.id: each.state for each in run.outcomes}
    assert states == {
        "right": "right",
        "wrong": "wrong",
        "null": "wrong",
        "twice": "right",
        "broken": "refused",
    }
    everything = by_scenario(run.outcomes)["all"]
    assert everything["n"] == 4 and everything["failed"] == 1
    assert everything["missing facts refused"] == {
        **everything["missing facts refused"], "hits": 0, "n": 1,
    }  # fmt: skip
    assert run.provenance["model"] == ["LexPam-0.5B"]
    assert {each.outcome.id for each in run.shown} >= {"wrong", "null"}


def test_a_gold_given_wins_over_that_of_the_folder(tmp_path):
    folder = run_folder(tmp_path / "run", [sample(id="a")], [gold("a", "1")])
    other = lines(tmp_path / "g.csv", ["id,answer", "a,107100"])
    assert read_run(folder).outcomes[0].state == "wrong"
    assert read_runs([folder], other)[0].outcomes[0].state == "right"


def test_the_scenario_is_the_golds_else_the_reports(tmp_path):
    reports = [sample(id="a"), sample(id="b"), sample(id="c", scenario=None)]
    golds = [gold("a", "107100", "TC"), {"id": "b", "answer": "1"}, {"id": "c", "answer": "1"}]
    run = read_run(run_folder(tmp_path / "run", reports, golds))
    assert [each.scenario for each in run.outcomes] == ["TC", "EC", ""]
    assert {name: each["n"] for name, each in by_scenario(run.outcomes).items()} == {
        "EC": 1,
        "TC": 1,
        "all": 3,
    }


def test_folders_of_one_name_are_told_apart(tmp_path):
    folders = [
        run_folder(tmp_path / parent / "run", [sample(id="a")], [gold("a", "1")]) for parent in ("x", "y")
    ]
    assert [run.name for run in read_runs(folders)] == ["x/run", "y/run"]
    assert len({run.name for run in read_runs([folders[0], folders[0]])}) == 2


def test_long_runs_keep_no_texts(tmp_path):
    golds = [gold(str(n), "1") for n in range(SHOWN + 9)]
    run = read_run(run_folder(tmp_path / "run", (sample(id=str(n)) for n in range(SHOWN + 9)), golds))
    assert len(run.shown) == SHOWN and len(run.outcomes) == SHOWN + 9


def test_what_cannot_be_scored_is_said(tmp_path):
    def refused(path, told, gold=None):
        with pytest.raises(UsageError, match=told):
            read_runs([path], gold)

    refused(tmp_path / "none", "找不到")
    refused(tmp_path, "没有 results.jsonl")
    (tmp_path / "journal.jsonl").touch()
    refused(tmp_path, "尚未跑完")
    bare = run_folder(tmp_path / "bare", [sample(id="a")])
    refused(bare, "没有标准答案，请在其后")
    refused(bare / "results.jsonl", "没有标准答案，请在其后")
    refused(bare, "没有一个案件有标准答案", lines(tmp_path / "g.jsonl", [json.dumps(gold("b", "1"))]))
    other = lines(tmp_path / "g.jsonl", [json.dumps(gold("a", "1"))])
    for line in ('{"id": "a"}', "5", '{"id"', dumps(sample(), None)[:-1] + ', "extra": 1}'):
        broken = lines(tmp_path / "r.jsonl", [dumps(sample(id="a"), None), "", line])
        refused(broken, "第 3 行不是 lexcalc 的报告", other)
    for amount in ("1e999999999", "1/0", "很多", "nan"):
        broken = lines(tmp_path / "r.jsonl", [dumps(sample(id="a"), None).replace("107100.00", amount)])
        refused(broken, "第 1 行含有不是金额的金额", other)
    (bare / "results.jsonl").write_bytes(b"\xff\xff")
    refused(bare, "不是 UTF-8", other)
