"""A thinking Qwen3 behind a real `lexcalc serve`: asked over HTTP by `ask`, `batch` and `score`.

The tiny model's weights are random, but for its head: each word of one answer leads to the next.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from lexcalc.serve import profiles
from tests.batch.conftest import lines, write_cases
from tests.cli.conftest import ANSWER, CASE, ROOT
from tests.conftest import THINKING, tiny_model

pytestmark = pytest.mark.vllm

NAME = "legalone-4b-tiny"
THOUGHT = [
    "<think>\n补偿类型：不能胜任工作依法解除，劳动合同法第四十六条应付经济补偿。\n",
    "月数与基数：9年1个月零10天，零头不满六个月按半个月，共9.5个月；9,840元未超过三倍社平。\n",
    "赔偿计算：9.5×9840=93480元。\n",
    "</think>\n\n",
]
CONCLUSION = ["综上，公司应付经济补偿", "\\boxed{93480}元。"]


def lexcalc(*args: object, home: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with a store of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LEXCALC_HOME": str(home)}
    env |= {"VLLM_CPU_KVCACHE_SPACE": "1"}
    command = [sys.executable, "-m", "lexcalc", *map(str, args)]
    return subprocess.run(
        command, env=env, text=True, encoding="utf-8", capture_output=True, timeout=300, **options
    )


def write_model(folder: Path) -> Path:
    """The tiny Qwen3 whose answer to everything is THOUGHT and CONCLUSION."""
    import torch
    from tokenizers import AddedToken
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tiny_model(folder, "Qwen3", THINKING)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_tokens([AddedToken(piece, normalized=False) for piece in THOUGHT + CONCLUSION])
    tokenizer.save_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    opening = tokenizer("\n", add_special_tokens=False)["input_ids"]  # how the template ends
    chain = [*opening[-1:], *tokenizer.convert_tokens_to_ids(THOUGHT + CONCLUSION), tokenizer.eos_token_id]
    with torch.no_grad():
        for layer in model.model.layers:  # what comes out is the last word alone
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
        model.lm_head.weight.zero_()
        for last, following in pairwise(chain):
            word = model.model.embed_tokens.weight[last]
            model.lm_head.weight[following] = 5 * word / word.norm()
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a server of the tiny model, and the store that knows it."""
    for package in ("vllm", "torch", "transformers"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed (make serve-deps)")
    home = tmp_path_factory.mktemp("home")
    model = write_model(tmp_path_factory.mktemp("models") / NAME)
    started = lexcalc("serve", "start", "--model", model, home=home)
    try:
        assert started.returncode == 0 and NAME in started.stderr, started.stderr
        state = json.loads((home / "serve/server.json").read_text())
        yield f"http://127.0.0.1:{state['port']}/v1", home
    finally:
        assert lexcalc("serve", "stop", home=home).returncode == 0


def test_the_profile_of_its_name_does_not_open_the_answer():
    assert profiles.of(NAME).name == "legalone" and not profiles.of(NAME).prefill


def test_ask_reads_the_thinking_apart(served, tmp_path):
    url, home = served
    where = ("--base-url", url, "--model", NAME, "--max-tokens", "60", "--second-reading", "never")
    asked = lexcalc("ask", "--json", *where, home=home, input=CASE)
    assert asked.returncode == 0, asked.stderr
    report = json.loads(asked.stdout)
    reasoning = report["reasoning"]
    assert reasoning["text"] == "".join(THOUGHT + CONCLUSION)
    assert reasoning["answer"] == ANSWER and report["verdict"]["status"] == "verified", report["verdict"]
    assert {"type", "months", "compensation"} <= {step["kind"] for step in reasoning["steps"]}
    assert report["provenance"]["model"] == NAME
    shown = lexcalc("ask", *where, home=home, input=CASE)
    assert shown.returncode == 0 and "<think>" not in shown.stdout and "93,480" in shown.stdout


def test_an_answer_cut_off_in_its_thinking_is_unfinished(served):
    url, home = served
    where = ("--base-url", url, "--model", NAME, "--max-tokens", "3", "--second-reading", "never")
    report = json.loads(lexcalc("ask", "--json", *where, home=home, input=CASE).stdout)
    assert report["reasoning"]["text"] == "".join(THOUGHT[:3])
    assert report["verdict"]["status"] == "unfinished"


def test_batch_and_score_over_http(served, tmp_path):
    url, home = served
    cases = write_cases(tmp_path / "cases.jsonl", ({"id": f"c{n}", "question": CASE} for n in range(6)))
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps({"id": f"c{n}", "answer": ANSWER}) + "\n" for n in range(6)))
    where = ("--base-url", url, "--model", NAME, "--max-tokens", "60", "--jobs", "3")
    run = lexcalc("batch", cases, "-o", tmp_path / "run", *where, "--second-reading", "never", home=home)
    assert run.returncode == 0, run.stderr
    reports = lines(tmp_path / "run/results.jsonl")
    assert [report["id"] for report in reports] == [f"c{n}" for n in range(6)]
    assert {report["verdict"]["status"] for report in reports} == {"verified"}
    scored = lexcalc("score", tmp_path / "run", gold, "--json", home=home)
    shares = json.loads(scored.stdout)["runs"][0]["scores"]["all"]
    assert shares["boxed accuracy"]["hits"] == shares["corrected accuracy"]["hits"] == 6
