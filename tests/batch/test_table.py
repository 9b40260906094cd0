"""The table of a run: amounts exact, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from lexcalc.batch.table import write_table
from lexcalc.cli import cli
from lexcalc.pipeline import assess
from tests.batch.conftest import case, write_cases
from tests.cli.conftest import CASE

EVIL = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1", " =1", "=cmd|'/c calc'!A1")


@pytest.fixture
def folder(tmp_path):
    """A run whose ids and failures are hostile."""
    report = asdict(assess(CASE, id="a"))
    with (tmp_path / "results.jsonl").open("w", encoding="utf-8") as stream:
        for id in EVIL:
            stream.write(json.dumps({**report, "id": id}) + "\n")
    failure = {"id": "f", "error": {"zh": "=HYPERLINK(1)", "en": "=HYPERLINK(1)", "code": 2}}
    (tmp_path / "failures.jsonl").write_text(json.dumps(failure) + "\n", encoding="utf-8")
    return tmp_path


def test_csv(folder):
    write_table(folder, folder / "t.csv")
    assert (folder / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (folder / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert len(rows) == len(EVIL) + 1 and all(len(row) == len(header) for row in rows)
    assert {row[4] for row in rows[:-1]} == {"93480.00"}
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝") for row in rows for cell in row)
    assert rows[-1][5] == "失败" and rows[-1][-1] == "'=HYPERLINK(1)"


def test_xlsx(folder):
    write_table(folder, folder / "t.xlsx")
    sheet = openpyxl.load_workbook(folder / "t.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    amounts = {Decimal(str(row[4].value)) for row in sheet.iter_rows(min_row=2) if row[4].value}
    assert amounts == {Decimal("93480")} and sheet.max_row == len(EVIL) + 2


def test_a_table_is_written_beside_the_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_cases(tmp_path / "cases.jsonl", map(case, range(3)))
    args = ["batch", "cases.jsonl", "-o", "run", "--no-model", "--table", "t.csv", "--lang", "en"]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").count("rules only") == 3


def test_an_impossible_table_is_refused_before_anything_is_computed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_cases(tmp_path / "cases.jsonl", [case(1)])
    for name in ("t.doc", "no/t.csv"):
        result = CliRunner().invoke(cli, ["batch", "cases.jsonl", "-o", "run", "--no-model", "--table", name])
        assert result.exit_code == 2 and not (tmp_path / "run").exists()
