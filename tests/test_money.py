"""Money: every written form in, exact, half-up to 分 out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc import money

WRITTEN = {
    "8千5": "8500.00",
    "三万二": "32000.00",
    "两万五": "25000.00",
    "三万零二百": "30200.00",
    "三万零五": "30005.00",
    "1.2万元": "12000.00",
    "12.5万": "125000.00",
    "12万5000": "125000.00",
    "7万1千3": "71300.00",
    "1万7千6百": "17600.00",
    "1亿2千万": "120000000.00",
    "12,345.67": "12345.67",
    "１２，３４５．６７元": "12345.67",
    "¥125,000": "125000.00",
    "￥1,234.5": "1234.50",
    "十二万五千元": "125000.00",
    "壹拾贰万伍仟元整": "125000.00",
    "三千二百五十元五角六分": "3250.56",
    "一百二十块零五毛": "120.50",
    "5块8": "5.80",
    "廿五": "25.00",
    "三百五": "350.00",
    "十五": "15.00",
    "8k": "8000.00",
    "1.5w": "15000.00",
    "-3,000元": "-3000.00",
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.items())
def test_every_written_form_is_one_exact_amount(text, expected):
    value = money.parse(text)
    assert isinstance(value, Fraction)
    assert money.yuan(value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "百",
        "1,2",
        "三千出头",
        "1e5",
        "12.3.4",
        "9" * 19,
        "abc",
        "一二三四五六七八九一二三四五六七八九一二",
    ],
)
def test_what_is_not_one_amount_is_none(text):
    assert money.parse(text) is None


def test_a_multiplier_after_money_is_not_part_of_it():
    (amount,) = (a for a in money.find("应付三千块二倍工资") if a.unit_written)
    assert amount.value == 3000


def test_a_clause_comma_does_not_join_two_numbers():
    assert [a.value for a in money.find("伙食费2600，300元护理费") if a.unit_written] == [300]
    assert [a.value for a in money.find("工作了12，600天后")] == [12, 600]


def test_an_input_method_writes_thousands_with_its_own_comma():
    assert [a.value for a in money.find("月工资12，600元，奖金1，234，567.80元")] == [
        12600,
        Fraction("1234567.8"),
    ]


def test_the_longest_readable_beginning_is_the_number():
    assert next((a.value, a.end) for a in money.find("8千5一个月")) == (8500, 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.675", "2.68"),
        ("0.125", "0.13"),
        ("-0.005", "-0.01"),
        ("1/3", "0.33"),
        ("0", "0.00"),
        ("119000", "119000.00"),
    ],
)
def test_rounding_is_half_up_to_cents(value, expected):
    assert money.yuan(Fraction(value)) == expected


@given(st.fractions(min_value=-(10**12), max_value=10**12))
def test_what_is_written_out_is_read_back(value):
    rounded = money.cents(value)
    assert abs(rounded - value) <= Fraction(1, 200)
    assert money.parse(money.yuan(value)) == rounded
    assert money.parse(money.grouped(value)) == rounded


@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text):
    money.parse(text)
    for amount in money.find(text):
        assert 0 <= amount.start < amount.end <= len(text)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_arabic_and_grouped_forms_agree(n):
    assert money.parse(str(n)) == money.parse(f"{n:,}元") == n


def test_plain_is_exact_and_short():
    assert money.plain(Fraction("8.50")) == "8.5"
    assert money.plain(Fraction(119000)) == "119000"


@pytest.mark.parametrize(
    ("text", "value"), [("100万三者险", 1_000_000), ("工资5万一年", 50_000), ("每月8千一个人", 8_000)]
)
def test_a_digit_that_begins_the_next_word_is_left_to_it(text, value):
    assert money.find(text)[0].value == value
