"""What changed between two days."""

from datetime import date

from lexcalc.law import load_rulebook
from lexcalc.law.diff import diff


def changes(first, second):
    return diff(load_rulebook(), date.fromisoformat(first), date.fromisoformat(second))


def test_limits_rose_on_the_nineteenth():
    found = {(c.name, c.key): c for c in changes("2020-09-18", "2020-09-19")}
    limit = found["交强险有责限额", "死亡伤残"]
    assert limit.before.startswith("110000") and limit.after.startswith("180000")
    assert limit.since == "2020-09-19" and limit.reference_after
    assert ("交强险有责限额", "财产") not in found  # 2,000 before and after


def test_the_day_before_changed_nothing():
    assert changes("2020-09-17", "2020-09-18") == []


def test_a_head_that_began_has_nothing_before():
    grants = {c.name: c for c in changes("2010-12-31", "2011-01-01") if not c.key}
    death = grants["一次性工亡补助金"]
    assert "统筹地区月平均工资" in death.before and "全国人均可支配收入" in death.after
    tax = next(c for c in changes("2007-12-31", "2008-01-01") if c.name == "经济补偿个人所得税")
    assert tax.before == "" and tax.after


def test_careful_bounds_are_not_law():
    assert not [c for c in changes("2008-01-01", "2026-01-01") if "判断线" in c.name or "推定" in c.name]
