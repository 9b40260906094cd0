"""Plots of scored runs as plain geometry; the template of the HTML report writes them as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lexcalc.report.messages import tr
from lexcalc.score.faults import FATES
from lexcalc.score.measures import ALL, SCENARIOS
from lexcalc.score.results import BOXED, CORRECTED

COLOURS = 8  # that the style sheet of the report has; more runs begin again
WIDTH, HEIGHT = 640, 240  # of the drawing area, in user units
LEFT, BOTTOM, TOP = 40, 30, 14
_ROW, _LABEL = 30, 150


@dataclass(frozen=True)
class Bar:
    """A rectangle of a style class; ``low`` and ``high`` are the ends of its interval, if it has one."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    told: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Text:
    """A word at a place, anchored ``start``, ``middle`` or ``end``."""

    x: float
    y: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A drawing of ``width`` × ``height`` user units, with the names of its colours."""

    title: str
    width: int
    height: int
    bars: list[Bar]
    texts: list[Text]
    rules: list[float]  # heights of horizontal lines
    legend: list[tuple[str, str]]


def charts(results: Mapping[str, Any], lang: str | None = None) -> list[Chart]:
    """Accuracy of the models' boxes and of lexcalc by scenario, and the statuses of each run."""
    runs = results["runs"]
    found = [
        _accuracy(runs, BOXED, tr("模型方框正确，%", "Boxed answer right, %", lang), lang),
        _accuracy(runs, CORRECTED, tr("lexcalc 的答案正确，%", "lexcalc's answer right, %", lang), lang),
        _statuses(runs, tr("状态", "Status", lang), lang),
    ]
    return [chart for chart in found if chart.bars]


def _accuracy(runs: Sequence[Mapping[str, Any]], key: str, title: str, lang: str | None) -> Chart:
    """Bars by scenario, one colour a run, with 95 % intervals."""
    groups = [name for name in (*SCENARIOS, ALL) if any(name in run["scores"] for run in runs)]
    wide = (WIDTH - LEFT) / len(groups)
    width = wide * 4 / 5 / len(runs)
    bars = []
    texts = [
        Text(LEFT + wide * (i + 1 / 2), HEIGHT - 10, tr("合计", "All", lang) if name == ALL else name)
        for i, name in enumerate(groups)
    ]
    for place, run in enumerate(runs):
        for i, name in enumerate(groups):
            share = run["scores"].get(name, {}).get(key)
            if not share or not share["n"]:
                continue
            x, y = LEFT + wide * (i + 1 / 10) + width * place, _height(share["rate"])
            told = f"{run['name']}, {name}: {share['hits']}/{share['n']}"
            ends = _height(share["low"]), _height(share["high"])
            bars.append(
                Bar(round(x, 2), y, round(width, 2), round(_height(0) - y, 2), _of_run(place), told, *ends)
            )
    marks = [0, 25, 50, 75, 100]
    texts += [Text(LEFT - 6, _height(mark / 100) + 4, str(mark), "end") for mark in marks]
    legend = [(_of_run(place), run["name"]) for place, run in enumerate(runs) if key in run["scores"][ALL]]
    return Chart(title, WIDTH, HEIGHT, bars, texts, [_height(mark / 100) for mark in marks], legend)


def _of_run(place: int) -> str:
    return f"c{place % COLOURS}"


def _height(rate: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - rate), 2)


def _statuses(runs: Sequence[Mapping[str, Any]], title: str, lang: str | None) -> Chart:
    """A row a run, a piece a status, as long as its share of the cases."""
    present = [name for name in FATES if any(name in run["statuses"] for run in runs)]
    bars, texts = [], []
    for row, run in enumerate(runs):
        x, total = float(_LABEL), sum(run["statuses"].values())
        texts.append(Text(_LABEL - 8, _ROW * row + 19, _short(run["name"]), "end"))
        for name in present:
            count = run["statuses"].get(name, 0)
            width = (WIDTH - _LABEL) * count / total
            told = f"{run['name']}: {tr(*FATES[name], lang)} {count}/{total}"
            if count:
                bars.append(
                    Bar(round(x, 2), _ROW * row + 5, round(width, 2), 20, f"s{list(FATES).index(name)}", told)
                )
            x += width
    legend = [(f"s{list(FATES).index(name)}", tr(*FATES[name], lang)) for name in present]
    return Chart(title, WIDTH, _ROW * len(runs), bars, texts, [], legend)


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"
