"""A run: cases through an engine into the journal, then the final files in the order of the cases."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol

import lexcalc
from lexcalc.batch import choose
from lexcalc.batch import folder as folders
from lexcalc.batch.cases import BatchCase, case_of, error_out, storable, told
from lexcalc.batch.engines import Engine, ModelOptions
from lexcalc.batch.journal import FAILED, SYNC_SECONDS, Journal, Place
from lexcalc.batch.sources import Source, open_source
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import files
from lexcalc.textio import printable

if TYPE_CHECKING:
    from concurrent.futures import Future

    from lexcalc.batch.choose import Cluster
    from lexcalc.batch.worker import Outcome
    from lexcalc.pipeline import Endpoint


class Meter(Protocol):
    """Whoever shows how far a run has come."""

    def begin(self, total: int | None) -> None:
        """The run begins; ``total`` is where :meth:`step` ends, None where nobody knows."""
        ...

    def step(self, done: int, cases: int, failures: int) -> None:
        """So much of the input, and so many cases, are finished."""
        ...


class NoMeter:
    """Shows nothing."""

    def begin(self, total: int | None) -> None:
        """Nothing."""

    def step(self, done: int, cases: int, failures: int) -> None:
        """Nothing."""


@dataclass
class Summary:
    """What a run came to; ``reused`` were finished by an earlier command on the same folder."""

    results: str
    cases: int = 0
    reports: int = 0
    failures: int = 0
    reused: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    damaged: int = 0


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a run whose finished cases, ``done`` of them, are kept."""

    def __init__(self, done: int) -> None:
        super().__init__()
        self.done = done


def run(
    source: str,
    folder: Path,
    given: Mapping[str, Any] | None = None,
    *,
    model: ModelOptions | None = None,
    engine: str = "auto",
    cluster: Cluster | None = None,
    jobs: int | None = None,
    limit: int | None = None,
    fresh: bool = False,
    retry_failed: bool = False,
    meter: Meter | None = None,
) -> Summary:
    """Answer every case of ``source`` (:func:`lexcalc.batch.sources.open_source`) into ``folder``.

    ``given`` are options of :func:`lexcalc.pipeline.prepare` for all cases; without ``model`` only the rules
    are applied.  ``engine`` (:data:`lexcalc.batch.KINDS`) says where the work is done, for ``ray`` on which
    ``cluster``, and changes no result.  A folder that exists is gone on with: what is finished is not
    computed again, and the final files are, byte for byte, those of an unbroken run.  A bad case is a failure
    in ``failures.jsonl``.  Raises UsageError (input or folder unusable), ServerError (the model server or the
    cluster is gone for good) and :class:`Interrupted`; whatever was finished by then is kept.
    """
    choose.check(engine, model, cluster)
    meter = meter or NoMeter()
    cases = open_source(source)
    with folders.held(folder, fresh):
        given, manifest = _begin(folder, dict(given or {}), model)
        salt = json.dumps(manifest["options"], ensure_ascii=False, sort_keys=True)
        connect = partial(_connected, folder, manifest)
        start = partial(choose.start, engine, model, jobs, connect, cluster)
        with closing(Journal(folder / folders.JOURNAL, retry_failed)) as journal:
            rows = (case_of(row, given, salt) for row in islice(cases.rows, limit))
            progress = _Progress(journal, meter, limit=limit)
            meter.begin(limit or cases.total)
            _answer(rows, folder, start, progress)
            if not progress.done:
                raise _nothing(source)
            summary = _finish(folder, progress, cases)
        write = {**manifest, "counts": {k: v for k, v in asdict(summary).items() if isinstance(v, int)}}
        folders.write_manifest(folder, write)
    return summary


def _nothing(source: str) -> UsageError:
    if source == "-":
        return UsageError("标准输入里没有案件。", "There are no cases on standard input.")
    shown = printable(source)
    return UsageError(f"{shown} 里没有案件。", f"There are no cases in {shown}.")


def _begin(
    folder: Path, given: dict[str, Any], model: ModelOptions | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options and the manifest of a run: a new one, or the one that is gone on with."""
    from lexcalc.law import load_rulebook

    before = folders.read_manifest(folder)
    today = given.pop("today", None) or date.today()
    options: dict[str, Any] = {
        name: storable(value) for name, value in given.items() if value not in (None, [])
    }
    options["engine"] = "rules" if model is None else "model"
    if model is not None:
        how = {"model": model.model, "max_tokens": model.max_tokens, "profile": model.profile}
        options |= {name: value for name, value in how.items() if value}
        options |= {"second_reading": model.second_reading, "local": model.base_url is None}
    same = {"lexcalc": lexcalc.__version__, "rules": load_rulebook().sha256, "options": options}
    if before is not None:
        folders.check_same(folder, before, same)
        # 今年 in a case keeps its meaning when the run goes on tomorrow.
        return {**given, "today": date.fromisoformat(before["today"])}, before
    manifest = {
        "schema_version": folders.SCHEMA_VERSION,
        **same,
        "model": None,
        "checkpoint": None,
        "today": today.isoformat(),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    folders.write_manifest(folder, manifest)
    return {**given, "today": today}, manifest


def _connected(folder: Path, manifest: dict[str, Any], endpoint: Endpoint) -> None:
    """Record which model answers, or refuse one that is not the model the run began with."""
    now = {"model": endpoint.model, "checkpoint": endpoint.checkpoint}
    if manifest["model"] is not None:
        folders.check_same(folder, manifest, now)
    else:
        manifest |= now
        folders.write_manifest(folder, manifest)


class _Progress:
    """Where each case's result lies, in the order of the cases: nine bytes for each, nothing more."""

    def __init__(self, journal: Journal, meter: Meter, limit: int | None) -> None:
        self.journal, self.meter, self.limit = journal, meter, limit
        self.offsets, self.states = array("q"), bytearray()
        self.names: list[str] = []
        self.done = self.failures = self.reused = self.end = 0

    def open(self) -> int:
        """A place for the next case."""
        self.offsets.append(-1)
        self.states.append(0)
        return len(self.offsets) - 1

    def put(self, position: int, case: BatchCase, place: Place) -> None:
        """A case is finished."""
        if place.status not in self.names:
            self.names.append(place.status)
        self.offsets[position] = place.offset
        self.states[position] = self.names.index(place.status)
        self.done += 1
        self.failures += place.status == FAILED
        self.end = max(self.end, case.end)
        self.meter.step(self.done if self.limit else self.end, self.done, self.failures)

    def statuses(self) -> dict[str, int]:
        """How many cases have each status."""
        counts = Counter(self.states)
        return {name: counts[number] for number, name in enumerate(self.names)}


def _answer(
    cases: Iterable[BatchCase], folder: Path, start: Callable[[], Engine], progress: _Progress
) -> None:
    """Put every case through the engine, no more of them under way than it has room for."""
    under_way = _UnderWay()
    engine: Engine | None = None
    try:
        with ExitStack() as stack, _golds(folder) as gold:
            for case in cases:
                position = progress.open()
                gold(case)
                if place := progress.journal.find(case.key):
                    progress.reused += 1
                    progress.put(position, case, place)
                elif case.error:
                    place = progress.journal.error(case.key, case.id, error_out(case.error), told(case))
                    progress.put(position, case, place)
                else:
                    if engine is None:
                        engine = stack.enter_context(closing(start()))
                    while under_way.count >= engine.window:
                        _collect(engine, under_way, progress)
                    under_way.add(engine.submit(case), position, case)
            while under_way.count and engine:
                _collect(engine, under_way, progress)
    except KeyboardInterrupt:
        raise Interrupted(progress.done) from None


class _UnderWay:
    """Cases that an engine has, and those of them that are done: as quick with thousands as with a few."""

    def __init__(self) -> None:
        self.count = 0
        self._done: SimpleQueue[tuple[Future[Outcome], int, BatchCase]] = SimpleQueue()

    def add(self, future: Future[Outcome], position: int, case: BatchCase) -> None:
        """A case is begun."""
        self.count += 1
        future.add_done_callback(lambda done: self._done.put((done, position, case)))

    def done(self) -> Iterator[tuple[Future[Outcome], int, BatchCase]]:
        """Those that are done by now, after a wait for the first; none when that takes long."""
        timeout: float | None = SYNC_SECONDS
        while True:
            try:
                found = self._done.get(timeout=timeout) if timeout else self._done.get_nowait()
            except Empty:
                return
            self.count -= 1
            timeout = None
            yield found


def _collect(engine: Engine, under_way: _UnderWay, progress: _Progress) -> None:
    """Write down the cases that are done, all of them before what ended the run is raised.

    Returns without any when none is done for a while, so that what was written before is synced.
    """
    end: LexcalcError | None = None
    none = True
    for future, position, case in under_way.done():
        none = False
        try:
            outcome = engine.outcome(case, future)
        except LexcalcError as error:
            end = error
            continue
        if outcome.error is not None:
            place = progress.journal.error(case.key, case.id, outcome.error, told(case))
        else:
            place = progress.journal.report(case.key, case.id, outcome.status, outcome.report)
        progress.put(position, case, place)
    if none:
        progress.journal.sync()
    if end is not None:
        raise end


@contextmanager
def _golds(folder: Path) -> Iterator[Callable[[BatchCase], None]]:
    """Write the reference answers beside the results as the cases go by; no file where there are none."""
    path, seen = folder / folders.GOLD, [0]
    with files.whole(path, partial(_full, folder)) as stream:

        def gold(case: BatchCase) -> None:
            if case.gold is not None:
                seen[0] += 1
                stream.write(_line(case.gold))

        yield gold
    if not seen[0]:
        folders.remove(path)


def _finish(folder: Path, progress: _Progress, source: Source) -> Summary:
    """Write results and failures in the order of the cases, each whole or not at all."""
    journal, full = progress.journal, partial(_full, folder)
    journal.sync()
    results = folder / folders.RESULTS
    with files.whole(results, full) as good, files.whole(folder / folders.FAILURES, full) as bad:
        failed = progress.names.index(FAILED) if FAILED in progress.names else -1
        for offset, state in zip(progress.offsets, progress.states, strict=True):
            if state == failed:
                bad.write(_line(journal.failure(offset)))
            else:
                good.write(journal.body(offset)[1] + b"\n")
    return Summary(
        results=str(results),
        cases=progress.done,
        reports=progress.done - progress.failures,
        failures=progress.failures,
        reused=progress.reused,
        statuses=progress.statuses(),
        ignored=list(source.ignored),
        damaged=journal.damaged,
    )


def _full(folder: Path, _: Path) -> Any:
    return folders.disk_full(folder)


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
