"""Traffic deductions: pinned cases by hand, and verified as a reader's reasoning would be."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest

from lexcalc import pipeline
from lexcalc.law.facts import parse_fact
from lexcalc.reasoning import vocabulary
from training.data.traffic import sample
from training.distil.traffic import deduce
from training.records import VOICES, Draft, Question, from_draft


def completion(question: Question) -> str:
    case, native = question.assess()
    deduction = deduce(question, case, native)
    lines = ["<think>", "要素：" + "；".join(f"{label}={text}" for label, text in question.elements)]
    lines += [f"{heading}：{sentence}" for heading, sentence in deduction.steps]
    box = "" if question.answer is None else f"\\boxed{{{question.answer}}}"
    return "\n".join([*lines, "</think>", deduction.conclusion + box])


def question(facts: dict[str, Any], payer: str | None, *heads: str, deduct: bool = False) -> Question:
    text = "某交通事故。" + "，".join(f"{name}{value}" for name, value in facts.items()) + "。应赔多少？"
    return from_draft(Draft("TC", text, facts, heads, (("所问", "赔偿额"),), "exam", "pinned", payer, deduct))


LOSSES = {
    "事故日": date(2023, 5, 6),
    "机动车责任": "主要",
    "责任比例": F(7, 10),
    "医疗费": F(46000),
    "住院伙食补助费": F(2000),
    "误工费": F(15000),
    "护理费": F(9000),
    "交通费": F(600),
}
COVER = {"交强险": True, "商业三者险": True, "商业三者险限额": F(1000000)}
DISABLED = {"年龄": F(61), "伤残": [{"等级": F(9)}], "人均可支配收入": F(50000)}
DEAD = {"受害人死亡": True, "年龄": F(75), "人均可支配收入": F(50000)}
BURIED = {"受害人死亡": True, "职工年平均工资": F(99999)}
DAY = {"事故日": date(2023, 5, 6)}
PINNED = [
    (LOSSES | COVER, "交强险", (), False, "42600"),
    (LOSSES | COVER, "保险公司", (), False, "63600"),
    (LOSSES | COVER | {"事故日": date(2020, 9, 18)}, "交强险", (), False, "34600"),
    (LOSSES | COVER | {"商业三者险限额": F(20000)}, "侵权人", (), False, "1000"),
    (LOSSES | {"交强险": False, "商业三者险": False}, "侵权人", (), False, "63600"),
    (LOSSES | COVER | {"已付款": [{"金额": F(5000), "付款人": "侵权人"}]}, "全部", (), True, "58600"),
    (DAY | DISABLED, None, ("残疾赔偿金",), False, "190000"),
    (DAY | DEAD, None, ("死亡赔偿金",), False, "250000"),
    (DAY | BURIED, None, ("丧葬费",), False, "49999.5"),
]


@pytest.mark.parametrize(("facts", "payer", "heads", "deduct", "answer"), PINNED)
def test_pinned(
    facts: dict[str, Any], payer: str | None, heads: tuple[str, ...], deduct: bool, answer: str
) -> None:
    asked = question(facts, payer, *heads, deduct=deduct)
    assert asked.answer is not None
    assert F(asked.answer.replace(",", "")) == F(answer)
    assert f"={answer}元" in completion(asked)


def test_a_limit_that_is_not_reached_takes_the_same_steps() -> None:
    told = completion(question(LOSSES | COVER, "商业三者险"))
    assert "46000+2000=48000元与限额18000元中较低者为18000元，超出48000-18000=30000元" in told
    assert "15000+9000+600=24600元与限额180000元中较低者为24600元，超出24600-24600=0元" in told
    assert "超出合计30000+0=30000元" in told
    assert "30000×70%=21000元，商业三者险21000元与限额1000000元中较低者为21000元" in told


def test_a_lacking_fact_is_named_and_nothing_is_boxed() -> None:
    asked = question({k: v for k, v in (LOSSES | COVER).items() if k != "责任比例"}, "全部")
    told = completion(replace(asked, notes={"lacks": "责任比例"}))
    assert asked.answer is None
    assert told.endswith("缺少责任比例，无法计算。")


def test_trajectories_are_verified() -> None:
    verified, total = 0, 0
    for index in range(60):
        asked = from_draft(sample(random.Random(f"tv{index}"), VOICES[index % 3]))
        told = completion(asked)
        for heading in vocabulary.keywords("TC"):
            assert f"\n{heading}：" in told
        if asked.answer is None:
            continue
        facts = [parse_fact(name, value) for name, value in asked.facts.items()]
        report = pipeline.check(
            told,
            asked.question,
            facts=facts,
            heads=asked.asked["heads"],
            payer=asked.asked["payer"],
            scenario="TC",
        )
        assert report.verdict.status != "disagrees", (asked.question, told, report.verdict.reasons)
        # The reader may miss what stands among figures that decide nothing: facts of the question.
        total += 1
        verified += pipeline.check_case(told, asked.case()).verdict.status == "verified"
    assert verified / total >= 0.95
