"""Processes by identity: a pid alone may have been given to someone else since."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path


def identity(pid: int) -> str | None:
    """When the process `pid` began, as a token that no later process shares; None where there is none."""
    if Path("/proc/self/stat").exists():
        stat = _stat(pid)
        if stat is None or stat[0] in "ZX":
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{stat[19]}"
    # Where there is no /proc (macOS), ps knows the start time to the second.
    shown = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() or None


def group_alive(group: int) -> bool:
    """Whether any process of the group still runs (one that is only waiting to be reaped does not)."""
    if Path("/proc/self/stat").exists():
        stats = (_stat(int(entry)) for entry in os.listdir("/proc") if entry.isdigit())
        return any(stat[2] == str(group) and stat[0] not in "ZX" for stat in stats if stat)
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end_group(group: int, patience: float = 10.0) -> None:
    """Ask a process group to end, and make it end when it has not done so in `patience` seconds."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.killpg(group, number)
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            with suppress(ChildProcessError):
                os.waitpid(-group, os.WNOHANG)
            if not group_alive(group):
                return
            time.sleep(0.1)


def die_with_parent() -> None:
    """In a child before it runs (``preexec_fn``): nobody else ends it where its parent is killed outright."""
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG; Linux alone has it


def _stat(pid: int) -> list[str] | None:
    # The name in brackets may hold blanks and brackets itself: fields are counted after the last one.
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()
