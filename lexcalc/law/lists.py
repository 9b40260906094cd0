"""Sums over facts that are lists."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed

Entries = list[dict[str, Any]]


def nursing(entries: Entries) -> Fraction:
    """逐段合计(护理段): days × daily rate × persons, one person where none is named (article 8)."""
    total = Fraction(0)
    for entry in entries:
        if entry.get("天数") is None or entry.get("日标准") is None:
            raise Needed("护理段", "每段的天数和日标准")
        total += entry["天数"] * entry["日标准"] * entry.get("人数", Fraction(1))
    return total


def devices(entries: Entries) -> Fraction:
    """Assistive devices: price × times they are replaced, and upkeep (article 13)."""
    total = Fraction(0)
    for entry in entries:
        for key in ("单价", "年限", "更换周期"):
            if not entry.get(key):
                raise Needed("辅助器具", f"每件的{key}")
        pieces, years = entry.get("具数", Fraction(1)), entry["年限"]
        times = -(-years // entry["更换周期"])  # ceiling
        total += entry["单价"] * pieces * times
        upkeep = entry.get("年维护费")
        if upkeep is None and entry.get("维护费率") is not None:
            upkeep = entry["单价"] * pieces * entry["维护费率"]
        total += (upkeep or 0) * years
    return total


def count(entries: Entries) -> Fraction:
    return Fraction(len(entries))


def first_grade(entries: Entries) -> Fraction:
    """The grade of the only disability listed."""
    return Fraction(entries[0]["等级"])


def days_between(first: date, end: date) -> Fraction:
    """Days from the first up to, not including, the end."""
    return Fraction((end - first).days)


FUNCTIONS = {
    "逐段合计": Function(nursing),
    "辅助器具合计": Function(devices),
    "项数": Function(count),
    "首项": Function(first_grade),
    "天数差": Function(days_between),
}
