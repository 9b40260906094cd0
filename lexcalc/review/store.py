"""The decisions of a review: one SQLite file in the run folder, append-only, readable by its owner alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from lexcalc.batch.folder import results_of
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.review import index
from lexcalc.review.index import Place
from lexcalc.serve.files import private
from lexcalc.textio import printable

FILE, LOCK = "review.sqlite", "review.lock"
Decision = Literal["accepted", "corrected", "rejected", "unsure"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
OPEN, CHANGED = "open", "changed"  # further values of the filter: not signed; signed on another result
_TABLES = """
create table if not exists decision (
  serial integer primary key autoincrement, key text not null, id text not null, at text not null,
  reviewer text not null, decision text not null, facts text not null, heads text not null, payer text,
  amount text, checked text not null, note text not null, digest text not null, report text not null
);
create index if not exists decision_key on decision (key);
create view if not exists latest as
  select * from decision where serial in (select max(serial) from decision group by key);
create trigger if not exists decision_kept before update on decision
  begin select raise(abort, 'decisions are kept as they were made'); end;
create trigger if not exists decision_stays before delete on decision
  begin select raise(abort, 'decisions are kept as they were made'); end;
"""
_SIGNED = (
    "serial, key, id, at, reviewer, decision, facts, heads, payer, amount, checked, note, digest, report"
)
_JOINED = "place left join latest on latest.key = place.key"


@dataclass(frozen=True)
class Signed:
    """A decision on file: what was corrected, what was ticked, and the report that was signed.

    ``at`` is UTC; ``facts`` are the corrections as ``--set`` takes them; ``amount`` is the right answer in
    yuan as the reviewer states it, where it is not the report's; ``digest`` is the result that they saw.
    """

    serial: int
    key: str
    id: str
    at: str
    reviewer: str
    decision: str
    facts: dict[str, str]
    heads: list[str]
    payer: str | None
    amount: str | None
    checked: list[str]
    note: str
    digest: str
    report: str


@dataclass(frozen=True)
class Filter:
    """Which cases are gone through: by status, by decision (or ``open``, ``changed``), by words."""

    status: str = ""
    decision: str = ""
    words: str = ""

    def where(self) -> tuple[str, list[str]]:
        """The condition over a place and its latest decision."""
        terms, values = ["1"], []
        if self.status:
            terms.append("place.status = ?")
            values.append(self.status)
        if self.decision == OPEN:
            terms.append("latest.serial is null")
        elif self.decision == CHANGED:
            terms.append("latest.digest <> place.digest")
        elif self.decision:
            terms.append("latest.decision = ?")
            values.append(self.decision)
        if self.words:
            terms.append("(instr(place.question, ?) or instr(place.id, ?))")
            values += [self.words, self.words]
        return " and ".join(terms), values


@dataclass(frozen=True)
class Progress:
    """How far a review has come."""

    total: int
    signed: int
    changed: int
    decisions: dict[str, int] = field(default_factory=dict)


class Store:
    """The database of one run; every call is one transaction, on the disk when it returns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.results = results_of(folder)
        self.path = folder / FILE
        with _told(self.path):
            private(self.path)  # SQLite's journal takes its mode
            self._database = sqlite3.connect(self.path, timeout=30, check_same_thread=False)
            self._database.execute("pragma synchronous = full")
            self._database.executescript(index.STAMP + _TABLES)
        try:
            with _told(self.path):
                index.refresh(self._database, self.results)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def place(self, number: int) -> Place | None:
        """A case by its number, which counts from 1 in the order of the results, then of the failures."""
        if number >= 1 << 63:
            return None  # more than the database can be asked for
        with _told(self.path):
            row = self._database.execute("select * from place where number = ?", (number,)).fetchone()
        return Place(*row) if row else None

    def line(self, place: Place) -> str:
        """The report of a case as JSON, or its failure."""
        return index.line_at(self.results, place)

    def count(self, chosen: Filter = Filter()) -> int:
        """How many cases a filter leaves."""
        return self._one(f"select count(*) from {_JOINED} where {chosen.where()[0]}", chosen.where()[1])

    def step(self, number: int, chosen: Filter, back: bool = False) -> int | None:
        """The next case of a filter after ``number``, or the one before it."""
        condition, values = chosen.where()
        side, order = ("<", "desc") if back else (">", "asc")
        with _told(self.path):
            row = self._database.execute(
                f"select place.number from {_JOINED} where place.number {side} ? and {condition} "
                f"order by place.number {order} limit 1",
                [number, *values],
            ).fetchone()
        return row[0] if row else None

    def rows(self, chosen: Filter, start: int = 0, limit: int = -1) -> list[tuple[Place, str | None, bool]]:
        """Cases of a filter with their latest decision and whether the result has changed since."""
        condition, values = chosen.where()
        with _told(self.path):
            found = self._database.execute(
                "select place.*, latest.decision, coalesce(latest.digest <> place.digest, 0) "
                f"from {_JOINED} where {condition} order by place.number limit ? offset ?",
                [*values, limit, start],
            ).fetchall()
        return [(Place(*row[:-2]), row[-2], bool(row[-1])) for row in found]

    def progress(self) -> Progress:
        """The state of the whole run."""
        with _told(self.path):
            counts = self._database.execute(
                "select latest.decision, count(*), sum(latest.digest <> place.digest) "
                "from place join latest on latest.key = place.key group by latest.decision"
            ).fetchall()
        decisions = {name: count for name, count, _ in counts}
        changed = sum(changed for *_, changed in counts)
        return Progress(self.count(), sum(decisions.values()), changed, decisions)

    def statuses(self) -> dict[str, int]:
        """How many cases have each status."""
        with _told(self.path):
            return dict(
                self._database.execute("select status, count(*) from place group by status").fetchall()
            )

    def sign(
        self,
        place: Place,
        decision: Decision,
        *,
        reviewer: str,
        report: str,
        facts: dict[str, str] | None = None,
        heads: list[str] | None = None,
        payer: str | None = None,
        amount: str | None = None,
        checked: list[str] | None = None,
        note: str = "",
    ) -> int:
        """Keep a decision and return its number; earlier ones on the case stay as its history."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        lists = [json.dumps(each) for each in (facts or {}, heads or [])]
        row = (place.key, place.id, now, reviewer, decision, *lists, payer, amount, json.dumps(checked or []))
        row += (note, place.digest, report)
        names = _SIGNED.removeprefix("serial, ")
        with _told(self.path), self._database:
            done = self._database.execute(
                f"insert into decision ({names}) values ({', '.join('?' * len(row))})", row
            )
        assert done.lastrowid is not None
        return done.lastrowid

    def history(self, key: str) -> list[Signed]:
        """Every decision on a case, the newest first."""
        return list(self._signed("decision where key = ? order by serial desc", [key]))

    def signed(self) -> Iterator[Signed]:
        """The latest decision on each case of the run, in the order of the results."""
        return self._signed(
            "latest where key in (select key from place) "
            "order by (select min(number) from place where place.key = latest.key)"
        )

    def _signed(self, rest: str, values: list[Any] | None = None) -> Iterator[Signed]:
        with _told(self.path):
            for row in self._database.execute(f"select {_SIGNED} from {rest}", values or []):
                given = dict(zip(_SIGNED.split(", "), row, strict=True))
                for name in ("facts", "heads", "checked"):
                    given[name] = json.loads(given[name])
                yield Signed(**given)

    def _one(self, query: str, values: list[Any]) -> Any:
        with _told(self.path):
            return self._database.execute(query, values).fetchone()[0]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Let only one process at a time sign; UsageError in the second one."""
    from lexcalc.serve.files import lock

    shown = printable(str(folder))

    def refuse() -> None:
        raise UsageError(
            f"另一个 lexcalc review 正在复核 {shown}。", f"Another lexcalc review is at work on {shown}."
        )

    results_of(folder)
    with lock(folder / LOCK, refuse):
        yield


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise LexcalcError(
            f"复核文件 {path} 无法使用：{error}", f"the review file {path} cannot be used: {error}"
        ) from error
