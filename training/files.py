"""Files of a run: atomic JSON, hashes, the mark that says a stage is complete, and its progress bar."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

MARK = "fingerprint"


def fingerprint(settings: BaseModel, inputs: Any = None) -> str:
    """What a stage's result depends on: its settings (not how many workers), its inputs and the rules."""
    from lexcalc.law import load_rulebook

    content = [settings.model_dump(mode="json", exclude={"workers"}), inputs, load_rulebook().sha256]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def mark(key: str) -> dict[str, str]:
    """The entry that :func:`done` looks for."""
    return {MARK: key}


def done(path: Path, key: str) -> bool:
    """Whether a stage's last file exists and was written for the same fingerprint."""
    try:
        return json.loads(path.read_text(encoding="utf-8")).get(MARK) == key
    except (OSError, ValueError, AttributeError):
        return False


def write_json(path: Path, content: Any) -> None:
    """Write JSON so that a broken-off run leaves the old file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)


def whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of an append-only file; nothing for one that is not there.

    Whoever appended may have been broken off in mid-line: what is not an object is passed over.
    """
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def append(path: Path, entries: Iterable[dict[str, Any]]) -> None:
    """Append objects, each on a line of its own also after a line that was broken off."""
    entries = list(entries)
    if not entries:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as out:
        if out.tell():
            out.seek(-1, 2)
            if out.read(1) != b"\n":
                out.write(b"\n")
        text = "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries)
        out.write(text.encode())


def progress() -> Progress:
    """A bar on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))
