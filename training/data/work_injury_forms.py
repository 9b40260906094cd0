"""How numbers, dates and names are written in a voice, and how wordings with alternatives become one text.

A wording is a string with ``[this|that|]`` alternatives (nested as one likes) and ``{slots}``.  A slot's text
may carry the label of an element; the labels travel inside the text as private-use characters until
:func:`elements` takes them out, so that each element is exactly what stands in the question.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lexcalc.money import plain
from training.data.writing import DIGITS, chinese, spoken
from training.records import Voice

_OPEN, _MID, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_OPEN}([^{_MID}]*){_MID}([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True)
class Told:
    """A text for a slot, and the element label that it carries."""

    text: str
    label: str = ""

    def __str__(self) -> str:
        return f"{_OPEN}{self.label}{_MID}{self.text}{_CLOSE}" if self.label else self.text


def choose(rng: random.Random, wording: str) -> str:
    """One reading of a wording: every ``[a|b]`` replaced by one of its alternatives, innermost first."""
    while (end := wording.find("]")) >= 0:
        start = wording.rindex("[", 0, end)
        wording = wording[:start] + rng.choice(wording[start + 1 : end].split("|")) + wording[end + 1 :]
    return wording


def elements(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text without its marks, and (label, text) in order, each label once."""
    found: dict[str, str] = {}
    for match in _MARKED.finditer(text):
        found.setdefault(match[1], match[2])
    return _MARKED.sub(r"\2", text), tuple(found.items())


def count(rng: random.Random, number: int, voice: Voice) -> str:
    """A small count, in figures or characters (两 for two)."""
    if rng.random() < {"exam": 0.25, "judgment": 0.15, "layman": 0.45}[voice]:
        return "两" if number == 2 else chinese(number)
    return str(number)


def money(rng: random.Random, value: Fraction | int, voice: Voice) -> str:
    """An amount in yuan as the voice writes it; every form has exactly this value."""
    value = Fraction(value)
    whole = value.denominator == 1
    number = plain(value)
    grouped = f"{int(value):,}" + (number[number.index(".") :] if "." in number else "")
    two = f"{int(value):,}.{int(value * 100) % 100:02d}"
    forms: list[tuple[float, str]] = []
    if voice == "exam":
        forms = [(6, number + "元"), (3, grouped + "元")]
    elif voice == "judgment":
        forms = [(4, two + "元"), (3, grouped + "元"), (3, number + "元"), (1, two.replace(",", "") + "元")]
        forms.append((0.7, f"人民币{number}元"))
    else:
        forms = [(5, number + "元"), (3, number + "块"), (1, grouped + "元"), (0.7, number + "块钱")]
        if whole and value >= 1000:
            forms.append((1.2, chinese(int(value)) + rng.choice(("元", "块"))))
        if value % 100 == 0 and 1000 <= value < 10_000 and value % 1000:
            forms.append((2, f"{int(value) // 1000}千{int(value) // 100 % 10}"))
            forms.append((1.2, spoken(int(value) // 1000 * 1000) + DIGITS[int(value) // 100 % 10]))
        if value % 10 == 0 and 1000 <= value < 10_000 and value % 100 and value // 100 % 10:
            forms.append((1.5, spoken(int(value)).removesuffix("十")))  # 六千八百五
        if value % 1000 == 0 and value >= 10_000 and value % 10_000 and value < 100_000:
            myriads, thousands = divmod(int(value) // 1000, 10)
            forms.append((2, f"{myriads}万{thousands}"))
            forms.append((1, f"{myriads}万{thousands}千"))
            forms.append((1.2, spoken(myriads * 10_000) + DIGITS[thousands]))
    if value >= 10_000 and value % 10 == 0:
        forms.append(
            (
                1.5 if value % 1000 == 0 else 0.5,
                plain(value / 10_000) + "万" + ("元" if voice != "layman" else rng.choice(("元", ""))),
            )
        )
    return _weighted(rng, forms)


def day(rng: random.Random, value: date, voice: Voice) -> str:
    """A full date as the voice writes it."""
    text = f"{value.year}年{value.month}月{value.day}日"
    if voice == "judgment":
        return text
    short = f"{value.year}.{value.month}.{value.day}"
    dashed = value.isoformat()
    if voice == "exam":
        return _weighted(rng, [(8, text), (0.6, dashed), (0.5, short)])
    said = text.removesuffix("日") + "号"
    return _weighted(rng, [(5, said), (4, text), (0.6, short), (0.4, dashed)])


def month(rng: random.Random, value: date) -> str:
    """A month with its year."""
    return f"{value.year}年{value.month}月" + rng.choice(("", "", "份"))


def grade(rng: random.Random, value: int, voice: Voice) -> str:
    """A disability grade; the figure is the rarer form."""
    figure = {"exam": 0.2, "judgment": 0.1, "layman": 0.35}[voice]
    return f"{value if rng.random() < figure else chinese(value)}级"


def _weighted(rng: random.Random, forms: list[tuple[float, str]]) -> str:
    return rng.choices([text for _, text in forms], [weight for weight, _ in forms])[0]
