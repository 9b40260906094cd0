"""What answers the cases of a run: processes that apply the rules, or threads that ask a model server."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lexcalc.batch import worker
from lexcalc.batch.cases import BatchCase, error_out
from lexcalc.batch.worker import Outcome, internal
from lexcalc.errors import LexcalcError, ServerError

if TYPE_CHECKING:
    from lexcalc.pipeline import Endpoint

RESTARTS = 3  # of a local server that dies, in one run
PATIENCE = 30.0  # seconds for which a server that lives may be too busy to say so
RETRY_DELAYS = (1.0, 10.0)  # seconds before a case whose answer broke off is asked again; the server lives
_AHEAD = 4  # cases under way for each worker: enough that none waits, few enough to stop at once


class Engine(Protocol):
    """Cases in, outcomes out; ``window`` is how many may be under way."""

    window: int

    def submit(self, case: BatchCase) -> Future[Outcome]:
        """Begin a case."""
        ...

    def outcome(self, case: BatchCase, future: Future[Outcome]) -> Outcome:
        """The result of a case that is done; raises what ends the run."""
        ...

    def close(self) -> None:
        """Give up what is under way and end."""
        ...


class RulesEngine:
    """The rules in processes; a case that kills its process is found and becomes a failure."""

    def __init__(self, jobs: int | None = None) -> None:
        jobs = jobs or cores()
        self.jobs, self.window = jobs, jobs * _AHEAD
        self._pool = self._new(jobs)

    def _new(self, jobs: int) -> ProcessPoolExecutor:
        # A server that forks is quick and, unlike a fork of this process, safe beside threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["lexcalc.batch.worker", "lexcalc.law", "lexcalc.case"])
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=worker.start)

    def submit(self, case: BatchCase) -> Future[Outcome]:
        """Begin a case."""
        try:
            return self._begin(self._pool, case)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._new(self.jobs)
            return self._begin(self._pool, case)

    def _begin(self, pool: ProcessPoolExecutor, case: BatchCase) -> Future[Outcome]:
        return pool.submit(worker.assess, case.id, case.text, dict(case.options))

    def outcome(self, case: BatchCase, future: Future[Outcome]) -> Outcome:
        """The result; where a process died with several cases, each of them is tried alone."""
        try:
            return future.result()
        except BrokenProcessPool:
            with self._new(1) as pool:
                try:
                    return self._begin(pool, case).result()
                except BrokenProcessPool:
                    died = LexcalcError("处理这一件的进程意外终止。", "the process of this case died.")
                    return Outcome(error=error_out(died))

    def close(self) -> None:
        """End the processes; what they compute is given up."""
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()  # they hold nothing that is not in the journal


@dataclass(frozen=True)
class ModelOptions:
    """How a model is asked; ``base_url`` may name several servers of it, with commas between them."""

    model: str | None = None
    base_url: str | None = None
    max_tokens: int | None = None
    profile: str | None = None
    timeout: float | None = None
    second_reading: str = "auto"

    @property
    def urls(self) -> list[str]:
        """The addresses of its servers."""
        return [url.strip() for url in (self.base_url or "").split(",") if url.strip()]


class ModelEngine:
    """A model server with several requests under way, which it batches; our own is restarted when it dies."""

    def __init__(
        self, options: ModelOptions, jobs: int | None, on_connect: Callable[[Endpoint], None]
    ) -> None:
        from multiprocessing.pool import ThreadPool  # its threads do not keep the program from ending

        self.options, self._on_connect = options, on_connect
        self._lock = threading.Lock()
        self._generation = self._restarts = self._troubles = 0
        self._closing = threading.Event()
        self._endpoint = self._connect()
        jobs = jobs or self.requests()
        self.window = 2 * jobs  # a thread that is done finds the next case waiting
        self._pool = ThreadPool(jobs)

    def requests(self) -> int:
        """Requests enough to fill a server's batches, yet not so many that the last is taken for lost."""
        from lexcalc.serve import vllm

        return 8 if self.options.base_url is None and vllm.build() == "cpu" else 32

    def _connect(self) -> Endpoint:
        from lexcalc import pipeline

        asked = self.options
        endpoint = pipeline.connect(asked.model, asked.base_url, asked.timeout, asked.profile)
        self._on_connect(endpoint)
        return endpoint

    def submit(self, case: BatchCase) -> Future[Outcome]:
        """Begin a case."""
        future: Future[Outcome] = Future()
        self._pool.apply_async(
            self._ask, (case,), callback=future.set_result, error_callback=future.set_exception
        )
        return future

    def outcome(self, case: BatchCase, future: Future[Outcome]) -> Outcome:
        """The result; ServerError when the server is gone for good."""
        return future.result()

    def close(self) -> None:
        """Stop asking; answers that are being written end at their next token."""
        self._closing.set()
        self._pool.terminate()

    def _ask(self, case: BatchCase) -> Outcome:
        from lexcalc import pipeline
        from lexcalc.serve.client import Refused

        attempt = 0
        while True:
            with self._lock:
                endpoint, generation = self._endpoint, self._generation
            try:
                report = pipeline.ask(
                    case.text,
                    id=case.id,
                    endpoint=endpoint,
                    max_tokens=self.options.max_tokens,
                    second_reading=self.options.second_reading,  # type: ignore[arg-type]
                    on_text=self._beat,
                    **case.options,
                )
            except pipeline.ModelSilent as silence:
                if isinstance(silence.__cause__, Refused):
                    return Outcome(error=error_out(silence))
                if not self._alive(endpoint) and self._revive(generation, silence):
                    continue
                if attempt == len(RETRY_DELAYS):
                    self._trouble(silence)
                    return Outcome(error=error_out(silence))
                self._closing.wait(RETRY_DELAYS[attempt])
                attempt += 1
            except LexcalcError as error:
                return Outcome(error=error_out(error))
            except _Closing:
                raise
            except Exception as error:
                return Outcome(error=error_out(internal(error)))
            else:
                self._troubles = 0
                return Outcome.of(report)

    def _beat(self, _: str) -> None:
        if self._closing.is_set():
            raise _Closing

    def _trouble(self, error: ServerError) -> None:
        """A server that lives but answers nothing any more must not turn a whole run into failures."""
        self._troubles += 1
        if self._troubles > self.window:
            raise ServerError(error.zh, error.en) from error

    def _alive(self, endpoint: Endpoint) -> bool:
        from lexcalc.serve import client

        try:
            return bool(client.models(endpoint.base_url))
        except LexcalcError:
            return False

    def _revive(self, generation: int, cause: ServerError) -> bool:
        """Start our own server again, once for all who miss it; another one's absence ends the run.

        False when it has not gone but was only slow to say so.
        """
        from lexcalc.serve import progress

        with self._lock:
            while self._generation == generation:
                if self._closing.is_set():
                    raise _Closing
                if self.options.base_url is not None or self._restarts >= RESTARTS:
                    raise ServerError(cause.zh, cause.en) from cause
                if not self._gone():
                    return False
                self._restarts += 1
                progress.say(f"模型服务中断，重新启动（{self._restarts}/{RESTARTS}）……")
                try:
                    self._endpoint = self._connect()
                    self._generation += 1
                except ServerError as error:
                    cause = error
        return True

    def _gone(self) -> bool:
        """Whether our own server has ended; one that neither ends nor answers for long is ended."""
        from lexcalc.serve import server

        limit = time.monotonic() + PATIENCE
        while running := server.status():
            if running.healthy:
                return running.model != self._endpoint.model
            if self._closing.is_set() or time.monotonic() > limit:
                return server.stop()
            self._closing.wait(0.2)
        return True


class _Closing(Exception):
    """The run ends; whoever still writes an answer stops."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
