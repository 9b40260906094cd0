"""Rules-only answers per second on one core, warm: every question of the data files, read and assessed.

    python -m benchmarks.throughput [FILE…] [--seconds 10] [--json OUT]

CPU time of this process, so that other work on the machine does not count; the first round warms caches.
"""

from __future__ import annotations

import json
import platform
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import click

from benchmarks.lexnum import load
from lexcalc import pipeline
from lexcalc.cli.failures import handled

TARGET = 100.0  # cases a second and core
DATA = Path(__file__).parent / "data"


def measure(questions: list[str], seconds: float) -> dict[str, Any]:
    """Answer all questions again and again for so many seconds; rates by CPU time, latencies by the clock."""
    for question in questions:
        pipeline.assess(question)
    clock: list[float] = []
    began, deadline = time.process_time(), time.monotonic() + seconds
    while time.monotonic() < deadline:
        for question in questions:
            start = time.perf_counter()
            pipeline.assess(question)
            clock.append(time.perf_counter() - start)
    spent = time.process_time() - began
    milliseconds = [1000 * each for each in clock]
    return {
        "questions": len(questions),
        "answers": len(clock),
        "cases_per_second_and_core": round(len(clock) / spent, 1),
        "median_ms": round(median(milliseconds), 2),
        "p95_ms": round(quantiles(milliseconds, n=20)[-1], 2),
        "python": platform.python_version(),
    }


@click.command()
@click.argument("files", nargs=-1)
@click.option("--seconds", type=click.FloatRange(1), default=10.0, show_default=True)
@click.option("--json", "out", metavar="OUT", help="Write the figures to OUT as JSON.")
def main(files: tuple[str, ...], seconds: float, out: str | None) -> None:
    """Print cases per second and core; exit code 1 below the target."""
    with handled():
        paths = files or sorted(map(str, DATA.glob("*.jsonl")))
        found = measure([row["question"] for path in paths for row in load(path)], seconds)
        for name, value in found.items():
            click.echo(f"{name:28} {value}")
        if out:
            Path(out).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        if found["cases_per_second_and_core"] < TARGET:
            raise SystemExit(f"below {TARGET:.0f} cases a second and core")


if __name__ == "__main__":
    main()
