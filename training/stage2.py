"""The stage ``stage2``: procedural grounding on D_hard, R = R_acc + α·R_format + β·R_law (paper §4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import grpo

if TYPE_CHECKING:
    from training.recipe import Recipe


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """GRPO with the recipe's ``stage2``; ``checked`` instead of ``law`` asks for steps behind the words."""
    grpo.run(recipe, "stage2", dry_run=dry_run, resume=resume)
