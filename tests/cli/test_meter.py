"""What a long run says of itself in a log: how far it is, how fast, and how much is left."""

from __future__ import annotations

import pytest

from lexcalc.cli import meter as module
from lexcalc.cli.meter import EVERY, RunMeter


@pytest.fixture
def clock(monkeypatch):
    """The time of the meter, in the hand of the test."""
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def said(monkeypatch):
    lines = []
    monkeypatch.setattr(module.progress, "say", lines.append)
    monkeypatch.setattr(module.sys.stderr, "isatty", lambda: False, raising=False)
    return lines


def test_the_time_left_is_judged_from_the_first_finished_case_on(clock, said):
    shown = RunMeter()
    shown.begin(1000)
    clock[0] += 300  # a cluster that starts
    shown.step(1, 1, 0)
    clock[0] += 60
    shown.step(101, 101, 2)
    assert "约余" not in said[0] and said[0].startswith("1 件，失败 0")
    assert said[1].startswith("101 件，失败 2") and said[1].endswith("约余 9 分钟")  # 899 of 100 a minute


def test_no_line_sooner_than_the_interval_and_nothing_left_where_the_total_is_unknown(clock, said):
    shown = RunMeter()
    shown.begin(None)
    for _ in range(3):
        clock[0] += EVERY / 2
        shown.step(10, 10, 0)
    assert len(said) == 1 and "约余" not in said[0]
