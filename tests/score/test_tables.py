"""Tables: the same cells in Markdown and at a terminal, and foreign text that stays in its cell."""

from __future__ import annotations

import io

import pytest

from lexcalc.report.terminal import console
from lexcalc.score import tables
from lexcalc.score.results import results
from lexcalc.score.runs import read_runs
from lexcalc.score.terminal import render
from tests.report.sample import sample
from tests.score.folder import gold, run_folder


def printed(found) -> str:
    stream = io.StringIO()
    render(found, console(stream))
    return stream.getvalue()


def two(tmp_path):
    golds = [gold("a", "107100"), gold("b", "1")]
    folders = [
        run_folder(tmp_path / "one", [sample(id=id) for id in "ab"], golds),
        run_folder(tmp_path / "two", [sample(id="a", reasoning=None)], golds),
    ]
    return results(read_runs(folders))


def test_every_row_has_a_cell_for_every_column(tmp_path):
    for lang in ("zh", "en"):
        found = tables.tables(two(tmp_path / lang), lang)
        assert len(found) >= 7
        assert all(len(row) == len(table.head) for table in found for row in table.rows)
        assert all(text for table in found for row in table.rows for text in row if text != "")


def test_a_run_without_a_model_has_no_row_of_the_model(tmp_path):
    found = {table.title: table for table in tables.tables(two(tmp_path), "en")}
    assert [row[0] for row in found["Boxed accuracy"].rows] == ["one"]
    assert [row[0] for row in found["lexcalc's answer right"].rows] == ["one", "two"]
    assert found["lexcalc's answer right"].rows[0][1] == "1/2 50.0% [9.5, 90.5]"
    measures = {row[0]: row[1:] for row in found["All scenarios"].rows}
    assert measures["Tokens, median"] == ["120.00", "–"]
    assert measures["Proved step by step"] == ["2/2 100.0% [34.2, 100.0]", "–"]
    (row,) = found["Paired comparison (exact McNemar test)"].rows
    assert row == ["one / two", "lexcalc's answer", "1", "0", "0", "1"]


@pytest.mark.parametrize(
    "payload", ["a|b", "a\n| c |\n# d", "<img src=x>", "`x`", "\\|", "[/red]", "\u202eb"]
)
def test_no_text_leaves_its_cell(payload):
    table = tables.Table("t", ["t", payload], [[payload, "1/2 50.0% [9.5, 90.5]"]])
    lines = tables.markdown(table)
    assert (
        len(lines) == 3
        and len({line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines}) == 1
    )
    assert "<" not in "".join(lines) and "\u202e" not in "".join(lines)
    shown = printed([table])
    assert "\u202e" not in shown and "\x1b" not in shown
    if "\n" not in payload:
        assert tables.markdown(table)[2].startswith("| ") and payload.strip("\u202e") in shown


def test_the_document_holds_every_table(tmp_path):
    found = two(tmp_path)
    text = tables.document(found, "en")
    assert text.startswith("# Scores\n") and text.count("\n## ") == len(tables.tables(found, "en"))
    assert "1/2 50.0% [9.5, 90.5]" in text and text.endswith("as in the paper.\n")


def test_one_run_by_scenario(tmp_path):
    (first, _) = two(tmp_path)["runs"]
    table = tables.by_scenario(first["scores"], "dev", "en")
    assert table.head == ["dev", "EC", "All"] and table.rows[0] == ["n", "2", "2"]
    assert "lexcalc's answer right" in printed([table]) and "\n" in printed([table])
