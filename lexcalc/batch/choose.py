"""Which engine answers a run: the one that is named, or the one that suits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexcalc.batch.engines import Engine, ModelEngine, ModelOptions, RulesEngine
from lexcalc.errors import UsageError

if TYPE_CHECKING:
    from lexcalc.pipeline import Endpoint


@dataclass(frozen=True)
class Cluster:
    """A Ray cluster, by default that of RAY_ADDRESS or one that is started here, and how many workers."""

    address: str | None = None
    workers: int | None = None


def check(kind: str, model: ModelOptions | None, cluster: Cluster | None = None) -> None:
    """UsageError for an engine that cannot do what is asked."""
    if kind == "ray":
        from lexcalc.batch import ray_engine

        ray_engine.check(cluster or Cluster())
    elif cluster not in (None, Cluster()):
        raise UsageError(
            "--ray-address 和 --workers 只与 --engine ray 同用。",
            "--ray-address and --workers go with --engine ray.",
        )
    if kind in ("server", "vllm") and model is None:
        raise UsageError(
            f"--engine {kind} 是模型的引擎，不能与 --no-model 同用。",
            f"--engine {kind} asks a model and does not go with --no-model.",
        )
    if kind == "vllm" and model is not None and model.base_url is not None:
        raise UsageError(
            "--engine vllm 在本机自己运行模型，不能与 --base-url 同用。",
            "--engine vllm runs the model itself and does not go with --base-url.",
        )


def start(
    kind: str,
    model: ModelOptions | None,
    jobs: int | None,
    on_connect: Callable[[Endpoint], None],
    cluster: Cluster | None = None,
) -> Engine:
    """The engine, ready for cases; ``on_connect`` learns which model answers, each time one is started."""
    if kind == "ray":
        from lexcalc.batch.ray_engine import RayEngine

        return RayEngine(model, jobs, on_connect, cluster or Cluster())
    if model is None:
        return RulesEngine(jobs)
    if len(model.urls) > 1:
        from lexcalc.batch.servers import Servers

        return Servers(model, jobs, on_connect)
    if kind == "auto":
        kind = _suits(model)
    if kind == "vllm":
        from lexcalc.batch.vllm_engine import VllmEngine

        return VllmEngine(model, jobs, on_connect)
    return ModelEngine(model, jobs, on_connect)


def _suits(model: ModelOptions) -> str:
    """A server where there is one: a second copy of a model may not fit beside it.  Else vLLM for this run
    alone, which uses every core, answers more cases at once, and leaves nothing behind."""
    if model.base_url is not None:
        return "server"
    from lexcalc.serve import server

    return "server" if server.status() else "vllm"
