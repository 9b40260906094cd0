"""Dates, lengths of time, ratios, grades, ages and money as Chinese texts write them."""

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.case.model import Duration
from lexcalc.case.quantities import PartialDate, scan


def only(text, kind, today=None):
    return [q.value for q in scan(text, today) if q.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月8日",
        "2023年5月8号",
        "2023.5.8",
        "2023-05-08",
        "2023/5/8",
        "二〇二三年五月八日",
        "二零二三年5月8日",
        "23年5月8日",
        "2023年05月08日",
        "２０２３年５月８日",
    ],
)
def test_a_day_in_every_form(text):
    assert only(f"他于{text}入职，", "date") == [PartialDate(2023, 5, 8)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年5月8日入职，同年6月3日离职", PartialDate(2023, 6, 3)),
        ("2023年5月8日入职，次年1月2日离职", PartialDate(2024, 1, 2)),
        ("2023年12月31日通知，次日离职", PartialDate(2024, 1, 1)),
        ("2023年5月8日通知，当月20日离职", PartialDate(2023, 5, 20)),
        ("2023年12月8日通知，次月3日离职", PartialDate(2024, 1, 3)),
        ("2023年5月通知，8月5日离职", PartialDate(2023, 8, 5)),
        ("2023年2月工资5,000元、3月6,000元", PartialDate(2023, 3)),
        ("现在是2025年，去年3月6日离职", PartialDate(2024, 3, 6)),
        ("今年(2024年)4月15号离职", PartialDate(2024, 4, 15)),
        ("2020年度", PartialDate(2020)),
        ("2023年5月底", PartialDate(2023, 5)),
    ],
)
def test_relative_and_partial_dates(text, expected):
    assert only(text, "date")[-1] == expected


def test_this_year_without_an_anchor_stays_unread():
    assert only("去年3月6日离职", "date") == []
    assert only("去年3月6日离职", "date", today=date(2026, 5, 1)) == [PartialDate(2025, 3, 6)]


@pytest.mark.parametrize("text", ["2023年2月30日", "2023年13月1日", "2023-02-30"])
def test_days_that_do_not_exist_are_no_dates(text):
    assert PartialDate(2023, 2, 30) not in only(text, "date")
    assert all(q.kind != "money" or q.value < 100 for q in scan(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8年2个月零6天", Duration(8, 2, 6)),
        ("三年零四个月", Duration(3, 4, 0)),
        ("一年半", Duration(1, 6, 0)),
        ("半年", Duration(0, 6, 0)),
        ("12个月", Duration(0, 12, 0)),
        ("90天", Duration(0, 0, 90)),
        ("二十年", Duration(20, 0, 0)),
        ("1.5年", Duration(1, 6, 0)),
    ],
)
def test_lengths_of_time(text, expected):
    assert only(f"共{text}。", "duration") == [expected]


def test_half_a_month_more_is_not_guessed():
    assert only("干了四个半月。", "duration") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("70%", "7/10"),
        ("12.5%", "1/8"),
        ("百分之三十", "3/10"),
        ("七成", "7/10"),
        ("三七开", "7/10"),
        ("百分之十二点五", "1/8"),
    ],
)
def test_ratios(text, expected):
    assert only(f"承担{text}责任", "ratio") == [Fraction(expected)]


def test_grades_and_ages():
    assert only("八级、十级伤残各一处，九级", "grade") == [8, 10, 9]
    assert only("今年58岁，定残时45周岁", "age") == [58, 45]


@pytest.mark.parametrize("text", ["第47条", "二倍工资", "18号库", "统一", "周六", "五一节", "一次性", "三方"])
def test_numerals_that_name_things_are_not_money(text):
    assert [q for q in scan(text) if q.kind == "money"] == []


@pytest.mark.parametrize("text", ["约5000元", "5000多元", "五千左右", "将近3万元", "5千出头"])
def test_vague_amounts_are_marked(text):
    assert all(q.approx for q in scan(f"工资{text}。") if q.kind == "money")
    assert any(q.kind == "money" for q in scan(f"工资{text}。"))


def test_rates_know_their_period():
    per = {q.raw: q.per for q in scan("护理费每天150元，伙食30元/天，月均工资6,150元")}
    assert per == {"150元": "day", "30元": "day", "6,150元": "month"}


@given(
    st.text(
        alphabet="0123456789年月日号一二三十百千万亿元零〇两半个天周岁级%成开-.,，。/至同次去今约多",
        max_size=120,
    )
)
def test_quantities_never_overlap_and_never_raise(text):
    found = scan(text, date(2026, 1, 1))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[q.start : q.end] and q.start < q.end <= len(text) for q in found)


def test_a_day_that_stands_in_full_elsewhere_keeps_its_year():
    """去年 moves the story on (2025, as seen from 2026), but 8月9日 is the day named in full."""
    text = "从2009年5月4日干到2024年8月9日，厂里去年没交社保，我8月9日送了通知，9月1日走人。"
    found = [q.value for q in scan(text, date(2026, 11, 22)) if q.kind == "date"]
    assert PartialDate(2024, 8, 9) in found[-2:] and found.count(PartialDate(2024, 8, 9)) == 2
    born = "陈某2001年8月9日出生，2024年3月1日入职，8月9日离职。"
    assert [q.value for q in scan(born) if q.kind == "date"][-1] == PartialDate(2024, 8, 9)
