"""Answers are asked for once, kept as they come, and taken up where a run broke off."""

from __future__ import annotations

import json

import pytest

from lexcalc.errors import LexcalcError
from lexcalc.reasoning.prompt import PREFILL, Prompt, prompt_sha256
from training import generate
from training.generate import Completion, Completions, Target, complete

SHA = "a" * 64


def prompt(text: str, prefill: str = "") -> Prompt:
    return Prompt([{"role": "system", "content": "算"}, {"role": "user", "content": text}], prefill)


@pytest.fixture
def asked(monkeypatch):
    """A model that repeats the case; what it was asked is listed."""
    seen: list[str] = []

    def model(target, max_tokens, batch=0):
        def answers(todo):
            for sha, each in todo.items():
                seen.append(each.messages[-1]["content"])
                if seen[-1] == "break":
                    raise KeyboardInterrupt
                yield sha, seen[-1] * 2, "stop", 7

        return answers

    monkeypatch.setattr(generate, "_transformers", model)
    return seen


def test_answers_come_in_the_order_of_the_prompts_and_each_prompt_is_asked_once(tmp_path, asked):
    target = Target("m", SHA, tmp_path)
    prompts = [prompt("甲"), prompt("乙"), prompt("甲")]
    found = complete(target, prompts, tmp_path / "c", max_tokens=5, engine="transformers")
    assert [each.text for each in found] == ["甲甲", "乙乙", "甲甲"] and asked == ["甲", "乙"]
    assert complete(target, prompts, tmp_path / "c", max_tokens=5, engine="transformers") == found
    assert asked == ["甲", "乙"]
    complete(target, prompts[:1], tmp_path / "c", max_tokens=6, engine="transformers")
    complete(
        Target("m", "b" * 64, tmp_path), prompts[:1], tmp_path / "c", max_tokens=5, engine="transformers"
    )
    complete(target, [prompt("甲", PREFILL)], tmp_path / "c", max_tokens=5, engine="transformers")
    assert asked[2:] == ["甲", "甲", "甲"]


def test_a_broken_run_keeps_what_was_answered_and_a_torn_line_is_passed_over(tmp_path, asked):
    target = Target("m", SHA, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        complete(target, [prompt("甲"), prompt("break")], tmp_path, max_tokens=5, engine="transformers")
    path = tmp_path / f"m-{SHA[:12]}.jsonl"
    path.write_text(path.read_text() + '{"model": "aaa', encoding="utf-8")
    asked.clear()
    found = complete(target, [prompt("甲"), prompt("乙")], tmp_path, max_tokens=5, engine="transformers")
    assert asked == ["乙"] and [each.text for each in found] == ["甲甲", "乙乙"]
    assert len([line for line in path.read_text().splitlines() if line.endswith("}")]) == 2


def test_an_answer_that_never_came_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "_transformers", lambda *_: lambda todo: iter(()))
    with pytest.raises(LexcalcError, match="1 个问题没有答完"):
        complete(Target("m", SHA, tmp_path), [prompt("甲")], tmp_path, max_tokens=5, engine="transformers")


def test_the_tiny_model_answers_the_same_alone_and_in_a_batch(tiny_qwen2, tmp_path):
    prompts = [
        prompt("月工资8000元"),
        prompt("伤残津贴是多少，月工资12600元，问多少？"),
        prompt("短", PREFILL),
    ]
    target = Target("tiny", SHA, tiny_qwen2)
    many = complete(target, prompts, tmp_path / "a", max_tokens=6, engine="transformers", batch=8)
    alone = complete(target, prompts, tmp_path / "b", max_tokens=6, engine="transformers", batch=1)
    assert [each.tokens for each in many] == [6, 6, 6] and {each.finish_reason for each in many} == {"length"}
    assert [each.text for each in many] == [each.text for each in alone]
    assert all(each.engine == "transformers" for each in many)


@pytest.mark.vllm
@pytest.mark.skipif(not generate.vllm_is_here(), reason="vLLM is not installed")
def test_vllm_answers_in_a_process_of_its_own(tiny_qwen2, tmp_path, monkeypatch):
    prompts = [
        prompt("月工资8000元"),
        prompt("短", PREFILL),
        prompt("伤残津贴是多少，月工资12600元，问多少？"),
    ]
    target = Target("tiny", SHA, tiny_qwen2)
    found = complete(target, prompts, tmp_path, max_tokens=6, batch=2)
    assert [(each.engine, each.tokens, each.finish_reason) for each in found] == [("vllm", 6, "length")] * 3
    assert [each.prompt for each in found] == [prompt_sha256(each) for each in prompts]
    assert not list(tmp_path.glob("*.requests"))
    monkeypatch.setattr(generate, "_apart", lambda *_: pytest.fail("asked again"))
    assert complete(target, prompts, tmp_path, max_tokens=6) == found


def test_a_line_on_file_is_an_answer_with_all_that_it_depends_on(tmp_path):
    one = Completion(SHA, prompt_sha256(prompt("甲")), 5, "文", "stop", 3, "vllm")
    Completions(tmp_path / "x.jsonl").add(one)
    assert json.loads((tmp_path / "x.jsonl").read_text())["engine"] == "vllm"
    assert Completions(tmp_path / "x.jsonl").get(one.key) == one
