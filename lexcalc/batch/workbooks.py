"""XLSX in and out by openpyxl, row by row; a cell is data, never a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from lexcalc.batch.documents import check_archive
from lexcalc.errors import UsageError


def sheet_rows(stream: BinaryIO) -> Iterator[Any]:
    """The number of rows (None where the file does not say), then each row of the first sheet as texts."""
    import openpyxl

    try:
        check_archive(stream)
        stream.seek(0)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except UsageError:
        raise
    except Exception:
        raise UsageError("XLSX 文件无法读取，可能已损坏。", "The XLSX file cannot be read.") from None
    yield sheet.max_row
    sheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet short
    for row in sheet.iter_rows(values_only=True):
        yield [_cell(value) for value in row]


def _cell(value: Any) -> str:
    """A cell as the text that a person would have typed: whole numbers without a point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        from decimal import Decimal

        # The shortest decimal that the stored number stands for: what Excel shows, exactly.
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)


def write_sheet(rows: Iterator[list[Any]], stream: BinaryIO, title: str) -> None:
    """Write rows of texts, Decimals and blanks; a text stays a text whatever it begins with."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif value is not None:
                cell.number_format = "#,##0.00"
            cells.append(cell)
        sheet.append(cells)
    book.save(stream)
