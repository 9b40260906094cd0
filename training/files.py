"""Files of a run: atomic JSON, hashes, the mark that says a stage is complete, and its progress bar."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

MARK = "fingerprint"


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


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


def progress() -> Progress:
    """A bar on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))
