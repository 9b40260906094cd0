"""An adapter that ships is merged once, served by default, and sent the prompt that it was trained for."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner

from lexcalc import paths, pipeline
from lexcalc.errors import LexcalcError, ServerError, UsageError
from lexcalc.reasoning.prompt import build, prompt_sha256
from lexcalc.serve import build as building
from lexcalc.serve import client, pins, safety, server, store
from tests.cli.conftest import ANSWER, CASE, GOOD

NAME = "lexpam-tiny"


@pytest.fixture
def checkpoints(tmp_path, monkeypatch):
    """A folder of pins whose default is an adapter that is not here yet, else the base."""
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    base = {"title": "Tiny", "licence": "MIT", "format": "safetensors", "sources": []}
    pinned = {"schema_version": 1, "default": [NAME, "tiny"], "bases": {"tiny": base}}
    (folder / "bases.yaml").write_text(yaml.safe_dump(pinned), encoding="utf-8")
    shutil.copy(paths.checkpoints_dir() / "profiles.yaml", folder)
    monkeypatch.setattr(paths, "checkpoints_dir", lambda: folder)
    pins._pins.cache_clear()
    yield folder
    pins._pins.cache_clear()


def ship(folder, **manifest):
    """The files of an adapter as far as the store reads them."""
    (folder / NAME).mkdir(exist_ok=True)
    (folder / NAME / "adapter_config.json").write_text("{}")
    (folder / NAME / "adapter_model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    about = {"base": "tiny", "licence": "Apache-2.0", "prompt": "lexpam", **manifest}
    (folder / NAME / "manifest.json").write_text(json.dumps(about))


def test_the_adapter_is_the_default_as_soon_as_it_is_there(checkpoints):
    assert pins.default_name() == "tiny" and store.prompt_style() == "taught"
    ship(checkpoints)
    assert pins.default_name() == NAME and store.prompt_style() == "lexpam"
    assert store.prompt_style("tiny") == "taught"
    with pytest.raises(UsageError, match="tiny"):
        store.prompt_style("tini")


def test_an_adapter_that_does_not_say_is_taught_and_an_unknown_prompt_refused(checkpoints):
    ship(checkpoints, prompt="taught")
    assert store.prompt_style(NAME) == "taught"
    ship(checkpoints, prompt="chain-of-thought")
    with pytest.raises(LexcalcError, match="chain-of-thought"):
        store.prompt_style(NAME)


def test_the_card_of_an_adapter_does_not_change_what_is_merged(checkpoints):
    from lexcalc.serve import adapter

    ship(checkpoints)
    first = store.adapter_folder(adapter.find(NAME))
    (checkpoints / NAME / "README.md").write_text("card")
    assert store.adapter_folder(adapter.find(NAME)) == first
    (checkpoints / NAME / "adapter_model.safetensors").write_bytes(b"\x03\0\0\0\0\0\0\0{ }")
    assert store.adapter_folder(adapter.find(NAME)) != first


def test_a_real_adapter_is_merged_once_and_the_merged_model_is_base_plus_product(
    checkpoints, tiny_qwen2, monkeypatch
):
    torch = pytest.importorskip("torch")
    peft = pytest.importorskip("peft")
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_pretrained(tiny_qwen2, dtype=torch.float32)
    lora = peft.LoraConfig(
        r=2, lora_alpha=4, target_modules=["q_proj"], init_lora_weights=False, task_type="CAUSAL_LM"
    )
    peft.get_peft_model(model, lora).save_pretrained(checkpoints / NAME)
    pulled = store.pull("tiny", path=tiny_qwen2)
    (checkpoints / NAME / "manifest.json").write_text(
        json.dumps({"base": "tiny", "base_sha256": pulled.sha256, "prompt": "lexpam"})
    )
    config = checkpoints / NAME / "adapter_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "base_model_name_or_path": "tiny"}))

    merged = store.pull()
    assert merged.name == NAME and merged == store.resolve()
    monkeypatch.setattr(building, "run", lambda *_: pytest.fail("merged twice"))
    assert store.pull() == merged
    about = safety.read_manifest(merged.path)
    assert about["prompt"] == "lexpam" and about["base_sha256"] == pulled.sha256
    assert store.prompt_style(str(merged.path)) == "lexpam"

    name = "model.layers.0.self_attn.q_proj.weight"
    before = load_file(tiny_qwen2 / "model.safetensors")
    after = load_file(merged.path / "model.safetensors")
    parts = load_file(checkpoints / NAME / "adapter_model.safetensors")
    a, b = (parts[f"base_model.model.{name.replace('weight', f'lora_{x}.weight')}"] for x in "AB")
    wanted = (before[name].float() + 2.0 * (b @ a)).to(torch.bfloat16)
    assert torch.equal(after[name], wanted) and not torch.equal(after[name], before[name])
    other = "model.layers.1.mlp.up_proj.weight"
    assert torch.equal(after[other], before[other])
    shutil.rmtree(merged.path)


@pytest.fixture
def sent(monkeypatch):
    """A server that answers well; what it was sent is listed."""
    seen: list[list[dict[str, str]]] = []

    def complete(messages, *, base_url, model, **_):
        seen.append(messages)
        return client.Completion(GOOD, "stop", 99, model)

    monkeypatch.setattr(client, "complete", complete)
    monkeypatch.setattr(client, "models", lambda url: ["LexPam/lexpam-0.5b"])
    running = SimpleNamespace(base_url="http://127.0.0.1:1/v1", model=NAME, sha256="c" * 64)
    monkeypatch.setattr(server, "ensure", lambda name=None: running)
    return seen


def test_ask_sends_the_prompt_of_the_adapter_and_says_which(checkpoints, sent):
    ship(checkpoints)
    report = pipeline.ask(CASE)
    prepared = pipeline.prepare(CASE, with_prompt=True, prefill=True, style="lexpam")
    opening = {"role": "assistant", "content": prepared.prompt.prefill}
    assert sent == [[*prepared.prompt.messages, opening]]
    assert report.verdict.answer == ANSWER and report.provenance.checkpoint == "c" * 64
    assert report.provenance.prompt == prompt_sha256(prepared.prompt)
    pipeline.ask(CASE, model="tiny")
    assert len(sent[1][0]["content"]) > len(sent[0][0]["content"]) * 5
    pipeline.ask(CASE, style="taught")
    assert sent[2] == sent[1]


@pytest.mark.parametrize(
    ("model", "style"),
    [
        (None, "lexpam"),
        ("lexpam-0.5b", "lexpam"),
        ("org/LexPam-1.5B", "lexpam"),
        ("qwen", "taught"),
        ("not-lexpam", "taught"),
    ],
)
def test_the_name_at_another_server_decides(sent, model, style):
    assert pipeline.manner(model, "http://127.0.0.1:1/v1")[1] == style
    pipeline.ask(CASE, model=model, base_url="http://127.0.0.1:1/v1")
    prepared = pipeline.prepare(CASE)
    assert sent == [build(prepared.case, prepared.assessment, style=style).messages]


def test_the_plan_shows_the_prompt_that_would_be_sent(checkpoints, sent, monkeypatch):
    from lexcalc.cli import cli

    def plan(*options):
        result = CliRunner().invoke(cli, ["ask", CASE, "--dry-run", "--json", *options])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    taught = plan()
    ship(checkpoints)
    short = plan()
    assert len(short["messages"][0]["content"]) < len(taught["messages"][0]["content"]) / 5
    assert plan("--model", "tiny") == taught
    assert plan("--base-url", "http://127.0.0.1:1/v1")["messages"] == short["messages"][:-1]
    for name in ("lexpam", "deepseek-r1"):
        where = ("http://127.0.0.1:1/v1", "other", name)
        report = pipeline.ask(CASE, **dict(zip(("base_url", "model", "profile"), where, strict=True)))
        shown = plan("--base-url", where[0], "--model", where[1], "--profile", where[2])
        assert [shown["messages"]] == sent and shown["prompt_sha256"] == report.provenance.prompt
        sent.clear()

    def down(url):
        raise ServerError("断", "down")

    monkeypatch.setattr(client, "models", down)
    assert plan("--base-url", "http://127.0.0.1:1/v1")["messages"] == taught["messages"][:-1]
    assert sent == []
