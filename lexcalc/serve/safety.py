"""What a model directory may hold, decided before anything loads it, and its manifest of hashes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from lexcalc.errors import LexcalcError
from lexcalc.serve import files

MANIFEST = "lexcalc-manifest.json"

# Files that a loader would unpickle, and code: weights are safetensors, everything else is data.
FORBIDDEN = {
    ".bin",
    ".pt",
    ".pth",
    ".pkl",
    ".pickle",
    ".ckpt",
    ".joblib",
    ".npy",
    ".npz",
    ".h5",
    ".msgpack",
    ".py",
    ".so",
}


def check_directory(folder: Path) -> None:
    """Refuse a model directory that could run code when it is loaded."""
    if not folder.is_dir():
        raise LexcalcError(f"{folder} 不是模型目录。", f"{folder} is not a model directory.")
    weights = False
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        if path.suffix.lower() in FORBIDDEN:
            raise LexcalcError(
                f"拒绝加载 {folder}：{path.name} 可能含有可执行代码，只接受 safetensors。",
                f"refused {folder}: {path.name} can carry code; only safetensors are accepted.",
            )
        if path.suffix == ".json" and path.name != MANIFEST:
            _check_json(folder, path)
        weights |= path.suffix == ".safetensors"
    if not weights:
        raise LexcalcError(f"{folder} 中没有 safetensors 权重。", f"{folder} holds no safetensors weights.")


def _check_json(folder: Path, path: Path) -> None:
    try:
        data = json.loads(path.read_bytes())
    except ValueError as error:
        raise LexcalcError(f"{path} 不是有效的 JSON。", f"{path} is not valid JSON.") from error
    # vLLM before 0.14 ran the code named by auto_map even without trust_remote_code; nothing here needs it.
    if _has_key(data, "auto_map"):
        raise LexcalcError(
            f"拒绝加载 {folder}：{path.name} 含 auto_map，会引入外部代码。",
            f"refused {folder}: {path.name} has an auto_map, which brings in foreign code.",
        )


def _has_key(data: Any, key: str) -> bool:
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if key in item:
                return True
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False


def file_hashes(folder: Path, tick: files.Tick | None = None) -> dict[str, str]:
    """The hash of every file of a model directory by relative path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): files.sha256(path, tick) for path in found}


def directory_sha256(hashes: dict[str, str]) -> str:
    """One hash for a directory: that of its sorted list of names and hashes."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def write_manifest(folder: Path, about: dict[str, Any], tick: files.Tick | None = None) -> dict[str, Any]:
    """Hash a finished directory and record what it is made from."""
    hashes = file_hashes(folder, tick)
    manifest = {"schema_version": 1, **about, "sha256": directory_sha256(hashes), "files": hashes}
    files.write_json(folder / MANIFEST, manifest)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a directory that was finished, else None."""
    data = files.read_json(folder / MANIFEST)
    return data if isinstance(data, dict) and {"sha256", "files"} <= data.keys() else None


def verify(folder: Path, tick: files.Tick | None = None) -> list[str]:
    """The names of files that differ from the manifest, are missing or were added."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [MANIFEST]
    now = file_hashes(folder, tick)
    recorded = manifest["files"]
    return sorted(name for name in now.keys() | recorded.keys() if now.get(name) != recorded.get(name))
