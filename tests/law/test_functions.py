"""Service, ages, dependants, double wages and leave, against other ways of counting."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.case.model import Duration
from lexcalc.law import functions
from lexcalc.law.ages import age_on, compensation_years
from lexcalc.law.dependants import cap_binds, capped_years, pension_rate
from lexcalc.law.double_wage import months
from lexcalc.law.functions import Needed
from lexcalc.law.leave import days_left, full_days
from lexcalc.law.service import (
    add_months,
    elapsed,
    last_day_decides,
    months_before_2008,
    of_duration,
    severance_months,
)

DAYS = st.dates(date(1995, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2020, 2, 29), 12, date(2021, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 3, 1)),
        (date(2022, 11, 30), 3, date(2023, 3, 1)),
        (date(2023, 3, 31), -1, date(2023, 3, 1)),
    ],
)
def test_add_months_at_month_ends(day, n, expected):
    assert add_months(day, n) == expected


@given(DAYS, DAYS)
def test_elapsed_adds_up(a, b):
    first, end = sorted((a, b))
    years, month, days = elapsed(first, end)
    assert add_months(first, 12 * years + month) + timedelta(days=days) == end
    assert 0 <= month < 12 and 0 <= days <= 31


@given(DAYS, DAYS)
def test_severance_grows_with_service(a, b):
    first, last = sorted((a, b))
    assert severance_months(first, last) <= severance_months(first, last + timedelta(days=1))


@given(DAYS, st.integers(0, 40), st.integers(0, 11), st.integers(0, 27))
def test_severance_by_article_47_itself(first, years, month, days):
    end = add_months(first, 12 * years + month) + timedelta(days=days)
    if end == first or end.year > 2080:
        return
    rest = elapsed(first, end)
    half = Fraction(1) if rest.months >= 6 else Fraction(1, 2) if rest.months or rest.days else Fraction(0)
    assert severance_months(first, end - timedelta(days=1)) == rest.years + half


@given(DAYS, DAYS)
def test_counting_the_last_day_matters_only_at_full_periods(a, b):
    first, last = sorted((a, b))
    if first != last and not last_day_decides(first, last):
        rest = elapsed(first, last + timedelta(days=1))
        # the only other place is the day before a half year, which is a full half year when counted
        if (rest.months, rest.days) not in ((6, 0), (0, 0)):
            assert severance_months(first, last) == severance_months(first, last, False)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (Duration(0, 5, 29), "1/2"),
        (Duration(0, 6, 0), "1"),
        (Duration(3, 0, 0), "3"),
        (Duration(3, 0, 1), "7/2"),
        (Duration(0, 18, 0), "2"),
        (Duration(0, 0, 200), "1"),
    ],
)
def test_service_given_as_a_length(length, expected):
    assert of_duration(length) == Fraction(expected)


def test_before_2008_any_rest_is_a_year():
    assert months_before_2008(date(2007, 12, 31), date(2007, 12, 31)) == 1
    assert months_before_2008(date(2007, 1, 1), date(2007, 12, 31)) == 1
    assert months_before_2008(date(2006, 12, 31), date(2007, 12, 31)) == 2


def test_dates_in_the_wrong_order_are_a_missing_fact():
    with pytest.raises(Needed, match="起止日期"):
        severance_months(date(2020, 1, 2), date(2020, 1, 1) - timedelta(days=1))


def test_born_on_29_february():
    assert age_on(date(1960, 2, 29), date(2021, 2, 28)) == 60
    assert age_on(date(1960, 2, 29), date(2021, 3, 1)) == 61
    assert age_on(date(1960, 2, 29), date(2024, 2, 29)) == 64


@given(st.integers(0, 120))
def test_years_never_grow_with_age(age):
    assert 5 <= compensation_years(Fraction(age + 1)) <= compensation_years(Fraction(age)) <= 20


def person(age, supporters, unable=True):
    return {"年龄": Fraction(age), "扶养人数": Fraction(supporters), "无劳动能力": unable}


PEOPLE = st.lists(st.builds(person, st.integers(0, 90), st.integers(1, 4)), min_size=1, max_size=5)


@given(PEOPLE)
def test_dependants_year_by_year(people):
    """The same by brute force, one year at a time."""

    def years(p):
        age = p["年龄"]
        return 18 - age if age < 18 else compensation_years(age)

    expected = sum(
        min(Fraction(1), sum((1 / p["扶养人数"] for p in people if years(p) > t), Fraction(0)))
        for t in range(20)
    )
    total = capped_years(people, None, None)
    assert total == expected <= 20
    if not cap_binds(people, None, None):
        assert total == sum(years(p) / p["扶养人数"] for p in people)


def test_dependants_without_an_age_or_supporters_are_asked_for():
    for entry in (
        {"扶养人数": Fraction(2)},
        {"年龄": Fraction(5)},
        {"年龄": Fraction(70), "扶养人数": Fraction(2)},
    ):
        with pytest.raises(Needed, match="被扶养人"):
            capped_years([entry], None, None)


def test_pension_rate():
    assert pension_rate([{"关系": "配偶"}, {"关系": "子女"}]) == Fraction(7, 10)
    assert pension_rate([{"关系": "母亲", "孤老孤儿": True}]) == Fraction(2, 5)


def test_double_wage_months():
    assert months(date(2023, 2, 1), date(2024, 1, 1)) == 11
    # 1–14 July 2023 has ten weekdays
    assert months(date(2023, 7, 1), date(2023, 7, 15)) == Fraction(10) / Fraction("21.75")


def test_leave_days():
    assert [full_days(Fraction(y)) for y in ("0.9", 1, "9.9", 10, "19.9", 20)] == [0, 5, 5, 10, 10, 15]
    year = {"在岗起": date(2024, 1, 1), "在岗止": date(2024, 2, 15), "已休天数": Fraction(0)}
    assert days_left([year], Fraction(11)) == 1  # 46 ÷ 365 × 10 = 1.26
    assert days_left([{**year, "已休天数": Fraction(3)}], Fraction(11)) == 0  # surplus is not reclaimed


def test_every_function_is_found_and_no_other():
    assert all(functions.find(name) for name in functions.names())
    with pytest.raises(Exception, match="不存在"):
        functions.find("system")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2000, 7, 3), date(2001, 1, 1), "1/2"),  # 5 months and 30 days: December has 31
        (date(2000, 7, 3), date(2001, 1, 2), "1"),  # six months to the day
        (date(2023, 7, 31), date(2024, 1, 29), "1/2"),
        (date(2023, 7, 31), date(2024, 1, 30), "1"),
    ],
)
def test_thirty_days_of_a_long_month_are_no_sixth_month(first, last, expected):
    assert severance_months(first, last) == Fraction(expected)
