"""Exact yuan: every written form in, half-up to 分, decimal strings out; no binary floating point anywhere.

Own code because the usual numeral libraries miss the forms people write (``8千5``, ``12,345.67``,
``1.2万元``) and cost 150 ms of import.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

# Same length on both sides, so positions in the folded text are positions in the original.
_FOLD = str.maketrans(
    "０１２３４５６７８９．％＋－＝（）：;￥／＊〇○壹贰叁肆伍陆柒捌玖拾佰仟萬亿億圆兩貳參陸",
    "0123456789.%+-=():；¥/*零零一二三四五六七八九十百千万亿亿元两二三六",
)
# A plain ，separates clauses; it groups thousands between full-width digits, or before three digits and 元,
# as an input method for Chinese writes them.
_FULL_COMMA = re.compile(
    r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=\d)，(?=\d{3}(?:，\d{3})*(?:\.\d{1,2})?\s*元)"
)
MAX_DIGITS = 18  # more digits than any sum of money has; also bounds the cost of hostile input

# No number is written this long; without the bound hostile digits would cost quadratic time in every pattern.
_LONG = 48
_ENDLESS = re.compile(rf"[0-9零一二三四五六七八九十百千万亿两廿卅,.]{{{_LONG},}}")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000, "K": 1000, "w": 10000, "W": 10000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零一二三四五六七八九十百千万亿两廿卅"
_NUMERAL = rf"(?:{_ARABIC}|[{_HAN}])(?:{_ARABIC}|[{_HAN}]|(?<=[0-9])[kKwW](?![A-Za-z0-9]))*"
_TOKEN = re.compile(rf"{_ARABIC}|[{_HAN}kKwW]")
_ANOTHER_WORD = re.compile(r"(?:三(?:者|责|轮|方|期)|[一二两三四五六七八九](?:年|个|名|人|级|次|天|日))")
_AMOUNT = re.compile(
    rf"(?P<sign>[¥$]|人民币|RMB)?\s*(?P<num>{_NUMERAL})"
    rf"(?P<yuan>\s*(?:元整|元|块钱?)"
    rf"(?:零?(?P<jiao>[\d{_HAN}])(?:角|毛)(?:(?P<fen>[\d{_HAN}])(?:分|(?![\w.])))?|(?<=块)(?P<mao>[\d{_HAN}])(?=[^\w.]|$|一个月|一[天月]|每[月天]|的|左右|钱))?)?"
    rf"(?P<whole>整|正)?"
)


class Amount(NamedTuple):
    """A number written in a text: half-open span, exact value, and whether 元/块/¥ stands with it."""

    start: int
    end: int
    value: Fraction
    unit_written: bool


def fold(text: str) -> str:
    """Full-width and formal numerals to their plain forms, character by character (spans stay valid)."""
    if "，" in text:
        text = _FULL_COMMA.sub(",", text)
    text = text.translate(_FOLD)
    return text if len(text) < _LONG else _ENDLESS.sub(lambda run: "#" * len(run[0]), text)


def numeral(text: str) -> Fraction | None:
    """The exact value of one numeral in any written form, or None.

    ``8千5`` is 8,500 and ``三万二`` 32,000: a last single digit after a unit counts in the next lower unit.
    """
    folded = fold(text).strip()
    tokens = _TOKEN.findall(folded)
    if not tokens or "".join(tokens) != folded or sum(c.isdigit() for c in folded) > MAX_DIGITS:
        return None
    if len(tokens) > 1 and all(t in _DIGITS and len(t) == 1 for t in tokens) and len(tokens) <= MAX_DIGITS:
        if any(t in "廿卅" for t in tokens):
            return Fraction(sum(_DIGITS[t] for t in tokens)) if len(tokens) == 2 else None
        return Fraction(int("".join(str(_DIGITS[t]) for t in tokens)))
    return _sum(tokens)


def _sum(tokens: list[str]) -> Fraction | None:
    total = section = Fraction(0)
    number: Fraction | None = None
    literal, unit = False, 0  # literal: the pending number is a single digit; unit: the last unit seen
    for token in tokens:
        if token in _UNITS or token in _MYRIADS:
            if token in _UNITS:
                if number is None and token != "十":
                    return None
                section += (Fraction(1) if number is None else number) * _UNITS[token]
                unit = _UNITS[token]
            else:
                section += number or 0
                if not section and not total:
                    return None
                scale = _MYRIADS[token]
                total = (total + section) * scale if token == "亿" else total + section * scale
                section, unit = Fraction(0), scale
            number = None
        elif token == "零":
            if number is not None:
                return None
            unit = 0 if unit else unit
            number = None if unit == 0 and (total or section) else Fraction(0)
        else:
            if number is not None and number != 0:
                return None
            number = Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", ""))
            literal = len(token) == 1
    if number is not None:
        section += number * Fraction(unit, 10) if unit > 10 and literal else number
    return total + section


def _longest(text: str, start: int) -> tuple[Fraction | None, int]:
    for length in range(min(len(text), 2 * MAX_DIGITS) - 1, 0, -1):
        value = numeral(text[:length])
        if value is not None:
            return value, start + length
    return None, start


def find(text: str) -> list[Amount]:
    """All numerals of a text with their spans; ``12.5万元`` and ``三千二百元五角`` are one each."""
    folded = fold(text)
    found = []
    for match in _AMOUNT.finditer(folded):
        start = match.start("sign") if match["sign"] else match.start("num")
        value, end = numeral(match["num"]), match.end()
        if _ANOTHER_WORD.match(folded, end - 1) and not match["yuan"] and len(match["num"]) > 1:
            shorter = numeral(match["num"][:-1])
            if shorter is not None:  # ``100万三者险``, ``5万一年``: the last digit begins the next word
                found.append(Amount(start, end - 1, shorter, bool(match["sign"])))
                continue
        if value is None:  # ``8千5一个月``: the longest readable beginning is the number
            value, end = _longest(match["num"], match.start("num"))
            if value is None:
                continue
            found.append(Amount(start, end, value, bool(match["sign"])))
            continue
        while folded[end - 1].isspace():
            end -= 1
        for group, part in (("jiao", 10), ("mao", 10), ("fen", 100)):
            if match[group] is not None:
                digit = numeral(match[group])
                if digit is None or digit > 9:
                    end = match.start(group)
                    break
                value += digit / part
        found.append(Amount(start, end, value, bool(match["sign"] or match["yuan"])))
    return found


def parse(text: str) -> Fraction | None:
    """The amount that a whole string writes (``12.5万元``, ``¥125,000``, ``十二万五千元整``), or None."""
    stripped = text.strip()
    negative = stripped[:1] in "-－−"
    body = stripped[1:].strip() if negative else stripped
    amounts = find(body)
    if len(amounts) != 1 or (amounts[0].start, amounts[0].end) != (0, len(body)):
        return None
    return -amounts[0].value if negative else amounts[0].value


def cents(value: Fraction) -> Fraction:
    """Round half-up (away from zero) to 分; the one rounding of money (RULES §0.1)."""
    scaled = abs(value) * 100
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 100)


def plain(value: Fraction) -> str:
    """An exact decimal string (``8.5``, ``119000``); a non-terminating value is cut to six places."""
    sign, magnitude = ("-" if value < 0 else ""), abs(value)
    whole, rest = divmod(magnitude.numerator, magnitude.denominator)
    digits = ""
    while rest and len(digits) < 6:
        digit, rest = divmod(rest * 10, magnitude.denominator)
        digits += str(digit)
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def yuan(value: Fraction) -> str:
    """Money rounded half-up to 分, as the contract writes it: ``119000.00``."""
    number = cents(value)
    whole, rest = divmod(abs(number.numerator) * (100 // number.denominator), 100)
    return f"{'-' if number < 0 else ''}{whole}.{rest:02d}"


def grouped(value: Fraction) -> str:
    """Money for people: ``119,000.00``."""
    text = yuan(value)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, rest = digits.split(".")
    return f"{sign}{int(whole):,}.{rest}"
