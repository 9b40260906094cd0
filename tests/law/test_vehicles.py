"""Sharing of compulsory limits: conservation, limits, equality of equals (道交解释第18、19条)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.law.functions import Needed
from lexcalc.law.vehicles import allocate, any_insured, others_limit, others_loss, others_ratio

LOSS = st.integers(1, 1_000_000_00).map(lambda fen: Fraction(fen, 100))
LIMIT = st.sampled_from([0, 18000, 180000, 360000]).map(Fraction)
GROUPS = ("本车", "他车投保", "他车未投保")


@given(LOSS, LOSS, LIMIT, st.booleans(), LIMIT, LIMIT, st.booleans())
def test_what_is_paid_is_the_smaller_of_losses_and_limits(
    mine, other, own, own_insured, insured, uninsured, first
):
    def paid(loss, rest):
        return [allocate(loss, rest, own, own_insured, insured, uninsured, first, whose) for whose in GROUPS]

    here, there = paid(mine, other), paid(other, mine)
    assert sum(here) + sum(there) == min(mine + other, own + insured + uninsured)
    assert sum(here) <= mine and sum(there) <= other
    assert sum(here) * other == sum(there) * mine  # by the victims' losses
    for limit, a, b in zip((own, insured, uninsured), here, there, strict=True):
        assert 0 <= a + b <= limit


@given(LOSS, LIMIT, LIMIT, LIMIT)
def test_insured_first_never_pays_less_than_by_ratio(loss, own, insured, uninsured):
    args = (loss, Fraction(0), own, True, insured, uninsured)
    for whose in GROUPS[:2]:
        assert allocate(*args, True, whose) >= allocate(*args, False, whose)
    assert allocate(*args, True, "他车未投保") <= allocate(*args, False, "他车未投保")
    if not uninsured:
        assert allocate(*args, True, "本车") == allocate(*args, False, "本车")


def test_other_vehicles():
    fault, none = {"医疗": "18000"}, {"医疗": "1800"}
    cars = [
        {"有责": True, "交强险": True},
        {"有责": False, "交强险": True},
        {"有责": True, "交强险": False},
        {"本车人员": True},
    ]
    assert others_limit(cars, "医疗", fault, none, True) == 19800
    assert others_limit(cars, "医疗", fault, none, False) == 18000
    assert any_insured(cars, True) and any_insured(cars, False)
    assert not any_insured(cars[:2], False)
    for incomplete in ({"有责": True}, {"交强险": True}):
        with pytest.raises(Needed):
            others_limit([incomplete], "医疗", fault, none, True)


def test_ratios_of_the_others():
    part = Fraction(3, 10)
    assert others_ratio([{"责任比例": part}], Fraction(7, 10)) == part
    assert others_ratio([{"责任比例": part}, {"名称": "丙车"}], Fraction(7, 10)) == part  # nothing is left
    with pytest.raises(Needed, match="其他机动车"):
        others_ratio([{"名称": "丙车"}], Fraction(7, 10))
    with pytest.raises(Needed):
        others_ratio([{"责任比例": part}], Fraction(8, 10))


def test_losses_of_the_others():
    assert others_loss([{"医疗费用项": Fraction(5)}, {"医疗费用项": Fraction(7)}], "医疗") == 12
    with pytest.raises(Needed, match="其他受害人"):
        others_loss([{"医疗费用项": Fraction(5)}], "财产")
