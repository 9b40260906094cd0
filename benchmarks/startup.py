"""Cold start: the wall time of fresh processes, side by side with ``import click`` in the same run.

python -m benchmarks.startup [--json] [--runs 15]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import click

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "traffic.txt"
HEAVY = ("sympy", "torch", "transformers", "vllm", "openai", "httpx", "pydantic")
# ``--help`` must not pay for what only a computation needs.
HELP_HEAVY = (*HEAVY, "rich", "yaml")
LIMITS = {"lexcalc --help": 0.150, "lexcalc ask --no-model --json": 0.500}  # seconds


def commands(case: Path = EXAMPLE) -> dict[str, list[str]]:
    """What is timed, by the name in the table."""
    python, lexcalc = [sys.executable], [sys.executable, "-m", "lexcalc"]
    return {
        "python -c pass": [*python, "-c", "pass"],
        "python -c 'import click'": [*python, "-c", "import click"],
        "lexcalc --help": [*lexcalc, "--help"],
        "lexcalc ask --no-model --json": [*lexcalc, "ask", "--no-model", "--json", "-f", str(case)],
    }


def environment() -> dict[str, str]:
    """The environment of the measured processes: no user options, cached bytecode allowed."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("LEXCALC_", "PYTHON"))}
    return {**keep, "PYTHONPATH": str(ROOT)}


def imported(command: list[str], folder: str) -> set[str]:
    """The top-level modules that a process imports, as ``-X importtime`` reports them."""
    process = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]],
        env=environment(), cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = (line for line in process.stderr.splitlines() if line.startswith("import time:"))
    return {line.rsplit("|", 1)[-1].strip().partition(".")[0] for line in lines}


def measure(runs: int) -> dict[str, list[float]]:
    """Wall seconds by command; the commands take turns, so that a slow moment of the machine hits all."""
    times: dict[str, list[float]] = {name: [] for name in commands()}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(runs + 1):
            for name, command in commands().items():
                begin = time.perf_counter()
                process = subprocess.run(command, env=environment(), cwd=folder, capture_output=True)
                seconds = time.perf_counter() - begin
                if process.returncode not in (0, 3):
                    raise SystemExit(f"{name} ended with {process.returncode}: {process.stderr.decode()}")
                if turn:  # the first turn writes bytecode
                    times[name].append(seconds)
    return times


def heavy_imports() -> dict[str, list[str]]:
    """Heavy modules that a measured command imports although it has no use for them."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, forbidden in zip(LIMITS, (HELP_HEAVY, HEAVY), strict=True):
            found[name] = sorted(imported(commands()[name], folder) & set(forbidden))
    return found


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--runs", type=click.IntRange(1), default=15, show_default=True)
def main(as_json: bool, runs: int) -> None:
    """Measure cold starts; exit 1 when a limit is passed or a heavy module is imported."""
    times, heavy = measure(runs), heavy_imports()
    rows = {
        name: {"median_s": round(median(each), 4), "min_s": round(min(each), 4), "max_s": round(max(each), 4),
               "limit_s": LIMITS.get(name)}
        for name, each in times.items()
    }  # fmt: skip
    failed = [n for n, limit in LIMITS.items() if rows[n]["median_s"] > limit or heavy[n]]
    if as_json:
        print(json.dumps({"runs": runs, "times": rows, "heavy_imports": heavy, "failed": failed}, indent=2))
    else:
        print(f"{'command':34} {'median':>9} {'min':>9} {'max':>9} {'limit':>9}   (ms, {runs} runs)")
        for name, row in rows.items():
            cells = (row["median_s"], row["min_s"], row["max_s"], row["limit_s"])
            print(f"{name:34}", *(f"{c * 1000:9.0f}" if c is not None else f"{'–':>9}" for c in cells))
        for name, modules in heavy.items():
            print(f"{name}: heavy imports: {', '.join(modules) or 'none'}")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
