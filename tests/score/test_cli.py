"""``lexcalc score`` as a user meets it: formats, files, exit codes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from tests.cli.test_help import imported
from tests.report.sample import sample
from tests.score.folder import gold, lines, run_folder


@pytest.fixture
def folder(tmp_path):
    golds = [gold("a", "107100"), gold("b", "1")]
    return run_folder(tmp_path / "run", [sample(id=id) for id in "ab"], golds)


def score(*args: object):
    return CliRunner().invoke(cli, ["score", *map(str, args)])


def test_every_format(folder, tmp_path):
    terminal = score(folder)
    assert terminal.exit_code == 0 and "威尔逊区间" in terminal.stdout and "50.0%" in terminal.stdout
    markdown = score(folder, "--markdown")
    assert markdown.stdout.startswith("# 评分\n") and "| run |" in markdown.stdout
    page = tmp_path / "out.html"
    both = score(folder, "--json", "--html", page)
    assert json.loads(both.stdout)["runs"][0]["counts"]["scored"] == 2
    assert str(page) in both.stderr and page.read_text(encoding="utf-8").startswith("<!doctype html>")
    english = score(folder, "--lang", "en")
    assert "Wilson" in english.stdout and "威尔逊" not in english.stdout


def test_several_runs_and_another_gold(folder, tmp_path):
    cases = lines(tmp_path / "cases.jsonl", [json.dumps({"id": "b", "question": "…", "answer": "107100"})])
    found = score(folder, folder / "results.jsonl", "--gold", cases, "--json")
    data = json.loads(found.stdout)
    assert [run["name"] for run in data["runs"]] == ["run", "results"]
    assert all(run["scores"]["all"]["corrected accuracy"]["hits"] == 1 for run in data["runs"])
    assert {row["n"] for row in data["paired"]} == {1}


def test_the_gold_is_found_among_the_runs(folder, tmp_path):
    """A table or a case file is the gold wherever it stands; reports are a run under any name."""
    given = {"编号": "a", "答案": "107100"}
    jsonl = lines(tmp_path / "gold.jsonl", [json.dumps(given, ensure_ascii=False)])
    utf16 = tmp_path / "utf16.jsonl"
    utf16.write_text(jsonl.read_text(encoding="utf-8"), encoding="utf-16")
    table = lines(tmp_path / "gold.csv", ["id,answer", "a,107100"])
    reports = (folder / "results.jsonl").rename(tmp_path / "answers.jsonl")
    for args in ([reports, jsonl], [reports, utf16], [table, reports], [reports, folder / "gold.jsonl"]):
        (run,) = json.loads(score(*args, "--json").stdout)["runs"]
        assert run["name"] == "answers"
        assert run["counts"]["scored"] == (2 if args[1] == folder / "gold.jsonl" else 1)


@pytest.mark.parametrize(
    "args",
    [["gold.jsonl", "gold.csv"], ["gold.csv", "--gold", "gold.csv"], ["gold.csv", "--gold", "gold.jsonl"]],
)
def test_one_gold_at_most(folder, monkeypatch, args):
    monkeypatch.chdir(folder.parent)
    lines(folder.parent / "gold.csv", ["id,answer", "a,107100"])
    lines(folder.parent / "gold.jsonl", ['{"id": "a", "answer": "107100"}'])
    result = score("run", *args)
    assert result.exit_code == 2 and "只能给一份" in result.stderr and args[0] in result.stderr
    alone = score("gold.csv")
    assert alone.exit_code == 2 and "RUN" in alone.stderr and "gold.csv" in alone.stderr
    lines(folder.parent / "cases.jsonl", ['{"id": "a", "question": "没有答案"}'])
    empty = score("run", "cases.jsonl")
    assert empty.exit_code == 2 and "cases.jsonl 里没有标准答案" in empty.stderr


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["none"],
        ["run", "--json", "--markdown"],
        ["run", "--gold", "none.csv"],
        ["run", "--html", "no/such/folder/x.html"],
        ["run", "--html", "."],
        ["run/gold.jsonl"],
        ["run", "run/failures.jsonl"],
    ],
)
def test_wrong_input_is_one_sentence_and_exit_2(folder, monkeypatch, args):
    monkeypatch.chdir(folder.parent)
    result = score(*args)
    assert result.exit_code == 2 and not result.stdout
    assert "Traceback" not in result.stderr and 0 < len(result.stderr.strip().splitlines()) <= 4


def test_templates_and_plots_are_imported_only_for_html(process, folder):
    heavy = "'jinja2', 'matplotlib', 'sympy', 'torch', 'httpx'"
    assert imported(process, f"['score', {str(folder)!r}]", heavy) == "IMPORTED []"
    args = f"['score', {str(folder)!r}, '--html', {str(folder / 'x.html')!r}]"
    assert imported(process, args, heavy) == "IMPORTED ['jinja2']"
