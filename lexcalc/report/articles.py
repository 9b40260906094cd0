"""The texts of the articles that a report cites, each in the version that governs the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lexcalc.contract import Report
from lexcalc.errors import LexcalcError, UsageError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class CitedArticle:
    """One article; ``text`` is empty where none of that version is shipped."""

    name: str
    title: str = ""
    text: str = ""
    since: str = ""
    until: str = ""
    source: str = ""


def cited(report: Report, today: date | None = None) -> list[CitedArticle]:
    """Every article that a line or a sound citation of the model names, in order, each once."""
    names = dict.fromkeys(name for item in report.assessment.items for name in item.citations)
    for step in report.reasoning.steps if report.reasoning else ():
        names |= dict.fromkeys(f"{c.statute}{c.article}" for c in step.citations if c.known)
    days = [date.fromisoformat(d) for d in report.assessment.dates.values() if _DAY.fullmatch(d)]
    return [_article(name, sorted(days), today or date.today()) for name in names]


def _article(name: str, days: list[date], today: date) -> CitedArticle:
    """In force on the first day of the case that the statute knows, else as cited (an earlier version)."""
    from lexcalc.law.lookup import look_up

    for day in (*days, None):
        try:
            found = look_up(name, day, None, today)
        except UsageError:
            continue
        except LexcalcError:
            break
        if found.articles and not found.versions:
            text = "\n".join(article.part or article.text or "" for article in found.articles)
            ends = (str(found.valid_from or ""), str(found.valid_until or ""))
            return CitedArticle(name, found.title, text, *ends, found.source)
    return CitedArticle(name)
