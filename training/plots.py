"""Pictures of a run: accuracy by scenario with its intervals, and how loss and rewards went."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexcalc.score.measures import SCENARIOS

STAGES = ("sft", "stage1", "stage2")
DPI = 120
# What a trainer logs that is worth a look; rewards have one line each.
CURVES = (
    "loss",
    "eval_loss",
    "reward",
    "completions/mean_length",
    "completions/clipped_ratio",
    "kl",
    "entropy",
)


def accuracy(results: Mapping[str, Any], path: Path) -> None:
    """Bars by scenario, one colour a model, one panel a set, with 95 % Wilson intervals."""
    figure, axes = _figure(len(results["scores"]))
    for axis, (name, scores) in zip(axes, results["scores"].items(), strict=True):
        groups = [g for g in (*SCENARIOS, "all") if any(g in each for each in scores.values())]
        width = 0.8 / max(1, len(scores))
        for place, (model, each) in enumerate(scores.items()):
            shares = [each.get(group, {}).get("boxed accuracy") for group in groups]
            shown = [(i, s) for i, s in enumerate(shares) if s and s["n"]]
            rates = [100 * s["rate"] for _, s in shown]
            below = [max(0.0, 100 * (s["rate"] - s["low"])) for _, s in shown]
            above = [max(0.0, 100 * (s["high"] - s["rate"])) for _, s in shown]
            spots = [i - 0.4 + width * (place + 0.5) for i, _ in shown]
            axis.bar(spots, rates, width, yerr=[below, above], capsize=3, label=model)
        axis.set_xticks(range(len(groups)), ["all" if group == "all" else group for group in groups])
        axis.set_ylim(0, 100)
        axis.set_ylabel("boxed answer right, %")
        axis.set_title(f"{name} (n = {results['sets'][name]['n']})")
        axis.grid(axis="y", alpha=0.3)
    axes[0].legend(fontsize="small")
    _save(figure, path)


def histories(output: Path) -> dict[str, list[dict[str, Any]]]:
    """What the trainer logged in each stage of a run folder."""
    found = {}
    for stage in STAGES:
        path = output / stage / "metrics.json"
        if path.is_file():
            found[stage] = json.loads(path.read_text(encoding="utf-8")).get("history", [])
    return found


def curves(stages: Mapping[str, Sequence[Mapping[str, Any]]], path: Path) -> None:
    """One panel a quantity, one line a stage, over the optimiser's steps; no file if nothing was logged."""
    names = dict.fromkeys(key for lines in stages.values() for line in lines for key in line)
    wanted = [
        name for name in names if name in CURVES or (name.startswith("rewards/") and name.endswith("/mean"))
    ]
    panels = [
        name for name in sorted(wanted, key=_order) if any(_points(lines, name) for lines in stages.values())
    ]
    if not panels:
        return
    figure, axes = _figure(len(panels))
    for axis, name in zip(axes, panels, strict=True):
        for stage, lines in stages.items():
            points = _points(lines, name)
            if points:
                axis.plot(*zip(*points, strict=True), label=stage, marker="." if len(points) < 30 else None)
        axis.set_title(name, fontsize="small")
        axis.set_xlabel("step")
        axis.grid(alpha=0.3)
        axis.legend(fontsize="small")
    _save(figure, path)


def _order(name: str) -> tuple[int, str]:
    return (CURVES.index(name) if name in CURVES else len(CURVES), name)


def _points(lines: Sequence[Mapping[str, Any]], name: str) -> list[tuple[float, float]]:
    return [(line["step"], line[name]) for line in lines if name in line and "step" in line]


def _figure(panels: int) -> tuple[Any, list[Any]]:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    columns = min(3, panels)
    rows = -(-panels // columns)
    size = (5.2 * columns, 3.8 * rows)
    figure, axes = pyplot.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    flat = [axis for row in axes for axis in row]
    for spare in flat[panels:]:
        spare.set_visible(False)
    return figure, flat[:panels]


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=DPI, metadata={"Software": None})  # the same bytes for the same numbers
    pyplot.close(figure)
