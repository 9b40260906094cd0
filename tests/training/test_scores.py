"""Scores: a right box, a wrong one by so many yuan, and a missing fact that is named instead of guessed."""

from __future__ import annotations

import pytest

from lexcalc import pipeline
from tests.cli.conftest import ANSWER, CASE, GOOD, WRONG
from training.scores import by_scenario, coverage, names_missing, score, summarise

NO_WAGE = "王某2017年3月15日入职，2025年5月20日因不能胜任工作被依法解除。公司应付经济补偿多少元？"


def scored(text: str, answer: str | None = ANSWER, case: str = CASE, **more):
    finish = more.pop("finish", "stop")
    report = pipeline.judge(pipeline.prepare(case), text, finish, 50)
    return score({"id": "a", "scenario": "EC", "answer": answer, **more}, report)


def test_a_right_a_wrong_and_no_box():
    right, wrong, none = scored(GOOD), scored(WRONG), scored("<think>\n难</think>\n不知道。")
    assert right.outcome.boxed and right.error == 0 and right.outcome.formatted and right.elements == 1
    assert not wrong.outcome.boxed and wrong.error > 0
    assert none.no_box and none.error is None and none.elements == 0
    summary = summarise([right, wrong, none])
    assert (summary["boxed accuracy"]["hits"], summary["n"], summary["amounts"]) == (1, 3, 2)
    assert summary["mean absolute error"] == pytest.approx(wrong.error / 2)
    assert summary["no box"]["hits"] == 1 and summary["abstention"]["hits"] == 0
    assert summary["verified coverage"]["hits"] == 1 == summary["verified precision"]["hits"]


def test_the_gold_decides_not_the_rulebook():
    other = scored(GOOD, answer="1.00")
    assert not other.outcome.boxed and other.outcome.status == "verified" and other.outcome.state == "wrong"
    summary = summarise([other])
    assert summary["verified precision"]["hits"] == 0 and summary["corrected accuracy"]["hits"] == 0


def test_elements_count_by_step_and_by_heading():
    report = pipeline.judge(
        pipeline.prepare(CASE), "<think>\n要素：甲\n补偿类型：经济补偿\n</think>\n无", "stop"
    )
    assert coverage(report.reasoning, "EC") == pytest.approx(1 / 3)
    assert coverage(report.reasoning, "WC") == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<think>\n补偿类型：经济补偿\n</think>\n缺少月平均工资，无法计算。", True),
        ("<think>\n补偿类型：经济补偿\n</think>\n缺少入职日期，无法计算。", False),
        ("<think>\n补偿类型：经济补偿\n</think>\n月平均工资。", False),
        ("<think>\n缺少月平均工资</think>\n\\boxed{5000}", False),
    ],
)
def test_a_question_without_an_answer_is_right_when_the_missing_fact_is_named(text, told):
    missing = ["月平均工资（解除前十二个月的平均工资），劳动合同法第47条需要；可用 --set 月平均工资=值 补充"]
    each = scored(text, None, NO_WAGE, missing=missing)
    assert each.told is told
    summary = by_scenario([each, scored(GOOD)])["all"]
    assert summary["n"] == 1 and summary["boxed accuracy"]["rate"] == 1
    assert (summary["missing facts told"]["hits"], summary["missing facts told"]["n"]) == (int(told), 1)


def test_an_answer_cut_off_tells_nothing():
    missing = ["月平均工资（…）"]
    assert scored("缺少月平均工资", None, NO_WAGE, missing=missing, finish="length").told is False


def test_a_reason_that_is_no_name_is_not_looked_for():
    assert names_missing("题面缺少事实，无法计算。", [])
    assert not names_missing("共5000元。", [])
