"""Signed cases as golds, case files and training questions."""

from __future__ import annotations

import json

import pytest

from lexcalc.contract import Report
from lexcalc.report.json_out import dumps, loads
from lexcalc.review import export
from lexcalc.review.recompute import Changes, recompute
from lexcalc.review.store import Store
from lexcalc.score.golds import read_golds
from training.records import question


@pytest.fixture
def store(run):
    with Store(run) as opened:
        yield opened


def sign(
    store: Store, number: int, decision: str, changes: Changes | None = None, **values: object
) -> Report:
    """Sign as the page does."""
    place = store.place(number)
    report = loads(store.line(place))
    if changes:
        report = recompute(report, changes, {"today": "2026-01-15"}).report
        values |= {"facts": dict(changes.facts), "heads": list(changes.heads), "payer": changes.payer}
    store.sign(place, decision, reviewer="李", report=dumps(report, indent=None), **values)
    return report


def exported(store: Store, path) -> list[dict]:
    export.write(store, path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_signed_cases_become_golds(store, tmp_path):
    sign(store, 1, "accepted")
    sign(store, 2, "corrected", Changes({"月平均工资": "9000"}), note="应发九千")
    sign(store, 3, "rejected", amount="2600.00")
    sign(store, 4, "accepted")  # rightly refused
    path = tmp_path / "reviewed.jsonl"
    rows = exported(store, path)
    assert path.stat().st_mode & 0o777 == 0o600
    golds = read_golds(path).rows
    assert {id: gold["answer"] for id, gold in golds.items()} == {
        "dev-EC-001": "39930",
        "dev-EC-002": "27000",  # 3 × 9,000
        "dev-WC-009": "2600",
        "no-wage": None,
    }
    assert golds["no-wage"]["missing"]
    assert [row["reviewed"]["decision"] for row in rows] == ["accepted", "corrected", "rejected", "accepted"]
    assert rows[1]["reviewed"]["corrected"]["facts"] == {"月平均工资": "9000"}
    assert rows[1]["reviewed"]["note"] == "应发九千"


def test_only_the_last_decision_counts_and_what_has_no_answer_is_left_out(store, tmp_path):
    sign(store, 1, "accepted")
    sign(store, 1, "rejected", note="不对")
    sign(store, 2, "unsure")
    counts = export.write(store, tmp_path / "out.jsonl")
    assert (counts.written, counts.left_out) == (0, {"rejected": 1, "unsure": 1})
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_questions_whose_facts_say_all_can_train(store, tmp_path):
    sign(store, 1, "accepted")
    sign(store, 2, "corrected", Changes({"月平均工资": "7200"}))
    sign(store, 3, "accepted")
    rows = exported(store, tmp_path / "out.jsonl")
    assert all("elements" in row for row in rows)
    for row in rows:
        asked = question(row)
        assert asked.pattern == "reviewed"
        assert str(asked.assess()[1].answer) and row["answer"] == asked.answer
        _, native = asked.assess()
        from lexcalc.money import yuan

        assert yuan(native.answer) == row["answer"]
        assert all(words in row["question"] for _, words in asked.elements)
    elements = dict(rows[1]["elements"])
    assert elements["月平均工资"] == "7千2"  # the corrected value, where it stands in the text


def test_an_amount_that_the_facts_do_not_give_is_no_training_question(store, tmp_path):
    sign(store, 1, "corrected", amount="40000.00")
    [row] = exported(store, tmp_path / "out.jsonl")
    assert row["answer"] == "40000.00"
    assert "elements" not in row and "voice" not in row


def test_a_full_disk_leaves_no_half_file(store, tmp_path, monkeypatch):
    sign(store, 1, "accepted")
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    monkeypatch.setattr(export, "lines", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(Exception, match="空间"):
        export.write(store, target)
    assert target.read_text() == "before"
    assert list(tmp_path.glob("out.jsonl*")) == [target]
