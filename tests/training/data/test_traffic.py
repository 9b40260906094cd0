"""Traffic questions: told exactly, coherent, answered as the law says."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from training.data.synthesize import LENGTHS
from training.data.traffic import sample
from training.data.traffic_story import BY_CATEGORY
from training.data.traffic_teller import Teller
from training.data.writing import chinese
from training.records import VOICES, Draft, from_draft


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    return [sample(random.Random(f"tc{i}"), VOICES[i % 3]) for i in range(150)]


def test_a_seed_gives_the_same_draft() -> None:
    assert sample(random.Random(7), "layman") == sample(random.Random(7), "layman")
    assert sample(random.Random(7), "layman") != sample(random.Random(8), "layman")


def test_elements_stand_in_the_question(drafts: list[Draft]) -> None:
    for draft in drafts:
        *told, (label, _) = draft.elements
        assert label == "所问"
        assert all(text in draft.question for _, text in told), draft.question
        assert not set("\x01\x02\x03\x04{}[]|") & set(draft.question), draft.question


def test_every_head_payer_and_voice_occurs(drafts: list[Draft]) -> None:
    heads = {head for draft in drafts for head in draft.heads}
    assert {
        "残疾赔偿金",
        "死亡赔偿金",
        "丧葬费",
        "被扶养人生活费",
        "误工费",
        "护理费",
        "住院伙食补助费",
        "营养费",
    } <= heads
    assert {draft.payer for draft in drafts} >= {"交强险", "商业三者险", "保险公司", "侵权人", "全部", None}
    assert {draft.voice for draft in drafts} == set(VOICES)


def test_only_questions_that_lack_a_fact_have_no_answer(drafts: list[Draft]) -> None:
    lacking = 0
    for draft in drafts:
        question = from_draft(draft)
        assert (question.answer is None) == ("lacks" in draft.notes), draft.question
        if question.answer is None:
            lacking += 1
            assert question.missing
            assert any(draft.notes["lacks"] in each for each in question.missing), question.missing
    assert 0.05 < lacking / len(drafts) < 0.15


def test_losses_are_named_as_they_are_added_up(drafts: list[Draft]) -> None:
    places = {head: place for place, head in enumerate(BY_CATEGORY)}
    several = 0
    for draft in drafts:
        losses = [places[label] for label, _ in draft.elements if label in places]
        assert losses == sorted(losses), draft.elements
        several += len(losses) > 1
    assert several > len(drafts) / 4


def test_every_kind_occurs(drafts: list[Draft]) -> None:
    kinds = {draft.pattern.split("/")[0] for draft in drafts}
    assert {"judged", "cars", "drunk", "grades", "nursing", "pay", "device", "victims"} <= kinds


def test_questions_differ_and_have_a_reader_s_length(drafts: list[Draft]) -> None:
    assert len({draft.question for draft in drafts}) == len(drafts)
    lengths = sorted(len(draft.question) for draft in drafts)
    assert lengths[0] >= LENGTHS[0]
    assert lengths[-1] <= 550
    assert lengths[len(lengths) // 2] <= 250
    assert len({draft.pattern for draft in drafts}) > 40


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (6, "六"),
        (10, "十"),
        (16, "十六"),
        (20, "二十"),
        (105, "一百零五"),
        (6865, "六千八百六十五"),
        (12000, "一万二千"),
        (102000, "十万二千"),
        (1050000, "一百零五万"),
        (110, "一百一十"),
        (1216, "一千二百一十六"),
        (10015, "一万零一十五"),
        (100000, "十万"),
        (120300, "十二万零三百"),
    ],
)
def test_chinese_numerals(number: int, written: str) -> None:
    assert chinese(number) == written


def test_money_is_written_exactly() -> None:
    from lexcalc import money

    for voice in VOICES:
        for seed in range(120):
            teller = Teller(random.Random(seed), voice)
            value = teller.amount(20000, 30)
            found = money.find(teller.money(value))
            assert [each.value for each in found] == [Fraction(value)]
