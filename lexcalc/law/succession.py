"""Today's articles → those in force when the case happened (rules/succession.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lexcalc.law.dates import Governing

_CITATION = re.compile(r"(.+)第(\d+)条$")


def in_force(
    citations: Iterable[str], succession: Mapping[str, Any], dates: Mapping[str, Governing]
) -> list[str]:
    """Citations as they stood on the governing date, each once; what did not exist then is left out.

    A case that gives no date, or only a year in which the text changed, is cited by today's numbers.
    """
    return list(dict.fromkeys(found for each in citations if (found := _then(each, succession, dates))))


def _then(citation: str, succession: Mapping[str, Any], dates: Mapping[str, Governing]) -> str:
    match = _CITATION.fullmatch(citation)
    statute = succession.get(match[1]) if match else None
    if match is None or statute is None:
        return citation
    period = period_of(statute, dates)
    if period is None:
        return citation
    name, articles = period.get("as", match[1]), period.get("articles")
    then = int(match[2]) if articles is None else articles.get(int(match[2]), "")
    return f"{name}第{then}条" if isinstance(then, int) else then


def period_of(statute: Mapping[str, Any], dates: Mapping[str, Governing]) -> Mapping[str, Any] | None:
    """The earlier text that governs, or None where today's does."""
    known = next((dates[name] for name in statute["by"] if dates[name].first is not None), None)
    if known is None:
        return None
    first, last = _on(statute, known.first), _on(statute, known.last)
    return last if first is last else None


def _on(statute: Mapping[str, Any], day: date | None) -> Mapping[str, Any] | None:
    later = [period for period in statute["earlier"] if day is not None and day < period["before"]]
    return min(later, key=lambda period: period["before"], default=None)
