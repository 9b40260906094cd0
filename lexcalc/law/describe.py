"""Rules as plain data for ``rules list`` and ``rules show``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from lexcalc.law.coverage import coverage
from lexcalc.law.facts import vocabulary
from lexcalc.law.formula import parse, to_sympy
from lexcalc.law.rulebook import Rulebook
from lexcalc.law.schema import SCENARIOS, Item, Parameter, Way


def overview(rulebook: Rulebook, on: date | None = None) -> dict[str, Any]:
    """Heads with their articles, parameters with their dates, statistics with region and year."""
    heads = {
        scenario: [
            {
                "head": item.head,
                "since": str(item.since),
                "aliases": list(item.aliases),
                "citations": list(item.cite),
            }
            for versions in rulebook.items(scenario).values()
            for item in _current(versions, on)
        ]
        for scenario in SCENARIOS
    }
    parameters = {name: _entries(rulebook.parameter(name), on) for name in sorted(rulebook.parameter_files)}
    return {"heads": heads, "parameters": parameters, "statistics": _coverage(rulebook)}


def _current(versions: list[Item], on: date | None) -> list[Item]:
    return versions if on is None else [item for item in versions if item.since <= on][-1:]


def _coverage(rulebook: Rulebook) -> dict[str, dict[str, list[str]]]:
    return {
        item.name: {
            row.region: [
                f"{year}{'*' * (status == 'unconfirmed')}"
                for year, status in row.cells.items()
                if status != "missing"
            ]
            for row in item.rows
            if set(row.cells.values()) != {"missing"}
        }
        for item in coverage(rulebook)
        if item.kind == "statistic"
    }


def describe(rulebook: Rulebook, name: str, on: date | None = None) -> Any | None:
    """One rule in full, whatever kind it is; None when nothing has that name."""
    if name == "facts":
        return {fact: dict(about) for fact, about in vocabulary().items()}
    found: dict[str, Any] = {}
    for scenario in SCENARIOS:
        head = rulebook.head_names(scenario).get(name)
        shares = [item for item in rulebook.shares(scenario) if item.head == name]
        items = (_current(rulebook.items(scenario)[head], on) if head else []) + shares
        if items:
            found[scenario] = [_item(item) for item in items]
        definition = rulebook.definitions(scenario).get(name)
        if definition:
            found[f"{scenario} 定义"] = {"about": definition.about, "ways": _ways(definition.ways)}
    for full in rulebook.parameter_files:
        if name in (full, full.partition("@")[0]):
            parameter = rulebook.parameter(full)
            found[full] = {
                "about": parameter.about,
                "unit": parameter.unit,
                "selected_by": parameter.selected_by,
                "values": _entries(parameter, on),
            }
    if (rulebook.root / "statistics" / f"{name}.yaml").exists():
        series = rulebook.statistic(name)
        found[name] = {
            "reference": series.reference,
            "unit": series.unit,
            "values": series.values or series.chosen,
        }
    if name in vocabulary():
        found["事实"] = dict(vocabulary()[name])
    return found or None


def all_names(rulebook: Rulebook) -> Iterable[str]:
    """Every name that ``rules show`` knows."""
    known = [*vocabulary(), *rulebook.parameter_files, "facts"]
    for scenario in SCENARIOS:
        known += [*rulebook.head_names(scenario), *rulebook.definitions(scenario)]
    return known


def _item(item: Item) -> dict[str, Any]:
    return {
        "head": item.head,
        "about": item.about,
        "since": str(item.since),
        "selected_by": item.selected_by,
        "payer": [f"{payer}（{condition}）" if condition else payer for condition, payer in item.payer],
        "citations": list(item.cite),
        "denied": [f"{denial.when}：{denial.because}" for denial in item.deny],
        "discretion": item.discretion,
        "ways": _ways(item.ways),
        "file": item.file,
    }


def _ways(ways: tuple[Way, ...]) -> list[dict[str, Any]]:
    return [
        {
            "formula": way.formula,
            "sympy": str(to_sympy(parse(way.formula))),
            "when": way.when,
            "note": way.note,
            "citations": list(way.cite),
            "confirmed": way.confirmed,
        }
        for way in ways
    ]


def _entries(parameter: Parameter, on: date | None) -> list[dict[str, Any]]:
    entries = [pair for pair in parameter.values if on is None or pair[0] <= on]
    return [
        {
            "from": str(start),
            "value": entry.value,
            "status": "谨慎线" if parameter.guard else {"confirmed": "已核实"}.get(entry.status, "未核实"),
            "reference": entry.reference,
            "url": entry.url,
            "verified_on": str(entry.verified_on),
        }
        for start, entry in (entries if on is None else entries[-1:])
    ]
