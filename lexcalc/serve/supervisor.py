"""The process that owns a model server: starts it, watches whether it is used, ends it when it is idle.

Run as `python -m lexcalc.serve.supervisor STATE PORT IDLE_MINUTES -- COMMAND…`. Requests do not pass through
it: it only reads the server's own counters.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lexcalc.serve.processes import die_with_parent

POLL_SECONDS = 15.0
# Counters of vLLM that stand still exactly when nobody uses the server.
USED = (
    "vllm:num_requests_running",
    "vllm:num_requests_waiting",
    "vllm:request_success",
    "vllm:generation_tokens",
)
BUSY = USED[:2]


class Idle:
    """How long the server has done nothing."""

    def __init__(self, limit: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.clock = clock
        self.since = clock()
        self.last: dict[str, float] = {}

    def over(self, metrics: str | None) -> bool:
        """Take a reading (None: not to be had) and say whether the limit has passed."""
        if metrics is not None:
            now = read(metrics)
            if now != self.last or any(now.get(name) for name in BUSY):
                self.since = self.clock()
            self.last = now
        return self.limit > 0 and self.clock() - self.since >= self.limit


def read(metrics: str) -> dict[str, float]:
    """The sums of the counters that tell use, from the text form that Prometheus reads."""
    sums: dict[str, float] = {}
    for line in metrics.splitlines():
        name = next((used for used in USED if line.startswith(used)), None)
        if name and "_created" not in line:
            with suppress(ValueError, IndexError):
                sums[name] = sums.get(name, 0.0) + float(line.rsplit(" ", 1)[1])
    return sums


def _metrics(port: int) -> str | None:
    # No proxy may stand between this process and its own machine.
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        return answer.read().decode("utf-8", "replace") if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def main(state: Path, port: int, idle_minutes: float, command: list[str]) -> int:
    """Run the command until it ends, is told to end, or has been idle for too long."""
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)
    idle = Idle(idle_minutes * 60)
    poll = float(os.environ.get("LEXCALC_IDLE_POLL", POLL_SECONDS))
    next_reading = time.monotonic() + poll
    while child.poll() is None and not stopping:
        time.sleep(0.2)
        if time.monotonic() >= next_reading:
            next_reading = time.monotonic() + poll
            if idle.over(_metrics(port)):
                print(f"idle for {idle_minutes:g} minutes, stopping", flush=True)
                break
    state.unlink(missing_ok=True)
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(10)
    code = child.returncode or 0
    # Workers of the server that outlive it are in this process group: nothing may stay behind.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    time.sleep(0.5)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[5:]))
