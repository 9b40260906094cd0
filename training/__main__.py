"""``python -m training STAGE --recipe training/recipes/NAME.yaml``: one command a stage."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from lexcalc.errors import LexcalcError
from training.recipe import load

# Imported when asked for: a stage brings torch, TRL or vLLM with it.
STAGES = {
    "data": (
        "training.data.stage",
        "The questions: sampled, told in many voices, with the rulebook's answers.",
    ),
    "distil": (
        "training.distil.stage",
        "The trajectories: how a lawyer reasons from the case to the amount.",
    ),
    "sft": ("training.sft", "Cold start: LoRA on the trajectories."),
    "partition": ("training.partition", "A teacher separates the easy questions from the hard ones."),
    "stage1": ("training.stage1", "GRPO on the easy questions: accuracy and format."),
    "stage2": ("training.stage2", "GRPO on the hard questions: the legal steps as well."),
    "export": ("training.export", "The adapter with its manifest and card, as lexcalc serves it."),
    "evaluate": ("training.evaluate", "Models compared on the questions, at temperature 0."),
}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Train a LexPam model: data → distil → sft → partition → stage1 → stage2 → export → evaluate."""


def _command(name: str, module: str, about: str) -> None:
    @main.command(name, help=about)
    @click.option(
        "--recipe", "path", required=True, help="A recipe file, or the name of one in training/recipes."
    )
    @click.option("--set", "changes", multiple=True, metavar="SECTION.KEY=VALUE", help="Change the recipe.")
    @click.option("--output", type=click.Path(path_type=Path), help="Folder of the run.")
    @click.option("--dry-run", is_flag=True, help="Show what would be done with the inputs; train nothing.")
    @click.option("--fresh", is_flag=True, help="Start again instead of resuming.")
    def run(path: str, changes: tuple[str, ...], output: Path | None, dry_run: bool, fresh: bool) -> None:
        stage: Callable[..., Any] = import_module(module).run
        stage(load(path, changes, output), dry_run=dry_run, resume=not fresh)


for _name, (_module, _about) in STAGES.items():
    _command(_name, _module, _about)


def cli() -> None:
    """The entry: errors of lexcalc are one sentence and an exit code."""
    try:
        main(prog_name="python -m training")
    except LexcalcError as error:
        click.echo(f"{error.zh}\n{error.en}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    cli()
