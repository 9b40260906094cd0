"""What the command line accepts as a case, and how it refuses the rest: exit 2 and one sentence."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import ANSWER, CASE


def answer(result) -> str | None:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["verdict"]["answer"]


def refused(result, code: int = 2) -> str:
    assert result.returncode == code, result.stdout + result.stderr
    assert result.stdout == "" and "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_file_of_any_usual_encoding(process, tmp_path, encoding):
    (tmp_path / "案情.txt").write_bytes(CASE.encode(encoding))
    assert answer(process("ask", "-f", "案情.txt", "--no-model", "--json")) == ANSWER


def test_argument_stdin_and_default_command_agree(process):
    assert answer(process("ask", CASE, "--no-model", "--json")) == ANSWER
    assert answer(process("ask", "-", "--no-model", "--json", stdin=None, input=CASE)) == ANSWER
    assert answer(process("ask", "--no-model", "--json", stdin=None, input=CASE)) == ANSWER
    assert answer(process(CASE, "--no-model", "--json")) == ANSWER
    assert answer(process("--lang", "en", CASE, "--no-model", "--json")) == ANSWER


def test_the_question_comes_back_as_read(process):
    dirty = "\ufeff" + CASE.replace("。", "。\r\n") + "\x1b[31m"
    result = process("ask", "-", "--no-model", "--json", stdin=None, input=dirty)
    assert json.loads(result.stdout)["question"] == CASE.replace("。", "。\n").strip()


@pytest.mark.parametrize(
    ("data", "word"), [(b"", "没有内容"), (b"\x00\x01PK", "二进制"), (b"caf\xe9 \xff", "编码")]
)
def test_unreadable_files(process, tmp_path, data, word):
    (tmp_path / "f.txt").write_bytes(data)
    assert word in refused(process("ask", "-f", "f.txt", "--no-model"))


def test_missing_file_folder_and_ten_megabytes(process, tmp_path):
    assert "找不到" in refused(process("ask", "-f", "no.txt", "--no-model"))
    assert "文件夹" in refused(process("ask", "-f", str(tmp_path), "--no-model"))
    (tmp_path / "big.txt").write_bytes(b"a" * 10_000_000)
    assert "1 MB" in refused(process("ask", "-f", "big.txt", "--no-model"))


def test_bad_requests(process, tmp_path, case_file):
    assert "-f" in refused(process("ask", CASE, "-f", str(case_file)))
    assert "-f case.txt" in refused(process("ask", "case.txt"))
    assert "名称=值" in refused(process("ask", CASE, "--no-model", "--set", "月平均工资"))
    assert "月平均工资" in refused(process("ask", CASE, "--no-model", "--set", "月平均工次=1"))
    assert "nonsense" in refused(process("ask", CASE, "--model", "nonsense"))
    assert "http" in refused(process("ask", CASE, "--base-url", "ftp://x"))
    for args in (["--on", "2024-02-30"], ["--scenario", "XX"], ["--max-tokens", "0"]):
        assert process("ask", CASE, "--no-model", *args).returncode == 2
    assert "serve" in process("servee").stderr and process("servee").returncode == 2


def test_facts_by_hand_win(process):
    result = process("ask", CASE, "--no-model", "--json", "--set", "月平均工资=10,000元")
    report = json.loads(result.stdout)
    assert report["verdict"]["answer"] == "95000.00"
    assert [f["source"] for f in report["facts"] if f["name"] == "月平均工资"] == ["user"]


def test_dates_in_both_forms(process):
    for day in ("2025-05-20", "2025年5月20日"):
        assert answer(process("ask", CASE, "--no-model", "--json", "--on", day)) == ANSWER


def test_options_come_from_the_environment(process):
    result = process("ask", CASE, env={"LEXCALC_NO_MODEL": "1", "LEXCALC_LANG": "en"})
    assert result.returncode == 0 and "yuan" in result.stdout


def test_what_is_asked_may_be_named_by_hand(process):
    vague = CASE[: CASE.rindex("。") + 1] + "这种情况能拿多少钱？"
    assert answer(process("ask", vague, "--head", "经济补偿金", "--no-model", "--json")) == ANSWER
    both = process("ask", CASE, "--head", "经济补偿", "--head", "代通知金", "--no-model", "--json")
    assert json.loads(both.stdout)["asked"]["heads"] == ["经济补偿", "代通知金"]
    assert "是否指：经济补偿" in refused(process("ask", CASE, "--head", "经济赔尝", "--no-model"))
    assert "不属于同一类" in refused(
        process("ask", CASE, "--head", "经济补偿", "--head", "丧葬费", "--no-model")
    )
