"""Whole runs on a Ray cluster of two nodes on this machine: the files of a local run, whatever happens."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.batch import family
from lexcalc.batch import run as batches
from lexcalc.batch.choose import Cluster
from lexcalc.batch.engines import ModelOptions
from lexcalc.batch.ray_worker import Worker
from tests.batch.conftest import ROOT, case, final, lines, write_cases
from tests.cli.conftest import GOOD

pytestmark = pytest.mark.ray

QUESTIONS = ROOT / "benchmarks" / "data" / "lexnum_dev.jsonl"
_STORE = 100 << 20


@pytest.fixture(scope="module")
def cluster(marks):
    """Two nodes with a core each; runs in this process find it joined, others by RAY_ADDRESS."""
    if find_spec("ray") is None:
        pytest.skip("ray is not installed (make test)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")  # nothing here lives long enough
        patch.setenv("RAY_worker_niceness", "0")
        patch.setenv("LEXCALC_MARKS", str(marks))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        import ray
        from ray.cluster_utils import Cluster as TwoNodes

        nodes = TwoNodes(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": _STORE})
        nodes.add_node(num_cpus=1, object_store_memory=_STORE)
        ray.init(address=nodes.address, log_to_driver=False, logging_level=logging.ERROR)
        # The workers are told what this module defines; they cannot import it where tests are not installed.
        ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
        yield nodes
        ray.shutdown()
        nodes.shutdown()


def run(cases, folder, **options):
    return batches.run(str(cases), folder, {}, engine="ray", **options)


class Seen(Worker):
    """A worker that leaves a mark for its node, and dies of a case that is called deadly."""

    def __init__(self, *options):
        import ray

        super().__init__(*options)
        open(os.path.join(os.environ["LEXCALC_MARKS"], ray.get_runtime_context().get_node_id()), "w").close()

    def __call__(self, row):
        if b"deadly" in row["cases"]:
            os._exit(9)
        return super().__call__(row)


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    """Where workers leave their marks; their nodes are started with its name."""
    return tmp_path_factory.mktemp("marks")


def test_two_nodes_give_the_files_of_a_local_run(cluster, marks, tmp_path, monkeypatch):
    from lexcalc.batch import ray_stream

    monkeypatch.setattr(ray_stream, "Worker", Seen)
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[:90]]
    cases = write_cases(tmp_path / "cases.jsonl", [*rows, {"id": "bad", "question": ""}])
    assert run(cases, tmp_path / "ray").cases == 91
    batches.run(str(cases), tmp_path / "local", {})
    assert final(tmp_path / "ray") == final(tmp_path / "local")
    assert len(list(marks.iterdir())) == 2


def test_a_case_that_ends_its_worker_is_one_failure(cluster, tmp_path, monkeypatch):
    from lexcalc.batch import ray_stream

    monkeypatch.setattr(ray_stream, "Worker", Seen)
    cases = write_cases(tmp_path / "cases.jsonl", [*map(case, range(5)), {**case(5), "id": "deadly"}])
    summary = run(cases, tmp_path / "run")
    assert (summary.reports, summary.failures) == (5, 1)
    (failure,) = lines(tmp_path / "run/failures.jsonl")
    assert failure["id"] == "deadly" and "终止" in failure["error"]["zh"]


def test_the_answers_of_two_servers(cluster, server, tmp_path):
    server.reply(GOOD)
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(6)))
    model = ModelOptions("fake", f"{server.url},http://127.0.0.1:9/v1", second_reading="never")
    assert run(cases, tmp_path / "ray", model=model, cluster=Cluster(workers=1)).reports == 6
    alone = ModelOptions("fake", server.url, second_reading="never")
    batches.run(str(cases), tmp_path / "local", {}, model=alone)
    assert final(tmp_path / "ray") == final(tmp_path / "local")


def test_a_short_file_is_told_of_in_our_words_only(cluster, tmp_path, batch):
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(3)))
    options = (cases, "-o", "run", "--no-model", "--engine", "ray", "--ray-address", cluster.address)
    done = batch(*options, env={"PYTHONPATH": os.environ["PYTHONPATH"]})
    assert done.returncode == 0 and "Warning" not in done.stderr and ".cc:" not in done.stderr, done.stderr
    assert {line.split()[0] for line in done.stderr.splitlines()} <= {
        "1",
        "3",
        "仅按法条计算",
        "合计",
        "用时",
    }


def test_ctrl_c_keeps_what_is_finished_and_the_run_goes_on(cluster, tmp_path, batch):
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(3000)))
    options = (cases, "-o", "run", "--no-model", "--engine", "ray", "--ray-address", cluster.address)
    env = {"PYTHONPATH": os.environ["PYTHONPATH"]}
    running = batch(*options, start=True, start_new_session=True, env=env)
    journal = tmp_path / "run/journal.jsonl"
    while running.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130 and "已中断" in err and "Traceback" not in err, err
    assert "RAY_" not in err and ".cc:" not in err, "nothing of Ray's own log"
    kept = len(lines(journal))
    assert kept and batches.run(str(cases), tmp_path / "run", {}, limit=kept + 50).cases == kept + 50


def test_a_dead_head_is_one_sentence_and_exit_5(tmp_path, batch):
    """Left alone, Ray waits for it for a minute and then ends the command with exit code 1 and no word."""
    if find_spec("ray") is None:
        pytest.skip("ray is not installed (make test)")
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(3000)))
    running = batch(cases, "-o", "run", "--no-model", "--engine", "ray", start=True)
    journal = tmp_path / "run/journal.jsonl"
    while running.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.05)
    (head,) = [pid for pid in family(running.pid) if "gcs_server" in name(pid)]
    os.kill(head, signal.SIGKILL)
    _, err = running.communicate(timeout=200)
    assert running.returncode == 5 and "主节点" in err.splitlines()[-1] and ".cc:" not in err, err
    assert lines(journal) and not (tmp_path / "run/results.jsonl").exists()


def name(pid: int) -> str:
    """The program that a process runs."""
    return Path(f"/proc/{pid}/comm").read_text()


@pytest.mark.vllm
def test_a_model_of_the_workers_own(cluster, tiny_qwen2, tmp_path):
    """Each node runs the tiny model; the answers are those of the engine of one machine."""
    cases = write_cases(tmp_path / "cases.jsonl", map(case, range(6)))
    model = ModelOptions(str(tiny_qwen2), max_tokens=40, second_reading="never")
    assert run(cases, tmp_path / "ray", model=model).cases == 6
    batches.run(str(cases), tmp_path / "local", {}, model=model, engine="vllm")
    assert final(tmp_path / "ray") == final(tmp_path / "local")
