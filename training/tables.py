"""The results of an evaluation as Markdown: accuracy by scenario as in the paper, then the other measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.interval import wilson
from training.scores import SCENARIOS

MEASURES = {
    "boxed accuracy": "Boxed answer right to 分",
    "own-answer accuracy": "Answer right, in a box or in the concluding sentence",
    "format": "Format: thinking closed, then a box",
    "legal elements": "Legal elements present, mean share",
    "no box": "No box",
    "cut off": "Cut off at the token limit",
    "mean absolute error": "Mean absolute error of the box, yuan",
    "median absolute error": "Median absolute error of the box, yuan",
    "corrected accuracy": "lexcalc's answer right",
    "abstention": "lexcalc gives no answer",
    "verified coverage": "Verified or corrected by lexcalc",
    "verified precision": "… of these right",
    "proved step by step": "Proved step by step",
    "proved step by step, precision": "… of these right",
    "missing facts told": "Questions that lack a fact: no box, fact named",
    "median tokens": "Tokens, median",
    "mean tokens": "Tokens, mean",
}


def markdown(results: Mapping[str, Any], level: str = "##") -> str:
    """The tables of every set, each under a heading."""
    out = []
    for name, scores in results["scores"].items():
        out += [f"{level} {name}: {results['sets'][name]['n']} questions", "", *_accuracy(scores), ""]
        out += [*_others(scores), ""]
    out.append(
        "Brackets: 95 % Wilson intervals. “All” counts every question once, “Avg” is the mean of the "
        "scenarios, as in the paper. Temperature 0."
    )
    return "\n".join(out) + "\n"


def _accuracy(scores: Mapping[str, Any]) -> list[str]:
    columns = [name for name in (*SCENARIOS, "all") if any(name in each for each in scores.values())]
    head = ["Boxed accuracy", *("All" if name == "all" else name for name in columns), "Avg"]
    rows = []
    for model, each in scores.items():
        shares = {name: each.get(name, {}).get("boxed accuracy") for name in columns}
        rates = [share["rate"] for name, share in shares.items() if name != "all" and share and share["n"]]
        average = f"{100 * sum(rates) / len(rates):.1f}%" if rates else "–"
        rows.append([model, *map(_cell, shares.values()), average])
    return _table(head, rows)


def _others(scores: Mapping[str, Any]) -> list[str]:
    rows = []
    for key, title in MEASURES.items():
        values = [each.get("all", {}).get(key) for each in scores.values()]
        if any(value is not None and not (isinstance(value, dict) and not value["n"]) for value in values):
            rows.append([title, *map(_cell, values)])
    return _table(["All scenarios", *scores], rows)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lined = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return [lined[0], "|" + "---|" * len(head), *lined[1:]]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return str(wilson(value["hits"], value["n"]))
    if isinstance(value, float):
        return f"{value:,.2f}" if value >= 10 else f"{value:.3g}"
    return "–" if value is None else str(value)
