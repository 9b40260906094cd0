"""Server-sent events of a chat completion, read strictly: what is malformed is an error, not a guess."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

MAX_LINE = 1 << 20


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a byte stream, wherever the network has cut it; each must be UTF-8."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_LINE:
            raise ValueError("line too long")
        for line in whole:
            yield line.rstrip(b"\r").decode("utf-8")
    if rest:
        yield rest.decode("utf-8")


class Reply:
    """The answer as it grows."""

    def __init__(self, on_text: Callable[[str], None] | None = None) -> None:
        self.on_text = on_text
        self.pieces: list[str] = []
        self.finish_reason: str | None = None
        self.tokens: int | None = None
        self.model: str | None = None
        self.thinking = False

    @property
    def text(self) -> str:
        """What has arrived so far."""
        return "".join(self.pieces)

    def take(self, line: str) -> bool:
        """Read one line of the stream; True when it says that the answer is over."""
        if not line.startswith("data:"):
            return False
        data = line[5:].strip()
        if data == "[DONE]":
            return True
        event = _object(data)
        if event.get("error"):
            told = event["error"]
            raise ValueError(str(told.get("message", told) if isinstance(told, dict) else told)[:200])
        self._common(event)
        for choice in _list(event.get("choices"))[:1]:
            self._message(_object(choice.get("delta")))
            self.finish_reason = choice.get("finish_reason") or self.finish_reason
        return False

    def take_whole(self, body: bytes) -> None:
        """Read an answer that was not streamed."""
        event = _object(body.decode("utf-8"))
        choices = _list(event.get("choices"))
        if not choices:
            raise ValueError("no choices")
        self._common(event)
        self._message(_object(choices[0].get("message")))
        self.finish_reason = choices[0].get("finish_reason") or "stop"

    def close(self) -> None:
        """The stream has ended: an answer without a reason for its end was cut off."""
        if self.finish_reason is None:
            import httpx

            raise httpx.RemoteProtocolError("the stream ended before the answer did")
        self._think(False)

    def _common(self, event: dict[str, Any]) -> None:
        usage = event.get("usage")
        if isinstance(usage, dict) and isinstance(usage.get("completion_tokens"), int):
            self.tokens = usage["completion_tokens"]
        self.model = event.get("model") or self.model

    def _message(self, message: dict[str, Any]) -> None:
        # Servers with a reasoning parser send the thinking apart; it is put back where the model wrote it.
        thought = message.get("reasoning_content") or message.get("reasoning")
        content = message.get("content")
        if isinstance(thought, str) and thought:
            self._think(True)
            self._add(thought)
        if isinstance(content, str) and content:
            self._think(False)
            self._add(content)

    def _think(self, on: bool) -> None:
        if on != self.thinking:
            self.thinking = on
            self._add("<think>" if on else "</think>")

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        if self.on_text:
            self.on_text(text)


def _object(data: Any) -> dict[str, Any]:
    value = json.loads(data) if isinstance(data, str) else data
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _list(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("not a list of objects")
    return value
