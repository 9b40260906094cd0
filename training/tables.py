"""The results of an evaluation as Markdown: accuracy by scenario as in the paper, then the other measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lexcalc.score import tables
from lexcalc.score.results import BOXED


def markdown(results: Mapping[str, Any], level: str = "##") -> str:
    """The tables of every set, each under a heading."""
    out = []
    for name, scores in results["scores"].items():
        accuracy = tables.accuracy(scores, BOXED, "Boxed accuracy", "en")
        out += [f"{level} {name}: {results['sets'][name]['n']} questions", "", *tables.markdown(accuracy), ""]
        out += [*tables.markdown(tables.measures(scores, "en")), ""]
    return "\n".join([*out, f"{tables.note('en')} Temperature 0."]) + "\n"
