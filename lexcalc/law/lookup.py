"""What ``lexcalc law`` shows: an article's text in the version of a day, or what a statute consists of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.law import statutes
from lexcalc.law.references import Reference, read_reference
from lexcalc.law.statutes import Text, Version, article_name

if TYPE_CHECKING:
    from lexcalc.law.index import Index


Note = tuple[str, str]  # in Chinese and in English


@dataclass(frozen=True)
class Article:
    """One article as shown; ``text`` is None where it exists but no text of that version is shipped."""

    article: str
    text: str | None
    part: str | None = None


@dataclass(frozen=True)
class Found:
    """A statute's version with the articles asked for; ``notes`` say what is not certain."""

    statute: str
    title: str
    valid_from: date | None
    valid_until: date | None
    source: str
    issued_by: str = ""
    history: str = ""
    complete: bool = False
    articles: list[Article] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "notes": [zh for zh, _ in self.notes]}


class NoText(LexcalcError):
    """The article exists but its text is not shipped: facts are missing, the question was sound."""

    exit_code = 3


def look_up(written: str, on: date | None, index: Index | None, today: date) -> Found:
    """The article or statute that a text names; UsageError with the nearest names where there is none."""
    reference = read_reference(written)
    short = statutes.statute_name(reference.statute, exact=True)
    if short is None:
        if not reference.statute:
            raise UsageError(
                "没有写明是哪部法规，例如 劳动合同法第47条。", "Name the statute too, as in 劳动合同法第47条."
            )
        return _from_index(reference, on, index)
    version = _version(short, on, today)
    notes: list[Note] = []
    if version.valid_until is not None and version.valid_until < today and on is None:
        end = version.valid_until
        notes.append((f"{end}之后不再有效。", f"No longer in force after {end}."))
    day = on or min(today, version.valid_until or today)
    text = version.text(day, reference.articles[0] if reference.articles else None)
    if not reference.articles:
        return _overview(version, text, notes)
    for label in reference.articles:
        _must_exist(version, text, label)
    labels = [n for n in reference.articles if text and n in text.articles and text.since(n) <= day]
    if text is None or not labels:
        indexed = _current_from_index(version, reference, on, index)
        if indexed:
            return indexed
        raise _no_text(version, text, reference, on)
    for label in reference.articles:
        if label not in labels:
            zh = f"{article_name(label)}没有收录该日施行的条文。"
            notes.append((zh, f"No text of article {label} for that day."))
    if not text.complete:
        notes.append(("本法规只收录了部分条文。", "Only some articles of this statute are shipped."))
    articles = [shown(label, text.articles[label], reference, version.title) for label in labels]
    since = max(text.since(label) for label in labels)
    if since < text.valid_from:
        changed = text.valid_from
        notes.append(
            (f"{changed}的修改没有涉及这一条。", f"The change of {changed} left this article alone.")
        )
    return _found(version, text, articles, notes, since)


def _version(short: str, on: date | None, today: date) -> Version:
    candidates = statutes.of_name(short)
    if on is None:
        return statutes.in_force(short, today) or candidates[-1]
    version = statutes.in_force(short, on)
    if version is None:
        periods = "；".join(f"{v.valid_from}至{v.valid_until or '今'}" for v in candidates)
        raise UsageError(
            f"{short}在{on}没有施行（有效期间：{periods}）。",
            f"{short} was not in force on {on} (in force: {periods}).",
        )
    return version


def _must_exist(version: Version, text: Text | None, label: str) -> None:
    number = int(label.partition("之")[0])
    exists = label in text.articles if text and text.complete else version.has(number)
    if exists is False or ("之" in label and exists is not None and not (text and label in text.articles)):
        last = f"（最后一条是第{max(version.articles)}条）" if version.articles else ""
        raise UsageError(
            f"{version.name}没有{article_name(label)}{last}。",
            f"{version.name} has no article {label}.",
        )


def shown(label: str, text: str, reference: Reference, title: str) -> Article:
    """One article, cut to the 款 and 项 that the reference names; UsageError where there is no such part."""
    name = article_name(label)
    if (reference.paragraph is None and reference.item is None) or len(reference.articles) > 1:
        return Article(name, text)
    part = statutes.part(text, reference.paragraph, reference.item)
    named = "".join(
        f"第{value}{unit}" for value, unit in ((reference.paragraph, "款"), (reference.item, "项")) if value
    )
    if part is None:
        raise UsageError(
            f"{title}{name}没有可以确定的{named}。", f"{title} article {label} has no such part ({named})."
        )
    return Article(f"{name}{named}", text, part)


def _found(
    version: Version, text: Text, articles: list[Article], notes: list[Note], since: date | None = None
) -> Found:
    return Found(
        statute=version.name,
        title=text.title,
        valid_from=since or text.valid_from,
        valid_until=_end(version, text),
        source=text.source,
        issued_by=text.issued_by,
        history=text.history,
        complete=text.complete,
        articles=articles,
        notes=notes,
    )


def _end(version: Version, text: Text) -> date | None:
    later = [other.valid_from for other in version.texts if other.valid_from > text.valid_from]
    return later[0] - timedelta(days=1) if later else version.valid_until


def _overview(version: Version, text: Text | None, notes: list[Note]) -> Found:
    rows = []
    for other in statutes.of_name(version.base):
        count = None if other.articles is None else len(other.articles)
        texts = [
            f"{t.valid_from}起的条文{len(t.articles)}条" + ("" if t.complete else "（部分）")
            for t in other.texts
        ]
        row = {"name": other.name, "valid_from": other.valid_from, "valid_until": other.valid_until}
        rows.append({**row, "articles": count, "texts": texts})
    if text is None:
        notes.append(("没有收录这一版本的条文。", "No text of this version is shipped."))
        return Found(
            version.name,
            version.title,
            version.valid_from,
            version.valid_until,
            "",
            versions=rows,
            notes=notes,
        )
    articles = [Article(article_name(label), body) for label, body in text.articles.items()]
    found = _found(version, text, articles, notes)
    return Found(**{**found.__dict__, "versions": rows})


def _no_text(version: Version, text: Text | None, reference: Reference, on: date | None) -> NoText:
    which = "、".join(map(article_name, reference.articles))
    period = f"{version.valid_from}至{version.valid_until or '今'}"
    later = [t for t in version.texts if on and t.valid_from > on]
    hint = ("有原文的，可用 --from 文件夹 加入。", "Add a text of your own with --from FOLDER.")
    if later:
        first = later[0].valid_from
        hint = (f"收录的最早条文自{first}起施行（--on {first}）。", f"The earliest text is of {first}.")
    sure = "存在，但" if version.articles is not None else "是否存在未核实，"
    return NoText(
        f"{version.name}（{period}）{which}{sure}没有收录{'该日施行的' if later else ''}条文。{hint[0]}",
        f"{version.name} ({period}) {which}: no text is shipped{' for that day' if later else ''}. "
        + hint[1],
    )


def _current_from_index(
    version: Version, reference: Reference, on: date | None, index: Index | None
) -> Found | None:
    """The index has one version of most statutes: it answers for today's law, and for what had only one."""
    ended_unchanged = version.valid_until is not None and len(statutes.of_name(version.base)) == 1
    if index is None or not (ended_unchanged or (on is None and version.valid_until is None)):
        return None
    return index.find(Reference(version.title, reference.articles, reference.paragraph, reference.item), None)


def _from_index(reference: Reference, on: date | None, index: Index | None) -> Found:
    if index is not None and (found := index.find(reference, on)):
        return found
    names = statutes.all_names() + (index.names() if index else [])
    plain = statutes.plain(reference.statute)
    close = [n for n in names if len(plain) > 1 and plain in n][:3] or get_close_matches(
        plain, names, n=3, cutoff=0.5
    )
    hint = f"，是否指：{'、'.join(dict.fromkeys(close))}" if close else ""
    more = "" if index else "；lexcalc law --install-index 可安装全部国家法律的索引"
    raise UsageError(
        f"没有收录名为“{reference.statute[:40]}”的法规{hint}{more}。",
        f"No statute is called {reference.statute[:40]!r}"
        + (f"; close: {', '.join(close)}" if close else "")
        + ("." if index else "; lexcalc law --install-index adds all national statutes."),
    )
