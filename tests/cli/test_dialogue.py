"""Questions at a terminal, and what a model's second reading adds."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from tests.cli.conftest import ANSWER, CASE, GOOD, ROOT

LACKING = "钱某因工受伤，被鉴定为八级伤残，单位已参加工伤保险。请问一次性伤残补助金是多少元？"
DEFAULT_QUESTION = "本人工资"


def at_terminal(args, answers, tmp_path, env=None):
    """Run lexcalc with stdin and stderr on a terminal, typing one answer for each ``]:`` prompt."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lexcalc", *args],
        stdin=slave, stderr=slave, stdout=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(env or {})},
    )  # fmt: skip
    os.close(slave)
    said, waiting, deadline = b"", list(answers), time.monotonic() + 60
    prompts = 0
    while time.monotonic() < deadline:
        ready, _, _ = select.select([master], [], [], 0.2)
        if ready:
            try:
                said += os.read(master, 4096)
            except OSError:  # the other side has closed
                break
        elif process.poll() is not None:
            break
        if waiting and said.count(b"]: ") > prompts:
            prompts += 1
            os.write(master, waiting.pop(0).encode() + b"\n")
    out = process.communicate(timeout=30)[0]
    os.close(master)
    return process.returncode, out.decode(), said.decode(errors="replace")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestTerminal:
    def test_the_missing_fact_is_asked_for_and_used(self, tmp_path):
        code, out, said = at_terminal(["ask", "--no-model", LACKING], ["很多", "5400"], tmp_path)
        assert DEFAULT_QUESTION in said and "很多" in said  # a bad answer is explained and asked again
        assert code == 0 and "59,400.00" in out and "用户给定" in out

    def test_an_empty_answer_leaves_it_open(self, tmp_path):
        code, out, said = at_terminal(["ask", "--no-model", LACKING], [""] * 8, tmp_path)
        assert code == 3 and "还缺的事实" in out and said.count(f"{DEFAULT_QUESTION} [") == 1

    @pytest.mark.parametrize("extra", [["--no-input"], ["--json"]])
    def test_never_asked(self, tmp_path, extra):
        code, _, said = at_terminal(["ask", "--no-model", *extra, LACKING], [], tmp_path)
        assert code == 3 and "]: " not in said

    def test_control_d_ends_cleanly(self, tmp_path):
        code, _, said = at_terminal(["ask", "--no-model", LACKING], ["\x04"], tmp_path)
        assert code == 130 and "Traceback" not in said

    def test_the_models_proposal_is_the_default(self, tmp_path, server):
        text = LACKING.replace("单位", "本人平时工资五千四百元左右，其中本人工资核定5,400元，单位")
        server.reply(json.dumps({"本人工资": {"原文": "核定5,400元"}}))
        server.reply("\\boxed{1}")
        _, out, said = at_terminal(["ask", "--base-url", server.url, text], [""] * 6, tmp_path)
        if DEFAULT_QUESTION in said:  # the reader may have learned to read it by itself
            assert "核定5,400元" in said and "59,400.00" in out


def test_a_pipe_is_never_asked(process):
    result = process("ask", "--no-model", LACKING)
    assert result.returncode == 3 and "]: " not in result.stderr


def ask(server, text, *options):
    result = CliRunner().invoke(cli, ["ask", "--base-url", server.url, "--json", *options, text])
    return json.loads(result.stdout)


def test_what_the_model_quotes_confirms(server):
    server.reply(GOOD)
    report = ask(server, CASE)
    assert report["verdict"]["status"] == "verified" and report["verdict"]["answer"] == ANSWER
    agreed = {r["name"]: r["agrees"] for r in report["readings"]}
    assert agreed == {"入职日": True, "解除日": True, "月平均工资": True}
    assert len(server.requests) == 1  # nothing was missing: no second reading


def test_a_contradicted_fact_withholds_verified(server):
    server.reply(GOOD.replace("要素：入职=2016年4月11日", "要素：入职=2025年5月20日"))
    report = ask(server, CASE)
    assert report["verdict"]["status"] == "corrected" and report["verdict"]["answer"] == ANSWER
    assert any("2016-04-11" in reason and "2025-05-20" in reason for reason in report["verdict"]["reasons"])


def test_a_missing_fact_is_looked_for_under_a_schema_and_only_proposed(server):
    text = LACKING.replace("单位", "核定数为5,400元，单位")
    server.reply(json.dumps({"本人工资": {"原文": "核定数为5,400元"}, "月缴费工资": {"原文": "6,000元"}}))
    server.reply("\\boxed{59400}")
    report = ask(server, text)
    schema = server.requests[0]["response_format"]
    assert schema["type"] == "json_schema" and "本人工资" in schema["json_schema"]["schema"]["properties"]
    assert "response_format" not in server.requests[1]
    assert report["verdict"]["status"] == "facts_missing" and report["verdict"]["answer"] is None
    (proposal,) = report["readings"]  # the second quotation stands nowhere in the case
    assert (proposal["name"], proposal["model"], proposal["agrees"]) == ("本人工资", "5400", None)
    assert text[slice(*proposal["span"])] == "核定数为5,400元"


def test_the_proposal_is_shown_with_how_to_take_it(server):
    server.reply(json.dumps({"本人工资": {"原文": "核定数为5,400元"}}))
    server.reply("不知道。")
    text = LACKING.replace("单位", "核定数为5,400元，单位")
    result = CliRunner().invoke(cli, ["ask", "--base-url", server.url, text])
    assert "模型读法" in result.stdout and "核定数为5,400元" in result.stdout and "--set" in result.stdout


@pytest.mark.parametrize("when", ["never", "always"])
def test_the_second_reading_is_the_users_choice(server, when):
    server.reply(GOOD)
    report = ask(server, CASE, "--second-reading", when)
    assert len(server.requests) == (2 if when == "always" else 1)
    assert report["verdict"]["status"] == "verified"  # a reply outside the schema says nothing


def test_a_server_without_schemas_is_not_an_error(server):
    server.refuse_schema = True
    server.reply("不知道。")
    report = ask(server, LACKING)
    assert report["verdict"]["status"] == "facts_missing" and report["readings"] == []
