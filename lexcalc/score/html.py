"""Scored runs as one HTML file: no script, no address, nothing that a case text could become a part of."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexcalc import __version__
from lexcalc.report.messages import language, tr
from lexcalc.score import charts, faults, tables
from lexcalc.score.runs import Run
from lexcalc.textio import printable

_TEMPLATES = Path(__file__).parent / "templates"


def page(results: Mapping[str, Any], runs: Sequence[Run], lang: str | None = None) -> bytes:
    """The report in UTF-8: tables, plots, and the cases that are not right with their texts.

    Jinja2 escapes every value; control characters and bidirectional marks are taken out of each before.  The
    content policy admits the one style sheet by its hash and nothing else.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "score.css").read_text(encoding="utf-8")
    found = tables.tables(results, lang)
    text = environment.get_template("score.html").render(
        lang="en" if (lang or language()) == "en" else "zh-CN",
        heading=tables.heading(lang),
        names=" · ".join(run["name"] for run in results["runs"]),
        style=Markup(style),  # ours, not escaped: a sheet has no entities
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        charts=charts.charts(results, lang),
        tables=found,
        note=tables.note(lang),
        cases=[(run.name, [_case(each, lang) for each in run.shown]) for run in runs if run.shown],
        words={
            "cases": tr("未全对的案件", "Cases that are not right", lang),
            "first": tr("（每次运行最多列前 100 例）", "(the first 100 of each run)", lang),
            "gold": tr("标准答案", "Gold", lang),
            "refuse": tr("应当拒答", "to be refused", lang),
            "model": tr("模型", "Model", lang),
            "question": tr("案情", "Case", lang),
            "reasoning": tr("模型的推理", "The model's reasoning", lang),
            "interval": tr("细线：95% 区间", "Thin lines: 95 % intervals", lang),
        },
        version=__version__,
    )
    return text.encode("utf-8", "replace")  # half a surrogate pair is legal JSON and no text


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
