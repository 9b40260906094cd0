"""The review in a real browser, by keyboard: two cases, a correction, a new amount, signatures, export."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from lexcalc.review.store import Store
from tests.browser import MISSING, Browser, browser
from tests.review.test_cli import process

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(MISSING, reason="no Chromium with chromedriver is installed"),
]
ENTER, ESCAPE, DELETE = "\ue007", "\ue00c", "\ue017"


@pytest.fixture(scope="module")
def window(tmp_path_factory) -> Iterator[Browser]:
    quiet = (
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    )
    with browser(tmp_path_factory.mktemp("chromium"), *quiet) as opened:
        yield opened


@pytest.fixture
def served(run) -> Iterator[str]:
    """The link of a review of the run."""
    server = process(str(run), "--reviewer", "王律师")
    try:
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGINT)
        assert "Traceback" not in server.communicate(timeout=60)[1]
        assert server.returncode == 0
    finally:
        server.kill()


def until(window: Browser, script: str, wanted: object) -> None:
    """Wait for the page that a key has called."""
    for _ in range(600):
        found = window.run(f"return document.readyState === 'complete' && ({script})")
        if found == wanted:
            return
        time.sleep(0.1)
    raise AssertionError((script, found, wanted))


def text(window: Browser, id: str) -> str:
    return window.run("return document.getElementById(arguments[0])?.innerText ?? ''", id)


def test_two_cases_by_keyboard(window, served, run, tmp_path):
    window.open(served)
    until(window, "location.pathname", "/case/1")
    assert "token" not in window.run("return location.href")
    assert window.run("return document.cookie") == ""  # HttpOnly
    assert "39,930.00" in text(window, "old")
    window.press("?")
    assert window.run("return document.getElementById('help').open")
    window.press(ESCAPE)
    window.press("a")
    until(window, "location.pathname", "/case/2")
    assert text(window, "progress") == "1/4"

    window.run("document.querySelector('[data-fact=\"月平均工资\"]').select()")
    window.run("document.querySelector('[data-fact=\"月平均工资\"]').focus()")
    window.press(*"9000", ENTER)
    until(window, "document.getElementById('new') !== null", True)
    assert "25,500.00" in text(window, "old")
    assert "27,000.00" in text(window, "new")
    window.press("n")
    window.press(*"acru", ESCAPE)  # typed into the note, not pressed
    window.press("c")
    until(window, "location.pathname", "/case/3")
    window.press("k")
    until(window, "location.pathname", "/case/2")
    assert "acru" in text(window, "history") and "王律师" in text(window, "history")
    window.press("j")
    until(window, "location.pathname", "/case/3")
    window.press("/")
    window.press(*"no-wage", ENTER)
    until(window, "location.pathname + location.search", "/cases?status=&decision=&q=no-wage")
    assert window.run("return document.querySelectorAll('tbody tr').length") == 1
    assert window.console() == []

    out = tmp_path / "reviewed.jsonl"
    assert CliRunner().invoke(cli, ["review", str(run), "--export", str(out)]).exit_code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["answer"], r["reviewed"]["decision"]) for r in rows] == [
        ("dev-EC-001", "39930.00", "accepted"),
        ("dev-EC-002", "27000.00", "corrected"),
    ]
    assert rows[1]["reviewed"]["corrected"]["facts"] == {"月平均工资": "9000"}


def test_focus_is_seen_in_both_schemes_and_hostile_text_runs_nothing(window, run):
    line = json.loads((run / "results.jsonl").read_text(encoding="utf-8").splitlines()[0])
    line["question"] += "<script>document.title='x'</script><img src=x onerror=alert(1)>{{7*7}}\u202e"
    line["id"] = "</script><script>alert(1)</script>"
    (run / "results.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    server = process(str(run))
    try:
        window.open(server.stdout.readline().strip())
        until(window, "location.pathname", "/case/1")
        assert window.run("return document.title") != "x"
        assert "{{7*7}}" in window.run("return document.querySelector('.case').innerText")
        assert window.run("return document.scripts.length") == 1
        paper = []
        for scheme in ("light", "dark"):
            media = [{"name": "prefers-color-scheme", "value": scheme}]
            window.devtools("Emulation.setEmulatedMedia", features=media)
            paper.append(window.run("return getComputedStyle(document.body).backgroundColor"))
            window.press("f")
            focused = "getComputedStyle(document.activeElement)"
            assert window.run(f"return {focused}.outlineStyle") == "solid"
            assert window.run(f"return parseFloat({focused}.outlineWidth)") >= 2
            window.press(ESCAPE)
        assert paper[0] != paper[1]
        assert window.console() == []
    finally:
        server.kill()
        server.communicate()


def test_what_was_typed_is_not_left_behind_silently(window, served, run):
    window.open(served)
    until(window, "location.pathname", "/case/1")
    window.press("f")
    window.press("1")
    window.press(ESCAPE)
    left = window.run(
        "const event = new Event('beforeunload', {cancelable: true}); dispatchEvent(event);"
        "return event.defaultPrevented"
    )
    assert left is True
    with Store(run) as store:
        assert store.progress().signed == 0
    window.run("document.getElementById('review').reset()")
