"""The stage ``data``: an open LexNum under ``recipe.output``/data, checked for leaks and measured."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from lexcalc.case.model import Scenario
from lexcalc.serve.files import sha256
from training.data import diversity, leakage
from training.data.settings import DataSettings, Sizes
from training.data.splits import SPLITS, Split, facts_key
from training.data.synthesize import SAMPLERS, Summary, synthesize
from training.data.told import told
from training.files import done, fingerprint, mark, progress, write_json
from training.records import Question, questions, write

if TYPE_CHECKING:
    from training.recipe import Recipe

DRY = 24  # questions of each split and scenario in a dry run


def run(
    recipe: Recipe,
    *,
    dry_run: bool = False,
    resume: bool = True,
    samplers: Mapping[Scenario, str] = SAMPLERS,
) -> None:
    """The splits, then the leak check (which fails the stage) and the measures of diversity.

    ``summary.json`` is written last and says that the stage is complete; a broken-off run starts again,
    with the same result.
    """
    settings: DataSettings = recipe.data
    folder = recipe.output / "data"
    learnt = {path.resolve() for path in settings.told}
    files = [path for path in leakage.benchmark_files(settings.leakage) if path.resolve() not in learnt]
    frozen = settings.frozen_test
    inputs = {
        path.name: sha256(path)
        for path in [*files, *settings.told, *settings.extracted, *([frozen] if frozen else [])]
    }
    key = fingerprint(settings, inputs)
    if resume and not dry_run and done(folder / "summary.json", key):
        print(f"data: {folder} is complete and of this recipe; nothing to do", file=sys.stderr)
        return
    benchmarks = leakage.gather(files)
    with progress() as bar:
        splits, summaries = synthesize(
            smaller(settings) if dry_run else settings,
            [each.text for each in benchmarks],
            samplers,
            bar,
            questions(frozen) if frozen else (),
        )
    console = Console(stderr=True)
    console.print(table(summaries))
    if dry_run:
        return
    splits["train"] += _extracted(settings)
    splits["train"] += _told(settings, [*benchmarks, *_entries([*splits["test"], *splits["validation"]])])
    if settings.retell:
        from training.data.retell import retell

        splits["train"] = retell(splits["train"], settings.retell, folder / "retold.jsonl")
    for split in SPLITS:
        write(folder / f"{split}.jsonl", splits[split])
    check(folder, benchmarks, settings)
    report = diversity.by_scenario(*(leakage.read(folder / f"{split}.jsonl") for split in ("train", "test")))
    console.print(diversity.table(report))
    write_json(folder / "diversity.json", report)
    write_json(folder / "summary.json", {**mark(key), **_summary(folder, splits, summaries)})


def check(folder: Path, benchmarks: list[leakage.Entry], settings: DataSettings) -> None:
    """The leak check over the written files; raises :class:`training.data.leakage.Leak`."""
    others = leakage.gather(folder / f"{split}.jsonl" for split in SPLITS if split != "train")
    findings, report = leakage.check(
        leakage.read(folder / "train.jsonl"), [*others, *benchmarks], settings.leakage
    )
    write_json(folder / "leakage.json", report)
    leakage.fail_on(findings)


def smaller(settings: DataSettings) -> DataSettings:
    """The same settings for a look at the drafts."""

    def few(sizes: Sizes) -> Sizes:
        return Sizes(**{name: min(DRY, number) for name, number in sizes.model_dump().items()})

    return settings.model_copy(update={split: few(getattr(settings, split)) for split in SPLITS})


def _extracted(settings: DataSettings) -> list[Question]:
    return [question for path in settings.extracted for question in questions(path)]


def _told(settings: DataSettings, others: list[leakage.Entry]) -> list[Question]:
    """The hand-written questions, without those that are too near to a set that measures."""
    if not settings.told:
        return []
    found, fates = told(settings.told)
    findings, _ = leakage.check(_entries(found), others, settings.leakage)
    near = {finding.train.id for finding in findings}
    print(f"told: {dict(fates)}, too near to another set: {len(near)}", file=sys.stderr)
    return [each for each in found if each.id not in near]


def _entries(asked: list[Question]) -> list[leakage.Entry]:
    return [leakage.Entry("", each.id, each.question, facts_key(each)) for each in asked]


def _summary(
    folder: Path, splits: Mapping[Split, list[Question]], summaries: Mapping[Scenario, Summary]
) -> dict[str, Any]:
    return {
        "files": {
            f"{split}.jsonl": {
                "questions": len(splits[split]),
                "without_answer": sum(each.answer is None for each in splits[split]),
                "patterns": len({each.pattern for each in splits[split]}),
                "sha256": sha256(folder / f"{split}.jsonl"),
            }
            for split in SPLITS
        },
        "drafts": {scenario: vars(summary) for scenario, summary in summaries.items()},
    }


def table(summaries: Mapping[Scenario, Summary]) -> Table:
    """What became of the drafts."""
    shown = Table("", *summaries, title="drafts")
    for name in ("drawn", *SPLITS):
        counts = [
            s.drawn if name == "drawn" else sum(n for key, n in s.kept.items() if key.startswith(name))
            for s in summaries.values()
        ]
        shown.add_row(name, *map(str, counts))
    for name in ("equal", "refused", "differs"):
        rates = [f"{s.reader[name] / max(1, s.reader.total()):.1%}" for s in summaries.values()]
        shown.add_row(f"reader {name}", *rates)
    for reason in dict.fromkeys(r for s in summaries.values() for r, _ in s.dropped.most_common()):
        shown.add_row(f"dropped: {reason}", *(str(s.dropped[reason]) for s in summaries.values()))
    for place in dict.fromkeys(place for s in summaries.values() for place in s.short):
        shown.add_row(f"lacking: {place}", *(str(s.short.get(place, "")) for s in summaries.values()))
    return shown
