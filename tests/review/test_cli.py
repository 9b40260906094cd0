"""The command: over a folder that a batch wrote, its link, Ctrl-C, the list and the export."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from lexcalc.review.store import Store
from tests.review.conftest import ROOT, dev


def call(*args: str):
    return CliRunner().invoke(cli, ["review", *args])


def process(*args: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "lexcalc", "review", *args],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture
def batch(tmp_path):
    """A run as `lexcalc batch` writes it."""
    cases = tmp_path / "cases.jsonl"
    rows = [{k: c[k] for k in ("id", "question", "answer")} for c in dev("dev-EC-001", "dev-EC-002")]
    rows[1] |= {"on": "2024-06-30", "facts": {"最低工资": "2000"}}
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["batch", str(cases), "-o", str(tmp_path / "run"), "--no-model", "--jobs", "1"]
    )
    assert done.exit_code == 0, done.output
    return tmp_path / "run"


def sign(client: httpx.Client, number: int, **fields: str) -> httpx.Response:
    origin = {"origin": str(client.base_url).rstrip("/")}
    return client.post(f"/case/{number}", data={"action": "accepted", **fields}, headers=origin)


def test_a_run_is_served_signed_listed_exported_and_scored(batch, tmp_path):
    server = process(str(batch), "--reviewer", "王 律师")
    try:
        link = server.stdout.readline().strip()
        at = urlsplit(link)
        assert at.hostname == "127.0.0.1" and "token=" in at.query
        with httpx.Client(base_url=f"http://{at.netloc}", trust_env=False, timeout=120) as client:
            assert client.get("/case/1").status_code == 403
            assert client.get(link).status_code == 303
            assert "39,930.00" in client.get("/case/1").text
            assert "server" not in client.get("/case/1").headers
            assert sign(client, 1).status_code == 303
            changed = {"name": "月平均工资", "value": "9000", "action": "corrected", "note": "更正"}
            assert sign(client, 2, **changed).status_code == 303
        second = process(str(batch))
        assert second.communicate()[1].startswith("错误：另一个 lexcalc review")
        assert second.returncode == 2
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=60)
    finally:
        server.kill()
    assert server.returncode == 0
    assert out == "" and "2/2" in err and "Traceback" not in err and "token" not in err

    listed = json.loads(call(str(batch), "--list", "--json").output)
    assert (listed["signed"], listed["total"]) == (2, 2)
    assert [(c["id"], c["decision"], c["answer"], c["reviewer"]) for c in listed["cases"]] == [
        ("dev-EC-001", "accepted", "39930.00", "王 律师"),
        ("dev-EC-002", "corrected", "27000.00", "王 律师"),
    ]
    shown = call(str(batch), "--list").output
    assert "已签署 2/2" in shown and "27,000.00" in shown and "更正" in shown

    gold = tmp_path / "reviewed.jsonl"
    assert call(str(batch), "--export", str(gold)).exit_code == 0
    scored = CliRunner().invoke(cli, ["score", str(batch), "--gold", str(gold), "--json"])
    assert scored.exit_code == 0, scored.output
    assert '"right"' in scored.output or "accuracy" in scored.output


def test_the_batch_can_go_on_after_a_review(batch, tmp_path):
    with Store(batch) as store:
        place = store.place(1)
        store.sign(place, "accepted", reviewer="x", report=store.line(place))
    cases = tmp_path / "cases.jsonl"
    with cases.open("a", encoding="utf-8") as out:
        out.write(
            json.dumps({k: v for k, v in dev("dev-WC-009")[0].items() if k in ("id", "question")}) + "\n"
        )
    args = ["batch", str(cases), "-o", str(batch), "--no-model", "--jobs", "1"]
    assert CliRunner().invoke(cli, args).exit_code == 0
    with Store(batch) as store:
        progress = store.progress()
    assert (progress.total, progress.signed, progress.changed) == (3, 1, 0)


@pytest.mark.parametrize(
    ("args", "code"),
    [(["nowhere"], 2), (["nowhere", "--list"], 2), (["nowhere", "--port", "99999"], 2), (["x", "--json"], 2)],
)
def test_bad_requests_are_one_sentence(args, code):
    done = call(*args)
    assert done.exit_code == code
    assert "Traceback" not in done.output


def test_a_port_in_use_is_said(run):
    from lexcalc.review.server import listen

    with listen(0) as sock:
        done = call(str(run), "--port", str(sock.getsockname()[1]), "--no-browser")
    assert done.exit_code == 2 and "无法使用端口" in done.output


def test_the_browser_is_opened_only_where_one_would_be_seen(run, monkeypatch):
    import webbrowser

    from lexcalc.review import server

    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(
        server, "serve", lambda store, name, port, ready: ready("http://127.0.0.1:1/?token=x")
    )
    monkeypatch.setenv("DISPLAY", ":0")
    assert call(str(run), "--no-browser").output.startswith("http://127.0.0.1:1/")
    assert opened == []
    call(str(run))
    assert opened == ["http://127.0.0.1:1/?token=x"]
    monkeypatch.setattr(server, "has_display", lambda: False)
    call(str(run))
    assert len(opened) == 1
