"""Runs with a model server: many requests at once, and every way in which a server can fail."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lexcalc import pipeline
from lexcalc.batch import engines
from lexcalc.batch import run as batches
from lexcalc.batch.engines import ModelOptions
from lexcalc.errors import ServerError, UsageError
from lexcalc.serve import client, profiles
from tests.batch.conftest import case, final, lines, write_cases
from tests.cli.conftest import CASE, GOOD
from tests.serve.test_server import stand_in  # noqa: F401 - a fixture

GOOD_CASES = [{"id": f"g{n}", "question": CASE} for n in range(8)]


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(client, "RETRY_DELAYS", (0.01,))
    monkeypatch.setattr(engines, "RETRY_DELAYS", (0.01,))


def run(cases, folder, url=None, jobs=4, **options):
    model = ModelOptions("fake", url, second_reading="never", **options)
    return batches.run(str(cases), folder, {}, model=model, engine="server", jobs=jobs)


@pytest.fixture
def good_cases(tmp_path):
    return write_cases(tmp_path / "cases.jsonl", GOOD_CASES)


def test_answers_are_verified_as_ask_verifies_them(good_cases, tmp_path, server, batch):
    server.reply(GOOD)
    done = batch(good_cases, "-o", "run", "--base-url", server.url, "--model", "fake", "--jobs", "4")
    assert done.returncode == 0, done.stderr
    reports = lines(tmp_path / "run/results.jsonl")
    assert [r["id"] for r in reports] == [c["id"] for c in GOOD_CASES]
    assert {r["verdict"]["status"] for r in reports} == {"verified"}
    one = pipeline.ask(CASE, id="g0", base_url=server.url, model="fake")
    assert reports[0]["reasoning"]["text"] == one.reasoning.text
    assert reports[0]["provenance"]["prompt"] == one.provenance.prompt
    assert len(server.requests) == 9  # one for each case, and the one just now


def test_what_the_server_refuses_is_a_failure_of_that_case_only(good_cases, tmp_path, server, monkeypatch):
    server.reply(GOOD)
    real = client.complete

    def refuse(messages, **options):
        if "9,840" in messages[-1]["content"]:
            raise client.Refused("太长", "too long")
        return real(messages, **options)

    cases = write_cases(tmp_path / "cases.jsonl", [{"id": "long", "question": CASE}, case(5)])
    monkeypatch.setattr(client, "complete", refuse)
    summary = run(cases, tmp_path / "run", server.url)
    assert (summary.reports, summary.failures) == (1, 1)
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert failure["id"] == "long" and failure["error"]["code"] == 5


class Mortal:
    """A stand-in for our own server: it answers so many cases in a life, and has so many lives."""

    def __init__(self, monkeypatch, answers_in_a_life: int) -> None:
        self.per_life, self.left, self.starts = answers_in_a_life, 0, 0
        self.lock = threading.Lock()
        monkeypatch.setattr(pipeline, "connect", self.connect)
        monkeypatch.setattr(client, "complete", self.complete)
        monkeypatch.setattr(client, "models", self.models)

    def connect(self, *_) -> pipeline.Endpoint:
        self.starts += 1
        self.left = self.per_life
        return pipeline.Endpoint("http://127.0.0.1:1/v1", "fake", "sha", 1.0, profiles.named("plain"))

    def models(self, *_, **__) -> list[str]:
        if self.left <= 0:
            raise ServerError("没有", "gone")
        return ["fake"]

    def complete(self, *_, **__) -> client.Completion:
        with self.lock:
            self.left -= 1
            if self.left < 0:
                raise client.Interrupted("中途断开", "broke off", "half")
        return client.Completion(GOOD, "stop", 100, "fake")


def test_our_own_server_is_started_again_when_it_dies(good_cases, tmp_path, monkeypatch):
    server = Mortal(monkeypatch, answers_in_a_life=3)
    summary = run(good_cases, tmp_path / "run")
    assert summary.reports == 8 and server.starts == 3


def test_the_process_of_our_own_server_is_started_again(good_cases, tmp_path, stand_in, monkeypatch):  # noqa: F811
    from lexcalc.serve import store

    monkeypatch.setattr(store, "prompt_style", lambda name: "taught")
    stand_in += ["mortal", "4"]
    model = ModelOptions("a", second_reading="never")
    summary = batches.run(str(good_cases), tmp_path / "run", {}, model=model, engine="server", jobs=1)
    assert summary.reports == 8 and not summary.failures
    assert {r["provenance"]["checkpoint"] for r in lines(tmp_path / "run/results.jsonl")} == {"1" * 64}


def test_a_server_that_dies_again_and_again_ends_the_run_and_nothing_is_lost(tmp_path, monkeypatch):
    cases = write_cases(tmp_path / "cases.jsonl", [{"id": f"g{n}", "question": CASE} for n in range(20)])
    server = Mortal(monkeypatch, answers_in_a_life=3)
    with pytest.raises(ServerError):
        run(cases, tmp_path / "run", jobs=2)
    assert server.starts == 1 + engines.RESTARTS
    kept = len(lines(tmp_path / "run/journal.jsonl"))
    assert kept >= 3 * server.starts - 2 and not (tmp_path / "run/results.jsonl").exists()
    server.per_life = 100
    assert run(cases, tmp_path / "run", jobs=2).reused == kept
    Mortal(monkeypatch, 100)
    run(cases, tmp_path / "whole", jobs=2)
    assert final(tmp_path / "run") == final(tmp_path / "whole")


def test_a_case_on_which_the_answer_breaks_off_fails_alone(good_cases, tmp_path, server):
    server.reply(GOOD)
    server.die_after = 2
    summary = run(good_cases, tmp_path / "run", server.url)
    assert summary.failures == 8 and len(server.requests) == 16  # each was tried once more
    server.die_after = None
    assert batches.run(
        str(good_cases), tmp_path / "run", {}, retry_failed=True, jobs=2,
        model=ModelOptions("fake", server.url, second_reading="never"),
    ).failures == 0  # fmt: skip


def test_a_server_that_answers_nothing_any_more_ends_the_run(tmp_path, server):
    cases = write_cases(tmp_path / "cases.jsonl", [{"id": f"g{n}", "question": CASE} for n in range(40)])
    server.reply(GOOD)
    server.die_after = 1
    with pytest.raises(ServerError):
        run(cases, tmp_path / "run", server.url, jobs=2)
    assert len(lines(tmp_path / "run/journal.jsonl")) < 10


def test_a_server_that_is_too_busy_is_asked_again(good_cases, tmp_path):
    answered = []

    class Busy(BaseHTTPRequestHandler):
        def log_message(self, *args):
            return

        def do_GET(self):
            self.give(200, {"data": [{"id": "fake"}]})

        def do_POST(self):
            answered.append(None)
            if len(answered) % 3:
                return self.give(429, {"error": {"message": "slow down"}})
            message = {"role": "assistant", "content": GOOD}
            self.give(200, {"choices": [{"message": message, "finish_reason": "stop"}]})

        def give(self, status, data):
            text = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    running = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    summary = run(good_cases, tmp_path / "run", f"http://127.0.0.1:{running.server_port}/v1", jobs=1)
    assert summary.reports == 8 and len(answered) == 24
    running.shutdown()
    running.server_close()


def test_a_foreign_server_that_is_gone_is_exit_5(good_cases, tmp_path, server, batch):
    server.reply(GOOD)
    gone = "http://127.0.0.1:9/v1"
    done = batch(good_cases, "-o", "run", "--base-url", gone, "--model", "fake")
    assert done.returncode == 5 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    done = batch(good_cases, "-o", "run", "--base-url", server.url, "--model", "fake")  # another address
    assert done.returncode == 0 and len(lines(tmp_path / "run/results.jsonl")) == 8


def test_another_model_is_refused(good_cases, tmp_path, server):
    server.reply(GOOD)
    run(good_cases, tmp_path / "run", server.url)
    with pytest.raises(UsageError, match="model"):
        batches.run(str(good_cases), tmp_path / "run", {}, model=ModelOptions("other", server.url))
    with pytest.raises(UsageError, match="engine"):
        batches.run(str(good_cases), tmp_path / "run", {})


def test_ctrl_c_does_not_wait_for_a_server_that_is_silent(good_cases, tmp_path, batch):
    asked = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def log_message(self, *args):
            return

        def do_POST(self):
            asked.set()
            time.sleep(600)

    running = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{running.server_port}/v1"
    process = batch(good_cases, "-o", "run", "--base-url", url, "--model", "fake", start=True)
    assert asked.wait(120)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130 and "已中断" in err
    running.shutdown()
    running.server_close()
