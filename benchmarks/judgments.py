"""Real judgments: for every award the court's amount beside ours, or the reason why there is none.

    python -m benchmarks.judgments FILE… [--list] [--json OUT]

JSON lines with ``id``, ``question`` (the facts as found) and ``awards`` (pairs of head and amount).  The head
is given, as a user would with ``--head``; no text is ever printed.  A court's amount is no reference for the
statute (discretion, proof, concessions, local standards), so nothing here is called right or wrong.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from lexcalc import pipeline
from lexcalc.case.model import Scenario
from lexcalc.cli.failures import handled
from lexcalc.law import load_rulebook


@dataclass(frozen=True)
class Found:
    """One award: ``state`` is equal, different, refused, no rule (a head that is not ours) or crash."""

    id: str
    head: str
    court: str
    ours: str | None
    state: str
    reason: str
    milliseconds: float
    characters: int


def awards(row: dict[str, Any]) -> Iterator[tuple[Scenario | None, str, Fraction | None]]:
    """The heads awarded with the scenario that knows them; the whole question where no award is recorded."""
    rulebook = load_rulebook()
    recorded = row.get("awards") or []
    for head, amount in recorded:
        known = (s for s in ("EC", "WC", "TC") if head in rulebook.head_names(s))
        yield next(known, None), str(head), Fraction(str(amount))
    if not recorded:
        yield None, "", None


def examine(row: dict[str, Any]) -> Iterator[Found]:
    """Every award of one judgment; a crash is a finding, not an end."""
    for scenario, head, court in awards(row):
        start = time.perf_counter()
        state, ours, reason = "no rule", None, f"“{head}”不是规则中的项目"
        if scenario or not head:
            state, ours, reason = _answer(row["question"], scenario, head, court)
        spent = 1000 * (time.perf_counter() - start)
        written = "" if court is None else f"{float(court):.2f}"  # shown only
        yield Found(row["id"], head, written, ours, state, reason, round(spent, 1), len(row["question"]))


def _answer(
    text: str, scenario: Scenario | None, head: str, court: Fraction | None
) -> tuple[str, str | None, str]:
    try:
        report = pipeline.assess(text, scenario=scenario, heads=(head,) if head else ())
    except Exception as error:
        return "crash", None, f"{type(error).__name__}: {error}"
    verdict = report.verdict
    if verdict.answer is None:
        return "refused", None, verdict.reasons[0] if verdict.reasons else ""
    if court is None:
        return "answered", verdict.answer, ""
    same = abs(Fraction(verdict.answer) - court) < 1  # courts drop or round 角 and 分
    return ("equal" if same else "different"), verdict.answer, ""


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--list", "listed", is_flag=True, help="Every award with both amounts or the reason.")
@click.option("--json", "out", metavar="OUT", help="Write the findings to OUT as JSON.")
def main(files: tuple[str, ...], listed: bool, out: str | None) -> None:
    """Count by file; exit code 1 when anything crashed or was refused without a reason."""
    with handled():
        everything: list[Found] = []
        for path in files:
            rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
            found = [each for row in rows for each in examine(row)]
            counts = Counter(each.state for each in found)
            slowest = max((each.milliseconds / max(each.characters, 1) * 1000 for each in found), default=0)
            click.echo(
                f"{Path(path).stem}: {len(rows)} judgments, {len(found)} awards or questions; "
                + ", ".join(f"{state} {count}" for state, count in counts.most_common())
                + f"; slowest {slowest:.0f} ms per 1,000 characters"
            )
            everything += found
        if listed:
            for each in everything:
                click.echo(
                    f"{each.state:9} {each.id} {each.head} court {each.court} ours {each.ours} {each.reason}"
                )
        if out:
            text = json.dumps([asdict(each) for each in everything], ensure_ascii=False, indent=1)
            Path(out).write_text(text + "\n", encoding="utf-8")
        if any(each.state == "crash" or (each.state == "refused" and not each.reason) for each in everything):
            sys.exit(1)


if __name__ == "__main__":
    main()
