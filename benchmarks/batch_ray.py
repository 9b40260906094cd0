"""``lexcalc batch --engine ray`` with the rules alone: what a second node brings, and what Ray costs.

    python -m benchmarks.batch_ray [--cases 6000] [--least 1.8]

Each node of the cluster, started on this machine, has one core.  A rate is that of the journal between a
tenth and nine tenths of the cases: starting workers and the last chunks are told apart, for they do not grow
with the file.  Exit 1 where two nodes are less than ``--least`` times as fast as one, or where results differ
from those of a local run.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks.batch import FINAL, ROOT, write_cases

_POLL = 0.05  # seconds between two looks at the journal


@contextmanager
def nodes(count: int) -> Iterator[str]:
    """A cluster of nodes with a core each, known by its address."""
    import ray
    from ray.cluster_utils import Cluster

    store = 100 << 20
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": store})
    try:
        for _ in range(count - 1):
            cluster.add_node(num_cpus=1, object_store_memory=store)
        cluster.wait_for_nodes()
        yield cluster.address
    finally:
        ray.shutdown()
        cluster.shutdown()


def measure(cases: Path, count: int, run: Path, *options: str) -> dict[str, Any]:
    """One run: its wall time, when its first case was finished, and its rate when it was going well."""
    command = [sys.executable, "-m", "lexcalc", "batch", str(cases), "-o", str(run), "--no-model", *options]
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    marks: list[tuple[float, int]] = []  # seconds, finished cases
    journal, done, offset = run / "journal.jsonl", 0, 0
    while process.poll() is None:
        if journal.exists():
            with journal.open("rb") as stream:
                stream.seek(offset)
                new = stream.read()
            done, offset = done + new.count(b"\n"), offset + len(new)
            marks.append((time.perf_counter() - begin, done))
        time.sleep(_POLL)
    wall = time.perf_counter() - begin
    if process.returncode:
        sys.stderr.write(process.stderr.read().decode(errors="replace"))  # type: ignore[union-attr]
        raise SystemExit(f"the run with {' '.join(options)} ended with {process.returncode}")
    first = next((at for at, done in marks if done), wall)
    low = next(mark for mark in marks if mark[1] >= count / 10)
    high = next((mark for mark in marks if mark[1] >= count * 0.9), marks[-1])
    rate = (high[1] - low[1]) / max(high[0] - low[0], _POLL)
    return {
        "wall_s": round(wall, 1),
        "first_case_s": round(first, 1),
        "cases_per_second": round(rate, 1),
        "ms_per_case": round(1000 / rate, 3),
    }


@click.command()
@click.option("--cases", type=click.IntRange(500), default=6000, show_default=True)
@click.option("--least", type=float, default=1.8, show_default=True, help="Two nodes over one, by rate.")
def main(cases: int, least: float) -> None:
    """Measure one process, one node and two nodes on the same cases."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    # Workers run as other processes do, so that a node is compared with a process.
    os.environ |= {"PYTHONPATH": path, "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    os.environ |= {"RAY_AUTH_MODE": "disabled"}
    logging.getLogger("ray").setLevel(logging.ERROR)
    found: dict[str, Any] = {"cases": cases}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_cases(folder / "cases.jsonl", cases)
        given = folder / "cases.jsonl", cases
        found["one process"] = measure(*given, folder / "local", "--jobs", "1")
        for count in (1, 2):
            with nodes(count) as address:
                ray = ("--engine", "ray", "--ray-address", address)
                found[f"nodes: {count}"] = measure(*given, folder / f"ray{count}", *ray)
        local = [(folder / "local" / name).read_bytes() for name in FINAL]
        found["same results"] = all(
            [(folder / run / name).read_bytes() for name in FINAL] == local for run in ("ray1", "ray2")
        )
    rates = {name: found[name]["cases_per_second"] for name in ("one process", "nodes: 1", "nodes: 2")}
    found["two nodes over one"] = round(rates["nodes: 2"] / rates["nodes: 1"], 2)
    found["one node over one process"] = round(rates["nodes: 1"] / rates["one process"], 2)
    click.echo(json.dumps(found, indent=2))
    raise SystemExit(int(found["two nodes over one"] < least or not found["same results"]))


if __name__ == "__main__":
    main()
