"""A case that failed in its run: what is known of it, and what the rules give for it now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lexcalc.contract import Report
from lexcalc.errors import LexcalcError

_OPTIONS = ("scenario", "heads", "payer", "region", "on", "trial_date", "facts")


@dataclass(frozen=True)
class Failure:
    """A line of ``failures.jsonl``; ``question`` is empty where the case could not be read."""

    id: str
    question: str
    given: Mapping[str, Any]
    error: Mapping[str, Any]


def read(line: str) -> Failure:
    """The failure of a line that the index knows to be one."""
    data = json.loads(line)
    given = data.get("given")
    return Failure(
        data["id"], data.get("question", ""), given if isinstance(given, dict) else {}, data["error"]
    )


def manifest_for(failure: Failure, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The run's manifest with the options of this case, under which it is computed again."""
    options = manifest.get("options")
    options = options if isinstance(options, Mapping) else {}
    today = failure.given.get("today") or manifest.get("today")
    return {**manifest, "options": {**options, **failure.given}, "today": today}


def report(failure: Failure, manifest: Mapping[str, Any]) -> Report | None:
    """What the rules give for the case, None where they cannot be applied either.

    In a process of its own, since the case may be one that stalls or kills whoever reads it.
    """
    from lexcalc.batch.cases import BatchCase, options_of
    from lexcalc.batch.engines import RulesEngine
    from lexcalc.report.json_out import loads

    if not failure.question:
        return None
    whole = manifest_for(failure, manifest)
    given = {name: whole["options"][name] for name in _OPTIONS if whole["options"].get(name)}
    try:
        options = options_of({**given, "today": whole["today"]})
    except (LexcalcError, ValueError, TypeError):  # a run of another version, or a file changed by hand
        return None
    case = BatchCase(failure.id, 0, "", failure.question, options)
    engine = RulesEngine(1)
    try:
        outcome = engine.outcome(case, engine.submit(case))
    finally:
        engine.close()
    return loads(outcome.report) if outcome.error is None else None


def signed(failure: Failure) -> str:
    """What is kept with a decision on a case without a report."""
    told = {"id": failure.id, "question": failure.question, "error": dict(failure.error)}
    return json.dumps({**told, "verdict": {"answer": None}}, ensure_ascii=False)
