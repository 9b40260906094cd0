"""vLLM within this process: requests join and leave its batch one by one, answers by turns go on at once.

Importing it is cheap, making a :class:`Writer` is not: it loads torch, vLLM and the model.  A process that
must stay light, or outlive a crash of the engine, uses :mod:`lexcalc.serve.apart`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexcalc.reasoning.dictation import Dictation
from lexcalc.serve import vllm


@dataclass(frozen=True)
class Request:
    """What a model is asked, in the words of a request to a server; all of it can stand in JSON.

    A last message of the assistant is continued.  With ``dictated`` the results of calculations are put in
    (:mod:`lexcalc.reasoning.calculator`); ``schema`` holds the answer to a JSON schema; ``extra`` are
    sampling parameters and ``chat_template_kwargs``.
    """

    messages: list[dict[str, str]]
    max_tokens: int
    dictated: bool = False
    schema: dict[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A whole answer, without the opening that was given; ``tokens`` are those that the model wrote."""

    id: str
    text: str
    finish_reason: str
    tokens: int


class Unanswerable(Exception):
    """The engine will not answer this request, and goes on with the others."""


class TooLong(Unanswerable):
    """The prompt leaves no room for an answer."""


@dataclass
class _Open:
    """A request that is being answered; without a calculator its only turn is the answer."""

    request: Request
    dictation: Dictation | None


class Writer:
    """A model in this process: :meth:`ask`, then :meth:`step` while it is :attr:`busy`."""

    def __init__(self, folder: Path, seats: int | None = None) -> None:
        from vllm import LLM

        options = vllm.engine_options(folder)
        if seats is not None:
            options["max_num_seqs"] = seats
        model = LLM(str(folder), **options)
        self._engine, self._tokenizer = model.llm_engine, model.get_tokenizer()
        self._length = model.model_config.max_model_len
        # What the model's own generation_config.json says holds where a request is silent, as at a server.
        self._defaults = {
            name: value
            for name, value in model.model_config.get_diff_sampling_param().items()
            if name != "max_tokens"
        }
        self._open: dict[str, _Open] = {}

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._open)

    def ask(self, id: str, request: Request) -> None:
        """Begin an answer; ``id`` is the caller's own.  Unanswerable for what the engine will not do."""
        self._open[id] = _Open(request, Dictation(request.max_tokens) if request.dictated else None)
        try:
            self._turn(id)
        except BaseException:
            del self._open[id]
            raise

    def step(self) -> list[Written]:
        """Let all that are being answered grow by a token; the answers that are finished with it."""
        finished = []
        for output in self._engine.step():
            if not output.finished:
                continue
            id, one = output.request_id, output.outputs[0]
            reason, tokens = one.finish_reason or "stop", len(one.token_ids)
            so_far = self._open[id].dictation
            if so_far is not None:
                so_far.take(one.text, reason, tokens)
                if so_far.finish_reason is None and self._goes_on(id):
                    continue
            del self._open[id]
            if so_far is None:
                finished.append(Written(id, one.text, reason, tokens))
            else:
                finished.append(Written(id, so_far.text, so_far.finish_reason or "length", so_far.tokens))
        return finished

    def _goes_on(self, id: str) -> bool:
        try:
            self._turn(id)
        except TooLong:  # question and answer fill the context
            return False
        return True

    def _turn(self, id: str) -> None:
        from vllm import SamplingParams
        from vllm.sampling_params import RequestOutputKind, StructuredOutputsParams

        request, so_far = self._open[id].request, self._open[id].dictation
        extra = {**request.extra}
        tokens = self._tokens(
            request.messages, so_far.text if so_far else "", extra.pop("chat_template_kwargs", {})
        )
        room = self._length - len(tokens)
        if room < 1:
            raise TooLong(f"{len(tokens)} tokens leave no room in {self._length}")
        asked = {
            **self._defaults,
            "temperature": 0,
            **extra,
            "max_tokens": min(room, so_far.left if so_far else request.max_tokens),
            "output_kind": RequestOutputKind.FINAL_ONLY,
        }
        if so_far:
            asked |= {"stop": list(so_far.stops), "include_stop_str_in_output": True}
        if request.schema is not None:
            asked["structured_outputs"] = StructuredOutputsParams(json=request.schema)
        try:
            self._engine.add_request(id, {"prompt_token_ids": tokens}, SamplingParams(**asked))
        except _refusals() as error:
            raise Unanswerable(str(error)[:200]) from error

    def _tokens(self, messages: list[dict[str, str]], written: str, template: dict[str, Any]) -> list[int]:
        opened = bool(messages) and messages[-1]["role"] == "assistant"
        if opened:
            *messages, last = messages
            written = last["content"] + written
        if written:
            messages = [*messages, {"role": "assistant", "content": written}]
        return self._tokenizer.apply_chat_template(
            messages,
            return_dict=False,
            add_generation_prompt=not written,
            continue_final_message=bool(written),
            **template,
        )


def _refusals() -> tuple[type[Exception], ...]:
    """What vLLM raises for a request that is wrong: a ValueError, from 0.32 on a class of its own."""
    from vllm import exceptions

    return ValueError, TypeError, getattr(exceptions, "VLLMClientError", ValueError)
