"""Base models as pins: what the bytes must be and where they may come from (checkpoints/bases.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError


@dataclass(frozen=True)
class Source:
    """One place that may have the bytes of a base."""

    kind: Literal["hub", "modelscope", "wheels"]
    repo: str = ""
    file: str = ""
    package: str = ""
    version: str = ""
    parts: int = 0
    member: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.repo or self.package.replace('{n}', f'1…{self.parts}')}"


@dataclass(frozen=True)
class Base:
    """A base model; without `sha256` it is unpinned: its hash is recorded on first use."""

    name: str
    title: str
    licence: str
    format: Literal["gguf", "safetensors", "sqlite"]
    sources: tuple[Source, ...]
    sha256: str = ""
    size: int = 0
    tie_embeddings: bool = False


@cache
def _pins() -> dict[str, Any]:
    import yaml

    path = paths.checkpoints_dir() / "bases.yaml"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        bases = {
            name: Base(
                name=name, **{**entry, "sources": tuple(Source(**source) for source in entry["sources"])}
            )
            for name, entry in data["bases"].items()
        }
        return {"default": data["default"], "bases": bases}
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise LexcalcError(
            f"模型清单 {path} 无法读取：{error}", f"cannot read the model pins {path}: {error}"
        ) from error


def bases() -> dict[str, Base]:
    """All pinned bases by name."""
    return _pins()["bases"]


def default_name() -> str:
    """The model that is served when none is named: the first listed that is a base or an adapter here."""
    listed, known = _pins()["default"], bases()
    names = [listed] if isinstance(listed, str) else listed
    folder = paths.checkpoints_dir()
    return next(
        (name for name in names if name in known or (folder / name / "adapter_config.json").is_file()),
        names[-1],
    )


def base(name: str) -> Base:
    """The base called `name`; an unknown name is answered with the nearest known ones."""
    known = bases()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5) or sorted(known)
    raise UsageError(
        f"没有名为“{name}”的模型，可用：{'、'.join(near)}。",
        f"no model is called {name!r}; there are: {', '.join(near)}.",
    )
