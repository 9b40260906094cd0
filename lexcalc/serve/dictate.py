"""An answer by turns: the model's own words, and after each calculation the result that it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lexcalc.errors import ServerError
from lexcalc.reasoning.dictation import Dictation
from lexcalc.serve import client


def dictate(
    messages: list[dict[str, str]],
    *,
    max_tokens: int,
    on_text: Callable[[str], None] | None = None,
    **where: Any,
) -> client.Completion:
    """As :func:`client.complete`, for messages whose last is the opening of the assistant's answer.

    Some ten short requests in place of one; a server with a prefix cache computes nothing twice.  ``tokens``
    are those that the model wrote.
    """
    *before, opening = messages
    so_far = Dictation(max_tokens)
    while so_far.finish_reason is None:
        turn = {"role": "assistant", "content": opening["content"] + so_far.text}
        try:
            written = client.complete(
                [*before, turn], max_tokens=so_far.left, on_text=on_text, stop=so_far.stops, **where
            )
        except ServerError as error:
            partial = so_far.text + getattr(error, "partial", "")
            if not partial:
                raise
            raise client.Interrupted(error.zh, error.en, partial) from error
        told = so_far.take(written.text, written.finish_reason, written.tokens)
        if told and on_text:
            on_text(told)
    return client.Completion(so_far.text, so_far.finish_reason, so_far.tokens, written.model)
