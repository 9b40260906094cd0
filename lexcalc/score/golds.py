"""Gold answers: the ``gold.jsonl`` of a run folder, or any case file with ``id`` and ``answer``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexcalc import money
from lexcalc.errors import UsageError
from lexcalc.textio import printable

_SCENARIOS = ("EC", "WC", "TC")


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


def identity(id: str) -> str:
    """An id as golds and reports are matched by it: printable, with single blanks."""
    return " ".join(printable(id).split())


def read_golds(path: Path) -> Golds:
    """The golds of a JSONL or CSV file; UsageError names a line that cannot be read."""
    golds = Golds()
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else json_lines(path)
    for number, row in rows:
        if "answer" in row:
            golds.add(_gold(row, path, number))
    return golds


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file with the numbers of their lines, one at a time."""
    for number, line in enumerate(text_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=str)  # a gold of 39930.10 stays exactly that
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


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a CSV file; an empty ``answer`` is no gold, ``null`` a question to be refused."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")  # what Excel writes in China
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    names = [(name or "").strip() for name in reader.fieldnames or ()]
    if not {"id", "answer"} <= set(names):
        shown = printable(str(path))
        raise UsageError(f"{shown} 缺少 id 或 answer 列。", f"{shown} lacks the column id or answer.")
    reader.fieldnames = names
    try:
        number = reader.line_num + 1
        for row in reader:
            answer = row["answer"].strip()
            kept = {name: row[name].strip() for name in ("id", "scenario") if row.get(name, "").strip()}
            if answer:
                kept["answer"] = None if answer.lower() == "null" else answer
            yield number, kept
            number = reader.line_num + 1
    except csv.Error:
        raise malformed(path, reader.line_num, "不是 CSV", "is no CSV") from None


def _gold(row: Mapping[str, Any], path: Path, number: int) -> dict[str, Any]:
    id, answer, scenario, missing = (row.get(key) for key in ("id", "answer", "scenario", "missing"))
    id = str(number) if id is None else id  # as `lexcalc batch` names a case without one
    if isinstance(id, bool) or not isinstance(id, (str, int)):
        raise malformed(path, number, "的 id 不是文字或数字", "has an id that is neither text nor number")
    if scenario not in (*_SCENARIOS, None, ""):
        raise malformed(
            path, number, "的 scenario 不是 EC、WC、TC", "has a scenario that is not EC, WC or TC"
        )
    if answer is not None:
        value = None if isinstance(answer, bool) else money.parse(str(answer))
        if value is None:
            raise malformed(path, number, "的 answer 不是金额", "has an answer that is no amount")
        answer = money.plain(value)
    return {
        "id": identity(str(id)) or str(number),
        "scenario": scenario or None,
        "answer": answer,
        "missing": [str(each) for each in missing] if isinstance(missing, list) else [],
    }
