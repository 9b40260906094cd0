"""The history: nothing without being asked, nothing personal, nobody else's, nothing left after a purge."""

from __future__ import annotations

import json
import stat

import pytest
from click.testing import CliRunner

from lexcalc import history
from lexcalc.cli import cli

CASE = (
    "原告张三丰，电话13812345678，2020年3月1日入职，2024年2月29日公司违法解除，"
    "离职前十二个月平均工资8000元，问违法解除赔偿金多少？"
)
CALC = ("经济补偿", "入职日=2016-04-11", "解除日=2025-05-20", "月平均工资=9840", "应付经济补偿=是")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LEXCALC_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, code: int = 0):
    found = CliRunner().invoke(cli, list(arguments))
    assert found.exit_code == code, found.output
    return found


def ask() -> None:
    run("ask", "--no-model", "--no-input", CASE)


def test_nothing_is_kept_unless_it_is_switched_on(home):
    ask()
    assert not home.exists() or not list(home.rglob("*.sqlite"))
    run("log", "off")
    assert run("log", "list").stdout == ""
    assert not history.file().exists()


def test_answers_are_kept_blanked_and_shown_again(home):
    run("log", "on")
    ask()
    run("calc", *CALC)
    rows = json.loads(run("log", "list", "--json").stdout)
    assert [row["command"] for row in rows] == ["calc", "ask"] and rows[1]["amount"] == "64000.00"
    raw = history.file().read_bytes().decode("utf-8", "replace")
    assert "张三丰" not in raw and "13812345678" not in raw and "8000" in raw
    assert "64,000.00" in run("log", "show", str(rows[1]["id"])).stdout
    kept = json.loads(run("log", "show", str(rows[1]["id"]), "--json").stdout)
    assert kept["question"].startswith("原告张**，电话***********，") and len(kept["question"]) == len(CASE)
    assert "64,000.00" in run("log", "list").stdout
    run("log", "off")
    ask()
    assert len(history.entries()) == 2


def test_only_the_owner_can_read_it(home):
    run("log", "on")
    assert stat.S_IMODE(history.file().stat().st_mode) == 0o600


def test_a_purge_leaves_nothing_in_the_file():
    run("log", "on")
    ask()
    assert "违法解除" in history.file().read_bytes().decode("utf-8", "replace")
    run("log", "purge", code=2)
    assert "0" in run("log", "purge", "--before", "2001-01-01").stdout
    assert len(history.entries()) == 1
    run("log", "purge", "--all")
    assert history.entries() == [] and "违法解除" not in history.file().read_bytes().decode(
        "utf-8", "replace"
    )
    assert history.is_on()


def test_a_history_that_cannot_be_used_costs_no_answer(home):
    run("log", "on")
    history.file().write_bytes(b"no database, but long enough to be looked at as one" * 40)
    found = CliRunner().invoke(cli, ["ask", "--no-model", "--no-input", CASE])
    assert found.exit_code == 0 and "64,000.00" in found.stdout and "历史文件" in found.stderr
    run("log", "list", code=1)


def test_an_unknown_number_is_one_sentence():
    assert "没有第 7 号" in run("log", "show", "7", code=2).output
