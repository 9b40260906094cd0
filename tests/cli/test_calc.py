"""``lexcalc calc`` and ``lexcalc rules diff``: the law without any case text."""

import json

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from lexcalc.cli.calc import suggestions
from lexcalc.cli.rules import rules

SEVERANCE = (
    "经济补偿", "入职日=2016-04-11", "解除日=2025-05-20", "月平均工资=9840", "社平月工资=9000",
    "应付经济补偿=是",
)  # fmt: skip


def calc(*args):
    return CliRunner().invoke(cli, ["calc", *args])


def test_amount_as_from_a_text():
    report = json.loads(calc(*SEVERANCE, "--json").output)
    assert report["verdict"]["status"] == "rules_only" and report["verdict"]["answer"] == "93480.00"
    assert report["question"] == "" and {fact["source"] for fact in report["facts"]} == {"user"}


def test_full_width_equals_and_set_are_the_same():
    wide = calc(*(entry.replace("=", "＝") for entry in SEVERANCE), "--json").output
    by_option = calc(
        "经济补偿", *(part for entry in SEVERANCE[1:] for part in ("--set", entry)), "--json"
    ).output
    assert json.loads(wide)["verdict"] == json.loads(by_option)["verdict"]


def test_head_alone_lists_what_is_missing():
    result = calc("一次性伤残补助金")
    assert result.exit_code == 3
    assert "伤残等级" in result.output and "工伤保险条例第37条" in result.output


def test_paid_money_is_subtracted():
    base = json.loads(calc(*SEVERANCE, "--json").output)["verdict"]["answer"]
    paid = json.loads(calc(*SEVERANCE, "已付款=金额=3480", "--json").output)["verdict"]["answer"]
    assert (base, paid) == ("93480.00", "90000.00")


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("经济补尝",), "经济补偿"),
        (("经济补偿", "月平均工姿=1"), "月平均工资"),
        (("经济补偿", "月平均工资=很多"), "月平均工资"),
        (("月平均工资=8000",), "lexcalc rules list"),
        (("经济补偿", "丧葬费"), "不属于同一类案件"),
    ],
)
def test_bad_entries_say_what_is_meant(process, args, word):
    result = process("calc", *args)
    assert result.returncode == 2 and word in result.stderr and "Traceback" not in result.stderr


def test_tab_completes_heads_facts_and_values():
    def names(written, incomplete):
        return [value for value, _ in suggestions(written, incomplete)]

    assert "经济补偿" in names([], "经济") and "一次性伤残补助金" in names([], "一次性")
    after = names(["一次性伤残补助金"], "")
    assert "伤残等级=" in after and "月缴费工资=" in after and "入职日=" not in after
    assert "伤残等级=" not in names(["一次性伤残补助金", "伤残等级=7"], "伤")
    assert names(["经济补偿"], "解除情形=违法") == ["解除情形=违法解除", "解除情形=违法终止"]
    assert names([], "参保=") == ["参保=是", "参保=否"]


def test_the_shell_gets_the_completions(process):
    env = {"_LEXCALC_COMPLETE": "bash_complete", "COMP_WORDS": "lexcalc calc 一次性工亡", "COMP_CWORD": "2"}
    result = process(code="import sys; sys.argv=['lexcalc']; from lexcalc.cli import main; main()", env=env)
    assert "plain,一次性工亡补助金" in result.stdout


def test_diff_prints_both_values_and_says_when_nothing_changed():
    runner = CliRunner()
    shown = runner.invoke(rules, ["diff", "--on", "2020-09-19", "--on", "2020-09-18"]).output
    assert "110000" in shown and "180000" in shown and shown.index("110000") < shown.index("180000")
    same = runner.invoke(rules, ["diff", "--on", "2024-01-02", "--on", "2024-01-03"])
    assert same.exit_code == 0 and "相同" in same.output
    data = json.loads(
        runner.invoke(rules, ["diff", "--on", "2020-09-18", "--on", "2020-09-19", "--json"]).output
    )
    assert {"name", "key", "before", "after", "since"} <= set(data[0])


def test_diff_needs_two_days(process):
    result = process("rules", "diff", "--on", "2024-01-01")
    assert result.returncode == 2 and "--on" in result.stderr
