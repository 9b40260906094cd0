"""The stage ``stage1``: foundation training on D_easy, R = R_acc + α·R_format (paper §4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import grpo

if TYPE_CHECKING:
    from training.recipe import Recipe


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """GRPO with the recipe's ``stage1``."""
    grpo.run(recipe, "stage1", dry_run=dry_run, resume=resume)
