"""How a traffic case is told: phrases with alternatives, money and dates in the ways people write them."""

from __future__ import annotations

import random
import re
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from lexcalc.money import plain
from training.data.writing import DIGITS, bank, chinese, spoken
from training.records import Voice

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_MARK = re.compile("\x01([^\x02]*)\x02([^\x03]*)\x03")
FURTHER = ("traffic_events", "traffic_figures", "traffic_asks")  # files that add to the banks


def marked(label: str, text: str) -> str:
    """Text that the element line will quote under a label."""
    return f"\x01{label}\x02{text}\x03"


def unmarked(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The plain text and the (label, text) pairs in the order of the text, each pair once."""
    return _MARK.sub(r"\2", text), tuple(dict.fromkeys(m.groups() for m in _MARK.finditer(text)))


@cache
def phrases(bank_name: str, key: str, voice: Voice) -> tuple[str, ...]:
    """All phrases of a key: those of its bank and those that further files add to it."""
    found: list[str] = []
    for entry in (bank(name).get(key, ()) for name in dict.fromkeys((bank_name, *FURTHER))):
        found += [*entry.get(voice, ()), *entry.get("any", ())] if isinstance(entry, dict) else entry
    return tuple(found)


class Teller:
    """Writes one question in one voice; every wording is drawn from ``rng``."""

    def __init__(self, rng: random.Random, voice: Voice) -> None:
        self.rng, self.voice = rng, voice
        self.comma = rng.random() < (0.6 if voice == "judgment" else 0.45)
        self.decimals = voice == "judgment" and rng.random() < 0.3
        self.people: dict[str, str] = {}

    def often(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def pick(self, *choices: Any) -> Any:
        return self.rng.choice(choices)

    def expand(self, template: str, **slots: str) -> str:
        """A template with its ``[a|b]`` alternatives drawn and its ``{slots}`` filled."""
        while match := _CHOICE.search(template):
            choice = self.rng.choice(match[1].split("|"))
            template = template[: match.start()] + choice + template[match.end() :]
        names = self.people | slots
        return _SLOT.sub(lambda m: names[m[1]], template)

    def tell(self, bank_name: str, key: str, **slots: str) -> str:
        """A phrase for ``key``: those of this voice and those that any voice may use."""
        return self.expand(self.rng.choice(phrases(bank_name, key, self.voice)), **slots)

    # --- figures

    def money(self, value: Fraction | int, unit: str = "元") -> str:
        """An amount as this voice writes it; always exactly the amount."""
        value = Fraction(value)
        if value.denominator != 1:
            whole, _, rest = plain(value).partition(".")
            rest = rest.ljust(2, "0") if self.voice == "judgment" else rest
            return f"{int(whole):,}.{rest}{unit}" if self.comma else f"{whole}.{rest}{unit}"
        number = int(value)
        ways = ["digits"] * 6
        if number >= 10000 and number % 1000 == 0:
            ways += ["wan"] * (1 if self.voice == "judgment" else 4)
        if number >= 10000 and number % 10000 in range(1000, 10000, 100) and number < 10**6:
            ways += ["wan"] * (2 if self.voice == "exam" else 0)
        if self.voice == "layman":
            ways += ["bare"] * 3 + ["colloquial"] * (3 if number % 100 == 0 and number >= 1000 else 0)
            ways += ["characters"] * (
                2 if number % 100 == 0 and number >= 200 else 1 if number % 10 == 0 else 0
            )
        way = self.rng.choice(ways)
        if way == "wan" and number % 100 == 0:
            return plain(Fraction(number, 10000)) + "万" + unit
        if way == "colloquial":
            return self._colloquial(number)
        if way == "characters":
            return spoken(number) + self.pick(unit, "块", "块钱")
        if way == "bare":
            return f"{number}" + self.pick("元", "块", "块钱", "元")
        text = f"{number:,}" if self.comma else f"{number}"
        return text + (".00" if self.decimals and self.often(60) else "") + unit

    def _colloquial(self, number: int) -> str:
        """1万2, 8千5, 三万六, 六千八."""
        size, unit = (10000, "万") if number >= 10000 else (1000, "千")
        head, rest = divmod(number, size)
        tenth, remainder = divmod(rest, size // 10)
        if head >= 100 or remainder:
            return f"{number}" + self.pick("元", "块")
        if not tenth:
            return self.pick(f"{head}{unit}", f"{spoken(head * size)}块", f"{head}{unit}元")
        said = spoken(head * size)
        return self.pick(
            f"{head}{unit}{tenth}", f"{said}{DIGITS[tenth]}", f"{said}{DIGITS[tenth]}", f"{number}元"
        )

    def day(self, day: date, full: bool = True) -> str:
        """A date as this voice writes it."""
        forms = [f"{day.year}年{day.month}月{day.day}日"] * (5 if self.voice == "judgment" else 3)
        if self.voice != "judgment" and self.often(100 if self.voice == "exam" else 30):
            forms += [f"{day.year}.{day.month}.{day.day}", f"{day.year}-{day.month:02}-{day.day:02}"]
        if self.voice == "layman":
            forms += [f"{day.year}年{day.month}月{day.day}号"] * 4
        return self.rng.choice(forms)

    def percent(self, ratio: Fraction) -> str:
        """A share: 70%, 百分之七十, 七成."""
        hundred = int(ratio * 100)
        forms = [f"{hundred}%"] * 6
        if hundred < 100:
            forms += [f"百分之{chinese(hundred)}"] * (2 if self.voice == "layman" else 1)
            if hundred % 10 == 0 and self.voice != "judgment":
                forms += [f"{DIGITS[hundred // 10]}成"] * 2
        return self.rng.choice(forms)

    def amount(self, like: int, cents: int = 0) -> Fraction:
        """An amount around ``like``, round to a degree that people's bills have; ``cents`` % carry 分."""
        value = like * self.rng.lognormvariate(0, 0.55)
        draw = self.rng.random() * 100
        if draw < cents:
            return Fraction(max(1000, round(value * 100)), 100)
        step = self.rng.choice([1000, 1000, 500, 100, 100, 100, 10, 10, 1, 1])
        if value < 3000:
            step = min(step, 100)
        return Fraction(max(step, round(value / step) * step))
