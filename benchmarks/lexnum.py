"""Accuracy on questions of the LexNum form (JSON lines with ``id``, ``scenario``, ``question``, ``answer``).

    python -m benchmarks.lexnum FILE --no-model
    python -m benchmarks.lexnum FILE --base-url http://127.0.0.1:8000/v1 --model NAME --json out.json

Only ``question`` is given to lexcalc; scenario, what is asked and the reference steps are not.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click

from lexcalc import pipeline
from lexcalc.cli.failures import handled
from lexcalc.contract import Report
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.report.terminal import console
from lexcalc.score import tables, terminal
from lexcalc.score.compare import Outcome, compare
from lexcalc.score.measures import by_scenario


def load(path: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The questions of a file; a malformed line is named."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({key: row[key] for key in ("id", "scenario", "question", "answer")})
        except (ValueError, KeyError, TypeError):
            raise UsageError(
                f"{path} 第 {number} 行不是含 id、scenario、question、answer 的 JSON 对象。",
                f"line {number} of {path} is no JSON object with id, scenario, question and answer.",
            ) from None
    return rows[:limit]


def answer(row: dict[str, Any], no_model: bool, options: dict[str, Any]) -> tuple[Report | None, str]:
    """The report of one question, or why there is none; one bad question never ends a run."""
    try:
        if no_model:
            return pipeline.assess(row["question"], id=row["id"]), ""
        return pipeline.ask(row["question"], id=row["id"], **options), ""
    except pipeline.ModelSilent as silence:
        return silence.report, f"model silent: {silence.en}"
    except UsageError:
        raise  # a bad option is bad for every question
    except LexcalcError as error:
        return None, f"{type(error).__name__}: {error.zh}"
    except Exception as error:  # a crash is counted and listed, not hidden behind the next question
        return None, f"crash {type(error).__name__}: {error}"


def run(rows: list[dict[str, Any]], no_model: bool, jobs: int, options: dict[str, Any]) -> list[Outcome]:
    """All outcomes in the order of the file, with a progress bar on stderr."""
    outcomes = []
    with ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda row: answer(row, no_model, options), rows)
        with click.progressbar(
            zip(rows, results, strict=True), length=len(rows), label="lexnum", file=sys.stderr
        ) as bar:
            for row, (report, failure) in bar:
                outcomes.append(compare(row, report, failure))
    return outcomes


@click.command()
@click.argument("file")
@click.option("--no-model", is_flag=True, help="Rules only.")
@click.option("--model", help="Name of the model.")
@click.option("--base-url", help="An OpenAI-compatible server; by default the local one is started.")
@click.option("--max-tokens", type=click.IntRange(1), default=768, show_default=True)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), help="Give up after so many silent seconds."
)
@click.option("--prefill/--no-prefill", default=None, help="Open the answer for the model.")
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Parallel requests.")
@click.option("--limit", type=click.IntRange(1), help="Only the first questions.")
@click.option("--wrong", is_flag=True, help="List what went wrong and what was refused, with reasons.")
@click.option(
    "--json", "out", is_flag=False, flag_value="-", metavar="[OUT]", help="Write JSON to OUT or stdout."
)
def main(
    file: str,
    no_model: bool,
    model: str | None,
    base_url: str | None,
    max_tokens: int,
    timeout: float | None,
    prefill: bool | None,
    jobs: int,
    limit: int | None,
    wrong: bool,
    out: str | None,
) -> None:
    """Score lexcalc on FILE by scenario, every share with its n and 95 % interval."""
    with handled():
        options: dict[str, Any] = dict(
            model=model, base_url=base_url, max_tokens=max_tokens, timeout=timeout, prefill=prefill
        )
        if not no_model and base_url is None:  # once, not by every thread
            from lexcalc.serve import server

            running = server.ensure(model)
            options |= {"base_url": running.base_url, "model": running.model}
            options["prefill"] = True if prefill is None else prefill
        outcomes = run(load(file, limit), no_model, 1 if no_model else jobs, options)
        summary = by_scenario(outcomes)
        if out != "-":
            terminal.render([tables.by_scenario(summary, Path(file).stem, "en")], console(sys.stdout))
        if wrong:
            for each in outcomes:
                if each.state != "right":
                    reasons = "；".join(each.reasons) or each.failure
                    click.echo(
                        f"{each.state:7} {each.id}  expected {each.expected} got {each.got}  {reasons}"
                    )
        if out:
            data = {
                "file": Path(file).name,
                "model": None if no_model else options["model"],
                "rules": next((o.rules for o in outcomes if o.rules), None),
                "summary": summary,
                "outcomes": [o.as_dict() for o in outcomes],
            }
            text = json.dumps(data, ensure_ascii=False, indent=2)
            if out == "-":
                click.echo(text)
            else:
                Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
