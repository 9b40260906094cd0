"""JSON: round trip, closed schema, exact decimal strings."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from lexcalc.report.json_out import dumps, loads, schema
from tests.report.sample import sample


def test_round_trip_is_exact():
    text = dumps(sample())
    assert dumps(loads(text)) == text


def test_the_documented_fields_are_there():
    keys = set(json.loads(dumps(sample())))
    assert keys == {
        "schema_version", "id", "scenario", "question", "facts", "readings", "unused", "asked", "reasoning",
        "assessment", "verdict", "provenance",
    }  # fmt: skip


def test_an_unknown_field_is_refused():
    data = json.loads(dumps(sample()))
    data["surprise"] = 1
    with pytest.raises(ValidationError):
        loads(json.dumps(data))


def test_the_schema_is_closed_and_knows_every_status():
    printed = schema()
    assert printed["additionalProperties"] is False
    assert "verified" in json.dumps(printed) and "rules_only" in json.dumps(printed)


def test_amounts_are_strings():
    assert isinstance(json.loads(dumps(sample()))["verdict"]["answer"], str)
