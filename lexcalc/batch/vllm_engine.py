"""The engine ``vllm``: the model in a process of this run alone, many cases in its batch at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lexcalc.batch.engines import ModelEngine, ModelOptions
from lexcalc.pipeline import Endpoint
from lexcalc.serve.client import STALL_SECONDS, Completion

if TYPE_CHECKING:
    from lexcalc.serve.apart import Apart

# Answers that grow at once.  A core multiplies no faster for more, and their memory is 12 kB a token.
SEATS = {"cpu": 32, "gpu": 256}


@dataclass(frozen=True, kw_only=True)
class OwnProcess(Endpoint):
    """The model of a process beside this one; it has no address."""

    engine: Apart

    def complete(
        self,
        messages: list[dict[str, str]],
        *,
        max_tokens: int,
        on_text: Callable[[str], None] | None = None,
        dictated: bool = False,
        response_format: dict[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Completion:
        """The answer, all at once: there is nobody who would read it as it is written."""
        from lexcalc.serve.inprocess import Request

        schema = response_format["json_schema"]["schema"] if response_format else None
        request = Request(messages, max_tokens, dictated, schema, dict(extra or {}))
        written = self.engine.complete(request, self.stall)
        return Completion(written.text, written.finish_reason, written.tokens, self.model)


class VllmEngine(ModelEngine):
    """As :class:`ModelEngine`, with an engine that lives as long as the run; a dead one is started again."""

    def __init__(
        self,
        options: ModelOptions,
        jobs: int | None,
        on_connect: Callable[[Endpoint], None],
        seats: int | None = None,
    ) -> None:
        from lexcalc.serve import vllm

        most = seats or SEATS[vllm.build()]
        self.seats = min(jobs or most, most)
        self._endpoint: OwnProcess | None = None  # type: ignore[assignment]
        super().__init__(options, jobs, on_connect)

    def requests(self) -> int:
        """Enough that the next one waits when an answer is finished; reading and checking go on beside."""
        return self.seats + self.seats // 2

    def close(self) -> None:
        """Stop asking, and end the engine with what it writes."""
        self._closing.set()
        if self._endpoint is not None:
            self._endpoint.engine.close()
        super().close()

    def _connect(self) -> OwnProcess:
        from lexcalc import pipeline
        from lexcalc.serve import store, vllm
        from lexcalc.serve.apart import Apart

        if self._endpoint is not None:
            self._endpoint.engine.close()
        asked = self.options
        vllm.build()  # without it the download of a model would be in vain
        ready = store.pull(asked.model)
        manner = pipeline.manner(asked.model, None, asked.profile)
        told = ("", ready.name, ready.sha256, asked.timeout or STALL_SECONDS, *manner)
        # Another model than the run began with is refused before it is loaded.
        self._on_connect(Endpoint(*told))
        return OwnProcess(*told, engine=Apart(ready.path, ready.name, self.seats))

    def _alive(self, endpoint: Endpoint) -> bool:
        return endpoint.engine.alive  # type: ignore[attr-defined]

    def _gone(self) -> bool:
        return True
