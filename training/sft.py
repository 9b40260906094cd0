"""The stage ``sft``: a cold start with LoRA on the distilled trajectories (TRL's SFTTrainer)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc.serve.files import sha256
from training.files import done, fingerprint, mark
from training.prompting import pieces, prompt, rendered
from training.records import Trajectory, trajectories

if TYPE_CHECKING:
    from training.recipe import Recipe, SftSettings

IGNORED = -100


def encode(trajectory: Trajectory, tokenizer: Any) -> dict[str, list[int]]:
    """Token ids of prompt and completion, labels for the completion only.

    The opening that ``lexcalc ask`` writes for the model is cut into tokens by itself, as it is then.
    """
    text, opened = rendered(prompt(trajectory.question), tokenizer)
    before = tokenizer(text)["input_ids"]
    after = [
        token
        for piece in pieces(trajectory.completion, opened)
        for token in tokenizer(piece, add_special_tokens=False)["input_ids"]
    ]
    after.append(tokenizer.eos_token_id)
    return {"input_ids": [*before, *after], "labels": [IGNORED] * len(before) + after}


def dataset(records: Iterable[Trajectory], tokenizer: Any, max_length: int) -> tuple[Any, dict[str, int]]:
    """The examples that fit, and what they amount to."""
    from datasets import Dataset

    examples = [encode(each, tokenizer) for each in records]
    fitting = [each for each in examples if len(each["input_ids"]) <= max_length]
    for each in fitting:
        each["length"] = len(each["input_ids"])
    counts = {
        "examples": len(fitting),
        "too_long": len(examples) - len(fitting),
        "tokens": sum(each["length"] for each in fitting),
        "completion_tokens": sum(sum(i != IGNORED for i in each["labels"]) for each in fitting),
    }
    return Dataset.from_list(fitting), counts


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """Train the adapter ``recipe.output``/sft/adapter; a broken-off run goes on from its last checkpoint."""
    settings: SftSettings = recipe.sft
    folder, source = recipe.output / "sft", recipe.output / "distil"
    files = [source / "train.jsonl", *([source / "validation.jsonl"] if settings.evaluate else [])]
    inputs = [recipe.student.model_dump(mode="json"), *(sha256(file) for file in files)]
    key = fingerprint(settings, inputs)
    if resume and not dry_run and done(folder / "metrics.json", key):
        print(f"sft: {folder} is complete and of this recipe; nothing to do", file=sys.stderr)
        return
    from training import models

    base = models.base_folder(recipe)
    tokenizer = models.tokenizer(base)
    train, counts = dataset(trajectories(files[0])[: settings.limit], tokenizer, settings.max_length)
    print(f"sft: {counts}", file=sys.stderr)
    if dry_run:
        print(tokenizer.decode(train[0]["input_ids"]), file=sys.stderr)
        return
    held = None
    if settings.evaluate:
        held, _ = dataset(trajectories(files[1])[: settings.evaluate], tokenizer, settings.max_length)
    from peft.helpers import disable_input_dtype_casting

    from training import runner

    model = models.student(recipe.student, base, seed=settings.seed)
    trainer = _trainer(settings, folder, model, tokenizer, train, held, recipe.student.dtype)
    with ExitStack() as stack:
        # Autocast gives the adapter bfloat16 anyway: activations need not go through float32 for it.
        stack.enter_context(disable_input_dtype_casting(model, recipe.student.dtype == "bfloat16"))
        runner.train(trainer, folder, resume)
        if held is not None:
            trainer.evaluate()
    runner.finish(trainer, folder, {**mark(key), "data": counts})


def _trainer(
    settings: SftSettings, folder: Path, model: Any, tokenizer: Any, train: Any, held: Any, dtype: str
) -> Any:
    import torch
    from trl import SFTConfig, SFTTrainer

    from training import runner
    from training.clock import Clock
    from training.head import score_labels_only

    class Trainer(runner.Timed, SFTTrainer):
        """TRL's trainer on the recipe's clock."""

    packing = settings.packing
    config = SFTConfig(
        **runner.arguments(settings, folder, dtype),
        max_length=settings.max_length,
        packing=packing,
        eval_packing=False,
        # Without attention over variable lengths, like lengths together keep the padding near nothing.
        train_sampling_strategy="random" if packing else "group_by_length",
        completion_only_loss=True,
        loss_type="nll",
        per_device_eval_batch_size=settings.batch,
        eval_strategy="steps" if held is not None and settings.evaluate_every else "no",
        eval_steps=settings.evaluate_every,
    )
    clock = Clock(settings.max_minutes)
    Trainer.clock, Trainer.settings = clock, settings
    trainer = Trainer(
        model=model,
        args=config,
        train_dataset=train,
        eval_dataset=held,
        processing_class=tokenizer,
        callbacks=[clock],
    )
    if not torch.cuda.is_available():
        score_labels_only(model.get_base_model())
    if settings.compile:
        # Layer by layer: one graph serves all of them, and lengths that differ do not ask for another.
        for layer in model.get_base_model().model.layers:
            layer.compile(dynamic=True)
    return trainer
