"""SFT with the tiny model: what is learnt from, a killed run that goes on, a run by time, two processes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

pytest.importorskip("trl")

from safetensors.torch import load_file

from lexcalc import paths
from lexcalc.reasoning.prompt import PREFILL
from tests.training.example import GOOD, TEXT, question, run_folder
from training import models, sft
from training.clock import MARK
from training.records import Trajectory

ROOT = paths.rules_dir().parent


def stage(recipe, name: str, *options: str, launcher: tuple[str, ...] = ()) -> list[str]:
    """The command of a stage of the recipe `tiny` for a run folder."""
    start = launcher or (sys.executable,)
    return [*start, "-m", "training", name, "--recipe", "tiny", "--output", str(recipe.output), *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def test_an_example_is_the_prompt_and_the_completion_that_alone_is_learnt(tiny_base):
    tokenizer = models.tokenizer(tiny_base)
    example = sft.encode(Trajectory(question(), GOOD), tokenizer)
    ids, labels = example["input_ids"], example["labels"]
    learnt = [token for token in labels if token != sft.IGNORED]
    assert len(ids) == len(labels) and ids[-len(learnt) :] == learnt
    assert tokenizer.decode(learnt) == GOOD + "<|im_end|>"
    before = tokenizer.decode(ids[: -len(learnt)])
    assert before.endswith("<|im_start|>assistant\n") and TEXT in before
    # `lexcalc ask` gives the opening as text of its own, so its tokens must not reach into what follows.
    opening = tokenizer(PREFILL)["input_ids"]
    assert learnt[: len(opening)] == opening

    rows, counts = sft.dataset([Trajectory(question(), GOOD)] * 2, tokenizer, len(ids))
    assert len(rows) == 2 and counts["completion_tokens"] == 2 * len(learnt)
    assert sft.dataset([Trajectory(question(), GOOD)], tokenizer, len(ids) - 1)[1]["too_long"] == 1


def test_results_that_the_calculator_puts_in_are_not_learnt(tiny_base):
    tokenizer = models.tokenizer(tiny_base)
    completion = (
        "<think>\n要素：月工资=8000元\n补偿类型：违法解除。\n月数与基数：2020-01-01至2022-05-31为2年5个月，"
        "计2.5个月。\n赔偿计算：8000×2.5=20000元；20000×2=41000元。\n</think>\n共40000元。\\boxed{40000}"
    )
    trajectory = Trajectory(question(), completion)
    labels = sft.encode(trajectory, tokenizer, calculator=True)["labels"]
    learnt = tokenizer.decode([token for token in labels if token != sft.IGNORED])
    # 41000 is not what the calculator writes, so nothing is put in there.
    assert learnt == completion.replace("为2年5个月", "为").replace("=20000元", "=元") + "<|im_end|>"
    every = sft.encode(trajectory, tokenizer)["labels"]
    assert (
        len(labels) == len(every) and sum(one != other for one, other in zip(labels, every, strict=True)) > 5
    )


def test_one_question_in_ten_is_told_no_line_of_law(tiny_base):
    tokenizer = models.tokenizer(tiny_base)
    texts = []
    for i in range(40):
        asked = replace(question(), question=f"{TEXT}{i}")
        texts.append(tokenizer.decode(sft.encode(Trajectory(asked, GOOD), tokenizer)["input_ids"]))
    assert 1 <= sum("规定：" not in text for text in texts) <= 10


def test_a_template_that_opens_the_thinking_gets_it_once(tiny_base):
    tokenizer = models.tokenizer(tiny_base)
    tokenizer.chat_template = tokenizer.chat_template.replace("assistant\n{%", "assistant\n<think>\n{%")
    ids = sft.encode(Trajectory(question(), GOOD), tokenizer)["input_ids"]
    assert tokenizer.decode(ids).endswith("assistant\n" + GOOD + "<|im_end|>")


def test_a_killed_run_ends_with_the_same_metrics_as_an_unbroken_one(tmp_path, tiny_base):
    longer = "sft.epochs=8"
    whole, broken = (run_folder(tmp_path / name, 24, longer) for name in ("whole", "broken"))
    for recipe in (whole, broken):
        shutil.copytree(tiny_base, recipe.output / "tiny-qwen2")
    victim = subprocess.Popen(
        stage(broken, "sft", "--set", longer),
        env=environment(),
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    first = broken.output / "sft" / "checkpoint-2" / MARK
    while not first.exists() and victim.poll() is None:
        time.sleep(0.05)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert first.exists() and not (broken.output / "sft" / "metrics.json").exists()
    sft.run(whole)
    sft.run(broken)
    one, other = ((each.output / "sft" / "metrics.json").read_text() for each in (whole, broken))
    assert one == other
    metrics = json.loads(one)
    losses = [line["loss"] for line in metrics["history"] if "loss" in line]
    assert len(losses) == metrics["steps"] > 2 and losses[-1] < losses[0]
    assert any("eval_loss" in line for line in metrics["history"])
    folder = whole.output / "sft"
    adapters = [
        load_file(each.output / "sft" / "adapter" / "adapter_model.safetensors") for each in (whole, broken)
    ]
    assert all((adapters[0][name] == adapters[1][name]).all() for name in adapters[0])
    assert json.loads((folder / "timing.json").read_text())["tokens"] > 1000
    assert not list((folder / "adapter").glob("*.bin")) and list((folder / "logs").iterdir())
    before = (folder / "metrics.json").stat().st_mtime_ns
    sft.run(whole)  # complete: nothing is done again
    assert (folder / "metrics.json").stat().st_mtime_ns == before


def test_a_run_by_time_stops_saves_and_has_let_the_rate_fall(tmp_path, tiny_base):
    recipe = run_folder(tmp_path, 12, "sft.max_minutes=0.0001", "sft.epochs=50", "sft.evaluate=0")
    shutil.copytree(tiny_base, recipe.output / "tiny-qwen2")
    sft.run(recipe)
    metrics = json.loads((tmp_path / "sft" / "metrics.json").read_text())
    assert metrics["steps"] == 1
    assert (tmp_path / "sft" / "adapter" / "adapter_model.safetensors").exists()


def test_two_processes_train_one_model(tmp_path, tiny_base):
    recipe = run_folder(tmp_path)
    shutil.copytree(tiny_base, recipe.output / "tiny-qwen2")
    launcher = (sys.executable, "-m", "accelerate.commands.launch", "--config_file")
    launcher += (str(ROOT / "training" / "accelerate" / "two.yaml"),)
    for name, options in (
        ("sft", ()),
        ("stage1", ("--set", "stage1.max_steps=1", "--set", "stage1.save_every=1")),
    ):
        done = subprocess.run(
            stage(recipe, name, *options, launcher=launcher),
            env=environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert json.loads((tmp_path / name / "timing.json").read_text())["processes"] == 2
    assert (
        json.loads((tmp_path / "sft" / "metrics.json").read_text())["steps"] == 1
    )  # 12 examples, 16 an update


def test_a_stage_says_which_adapter_it_went_on_from(tmp_path):
    (tmp_path / "adapter_model.safetensors").write_bytes(b"weights")
    assert sft._start(tmp_path) == {"start": hashlib.sha256(b"weights").hexdigest()}
    assert sft._start(None) == {}
