"""The process beside: asked by many threads, its death told to all of them, never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lexcalc.errors import Exit, ServerError
from lexcalc.serve import apart, client, processes, vllm
from lexcalc.serve.apart import Apart
from lexcalc.serve.inprocess import Request
from tests.cli.conftest import GOOD

ROOT = Path(__file__).resolve().parents[2]
ASKED = Request([{"role": "user", "content": "问"}], 100)


def stand_in(*behaviour: str):
    """The command of the stand-in, in place of `apart.command`."""
    return lambda folder, seats: [sys.executable, "-m", "tests.serve.stand_in_engine", *behaviour]


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """Starts a stand-in of a certain behaviour."""
    started: list[Apart] = []
    monkeypatch.setattr(vllm, "build", lambda: "cpu")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def start(*behaviour: str) -> Apart:
        monkeypatch.setattr(apart, "command", stand_in(*behaviour))
        started.append(Apart(tmp_path, "fake"))
        return started[-1]

    yield start
    for each in started:
        each.close()


def test_many_ask_at_once_and_a_refusal_is_one_s_own(engine):
    running = engine("good")
    long = Request([{"role": "user", "content": "太长"}], 100)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(running.complete, long if n % 5 == 0 else ASKED, 30.0) for n in range(40)]
    for n, each in enumerate(asked):
        if n % 5 == 0:
            assert isinstance(each.exception(), client.Refused)
        else:
            assert (each.result().text, each.result().tokens) == (GOOD, len(GOOD))
    running.close()
    assert not processes.group_alive(running._process.pid)


def test_its_death_is_told_to_all_who_wait_and_to_all_who_come(engine):
    running = engine("mortal", "1")
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(running.complete, ASKED, 30.0) for _ in range(4)]
    assert all(isinstance(each.exception(), ServerError) for each in asked)
    assert "out of memory" in asked[0].exception().en
    with pytest.raises(ServerError) as caught:
        running.complete(ASKED, 30.0)
    assert caught.value.exit_code == Exit.UNREACHABLE and not running.alive


def test_one_that_does_not_come_up_says_why(engine):
    with pytest.raises(ServerError, match="no room for the weights"):
        engine("dies")


def test_one_that_is_silent_for_too_long_is_ended(engine):
    running = engine("silent")
    with pytest.raises(ServerError):
        running.complete(ASKED, 1.0)
    assert not running.alive and not processes.group_alive(running._process.pid)


def test_it_ends_with_whoever_started_it_and_does_not_weigh_on_them(tmp_path):
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.serve.test_apart import ASKED, stand_in
from lexcalc.serve import apart, vllm
apart.command, vllm.build = stand_in("good"), lambda: "cpu"
engine = apart.Apart(__import__("pathlib").Path({str(tmp_path)!r}), "fake")
engine.complete(ASKED, 30.0)
print(engine._process.pid, "torch" in sys.modules or "vllm" in sys.modules, flush=True)
input()
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    parent = subprocess.Popen([sys.executable, "-c", script], env=env, **pipes)
    pid, heavy = parent.stdout.readline().split()
    assert heavy == "False" and processes.group_alive(int(pid))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    limit = time.monotonic() + 30
    while processes.group_alive(int(pid)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not processes.group_alive(int(pid))
