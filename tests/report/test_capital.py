"""大写金额: the regulation's own examples, and every amount read back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc import money
from lexcalc.report.capital import LIMIT, capital

_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(text: str) -> Fraction:
    """The amount that capitals write, by a reader of its own."""
    body = text.removesuffix("整")
    whole, mark, rest = body.partition("元")
    if not mark:
        whole, rest = "", body
    total, section, digit = 0, 0, 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            section, digit = section + digit * _PLACES[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            assert char == "亿"
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    value = Fraction(total + section + digit)
    rest = rest.removeprefix("零")
    for unit, part in (("角", 10), ("分", 100)):
        if rest[1:2] == unit:
            value, rest = value + Fraction(_DIGITS[rest[0]], part), rest[2:]
    assert not rest
    return value


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("10", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1001.01", "壹仟零壹元零壹分"),
        ("1409.5", "壹仟肆佰零玖元伍角整"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100005", "壹拾万零伍元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("119000", "壹拾壹万玖仟元整"),
        ("20030040", "贰仟零叁万零肆拾元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("99.995", "壹佰元整"),
    ],
)
def test_known_amounts(figures, words):
    assert capital(Fraction(figures)) == words


@given(st.integers(min_value=0, max_value=10**14))
def test_every_amount_reads_back(fen):
    words = capital(Fraction(fen, 100))
    assert read_back(words) == Fraction(fen, 100)
    assert "零零" not in words and words.endswith(("元整", "角整", "分"))


@given(st.integers(min_value=100, max_value=10**12))
def test_the_reader_of_case_texts_reads_whole_yuan(yuan):
    assert money.parse(capital(Fraction(yuan))) == yuan


@pytest.mark.parametrize("amount", [Fraction(-1), Fraction(LIMIT)])
def test_what_has_no_capitals_is_refused(amount):
    with pytest.raises(ValueError):
        capital(amount)
