"""What runs inside a process of the rules engine: one case, its report as a line of JSON."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from lexcalc.errors import LexcalcError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexcalc.contract import Report

SECONDS = 60.0  # for one case; the slowest real ones take a tenth of a second


class Outcome(NamedTuple):
    """A report as one line of JSON with its status, or an error."""

    status: str = ""
    report: str = ""
    error: dict[str, Any] | None = None

    @classmethod
    def of(cls, report: Report) -> Outcome:
        """The outcome of a case that has a report."""
        from lexcalc.report.json_out import dumps

        return cls(report.verdict.status, dumps(report, indent=None))


def start() -> None:
    """Prepare a worker: Ctrl-C is its parent's to handle, and without a parent it has nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: Any) -> None:
    parent.join()
    os._exit(1)


def assess(id: str, text: str, options: dict[str, Any]) -> Outcome:
    """What the rules give for a case; every failure but the death of the process is an outcome."""
    from lexcalc import pipeline
    from lexcalc.batch.cases import error_out

    try:
        with _limit():
            return Outcome.of(pipeline.assess(text, id=id, **options))
    except LexcalcError as error:
        return Outcome(error=error_out(error))
    except Exception as error:
        return Outcome(error=error_out(internal(error)))


def internal(error: Exception) -> LexcalcError:
    """An unforeseen failure by its type only: its message may quote the case."""
    kind = type(error).__name__
    return LexcalcError(f"程序内部出错（{kind}）。", f"an internal failure ({kind}).")


@contextmanager
def _limit() -> Iterator[None]:
    """Give up a case that takes far longer than any should; patterns too heed the signal."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(*_: Any) -> None:
    raise LexcalcError(
        f"{SECONDS:.0f} 秒内没有算完，已放弃。", f"it was given up after {SECONDS:.0f} seconds."
    )
