"""The stage ``sft``: a cold start with LoRA on the distilled trajectories (TRL's SFTTrainer)."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc.reasoning.calculator import STOPS, result
from lexcalc.reasoning.vocabulary import SAID
from lexcalc.serve.files import sha256
from training.files import done, fingerprint, mark
from training.prompting import pieces, prompt, rendered
from training.records import Question, Trajectory, trajectories

if TYPE_CHECKING:
    from training.recipe import Recipe, SftSettings

IGNORED = -100
_STOP = re.compile("|".join((*STOPS, SAID)))
_NUMBER = re.compile(r"[\d.%]")


def encode(trajectory: Trajectory, tokenizer: Any, calculator: bool = False) -> dict[str, list[int]]:
    """Token ids of prompt and completion, labels for the completion only.

    The opening that ``lexcalc ask`` writes for the model is cut into tokens by itself, as it is then.
    With ``calculator`` the results that it will put in are not learned.  One question in ten is told no line
    of law: a reader does not always know what is asked.
    """
    question = trajectory.question
    text, opened = rendered(prompt(question, rules=not _by_itself(question)), tokenizer)
    before = tokenizer(text)["input_ids"]
    after, labels = [], []
    for piece in pieces(trajectory.completion, opened):
        cut = tokenizer(piece, add_special_tokens=False, return_offsets_mapping=True)
        put_in = calculated(piece) if calculator else []
        after += cut["input_ids"]
        labels += [
            IGNORED if any(start <= a and b <= end for start, end in put_in) else token
            for token, (a, b) in zip(cut["input_ids"], cut["offset_mapping"], strict=True)
        ]
    end = tokenizer.eos_token_id
    return {"input_ids": [*before, *after, end], "labels": [IGNORED] * len(before) + [*labels, end]}


def _by_itself(question: Question) -> bool:
    """Whether a question is told without law: the same one in ten in every run."""
    return int(hashlib.sha256(question.question.encode()).hexdigest()[12:16], 16) % 10 == 0


def calculated(text: str) -> list[tuple[int, int]]:
    """Where a text holds what the calculator would write there."""
    found = []
    for stop in _STOP.finditer(text):
        told = result(text[: stop.end()])
        end = stop.end() + len(told)
        if told and text.startswith(told, stop.end()) and not _NUMBER.match(text, end):
            found.append((stop.end(), end))
    return found


def dataset(
    records: Iterable[Trajectory], tokenizer: Any, max_length: int, calculator: bool = False
) -> tuple[Any, dict[str, int]]:
    """The examples that fit, and what they amount to."""
    from datasets import Dataset

    examples = [encode(each, tokenizer, calculator) for each in records]
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
    train, counts = dataset(
        trajectories(files[0])[: settings.limit], tokenizer, settings.max_length, settings.calculator
    )
    print(f"sft: {counts}", file=sys.stderr)
    if dry_run:
        print(tokenizer.decode(train[0]["input_ids"]), file=sys.stderr)
        return
    held = None
    if settings.evaluate:
        held, _ = dataset(
            trajectories(files[1])[: settings.evaluate], tokenizer, settings.max_length, settings.calculator
        )
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
    runner.finish(trainer, folder, {**mark(key), "data": counts, **_start(recipe.student.adapter)})


def _start(adapter: Path | None) -> dict[str, str]:
    """Which weights the stage went on from, where it did not begin with a fresh adapter."""
    return {"start": sha256(adapter / "adapter_model.safetensors")} if adapter else {}


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
