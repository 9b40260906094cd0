"""Answers by turns in one batch: what the engine is asked at each turn, and that none waits for another."""

from __future__ import annotations

import json
import sys
from types import ModuleType, SimpleNamespace

import pytest

from lexcalc.reasoning.dictation import RESERVE
from lexcalc.serve import vllm
from lexcalc.serve.dictate import dictate
from lexcalc.serve.inprocess import Request, Unanswerable, Writer
from tests.serve.test_dictate import MESSAGES, TURNS, WHOLE, reply
from tests.training.fake_server import serving

LENGTH = 400


class Tokenizer:
    """A token is a character."""

    def apply_chat_template(
        self, messages, *, return_dict, add_generation_prompt, continue_final_message, **kwargs
    ):
        assert add_generation_prompt is not continue_final_message
        thinking = str(kwargs.get("enable_thinking", ""))
        text = "|".join(message["role"] + ":" + message["content"] for message in messages)
        return [ord(each) for each in thinking + text + ("|assistant:" if add_generation_prompt else "")]


class Engine:
    """Writes what `reply` says, a request with 慢 only when nobody else is left."""

    def __init__(self) -> None:
        self.open: dict[str, tuple[str, SimpleNamespace]] = {}
        self.asked: list[tuple[str, SimpleNamespace]] = []

    def add_request(self, id, prompt, params) -> None:
        text = "".join(map(chr, prompt["prompt_token_ids"]))
        assert id not in self.open
        self.open[id] = text, params
        self.asked.append((id, params))

    def step(self):
        quick = [id for id in self.open if "慢" not in self.open[id][0]]
        for id in (quick or list(self.open))[:1]:
            text, params = self.open.pop(id)
            whole = reply("", text.rpartition("assistant:")[2])
            written = whole[: params.max_tokens]
            reason = "stop" if written == whole else "length"
            one = SimpleNamespace(text=written, finish_reason=reason, token_ids=list(written))
            yield SimpleNamespace(finished=True, request_id=id, outputs=[one])
        yield from (SimpleNamespace(finished=False, request_id=id) for id in self.open)


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """vLLM with a scripted engine; the writer's folder is ``tmp_path``."""
    made, options = Engine(), {}

    def params(**asked):
        if asked["temperature"] < 0:
            raise ValueError("temperature")
        return SimpleNamespace(**asked)

    def llm(folder, **given):
        options.update(given)
        config = SimpleNamespace(
            max_model_len=LENGTH,
            get_diff_sampling_param=lambda: {"repetition_penalty": 1.1, "top_p": 0.8, "max_tokens": 9},
        )
        return SimpleNamespace(llm_engine=made, get_tokenizer=Tokenizer, model_config=config)

    fake, inner, exceptions = (ModuleType(name) for name in ("vllm", "sampling_params", "exceptions"))
    fake.LLM, fake.SamplingParams, fake.exceptions = llm, params, exceptions
    inner.RequestOutputKind = SimpleNamespace(FINAL_ONLY="final")
    inner.StructuredOutputsParams = lambda json: json
    for name, module in (("vllm", fake), ("vllm.sampling_params", inner), ("vllm.exceptions", exceptions)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(vllm, "build", lambda: "cpu")
    (tmp_path / "config.json").write_text(json.dumps({"max_position_embeddings": LENGTH}))
    made.options = options
    return made


def finished(writer: Writer) -> dict:
    found = {}
    while writer.busy:
        found |= {each.id: each for each in writer.step()}
    return found


def test_an_answer_by_turns_is_the_server_s(engine, tmp_path):
    writer = Writer(tmp_path, 7)
    writer.ask("a", Request(MESSAGES, 300, dictated=True))
    answer = finished(writer)["a"]
    with serving(reply) as server:
        expected = dictate(MESSAGES, max_tokens=300, base_url=server.url, model="lexpam-0.5b")
        bodies = server.asked
    assert (answer.text, answer.finish_reason) == (WHOLE, "stop") == (expected.text, expected.finish_reason)
    turns = [params for _, params in engine.asked]
    assert [turn.stop for turn in turns] == [body["stop"] for body in bodies]
    assert [turn.include_stop_str_in_output for turn in turns] == [True] * 3
    assert answer.tokens == sum(map(len, TURNS))
    assert turns[2].max_tokens == 300 - RESERVE - len(TURNS[0]) - len(TURNS[1])
    assert engine.options["max_num_seqs"] == 7 and engine.options["enable_prefix_caching"]


def test_no_answer_waits_for_the_turn_of_another(engine, tmp_path):
    writer = Writer(tmp_path)
    slow = [{"role": "user", "content": "慢"}, MESSAGES[1]]
    for id, messages in (("slow", slow), ("a", MESSAGES), ("b", MESSAGES)):
        writer.ask(id, Request(messages, 300, dictated=True))
    order = []
    while writer.busy:
        order += [each.id for each in writer.step()]
    assert order == ["a", "b", "slow"]
    assert [id for id, _ in engine.asked][-2:] == ["slow", "slow"]  # its first turn came after their last


def test_sampling_is_the_model_s_own_where_the_request_is_silent(engine, tmp_path):
    writer = Writer(tmp_path)
    question = [{"role": "user", "content": "问"}]
    extra = {"temperature": 0.6, "top_p": 0.95, "seed": 42, "chat_template_kwargs": {"enable_thinking": True}}
    writer.ask("a", Request(question, 50))
    writer.ask("b", Request(question, 5000, extra=extra, schema={"type": "object"}))
    plain, asked = (params for _, params in engine.asked)
    assert (plain.temperature, plain.top_p, plain.repetition_penalty, plain.max_tokens) == (0, 0.8, 1.1, 50)
    assert (asked.temperature, asked.top_p, asked.seed) == (0.6, 0.95, 42)
    assert asked.structured_outputs == {"type": "object"} and not hasattr(plain, "structured_outputs")
    prompt = engine.open["b"][0]
    assert prompt.startswith("True") and asked.max_tokens == LENGTH - len(prompt)  # what the context holds


def test_what_the_engine_will_not_do_harms_nobody_else(engine, tmp_path):
    writer = Writer(tmp_path)
    with pytest.raises(Unanswerable, match="leave no room"):
        writer.ask("long", Request([{"role": "user", "content": "元" * LENGTH}], 5))
    with pytest.raises(Unanswerable):
        writer.ask("wrong", Request(MESSAGES, 5, extra={"temperature": -1}))
    assert not writer.busy
    writer.ask("a", Request(MESSAGES, 300, dictated=True))
    assert finished(writer)["a"].text == WHOLE


@pytest.mark.parametrize("text", [TURNS[0] + "违", TURNS[0] + TURNS[1] + "32000"])
def test_an_answer_that_fills_the_context_is_cut_off(engine, tmp_path, text):
    opening = MESSAGES[1]
    room = LENGTH - len("user:|assistant:" + opening["content"]) - len(text)
    writer = Writer(tmp_path)
    writer.ask("a", Request([{"role": "user", "content": "元" * room}, opening], 300, dictated=True))
    answer = finished(writer)["a"]
    assert (answer.text, answer.finish_reason) == (text, "length")
