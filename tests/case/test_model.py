"""Facts: one value a name, the user's kept; a fact given by hand settles the doubt that asked for it."""

from datetime import date
from fractions import Fraction

from lexcalc.case.model import Case, Duration, Fact, Facts, value_text


def test_the_users_value_is_kept_against_the_text():
    facts = Facts([Fact("月工资", Fraction(5000), "user")])
    facts.add(Fact("月工资", Fraction(6000), "text"))
    assert facts.value("月工资") == 5000
    facts.add(Fact("月工资", Fraction(7000), "user"))
    assert facts.value("月工资") == 7000


def test_a_fact_by_hand_settles_its_doubt_only():
    case = Case(
        "…", doubts=["月工资有几个数，请用 --set 月工资=… 指明", "入职时间有几个，请用 --set 入职日=… 指明"]
    )
    case.supply(Fact("月工资", Fraction(5000), "user"))
    assert case.doubts == ["入职时间有几个，请用 --set 入职日=… 指明"]


def test_values_are_written_exactly():
    assert value_text(Fraction("8.50")) == "8.5"
    assert value_text(date(2024, 2, 29)) == "2024-02-29"
    assert value_text(True) == "是"
    assert value_text(Duration(8, 2, 6)) == "8年2个月6天"
    assert value_text([{"关系": "配偶", "孤老孤儿": False}]) == "关系=配偶，孤老孤儿=否"
