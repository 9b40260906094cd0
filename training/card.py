"""The model card of an exported adapter: training/card.md with what was trained and measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from lexcalc.serve import pins
from training.tables import markdown

_TEMPLATE = Path(__file__).with_suffix(".md")
_STAGES = ("stage1", "stage2")
_COLD = (
    "the paper has none. Here a supervised stage comes first, on trajectories that are written from the "
    "rulebook and that `lexcalc check` verifies."
)


def write(about: Mapping[str, Any], results: Mapping[str, Any] | None) -> str:
    """The card as Markdown from an export's manifest and, where there is one, its evaluation."""
    student = about["recipe"]["student"]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=about["title"],
        rank=student["rank"],
        alpha=student["alpha"],
        base=_base(about["base"]),
        prompt=about["prompt"],
        licence=about["licence"],
        results=_results(results) if results else "This adapter has not been evaluated yet.",
        training=_training(about),
        used=_used(about),
        cold=_COLD if "sft" in about["training"] else "none, as in the paper.",
        stages=_stages(about),
        commands="\n".join(about["commands"]),
        seed=about["seed"],
        versions=", ".join(f"{name} {version}" for name, version in about["versions"].items()),
        pin=about["base_sha256"][:12] or "none",
    )


def _base(name: str) -> str:
    pin = pins.bases().get(name)
    if pin is None:
        return name
    return f"{pin.title}, {'dequantised to bfloat16' if pin.format == 'gguf' else 'as published'}"


def _results(results: Mapping[str, Any]) -> str:
    lines = [f"`{results['command']}`: temperature 0, at most {results['max_tokens']} tokens.", ""]
    for name, each in results["models"].items():
        weights = f", sha256 `{each['sha256'][:12]}`" if each["sha256"] else ""
        opening = ", answer opened with the element line" if each["prefill"] else ""
        opening += ", results of calculations put in" if each.get("calculator") else ""
        engine = "/".join(each["engine"])
        lines.append(f"- {name}: `{each['model']}`{weights}, prompt `{each['prompt']}`{opening}, {engine}")
    sets = [
        f"`{name}` = {each['path']}, n = {each['n']}, sha256 `{each['sha256'][:12]}`"
        for name, each in results["sets"].items()
    ]
    lines += ["", "Sets: " + "; ".join(sets) + ".", "", markdown(results, "###").strip()]
    return "\n".join(lines)


def _training(about: Mapping[str, Any]) -> str:
    lines = ["| stage | updates | tokens seen | time | device | learning rate | loss on held-out |"]
    lines.append("|---" * 7 + "|")
    for stage, each in about["training"].items():
        cells = [
            stage,
            each.get("steps", "–"),
            f"{each['tokens']:,}" if "tokens" in each else "–",
            f"{each['seconds'] / 60:.0f} min" if "seconds" in each else "–",
            each.get("device", "–"),
            (about["recipe"].get(stage) or {}).get("learning_rate", "–"),
            f"{each['eval_loss']:.3f}" if "eval_loss" in each else "–",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    for stage, each in about["training"].items():
        if "start" in each:
            lines += [
                "",
                f"`{stage}` went on from an earlier adapter, weights sha256 `{each['start'][:12]}`.",
            ]
    lines += ["", "| file | lines | sha256 |", "|---|---|---|"]
    lines += [f"| {n} | {each['lines']:,} | `{each['sha256'][:12]}` |" for n, each in about["data"].items()]
    return "\n".join(lines)


def _used(about: Mapping[str, Any]) -> str:
    counted = about["training"].get("sft", {}).get("data") or {}
    used = counted.get("examples") if isinstance(counted, Mapping) else None
    told = len((about["recipe"].get("data") or {}).get("told") or ())
    by_hand = f" and taken from {told} files of hand-written cases" if told else ""
    return by_hand + (f"; the supervised stage has {used:,} trajectories" if used else "")


def _stages(about: Mapping[str, Any]) -> str:
    missing = [stage for stage in _STAGES if stage not in about["training"]]
    if missing:
        return f"Reinforcement learning: {' and '.join(missing)} of the paper had no part in these weights."
    return "Curriculum: the teacher is not the paper's 7B model (see the recipe in manifest.json)."
