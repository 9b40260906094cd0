"""Gold answers: the ``gold.jsonl`` of a run folder, or any case file with ``id`` and ``answer``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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


def apart(paths: Sequence[Path], gold: Path | None = None) -> tuple[list[Path], Path | None]:
    """Runs, and the case file with the golds, which is one of ``paths`` or ``gold``.

    UsageError where there is more than one gold, or no run beside it.
    """
    golds = [path for path in paths if _is_case_file(path)] + ([gold] if gold else [])
    runs = [path for path in paths if path not in golds]
    if len(golds) > 1:
        shown = [printable(str(path)) for path in golds]
        raise UsageError(
            f"标准答案只能给一份：{'、'.join(shown)}。",
            f"Give one file of gold answers, not {', '.join(shown)}.",
        )
    if not runs:
        shown = printable(str(golds[0]))
        raise UsageError(
            f"{shown} 是案件表，不是运行结果；还要给出要评分的 RUN。",
            f"{shown} is a case file and no run; name the RUN to score as well.",
        )
    return runs, golds[0] if golds else None


def _is_case_file(path: Path) -> bool:
    """Whether a file is a table, or its first JSON line is no report and has a text or an answer."""
    from lexcalc.batch.cases import FIELDS
    from lexcalc.batch.sources import open_source

    suffix = path.suffix.lower()
    if not path.is_file() or suffix in (".csv", ".tsv", ".xlsx"):
        return path.is_file()
    try:
        first = next((row.data for row in open_source(str(path)).rows), None)
    except (LexcalcError, OSError):  # whoever reads it as a run will say what is wrong
        return False
    names = first if isinstance(first, Mapping) else ()
    return "verdict" not in names and any(FIELDS.get(name) in ("question", "answer") for name in names)


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
