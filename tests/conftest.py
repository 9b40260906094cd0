"""What all tests share: a store and a language of their own, and a tiny random Qwen2 built on the spot."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

# Set before anything can look: no test reads or writes the user's store, not even one that starts a process.
os.environ["LEXCALC_HOME"] = tempfile.mkdtemp(prefix="lexcalc-test-")
os.environ["HF_HUB_OFFLINE"] = "1"

TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# As Qwen3 has it: it thinks unless it is told not to.
THINKING = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


@pytest.fixture(autouse=True)
def lexcalc_home(tmp_path, monkeypatch) -> Path:
    """Each test has its own empty store."""
    folder = tmp_path / "lexcalc-home"
    monkeypatch.setenv("LEXCALC_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def commands() -> None:
    """Help texts are fixed when a command is imported: in Chinese, before any test can ask for English."""
    from lexcalc.cli import COMMANDS

    for module, *_ in COMMANDS.values():
        import_module(module)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """No test leaves another language behind."""
    from lexcalc.report import messages

    before = messages.language()
    yield
    messages.use_language(before)


def tiny_tokenizer():
    """A byte-level tokenizer of a few hundred tokens with Qwen's special tokens and a chat template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=SPECIAL, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(
        ["经济补偿 8.5×12600=107100元", "残疾赔偿金 51821×20×10%=103642元"] * 4, trainer
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=SPECIAL[2], pad_token=SPECIAL[0])
    fast.chat_template = TEMPLATE
    return fast


@pytest.fixture(scope="session")
def tiny_qwen2(tmp_path_factory) -> Path:
    """A directory with a two-layer Qwen2 of random weights that any loader of safetensors takes."""
    return tiny_model(tmp_path_factory.mktemp("tiny") / "tiny-qwen2", "Qwen2")


def tiny_model(folder: Path, kind: str, template: str = TEMPLATE) -> Path:
    """A directory with such a model of the family ``kind``, Qwen2 or Qwen3."""
    for package in ("torch", "transformers"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    import torch
    import transformers

    tokenizer = tiny_tokenizer()
    tokenizer.chat_template = template
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=448,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=64,
        max_position_embeddings=4096,
        tie_word_embeddings=False,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
    )
    model = getattr(transformers, f"{kind}ForCausalLM")(config).to(torch.bfloat16)
    # Its greedy answer never ends by itself and holds only tokens that exist: tests decide where it stops.
    with torch.no_grad():
        model.lm_head.weight[: len(SPECIAL)] = 0
        model.lm_head.weight[len(tokenizer) :] = 0
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder
