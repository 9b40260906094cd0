"""GGUF → a safetensors directory that vLLM and TRL load.

Run as a process of its own (`python -m lexcalc.serve.convert GGUF OUT [--tie]`): dequantising needs several
gigabytes of memory, which are given back when the process ends.
"""

from __future__ import annotations

import argparse
import os
from functools import cache
from pathlib import Path
from typing import Any

# Part of the key of a converted directory: raise it when the same GGUF would give other bytes.
VERSION = 1

END_OF_TURN = "<|im_end|>"
END_OF_TEXT = "<|endoftext|>"


def convert(gguf: Path, out: Path, *, tie: bool) -> None:
    """Dequantise to bfloat16, repair what the GGUF route gets wrong, and save as safetensors."""
    # Nothing may be fetched here: every byte comes from the checked file.
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    _read_once()
    where = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    tokenizer = AutoTokenizer.from_pretrained(**where)
    model = AutoModelForCausalLM.from_pretrained(**where, **_dense(), dtype=torch.bfloat16)
    # The weights are dense now: what is saved must not call itself quantised.
    model.hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    _repair_end(tokenizer, model)
    if tie:
        _tie(model)
    model.save_pretrained(out, safe_serialization=True)
    tokenizer.save_pretrained(out)


def _read_once() -> None:
    # Reading the header takes ten seconds; transformers does it anew for config, tokenizer and weights.
    import gguf

    gguf.GGUFReader = cache(gguf.GGUFReader)


def _dense() -> dict[str, Any]:
    # Newer transformers keep GGUF blocks packed unless told otherwise; older ones know only dense weights.
    try:
        from transformers import GgufConfig
    except ImportError:
        return {}
    return {"quantization_config": GgufConfig(dequantize=True)}


def _repair_end(tokenizer: Any, model: Any) -> None:
    # The GGUF header names the end of text as EOS; a chat turn ends with another token.
    # Generation must stop at both.
    vocabulary = tokenizer.get_vocab()
    if END_OF_TURN not in vocabulary:
        return
    turn = vocabulary[END_OF_TURN]
    ends = [turn, vocabulary[END_OF_TEXT]] if END_OF_TEXT in vocabulary else [turn]
    tokenizer.eos_token = END_OF_TURN
    model.config.eos_token_id = turn
    model.generation_config.eos_token_id = ends
    if END_OF_TEXT in vocabulary:
        tokenizer.pad_token = END_OF_TEXT
        model.config.pad_token_id = model.generation_config.pad_token_id = vocabulary[END_OF_TEXT]


def _tie(model: Any) -> None:
    # The original has one matrix; the GGUF stores it twice, the output one with more bits. That one is kept.
    model.get_input_embeddings().weight = model.get_output_embeddings().weight
    model.config.tie_word_embeddings = True
    model.tie_weights()


def main() -> None:
    """The conversion process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gguf", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tie", action="store_true")
    options = parser.parse_args()
    convert(options.gguf, options.out, tie=options.tie)


if __name__ == "__main__":
    main()
