"""The journal under every kind of death: torn at any byte, damaged in any place, a full disk."""

from __future__ import annotations

import errno
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexcalc.batch.journal import FAILED, Journal
from lexcalc.errors import LexcalcError

REPORT = json.dumps({"id": "x", "verdict": {"status": "rules_only"}, "error": "}"}, separators=(",", ":"))
ENTRIES = {f"key{n}": f'编号",\\"report":{n}' for n in range(6)}


def fill(path) -> None:
    journal = Journal(path)
    for number, (key, id) in enumerate(ENTRIES.items()):
        if number % 3 == 2:
            journal.error(key, id, {"zh": "坏", "en": "bad", "code": 2})
        else:
            journal.report(key, id, "rules_only", REPORT)
    journal.close()


def check_all(journal: Journal) -> None:
    for number, (key, id) in enumerate(ENTRIES.items()):
        place = journal.find(key)
        assert place is not None
        assert (place.status == FAILED) == (number % 3 == 2)
        told, body = journal.body(place.offset)
        assert told == id
        assert json.loads(body)["zh"] == "坏" if place.status == FAILED else body.decode() == REPORT


def test_a_failure_tells_its_case_whatever_stands_in_it(tmp_path):
    told = {"question": '","report":{},"error":{} \\', "given": {"facts": [["地区", ',"report":']]}}
    error = {"zh": "坏", "en": "bad", "code": 5}
    journal = Journal(tmp_path / "journal.jsonl")
    place = journal.error("k", "i", error, told)
    journal.close()
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.find("k") == place and not journal.damaged
    assert journal.failure(place.offset) == {"id": "i", **told, "error": error}
    assert journal.body(place.offset)[0] == "i"


def test_what_is_written_is_found(tmp_path):
    path = tmp_path / "journal.jsonl"
    fill(path)
    journal = Journal(path)
    assert len(journal) == len(ENTRIES) and journal.find("other") is None
    check_all(journal)
    journal.close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_failures_are_forgotten_when_they_are_tried_again(tmp_path):
    path = tmp_path / "journal.jsonl"
    fill(path)
    journal = Journal(path, retry_failed=True)
    assert journal.find("key2") is None and journal.find("key0") is not None
    journal.report("key2", ENTRIES["key2"], "rules_only", REPORT)
    journal.close()
    again = Journal(path)
    assert again.find("key2").status == "rules_only"
    again.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_torn_and_damaged_anywhere_it_loses_only_what_was_hit(tmp_path, data):
    path = tmp_path / "journal.jsonl"
    path.unlink(missing_ok=True)
    fill(path)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)), label="cut")
    torn = bytearray(whole[:cut])
    if torn and data.draw(st.booleans(), label="damage"):
        place = data.draw(st.integers(0, len(torn) - 1), label="place")
        torn[place : place + data.draw(st.integers(1, 300))] = data.draw(st.binary(min_size=0, max_size=50))
    path.write_bytes(torn)
    journal = Journal(path)
    intact = {line for line in whole.split(b"\n") if line} & set(bytes(torn).split(b"\n")[:-1])
    for line in intact:
        assert journal.find(json.loads(line)["key"]) is not None
    for number, (key, id) in enumerate(ENTRIES.items()):
        if journal.find(key) is None:
            if number % 3 == 2:
                journal.error(key, id, {"zh": "坏", "en": "bad", "code": 2})
            else:
                journal.report(key, id, "rules_only", REPORT)
    journal.close()
    again = Journal(path)
    assert set(ENTRIES) <= {key for key in ENTRIES if again.find(key)}
    for line in path.read_bytes().split(b"\n")[:-1]:  # nothing was glued to a torn line
        assert line in intact or line in bytes(torn) or json.loads(line)
    again.close()


@pytest.mark.parametrize("call", ["pwrite", "fsync"])
def test_a_full_disk_keeps_what_is_finished(tmp_path, monkeypatch, call):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.report("a", "a", "rules_only", REPORT)
    journal.sync()
    before = path.read_bytes()
    monkeypatch.setattr("lexcalc.batch.journal.SYNC_LINES", 1)
    real = os.pwrite

    def full(fd, data, *offset):
        if call == "pwrite" and len(data) > 20:
            return real(fd, data[:20], *offset)  # the disk takes a part, then no more
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, call, full if call == "pwrite" else lambda fd: full(fd, b""))
    with pytest.raises(LexcalcError) as caught:
        journal.report("b", "b", "rules_only", REPORT)
    assert "磁盘" in caught.value.zh
    assert path.read_bytes() == before
    monkeypatch.undo()
    journal.close()


def test_an_interruption_within_a_line_leaves_no_half_of_it(tmp_path, monkeypatch):
    path = tmp_path / "journal.jsonl"
    fill(path)
    journal = Journal(path)
    before, real = path.read_bytes(), os.pwrite

    def interrupted(fd, data, offset):
        real(fd, data[: len(data) // 2], offset)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "pwrite", interrupted)
    with pytest.raises(KeyboardInterrupt):
        journal.report("new", "new", "rules_only", REPORT)
    monkeypatch.undo()
    assert path.read_bytes() == before
    journal.report("new", "new", "rules_only", REPORT)
    journal.close()
    again = Journal(path)
    assert again.damaged == 0 and again.find("new") and len(again) == len(ENTRIES) + 1
    again.close()
