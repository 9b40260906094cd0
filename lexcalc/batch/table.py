"""The results of a run as a table for a spreadsheet, which must never run what a case text says."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from lexcalc.batch.folder import FAILURES, RESULTS
from lexcalc.errors import UsageError
from lexcalc.report.messages import SCENARIO, STATUS, tr
from lexcalc.serve import files
from lexcalc.textio import printable

# What a spreadsheet may take for a formula or a command.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
_LONGEST = 32_000  # characters of a cell


def check_name(name: str) -> None:
    """UsageError where the name of a table does not say what kind it is."""
    if Path(name).suffix.lower() not in (".csv", ".xlsx"):
        raise UsageError("--table 的文件名应以 .csv 或 .xlsx 结尾。", "--table takes a .csv or .xlsx file.")


def write_table(folder: Path, path: Path) -> None:
    """Write one row a case: first those with a report, then the failures."""
    check_name(str(path))
    with files.whole(path) as stream:
        rows = _rows(folder)
        if path.suffix.lower() == ".csv":
            _csv(rows, stream)
        else:
            from lexcalc.batch.workbooks import write_sheet

            write_sheet(rows, stream, tr("结果", "results"))


def _rows(folder: Path) -> Iterator[list[str | Decimal | None]]:
    yield [
        *(tr("编号", "id"), tr("案型", "scenario"), tr("所问", "asked"), tr("付款人", "payer")),
        *(tr("金额（元）", "amount (yuan)"), tr("状态", "status"), tr("模型答案（元）", "model (yuan)")),
        *(tr("缺少的事实", "missing"), tr("须酌定", "discretion"), tr("理由", "reasons")),
    ]
    with (folder / RESULTS).open(encoding="utf-8") as stream:
        for line in stream:
            yield _row(json.loads(line))
    with (folder / FAILURES).open(encoding="utf-8") as stream:
        for line in stream:
            failure = json.loads(line)
            error = tr(failure["error"]["zh"], failure["error"]["en"])
            blank: list[str | Decimal | None] = [None] * 3
            yield [_safe(failure["id"]), *blank, None, tr("失败", "failed"), *blank, _safe(error)]


def _row(report: dict[str, Any]) -> list[str | Decimal | None]:
    asked, verdict, assessment = report["asked"], report["verdict"], report["assessment"]
    scenario, reasoning = report["scenario"], report["reasoning"]
    return [
        _safe(report["id"]),
        tr(*SCENARIO[scenario]) if scenario in SCENARIO else None,
        _safe("、".join(asked["heads"])),
        _safe(asked["payer"] or ""),
        _amount(verdict["answer"]),
        tr(*STATUS[verdict["status"]]),
        _amount(reasoning["answer"] if reasoning else None),
        _safe("、".join(assessment["missing"])),
        _safe("、".join(assessment["discretion"])),
        _safe("\n".join(verdict["reasons"])),
    ]


def _amount(text: str | None) -> Decimal | str | None:
    """An amount as a number of exactly its digits."""
    if text is None:
        return None
    return Decimal(text) if re.fullmatch(r"-?\d{1,30}(\.\d{1,10})?", text) else _safe(text)


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could begin one."""
    text = printable(text)[:_LONGEST]
    return "'" + text if _FORMULA.match(text) else text


def _csv(rows: Iterator[list[str | Decimal | None]], stream: Any) -> None:
    # The mark tells Excel that the file is UTF-8.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(["" if cell is None else str(cell) for cell in row])
    text.detach()
