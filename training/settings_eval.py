"""What a recipe says of its last stages: which adapter is exported, what is compared on which questions."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Style = Literal["taught", "lexpam"]
Engine = Literal["vllm", "transformers", "server"]
DEV = Path("benchmarks/data/lexnum_dev.jsonl")


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExportSettings(_Settings):
    """The adapter that is shipped: ``checkpoints/NAME/`` from a trained run folder."""

    name: str = Field("lexpam-0.5b", pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str = "LexPam-0.5B"
    licence: str = "Apache-2.0"
    style: Style = Field("lexpam", description="The prompt that the adapter was trained with.")
    run: Path | None = Field(None, description="Folder with the adapter; by default the last stage trained.")
    folder: Path = Field(Path("checkpoints"), description="Where the adapter's folder is written.")
    max_megabytes: float = Field(
        50, gt=0, description="A larger adapter is refused: it lies in the repository."
    )


class ModelSettings(_Settings):
    """One column of the comparison."""

    name: str = Field(description="How the tables call it.")
    model: str | None = Field(
        None,
        description="A base or adapter by name, or a folder; None: the adapter that this recipe trained.",
    )
    style: Style = "lexpam"
    prefill: bool = Field(True, description="Open the answer with the element line, as `lexcalc ask` does.")
    calculator: bool = Field(
        False, description="Put in the results of its calculations, as `lexcalc ask` does for LexPam."
    )
    base_url: str | None = Field(None, description="An OpenAI-compatible server that has the model.")

    @model_validator(mode="after")
    def _opened(self) -> ModelSettings:
        if self.calculator and not self.prefill:
            raise ValueError("the calculator needs `prefill`: it continues an answer that has been opened")
        return self


def _models() -> list[ModelSettings]:
    return [
        ModelSettings(name="Qwen2.5-Coder-0.5B", model="qwen2.5-coder-0.5b"),
        ModelSettings(name="Qwen2.5-Coder-1.5B", model="qwen2.5-coder-1.5b"),
        ModelSettings(name="LexPam-0.5B, no calculator"),
        ModelSettings(name="LexPam-0.5B", calculator=True),
    ]


class EvaluateSettings(_Settings):
    """Questions × models, every answer at temperature 0."""

    sets: dict[str, Path] = Field(
        default_factory=lambda: {"dev": DEV, "test": Path("data/test.jsonl")},
        description="Question files by name; a relative path is looked for in the run folder, then here.",
    )
    models: list[ModelSettings] = Field(default_factory=_models)
    engine: Engine = Field("vllm", description="Falls back to transformers where vLLM is not installed.")
    max_tokens: int = Field(768, gt=0)
    limit: int | None = Field(
        None, gt=0, description="Questions of each set at most, spread evenly over its file."
    )
    batch: int = Field(32, gt=0, description="Answers that are written at once.")
