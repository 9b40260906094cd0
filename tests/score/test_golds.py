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
        ("[1]", "第 1 行不是 JSON 对象"),
        ('{"id": "a"', "第 1 行不是 JSON 对象"),
        ("[" * 100_000, "第 1 行不是 JSON 对象"),
        ('\n{"id": true, "answer": "1"}', "第 2 行的 id 不是"),
        ('{"id": "a", "answer": "很多"}', "不是金额"),
        ('{"id": "a", "answer": true}', "不是金额"),
        ('{"id": "a", "answer": NaN}', "不是金额"),
        ('{"id": "a", "answer": 1e400}', "不是金额"),
        ('{"id": "a", "answer": "1", "scenario": "XX"}', "不是 EC、WC、TC"),
        ('{"id": "a", "answer": "1", "scenario": ["EC"]}', "不是 EC、WC、TC"),
    ],
)
def test_a_bad_line_is_named_and_not_quoted(tmp_path, text, told):
    with pytest.raises(UsageError, match=told):
        read_golds(lines(tmp_path / "g.jsonl", [text]))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match="无法读取"):
        read_golds(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="无法读取"):
        read_golds(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="缺少 id 或 answer 列"):
        read_golds(lines(tmp_path / "g.csv", ["编号,答案"]))
    with pytest.raises(UsageError, match="缺少 id 或 answer 列"):
        read_golds(lines(tmp_path / "empty.csv", []))
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="不是 UTF-8"):
        read_golds(tmp_path / "b.jsonl")
