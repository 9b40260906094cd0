"""``lexcalc batch --engine ray`` with the rules alone: what a second node brings, and what Ray costs.

    python -m benchmarks.batch_ray [--cases 6000] [--core 0.3] [--least 1.8]
    python -m benchmarks.batch_ray --memory 2000,20000

Each node of the cluster, started on this machine, has ``--core`` of a core, which the kernel holds it to
(a cgroup around its raylet and workers; needs root), so that the nodes do not take from each other nor from
the driver what on machines of their own they could not.  A rate is that of the journal between a tenth and
nine tenths of the cases: starting workers and the last chunks are told apart, for they do not grow with the
file.  Exit 1 where two nodes are less than ``--least`` times as fast as one, or where results differ from
those of a local run.  ``--memory`` looks at the command instead, on a node of all cores: exit 1 where it
needs more memory for more cases.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks import batch
from benchmarks.batch import FINAL, ROOT, family, write_cases

_POLL = 0.05  # seconds between two looks at the journal
_PERIOD = 100_000  # microseconds in which a node may use its share


def limit(name: str, pids: Iterable[int], core: float) -> Path:
    """Hold processes, and what they start, to so much of a core together; SystemExit without that right."""
    root = Path("/sys/fs/cgroup")
    first = root / "cpu"  # of cgroups version 1
    folder = (first if first.is_dir() else root) / f"lexcalc-{os.getpid()}-{name}"
    quota = round(core * _PERIOD)
    told = {"cpu.max": f"{quota} {_PERIOD}"}
    if first.is_dir():
        told = {"cpu.cfs_period_us": str(_PERIOD), "cpu.cfs_quota_us": str(quota)}
    try:
        folder.mkdir()
        for file, value in told.items():
            (folder / file).write_text(value)
        for pid in pids:
            (folder / "cgroup.procs").write_text(str(pid))
    except OSError as error:
        raise SystemExit(f"cannot hold a node to a share of a core ({error}); try --core 0") from error
    return folder


@contextmanager
def nodes(count: int, core: float) -> Iterator[str]:
    """A cluster of nodes that take one task at a time, known by its address."""
    import ray
    from ray.cluster_utils import Cluster

    own = {"num_cpus": 1, "object_store_memory": 100 << 20}
    cluster = Cluster(initialize_head=True, head_node_args=own)
    limits = []
    try:
        for _ in range(count - 1):
            cluster.add_node(**own)
        cluster.wait_for_nodes()
        for number, node in enumerate(cluster.list_all_nodes() if core else ()):
            raylet = node.all_processes["raylet"][0].process.pid
            limits.append(limit(str(number), family(raylet), core))
        yield cluster.address
    finally:
        ray.shutdown()
        cluster.shutdown()
        for folder in limits:
            _remove(folder)


def _remove(folder: Path) -> None:
    for _ in range(100):  # a node's last processes may take a moment to end
        try:
            return folder.rmdir()
        except OSError:
            time.sleep(_POLL)


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


def memory(sizes: list[int]) -> dict[str, Any]:
    """Runs of so many cases on a cluster that each starts itself: time, and peak memory of the command."""
    with tempfile.TemporaryDirectory() as name:
        rows = [batch.measure(size, 1, Path(name), "--engine", "ray") for size in sizes]
    return {"runs": rows, "grown": batch.grown(rows)}


@click.command()
@click.option("--cases", type=click.IntRange(500), default=6000, show_default=True)
@click.option("--core", type=click.FloatRange(0, 1), default=0.3, show_default=True, help="0: no limit.")
@click.option("--least", type=float, default=1.8, show_default=True, help="Two nodes over one, by rate.")
@click.option("--memory", "sizes", metavar="N,N", help="Memory of the command at these numbers of cases.")
def main(cases: int, core: float, least: float, sizes: str | None) -> None:
    """Measure one process, one node and two nodes on the same cases."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    # Workers run as other processes do, so that a node is compared with a process.
    os.environ |= {"PYTHONPATH": path, "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    os.environ |= {"RAY_AUTH_MODE": "disabled"}
    logging.getLogger("ray").setLevel(logging.ERROR)
    if sizes:
        measured = memory([int(size) for size in sizes.split(",")])
        click.echo(json.dumps(measured, indent=2))
        raise SystemExit(int(measured["grown"]))
    found: dict[str, Any] = {"cases": cases, "cores of a node": core or "not limited"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_cases(folder / "cases.jsonl", cases)
        given = folder / "cases.jsonl", cases
        found["one process"] = measure(*given, folder / "local", "--jobs", "1")
        for count in (1, 2):
            with nodes(count, core) as address:
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
