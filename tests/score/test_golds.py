"""Gold files: what counts as a gold, and each way in which a line can be none."""

from __future__ import annotations

import json

import pytest

from lexcalc.errors import UsageError
from lexcalc.score.golds import read_golds
from tests.score.folder import gold, lines


def test_json_lines(tmp_path):
    rows = [
        gold("a", "39,930.10元"),
        {"id": 7, "answer": 39930.10, "question": "……"},
        {"id": "c", "question": "没有答案的案件"},
        gold("d", None, missing=["入职日"]),
        gold("e", "12.5万元", "TC"),
    ]
    found = read_golds(lines(tmp_path / "g.jsonl", map(json.dumps, rows)))
    assert {id: row["answer"] for id, row in found.rows.items()} == {
        "a": "39930.1",
        "7": "39930.1",
        "d": None,
        "e": "125000",
    }
    assert found.rows["d"]["missing"] == ["入职日"] and found.rows["7"]["scenario"] is None


def test_a_number_keeps_its_digits(tmp_path):
    path = lines(tmp_path / "g.jsonl", ['{"id": "a", "answer": 1234567890123456.78}'])
    assert read_golds(path).rows["a"]["answer"] == "1234567890123456.78"


def test_repeated_and_contradictory(tmp_path):
    rows = [
        gold("a", "1"),
        gold("a", "1.00"),
        gold("b", "1"),
        gold("b", "2"),
        gold("c", "1"),
        gold("c", None),
    ]
    found = read_golds(lines(tmp_path / "g.jsonl", map(json.dumps, rows)))
    assert found.repeated == 1 and found.contradictory == {"b", "c"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(tmp_path, encoding):
    path = tmp_path / "g.csv"
    text = 'id,案情,answer,scenario\na,"甲，\n乙","1,000.50",EC\nb,,,WC\nc,x,null,\n'
    path.write_bytes(text.encode(encoding))
    rows = read_golds(path).rows
    assert {id: row["answer"] for id, row in rows.items()} == {"a": "1000.5", "c": None}
    assert rows["a"]["scenario"] == "EC" and rows["c"]["scenario"] is None


def test_a_line_without_an_id_goes_by_its_number_as_in_a_batch(tmp_path):
    path = lines(tmp_path / "g.jsonl", ["", '{"answer": "1"}', '{"id": " x\\u202e  y ", "answer": "2"}'])
    assert list(read_golds(path).rows) == ["2", "x y"]
    path = lines(tmp_path / "g.csv", ["id,answer,q", ',1,"a', 'b"', ",2,", "z,3,"])
    assert list(read_golds(path).rows) == ["2", "4", "z"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1]", "第1行：不是 JSON 对象"),
        ('{"id": "a"', "第1行：不是有效的 JSON"),
        ("[" * 100_000, "第1行：不是有效的 JSON"),
        ('\n{"id": true, "answer": "1"}', "第2行：id 应是文字或数字"),
        ('{"id": "a", "answer": "很多"}', "不是以元计的数额"),
        ('{"id": "a", "answer": true}', "不是以元计的数额"),
        ('{"id": "a", "answer": NaN}', "不是有效的 JSON"),
        ('{"id": "a", "answer": 1e400}', "不是以元计的数额"),
        ('{"id": "a", "answer": "1", "scenario": "XX"}', "scenario 应为 EC"),
        ('{"id": "a", "answer": "1", "scenario": ["EC"]}', "scenario 应是"),
    ],
)
def test_a_bad_line_is_named_and_not_quoted(tmp_path, text, told):
    with pytest.raises(UsageError, match=told):
        read_golds(lines(tmp_path / "g.jsonl", [text]))


def test_workbooks_and_chinese_column_names(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for cells in (
        ["编号", "答案", "案型"],
        ["a", 39930.1, "工伤"],
        ["b", None, None],
        [None, "12.5万元", None],
    ):
        book.active.append(cells)
    book.save(tmp_path / "g.xlsx")
    rows = read_golds(tmp_path / "g.xlsx").rows
    assert {id: (row["answer"], row["scenario"]) for id, row in rows.items()} == {
        "a": ("39930.1", "WC"),
        "4": ("125000", None),
    }


def test_files_that_cannot_be_read(tmp_path):
    for name in ("none.jsonl", "none.csv"):
        with pytest.raises(UsageError, match="找不到"):
            read_golds(tmp_path / name)
    for text in (["编号,金额"], []):
        with pytest.raises(UsageError, match="其中一列是 answer 或 答案"):
            read_golds(lines(tmp_path / "g.csv", text))
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xff\x80")
    with pytest.raises(UsageError, match="第1行：编码无法识别"):
        read_golds(tmp_path / "b.jsonl")
