"""Tokens a second of ``lexcalc batch --engine vllm`` beside plain ``vllm.LLM.generate`` on the same prompts.

    python -m benchmarks.batch_tokens [--model NAME] [--cases 32] [--max-tokens 96] [--repeats 3]

Both engines are loaded first, with the same options, and stay loaded.  In each repeat both answer the same
new cases, one after the other, the order changing: ``generate`` from prompts that are already written,
``batch`` from the case file to the final files.  Answers are greedy and not dictated, so that both write the
same tokens; ``--dictated`` measures the calculator's turns too, for which ``generate`` has no equal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import click

from benchmarks.batch import QUESTIONS, ROOT
from lexcalc import pipeline
from lexcalc.batch import choose
from lexcalc.batch import run as batches
from lexcalc.batch.engines import Engine, ModelOptions
from lexcalc.batch.vllm_engine import VllmEngine
from lexcalc.cli.failures import handled
from lexcalc.serve import profiles, store, vllm

TARGET = 0.95
# Its profile is greedy and does not open the answer, without which nothing is dictated.
PLAIN_PROFILE = "legalone"


def questions(count: int) -> list[str]:
    """So many different cases: the development questions, each time with another number before it."""
    with QUESTIONS.open(encoding="utf-8") as stream:
        rows = [json.loads(line)["question"] for line in stream]
    return [f"（第{number + 1}号案件）{rows[number % len(rows)]}" for number in range(count)]


def write_cases(path: Path, texts: list[str]) -> None:
    """A case file."""
    lines = (json.dumps({"id": f"n{n}", "question": t}, ensure_ascii=False) for n, t in enumerate(texts))
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


class Plain:
    """``LLM.generate`` in a process of its own, which reads prompts and tells what it took."""

    def __init__(self, folder: Path, seats: int) -> None:
        command = [sys.executable, "-m", "benchmarks.batch_tokens", "--serve-plain", str(folder), str(seats)]
        environment = {**vllm.environment(alone=True), "VLLM_LOGGING_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)
        self._answer()

    def generate(self, messages: list[list[dict[str, str]]], max_tokens: int) -> dict[str, Any]:
        """Seconds, tokens and texts."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"messages": messages, "max_tokens": max_tokens}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the process of plain vLLM has died; see above")
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def serve_plain(folder: Path, seats: int) -> None:
    """What runs in that process; only ``generate`` itself is timed."""
    from vllm import LLM, SamplingParams

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    model = LLM(str(folder), **{**vllm.engine_options(folder), "max_num_seqs": seats})
    tokenizer, defaults = model.get_tokenizer(), model.model_config.get_diff_sampling_param()
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        prompts = [
            tokenizer.apply_chat_template(each, tokenize=False, add_generation_prompt=True)
            for each in asked["messages"]
        ]
        sampling = SamplingParams(**{**defaults, "temperature": 0, "max_tokens": asked["max_tokens"]})
        begin = time.perf_counter()
        outputs = model.generate(prompts, sampling, use_tqdm=False)
        seconds = time.perf_counter() - begin
        written = [output.outputs[0] for output in outputs]
        told = {"seconds": seconds, "tokens": sum(len(each.token_ids) for each in written)}
        print(json.dumps({**told, "texts": [each.text for each in written]}), file=answers, flush=True)


class _Kept:
    """An engine that a run does not end, so that the next repeat finds it loaded."""

    def __init__(self, engine: Engine) -> None:
        self.window, self.submit, self.outcome = engine.window, engine.submit, engine.outcome

    def close(self) -> None:
        """Nothing: all of its cases are done."""


@contextmanager
def engine(model: ModelOptions, seats: int) -> Iterator[VllmEngine]:
    """The engine of `batch`, loaded once for all repeats."""
    kept = VllmEngine(model, None, lambda _: None, seats=seats)
    try:
        yield kept
    finally:
        kept.close()


def batch(kept: VllmEngine, model: ModelOptions, texts: list[str]) -> dict[str, Any]:
    """One run from the case file to the final files: seconds, tokens and texts."""
    with tempfile.TemporaryDirectory() as folder:
        cases, out = Path(folder, "cases.jsonl"), Path(folder, "run")
        write_cases(cases, texts)
        with mock.patch.object(choose, "start", lambda *_: _Kept(kept)):
            begin = time.perf_counter()
            summary = batches.run(str(cases), out, {}, model=model, engine="vllm")
            seconds = time.perf_counter() - begin
        if summary.failures:
            raise SystemExit((out / "failures.jsonl").read_text(encoding="utf-8"))
        lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line)["reasoning"] for line in lines]
    tokens = sum(each["tokens"] for each in answers)
    return {"seconds": seconds, "tokens": tokens, "texts": [each["text"] for each in answers]}


def messages(kept: VllmEngine, texts: list[str]) -> list[list[dict[str, str]]]:
    """What `batch` asks about these cases."""
    endpoint = kept._endpoint
    assert endpoint is not None
    found = []
    for text in texts:
        prompt = pipeline.prepare(
            text, today=date.today(), with_prompt=True, style=endpoint.style, prefill=False
        ).prompt
        assert prompt is not None
        found.append(endpoint.profile.messages(list(prompt.messages)))
    return found


def measure(
    name: str | None, cases: int, max_tokens: int, repeats: int, seats: int, budget: float, dictated: bool
) -> dict[str, Any]:
    """Repeats side by side until all are done or the budget of seconds is spent; one pair at least."""
    began = time.monotonic()
    ready = store.pull(name)
    model = ModelOptions(name, None, max_tokens, PLAIN_PROFILE, None, "never")
    turns = ModelOptions(name, None, max_tokens, None, None, "never")
    texts = questions(cases * (repeats + 1))
    pairs: list[dict[str, Any]] = []
    with engine(model, seats) as kept:
        plain = Plain(ready.path, seats)
        try:
            warm = texts[-4:]
            plain.generate(messages(kept, warm), 8)
            kept.options = ModelOptions(name, None, 8, PLAIN_PROFILE, None, "never")
            batch(kept, kept.options, warm)
            kept.options = model
            loaded = time.monotonic()
            for number in range(repeats):
                some = texts[number * cases : (number + 1) * cases]
                asked = messages(kept, some)
                arms = {
                    "plain": lambda asked=asked: plain.generate(asked, max_tokens),
                    "batch": lambda some=some: batch(kept, model, some),
                }
                order = ("plain", "batch") if number % 2 == 0 else ("batch", "plain")
                pairs.append({arm: arms[arm]() for arm in order})
                click.echo(_line(pairs[-1]), err=True)
                spent = time.monotonic() - began
                if spent + (time.monotonic() - loaded) / len(pairs) > budget:
                    break
            by_turns = None
            if dictated:
                kept.options = turns
                kept._endpoint = replace(kept._endpoint, profile=profiles.of(ready.name), prefill=True)
                by_turns = batch(kept, turns, texts[:cases])
        finally:
            plain.close()
    return _found(pairs, by_turns, ready.name, cases, max_tokens, seats)


def _rate(arm: dict[str, Any]) -> float:
    return arm["tokens"] / arm["seconds"]


def _line(pair: dict[str, Any]) -> str:
    return "  ".join(
        f"{arm} {pair[arm]['tokens']} tokens {pair[arm]['seconds']:.1f} s {_rate(pair[arm]):.1f}/s"
        for arm in ("plain", "batch")
    )


def _found(
    pairs: list[dict[str, Any]],
    by_turns: dict[str, Any] | None,
    name: str,
    cases: int,
    max_tokens: int,
    seats: int,
) -> dict[str, Any]:
    same = sum(
        one == other
        for pair in pairs
        for one, other in zip(pair["plain"]["texts"], pair["batch"]["texts"], strict=True)
    )
    found = {
        "model": name,
        "build": vllm.build(),
        "cores": vllm.cores(),
        "cases_a_repeat": cases,
        "max_tokens": max_tokens,
        "seats": seats,
        "plain_tokens_per_second": [round(_rate(pair["plain"]), 1) for pair in pairs],
        "batch_tokens_per_second": [round(_rate(pair["batch"]), 1) for pair in pairs],
        "ratios": [round(_rate(pair["batch"]) / _rate(pair["plain"]), 3) for pair in pairs],
        "same_answers": f"{same}/{cases * len(pairs)}",
    }
    found["ratio"] = round(median(found["ratios"]), 3)
    if by_turns is not None:
        found["dictated_tokens_per_second"] = round(_rate(by_turns), 1)
    return found


@click.command()
@click.option("--model", "name", metavar="NAME", help="A model's name or directory.")
@click.option("--cases", type=click.IntRange(1), default=32, show_default=True, help="In one repeat.")
@click.option("--max-tokens", type=click.IntRange(1), default=96, show_default=True)
@click.option("--repeats", type=click.IntRange(1), default=3, show_default=True)
@click.option("--seats", type=click.IntRange(1), default=16, show_default=True, help="Answers at once.")
@click.option("--budget", default=300.0, show_default=True, help="Begin no repeat that would end after.")
@click.option("--dictated", is_flag=True, help="Measure answers with the calculator too.")
@click.option("--json", "out", metavar="OUT", help="Write the figures to OUT as JSON.")
def main(out: str | None, **how: Any) -> None:
    """Print tokens a second of both and their ratio; exit code 1 below the target."""
    with handled():
        found = measure(**how)
    for name, value in found.items():
        click.echo(f"{name:28} {value}")
    if out:
        Path(out).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if found["ratio"] < TARGET:
        raise SystemExit(f"below {TARGET} of plain vLLM")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve-plain"]:
        serve_plain(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
