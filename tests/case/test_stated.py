"""What a model states of a case: only words that stand in it count, with the value that the case gives them."""

from datetime import date
from fractions import Fraction

import pytest

from lexcalc.case import read
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.stated import Statement, compare, ground

TEXT = (
    "赵某2016年9月5日入职，2023年11月20日被违法解除，工龄7年2个月。解除前十二个月平均应得工资６,840元，"
    "另有奖金约6,000元；伤残八级，停工留薪期5个月，住院28天，承担70%。单位未参加工伤保险。"
)


def grounded(name, quote, said="", scenario="EC"):
    return [fact.value for fact in ground(Case(TEXT, scenario), [Statement(name, quote, said)])]


@pytest.mark.parametrize(
    ("name", "quote", "said", "value"),
    [
        ("入职", "2016年9月5日", "", date(2016, 9, 5)),
        ("月平均工资", "平均应得工资６,840元", "", Fraction(6840)),
        ("月平均工资", "平均应得工资6,840元。", "", Fraction(6840)),  # full-width digit, closing mark
        ("工作年限", "工龄7年2个月", "", Duration(7, 2)),
        ("伤残等级", "八级", "", Fraction(8)),
        ("停工留薪期", "5个月", "", Fraction(5)),
        ("住院天数", "28天", "", Fraction(28)),
        ("责任比例", "70%", "", Fraction(7, 10)),
        ("参保", "未参加工伤保险", "否", False),
        ("解除情形", "被违法解除", "违法解除", "违法解除"),
    ],
)
def test_the_value_is_that_of_the_case(name, quote, said, value):
    assert grounded(name, quote, said) == [value]


@pytest.mark.parametrize(
    ("name", "quote", "said"),
    [
        ("月平均工资", "6,480元", ""),  # not in the case
        ("月平均工资", "奖金约6,000元", ""),  # about so much is no amount
        ("月平均工资", "2016年9月5日", ""),  # no money
        ("入职", "2016年9月5日入职，2023年11月20日", ""),  # which of two?
        ("月工姿", "6,840元", ""),  # no such fact
        ("参保", "未参加工伤保险", ""),  # words alone say neither yes nor no
        ("解除情形", "被违法解除", "开除"),  # no such choice
        ("月平均工资", "元", ""),
        ("月平均工资", TEXT, ""),
    ],
)
def test_anything_else_says_nothing(name, quote, said):
    assert grounded(name, quote, said) == []


def test_words_that_stand_twice_with_two_meanings_say_nothing():
    case = Case("第一次工资是5,000元，第二次工资是6,000元。", "EC")
    assert not list(ground(case, [Statement("月平均工资", "次工资是")]))


def test_compare_confirms_contradicts_and_proposes():
    case = read(TEXT + "公司应付违法解除赔偿金多少元？")
    assert case.facts.value("月平均工资") == 6840
    found = compare(
        case,
        [
            Statement("月平均工资", "６,840元"),
            Statement("入职日", "2023年11月20日"),
            Statement("停工留薪期", "5个月"),
        ],
    )
    assert [(r.name, r.agrees) for r in found] == [
        ("月平均工资", True),
        ("入职日", False),
        ("停工留薪期", None),
    ]
    assert all(case.text[slice(*r.span)] for r in found)


def test_what_the_user_set_is_not_in_question():
    case = read(TEXT + "公司应付违法解除赔偿金多少元？")
    case.supply(Fact("入职日", date(2010, 1, 1), "user"))
    assert compare(case, [Statement("入职日", "2016年9月5日")]) == []


def test_one_contradiction_is_not_hidden_by_a_confirmation():
    case = read(TEXT + "公司应付违法解除赔偿金多少元？")
    twice = [Statement("入职", "2016年9月5日"), Statement("入职日", "2023年11月20日")]
    assert [r.agrees for r in compare(case, twice)] == [False]
    assert [r.agrees for r in compare(case, twice[::-1])] == [False]
