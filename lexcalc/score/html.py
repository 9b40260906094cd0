"""Scored runs as one HTML file: no script, no address, nothing that a case text could become a part of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexcalc import __version__
from lexcalc.report.messages import language, tr
from lexcalc.report.page import page
from lexcalc.score import charts, faults, tables
from lexcalc.score.runs import SHOWN, Run

_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {
    "cases": ("未全对的案件", "Cases that are not right"),
    "first": (f"（每次运行最多列前 {SHOWN} 例）", f"(the first {SHOWN} of each run)"),
    "gold": ("标准答案", "Gold"),
    "refuse": ("应当拒答", "to be refused"),
    "model": ("模型", "Model"),
    "question": ("案情", "Case"),
    "reasoning": ("模型的推理", "The model's reasoning"),
    "interval": ("细线：95% 区间", "Thin lines: 95 % intervals"),
}


def render(results: Mapping[str, Any], runs: Sequence[Run], lang: str | None = None) -> bytes:
    """The page in UTF-8: plots, tables, and the cases that are not right with their texts."""
    return page(
        _TEMPLATES,
        "score.html.j2",
        {
            "lang": "en" if (lang or language()) == "en" else "zh-CN",
            "heading": tables.heading(lang),
            "names": " · ".join(run["name"] for run in results["runs"]),
            "charts": charts.charts(results, lang),
            "tables": tables.tables(results, lang),
            "note": tables.note(lang),
            "cases": [(run.name, [_case(each, lang) for each in run.shown]) for run in runs if run.shown],
            "words": {key: tr(*words, lang) for key, words in _WORDS.items()},
            "version": __version__,
        },
        style="score.css",
    )


def _case(shown: Any, lang: str | None) -> dict[str, Any]:
    outcome = shown.outcome
    classes = dict.fromkeys(filter(None, (outcome.fault, outcome.answer_fault)))
    return {
        "id": outcome.id,
        "scenario": outcome.scenario,
        "classes": "；".join(faults.title(name, lang) for name in classes),
        "expected": None if outcome.expected is None else tables.amount(outcome.expected),
        "got": tables.amount(outcome.got),
        "said": tables.amount(outcome.said) if outcome.with_model else None,
        "reasons": outcome.reasons,
        "question": shown.question,
        "reasoning": shown.reasoning,
    }
