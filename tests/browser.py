"""A headless Chromium driven by its chromedriver over the WebDriver protocol, without a package for it."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

DRIVER = shutil.which("chromedriver")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
MISSING = not (DRIVER and CHROMIUM)  # then a test says that it is left out
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One window; every method raises AssertionError with the driver's own words."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self._client = httpx.Client(timeout=60, trust_env=False)
        self._session = url
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._session = f"{url}/session/{session['sessionId']}"

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        reply = self._client.request(method, self._session + path, json=body)
        value = reply.json()["value"]
        assert reply.status_code == 200, value
        return value

    def open(self, address: str) -> None:
        self._call("POST", "/url", {"url": address})

    def run(self, script: str, *args: Any) -> Any:
        """The value that a function body returns; the driver's scripts are not bound by the page's policy."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def click(self, selector: str) -> None:
        """A click as a person's: the element must be visible and not covered."""
        found = self._call("POST", "/element", {"using": "css selector", "value": selector})
        self._call("POST", f"/element/{found[_ELEMENT]}/click", {})

    def press(self, *keys: str) -> None:
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def console(self) -> list[str]:
        """What the page has written to the console since the last call, its violations of policy included."""
        return [entry["message"] for entry in self._call("POST", "/se/log", {"type": "browser"})]

    def pdf(self) -> bytes:
        return base64.b64decode(self._call("POST", "/print", {"background": True}))

    def devtools(self, command: str, **parameters: Any) -> Any:
        """One command of the browser's own protocol, for what WebDriver lacks (a dark scheme)."""
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def close(self) -> None:
        self._call("DELETE", "")
        self._client.close()


@contextmanager
def browser(folder: Path, *arguments: str) -> Iterator[Browser]:
    """A browser with its profile in ``folder``; ended with its driver."""
    assert DRIVER and CHROMIUM
    driver = subprocess.Popen(
        [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    try:
        assert driver.stdout
        ports = (re.search(r"successfully on port (\d+)", line) for line in driver.stdout)
        port = next(found[1] for found in ports if found)
        flags = [
            "--headless=new",
            "--disable-gpu",
            "--window-size=1100,900",
            f"--user-data-dir={folder}/profile",
        ]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
        window = Browser(f"http://127.0.0.1:{port}", {"binary": CHROMIUM, "args": [*flags, *arguments]})
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait(timeout=20)
