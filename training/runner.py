"""What SFT and GRPO share: arguments of the trainer, resuming, the adapter and the metrics they leave."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from accelerate.utils import gather_object
from peft import set_peft_model_state_dict
from safetensors.torch import load_file
from torch.optim.lr_scheduler import LambdaLR

from training.clock import Clock, last_checkpoint, schedule
from training.files import write_json

if TYPE_CHECKING:
    from training.recipe import Optimisation

ADAPTER = "adapter"
METRICS = "metrics.json"
TIMING = "timing.json"
# Depend on the machine or on where a run was resumed; the metrics file holds neither.
_UNSTEADY = ("runtime", "per_second", "num_tokens", "step_time", "total_flos", "train_loss")


class Timed:
    """Mixin of a transformers Trainer: counts tokens, and its learning rate follows the clock."""

    clock: Clock
    settings: Optimisation

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> LambdaLR:
        """The recipe's schedule."""
        if self.lr_scheduler is None:
            factor = schedule(self.settings.schedule, self.settings.warmup, num_training_steps, self.clock)
            self.lr_scheduler = LambdaLR(optimizer or self.optimizer, factor)
        return self.lr_scheduler

    def training_step(self, model: Any, inputs: dict[str, Any], *rest: Any) -> torch.Tensor:
        """One micro-batch."""
        if isinstance(inputs, dict) and "attention_mask" in inputs:
            self.clock.tokens += int(inputs["attention_mask"].sum())
        elif isinstance(inputs, dict) and "position_ids" in inputs:
            self.clock.tokens += inputs["position_ids"].numel()
        return super().training_step(model, inputs, *rest)


def arguments(settings: Optimisation, folder: Path, dtype: str) -> dict[str, Any]:
    """Keywords of TrainingArguments, none left to a default that matters."""
    gpu = torch.cuda.is_available()
    os.environ["TENSORBOARD_LOGGING_DIR"] = str(folder / "logs")
    return {
        "output_dir": str(folder),
        "seed": settings.seed,
        "data_seed": settings.seed,
        "learning_rate": settings.learning_rate,
        "weight_decay": settings.weight_decay,
        "max_grad_norm": settings.clip,
        "optim": "adamw_torch_fused" if gpu else "adamw_torch",
        "per_device_train_batch_size": settings.batch,
        "gradient_accumulation_steps": settings.accumulate,
        "num_train_epochs": settings.epochs,
        "max_steps": settings.max_steps or -1,
        "logging_steps": settings.log_every,
        "save_steps": settings.save_every,
        "save_total_limit": settings.keep,
        "gradient_checkpointing": settings.gradient_checkpointing,
        "bf16": dtype == "bfloat16",
        "use_cpu": not gpu,
        "dataloader_pin_memory": gpu,
        "report_to": ["tensorboard"],
        "ddp_find_unused_parameters": False,
    }


def train(trainer: Any, folder: Path, resume: bool) -> None:
    """Train from the last whole checkpoint, or from the start (then what an earlier run left is removed)."""
    checkpoint = last_checkpoint(folder) if resume else None
    if checkpoint is None:
        if trainer.accelerator.is_main_process:
            for old in folder.glob("checkpoint-*"):
                shutil.rmtree(old)
        trainer.accelerator.wait_for_everyone()
    else:
        print(f"resuming from {checkpoint}", file=sys.stderr)
        trainer.clock.resume(checkpoint)
        # Where GRPO keeps a second adapter as its reference, transformers restores only that one.
        weights = load_file(checkpoint / "adapter_model.safetensors")
        set_peft_model_state_dict(trainer.model, weights, adapter_name="default")
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    trainer.clock.stop()


def finish(trainer: Any, folder: Path, mark: dict[str, Any]) -> None:
    """Leave the adapter, ``timing.json`` and last of all ``metrics.json``, which says it is done."""
    clock = trainer.clock
    tokens = sum(gather_object([clock.tokens])) or trainer.state.num_input_tokens_seen
    trainer.save_model(str(folder / ADAPTER))
    if not trainer.accelerator.is_main_process:
        return
    for path in (folder / ADAPTER).iterdir():
        if path.suffix == ".bin":  # a pickle, which lexcalc refuses to load
            path.unlink()
        elif path.is_dir():  # the adapter of the reference, a copy of the start
            shutil.rmtree(path)
    write_json(
        folder / TIMING,
        {
            "seconds": round(clock.seconds, 1),
            "tokens": tokens,
            "tokens_per_second": round(tokens / max(clock.seconds, 1e-9), 1),
            "processes": trainer.accelerator.num_processes,
            "device": str(trainer.accelerator.device),
        },
    )
    history = [
        {key: line[key] for key in sorted(line) if not any(each in key for each in _UNSTEADY)}
        for line in trainer.state.log_history
        if "train_runtime" not in line
    ]
    write_json(folder / METRICS, {**mark, "steps": trainer.state.global_step, "history": history})
