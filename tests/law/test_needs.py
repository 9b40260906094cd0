"""Which facts a head can use."""

import pytest

from lexcalc.law import load_rulebook
from lexcalc.law.facts import vocabulary
from lexcalc.law.needs import facts_of


def test_direct_names_come_before_those_of_definitions():
    found = facts_of(load_rulebook(), "WC", ["一次性伤残补助金"])
    assert {"伤残等级", "月缴费工资", "统筹地区年平均工资"} <= set(found)
    assert found.index("伤残等级") < found.index("统筹地区年平均工资")
    assert "护理天数" not in found


def test_shares_add_what_divides_the_loss():
    without = facts_of(load_rulebook(), "TC", ["医疗费"])
    assert "医疗费" in without and "责任比例" not in without
    assert {"责任比例", "交强险", "商业三者险限额"} <= set(
        facts_of(load_rulebook(), "TC", ["医疗费"], shares=True)
    )


@pytest.mark.parametrize("scenario", ["EC", "WC", "TC"])
def test_every_head_can_be_asked_for(scenario):
    rulebook = load_rulebook()
    for head in rulebook.items(scenario):
        found = facts_of(rulebook, scenario, [head])
        assert found and set(found) <= set(vocabulary()), head
