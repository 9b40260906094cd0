"""The Word paper read back: table, totals in figures and capitals, blanks, fonts, valid XML."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from lexcalc import pipeline
from lexcalc.contract import AskedOut
from lexcalc.report import docx
from tests.report.sample import sample
from tests.report.test_html import CASE, PAYLOADS, harmless


def read(report, lang="zh"):
    return Document(io.BytesIO(docx.render(report, lang)))


def rows(document):
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def text(document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_table_holds_every_line_and_the_total():
    found = rows(read(pipeline.assess(CASE)))
    assert found[0] == ["序号", "赔偿项目", "计算依据与公式", "金额（元）", "法律依据", "承担方"]
    assert found[1][:2] == ["1", "经济补偿"] and found[1][3] == "93,480.00" and found[1][5] == "用人单位"
    assert "9.5 × 9,840" in found[1][2] and "第47条" in found[1][4]
    assert found[-1][1] == "合计" and found[-1][3] == "93,480.00"


def test_the_total_stands_in_figures_and_capitals():
    assert "¥93,480.00；（大写）：玖万叁仟肆佰捌拾元整" in text(read(pipeline.assess(CASE)))


def test_parties_and_signature_are_left_to_fill_in():
    shown = text(read(sample()))
    assert shown.startswith("赔偿项目清单")
    for line in (
        "申请人（原告）：＿",
        "被申请人（被告）：＿",
        "案由：劳动争议",
        "具状人（签名或盖章）：＿",
        "日期：＿",
    ):
        assert line in shown


def test_losses_and_shares_are_not_added_up():
    report = sample(scenario="TC", asked=AskedOut(payer="侵权人"))
    line = report.assessment.items[0]
    report.assessment.items = [
        type(line)(head="医疗费", formula="医疗费", substituted="150,000", amount="150000.00"),
        type(line)(head="交强险赔付", payer="交强险", formula="a", substituted="1", amount="42900.00"),
        type(line)(head="侵权人赔付", payer="侵权人", formula="a", substituted="1", amount="107100.00"),
    ]
    found = rows(read(report))
    assert [row[1] for row in found[1:]] == [
        "医疗费",
        "损失小计",
        "交强险赔付",
        "侵权人赔付",
        "请求金额（侵权人赔付）",
    ]
    assert found[2][3] == "150,000.00" and found[-1][3] == "107,100.00"


def test_what_was_paid_is_taken_off():
    report = sample(asked=AskedOut(heads=["经济补偿"], deduct_paid=True))
    report.verdict.answer = report.assessment.answer = "100000.00"
    found = rows(read(report))
    assert found[-2][1:4:2] == ["减：已付款", "-7,100.00"] and found[-1][3] == "100,000.00"


def test_without_an_answer_there_is_no_total_and_no_capitals():
    document = read(pipeline.calc(["经济补偿"]))
    assert rows(document)[-1][3] == "待定" and "大写" not in text(document)
    assert "未完成" in text(document) and "--set" in text(document)


def test_a4_with_chinese_fonts_a_repeated_header_and_page_numbers():
    document = read(sample())
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "仿宋"
    assert document.paragraphs[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_foreign_text_stays_text_and_the_xml_is_valid(payload):
    report = sample()
    report.assessment.items[0].head = report.assessment.items[0].explanation = payload
    report.assessment.notes = [payload]
    data = docx.render(report)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert "External" not in links
    assert rows(Document(io.BytesIO(data)))[1][1] == harmless(payload)


def test_english_labels():
    document = read(pipeline.assess(CASE), "en")
    assert rows(document)[0][1] == "Head" and "Total: ¥93,480.00" in text(document)


def test_an_amount_that_is_no_whole_yuan():
    report = sample()
    report.assessment.items[0].amount = report.verdict.answer = "1001.01"
    assert "壹仟零壹元零壹分" in text(read(report))
    assert rows(read(report))[-1][3] == "1,001.01" and Fraction(report.verdict.answer) * 100 == 100101
