"""Exact values of calculation text, and agreement of two independent computations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.reasoning.arithmetic import Number, Product, Sum, compute, evaluate, operands, parse, recompute

VALUES = [
    ("8.5×12600", "107100"),
    ("8.5×12,600元", "107100"),
    ("2300元/月×2个月", "4600"),
    ("28305元/365天×120天", "679320/73"),
    ("3500元/21.75天×4×2", "112000/87"),
    ("3500元÷21.75天×5天×2倍", "140000/87"),
    ("1360元/月÷21.75天/月×3天", "5440/29"),
    ("15.00元/每天×179", "2685"),
    ("1026元/月×30%×10年×12月/年", "36936"),
    (r"\frac{7000}{21.75} \times 6 \times 200\%", "112000/29"),
    (r"\left(180000 + 18000\right) \cdot 70\%", "138600"),
    (r"8.5 \times 12600\text{元}", "107100"),
    (r"1\,000 \div 8", "125"),
    ("１２５００×２", "25000"),
    ("（300％－100％）×2", "4"),
    ("2*3x4", "24"),
    ("2✕3·4", "24"),
    ("2乘以3加上4", "10"),
    ("百分之七十×100", "70"),
    ("七成×100", "70"),
    ("七成五×100", "75"),
    ("三分之一×9", "3"),
    ("12.5万元", "125000"),
    ("12.5万元+3千元", "128000"),
    ("1.2亿÷10", "12000000"),
    ("十二万五千元", "125000"),
    ("三万二", "32000"),
    ("8千5×2", "17000"),
    ("8个半月×100元", "850"),
    ("-3+5", "2"),
    ("10-(3-2)", "9"),
    ("24÷2÷3", "4"),
    ("1,000,000×2", "2000000"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str) -> None:
    assert evaluate(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "3年7个月",
        "1e5",
        "1E5",
        "2**3",
        "9**9**9",
        "2^3",
        "5!3",
        "1+",
        "×3",
        "(1+2",
        "1+2)",
        "1//2",
        "+-+1",
        "5000 6000",
        "x+1",
        "0b10",
        "1_000",
        "__import__",
        "月工资×8.5",
        "1/0",
        "1/(2-2)",
        "2×三倍工资",
        "\\frac{1}{0}",
    ],
)
def test_not_an_expression(text: str) -> None:
    assert evaluate(text) is None


def test_unit_slash_is_no_division_but_a_number_after_it_is() -> None:
    assert evaluate("100元/天×3天") == 300
    assert evaluate("100元/4天×3天") == 75


_numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=400).map(Number)
_trees = st.recursive(
    _numbers,
    lambda inner: st.one_of(
        st.lists(st.tuples(st.sampled_from((1, -1)), inner), min_size=2, max_size=4).map(
            lambda t: Sum(tuple(t))
        ),
        st.lists(st.tuples(st.just(1), inner), min_size=2, max_size=3).map(lambda t: Product(tuple(t))),
        st.tuples(inner, st.integers(1, 400)).map(
            lambda p: Product(((1, p[0]), (-1, Number(Fraction(p[1])))))
        ),
    ),
    max_leaves=8,
)


@settings(deadline=None)  # the first example imports sympy
@given(_trees)
def test_sympy_agrees(tree: object) -> None:
    assert recompute(tree) == compute(tree)


def test_sympy_form_is_unevaluated() -> None:
    from lexcalc.reasoning.arithmetic import to_sympy

    expression = to_sympy(parse("8.5×12600+11900"))
    assert len(expression.args) == 2
    assert expression.doit() == 119000


@given(
    st.lists(st.tuples(st.sampled_from("+-×÷"), st.integers(1, 10**6)), min_size=1, max_size=8),
    st.integers(0, 10**6),
)
def test_agrees_with_python_on_plain_arithmetic(rest: list[tuple[str, int]], first: int) -> None:
    text = str(first) + "".join(f"{sign}{number:,}元" for sign, number in rest)
    total, term = Fraction(0), Fraction(first)
    for sign, number in rest:
        if sign in "+-":
            total, term = total + term, Fraction(number if sign == "+" else -number)
        else:
            term = term * number if sign == "×" else term / number
    assert evaluate(text) == total + term


def test_operands_in_order() -> None:
    assert operands(parse("(3000+500)×70%÷2")) == [3000, 500, Fraction(7, 10), 2]
