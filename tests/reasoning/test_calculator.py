"""The calculator writes exact results after calculations, and nothing after anything else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.reasoning.arithmetic import evaluate
from lexcalc.reasoning.calculator import result


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("赔偿计算：12800+1046=", "13846"),
        ("8500×7=", "59500"),
        ("9941.33×75%=", "7455.9975"),
        ("488400÷174=", "2806.9"),
        ("6650.62+1662.655=", "8313.28"),  # a sum of amounts is an amount
        ("12-1=", "11"),
        ("100-300=", "-200"),
        ("40%+30%+30%=", "100%"),
        ("1-10%=", "90%"),
        ("(1200+300)×2=", "3000"),
        ("8500×7=59500元；59500×2=", "119000"),
        ("2020-06-15至2024-03-31为", "3年9个月17天"),
        ("2019-10-12至2020-03-12补签前为", "5个月"),
        ("8500元与27708元中较低者为", "8500元"),
        ("31200.5元与限额18000元中较低者为", "18000元"),
        ("1860元与最低工资2010元中较高者为", "2010元"),
        ("7000元与7000元中较高者为", "7000元"),
        ("2019-02-18至2024-06-30为5年4个月13天，折算为", "5.5个月"),
        ("2019-02-18至2024-08-17为5年6个月，折算为", "6个月"),
        ("2023-07-02至2023-12-31为5个月30天，折算为", "0.5个月"),  # below six months however many days
        ("工作年限18个月，折算为", "2个月"),
        ("工作年限3年，折算为", "3个月"),
        ("月平均工资=8千5→", "8500元"),
        ("入职=2021年7月1号；月平均工资=六千二百块钱→", "6200元"),
        ("月工资=六千二→", "6200元"),
        ("护理费=1.08万元→", "10800元"),
        ("人均可支配收入=3.2万元/年→", "32000元"),
        ("停工留薪期=十二→", "12"),
        ("责任比例=七成→", "70%"),
        ("责任比例=百分之八十→", "80%"),
        ("入职=二〇二三年3月1号→", "2023-03-01"),
        ("工作年限=一年零七个月→", "1年7个月"),
        ("年龄=六十一周岁→", "61周岁"),
    ],
)
def test_a_calculation_is_given_its_result(text, told):
    assert result(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "月工资=",
        "月工资=8500元→",  # is in digits already
        "伤残等级=九级→",
        "月工资=约五千→",
        "解除=2024年三月→",  # no day
        "供养亲属=配偶、父母两人→",
        "→",
        "工龄=3年；月平均工资=",
        "3000=",
        "3000元×2=",  # an operand with a unit was never learned: the model goes on by itself
        "5÷0=",
        "5+-+-3=",
        "9**9**9=",
        "5×=",
        "()×()=",
        "1" * 200 + "×2=",
        "2020-02-30至2021-01-01为",
        "2021-01-01至2020-01-01为",
        "残疾赔偿金为",
        "8500元中较低者为",
        "8500元与元中较低者为",
        "一百元与二百元中较低者为",
        "，折算为",
        "2020-02-30至2021-01-01为1年，折算为1",
        "8500×7＝",
    ],
)
def test_what_is_no_calculation_is_left_to_the_model(text):
    assert result(text) == ""


@given(st.text(alphabet="0123456789.%+-×÷()=为至年元与中较高低者，折算", max_size=60))
def test_no_text_breaks_it(text):
    for stop in ("=", "为"):
        told = result(text + stop)
        assert all(c in "0123456789.-%年个月天元" for c in told)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from("+-×÷"))
def test_results_are_those_of_exact_arithmetic(one, two, sign):
    told, exact = result(f"{one}{sign}{two}="), evaluate(f"{one}{sign}{two}")
    if exact is None:
        assert told == ""
    else:
        assert abs(Fraction(told) - exact) <= Fraction(1, 200)
