"""Progress on stderr: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def transfer(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how many of `total` bytes are done; yields the function that sets that number."""
    if not sys.stderr.isatty():
        yield _lines(title, total)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(title: str, total: int, every: float = 10.0) -> Callable[[int], None]:
    last = [time.monotonic() - every]

    def show(done: int) -> None:
        now = time.monotonic()
        if now - last[0] >= every or (done >= total and last[0] >= 0):
            last[0] = now if done < total else -1.0
            say(f"{title} {done / 1e6:.0f}/{total / 1e6:.0f} MB")

    return show


@contextmanager
def waiting(title: str) -> Iterator[Callable[[], None]]:
    """Show a sentence with the seconds that have passed; call the yielded function about once a second."""
    start = time.monotonic()
    last = [start]
    tty = sys.stderr.isatty()

    def tick() -> None:
        now = time.monotonic()
        if tty:
            print(f"\r\x1b[K{title} {now - start:.0f} s", end="", file=sys.stderr, flush=True)
        elif now - last[0] >= 10:
            last[0] = now
            say(f"{title} {now - start:.0f} s")

    if not tty:
        say(title)
    try:
        yield tick
    finally:
        if tty:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
