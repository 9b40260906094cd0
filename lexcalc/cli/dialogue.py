"""Questions to the user at a terminal: a missing fact, or one that reader and model read differently."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from lexcalc.errors import UsageError
from lexcalc.report.messages import tr
from lexcalc.textio import printable

if TYPE_CHECKING:
    from lexcalc.case.model import Fact
    from lexcalc.case.stated import Reading
    from lexcalc.pipeline import Prepared

_NAMED = re.compile(r"--set ([^\s=]+)=")


def possible() -> bool:
    """Whether somebody sits there: questions are read from stdin and written to stderr."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


class Dialogue:
    """Asks for each fact once; an empty answer leaves it open."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def __call__(self, prepared: Prepared, readings: list[Reading]) -> list[Fact]:
        """The next facts from the user; an empty list when there is nothing more to ask or to be had."""
        text = prepared.case.text
        contradicted = [r for r in readings if r.agrees is False and self._new(r.name)]
        facts = [fact for reading in contradicted if (fact := self._which(text, reading))]
        proposals = {reading.name: reading for reading in readings if reading.agrees is None}
        for missing in map(str, prepared.native.missing):
            named = _NAMED.search(missing)
            if not named or not self._new(named[1]):
                continue
            if fact := self._ask(named[1], missing, text, proposals.get(named[1])):
                return [*facts, fact]  # it may settle what else is missing
        return facts

    def _new(self, name: str) -> bool:
        new = name not in self._asked
        self._asked.add(name)
        return new

    def _ask(self, name: str, missing: str, text: str, proposal: Reading | None) -> Fact | None:
        from lexcalc.case.model import value_text

        _say(tr(f"缺少{missing.partition('；可用')[0]}。", f"Missing: {missing.partition('；可用')[0]}."))
        default = ""
        if proposal is not None:
            default = value_text(proposal.model)
            words = printable(text[slice(*proposal.span)])
            _say(tr(f"模型读到“{words}”，请核对。", f"The model read “{words}”; please check."))
        return _prompt(name, default)

    def _which(self, text: str, reading: Reading) -> Fact | None:
        from lexcalc.case.model import value_text

        assert reading.reader is not None
        ours, theirs = value_text(reading.reader), value_text(reading.model)
        words = printable(text[slice(*reading.span)])
        _say(
            tr(
                f"“{reading.name}”按案情读为{ours}，模型按“{words}”读为{theirs}。",
                f"{reading.name} was read as {ours}; the model reads {theirs} from “{words}”.",
            )
        )
        return _prompt(reading.name, ours)


def _prompt(name: str, default: str) -> Fact | None:
    from lexcalc.law.facts import parse_fact

    keep = tr("回车：", "Enter: ") + (default or tr("跳过", "skip"))
    while True:
        answer = click.prompt(f"{name} [{keep}]", default=default, show_default=False, err=True).strip()
        if not answer:
            return None
        try:
            return parse_fact(name, answer)
        except UsageError as error:
            _say(tr(error.zh, error.en))


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
