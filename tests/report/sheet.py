"""A reader of the formulas that lexcalc writes, so that its numbers can be checked without an office."""

from __future__ import annotations

import re
from fractions import Fraction

from openpyxl import Workbook

from lexcalc.money import cents

_TOKEN = re.compile(
    r"(?:([^\W\d]\w*)!)?\$?([A-Z]{1,2})\$?(\d+)(?!\()|([A-Z]+)\(|(\d+(?:\.\d+)?)|([-+*/(),:])"
)


def values(book: Workbook) -> dict[tuple[str, str], object]:
    """Every cell by (sheet, address): numbers exact, formulas computed, texts as they are."""
    return {
        (sheet.title, cell.coordinate): _Reader(book).cell(sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


class _Reader:
    def __init__(self, book: Workbook) -> None:
        self.book = book

    def cell(self, sheet: str, address: str) -> object:
        cell = self.book[sheet][address]
        if cell.data_type == "f":
            return _Formula(self, sheet, cell.value.removeprefix("=")).result()
        return Fraction(str(cell.value)) if cell.data_type == "n" else cell.value


class _Formula:
    """Recursive descent; an unknown character or function is an error."""

    def __init__(self, reader: _Reader, sheet: str, text: str) -> None:
        self.reader, self.sheet = reader, sheet
        self.tokens, at = [], 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            assert match, f"{text}: {text[at:]}"
            self.tokens.append(match)
            at = match.end()
        self.at = 0

    def result(self) -> Fraction:
        value = self.total()
        assert self.at == len(self.tokens)
        return value

    def next_is(self, *signs: str) -> str:
        sign = self.tokens[self.at][6] if self.at < len(self.tokens) else None
        self.at += sign in signs
        return sign if sign in signs else ""

    def total(self) -> Fraction:
        value = self.product()
        while sign := self.next_is("+", "-"):
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> Fraction:
        value = self.primary()
        while sign := self.next_is("*", "/"):
            other = self.primary()
            value = value * other if sign == "*" else value / other
        return value

    def primary(self) -> Fraction:
        if self.next_is("-"):
            return -self.primary()
        if self.next_is("("):
            value = self.total()
            assert self.next_is(")")
            return value
        token = self.tokens[self.at]
        self.at += 1
        if token[5]:
            return Fraction(token[5])
        if token[3]:
            value = self.reader.cell(token[1] or self.sheet, token[2] + token[3])
            assert isinstance(value, Fraction), (token[0], value)
            return value
        return self.call(token[4])

    def call(self, name: str) -> Fraction:
        args: list[Fraction] = []
        while not self.next_is(")"):
            first = self.tokens[self.at]
            if first[3] and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][6] == ":":
                last = self.tokens[self.at + 2]
                self.at += 3
                for row in range(int(first[3]), int(last[3]) + 1):
                    args.append(self.reader.cell(first[1] or self.sheet, f"{first[2]}{row}"))
            else:
                args.append(self.total())
            self.next_is(",")
        if name == "ROUND":
            assert args[1] == 2
            return cents(args[0])
        return {"SUM": sum, "MIN": min, "MAX": max}[name](args)
