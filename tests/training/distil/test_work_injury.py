"""Work-injury deductions: the headings in order, the rulebook's amounts, and verified by lexcalc itself."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from lexcalc import pipeline
from lexcalc.law.facts import parse_fact
from lexcalc.money import plain
from lexcalc.reasoning import vocabulary
from training.data.work_injury import sample
from training.distil.deduction import Deduction
from training.distil.work_injury import deduce
from training.records import VOICES, Draft, Question, from_draft

COUNT = 60


@cache
def pairs() -> tuple[tuple[Question, Deduction], ...]:
    drawn = (from_draft(sample(random.Random(f"distil-{i}"), VOICES[i % 3])) for i in range(COUNT))
    return tuple((question, deduce(question, *question.assess())) for question in drawn)


def completion(question: Question, deduction: Deduction) -> str:
    told = "；".join(f"{label}={text}" for label, text in question.elements)
    steps = "\n".join(f"{heading}：{sentence}" for heading, sentence in deduction.steps)
    box = f"\\boxed{{{plain(Fraction(question.answer))}}}" if question.answer else ""
    return f"<think>\n{vocabulary.ELEMENTS}：{told}\n{steps}\n</think>\n{deduction.conclusion}{box}"


def test_the_steps_are_those_of_the_scenario() -> None:
    for _, deduction in pairs():
        assert [heading for heading, _ in deduction.steps] == vocabulary.keywords("WC")
        assert all(sentence and "\n" not in sentence for _, sentence in deduction.steps)


def test_what_lacks_a_fact_says_so_and_gives_no_number_as_answer() -> None:
    lacking = [(q, d) for q, d in pairs() if q.answer is None]
    assert lacking
    for _, deduction in lacking:
        assert deduction.conclusion.startswith("缺少") and deduction.conclusion.endswith("，无法计算。")
        assert deduction.conclusion[2:-6] in deduction.steps[-1][1]


def test_nearly_all_are_verified() -> None:
    answered = [(q, d) for q, d in pairs() if q.answer is not None]
    verified = 0
    for question, deduction in answered:
        # The reader may miss what stands among figures that decide nothing: facts of the question.
        report = pipeline.check_case(completion(question, deduction), question.case())
        verified += report.verdict.status == "verified"
    assert verified / len(answered) >= 0.95


def test_a_deduction_that_does_not_come_to_the_rulebooks_amount_is_refused() -> None:
    question = next(q for q, _ in pairs() if q.asked["heads"] == ["停工留薪期工资"] and q.answer)
    case, native = question.assess()
    native.items[0] = replace(native.items[0], amount=native.items[0].amount + 1)
    with pytest.raises(ValueError, match="rulebook"):
        deduce(question, case, native)


def test_wording_varies_and_is_fixed_by_the_question() -> None:
    question, deduction = pairs()[0]
    assert deduce(question, *question.assess()) == deduction
    assert len({d.steps[1][1] for _, d in pairs()}) > 5


# By hand: 6 × 8,000 = 48,000 due; nothing, 6 × 2,000 = 12,000, or 10,000 paid.
@pytest.mark.parametrize(
    ("paid", "monthly", "told"),
    [
        ("", "", "应发6×8000=48000元，已发0元，停工留薪期工资48000-0=48000元"),
        ("12000", "2000", "应发6×8000=48000元，已发6×2000=12000元，停工留薪期工资48000-12000=36000元"),
        ("10000", "", "应发6×8000=48000元，已发10000元，停工留薪期工资48000-10000=38000元"),
    ],
)
def test_wages_of_the_leave_have_one_form_whatever_was_paid(paid: str, monthly: str, told: str) -> None:
    facts = {"停工留薪期": parse_fact("停工留薪期", "6").value, "原月工资": Fraction(8000)}
    if paid:
        facts["停工留薪期已付"] = Fraction(paid)
    head = "停工留薪期工资"
    notes = {"每月已付": monthly} if monthly else {}
    draft = Draft("WC", f"{head}是多少？", facts, (head,), (("所问", head),), "exam", "test", notes=notes)
    question = from_draft(draft)
    assert deduce(question, *question.assess()).steps[-1][1] == told + "。"
