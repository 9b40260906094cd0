"""The model server of this user: started once in the background, found again, stopped when idle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexcalc import paths
from lexcalc.errors import ServerError, UsageError
from lexcalc.serve import client, files, processes, progress, store, vllm

IDLE_MINUTES = 30.0
START_SECONDS = 600.0
_STARTED: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Server:
    """A running server and how to reach it."""

    base_url: str
    model: str
    pid: int
    sha256: str
    log: Path
    port: int
    since: float
    idle_minutes: float
    healthy: bool = True


def ensure(model: str | None = None) -> Server:
    """The running server of a model; started, and the model made ready, where that has not been done."""
    return start(model)


def start(model: str | None = None, *, port: int | None = None, idle_minutes: float = IDLE_MINUTES) -> Server:
    """Start the server or find the one that runs; two commands at once start one server."""
    # First of all: without a server program the download of a model would be in vain.
    vllm.build()
    ready = store.pull(model)
    with files.lock(_folder() / "start.lock", lambda: progress.say("另一个命令正在启动模型服务，等待……")):
        state = _live()
        if state and (state["sha256"] != ready.sha256 or port not in (None, state["port"])):
            progress.say(f"停止正在运行的 {state['model']} ……")
            _stop(state)
            state = None
        if state is None:
            state = _spawn(ready, _port(port), idle_minutes)
        _wait(state)
        return _server(state, healthy=True)


def stop() -> bool:
    """Stop the server; False when none was running."""
    state = _live()
    if state is None:
        return False
    _stop(state)
    return True


def status() -> Server | None:
    """The running server, healthy or still starting, or None."""
    state = _live()
    return _server(state, healthy=_healthy(state)) if state else None


def _folder() -> Path:
    folder = paths.home() / "serve"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _state_file() -> Path:
    return _folder() / "server.json"


def _live() -> dict[str, Any] | None:
    """The recorded server, if the very process that was recorded still runs; a stale record is removed."""
    state = files.read_json(_state_file())
    if not isinstance(state, dict) or not {"pid", "identity", "port", "model", "sha256"} <= state.keys():
        return None
    if processes.identity(state["pid"]) == state["identity"]:
        return state
    _state_file().unlink(missing_ok=True)
    return None


def _port(wanted: int | None) -> int:
    """A free port on this machine's own interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((vllm.HOST, wanted or 0))
        except OSError as error:
            raise UsageError(
                f"端口 {wanted} 已被其他程序占用，请换一个，或省略 --port 自动选择。",
                f"port {wanted} is in use by another program; choose another or leave --port out.",
            ) from error
        return probe.getsockname()[1]


def _spawn(ready: store.ModelDir, port: int, idle_minutes: float) -> dict[str, Any]:
    log = paths.home() / "logs" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    argv = [
        sys.executable,
        "-m",
        "lexcalc.serve.supervisor",
        str(_state_file()),
        str(port),
        str(idle_minutes),
        "--",
    ]
    argv += vllm.command(ready.path, ready.name, port)
    with files.writing(log), open(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as stream:
        # Its own session: Ctrl-C in the terminal ends the question, not the server that others may use.
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=vllm.environment(),
            start_new_session=True,
        )
    _STARTED.append(process)
    state = {
        "pid": process.pid,
        "identity": processes.identity(process.pid),
        "port": port,
        "model": ready.name,
        "sha256": ready.sha256,
        "log": str(log),
        "idle_minutes": idle_minutes,
        "since": time.time(),
    }
    files.write_json(_state_file(), state)
    return state


def _wait(state: dict[str, Any]) -> None:
    """Wait until the server answers; a server that has died is reported with the last line of its log."""
    if _healthy(state):
        return
    with progress.waiting(f"启动 vLLM，加载模型 {state['model']} ……") as tick:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if processes.identity(state["pid"]) != state["identity"]:
                raise _died(state)
            if _healthy(state):
                return
            tick()
            time.sleep(0.3)
    _stop(state)
    raise ServerError(
        f"模型服务在 {START_SECONDS:.0f} 秒内没有就绪，已停止；日志：{state['log']}",
        f"the model server was not ready in {START_SECONDS:.0f} seconds and was stopped; log: {state['log']}",
    )


def _died(state: dict[str, Any]) -> ServerError:
    _state_file().unlink(missing_ok=True)
    cause = vllm.cause(Path(state["log"]))
    return ServerError(
        f"模型服务启动失败：{cause}（日志 {state['log']}）",
        f"the model server did not start: {cause} (log {state['log']})",
    )


def _healthy(state: dict[str, Any]) -> bool:
    """Whether it is this server, with this model, that answers at the port."""
    try:
        return state["model"] in client.models(_base_url(state), timeout=2.0)
    except ServerError:
        return False


def _stop(state: dict[str, Any]) -> None:
    if processes.identity(state["pid"]) == state["identity"]:
        processes.end_group(state["pid"])
    _state_file().unlink(missing_ok=True)
    _STARTED[:] = [process for process in _STARTED if process.poll() is None]


def _base_url(state: dict[str, Any]) -> str:
    return f"http://{vllm.HOST}:{state['port']}/v1"


def _server(state: dict[str, Any], healthy: bool) -> Server:
    return Server(
        base_url=_base_url(state),
        model=state["model"],
        pid=state["pid"],
        sha256=state["sha256"],
        log=Path(state["log"]),
        port=state["port"],
        since=state["since"],
        idle_minutes=state["idle_minutes"],
        healthy=healthy,
    )
