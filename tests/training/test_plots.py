"""Pictures: drawn from numbers alone, the same bytes for the same numbers, none of nothing."""

from __future__ import annotations

import json

import pytest

from lexcalc.score.interval import wilson
from training import plots

pytest.importorskip("matplotlib")


def results(hits: int) -> dict:
    share = {"boxed accuracy": wilson(hits, 9).as_dict()}
    empty = {"boxed accuracy": wilson(0, 0).as_dict()}
    scores = {"base": {"EC": share, "TC": empty, "all": share}, "lexpam": {"EC": share, "all": share}}
    return {"sets": {"dev": {"n": 9}, "test": {"n": 9}}, "scores": {"dev": scores, "test": scores}}


def test_the_same_numbers_give_the_same_picture_and_others_another(tmp_path):
    for name, hits in (("a", 3), ("b", 3), ("c", 8)):
        plots.accuracy(results(hits), tmp_path / f"{name}.png")
    a, b, c = ((tmp_path / f"{name}.png").read_bytes() for name in "abc")
    assert a.startswith(b"\x89PNG") and a == b != c


def test_curves_of_what_the_trainer_logged(tmp_path):
    for stage, lines in {
        "sft": [{"step": 10, "loss": 2.0}, {"step": 20, "loss": 1.0}, {"step": 20, "eval_loss": 1.5}],
        "stage1": [{"step": 5, "reward": 0.1, "rewards/accuracy/mean": 0.1}, {"train_runtime": 3.0}],
    }.items():
        (tmp_path / stage).mkdir()
        (tmp_path / stage / "metrics.json").write_text(json.dumps({"history": lines}))
    stages = plots.histories(tmp_path)
    assert list(stages) == ["sft", "stage1"]
    plots.curves(stages, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    plots.curves({"sft": [{"epoch": 1.0}]}, tmp_path / "none.png")
    plots.curves({}, tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
