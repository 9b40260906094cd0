"""R_law, checked: a legal element counts when its step is there *and* agrees with the rulebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import mean
from typing import Any

from lexcalc import money
from lexcalc.contract import StepOut
from lexcalc.money import cents
from lexcalc.reasoning import vocabulary
from lexcalc.verify import StepFinding, step_findings, ungrounded
from training.rewards.accuracy import solved
from training.rewards.reading import Answer, read

OWN_WORDS = 4  # characters that a step without an amount must say beyond the vocabulary's words
_WORDS = re.compile(
    "|".join(
        sorted(
            {
                word
                for elements in vocabulary.SCENARIOS.values()
                for element in elements
                for word in (element.heading, *element.synonyms)
            },
            key=len,
            reverse=True,
        )
    )
)
_SIGNS = re.compile(r"[\W\d_]+")


def checked(
    completions: Sequence[Any], record: Sequence[str], opened: Sequence[str] | None = None, **_: Any
) -> list[float]:
    """The share of the scenario's elements whose step stands."""
    return [share(answer) for answer in read(completions, record, opened)]


def share(answer: Answer) -> float:
    """Elements of the scenario with a step that stands, over all of them.

    A step with amounts stands when they compute, come from the case or a rule applied, and are the statute's
    where they are named.  A step without amounts stands on the last one, whose amount must be the statute's
    (where a fact is missing: on the conclusion that names it), and must say something of its own.
    """
    elements = vocabulary.SCENARIOS[answer.question.scenario]
    steps = [step for step in answer.reasoning.steps if step.kind != vocabulary.CONCLUSION]
    findings = [
        f for f in step_findings(answer.reasoning, answer.assessment) if f.kind != vocabulary.CONCLUSION
    ]
    strange = _strange(answer, steps)
    last = elements[-1].kind
    if answer.question.answer is None:
        ground = solved(answer)
    else:
        ground = any(
            f.kind == last and f.mark == "✓" and not s and _states(step, answer)
            for f, step, s in zip(findings, steps, strange, strict=True)
        )
    if not ground:
        return 0.0
    standing = {
        f.kind
        for f, s in zip(findings, strange, strict=True)
        if f.mark != "✗" and not s and (f.mark == "✓" or _says_something(f))
    }
    return mean(element.kind in standing for element in elements)


def _states(step: StepOut, answer: Answer) -> bool:
    """Whether a step gives the answer, or an amount that the rulebook gives for one of its items."""
    gold = {Fraction(item.amount) for item in answer.assessment.items}
    gold |= {
        Fraction(amount)
        for amount in (answer.assessment.answer, *answer.assessment.payers.values())
        if amount
    }
    return any(cents(each.value) in map(cents, gold) for each in money.find(step.text))


def _strange(answer: Answer, steps: Sequence[StepOut]) -> list[bool]:
    """For each step whether it brings in a number that is not in the case, in a rule or in a step before."""
    found = []
    known = 0
    for end in range(1, len(steps) + 1):
        part = replace(answer.reasoning, steps=list(steps[:end]), elements={})
        doubts = len(ungrounded(part, answer.assessment, answer.question.question))
        found.append(doubts > known)
        known = doubts
    return found


def _says_something(finding: StepFinding) -> bool:
    return len(_SIGNS.sub("", _WORDS.sub("", finding.text))) >= OWN_WORDS
