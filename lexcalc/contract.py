"""The JSON contract: every object that lexcalc prints, writes to a run folder, or reads back.

Plain data classes, so that a cold answer does not wait for pydantic (about 100 ms); pydantic reads the same
classes where a text is validated or the schema is printed (``lexcalc.report.json_out``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

SCHEMA_VERSION = 1

Status = Literal[
    "verified", "corrected", "disagrees", "facts_missing", "discretion", "unfinished", "rules_only"
]

# exists · no such article · no longer or not yet in force when it matters · no such statute · cannot be told
CitationStatus = Literal["exists", "wrong_number", "repealed", "not_in_force", "fabricated", "unchecked"]


class _Model:
    """Unknown fields are refused when read back."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(kw_only=True)
class FactOut(_Model):
    """A fact with its origin; ``span`` is a half-open range of the question's characters."""

    name: str
    value: str
    unit: str = ""
    source: Literal["text", "model", "user", "rule"]
    span: tuple[int, int] | None = None
    note: str = ""


@dataclass(kw_only=True)
class AskedOut(_Model):
    heads: list[str] = field(default_factory=list)
    payer: str | None = None
    deduct_paid: bool = False


@dataclass(kw_only=True)
class EquationOut(_Model):
    """One equation of the model; ``computed`` is exact, ``ok`` whether the claim equals it to 分."""

    text: str
    claimed: str | None = None
    computed: str | None = None
    ok: bool | None = None


@dataclass(kw_only=True)
class CitationOut(_Model):
    """One article that the model cites; ``known`` is ``status == "exists"``, on the governing date."""

    statute: str
    article: str
    known: bool
    status: CitationStatus = "unchecked"


@dataclass(kw_only=True)
class StepOut(_Model):
    kind: str
    title: str = ""
    text: str
    equations: list[EquationOut] = field(default_factory=list)
    citations: list[CitationOut] = field(default_factory=list)


@dataclass(kw_only=True)
class ReasoningOut(_Model):
    text: str
    elements: dict[str, str] = field(default_factory=dict)
    steps: list[StepOut] = field(default_factory=list)
    answer: str | None = None
    finish_reason: Literal["stop", "length"] = "stop"
    tokens: int | None = None


@dataclass(kw_only=True)
class ItemOut(_Model):
    """One computed head; ``payer`` is null where the amount is the loss before apportionment."""

    head: str
    payer: str | None = None
    formula: str
    substituted: str
    amount: str
    citations: list[str] = field(default_factory=list)
    confirmed: bool = True
    explanation: str = ""


@dataclass(kw_only=True)
class AssessmentOut(_Model):
    """What the rules give; ``statistics`` are the published figures that they looked up, with their units."""

    items: list[ItemOut] = field(default_factory=list)
    payers: dict[str, str] = field(default_factory=dict)
    answer: str | None = None
    missing: list[str] = field(default_factory=list)
    discretion: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    statistics: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class VerdictOut(_Model):
    status: Status
    answer: str | None = None
    reasons: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class ReadingOut(_Model):
    """A fact as a model read it, its words found at ``span``; ``reader`` is the reader's value, if any.

    Never used in a computation: it confirms, contradicts or proposes.
    """

    name: str
    reader: str | None = None
    model: str
    span: tuple[int, int]
    agrees: bool | None = None


@dataclass(kw_only=True)
class ProvenanceOut(_Model):
    rules: str
    checkpoint: str | None = None
    prompt: str | None = None
    model: str | None = None
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Report(_Model):
    """The whole answer to one case (DESIGN: the JSON contract).

    ``unused`` are the spans of figures in the question that no fact came from.
    """

    schema_version: int = SCHEMA_VERSION
    id: str = ""
    scenario: Literal["EC", "WC", "TC"] | None = None
    question: str
    facts: list[FactOut] = field(default_factory=list)
    readings: list[ReadingOut] = field(default_factory=list)
    unused: list[tuple[int, int]] = field(default_factory=list)
    asked: AskedOut = field(default_factory=AskedOut)
    reasoning: ReasoningOut | None = None
    assessment: AssessmentOut
    verdict: VerdictOut
    provenance: ProvenanceOut
