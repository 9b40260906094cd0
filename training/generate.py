"""Answers of a model at temperature 0, each kept as soon as it is there, so that a broken run goes on.

As a process of its own: `python -m training.generate MODEL_FOLDER --sha256 … --requests … --completions …`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from lexcalc.errors import LexcalcError
from lexcalc.reasoning.prompt import Prompt, prompt_sha256
from lexcalc.serve.processes import die_with_parent
from training.records import lines
from training.settings_eval import Engine

JOBS = 4  # requests under way at a server
# Prompts by fingerprint → fingerprint, text, finish reason and tokens of each answer as it comes.
Key = tuple[str, str, int, bool]
Answers = Callable[[dict[str, Prompt]], Iterator[tuple[str, str, str, int | None]]]


@dataclass(frozen=True)
class Target:
    """A model that answers: its folder here, or its name at ``base_url``; ``sha256`` says which weights.

    ``adapter`` is the hash of the adapter that was merged, if one was; with ``calculator`` the results of
    its calculations are put in (lexcalc.reasoning.calculator).
    """

    name: str
    sha256: str
    path: Path | None = None
    base_url: str | None = None
    adapter: str | None = None
    calculator: bool = False

    def key(self, prompt: str, max_tokens: int) -> Key:
        """The key of its answer to the prompt with this fingerprint."""
        return self.sha256, prompt, max_tokens, self.calculator


@dataclass(frozen=True)
class Completion:
    """An answer without the opening that was given; ``tokens`` are those that the model wrote."""

    model: str
    prompt: str
    max_tokens: int
    text: str
    finish_reason: str
    tokens: int | None
    engine: str
    calculator: bool = False

    @property
    def key(self) -> Key:
        """What an answer depends on at temperature 0."""
        return self.model, self.prompt, self.max_tokens, self.calculator


class Completions:
    """A file of answers that only ever grows; a line that a killed run left unfinished is passed over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[Key, Completion] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    found = Completion(**json.loads(line))
                except (ValueError, TypeError):
                    continue
                self._known[found.key] = found

    def get(self, key: Key) -> Completion | None:
        """The answer on file, or None."""
        return self._known.get(key)

    def add(self, completion: Completion) -> None:
        """Keep an answer, on disk before anything else happens."""
        self._known[completion.key] = completion
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as out:
            if out.tell() and not _ends_line(self.path):
                out.write("\n")
            out.write(json.dumps(asdict(completion), ensure_ascii=False, sort_keys=True) + "\n")


def _ends_line(path: Path) -> bool:
    with path.open("rb") as text:
        text.seek(-1, os.SEEK_END)
        return text.read() == b"\n"


def complete(
    target: Target,
    prompts: Sequence[Prompt],
    folder: Path,
    *,
    max_tokens: int,
    engine: Engine = "vllm",
    batch: int = 32,
) -> list[Completion]:
    """The answers to all prompts in their order, only those asked for that are not on file in ``folder``."""
    path = folder / f"{target.name}-{target.sha256[:12]}.jsonl"
    known = Completions(path)
    wanted = {prompt_sha256(prompt): prompt for prompt in prompts}
    todo = {sha: prompt for sha, prompt in wanted.items() if not known.get(target.key(sha, max_tokens))}
    if todo:
        if target.base_url is not None:
            write(todo, known, target, _server(target, max_tokens), max_tokens, "server")
        elif engine == "vllm" and vllm_is_here():
            _apart(target, todo, path, max_tokens, batch)
            known = Completions(path)
        elif target.calculator:
            raise LexcalcError("计算器需要 vLLM 或模型服务。", "the calculator needs vLLM or a server.")
        else:
            write(todo, known, target, _transformers(target, max_tokens, batch), max_tokens, "transformers")
    found = [known.get(target.key(prompt_sha256(prompt), max_tokens)) for prompt in prompts]
    if None in found:
        raise LexcalcError(
            f"{target.name} 有 {found.count(None)} 个问题没有答完，请再运行一次。",
            f"{target.name} left {found.count(None)} questions unanswered; run the same command again.",
        )
    return [each for each in found if each is not None]


def vllm_is_here() -> bool:
    """Whether vLLM can be used on this machine."""
    return find_spec("vllm") is not None


def write(
    todo: dict[str, Prompt],
    known: Completions,
    target: Target,
    answers: Answers,
    max_tokens: int,
    engine: str,
) -> None:
    """Ask and keep every answer as it comes, with a progress bar on stderr."""
    with click.progressbar(
        answers(todo), length=len(todo), label=f"{target.name} · {engine}", file=sys.stderr
    ) as bar:
        for sha, text, finish_reason, tokens in bar:
            known.add(
                Completion(
                    target.sha256, sha, max_tokens, text, finish_reason, tokens, engine, target.calculator
                )
            )


def _apart(target: Target, todo: dict[str, Prompt], path: Path, max_tokens: int, batch: int) -> None:
    """vLLM in a process of its own: its memory is free when the next model comes."""
    from lexcalc.serve import vllm

    requests = path.with_suffix(".requests")
    requests.parent.mkdir(parents=True, exist_ok=True)
    with requests.open("w", encoding="utf-8") as out:
        for sha, prompt in todo.items():
            row = {"prompt": sha, "messages": prompt.messages, "prefill": prompt.prefill}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    environment = vllm.environment(alone=True) | {"VLLM_LOGGING_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "training.generate", str(target.path), "--name", target.name]
    command += ["--sha256", target.sha256, "--requests", str(requests), "--completions", str(path)]
    command += ["--max-tokens", str(max_tokens), "--batch", str(batch)]
    command += ["--calculator"] if target.calculator else []
    done = subprocess.run(command, env=environment, preexec_fn=die_with_parent)
    if done.returncode:
        raise LexcalcError(
            f"{target.name}：vLLM 中断（{done.returncode}），已答的都已保存，可以再运行一次。",
            f"{target.name}: vLLM broke off ({done.returncode}); what was answered is kept, run it again.",
        )
    requests.unlink()


def _messages(prompt: Prompt) -> list[dict[str, str]]:
    opening = [{"role": "assistant", "content": prompt.prefill}] if prompt.prefill else []
    return [*prompt.messages, *opening]


def _groups(todo: dict[str, Prompt], size: int) -> Iterator[list[tuple[str, Prompt]]]:
    """Prompts that end alike (opened or not) in groups of ``size``."""
    for opened in (True, False):
        rows = [(sha, prompt) for sha, prompt in todo.items() if bool(prompt.prefill) is opened]
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def _vllm(target: Target, max_tokens: int, batch: int) -> Answers:
    def answers(todo: dict[str, Prompt]) -> Iterator[tuple[str, str, str, int | None]]:
        from lexcalc.serve.inprocess import Request, Writer

        assert target.path is not None
        model = Writer(target.path, batch)
        # All at once: the engine takes up the next one as soon as any is answered.
        for sha, prompt in todo.items():
            model.ask(sha, Request(_messages(prompt), max_tokens, target.calculator))
        while model.busy:
            for one in model.step():
                yield one.id, one.text, one.finish_reason, one.tokens

    return answers


def _transformers(target: Target, max_tokens: int, batch: int) -> Answers:
    def answers(todo: dict[str, Prompt]) -> Iterator[tuple[str, str, str, int | None]]:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        device = "cuda" if torch.cuda.is_available() else "cpu"
        tokenizer = AutoTokenizer.from_pretrained(target.path, padding_side="left")
        model = AutoModelForCausalLM.from_pretrained(target.path, dtype=torch.bfloat16).to(device).eval()
        tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
        ends = model.generation_config.eos_token_id
        ends = set(ends if isinstance(ends, list) else [ends]) | {tokenizer.eos_token_id}
        for group in _groups(todo, batch):
            opened = bool(group[0][1].prefill)
            texts = [
                tokenizer.apply_chat_template(
                    _messages(prompt),
                    tokenize=False,
                    add_generation_prompt=not opened,
                    continue_final_message=opened,
                )
                for _, prompt in group
            ]
            given = tokenizer(texts, return_tensors="pt", padding=True, add_special_tokens=False).to(device)
            with torch.inference_mode():
                written = model.generate(
                    **given,
                    max_new_tokens=max_tokens,
                    do_sample=False,
                    pad_token_id=tokenizer.pad_token_id,
                    eos_token_id=sorted(ends - {None}),
                )[:, given["input_ids"].shape[1] :]
            for (sha, _), row in zip(group, written.tolist(), strict=True):
                end = next((place for place, token in enumerate(row) if token in ends), None)
                tokens = row if end is None else row[: end + 1]
                text = tokenizer.decode(tokens, skip_special_tokens=True)
                yield sha, text, "length" if end is None else "stop", len(tokens)

    return answers


def _server(target: Target, max_tokens: int) -> Answers:
    def answers(todo: dict[str, Prompt]) -> Iterator[tuple[str, str, str, int | None]]:
        from lexcalc.serve import client
        from lexcalc.serve.dictate import dictate

        def ask(prompt: Prompt) -> client.Completion:
            assert target.base_url is not None
            messages = _messages(prompt)
            write = dictate if target.calculator else client.complete
            return write(messages, base_url=target.base_url, model=target.name, max_tokens=max_tokens)

        with ThreadPoolExecutor(JOBS) as pool:
            asked = {pool.submit(ask, prompt): sha for sha, prompt in todo.items()}
            for done in as_completed(asked):
                reply = done.result()
                yield asked[done], reply.text, reply.finish_reason, reply.tokens

    return answers


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--name", required=True)
@click.option("--sha256", required=True)
@click.option("--requests", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--completions", type=click.Path(path_type=Path), required=True)
@click.option("--max-tokens", type=int, required=True)
@click.option("--batch", type=int, default=32)
@click.option("--calculator", is_flag=True)
def main(
    folder: Path,
    name: str,
    sha256: str,
    requests: Path,
    completions: Path,
    max_tokens: int,
    batch: int,
    calculator: bool,
) -> None:
    """Answer the requests of a file with vLLM."""
    target = Target(name, sha256, folder, calculator=calculator)
    todo = {row["prompt"]: Prompt(row["messages"], row["prefill"]) for row in lines(requests)}
    write(todo, Completions(completions), target, _vllm(target, max_tokens, batch), max_tokens, "vllm")


if __name__ == "__main__":
    main()
