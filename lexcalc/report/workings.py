"""How the cells of a workbook hang together: which amounts are computed from which, and what stays fixed.

A line's formula and the derivations in its explanation become formulas over facts, earlier lines and named
quantities; what the report does not derive (a table look-up, a length of service) is a fixed quantity.  For
each fact it is known which lines follow a change and which would silently not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from lexcalc.contract import ItemOut, Report
from lexcalc.report import cells, links

# The losses that the rules divide, by the category of the heads that they sum up.
_CATEGORIES = {
    "死亡伤残损失": ("死亡伤残",),
    "医疗损失": ("医疗",),
    "财产损失合计": ("财产",),
    "保险外损失": ("保险外", "间接"),
    "间接损失": ("间接",),
    "诉讼费用损失": ("诉讼费用",),
}
_RESULT = re.compile(r"-?[\d,]+(?:\.\d+)?(?:/\d+)?")


@dataclass(frozen=True)
class Places:
    """Where the workbook has its numbers; ``facts`` and ``amounts`` are columns with their sheet."""

    facts: str
    first_fact: int
    amounts: str
    first_line: int
    first_quantity: int

    def fact(self, index: int) -> str:
        return f"{self.facts}{self.first_fact + index}"

    def quantity(self, index: int) -> str:
        return f"{self.facts}{self.first_quantity + index}"

    def total(self, lines: list[int]) -> str:
        """``SUM`` over lines, neighbours as one range: SUM takes few arguments, and people read it."""
        runs: list[list[int]] = []
        for line in lines:
            if runs and runs[-1][1] == line - 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        column = self.amounts.partition("!")[2]
        ranges = [
            f"{self.amounts}{self.first_line + first}"
            + (f":{column}{self.first_line + last}" if last > first else "")
            for first, last in runs
        ]
        return f"SUM({','.join(ranges)})"


@dataclass
class Source:
    """What a cell is computed from, by index; ``fixed`` are the names of quantities that stay as they are."""

    formula: str | None = None
    facts: set[int] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    quantities: set[int] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)


class Workings:
    """The formulas of a report's lines (None where its amount is fixed) and the quantities they name."""

    def __init__(self, report: Report, places: Places) -> None:
        self.report, self.places = report, places
        self.quantities: list[tuple[str, Fraction, Source]] = []
        self._numbers = {fact.name: (i, links.number_of(fact)) for i, fact in enumerate(report.facts)}
        self._known: dict[tuple[str, Fraction], int] = {}
        self.lines = [self._line(i, item) for i, item in enumerate(report.assessment.items)]

    def _line(self, index: int, item: ItemOut) -> Source:
        tree = cells.read(item.formula, item.substituted, Fraction(item.amount))
        if tree is None:
            return Source(fixed=links.names_in(f"{item.formula}\n{item.explanation}"))
        source = Source()
        derived = derivations(item)
        source.formula = cells.write(tree, lambda cell: self._place(cell, index, source, derived))
        return source

    def _place(self, cell: cells.Cell, line: int, source: Source, derived: dict[str, tuple[str, str]]) -> str:
        """The reference of a quantity: a fact, an earlier line, a sum of lines, or a cell of its own."""
        fact, number = self._numbers.get(cell.label, (0, None))
        if number == cell.value:
            source.facts.add(fact)
            return self.places.fact(fact)
        lines = self._lines_named(cell, line)
        if lines:
            source.lines |= set(lines)
            total = self.places.total(lines)
            return total if len(lines) > 1 else total.removeprefix("SUM(").removesuffix(")")
        key = (cell.label, cell.value)
        if key not in self._known:
            self._known[key] = len(self.quantities)
            self.quantities.append((*key, own := Source()))
            self._derive(cell, line, own, derived)
        source.quantities.add(self._known[key])
        return self.places.quantity(self._known[key])

    def _lines_named(self, cell: cells.Cell, before: int) -> list[int]:
        items = self.report.assessment.items[:before]
        found = [i for i, item in enumerate(items) if item.head == cell.label]
        found = found if len(found) == 1 else self._category(cell.label, before)
        return found if sum(Fraction(items[i].amount) for i in found) == cell.value else []

    def _category(self, label: str, before: int) -> list[int]:
        from lexcalc.law import load_rulebook

        if label not in _CATEGORIES or self.report.scenario != "TC":
            return []
        known, wanted = load_rulebook().items("TC"), _CATEGORIES[label]
        items = enumerate(self.report.assessment.items[:before])
        return [
            i
            for i, it in items
            if not it.payer and it.head in known and known[it.head][-1].category in wanted
        ]

    def _derive(self, cell: cells.Cell, line: int, own: Source, derived: dict[str, tuple[str, str]]) -> None:
        """The derivation that the line's explanation gives, if it gives exactly this number."""
        formula, values = derived.get(cell.label, ("", ""))
        further = {
            name: how for name, how in derived.items() if name != cell.label
        }  # none leads back to itself
        tree = cells.read(formula, values, cell.value, rounded=False) if formula else None
        if tree is None or (isinstance(tree, cells.Cell) and not self._elsewhere(tree, line, further)):
            own.fixed |= links.names_in(cell.label)
        else:
            own.formula = cells.write(tree, lambda part: self._place(part, line, own, further))

    def _elsewhere(self, cell: cells.Cell, line: int, derived: dict[str, tuple[str, str]]) -> bool:
        fact = self._numbers.get(cell.label, (0, None))[1] == cell.value
        return fact or bool(self._lines_named(cell, line)) or cell.label in derived

    def effect(self, fact: int) -> tuple[list[str], list[str]]:
        """The heads that follow a change of a fact, and those that should but do not (or not wholly)."""
        follows, stays = [], []
        for i, item in enumerate(self.report.assessment.items):
            facts, fixed = self._reach(self.lines[i], set())
            if fact in self._behind(fixed, i):
                stays.append(item.head)
            elif fact in facts:
                follows.append(item.head)
        return list(dict.fromkeys(follows)), list(dict.fromkeys(stays))

    def _behind(self, fixed: set[str], before: int) -> set[int]:
        """The facts that fixed quantities of a line come from, also by way of the lines before it."""
        names = links.behind(fixed, self.report.scenario)
        found = {i for i, fact in enumerate(self.report.facts) if fact.name in names}
        named = {i for i, item in enumerate(self.report.assessment.items[:before]) if item.head in names}
        for line in named.union(*(self._category(label, before) for label in names & _CATEGORIES.keys())):
            facts, further = self._reach(self.lines[line], set())
            found |= facts | self._behind(further, line)
        return found

    def _reach(self, source: Source, seen: set[int]) -> tuple[set[int], set[str]]:
        """All facts and fixed names that a cell rests on, through whatever cells."""
        facts, fixed = set(source.facts), set(source.fixed)
        below = [self.lines[i] for i in source.lines] + [self.quantities[n][2] for n in source.quantities]
        for part in below:
            if id(part) not in seen:
                seen.add(id(part))
                more_facts, more_fixed = self._reach(part, seen)
                facts |= more_facts
                fixed |= more_fixed
        return facts, fixed


def derivations(item: ItemOut) -> dict[str, tuple[str, str]]:
    """What the explanation derives: ``三者险责任额 = 超出部分 × 责任份额 = 30,580 × 0.7 = 21,406元``.

    Name → formula and the same with values; equal neighbours are written once there.
    """
    found = {}
    for sentence in item.explanation.split("；"):
        parts = sentence.split(" = ")
        if len(parts) == 4:
            found[parts[0]] = (parts[1], parts[2])
        elif len(parts) == 3 and (result := _RESULT.match(parts[2])):
            found[parts[0]] = (parts[1], result[0])
    return found
