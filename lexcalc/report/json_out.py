"""A report as JSON text, back again, and the schema of it."""

from __future__ import annotations

from typing import Any

from lexcalc.contract import Report


def dumps(report: Report, indent: int | None = 2) -> str:
    """The report as JSON; every amount is a decimal string, so nothing is lost to binary floats."""
    return report.model_dump_json(indent=indent)


def loads(text: str) -> Report:
    """A report read back; raises pydantic's ValidationError when a field is missing, unknown or mistyped."""
    return Report.model_validate_json(text)


def schema() -> dict[str, Any]:
    """The JSON schema of a report."""
    return Report.model_json_schema(mode="serialization")
