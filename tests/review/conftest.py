"""What the review tests share: a run folder made from the development file by the library itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from lexcalc import pipeline
from lexcalc.report.json_out import dumps

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "benchmarks" / "data" / "lexnum_dev.jsonl"
MISSING = "张某2020年3月1日入职某公司，2024年6月30日公司提出协商解除。公司应付经济补偿多少元？"  # no wage


def dev(*ids: str) -> list[dict]:
    """Lines of the development file, by id."""
    lines = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    found = {line["id"]: line for line in lines}
    return [found[id] for id in ids]


def write_run(folder: Path, cases: Iterable[dict], **options: object) -> Path:
    """A run folder as `lexcalc batch --no-model` leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [pipeline.assess(case["question"], id=case["id"], **options) for case in cases]
    lines = [dumps(report, indent=None) for report in reports]
    (folder / "results.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    manifest = {"schema_version": 1, "options": {"engine": "rules"}, "today": "2026-01-15"}
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Path:
    """Three answered cases and one that lacks a fact."""
    cases = [*dev("dev-EC-001", "dev-EC-002", "dev-WC-009"), {"id": "no-wage", "question": MISSING}]
    return write_run(tmp_path_factory.mktemp("results") / "run", cases)


@pytest.fixture
def run(results, tmp_path) -> Path:
    """A run folder of its own for each test."""
    folder = tmp_path / "run"
    folder.mkdir()
    for each in results.iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    return folder


@pytest.fixture
def make_run(tmp_path) -> Callable[..., Path]:
    """Make a run over other cases."""
    return lambda cases, **options: write_run(tmp_path / "made", cases, **options)
