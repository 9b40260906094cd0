"""The schedule by steps and by time, and which checkpoints count as whole."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

pytest.importorskip("transformers")

from training.clock import MARK, Clock, last_checkpoint, schedule


@pytest.mark.parametrize("shape", ["linear", "cosine", "constant"])
def test_by_steps_the_rate_rises_then_falls_to_nothing(shape):
    factor = schedule(shape, 0.1, 100, Clock(None))
    values = [factor(step) for step in range(101)]
    assert 0 < values[0] < values[5] < values[10] == max(values) == 1
    assert all(a >= b for a, b in pairwise(values[10:]))
    assert values[100] == pytest.approx(1 if shape == "constant" else 0)
    assert min(schedule("linear", 0.03, 8, Clock(None))(step) for step in range(8)) > 0
    assert max(schedule("linear", 0.03, 8, Clock(None))(step) for step in range(8)) <= 1


def test_by_time_the_rate_follows_the_budget_unless_the_steps_are_further_on():
    clock = Clock(10)
    factor = schedule("linear", 0.1, 1000, clock)
    clock.share = 0.55
    assert factor(3) == pytest.approx(0.5)
    assert factor(900) == pytest.approx(1 / 9)
    clock.share = 1.0
    assert factor(3) == 0


def test_only_whole_checkpoints_are_gone_on_from(tmp_path):
    assert last_checkpoint(tmp_path / "none") is None and last_checkpoint(tmp_path) is None
    for step in (2, 10, 9):
        (tmp_path / f"checkpoint-{step}").mkdir()
    (tmp_path / "checkpoint-12").mkdir()  # broken off: without its mark
    for step in (2, 10, 9):
        (tmp_path / f"checkpoint-{step}" / MARK).write_text(
            json.dumps({"seconds": 7.5, "tokens": 30, "share": 0.25})
        )
    last = last_checkpoint(tmp_path)
    assert last.name == "checkpoint-10"
    clock = Clock(5)
    clock.resume(last)
    assert (clock.seconds, clock.tokens, clock.share) == (7.5, 30, 0.25)
