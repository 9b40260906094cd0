"""The stage writes what the next ones read, says when it is complete, and fails on a leak."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.training.data.test_synthesize import SAMPLERS, settings
from training.data import stage
from training.data.leakage import Leak
from training.data.settings import LeakageSettings
from training.records import Question, questions, write


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    recipe = SimpleNamespace(output=tmp_path_factory.mktemp("run"), data=settings())
    stage.run(recipe, samplers=SAMPLERS)
    return recipe


def test_files(recipe):
    folder = recipe.output / "data"
    assert {path.name for path in folder.iterdir()} == {
        *("train.jsonl", "validation.jsonl", "test.jsonl"),
        *("summary.json", "diversity.json", "leakage.json"),
    }
    assert len(questions(folder / "train.jsonl")) == 40 and len(questions(folder / "test.jsonl")) == 8
    assert json.loads((folder / "leakage.json").read_text())["leaks"] == 0
    assert json.loads((folder / "diversity.json").read_text())["EC"]["questions"] == 40
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["files"]["test.jsonl"]["questions"] == 8 and summary["drafts"]["EC"]["drawn"] >= 52


def test_a_complete_stage_is_not_repeated(recipe, capsys):
    stage.run(recipe, samplers=SAMPLERS)
    assert "nothing to do" in capsys.readouterr().err


def test_a_planted_duplicate_fails_the_stage(recipe, tmp_path):
    """An extracted question that stands in the test split, with another wage."""
    planted = questions(recipe.output / "data" / "test.jsonl")[0]
    text = planted.question.replace("年", "年 ")
    write(tmp_path / "extracted.jsonl", [Question(**{**vars(planted), "question": text, "facts": {}})])
    leaking = SimpleNamespace(
        output=tmp_path / "run", data=settings(extracted=[tmp_path / "extracted.jsonl"])
    )
    with pytest.raises(Leak, match=r"train\.jsonl"):
        stage.run(leaking, samplers=SAMPLERS)
    assert not (tmp_path / "run" / "data" / "summary.json").exists()


def test_a_dry_run_writes_nothing(tmp_path, capsys):
    stage.run(SimpleNamespace(output=tmp_path / "run", data=settings()), dry_run=True, samplers=SAMPLERS)
    assert not (tmp_path / "run").exists()
    assert "drawn" in capsys.readouterr().err


def test_default_sizes_are_the_papers_and_ten_times_as_many():
    from training.data.settings import DataSettings

    sizes = DataSettings()
    assert (sizes.test.EC, sizes.test.WC, sizes.test.TC) == (450, 194, 99)
    assert all(sizes.train.of(s) >= 10 * sizes.test.of(s) for s in ("EC", "WC", "TC"))
    assert LeakageSettings().against is None
