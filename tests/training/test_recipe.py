"""Recipes: strict keys, one recipe extending another, changes from the command line."""

from __future__ import annotations

import pytest

from lexcalc.errors import UsageError
from training.recipe import RECIPES, load


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_recipe_that_ships_is_valid(path):
    recipe = load(path.stem)
    assert recipe.name == path.stem and recipe.output.name == path.stem
    assert recipe.sft.save_every % recipe.sft.log_every == 0


def test_the_papers_settings():
    recipe = load("paper")
    assert recipe.student.base == "deepseek-r1-distill-qwen-1.5b"
    assert (recipe.student.rank, recipe.student.alpha) == (16, 16)
    for stage, weights in (
        (recipe.stage1, {"accuracy": 1, "format": 0.1}),
        (recipe.stage2, {"accuracy": 1, "format": 0.1, "law": 0.1}),
    ):
        assert stage.rewards == weights
        assert (stage.learning_rate, stage.generations, stage.max_completion) == (1e-6, 4, 768)
        assert (stage.beta, stage.loss, stage.scale_rewards, stage.iterations) == (0.04, "grpo", "group", 1)
    assert (recipe.stage1.source, recipe.stage2.source) == ("easy", "hard")


def test_the_variants():
    assert load("paper-grpo-base").stage1.source == "all" and load("paper-grpo-base").stage2 is None
    assert load("paper-grpo-law").stage1.rewards["law"] == 0.1
    assert load("paper-easy-only").stage2 is None and load("paper-easy-only").stage1.source == "easy"
    only = load("paper-hard-only")
    assert only.stage1 is None and (only.stage2.source, only.stage2.start) == ("hard", "base")
    assert load("paper-tc").stage1.scenarios == load("paper-tc").stage2.scenarios == ("TC",)


def test_a_recipe_extends_another_key_by_key(tmp_path):
    (tmp_path / "ground.yaml").write_text("name: ground\nsft: {batch: 8, epochs: 2}\nstudent: {rank: 8}\n")
    (tmp_path / "own.yaml").write_text("extends: ground\nsft: {epochs: 3}\n")
    recipe = load(tmp_path / "own.yaml")
    assert (recipe.name, recipe.sft.batch, recipe.sft.epochs, recipe.student.rank) == ("own", 8, 3, 8)
    (tmp_path / "ground.yaml").write_text("extends: own\n")
    with pytest.raises(UsageError, match="继承"):
        load(tmp_path / "own.yaml")


def test_changes_from_the_command_line(tmp_path):
    recipe = load("tiny", ["sft.epochs=2.5", "stage1.rewards.format=0.3", "stage2=null"], tmp_path / "out")
    assert (recipe.sft.epochs, recipe.stage1.rewards["format"], recipe.stage2) == (2.5, 0.3, None)
    assert recipe.output == tmp_path / "out"


@pytest.mark.parametrize(
    "change",
    [
        "sft.epoch=2",
        "sft.epochs",
        "=3",
        "sft.epochs=many",
        "sft.epochs.more=1",
        "stage1.rewards.beauty=1",
        "sft.save_every=3",
        "stage1.generations=3",
        "stage1.rollout=vllm-server",
    ],
)
def test_what_no_recipe_knows_is_an_error(change):
    more = ["sft.log_every=2"] if "save_every" in change else []
    with pytest.raises(UsageError):
        load("tiny", [*more, change])


def test_an_unreadable_recipe(tmp_path):
    for text in ("- a\n", "a: [\n"):
        (tmp_path / "bad.yaml").write_text(text)
        with pytest.raises(UsageError):
            load(tmp_path / "bad.yaml")
    with pytest.raises(UsageError):
        load("nothing-of-this-name")
