"""How varied a set of questions is, as numbers and as a table.

    python -m training.data.diversity TRAIN.jsonl [TEST.jsonl] [--json OUT]

Distinct-n counts different n-grams of characters among all of a sample of fixed size, because the measure
falls with the size of a text.  Self-similarity is a question's highest gram share with another one.  A
question is template-free when no other one has its text after numbers and names are blanked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from training.data.grams import Index, grams, masked, plain
from training.data.leakage import Entry, read

SAMPLE = 1000  # questions for distinct-n: the same for every set, else the numbers cannot be compared
NEIGHBOURS = 400  # questions whose nearest neighbour is looked for in the whole set


def measure(train: Sequence[str], test: Sequence[str] = (), seed: int = 0) -> dict[str, Any]:
    """All measures of a set, and how far its test questions lie from it."""
    sample = Random(seed).sample(list(train), min(SAMPLE, len(train)))
    forms = Counter(map(masked, train))
    report: dict[str, Any] = {
        "questions": len(train),
        "length": _spread([len(text) for text in train]),
        "distinct": {
            "sample": len(sample),
            "plain": [distinct([plain(text) for text in sample], n) for n in range(1, 5)],
            "masked": [distinct([masked(text) for text in sample], n) for n in range(1, 5)],
        },
        "template_free": round(sum(1 for text in train if forms[masked(text)] == 1) / max(1, len(train)), 4),
        "commonest_form": max(forms.values(), default=0),
        "self_similarity": {
            "plain": _spread(neighbours(sample[:NEIGHBOURS], train, plain, itself=True)),
            "masked": _spread(neighbours(sample[:NEIGHBOURS], train, masked, itself=True)),
        },
    }
    if test:
        report["distance_to_test"] = {
            name: _spread([1 - share for share in neighbours(test, train, fold)])
            for name, fold in (("plain", plain), ("masked", masked))
        }
    return report


def distinct(texts: Sequence[str], n: int) -> float:
    """Different n-grams of characters as a share of all."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(text[at : at + n] for at in range(len(text) - n + 1))
    return round(len(found) / max(1, found.total()), 4)


def neighbours(
    asked: Sequence[str], among: Sequence[str], fold: Callable[[str], str], itself: bool = False
) -> list[float]:
    """Each text's highest gram share with another; with ``itself`` the first equal text is passed over."""
    index = Index()
    index.add(grams(fold(text)) for text in among)
    places = {text: at for at, text in reversed(list(enumerate(among)))}
    best = []
    for text in asked:
        shares = index.shares(grams(fold(text)))
        if itself:
            shares[places[text]] = 0
        best.append(float(shares.max()) if len(shares) else 0.0)
    return best


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not len(values):
        return {}
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    numbers = {"mean": np.mean(values), "p05": low, "median": middle, "p95": high}
    numbers |= {"min": np.min(values), "max": np.max(values)}
    return {name: round(float(value), 3) for name, value in numbers.items()}


def by_scenario(train: Sequence[Entry], test: Sequence[Entry]) -> dict[str, Any]:
    """:func:`measure` of the whole and of each scenario, told by the beginning of the ids."""
    report = {"all": measure([e.text for e in train], [e.text for e in test])}
    for scenario in ("EC", "WC", "TC"):
        own = [[e.text for e in entries if e.id.startswith(scenario)] for entries in (train, test)]
        if own[0]:
            report[scenario] = measure(*own)
    return report


def table(report: dict[str, Any]) -> Table:
    """The report for people: a column a scenario."""
    shown = Table("measure", *report, title="diversity")

    def row(name: str, value: Callable[[dict[str, Any]], Any]) -> None:
        shown.add_row(name, *(str(value(each)) for each in report.values()))

    row("questions", lambda r: r["questions"])
    row("characters, median (p05–p95)", lambda r: _span(r["length"], 0))
    for n in range(4):
        row(f"distinct-{n + 1} (masked)", lambda r, n=n: _both(r, n))
    row("template-free share", lambda r: f"{r['template_free']:.1%}")
    row("commonest form", lambda r: r["commonest_form"])
    for name in ("plain", "masked"):
        row(f"self-similarity, {name}", lambda r, name=name: _span(r["self_similarity"][name]))
        row(
            f"distance test→train, {name}",
            lambda r, name=name: _span(r.get("distance_to_test", {}).get(name, {})),
        )
    return shown


def _both(report: dict[str, Any], n: int) -> str:
    return f"{report['distinct']['plain'][n]:.3f} ({report['distinct']['masked'][n]:.3f})"


def _span(spread: dict[str, float], digits: int = 2) -> str:
    if not spread:
        return "–"
    low, middle, high = (f"{spread[name]:.{digits}f}" for name in ("p05", "median", "p95"))
    return f"{middle} ({low}–{high})"


@click.command(help=__doc__.partition("\n")[0])
@click.argument("train", type=click.Path(exists=True, path_type=Path))
@click.argument("test", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "out", type=click.Path(path_type=Path))
def main(train: Path, test: Path | None, out: Path | None) -> None:
    report = by_scenario(read(train), read(test) if test else [])
    Console().print(table(report))
    if out:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
