"""The workbook: formulas that compute to the report's amounts, and texts that never become formulas."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from lexcalc import pipeline
from lexcalc.case.model import Fact
from lexcalc.contract import AskedOut, FactOut
from lexcalc.law import load_rulebook
from lexcalc.report import xlsx
from lexcalc.report.bill import bill
from tests.law.cases import all_cases, build
from tests.report.sample import sample
from tests.report.sheet import values
from tests.report.test_html import CASE, PAYLOADS

ROOT = Path(__file__).resolve().parents[2]
TRAFFIC = (ROOT / "examples" / "traffic.txt").read_text(encoding="utf-8")
DEV = [
    json.loads(line)["question"]
    for line in (ROOT / "benchmarks/data/lexnum_dev.jsonl").read_text(encoding="utf-8").splitlines()[::9]
]
FIRST = 4  # the row of the first line and the first fact


def book(report, lang="zh"):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, lang)))


def total_row(report) -> int:
    owed = bill(report)
    return FIRST + len(report.assessment.items) + bool(owed.counted is not None and owed.deducted)


def amount(found, row: int):
    return found["清单", f"F{row}"]


@pytest.mark.parametrize("question", [CASE, TRAFFIC, *DEV], ids=lambda q: q[:8])
def test_every_amount_and_the_total_compute_to_the_report(question):
    report = pipeline.assess(question)
    workbook = book(report)
    found = values(workbook)
    for row, item in enumerate(report.assessment.items, FIRST):
        assert workbook["清单"][f"F{row}"].data_type == "f", item.formula
        assert amount(found, row) == Fraction(item.amount)
    if report.verdict.answer is not None:
        assert workbook["清单"][f"F{total_row(report)}"].value.startswith(("=SUM(", "=MAX("))
        assert amount(found, total_row(report)) == Fraction(report.verdict.answer)


def test_a_changed_fact_moves_what_the_sheet_says_it_moves():
    report = pipeline.assess(TRAFFIC)
    workbook = book(report)
    row = FIRST + [fact.name for fact in report.facts].index("医疗费")
    assert workbook["事实"][f"B{row}"].value == 46380
    assert workbook["事实"][f"F{row}"].value.startswith("随之变动：医疗费、交强险医疗赔付、商业三者险赔付")
    workbook["事实"][f"B{row}"].value = 56380
    again = pipeline.assess(TRAFFIC, facts=[Fact("医疗费", Fraction(56380), "user")])
    assert amount(values(workbook), total_row(report)) == Fraction(again.verdict.answer)


def test_a_fact_behind_a_fixed_quantity_says_so():
    report = pipeline.assess(TRAFFIC)
    row = FIRST + [fact.name for fact in report.facts].index("年龄")
    said = book(report)["事实"][f"F{row}"].value
    assert said.startswith("不随之变动") and "残疾赔偿金" in said and "商业三者险赔付" in said


@pytest.mark.parametrize(
    ("formula", "substituted", "amount_"),
    [
        ("补助金", "约3.3333 × 3", "10.00"),  # a value that was cut
        ("逐段合计(工资)", "工资（3项）", "900.00"),
        ("月数 × 工资", "2 × 3", "7.00"),  # does not compute to the amount
        ("月数 × 工资", "2 + 3", "5.00"),
        ("甲 ÷ 乙", "1 ÷ 0", "0.00"),
        ("=HYPERLINK(1)", "=1+1", "2.00"),
        ("(" * 60 + "甲" + ")" * 60, "1", "1.00"),
    ],
)
def test_what_cells_cannot_compute_is_a_fixed_value(formula, substituted, amount_):
    report = sample()
    line = report.assessment.items[0]
    line.formula, line.substituted, line.amount = formula, substituted, amount_
    report.verdict.answer = amount_
    workbook = book(report)
    assert workbook["清单"]["F4"].data_type == "n" and "定值" in workbook["清单"]["I4"].value
    assert amount(values(workbook), 4) == amount(values(workbook), 5) == Fraction(amount_)


@pytest.mark.parametrize(
    ("formula", "substituted", "result"),
    [
        ("甲 × 乙 ÷ 3", "100 × 1/3 ÷ 3", "11.11"),
        ("clamp(甲, 乙, 丙)", "clamp(1,000, 2,000, 3,000)", "2000.00"),
        ("max(甲 - 乙, 0) + 70%", "max(1 - 2, 0) + 70%", "0.70"),
        ("甲 × 0.5", "0.01 × 0.5", "0.01"),  # half a 分 is rounded up
        ("甲 - (乙 - 丙)", "10 - (5 - 2)", "7.00"),
        ("-甲 + 乙", "-1 + 2", "1.00"),
        ("表[级别] × 工资", "7 × 1,000", "7000.00"),
    ],
)
def test_formulas_compute_exactly(formula, substituted, result):
    report = sample()
    line = report.assessment.items[0]
    line.formula, line.substituted, line.amount = formula, substituted, result
    report.verdict.answer = result
    workbook = book(report)
    assert workbook["清单"]["F4"].data_type == "f"
    assert amount(values(workbook), 4) == amount(values(workbook), 5) == Fraction(result)


def test_what_was_paid_is_a_cell_of_the_total():
    report = sample(asked=AskedOut(heads=["经济补偿"], deduct_paid=True))
    report.verdict.answer = "100000.00"
    found = values(book(report))
    assert amount(found, 5) == 7100 and amount(found, 6) == 100000


def test_without_an_answer_there_is_no_total():
    report = pipeline.calc(["经济补偿"])
    sheet = book(report)["清单"]
    assert sheet["F4"].value is None and "不能确定" in sheet["I4"].value


def test_an_answer_that_is_no_sum_of_lines_is_a_fixed_value():
    report = sample()
    report.verdict.answer = "99999.00"
    workbook = book(report)
    assert workbook["清单"]["F5"].value == 99999 and "定值" in workbook["清单"]["I5"].value


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "#REF!", "TRUE", "1e9"]
)
def test_no_text_becomes_a_formula(payload):
    report = sample(id=payload, question=payload)
    report.facts = [
        FactOut(name=payload, value="x" + payload, unit=payload, source="text", span=(0, len(payload)))
    ]
    report.assessment.items[0].head = report.assessment.items[0].payer = payload
    report.assessment.items[0].explanation = payload
    report.assessment.notes = report.assessment.missing = [payload]
    report.assessment.dates = report.assessment.statistics = {payload: payload}
    data = xlsx.render(report)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.column_letter in "BF" and payload not in cell.value
                elif cell.data_type == "s":
                    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        assert not [name for name in archive.namelist() if "externalLink" in name]


def test_money_is_written_as_numbers_with_two_decimals():
    report = sample()
    report.assessment.items[0].formula = "不能读 的"
    report.assessment.items[0].amount = report.verdict.answer = "123456789012.35"
    cell = book(report)["清单"]["F4"]
    assert str(cell.value) == "123456789012.35" and cell.number_format == "#,##0.00"


def test_english_labels_keep_the_names_of_the_sheets():
    workbook = book(sample(), "en")
    assert workbook.sheetnames == ["清单", "事实", "说明"] and workbook["清单"]["B3"].value == "Head"


def report_of(case, *given: Fact):
    """The report of a case of tests/cases, with facts changed."""
    built = build(case["scenario"], **case["asked"], **case["facts"])
    for fact in given:
        built.supply(fact)
    options = (case.get("on"), case.get("trial_date"), case.get("region"))
    return pipeline._report(pipeline._apply(built, load_rulebook(), *options), None, id=case["name"])


CASES = all_cases()
SAMPLED = [*CASES[::40], *(case for case in CASES if case["file"] == "tc_shared_limits.yaml")][::2]


@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case["name"])
def test_what_is_said_to_follow_follows_the_rules(case):
    report = report_of(case)
    data = xlsx.render(report)
    for row, fact in enumerate(report.facts, FIRST):
        workbook = openpyxl.load_workbook(io.BytesIO(data))
        sheet = workbook["事实"]
        said = sheet[f"F{row}"].value or ""
        if report.verdict.answer is None or not said.startswith("随之变动："):
            continue
        value = Fraction(fact.value) * 9 / 10
        sheet[f"B{row}"].value = f"={value.numerator}/{value.denominator}"
        again = report_of(case, Fact(fact.name, value, "user"))
        found = values(workbook)
        truth = {item.head: item for item in again.assessment.items}
        heads = said.removeprefix("随之变动：").partition("；")[0].split("、")
        for line, item in enumerate(report.assessment.items, FIRST):
            now = truth.get(item.head)
            if item.head in heads and now and now.formula == item.formula:  # else another way applies
                assert amount(found, line) == Fraction(now.amount), (fact.name, item.head)
