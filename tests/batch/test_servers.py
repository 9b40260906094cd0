"""Several servers of one model: all of them work, and one that is gone leaves its cases to the others."""

from __future__ import annotations

import pytest

from lexcalc.batch import engines
from lexcalc.batch import run as batches
from lexcalc.batch.engines import ModelOptions
from lexcalc.errors import ServerError
from lexcalc.serve import client
from tests.batch.conftest import final, lines, write_cases
from tests.cli.conftest import CASE, GOOD, server

other = server  # a second one
GONE = "http://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(client, "RETRY_DELAYS", (0.01,))
    monkeypatch.setattr(engines, "RETRY_DELAYS", (0.01,))


@pytest.fixture
def cases(tmp_path):
    return write_cases(tmp_path / "cases.jsonl", [{"id": f"g{n}", "question": CASE} for n in range(12)])


def run(cases, folder, *urls):
    model = ModelOptions("fake", " , ".join(urls), second_reading="never")
    return batches.run(str(cases), folder, {}, model=model, jobs=2)


def test_all_servers_work_and_the_results_are_those_of_one(cases, tmp_path, server, other):
    server.reply(GOOD)
    other.reply(GOOD)
    assert server.url != other.url
    assert run(cases, tmp_path / "two", server.url, other.url).reports == 12
    assert server.requests and other.requests and len(server.requests) + len(other.requests) == 12
    run(cases, tmp_path / "one", server.url)
    assert final(tmp_path / "two") == final(tmp_path / "one")


def test_one_that_is_gone_leaves_its_cases_to_the_others(cases, tmp_path, server, capsys):
    server.reply(GOOD)
    assert run(cases, tmp_path / "run", GONE, server.url).reports == 12
    assert len(server.requests) == 12 and not lines(tmp_path / "run/failures.jsonl")
    assert capsys.readouterr().err.count(GONE) == 1  # said once, by its address


def test_when_all_are_gone_the_run_ends(cases, tmp_path):
    with pytest.raises(ServerError):
        run(cases, tmp_path / "run", GONE, "http://127.0.0.1:10/v1")
