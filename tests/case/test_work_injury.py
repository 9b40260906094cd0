"""The work-injury reader: reading cases (text → facts, question) and that no text makes it fail or slow."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.case import read
from lexcalc.law import assess, load_rulebook
from lexcalc.money import yuan

from .corpus import HERE, cases, check, text_of

CASES = cases("work_injury")
ANSWERS = [
    *(case.values[0] for case in CASES if "answer" in case.values[0]),
    *yaml.safe_load((HERE / "work_injury_answers.yaml").read_text(encoding="utf-8")),
]


@pytest.mark.parametrize("case", CASES)
def test_reads(case):
    check(case)


def test_long_texts_are_many():
    assert sum(len(text_of(case.values[0])) >= 250 for case in CASES) >= 45


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.get("name", case.get("text", ""))[:24])
def test_reader_and_rules_together(case):
    result = assess(read(case["text"]), load_rulebook())
    assert result.answer is not None, result.missing
    assert yuan(result.answer) == case["answer"]


WORDS = st.sampled_from(
    [
        "工伤",
        "鉴定为九级",
        "停工留薪期",
        "12个月",
        "延长",
        "本人工资",
        "6,500元",
        "三万二",
        "统筹地区月平均工资",
        "2023年5月",
        "死亡",
        "供养亲属",
        "配偶",
        "两名",
        "孩子",
        "未参保",
        "公司",
        "已支付",
        "每月",
        "，",
        "。",
        "（",
        "）",
        "、",
        "基金",
        "应支付",
        "一次性伤残补助金",
        "多少",
        "医疗补助金",
        "分别为",
        "7个月",
        "和",
        "60%",
        "本院认定",
        "主张",
        "？",
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text):
    case = read(text, "WC")
    assert case.scenario == "WC"


@pytest.mark.parametrize("case", [CASES[0].values[0], CASES[-1].values[0]], ids=["first", "last"])
def test_long_text_is_fast(case):
    text = (text_of(case) * 200)[:16_000]
    started = time.perf_counter()
    read(text, "WC")
    assert time.perf_counter() - started < 2.0
