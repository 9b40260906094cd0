"""Deductions of employment law: verified by the check that users run, and short."""

from fractions import Fraction
from random import Random

from lexcalc import pipeline
from lexcalc.law.facts import parse_fact
from lexcalc.money import plain
from lexcalc.reasoning.vocabulary import keywords
from training.data import employment
from training.distil.employment import deduce
from training.records import VOICES, from_draft


def trajectories(count: int):
    for i in range(count):
        question = from_draft(employment.sample(Random(9000 + i), VOICES[i % 3]))
        deduction = deduce(question, *question.assess())
        elements = "；".join(f"{label}={text}" for label, text in question.elements)
        steps = "\n".join(f"{heading}：{sentence}" for heading, sentence in deduction.steps)
        box = "" if question.answer is None else f"\\boxed{{{plain(Fraction(question.answer))}}}"
        yield (
            question,
            deduction,
            f"<think>\n要素：{elements}\n{steps}\n</think>\n{deduction.conclusion}{box}",
        )


def test_deductions_are_verified():
    count = good = 0
    for question, deduction, completion in trajectories(90):
        assert [heading for heading, _ in deduction.steps] == keywords("EC")
        if question.answer is None:
            assert "缺少" in deduction.conclusion
            continue
        report = pipeline.check(
            completion,
            question.question,
            facts=[parse_fact(name, text) for name, text in question.facts.items()],
            heads=question.asked["heads"],
            scenario="EC",
        )
        count += 1
        good += report.verdict.status == "verified"
        assert report.verdict.status != "disagrees", (completion, report.verdict.reasons)
    assert good >= 0.95 * count


def test_deductions_are_short():
    lengths = sorted(len(completion) for *_, completion in trajectories(90))
    assert lengths[45] < 330
