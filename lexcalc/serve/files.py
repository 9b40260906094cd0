"""Files that are either whole or absent: hashes, atomic writes, a lock, a clear word on a full disk."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from lexcalc.errors import LexcalcError

CHUNK = 1 << 20
Tick = Callable[[int], None]

# What running out of room looks like: the disk, the user's quota, the process's file-size limit.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_full(error: OSError) -> bool:
    """Whether an operating system error says that there is no room left."""
    return error.errno in _FULL


def disk_full(where: Path) -> LexcalcError:
    """The one sentence for a disk that has no room left."""
    return LexcalcError(
        f"磁盘空间不足，无法写入 {where}；请腾出空间，或用 LEXCALC_HOME 指向另一块磁盘，已完成的部分会保留。",
        f"no space left to write {where}; free some or set LEXCALC_HOME elsewhere, finished parts stay.",
    )


@contextmanager
def writing(where: Path, full: Callable[[Path], LexcalcError] = disk_full) -> Iterator[None]:
    """Turn the operating system's 'no space left' into the user's sentence."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise full(where) from error
        raise


def need_space(where: Path, size: int) -> None:
    """Refuse early when `size` more bytes cannot fit, before anything is downloaded."""
    where.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(where).free
    if free < size:
        raise LexcalcError(
            f"磁盘空间不足：{where} 还需约 {size / 1e9:.1f} GB，仅剩 {free / 1e9:.1f} GB。",
            f"not enough disk space: {where} needs {size / 1e9:.1f} GB more, {free / 1e9:.1f} GB are free.",
        )


def sha256(path: Path, tick: Tick | None = None) -> str:
    """The SHA-256 of a file, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            if tick:
                tick(len(chunk))
    return digest.hexdigest()


def copy(source: BinaryIO, target: BinaryIO, tick: Tick | None = None) -> None:
    """Copy a stream in chunks."""
    while chunk := source.read(CHUNK):
        target.write(chunk)
        if tick:
            tick(len(chunk))


@contextmanager
def whole(path: Path, full: Callable[[Path], LexcalcError] = disk_full) -> Iterator[BinaryIO]:
    """Write `path` so that it appears only when it is complete and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        with writing(path, full), partial.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def write_json(path: Path, data: Any, full: Callable[[Path], LexcalcError] = disk_full) -> None:
    """Write a JSON file atomically, readable by its owner only."""
    with whole(path, full) as stream:
        os.chmod(stream.fileno(), 0o600)
        stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode())


def private(path: Path) -> None:
    """Make a file that only its owner can read, before a library makes one that everyone can."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def read_json(path: Path) -> Any:
    """A JSON file's content, or None where there is no readable one."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


@contextmanager
def lock(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock between processes; the operating system frees it when its holder dies."""
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if waiting:
                waiting()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
