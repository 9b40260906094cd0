"""A report as a Word 赔偿项目清单 as a party hands it in: parties, heads, amounts, total in capitals.

What a lawyer must add stands as a line to fill in: lexcalc reads no names.
"""

from __future__ import annotations

import functools
import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lexcalc.contract import ItemOut, Report
from lexcalc.money import grouped
from lexcalc.report import messages
from lexcalc.report.bill import Bill, bill
from lexcalc.report.capital import LIMIT, capital
from lexcalc.report.messages import tr
from lexcalc.textio import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_BODY, _TITLE, _LATIN = "仿宋", "宋体", "Times New Roman"
_BLANK = "＿" * 16
_WIDTHS = (12, 26, 52, 26, 32, 22)  # mm, of the columns; together what A4 leaves
# 民事案件案由规定; where several causes fit, the one above them
_CAUSES = {"EC": "劳动争议", "WC": "工伤保险待遇纠纷", "TC": "机动车交通事故责任纠纷"}
_PARTIES = {"TC": (("原告", "Claimant"), ("被告", "Defendant"))}
_LABOUR = (("申请人（原告）", "Claimant"), ("被申请人（被告）", "Respondent"))


def render(report: Report, lang: str | None = None) -> bytes:
    """The document; ``lang`` defaults to the language of the process."""
    from docx import Document as new

    document = new()
    _Writer(report, document, lang or messages.language()).write()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, report: Report, document: Document, lang: str) -> None:
        self.report, self.document, self.lang = report, document, lang
        self.tr = functools.partial(tr, lang=lang)
        self.word = functools.partial(messages.word, lang=lang)
        self.colon = self.tr("：", ": ")

    def write(self) -> None:
        self._page()
        self._heading()
        owed = bill(self.report)
        self._table(owed)
        self._in_words(owed)
        self._notes()
        self._signature()

    def _page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(25), Mm(20)
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = _LATIN, Pt(12)
        _east_asian(style.element.get_or_add_rPr(), _BODY)
        style.paragraph_format.space_after = Pt(4)
        properties = self.document.core_properties
        properties.author, properties.title = "lexcalc", self._title()
        properties.comments, properties.language = "", "zh-CN" if self.lang == "zh" else "en"
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for piece in (
            self.tr("第 ", "Page "),
            "PAGE",
            self.tr(" 页，共 ", " of "),
            "NUMPAGES",
            self.tr(" 页", ""),
        ):
            _field(footer, piece) if piece.isupper() else footer.add_run(piece)

    def _title(self) -> str:
        return self.tr("赔偿项目清单", "Schedule of Compensation")

    def _heading(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        title = self.document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(self._title())
        run.bold, run.font.size = True, Pt(20)
        _east_asian(run._element.get_or_add_rPr(), _TITLE)
        scenario, dates = self.report.scenario or "", self.report.assessment.dates
        lines = [(self.tr(*names), _BLANK) for names in _PARTIES.get(scenario, _LABOUR)]
        lines.append((self.tr("案号", "Case number"), _BLANK))
        lines.append((self.tr("案由", "Cause of action"), _CAUSES.get(scenario, _BLANK)))
        lines += [(self.tr(*messages.DATES.get(key, (key, key))), day) for key, day in dates.items()]
        if not dates:
            lines.append((self.tr("适用日期", "Governing date"), _BLANK))
        asked = [*self.report.asked.heads, *([self.report.asked.payer] if self.report.asked.payer else [])]
        lines += [(self.word("asked"), self.tr("、", ", ").join(asked))] if asked else []
        for name, value in lines:
            self._paragraph(f"{name}{self.colon}{value}")
        if self.report.verdict.answer is None:
            self._paragraph(self._open(), bold=True)

    def _open(self) -> str:
        return self.tr(
            "未完成：事实不足或须法官酌定，数额尚不能确定（见文末说明）。",
            "Unfinished: facts are missing or it is left to the judge (see the notes).",
        )

    def _table(self, owed: Bill) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        items = self.report.assessment.items
        table = self.document.add_table(rows=1, cols=len(_WIDTHS))
        table.style, table.autofit = "Table Grid", False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        names = (
            self.tr("序号", "No."),
            self.tr("赔偿项目", "Head"),
            self.tr("计算依据与公式", "Basis and formula"),
            self.word("amount"),
            self.tr("法律依据", "Articles"),
            self.tr("承担方", "Payer"),
        )
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            _fill(cell, name, bold=True)
        _repeated(table)
        for number, index in enumerate(owed.losses, 1):
            self._row(table, number, items[index])
        if owed.shares:
            losses = sum((Fraction(items[i].amount) for i in owed.losses), Fraction(0))
            self._sum(table, self.tr("损失小计", "Losses"), grouped(losses))
            for number, index in enumerate(owed.shares, len(owed.losses) + 1):
                self._row(table, number, items[index])
        if owed.counted is not None and owed.deducted:
            self._sum(table, self.tr("减：已付款", "less: already paid"), f"-{grouped(owed.deducted)}")
        label = self.tr("合计", "Total")
        if owed.shares or (owed.counted is not None and len(owed.counted) < len(items)):
            label = self.tr("请求金额", "Amount claimed")
            parts = [items[i].head for i in owed.counted or ()]
            label += f"（{' + '.join(parts)}）" if parts else ""
        self._sum(table, label, self.tr("待定", "open") if owed.total is None else grouped(owed.total))
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Mm(width)  # the grid, by which LibreOffice goes; Word goes by the cells
        for row in table.rows:
            for index, cell in enumerate(row.cells):
                cell.width = Mm(
                    sum(_WIDTHS[:3]) if row.cells[0] is row.cells[2] and index < 3 else _WIDTHS[index]
                )

    def _row(self, table: Table, number: int, item: ItemOut) -> None:
        basis = [item.formula, *([f"= {item.substituted}"] if item.substituted != item.formula else [])]
        basis += item.explanation.split("；") if item.explanation else []
        basis += [] if item.confirmed else [f"（{self.word('unconfirmed')}）"]
        amount = grouped(Fraction(item.amount))
        texts = (
            str(number),
            item.head,
            "\n".join(basis),
            amount,
            "\n".join(item.citations),
            item.payer or "",
        )
        row = table.add_row()
        _whole(row)
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _fill(cell, text, right=column == 3)

    def _sum(self, table: Table, label: str, amount: str) -> None:
        row = table.add_row()
        _whole(row)
        _fill(row.cells[0].merge(row.cells[2]), label, bold=True)
        _fill(row.cells[3], amount, bold=True, right=True)

    def _in_words(self, owed: Bill) -> None:
        if owed.total is None or not 0 <= owed.total < LIMIT:
            return
        figures, words = grouped(owed.total), capital(owed.total)
        zh = f"合计人民币（小写）：¥{figures}；（大写）：{words}"
        self._paragraph(self.tr(zh, f"Total: ¥{figures}; in capitals: 人民币{words}"), bold=True)

    def _notes(self) -> None:
        assessment = self.report.assessment
        notes = [(self.word("missing"), line) for line in assessment.missing]
        notes += [(self.word("discretion"), line) for line in assessment.discretion]
        notes += [
            (self.word("unconfirmed"), f"{item.head}{self.colon}{item.formula} = {item.substituted}")
            for item in assessment.items
            if not item.confirmed
        ]
        if any(not item.confirmed for item in assessment.items):
            notes.append(("", self.word("unconfirmed_note")))
        notes += [("", note) for note in assessment.notes]
        if self.report.verdict.status == "disagrees":  # what the model got wrong is no part of what is filed
            zh = "核验所用的模型推理与上列法定数额或步骤不一致，提交前请复核。"
            notes.append(("", self.tr(zh, "A model's reasoning differs from the amounts above; check them.")))
        notes += (
            [("", self.tr("法规全称：", "Full names: ") + "；".join(full))]
            if (full := self._titles())
            else []
        )
        rules = self.report.provenance.rules[:12]
        zh = f"数额由 lexcalc 依所列事实和法条算出（规则 {rules}），不是法律意见，提交前请核对。"
        en = f"Computed by lexcalc from these facts and articles (rules {rules}); no legal advice, check it."
        notes.append(("", self.tr(zh, en)))
        self._paragraph(self.tr("说明：", "Notes:"), bold=True)
        for number, (name, text) in enumerate(notes, 1):
            self._paragraph(f"{number}. {name + self.colon if name else ''}{text}")

    def _titles(self) -> list[str]:
        """The full names of the statutes that the table cites by their short ones."""
        from lexcalc.law.statutes import statutes

        shorts = (c.rpartition("第")[0] for item in self.report.assessment.items for c in item.citations)
        titles = {short: statutes()[short]["title"] for short in dict.fromkeys(shorts) if short in statutes()}
        return [f"{short}，《{title}》" for short, title in titles.items() if title != short]

    def _signature(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        blank = "＿" * 4
        for index, line in enumerate(
            (
                self.tr("具状人（签名或盖章）：", "Signed: ") + _BLANK,
                self.tr(f"日期：{blank}年{blank[:2]}月{blank[:2]}日", f"Date: {_BLANK}"),
            )
        ):
            paragraph = self._paragraph(line)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.keep_with_next = not index
            paragraph.paragraph_format.space_before = Pt(18)

    def _paragraph(self, text: str, bold: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(visible(text)).bold = bold
        return paragraph


def _east_asian(properties: Any, font: str) -> None:
    """The font of Chinese characters: Word takes it from an attribute of its own."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), _LATIN)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _fill(cell: _Cell, text: str, bold: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(visible(text))
    run.bold, run.font.size = bold, Pt(10)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeated(table: Table) -> None:
    """The first row again on each page."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """A row is not divided between pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _field(paragraph: Paragraph, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
