"""What the batch tests share: cases with known answers, and a run in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, isolated, server  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[2]


def case(number: int) -> dict[str, str]:
    """A case of which the wage, and so the answer, depends on its number."""
    wage = 5000 + number
    return {"id": f"c{number}", "question": CASE.replace("9,840", str(wage)), "answer": f"{9.5 * wage:.2f}"}


def write_cases(path: Path, cases: Iterable[dict]) -> Path:
    """Cases as a JSONL file."""
    lines = (json.dumps(each, ensure_ascii=False) for each in cases)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A file of twelve cases."""
    return write_cases(tmp_path / "cases.jsonl", map(case, range(12)))


def lines(path: Path) -> list[dict]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def final(folder: Path) -> dict[str, bytes]:
    """The final files of a run."""
    return {name: (folder / name).read_bytes() for name in ("results.jsonl", "failures.jsonl")}


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``lexcalc batch`` in a fresh process; ``start=True`` returns while it runs."""

    def run(*args: object, start: bool = False, module: str = "lexcalc", **options: object):
        command = [sys.executable, "-m", module, "batch", *map(str, args)]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **options.pop("env", {})}
        common = {"env": env, "cwd": tmp_path, "text": True, "encoding": "utf-8"}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        if start:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, **pipes, **common, **options)
        return subprocess.run(command, timeout=300, **pipes, **common, **options)

    return run
