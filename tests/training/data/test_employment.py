"""Questions of employment law: the same seed gives the same draft, and all it needs is told."""

from random import Random

import pytest

from lexcalc import money
from training.data import employment
from training.data.employment_forms import collect, expand
from training.data.writing import chinese
from training.records import VOICES, from_draft


def drafts(count: int, seed: int = 7):
    return [employment.sample(Random(seed * 1000 + i), VOICES[i % 3]) for i in range(count)]


def test_the_same_seed_gives_the_same_draft():
    assert drafts(30) == drafts(30)


def test_every_element_stands_in_the_question_and_the_asked_one_is_last():
    for draft in drafts(300):
        assert draft.elements[-1][0] == "所问"
        assert all(text in draft.question for _, text in draft.elements)
        assert not set("⟦⟧{}[]<>|") & set(draft.question), draft.question


def test_only_questions_that_lack_a_fact_have_no_answer():
    for draft in drafts(150):
        question = from_draft(draft)
        assert (question.answer is None) == ("missing" in draft.notes), question
        assert bool(question.missing) == (question.answer is None)


def test_questions_differ():
    texts = [draft.question for draft in drafts(300)]
    assert len(set(texts)) == len(texts)
    assert len({draft.pattern for draft in drafts(300)}) > 60


@pytest.mark.parametrize("number", [10, 15, 205, 1000, 3050, 8500, 10_000, 12_000, 20_300, 101_010])
def test_chinese_numerals_read_back(number):
    assert money.numeral(chinese(number)) == number


def test_templates():
    assert expand(Random(1), "[甲|甲]{x}", {"x": "⟦入职|2019年⟧"}) == "甲⟦入职|2019年⟧"
    assert collect("甲⟦入职|2019年⟧。⟦|5元⟧") == ("甲2019年。5元", (("入职", "2019年"),))
    with pytest.raises(ValueError, match="谁"):
        collect(expand(Random(1), "{谁}", {}))


def test_every_head_of_the_rulebook_is_asked_and_totals_too():
    from lexcalc.law import load_rulebook

    asked = {head for draft in drafts(1000, seed=3) for head in draft.heads}
    assert asked == set(load_rulebook().items("EC"))
    assert sum(len(draft.heads) > 1 for draft in drafts(300)) > 15


def test_what_is_missing_is_said():
    for draft in drafts(200, seed=5):
        if lacking := draft.notes.get("missing"):
            assert lacking not in draft.facts
            assert from_draft(draft).answer is None
