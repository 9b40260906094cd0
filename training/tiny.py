"""A tiny random Qwen2 with a tokenizer of our own, built on the spot, to rehearse every stage on a CPU."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lexcalc import paths
from lexcalc.serve import build as store_build
from lexcalc.serve import safety

VOCABULARY = 2_000
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def build(folder: Path) -> Path:
    """The directory of the tiny model; the same bytes every time, and only built where it is not."""
    if safety.read_manifest(folder) is not None:
        return folder
    from lexcalc.serve import files

    partial = store_build.partial_of(folder)
    with files.writing(partial):
        made = tokenizer(_texts())
        made.save_pretrained(partial)
        model(made).save_pretrained(partial, safe_serialization=True)
    store_build.finish(partial, folder, {"name": folder.name, "origin": "built on the spot", "pinned": False})
    return folder


def tokenizer(texts: Iterator[str]) -> Any:
    """A byte-level BPE tokenizer with Qwen's turn tokens; numbers are cut into digits, as Qwen's are."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{N}|[^\r\n\p{L}\p{N}]?\p{L}+|\s+|[^\s\p{L}\p{N}]+"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=made, eos_token=SPECIAL[2], pad_token=SPECIAL[0])
    fast.chat_template = TEMPLATE
    return fast


def model(made: Any, seed: int = 0) -> Any:
    """Two layers of random weights."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    config = Qwen2Config(
        vocab_size=len(made),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        eos_token_id=made.eos_token_id,
        pad_token_id=made.pad_token_id,
        bos_token_id=None,
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Qwen2ForCausalLM(config).to(torch.bfloat16)


def _texts() -> Iterator[str]:
    rules = paths.rules_dir()
    for path in (rules / "facts.yaml", *sorted(rules.rglob("*.yaml"))):
        yield path.read_text(encoding="utf-8")
