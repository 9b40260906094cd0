"""A case of a run computed again with what a reviewer corrected, under the options that the run had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lexcalc.contract import FactOut, Report
from lexcalc.errors import LexcalcError, UsageError

if TYPE_CHECKING:
    from lexcalc.case.model import Fact

MAX_CHANGES = 200
# A fact given by the reviewer takes the place of the option that said the same for the run.
_INSTEAD = {"地区": "region", "一审辩论终结日": "trial_date", "审理年份": "trial_date"}


@dataclass(frozen=True)
class Changes:
    """What a reviewer holds against the run's reading: facts as ``--set`` takes them, heads, payer."""

    facts: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    payer: str | None = None

    def __bool__(self) -> bool:
        return bool(self.facts or self.heads or self.payer)


@dataclass(frozen=True)
class Again:
    """The case computed anew; ``before`` is the same without the changes, by the rules of today.

    ``reproduced`` says that ``before`` is what the run had: where it is not, the rules have changed since, or
    the case had options that no report carries, and the difference is not all the reviewer's.
    """

    report: Report
    before: Report
    reproduced: bool


def recompute(report: Report, changes: Changes, manifest: Mapping[str, Any]) -> Again:
    """Compute a case of a run again; UsageError where a fact, head or value is not of its form."""
    facts = [_fact(name, value) for name, value in changes.facts.items()]
    before, options = _as_it_was(report, manifest)
    kept = [fact for fact in options["facts"] if fact.name not in changes.facts]
    given = {**options, "facts": [*kept, *facts]}
    for name, option in _INSTEAD.items():
        if name in changes.facts:
            given[option] = None
    if changes.heads:
        given["heads"] = list(changes.heads)
    if changes.payer:
        given["payer"] = changes.payer
    return Again(_run(report, given), before, _same(before, report))


def unchanged(report: Report, manifest: Mapping[str, Any]) -> bool:
    """Whether today's rules give for a case what the run gave."""
    return _same(_as_it_was(report, manifest)[0], report)


def _as_it_was(report: Report, manifest: Mapping[str, Any]) -> tuple[Report, dict[str, Any]]:
    """The case by the run's own options, as far as manifest and report tell them."""
    first: tuple[Report, dict[str, Any]] | None = None
    for options in _options(report, manifest):
        try:
            found = _run(report, options), options
        except LexcalcError:
            continue
        if _same(found[0], report):
            return found
        first = first or found
    if first is None:
        raise UsageError(
            "这个案件按现行规则无法重算。", "this case cannot be computed again by the rules of today."
        )
    return first


def _options(report: Report, manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    stated = manifest.get("options")
    stated = stated if isinstance(stated, Mapping) else {}
    base: dict[str, Any] = {
        "facts": [_fact(each.name, each.value) for each in report.facts if each.source == "user"],
        "scenario": stated.get("scenario"),
        "heads": [each for each in stated.get("heads") or [] if isinstance(each, str)],
        "payer": stated.get("payer"),
        "region": stated.get("region"),
        "on": _day(stated.get("on")),
        "trial_date": _day(stated.get("trial_date")),
        "today": _day(manifest.get("today")) or date.today(),
    }
    yield base
    # A line of the case file may have had its own scenario and dates; the report shows what became of them.
    own = {**base, "scenario": report.scenario}
    yield own
    days = {name: _day(text) for name, text in report.assessment.dates.items()}
    trial = days.pop("trial_date", None)
    yield {
        **own,
        "on": next(filter(None, days.values()), base["on"]),
        "trial_date": trial or base["trial_date"],
    }


def _run(report: Report, options: Mapping[str, Any]) -> Report:
    from lexcalc import pipeline

    reasoning = report.reasoning
    if reasoning is None:
        return pipeline.assess(report.question, id=report.id, **options)
    return pipeline.check(
        reasoning.text, report.question, id=report.id, finish_reason=reasoning.finish_reason, **options
    )


def _same(one: Report, other: Report) -> bool:
    ours, theirs = one.assessment, other.assessment
    return (ours.answer, ours.missing, ours.dates, one.asked) == (
        theirs.answer,
        theirs.missing,
        theirs.dates,
        other.asked,
    )


def _fact(name: str, value: str) -> Fact:
    from lexcalc.law.facts import parse_fact

    return parse_fact(name, value)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def differing(report: Report, again: Report) -> list[tuple[str, FactOut | None, FactOut | None]]:
    """The facts that are not the same in two reports on a case: name, before, after."""
    old = {fact.name: fact for fact in report.facts}
    new = {fact.name: fact for fact in again.facts}
    names = dict.fromkeys([*old, *new])
    pairs = ((name, old.get(name), new.get(name)) for name in names)
    return [(n, a, b) for n, a, b in pairs if (a and a.value) != (b and b.value)]
