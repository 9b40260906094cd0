"""A text with its quantities masked, so that a pattern can say "月平均工资 … an amount" whatever way the amount is written.

Each quantity is replaced by a kind mark and filler of the same length: positions stay those of the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from lexcalc import money
from lexcalc.case.pleadings import blanked, stretches
from lexcalc.case.quantities import Kind, Quantity, scan

_MARKS: dict[Kind, str] = {"date": "Ⓓ", "duration": "Ⓣ", "ratio": "Ⓡ", "grade": "Ⓖ", "age": "Ⓐ", "money": "Ⓜ"}
_FILL = "▪"
_NO_MARKS = str.maketrans(
    dict.fromkeys((*_MARKS.values(), _FILL), "□")
)  # marks written by the text itself are no quantities
_STOPS = "。；！？;!?\n"
_CLAUSE_STOPS = _STOPS + "，,：:"


@lru_cache(maxsize=2048)
def rx(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``{D} {T} {R} {G} {A} {M}`` capture a date, length of time, ratio, grade, age or amount.

    ``~`` stands for up to 12 characters inside one clause, ``≈`` for up to 30 inside one sentence.
    """
    for kind, mark in _MARKS.items():
        letter = "DTRGAM"[list(_MARKS).index(kind)]
        pattern = pattern.replace("{" + letter + "}", f"({mark}{_FILL}*)")
    pattern = pattern.replace("~", "[^。；！？;!?\\n，,]{0,12}?").replace("≈", "[^。；！？;!?\\n]{0,30}?")
    return re.compile(pattern)


@dataclass(frozen=True)
class Hit:
    """A pattern found: its match in the marked text and the quantities it captured, in group order."""

    match: re.Match[str]
    q: tuple[Quantity, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.match.span()


class Marked:
    """A case text, folded and masked, with its quantities by position."""

    def __init__(self, text: str, today: date | None = None) -> None:
        self.text = text
        self.folded = money.fold(text)
        self.quantities = scan(text, today)
        claims = stretches(self.folded)  # claims are not facts: they are blank to every reader
        self.folded = blanked(self.folded, claims)
        self.quantities = [q for q in self.quantities if not any(a <= q.start < b for a, b in claims)]
        self._at = {q.start: q for q in self.quantities}
        parts, position = [], 0
        plain = self.folded.translate(_NO_MARKS)
        for q in self.quantities:
            parts.append(plain[position : q.start])
            parts.append(_MARKS[q.kind] + _FILL * (q.end - q.start - 1))
            position = q.end
        parts.append(plain[position:])
        self.marked = "".join(parts)

    def hits(self, pattern: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Every place where the pattern holds inside ``[start, end)``, with captured quantities."""
        for match in rx(pattern).finditer(self.marked, start, len(self.marked) if end is None else end):
            starts = [match.start(i) for i in range(1, (match.re.groups or 0) + 1) if match.start(i) >= 0]
            yield Hit(match, tuple(self._at[s] for s in starts if s in self._at))

    def first(self, *patterns: str, start: int = 0, end: int | None = None) -> Hit | None:
        """The first hit of the first pattern that holds anywhere: patterns go from the surest to the loosest."""
        for pattern in patterns:
            for hit in self.hits(pattern, start, end):
                return hit
        return None

    def has(self, pattern: str, start: int = 0, end: int | None = None) -> bool:
        return rx(pattern).search(self.marked, start, len(self.marked) if end is None else end) is not None

    def sentence(self, position: int) -> tuple[int, int]:
        """The half-open span of the sentence around a position (。；！？ and line ends part sentences)."""
        return self._around(position, _STOPS)

    def clause(self, position: int) -> tuple[int, int]:
        """The half-open span of the clause around a position (commas and colons part clauses as well)."""
        return self._around(position, _CLAUSE_STOPS)

    def sentences(self) -> list[tuple[int, int]]:
        """All sentences in order, without their closing mark."""
        ends = [*self._stops[_STOPS], len(self.marked)]
        starts = [0, *(e + 1 for e in ends)]
        return [(start, end) for start, end in zip(starts, ends, strict=False) if end > start]

    def between(self, start: int, end: int, kind: Kind | None = None) -> list[Quantity]:
        """The quantities inside ``[start, end)``, of one kind if given."""
        return [q for q in self.quantities if start <= q.start < end and (kind is None or q.kind == kind)]

    @cached_property
    def _stops(self) -> dict[str, list[int]]:
        """Where the marks stand that part sentences, and those that part clauses."""
        return {
            stops: [i for i, char in enumerate(self.marked) if char in stops]
            for stops in (_STOPS, _CLAUSE_STOPS)
        }

    def _around(self, position: int, stops: str) -> tuple[int, int]:
        marks = self._stops[stops]
        after = bisect_left(marks, position)
        return marks[after - 1] + 1 if after else 0, marks[after] if after < len(marks) else len(self.marked)
