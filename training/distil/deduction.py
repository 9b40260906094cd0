"""The reasoning of one case in the form that the parser and the procedural reward know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deduction:
    """Steps as (heading, sentence), with the headings of lexcalc.reasoning.vocabulary, and a conclusion."""

    steps: tuple[tuple[str, str], ...]
    conclusion: str
