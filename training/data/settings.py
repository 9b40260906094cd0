"""The ``data`` section of a recipe: how many questions, in which voices, and when two are too alike."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lexcalc.case.model import Scenario
from training.records import Voice

FROZEN = Path(__file__).resolve().parents[1] / "splits" / "test.jsonl"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Sizes(_Section):
    """Questions of a split by scenario."""

    EC: int = Field(0, ge=0)
    WC: int = Field(0, ge=0)
    TC: int = Field(0, ge=0)

    def of(self, scenario: Scenario) -> int:
        """The number wanted of one scenario."""
        return int(getattr(self, scenario))


class LeakageSettings(_Section):
    """When a training question counts as known from another set; shares of 13-character grams.

    Two people who tell different cases share the names of the heads and of the law, some 5 to 15 % of the
    grams; a case told again with one sentence changed shares more than half.  Masked texts (numbers and
    names blanked) share the skeleton as well, so there the line lies higher.
    """

    plain: float = Field(0.5, gt=0, le=1)
    masked: float = Field(0.6, gt=0, le=1)
    against: list[Path] | None = None  # further files; None: every benchmarks/data/*.jsonl


class RetellSettings(_Section):
    """A model that tells questions again in other words, behind an OpenAI-compatible server."""

    base_url: str
    model: str | None = None
    share: float = Field(0.3, ge=0, le=1)
    max_tokens: int = Field(700, ge=50)
    limit: int | None = Field(None, ge=1)


class DataSettings(_Section):
    """The ``data`` section: the test sizes are those of the paper's Table 1 (arXiv 2504.02590)."""

    seed: int = 20250402
    workers: int | None = Field(None, ge=1)  # None: as many as there are processors
    train: Sizes = Sizes(EC=9000, WC=6500, TC=4500)
    validation: Sizes = Sizes(EC=180, WC=80, TC=40)
    test: Sizes = Sizes(EC=450, WC=194, TC=99)
    frozen_test: Path | None = FROZEN  # the test questions; None: draw new ones
    voices: dict[Voice, float] = {"exam": 0.4, "judgment": 0.3, "layman": 0.3}
    held_out: float = Field(0.1, gt=0, lt=1)  # share of the patterns that only the test split may use
    max_draws: float = Field(6.0, ge=1)  # drafts a wanted question may cost before the stage gives up
    near_duplicate: float = Field(0.85, gt=0, le=1)  # share of masked grams within one split
    keep_contradicted: bool = False  # keep questions that the reader answers differently
    leakage: LeakageSettings = LeakageSettings()
    extracted: list[Path] = []  # accepted questions of ``training.data.extract`` that join the training set
    told: list[Path] = []  # hand-written case files with answers; they measure no longer
    retell: RetellSettings | None = None

    @model_validator(mode="after")
    def _weights(self) -> DataSettings:
        if any(weight < 0 for weight in self.voices.values()) or not sum(self.voices.values()):
            raise ValueError("voices need weights that are not negative and not all zero")
        return self
