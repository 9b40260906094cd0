"""The journal of a run: one line a finished case, appended, synced, and read back after any death."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lexcalc.batch.folder import disk_full
from lexcalc.errors import LexcalcError
from lexcalc.serve.files import is_full

SYNC_SECONDS, SYNC_LINES = 1.0, 256
FAILED = "failed"
_REPORT, _ERROR = b',"report":', b',"error":'


class Place(NamedTuple):
    """Where a result lies in the journal, and its status (a verdict's, or ``failed``)."""

    offset: int
    status: str


class Journal:
    """Append-only; what is in it when it is opened is known by key, on disk and not in memory.

    A line counts only when it is whole: a torn last line is cut off, a damaged one is passed over, and the
    cases of both are computed again.
    """

    def __init__(self, path: Path, retry_failed: bool = False) -> None:
        self.path = path
        self.damaged = 0
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        # A database without a name lies in a temporary file and goes when it is closed.
        self._known = sqlite3.connect("")
        self._known.execute(
            "CREATE TABLE done (key TEXT PRIMARY KEY, offset INTEGER, status TEXT) WITHOUT ROWID"
        )
        try:
            self._end = self._load(retry_failed)
        except sqlite3.OperationalError as error:  # no room where temporary files lie
            raise disk_full(Path(tempfile.gettempdir())) from error
        self._unsynced = 0
        self._synced = time.monotonic()

    def _load(self, retry_failed: bool) -> int:
        end = 0
        with open(os.dup(self._fd), "rb") as stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                if entry := _entry(line):
                    key, status = entry
                    self._remember(key, Place(end, status), retry_failed)
                else:
                    self.damaged += 1
                end += len(line)
        os.ftruncate(self._fd, end)
        self._known.commit()
        return end

    def _remember(self, key: str, place: Place, retry_failed: bool) -> None:
        if retry_failed and place.status == FAILED:
            self._known.execute("DELETE FROM done WHERE key = ?", (key,))
        else:
            self._known.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", (key, *place))

    def find(self, key: str) -> Place | None:
        """The result of a case that was finished before this run began."""
        row = self._known.execute("SELECT offset, status FROM done WHERE key = ?", (key,)).fetchone()
        return Place(*row) if row else None

    def __len__(self) -> int:
        return self._known.execute("SELECT count(*) FROM done").fetchone()[0]

    def report(self, key: str, id: str, status: str, report: str) -> Place:
        """Append a report, given as one line of JSON."""
        return self._append(_REPORT, key, id, status, report)

    def error(self, key: str, id: str, error: dict[str, Any], case: Mapping[str, Any] | None = None) -> Place:
        """Append a failure, with what is known of its case (:func:`lexcalc.batch.cases.told`)."""
        body = json.dumps(error, ensure_ascii=False, separators=(",", ":"))
        return self._append(_ERROR, key, id, FAILED, body, case)

    def _append(
        self,
        mark: bytes,
        key: str,
        id: str,
        status: str,
        body: str,
        more: Mapping[str, Any] | None = None,
    ) -> Place:
        told = {"key": key, "id": id, **(more or {})}
        head = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        line = b"".join((head[:-1].encode(), mark, body.encode(), b"}\n"))
        place = Place(self._end, status)
        written = 0
        try:
            while written < len(line):
                written += os.pwrite(self._fd, line[written:], self._end + written)
            self._end += len(line)
            self._unsynced += 1
            if self._unsynced >= SYNC_LINES or time.monotonic() - self._synced >= SYNC_SECONDS:
                self.sync()
        except BaseException as error:
            # Not half a line, whatever happened; the case is computed again.
            self._end = place.offset
            os.ftruncate(self._fd, self._end)
            if isinstance(error, OSError) and is_full(error):
                raise disk_full(self.path.parent) from error
            raise
        return place

    def sync(self) -> None:
        """Put on the disk what was appended."""
        if self._unsynced:
            os.fsync(self._fd)
            self._unsynced = 0
        self._synced = time.monotonic()

    def body(self, offset: int) -> tuple[str, bytes]:
        """The id and the JSON text of the report or error of a line that this journal holds."""
        head, body = self._parts(offset)
        return head["id"], body

    def failure(self, offset: int) -> dict[str, Any]:
        """A failure as it stands in ``failures.jsonl``: id, what is known of the case, error."""
        head, body = self._parts(offset)
        del head["key"]
        return {**head, "error": json.loads(body)}

    def _parts(self, offset: int) -> tuple[dict[str, Any], bytes]:
        line = os.pread(self._fd, 1 << 16, offset)
        while not (cut := line.find(b"\n") + 1):
            more = os.pread(self._fd, 1 << 20, offset + len(line))
            if not more:
                raise LexcalcError("批次日志已损坏。", "The journal is damaged.")
            line += more
        line = line[: cut - 2]
        # Id and case text are JSON strings, so these bytes cannot stand in them unescaped.
        at = min(p for p in (line.find(_REPORT), line.find(_ERROR)) if p >= 0)
        body = line.index(b":", at) + 1
        return json.loads(line[:at] + b"}"), line[body:]

    def close(self) -> None:
        """Sync and close."""
        try:
            self.sync()
        finally:
            os.close(self._fd)
            self._known.close()


def _entry(line: bytes) -> tuple[str, str] | None:
    """The key and status of a whole line, None of a damaged one."""
    try:
        entry = json.loads(line)
        key = entry["key"]
        if not isinstance(key, str) or not isinstance(entry["id"], str):
            return None
        if "error" in entry:
            return (key, FAILED) if isinstance(entry["error"], dict) else None
        return key, str(entry["report"]["verdict"]["status"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
