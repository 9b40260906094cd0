"""Asking a model behind any OpenAI-compatible server for one object of a given form."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from lexcalc.serve import client

MAX_REPLY = 40_000  # characters of a reply that are read
PARALLEL = 8  # requests under way: a server batches them
Form = TypeVar("Form", bound=BaseModel)
In = TypeVar("In")
Out = TypeVar("Out")


class Unreadable(ValueError):
    """The reply is no object of the form asked for."""


@dataclass(frozen=True)
class Endpoint:
    """A server and the name of its model."""

    base_url: str
    model: str

    @classmethod
    def of(cls, base_url: str, model: str | None = None) -> Endpoint:
        """The first model that the server offers, unless one is named."""
        client.warn_if_open(base_url)
        return cls(base_url, model or client.models(base_url)[0])


def ask(endpoint: Endpoint, system: str, user: str, form: type[Form], max_tokens: int) -> Form:
    """One object; Unreadable where the reply is not of the form, else the client's errors."""
    reply = client.complete(
        [{"role": "system", "content": system}, {"role": "user", "content": user}],
        base_url=endpoint.base_url,
        model=endpoint.model,
        max_tokens=max_tokens,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": form.__name__, "schema": form.model_json_schema(), "strict": True},
        },
    )
    text = reply.text[:MAX_REPLY].rpartition("</think>")[2]
    try:
        return form.model_validate_json(text[text.index("{") : text.rindex("}") + 1])
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except ValueError:
        raise Unreadable(f"no JSON object in the reply: {text[:80]}") from None


def in_threads(
    function: Callable[[In], Out], items: Iterable[In], parallel: int = PARALLEL
) -> Iterator[tuple[In, Out]]:
    """Each item with its result, in order, some requests at a time."""
    source = iter(items)
    with ThreadPoolExecutor(parallel) as pool:
        ahead: deque[tuple[In, Future[Out]]] = deque(
            (item, pool.submit(function, item)) for item in islice(source, 2 * parallel)
        )
        try:
            while ahead:
                item, future = ahead.popleft()
                yield item, future.result()
                ahead.extend((item, pool.submit(function, item)) for item in islice(source, 1))
        finally:
            for _, future in ahead:
                future.cancel()
