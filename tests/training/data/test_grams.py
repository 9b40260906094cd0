"""Folding, masking, and an index that agrees with the direct comparison."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from training.data.grams import Index, grams, masked, plain, share


def test_plain_folds_width_blanks_and_punctuation_but_keeps_figures_apart():
    assert plain("月工资 ７,２６０元。") == plain("月工资7260元") != plain("月工资7261元")
    assert plain("12.5天") != plain("125天")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("月工资7,260.50元，共3个月", "月工资八千五元，共十二个月"),
        ("王某某入职", "李某入职"),
        ("原告陈某与被告甲公司", "原告周某乙与被告乙公司"),
        ("张师傅受伤", "老李受伤"),
        ("林建国驾驶小轿车", "孙伟驾驶小轿车"),
        ("责任比例70%", "责任比例三十"),
        ("2024年6月30日", "二〇一九年三月一日"),
    ],
)
def test_masking_makes_figures_and_names_alike(a, b):
    assert masked(a) == masked(b)


def test_masking_keeps_what_is_told():
    assert masked("公司裁员") != masked("公司破产")


def test_the_index_agrees_with_the_direct_comparison():
    rng = Random(2)
    pieces = ["".join(chr(0x4E00 + rng.randrange(900)) for _ in range(20)) for _ in range(12)]
    texts = ["".join(rng.choices(pieces, k=5)) for _ in range(60)]
    all_grams = [grams(text) for text in texts]
    index = Index()
    for start in range(0, 50, 7):
        index.add(all_grams[start : min(50, start + 7)])
    assert len(index) == 50
    for asked in all_grams[40:]:
        expected = [share(asked, other) for other in all_grams[:50]]
        assert np.allclose(index.shares(asked), expected)
        number, best = index.nearest(asked)
        assert best == pytest.approx(max(expected)) and expected[number] == pytest.approx(best)


def test_empty_and_short_texts():
    assert len(grams("")) == 0 and share(grams(""), grams("案情")) == 0
    assert share(grams("案情"), grams("案情")) == 1
    assert Index().nearest(grams("案情")) == (-1, 0.0)
