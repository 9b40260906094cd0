"""What runs in a Ray worker: an engine of its own, and chunks of cases answered through it."""

from __future__ import annotations

import pickle
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import lexcalc
from lexcalc.batch import choose
from lexcalc.batch.cases import BatchCase
from lexcalc.batch.engines import Engine, ModelOptions
from lexcalc.batch.worker import Outcome, internal
from lexcalc.errors import Exit, LexcalcError, ServerError, UsageError

if TYPE_CHECKING:
    from lexcalc.pipeline import Endpoint

AHEAD = 2  # chunks that wait at each worker beside those it works on
# A chunk on its way: the number of each case and the case.
Chunk = list[tuple[int, BatchCase]]


@dataclass(frozen=True)
class Plan:
    """How the cases are spread over the cluster.

    ``cpus`` and ``gpus`` are what each of the ``workers`` takes of its node, ``calls`` how many chunks of
    ``chunk`` cases it works on at once, the rest what :func:`lexcalc.batch.choose.start` is told there.
    """

    workers: int
    cpus: int
    gpus: int
    chunk: int
    calls: int
    kind: str
    model: ModelOptions | None
    jobs: int | None


@dataclass
class Reply:
    """What became of a chunk; ``end`` is why the rest has no outcome, as exit code and sentences.

    ``software`` is what computed: the version of lexcalc and the SHA-256 of its rules.
    """

    software: tuple[str, str]
    endpoints: list[Endpoint] = field(default_factory=list)
    outcomes: list[tuple[int, Outcome]] = field(default_factory=list)
    end: tuple[int, str, str] | None = None

    def error(self) -> LexcalcError | None:
        """What ended the worker, as an exception."""
        if self.end is None:
            return None
        code, zh, en = self.end
        kinds = {Exit.USAGE: UsageError, Exit.UNREACHABLE: ServerError}
        return kinds.get(Exit(code), LexcalcError)(zh, en)


def software() -> tuple[str, str]:
    """The version of lexcalc and the SHA-256 of the rules that are installed here."""
    from lexcalc.law import load_rulebook

    return lexcalc.__version__, load_rulebook().sha256


def packed(cases: Chunk) -> bytes:
    """A chunk as it travels."""
    return pickle.dumps(cases)


def unpacked(reply: bytes) -> Reply:
    """A reply as it arrived."""
    return pickle.loads(reply)


class Worker:
    """Made once in each worker: the rules or the model stay loaded from chunk to chunk.

    Nothing is raised: what ends the engine is part of a reply; an exception would be logged with the case.
    """

    def __init__(self, kind: str, model: ModelOptions | None, jobs: int | None) -> None:
        self._lock = threading.Lock()
        self._endpoints: list[Endpoint] = []
        self._engine: Engine | None = None
        self._end: LexcalcError | None = None
        self._software = software()
        try:
            # The rules run in a process beside this one: a case that kills it does not end the worker.
            self._engine = choose.start(kind, model, jobs, self._endpoints.append)
        except LexcalcError as error:
            self._end = error

    def __call__(self, row: dict[str, Any]) -> dict[str, bytes]:
        """A row with a chunk in, a row with its reply out; several threads call."""
        chunk: Chunk = pickle.loads(row["cases"])
        reply = Reply(self._software)
        end = self._end
        if self._engine is not None:
            with self._lock:  # an engine is made for one caller
                under_way = [(number, case, self._engine.submit(case)) for number, case in chunk]
            for number, case, future in under_way:
                try:
                    reply.outcomes.append((number, self._engine.outcome(case, future)))
                except LexcalcError as error:
                    end = error
                except Exception as error:
                    end = internal(error)
        if end is not None:
            reply.end = int(end.exit_code), end.zh, end.en
        reply.endpoints = list(self._endpoints)
        return {"reply": pickle.dumps(reply)}
