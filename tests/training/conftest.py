"""A run folder with an adapter that nobody trained, for the stages that come after training."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lexcalc.serve import adapter, build
from training.recipe import Recipe

HISTORY = [{"step": 2, "loss": 2.0}, {"step": 4, "loss": 1.5}, {"step": 4, "eval_loss": 1.7}]


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory) -> Path:
    """The tiny base, built once."""
    pytest.importorskip("torch")
    from training import tiny

    return tiny.build(tmp_path_factory.mktemp("base") / "tiny-qwen2")


@pytest.fixture
def run(tmp_path, monkeypatch, tiny_base) -> Recipe:
    """A recipe with the tiny base whose ``sft`` stage looks finished."""
    pytest.importorskip("peft")
    import torch

    from training import models

    monkeypatch.chdir(tmp_path)
    # Merging has a process of its own, which tests/serve sees to; here the packages are loaded already.
    monkeypatch.setattr(build, "run", lambda command, *_: adapter.merge(*map(Path, command[-3:])))
    recipe = Recipe(
        name="try",
        output=Path("runs/try"),
        student={"base": "tiny", "rank": 2, "alpha": 4},
        export={"name": "lexpam-try", "title": "LexPam-Try", "folder": Path("checkpoints")},
        evaluate={
            "sets": {"few": Path("data/test.jsonl")},
            "models": [{"name": "base", "model": "tiny"}, {"name": "LexPam"}],
            "engine": "transformers",
            "max_tokens": 8,
        },
    )
    shutil.copytree(tiny_base, recipe.output / "tiny-qwen2")
    torch.manual_seed(3)
    model = models.student(recipe.student, models.base_folder(recipe))
    for name, weights in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weights, std=0.5)
    model.save_pretrained(recipe.output / "sft" / "adapter")
    about = {"fingerprint": "f", "steps": 4, "data": {"examples": 1234}, "history": HISTORY}
    (recipe.output / "sft" / "metrics.json").write_text(json.dumps(about))
    timing = {"seconds": 120.0, "tokens": 4096, "tokens_per_second": 34.1, "processes": 1, "device": "cpu"}
    (recipe.output / "sft" / "timing.json").write_text(json.dumps(timing))
    (recipe.output / "data").mkdir()
    rows = [
        {
            "id": "a",
            "scenario": "EC",
            "question": "月平均工资8000元，工作2年，被裁员，经济补偿多少元？",
            "answer": "16000.00",
        },
        {
            "id": "b",
            "scenario": "TC",
            "question": "交通事故致十级伤残，赔偿多少元？",
            "answer": None,
            "missing": ["地区"],
        },
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (recipe.output / "data" / "test.jsonl").write_text(text, encoding="utf-8")
    return recipe
