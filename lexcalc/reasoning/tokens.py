"""Chinese and LaTeX calculation text as tokens: a whitelist; everything unknown becomes a word or a stop.

The text is untrusted (a model or a user wrote it), so every pattern is linear and every number is bounded.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from lexcalc import money

MAX_DIGITS = 18  # of one number: more than any sum of money has
MAX_TOKENS = 4_000  # of one text: six times what 768 model tokens of dense arithmetic give

# Kinds. BAD stands where text looks like arithmetic that lexcalc refuses (powers, over-long numbers).
NUM, UNIT, OP, PERCENT, OPEN, CLOSE, FRAC, REL, SOFT, WORD, STOP, BAD = range(12)

# One character for one character, so token positions stay positions of the original text.
_CHARS = str.maketrans(
    {
        **dict(zip("×✕✖╳⨯∙⋅∗", "*" * 8, strict=True)),
        "÷": "/",
        "∕": "/",
        "−": "-",
        "–": "-",
        "﹣": "-",
        "﹢": "+",
        "［": "[",
        "］": "]",
        "【": "[",
        "】": "]",
        "｛": "{",
        "｝": "}",
        "≒": "≈",
        "﹦": "=",
        "\u00a0": " ",
        "\u3000": " ",
    }
)

_HAN = "零一二三四五六七八九十百千万亿两廿卅"
_PER = r"(?:个?月|每?天|日|年|人|名|小时|次|周|工作日|级|份|具|套)(?!\d)"
_UNIT_WORDS = (
    r"(?:元人民币|元整?|人民币|块钱?|个月|月|天|日|年|周岁|岁|人|名|倍|次(?!性)|期|小时|时|份"
    r"|具|套|件|周|个工作日|工作日|个|N\b)"
)
# Characters at which a word must end because another token may begin there.
WORD_BREAKS = _HAN + "元人块个月天日年周岁名倍次期小时份具套件工第乘除加减约等为得共合总计每"
_ARABIC = r"\d{1,3}(?:(?:[,，]|\\,|\{,\})\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<skip>[ \t]+|\$|\\[,;:!()\[\] ]|\\q?quad\b|\\left\b\.?|\\right\b\.?|\\displaystyle\b|\\boxed\b|&|`)
  | (?P<stop>^[ \t]*(?:[-+*•·]|\d{{1,2}}[.、)])(?=[ \t]) | \r?\n | \\\\ | [。;,，、!?：:；！？→⇒|<>≤≥≠～~])
  | (?P<law>第[{_HAN}\d]+(?:[条款项级次档个年月日号]|之[一二三四])|《[^》\n]{{0,60}}》
     |\(\d{{4}}\)[^\s,，。]{{0,12}}号
     |(?:19|20)\d\d(?P<dash>[-/.])(?:0?[1-9]|1[0-2])(?P=dash)(?:[12]\d|3[01]|0?[1-9])(?![\d.,]))
  | (?P<ratio>百分之[{_HAN}\d.]+|千分之[{_HAN}\d.]+|[{_HAN}\d]{{1,4}}分之[{_HAN}\d]{{1,4}}
     |[一二三四五六七八九]成[一二三四五六七八九半]?|一半)
  | (?P<mixed>\d+(?:\.\d+)?\s?[十百千万亿](?:[\d{_HAN}])+)
  | (?P<num>{_ARABIC})\s?(?P<scale>[十百千]?[万亿]|千(?![克米瓦])|百)?
    (?P<half>个半月|个半小时|年半|天半)?(?:\s?\\?(?P<pct>[%‰]))?
  | (?P<pow>(?<=[\d)%])\*\*(?=[ ]?[\d(]) | \^ | !(?=[\d]))
  | (?P<bold>\*\*+|\#+|_+)
  | (?P<textop>乘以|除以|加上|减去|加(?=[\d(¥])|减(?=[\d(¥])|乘(?=[\d(]))
  | (?P<rel>[=≈]+|\\approx\b|约?等于)
  | (?P<soft>(?:约为|为|得出?|共计|合计|总计|计)(?=[ ]?[¥￥]?\d))
  | (?P<han>[{_HAN}]+)
  | (?P<frac>\\[dt]?frac\b)
  | (?P<tex>\\(?:text|mathrm|mbox|textbf|mathbf|operatorname)\s?\{{(?P<inner>[^{{}}\n]{{0,40}})\}})
  | (?P<op>[-+*/]|\\times\b|\\div\b|\\cdot\b|\\ast\b|(?<=[\d%元月天年日倍人 )\]])[xX·](?=[ ]?[\d(\[¥]))
  | (?P<percent>\\?[%‰])
  | (?P<yuan>[¥￥]|\\yen\b|RMB|CNY)
  | (?P<open>[(\[{{])
  | (?P<close>[)\]}}])
  | (?P<unit>{_UNIT_WORDS}(?:\s?(?:/|每)\s?每?{_PER})*|(?:/|每)\s?每?{_PER})
  | (?P<word>[A-Za-z]+|[^\W\d_A-Za-z{WORD_BREAKS}]+|.)
    """,
    re.VERBOSE | re.MULTILINE,
)
# The plain part of arithmetic, which is most of it; everything else takes the full pattern.
_PLAIN = re.compile(
    r"((?!(?:19|20)\d\d[-/.])\d{1,15}(?:\.\d{1,4})?)(%?)(?=[-+*/()=;。]|元|$)"
    r"|([-+*/](?=[\d(]))|((?<=[\d%)])元(?=[-+*()=;。，]|/[\d(]|$))|(=(?=\d))|([()](?!\d{4}\)))"
)
_AFTER_HAN = re.compile(rf"\s?(?:{_UNIT_WORDS}|[-+*/=≈)%\]]|$|[。;,，]|的\d)")
_WORD_OPS = {
    "乘以": "*",
    "乘": "*",
    "除以": "/",
    "加上": "+",
    "加": "+",
    "减去": "-",
    "减": "-",
    "\\times": "*",
    "\\cdot": "*",
    "\\ast": "*",
    "\\div": "/",
    "x": "*",
    "X": "*",
    "·": "*",
}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class Token(NamedTuple):
    """One token: kind, payload (a Fraction for NUM, the sign for OP, else the text) and its half-open span.

    ``places`` of a NUM is how many decimals it was written to, in yuan (``12.5万`` is written to -3).
    """

    kind: int
    value: Fraction | str
    start: int
    end: int
    places: int = 0


def fold(text: str) -> str:
    """Every way of writing a sign or a digit to one, character by character."""
    return money.fold(text).translate(_CHARS) if not text.isascii() else text


def _decimal(digits: str) -> tuple[Fraction, int] | None:
    plain = digits
    for separator in (",", "，", "\\", "{", "}"):
        plain = plain.replace(separator, "")
    whole, _, part = plain.partition(".")
    if len(whole) + len(part) > MAX_DIGITS:
        return None
    return (Fraction(int(whole + part), 10 ** len(part)) if part else Fraction(int(whole))), len(part)


def _ratio(text: str) -> Fraction | None:
    if text == "一半":
        return Fraction(1, 2)
    if "成" in text:
        tens, _, units = text.partition("成")
        return Fraction("零一二三四五六七八九".index(tens), 10) + (
            Fraction(1, 20) if units == "半" else Fraction("零一二三四五六七八九".index(units or "零"), 100)
        )
    below, _, above = text.partition("分之")
    top = money.numeral(above)
    bottom = {"百": Fraction(100), "千": Fraction(1000)}.get(below) or money.numeral(below)
    return None if top is None or not bottom else top / bottom


def _number(match: re.Match[str]) -> tuple[Fraction, int] | None:
    read = _decimal(match["num"])
    if read is None:
        return None
    value, places = read
    for character in match["scale"] or "":
        value *= _SCALES[character]
        places -= {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}[character]
    if match["half"]:
        value, places = value + Fraction(1, 2), 1
    if match["pct"]:
        divisor = 100 if match["pct"] == "%" else 1000
        value, places = value / divisor, places + (2 if divisor == 100 else 3)
    return value, places


def scan(text: str) -> list[Token]:
    """The tokens of a text; never raises, linear in its length, at most ``MAX_TOKENS`` of them."""
    folded = fold(text)
    tokens: list[Token] = []
    position = 0
    while position < len(folded) and len(tokens) < MAX_TOKENS:
        # The first token of a line may be a list mark, which only the full pattern knows.
        plain = _PLAIN.match(folded, position) if tokens and tokens[-1].kind != STOP else None
        if plain is not None:
            tokens.append(_plain_token(plain))
            position = plain.end()
            continue
        match = _TOKEN.match(folded, position)
        if match is None:  # only a lone line terminator that `.` refuses
            tokens.append(Token(STOP, "\n", position, position + 1))
            position += 1
            continue
        token, position = _token(match, folded, tokens)
        if token is not None:
            tokens.append(token)
    return tokens


def _plain_token(match: re.Match[str]) -> Token:
    index, start, end = match.lastindex, match.start(), match.end()
    if index == 2:
        digits, percent = match.groups()[:2]
        whole, _, part = digits.partition(".")
        places = len(part)
        if percent:
            return Token(NUM, Fraction(int(whole + part), 10 ** (places + 2)), start, end, places + 2)
        value = Fraction(int(whole + part), 10**places) if part else Fraction(int(whole))
        return Token(NUM, value, start, end, places)
    text = match[0]
    if index == 3:
        return Token(OP, text, start, end)
    return Token(
        UNIT if index == 4 else REL if index == 5 else OPEN if text == "(" else CLOSE, text, start, end
    )


def _token(match: re.Match[str], folded: str, before: list[Token]) -> tuple[Token | None, int]:
    kind, start, end = match.lastgroup, match.start(), match.end()
    text = match[0]
    if kind in ("num", "scale", "half", "pct"):
        after_sign = bool(before) and before[-1].kind in (REL, SOFT)
        if "，" in match["num"] and after_sign and _operator_follows(folded, end):
            # ``…=200，100+50=150``: the comma separates two calculations
            end = start + match["num"].index("，")
            read = _decimal(folded[start:end])
        else:
            read = _number(match)
        return (Token(NUM, read[0], start, end, read[1]) if read else Token(BAD, text[:20], start, end)), end
    if kind == "tex":
        inner = match["inner"].strip()
        unit = re.fullmatch(rf"(?:万)?{_UNIT_WORDS}?(?:/{_PER})?", inner)
        if inner in ("万元", "万") and before and before[-1].kind == NUM:
            last = before.pop()
            return Token(NUM, last.value * 10**4, last.start, end, last.places - 4), end
        kind_of = UNIT if unit else BAD if any(c.isdigit() for c in inner) else WORD
        return Token(kind_of, inner, start, end), end
    if kind in ("skip", "bold", "yuan"):
        return None, end
    if kind == "op" or kind == "textop":
        return Token(OP, _WORD_OPS.get(text, text), start, end), end
    if kind == "ratio":
        value = _ratio(text)
        return (Token(NUM, value, start, end, 4) if value is not None else Token(WORD, text, start, end)), end
    if kind in ("mixed", "han"):
        value = money.numeral(text.replace(" ", ""))
        reads = value is not None and (kind == "mixed" or _AFTER_HAN.match(folded, end))
        return Token(NUM if reads else WORD, value if reads else text, start, end), end
    if kind == "unit" and (not before or before[-1].kind not in (NUM, UNIT, CLOSE, PERCENT)):
        return Token(WORD, text, start, end), end  # ``×月工资12600``: part of a word, not a unit
    if kind == "rel":
        return Token(REL, "≈" if "≈" in text or "approx" in text or "约" in text else "=", start, end), end
    return Token(_SIMPLE[kind], text, start, end), end


_SIMPLE = {
    "stop": STOP,
    "law": WORD,
    "pow": BAD,
    "soft": SOFT,
    "frac": FRAC,
    "percent": PERCENT,
    "open": OPEN,
    "close": CLOSE,
    "unit": UNIT,
    "word": WORD,
}


def _operator_follows(folded: str, position: int) -> bool:
    return (
        re.compile(rf"\s?(?:{_UNIT_WORDS})?\s?(?:[-+*/]|\\times|\\div)").match(folded, position) is not None
    )
