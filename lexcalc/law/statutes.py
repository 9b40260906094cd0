"""The statutes that may be cited: names, versions, which articles exist when, and their texts.

``rules/citations.yaml`` lists every statute; an entry ``某法（2003年）`` is an earlier version of ``某法``.
``rules/statutes/*.md`` hold the texts. They are no ``*.yaml``, so the hash of the rules leaves them out: that
hash says which law computed a number, and no computation ever reads a text.  Nothing here is imported by
``ask --no-model``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lexcalc import money
from lexcalc.contract import CitationStatus
from lexcalc.errors import RuleError
from lexcalc.law.loader import load
from lexcalc.paths import rules_dir

NUMERAL = r"[零〇一二两三四五六七八九十百千\d]{1,7}"
_YEAR = re.compile(r"[(（]((?:19|20)\d\d)[^()（）]*[)）]$")
_ARTICLE = re.compile(rf"^第({NUMERAL})条(之[一二三四五六七八九十]+)?[ \u3000]", re.M)
_ITEM = re.compile(rf"[(（]({NUMERAL})[)）]")
_OTHER_REGION = "省市区县州盟旗"  # 山东省工伤保险条例 is not 工伤保险条例
_FUNCTION = "据照按用由依的及和与合反了是从以于"  # 军人保险法 is not 保险法, 依据保险法 is


@dataclass(frozen=True)
class Text:
    """One shipped text: the articles by label (``47``, ``120之一``), since when, and where it is from."""

    statute: str
    title: str
    valid_from: date
    complete: bool
    source: str
    issued_by: str
    history: str
    articles: dict[str, str]
    file: str
    unchanged: dict[date, str] = field(
        default_factory=dict
    )  # articles (``1-56 58``) that read the same since

    def since(self, label: str) -> date:
        """The first day on which an article is known to have read as it does here."""
        number = int(label.partition("之")[0])
        days = [day for day, ranges in self.unchanged.items() if number in _numbers(ranges)]
        return min([*days, self.valid_from])


@dataclass(frozen=True)
class Version:
    """A statute between two days; ``articles`` is None where nobody has counted them."""

    name: str
    base: str
    title: str
    articles: frozenset[int] | None
    valid_from: date
    valid_until: date | None

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it was in force on any day of a period."""
        return self.valid_from <= last and (self.valid_until is None or first <= self.valid_until)

    def has(self, number: int) -> bool | None:
        """Whether an article exists; None where the articles are not listed."""
        return None if self.articles is None else number in self.articles

    @cached_property
    def texts(self) -> list[Text]:
        """The shipped texts, oldest first."""
        return texts_of(self.name, rules_dir() / "statutes")

    def text(self, day: date, label: str | None = None) -> Text | None:
        """The shipped text that was in force on a day, or in which an article reads as it did then."""
        found = [text for text in self.texts if (text.since(label) if label else text.valid_from) <= day]
        return found[-1] if found and self.overlaps(day, day) else None


@cache
def statutes() -> dict[str, dict[str, Any]]:
    """rules/citations.yaml: short name → title, aliases, articles, valid_from, valid_until."""
    return load(rules_dir() / "citations.yaml")


@cache
def versions() -> dict[str, list[Version]]:
    """Every statute's versions, oldest first, by the short name of the statute in force."""
    return grouped_versions(statutes())


def grouped_versions(entries: dict[str, dict[str, Any]]) -> dict[str, list[Version]]:
    """The entries of a citations.yaml as versions."""
    found: dict[str, list[Version]] = {}
    for name, entry in entries.items():
        base = _YEAR.sub("", name)
        base = base if base in entries else name
        count = entry.get("articles")
        articles = (
            None if count is None else frozenset(range(1, count + 1) if isinstance(count, int) else count)
        )
        version = Version(name, base, entry["title"], articles, entry["valid_from"], entry.get("valid_until"))
        found.setdefault(base, []).append(version)
    for group in found.values():
        group.sort(key=lambda version: version.valid_from)
    return found


def of_name(name: str) -> list[Version]:
    """The versions that a short name may mean: all of a statute, or the one whose year it names."""
    if name in versions():
        return versions()[name]
    return [v for group in versions().values() for v in group if v.name == name]


def in_force(name: str, day: date) -> Version | None:
    """The version of a statute in force on a day."""
    return next((v for v in reversed(of_name(name)) if v.overlaps(day, day)), None)


def known_articles() -> set[tuple[str, int]]:
    """Every (short name, article number) that may be cited."""
    return {(v.name, n) for group in versions().values() for v in group for n in v.articles or ()}


def status(name: str, number: int, first: date | None = None, last: date | None = None) -> CitationStatus:
    """What can be proved of a citation of a listed statute, for any day from ``first`` to ``last``."""
    candidates = of_name(name)
    if first is not None:
        valid = [v for v in candidates if v.overlaps(first, last or first)]
        if not valid:
            over = all(v.valid_until is not None and v.valid_until < first for v in candidates)
            return "repealed" if over else "not_in_force"
        candidates = valid
    found = {version.has(number) for version in candidates}
    return "exists" if True in found else "unchecked" if None in found else "wrong_number"


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for short, entry in statutes().items():
        for name in (short, entry["title"], *entry.get("aliases", ())):
            names.setdefault(plain(name), short)
    return names


def all_names() -> list[str]:
    """Short names and aliases, for completion and for the nearest name."""
    return list(dict.fromkeys(name for s, e in statutes().items() for name in (s, *e.get("aliases", ()))))


def plain(name: str) -> str:
    """A name without title marks, spaces and the state or court that stands before it."""
    name = re.sub(r"[\s《》〈〉]", "", name).replace("(", "（").replace(")", "）")
    name = name.replace("[", "〔").replace("]", "〕").replace("【", "〔").replace("】", "〕")
    return name.removeprefix("中华人民共和国").removeprefix("最高人民法院关于")


def statute_name(written: str, exact: bool = False) -> str | None:
    """The short name of a statute (《中华人民共和国劳动合同法》 → 劳动合同法), or None.

    ``某法（2003年）`` is that version where it is listed, else the statute.  Unless ``exact``, words may
    stand before the name; 山东省工伤保险条例 still is not 工伤保险条例.
    """
    names = _names()
    full = plain(written)
    if full in names:
        return names[full]
    year = _YEAR.search(full)
    bare = _YEAR.sub("", full)
    if bare in names:
        return _of_year(names[bare], year)
    if not exact:
        for cut in range(1, len(bare) - 1):  # ``应当依照工伤保险条例``: the longest ending that is a statute
            if bare[cut:] in names:
                before = bare[cut - 1]
                another = before in _OTHER_REGION or (len(bare) - cut < 4 and before not in _FUNCTION)
                return None if another else _of_year(names[bare[cut:]], year)
    return None


def _of_year(short: str, year: re.Match[str] | None) -> str:
    named = f"{short}（{year[1]}年）" if year else short
    return named if named in statutes() else short


def _numbers(ranges: str) -> set[int]:
    ends = (part.split("-") for part in ranges.split())
    return {number for end in ends for number in range(int(end[0]), int(end[-1]) + 1)}


def texts_of(name: str, folder: Path) -> list[Text]:
    """The texts of one entry of citations.yaml, oldest first."""
    return sorted((read_text(path) for path in folder.glob(f"{name}.*.md")), key=lambda text: text.valid_from)


@cache
def read_text(path: Path) -> Text:
    """One file of rules/statutes: a YAML head between ``---`` lines, then articles; else RuleError."""
    import yaml

    content = path.read_text(encoding="utf-8")
    try:
        _, head, body = content.split("---\n", 2)
        fields = yaml.safe_load(head)
        starts = article_starts(body)
        articles: dict[str, str] = {}
        for start, end in zip(starts, [*(m.start() for m in starts[1:]), len(body)], strict=True):
            key = f"{money.numeral(start[1])}{start[2] or ''}"
            if key in articles:
                raise ValueError(f"第{key}条重复")
            articles[key] = body[start.end() : end].strip()
        return Text(articles=articles, file=path.name, **fields)
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise RuleError(f"{path.name}：{error}", f"{path.name}: {error}") from None


def article_starts(text: str) -> list[re.Match[str]]:
    """Where each article of a text begins; the groups are its numeral and 之一."""
    return list(_ARTICLE.finditer(text))


def article_name(label: str) -> str:
    """``47`` → 第47条, ``120之一`` → 第120条之一."""
    number, mark, sub = label.partition("之")
    return f"第{number}条{mark}{sub}"


def part(text: str, paragraph: int | None, item: int | None) -> str | None:
    """The 款 and 项 of an article's text; a 项 without its 款 must be the only one of that number."""
    paragraphs: list[list[str]] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if paragraphs and _ITEM.match(line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    if paragraph is not None:
        if not 1 <= paragraph <= len(paragraphs):
            return None
        paragraphs = paragraphs[paragraph - 1 : paragraph]
    if item is None:
        return "\n\n".join(line for lines in paragraphs for line in lines)
    found = [
        line
        for lines in paragraphs
        for line in lines
        if (match := _ITEM.match(line)) and money.numeral(match[1]) == item
    ]
    return found[0] if len(found) == 1 else None
