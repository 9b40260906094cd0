"""The history of answers: off until it is switched on, blanked, one SQLite file that only its owner reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve.files import private

if TYPE_CHECKING:
    from lexcalc.contract import Report

_TABLES = """
create table if not exists setting (name text primary key, value text not null);
create table if not exists answer (
  id integer primary key autoincrement, at text not null, command text not null, scenario text,
  status text not null, amount text, question text not null, report text not null
);
"""


@dataclass(frozen=True)
class Entry:
    """An answer on file; ``at`` is UTC, ``report`` the JSON contract with personal data blanked."""

    id: int
    at: str
    command: str
    scenario: str | None
    status: str
    amount: str | None
    question: str
    report: dict[str, Any]


def file() -> Path:
    """Where the history lies."""
    return paths.history_file()


def is_on() -> bool:
    """Whether answers are kept."""
    if not file().exists():
        return False
    with _open() as store:
        row = store.execute("select value from setting where name = 'on'").fetchone()
    return row is not None and row[0] == "1"


def switch(on: bool) -> None:
    """Begin or stop keeping answers; what is there stays until it is purged."""
    if not on and not file().exists():
        return
    with _open() as store:
        store.execute("insert or replace into setting values ('on', ?)", ("1" if on else "0",))


def record(report: Report, command: str) -> None:
    """Keep an answer, where the history is on."""
    if not is_on():
        return
    from lexcalc.redact import redact_report

    kept = redact_report(json.loads(json.dumps(asdict(report), ensure_ascii=False)))
    row = (
        datetime.now(UTC).isoformat(timespec="seconds"),
        command,
        report.scenario,
        report.verdict.status,
        report.verdict.answer,
        kept["question"],
        json.dumps(kept, ensure_ascii=False, sort_keys=True),
    )
    with _open() as store:
        store.execute(
            "insert into answer (at, command, scenario, status, amount, question, report) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def entries(limit: int | None = None) -> list[Entry]:
    """The newest answers first."""
    return _entries("order by id desc limit ?", -1 if limit is None else limit)


def entry(number: int) -> Entry:
    """One answer; UsageError when there is none of this number."""
    found = _entries("where id = ?", number)
    if not found:
        raise UsageError(f"历史中没有第 {number} 号。", f"The history has no number {number}.")
    return found[0]


def _entries(rest: str, value: int) -> list[Entry]:
    if not file().exists():
        return []
    with _open() as store:
        rows = store.execute(
            f"select id, at, command, scenario, status, amount, question, report from answer {rest}", (value,)
        ).fetchall()
    return [Entry(*row[:-1], json.loads(row[-1])) for row in rows]


def purge(before: str | None = None) -> int:
    """Delete the answers before a day (YYYY-MM-DD), or all, so that nothing of them stays in the file."""
    if not file().exists():
        return 0
    with _open() as store:
        store.execute("pragma secure_delete = on")
        condition, values = ("where at < ?", (before,)) if before else ("", ())
        count = store.execute(f"delete from answer {condition}", values).rowcount
        store.commit()
        store.execute("vacuum")
    return count


@contextmanager
def _open() -> Iterator[sqlite3.Connection]:
    path = file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        private(path)  # SQLite's journal takes its mode
        store = sqlite3.connect(path, timeout=10)
        try:
            store.executescript(_TABLES)
            with store:
                yield store
        finally:
            store.close()
    except (OSError, sqlite3.Error) as error:
        raise LexcalcError(
            f"历史文件 {path} 无法使用：{error}", f"the history {path} cannot be used: {error}"
        ) from error
