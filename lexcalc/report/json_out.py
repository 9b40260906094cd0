"""A report as JSON text, back again, and the schema of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lexcalc.contract import Report

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def dumps(report: Report, indent: int | None = 2) -> str:
    """The report as JSON; every amount is a decimal string, so nothing is lost to binary floats."""
    separators = (",", ":") if indent is None else None
    return json.dumps(asdict(report), ensure_ascii=False, indent=indent, separators=separators)


def loads(text: str) -> Report:
    """A report read back; raises pydantic's ValidationError when a field is missing, unknown or mistyped."""
    return _adapter().validate_json(text)


def schema() -> dict[str, Any]:
    """The JSON schema of a report."""
    return _adapter().json_schema(mode="serialization")


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
