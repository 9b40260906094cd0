"""Every class of error is reached by a report that really has it, and by one answer only once."""

from __future__ import annotations

import pytest

from lexcalc import pipeline
from lexcalc.contract import AssessmentOut, ItemOut, ReadingOut, VerdictOut
from lexcalc.score import faults
from lexcalc.score.compare import compare
from tests.cli.conftest import ANSWER, CASE, GOOD, TRUNCATED, WRONG
from tests.report.sample import sample
from tests.score.folder import gold

BOX = "<think>\n赔偿计算：{}\n</think>\n\\boxed{{{}}}"


def fault(text: str, answer: str | None = ANSWER, finish: str = "stop") -> str:
    report = pipeline.judge(pipeline.prepare(CASE), text, finish)
    return compare(gold("a", answer), report).fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, ""),
        (GOOD.replace("\\boxed{93480}", ""), "no box"),
        ("<think>\n难\n</think>\n不知道。", "no answer"),
        (BOX.format("9.5×9840=93480元。", "93480万元"), "factor of ten"),
        (BOX.format("9.5×9840=94480元。", 94480), "arithmetic"),
        (BOX.format("9.5×12345=117277.5元。", 117277.5), "ungrounded"),
        (WRONG, "set-up"),
        (BOX.format("10×9840=98400元。", 98400), "set-up"),
    ],
)
def test_classes_of_a_model(text, expected):
    assert fault(text) == expected


def test_cut_off_and_a_gold_that_is_not_the_rules():
    assert fault(TRUNCATED, finish="length") == "cut off"
    assert fault(GOOD, answer="1.00") == "as lexcalc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>\n略\n</think>\n\\boxed{5}", "answered"),
        ("<think>\n略\n</think>\n难说。", "unnamed"),
        ("<think>\n略\n</think>\n缺少月平均工资，无法计算。", ""),
    ],
)
def test_classes_where_a_fact_is_missing(text, expected):
    assert fault(text, None) == expected


def two_heads(**changes):
    items = [
        ItemOut(head=head, payer=payer, formula="", substituted="", amount=amount)
        for head, payer, amount in (("医疗费", "交强险", "1000.00"), ("误工费", "侵权人", "234.00"))
    ]
    parts = {"items": items, "payers": {"交强险": "1000.00", "侵权人": "234.00"}, "answer": "1000.00"}
    return AssessmentOut(**{**parts, **changes})


@pytest.mark.parametrize(
    ("said", "expected"),
    [("234.00", "payer"), ("1234.00", "head"), ("1000.00", "as lexcalc"), ("77.00", "reading")],
)
def test_another_payer_another_head_and_a_fact_read_otherwise(said, expected):
    report = sample(assessment=two_heads(), verdict=VerdictOut(status="disagrees", answer="1000.00"))
    report.reasoning.answer, report.reasoning.text = said, f"<think>略</think>\\boxed{{{said}}}"
    report.readings = [ReadingOut(name="月平均工资", reader="1", model="2", span=(0, 1), agrees=False)]
    assert compare(gold("a", "555.00"), report).fault == expected


@pytest.mark.parametrize(
    ("answer", "scenario", "expected"),
    [
        ("1000", "EC", ""),
        ("234", "EC", "payer"),
        ("1234", "EC", "head"),
        ("5", "EC", "amount"),
        ("5", "TC", "scenario"),
        (None, "EC", "answered"),
    ],
)
def test_classes_of_a_wrong_amount(answer, scenario, expected):
    report = sample(assessment=two_heads(), verdict=VerdictOut(status="rules_only", answer="1000.00"))
    assert compare(gold("a", answer, scenario), report).answer_fault == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"missing": ["月平均工资（x）；可用 --set 月平均工资=值 补充", "别的"]}, "fact 月平均工资"),
        ({"missing": ["题面还有2,000元，看不出与所问项目的关系，不敢作答"]}, "doubt"),
        ({"discretion": ["精神损害抚慰金由法院酌定"]}, "discretion"),
    ],
)
def test_reasons_of_an_abstention(parts, expected):
    report = sample(
        assessment=AssessmentOut(**parts), verdict=VerdictOut(status="facts_missing"), reasoning=None
    )
    assert compare(gold("a", "1"), report).answer_fault == expected


def test_real_refusals_name_their_fact():
    text = "王某2017年3月15日入职，2025年5月20日因不能胜任工作被依法解除。公司应付经济补偿多少元？"
    assert compare(gold("a", "1"), pipeline.assess(text)).answer_fault.startswith(faults.FACT)


def test_every_class_has_words_in_both_languages():
    for name in [*faults.MODEL, *faults.ANSWER, *faults.ABSTENTION, "fact 入职日"]:
        assert faults.title(name, "zh") and faults.title(name, "en")
        assert faults.title(name, "zh") != faults.title(name, "en")
