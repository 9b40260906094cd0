"""The review server's life: a socket on 127.0.0.1, the link, the browser, and a clean end on Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable

from lexcalc.errors import UsageError
from lexcalc.review.store import Store


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0 takes any free one."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"无法使用端口 {port}：{reason}。", f"Port {port} cannot be used: {reason}."
        ) from None
    return sock


def serve(store: Store, reviewer: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; ``ready`` is called with the link as soon as it works."""
    import uvicorn

    from lexcalc.review.app import build

    with listen(port) as sock:
        guard = build(store, reviewer, sock.getsockname()[1])
        config = uvicorn.Config(
            guard,
            log_level="error",
            access_log=False,  # the first line of it would hold the token
            server_header=False,
            lifespan="off",
            ws="none",
            http="h11",
            timeout_graceful_shutdown=5,
        )
        ready(guard.url)
        try:
            uvicorn.Server(config).run(sockets=[sock])
        except KeyboardInterrupt:
            return


def has_display() -> bool:
    """Whether a browser of this machine would be seen by anybody."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
