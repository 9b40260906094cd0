"""The engine ``ray``: Ray Data streams the cases to workers on many machines, each with its own engine."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from lexcalc.batch.cases import BatchCase, error_out
from lexcalc.batch.choose import Cluster
from lexcalc.batch.engines import RESTARTS, ModelOptions, cores
from lexcalc.batch.ray_worker import AHEAD, Chunk, Plan, packed, software, unpacked
from lexcalc.batch.worker import Outcome
from lexcalc.errors import LexcalcError, ServerError, UsageError

if TYPE_CHECKING:
    from lexcalc.batch.ray_stream import Queue
    from lexcalc.pipeline import Endpoint

_CHUNK = 32  # cases of the rules that travel together: their way costs more than the case itself
_CALLS = 2  # chunks that a worker of the rules has at once, so that its process never waits
# Cases under way where --jobs does not say: at a server, in a worker's own model on a CPU, on a GPU.
_REQUESTS = {"server": 32, "cpu": 48, "gpu": 384}
# Chunks of a stream, or for many workers a tenth of that for each; then another is begun.  Until it ends, Ray
# Data keeps statistics of each chunk, 2 kB.
_STREAM = 10_000
_LINGER = 0.05  # seconds for which a chunk that is not full waits for more
_LOOK = 5.0  # seconds between two looks at the cluster's head
_LOST = 40.0  # seconds without it; after 60 Ray would end this process without a word
_PATIENCE = 30.0  # seconds for a stream without cases to end


def check(cluster: Cluster) -> None:
    """UsageError where Ray is not installed, or for an address that this engine cannot use."""
    if find_spec("ray") is None or find_spec("pyarrow") is None:
        raise UsageError(
            '--engine ray 需要 Ray：pip install "lexcalc[ray]"',
            '--engine ray needs Ray: pip install "lexcalc[ray]"',
        )
    if (cluster.address or os.environ.get("RAY_ADDRESS") or "").startswith("ray://"):
        raise UsageError(
            "--engine ray 不能经 Ray Client（ray://）使用：请在集群的一个节点上运行，用 --ray-address auto。",
            "--engine ray does not work through Ray Client (ray://): run it on a node of the cluster with "
            "--ray-address auto.",
        )


class RayEngine:
    """Cases through a stream of Ray Data; a stream that breaks is begun again with what it had under way."""

    def __init__(
        self,
        model: ModelOptions | None,
        jobs: int | None,
        on_connect: Callable[[Endpoint], None],
        cluster: Cluster,
    ) -> None:
        check(cluster)
        from lexcalc.batch import ray_stream

        self._ray, self._on_connect = ray_stream, on_connect
        # A local cluster gets the cores that there are, or as many as the workers that were asked for need.
        local = max(cores(), (cluster.workers or 1) * ((jobs or 1) if model is None else 1))
        self._leave = ray_stream.connect(cluster.address, local)
        self._plan = plan(model, jobs, cluster.workers, ray_stream.nodes())
        self.window = self._plan.workers * (self._plan.calls + AHEAD) * self._plan.chunk
        self._software = software()
        self._known: set[tuple[str, str | None]] = set()
        self._waiting: queue.SimpleQueue[tuple[int, BatchCase]] = queue.SimpleQueue()
        self._sent: dict[int, BatchCase] = {}  # what the stream has, and nobody else
        self._futures: dict[int, Future[Outcome]] = {}
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._end: LexcalcError | None = None
        self._number, self._lost = 0, False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, case: BatchCase) -> Future[Outcome]:
        """Begin a case."""
        future: Future[Outcome] = Future()
        with self._lock:
            if self._end is not None:
                future.set_exception(self._end)
                return future
            self._number += 1
            self._futures[self._number] = future
        # The reference answer stays here.
        self._waiting.put((self._number, replace(case, gold=None)))
        return future

    def outcome(self, case: BatchCase, future: Future[Outcome]) -> Outcome:
        """The result; ServerError when the cluster or the model is gone for good."""
        return future.result()

    def close(self) -> None:
        """Leave the cluster; what its workers compute is given up."""
        self._closing.set()
        # Nothing is lost by waiting for an orderly end, and there is less to log.
        if not self._futures and not self._lost:
            self._thread.join(_PATIENCE)
        self._leave(self._lost)

    def _watch(self) -> None:
        """End the run when the head of the cluster has been away for long."""
        seen = time.monotonic()
        while not self._closing.wait(_LOOK):
            if self._ray.reachable():
                seen = time.monotonic()
            elif time.monotonic() - seen >= _LOST:
                self._lost = True
                self._closing.set()
                return self._fail(
                    ServerError(
                        "Ray 集群的主节点不再响应；已完成的案件都已保存，再运行同一命令即可继续。",
                        "the head of the Ray cluster no longer answers; what is finished is kept, run the "
                        "same command again to go on.",
                    )
                )

    def _work(self) -> None:
        """Stream until the end; after a break find out whether a case did it, and go on."""
        breaks = 0
        try:
            while not self._closing.is_set():
                try:
                    self._stream()
                except LexcalcError:
                    raise
                except Exception as error:
                    if self._closing.is_set():
                        return
                    # A case that ends its worker is found; a cluster that loses workers by itself is not
                    # begun again for ever.
                    breaks += not self._alone()
                    if breaks > RESTARTS:
                        raise _gone(error) from error
        except LexcalcError as error:
            self._fail(error)
        except BaseException as error:
            self._fail(_gone(error))

    def _stream(self) -> None:
        chunks = self._ray.queue(self._plan.workers * 2)
        ended = threading.Event()
        feeder = threading.Thread(target=self._feed, args=(chunks, ended), daemon=True)
        feeder.start()
        try:
            for reply in self._ray.stream(chunks, self._plan):
                self._take(reply)
        finally:
            ended.set()
            with suppress(Exception):  # the cluster may be gone
                chunks.shutdown(force=True)
            feeder.join()

    def _feed(self, chunks: Queue, ended: threading.Event) -> None:
        """Put what was submitted into the stream's queue, as many together as come at once; then end it."""
        left = max(_STREAM, _STREAM // 10 * self._plan.workers)
        with suppress(Exception):  # a queue that is gone ends the stream as well, which says why
            while left and not ended.is_set() and not self._closing.is_set():
                if chunk := self._gathered():
                    self._sent.update(chunk)
                    self._put(chunks, packed(chunk), ended)
                    left -= 1
            self._put(chunks, None, ended)

    def _put(self, chunks: Queue, data: bytes | None, ended: threading.Event) -> None:
        while not ended.is_set():
            try:
                return chunks.put(data, timeout=1.0)
            except self._ray.Full:
                continue

    def _gathered(self) -> Chunk:
        chunk: Chunk = []
        while len(chunk) < self._plan.chunk:
            try:
                chunk.append(self._waiting.get(timeout=_LINGER))
            except queue.Empty:
                break
        return chunk

    def _alone(self) -> bool:
        """Try each case of a broken stream alone; whether some were found to end their workers, each time."""
        suspects = len(self._sent)
        for _ in range(2):  # one loss may have been the machine's
            if self._sent:
                for reply in self._ray.alone(list(self._sent.items()), self._plan):
                    self._take(reply)
        found = len(self._sent)
        if found == suspects > 1:
            raise _gone(None)  # nobody answers at all, and that is no case's doing
        died = LexcalcError("处理这一件的进程意外终止。", "the process of this case died.")
        for number in list(self._sent):
            self._settle(number, Outcome(error=error_out(died)))
        return found > 0

    def _take(self, data: bytes) -> None:
        """Hand out the outcomes of a reply, after a look at who computed them."""
        reply = unpacked(data)
        if reply.software != self._software:
            raise UsageError(
                f"集群节点上的 lexcalc（{reply.software[0]}）或其法条规则与本机（{self._software[0]}）不同，"
                "请装同一版本。",
                f"lexcalc ({reply.software[0]}) or its rules on a node differ from those here "
                f"({self._software[0]}); install the same version.",
            )
        for endpoint in reply.endpoints:
            if (who := (endpoint.model, endpoint.checkpoint)) not in self._known:
                self._on_connect(endpoint)
                self._known.add(who)
        for number, outcome in reply.outcomes:
            self._settle(number, outcome)
        if (error := reply.error()) is not None:
            raise error

    def _settle(self, number: int, outcome: Outcome) -> None:
        self._sent.pop(number, None)
        with self._lock:
            future = self._futures.pop(number, None)
        if future is not None:  # a chunk that was tried again may come twice
            future.set_result(outcome)

    def _fail(self, error: LexcalcError) -> None:
        with self._lock:
            self._end = error
            futures, self._futures = self._futures, {}
        for future in futures.values():
            future.set_exception(error)


def plan(
    model: ModelOptions | None, jobs: int | None, workers: int | None, nodes: Iterable[dict[str, float]]
) -> Plan:
    """How to use nodes with these resources.

    Rules: a worker for each ``jobs`` cores.  Servers of a model: a worker for each node, which asks them all.
    A model of the workers' own: one for each GPU, else for each node.
    """
    nodes = [node for node in nodes if node.get("CPU", 0) >= 1]
    cores = [int(node["CPU"]) for node in nodes]
    if model is None:
        cpus = jobs or 1
        fit = sum(each // cpus for each in cores)
        return Plan(workers or max(1, fit), cpus, 0, _CHUNK * cpus, _CALLS, "auto", None, jobs)
    gpus = 0 if model.urls else sum(int(node.get("GPU", 0)) for node in nodes)
    kind = "server" if model.urls else "gpu" if gpus else "cpu"
    workers = workers or max(1, gpus or len(nodes))
    requests = (jobs or _REQUESTS[kind]) * max(1, len(model.urls))
    chunk = max(1, requests // 16)  # a chunk comes back when its slowest case does
    calls = -(-2 * requests // chunk)
    cpus = 1
    if kind == "cpu":  # the model uses its node whole, and Ray lets it have as many threads as it has cores
        cpus = max(1, min(cores, default=1) // -(-workers // max(1, len(nodes))))
    kind = {"server": "server", "gpu": "vllm", "cpu": "auto"}[kind]
    return Plan(workers, cpus, min(1, gpus), chunk, calls, kind, model, jobs)


def _gone(cause: BaseException | None) -> LexcalcError:
    if "No module named" in str(cause):
        return UsageError(
            '集群的节点上没有装 lexcalc：每个节点都要 pip install "lexcalc[ray]"，版本相同。',
            'lexcalc is missing on the nodes: pip install "lexcalc[ray]", the same version, on each of them.',
        )
    kind = f" ({type(cause).__name__})" if cause is not None else ""
    return ServerError(
        f"Ray 集群的进程一再中断{kind}；已完成的案件都已保存，再运行同一命令即可继续。",
        f"the processes of the Ray cluster died again and again{kind}; what is finished is kept, run the "
        "same command again to go on.",
    )
