"""A run: the reports of a run folder or of a JSONL file, each scored as it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lexcalc.batch.folder import FAILURES, GOLD, results_of
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr
from lexcalc.score.compare import Outcome, compare
from lexcalc.score.golds import Golds, json_lines, malformed, read_golds, text_lines
from lexcalc.textio import printable

if TYPE_CHECKING:
    from lexcalc.contract import Report

_AMOUNT = re.compile(r"-?\d{1,200}(?:\.\d{1,200})?")  # a foreign file may hold 1e999999999 or 1/0
SHOWN = 100  # cases that a report shows in full
_LONGEST = 6000  # characters of a case or of a model's text in a report


@dataclass(frozen=True)
class Shown:
    """A case that is not right, with the texts that a reader needs to see why."""

    outcome: Outcome
    question: str
    reasoning: str


@dataclass
class Run:
    """What a run gave: its outcomes, how many cases had which fate, and which rules and model it used."""

    name: str
    outcomes: list[Outcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    provenance: dict[str, list[str]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)


def read_runs(paths: Sequence[Path], gold: Path | None = None) -> list[Run]:
    """Score every run against ``gold``, or each against its own ``gold.jsonl``."""
    common = read_golds(gold) if gold else None
    if common is not None and not common.rows:
        shown = printable(str(gold))
        raise UsageError(f"{shown} 里没有标准答案（answer）。", f"{shown} holds no gold answers (answer).")
    runs = [read_run(path, common) for path in paths]
    names = Counter(run.name for run in runs)
    for number, (run, path) in enumerate(zip(runs, paths, strict=True), 1):
        if names[run.name] > 1:  # two folders of the same name
            parent = path.resolve().parent.name
            run.name = f"{parent}/{run.name}" if parent else run.name
            if [r.name for r in runs].count(run.name) > 1:
                run.name += f" ({number})"
    return runs


def read_run(path: Path, golds: Golds | None = None) -> Run:
    """Score one run folder or file of reports; UsageError when it cannot be scored."""
    results, own = _files(path)
    if golds is None:
        if own is None or not own.is_file():
            shown = printable(str(path))
            raise UsageError(
                f"{shown} 没有标准答案，请在其后给出含 id 和 answer 的文件。",
                f"{shown} has no gold answers; name a file with id and answer after it.",
            )
        golds = read_golds(own)
    run = Run(printable(path.resolve().name if path.is_dir() else path.stem) or "run")
    answered: set[str] = set()
    seen: dict[str, set[str]] = {"rules": set(), "model": set(), "checkpoint": set(), "lexcalc": set()}
    for report in _reports(results):
        run.counts["reports"] += 1
        _note(seen, report)
        id = " ".join(printable(report.id).split())  # as the golds have it
        if id in answered:
            run.counts["repeated reports"] += 1
            continue
        answered.add(id)
        _score(run, golds, id, report)
    for id, why in _failures(results.with_name(FAILURES)) if path.is_dir() else ():
        if id not in answered:
            answered.add(id)
            run.counts["failed"] += 1
            _score(run, golds, id, None, why)
    run.counts["golds without a case"] = len(golds.rows.keys() - answered)
    run.counts["repeated golds"] = golds.repeated
    run.provenance = {name: sorted(values) for name, values in seen.items()}
    if not run.outcomes:
        shown = printable(str(path))
        raise UsageError(
            f"{shown} 中没有一个案件有标准答案（按 id 对应）。",
            f"no case of {shown} has a gold answer (they are matched by id).",
        )
    return run


def _files(path: Path) -> tuple[Path, Path | None]:
    if path.is_dir():
        return results_of(path), path / GOLD
    if not path.is_file():
        shown = printable(str(path))
        raise UsageError(f"找不到 {shown}。", f"There is no {shown}.")
    return path, None


def _reports(path: Path) -> Iterator[Report]:
    from pydantic import ValidationError

    from lexcalc.report.json_out import loads

    for number, line in enumerate(text_lines(path), 1):
        if not line.strip():
            continue
        try:
            report = loads(line)
        except ValidationError:
            raise malformed(path, number, "不是 lexcalc 的报告", "is no report of lexcalc") from None
        if not all(map(_AMOUNT.fullmatch, _amounts(report))):
            raise malformed(path, number, "含有不是金额的金额", "has an amount that is none")
        yield report


def _amounts(report: Report) -> Iterator[str]:
    assessment, reasoning = report.assessment, report.reasoning
    stated = (report.verdict.answer, assessment.answer, reasoning.answer if reasoning else None)
    yield from (amount for amount in stated if amount is not None)
    yield from assessment.payers.values()
    yield from (item.amount for item in assessment.items)


def _failures(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    for _, row in json_lines(path):
        error = row.get("error")
        if isinstance(error, dict):
            error = tr(str(error.get("zh", "")), str(error.get("en", "")))
        yield str(row.get("id", "")), str(error or "")


def _note(seen: dict[str, set[str]], report: Report) -> None:
    origin = report.provenance
    found = {
        "rules": origin.rules,
        "model": origin.model,
        "checkpoint": origin.checkpoint,
        "lexcalc": origin.versions.get("lexcalc"),
    }
    for name, value in found.items():
        if value:
            seen[name].add(value)


def _score(run: Run, golds: Golds, id: str, report: Report | None, failure: str = "") -> None:
    if id in golds.contradictory:
        run.counts["contradictory golds"] += 1
        return
    gold = golds.rows.get(id)
    if gold is None:
        run.counts["cases without a gold"] += 1
        return
    scenario = gold["scenario"] or (report.scenario if report else None) or ""
    outcome = compare({**gold, "scenario": scenario}, report, failure)
    run.outcomes.append(outcome)
    run.counts["scored"] += 1
    run.counts["golds that ask for a refusal"] += gold["answer"] is None
    if len(run.shown) < SHOWN and report is not None and _worth_a_look(outcome):
        text = report.reasoning.text if report.reasoning else ""
        run.shown.append(Shown(outcome, report.question[:_LONGEST], text[:_LONGEST]))


def _worth_a_look(outcome: Outcome) -> bool:
    if outcome.expected is None:
        return outcome.got is not None or bool(outcome.fault)
    return outcome.state != "right" or bool(outcome.fault)
