"""Whole runs with the rules alone: results, resuming, killing, locking, refusing."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import stat
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from lexcalc.batch import choose
from lexcalc.batch import run as batches
from lexcalc.batch.cases import options_of
from lexcalc.batch.engines import RulesEngine
from lexcalc.batch.worker import Outcome
from lexcalc.cli import cli
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.report.json_out import loads
from tests.batch.conftest import case, final, lines, write_cases


def test_a_run_and_its_files(cases, tmp_path, batch):
    done = batch(cases, "-o", "run", "--no-model", "--json", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    folder = tmp_path / "run"
    assert summary["cases"] == summary["reports"] == 12 and summary["statuses"] == {"rules_only": 12}
    reports = [loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [r.id for r in reports] == [f"c{n}" for n in range(12)]
    assert [r.verdict.answer for r in reports] == [case(n)["answer"] for n in range(12)]
    golds = [(gold["id"], float(gold["answer"])) for gold in lines(folder / "gold.jsonl")]
    assert golds == [(case(n)["id"], float(case(n)["answer"])) for n in range(12)]
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert manifest["rules"] == reports[0].provenance.rules and manifest["model"] is None
    assert "仅按法条计算" in done.stderr
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}


def test_one_bad_line_does_not_stop_the_others(tmp_path, batch):
    path = write_cases(tmp_path / "cases.jsonl", [case(1), {"id": "bad", "question": ""}, case(2)])
    done = batch(path, "-o", "run", "--no-model")
    assert done.returncode == 1 and done.stdout.strip() == "run/results.jsonl"
    assert [r["id"] for r in lines(tmp_path / "run/results.jsonl")] == ["c1", "c2"]
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert (
        failure["id"] == "bad"
        and failure["error"]["zh"].startswith("第2行")
        and failure["error"]["code"] == 2
        and failure.keys() == {"id", "error"}
    )
    assert "failures.jsonl" in done.stderr
    journal = (tmp_path / "run/journal.jsonl").read_bytes()
    assert batch(path, "-o", "run", "--no-model").returncode == 1
    assert (tmp_path / "run/journal.jsonl").read_bytes() == journal  # a bad line is written down once


class Engine:
    """Answers in this process, in an order of its own, and dies after so many cases."""

    window = 3

    def __init__(self, dies_after: int = 10**9) -> None:
        self.left, self.asked = dies_after, []

    def submit(self, case_):
        from concurrent.futures import Future

        from lexcalc.batch.worker import assess

        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.asked.append(case_.id)
        future: Future[Outcome] = Future()
        future.set_result(assess(case_.id, case_.text, dict(case_.options)))
        return future

    def outcome(self, case_, future):
        return future.result()

    def close(self):
        return


@pytest.fixture
def engine(monkeypatch):
    """Lets a test choose the engines of its runs, one after the other."""
    made: list[Engine] = []

    def use(*engines: Engine) -> list[Engine]:
        made[:] = engines
        queue = list(engines)
        monkeypatch.setattr(choose, "RulesEngine", lambda jobs: queue.pop(0))
        return made

    return use


def run(cases, folder, **options):
    return batches.run(str(cases), folder, {}, **options)


def test_an_interrupted_run_goes_on_and_computes_nothing_twice(cases, tmp_path, engine):
    whole, broken, rest = engine(Engine(), Engine(dies_after=7), Engine())
    run(cases, tmp_path / "whole")
    with pytest.raises(batches.Interrupted) as caught:
        run(cases, tmp_path / "broken")
    assert caught.value.done >= 4 and not (tmp_path / "broken/results.jsonl").exists()
    summary = run(cases, tmp_path / "broken")
    assert summary.reused == caught.value.done
    assert final(tmp_path / "broken") == final(tmp_path / "whole")
    assert len(rest.asked) == 12 - summary.reused
    assert set(broken.asked[: summary.reused]) | set(rest.asked) >= set(whole.asked)


def test_a_changed_file_reuses_what_is_the_same(cases, tmp_path, engine):
    first, second = engine(Engine(), Engine())
    run(cases, tmp_path / "run")
    write_cases(cases, [case(3), case(99), *map(case, range(2))])
    summary = run(cases, tmp_path / "run")
    assert second.asked == ["c99"] and len(first.asked) == 12
    assert (summary.cases, summary.reused) == (4, 3)
    assert [r["id"] for r in lines(tmp_path / "run/results.jsonl")] == ["c3", "c99", "c0", "c1"]


def test_limit_is_no_other_run(cases, tmp_path, engine):
    _, rest = engine(Engine(), Engine())
    assert run(cases, tmp_path / "run", limit=5).cases == 5
    assert run(cases, tmp_path / "run").reused == 5 and len(rest.asked) == 7


def test_the_same_line_twice_stands_twice_in_the_results(tmp_path, engine):
    engine(Engine(), Engine())
    path = write_cases(tmp_path / "cases.jsonl", [case(1), case(1)])
    assert run(path, tmp_path / "run").cases == 2
    before = final(tmp_path / "run")
    assert run(path, tmp_path / "run").reused == 2 and final(tmp_path / "run") == before


def test_failed_cases_can_be_tried_again(cases, tmp_path, engine):
    class Failing(Engine):
        def outcome(self, case_, future):
            return Outcome(error={"zh": "坏", "en": "bad", "code": 5})

    engine(Failing(), Engine())
    assert run(cases, tmp_path / "run").failures == 12
    assert run(cases, tmp_path / "run").failures == 12  # known to fail: not tried again by itself
    assert run(cases, tmp_path / "run", retry_failed=True).failures == 0
    assert lines(tmp_path / "run/failures.jsonl") == []


def test_another_run_in_the_folder_is_refused(cases, tmp_path, engine, monkeypatch):
    engine(Engine(), Engine(), Engine())
    run(cases, tmp_path / "run")
    for options in ({"region": "广东"}, {"heads": ["经济补偿"]}):
        with pytest.raises(UsageError) as caught:
            batches.run(str(cases), tmp_path / "run", options)
        assert next(iter(options)) in caught.value.zh and "--fresh" in caught.value.zh
    manifest = json.loads((tmp_path / "run/run.json").read_text(encoding="utf-8"))
    (tmp_path / "run/run.json").write_text(json.dumps(manifest | {"rules": "0" * 64}), encoding="utf-8")
    with pytest.raises(UsageError, match="法条规则"):
        run(cases, tmp_path / "run")
    assert run(cases, tmp_path / "run", fresh=True).reused == 0
    (tmp_path / "own").mkdir()
    (tmp_path / "own/thesis.docx").write_bytes(b"mine")
    with pytest.raises(UsageError, match="其他文件"):
        run(cases, tmp_path / "own", fresh=True)
    assert (tmp_path / "own/thesis.docx").exists()


def test_a_run_goes_on_with_the_day_it_began(cases, tmp_path, engine):
    engine(Engine(dies_after=5), Engine())
    with pytest.raises(batches.Interrupted):
        batches.run(str(cases), tmp_path / "run", {"today": date(2024, 12, 31)})
    assert batches.run(str(cases), tmp_path / "run", {"today": date(2025, 1, 1)}).reused


def test_a_run_killed_before_its_manifest_was_written_begins_again(cases, tmp_path, engine):
    engine(Engine())
    (tmp_path / "run").mkdir()
    for name in ("run.lock", "run.json.partial", "gold.jsonl.partial"):
        (tmp_path / "run" / name).write_bytes(b"{")
    assert run(cases, tmp_path / "run").cases == 12
    assert not list((tmp_path / "run").glob("*.partial"))


def test_a_torn_journal_of_a_run_gives_the_same_results(cases, tmp_path, engine):
    engine(*(Engine() for _ in range(9)))
    run(cases, tmp_path / "run")
    before = final(tmp_path / "run")
    journal = (tmp_path / "run/journal.jsonl").read_bytes()
    chance = random.Random(6)
    for _ in range(8):
        (tmp_path / "run/journal.jsonl").write_bytes(journal[: chance.randrange(len(journal))])
        (tmp_path / "run/results.jsonl").unlink()
        run(cases, tmp_path / "run")
        assert final(tmp_path / "run") == before


def test_killed_at_random_moments_it_ends_as_an_unbroken_run(tmp_path, batch):
    path = write_cases(tmp_path / "cases.jsonl", map(case, range(60)))
    assert batch(path, "-o", "whole", "--no-model").returncode == 0
    chance = random.Random(int(os.environ.get("LEXCALC_SEED", "1")))
    kills = 0
    for _ in range(5):
        running = batch(path, "-o", "run", "--no-model", start=True)
        time.sleep(chance.uniform(0.3, 1.6))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        kills += running.returncode == -signal.SIGKILL
    assert kills
    assert batch(path, "-o", "run", "--no-model").returncode == 0
    assert final(tmp_path / "run") == final(tmp_path / "whole")
    keys = [line["key"] for line in lines(tmp_path / "run/journal.jsonl")]
    assert len(keys) == len(set(keys)) == 60


def children(pid: int) -> set[int]:
    found = set()
    for name in os.listdir("/proc"):
        try:
            status = Path(f"/proc/{name}/stat").read_text() if name.isdigit() else ""
        except OSError:
            continue
        if status and int(status.rpartition(")")[2].split()[1]) == pid:
            found |= {int(name)} | children(int(name))
    return found


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs /proc")
def test_no_process_outlives_a_killed_run(tmp_path, batch):
    path = write_cases(tmp_path / "cases.jsonl", map(case, range(3000)))
    running = batch(path, "-o", "run", "--no-model", start=True)
    journal = tmp_path / "run/journal.jsonl"
    while not (journal.exists() and journal.stat().st_size):
        time.sleep(0.05)
    workers = children(running.pid)
    assert workers
    running.kill()
    running.communicate()
    limit = time.monotonic() + 60
    while any(os.path.exists(f"/proc/{pid}") for pid in workers) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not [pid for pid in workers if os.path.exists(f"/proc/{pid}")]


def test_ctrl_c_says_what_is_kept(tmp_path, batch):
    path = write_cases(tmp_path / "cases.jsonl", map(case, range(3000)))
    running = batch(path, "-o", "run", "--no-model", start=True, start_new_session=True)
    journal = tmp_path / "run/journal.jsonl"
    while not (journal.exists() and journal.stat().st_size):
        time.sleep(0.05)
    second = batch(path, "-o", "run", "--no-model")
    assert second.returncode == 2 and "另一个命令" in second.stderr
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the workers are told too
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130 and "已中断" in err and "Traceback" not in err, err
    assert lines(journal) and not (tmp_path / "run/results.jsonl").exists()


def test_a_case_that_kills_its_process_is_one_failure(cases, tmp_path, monkeypatch):
    monkeypatch.setattr(
        RulesEngine, "_begin", lambda self, pool, c: pool.submit(_deadly, c.id, c.text, dict(c.options))
    )
    summary = run(cases, tmp_path / "run", jobs=2)
    assert (summary.reports, summary.failures) == (11, 1)
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert failure["id"] == "c5" and "终止" in failure["error"]["zh"]
    assert failure["question"] == case(5)["question"]  # so that a review can show it
    assert options_of(failure["given"]) == {"facts": [], "today": date.today()}


def _deadly(id: str, text: str, options: dict) -> Outcome:
    from lexcalc.batch.worker import assess

    if id == "c5":
        os._exit(9)
    return assess(id, text, options)


def test_a_case_that_crashes_or_never_ends_is_a_failure(monkeypatch):
    from lexcalc import pipeline
    from lexcalc.batch import worker

    def crash(text, **_):
        raise ZeroDivisionError(text)

    monkeypatch.setattr(pipeline, "assess", crash)
    error = worker.assess("a", "secret", {}).error
    assert "ZeroDivisionError" in error["zh"] and "secret" not in str(error)
    monkeypatch.setattr(worker, "SECONDS", 0.05)
    monkeypatch.setattr(pipeline, "assess", lambda *_, **__: time.sleep(5))
    assert "放弃" in worker.assess("a", "secret", {}).error["zh"]


def test_a_full_disk_while_the_results_are_written(cases, tmp_path, engine, monkeypatch):
    import errno

    from lexcalc.serve import files

    engine(Engine(), Engine())
    real, broken = os.fsync, [True]

    def full(fd):
        if broken[0] and "results" in os.readlink(f"/proc/self/fd/{fd}"):
            raise OSError(errno.ENOSPC, "no space")
        real(fd)

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(LexcalcError, match="再运行同一命令"):
        run(cases, tmp_path / "run")
    assert not list((tmp_path / "run").glob("results*"))
    broken[0] = False
    assert run(cases, tmp_path / "run").reused == 12


@pytest.mark.parametrize("name", ["empty.jsonl", "blank.jsonl", "header.csv", "-"])
def test_no_case_at_all_is_said(tmp_path, batch, name):
    for file, text in {"empty.jsonl": "", "blank.jsonl": "\n\n", "header.csv": "案情,答案\n"}.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    done = batch(name, "-o", "run", "--no-model", input="")
    assert done.returncode == 2 and not done.stdout and done.stderr.count("\n") == 1
    assert "没有案件" in done.stderr and ("标准输入" if name == "-" else name) in done.stderr
    assert not (tmp_path / "run/results.jsonl").exists()


def test_a_folder_that_cannot_be_written_is_said(cases, tmp_path, monkeypatch):
    import errno

    with pytest.raises(UsageError, match=f"无法写入 {re.escape(str(cases / 'run'))}"):
        run(cases, cases / "run")  # a file stands where a folder should

    def refuse(number):
        def touch(*_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(Path, "touch", touch)

    refuse(errno.EROFS)
    with pytest.raises(UsageError, match=r"无法写入.*Read-only"):
        run(cases, tmp_path / "run")
    refuse(errno.ENOSPC)
    with pytest.raises(LexcalcError, match="磁盘空间不足") as caught:
        run(cases, tmp_path / "run")
    assert caught.value.exit_code == 1


def test_standard_input(tmp_path, batch):
    text = "".join(json.dumps(case(n), ensure_ascii=False) + "\n" for n in range(3))
    assert batch("-", "-o", "run", "--no-model", input=text).returncode == 0
    assert [r["id"] for r in lines(tmp_path / "run/results.jsonl")] == ["c0", "c1", "c2"]


@pytest.mark.parametrize(
    ("args", "word"),
    [(["none.jsonl", "-o", "run"], "找不到"), (["cases.jsonl", "-o", "run", "--table", "a.doc"], ".csv"),
     (["cases.jsonl"], "-o")],
)  # fmt: skip
def test_wrong_use_is_one_sentence(cases, tmp_path, monkeypatch, args, word):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["batch", *args, "--no-model"])
    assert result.exit_code == 2 and word in result.output and not (tmp_path / "run").exists()
