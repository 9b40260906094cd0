"""The engine ``ray`` without Ray: chunks, breaks, and who may answer; a thread stands in for the cluster."""

from __future__ import annotations

import queue
import sys
import threading
import types
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from lexcalc import batch
from lexcalc.batch import choose, ray_engine, ray_worker, worker
from lexcalc.batch import run as batches
from lexcalc.batch.engines import RESTARTS, ModelOptions, RulesEngine
from lexcalc.cli import cli
from lexcalc.errors import Exit, ServerError, UsageError
from tests.batch.conftest import case, final, lines, write_cases


class Direct:
    """The rules in this process."""

    window = 1

    def submit(self, case_):
        future = ray_engine.Future()
        future.set_result(worker.assess(case_.id, case_.text, dict(case_.options)))
        return future

    def outcome(self, case_, future):
        return future.result()

    def close(self):
        return


class Stand(types.ModuleType):
    """A cluster of one worker; a chunk with a deadly case is lost, and with it the stream."""

    Full = queue.Full

    def __init__(self) -> None:
        super().__init__("lexcalc.batch.ray_stream")
        self.deadly: set[str] = set()
        self.dies = 0  # times that the stream breaks without any case's doing
        self.sizes: list[int] = []
        self.tried: list[str] = []
        self.left = self.streams = 0
        self.lost: bool | None = None
        self.here = True

    def connect(self, address, cpus):
        def leave(lost):
            self.left, self.lost = self.left + 1, lost

        return leave

    def reachable(self):
        return self.here

    def nodes(self):
        return [{"CPU": 1.0}, {"CPU": 1.0}]

    def queue(self, length):
        chunks = queue.Queue(length)
        chunks.shutdown = lambda force: None
        return chunks

    def stream(self, chunks, plan):
        self.streams += 1
        here = ray_worker.Worker(plan.kind, plan.model, plan.jobs)
        while (data := chunks.get()) is not None:
            ids = [each.id for _, each in ray_worker.pickle.loads(data)]
            if self.deadly.intersection(ids) or self.dies:
                self.dies = max(0, self.dies - 1)
                raise RuntimeError("the worker died")
            self.sizes.append(len(ids))
            yield here({"cases": data})["reply"]

    def alone(self, cases, plan):
        here = ray_worker.Worker(plan.kind, plan.model, plan.jobs)
        for each in cases:
            self.tried.append(each[1].id)
            if each[1].id not in self.deadly:
                yield here({"cases": ray_worker.packed([each])})["reply"]


@pytest.fixture
def stand(monkeypatch):
    stand = Stand()
    monkeypatch.setitem(sys.modules, "lexcalc.batch.ray_stream", stand)
    monkeypatch.setattr(batch, "ray_stream", stand, raising=False)
    monkeypatch.setattr(ray_engine, "find_spec", lambda name: True)
    monkeypatch.setattr(choose, "RulesEngine", lambda jobs: Direct())
    monkeypatch.setattr(worker, "_limit", nullcontext)  # a thread sets no alarm
    return stand


def run(cases, folder, **options):
    return batches.run(str(cases), folder, {}, engine="ray", **options)


def test_the_same_files_as_without_ray(tmp_path, stand):
    cases = write_cases(tmp_path / "cases.jsonl", [*map(case, range(100)), {"id": "bad", "question": ""}])
    assert run(cases, tmp_path / "ray").reports == 100
    assert batches.run(str(cases), tmp_path / "local", {}).reports == 100
    assert final(tmp_path / "ray") == final(tmp_path / "local")
    assert max(stand.sizes) == 32 and sum(stand.sizes) == 100 and stand.left == 1
    assert not stand.tried


def test_a_long_run_is_several_streams(tmp_path, stand, monkeypatch):
    """Ray keeps something of every chunk until its stream ends: none is without end."""
    monkeypatch.setattr(ray_engine, "_STREAM", 2)
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(200)))
    assert run(cases, tmp_path / "ray").reports == 200
    assert stand.streams >= 4 and sum(stand.sizes) == 200 and not stand.tried
    batches.run(str(cases), tmp_path / "local", {})
    assert final(tmp_path / "ray") == final(tmp_path / "local")


def test_a_head_that_is_away_for_long_ends_the_run(cases, tmp_path, stand, monkeypatch):
    """Ray itself waits for it, and then ends the process."""
    waiting = threading.Event()

    def stream(chunks, plan):
        waiting.wait(30)
        yield from ()

    monkeypatch.setattr(ray_engine, "_LOOK", 0.02)
    monkeypatch.setattr(ray_engine, "_LOST", 0.1)
    monkeypatch.setattr(stand, "stream", stream)
    stand.here = False
    with pytest.raises(ServerError, match="主节点") as caught:
        run(cases, tmp_path / "run")
    assert caught.value.exit_code == Exit.UNREACHABLE and stand.lost is True
    waiting.set()


def test_a_head_that_comes_back_in_time_is_waited_for(cases, tmp_path, stand, monkeypatch):
    monkeypatch.setattr(ray_engine, "_LOOK", 0.02)
    monkeypatch.setattr(ray_engine, "_LOST", 60.0)
    stand.here = False
    assert run(cases, tmp_path / "run").reports == 12 and stand.lost is False


def test_a_run_goes_on_with_another_engine(cases, tmp_path, stand):
    batches.run(str(cases), tmp_path / "run", {}, limit=5)
    summary = run(cases, tmp_path / "run")
    assert (summary.cases, summary.reused, sum(stand.sizes)) == (12, 5, 7)
    batches.run(str(cases), tmp_path / "whole", {})
    assert final(tmp_path / "run") == final(tmp_path / "whole")


def test_a_case_that_ends_its_worker_is_one_failure(cases, tmp_path, stand):
    stand.deadly = {"c5"}
    summary = run(cases, tmp_path / "run")
    assert (summary.reports, summary.failures) == (11, 1)
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert failure["id"] == "c5" and "终止" in failure["error"]["zh"]
    assert stand.tried.count("c5") == 2
    stand.deadly = set()
    assert run(cases, tmp_path / "run", retry_failed=True).failures == 0


def test_a_broken_stream_is_begun_again_and_no_case_pays(cases, tmp_path, stand):
    stand.dies = 1
    assert run(cases, tmp_path / "run").reports == 12
    assert stand.streams == 2


def test_a_cluster_that_dies_again_and_again_ends_the_run_and_nothing_is_lost(tmp_path, stand, monkeypatch):
    monkeypatch.setattr(ray_engine, "_CHUNK", 1)
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(60)))
    stand.dies = 10**6
    with pytest.raises(ServerError, match="再运行同一命令"):
        run(cases, tmp_path / "run")
    assert stand.streams == 1 + RESTARTS and stand.left == 1
    kept = len(lines(tmp_path / "run/journal.jsonl"))
    assert kept
    stand.dies = 0
    assert run(cases, tmp_path / "run").reused == kept


def test_a_cluster_where_nobody_answers_fails_no_case(cases, tmp_path, stand):
    stand.deadly = {f"c{n}" for n in range(12)}
    with pytest.raises(ServerError):
        run(cases, tmp_path / "run")
    assert not lines(tmp_path / "run/journal.jsonl")


def test_a_node_with_other_rules_is_refused(cases, tmp_path, stand, monkeypatch):
    monkeypatch.setattr(ray_worker, "software", lambda: ("0.0.1", "0" * 64))
    with pytest.raises(UsageError, match="同一版本"):
        run(cases, tmp_path / "run")
    assert not lines(tmp_path / "run/journal.jsonl")


def test_a_model_that_a_worker_cannot_reach_is_exit_5(cases, tmp_path, stand):
    model = ModelOptions("fake", "http://127.0.0.1:9/v1,http://127.0.0.1:10/v1")
    with pytest.raises(ServerError) as caught:
        run(cases, tmp_path / "run", model=model)
    assert caught.value.exit_code == Exit.UNREACHABLE


NODES = [{"CPU": 4.0}, {"CPU": 4.0, "GPU": 2.0}, {"memory": 1.0}]


@pytest.mark.parametrize(
    ("model", "jobs", "workers", "nodes", "expected"),
    [
        (None, None, None, NODES, (8, 1, 0, "auto")),
        (None, 3, None, NODES, (2, 3, 0, "auto")),
        (None, None, 5, NODES, (5, 1, 0, "auto")),
        (ModelOptions(), None, None, NODES, (2, 1, 1, "vllm")),  # one for each GPU
        (
            ModelOptions(),
            None,
            None,
            NODES[:1] * 3,
            (3, 4, 0, "auto"),
        ),  # one for each node, with all its cores
        (ModelOptions(), None, 6, NODES[:1] * 3, (6, 2, 0, "auto")),
        (ModelOptions(None, "http://a,http://b"), None, None, NODES, (2, 1, 0, "server")),
    ],
)
def test_how_a_cluster_is_used(model, jobs, workers, nodes, expected):
    found = ray_engine.plan(model, jobs, workers, nodes)
    assert (found.workers, found.cpus, found.gpus, found.kind) == expected
    assert found.chunk * found.calls >= 32


def test_without_ray_one_sentence_says_what_to_install(cases, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ray_engine, "find_spec", lambda name: None)
    result = CliRunner().invoke(cli, ["batch", str(cases), "-o", "run", "--no-model", "--engine", "ray"])
    assert result.exit_code == 2 and 'pip install "lexcalc[ray]"' in result.output
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("options", "word"),
    [(["--workers", "2"], "--engine ray"), (["--ray-address", "auto"], "--engine ray"),
     (["--engine", "ray", "--ray-address", "ray://head:10001"], "ray://")],
)  # fmt: skip
def test_wrong_use_is_one_sentence(cases, tmp_path, monkeypatch, options, word):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ray_engine, "find_spec", lambda name: True)
    result = CliRunner().invoke(cli, ["batch", str(cases), "-o", "run", "--no-model", *options])
    assert result.exit_code == 2 and word in result.output and not (tmp_path / "run").exists()


def test_a_chunk_is_answered_by_a_process_that_may_die(monkeypatch):
    here = ray_worker.Worker("auto", None, 1)
    assert isinstance(here._engine, RulesEngine)
    here._engine.close()
