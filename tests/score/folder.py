"""Run folders as `lexcalc batch` leaves them, written by tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lexcalc.contract import Report
from lexcalc.report.json_out import dumps


def run_folder(
    path: Path,
    reports: Iterable[Report],
    golds: Iterable[dict[str, Any]] | None = None,
    failures: Iterable[dict[str, Any]] = (),
) -> Path:
    """A folder with results.jsonl, and gold.jsonl and failures.jsonl where they are given."""
    path.mkdir(parents=True)
    lines(path / "results.jsonl", (dumps(report, None) for report in reports))
    if golds is not None:
        lines(path / "gold.jsonl", (json.dumps(gold, ensure_ascii=False) for gold in golds))
    lines(path / "failures.jsonl", (json.dumps(failure, ensure_ascii=False) for failure in failures))
    return path


def lines(path: Path, texts: Iterable[str]) -> Path:
    """A file of these lines."""
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def gold(id: str, answer: str | None, scenario: str = "EC", **more: Any) -> dict[str, Any]:
    """A line of gold.jsonl."""
    return {"id": id, "scenario": scenario, "answer": answer, **more}
