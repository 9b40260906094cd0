"""The short way and the full reader are two computations of the same thing: they may never differ."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lexcalc.reasoning import plain
from lexcalc.reasoning.equations import _clauses, _in_clause, agrees, split_equations
from lexcalc.reasoning.tokens import fold, scan

_NUMBERS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**7).map("{:,}".format),
    st.decimals(0, 10**5, places=2).map(str),
    st.integers(1, 400).map("{}%".format),
    st.sampled_from(["0", "2024", "21.75", "(3+4)", "(10-3)×2", "((1))", "1.5元", "2,000元"]),
)
_SIGNS = st.sampled_from(["+", "-", "×", "÷", "*", "/", "＋", "－", "", "元", "月", "×-", "**", "-3-"])
_LABELS = st.sampled_from(
    [
        "",
        "经济补偿",
        "合计",
        "代通知金：",
        "二倍工资",
        "月工资乘以",
        "损失的",
        "第3年",
        "- ",
        "1. ",
        "共",
        "=",
        "(",
    ]
)
_TEXTS = st.builds(
    lambda label, first, rest, claim, end: (
        label + first + "".join(s + n for s, n in rest) + "=" + claim + end
    ),
    _LABELS,
    _NUMBERS,
    st.lists(st.tuples(_SIGNS, _NUMBERS), max_size=5),
    _NUMBERS,
    st.sampled_from(["", "元", "元。", "月", "元/月", ")"]),
)


def _fully(text: str) -> list[tuple[object, ...]]:
    found = [e for clause in _clauses(scan(text)) for e in _in_clause(text, clause)]
    return [(e.text, e.claimed, e.computed, e.ok, e.span) for e in found]


@settings(max_examples=1_000, deadline=None)
@given(_TEXTS)
@example("月工资乘以8.5+3=11.5元")
@example("5÷(3-3)=0")
@example("2024-3-5=2016")
@example("2024-1.5元=0")
@example("9**2=81")
@example("8.5元12600×2=7")
def test_short_way_equals_full_reader(text: str) -> None:
    quick = plain.read(fold(text))
    if quick is not None:
        ok = agrees(quick.computed, quick.claimed, quick.places, approximate=False)
        span = (quick.start, quick.end)
        assert [(text[slice(*span)], quick.claimed, quick.computed, ok, span)] == _fully(text)


@given(st.text(alphabet="0123456789.,()+-×÷%=元 经济补偿一的加", max_size=30))
@settings(max_examples=1_000, deadline=None)
def test_short_way_equals_full_reader_on_noise(text: str) -> None:
    quick = plain.read(fold(text))
    if quick is not None:
        full = _fully(text)
        assert [(c, v) for _, c, v, _, _ in full] == [(quick.claimed, quick.computed)]


@pytest.mark.parametrize(
    "text",
    [
        "8.5×12600=107100元",
        "经济补偿5.5×9300=51150元",
        "(180000+18000)×70%=138600元",
        "3×11,000=33,000元",
        "10-(3-2)=9",
    ],
)
def test_plain_equations_take_the_short_way(text: str) -> None:
    assert plain.read(fold(text)) is not None
    (equation,) = split_equations(text)
    assert equation.ok and equation.tree is not None and len(equation.operands) > 1


@pytest.mark.parametrize(
    "text",
    [
        "5=5",
        "N=8.5",
        "8.5×=3",
        "1+2",
        "1+2=3=3",
        "2×三倍社平=6",
        "2024-3-5=2016",
        "1+2≈3",
        "(" * 50 + "1+1" + ")" * 50 + "=2",
    ],
)
def test_anything_else_does_not(text: str) -> None:
    assert plain.read(fold(text)) is None
