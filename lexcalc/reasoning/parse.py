"""Model text → ReasoningOut: elements, headed steps, equations, citations, the answer.  Never raises."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from lexcalc import money
from lexcalc.contract import EquationOut, ReasoningOut, StepOut
from lexcalc.reasoning import vocabulary
from lexcalc.reasoning.answer import boxed, concluded, split_thinking
from lexcalc.reasoning.citations import find_citations
from lexcalc.reasoning.equations import MAX_EQUATIONS, Equation, split_equations

MAX_TEXT = 65_536  # characters read; a completion of 768 tokens has about 1,200
MAX_STEPS = 60
MAX_ELEMENTS = 40
_PAIR = re.compile(r"^[\s\-*•]*([^=＝：:；;\n]{1,20})[=＝：:]\s*(.{1,200})$")
_SEPARATOR = re.compile(r"[；;\n]+|[，,、](?=[^，,、；;=＝\d][^，,、；;=＝]{0,15}[=＝])")


def parse(
    text: str,
    finish_reason: Literal["stop", "length"] = "stop",
    tokens: int | None = None,
    *,
    reasoning: str | None = None,
    scenario: str | None = None,
    prefill: str = "",
    known: set[tuple[str, int]] | None = None,
) -> ReasoningOut:
    """Read a completion.  ``reasoning`` is the thinking when the server gives it apart; ``prefill`` what the
    prompt already wrote of the answer; ``known`` replaces the list of articles that exist."""
    if len(text) + len(reasoning or "") > MAX_TEXT:
        finish_reason = "length"  # the rest is not read, so nothing here can count as finished
    text = _clean(prefill + text[:MAX_TEXT])
    reasoning = None if reasoning is None else _clean(reasoning[:MAX_TEXT])
    thinking, conclusion, _ = split_thinking(text, reasoning)
    whole = thinking + "\n" + conclusion
    scenario = scenario or vocabulary.guess_scenario(whole)
    elements: dict[str, str] = {}
    sections = _sections(thinking, scenario, elements) + _sections(conclusion, scenario, elements, last=True)
    answer = boxed(conclusion)
    if answer is None:
        answer = boxed(thinking)
    if answer is None and finish_reason == "stop":
        answer = concluded(conclusion)
    return ReasoningOut(
        text=text if reasoning is None else f"<think>\n{reasoning}\n</think>\n{text}",
        elements=elements,
        steps=_steps(sections, scenario, known),
        answer=None if answer is None else amount_text(answer),
        finish_reason=finish_reason,
        tokens=tokens,
    )


def amount_text(value: Fraction) -> str:
    """Money for the contract: two decimals, or exactly as stated where it is finer than 分."""
    return money.yuan(value) if (value * 100).denominator == 1 else money.plain(value)


def decimal_text(value: Fraction) -> str:
    """A computed value for the contract: exact where it ends within six decimals, else rounded to six."""
    from lexcalc.reasoning.equations import rounded

    return money.plain(value if (value * 10**6).denominator == 1 else rounded(value, 6))


def equation_out(equation: Equation) -> EquationOut:
    """An equation in the contract's form."""

    def written(value: Fraction | None) -> str | None:
        return None if value is None else decimal_text(value)

    return EquationOut(
        text=equation.text.strip(),
        claimed=written(equation.claimed),
        computed=written(equation.computed),
        ok=equation.ok,
    )


def _clean(text: str) -> str:
    # Surrogates would not survive the JSON output; control characters would reach a terminal.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


def _sections(part: str, scenario: str | None, elements: dict[str, str], last: bool = False) -> list[StepOut]:
    """Cut a part at its headings; the elements line goes into ``elements`` instead."""
    kind = vocabulary.CONCLUSION if last else vocabulary.OTHER
    steps: list[StepOut] = []
    reading_elements = False
    lines: list[list[str]] = []
    for line in part.split("\n"):
        if not line.strip():
            reading_elements = False
            continue
        head = vocabulary.heading(line, scenario) if len(steps) < MAX_STEPS else None
        if head is not None and head.kind == vocabulary.ELEMENTS:
            reading_elements = True
            _read_elements(line[head.start :], elements)
            continue
        if reading_elements and not _opens_step(line, head) and _PAIR.match(line):
            _read_elements(line, elements)
            continue
        reading_elements = False
        # Without a known heading a numbered line still opens a step where no step with a heading is open.
        opens = head is not None and (head.known or not steps or steps[-1].kind == vocabulary.OTHER)
        if not steps or opens:
            title, found = (head.title, head.kind) if head and opens else ("", kind)
            steps.append(StepOut(kind=kind if found == vocabulary.OTHER else found, title=title, text=""))
            lines.append([])
            line = line[head.start :] if head and opens else line
        lines[-1].append(line.strip())
    for step, own in zip(steps, lines, strict=True):
        step.text = "\n".join(own).strip()
    return steps


def _opens_step(line: str, head: vocabulary.Heading | None) -> bool:
    """Under 要素 a bulleted ``- 责任比例：70%`` is an element, though 责任比例 may also head a step."""
    if head is None or not head.known:
        return False
    return head.title in vocabulary.HEADINGS or not line.lstrip().startswith(("-", "*", "•", "·"))


def _read_elements(line: str, elements: dict[str, str]) -> None:
    for piece in _SEPARATOR.split(line):
        pair = _PAIR.match(piece)
        if pair and len(elements) < MAX_ELEMENTS:
            words, _, _ = pair[2].partition(vocabulary.SAID)  # what they are in digits says nothing new
            elements[pair[1].strip()] = words.strip(" 。，,；;")


def _steps(
    sections: list[StepOut], scenario: str | None, known: set[tuple[str, int]] | None
) -> list[StepOut]:
    budget = MAX_EQUATIONS
    last: str | None = None
    steps: list[StepOut] = []
    for step in sections:
        equations = split_equations(step.text) if budget > 0 else []
        budget -= len(equations)
        step.equations = [equation_out(e) for e in equations]
        step.citations = find_citations(step.title + "：" + step.text, scenario, known, last)
        last = step.citations[-1].statute if step.citations else last
        if step.text or step.title:
            steps.append(step)
    return steps
