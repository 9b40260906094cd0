"""Both stages of GRPO with the tiny model: rewards by recipe, resuming, the adapter they hand on."""

from __future__ import annotations

import json
import shutil

import pytest

pytest.importorskip("trl")

from safetensors.torch import load_file

from lexcalc.errors import UsageError
from tests.training.example import question, run_folder
from training import grpo, models, stage1, stage2
from training.prompting import prompt, rendered
from training.rewards import REWARDS


@pytest.fixture
def started(tmp_path, tiny_base):
    """A run folder with an untrained adapter in the place of that of SFT."""
    recipe = run_folder(tmp_path)
    shutil.copytree(tiny_base, recipe.output / "tiny-qwen2")
    models.student(recipe.student, models.base_folder(recipe)).save_pretrained(tmp_path / "sft" / "adapter")
    return recipe


def test_two_stages_log_their_rewards_and_hand_on_the_adapter(started, monkeypatch):
    def checked(completions, **_):
        """What a random model can earn, so that there is something to learn."""
        return [len(each) % 7 / 7 for each in completions]

    monkeypatch.setitem(REWARDS, "checked", checked)
    stage1.run(started)
    stage2.run(started)
    for name, rewards in (("stage1", ("accuracy", "format")), ("stage2", ("accuracy", "format", "checked"))):
        folder = started.output / name
        metrics = json.loads((folder / "metrics.json").read_text())
        logged = [line for line in metrics["history"] if "reward" in line]
        assert metrics["steps"] == len(logged) == 4
        for line in logged:
            assert {f"rewards/{each}/mean" for each in rewards} <= set(line)
            assert 0 <= line["parse_failures"] <= 1 and "kl" in line
        assert sorted(path.name for path in (folder / "adapter").glob("*.safetensors")) == [
            "adapter_model.safetensors"
        ]
        assert not [path for path in (folder / "adapter").iterdir() if path.is_dir()]

    # Killed after its second step, the stage ends as if nothing had been.
    folder = started.output / "stage2"
    whole = (folder / "metrics.json").read_text()
    weights = load_file(folder / "adapter" / "adapter_model.safetensors")
    before = load_file(started.output / "stage1" / "adapter" / "adapter_model.safetensors")
    assert any((weights[name] != before[name]).any() for name in weights)
    (folder / "metrics.json").unlink()
    shutil.rmtree(folder / "checkpoint-4")
    shutil.rmtree(folder / "adapter")
    stage2.run(started)
    assert (folder / "metrics.json").read_text() == whole
    again = load_file(folder / "adapter" / "adapter_model.safetensors")
    assert all((weights[name] == again[name]).all() for name in weights)


def test_a_stage_needs_the_one_before_unless_the_recipe_starts_at_the_base(started, tmp_path, capsys):
    with pytest.raises(UsageError, match="stage1"):
        stage2.run(started)
    shutil.rmtree(tmp_path / "sft")
    from_base = started.model_copy(update={"stage1": started.stage1.model_copy(update={"start": "base"})})
    stage1.run(from_base, dry_run=True)
    left_out = started.model_copy(update={"stage2": None})
    stage2.run(left_out)
    assert "leaves it out" in capsys.readouterr().err


def test_questions_are_chosen_by_scenario_and_seed(started):
    many = [question(id=f"{s}-{i}", scenario=s) for i in range(9) for s in ("EC", "WC", "TC")]
    settings = started.stage1.model_copy(update={"scenarios": ("EC", "TC"), "limit": 10})
    chosen = grpo.select(many, settings)
    assert len(chosen) == 10 and {each.scenario for each in chosen} == {"EC", "TC"}
    assert chosen == grpo.select(many, settings)
    assert chosen != grpo.select(many, settings.model_copy(update={"seed": 1}))


def test_the_prompt_ends_with_the_opening_that_the_rewards_put_before_the_answer(tiny_base):
    tokenizer = models.tokenizer(tiny_base)
    text, opened = rendered(prompt(question(), prefill=True), tokenizer)
    assert text.endswith("<|im_start|>assistant\n<think>\n要素：") and opened == "<think>\n要素："
    assert rendered(prompt(question()), tokenizer)[1] == ""
    tokenizer.chat_template = tokenizer.chat_template.replace("assistant\n{%", "assistant\n<think>\n{%")
    assert rendered(prompt(question()), tokenizer)[1] == "<think>\n"
    twice = rendered(prompt(question(), prefill=True), tokenizer)
    assert twice == (text, opened)
