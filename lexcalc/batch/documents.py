"""The text of one document: txt, md, docx, pdf; whatever is wrong with it is one sentence."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.textio import MAX_BYTES, printable, read_file

SUFFIXES = (".txt", ".md", ".docx", ".pdf")
MAX_DOCUMENT = 50_000_000  # bytes of a docx or pdf, and of what is packed in a docx
MAX_PAGES = 500
# A line of a page that does not end a sentence goes on in the next one.
_WRAPPED = re.compile(r"(?<=[^\s。！？；：.!?;:])[ \t]*\n[ \t]*(?=\S)")


def document_text(path: Path) -> str:
    """The text of a document, not yet cleaned; UsageError when it has none or cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in (".docx", ".pdf"):
        return read_file(path)
    try:
        if path.stat().st_size > MAX_DOCUMENT:
            raise UsageError("文件太大，上限是 50 MB。", "the file is too large; up to 50 MB is read.")
        text = _within(_docx(path) if suffix == ".docx" else _pdf(path))
    except LexcalcError:
        raise
    except Exception as error:  # parsers of foreign formats fail in many ways; each is this document's
        kind = type(error).__name__
        raise UsageError(
            f"无法读取，文件可能已损坏（{kind}）。", f"it cannot be read, it may be damaged ({kind})."
        ) from None
    if not text.strip():
        raise UsageError(
            "没有文字，可能是扫描件，请先做文字识别。", "it holds no text; a scan must be recognised first."
        )
    return _WRAPPED.sub("", printable(text)) if suffix == ".pdf" else text


def _within(parts: Iterator[str]) -> str:
    """The parts joined by line ends, refused as soon as they are longer than any case."""
    kept, length = [], 0
    for part in parts:
        length += len(part)
        if length > MAX_BYTES:
            raise UsageError("文字太长，上限是 1 MB。", "the text is too long; up to 1 MB is read.")
        kept.append(part)
    return "\n".join(kept)


def _docx(path: Path) -> Iterator[str]:
    check_archive(path)
    import docx
    from docx.table import Table

    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "，".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
        else:
            yield block.text


def check_archive(path: Path | object) -> None:
    """Refuse an Office file that would unpack to far more than any table or document needs."""
    with zipfile.ZipFile(path) as archive:  # type: ignore[arg-type]
        if sum(part.file_size for part in archive.infolist()) > 10 * MAX_DOCUMENT:
            raise UsageError("文件解压后太大。", "the file unpacks to too much data.")


def _pdf(path: Path) -> Iterator[str]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote what it reads
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UsageError("PDF 已加密。", "the PDF is encrypted.")
    if len(reader.pages) > MAX_PAGES:
        raise UsageError(f"PDF 超过 {MAX_PAGES} 页。", f"the PDF has more than {MAX_PAGES} pages.")
    for page in reader.pages:
        yield page.extract_text()
