"""Equations found in running text, judged to the digits claimed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lexcalc.reasoning.equations import agrees, rounded, split_equations

# text, then (claimed, ok) of each equation that must be found
CASES = [
    ("8.5×12600=107100元；107100+11900=119000元。", [("107100", True), ("119000", True)]),
    ("经济补偿=8.5×12600＝107,100元", [("107100", True)]),
    ("2×3=1+5=6", [("6", True), ("6", True)]),
    ("2×3=1+6=7", [("7", False), ("7", True)]),
    ("8.5×12600=108100元", [("108100", False)]),
    ("8.5×12600等于107100元", [("107100", True)]),
    ("8.5×12600为107100元", [("107100", True)]),
    ("7000÷21.75×20×200%=12,873.56元", [("12873.56", True)]),
    ("3500÷21.75×5×2=1609元", [("1609", False)]),
    ("3500÷21.75×5×2≈1609元", [("1609", True)]),
    ("1÷3≈0.33", [("0.33", True)]),
    ("1÷3=0.34", [("0.34", False)]),
    ("12.5×10000≈12.5万元", [("125000", True)]),
    ("12.52×10000≈12.5万元", [("125000", True)]),
    ("12.52×10000=12.5万元", [("125000", False)]),
    ("12,600元（月平均工资）×8.5个月（补偿月数）=107,100元", [("107100", True)]),
    ("补偿月数8.5×月工资12600=107100", [("107100", True)]),
    ("7×6200=43400元（2023年，含津贴）", [("43400", True)]),
    ("（3×11000=33000元）", [("33000", True)]),
    ("60000+82000=142000元×80%=113600元", [("142000", True), ("113600", True)]),
    ("60000+82000=143000元×80%=114400元", [("114400", False), ("114400", True)]),
    ("600元(10元/天×60天)", [("600", True)]),
    ("660元（10元/天×60天）", [("660", False)]),
    ("3,862.07元=7,000÷21.75×6×200%", [("3862.07", True)]),
    ("5000元的70%=3500元", [("3500", True)]),
    ("(180000+18000)×70%=138600元", [("138600", True)]),
    ("- 107100+11900=119000", [("119000", True)]),
    ("1. 8.5×12600=107100", [("107100", True)]),
    ("5×40=200，100+50=150", [("200", True), ("150", True)]),
    ("**8.5 × 12600 = 107100元**", [("107100", True)]),
    (r"$$\frac{7000}{21.75} \times 6 = 1931.03$$", [("1931.03", True)]),
    (r"\text{补偿} = 8.5 \times 12600 = \boxed{107100}", [("107100", True)]),
    ("一次性伤残补助金=9×5,040=45,360.00元（基金）", [("45360", True)]),
    ("30000-18000=12000；12000×70％＝8400", [("12000", True), ("8400", True)]),
    ("3×11,000=33,000元，12,600＜33,000", [("33000", True)]),
    ("8.5×12600=107100.00元 107100+11900=119000", [("107100", True), ("119000", True)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_found_and_judged(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(e.claimed, e.ok) for e in split_equations(text)] == [(Fraction(c), ok) for c, ok in expected]


@pytest.mark.parametrize(
    "text",
    [
        "入职=2017年3月15日",
        "月工资=12,600元；解除=2025年5月20日",
        "N=8.5",
        "第1年=5000元",
        "经济补偿=月数×月工资",
        "2024-03-05=5",
        "2017年3月15日至2025年5月20日=8年2个月",
        "《劳动合同法》第47条",
        "一次性伤残补助金为45360元",
        "三倍社平=22,500元",
        "十二个月平均工资=18,000+1,200",
        "",
        "=",
    ],
)
def test_no_equation(text: str) -> None:
    assert split_equations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2777元/月×5个月零8天=14906元",
        "月工资×8.5=107100元",
        "12600元/月×8年2个月=107100元",
        "9**9**9=3",
        "5÷(3-3)=0",
        "2×三倍社平=66000元",
    ],
)
def test_unreadable_is_neither_right_nor_wrong(text: str) -> None:
    (equation,) = split_equations(text)
    assert equation.ok is None and equation.computed is None


def test_spans_point_into_the_text() -> None:
    text = "一共是：8.5×１２６００＝107,100元。"
    (equation,) = split_equations(text)
    assert text[slice(*equation.span)] == equation.text == "8.5×１２６００＝107,100元"[: len(equation.text)]
    assert equation.operands == (Fraction(17, 2), 12600)


def test_beyond_the_limit_nothing_counts_as_checked() -> None:
    equations = split_equations("1+1=2；" * 5_000)
    assert equations[-1].ok is None


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [("2.675", 2, "2.68"), ("-2.675", 2, "-2.68"), ("0.125", 2, "0.13"), ("1250", -2, "1300")],
)
def test_rounds_half_away_from_zero(value: str, places: int, result: str) -> None:
    assert rounded(Fraction(value), places) == Fraction(result)


def test_equal_sign_is_exact_to_the_cent() -> None:
    third = Fraction(100, 3)
    assert agrees(third, Fraction("33.33"), 2, approximate=False)
    assert not agrees(third, Fraction("33.3"), 1, approximate=False)
    assert agrees(third, Fraction("33.3"), 1, approximate=True)
    assert not agrees(third, Fraction("33.4"), 1, approximate=True)
