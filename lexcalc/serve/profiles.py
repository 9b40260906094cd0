"""How a family of models wants to be asked (checkpoints/profiles.yaml): messages, sampling, length."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import TYPE_CHECKING, Any

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.serve import DEFAULT_MAX_TOKENS

if TYPE_CHECKING:
    from lexcalc.reasoning.prompt import Style


@dataclass(frozen=True)
class Profile:
    """One family; ``sampling`` and ``template`` are parts of the request, empty for greedy and plain."""

    name: str
    match: tuple[str, ...]
    style: Style = "taught"
    system: bool = True
    prefill: bool = True
    max_tokens: int = DEFAULT_MAX_TOKENS
    sampling: dict[str, Any] = field(default_factory=dict)
    template: dict[str, Any] = field(default_factory=dict)
    source: str = ""

    def messages(self, messages: list[dict[str, str]], opening: str = "") -> list[dict[str, str]]:
        """The messages as this family takes them, and after them how its answer begins, if that is given."""
        if not self.system and messages and messages[0]["role"] == "system":
            system, first, *rest = messages
            messages = [{**first, "content": f"{system['content']}\n\n{first['content']}"}, *rest]
        return [*messages, *([{"role": "assistant", "content": opening}] if opening else [])]

    @property
    def request(self) -> dict[str, Any]:
        """What the request says beyond messages and length."""
        return {**self.sampling, **({"chat_template_kwargs": self.template} if self.template else {})}


@cache
def every() -> dict[str, Profile]:
    """All profiles by name, in the order in which they are tried."""
    import yaml

    path = paths.checkpoints_dir() / "profiles.yaml"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))["profiles"]
        return {
            name: Profile(name=name, **{**entry, "match": tuple(entry["match"])})
            for name, entry in data.items()
        }
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise LexcalcError(
            f"模型方案 {path} 无法读取：{error}", f"cannot read the profiles {path}: {error}"
        ) from error


def of(model: str) -> Profile:
    """The profile of a model by its name or the name of its folder."""
    name = model.rstrip("/").rpartition("/")[2].lower()
    return next(each for each in every().values() if any(fnmatch(name, pattern) for pattern in each.match))


def chosen(name: str | None, model: str) -> Profile:
    """The profile of this name; where none is named, that of the model."""
    return named(name) if name else of(model)


def named(name: str) -> Profile:
    """The profile of this name; UsageError when there is none."""
    if name not in every():
        known = "、".join(every())
        raise UsageError(
            f"没有名为“{name}”的方案，可用：{known}。", f"no profile {name!r}; there are: {known}."
        )
    return every()[name]
