"""GGUF to safetensors and adapters merged: on a tiny model, with the real libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lexcalc.serve import adapter, convert, safety

pytestmark = pytest.mark.skipif(
    find_spec("torch") is None or find_spec("gguf") is None,
    reason="torch or gguf is not installed (make serve-deps)",
)

NAMES = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def gguf_name(name: str) -> str:
    """What llama.cpp calls a tensor of Qwen2."""
    top = {
        "model.embed_tokens.weight": "token_embd.weight",
        "model.norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
    }
    if name in top:
        return top[name]
    _, _, layer, rest = name.split(".", 3)
    module, _, kind = rest.rpartition(".")
    return f"blk.{layer}.{NAMES[module]}.{kind}"


@pytest.fixture(scope="module")
def tiny_gguf(tiny_qwen2, tmp_path_factory) -> Path:
    """The tiny model as a GGUF: a lossless head, an embedding that was stored more coarsely."""
    import gguf
    import numpy as np
    from safetensors.torch import load_file

    config = json.loads((tiny_qwen2 / "config.json").read_text())
    tokenizer = json.loads((tiny_qwen2 / "tokenizer.json").read_text())
    vocabulary = sorted(tokenizer["model"]["vocab"], key=tokenizer["model"]["vocab"].get)
    vocabulary += [f"[PAD{n}]" for n in range(len(vocabulary), config["vocab_size"])]
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(vocabulary)
    kinds = [
        gguf.TokenType.CONTROL if token.startswith("<|") else gguf.TokenType.NORMAL for token in vocabulary
    ]
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in tokenizer["model"]["merges"]])
    # As in the real files: the header's EOS is the end of text, not the end of a turn.
    writer.add_eos_token_id(vocabulary.index("<|endoftext|>"))
    writer.add_chat_template((tiny_qwen2 / "chat_template.jinja").read_text())
    for name, tensor in load_file(tiny_qwen2 / "model.safetensors").items():
        values = tensor.float().numpy().astype(np.float32)
        coarse = name == "model.embed_tokens.weight"
        writer.add_tensor(gguf_name(name), np.round(values, 2) if coarse else values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_gguf_becomes_a_directory_with_the_right_ends_and_one_matrix(tiny_gguf, tiny_qwen2, tmp_path):
    import torch
    from safetensors.torch import load_file

    out = tmp_path / "out"
    command = [sys.executable, "-m", "lexcalc.serve.convert", str(tiny_gguf), str(out), "--tie"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    safety.check_directory(out)
    config = json.loads((out / "config.json").read_text())
    generation = json.loads((out / "generation_config.json").read_text())
    assert config["eos_token_id"] == 2 and generation["eos_token_id"] == [2, 0]
    assert config["tie_word_embeddings"] is True and "quantization_config" not in config
    assert json.loads((out / "tokenizer_config.json").read_text())["eos_token"] == convert.END_OF_TURN
    before, after = load_file(tiny_qwen2 / "model.safetensors"), load_file(out / "model.safetensors")
    assert "lm_head.weight" not in after
    assert torch.equal(after["model.embed_tokens.weight"], before["lm_head.weight"]), (
        "the finer matrix is kept"
    )
    same = before.keys() - {"lm_head.weight", "model.embed_tokens.weight"}
    assert all(torch.equal(before[name], after[name]) for name in same)
    assert {tensor.dtype for tensor in after.values()} == {torch.bfloat16}


def test_an_adapter_is_merged_into_a_copy_of_its_base(tiny_qwen2, tmp_path):
    import torch
    from peft import LoraConfig, get_peft_model
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_pretrained(tiny_qwen2, dtype=torch.float32)
    lora = get_peft_model(
        model, LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj"], init_lora_weights=False)
    )
    lora.save_pretrained(tmp_path / "lora")
    safety.check_directory(tmp_path / "lora")
    adapter.merge(tiny_qwen2, tmp_path / "lora", tmp_path / "merged")
    safety.check_directory(tmp_path / "merged")
    name = "self_attn.q_proj"
    weights = load_file(tmp_path / "lora" / "adapter_model.safetensors")
    a, b = (weights[f"base_model.model.model.layers.0.{name}.lora_{side}.weight"].float() for side in "AB")
    before = load_file(tiny_qwen2 / "model.safetensors")
    after = load_file(tmp_path / "merged" / "model.safetensors")
    wanted = before[f"model.layers.0.{name}.weight"].float() + 2 * (b @ a)
    assert torch.equal(after[f"model.layers.0.{name}.weight"], wanted.to(torch.bfloat16))
    assert torch.equal(after["model.norm.weight"], before["model.norm.weight"])
