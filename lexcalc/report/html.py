"""A report as one HTML file: case text, facts, steps and articles linked; readable without JavaScript."""

from __future__ import annotations

import functools
from fractions import Fraction
from pathlib import Path
from typing import Any

from lexcalc.contract import Report
from lexcalc.report import links, messages
from lexcalc.report.bill import bill
from lexcalc.report.messages import tr, word
from lexcalc.report.page import page
from lexcalc.report.terminal import money, number

TEMPLATES = Path(__file__).parent / "templates"
_BAR = 1000  # units of the bar's width
_GROUPS = 6  # colours in style.css
FILTERS = {"money": money, "number": number}  # of every template about reports
_SUPPLY = "可用 --set "


def render(report: Report, lang: str | None = None) -> bytes:
    """The page in UTF-8; ``lang`` defaults to the language of the process."""
    lang = lang or messages.language()
    return page(
        TEMPLATES,
        "report.html.j2",
        {"report": report, **_parts(report, lang)},
        style="style.css",
        script="print.js",
        frame=frame(lang),
        filters={**FILTERS, "hint": _hint},
    )


def frame(lang: str) -> dict[str, Any]:
    """What every template about reports says its own words with."""
    return {
        "lang": lang,
        "tr": functools.partial(tr, lang=lang),
        "word": functools.partial(word, lang=lang),
        "status": lambda key: tr(*messages.STATUS[key], lang),
        "source": lambda key: tr(*messages.SOURCE[key], lang),
        "date_name": lambda key: tr(*messages.DATES.get(key, (key, key)), lang),
        "scenario": lambda key: tr(*messages.SCENARIO[key], lang),
        "kind": lambda key: tr(*messages.KINDS.get(key, (key, key)), lang),
    }


def _parts(report: Report, lang: str) -> dict[str, Any]:
    from lexcalc.report.articles import cited
    from lexcalc.verify import step_findings

    items = [links.used_by_item(item, report) for item in report.assessment.items]
    steps = report.reasoning.steps if report.reasoning else []
    said = [links.used_by_step(step, report) for step in steps]
    articles = cited(report)
    findings = step_findings(report.reasoning, report.assessment) if report.reasoning else []
    agreed = {reading.name for reading in report.readings if reading.agrees}
    pieces = links.pieces(report)
    return {
        "pieces": pieces,
        "found": {k for piece in pieces for k in piece.ends},
        "item_facts": items,
        "step_facts": said,
        "fact_items": [[i for i, used in enumerate(items) if k in used] for k in range(len(report.facts))],
        "fact_steps": [[i for i, used in enumerate(said) if k in used] for k in range(len(report.facts))],
        "steps": list(zip(steps, findings, strict=True)),
        "articles": articles,
        "article_at": {article.name: i for i, article in enumerate(articles, 1)},
        "agreed": agreed,
        "bill": bill(report),
        "bar": _bar(report.assessment.payers),
        "colon": tr("：", ": ", lang),
    }


def _bar(payers: dict[str, str]) -> list[dict[str, Any]]:
    """The shares as stretches of a bar, in whole units that add up to its width; nothing for nothing."""
    amounts = {payer: Fraction(amount) for payer, amount in payers.items()}
    whole = sum((amount for amount in amounts.values() if amount > 0), Fraction(0))
    stretches, passed = [], Fraction(0)
    for index, (payer, amount) in enumerate(amounts.items()):
        start = int(passed * _BAR / whole) if whole else 0
        passed += max(amount, Fraction(0))
        end = int(passed * _BAR / whole) if whole else 0
        stretches.append(
            {
                "payer": payer,
                "amount": payers[payer],
                "x": start,
                "width": end - start,
                "share": _percent(amount, whole),
                "colour": index % _GROUPS,
            }
        )
    return stretches


def _percent(amount: Fraction, whole: Fraction) -> str:
    if not whole or amount < 0:
        return "—"
    tenths = int(amount * 1000 / whole + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10} %"


def _hint(line: str) -> tuple[str, str, str]:
    """A sentence around its ``--set 名称=值``, so that the page can show what to type as such."""
    before, mark, rest = line.partition(_SUPPLY)
    if not mark:
        return line, "", ""
    option, _, after = rest.partition(" ")
    return before + _SUPPLY.removesuffix("--set "), f"--set {option}", f" {after}" if after else ""
