"""The client of any OpenAI-compatible server: a streamed chat completion, every failure one sentence."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lexcalc.errors import ServerError, UsageError
from lexcalc.serve import progress
from lexcalc.serve.stream import Reply, lines

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
# On two cores a long prompt may take a minute before its first token; between tokens this is an age.
STALL_SECONDS = 120.0
RETRY_DELAYS = (0.5, 2.0)


@dataclass(frozen=True)
class Completion:
    """A whole answer of a model."""

    text: str
    finish_reason: str
    tokens: int | None
    model: str


class Interrupted(ServerError):
    """The server failed in mid-answer; `partial` is what had arrived."""

    def __init__(self, zh: str, en: str, partial: str) -> None:
        super().__init__(zh, en)
        self.partial = partial


class Refused(ServerError):
    """The server understood the request and will not do it (4xx)."""


class _Retryable(ServerError):
    """Nothing has been received yet, so asking again does no harm."""


def complete(
    messages: list[dict[str, str]],
    *,
    base_url: str,
    model: str,
    max_tokens: int,
    on_text: Callable[[str], None] | None = None,
    stall: float = STALL_SECONDS,
    response_format: dict[str, Any] | None = None,
    stop: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
) -> Completion:
    """Stream one chat completion; `on_text` sees each piece as it arrives.

    A last message of the assistant is continued, not answered; the text returned does not repeat it.
    ``response_format`` holds the answer to a JSON schema, where the server can; ``stop`` are texts that end
    it and stay part of it, as vLLM can; ``extra`` are further parameters of the request (sampling).
    """
    url = normalise(base_url)
    body: dict[str, Any] = {"model": model, "messages": messages, "max_tokens": max_tokens, "temperature": 0}
    body |= extra or {}
    body |= {"stream": True, "stream_options": {"include_usage": True}}
    if messages and messages[-1].get("role") == "assistant":
        body |= {"add_generation_prompt": False, "continue_final_message": True}
    if response_format:
        body["response_format"] = response_format
    if stop:
        body |= {"stop": list(stop), "include_stop_str_in_output": True}
    for delay in (*RETRY_DELAYS, None):
        reply = Reply(on_text)
        try:
            _stream(url, body, reply, stall)
            return Completion(reply.text, reply.finish_reason or "stop", reply.tokens, reply.model or model)
        except _Retryable as error:
            if delay is None:
                raise ServerError(error.zh, error.en) from error.__cause__
            time.sleep(delay)
    raise AssertionError("unreachable: the last attempt returns or raises")


def models(base_url: str, timeout: float = CONNECT_SECONDS) -> list[str]:
    """The names of the models that a server offers."""
    import httpx

    url = normalise(base_url)
    with _client(url, timeout) as http:
        try:
            answer = http.get(f"{url}/models")
            answer.raise_for_status()
            return [str(entry["id"]) for entry in answer.json()["data"]]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ServerError(
                f"{url} 没有列出模型：{error}", f"{url} does not list its models: {error}"
            ) from error


def normalise(base_url: str) -> str:
    """The address without a trailing slash, with /v1 where only a host is given."""
    try:
        parts = urlsplit(base_url.strip())
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"服务地址“{base_url}”无效，应形如 http://127.0.0.1:8000/v1。",
            f"{base_url!r} is no server address; it should look like http://127.0.0.1:8000/v1.",
        )
    path = parts.path.rstrip("/") or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def is_loopback(base_url: str) -> bool:
    """Whether a server lies on this machine, so that a case text does not leave it."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def warn_if_open(base_url: str) -> None:
    """Tell the user once that the case text would cross a network unencrypted."""
    if base_url.startswith("http://") and not is_loopback(base_url):
        progress.say(
            "警告：案情将以明文 http 发送到其他机器，建议改用 https。 Warning: plain http to another host."
        )


def _client(url: str, read: float) -> httpx.Client:
    import httpx

    headers = {}
    if (key := os.environ.get("LEXCALC_API_KEY")) and (url.startswith("https://") or is_loopback(url)):
        headers["Authorization"] = f"Bearer {key}"
    timeout = httpx.Timeout(read, connect=CONNECT_SECONDS)
    local = is_loopback(url)
    # A proxy from the environment must not stand between this process and its own machine, and certificates,
    # which take longer to load than a short answer to arrive, have no use on the way there in plain http.
    verify = not local or url.startswith("https://")
    return httpx.Client(timeout=timeout, headers=headers, trust_env=not local, verify=verify)


def _stream(url: str, body: dict[str, Any], reply: Reply, stall: float) -> None:
    import httpx

    try:
        with _client(url, stall) as http, http.stream("POST", f"{url}/chat/completions", json=body) as answer:
            _check(url, answer)
            if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                reply.take_whole(answer.read())
            else:
                for line in lines(_bytes(answer)):
                    if reply.take(line):
                        break
        reply.close()
    except httpx.TimeoutException as error:
        if isinstance(error, httpx.ConnectTimeout):
            raise _Retryable(
                f"无法连接模型服务 {url}：超时。", f"cannot connect to {url}: timed out."
            ) from error
        raise _failure(
            reply,
            f"模型服务 {stall:.0f} 秒没有输出，已放弃。",
            f"the server sent nothing for {stall:.0f} s, gave up.",
        ) from error
    except httpx.ConnectError as error:
        raise _Retryable(f"无法连接模型服务 {url}：{error}", f"cannot connect to {url}: {error}") from error
    except httpx.TransportError as error:
        if not reply.text:
            raise _Retryable(f"模型服务 {url} 断开了连接。", f"{url} closed the connection.") from error
        raise _failure(reply, "模型服务在回答中途断开。", "the server broke off in mid-answer.") from error
    except (UnicodeDecodeError, httpx.DecodingError) as error:
        raise _failure(
            reply, "模型服务的输出不是有效的 UTF-8。", "the server's output is not valid UTF-8."
        ) from error
    except ValueError as error:
        raise _failure(
            reply, f"模型服务的回答无法读取：{error}", f"cannot read the server's answer: {error}"
        ) from error


def _bytes(answer: httpx.Response) -> Iterator[bytes]:
    yield from answer.iter_bytes()


def _check(url: str, answer: httpx.Response) -> None:
    if answer.status_code == 200:
        return
    text = answer.read()[:2000].decode("utf-8", "replace").strip()
    try:
        import json

        told = json.loads(text)
        told = told.get("error", told)
        text = str(told.get("message", told) if isinstance(told, dict) else told)
    except (ValueError, AttributeError):
        text = text.splitlines()[0] if text else ""
    zh = f"模型服务 {url} 返回 {answer.status_code}：{text[:200]}"
    en = f"{url} answered {answer.status_code}: {text[:200]}"
    later = answer.status_code >= 500 or answer.status_code in (408, 429)  # a busy server, not a bad request
    raise (_Retryable if later else Refused)(zh, en)


def _failure(reply: Reply, zh: str, en: str) -> ServerError:
    return Interrupted(zh, en, reply.text)
