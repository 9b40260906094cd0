"""The stage ``export``: a trained adapter becomes the folder ``checkpoints/NAME/`` that lexcalc ships.

adapter_model.safetensors (bfloat16), adapter_config.json, manifest.json (base pin, prompt, recipe, hashes of
the data, versions, files) and the model card README.md.  The same run folder gives the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import adapter, files, pins, safety
from training import card
from training.evaluate import STAGES, trained, versions

if TYPE_CHECKING:
    from training.recipe import Recipe

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
MEGABYTE = 1_000_000
# Folders of a run whose files decide what was learnt.
DATA = ("data", "distil", "partition")


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """Write the adapter's folder anew from what the run folder holds."""
    source, folder = _source(recipe), recipe.export.folder / recipe.export.name
    if dry_run:
        click.echo(f"export: {source} → {folder}, base {recipe.student.base}, prompt {recipe.export.style}")
        return
    if (
        recipe.student.base not in pins.bases()
        and folder.parent.resolve() == paths.checkpoints_dir().resolve()
    ):
        raise UsageError(
            f"基座 {recipe.student.base} 未登记，其适配器不能随 lexcalc 发布；请另设 export.folder。",
            f"the base {recipe.student.base} is not pinned, lexcalc could not serve it; set export.folder.",
        )
    safety.check_directory(source)
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    _weights(source / WEIGHTS, partial / WEIGHTS, recipe.export.max_megabytes)
    _config(source / CONFIG, partial / CONFIG, recipe.student.base)
    about = manifest(recipe, source)
    results = evaluation(recipe, partial)
    if results is not None:
        about["evaluation"] = {"results.json": files.sha256(recipe.output / "evaluate" / "results.json")}
    (partial / "README.md").write_text(card.write(about, results), encoding="utf-8")
    about["files"] = safety.file_hashes(partial)
    write_json(partial / "manifest.json", about)
    safety.check_directory(partial)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    size = (folder / WEIGHTS).stat().st_size / MEGABYTE
    click.echo(f"export: {folder} ({size:.1f} MB), {'with' if results else 'without'} results in its card")


def exported(recipe: Recipe) -> Path | None:
    """The shipped folder, if it was made from what this recipe has trained last; else None."""
    folder = recipe.export.folder / recipe.export.name
    about = files.read_json(folder / "manifest.json") or {}
    try:
        weights = _source(recipe) / WEIGHTS
    except UsageError:
        return None
    return folder if about.get("source_sha256") == files.sha256(weights) else None


def _source(recipe: Recipe) -> Path:
    """The adapter to export: that of the recipe's ``export.run``, else of the last stage trained."""
    named = recipe.export.run
    if named is None:
        return trained(recipe)
    for folder in (recipe.output / named, recipe.output / named / "adapter", named, named / "adapter"):
        if (folder / WEIGHTS).is_file():
            return folder
    raise UsageError(f"{named} 中没有适配器。", f"there is no adapter in {named}.")


def _weights(source: Path, target: Path, most: float) -> None:
    """The weights in bfloat16, in the order of their names; LexcalcError when too large to ship."""
    import torch
    from safetensors.torch import load_file, save_file

    tensors = {name: each.to(torch.bfloat16).contiguous() for name, each in sorted(load_file(source).items())}
    broken = [name for name, each in tensors.items() if not torch.isfinite(each).all()]
    if broken:
        raise LexcalcError(
            f"{source} 含有非数值：{broken[0]}", f"{source} has weights that are no numbers: {broken[0]}"
        )
    save_file(tensors, target, metadata={"format": "pt"})
    target.chmod(0o644)  # as any other file of the repository
    size = target.stat().st_size / MEGABYTE
    if size > most:
        raise LexcalcError(
            f"适配器有 {size:.1f} MB，超过 {most:g} MB。",
            f"the adapter has {size:.1f} MB, more than {most:g} MB.",
        )


def _config(source: Path, target: Path, base: str) -> None:
    """PEFT's configuration with the base's name in place of a path, sets in order."""
    config = json.loads(source.read_text(encoding="utf-8"))
    config |= {"base_model_name_or_path": base, "inference_mode": True, "revision": None}
    for key, value in config.items():
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            config[key] = sorted(value)
    write_json(target, config)


def manifest(recipe: Recipe, source: Path) -> dict[str, Any]:
    """Everything that says where the weights come from, without a path of this machine."""
    stage = next((stage for stage in STAGES if source == recipe.output / stage / "adapter"), None)
    wanted = [each for each in reversed(STAGES) if getattr(recipe, each, None)]
    stages = [each for each in wanted if (recipe.output / each / "metrics.json").is_file()]
    if stage in stages:
        stages = stages[: stages.index(stage) + 1]
    ran = ("data", "distil", *stages, "export", "evaluate")
    settings = recipe.model_dump(mode="json", exclude={"output", "export", "evaluate"})
    return {
        "schema_version": 1,
        "name": recipe.export.name,
        "title": recipe.export.title,
        "licence": recipe.export.licence,
        "base": recipe.student.base,
        "base_sha256": _base_sha256(recipe),
        "prompt": recipe.export.style,
        "commands": [f"python -m training {each} --recipe {recipe.name}" for each in ran],
        "seed": recipe.sft.seed,
        "recipe": _relative(settings),
        "data": _data(recipe.output),
        "training": {each: _training(recipe.output / each) for each in stages},
        "source_sha256": files.sha256(source / WEIGHTS),
        "versions": versions(),
    }


def _base_sha256(recipe: Recipe) -> str:
    """The pin of the base's bytes; for a base without a pin, the hash of its folder."""
    if (pin := pins.bases().get(recipe.student.base)) and pin.sha256:
        return pin.sha256
    from training import models

    about = safety.read_manifest(models.base_folder(recipe))
    return about["sha256"] if about else ""


def _data(output: Path) -> dict[str, dict[str, Any]]:
    found = [path for name in DATA for path in sorted((output / name).glob("*.jsonl"))]
    return {
        path.relative_to(output).as_posix(): {
            "sha256": files.sha256(path),
            "lines": sum(1 for line in path.open("rb") if line.strip()),
        }
        for path in found
    }


def _training(folder: Path) -> dict[str, Any]:
    metrics = files.read_json(folder / "metrics.json") or {}
    kept = {key: metrics[key] for key in ("steps", "data", "start") if key in metrics}
    last = next((line for line in reversed(metrics.get("history", [])) if "eval_loss" in line), {})
    kept |= {key: last[key] for key in ("eval_loss",) if key in last}
    return {**kept, **(files.read_json(folder / "timing.json") or {})}


def _relative(value: Any) -> Any:
    """Settings without the paths of this machine."""
    if isinstance(value, Mapping):
        return {key: _relative(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_relative(each) for each in value]
    return os.path.relpath(value) if isinstance(value, str) and os.path.isabs(value) else value


def evaluation(recipe: Recipe, folder: Path) -> dict[str, Any] | None:
    """The results of the run's evaluation, if it was of this very adapter."""
    results = files.read_json(recipe.output / "evaluate" / "results.json")
    if not isinstance(results, dict):
        return None
    own = adapter.Adapter(folder.name, folder, "", "", "").sha256
    return results if any(each.get("adapter_sha256") == own for each in results["models"].values()) else None


def write_json(path: Path, content: Any) -> None:
    """JSON in one order of keys."""
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
