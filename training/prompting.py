"""The prompt of a training question as the student sees it when ``lexcalc ask`` serves it."""

from __future__ import annotations

from typing import Any, Literal

from lexcalc.law.contract import to_contract
from lexcalc.reasoning.prompt import PREFILL, Prompt, build
from training.records import Question

THINK = "<think>\n"


def prompt(
    question: Question,
    *,
    prefill: bool = False,
    style: Literal["taught", "lexpam"] = "lexpam",
    rules: bool = True,
) -> Prompt:
    """The messages for a question whose facts are known, without its amounts."""
    case, native = question.assess()
    return build(case, to_contract(native), prefill=prefill, style=style, rules=rules)


def rendered(asked: Prompt, tokenizer: Any) -> tuple[str, str]:
    """The text before the model's own, and what of it belongs to the answer.

    Templates of the R1 distillates open ``<think>`` themselves: it is not written twice, and it belongs to
    the answer.  A beginning-of-text token that the tokenizer adds by itself is left to it.
    """
    text = tokenizer.apply_chat_template(asked.messages, add_generation_prompt=True, tokenize=False)
    opened = THINK if text.endswith(THINK) else ""
    rest = asked.prefill.removeprefix(opened)
    start = tokenizer.bos_token or ""
    if start and tokenizer("")["input_ids"] == [tokenizer.bos_token_id]:
        text = text.removeprefix(start)
    return text + rest, opened + rest


def pieces(completion: str, opened: str = "") -> list[str]:
    """A completion cut where its prefill ends: ``lexcalc ask`` gives that as text of its own.

    ``opened`` is what the template has already written of it.
    """
    rest = completion.removeprefix(opened)
    begin = PREFILL.removeprefix(opened)
    return [begin, rest.removeprefix(begin)] if begin and rest.startswith(begin) else [rest]
