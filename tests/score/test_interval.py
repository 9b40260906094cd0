"""Wilson intervals as they are published, and the exact test of two runs."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from lexcalc.score.interval import wilson
from lexcalc.score.paired import Paired, mcnemar


def test_published_intervals_are_reproduced():
    assert str(wilson(47, 99)) == "47/99 47.5% [37.9, 57.2]"
    assert str(wilson(0, 28)).endswith("[0.0, 12.1]") and str(wilson(0, 0)) == "–"


@pytest.mark.parametrize(("b", "c"), [(0, 0), (0, 1), (5, 5), (1, 9), (9, 1), (0, 30), (12, 25), (7, 8)])
def test_p_is_the_two_tails_of_a_fair_coin(b, c):
    n = b + c
    weights = [comb(n, k) for k in range(n + 1)]
    as_uneven = [w for k, w in enumerate(weights) if abs(2 * k - n) >= abs(b - c)]
    assert Paired(100, b, c).p == Fraction(sum(as_uneven), 2**n)


def test_only_discordant_pairs_count():
    found = mcnemar([(True, True)] * 50 + [(False, False)] * 9 + [(True, False)] * 2 + [(False, True)] * 8)
    assert (found.n, found.only_first, found.only_second) == (69, 2, 8)
    assert found.p == Fraction(7, 64)  # 2 × (1 + 10 + 45) / 1024


def test_many_discordant_pairs_are_no_burden():
    assert 0 < Paired(40_000, 9_900, 10_100).p < 1
