"""The shipped test split is whole, and the command that draws it gives the same bytes again."""

from __future__ import annotations

import json
from collections import Counter
from types import SimpleNamespace

import pytest

from lexcalc.errors import UsageError
from lexcalc.serve.files import sha256
from tests.training.data.test_synthesize import SAMPLERS, settings
from training.data import freeze as module
from training.data import stage
from training.data.freeze import freeze, keep
from training.data.leakage import Leak, benchmark_files, check, gather, read
from training.data.settings import FROZEN, DataSettings, LeakageSettings, Sizes
from training.data.splits import facts_key
from training.records import questions, write


@pytest.fixture(scope="module")
def shipped():
    return questions(FROZEN)


def test_the_shipped_split_is_the_one_of_its_manifest(shipped):
    manifest = json.loads((FROZEN.parent / "manifest.json").read_text())
    assert manifest["sha256"] == sha256(FROZEN) and manifest["questions"] == len(shipped) == 743
    assert Counter(q.scenario for q in shipped) == {"EC": 450, "WC": 194, "TC": 99}
    assert DataSettings().test == Sizes(EC=450, WC=194, TC=99) and DataSettings().frozen_test == FROZEN
    assert len({q.question for q in shipped}) == len({q.id for q in shipped}) == 743


def test_its_answers_are_the_rulebooks(shipped):
    for question in shipped[::5]:
        answer = question.assess()[1].answer
        assert (None if answer is None else f"{float(answer):.2f}") == question.answer, question.id


def test_it_does_not_know_the_benchmarks():
    findings, _ = check(read(FROZEN), gather(benchmark_files(LeakageSettings())), LeakageSettings())
    assert not findings


@pytest.fixture
def loose(monkeypatch):
    """The stand-in sampler has few tellings: its texts may be as alike as they are."""
    monkeypatch.setattr(module, "DataSettings", lambda **given: settings(**{**given, "seed": 5}))


def test_the_command_gives_the_same_bytes_again(tmp_path, loose):
    for name in ("a", "b"):
        freeze(tmp_path / name, Sizes(EC=8), 1, SAMPLERS)
    first, second = (tmp_path / name / "test.jsonl" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes() and len(questions(first)) == 8
    assert json.loads((tmp_path / "a" / "manifest.json").read_text())["scenarios"] == {"EC": 8}


def test_a_split_that_cannot_be_filled_is_not_written(tmp_path, loose, monkeypatch):
    monkeypatch.setattr(module, "DRAWS", 1.0)
    with pytest.raises(UsageError, match="题目不足"):
        freeze(tmp_path, Sizes(EC=60), 1, SAMPLERS)
    assert not (tmp_path / "test.jsonl").exists()


def test_a_runs_own_split_is_kept_unless_it_leaks(tmp_path, shipped):
    for split, kept in (("train", shipped[:5]), ("test", shipped[100:110])):
        write(tmp_path / "data" / f"{split}.jsonl", kept)
    keep(tmp_path, tmp_path / "frozen")
    assert questions(tmp_path / "frozen" / "test.jsonl") == shipped[100:110]
    origin = json.loads((tmp_path / "frozen" / "manifest.json").read_text())["kept_from"]
    assert origin["train.jsonl"] == sha256(tmp_path / "data" / "train.jsonl")
    write(tmp_path / "data" / "train.jsonl", shipped[109:112])
    with pytest.raises(Leak):
        keep(tmp_path, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_training_stays_away_from_a_frozen_split(tmp_path, loose):
    freeze(tmp_path / "frozen", Sizes(EC=8), 1, SAMPLERS)
    frozen = questions(tmp_path / "frozen" / "test.jsonl")
    made = settings(frozen_test=tmp_path / "frozen" / "test.jsonl", test=Sizes(EC=5), train=Sizes(EC=40))
    recipe = SimpleNamespace(output=tmp_path, data=made)
    stage.run(recipe, samplers=SAMPLERS)
    train, test = (questions(tmp_path / "data" / f"{name}.jsonl") for name in ("train", "test"))
    assert test == frozen[:5] and len(train) == 40
    assert {q.pattern for q in frozen}.isdisjoint(q.pattern for q in train)
    assert {facts_key(q) for q in frozen}.isdisjoint(map(facts_key, train))


def test_another_frozen_split_is_another_stage(tmp_path, capsys):
    write(tmp_path / "frozen.jsonl", questions(FROZEN)[:3])
    made = settings(frozen_test=tmp_path / "frozen.jsonl", train=Sizes(EC=4), validation=Sizes())
    recipe = SimpleNamespace(output=tmp_path, data=made)
    stage.run(recipe, samplers=SAMPLERS)
    write(tmp_path / "frozen.jsonl", questions(FROZEN)[3:6])
    stage.run(recipe, samplers=SAMPLERS)
    assert "nothing to do" not in capsys.readouterr().err
