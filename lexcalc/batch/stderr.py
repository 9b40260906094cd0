"""Standard error without the lines of a library that say nothing to the user, at the level of the file."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STANDARD_ERROR = 2
_WAIT = 1.0  # seconds for what was written last; a process that was begun meanwhile may keep the pipe open


@contextmanager
def without(line: re.Pattern[bytes]) -> Iterator[None]:
    """Drop what ``line`` matches, from whoever writes in this process; everything else passes at once.

    A line must come in one piece, as a logger writes it.  Nothing happens where standard error is closed.
    """
    try:
        real = os.dup(_STANDARD_ERROR)
    except OSError:
        yield
        return
    source, target = os.pipe()
    os.dup2(target, _STANDARD_ERROR)
    os.close(target)
    passing = threading.Thread(target=_pass, args=(source, real, line), daemon=True)
    passing.start()
    try:
        yield
    finally:
        os.dup2(real, _STANDARD_ERROR)
        passing.join(_WAIT)


def _pass(source: int, real: int, line: re.Pattern[bytes]) -> None:
    with suppress(OSError):  # the terminal is gone
        while data := os.read(source, 1 << 16):
            data = line.sub(b"", data)
            while data:
                data = data[os.write(real, data) :]
    os.close(source)
    os.close(real)
