"""The reviewer: what a trajectory must satisfy before a student may learn it.

Heuristic filters look at form (length, grounding, headings, box, arithmetic); the judged filter lets
``lexcalc`` verify the reasoning against the rulebook, with the facts of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lexcalc.law.missing import Missing
from lexcalc.money import plain
from lexcalc.reasoning import vocabulary
from lexcalc.reasoning.answer import boxes, has_format, split_thinking
from lexcalc.reasoning.equations import split_equations
from training.distil.lead import ASKED
from training.records import Question

_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")
_COMMON = 4  # characters of a long reason that must come back in the conclusion


@dataclass(frozen=True)
class Reason:
    """Why a trajectory is rejected: a code to count by, and what was found."""

    code: str
    detail: str = ""


def review(question: Question, completion: str) -> list[Reason]:
    """All reasons against a trajectory; the judged filter is asked only where the form is right."""
    return list(heuristic(question, completion)) or list(judged(question, completion))


def heuristic(question: Question, completion: str) -> Iterator[Reason]:
    """What is wrong with the form (the length is measured apart, by whoever has a tokenizer)."""
    thinking, conclusion, closed = split_thinking(completion)
    formed = has_format(completion) if question.answer is not None else closed
    if not formed or not completion.startswith("<think>\n") or completion.count("think>") != 2:
        yield Reason("tags", completion[:40])
        return
    lines = thinking.strip("\n").split("\n")
    yield from _elements(question, lines[0])
    yield from _headings(question, lines[1:])
    yield from _box(question, thinking, conclusion)
    for equation in split_equations(thinking + "\n" + conclusion):
        if not equation.ok:
            yield Reason("equation" if equation.ok is False else "equation unread", equation.text)
    if "≈" in completion:
        yield Reason("approximate")


def _elements(question: Question, line: str) -> Iterator[Reason]:
    if not line.startswith(f"{vocabulary.ELEMENTS}："):
        yield Reason("elements", "no line of elements")
        return
    pairs = line.removeprefix(f"{vocabulary.ELEMENTS}：").split("；")
    for pair in pairs:
        label, equals, words = pair.partition("=")
        text = words.partition(vocabulary.SAID)[0]
        if not (label and equals and text):
            yield Reason("elements", pair)
        elif text not in question.question and label != ASKED:
            yield Reason("ungrounded", pair)
    if not pairs[-1].startswith(f"{ASKED}="):
        yield Reason("elements", "所问 is not the last")


def _headings(question: Question, lines: list[str]) -> Iterator[Reason]:
    wanted = vocabulary.keywords(question.scenario)
    found = [line.partition("：")[0] for line in lines]
    if found != wanted:
        yield Reason("headings", "、".join(name[:12] for name in found))
    for line in lines:
        if not line.partition("：")[2].strip():
            yield Reason("empty step", line[:20])


def _box(question: Question, thinking: str, conclusion: str) -> Iterator[Reason]:
    if boxes(thinking):
        yield Reason("box", "in the thinking")
    found = boxes(conclusion)
    if question.answer is None:
        if found:
            yield Reason("box", "although facts are missing")
        return
    answer = plain(Fraction(question.answer))
    if found != [answer]:
        yield Reason("box", f"{found} for {answer}")
    elif not conclusion.endswith(f"\\boxed{{{answer}}}"):
        yield Reason("box", "not the last thing")
    if not conclusion.partition("\\boxed")[0].strip():
        yield Reason("no conclusion")


def judged(question: Question, completion: str) -> Iterator[Reason]:
    """What keeps lexcalc from verifying it, or that the conclusion does not say which facts are missing."""
    from lexcalc.pipeline import check_case

    if question.answer is None:
        yield from _names_the_missing(question, completion)
        return
    verdict = check_case(completion, question.case()).verdict
    if verdict.status != "verified":
        yield Reason(f"verdict {verdict.status}", "".join(verdict.reasons)[:300])


def _names_the_missing(question: Question, completion: str) -> Iterator[Reason]:
    _, conclusion, _ = split_thinking(completion)
    _, native = question.assess()
    if native.answer is not None:
        yield Reason("not missing", conclusion)
        return
    for each in (*native.missing, *native.discretion):
        if isinstance(each, Missing) and each.name:
            if _in_order(each.name, conclusion) or _overlaps(each.about, conclusion):
                return
        elif _overlaps(str(each), conclusion):
            return
    yield Reason("missing not named", f"{conclusion[:60]} | {'；'.join(map(str, native.missing))[:120]}")


def _in_order(name: str, conclusion: str) -> bool:
    """Whether a name's characters come in order: 医疗补助金月数 is named by 一次性工伤医疗补助金的月数."""
    rest = iter(conclusion)
    return all(char in rest for char in name)


def _overlaps(reason: str, conclusion: str) -> bool:
    """Whether some run of Chinese characters of a reason comes back in the conclusion."""
    return any(
        run[at : at + _COMMON] in conclusion
        for run in _NAME.findall(reason)
        for at in range(max(1, len(run) - _COMMON + 1))
        if len(run) >= _COMMON
    )
