"""The stage ``partition`` (paper §4.1): what a teacher solves of the training set is D_easy, else D_hard."""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from lexcalc.serve.files import sha256
from training import evaluate, records
from training.files import done, fingerprint, mark, write_json
from training.generate import complete
from training.prompting import prompt
from training.records import Question, questions, write
from training.rewards.accuracy import solved
from training.rewards.reading import read

if TYPE_CHECKING:
    from training.generate import Completion
    from training.recipe import PartitionSettings, Recipe


def run(recipe: Recipe, *, dry_run: bool = False, resume: bool = True) -> None:
    """Write D_easy.jsonl and D_hard.jsonl under ``recipe.output``/partition; answers on file are kept."""
    settings: PartitionSettings = recipe.partition
    folder, source = recipe.output / "partition", recipe.output / "data" / "train.jsonl"
    key = fingerprint(settings, sha256(source))
    if resume and not dry_run and done(folder / "summary.json", key):
        print(f"partition: {folder} is complete and of this recipe; nothing to do", file=sys.stderr)
        return
    asked = questions(source)
    random.Random(settings.seed).shuffle(asked)
    asked = asked[: settings.limit]
    teacher = settings.teacher
    if dry_run:
        where = teacher.base_url or "here"
        print(f"partition: {len(asked)} questions to {teacher.model} ({where})", file=sys.stderr)
        return
    if not resume:
        for old in (folder / "completions").glob("*.jsonl"):
            old.unlink()
    prompts = [prompt(each, prefill=teacher.prefill, style=teacher.style) for each in asked]
    answers = complete(
        evaluate.resolve(recipe, teacher),
        prompts,
        folder / "completions",
        max_tokens=settings.max_tokens,
        engine=settings.engine,
        batch=settings.batch,
    )
    easy, hard = split(asked, answers, [each.prefill for each in prompts])
    write(folder / "D_easy.jsonl", easy)
    write(folder / "D_hard.jsonl", hard)
    counts = {
        name: dict(sorted(Counter(each.scenario for each in part).items()))
        for name, part in (("D_easy", easy), ("D_hard", hard))
    }
    write_json(folder / "summary.json", {**mark(key), "teacher": teacher.name, **counts})
    print(f"partition: {counts}", file=sys.stderr)


def split(
    asked: list[Question], answers: list[Completion], opened: list[str]
) -> tuple[list[Question], list[Question]]:
    """Solved and unsolved; an answer that was cut off before its end is not solved."""
    lines = [records.line(each) for each in asked]
    found = read([each.text for each in answers], lines, opened)
    easy, hard = [], []
    for question, answer, completion in zip(asked, found, answers, strict=True):
        right = completion.finish_reason == "stop" and solved(answer)
        (easy if right else hard).append(question)
    return easy, hard
