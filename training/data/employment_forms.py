"""How dates, sums and lengths are written in a voice, and the small template language of the phrase banks.

A template is text with ``[one|another|]`` for a choice (may nest) and ``{slot}`` for a value.  A value that
an answer needs is written ``⟦label|text⟧``; :func:`collect` takes these marks out again as elements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from lexcalc.case.model import Duration
from lexcalc.money import plain
from training.data.writing import bank, chinese
from training.records import Voice

_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")
_TIMES = ("年度", "去年", "上年", "今年")  # another year may be meant after these
_YEAR = re.compile(r"(\d{4})年(?=\d{1,2}月)")
_MARK = re.compile(r"⟦([^|⟧]*)\|([^⟧]*)⟧")


@cache
def wide(name: str) -> dict[str, Any]:
    """A phrase file joined with its further phrases (``NAME_more``)."""
    return _joined(bank(name), bank(f"{name}_more"))


def _joined(one: Any, more: Any) -> Any:
    if isinstance(one, dict):
        return {
            key: _joined(one[key], more[key]) if key in one and key in more else one.get(key, more.get(key))
            for key in [*one, *more]
        }
    return [*one, *more]


def expand(rng: Random, template: str, slots: Mapping[str, str]) -> str:
    """One way to say a template; KeyError for a slot that has no value."""
    text, end = _expand(rng, template, 0, slots, top=True)
    assert end == len(template), template
    return text


def _expand(rng: Random, t: str, i: int, slots: Mapping[str, str], top: bool) -> tuple[str, int]:
    ways: list[str] = [""]
    while i < len(t):
        c = t[i]
        if c == "[":
            inner, i = _expand(rng, t, i + 1, slots, top=False)
            ways[-1] += inner
        elif c == "{":
            j = t.index("}", i)
            ways[-1] += slots[t[i + 1 : j]] if t[i + 1 : j] in slots else _missing(t, t[i + 1 : j])
            i = j + 1
        elif not top and c == "|":
            ways.append("")
            i += 1
        elif not top and c == "]":
            return rng.choice(ways), i + 1
        else:
            ways[-1] += c
            i += 1
    return ways[0], i


def _missing(template: str, slot: str) -> str:
    # A slot of a way not taken may be unknown; one that is taken shows up in collect().
    return f"⟦?{slot}⟧"


def mark(label: str, text: str) -> str:
    """A value with its element label."""
    return f"⟦{label}|{text}⟧"


def collect(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text without marks, and its elements in order, each once; ValueError for an empty slot."""
    if "⟦?" in text:
        raise ValueError(text)
    elements = dict.fromkeys((m[1], m[2]) for m in _MARK.finditer(text) if m[1])
    return _MARK.sub(lambda m: m[2], text), tuple(elements)


def day(rng: Random, voice: Voice, when: date, style: str | None = None) -> str:
    """A date as people write it; always the exact day."""
    y, m, d = when.year, when.month, when.day
    style = style or date_style(rng, voice)
    if style == "dots":
        return f"{y}.{m}.{d}"
    if style == "iso":
        return f"{y}-{m:02d}-{d:02d}"
    if style == "padded":
        return f"{y}年{m:02d}月{d:02d}日"
    if style == "hao":
        return f"{y}年{m}月{d}号"
    if style == "short":
        return f"{y % 100:02d}年{m}月{d}号"
    if style == "slash":
        return f"{y}/{m}/{d}"
    if style == "han":  # 二〇二三年三月一日
        return f"{str(y).translate(_NUMERALS)}年{chinese(m)}月{chinese(d)}日"
    if style == "year in characters":
        return f"{str(y).translate(_NUMERALS)}年{m}月{d}{'号' if voice == 'layman' else '日'}"
    return f"{y}年{m}月{d}日"


def same_year(rng: Random, text: str) -> str:
    """Days of the year of the day before told as 同年 or without a year, at times; never across another."""
    said = rng.choice(["同年", ""])
    parts, year = re.split(r"(⟦[^⟧]*⟧)", text), None
    for i, part in enumerate(parts):
        found = _YEAR.search(part) if part.startswith("⟦") else None
        if found:
            if found[1] == year and rng.random() < 0.7:
                parts[i] = part.replace(found[0], said)
            year = found[1]
        elif "年" in part and (re.search(r"\d年", part) or any(word in part for word in _TIMES)):
            year = None
    return "".join(parts)


def date_style(rng: Random, voice: Voice) -> str:
    """One style for all dates of a telling, as one writer uses one."""
    if voice == "layman":
        return rng.choice(["hao", "hao", "hao", "ri", "ri", "dots", "short", "slash", "year in characters"])
    if voice == "judgment":
        return rng.choice(["ri"] * 16 + ["padded", "padded", "han"])
    return rng.choice(["ri"] * 14 + ["dots", "iso", "padded"] * 2 + ["han"])


def grouped(value: Fraction, places: int | None = None) -> str:
    """12,643.5 → ``12,643.50`` with places, without trailing zeros else."""
    text = plain(value)
    whole, _, part = text.partition(".")
    if places:
        part = part.ljust(places, "0")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def sum_(rng: Random, voice: Voice, value: Fraction, style: str | None = None) -> str:
    """A sum of money with its unit."""
    style = style or money_style(rng, voice)
    whole = value.denominator == 1
    number = value.numerator if whole else 0
    if style == "wan" and whole and number >= 10_000 and number % 100 == 0:
        return f"{plain(value / 10_000)}万元"
    if style == "han" and whole and number % 100 == 0:
        return chinese(number) + rng.choice(["元", "块", "块钱"] if voice == "layman" else ["元"])
    if style == "mixed" and whole and number % 100 == 0 and number >= 1000:
        return _mixed(rng, number)
    if style == "full" and whole and number < 100_000:  # 六千零九十块
        return chinese(number) + rng.choice(["元", "块", "块钱"] if voice == "layman" else ["元"])
    if style == "kuai":
        return f"{plain(value)}{rng.choice(['块', '块钱', '元'])}"
    if style == "cents":
        return f"{grouped(value, 2)}元"
    if style == "comma":
        return f"{grouped(value, 0 if whole else 2)}元"
    text = plain(value)
    if "." in text:
        text = text.partition(".")[0] + "." + text.partition(".")[2].ljust(2, "0")
    return f"{text}元"


def _mixed(rng: Random, number: int) -> str:
    """8千5, 八千五, 1万2, 一万二千 – as spoken."""
    unit, name = (10_000, "万") if number >= 10_000 else (1000, "千")
    head, rest = divmod(number, unit)
    if rest % (unit // 10):
        return f"{number}{rng.choice(['块', '元', '块钱'])}"
    tail = rest // (unit // 10)
    first, last = (
        (str(head), str(tail))
        if rng.random() < 0.5
        else ("两" if head == 2 and rng.random() < 0.6 else chinese(head), chinese(tail))
    )
    if not tail:
        return f"{first}{name}{rng.choice(['块', '块钱', '元'])}"
    return (
        f"{first}{name}{last}"
        if rng.random() < 0.6
        else f"{first}{name}{last}{_lower(name)}{rng.choice(['块', '元'])}"
    )


def _lower(name: str) -> str:
    return {"万": "千", "千": "百"}[name]


def money_style(rng: Random, voice: Voice) -> str:
    """A style for the sums of a telling."""
    if voice == "layman":
        return rng.choice(["plain", "plain", "kuai", "kuai", "kuai", "mixed", "mixed", "han", "wan", "full"])
    if voice == "judgment":
        return rng.choice(["plain", "plain", "comma", "comma", "cents"])
    return rng.choice(["plain", "plain", "comma", "comma", "wan"])


def length(rng: Random, voice: Voice, span: Duration) -> str:
    """A length of time: 7年4个月, 七年零四个月, 7年4个月零12天."""
    years, months, days = span
    in_words = voice == "layman" and rng.random() < 0.4
    number = chinese if in_words else str
    zero = rng.random() < 0.5
    parts = []
    if years:
        parts.append(f"{number(years) if not in_words or years != 2 else '两'}年")
    if months:
        word = "两" if in_words and months == 2 else number(months)
        parts.append(f"{'零' if parts and zero and not days else ''}{word}个月")
    if days:
        parts.append(f"{'零' if parts and zero else ''}{number(days)}天")
    return "".join(parts)
