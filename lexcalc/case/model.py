"""What is known of a case: facts with their origin, and what the question asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

Scenario = Literal["EC", "WC", "TC"]
Source = Literal["text", "model", "user", "rule"]
Span = tuple[int, int]


class Spanned:
    """Anything that stands in the case text from ``start`` up to, not including, ``end``."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


class Duration(NamedTuple):
    """A length of time as written: whole years, months and days (never normalised into each other)."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        parts = [f"{n}{unit}" for n, unit in zip(self, ("年", "个月", "天"), strict=True) if n]
        return "".join(parts) or "0天"


Entry = dict[str, Fraction | date | str | bool | Duration]
Value = Fraction | date | str | bool | Duration | list[Entry]


def value_text(value: Value) -> str:
    """Write a fact's value for output: exact decimals, ISO dates, 是/否, entries as ``k=v`` lists."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        from lexcalc.money import plain

        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "；".join("，".join(f"{k}={value_text(v)}" for k, v in entry.items()) for entry in value)
    return str(value)


@dataclass(frozen=True)
class Fact:
    """One known thing: its vocabulary name, typed value and origin.

    ``span`` is a half-open character range of the case text; None unless ``source`` is text or model.
    """

    name: str
    value: Value
    source: Source = "text"
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """What the question wants: heads of damages, whose share, and what counts.

    ``payer`` None means the heads' own amount before any apportionment; 全部 means everything the liable
    side (insurers included) pays.  ``deduct_paid`` subtracts money already paid.
    """

    heads: tuple[str, ...] = ()
    payer: str | None = None
    deduct_paid: bool = False
    span: Span | None = None


class Facts:
    """Facts by name, at most one each; later origins never overwrite the user's."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._by_name: dict[str, Fact] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Add or replace a fact; a fact given by the user is kept against any other source."""
        known = self._by_name.get(fact.name)
        if known is None or known.source != "user" or fact.source == "user":
            self._by_name[fact.name] = fact

    def value(self, name: str) -> Value | None:
        """The value of a fact, or None when it is not known."""
        fact = self._by_name.get(name)
        return None if fact is None else fact.value

    def get(self, name: str) -> Fact | None:
        return self._by_name.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)


@dataclass
class Case:
    """A case as read: its text, scenario, facts, what is asked, and doubts that forbid an answer.

    ``doubts`` are sentences naming what the reader saw but could not place with certainty; any doubt
    turns the assessment into a refusal instead of a guess.  ``unused`` are the figures that no fact came from.
    """

    text: str
    scenario: Scenario | None = None
    facts: Facts = field(default_factory=Facts)
    asked: Asked = field(default_factory=Asked)
    doubts: list[str] = field(default_factory=list)
    unused: list[Span] = field(default_factory=list)

    def supply(self, fact: Fact) -> None:
        """Take a fact given by hand; it also settles every doubt that asked for it by name."""
        self.facts.add(fact)
        self.doubts = [doubt for doubt in self.doubts if f"--set {fact.name}=" not in doubt]
