"""The JSON contract: every object that lexcalc prints, writes to a run folder, or reads back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

Status = Literal[
    "verified", "corrected", "disagrees", "facts_missing", "discretion", "unfinished", "rules_only"
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FactOut(_Model):
    """A fact with its origin; ``span`` is a half-open range of the question's characters."""

    name: str
    value: str
    unit: str = ""
    source: Literal["text", "model", "user", "rule"]
    span: tuple[int, int] | None = None
    note: str = ""


class AskedOut(_Model):
    heads: list[str] = Field(default_factory=list)
    payer: str | None = None
    deduct_paid: bool = False


class EquationOut(_Model):
    """One equation of the model; ``computed`` is exact, ``ok`` whether the claim equals it to 分."""

    text: str
    claimed: str | None = None
    computed: str | None = None
    ok: bool | None = None


class CitationOut(_Model):
    statute: str
    article: str
    known: bool


class StepOut(_Model):
    kind: str
    title: str = ""
    text: str
    equations: list[EquationOut] = Field(default_factory=list)
    citations: list[CitationOut] = Field(default_factory=list)


class ReasoningOut(_Model):
    text: str
    elements: dict[str, str] = Field(default_factory=dict)
    steps: list[StepOut] = Field(default_factory=list)
    answer: str | None = None
    finish_reason: Literal["stop", "length"] = "stop"
    tokens: int | None = None


class ItemOut(_Model):
    """One computed head; ``payer`` is null where the amount is the loss before apportionment."""

    head: str
    payer: str | None = None
    formula: str
    substituted: str
    amount: str
    citations: list[str] = Field(default_factory=list)
    confirmed: bool = True
    explanation: str = ""


class AssessmentOut(_Model):
    items: list[ItemOut] = Field(default_factory=list)
    payers: dict[str, str] = Field(default_factory=dict)
    answer: str | None = None
    missing: list[str] = Field(default_factory=list)
    discretion: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    dates: dict[str, str] = Field(default_factory=dict)


class VerdictOut(_Model):
    status: Status
    answer: str | None = None
    reasons: list[str] = Field(default_factory=list)


class ProvenanceOut(_Model):
    rules: str
    checkpoint: str | None = None
    prompt: str | None = None
    model: str | None = None
    versions: dict[str, str] = Field(default_factory=dict)


class Report(_Model):
    """The whole answer to one case (DESIGN: the JSON contract)."""

    schema_version: int = SCHEMA_VERSION
    id: str = ""
    scenario: Literal["EC", "WC", "TC"] | None = None
    question: str
    facts: list[FactOut] = Field(default_factory=list)
    asked: AskedOut = Field(default_factory=AskedOut)
    reasoning: ReasoningOut | None = None
    assessment: AssessmentOut
    verdict: VerdictOut
    provenance: ProvenanceOut
