"""LoRA adapters (checkpoints/NAME/): found by name, checked against their base, merged once into a copy.

Run as a process of its own to merge: `python -m lexcalc.serve.adapter BASE ADAPTER OUT`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lexcalc import paths
from lexcalc.errors import LexcalcError
from lexcalc.serve import files, safety

if TYPE_CHECKING:
    from lexcalc.reasoning.prompt import Style

STYLES: tuple[Style, ...] = ("taught", "lexpam")


@dataclass(frozen=True)
class Adapter:
    """A LoRA adapter; `manifest.json` beside it names its base, that base's pinned hash and its prompt."""

    name: str
    path: Path
    base: str
    base_sha256: str
    licence: str
    prompt: Style = "taught"

    @cached_property
    def sha256(self) -> str:
        """The hash of what is merged: weights and configuration, not the card beside them."""
        hashes = safety.file_hashes(self.path)
        return safety.directory_sha256(
            {name: digest for name, digest in hashes.items() if name.startswith("adapter_")}
        )


def every() -> list[Adapter]:
    """The adapters that ship with the package."""
    folder = paths.checkpoints_dir()
    return [_read(path.parent) for path in sorted(folder.glob("*/adapter_config.json"))]


def find(name: str) -> Adapter | None:
    """The adapter called `name`, or None; a path separator never makes it look elsewhere."""
    folder = paths.checkpoints_dir() / Path(name).name
    return _read(folder) if (folder / "adapter_config.json").is_file() and Path(name).name == name else None


def _read(folder: Path) -> Adapter:
    about = files.read_json(folder / "manifest.json") or {}
    if not isinstance(about.get("base"), str):
        raise LexcalcError(
            f"{folder} 的 manifest.json 未写明基座。", f"manifest.json of {folder} names no base."
        )
    if about.get("prompt", "taught") not in STYLES:
        raise LexcalcError(
            f"{folder} 的提示词样式“{about['prompt']}”不认识，请升级 lexcalc。",
            f"{folder} was trained with an unknown prompt, {about['prompt']!r}; a newer lexcalc may know it.",
        )
    return Adapter(
        name=folder.name,
        path=folder,
        base=about["base"],
        base_sha256=about.get("base_sha256", ""),
        licence=about.get("licence", ""),
        prompt=about.get("prompt", "taught"),
    )


def check(adapter: Adapter, base_sha256: str) -> None:
    """Refuse an adapter that could run code or that was trained on other weights than these."""
    safety.check_directory(adapter.path)
    if adapter.base_sha256 and adapter.base_sha256 != base_sha256:
        raise LexcalcError(
            f"{adapter.name} 不是在这份 {adapter.base} 权重上训练的，拒绝合并。",
            f"{adapter.name} was not trained on these weights of {adapter.base}; refused to merge.",
        )


def merge(base: Path, adapter: Path, out: Path) -> None:
    """Add the adapter's product to the base's matrices, in float32, and save as bfloat16."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    merged = PeftModel.from_pretrained(model, adapter).merge_and_unload(safe_merge=True)
    merged.to(torch.bfloat16).save_pretrained(out, safe_serialization=True)
    AutoTokenizer.from_pretrained(base).save_pretrained(out)


if __name__ == "__main__":
    merge(*(Path(argument) for argument in sys.argv[1:4]))
