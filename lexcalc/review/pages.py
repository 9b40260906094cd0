"""The pages of the review as HTML; every text of a case, a model or a reviewer is foreign and escaped."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lexcalc.cli.options import PAYERS
from lexcalc.contract import Report
from lexcalc.report import links, messages
from lexcalc.report.html import FILTERS, frame
from lexcalc.report.messages import tr
from lexcalc.report.page import environment
from lexcalc.review.failed import Failure
from lexcalc.review.forms import Sent
from lexcalc.review.index import FAILED
from lexcalc.review.recompute import Again, differing

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
STATUSES = {**messages.STATUS, FAILED: ("失败", "failed")}
DECISIONS = {
    "accepted": ("通过", "accepted"),
    "corrected": ("更正", "corrected"),
    "rejected": ("退回", "rejected"),
    "unsure": ("存疑", "unsure"),
    "open": ("未签署", "not signed"),
    "changed": ("签署后结果变了", "result changed since"),
}


@dataclass(frozen=True)
class Field:
    """An input for one fact: what stands in it, what the run read, and what forms it takes."""

    name: str
    value: str
    run: str | None
    kind: str
    about: str
    choices: Sequence[str]
    mark: int | None
    words: str

    @property
    def changed(self) -> bool:
        """Whether it differs from the run."""
        return self.value != (self.run or "")


class Pages:
    """The templates in the language of the process; ``reviewer`` is shown beside what is signed."""

    def __init__(self, name: str, reviewer: str, lang: str | None = None) -> None:
        self.lang = lang or messages.language()
        own = {
            "decision": lambda key: tr(*DECISIONS[key], self.lang),
            "status": lambda key: tr(*STATUSES[key], self.lang),
            "statuses": STATUSES,
            "decisions": DECISIONS,
            "run_name": name,
            "reviewer": reviewer,
        }
        self._environment = environment(_FOLDER / "templates", {**frame(self.lang), **own}, FILTERS)

    def case(self, report: Report, sent: Sent, again: Again | None, **values: Any) -> str:
        """A case with its text, what the run or the new computation gave, and the form."""
        from lexcalc.verify import step_findings

        shown = _with_spans(again.report, report) if again else report
        findings = step_findings(shown.reasoning, shown.assessment) if shown.reasoning else []
        return self._environment.get_template("case.html.j2").render(
            report=report,
            shown=shown,
            sent=sent,
            again=again,
            different=differing(again.before, again.report) if again else [],
            pieces=links.pieces(shown),
            fields=_fields(report, shown, sent),
            steps=list(zip(shown.reasoning.steps, findings, strict=True)) if shown.reasoning else [],
            payers=PAYERS,
            names=_names(),
            heads=_heads(report.scenario),
            **values,
        )

    def failed(self, failure: Failure, sent: Sent, **values: Any) -> str:
        """A case that has no result: why, its text as far as it was read, and the form to sign it."""
        return self._environment.get_template("failed.html.j2").render(failure=failure, sent=sent, **values)

    def cases(self, **values: Any) -> str:
        """The list of cases."""
        return self._environment.get_template("cases.html.j2").render(**values)

    def error(self, sentence: str, back: str = "/") -> str:
        """One sentence that says what went wrong."""
        return self._environment.get_template("error.html.j2").render(sentence=sentence, back=back)


def _with_spans(shown: Report, report: Report) -> Report:
    """A corrected fact still stands where the run read it: that is where the reviewer compares."""
    spans = {fact.name: fact.span for fact in report.facts}
    facts = [fact if fact.span else replace(fact, span=spans.get(fact.name)) for fact in shown.facts]
    return replace(shown, facts=facts)


def _fields(report: Report, shown: Report, sent: Sent) -> list[Field]:
    """The facts read, then those that are missing, then those that the reviewer added."""
    run = {fact.name: fact.value for fact in report.facts}
    missing = filter(None, map(links.asked_for, shown.assessment.missing))
    now = {fact.name: (i, fact) for i, fact in enumerate(shown.facts)}
    names = dict.fromkeys([*run, *now, *missing, *sent.values])
    known = _vocabulary()
    fields = []
    for name in names:
        at = now.get(name)
        value = sent.values.get(name)
        if value is None:
            value = at[1].value if at else ""
        span = at[1].span if at else None
        entry = known.get(name, {})
        fields.append(
            Field(
                name=name,
                value=value,
                run=run.get(name),
                kind=entry.get("type", "text"),
                about=str(entry.get("about", "")),
                choices=("是", "否") if entry.get("type") == "flag" else tuple(entry.get("choices", ())),
                mark=at[0] if at and span else None,
                words=shown.question[slice(*span)] if span else "",
            )
        )
    return fields


def _vocabulary() -> Mapping[str, Mapping[str, Any]]:
    from lexcalc.law.facts import vocabulary

    return vocabulary()


@functools.cache
def _names() -> list[str]:
    return sorted(_vocabulary())


@functools.cache
def _heads(scenario: str | None) -> list[str]:
    from lexcalc.law import load_rulebook

    rulebook = load_rulebook()
    return [
        head for each in ([scenario] if scenario else ["EC", "WC", "TC"]) for head in rulebook.items(each)
    ]
