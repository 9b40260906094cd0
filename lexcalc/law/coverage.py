"""What is on file for which region and year: published figures and provincial tables, confirmed or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lexcalc.law.regions import NATION, OWN_STATISTICS, PROVINCES, province_of, statistical_region
from lexcalc.law.rulebook import Rulebook

REGIONS = (NATION, *PROVINCES, *OWN_STATISTICS)
MARKS = {"confirmed": "●", "unconfirmed": "○", "missing": "·"}


@dataclass(frozen=True)
class Row:
    """One region of an item: the status by year, or by start date for a table."""

    region: str
    cells: dict[str, str]
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A published indicator, a choice of one by region, or a provincial table, with a row per region."""

    name: str
    kind: str  # statistic · choice · table
    about: str
    rows: tuple[Row, ...]

    def counts(self) -> dict[str, int]:
        """How many cells have each status."""
        cells = [status for row in self.rows for status in row.cells.values()]
        return {status: cells.count(status) for status in MARKS}


def coverage(rulebook: Rulebook, item: str = "", region: str = "", year: int | None = None) -> list[Item]:
    """The registry, narrowed to the items whose name contains ``item``, one region, one year.

    ``region`` is a place as users write it: 广东省深圳市 has the figures of 深圳 and the tables of 广东.
    Raises RuleError where a rule file is unsound.
    """
    found = [each for each in (*_statistics(rulebook, year), *_tables(rulebook)) if item in each.name]
    if not region:
        return found
    return [
        replace(each, rows=tuple(row for row in each.rows if _lies_in(region, row, each))) for each in found
    ]


def _lies_in(place: str, row: Row, item: Item) -> bool:
    region = province_of(place) if item.kind == "table" else statistical_region(place)
    return row.region == (region or place)


def as_json(items: list[Item]) -> list[dict[str, Any]]:
    """The registry as plain data, with the counts of each item."""
    return [
        {
            "item": each.name,
            "kind": each.kind,
            "about": each.about,
            "counts": each.counts(),
            "regions": {row.region: {"cells": row.cells, "note": row.note} for row in each.rows},
        }
        for each in items
    ]


def _statistics(rulebook: Rulebook, year: int | None) -> Iterator[Item]:
    every = [rulebook.statistic(path.stem) for path in sorted((rulebook.root / "statistics").glob("*.yaml"))]
    latest = max(each for series in every for years in series.values.values() for each in years)
    for series in every:
        if series.chosen:
            rows = [
                Row(region, {"口径": _status(choice["confirmed"])}, choice["indicator"])
                for region, choice in series.chosen.items()
            ]
            yield Item(series.indicator, "choice", series.reference, tuple(rows))
            continue
        first = min(each for years in series.values.values() for each in years)
        years = range(first, latest + 1) if year is None else range(year, year + 1)
        # A series that a few regions have is not missing elsewhere; one for every province is.
        wide = len(set(series.values) & set(PROVINCES)) == len(PROVINCES)
        rows = [
            Row(region, {str(each): _figure(series.values.get(region, {}).get(each)) for each in years})
            for region in (REGIONS if wide else [each for each in REGIONS if each in series.values])
        ]
        yield Item(series.indicator, "statistic", f"{series.reference}（{series.unit}）", tuple(rows))


def _tables(rulebook: Rulebook) -> Iterator[Item]:
    tables: dict[str, list[Row]] = {}
    about = {}
    for full in rulebook.parameter_files:
        name, at, region = full.partition("@")
        if at:
            parameter = rulebook.parameter(full)
            cells = {f"{start}": _status(entry.status == "confirmed") for start, entry in parameter.values}
            tables.setdefault(name, []).append(Row(region, cells))
            about[name] = parameter.about
    for name, rows in sorted(tables.items()):
        yield Item(name, "table", about[name], tuple(rows))


def _figure(entry: Any) -> str:
    return _status(entry["confirmed"]) if entry else "missing"


def _status(confirmed: bool) -> str:
    return "confirmed" if confirmed else "unconfirmed"


def markdown(items: list[Item]) -> str:
    """The registry as the tables of docs/coverage.md."""
    parts = []
    for each in items:
        counts = each.counts()
        told = f"已核实 {counts['confirmed']}，未核实 {counts['unconfirmed']}"
        told += f"，未收录 {counts['missing']}" if each.kind == "statistic" else ""
        parts.append(f"## {each.name}\n\n{each.about}。{told}。\n\n" + "\n".join(_lines(each)))
    return "\n\n".join(parts) + "\n"


def _lines(item: Item) -> Iterator[str]:
    if item.kind == "statistic":
        years = list(item.rows[0].cells) if item.rows else []
        yield "| 地区 | " + " | ".join(years) + " |"
        yield "|---|" + ":-:|" * len(years)
        for row in item.rows:
            yield f"| {row.region} | " + " | ".join(MARKS[row.cells[year]] for year in years) + " |"
        return
    yield "| 地区 | 指标 |" if item.kind == "choice" else "| 省 | 起始日期 |"
    yield "|---|---|"
    for row in item.rows:
        told = row.note if item.kind == "choice" else ""
        marks = [f"{MARKS[status]} {told or start}" for start, status in row.cells.items()]
        yield f"| {row.region} | {'，'.join(marks)} |"
