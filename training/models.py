"""The student: a base by name or folder, its tokenizer, and the LoRA adapter that is trained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc.errors import LexcalcError
from lexcalc.serve import files, safety, store

if TYPE_CHECKING:
    from peft import PeftModel

    from training.recipe import Recipe, StudentSettings

TINY = "tiny"


def base_folder(recipe: Recipe) -> Path:
    """The directory of the base: built on the spot for ``tiny``, else from lexcalc's store."""
    if recipe.student.base == TINY:
        from training import tiny

        folder = recipe.output / "tiny-qwen2"
        folder.parent.mkdir(parents=True, exist_ok=True)
        with files.lock(folder.with_suffix(".lock"), lambda: None):  # one process of several builds it
            return tiny.build(folder)
    return store.pull(recipe.student.base).path


def tokenizer(folder: Path) -> Any:
    """The tokenizer of a base; its turns must end with its EOS and it must be able to pad."""
    from transformers import AutoTokenizer

    found = AutoTokenizer.from_pretrained(folder)
    if not found.chat_template:
        raise LexcalcError(f"{folder} 没有对话模板。", f"{folder} has no chat template.")
    if found.pad_token is None:
        found.pad_token = found.eos_token
    found.padding_side = "right"
    return found


def student(
    settings: StudentSettings, folder: Path, adapter: Path | None = None, *, seed: int = 0
) -> PeftModel:
    """The base with a LoRA adapter: that of ``adapter`` if given, else a fresh one, in float32.

    The adapter's weights stay in float32 whatever the base has: an update of 1e-4 would be lost in bfloat16.
    """
    import torch
    import transformers
    from peft import LoraConfig, PeftModel, get_peft_model
    from transformers import AutoModelForCausalLM

    if settings.threads and not torch.cuda.is_available():
        torch.set_num_threads(settings.threads)
    safety.check_directory(folder)
    transformers.set_seed(seed)  # a fresh adapter is random
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=getattr(torch, settings.dtype), attn_implementation=settings.attention
    )
    model.config.use_cache = False
    source = adapter or settings.adapter
    if source is not None:
        safety.check_directory(source)
        return PeftModel.from_pretrained(model, source, is_trainable=True)
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules="all-linear",
        bias="none",
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config)
