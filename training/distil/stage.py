"""The stage ``distil``: a reviewed trajectory for every question that the reasoning can be verified for."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from lexcalc.case.model import Scenario
from lexcalc.errors import UsageError
from lexcalc.serve.files import sha256
from training.distil.lead import DEDUCERS, Ungrounded, closed_book, open_book
from training.distil.review import Reason, review
from training.distil.settings import DistilSettings
from training.files import done, fingerprint, mark, progress, write_json
from training.parallel import Run, pool
from training.records import Question, Trajectory, questions, write

if TYPE_CHECKING:
    from training.recipe import Recipe

CHUNK = 32  # questions that a process works at a time
Measure = Callable[[Sequence[str]], list[int]]


@dataclass
class Result:
    """The trajectory of a question, its open-book trace as JSON, and why it is rejected, if it is."""

    question: Question
    completion: str = ""
    trace: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)


def reason_out(
    batch: Sequence[Question], *, deducers: Mapping[Scenario, str] = DEDUCERS, traces: bool = False
) -> list[Result]:
    """Trajectories with the reviewer's reasons; a deduction that fails is a rejection."""
    return [_one(question, deducers, traces) for question in batch]


def _one(question: Question, deducers: Mapping[Scenario, str], traces: bool) -> Result:
    try:
        trace = open_book(question, deducers)
        completion = closed_book(trace)
        shown = trace.as_dict() if traces else {}
        return Result(question, completion, shown, review(question, completion))
    except Ungrounded as error:
        return Result(question, reasons=[Reason("ungrounded", str(error))])
    except Exception as error:  # a scenario's fault costs one question and is counted, not the whole set
        return Result(question, reasons=[Reason(f"crash {type(error).__name__}", str(error)[:300])])


def distil(
    asked: Iterable[Question],
    settings: DistilSettings,
    run: Run,
    deducers: Mapping[Scenario, str] = DEDUCERS,
    traces: bool = False,
) -> Iterator[Result]:
    """The results in the order of the questions."""
    measure, limit = measurement(settings)
    work = partial(reason_out, deducers=deducers, traces=traces)
    for batch in run(work, _chunks(asked)):
        for result, length in zip(batch, measure([each.completion for each in batch]), strict=True):
            if length > limit:
                result.reasons.append(Reason("length", str(length)))
            yield result


def _chunks(asked: Iterable[Question]) -> Iterator[list[Question]]:
    source = iter(asked)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def measurement(settings: DistilSettings) -> tuple[Measure, int]:
    """How long completions are and may be: in tokens with a tokenizer, else in characters."""
    if settings.tokenizer is None:
        return (lambda texts: [len(text) for text in texts]), settings.max_characters
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(Path(settings.tokenizer).expanduser())

    def tokens(texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in tokenizer(list(texts))["input_ids"]] if texts else []

    return tokens, settings.max_tokens


def run(
    recipe: Recipe,
    *,
    dry_run: bool = False,
    resume: bool = True,
    deducers: Mapping[Scenario, str] = DEDUCERS,
) -> None:
    """Trajectories of the splits train and validation under ``recipe.output``/distil."""
    settings: DistilSettings = recipe.distil
    source, target = recipe.output / "data", recipe.output / "distil"
    wanted = {split: source / f"{split}.jsonl" for split in ("train", "validation")}
    for path in wanted.values():
        if not path.exists():
            raise UsageError(
                f"没有 {path}：请先运行 data 阶段。", f"There is no {path}: run the data stage first."
            )
    key = fingerprint(settings, {split: sha256(path) for split, path in wanted.items()})
    if resume and not dry_run and done(target / "summary.json", key):
        print(f"distil: {target} is complete and of this recipe; nothing to do", file=sys.stderr)
        return
    summary: dict[str, Any] = {}
    with pool(1 if dry_run else settings.workers) as spread:
        for split, path in wanted.items():
            asked = questions(path)
            asked = asked[: settings.limit] if split == "train" else asked
            asked = asked[:CHUNK] if dry_run else asked
            with progress() as bar:
                results = bar.track(
                    distil(asked, settings, spread, deducers, traces=not dry_run and settings.traces > 0),
                    total=len(asked),
                    description=f"distil {split}",
                )
                summary[split] = _written(list(results), settings, None if dry_run else target, split)
            print(table(split, summary[split]), file=sys.stderr)
    if not dry_run:
        write_json(target / "summary.json", {**mark(key), **summary})


def _written(
    results: Sequence[Result], settings: DistilSettings, target: Path | None, split: str
) -> dict[str, Any]:
    from training.distil.judge import judge

    if settings.judge and target:
        judge(results, settings.judge, target / "judged.jsonl")
    good = [each for each in results if not each.reasons]
    measure, _ = measurement(settings)
    if target:
        target.mkdir(parents=True, exist_ok=True)
        write(target / f"{split}.jsonl", (Trajectory(each.question, each.completion) for each in good))
        with (target / "rejected.jsonl").open("w" if split == "train" else "a", encoding="utf-8") as out:
            for each in results:
                if each.reasons:
                    out.write(json.dumps(_rejection(each, split), ensure_ascii=False, sort_keys=True) + "\n")
        with (target / "traces.jsonl").open("w" if split == "train" else "a", encoding="utf-8") as out:
            for each in good[: settings.traces] if split == "train" else []:
                out.write(json.dumps(each.trace, ensure_ascii=False, sort_keys=True) + "\n")
    lengths = measure([each.completion for each in good])
    return {
        "questions": len(results),
        "accepted": len(good),
        "by_scenario": _by(results, lambda each: each.question.scenario),
        "by_voice": _by(results, lambda each: each.question.voice),
        "without_answer": sum(each.question.answer is None for each in good),
        "rejected": dict(Counter(each.reasons[0].code for each in results if each.reasons).most_common()),
        "length": {
            "unit": "tokens" if settings.tokenizer else "characters",
            "median": median(lengths) if lengths else 0,
            "p95": quantiles(lengths, n=20)[-1] if len(lengths) > 1 else 0,
        },
    }


def _rejection(result: Result, split: str) -> dict[str, Any]:
    return {
        "split": split,
        "id": result.question.id,
        "reasons": [asdict(reason) for reason in result.reasons],
        "question": result.question.question,
        "answer": result.question.answer,
        "completion": result.completion,
    }


def _by(results: Sequence[Result], key: Callable[[Result], str]) -> dict[str, list[int]]:
    """Accepted and all by some key."""
    found: dict[str, list[int]] = {}
    for each in results:
        counts = found.setdefault(key(each), [0, 0])
        counts[0] += not each.reasons
        counts[1] += 1
    return found


def table(split: str, summary: Mapping[str, Any]) -> str:
    """The summary for people."""
    length = summary["length"]
    rows = [
        f"{split}: {summary['accepted']} of {summary['questions']} accepted"
        f" ({summary['without_answer']} say what is missing);"
        f" median {length['median']:.0f}, p95 {length['p95']:.0f} {length['unit']}"
    ]
    for kind in ("by_scenario", "by_voice"):
        rows.append("  " + "  ".join(f"{name} {good}/{all}" for name, (good, all) in summary[kind].items()))
    rows += [f"  {count:6}  {code}" for code, count in summary["rejected"].items()]
    return "\n".join(rows)
