"""GRPO on a part of the curriculum (TRL's GRPOTrainer); ``stage1`` and ``stage2`` are two runs of it."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lexcalc.errors import UsageError
from lexcalc.serve.files import sha256
from training.files import done, fingerprint, mark
from training.prompting import prompt, rendered
from training.records import Question, line, questions

if TYPE_CHECKING:
    from training.recipe import GrpoSettings, Recipe

Stage = Literal["stage1", "stage2"]
FILES = {
    "easy": "partition/D_easy.jsonl",
    "hard": "partition/D_hard.jsonl",
    "all": "data/train.jsonl",
}


def run(recipe: Recipe, stage: Stage, *, dry_run: bool = False, resume: bool = True) -> None:
    """Train the adapter ``recipe.output``/STAGE/adapter; a broken-off run goes on from its checkpoint."""
    settings: GrpoSettings | None = getattr(recipe, stage)
    if settings is None:
        print(f"{stage}: the recipe leaves it out", file=sys.stderr)
        return
    folder, source = recipe.output / stage, recipe.output / FILES[settings.source]
    start = _start(recipe, settings)
    inputs = [
        recipe.student.model_dump(mode="json"),
        sha256(source),
        None if start is None else sha256(start / "adapter_model.safetensors"),
    ]
    key = fingerprint(settings, inputs)
    if resume and not dry_run and done(folder / "metrics.json", key):
        print(f"{stage}: {folder} is complete and of this recipe; nothing to do", file=sys.stderr)
        return
    from training import models

    base = models.base_folder(recipe)
    tokenizer = models.tokenizer(base)
    chosen = select(questions(source), settings)
    rows, counts = examples(chosen, tokenizer, settings)
    print(f"{stage}: {counts}, rewards {settings.rewards}", file=sys.stderr)
    if not rows:
        raise UsageError(f"{source} 中没有可用的题目。", f"{source} holds no question to train on.")
    if dry_run:
        print(rows[0]["prompt"], file=sys.stderr)
        return
    from training import runner

    model = models.student(recipe.student, base, start, seed=settings.seed)
    trainer = _trainer(settings, folder, model, tokenizer, rows, recipe.student.dtype)
    runner.train(trainer, folder, resume)
    runner.finish(trainer, folder, {**mark(key), "data": counts})


def select(source: Sequence[Question], settings: GrpoSettings) -> list[Question]:
    """The scenarios of the recipe, in an order of its seed, as many as it wants."""
    wanted = [each for each in source if each.scenario in settings.scenarios]
    random.Random(settings.seed).shuffle(wanted)
    return wanted[: settings.limit]


def examples(
    chosen: Sequence[Question], tokenizer: Any, settings: GrpoSettings
) -> tuple[list[dict[str, str]], dict[str, int]]:
    """Rows for TRL: the prompt as text, and for the rewards the question and what opens its answer."""
    rows = []
    for question in chosen:
        text, opened = rendered(prompt(question, prefill=settings.prefill), tokenizer)
        if len(tokenizer(text)["input_ids"]) <= settings.max_prompt:
            rows.append({"prompt": text, "opened": opened, "record": line(question)})
    return rows, {"questions": len(rows), "too_long": len(chosen) - len(rows)}


def _start(recipe: Recipe, settings: GrpoSettings) -> Path | None:
    if settings.start == "base":
        return None
    folder = recipe.output / settings.start / "adapter"
    if not (folder / "adapter_model.safetensors").is_file():
        raise UsageError(
            f"还没有训练 {settings.start}：{folder} 中没有适配器。",
            f"{settings.start} has not been trained: {folder} holds no adapter.",
        )
    return folder


def _trainer(
    settings: GrpoSettings, folder: Path, model: Any, tokenizer: Any, rows: list[dict[str, str]], dtype: str
) -> Any:
    import torch
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    from training import runner
    from training.clock import Clock
    from training.head import score_labels_only
    from training.rewards import REWARDS

    class Trainer(runner.Timed, GRPOTrainer):
        """TRL's trainer on the recipe's clock."""

    config = GRPOConfig(
        **runner.arguments(settings, folder, dtype),
        num_generations=settings.generations,
        max_completion_length=settings.max_completion,
        temperature=settings.temperature,
        top_p=settings.top_p,
        top_k=0,
        repetition_penalty=1.0,
        beta=settings.beta,
        loss_type=settings.loss,
        scale_rewards=settings.scale_rewards,
        num_iterations=settings.iterations,
        epsilon=settings.epsilon,
        epsilon_high=settings.epsilon,
        importance_sampling_level="token",
        multi_objective_aggregation="sum_then_normalize",
        mask_truncated_completions=settings.mask_truncated,
        reward_weights=list(settings.rewards.values()),
        steps_per_generation=settings.accumulate,
        shuffle_dataset=True,
        log_completions=False,
        **_rollout(settings),
    )
    clock = Clock(settings.max_minutes)
    Trainer.clock, Trainer.settings = clock, settings
    trainer = Trainer(
        model=model,
        args=config,
        reward_funcs=[REWARDS[name] for name in settings.rewards],
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        callbacks=[clock],
    )
    if not torch.cuda.is_available():
        score_labels_only(model.get_base_model(), settings.temperature)
    return trainer


def _rollout(settings: GrpoSettings) -> dict[str, Any]:
    if settings.rollout == "transformers":
        return {"use_vllm": False}
    options: dict[str, Any] = {"use_vllm": True, "vllm_mode": settings.rollout.removeprefix("vllm-")}
    if settings.rollout == "vllm-server":
        return {**options, "vllm_server_base_url": settings.server}
    return {
        **options,
        "vllm_gpu_memory_utilization": settings.gpu_memory,
        "vllm_max_model_length": settings.max_prompt + settings.max_completion,
    }
