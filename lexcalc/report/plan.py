"""``--dry-run``: the prompt, the governing dates and the rule plan of a case, with no model called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from lexcalc.report.messages import DATES, tr, word
from lexcalc.textio import printable

if TYPE_CHECKING:
    from lexcalc.pipeline import Prepared
    from lexcalc.serve.profiles import Profile


def show_plan(prepared: Prepared, profile: Profile, as_json: bool) -> None:
    """Print what would be asked of a model of this family, and computed."""
    assessment, prompt = prepared.assessment, prepared.prompt
    messages = profile.messages(prompt.messages, prompt.prefill) if prompt else []
    plan = {
        "scenario": prepared.case.scenario,
        "asked": {"heads": list(prepared.case.asked.heads), "payer": prepared.case.asked.payer},
        "dates": assessment.dates,
        "plan": [{"head": i.head, "formula": i.formula, "citations": i.citations} for i in assessment.items],
        "missing": assessment.missing,
        "discretion": assessment.discretion,
        "rules": prepared.rules,
        "prompt_sha256": prepared.prompt_sha256,
        "messages": messages,
    }
    if as_json:
        click.echo(json.dumps(plan, ensure_ascii=False, indent=2))
        return
    lines = [
        f"# {word('dates')}",
        *(f"{tr(*DATES.get(name, (name, name)))} {day}" for name, day in assessment.dates.items()),
    ]
    lines += ["", f"# {word('plan')}"]
    lines += [f"{i.head} = {i.formula}  [{'；'.join(i.citations)}]" for i in assessment.items]
    lines += [
        f"{word(key)}：{line}" for key in ("missing", "discretion") for line in getattr(assessment, key)
    ]
    lines += ["", f"# {word('prompt')}  sha256 {(prepared.prompt_sha256 or '')[:12]}"]
    for message in messages:
        lines += [f"## {message['role']}", message["content"], ""]
    click.echo(printable("\n".join(lines)))
    click.echo(word("no_call"), err=True)
