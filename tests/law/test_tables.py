"""Tax slices against the quick-deduction table, reductions near retirement, several injuries."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.law import load_rulebook
from lexcalc.law.functions import Needed
from lexcalc.law.service import full_units
from lexcalc.law.tables import near_retirement, progressive_tax, several_injuries

RATES = load_rulebook().parameter("综合所得税率").values[0][1].value
# 个人所得税税率表一：全年应纳税所得额不超过、税率、速算扣除数
QUICK = [
    (36000, 3, 0),
    (144000, 10, 2520),
    (300000, 20, 16920),
    (420000, 25, 31920),
    (660000, 30, 52920),
    (960000, 35, 85920),
    (None, 45, 181920),
]


@given(st.fractions(min_value=0, max_value=3_000_000, max_denominator=100))
def test_slices_are_the_rate_less_the_quick_deduction(income):
    rate, less = next((rate, less) for high, rate, less in QUICK if high is None or income <= high)
    assert progressive_tax(income, RATES) == income * Fraction(rate, 100) - less


@pytest.mark.parametrize(("years", "share"), [("5", 1), ("4.99", "0.8"), ("4", "0.8"), ("0.5", "0.1")])
def test_near_retirement_goes_by_full_years(years, share):
    table = {"0": "0.1", "1": "0.2", "2": "0.4", "3": "0.6", "4": "0.8"}
    assert near_retirement(table, Fraction(years)) == Fraction(share)


def test_every_reduction_falls_with_the_years_and_has_no_gap():
    book = load_rulebook()
    names = [name for name in book.parameter_files if name.partition("@")[0].endswith("补助金递减")]
    assert len(names) > 10
    for name in names:
        for _, entry in book.parameter(name).values:
            shares = {int(years): Fraction(share) for years, share in entry.value.items()}
            assert sorted(shares) == list(range(max(shares) + 1)), name
            assert sorted(shares.values()) == [shares[years] for years in sorted(shares)], name
            assert all(0 <= share < 1 for share in shares.values()), name


def test_several_injuries_need_grade_and_wage_of_each():
    months = {"9": "9", "10": "7"}
    each = [
        {"等级": Fraction(9), "本人工资": Fraction(6000)},
        {"等级": Fraction(10), "本人工资": Fraction(5000)},
    ]
    assert several_injuries(each, months) == 9 * 6000 + 7 * 5000
    with pytest.raises(Needed, match="多次工伤"):
        several_injuries([{"等级": Fraction(9)}], months)
    with pytest.raises(Needed, match="多次工伤"):
        several_injuries([{"等级": Fraction(11), "本人工资": Fraction(1)}], months)


@pytest.mark.parametrize(("number", "up"), [("30.81", 31), ("30", 30), ("30.01", 31)])
def test_a_part_of_a_year_counts_as_one(number, up):
    assert full_units(Fraction(number)) == up
