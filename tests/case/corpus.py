"""Reading cases as YAML: a text and the facts, heads and doubts that the reader must find in it.

Each case: ``name``, ``text`` (or ``question``: the id of one in benchmarks/data), optional ``facts`` (name → written
value), ``absent`` (facts that must stay unread), ``never`` (values in the text that no fact may take), ``asked`` (heads,
payer, deduct_paid) and ``doubt`` (a part of a doubt's sentence, or true for any).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from lexcalc.case import read, value_text

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "benchmarks" / "data"


@cache
def _questions() -> dict[str, str]:
    lines = (line for path in sorted(DATA.glob("*.jsonl")) for line in path.open(encoding="utf-8"))
    return {each["id"]: each["question"] for each in map(json.loads, lines)}


def text_of(case: dict) -> str:
    """A case's own text, or that of the benchmark question it refers to."""
    return case["text"] if "text" in case else _questions()[case["question"]]


def cases(folder: str) -> list:
    """All cases of a folder as pytest parameters, identified by their sentence."""
    found = []
    for path in sorted((HERE / folder).glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    assert found, f"no reading cases under {folder}"
    return found


def check(case: dict) -> None:
    """Read the case's text and compare what it says with what was found."""
    text = text_of(case)
    found = read(text)
    values = {fact.name: value_text(fact.value) for fact in found.facts}
    for name, expected in case.get("facts", {}).items():
        written = (
            {True: "是", False: "否"}.get(expected, str(expected))
            if isinstance(expected, bool)
            else str(expected)
        )
        assert values.get(name) == written, (
            f"{name}: read {values.get(name)!r}, text says {written!r}; all: {values}"
        )
    for name in case.get("absent", []):
        assert name not in values, f"{name} must stay unread, got {values[name]!r}"
    for value in case.get("never", []):
        assert value not in values.values(), f"{value} belongs to no fact, got {values}"
    asked = case.get("asked", {})
    if "heads" in asked:
        assert list(found.asked.heads) == asked["heads"]
    if "payer" in asked:
        assert found.asked.payer == asked["payer"]
    if "deduct_paid" in asked:
        assert found.asked.deduct_paid is asked["deduct_paid"]
    doubt = case.get("doubt")
    if doubt:
        assert found.doubts, "the reader had to doubt"
        assert doubt is True or any(doubt in sentence for sentence in found.doubts), found.doubts
    else:
        assert not found.doubts, found.doubts
    for fact in found.facts:
        if fact.span:
            assert 0 <= fact.span[0] < fact.span[1] <= len(text)
