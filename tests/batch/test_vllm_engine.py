"""Runs with vLLM in a process of their own: the results of a server's run, whatever happens to it."""

from __future__ import annotations

import os
import signal
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from lexcalc import pipeline
from lexcalc.batch import choose, engines
from lexcalc.batch import run as batches
from lexcalc.batch.engines import ModelEngine, ModelOptions
from lexcalc.batch.vllm_engine import VllmEngine
from lexcalc.errors import Exit, ServerError, UsageError
from lexcalc.serve import apart, profiles, server, store, vllm
from tests.batch.conftest import ROOT, final, lines, write_cases
from tests.cli.conftest import CASE, GOOD
from tests.conftest import THINKING, tiny_model
from tests.serve.test_apart import stand_in

CASES = [{"id": f"g{n}", "question": CASE} for n in range(20)]
MODEL = ModelOptions("fake", second_reading="never")


@pytest.fixture
def cases(tmp_path):
    return write_cases(tmp_path / "cases.jsonl", CASES)


@pytest.fixture
def behave(monkeypatch, tmp_path):
    """Sets what the process of the engine does; lists the processes that were started."""
    started: list[apart.Apart] = []
    monkeypatch.setattr(vllm, "build", lambda: "cpu")
    monkeypatch.setattr(store, "pull", lambda name=None: store.ModelDir("fake", tmp_path, "1" * 64))
    monkeypatch.setattr(store, "prompt_style", lambda name=None: "taught")
    monkeypatch.setattr(engines, "RETRY_DELAYS", (0.01,))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    spawn = apart.Apart._spawn

    def spawned(self, *given):
        started.append(self)
        return spawn(self, *given)

    monkeypatch.setattr(apart.Apart, "_spawn", spawned)
    monkeypatch.setattr(apart, "command", stand_in("good"))
    yield lambda *behaviour: monkeypatch.setattr(apart, "command", stand_in(*behaviour)) or started
    assert all(engine._gone.wait(10) for engine in started)  # as soon as its reader sees it


def run(cases, folder, engine="vllm", model=MODEL, **options):
    return batches.run(str(cases), folder, {}, model=model, engine=engine, **options)


def test_the_results_are_those_of_a_server(cases, tmp_path, behave, server, monkeypatch):
    server.reply(GOOD)
    one = pipeline.Endpoint(server.url, "fake", "1" * 64, 5.0, profiles.of("fake"), prefill=True)
    monkeypatch.setattr(pipeline, "connect", lambda *_: one)
    assert run(cases, tmp_path / "served", "server", jobs=4).reports == 20
    assert run(cases, tmp_path / "own").reports == 20
    assert final(tmp_path / "own") == final(tmp_path / "served")
    assert {r["verdict"]["status"] for r in lines(tmp_path / "own/results.jsonl")} == {"verified"}
    assert run(cases, tmp_path / "own", "server").reused == 20  # either may go on with the other's run


def test_a_dead_engine_is_started_again(cases, tmp_path, behave):
    started = behave("mortal", "12")
    assert run(cases, tmp_path / "run", jobs=4).reports == 20
    assert len(started) == 2
    keys = [line["key"] for line in lines(tmp_path / "run/journal.jsonl")]
    assert len(keys) == len(set(keys)) == 20


def test_one_that_dies_again_and_again_ends_the_run_and_nothing_is_lost(cases, tmp_path, behave):
    started = behave("mortal", "4")
    with pytest.raises(ServerError, match="out of memory") as caught:
        run(cases, tmp_path / "run", jobs=2)
    assert caught.value.exit_code == Exit.UNREACHABLE and len(started) == 1 + engines.RESTARTS
    kept = len(lines(tmp_path / "run/journal.jsonl"))
    assert 0 < kept < 20 and not (tmp_path / "run/results.jsonl").exists()
    behave("good")
    assert run(cases, tmp_path / "run").reused == kept
    run(cases, tmp_path / "whole")
    assert final(tmp_path / "run") == final(tmp_path / "whole")


def test_one_that_never_comes_up_is_not_tried_again(cases, tmp_path, behave):
    started = behave("dies")
    with pytest.raises(ServerError, match="no room for the weights"):
        run(cases, tmp_path / "run")
    assert len(started) == 1


def test_what_the_engine_refuses_is_a_failure_of_that_case_only(tmp_path, behave, monkeypatch):
    monkeypatch.setattr(pipeline, "write_prompt", _without_opening(pipeline.write_prompt))
    cases = write_cases(tmp_path / "cases.jsonl", [*CASES[:3], {"id": "long", "question": "太长。" + CASE}])
    summary = run(cases, tmp_path / "run")
    assert (summary.reports, summary.failures) == (3, 1)
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert failure["id"] == "long" and failure["error"]["code"] == Exit.UNREACHABLE


def _without_opening(write):
    return lambda prepared, **options: write(prepared, **{**options, "prefill": False})


def test_ctrl_c_ends_the_run_and_the_process(cases, tmp_path, behave, monkeypatch):
    behave("silent")
    monkeypatch.setattr(batches, "SYNC_SECONDS", 0.5)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batches.Journal, "sync", interrupt)  # called while it waits; once more when it closes
    with pytest.raises(KeyboardInterrupt):
        run(cases, tmp_path / "run")


def test_an_engine_is_chosen_that_suits(behave, monkeypatch):
    def kind(model, running=None):
        monkeypatch.setattr(server, "status", lambda: running)
        engine = choose.start("auto", model, 1, lambda _: None)
        engine.close()
        return type(engine)

    connected = pipeline.Endpoint("http://127.0.0.1:1/v1", "fake", None, 1.0, profiles.named("plain"))
    monkeypatch.setattr(pipeline, "connect", lambda *_: connected)
    assert kind(ModelOptions("fake", "http://127.0.0.1:1/v1")) is ModelEngine
    assert kind(MODEL, running=object()) is ModelEngine
    assert kind(MODEL) is VllmEngine


def test_an_engine_that_cannot_do_it_is_refused_before_anything_is_written(cases, tmp_path):
    with pytest.raises(UsageError, match="--no-model"):
        run(cases, tmp_path / "run", model=None)
    with pytest.raises(UsageError, match="--base-url"):
        run(cases, tmp_path / "run", model=ModelOptions("fake", "http://127.0.0.1:1/v1"))
    assert not (tmp_path / "run").exists()


@pytest.mark.vllm
def test_a_thinking_qwen3_survives_the_death_of_the_real_vllm(tmp_path, batch):
    if find_spec("vllm") is None:
        pytest.skip("vllm is not installed (make serve-deps)")
    model = tiny_model(tmp_path / "legalone-4b-tiny", "Qwen3", THINKING)
    cases = write_cases(tmp_path / "cases.jsonl", CASES)
    command = [cases, "-o", "run", "--engine", "vllm", "--model", model, "--max-tokens", "300", "--jobs", "4"]
    environment = {"VLLM_CPU_KVCACHE_SPACE": "1"}
    process = batch(*command, "--second-reading", "never", start=True, env=environment)
    journal, killed = tmp_path / "run/journal.jsonl", False
    while process.poll() is None:
        if not killed and journal.exists() and journal.stat().st_size:
            (engine,) = _children(process.pid)
            os.kill(engine, signal.SIGKILL)
            killed = True
        time.sleep(0.05)
    _, err = process.communicate()
    assert killed and process.returncode == 0, err
    assert "1/3" in err
    reports = lines(tmp_path / "run/results.jsonl")
    assert [r["id"] for r in reports] == [c["id"] for c in CASES]
    answers = {r["reasoning"]["text"] for r in reports}
    assert len(answers) <= 3 and all(answers)  # the same case: the batch may change a rounding, no more
    assert {r["provenance"]["model"] for r in reports} == {"legalone-4b-tiny"}
    assert {r["verdict"]["status"] for r in reports} == {"unfinished"}
    assert not any("案情要素：" in each for each in answers)  # a model that thinks opens its answer itself


def _children(pid: int) -> list[int]:
    """Processes of which `pid` is the parent."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        if stat and stat.rpartition(")")[2].split()[1] == str(pid):
            found.append(int(entry.name))
    return found
