"""Ray Data's part: a cluster, a queue that feeds it, and the stream of replies.  Importing it imports Ray."""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

# Before Ray is imported.  Nothing is reported to anyone; whoever left a cluster starts no other one by a late
# call.  What ends this process is told on standard error, the rest of what Ray has to say, such as false
# alarms about every worker, in its own logs.
os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_AUTO_CONNECT": "0"}
os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")

import pyarrow as pa
import ray
import ray.data
from ray.data import ActorPoolStrategy, Dataset, Datasource, ReadTask
from ray.data.block import BlockMetadata
from ray.util.queue import Full, Queue
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from lexcalc.batch import stderr
from lexcalc.batch.ray_worker import AHEAD, Chunk, Plan, Worker, packed
from lexcalc.errors import Exit, ServerError

__all__ = ["Full", "Queue", "alone", "connect", "nodes", "queue", "reachable", "stream"]

WORKER_RESTARTS = 3  # of one worker that dies
CHUNK_RETRIES = 1  # of a chunk whose worker died; then its cases are tried one by one
_LOOK = 5.0  # seconds for a connection
# Ray tells that it has read the variable before it goes by it.
_LEVEL_TOLD = re.compile(rb"\[[^\]\n]*\] [^\n]*Set ray log level from environment variable [^\n]*\n")
_STORE = 256 << 20  # bytes for objects of a local cluster: a few chunks are on their way at any time


def _leave_at_once() -> None:
    """End the process without Ray's own end, but with everything written that was said."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(int(Exit.UNREACHABLE))


def connect(address: str | None, cpus: int) -> Callable[[bool], None]:
    """Join the cluster at ``address``, at RAY_ADDRESS, or one started here with ``cpus``; how to leave it,
    which is told whether the cluster is lost.

    What this process has joined before is used, and not left.  ServerError when it cannot be reached.
    """
    if ray.is_initialized():
        return lambda lost: None
    address = address or os.environ.get("RAY_ADDRESS") or "local"
    options: dict[str, Any] = {}
    folder = None
    if address == "local":
        # A folder of its own, for its owner only; the usual one would keep the logs of every run.
        folder = tempfile.mkdtemp(prefix="lexcalc-ray-")
        options = {"num_cpus": cpus, "include_dashboard": False, "object_store_memory": _STORE}
        options["_temp_dir"] = folder

    def leave(lost: bool) -> None:
        if lost:  # Ray would wait for it and then end this process without a word, or crash at its end
            atexit.unregister(ray.shutdown)
            atexit.register(_leave_at_once)
        else:
            ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    try:
        with stderr.without(_LEVEL_TOLD):
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **options)
    except BaseException as error:
        leave(False)
        if not isinstance(error, Exception):
            raise
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        raise ServerError(
            f"连不上 Ray 集群 {address}：{reason[0]}", f"cannot join the Ray cluster {address}: {reason[0]}"
        ) from error
    return leave


def reachable() -> bool:
    """Whether the head of the cluster takes connections."""
    host, _, port = ray.get_runtime_context().gcs_address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_LOOK).close()
    except OSError:
        return False
    return True


def nodes() -> list[dict[str, float]]:
    """The resources of each node that lives."""
    return [node["Resources"] for node in ray.nodes() if node["Alive"]]


def queue(length: int) -> Queue:
    """A queue of chunks on this node, which waits when ``length`` of them are in it."""
    return Queue(length, actor_options={"num_cpus": 0, "scheduling_strategy": _here()})


def stream(chunks: Queue, plan: Plan) -> Iterator[bytes]:
    """The replies to the chunks of a queue, as they come, until a None is in it; raises when it breaks."""
    _quiet(errors=0)
    # One task on this node reads the queue: whoever reads it twice would read something else.
    fed = ray.data.read_datasource(
        _Feed(chunks),
        num_cpus=0,
        override_num_blocks=1,
        ray_remote_args={"scheduling_strategy": _here(), "max_retries": 0},
    )
    yield from _replies(fed, plan, plan.workers, plan.calls, retries=CHUNK_RETRIES)


def alone(cases: Chunk, plan: Plan) -> Iterator[bytes]:
    """The replies to cases that are tried one by one; a case that ends its worker has none."""
    _quiet(errors=-1)
    rows = [{"cases": packed([each])} for each in cases]
    fed = ray.data.from_items(rows, override_num_blocks=len(rows))
    yield from _replies(fed, plan, min(plan.workers, len(rows)), 1, retries=0)


def _replies(fed: Dataset, plan: Plan, workers: int, calls: int, retries: int) -> Iterator[bytes]:
    answered = fed.map(
        Worker,
        fn_constructor_args=(plan.kind, plan.model, plan.jobs),
        compute=ActorPoolStrategy(
            size=workers,
            # Some chunks wait at each worker; a case that is tried alone must not share its fate with others.
            max_tasks_in_flight_per_actor=calls + AHEAD if retries else 1,
            max_concurrent_calls_per_actor=calls,
            enable_true_multi_threading=True,
        ),
        num_cpus=plan.cpus,
        num_gpus=plan.gpus or None,
        max_restarts=WORKER_RESTARTS if retries else -1,
        max_task_retries=retries,
    )
    # Fetching ahead would hold a reply back until the next one comes.
    for batch in answered.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        if "reply" in batch.column_names:
            yield from batch.column("reply").to_pylist()


class _Feed(Datasource):
    """The chunks of a queue, each a block of one row."""

    def __init__(self, chunks: Queue) -> None:
        super().__init__()
        self._chunks = chunks

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[ReadTask]:
        chunks = self._chunks

        def read() -> Iterable[pa.Table]:
            while (chunk := chunks.get()) is not None:
                yield pa.table({"cases": pa.array([chunk], pa.binary())})

        return [
            ReadTask(read, BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None))
        ]


def _here() -> NodeAffinitySchedulingStrategy:
    return NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)


def _quiet(errors: int) -> None:
    """Settings of the streams made next: a row is a block, no bars, no log of tasks on the terminal."""
    context = ray.data.DataContext.get_current()
    context.target_max_block_size = 1
    context.max_errored_blocks = errors
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    # How often workers are begun again can be said in no other way before Ray 2.64.
    warnings.filterwarnings("ignore", message="`ray_remote_args` is deprecated")
    warnings.filterwarnings("ignore", message="The minimum number of concurrent actors")  # of a short file
