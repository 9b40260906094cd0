"""Cases that a lawyer can read (tests/cases/*.yaml) as objects of the library."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from lexcalc.case.model import Asked, Case, Facts
from lexcalc.law import Assessment, assess
from lexcalc.law.facts import parse_fact
from lexcalc.law.loader import load

FOLDER = Path(__file__).parent.parent / "cases"


def all_cases() -> list[dict[str, Any]]:
    """Every case of every file."""
    return [{**case, "file": path.name} for path in sorted(FOLDER.glob("*.yaml")) for case in load(path)]


def build(scenario: str, heads=(), payer=None, deduct_paid=False, **facts: str) -> Case:
    """A case from facts written as on the command line."""
    known = Facts(parse_fact(name, str(value)) for name, value in facts.items())
    return Case("", scenario, known, Asked(tuple(heads), payer, deduct_paid))


def assess_case(case: dict[str, Any]) -> Assessment:
    """What the rules give for one case of a file."""
    built = build(case["scenario"], **case["asked"], **case["facts"])
    return assess(built, on=case.get("on"), trial_date=case.get("trial_date"), region=case.get("region"))


def law(scenario: str, heads=(), payer=None, on: date | None = None, **facts: str) -> Assessment:
    """What the rules give for facts written in a test."""
    return assess(build(scenario, heads, payer, **facts), on=on)
