"""Signed cases as a case file: golds for ``lexcalc score``, training questions where the facts say all."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexcalc.contract import FactOut, Report
from lexcalc.errors import LexcalcError
from lexcalc.review.store import Signed, Store

_DECIMAL = re.compile(r"\d{1,24}(?:\.\d{1,24})?")
_LONGEST_QUESTION = 60


@dataclass
class Counts:
    """What became of the signed cases; ``complete`` ones can train, ``left_out`` lack an agreed answer."""

    written: int = 0
    complete: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


def write(store: Store, path: Path) -> Counts:
    """Write the signed cases to a file that only its owner reads, whole or not at all."""
    import os

    from lexcalc.serve.files import whole

    counts = Counts()
    with whole(path) as out:
        os.chmod(out.fileno(), 0o600)
        for line in lines(store, counts):
            out.write(line)
    return counts


def lines(store: Store, counts: Counts) -> Iterator[bytes]:
    """The lines of the file, in the order of the results."""
    for signed in store.signed():
        if signed.decision == "unsure" or (signed.decision == "rejected" and signed.amount is None):
            counts.left_out[signed.decision] = counts.left_out.get(signed.decision, 0) + 1
            continue
        row = record(signed)
        counts.written += 1
        counts.complete += "elements" in row
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def record(signed: Signed) -> dict[str, Any]:
    """A signed case as a line of a case file.

    ``answer`` is null where the reviewer agrees that the case cannot be answered.  Where the facts alone give
    the answer again, the line also has what a training question has (``elements``, ``voice`` …).
    """
    from lexcalc.report.json_out import loads

    report = loads(signed.report)
    answer = signed.amount or report.verdict.answer
    asked = report.asked
    missing = [] if answer else [*report.assessment.missing, *report.assessment.discretion]
    row: dict[str, Any] = {
        "id": report.id or signed.key[:16],
        "scenario": report.scenario,
        "question": report.question,
        "answer": answer,
        "missing": missing,
        "asked": {"heads": list(asked.heads), "payer": asked.payer, "deduct_paid": asked.deduct_paid},
        "facts": {fact.name: fact.value for fact in report.facts if fact.source != "rule"},
        "reviewed": {
            "decision": signed.decision,
            "reviewer": signed.reviewer,
            "at": signed.at,
            "note": signed.note,
            "corrected": {
                "facts": signed.facts,
                "heads": signed.heads,
                "payer": signed.payer,
                "amount": signed.amount,
            },
            "checked": signed.checked,
            "result": hashlib.sha256(signed.report.encode()).hexdigest(),
        },
    }
    if answer is not None and _facts_say_all(report, answer):
        row |= {"elements": _elements(report), "voice": "judgment", "pattern": "reviewed", "notes": {}}
    return row


def _facts_say_all(report: Report, answer: str) -> bool:
    """Whether the facts as written give the answer without the text."""
    from lexcalc.case.model import Asked, Case
    from lexcalc.law import assess
    from lexcalc.law.facts import parse_fact
    from lexcalc.money import yuan

    if report.scenario is None or not report.asked.heads:
        return False
    asked = Asked(tuple(report.asked.heads), report.asked.payer, report.asked.deduct_paid)
    case = Case(text=report.question, scenario=report.scenario, asked=asked)
    try:
        for fact in report.facts:
            if fact.source != "rule":
                case.supply(parse_fact(fact.name, fact.value))
        native = assess(case)
    except LexcalcError:
        return False
    return native.answer is not None and yuan(native.answer) == answer


def _elements(report: Report) -> list[list[str]]:
    """The facts as words of the case, in its order, then the question itself."""
    text = report.question
    spans = [(fact.name, span) for fact in report.facts if (span := _span(fact, text))]
    spans.sort(key=lambda pair: pair[1])
    last = re.split("[。；！？?]", text.rstrip("。？? \n"))[-1].strip()
    asked = last if len(last) <= _LONGEST_QUESTION else "、".join(report.asked.heads)
    return [*([name, text[slice(*span)]] for name, span in spans), ["所问", asked]]


def _span(fact: FactOut, text: str) -> tuple[int, int] | None:
    """Where a fact stands: as it was read, or the only amount of the text that is a corrected value."""
    from fractions import Fraction

    from lexcalc import money

    if fact.source == "text":
        return fact.span
    if fact.source != "user" or not _DECIMAL.fullmatch(fact.value):
        return None
    found = [each for each in money.find(text) if each.value == Fraction(fact.value)]
    return (found[0].start, found[0].end) if len(found) == 1 else None
