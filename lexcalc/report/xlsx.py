"""A report as a workbook whose amounts are computed in cells: 清单 (lines and total), 事实 (inputs), 说明.

Only formulas that :mod:`lexcalc.report.cells` has built and checked are written as formulas; every text is
written as text, so that nothing in a case can become one.  What the rules worked out and a sheet cannot work
out again is marked, and each fact says which amounts follow when it is changed, and which do not.
"""

from __future__ import annotations

import functools
import io
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lexcalc.contract import Report
from lexcalc.money import plain, yuan
from lexcalc.report import cells, links, messages
from lexcalc.report.bill import bill
from lexcalc.report.messages import tr
from lexcalc.report.workings import Places, Workings
from lexcalc.textio import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LINES, FACTS, NOTES = "清单", "事实", "说明"  # in every language: formulas name them
_MONEY = "#,##0.00"
_LONGEST = 32_000  # characters of a cell; Excel takes 32,767
_FIRST = 4  # the row of the first line and the first fact
_AMOUNT = "F"
_LINE, _HIGHEST = 15, 405  # points of a line of text and of the highest row


def render(report: Report, lang: str | None = None) -> bytes:
    """The workbook; ``lang`` defaults to the language of the process."""
    from openpyxl import Workbook

    book = Workbook()
    _Writer(report, book, lang or messages.language()).write()
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, report: Report, book: Any, lang: str) -> None:
        self.report, self.book = report, book
        self.tr = functools.partial(tr, lang=lang)
        self.word = functools.partial(messages.word, lang=lang)
        self.lang = lang
        self.lines: Worksheet = book.active
        self.lines.title = LINES
        self.facts: Worksheet = book.create_sheet(FACTS)
        self.notes: Worksheet = book.create_sheet(NOTES)
        places = Places(
            facts=f"{FACTS}!$B$",
            first_fact=_FIRST,
            amounts=f"{LINES}!${_AMOUNT}$",
            first_line=_FIRST,
            first_quantity=self._first_quantity,
        )
        self.places, self.workings = places, Workings(report, places)

    def write(self) -> None:
        self._lines()
        self._facts()
        self._notes()
        book = self.book
        book.properties.creator, book.properties.title = "lexcalc", LINES
        book.calculation.fullCalcOnLoad = True

    def _lines(self) -> None:
        tr, sheet = self.tr, self.lines
        self._title(sheet, tr("赔偿项目清单", "Schedule of compensation"))
        names = [
            tr("序号", "No."),
            self.word("head"),
            tr("承担方", "Payer"),
            self.word("formula"),
            self.word("substituted"),
            self.word("amount"),
            self.word("basis"),
            tr("是否核实", "Confirmed"),
            tr("说明", "Remark"),
        ]
        self._header(sheet, names, (6, 20, 14, 34, 30, 16, 26, 10, 44))
        for index, item in enumerate(self.report.assessment.items):
            row = _FIRST + index
            formula = self.workings.lines[index].formula
            remark = [item.explanation] if item.explanation else []
            if formula is not None:
                self._formula(sheet, row, f"ROUND({formula},2)")
            else:
                self._money(sheet, row, Fraction(item.amount))
                remark.append(tr("由规则算出的定值，不随单元格变动", "a fixed value worked out by the rules"))
            confirmed = self.word("confirmed" if item.confirmed else "unconfirmed")
            texts = (item.head, item.payer or "", item.formula, item.substituted)
            self._number(sheet, f"A{row}", Fraction(index + 1))
            for column, text in zip("BCDE", texts, strict=True):
                self._text(sheet, f"{column}{row}", text)
            for column, text in zip(
                "GHI", ("\n".join(item.citations), confirmed, "；".join(remark)), strict=True
            ):
                self._text(sheet, f"{column}{row}", text)
        self._total(_FIRST + len(self.report.assessment.items))
        self._heights(sheet)

    def _total(self, row: int) -> None:
        from openpyxl.styles import Font

        tr, sheet, owed = self.tr, self.lines, bill(self.report)
        label, remark = tr("合计", "Total"), ""
        if owed.total is None:
            remark = tr(
                "事实不足或须酌定，暂不能确定应付数额，见“说明”。",
                "No amount yet: facts are missing or it is left to the judge, see 说明.",
            )
        elif owed.counted is None:
            self._money(sheet, row, owed.total)
            remark = tr(
                "所问金额，由规则算出的定值", "the amount asked for, a fixed value worked out by the rules"
            )
        else:
            summed = self.places.total(list(owed.counted))
            if owed.deducted:
                self._text(sheet, f"B{row}", tr("减：已付款", "less: already paid"))
                self._money(sheet, row, owed.deducted, entered=True)
                summed, row = f"MAX(0,{summed}-{_AMOUNT}{row})", row + 1
            if len(owed.counted) < len(self.report.assessment.items):
                label = tr("所问金额", "Amount asked for")
                remark = " + ".join(self.report.assessment.items[i].head for i in owed.counted)
            self._formula(sheet, row, summed)
        self._text(sheet, f"B{row}", label)
        self._text(sheet, f"I{row}", remark)
        for column in f"B{_AMOUNT}":
            sheet[f"{column}{row}"].font = Font(bold=True)

    @property
    def _first_quantity(self) -> int:
        return _FIRST + len(self.report.facts) + 2  # after a blank row and a heading

    def _facts(self) -> None:
        tr, sheet, report = self.tr, self.facts, self.report
        self._title(sheet, self.word("facts"))
        names = (
            self.word("fact"),
            self.word("value"),
            tr("单位", "Unit"),
            self.word("source"),
            tr("案情原文", "Words of the case"),
            tr("改动后", "When changed"),
        )
        self._header(sheet, names, (26, 18, 8, 12, 34, 52))
        for index, fact in enumerate(report.facts):
            row, number = _FIRST + index, links.number_of(fact)
            self._text(sheet, f"A{row}", fact.name)
            if number is None:
                self._text(sheet, f"B{row}", fact.value)
            else:
                self._number(sheet, f"B{row}", number, entered=True)
            words = report.question[slice(*fact.span)] if fact.span else ""
            source = tr(*messages.SOURCE[fact.source])
            effect = self._effect(*self.workings.effect(index))
            for column, text in zip("CDEF", (fact.unit, source, words, effect), strict=True):
                self._text(sheet, f"{column}{row}", text)
        if self.workings.quantities:
            self._quantities()
        row = self._first_quantity + len(self.workings.quantities) + 1
        self._text(sheet, f"A{row}", self._branches(), wrap=False)
        self._heights(sheet)

    def _effect(self, follows: list[str], stays: list[str]) -> str:
        said = [self.tr("随之变动：", "updates ") + "、".join(follows)] if follows else []
        if stays:
            zh = "不随之变动或不完全变动，请用 lexcalc 重算："
            said.append(self.tr(zh, "does not (wholly) update, run lexcalc again: ") + "、".join(stays))
        return "；".join(said) or self.tr(
            "不直接进入公式；改动请用 lexcalc 重算", "in no formula; after a change run lexcalc again"
        )

    def _branches(self) -> str:
        return self.tr(
            "公式只写了本案适用的算法；改动事实后，上限、年限、责任是否仍用同一算法，须用 lexcalc 重算确认。",
            "The formulas hold for the rule that applies to this case; after a change run lexcalc again to "
            "see whether caps, periods and liability are still the same.",
        )

    def _quantities(self) -> None:
        tr, sheet, at = self.tr, self.facts, self._first_quantity
        self._text(sheet, f"A{at - 1}", tr("中间值", "Quantities in between"), bold=True)
        for row, (label, value, source) in enumerate(self.workings.quantities, at):
            self._text(sheet, f"A{row}", label)
            if source.formula is not None:
                sheet[f"B{row}"] = f"={source.formula}"
            else:
                self._number(sheet, f"B{row}", value)
                self._text(sheet, f"F{row}", tr("定值，由规则得出", "fixed, worked out by the rules"))
            self._text(sheet, f"D{row}", tr("规则", "rules"))

    def _notes(self) -> None:
        report, word = self.report, self.word
        status = self.tr(*messages.STATUS[report.verdict.status])
        self._title(self.notes, status)
        rows = [("", reason) for reason in report.verdict.reasons]
        rows += [(word("missing"), line) for line in report.assessment.missing]
        rows += [(word("discretion"), line) for line in report.assessment.discretion]
        rows += [("", note) for note in report.assessment.notes]
        rows += [(name, value) for name, value in report.assessment.statistics.items()]
        rows += [
            (tr(*messages.DATES.get(name, (name, name)), self.lang), day)
            for name, day in report.assessment.dates.items()
        ]
        if any(not item.confirmed for item in report.assessment.items):
            rows.append((word("unconfirmed"), word("unconfirmed_note")))
        rows.append((word("provenance"), report.provenance.rules))
        rows += [(word("model"), report.provenance.model)] if report.provenance.model else []
        rows.append(
            (
                "",
                self.tr(
                    "这不是法律意见，使用前请核对事实和法条。", "No legal advice; check facts and articles."
                ),
            )
        )
        for row, (name, text) in enumerate(rows, 3):
            self._text(self.notes, f"A{row}", name)
            self._text(self.notes, f"B{row}", text)
        self.notes.column_dimensions["A"].width, self.notes.column_dimensions["B"].width = 20, 110
        self._heights(self.notes)

    def _heights(self, sheet: Worksheet) -> None:
        """Room for wrapped text: not every program makes it by itself."""
        for row in sheet.iter_rows(min_row=_FIRST - 1):
            lines = 1
            for cell in row:
                if cell.data_type == "s" and cell.alignment.wrap_text:
                    width = int(sheet.column_dimensions[cell.column_letter].width)
                    lines = max(
                        lines, sum(-(-_columns(part) // width) or 1 for part in cell.value.split("\n"))
                    )
            sheet.row_dimensions[row[0].row].height = min(lines * _LINE, _HIGHEST)

    def _title(self, sheet: Worksheet, text: str) -> None:
        from openpyxl.styles import Font

        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._text(sheet, "A1", text, wrap=False)
        sheet["A1"].font = Font(bold=True, size=14)

    def _header(self, sheet: Worksheet, names: Any, widths: tuple[int, ...]) -> None:
        from openpyxl.styles import Font, PatternFill
        from openpyxl.utils import get_column_letter

        for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
            letter = get_column_letter(column)
            self._text(sheet, f"{letter}{_FIRST - 1}", name)
            sheet[f"{letter}{_FIRST - 1}"].font = Font(bold=True)
            sheet[f"{letter}{_FIRST - 1}"].fill = PatternFill("solid", fgColor="E7EAEE")
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = f"A{_FIRST}"
        sheet.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"

    def _text(self, sheet: Worksheet, where: str, text: str, wrap: bool = True, bold: bool = False) -> None:
        """Text that stays text: also when somebody edits the cell, hence the quote prefix."""
        from openpyxl.styles import Alignment, Font

        if not text:
            return
        cell = sheet[where]
        cell.value = visible(text)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")

    def _number(self, sheet: Worksheet, where: str, value: Fraction, entered: bool = False) -> None:
        from openpyxl.styles import Alignment, Font

        written = cells.literal(value)
        sheet[where] = f"={written}" if "/" in written else Decimal(plain(value))
        sheet[where].alignment = Alignment(vertical="top")
        if entered:
            sheet[where].font = Font(color="0000FF")  # what may be changed, as accountants mark it

    def _money(self, sheet: Worksheet, row: int, value: Fraction, entered: bool = False) -> None:
        self._number(sheet, f"{_AMOUNT}{row}", value, entered)
        sheet[f"{_AMOUNT}{row}"].value = Decimal(yuan(value))
        sheet[f"{_AMOUNT}{row}"].number_format = _MONEY

    def _formula(self, sheet: Worksheet, row: int, formula: str) -> None:
        from openpyxl.styles import Alignment

        cell = sheet[f"{_AMOUNT}{row}"]
        cell.value = f"={formula}"
        cell.number_format = _MONEY
        cell.alignment = Alignment(vertical="top")


def _columns(text: str) -> int:
    """The width of a text in ASCII characters; a Chinese one takes two, and the letters vary a little."""
    return sum(1 if char.isascii() else 2 for char in text) + 2
