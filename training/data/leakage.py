"""Does the training set know the test?  Fails on equal or too similar questions between it and other sets.

    python -m training.data.leakage TRAIN.jsonl OTHER.jsonl… [--no-benchmarks] [--json OUT]

Four measures, each against every text of the other sets: the folded text itself; the facts, where a record
has them; the share of 13-character grams; the same with numbers and names blanked, so that a question told
again with other figures and people is found too.  Every benchmark question is compared by default.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from lexcalc.cli.failures import handled
from lexcalc.errors import LexcalcError
from training.data.grams import Index, grams, masked, plain
from training.data.settings import LeakageSettings
from training.data.splits import facts_key
from training.records import lines
from training.records import question as question_of

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks" / "data"
SHOWN = 10  # findings that the message shows
SHORT = 90  # characters of a text that it shows


class Leak(LexcalcError):
    """A training question stands in another set."""


@dataclass(frozen=True)
class Entry:
    """A question of some file; ``facts`` is the fingerprint of its facts, empty where it has none."""

    file: str
    id: str
    text: str
    facts: str = ""


@dataclass(frozen=True)
class Finding:
    """Two questions that are too alike, and in what: text, facts, masked, plain."""

    kind: str
    share: float
    train: Entry
    other: Entry

    def __str__(self) -> str:
        pair = "\n".join(
            f"    {side.file} {side.id}: {shortened(side.text)}" for side in (self.train, self.other)
        )
        return f"  {self.kind} {self.share:.2f}\n{pair}"


def read(path: Path) -> list[Entry]:
    """The questions of a JSONL file: of questions, trajectories, or a benchmark."""
    entries = []
    for number, record in enumerate(lines(path), 1):
        inner = record["question"]
        record = inner if isinstance(inner, dict) else record
        facts = facts_key(question_of(record)) if "asked" in record and "pattern" in record else ""
        entries.append(Entry(path.name, str(record.get("id", number)), record["question"], facts))
    return entries


def benchmark_files(settings: LeakageSettings) -> list[Path]:
    """The files that no training question may resemble."""
    return sorted(BENCHMARKS.glob("*.jsonl")) if settings.against is None else list(settings.against)


def check(
    train: Sequence[Entry], others: Sequence[Entry], settings: LeakageSettings
) -> tuple[list[Finding], dict[str, Any]]:
    """The findings, and how near the training set comes: quantiles of each other text's nearest share."""
    texts = {plain(each.text): each for each in others}
    facts = {each.facts: each for each in others if each.facts}
    findings: list[Finding] = []
    for entry in train:
        if same := texts.get(plain(entry.text)):
            findings.append(Finding("text", 1.0, entry, same))
        elif same := facts.get(entry.facts):
            findings.append(Finding("facts", 1.0, entry, same))
    report: dict[str, Any] = {"train": len(train), "other": len(others)}
    for kind, fold, limit in (("plain", plain, settings.plain), ("masked", masked, settings.masked)):
        nearest, partner = _nearest([fold(e.text) for e in train], [fold(e.text) for e in others])
        findings += [
            Finding(kind, float(nearest[at]), train[partner[at]], others[at])
            for at in np.flatnonzero(nearest > limit)
        ]
        report[kind] = {"limit": limit, **_quantiles(nearest)}
        for file in dict.fromkeys(each.file for each in others):
            of_file = np.array([each.file == file for each in others])
            report[kind].setdefault("highest", {})[file] = round(float(nearest[of_file].max()), 3)
    findings.sort(key=lambda each: (-each.share, each.kind != "text"))
    report["findings"] = [asdict(each) for each in findings[:100]]
    report["leaks"] = len(findings)
    return findings, report


def _nearest(train: Sequence[str], others: Sequence[str]) -> tuple[Any, Any]:
    """For every other text the highest share with a training text, and which one."""
    index = Index()
    index.add(grams(text) for text in others)
    best, partner = np.zeros(len(others)), np.zeros(len(others), dtype=int)
    for number, text in enumerate(train):
        shares = index.shares(grams(text))
        better = shares > best
        best[better], partner[better] = shares[better], number
    return best, partner


def _quantiles(values: Any) -> dict[str, float]:
    if not len(values):
        return {}
    found = np.quantile(values, [0.5, 0.9, 0.99, 1.0])
    return {name: round(float(v), 3) for name, v in zip(("median", "p90", "p99", "max"), found, strict=True)}


def shortened(text: str) -> str:
    """A text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 30]}…{text[-29:]}"


def fail_on(findings: Sequence[Finding]) -> None:
    """Raise :class:`Leak` with the worst pairs where there are any."""
    if findings:
        shown = "\n".join(map(str, findings[:SHOWN]))
        raise Leak(
            f"训练集与其他数据集有 {len(findings)} 处重复或过于相似：\n{shown}",
            f"{len(findings)} questions of the training set are in another set or too alike:\n{shown}",
        )


def gather(files: Iterable[Path]) -> list[Entry]:
    """The questions of several files."""
    return [entry for path in files for entry in read(path)]


@click.command(help=__doc__.partition("\n")[0])
@click.argument("train", type=click.Path(exists=True, path_type=Path))
@click.argument("others", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--benchmarks/--no-benchmarks", default=True, help="Compare with benchmarks/data/*.jsonl too.")
@click.option("--plain", default=LeakageSettings().plain, show_default=True)
@click.option("--masked", "blanked", default=LeakageSettings().masked, show_default=True)
@click.option("--json", "out", type=click.Path(path_type=Path))
@handled()
def main(
    train: Path, others: tuple[Path, ...], benchmarks: bool, plain: float, blanked: float, out: Path | None
) -> None:
    settings = LeakageSettings(plain=plain, masked=blanked)
    files = [*others, *(benchmark_files(settings) if benchmarks else [])]
    findings, report = check(read(train), gather(files), settings)
    if out:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fail_on(findings)
    print(f"no leak: {report['train']} against {report['other']} questions", file=sys.stderr)


if __name__ == "__main__":
    main()
