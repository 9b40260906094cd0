"""``lexcalc batch`` with the rules alone: time and memory as files grow, and what kills leave behind.

    python -m benchmarks.batch speed [--sizes 1000,100000]
    python -m benchmarks.batch kills [--kills 50] [--cases 500]

The cases are the development questions again and again, each time under another id.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "benchmarks" / "data" / "lexnum_dev.jsonl"
FINAL = ("results.jsonl", "failures.jsonl", "gold.jsonl")
NEAR = 1.10  # time per case of the largest file over that of the smallest
GROWTH = 16 * 1024  # KiB that the main process may grow by: the window of cases under way, not the file


def write_cases(path: Path, count: int) -> None:
    """A file of ``count`` cases."""
    with QUESTIONS.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            row = rows[number % len(rows)]
            case = {"id": f"n{number}", "question": row["question"], "answer": row["answer"]}
            stream.write(json.dumps(case, ensure_ascii=False) + "\n")


def start(cases: Path, folder: Path, jobs: int, *options: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "lexcalc", "batch", str(cases), "-o", str(folder), "--no-model"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, "--jobs", str(jobs), *options], env=env, cwd=ROOT, **quiet)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def usage(pid: int) -> tuple[int, float]:
    """Peak memory in KiB and CPU seconds of a process so far."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0, 0.0
    peak = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return peak, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def measure(count: int, jobs: int, folder: Path, *options: str) -> dict[str, Any]:
    """One run of ``count`` cases: wall and CPU time per case, peak memory of the process and its workers."""
    cases, run = folder / f"{count}.jsonl", folder / f"run{count}"
    write_cases(cases, count)
    begin = time.perf_counter()
    process = start(cases, run, jobs, *options)
    seen: dict[int, tuple[int, float]] = {}
    while process.poll() is None:
        seen |= {pid: found for pid in family(process.pid) if (found := usage(pid))[0]}
        time.sleep(0.2)
    wall = time.perf_counter() - begin
    if process.returncode:
        raise SystemExit(f"the run of {count} cases ended with {process.returncode}")
    main = seen.pop(process.pid, (0, 0.0))
    shutil.rmtree(run)
    return {
        "cases": count,
        "wall_s": round(wall, 1),
        "wall_ms_per_case": round(wall / count * 1000, 3),
        "cpu_ms_per_case": round((main[1] + sum(cpu for _, cpu in seen.values())) / count * 1000, 3),
        "main_peak_mib": round(main[0] / 1024, 1),
        "largest_worker_peak_mib": round(max((peak for peak, _ in seen.values()), default=0) / 1024, 1),
    }


def grown(rows: list[dict[str, Any]]) -> bool:
    """Whether the main process of the last run needed more memory than that of the first."""
    return (rows[-1]["main_peak_mib"] - rows[0]["main_peak_mib"]) * 1024 > GROWTH


def killed(count: int, kills: int, jobs: int, chance: random.Random, folder: Path) -> dict[str, Any]:
    """Kill runs of ``count`` cases at random moments until ``kills`` have hit; compare what they end with."""
    cases = folder / "cases.jsonl"
    write_cases(cases, count)
    begin = time.perf_counter()
    if start(cases, folder / "whole", jobs).wait():
        raise SystemExit("the unbroken run failed")
    whole = time.perf_counter() - begin
    expected = [(folder / "whole" / name).read_bytes() for name in FINAL]
    hits = finished = twice = different = 0
    run = folder / "run"
    while hits < kills or run.exists():
        process = start(cases, run, jobs)
        if hits < kills:
            time.sleep(chance.uniform(0, whole))
            process.send_signal(signal.SIGKILL)
        process.wait()
        if process.returncode:
            hits += 1
            continue
        keys = [json.loads(line)["key"] for line in (run / "journal.jsonl").open(encoding="utf-8")]
        twice += len(keys) - len(set(keys))
        different += [(run / name).read_bytes() for name in FINAL] != expected or len(set(keys)) != count
        finished += 1
        shutil.rmtree(run)
    return {"cases": count, "kills": hits, "runs finished": finished, "cases twice": twice,
            "runs that ended differently": different}  # fmt: skip


@click.group()
def main() -> None:
    """Measure ``lexcalc batch``."""


@main.command()
@click.option("--sizes", default="1000,100000", show_default=True, help="Numbers of cases.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True)
def speed(sizes: str, jobs: int) -> None:
    """Time and memory by size; exit 1 where a large file costs more per case than a small one."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [measure(int(size), jobs, Path(folder)) for size in sizes.split(",")]
    first, last = rows[0], rows[-1]
    slower = last["wall_ms_per_case"] > NEAR * first["wall_ms_per_case"]
    large = grown(rows)
    click.echo(json.dumps({"jobs": jobs, "runs": rows, "slower": slower, "grown": large}, indent=2))
    raise SystemExit(int(slower or large))


@main.command()
@click.option("--kills", type=click.IntRange(1), default=50, show_default=True)
@click.option("--cases", type=click.IntRange(1), default=500, show_default=True)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
def kills(kills: int, cases: int, jobs: int, seed: int) -> None:
    """SIGKILL at random moments; exit 1 where a case is lost, computed twice, or another file results."""
    with tempfile.TemporaryDirectory() as folder:
        found = killed(cases, kills, jobs, random.Random(seed), Path(folder))
    click.echo(json.dumps(found, indent=2))
    raise SystemExit(int(bool(found["cases twice"] or found["runs that ended differently"])))


if __name__ == "__main__":
    main()
