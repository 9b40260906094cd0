"""The decisions on disk: whole after any death, one writer, history, an index that follows the results."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys

import pytest

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.review.store import Filter, Store, held
from tests.review.conftest import ROOT

SIGNER = """
import sys
from pathlib import Path
from lexcalc.review.store import Store, held
folder = Path(sys.argv[1])
with held(folder), Store(folder) as store:
    place = store.place(1)
    for n in range(100_000):
        store.sign(place, "unsure", reviewer="x", report=store.line(place), note=str(n))
        print(n, flush=True)
"""


def start(code: str, *args: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *args],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_what_was_signed_is_read_back_whole(run):
    with Store(run) as store:
        place = store.place(2)
        line = store.line(place)
        assert json.loads(line)["id"] == place.id == "dev-EC-002"
        store.sign(
            place, "corrected", reviewer="李", report=line, facts={"月平均工资": "8000"}, heads=["经济补偿"],
            payer="用人单位", amount="1.00", checked=["fact:月平均工资"], note="备\n注",
        )  # fmt: skip
    with Store(run) as store:
        [signed] = store.signed()
        assert (signed.id, signed.decision, signed.reviewer) == ("dev-EC-002", "corrected", "李")
        assert (signed.facts, signed.heads, signed.payer) == (
            {"月平均工资": "8000"},
            ["经济补偿"],
            "用人单位",
        )
        assert (signed.amount, signed.checked, signed.note) == ("1.00", ["fact:月平均工资"], "备\n注")
        assert signed.report == line
        assert signed.at.endswith("+00:00")


def test_the_file_is_for_its_owner_only(run):
    before = os.umask(0)
    try:
        with Store(run) as store:
            place = store.place(1)
            store.sign(place, "accepted", reviewer="x", report=store.line(place))
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in run.glob("review.sqlite*")}
    finally:
        os.umask(before)
    assert modes["review.sqlite"] == 0o600 and set(modes.values()) == {0o600}


def test_no_decision_can_be_changed_or_deleted(run):
    with Store(run) as store:
        place = store.place(1)
        store.sign(place, "accepted", reviewer="x", report=store.line(place))
    database = sqlite3.connect(run / "review.sqlite")
    for order in ("delete from decision", "update decision set decision = 'rejected'"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(order)
    database.close()


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT])
def test_nothing_acknowledged_is_lost_when_the_process_dies(run, kill):
    process = start(SIGNER, str(run))
    said = [process.stdout.readline() for _ in range(25)]
    process.send_signal(kill)
    rest = process.stdout.read().splitlines()
    process.wait()
    process.stderr.close()
    last = int(([*said, *rest])[-1])
    with Store(run) as store:
        notes = [int(signed.note) for signed in store.history(store.place(1).key)]
    assert notes[-26:] == list(range(25, -1, -1)) or len(notes) >= 25
    assert notes == list(range(len(notes)))[::-1]  # every one, in order, none torn
    assert len(notes) in (last + 1, last + 2)  # the one under way may be in, none said may be out


def test_only_one_process_signs_but_others_may_read(run):
    process = start(SIGNER.replace("flush=True)", "flush=True); import time; time.sleep(0.1)"), str(run))
    process.stdout.readline()
    try:
        with pytest.raises(UsageError, match="正在复核"), held(run):
            pass
        with Store(run) as store:
            assert store.progress().signed == 1
    finally:
        process.kill()
        process.communicate()
    with held(run):  # the dead one's lock is free
        pass


def test_two_processes_that_sign_at_once_lose_nothing(run):
    code = SIGNER.replace("with held(folder), Store", "with Store").replace("100_000", "40")
    both = [start(code, str(run)) for _ in range(2)]
    outs = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    with Store(run) as store:
        assert len(store.history(store.place(1).key)) == 80


def test_the_index_follows_the_results_and_signed_cases_stay_signed(run):
    with Store(run) as store:
        for number in (1, 2):
            place = store.place(number)
            store.sign(place, "accepted", reviewer="x", report=store.line(place))
    lines = (run / "results.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    second = lines[1].replace('"answer":"25500.00"', '"answer":"25500.01"')
    assert second != lines[1]
    (run / "results.jsonl").write_text("".join([lines[3], second, lines[0]]), encoding="utf-8")
    with Store(run) as store:
        assert [place.id for place, *_ in store.rows(Filter())] == ["no-wage", "dev-EC-002", "dev-EC-001"]
        assert [(s, c) for _, s, c in store.rows(Filter())] == [
            (None, False),
            ("accepted", True),
            ("accepted", False),
        ]
        assert [place.id for place, *_ in store.rows(Filter(decision="changed"))] == ["dev-EC-002"]
        progress = store.progress()
        assert (progress.total, progress.signed, progress.changed) == (3, 2, 1)


def test_filters_count_and_step(run):
    with Store(run) as store:
        assert store.statuses() == {"rules_only": 3, "facts_missing": 1}
        assert store.count(Filter(status="facts_missing")) == 1
        assert store.step(0, Filter(status="facts_missing")) == 4
        assert store.step(3, Filter(), back=True) == 2
        assert store.step(4, Filter()) is None
        assert store.count(Filter(words="' or 1=1 --")) == 0
        assert store.count(Filter(words="%")) == 0  # no pattern


@pytest.mark.parametrize("bad", ["{}", "[1]", "nothing", '{"id": 1}', "[" * 100_000])
def test_a_line_that_is_no_report_is_named(run, bad):
    with (run / "results.jsonl").open("a", encoding="utf-8") as out:
        out.write(bad + "\n")
    with pytest.raises(UsageError, match="第 5 行"):
        Store(run)


def test_a_folder_without_results_and_a_broken_database_are_said(tmp_path, run):
    with pytest.raises(UsageError, match="没有"):
        Store(tmp_path)
    (tmp_path / "journal.jsonl").write_text("")
    with pytest.raises(UsageError, match="尚未跑完"):
        Store(tmp_path)
    (run / "review.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LexcalcError, match="无法使用"):
        Store(run)


def test_memory_does_not_hold_the_run(run):
    """A run of 30 MB is indexed and stepped through in a process that may not grow by as much."""
    line = (run / "results.jsonl").read_bytes().splitlines(keepends=True)[0]
    with (run / "results.jsonl").open("wb") as out:
        for n in range(30_000_000 // len(line)):
            out.write(line.replace(b'"id":"dev-EC-001"', b'"id":"case-%d"' % n))
    code = (
        "import resource, sys; from pathlib import Path; from lexcalc.review.store import Store, Filter\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); store = Store(Path(sys.argv[1]))\n"
        "n = store.progress().total; store.line(store.place(n)); store.step(n - 2, Filter(decision='open'))\n"
        "print(n, peak() - before)"
    )
    out, err = start(code, str(run)).communicate()
    cases, grown = map(int, out.split())
    assert cases == 30_000_000 // len(line), err
    assert grown < 20_000  # kB
