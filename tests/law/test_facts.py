"""Facts written by hand: every type, and messages that say what was expected."""

from datetime import date
from fractions import Fraction

import pytest

from lexcalc.case.model import Duration, value_text
from lexcalc.errors import UsageError
from lexcalc.law.facts import parse_fact, unit, vocabulary


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("月平均工资", "1.26万元", Fraction(12600)),
        ("月平均工资", "12,600", Fraction(12600)),
        ("责任比例", "70%", Fraction(7, 10)),
        ("责任比例", "0.7", Fraction(7, 10)),
        ("责任比例", "1", Fraction(1)),
        ("停工留薪期", "4个月", Fraction(4)),
        ("误工天数", "120天", Fraction(120)),
        ("入职日", "2017年3月15日", date(2017, 3, 15)),
        ("入职日", "2017-03-15", date(2017, 3, 15)),
        ("工作年限", "3年6个月零5天", Duration(3, 6, 5)),
        ("参保", "否", False),
        ("解除情形", "被迫解除", "被迫解除"),
        (
            "被扶养人",
            "关系=母亲，年龄=68；关系=儿子，年龄=8",
            [{"关系": "母亲", "年龄": 68}, {"关系": "儿子", "年龄": 8}],
        ),
    ],
)
def test_values(name, text, value):
    fact = parse_fact(name, text)
    assert fact.value == value and fact.source == "user"
    assert parse_fact(name, value_text(fact.value)).value == value  # what is printed can be read again


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("责任比例", "70", "70%"),
        ("责任比例", "120%", "0—1"),
        ("入职日", "去年", "2024-03-15"),
        ("入职日", "2023-02-30", "2024-03-15"),
        ("参保", "也许", "是 或 否"),
        ("解除情形", "开除", "过失解除"),
        ("月平均工资", "-5", "不小于零"),
        ("月平均工资", "1e9", "不小于零"),
        ("工作年限", "很久", "3年6个月"),
        ("被扶养人", "母亲68岁", "年龄=值"),
        ("月平均公资", "1", "月平均工资"),
        ("毫不相干", "1", "rules show facts"),
    ],
)
def test_mistakes(name, text, word):
    with pytest.raises(UsageError) as error:
        parse_fact(name, text)
    assert word in error.value.zh


def test_units():
    assert (unit("月平均工资"), unit("误工天数"), unit("参保"), unit("没有")) == ("元", "天", "", "")


def test_the_vocabulary_is_well_formed():
    types = {
        "text",
        "money",
        "date",
        "number",
        "months",
        "days",
        "hours",
        "ratio",
        "flag",
        "choice",
        "list",
        "duration",
    }
    for name, fact in vocabulary().items():
        assert fact["type"] in types, name
        assert set(fact) <= {"type", "about", "choices", "keys"}, name
        assert ("choices" in fact) == (fact["type"] == "choice"), name
        assert ("keys" in fact) == (fact["type"] == "list"), name
