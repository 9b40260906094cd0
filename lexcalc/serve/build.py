"""Building model directories: dequantise, merge, hash; a directory gets its name only when it is whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lexcalc import paths
from lexcalc.errors import LexcalcError
from lexcalc.serve import adapter, convert, files, progress, safety
from lexcalc.serve.pins import Base


def partial_of(folder: Path) -> Path:
    """The name that a directory has while it is being made."""
    return folder.with_name(f".{folder.name}.partial")


def from_gguf(base: Base, blob: Path, folder: Path, origin: str) -> None:
    """Convert a checked GGUF into the directory of a base."""
    partial = _fresh(folder)
    # transformers insists on the suffix; a link gives the blob a name without a copy.
    named = partial.with_suffix(".gguf")
    named.unlink(missing_ok=True)
    named.symlink_to(blob)
    command = [sys.executable, "-m", "lexcalc.serve.convert", str(named), str(partial)]
    try:
        run(
            command + (["--tie"] if base.tie_embeddings else []),
            f"转换 {base.name} 为 safetensors ……",
            partial,
        )
    finally:
        named.unlink(missing_ok=True)
    about = {"name": base.name, "origin": origin, "pinned": True, "gguf_sha256": base.sha256}
    finish(partial, folder, {**about, "converter": convert.VERSION, "licence": base.licence})


def from_adapter(source: adapter.Adapter, base_name: str, base: Path, base_sha256: str, folder: Path) -> None:
    """Merge an adapter into a copy of its base."""
    adapter.check(source, base_sha256)
    partial = _fresh(folder)
    command = [sys.executable, "-m", "lexcalc.serve.adapter", str(base), str(source.path), str(partial)]
    run(command, f"合并 {source.name} 到 {base_name} ……", partial)
    about = {
        "name": source.name,
        "base": base_name,
        "base_sha256": base_sha256,
        "adapter_sha256": source.sha256,
        "prompt": source.prompt,
    }
    finish(partial, folder, about)


def _fresh(folder: Path) -> Path:
    partial = partial_of(folder)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    return partial


def run(command: list[str], title: str, partial: Path) -> None:
    """Run a step that needs torch in a process of its own; its whole output stands in a log."""
    log = paths.home() / "logs" / f"{partial.name.strip('.')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream, progress.waiting(title) as tick:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                tick()
                time.sleep(0.5)
        except BaseException:
            process.kill()
            process.wait()
            raise
    if process.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or [
            str(process.returncode)
        ]
        if "No space left" in tail[0] or "os error 28" in tail[0]:
            raise files.disk_full(partial)
        raise LexcalcError(f"{title}失败：{tail[0]}（日志 {log}）", f"{title} failed: {tail[0]} (log {log})")


def finish(partial: Path, folder: Path, about: dict[str, Any]) -> None:
    """Check and hash a directory that has been made, and give it its name."""
    safety.check_directory(partial)
    with files.writing(folder):
        safety.write_manifest(partial, about)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
