"""vLLM in a process of its own: this one stays light, and lives on when the engine dies.

The child (`python -m lexcalc.serve.apart FOLDER SEATS`) reads requests as JSON lines and writes answers as
they are finished; it ends with the process that started it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lexcalc import paths
from lexcalc.errors import ServerError
from lexcalc.serve import files, progress, vllm
from lexcalc.serve.client import Refused
from lexcalc.serve.inprocess import Request, Unanswerable, Writer, Written

START_SECONDS = 600.0
BEAT_SECONDS = 1.0  # between signs of life of an engine that works
_LOOK = 5.0  # seconds between looks at whether it still gives them


class Apart:
    """An engine that many threads ask at once; ``model`` is its name in messages."""

    def __init__(self, folder: Path, model: str, seats: int | None = None) -> None:
        self.model = model
        self.log = paths.home() / "logs" / "engine.log"
        self._lock, self._ending = threading.Lock(), threading.Lock()
        self._waiting: dict[str, Future[Written]] = {}
        self._asked = 0
        self._ready, self._gone = threading.Event(), threading.Event()
        self._heard = time.monotonic()
        self._process = self._spawn(folder, seats)
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return not self._gone.is_set()

    def complete(self, request: Request, stall: float) -> Written:
        """The answer; Refused where the engine will not give one, ServerError when it has died.

        An engine of which nothing was heard for ``stall`` seconds, from any request, is ended.
        """
        future: Future[Written] = Future()
        with self._lock:
            self._asked += 1
            id = str(self._asked)
            if self._gone.is_set():
                raise self._died()
            if not self._waiting:
                self._heard = time.monotonic()
            self._waiting[id] = future
            try:
                self._send({"id": id, "request": asdict(request)})
            except OSError:
                self._waiting.pop(id, None)
                raise self._died() from None
        while True:
            try:
                return future.result(min(_LOOK, stall))
            except TimeoutError:
                if time.monotonic() - self._heard > stall:
                    self.close()

    def close(self) -> None:
        """End it; whoever still waits gets a ServerError."""
        with self._ending:
            if self._process.returncode is None:  # not waited for yet, so nobody else has its number
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)  # it holds nothing that is not here
                self._process.wait()

    def _spawn(self, folder: Path, seats: int | None) -> subprocess.Popen[str]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = vllm.environment(alone=True)
        environment.setdefault("VLLM_LOGGING_LEVEL", "WARNING")
        opened = os.open(self.log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with files.writing(self.log), open(opened, "wb") as log:
            # A group of its own: Ctrl-C is this process's to handle, and all of it is ended at once.
            return subprocess.Popen(
                command(folder, seats),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                start_new_session=True,
                text=True,
                encoding="utf-8",
            )

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard = time.monotonic()
            with suppress(ValueError):  # half a line of a process that was killed
                self._take(json.loads(line))
        self._gone.set()
        with self._lock:
            left, self._waiting = self._waiting, {}
        for future in left.values():
            future.set_exception(self._died())

    def _take(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._ready.set()
        elif (id := message.get("id")) is not None:
            with self._lock:
                future = self._waiting.pop(id)
            if "refused" in message:
                why = message["refused"]
                future.set_exception(Refused(f"模型拒绝了请求：{why}", f"the model refused: {why}"))
            else:
                future.set_result(Written(**message))

    def _wait(self) -> None:
        with progress.waiting(f"启动 vLLM，加载模型 {self.model} ……") as tick:
            limit = time.monotonic() + START_SECONDS
            while not self._ready.wait(0.3):
                if self._gone.is_set():
                    raise self._died()
                if time.monotonic() > limit:
                    raise ServerError(
                        f"模型引擎在 {START_SECONDS:.0f} 秒内没有就绪，已停止；日志 {self.log}",
                        f"the engine was not ready in {START_SECONDS:.0f} s and was ended; log {self.log}",
                    )
                tick()

    def _died(self) -> ServerError:
        cause = vllm.cause(self.log)
        return ServerError(
            f"模型引擎中断：{cause}（日志 {self.log}）", f"the engine has died: {cause} (log {self.log})"
        )


def command(folder: Path, seats: int | None) -> list[str]:
    """The child's command line."""
    own = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "lexcalc.serve.apart"]
    return [*own, str(folder), str(seats or 0)]


def serve(writer: Callable[[], Writer]) -> None:
    """Answer the requests of standard input until it ends; standard output belongs to the answers alone."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries print
    asked: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            asked.put(json.loads(line))
        os.killpg(0, signal.SIGKILL)  # whoever asked is gone: nothing of this may stay behind

    threading.Thread(target=listen, daemon=True).start()

    def tell(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    engine = writer()
    tell({"ready": True})
    beat = time.monotonic()
    while True:
        while not engine.busy or not asked.empty():
            message = asked.get()
            try:
                engine.ask(message["id"], Request(**message["request"]))
            except Unanswerable as error:
                tell({"id": message["id"], "refused": str(error)})
        for written in engine.step():
            tell(asdict(written))
        if time.monotonic() - beat > BEAT_SECONDS:
            beat = time.monotonic()
            tell({})


if __name__ == "__main__":
    serve(lambda: Writer(Path(sys.argv[1]), int(sys.argv[2]) or None))
