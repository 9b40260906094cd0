"""``lexcalc law`` as a command: output, exit codes, completion; ``ask`` must not load it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from lexcalc.cli.law import Statute
from tests.cli.conftest import ROOT


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["law", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_text_version_and_source() -> None:
    code, out, _ = run("劳动合同法第47条")
    assert code == 0
    assert "2008-01-01 至 今 施行" in out and "每满一年支付一个月工资" in out and "来源：" in out


def test_an_article_that_an_amendment_left_alone_is_shown_for_the_time_before() -> None:
    code, out, _ = run("劳动合同法第47条", "--on", "2010-01-01")
    assert code == 0 and "2008-01-01 至 今 施行" in out and "没有涉及这一条" in out
    assert "没有收录该日施行的条文" in run("劳动合同法第47、82条", "--on", "2010-01-01")[1]


def test_words_need_no_quotes() -> None:
    assert run("工伤保险条例", "37")[1] == run("工伤保险条例第37条")[1]


def test_what_reaches_the_terminal_is_inert() -> None:
    assert run("\x1b[31m劳动合同法第47条")[1] == run("劳动合同法第47条")[1]
    assert "\x1b" not in run("\x1b]0;道听途说\x07法[red]第1条")[2]
    assert "[red]" in run("[red]道听途说法第1条")[2]


def test_json() -> None:
    code, out, _ = run("民法典1179", "--json")
    found = json.loads(out)
    assert code == 0 and found["articles"][0]["article"] == "第1179条" and found["complete"] is False
    assert found["valid_from"] == "2021-01-01" and found["source"]


def test_english_frame() -> None:
    assert "in force 2008-01-01 – today" in run("劳动合同法第47条", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["劳动合同法第999条"], 2),
        (["道听途说法第1条"], 2),
        ([], 2),
        ([" "], 2),
        (["劳动合同法第82条", "--on", "2010-01-01"], 3),
        (["人身损害解释（2003年）第25条"], 3),
        (["工伤保险条例", "37", "--index", "absent.db"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    exit_code, out, err = run(*arguments)
    assert exit_code == code and not out and len(err.strip().splitlines()) >= 1


def test_completion_of_names() -> None:
    names = [item.value for item in Statute().shell_complete(None, None, "劳动合同法")]  # type: ignore[arg-type]
    assert names == ["劳动合同法", "劳动合同法实施条例"]
    names = [item.value for item in Statute().shell_complete(None, None, "《道交")]  # type: ignore[arg-type]
    assert {"道交法", "道交解释", "道交解释（2012年）"} <= set(names)


def test_a_cold_answer_reads_no_statute_text() -> None:
    code = (
        "import sys; from lexcalc import pipeline; pipeline.assess('公司应支付的经济补偿为多少元？'); "
        "print([m for m in sys.modules if m in ('lexcalc.law.lookup', 'lexcalc.law.index', 'sqlite3')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
