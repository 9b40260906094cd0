"""Build a statute index from a folder of Markdown texts, such as a clone of a public library of laws.

A text is a ``#`` title, then articles that begin with ``第N条``; a day in the file's name or in the lines
before the first article is that of the version. Whether it is in force is not known, so no citation is judged
by it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from lexcalc import money
from lexcalc.errors import UsageError
from lexcalc.law.statutes import article_starts

MAX_FILES = 20_000
MAX_BYTES = 2_000_000
UNKNOWN = "时效未注明"
_TITLE = re.compile(r"^#[ \u3000]+(.{2,100}?)\s*$", re.M)
_NAME_DAY = re.compile(r"[(（](\d{4}-\d\d-\d\d)[)）]")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HEADING = re.compile(r"^#.*$", re.M)
_TABLES = (
    "CREATE TABLE IF NOT EXISTS laws (law_id TEXT PRIMARY KEY, law_name TEXT NOT NULL,"
    " issuing_body TEXT, effective_date TEXT, version_date TEXT, status TEXT)",
    "CREATE TABLE IF NOT EXISTS articles (id INTEGER PRIMARY KEY, law_id TEXT NOT NULL,"
    " law_name TEXT NOT NULL, status TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT)",
    "CREATE INDEX IF NOT EXISTS idx_articles_law ON articles(law_id)",
)


def add(folder: Path, database: Path) -> int:
    """Add every statute of a folder to a database, replacing earlier ones of the same name and day."""
    count = 0
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in _TABLES:
            connection.execute(statement)
        seen: set[str] = set()
        for title, day, articles in _texts(folder):
            law_id = f"md:{title}:{day}"
            if law_id not in seen:  # the parts of a code lie in several files under one title
                seen.add(law_id)
                connection.execute("DELETE FROM articles WHERE law_id = ?", (law_id,))
                connection.execute(
                    "INSERT OR REPLACE INTO laws (law_id, law_name, version_date, effective_date, status,"
                    " issuing_body) VALUES (?, ?, ?, NULL, ?, '')",
                    (law_id, title, day, UNKNOWN),
                )
            connection.executemany(
                "INSERT INTO articles (law_id, law_name, status, article_no, article_no_arabic, article_text)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [(law_id, title, UNKNOWN, written, number, text) for written, number, text in articles],
            )
        count = len(seen)
    if not count:
        raise UsageError(f"{folder} 中没有法规文本。", f"There are no statute texts in {folder}.")
    return count


def _texts(folder: Path) -> Iterator[tuple[str, str, list[tuple[str, int, str]]]]:
    for number, path in enumerate(sorted(folder.rglob("*.md"))):
        if number >= MAX_FILES or path.is_symlink() or path.stat().st_size > MAX_BYTES:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        title, starts = _TITLE.search(text), article_starts(text)
        if title is None or not starts or title.start() > starts[0].start():
            continue
        ends = [*(start.start() for start in starts[1:]), len(text)]
        articles = []
        for start, end in zip(starts, ends, strict=True):
            value = money.numeral(start[1])
            if value is not None:
                body = _HEADING.split(text[start.end() : end])[0]
                articles.append((start[0].strip(), int(value), body.strip().replace("\n\n", "\n")))
        yield title[1], _day(path.name, text[: starts[0].start()]), articles


def _day(name: str, head: str) -> str:
    if match := _NAME_DAY.search(name):
        return match[1]
    days = [f"{int(y)}-{int(m):02}-{int(d):02}" for y, m, d in _DAY.findall(head)]
    return max(days, default="")
