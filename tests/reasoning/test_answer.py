"""The answer of a completion in every form that models write money."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lexcalc.reasoning.answer import amount, boxed, boxed_values, boxes, concluded, has_format, split_thinking

MONEY = [
    ("125000元", 125000),
    ("125,000元", 125000),
    ("12.5万元", 125000),
    ("12.5 万元", 125000),
    ("¥125000", 125000),
    ("￥125,000.00", 125000),
    ("十二万五千元", 125000),
    ("壹拾贰万伍仟元整", 125000),
    ("12万5千", 125000),
    ("１２５０００", 125000),
    ("人民币125000元整", 125000),
    ("约125000元", 125000),
    ("赔偿金额为125000元", 125000),
    ("1250元/月", 1250),
    (r"50000\text{元}", 50000),
    (r"50000\ \text{元}", 50000),
    (r"\text{50000元}", 50000),
    (r"1\,000", 1000),
    ("125{,}000", 125000),
    ("1,000,000", 1000000),
    ("107100.50", Fraction("107100.5")),
    ("8.5×12600=107100元", 107100),
    (r"8.5 \times 12600 = 107100", 107100),
    ("107100+11900", 119000),
    ("-500元", -500),
    ("0", 0),
]


@pytest.mark.parametrize(("content", "value"), MONEY)
def test_boxed_money(content: str, value: Fraction) -> None:
    assert boxed(f"结论。\\boxed{{{content}}}") == value
    assert boxed(f"$$\\boxed{{{content}}}$$。") == value


@pytest.mark.parametrize(
    "content", ["", "70%", "无法计算", "x", "3年7个月", "A", "1e9", "100元或200元", "{}"]
)
def test_no_money(content: str) -> None:
    assert amount(content) is None


def test_the_last_box_that_states_money_counts() -> None:
    assert boxed(r"\boxed{1}……\boxed{2}") == 2
    assert boxed(r"\boxed{107100}\boxed{无}") == 107100
    assert boxed(r"\boxed{\boxed{7}}") == 7
    assert boxed(r"boxed{5}") == 5
    assert boxed(r"\boxed{5") is None
    assert boxed_values(r"\boxed{1}\boxed{1.00元}\boxed{2}") == [1, 2]


def test_nested_braces() -> None:
    assert boxes(r"\boxed{\frac{a}{b}}") == [r"\frac{a}{b}"]


def test_conclusion_without_a_box_only_when_unambiguous() -> None:
    assert concluded("综上，公司应支付119000元。") == 119000
    assert concluded("公司应支付经济补偿107100元和代通知金11900元。") is None
    assert concluded("他的工资是12600元。") is None
    assert concluded("应支付119000。") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("想\n</think>\n\\boxed{1}", True),  # R1-distill: the template opened the tag
        ("<think>\n想\n</think>\n\\boxed{1}", True),  # Qwen3
        ("<think></think>\\boxed{1}", False),
        ("\\boxed{1}", False),
        ("<think>想\\boxed{1}</think>答", False),
        ("<think>想</think>\\boxed{}", False),
        ("<think>想</think></think>\\boxed{1}", False),
        ("想<think>想</think>\\boxed{1}", False),
        ("<think>想", False),
    ],
)
def test_format(text: str, expected: bool) -> None:
    assert has_format(text) is expected


def test_format_with_split_fields() -> None:
    assert has_format("\\boxed{1}", reasoning="想")
    assert not has_format("\\boxed{1}", reasoning=" ")


def test_split_thinking() -> None:
    assert split_thinking("a</think>b") == ("a", "b", True)
    assert split_thinking("<think>a</think>b") == ("a", "b", True)
    assert split_thinking("<think>a") == ("a", "", False)
    assert split_thinking("b", "a") == ("a", "b", True)
    assert split_thinking("b") == ("", "b", False)
