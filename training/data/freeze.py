"""The test split that lies in the repository, so that every run and every model meets the same questions.

    python -m training.data.freeze [--folder training/splits] [--ec 450 --wc 194 --tc 99]
    python -m training.data.freeze --run RUN

The second form keeps the test split of a run, so that what the run trained is measured on questions that its
own data stage kept away from the training set.  Writes ``test.jsonl`` and ``manifest.json`` (hash, sizes,
origin, rules).  The data stage keeps every training question away from its patterns, facts and texts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from lexcalc.case.model import Scenario
from lexcalc.cli.failures import handled
from lexcalc.errors import UsageError
from lexcalc.law import load_rulebook
from lexcalc.serve.files import sha256
from training.data import leakage
from training.data.settings import FROZEN, DataSettings, LeakageSettings, Sizes
from training.data.synthesize import SAMPLERS, synthesize
from training.files import progress, write_json
from training.records import Question, write
from training.records import questions as records

DRAWS = 60.0  # drafts a wanted question may cost: only those of the held-out patterns count


def freeze(
    folder: Path, sizes: Sizes, workers: int | None = None, samplers: Mapping[Scenario, str] = SAMPLERS
) -> None:
    """Draw the test split alone and write it; UsageError where the samplers cannot fill it."""
    nothing = Sizes()
    settings = DataSettings(
        workers=workers, train=nothing, validation=nothing, test=sizes, frozen_test=None, max_draws=DRAWS
    )
    known = [each.text for each in leakage.gather(leakage.benchmark_files(settings.leakage))]
    with progress() as bar:
        splits, summaries = synthesize(settings, known, samplers, bar)
    if short := {key: n for summary in summaries.values() for key, n in summary.short.items()}:
        raise UsageError(f"题目不足：{short}", f"the samplers left the split short: {short}")
    _write(folder, splits["test"], {"seed": settings.seed})


def keep(run: Path, folder: Path) -> None:
    """Make a run's test split the frozen one, once more checked against what the run was trained on."""
    train, test = (run / "data" / f"{split}.jsonl" for split in ("train", "test"))
    findings, _ = leakage.check(leakage.read(train), leakage.read(test), LeakageSettings())
    leakage.fail_on(findings)
    _write(folder, records(test), {"kept_from": {"train.jsonl": sha256(train), "test.jsonl": sha256(test)}})


def _write(folder: Path, questions: Sequence[Question], origin: Mapping[str, Any]) -> None:
    path = folder / "test.jsonl"
    write(path, questions)
    manifest = {
        "sha256": sha256(path),
        "questions": len(questions),
        "scenarios": dict(sorted(Counter(each.scenario for each in questions).items())),
        "voices": dict(sorted(Counter(each.voice for each in questions).items())),
        "without_answer": sum(each.answer is None for each in questions),
        "reader": dict(sorted(Counter(each.notes["reader"] for each in questions).items())),
        "patterns": len({each.pattern for each in questions}),
        **origin,
        "rules": load_rulebook().sha256,
    }
    write_json(folder / "manifest.json", manifest)


_SIZES = DataSettings().test


@click.command(help=__doc__.partition("\n")[0])
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=FROZEN.parent, show_default=True
)
@click.option("--ec", default=_SIZES.EC, show_default=True)
@click.option("--wc", default=_SIZES.WC, show_default=True)
@click.option("--tc", default=_SIZES.TC, show_default=True)
@click.option("--workers", type=click.IntRange(1))
@click.option("--run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@handled()
def main(folder: Path, ec: int, wc: int, tc: int, workers: int | None, run: Path | None) -> None:
    if run:
        keep(run, folder)
    else:
        freeze(folder, Sizes(EC=ec, WC=wc, TC=tc), workers)
    print(folder / "test.jsonl", file=sys.stderr)


if __name__ == "__main__":
    main()
