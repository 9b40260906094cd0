"""What the tellers of all scenarios share: the phrase files, and whole numbers in Chinese characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DIGITS = "零一二三四五六七八九"
_PHRASES = Path(__file__).parent / "phrases"


@cache
def bank(name: str) -> dict[str, Any]:
    """A phrase file of this package."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((_PHRASES / f"{name}.yaml").read_text(encoding="utf-8"), loader)


def chinese(number: int) -> str:
    """A whole number below a hundred million in Chinese characters, as written on paper (三千二百零五).

    At the head of a number 一十 drops its 一 (十六, 十万); inside it stays (一百一十, 一万零一十五).
    """
    text = _written(number)
    return text[1:] if text.startswith("一十") else text


def spoken(number: int) -> str:
    """As :func:`chinese`, but as it is said: 两万三千, 两千零五十."""
    text = chinese(number)
    return "两" + text[1:] if text.startswith(("二万", "二千")) else text


def _written(number: int) -> str:
    myriads, rest = divmod(number, 10_000)
    if myriads:
        gap = "零" if 0 < rest < 1000 else ""
        return f"{_written(myriads)}万{gap}{_written(rest) if rest else ''}"
    if number < 10:
        return DIGITS[number]
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return text
