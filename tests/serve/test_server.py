"""The life of the model server, with a quick stand-in; then the real vLLM with a tiny model."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from lexcalc.errors import Exit, ServerError, UsageError
from lexcalc.reasoning import extract
from lexcalc.serve import client, files, processes, server, store, supervisor, vllm
from lexcalc.serve.apart import Apart
from lexcalc.serve.dictate import dictate
from lexcalc.serve.inprocess import Request

STAND_IN = Path(__file__).with_name("stand_in.py")


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """A quick program in vLLM's place; returns the list that sets its behaviour."""
    behaviour: list[str] = []
    names = {"a": "1" * 64, "b": "2" * 64}

    def command(folder, name, port):
        return [sys.executable, str(STAND_IN), str(port), name, *behaviour]

    def pull(name=None):
        return store.ModelDir(name or "a", tmp_path, names[name or "a"])

    monkeypatch.setattr(vllm, "build", lambda: "cpu")
    monkeypatch.setattr(vllm, "command", command)
    monkeypatch.setattr(vllm, "environment", lambda: dict(os.environ))
    monkeypatch.setattr(store, "pull", pull)
    yield behaviour
    server.stop()


def test_started_once_found_again_and_stopped(stand_in):
    assert server.status() is None and server.stop() is False
    first = server.ensure("a")
    assert client.models(first.base_url) == ["a"]
    assert server.ensure("a").pid == first.pid == server.status().pid
    assert (files.read_json(server._state_file()))["port"] == first.port
    assert server.stop() is True
    assert server.status() is None and not processes.group_alive(first.pid)


def test_another_model_replaces_the_first(stand_in):
    first = server.ensure("a")
    second = server.ensure("b")
    assert second.model == "b" and not processes.group_alive(first.pid)


def test_two_questions_at_once_start_one_server(stand_in):
    found = []
    threads = [threading.Thread(target=lambda: found.append(server.ensure("a").pid)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3 and len(set(found)) == 1


def test_a_killed_server_is_noticed_and_started_again(stand_in):
    first = server.ensure("a")
    os.killpg(first.pid, signal.SIGKILL)
    while processes.group_alive(first.pid):
        time.sleep(0.05)
    assert server.status() is None
    assert server.ensure("a").pid != first.pid


def test_the_server_does_not_outlive_its_supervisor(stand_in):
    first = server.ensure("a")
    os.kill(first.pid, signal.SIGKILL)
    limit = time.monotonic() + 10
    while processes.group_alive(first.pid) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not processes.group_alive(first.pid)


def test_a_recorded_pid_that_now_belongs_to_someone_else_is_left_alone(stand_in):
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        state = {"pid": other.pid, "identity": "long ago", "port": 1, "model": "a", "sha256": "1" * 64}
        files.write_json(server._state_file(), state)
        assert server.status() is None and server.stop() is False
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_damaged_record_counts_as_none(stand_in, content):
    server._state_file().write_text(content)
    assert server.status() is None


def test_a_worker_that_will_not_end_is_ended(stand_in, monkeypatch):
    stand_in.append("stubborn")
    first = server.ensure("a")
    server.stop()
    assert not processes.group_alive(first.pid)


def test_a_server_that_dies_at_start_is_told_with_its_last_words(stand_in):
    stand_in.append("dies")
    with pytest.raises(ServerError, match="no such model") as caught:
        server.ensure("a")
    assert caught.value.exit_code == Exit.UNREACHABLE and server.status() is None


def test_a_port_in_use_is_refused(stand_in):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="占用"):
            server.start("a", port=taken.getsockname()[1])


def test_an_idle_server_stops_by_itself(stand_in, monkeypatch):
    monkeypatch.setenv("LEXCALC_IDLE_POLL", "0.2")
    first = server.start("a", idle_minutes=0.01)
    limit = time.monotonic() + 15
    while processes.group_alive(first.pid) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not processes.group_alive(first.pid) and server.status() is None
    assert "idle" in first.log.read_text()


def test_state_and_log_are_for_the_user_only(stand_in):
    running = server.ensure("a")
    assert running.log.stat().st_mode & 0o077 == 0
    assert server._state_file().stat().st_mode & 0o077 == 0


def test_idle_counts_from_the_last_use():
    now = [0.0]
    idle = supervisor.Idle(60, clock=lambda: now[0])
    text = 'vllm:num_requests_running{model_name="m"} %s\nvllm:generation_tokens_total{m="m"} %s\n'
    assert not idle.over(text % (0, 5))
    now[0] = 59
    assert not idle.over(text % (1, 5)), "a request runs"
    now[0] = 118
    assert not idle.over(text % (0, 90)), "it has made tokens since"
    now[0] = 177
    assert not idle.over(None), "no reading is no use, and no end either before the time is over"
    now[0] = 178
    assert idle.over(text % (0, 90))
    assert not supervisor.Idle(0, clock=lambda: 1e9).over(None), "0 means never"


def test_the_server_listens_on_this_machine_only(tmp_path, monkeypatch):
    monkeypatch.setattr(vllm, "build", lambda: "cpu")
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 2048}')
    argv = vllm.command(tmp_path, "m", 8123)
    assert argv[argv.index("--host") + 1] == "127.0.0.1"
    assert argv[argv.index("--max-model-len") + 1] == "2048"
    assert "--trust-remote-code" not in argv
    assert vllm.environment()["HF_HUB_OFFLINE"] == "1"


def test_a_vllm_that_would_run_code_of_a_model_is_refused(monkeypatch):
    monkeypatch.setattr(vllm.metadata, "version", lambda name: "0.17.1")
    with pytest.raises(ServerError, match="过旧"):
        vllm.build()


@pytest.fixture(scope="module")
def real_server(tiny_qwen2, tmp_path_factory):
    """The real vLLM, serving the tiny model from a store of its own."""
    if find_spec("vllm") is None:
        pytest.skip("vllm is not installed (make serve-deps)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEXCALC_HOME", str(tmp_path_factory.mktemp("real-home")))
        patch.setenv("VLLM_CPU_KVCACHE_SPACE", "1")
        yield server.start(str(tiny_qwen2)), os.environ["LEXCALC_HOME"]
        server.stop()


@pytest.mark.vllm
def test_the_real_server_streams_an_answer(real_server):
    running, _ = real_server
    pieces = []
    question = [{"role": "user", "content": "经济补偿是多少元？"}]
    answer = client.complete(
        question, base_url=running.base_url, model=running.model, max_tokens=40, on_text=pieces.append
    )
    assert answer.finish_reason == "length" and answer.tokens == 40
    assert "".join(pieces) == answer.text and len(pieces) > 1
    again = client.complete(question, base_url=running.base_url, model=running.model, max_tokens=40)
    assert again.text == answer.text, "temperature 0 repeats itself"


@pytest.mark.vllm
def test_the_real_server_continues_an_opened_answer_and_tells_what_it_refuses(real_server):
    running, _ = real_server
    opened = [{"role": "user", "content": "多少元？"}, {"role": "assistant", "content": "<think>\n"}]
    options = {"base_url": running.base_url, "model": running.model}
    assert client.complete(opened, max_tokens=5, **options).tokens == 5
    with pytest.raises(ServerError, match="400"):
        client.complete([{"role": "user", "content": "元" * 9000}], max_tokens=5, **options)
    with pytest.raises(ServerError, match="404"):
        client.complete(opened, base_url=running.base_url, model="other", max_tokens=5)


@pytest.mark.vllm
def test_vllm_in_a_process_of_its_own_answers_as_the_server_does(real_server, tiny_qwen2):
    running, _ = real_server
    question = [{"role": "user", "content": "经济补偿是多少元？"}]
    opened = [*question, {"role": "assistant", "content": "<think>\n案情要素："}]
    sampled = {"temperature": 0.8, "top_p": 0.95, "seed": 42}
    schema = extract.response_format(["月平均工资"])
    where = {"base_url": running.base_url, "model": running.model}
    expected = [
        client.complete(question, max_tokens=30, **where),
        client.complete(question, max_tokens=30, extra=sampled, **where),
        dictate(opened, max_tokens=60, **where),
        client.complete(question, max_tokens=30, response_format=schema, **where),
    ]
    asked = [
        Request(question, 30),
        Request(question, 30, extra=sampled),
        Request(opened, 60, dictated=True),
        Request(question, 30, schema=schema["json_schema"]["schema"]),
    ]
    engine = Apart(tiny_qwen2, "tiny")
    try:
        found = [engine.complete(each, 120.0) for each in asked]
        with pytest.raises(client.Refused, match="4096"):
            engine.complete(Request([{"role": "user", "content": "元" * 9000}], 5), 120.0)
        with pytest.raises(client.Refused):
            engine.complete(Request(question, 5, extra={"temperature": -1}), 120.0)
        assert engine.complete(asked[0], 120.0).text == found[0].text  # neither did any harm
    finally:
        engine.close()
    assert [(each.text, each.finish_reason, each.tokens) for each in found] == [
        (each.text, each.finish_reason, each.tokens) for each in expected
    ]


@pytest.mark.vllm
def test_killing_the_real_server_in_mid_answer_is_exit_5_with_the_partial_text(real_server, monkeypatch):
    running, home = real_server
    monkeypatch.setenv("LEXCALC_HOME", home)
    assert server.status().healthy
    seen: list[str] = []

    def kill(piece: str) -> None:
        if not seen:
            os.killpg(running.pid, signal.SIGKILL)
        seen.append(piece)

    with pytest.raises(ServerError) as caught:
        client.complete(
            [{"role": "user", "content": "多少元？"}],
            base_url=running.base_url,
            model=running.model,
            max_tokens=3000,
            on_text=kill,
        )
    assert caught.value.exit_code == Exit.UNREACHABLE
    assert caught.value.partial == "".join(seen) != ""
    time.sleep(0.5)
    assert server.status() is None and not processes.group_alive(running.pid)
    assert json.dumps(caught.value.zh)
