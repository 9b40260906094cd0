"""How far a long run has come, on stderr: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lexcalc.report.messages import tr
from lexcalc.serve import progress

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

EVERY = 10.0  # seconds between lines in a log
_REFRESH = 0.2


class RunMeter:
    """Cases, failures, rate and the time that is left; what it is told costs next to nothing."""

    def __init__(self) -> None:
        self.began = self.shown = time.monotonic()
        self.first: tuple[float, int] | None = None
        self.total: int | None = None
        self.bar: Progress | None = None
        self.task: TaskID | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    def begin(self, total: int | None) -> None:
        """Show that the run has begun."""
        self.began = self.shown = time.monotonic()
        self.total = total
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.bar.add_task(self._text(0, 0), total=total)
        self.bar.start()

    def step(self, done: int, cases: int, failures: int) -> None:
        """Show how far the run has come, a few times a second at most."""
        now = time.monotonic()
        if self.first is None and done:
            self.first = now, done
        if now - self.shown < (_REFRESH if self.bar else EVERY):
            return
        self.shown = now
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=done, description=self._text(cases, failures))
        else:
            progress.say(self._text(cases, failures) + self._left(done))

    def _text(self, cases: int, failures: int) -> str:
        rate = cases / self.seconds if self.seconds > 0 else 0
        return tr(
            f"{cases} 件，失败 {failures}，每秒 {rate:.1f} 件",
            f"{cases} cases, {failures} failed, {rate:.1f}/s",
        )

    def _left(self, done: int) -> str:
        """Judged from the first finished case on: a model or a cluster takes its time to start, once."""
        if not self.total or self.first is None or done <= self.first[1]:
            return ""
        since, before = self.first
        minutes = (time.monotonic() - since) * (self.total - done) / (done - before) / 60
        return tr(f"，约余 {minutes:.0f} 分钟", f", about {minutes:.0f} min left")

    def close(self) -> None:
        """Take the bar away."""
        if self.bar:
            self.bar.stop()
            self.bar = None


@contextmanager
def meter() -> Iterator[RunMeter]:
    """A meter that is gone from the terminal whatever ends the run."""
    shown = RunMeter()
    try:
        yield shown
    finally:
        shown.close()
