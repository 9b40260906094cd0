"""Where each case of a run lies, results first, then failures: found once, kept in the review's database."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from lexcalc.batch.folder import FAILURES, MANIFEST
from lexcalc.contract import Status
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.report.messages import tr
from lexcalc.textio import printable, visible

FAILED = "failed"  # the status of a case without a report
STAMP = """
create table if not exists stamp (one integer primary key check (one = 1), text text not null);
"""
_PLACES = (
    """create table place (
  number integer primary key, offset integer not null, length integer not null, digest text not null,
  key text not null, id text not null, scenario text, status text not null, answer text,
  question text not null, reason text
)""",
    "create index place_key on place (key)",
)


class Place(NamedTuple):
    """A case of the run: where its line lies, and what a list shows of it.

    ``key`` is the case (id and text), the same in every run over it; ``digest`` is its result; ``reason``
    says in both languages (JSON) why a case failed.
    """

    number: int
    offset: int
    length: int
    digest: str
    key: str
    id: str
    scenario: str | None
    status: str
    answer: str | None
    question: str
    reason: str | None = None

    @property
    def failure(self) -> str:
        """Why the case failed, empty where it has a result."""
        return tr(*json.loads(self.reason)) if self.reason else ""


def refresh(database: sqlite3.Connection, path: Path) -> None:
    """Read the places of all cases again where results or failures are not those that were indexed."""
    stamp = "2 " + " ".join(map(_state, (path, path.with_name(FAILURES))))
    if _stamp(database) == stamp:
        return
    with database:
        database.execute("begin immediate")
        if _stamp(database) == stamp:  # another process was faster
            return
        database.execute("drop table if exists place")  # an older version had fewer columns
        for statement in _PLACES:
            database.execute(statement)
        marks = ", ".join("?" * len(Place._fields))
        database.executemany(f"insert into place values ({marks})", _places(path))
        database.execute("insert or replace into stamp values (1, ?)", (stamp,))


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except FileNotFoundError:
        return "-"
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ino}"


def _stamp(database: sqlite3.Connection) -> str | None:
    row = database.execute("select text from stamp").fetchone()
    return row[0] if row else None


def _places(path: Path) -> Iterator[Place]:
    number = 0
    failures = path.with_name(FAILURES)
    for each, read in ((path, _result), (failures, _failure)):
        if each is failures and not each.exists():
            return
        offset = 0
        with each.open("rb") as stream:
            for line_number, line in enumerate(stream, 1):
                if line.strip():
                    number += 1
                    yield read(number, offset, line, each, line_number)
                offset += len(line)


def _result(number: int, offset: int, line: bytes, path: Path, line_number: int) -> Place:
    try:
        data = json.loads(line)
        id, question, verdict = data["id"], data["question"], data["verdict"]
        status, answer, scenario = verdict["status"], verdict["answer"], data["scenario"]
        texts = (id, question, status, *(each for each in (answer, scenario) if each is not None))
        if status not in get_args(Status) or not all(isinstance(each, str) for each in texts):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        shown = printable(str(path))
        raise UsageError(
            f"{shown} 第 {line_number} 行不是 lexcalc 的报告。",
            f"line {line_number} of {shown} is no report of lexcalc.",
        ) from None
    shown = (visible(each) if each else each for each in (id, scenario, status, answer, question))
    return Place(number, offset, len(line), hashlib.sha256(line).hexdigest(), _key(id, question), *shown)


def _failure(number: int, offset: int, line: bytes, path: Path, line_number: int) -> Place:
    try:
        data = json.loads(line)
        id, question, error = data["id"], data.get("question", ""), data["error"]
        reason = [error["zh"], error["en"]]
        if not all(isinstance(each, str) for each in (id, question, *reason)):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        shown = printable(str(path))
        raise UsageError(
            f"{shown} 第 {line_number} 行不是 lexcalc 的失败记录。",
            f"line {line_number} of {shown} is no failure of lexcalc.",
        ) from None
    where = (number, offset, len(line), hashlib.sha256(line).hexdigest(), _key(id, question))
    return Place(*where, visible(id), None, FAILED, None, visible(question), json.dumps(reason))


def _key(id: str, question: str) -> str:
    return hashlib.sha256(f"{id}\0{question}".encode("utf-8", "surrogatepass")).hexdigest()


def line_at(path: Path, place: Place) -> str:
    """The line of a case; LexcalcError when its file has changed since it was indexed."""
    if place.status == FAILED:
        path = path.with_name(FAILURES)
    with path.open("rb") as stream:
        line = os.pread(stream.fileno(), place.length, place.offset)
    if hashlib.sha256(line).hexdigest() != place.digest:
        raise LexcalcError(
            f"{path.name} 在复核期间变了；请结束后重新运行 lexcalc review，已签署的都还在。",
            f"{path.name} changed during the review; start lexcalc review again, what is signed stays.",
        )
    return line.decode("utf-8")


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a run, empty where there is none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
