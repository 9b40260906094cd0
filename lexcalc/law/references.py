"""References as people write them: 《劳动合同法》第四十七条第一款, 民法典1179, 劳动法第44、50条."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexcalc import money
from lexcalc.law.statutes import NUMERAL, statute_name

MAX_ARTICLES = 30
_SUB = r"之[一二三四五六七八九十]{1,3}"
_ONE = rf"(?:第\s?{NUMERAL}\s?条?(?:{_SUB})?|\d{{1,4}}\s?条?(?:{_SUB})?|{NUMERAL}条(?:{_SUB})?)"
_TO = r"\s?(?:至|到|[-—~～－–])\s?"
_AND = r"\s?(?:[、，,和及与]|以及)\s?"
_TAIL = (
    rf"(?:\s?第?\s?[（(]?(?P<paragraph>{NUMERAL})[)）]?\s?款)?"
    rf"(?:\s?第?\s?[（(]?(?P<item>{NUMERAL})[)）]?\s?[项目])?"
)
_REFERENCE = re.compile(rf"(?P<numbers>{_ONE}(?:(?:{_TO}|{_AND}){_ONE}){{0,9}}){_TAIL}\s*$")
_NUMBER = re.compile(rf"({NUMERAL})\s?条?({_SUB})?")


@dataclass(frozen=True)
class Reference:
    """A statute as written, the articles (``47``, ``120之一``) and, of a single one, its 款 and 项."""

    statute: str
    articles: tuple[str, ...] = ()
    paragraph: int | None = None
    item: int | None = None


def read_reference(written: str) -> Reference:
    """Split a reference into statute and articles; without an article only the statute is named."""
    written = money.fold(written.strip()) if written.isascii() else written.strip()
    if statute_name(written, exact=True):
        return Reference(written)  # 劳部发〔1994〕481号 and 工伤保险条例（2003年） end like an article
    for match in re.finditer(
        rf"(?:第\s?|(?<![第零〇一二两三四五六七八九十百千\d年])(?<!第\s))(?={NUMERAL})", written
    ):
        found = _REFERENCE.match(written, match.start())
        name = written[: match.start()].strip(" 《》的之")
        if found and (name or match.start() == 0):
            articles = tuple(_numbers(found["numbers"]))[:MAX_ARTICLES]
            return Reference(name, articles, _value(found["paragraph"]), _value(found["item"]))
    return Reference(written)


def _numbers(text: str) -> list[str]:
    found: list[str] = []
    previous: int | None = None
    for match in _NUMBER.finditer(text):
        value = money.numeral(match[1])
        if value is None or value.denominator != 1:
            continue
        number = int(value)
        before = text[: match.start()].rstrip().removesuffix("第").rstrip()
        if previous is not None and re.search(r"(?:至|到|[-—~～－–])$", before) and number > previous:
            found += map(str, range(previous + 1, min(number, previous + MAX_ARTICLES)))
        found.append(f"{number}{match[2] or ''}")
        previous = number
    return list(dict.fromkeys(found))


def _value(text: str | None) -> int | None:
    value = money.numeral(text) if text else None
    return None if value is None else int(value)
