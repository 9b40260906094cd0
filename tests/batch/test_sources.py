"""Readers of case files: every format, every kind of bad row."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from lexcalc.batch.cases import BatchCase, case_of
from lexcalc.batch.sources import MAX_LINE, open_source
from lexcalc.errors import UsageError

TEXT = "张某2020年1月1日入职，公司应支付经济补偿多少元？"


def read(path: Path | str, **given: object) -> list[BatchCase]:
    return [case_of(row, given) for row in open_source(str(path)).rows]


def jsonl(tmp_path: Path, *rows: object, encoding: str = "utf-8") -> Path:
    path = tmp_path / "cases.jsonl"
    parts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes("\n".join(parts).encode(encoding))
    return path


def facts(case: BatchCase) -> dict[str, str]:
    return {fact.name: str(fact.value) for fact in case.options["facts"]}


def test_json_lines(tmp_path):
    full = {
        "id": 7,
        "question": TEXT,
        "scenario": "EC",
        "answer": 39930.0,
        "region": "广东",
        "on": "2024-06-30",
        "facts": {"月平均工资": 7260.55, "应付经济补偿": True},
        "style": "exam",
    }
    source = open_source(str(jsonl(tmp_path, full, "", {"案情": TEXT})))
    first, second = (case_of(row, {}) for row in source.rows)
    assert first.error is None and (first.id, first.text) == ("7", TEXT)
    assert first.options["scenario"] == "EC" and first.options["region"] == "广东"
    assert first.options["on"] == date(2024, 6, 30)
    assert facts(first) == {"月平均工资": "145211/20", "应付经济补偿": "True"}
    assert first.gold == {"id": "7", "scenario": "EC", "answer": "39930"}
    assert second.id == "3" and second.gold is None  # named by its line
    assert list(source.ignored) == ["style"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-32"])
def test_encodings_of_json_lines_and_csv(tmp_path, encoding):
    rows = jsonl(tmp_path, {"question": TEXT}, {"question": TEXT}, encoding=encoding)
    assert [c.text for c in read(rows)] == [TEXT, TEXT]
    path = tmp_path / "cases.csv"
    path.write_bytes(f'编号,案情,月平均工资\n甲,"{TEXT}\n第二行",8000\n'.encode(encoding))
    (case,) = read(path)
    assert (case.id, case.text, facts(case)) == ("甲", f"{TEXT}\n第二行", {"月平均工资": "8000"})


BAD = {
    "no json": ("{", "JSON"),
    "an array": ("[1]", "JSON 对象"),
    "nan": ('{"question": NaN}', "JSON"),
    "deep": ("[" * 100_000, "JSON"),
    "no text": ({"id": "x"}, "没有内容"),
    "blank": ({"question": " \u200b"}, "没有内容"),
    "not a text": ({"question": ["a"]}, "文字"),
    "nul": ({"question": "a\x00b"}, "二进制"),
    "surrogate": ('{"question": "a\\ud800"}', "代理字符"),
    "surrogate id": ('{"id": "\\udfff", "question": "a"}', "代理字符"),
    "unknown fact": ({"question": TEXT, "facts": {"月平均薪水": "1"}}, "没有名为"),
    "bad fact": ({"question": TEXT, "facts": {"月平均工资": "很多"}}, "应为"),
    "facts no object": ({"question": TEXT, "facts": "月平均工资=1"}, "facts"),
    "bad date": ({"question": TEXT, "on": "2024-13-01"}, "应为"),
    "bad scenario": ({"question": TEXT, "scenario": "XX"}, "EC"),
    "bad answer": ({"question": TEXT, "answer": "许多"}, "answer"),
    "long id": ({"question": TEXT, "id": "x" * 500}, "太长"),
    "long text": ({"question": "长" * 1_000_001}, "太长"),
    "long line": ('{"question": "' + "x" * (MAX_LINE + 5) + '"}', "太长"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_one_failure_of_one_sentence(tmp_path, name):
    row, word = BAD[name]
    good = {"id": "good", "question": TEXT}
    before, bad, after = read(jsonl(tmp_path, good, row, good))
    assert before.error is None and after.error is None
    assert bad.error is not None and bad.error.zh.startswith("第2行：") and word in bad.error.zh
    assert len(bad.error.zh) < 400 and "\n" not in bad.error.zh
    assert bad.key not in (before.key, after.key)


def test_a_line_in_no_known_encoding(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b'{"question": "\xff\xfe\xfa"}\n' + json.dumps({"question": TEXT}).encode())
    bad, good = read(path)
    assert "编码" in bad.error.zh and good.text == TEXT


def test_control_characters_are_removed(tmp_path):
    (case,) = read(jsonl(tmp_path, {"id": "a\x1b[31m\u202eb", "question": f"\x1b[2J{TEXT}\u202e"}))
    assert (case.id, case.text) == ("ab", TEXT)


def test_csv_rows_that_are_bad(tmp_path):
    path = tmp_path / "cases.csv"
    rows = [
        b"question,id,note", f"{TEXT},1,x".encode(), f"{TEXT},2,x,y".encode(), b"\xff\xff\xff,3,", b",4,",
        b",,", f'"{TEXT}"x,5,'.encode(), f"{TEXT},6".encode(), f'"{TEXT},7'.encode(),
    ]  # fmt: skip
    path.write_bytes(b"\r\n".join(rows) + b"\r\n")
    found = read(path)
    assert [(c.id, c.error.zh[4:8] if c.error else None) for c in found] == [
        ("1", None), ("3", "这一行的"), ("4", "编码无法"), ("4", "案情 没"), ("7", "引号没有"),
        ("6", None), ("9", "引号没有"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators(tmp_path, mark):
    path = tmp_path / "cases.tsv"
    path.write_text(f"id{mark}question\na{mark}{TEXT}\n", encoding="utf-8")
    assert [(c.id, c.text) for c in read(path)] == [("a", TEXT)]


def test_xlsx(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["编号", "案情", "答案", "月平均工资", "入职日", "备注"])
    sheet.append([1, TEXT, 39930.1, 7260.55, date(2020, 1, 1), "x"])
    sheet.append([None] * 6)
    sheet.append([2, None, None, None, None, None])
    sheet.append([3, TEXT, None, "=1+1", None, None])  # a formula without a stored value is an empty cell
    book.save(tmp_path / "cases.xlsx")
    one, two, three = read(tmp_path / "cases.xlsx")
    assert (one.id, one.gold["answer"]) == ("1", "39930.1")
    assert facts(one) == {"月平均工资": "145211/20", "入职日": "2020-01-01"}
    assert two.error.zh.startswith("第4行：") and three.error is None and facts(three) == {}


def test_a_folder_of_documents(tmp_path):
    import docx

    (tmp_path / "b.txt").write_bytes(TEXT.encode("gbk"))
    (tmp_path / "c.md").write_text("", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(TEXT)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "月平均工资", "8000元"
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "e.docx").write_bytes(b"no archive")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    source = open_source(str(tmp_path))
    found = {case.id: case for case in (case_of(row, {}) for row in source.rows)}
    assert list(found) == ["a.docx", "b.txt", "c.md", "d.pdf", "e.docx"]
    assert found["a.docx"].text == f"{TEXT}\n月平均工资，8000元" and found["b.txt"].text == TEXT
    assert [id for id, case in found.items() if case.error] == ["c.md", "d.pdf", "e.docx"]
    assert all(case.error.zh.startswith(id) for id, case in found.items() if case.error)
    assert list(source.ignored) == ["photo.jpg"]


def pdf(text: str) -> bytes:
    """A PDF of one page with lines of text in a font of two-byte codes, as Chinese ones are."""
    lines = text.split("\n")
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    chars = "".join(sorted(set(text) - {"\n"}))
    pairs = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    content = f"BT /F 12 Tf 72 720 Td\n{shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]  # fmt: skip
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 8\n0000000000 65535 f \n{table}trailer\n<< /Size 8 /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_the_lines_of_a_pdf_are_joined_within_sentences(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf("张某的月平均工\n资为8000元。\n公司应付多少？"))
    (tmp_path / "b.pdf").write_bytes(pdf(""))
    read_, empty = read(tmp_path)
    assert read_.text == "张某的月平均工资为8000元。\n公司应付多少？"
    assert "扫描" in empty.error.zh


def test_standard_input(tmp_path, monkeypatch):
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(json.dumps({"question": TEXT}).encode())))
    monkeypatch.setattr(sys, "stdin", stream)
    assert [c.text for c in read("-")] == [TEXT]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("none.jsonl", None, "找不到"),
        ("cases.txt", b"x", "案件表"),
        ("cases.csv", b"a,b\n1,2\n", "表头"),
        ("cases.csv", b"", "表头"),
        ("cases.xlsx", b"no archive", "无法读取"),
        ("empty", "folder", "没有 txt"),
    ],
)
def test_what_is_no_case_file_is_refused(tmp_path, name, content, word):
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read(path)
    assert word in caught.value.zh and name in caught.value.zh


def test_a_row_wins_over_the_options_of_the_run(tmp_path):
    from lexcalc.law.facts import parse_fact

    given = {"region": "上海", "on": date(2020, 1, 1), "facts": [parse_fact("月平均工资", "1")]}
    path = jsonl(tmp_path, {"question": TEXT, "region": "广东", "月平均工资": "2"}, {"question": TEXT})
    own, other = read(path, **given)
    assert (own.options["region"], facts(own)) == ("广东", {"月平均工资": "2"})
    assert (other.options["region"], facts(other)) == ("上海", {"月平均工资": "1"})
    assert own.options["on"] == other.options["on"] == date(2020, 1, 1)


def test_the_key_depends_on_all_that_decides_a_result_and_nothing_else(tmp_path):
    base = {"id": "a", "question": TEXT}
    variants = [base, base | {"id": "b"}, base | {"question": TEXT + "？"}, base | {"region": "广东"},
                base | {"facts": {"月平均工资": "1"}}, base | {"on": "2020-01-01"}]  # fmt: skip
    keys = [case.key for case in read(jsonl(tmp_path, *variants))]
    assert len(set(keys)) == len(variants)
    (same,) = read(jsonl(tmp_path, base | {"answer": "5", "style": "x"}))
    assert same.key == keys[0]
