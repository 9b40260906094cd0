"""Scores of one answer: a right box, a wrong one by so many yuan, a missing fact named instead of guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lexcalc import pipeline
from lexcalc.contract import ReasoningOut, VerdictOut
from lexcalc.score.compare import compare, element_coverage, equal, names_missing
from lexcalc.score.measures import by_scenario, summarise
from tests.cli.conftest import ANSWER, CASE, GOOD, WRONG
from tests.report.sample import sample

NO_WAGE = "王某2017年3月15日入职，2025年5月20日因不能胜任工作被依法解除。公司应付经济补偿多少元？"
MISSING = ["月平均工资（解除前十二个月的平均工资），劳动合同法第47条需要；可用 --set 月平均工资=值 补充"]


def scored(text: str, answer: str | None = ANSWER, case: str = CASE, **more):
    finish = more.pop("finish", "stop")
    report = pipeline.judge(pipeline.prepare(case), text, finish, 50)
    return compare({"id": "a", "scenario": "EC", "answer": answer, **more}, report)


def row(answer: str | None) -> dict[str, str | None]:
    return {"id": "x", "scenario": "EC", "answer": answer}


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        ("1.00", "1", True),
        ("0.005", "0.01", True),
        ("1", "1.01", False),
        (None, "1", False),
        ("1", None, False),
    ],
)
def test_equal_to_the_fen(got, expected, same):
    assert equal(got, expected) is same


def test_right_wrong_refused_and_no_report():
    assert compare(row("107100"), sample()).state == "right"
    wrong = compare(row("100"), sample())
    assert (wrong.state, wrong.answer_error) == ("wrong", Fraction(107000))
    silent = sample(verdict=VerdictOut(status="facts_missing", reasons=["缺"]))
    found = compare(row("1"), silent)
    assert (found.state, found.reasons, found.answer_error) == ("refused", ["缺"], None)
    assert compare(row("1"), None, "crash KeyError").state == "refused"


def test_the_models_own_answer_and_box_are_told_apart():
    boxed = sample(reasoning=ReasoningOut(text="<think>\n算\n</think>\n\\boxed{107100}", answer="107100.00"))
    plain = sample(reasoning=ReasoningOut(text="算</think>应付107100元。", answer="107100.00"))
    first, second = compare(row("107100"), boxed), compare(row("107100"), plain)
    assert (first.boxed, first.own, first.formatted) == (True, True, True)
    assert (second.boxed, second.own, second.formatted) == (False, True, False)
    assert by_scenario([first, second])["EC"]["boxed accuracy"]["hits"] == 1


def test_a_right_a_wrong_and_no_box():
    right, wrong, none = scored(GOOD), scored(WRONG), scored("<think>\n难</think>\n不知道。")
    assert right.boxed and right.error == 0 and right.formatted and right.elements == 1
    assert not wrong.boxed and wrong.error == Fraction(98400) - Fraction(ANSWER)
    assert none.no_box and none.error is None and none.elements == 0
    summary = summarise([right, wrong, none])
    assert (summary["boxed accuracy"]["hits"], summary["n"], summary["amounts"]) == (1, 3, 2)
    assert summary["mean absolute error"] == summary["median absolute error"] == 2460.0
    assert summary["answer mean absolute error"] == 0
    assert summary["no box"]["hits"] == 1 and summary["abstention"]["hits"] == 0
    assert summary["verified coverage"]["hits"] == 1 == summary["verified precision"]["hits"]
    assert wrong.as_dict()["error"] == "4920"


def test_the_gold_decides_not_the_rulebook():
    other = scored(GOOD, answer="1.00")
    assert not other.boxed and other.status == "verified" and other.state == "wrong"
    summary = summarise([other])
    assert summary["verified precision"]["hits"] == 0 and summary["corrected accuracy"]["hits"] == 0


def test_elements_count_by_step_and_by_heading():
    text = "<think>\n要素：甲\n补偿类型：经济补偿\n</think>\n无"
    reasoning = pipeline.judge(pipeline.prepare(CASE), text).reasoning
    assert element_coverage(reasoning, "EC") == pytest.approx(1 / 3)
    assert element_coverage(reasoning, "WC") == 0
    assert element_coverage(reasoning, "") is None


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
    each = scored(text, None, NO_WAGE, missing=MISSING)
    assert each.told is told
    summary = by_scenario([each, scored(GOOD)])["all"]
    assert summary["n"] == summary["boxed accuracy"]["rate"] == summary["legal elements"] == 1
    assert (summary["missing facts told"]["hits"], summary["missing facts told"]["n"]) == (int(told), 1)
    assert (summary["missing facts refused"]["hits"], summary["missing facts refused"]["n"]) == (1, 1)


def test_an_answer_cut_off_tells_nothing():
    assert scored("缺少月平均工资", None, NO_WAGE, missing=["月平均工资（…）"], finish="length").told is False


def test_a_reason_that_is_no_name_is_not_looked_for():
    assert names_missing("题面缺少事实，无法计算。", [])
    assert not names_missing("共5000元。", [])


def test_measures_of_a_model_stand_only_where_one_answered():
    rules = compare(row("107100"), sample(reasoning=None))
    assert "boxed accuracy" not in summarise([rules]) and "model silent" not in summarise([rules])
    both = summarise([rules, scored(GOOD)])
    assert both["model silent"] == 1 and both["boxed accuracy"]["n"] == 2
    assert summarise([compare(row("1"), None, "crash")])["failed"] == 1
