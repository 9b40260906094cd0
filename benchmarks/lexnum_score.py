"""How one LexNum answer is scored, and the table by scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any

from benchmarks.interval import wilson
from lexcalc.contract import Report
from lexcalc.money import cents


@dataclass
class Outcome:
    """One question: what lexcalc stood behind, and with a model what the model itself said.

    ``boxed`` is the amount in the model's last box, ``own`` the amount it concluded with in any form;
    ``formatted`` means that the thinking was closed and a box with an amount followed.
    """

    id: str
    scenario: str
    expected: str
    got: str | None = None
    state: str = "refused"  # right · wrong · refused
    status: str = ""
    read_scenario: str | None = None
    reasons: list[str] = field(default_factory=list)
    failure: str = ""
    rules: str | None = None
    with_model: bool = False
    boxed: bool = False
    own: bool = False
    formatted: bool = False
    tokens: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The outcome for a JSON file."""
        return asdict(self)


def equal(text: str | None, expected: str) -> bool:
    """Whether two amounts are the same to 分."""
    try:
        return text is not None and cents(Fraction(text)) == cents(Fraction(expected))
    except ValueError:
        return False


def outcome(row: dict[str, Any], report: Report | None, failure: str = "") -> Outcome:
    """Score one question."""
    result = Outcome(row["id"], row["scenario"], row["answer"], failure=failure)
    if report is None:
        return result
    verdict, assessment = report.verdict, report.assessment
    result.got, result.status = verdict.answer, verdict.status
    result.read_scenario, result.rules = report.scenario, report.provenance.rules
    result.reasons = [*assessment.missing, *assessment.discretion] or verdict.reasons
    if result.got is not None:
        result.state = "right" if equal(result.got, result.expected) else "wrong"
    if report.reasoning is not None:
        from lexcalc.money import plain
        from lexcalc.reasoning.answer import boxed, split_thinking

        _, conclusion, closed = split_thinking(report.reasoning.text)
        box, final_box = boxed(report.reasoning.text), boxed(conclusion)
        result.with_model = True
        result.boxed = equal(None if box is None else plain(box), result.expected)
        result.own = equal(report.reasoning.answer, result.expected)
        result.formatted = closed and final_box is not None
        result.tokens = report.reasoning.tokens
    return result


def summarise(outcomes: list[Outcome]) -> dict[str, Any]:
    """Shares with n and interval; the model's own appear only where a model answered."""
    n = len(outcomes)

    def share(test: Callable[[Outcome], bool], among: list[Outcome] | None = None) -> dict[str, Any]:
        of = outcomes if among is None else among
        return wilson(sum(map(test, of)), len(of)).as_dict()

    answered = [o for o in outcomes if o.got is not None]
    summary = {
        "n": n,
        "answered": share(lambda o: o.got is not None),
        "right": share(lambda o: o.state == "right"),
        "wrong when answered": share(lambda o: o.state == "wrong", answered),
        "refused": share(lambda o: o.state == "refused"),
        "crashed": sum(o.failure.startswith("crash") for o in outcomes),
    }
    if any(o.with_model for o in outcomes):
        verified = [o for o in outcomes if o.status in ("verified", "corrected")]
        tokens = [o.tokens for o in outcomes if o.tokens is not None]
        summary |= {
            "boxed accuracy": share(lambda o: o.boxed),
            "own-answer accuracy": share(lambda o: o.own),
            "format rate": share(lambda o: o.formatted),
            "verified coverage": share(lambda o: o in verified),
            "verified precision": share(lambda o: o.state == "right", verified),
            "model silent": sum(o.failure.startswith("model silent") for o in outcomes),
            "median tokens": median(tokens) if tokens else None,
        }
    return summary


def by_scenario(outcomes: list[Outcome]) -> dict[str, Any]:
    """A summary for each scenario present, and for all."""
    groups = {name: [o for o in outcomes if o.scenario == name] for name in ("EC", "WC", "TC")}
    return {name: summarise(group) for name, group in {**groups, "all": outcomes}.items() if group}


def table(summary: dict[str, Any]) -> str:
    """The summaries as text, one row a measure."""
    columns = list(summary)
    lines = [f"{'':20}" + "".join(f"{c:>28}" for c in columns)]
    measures = dict.fromkeys(key for column in summary.values() for key in column)
    for measure in measures:
        cells = (summary[column].get(measure) for column in columns)
        lines.append(f"{measure:20}" + "".join(f"{_cell(cell):>28}" for cell in cells))
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return str(wilson(value["hits"], value["n"]))
    return "–" if value is None else str(value)
