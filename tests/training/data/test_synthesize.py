"""The set depends on the seed alone; splits share no pattern, facts or near-equal text."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lexcalc.errors import UsageError
from tests.training import sampler
from training.data.settings import DataSettings, LeakageSettings, Sizes
from training.data.splits import SPLITS, facts_key
from training.data.synthesize import faults, shares, synthesize
from training.records import Draft

SAMPLERS = {"EC": "tests.training.sampler"}
# The stand-in has few tellings, so that its texts are more alike than a real sampler's.
LOOSE = LeakageSettings(plain=0.95, masked=0.97, against=[])


def settings(**more):
    sizes = {"train": Sizes(EC=40), "validation": Sizes(EC=4), "test": Sizes(EC=8)}
    small = {"frozen_test": None, "seed": 5, "workers": 1, "voices": {"exam": 1.0}}
    return DataSettings(**{**sizes, **small, "near_duplicate": 0.97, "leakage": LOOSE, **more})


@pytest.fixture(scope="module")
def made():
    return synthesize(settings(), samplers=SAMPLERS)


def test_sizes_by_split_and_voice():
    small = settings(
        train=Sizes(EC=20), validation=Sizes(), voices={"exam": 0.4, "judgment": 0.3, "layman": 0.3}
    )
    splits, summaries = synthesize(small, samplers=SAMPLERS)
    assert [len(splits[split]) for split in SPLITS] == [20, 0, 8], summaries["EC"]
    assert summaries["EC"].kept["train/exam"] == 8 and summaries["EC"].kept["train/layman"] == 6
    assert not summaries["EC"].short


def test_any_number_of_processes_gives_the_same_set(made):
    splits, _ = synthesize(settings(workers=2), samplers=SAMPLERS)
    assert splits == made[0]


def test_another_seed_gives_another_set(made):
    splits, _ = synthesize(settings(seed=6), samplers=SAMPLERS)
    assert {q.id for q in splits["train"]}.isdisjoint(q.id for q in made[0]["train"])


def test_splits_share_neither_patterns_nor_facts_nor_texts(made):
    splits, _ = made
    held = {q.pattern for q in splits["test"]}
    assert held.isdisjoint(q.pattern for split in ("train", "validation") for q in splits[split])
    for key in (facts_key, lambda q: q.question):
        sets = [{key(q) for q in splits[split]} for split in SPLITS]
        assert sum(map(len, sets)) == len(set().union(*sets)) or key is facts_key
        assert not (sets[0] & sets[2] or sets[0] & sets[1] or sets[1] & sets[2])


def test_gold_is_the_rulebooks_and_missing_facts_are_named(made):
    questions = made[0]["train"]
    for question in questions:
        assert question.notes["reader"] in ("equal", "refused")
        if question.answer is None:
            assert any("月平均工资" in each for each in question.missing)
        else:
            assert Fraction(question.answer) % (Fraction(question.facts["月平均工资"]) / 2) == 0
    assert 0 < sum(q.answer is None for q in questions) < 15


def test_known_texts_keep_their_likes_out(made):
    known = made[0]["test"][0].question
    splits, summaries = synthesize(settings(), [known], SAMPLERS)
    assert all(q.question != known for split in SPLITS for q in splits[split])
    assert any(reason.startswith("benchmark") for reason in summaries["EC"].dropped)


def test_what_the_reader_contradicts_is_dropped_unless_kept(monkeypatch):
    monkeypatch.setattr("training.data.synthesize.reader", lambda question: "differs")
    small = settings(train=Sizes(EC=3), validation=Sizes(), test=Sizes(), max_draws=2)
    splits, summaries = synthesize(small, samplers=SAMPLERS)
    assert not splits["train"] and summaries["EC"].short and summaries["EC"].dropped["reader differs"]
    splits, _ = synthesize(small.model_copy(update={"keep_contradicted": True}), samplers=SAMPLERS)
    assert len(splits["train"]) == 3


def test_a_sampler_that_only_fails_is_named(monkeypatch):
    monkeypatch.setattr(sampler, "sample", lambda rng, voice: 1 / 0)
    with pytest.raises(UsageError, match=r"tests.training.sampler.*ZeroDivisionError"):
        synthesize(settings(), samplers=SAMPLERS)


def test_faults_of_a_draft():
    def draft(text, elements=(("所问", "补偿"),)):
        return Draft("EC", text, {}, ("经济补偿",), elements, "exam", "p")

    sound = "王某在某公司工作三年后被裁员，问补偿多少。"
    assert faults(draft(sound)) is None
    assert faults(draft("太短")) == "length"
    assert faults(draft(sound + "{wage}")) == "broken text"
    assert faults(draft(sound, (("年限", "三年"),))) == "no 所问"
    assert faults(draft(sound, (("年限", "四年"), ("所问", "补偿")))) == "element not in text"


def test_shares_add_up():
    assert shares(10, {"exam": 0.4, "judgment": 0.3, "layman": 0.3}) == {
        "exam": 4,
        "judgment": 3,
        "layman": 3,
    }
    assert sum(shares(99, {"exam": 0.4, "judgment": 0.3, "layman": 0.3}).values()) == 99
