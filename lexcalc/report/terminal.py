"""A report for people: the number first, then steps, items, payers, facts and what is missing."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lexcalc.contract import Report
from lexcalc.money import grouped
from lexcalc.report import messages
from lexcalc.report.messages import tr, word
from lexcalc.textio import printable

if TYPE_CHECKING:
    from lexcalc.verify import StepFinding

_COLOURS = {"verified": "green", "corrected": "green", "rules_only": "cyan", "disagrees": "red"}
_MARK_COLOURS = {"✓": "green", "✗": "red", "?": "yellow"}
_PLAIN_WIDTH = 100  # where stdout is a file or a pipe, and has no width of its own
_ROOMY = 90  # columns from which articles stay on one line
_LONGEST = 400  # characters of one cell; --json has all of it


def console(stream: TextIO) -> Console:
    """A console that never reads markup, emoji codes or links out of case or model text."""
    width = None if stream.isatty() or os.environ.get("COLUMNS") else _PLAIN_WIDTH
    return _Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise  # the command line says what a closed pipe means; rich would exit with 1


def safe(text: str, style: str = "", limit: int = _LONGEST) -> Text:
    """Foreign text as it stands: no markup, no control characters, bounded."""
    shown = printable(text)
    return Text(shown if len(shown) <= limit else shown[: limit - 1] + "…", style=style)


def money(text: str | None) -> str:
    """A contract amount with separators (``119,000.00``); other text unchanged."""
    try:
        return grouped(Fraction(text or ""))
    except (ValueError, ZeroDivisionError):
        return text or ""


def number(text: str) -> str:
    """A computed number with separators and its own decimals (``107,100``, ``8.5``)."""
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.removeprefix("-").isdecimal() else text


def render(report: Report, console: Console, lang: str | None = None) -> None:
    """Print a report; ``lang`` defaults to the language of the process."""
    lang = lang or messages.language()
    _headline(report, console, lang)
    sections = [_steps, _items, _payers, _facts, _readings, _open_questions, _footer]
    if report.verdict.answer is None:  # then what is missing is the answer
        sections.insert(0, sections.pop(-2))
    for section in sections:
        section(report, console, lang)


def _headline(report: Report, console: Console, lang: str) -> None:
    verdict = report.verdict
    style = _COLOURS.get(verdict.status, "yellow")
    number = f"{money(verdict.answer)} {word('yuan', lang)}" if verdict.answer else word("no_amount", lang)
    line = Text(number, style="bold")
    line.append(f"  {tr(*messages.STATUS[verdict.status], lang)}", style=f"bold {style}")
    console.print(line)
    both = []
    if verdict.answer is None and report.assessment.answer is not None:
        both.append(f"{word('statute_amount', lang)} {money(report.assessment.answer)}")
    if report.reasoning and report.reasoning.answer and verdict.status != "verified":
        both.append(f"{word('model_amount', lang)} {money(report.reasoning.answer)}")
    if both:
        console.print(safe(" · ".join(both)))
    colon = tr("：", ": ", lang)
    asked = "、".join(report.asked.heads)
    if report.asked.payer:
        asked += f"（{report.asked.payer}）" if asked else report.asked.payer
    if report.asked.deduct_paid:
        asked += f"，{word('asked_paid', lang)}"
    parts = [tr(*messages.SCENARIO[report.scenario], lang)] if report.scenario else []
    parts += [f"{word('asked', lang)}{colon}{asked}"] if asked else []
    if parts:
        console.print(safe(" · ".join(parts), "dim"))
    if not (report.assessment.missing or report.assessment.discretion):  # those have their own section
        for reason in verdict.reasons:
            console.print(safe(f"· {reason}"))


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", header_style="dim", box=SIMPLE_HEAD
    )
    table.pad_edge = table.show_edge = False
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    return table


def _show(console: Console, table: Table) -> None:
    console.print()
    console.print(table)


def _steps(report: Report, console: Console, lang: str) -> None:
    if report.reasoning is None or not report.reasoning.steps:
        return
    from lexcalc.verify import step_findings

    names = ("step", "said", "recomputed", "statute_gives", "article")
    table = _table(word("steps", lang), *(word(n, lang) for n in names), "")
    for row in step_findings(report.reasoning, report.assessment):
        statute, mark = row.statute, row.mark
        otherwise = _concludes_otherwise(report, row)
        if otherwise:
            mark = "✗"
        if otherwise or money(report.assessment.answer) in map(money, row.recomputed):
            statute = statute or [("", report.assessment.answer or "")]
        articles = [
            name if status == "exists" else f"{name}\n{word(status, lang)}" for name, status in row.articles
        ]
        table.add_row(
            safe(row.title or tr(*messages.KINDS.get(row.kind, (row.kind, row.kind)), lang)),
            safe(row.text),
            safe("\n".join(number(value) for value in row.recomputed)),
            safe("\n".join(f"{head} {money(sum_)}".strip() for head, sum_ in statute)),
            safe("\n".join(articles)),
            Text(mark, style=_MARK_COLOURS[mark]),
        )
    table.columns[4].no_wrap = console.width >= _ROOMY
    _show(console, table)
    if report.reasoning.finish_reason == "length":
        console.print(safe(word("truncated", lang), "yellow"))


def _concludes_otherwise(report: Report, row: StepFinding) -> bool:
    """Whether a step arrives, by sound arithmetic or not, at an answer that is not the statute's."""
    if report.reasoning is None or report.verdict.status != "disagrees":
        return False
    said = money(report.reasoning.answer)
    return said != money(report.assessment.answer) and said in map(money, row.recomputed)


def _items(report: Report, console: Console, lang: str) -> None:
    items = report.assessment.items
    if not items:
        return
    names = ("head", "formula", "substituted", "amount", "basis")
    table = _table(word("items", lang), *(word(n, lang) for n in names), "")
    table.columns[3].justify = "right"
    table.columns[3].no_wrap = True
    table.columns[4].no_wrap = console.width >= _ROOMY
    for item in items:
        payer = f"（{item.payer}）" if item.payer and not item.head.startswith(item.payer) else ""
        state = "confirmed" if item.confirmed else "unconfirmed"
        table.add_row(
            safe(item.head + payer),
            safe(item.formula),
            safe(item.substituted),
            safe(money(item.amount)),
            safe("\n".join(item.citations)),
            Text(word(state, lang), style="green" if item.confirmed else "yellow"),
        )
    _show(console, table)


def _payers(report: Report, console: Console, lang: str) -> None:
    if not report.assessment.payers:
        return
    table = _table(word("payers", lang), word("payer", lang), word("amount", lang))
    table.columns[1].justify = "right"
    for payer, share in report.assessment.payers.items():
        table.add_row(safe(payer), safe(money(share)))
    _show(console, table)


def _facts(report: Report, console: Console, lang: str) -> None:
    if not report.facts:
        return
    colon = tr("：", ": ", lang)
    table = _table(word("facts", lang), *(word(n, lang) for n in ("fact", "value", "source")))
    agreed = {reading.name for reading in report.readings if reading.agrees}
    for fact in report.facts:
        source = tr(*messages.SOURCE[fact.source], lang)
        if fact.span:
            source += f"{colon}“{report.question[fact.span[0] : fact.span[1]]}”"
        if fact.note:
            source += f"（{fact.note}）"
        if fact.name in agreed:
            source += f" {word('agreed', lang)}"
        table.add_row(safe(fact.name), safe(f"{number(fact.value)}{fact.unit}"), safe(source, "dim"))
    _show(console, table)
    if report.unused:
        figures = tr("、", ", ", lang).join(report.question[slice(*span)] for span in report.unused)
        console.print(safe(f"{word('unused', lang)}{colon}{figures}", "dim"))


def _readings(report: Report, console: Console, lang: str) -> None:
    """What the model read otherwise than the reader, or where the reader read nothing."""
    rows = [reading for reading in report.readings if not reading.agrees]
    if not rows:
        return
    names = ("fact", "case_value", "model_value", "source")
    table = _table(word("readings", lang), *(word(n, lang) for n in names))
    for row in rows:
        table.add_row(
            safe(row.name),
            safe(number(row.reader) if row.reader else "—"),
            safe(number(row.model), "yellow"),
            safe(f"“{report.question[slice(*row.span)]}”", "dim"),
        )
    _show(console, table)
    console.print(safe(word("readings_note", lang), "dim"))


def _open_questions(report: Report, console: Console, lang: str) -> None:
    assessment = report.assessment
    for key, lines in (("missing", assessment.missing), ("discretion", assessment.discretion)):
        if lines:
            console.print(Text(f"\n{word(key, lang)}", style="bold yellow"))
            for line in lines:
                console.print(Padding(safe(f"· {line}"), (0, 0, 0, 1)))
    lines = [*assessment.missing, *assessment.discretion]
    if lines and not any("--set" in line or "（可用 --" in line for line in lines):
        name = _fact_name(lines)
        example = (
            f"{tr('，例如', ', for example', lang)} --set {name}={word('example_value', lang)}"
            if name
            else ""
        )
        console.print(safe(word("supply", lang) + example, "dim"))


def _fact_name(lines: list[str]) -> str | None:
    """The first fact that a line names, or None; a line begins with the name, then says who needs it."""
    for line in lines:
        name = line.split("（")[0].split("：")[0].split(" ")[0].strip()
        if name and len(name) <= 16:
            return name
    return None


def _footer(report: Report, console: Console, lang: str) -> None:
    colon = tr("：", ": ", lang)
    notes = list(report.assessment.notes)
    if any(not item.confirmed for item in report.assessment.items):
        notes.append(word("unconfirmed_note", lang))
    if notes:
        console.print()
    for note in notes:
        console.print(safe(f"· {note}", "dim"))
    named = ((messages.DATES.get(name, (name, name)), day) for name, day in report.assessment.dates.items())
    dates = "，".join(f"{tr(*names, lang)} {day}" for names, day in named)
    parts = [f"{word('dates', lang)}{colon}{dates}"] if dates else []
    parts.append(f"{word('provenance', lang)} {report.provenance.rules[:12]}")
    if report.provenance.model:
        parts.append(f"{word('model', lang)} {report.provenance.model}")
    console.print()
    console.print(safe(" · ".join(parts), "dim"))
