"""A run folder: whose options it was made with, who holds it, and how its final files appear."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import files
from lexcalc.textio import printable

SCHEMA_VERSION = 1
MANIFEST, JOURNAL, RESULTS = "run.json", "journal.jsonl", "results.jsonl"
FAILURES, GOLD, LOCK = "failures.jsonl", "gold.jsonl", "run.lock"
_WORDS = {
    "lexcalc": "lexcalc 的版本",
    "rules": "法条规则",
    "model": "模型",
    "checkpoint": "模型文件",
    "options": "选项",
}


@contextmanager
def held(folder: Path, fresh: bool = False) -> Iterator[None]:
    """Make or take a run folder for this process alone; its files are readable by their owner only.

    UsageError when another process works on it, or when it is a folder of something else.
    """
    before = os.umask(0o077)
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{_shown(folder)} 不是文件夹。", f"{_shown(folder)} is no folder.")
        _writable(folder)
        own = {MANIFEST, JOURNAL, RESULTS, FAILURES, GOLD, LOCK}
        if not (folder / MANIFEST).exists() and any(
            p.name.removesuffix(".partial") not in own for p in folder.iterdir()
        ):
            raise UsageError(
                f"{_shown(folder)} 已有其他文件，不是批次目录，请换一个。",
                f"{_shown(folder)} holds other files and is no run folder; choose another.",
            )
        with files.lock(folder / LOCK, lambda: _refuse(folder)):
            if fresh:
                for name in own - {LOCK}:
                    (folder / name).unlink(missing_ok=True)
            for name in own:  # of a run that was killed while it wrote
                (folder / f"{name}.partial").unlink(missing_ok=True)
            yield
    finally:
        os.umask(before)


def _writable(folder: Path) -> None:
    """Make the folder where it is missing; UsageError where nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LOCK).touch()
    except OSError as error:
        if files.is_full(error):
            raise disk_full(folder) from None
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"无法写入 {_shown(folder)}（{reason}）；请换一个目录。",
            f"{_shown(folder)} cannot be written ({reason}); choose another folder.",
        ) from None


def disk_full(folder: Path) -> LexcalcError:
    """The one sentence for a run that stops because the disk is full."""
    return LexcalcError(
        f"磁盘空间不足，无法写入 {_shown(folder)}；已完成的案件都已保存，腾出空间后再运行同一命令即可继续。",
        f"no space left to write {_shown(folder)}; what is finished is kept, free some and run the command "
        "again.",
    )


def _refuse(folder: Path) -> None:
    raise UsageError(
        f"另一个命令正在 {_shown(folder)} 上运行。", f"Another command is at work on {_shown(folder)}."
    )


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run that was begun, or None."""
    manifest = files.read_json(folder / MANIFEST)
    if manifest is None:
        if (folder / JOURNAL).exists() and (folder / JOURNAL).stat().st_size:
            raise UsageError(
                f"{_shown(folder)} 的 {MANIFEST} 无法读取；用 --fresh 重来。",
                f"{MANIFEST} of {_shown(folder)} cannot be read; begin again with --fresh.",
            )
        return None
    if not isinstance(manifest, dict) or manifest.get("schema_version") != SCHEMA_VERSION:
        raise UsageError(
            f"{_shown(folder)} 不是这个版本的批次目录。",
            f"{_shown(folder)} is no run folder of this version.",
        )
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, whole or not at all."""
    files.write_json(folder / MANIFEST, dict(manifest), lambda _: disk_full(folder))


def check_same(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse to go on with a run under anything that would give other results; names what differs."""
    differ = []
    for name, value in now.items():
        old = before.get(name)
        if old == value:
            continue
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            differ += [key for key in {**old, **value} if old.get(key) != value.get(key)]
        else:
            differ.append(_WORDS.get(name, name))
    if differ:
        raise UsageError(
            f"{_shown(folder)} 建立时条件不同（{'、'.join(differ)}）；请换目录，或用 --fresh 重来。",
            f"{_shown(folder)} was made under other conditions ({', '.join(differ)}); choose another "
            "folder, or begin again with --fresh.",
        )


def results_of(folder: Path) -> Path:
    """The results of a run that is finished; UsageError where there are none."""
    path = folder / RESULTS
    if path.is_file():
        return path
    shown = _shown(folder)
    if not folder.exists():
        raise UsageError(f"找不到 {shown}。", f"There is no {shown}.")
    if (folder / JOURNAL).is_file():
        raise UsageError(f"{shown} 尚未跑完（没有 {RESULTS}）。", f"{shown} is not finished (no {RESULTS}).")
    raise UsageError(f"{shown} 里没有 {RESULTS}。", f"{shown} holds no {RESULTS}.")


def remove(path: Path) -> None:
    """Remove a file that may not be there."""
    with suppress(FileNotFoundError):
        path.unlink()


def _shown(folder: Path) -> str:
    return printable(str(folder))
