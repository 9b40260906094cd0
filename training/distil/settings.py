"""The ``distil`` section of a recipe: limits of a trajectory and who judges it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class JudgeSettings(_Section):
    """A model that reads every trajectory once more, behind an OpenAI-compatible server."""

    base_url: str
    model: str | None = None
    max_tokens: int = Field(200, ge=20)


class DistilSettings(_Section):
    """The ``distil`` section."""

    workers: int | None = Field(None, ge=1)  # None: as many as there are processors
    tokenizer: str | None = None  # name or folder; without it the length is counted in characters
    max_tokens: int = Field(400, ge=50)
    max_characters: int = Field(900, ge=100)
    limit: int | None = Field(None, ge=1)  # training questions at most, in the order of the file
    traces: int = Field(200, ge=0)  # open-book traces that are written beside the trajectories
    judge: JudgeSettings | None = None
