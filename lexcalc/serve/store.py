"""The checkpoint store: a model is a directory of safetensors with a manifest, built once from checked bytes.

Layout under LEXCALC_HOME: `blobs/<sha256>` checked files, `parts/<sha256>/` a download in progress,
`models/<name>-<key>/` finished directories. A directory appears under its name only when it is complete.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lexcalc import paths
from lexcalc.errors import LexcalcError
from lexcalc.serve import adapter, build, convert, files, pins, progress, safety, sources
from lexcalc.serve.pins import Base

if TYPE_CHECKING:
    from lexcalc.reasoning.prompt import Style


@dataclass(frozen=True)
class ModelDir:
    """A model that is ready to be served."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Entry:
    """One line of `lexcalc model list`."""

    name: str
    title: str
    licence: str
    state: str
    path: Path | None
    size: int


def resolve(name: str | None = None) -> ModelDir:
    """The ready directory of a model; `name` is a pin, an adapter, or the path of a model directory."""
    name = name or pins.default_name()
    folder = Path(name).expanduser()
    if os.sep in name and folder.is_dir():
        return _checked(folder.name, folder)
    if source := adapter.find(name):
        return _ready(source.name, adapter_folder(source))
    return _ready(name, base_folder(pins.base(name)))


def prompt_style(name: str | None = None) -> Style:
    """The prompt that a model was trained for; a base is taught, and so is a directory that does not say."""
    name = name or pins.default_name()
    if os.sep in name:
        manifest = safety.read_manifest(Path(name).expanduser()) or {}
        return manifest.get("prompt", "taught")
    if source := adapter.find(name):
        return source.prompt
    pins.base(name)  # an unknown name is an error here as it is everywhere
    return "taught"


def is_ready(name: str) -> bool:
    """Whether `resolve` would succeed without any download."""
    if os.sep in name:
        return Path(name).expanduser().is_dir()
    source = adapter.find(name)
    folder = adapter_folder(source) if source else base_folder(pins.base(name))
    return safety.read_manifest(folder) is not None


def pull(name: str | None = None, *, path: Path | None = None, only: str | None = None) -> ModelDir:
    """Make a model ready: fetch, check, convert, merge; every finished step is kept and not done again."""
    name = name or pins.default_name()
    if os.sep in name and Path(name).is_dir():
        return resolve(name)
    home = paths.home()
    with files.lock(home / "pull.lock", lambda: progress.say("另一个进程正在准备模型，等待……")):
        if source := adapter.find(name):
            pin = pins.base(source.base)
            base = _pull_base(pin, path, only)
            folder = adapter_folder(source)
            if safety.read_manifest(folder) is None:
                # The pinned bytes identify a base; its directory differs with the converter.
                build.from_adapter(source, base.name, base.path, pin.sha256 or base.sha256, folder)
            return _ready(source.name, folder)
        return _pull_base(pins.base(name), path, only)


def base_folder(base: Base) -> Path:
    """Where the converted directory of a base lies; its key changes with the bytes and the conversion."""
    key = hashlib.sha256(f"{base.sha256}:{convert.VERSION}:{base.tie_embeddings}".encode()).hexdigest()[:12]
    return paths.home() / "models" / (f"{base.name}-{key}" if base.sha256 else base.name)


def adapter_folder(source: adapter.Adapter) -> Path:
    """Where the base with the adapter merged into it lies."""
    key = hashlib.sha256(f"{base_folder(pins.base(source.base)).name}:{source.sha256}".encode()).hexdigest()[
        :12
    ]
    return paths.home() / "models" / f"{source.name}-{key}"


def _pull_base(base: Base, path: Path | None, only: str | None) -> ModelDir:
    folder = base_folder(base)
    if safety.read_manifest(folder) is not None:
        return _ready(base.name, folder)
    if base.format == "safetensors":
        return _pull_directory(base, folder, path, only)
    if find_spec("torch") is None or find_spec("gguf") is None:
        raise LexcalcError(
            "转换模型需要 torch 与 gguf：请安装 lexcalc[serve]（或运行 make serve-deps）。",
            "converting a model needs torch and gguf: install lexcalc[serve] (or run make serve-deps).",
        )
    home = paths.home()
    blob = home / "blobs" / base.sha256
    origin = "store"
    if not blob.exists():
        files.need_space(home, base.size * 2)
        if path is not None:
            sources.adopt_file(base, path, blob)
            origin = "local"
        else:
            origin = sources.fetch_file(base, blob, home / "parts" / base.sha256, only)
    files.need_space(home, base.size * 3)
    build.from_gguf(base, blob, folder, origin)
    return _ready(base.name, folder)


def _pull_directory(base: Base, folder: Path, path: Path | None, only: str | None) -> ModelDir:
    partial = build.partial_of(folder)
    if path is not None:
        safety.check_directory(path)
        shutil.rmtree(partial, ignore_errors=True)
        with files.writing(partial):
            shutil.copytree(path, partial)
        origin = "local"
    else:
        # Not cleared first: the hub libraries go on with what an interrupted pull has left.
        origin = sources.fetch_directory(base, partial, only)
    build.finish(partial, folder, {"name": base.name, "origin": origin, "pinned": False})
    progress.say(f"{base.name} 的哈希首次记录，未经登记核对（unpinned）。")
    return _ready(base.name, folder)


def _ready(name: str, folder: Path) -> ModelDir:
    manifest = safety.read_manifest(folder)
    if manifest is None:
        raise LexcalcError(
            f"模型 {name} 尚未就绪，请先运行 lexcalc model pull {name}。",
            f"model {name} is not here yet; run: lexcalc model pull {name}",
        )
    safety.check_directory(folder)
    return ModelDir(name, folder, manifest["sha256"])


def _checked(name: str, folder: Path) -> ModelDir:
    safety.check_directory(folder)
    manifest = safety.read_manifest(folder)
    digest = manifest["sha256"] if manifest else safety.directory_sha256(safety.file_hashes(folder))
    return ModelDir(name, folder.resolve(), digest)


def verify(name: str) -> list[str]:
    """Hash a ready model again; returns the names of files that differ from its manifest."""
    model = resolve(name)
    return safety.verify(model.path)


def listing() -> list[Entry]:
    """All models by name and whether they are here."""
    rows = []
    for item in adapter.every():
        rows.append(_entry(item.name, f"LoRA · {item.base}", item.licence, adapter_folder(item)))
    for base in pins.bases().values():
        rows.append(_entry(base.name, base.title, base.licence, base_folder(base)))
    return rows


def _entry(name: str, title: str, licence: str, folder: Path) -> Entry:
    manifest = safety.read_manifest(folder)
    if manifest is None:
        return Entry(name, title, licence, "absent", None, 0)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Entry(name, title, licence, "ready" if manifest.get("pinned", True) else "unpinned", folder, size)
