"""Many servers of one model: a case goes to the one that has least to do; one that is gone is left out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lexcalc.batch.cases import BatchCase
from lexcalc.batch.engines import ModelEngine, ModelOptions
from lexcalc.batch.worker import Outcome
from lexcalc.errors import ServerError
from lexcalc.serve import progress

if TYPE_CHECKING:
    from lexcalc.pipeline import Endpoint


class Servers:
    """A :class:`ModelEngine` for each server; ``jobs`` are the requests under way at each of them."""

    def __init__(
        self, options: ModelOptions, jobs: int | None, on_connect: Callable[[Endpoint], None]
    ) -> None:
        self._lock = threading.Lock()
        self._load: dict[ModelEngine, int] = {}  # cases at each server that answers
        self._engines: list[ModelEngine] = []
        silent: ServerError | None = None
        for url in options.urls:
            try:
                self._engines.append(ModelEngine(replace(options, base_url=url), jobs, on_connect))
            except ServerError as error:
                _left_out(url, error)
                silent = error
        if not self._engines and silent is not None:
            raise silent
        self._load = dict.fromkeys(self._engines, 0)
        self.window = sum(engine.window for engine in self._engines)

    def submit(self, case: BatchCase) -> Future[Outcome]:
        """Begin a case."""
        future: Future[Outcome] = Future()
        self._begin(case, future, ServerError("没有模型服务。", "there is no model server."))
        return future

    def outcome(self, case: BatchCase, future: Future[Outcome]) -> Outcome:
        """The result; ServerError when all servers are gone for good."""
        return future.result()

    def close(self) -> None:
        """Stop asking."""
        for engine in self._engines:
            engine.close()

    def _begin(self, case: BatchCase, future: Future[Outcome], cause: ServerError) -> None:
        with self._lock:
            engine = min(self._load, key=self._load.__getitem__, default=None)
            if engine is not None:
                self._load[engine] += 1
        if engine is None:
            future.set_exception(cause)
        else:
            engine.submit(case).add_done_callback(partial(self._settle, case, future, engine))

    def _settle(
        self, case: BatchCase, future: Future[Outcome], engine: ModelEngine, done: Future[Outcome]
    ) -> None:
        error = done.exception()
        with self._lock:
            first = engine in self._load
            if first:
                self._load[engine] -= 1
                if isinstance(error, ServerError):
                    del self._load[engine]
        if isinstance(error, ServerError):
            if first:
                _left_out(engine.options.base_url or "", error)
            self._begin(case, future, error)
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(done.result())


def _left_out(url: str, error: ServerError) -> None:
    progress.say(error.zh if url in error.zh else f"{url}：{error.zh}")
