"""Case files as streams of rows: JSON lines, CSV, XLSX, a folder of documents, standard input."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from lexcalc.batch.cases import FIELDS, Row
from lexcalc.batch.documents import SUFFIXES, document_text
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.textio import MARKS, printable, reads_as_chinese

MAX_LINE = 8_000_000  # a text of 1 MB written in JSON escapes still fits
_CHUNK = 1 << 16
_IGNORED_SHOWN = 20


@dataclass
class Source:
    """Where cases come from; ``total`` is the size in the units of :attr:`Row.end`, None where unknown.

    ``ignored`` names the columns or files that mean nothing here, so that the user is told of them.  A table
    must have the column ``needs``.
    """

    rows: Iterator[Row]
    total: int | None = None
    needs: str = "question"
    ignored: dict[str, None] = field(default_factory=dict)

    def ignore(self, name: str) -> None:
        """Remember a column or file that is not used."""
        if len(self.ignored) < _IGNORED_SHOWN:
            self.ignored[printable(name)[:40]] = None


class _Lines(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


def open_source(path: str, needs: str = "question") -> Source:
    """The rows of a case file, a folder or standard input (``-``), read as they are asked for.

    UsageError where nothing of it can be read; a bad row is a row that holds its error.
    """
    if path == "-":
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise UsageError("标准输入已关闭。", "Standard input is closed.")
        source = Source(iter(()))
        source.rows = _json_rows(stream, source)
        return source
    place, shown = Path(path), printable(path)
    if place.is_dir():
        return _folder(place)
    readers = {".jsonl": _json_rows, ".ndjson": _json_rows, ".json": _json_rows, ".csv": _csv_rows}
    readers |= {".tsv": _csv_rows, ".xlsx": _xlsx_rows}
    reader = readers.get(place.suffix.lower())
    if not place.exists():
        raise UsageError(f"找不到 {shown}。", f"There is no {shown}.")
    if reader is None:
        raise UsageError(
            f"{shown} 不是案件表：应为 .jsonl、.csv、.tsv、.xlsx，或放 txt、md、docx、pdf 的文件夹"
            "（单个案情用 lexcalc ask -f）。",
            f"{shown} is no case file: .jsonl, .csv, .tsv, .xlsx, or a folder of txt, md, docx, pdf is "
            "expected (for one case: lexcalc ask -f).",
        )
    stream = place.open("rb")
    source = Source(iter(()), os.fstat(stream.fileno()).st_size, needs)
    source.rows = _named_in_errors(shown, reader(stream, source), stream)
    return source


def _named_in_errors(shown: str, rows: Iterator[Row], stream: BinaryIO) -> Iterator[Row]:
    with closing(stream):
        try:
            yield from rows
        except UsageError as error:  # several files may be read by a command
            raise UsageError(f"{shown}：{error.zh}", f"{shown}: {error.en}") from None


def _where(number: int) -> tuple[str, str]:
    return f"第{number}行：", f"line {number}: "


def _marked(stream: BinaryIO) -> _Lines:
    """The stream as lines of UTF-8 where a byte order mark says that it is UTF-16 or UTF-32."""
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    encoding = next((name for mark, name in MARKS if head.startswith(mark)), None)
    return stream if encoding in (None, "utf-8-sig") else _Recoded(stream, encoding)


class _Recoded:
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.text = io.TextIOWrapper(stream, encoding, errors="surrogatepass", newline="\n")

    def readline(self, size: int = -1, /) -> bytes:
        try:
            return self.text.readline(size).encode("utf-8", "surrogatepass")
        except UnicodeError:
            raise UsageError(
                "文件的编码中途出错，请另存为 UTF-8。", "the encoding breaks off; save the file as UTF-8."
            ) from None


def _lines(stream: _Lines) -> Iterator[tuple[int, str | LexcalcError, int]]:
    """Numbered lines, decoded each by itself, and how many bytes were read; never more than one in memory."""
    number = end = 0
    while piece := stream.readline(MAX_LINE + 1):
        number, end = number + 1, end + len(piece)
        line: str | LexcalcError
        if len(piece) > MAX_LINE:
            while piece and not piece.endswith(b"\n"):
                piece = stream.readline(_CHUNK)
                end += len(piece)
            line = UsageError("这一行太长，上限是 8 MB。", "the line is too long; up to 8 MB is read.")
        else:
            line = _decoded(piece)
        yield number, line, end


def _decoded(data: bytes) -> str | LexcalcError:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or reads_as_chinese(text):
            return text
    return UsageError("编码无法识别，请存为 UTF-8。", "the encoding is not known; save the file as UTF-8.")


def _json_rows(stream: BinaryIO, source: Source) -> Iterator[Row]:
    from lexcalc.law.facts import vocabulary

    known = FIELDS.keys() | vocabulary().keys()
    for number, line, end in _lines(_marked(stream)):
        if isinstance(line, str) and not line.strip():
            continue
        data = _object(line) if isinstance(line, str) else line
        if isinstance(data, Mapping):
            for name in data:
                if name not in known:
                    source.ignore(name)
        yield Row(number, end, _where(number), data)


def _object(line: str) -> Mapping[str, Any] | LexcalcError:
    try:
        # Numbers stay as they are written: no amount passes through a binary float.
        data = json.loads(line, parse_float=str, parse_int=str, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        at = f"（第 {error.colno} 个字符附近）" if isinstance(error, json.JSONDecodeError) else ""
        return UsageError(f"不是有效的 JSON{at}。", "this is no valid JSON.")
    if not isinstance(data, dict):
        return UsageError("不是 JSON 对象（{…}）。", "this is no JSON object ({…}).")
    return data


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _csv_rows(stream: BinaryIO, source: Source) -> Iterator[Row]:
    csv.field_size_limit(MAX_LINE)
    state = {"number": 0, "end": 0}
    bad: dict[int, LexcalcError] = {}  # of the row being read

    def texts() -> Iterator[str]:
        for number, line, end in _lines(_marked(stream)):
            state["number"], state["end"] = number, end
            if not isinstance(line, str):
                bad[number] = line
                line = "\n"
            yield line.replace("\0", "\ufffd")  # the reader of a broken row must go on behind it

    lines = texts()
    first = next(lines, "")
    mark = next((mark for mark in (",", "\t", ";", "，") if mark in first), ",")
    header = next(csv.reader([first], delimiter=mark), [])
    if bad:
        raise bad.popitem()[1]
    names = _header(header, source)
    reader = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        begin = state["number"] + 1
        data: Mapping[str, Any] | LexcalcError
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            data = UsageError("引号没有配对，或一格太长。", "a quote is not closed, or a cell is too long.")
        else:
            if not bad and not any(cell.strip() for cell in cells):
                continue
            data = bad.popitem()[1] if bad else _named(names, cells)
        bad.clear()
        yield Row(begin, state["end"], _where(begin), data)


def _header(cells: Iterable[Any], source: Source) -> list[str]:
    """The names of the columns; one of them must be what the source needs, such as the case text."""
    from lexcalc.law.facts import vocabulary

    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    if source.needs not in (FIELDS.get(name) for name in names):
        either = [name for name, field in FIELDS.items() if field == source.needs][:2]
        raise UsageError(
            f"第一行应是表头，其中一列是 {' 或 '.join(either)}。",
            f"The first row must be a header with a column {' or '.join(either)}.",
        )
    for name in names:
        if name and name not in FIELDS and name not in vocabulary():
            source.ignore(name)
    return names


def _named(names: list[str], cells: list[str]) -> Mapping[str, Any] | LexcalcError:
    if any(cell.strip() for cell in cells[len(names) :]):
        return UsageError(
            "这一行的格数多于表头（案情中有逗号时要加引号）。",
            "the row has more cells than the header (a text with commas must be quoted).",
        )
    found: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and not found.get(name):
            found[name] = cell
    return found


def _xlsx_rows(stream: BinaryIO, source: Source) -> Iterator[Row]:
    from lexcalc.batch.workbooks import sheet_rows

    rows = sheet_rows(stream)
    source.total = next(rows)  # type: ignore[assignment]
    names: list[str] = []
    for number, cells in enumerate(rows, 1):
        if not any(cells):
            continue
        if not names:
            names = _header(cells, source)
            continue
        yield Row(number, number, _where(number), _named(names, cells))
    if not names:
        _header([], source)


def _folder(folder: Path) -> Source:
    names, others = [], []
    for entry in os.scandir(folder):
        if entry.name.startswith((".", "~$")):
            continue
        known = os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file()
        (names if known else others).append(entry.name)
    if not names:
        shown = printable(str(folder))
        raise UsageError(
            f"{shown} 中没有 txt、md、docx、pdf 文件。", f"{shown} holds no txt, md, docx or pdf files."
        )
    source = Source(iter(()), len(names))
    for name in sorted(others):
        source.ignore(name)
    source.rows = _documents(folder, sorted(names))
    return source


def _documents(folder: Path, names: list[str]) -> Iterator[Row]:
    for number, name in enumerate(names, 1):
        shown = printable(name.encode("utf-8", "replace").decode())
        try:
            data: Mapping[str, Any] | LexcalcError = {"question": document_text(folder / name)}
        except LexcalcError as error:
            data = error
        yield Row(number, number, (f"{shown}：", f"{shown}: "), data, id=shown)
