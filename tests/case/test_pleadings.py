"""Where a judgment only reports what parties say, ask for, or were awarded by arbitrators."""

import pytest

from lexcalc.case import read
from lexcalc.case.pleadings import stretches

SUIT = (
    "原告诉称，其2015年3月1日入职，月平均工资9,000元，请求判令被告支付经济补偿90,000元。"
    "被告辩称，原告2017年3月1日才入职，月平均工资只有6,000元。"
    "经审理查明：原告于2016年3月1日入职被告处，2024年8月31日双方经被告提出协商一致解除劳动合同，"
    "解除前十二个月的月平均应得工资为8,000元。当地上年度职工月平均工资9,000元。"
)
QUESTION = "被告应支付原告的经济补偿是多少元？"


def unread(text):
    return [text[start:end] for start, end in stretches(text)]


def test_claims_are_not_facts():
    case = read(SUIT + QUESTION)
    assert str(case.facts.value("入职日")) == "2016-03-01" and case.facts.value("月平均工资") == 8000
    left = "".join(unread(SUIT + QUESTION))
    assert "9,000元，请求" in left and "6,000元" in left and "经审理查明" not in left and QUESTION not in left


def test_a_story_without_findings_is_read_whole():
    assert unread("原告诉称，其2016年3月1日入职，月平均工资8,000元。请问经济补偿多少元？") == []


def test_what_the_other_side_grants_is_read():
    text = "被告辩称，已付医疗费3万元，原告对此无异议。其余均不同意赔偿。本院查明：原告住院10天。"
    assert "".join(unread(text)) == "其余均不同意赔偿。"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("张某申请仲裁，请求：1.支付工资5万元；2.支付加班费。另查明：月工资6,000元。", "支付工资5万元"),
        ("仲裁委裁决如下：一、公司支付2万元。二、驳回其他请求。公司不服。", "驳回其他请求"),
        ("该委作出裁决：公司支付经济补偿2万元。", "公司支付经济补偿2万元。"),
    ],
)
def test_awards_and_requests_to_arbitrators(text, left):
    assert left in "".join(unread(text)) and "月工资6,000元" not in "".join(unread(text))
    assert "公司不服" not in "".join(unread(text))


@pytest.mark.parametrize("text", ["", "。", "诉称", "诉称诉称查明查明", "经审理查明。诉称。", "裁决：" * 500])
def test_any_text_has_ordered_stretches_inside_it(text):
    spans = stretches(text)
    assert spans == sorted(spans) and all(0 <= start < end <= len(text) for start, end in spans)
