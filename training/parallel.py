"""Work spread over processes with the results in order, so that their number never changes a result."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Protocol, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Run(Protocol):
    """Maps a module-level function over jobs, which may be endless: only a few are taken ahead."""

    def __call__(self, function: Callable[[In], Out], jobs: Iterable[In]) -> Iterator[Out]: ...


@contextmanager
def pool(workers: int | None = None) -> Iterator[Run]:
    """A :class:`Run` on so many processes (None: one a processor); with one, in this process."""
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield map
        return
    # A fresh interpreter: a fork would copy the threads of a progress bar in whatever state they are.
    executor = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))

    def run(function: Callable[[In], Out], jobs: Iterable[In]) -> Iterator[Out]:
        source = iter(jobs)
        ahead: deque[Future[Out]] = deque(
            executor.submit(function, job) for job in islice(source, 3 * workers)
        )
        try:
            while ahead:
                yield ahead.popleft().result()
                ahead.extend(executor.submit(function, job) for job in islice(source, 1))
        finally:
            for future in ahead:
                future.cancel()

    try:
        yield run
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
