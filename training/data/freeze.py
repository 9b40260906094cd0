"""The test split that lies in the repository, so that every run and every model meets the same questions.

    python -m training.data.freeze [--folder training/splits] [--ec 450 --wc 194 --tc 99]

Writes ``test.jsonl`` and ``manifest.json`` (hash, sizes, seed, rules).  The data stage keeps every training
question away from its patterns, facts and texts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from lexcalc.case.model import Scenario
from lexcalc.cli.failures import handled
from lexcalc.errors import UsageError
from lexcalc.law import load_rulebook
from training.data import leakage
from training.data.settings import FROZEN, DataSettings, Sizes
from training.data.synthesize import SAMPLERS, synthesize
from training.files import progress, sha256, write_json
from training.records import write

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
    path = folder / "test.jsonl"
    write(path, splits["test"])
    questions = splits["test"]
    manifest = {
        "sha256": sha256(path),
        "questions": len(questions),
        "scenarios": dict(sorted(Counter(each.scenario for each in questions).items())),
        "voices": dict(sorted(Counter(each.voice for each in questions).items())),
        "without_answer": sum(each.answer is None for each in questions),
        "reader": dict(sorted(Counter(each.notes["reader"] for each in questions).items())),
        "patterns": len({each.pattern for each in questions}),
        "seed": settings.seed,
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
@handled()
def main(folder: Path, ec: int, wc: int, tc: int, workers: int | None) -> None:
    freeze(folder, Sizes(EC=ec, WC=wc, TC=tc), workers)
    print(folder / "test.jsonl", file=sys.stderr)


if __name__ == "__main__":
    main()
