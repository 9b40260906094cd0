"""A recipe: everything that a training run depends on, in one YAML file; unknown keys are errors.

``extends: other`` takes another recipe of the same folder as its ground, key by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lexcalc.case.model import Scenario
from lexcalc.errors import UsageError
from training.data.settings import DataSettings
from training.distil.settings import DistilSettings
from training.settings_eval import Engine, EvaluateSettings, ExportSettings, ModelSettings

RECIPES = Path(__file__).parent / "recipes"
STAGES = ("data", "distil", "sft", "partition", "stage1", "stage2", "export", "evaluate")


class Section(BaseModel):
    """A part of a recipe; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class StudentSettings(Section):
    """The model that is trained, as a base and a LoRA adapter on all its linear layers (paper §5.1.3)."""

    base: str = Field("qwen2.5-coder-0.5b", description="A pinned base, a folder, or `tiny`.")
    adapter: Path | None = Field(None, description="Go on from this adapter instead of a fresh one.")
    rank: int = Field(16, gt=0)
    alpha: int = Field(16, gt=0)
    dropout: float = Field(0.0, ge=0, lt=1)
    dtype: Literal["bfloat16", "float32"] = Field("bfloat16", description="Of the frozen base.")
    attention: str = Field("sdpa", description="As transformers calls it; flash_attention_2 allows packing.")
    threads: int | None = Field(None, gt=0, description="Of torch on a CPU; None: as torch chooses.")


class Optimisation(Section):
    """What SFT and GRPO have in common; every default that TRL or transformers may move is said here."""

    seed: int = 42
    learning_rate: float = Field(gt=0)
    schedule: Literal["linear", "cosine", "constant"] = "cosine"
    warmup: float = Field(0.03, ge=0, lt=1, description="Share of the run in which the rate rises.")
    weight_decay: float = Field(0.0, ge=0)
    clip: float = Field(1.0, gt=0, description="Largest norm of the gradient.")
    batch: int = Field(gt=0, description="Sequences of a micro-batch and process.")
    accumulate: int = Field(1, gt=0, description="Micro-batches of an update.")
    epochs: float = Field(1.0, gt=0)
    max_steps: int | None = Field(None, gt=0, description="Updates at most; overrides epochs.")
    max_minutes: float | None = Field(
        None, gt=0, description="Stop cleanly after so long; the rate then falls with the time that is left."
    )
    log_every: int = Field(10, gt=0)
    save_every: int = Field(100, gt=0)
    keep: int = Field(2, gt=0, description="Checkpoints that stay.")
    gradient_checkpointing: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Optimisation:
        # A resumed run cannot know the losses since the last line of the log.
        if self.save_every % self.log_every:
            raise ValueError("save_every must be a multiple of log_every")
        return self


class SftSettings(Optimisation):
    """The cold start: the trajectories' completions, given the prompt of lexcalc."""

    learning_rate: float = Field(2e-4, gt=0)
    batch: int = Field(4, gt=0)
    accumulate: int = Field(4, gt=0)
    max_length: int = Field(768, gt=0, description="Longer examples are left out (and counted).")
    packing: bool = Field(
        False,
        description="Fill sequences of max_length; the attention must keep the examples apart. Without it "
        "batches hold examples of like length.",
    )
    evaluate: int = Field(200, ge=0, description="Validation trajectories whose loss is taken; 0: none.")
    evaluate_every: int | None = Field(None, gt=0, description="Updates; None: only at the end.")
    limit: int | None = Field(None, gt=0, description="Training trajectories at most.")
    calculator: bool = Field(
        False, description="Do not learn the results that lexcalc.reasoning.calculator puts in."
    )
    compile: bool = Field(False, description="Compile each layer (a C++ compiler on a CPU): a tenth quicker.")


class PartitionSettings(Section):
    """Who separates the easy questions from the hard ones (paper §4.1)."""

    teacher: ModelSettings = ModelSettings(
        name="Qwen2.5-Coder-1.5B", model="qwen2.5-coder-1.5b", style="taught", prefill=False
    )
    engine: Engine = "vllm"
    max_tokens: int = Field(768, gt=0)
    batch: int = Field(32, gt=0)
    limit: int | None = Field(None, gt=0, description="Questions at most, drawn with the seed.")
    seed: int = 42


class GrpoSettings(Optimisation):
    """A run of GRPO; the defaults are the paper's (§5.1.3), the rest is GRPO as Shao et al. (2024) have it.

    TRL has moved several defaults since: beta is 0 there and loss_type ``dapo``.
    """

    learning_rate: float = Field(1e-6, gt=0)
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    batch: int = Field(4, gt=0)
    accumulate: int = Field(4, gt=0)
    source: Literal["easy", "hard", "all"] = Field(description="D_easy, D_hard or all training questions.")
    scenarios: tuple[Scenario, ...] = ("EC", "WC", "TC")
    start: Literal["base", "sft", "stage1"] = Field(description="Whose adapter it goes on with; base: none.")
    rewards: dict[Literal["accuracy", "format", "law", "checked"], float] = Field(
        description="Weights: 1 for accuracy, the paper's α for format and β for law or checked.",
        min_length=1,
    )
    generations: int = Field(4, gt=1)
    max_completion: int = Field(768, gt=0)
    max_prompt: int = Field(1024, gt=0, description="Questions with a longer prompt are left out.")
    prefill: bool = Field(True, description="Open the answer with the element line, as lexcalc ask does.")
    temperature: float = Field(1.0, gt=0)
    top_p: float = Field(1.0, gt=0, le=1)
    beta: float = Field(0.04, ge=0, description="Weight of the KL divergence from the start (TRL 1.16: 0).")
    loss: Literal["grpo", "bnpo", "dr_grpo", "dapo"] = Field("grpo", description="TRL 1.16: dapo.")
    scale_rewards: Literal["group", "batch", "none"] = Field(
        "group", description="Divide advantages by the standard deviation of the group, as GRPO does."
    )
    iterations: int = Field(1, gt=0, description="Updates on the same completions (μ).")
    epsilon: float = Field(0.2, gt=0, description="Clipping of the ratio, the same on both sides.")
    mask_truncated: bool = Field(False, description="Leave completions out that were cut off.")
    rollout: Literal["transformers", "vllm-server", "vllm-colocate"] = "transformers"
    server: str | None = Field(None, description="Address of `trl vllm-serve`, for vllm-server.")
    gpu_memory: float = Field(0.4, gt=0, lt=1, description="Of the GPU for vLLM, for vllm-colocate.")
    limit: int | None = Field(None, gt=0, description="Questions at most, drawn with the seed.")

    @model_validator(mode="after")
    def _fits(self) -> GrpoSettings:
        if self.batch * self.accumulate % self.generations:
            raise ValueError("batch × accumulate must be a multiple of generations")
        if (self.rollout == "vllm-server") != (self.server is not None):
            raise ValueError("server belongs to rollout vllm-server, and to it only")
        return self


def _stage1() -> GrpoSettings:
    return GrpoSettings(source="easy", start="sft", rewards={"accuracy": 1.0, "format": 0.1})


def _stage2() -> GrpoSettings:
    rewards = {"accuracy": 1.0, "format": 0.1, "law": 0.1}
    return GrpoSettings(source="hard", start="stage1", rewards=rewards)


class Recipe(Section):
    """One run from the questions to the table of results; everything it writes lies under ``output``."""

    name: str
    output: Path
    student: StudentSettings = StudentSettings()
    data: DataSettings = DataSettings()
    distil: DistilSettings = DistilSettings()
    sft: SftSettings = SftSettings()
    partition: PartitionSettings = PartitionSettings()
    stage1: GrpoSettings | None = Field(default_factory=_stage1)
    stage2: GrpoSettings | None = Field(default_factory=_stage2)
    export: ExportSettings = ExportSettings()
    evaluate: EvaluateSettings = EvaluateSettings()


def load(path: Path | str, changes: Sequence[str] = (), output: Path | None = None) -> Recipe:
    """A recipe by file or by name, with ``changes`` as ``section.key=value`` (YAML values).

    UsageError for an unreadable file, an unknown key, a value out of range.
    """
    file = Path(path)
    if file.suffix not in (".yaml", ".yml"):
        file = RECIPES / f"{path}.yaml"
    content = _content(file, ())
    for change in changes:
        _change(content, change)
    content.setdefault("name", file.stem)
    content.setdefault("output", str(Path("runs") / content["name"]))
    if output is not None:
        content["output"] = str(output)
    try:
        return Recipe.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"配方 {file} 有误：{problems}", f"recipe {file}: {problems}") from error


def _content(file: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    if file in seen:
        raise UsageError(f"配方 {file} 继承了自己。", f"recipe {file} extends itself")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(
            f"配方 {file} 无法读取：{error}", f"cannot read the recipe {file}: {error}"
        ) from error
    if not isinstance(content, dict):
        raise UsageError(f"配方 {file} 不是键值表。", f"recipe {file} is no mapping")
    ground = content.pop("extends", None)
    return (
        content
        if ground is None
        else _merged(_content(file.parent / f"{ground}.yaml", (*seen, file)), content)
    )


def _merged(ground: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    # A run's name and place are its own, never those of the recipe it extends.
    merged = {key: value for key, value in ground.items() if key not in ("name", "output")}
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _nested(merged[key], value) if both else value
    return merged


def _nested(ground: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {
        **ground,
        **{
            key: _nested(ground[key], value)
            if isinstance(value, dict) and isinstance(ground.get(key), dict)
            else value
            for key, value in own.items()
        },
    }


def _change(content: dict[str, Any], change: str) -> None:
    name, equals, text = change.partition("=")
    *path, last = name.strip().split(".")
    place = content
    for key in path:
        place = place.setdefault(key, {})
        if not isinstance(place, dict):
            equals = ""
            break
    if not equals or not last:
        raise UsageError(
            f"--set 要写成 部分.键=值，而不是 {change}", f"--set takes section.key=value, not {change}"
        )
    place[last] = yaml.safe_load(text)
