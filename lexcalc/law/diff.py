"""What changed in the law between two days: heads, fixed values and provincial tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lexcalc.law.rulebook import Rulebook
from lexcalc.law.schema import SCENARIOS, Entry, Item, Parameter


@dataclass(frozen=True)
class Change:
    """One difference; ``before`` or ``after`` is empty where there was, or is, no rule.

    ``since`` is the day from which ``after`` holds; the references are those of the rule files.
    """

    name: str
    key: str
    before: str
    after: str
    since: str
    reference_before: str
    reference_after: str


def diff(rulebook: Rulebook, first: date, second: date) -> list[Change]:
    """Every head and parameter whose rule on ``second`` is not that on ``first``, in the order of the files.

    Careful bounds that only decide whether to ask (``guard``) are no law and stay out.
    """
    return [*_items(rulebook, first, second), *_parameters(rulebook, first, second)]


def _items(rulebook: Rulebook, first: date, second: date) -> Iterator[Change]:
    for scenario in SCENARIOS:
        for head, versions in rulebook.items(scenario).items():
            old, new = _last(versions, first), _last(versions, second)
            if old is not new:
                yield Change(
                    head,
                    "",
                    _formulas(old),
                    _formulas(new),
                    str(new.since) if new else "",
                    "；".join(old.cite) if old else "",
                    "；".join(new.cite) if new else "",
                )


def _last(versions: list[Item], day: date) -> Item | None:
    return next((item for item in reversed(versions) if item.since <= day), None)


def _formulas(item: Item | None) -> str:
    return "" if item is None else " / ".join(dict.fromkeys(way.formula for way in item.ways))


def _parameters(rulebook: Rulebook, first: date, second: date) -> Iterator[Change]:
    for name in sorted(rulebook.parameter_files):
        parameter = rulebook.parameter(name)
        if parameter.guard:
            continue
        (_, old), (start, new) = _entry(parameter, first), _entry(parameter, second)
        if old is new:
            continue
        before, after = _table(old), _table(new)
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield Change(
                    name,
                    key,
                    _with_unit(before.get(key), parameter),
                    _with_unit(after.get(key), parameter),
                    str(start or ""),
                    old.reference if old else "",
                    new.reference if new else "",
                )


def _entry(parameter: Parameter, day: date) -> tuple[date | None, Entry | None]:
    started = [pair for pair in parameter.values if pair[0] <= day]
    return started[-1] if started else (None, None)


def _table(entry: Entry | None) -> dict[str, str]:
    """A table by its keys; a single value under the empty key; nothing where abolished."""
    if entry is None or entry.value is None:
        return {}
    value: Any = entry.value
    return dict(value) if hasattr(value, "items") else {"": value}


def _with_unit(value: str | None, parameter: Parameter) -> str:
    return "" if value is None else f"{value} {parameter.unit}".strip()
