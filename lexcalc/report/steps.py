"""A model's steps set beside what they compute to and what the statute gives, row by row."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from lexcalc.contract import AssessmentOut, ItemOut, Report, StepOut
from lexcalc.money import cents

Mark = Literal["✓", "✗", "?"]


class StepRow(NamedTuple):
    """One step: what the model wrote, its results recomputed, the statute's amounts, articles, and a mark."""

    title: str
    said: str
    recomputed: list[str]
    statute: list[tuple[str, str]]
    articles: list[tuple[str, bool]]
    mark: Mark


def amount(text: str | None) -> Fraction | None:
    """A contract amount as an exact number, or None for text that is none."""
    try:
        return None if text is None else Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def rows(report: Report) -> list[StepRow]:
    """The table of steps; empty where no model was asked."""
    if report.reasoning is None:
        return []
    return [_row(step, report.assessment) for step in report.reasoning.steps]


def _row(step: StepOut, assessment: AssessmentOut) -> StepRow:
    claims = [amount(e.claimed) for e in step.equations] + [amount(e.computed) for e in step.equations]
    results = {cents(value) for value in claims if value is not None}
    matched = [item for item in assessment.items if cents(amount(item.amount) or Fraction(0)) in results]
    named = [item for item in assessment.items if item.head in step.text or item.head in step.title]
    answer = amount(assessment.answer)
    agrees = bool(matched) or (answer is not None and cents(answer) in results)
    shown = named or matched
    statute = list(dict.fromkeys((item.head, item.amount) for item in shown))
    if agrees and not shown and assessment.answer is not None:
        statute = [("", assessment.answer)]
    return StepRow(
        title=step.title or step.kind,
        said=step.text,
        recomputed=[e.computed for e in step.equations if e.computed is not None],
        statute=statute,
        articles=_articles(step, shown),
        mark=_mark(step, agrees),
    )


def _articles(step: StepOut, items: list[ItemOut]) -> list[tuple[str, bool]]:
    cited = [(f"《{c.statute}》{c.article}" if c.statute else c.article, c.known) for c in step.citations]
    return cited or [(text, True) for text in dict.fromkeys(c for item in items for c in item.citations)]


def _mark(step: StepOut, agrees: bool) -> Mark:
    """✗ an arithmetic slip; ✓ everything computes and an amount is the statute's; ? nothing to compare."""
    if any(e.ok is False for e in step.equations):
        return "✗"
    return "✓" if agrees and all(e.ok for e in step.equations) else "?"
