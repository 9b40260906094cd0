"""A pasted judgment names amounts of a head: a result that is none of them needs a second look."""

from fractions import Fraction

import pytest

from lexcalc import pipeline
from lexcalc.law.named import contradiction, named_amounts

NAMES = ("经济补偿", "经济补偿金")
FACTS = (
    "王某2016年3月1日入职某公司，2024年8月31日公司提出并与其协商一致解除劳动合同，解除前十二个月平均应得工资8,000元，"
    "当地上年度职工月平均工资9,000元。"
)  # 8 years and 6 months: 9 × 8,000 = 72,000


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("支付经济补偿金51,000元、年休假工资3,000元", [51000]),
        ("经济补偿共计人民币5.1万元", [51000]),
        ("经济补偿：3000元", []),  # a list's colon may stand for anything
        ("经济补偿的月工资标准、年限和其他一切计算依据为6,000元", []),
        ("经济补偿3个月", []),
        ("经济补偿51,000元。公司只同意经济补偿42,000元", [51000, 42000]),
    ],
)
def test_sums_right_after_the_name(text, amounts):
    assert named_amounts(text, NAMES) == amounts


def test_findings_are_heard_before_claims():
    text = "原告诉称应得经济补偿90,000元。经审理查明，被告应付经济补偿72,000元。"
    assert contradiction(text, NAMES, Fraction(90000)) == [72000]
    assert contradiction(text, NAMES, Fraction("72000.40")) == []  # courts drop 角 and 分


def test_a_question_may_name_wrong_sums():
    assert contradiction("公司只同意经济补偿42,000元。应付多少元？", NAMES, Fraction(72000)) == []


def test_nothing_at_all_needs_a_second_look_in_a_judgment():
    assert contradiction("本院认为，应支付经济补偿。", NAMES, Fraction(0)) == [0]


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("本院判决公司支付经济补偿72,000元。", "rules_only"),
        ("本院判决公司支付经济补偿51,000元。", "facts_missing"),
        ("公司只同意经济补偿51,000元。公司应支付经济补偿多少元？", "rules_only"),
    ],
)
def test_the_assessment_doubts_what_no_one_named(ending, status):
    report = pipeline.assess(FACTS + ending, heads=("经济补偿",))
    assert report.verdict.status == status
    assert any("51,000.00" in reason for reason in report.verdict.reasons) == (status == "facts_missing")
