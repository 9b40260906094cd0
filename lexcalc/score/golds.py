"""Gold answers: the ``gold.jsonl`` of a run folder, or any case file with ``id`` and ``answer``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.textio import printable


@dataclass
class Golds:
    """Golds by id (``id``, ``scenario``, ``answer`` in yuan or None, ``missing``), and what was left out.

    An ``answer`` of None says that the question lacks a fact and must be refused.  A line without an
    ``answer`` is no gold.  ``repeated`` lines said the same again; golds that contradict each other are none.
    """

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeated: int = 0
    contradictory: set[str] = field(default_factory=set)

    def add(self, row: dict[str, Any]) -> None:
        """Take in one gold."""
        known = self.rows.get(row["id"])
        if known is None:
            self.rows[row["id"]] = row
        elif (known["answer"], known["scenario"]) == (row["answer"], row["scenario"]):
            self.repeated += 1
        else:
            self.contradictory.add(row["id"])


def read_golds(path: Path) -> Golds:
    """The golds of any case file (JSON lines, CSV, XLSX); UsageError names a line that cannot be read."""
    from lexcalc.batch.cases import FIELDS, gold_of, id_of, scenario_of
    from lexcalc.batch.sources import open_source

    golds = Golds()
    for row in open_source(str(path), needs="answer").rows:
        try:
            if isinstance(row.data, LexcalcError):
                raise row.data
            fields = {FIELDS[name]: value for name, value in row.data.items() if name in FIELDS}
            if "answer" not in fields:
                continue
            id = id_of(fields.get("id")) or row.id or str(row.number)  # as `lexcalc batch` names a case
            gold: Mapping[str, Any] | None = gold_of(id, fields["answer"], scenario_of(fields))
        except LexcalcError as error:
            shown = printable(str(path))
            raise UsageError(
                f"{shown} {row.where[0]}{error.zh}", f"{shown} {row.where[1]}{error.en}"
            ) from None
        if gold is not None:
            missing = row.data.get("missing")
            golds.add({**gold, "missing": list(map(str, missing)) if isinstance(missing, list) else []})
    return golds


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file with the numbers of their lines, one at a time."""
    for number, line in enumerate(text_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise malformed(path, number, "不是 JSON 对象", "is no JSON object")
        yield number, row


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, one at a time; every failure is a UsageError of one sentence."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from stream
    except UnicodeDecodeError:
        shown = printable(str(path))
        raise UsageError(f"{shown} 不是 UTF-8 文本。", f"{shown} is not UTF-8 text.") from None
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> UsageError:
    """Why a file cannot be read, as one sentence."""
    shown, reason = printable(str(path)), error.strerror or type(error).__name__
    return UsageError(f"无法读取 {shown}：{reason}。", f"{shown} cannot be read: {reason}.")


def malformed(path: Path, number: int, zh: str, en: str) -> UsageError:
    """What is wrong with a line, as one sentence that quotes nothing of it."""
    shown = printable(str(path))
    return UsageError(f"{shown} 第 {number} 行{zh}。", f"line {number} of {shown} {en}.")
