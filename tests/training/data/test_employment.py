"""Questions of employment law: the same seed gives the same draft, and all it needs is told."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from lexcalc import money
from lexcalc.reasoning.arithmetic import evaluate
from training.data import employment
from training.data.employment_average import WAYS
from training.data.employment_forms import collect, day, expand, same_year
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


def test_what_is_told_in_parts_comes_to_the_fact():
    seen: set[str] = set()
    for draft in drafts(500, seed=11):
        for name, chain in draft.notes.items():
            if not name.startswith("work:"):
                continue
            value = Fraction(0)
            for expression in chain.split(";"):
                found = evaluate(expression.replace("_", money.plain(value)))
                assert found is not None, expression
                value = found
            fact = name.removeprefix("work:")
            assert value == draft.facts[fact], draft
            seen |= {fact, draft.notes.get("avg", "")}
    assert {"月平均工资", "年休假月工资", "未休年休假天数", "休息日加班天数", *WAYS} <= seen


def test_one_question_in_twelve_lacks_a_fact():
    lacking = [draft.notes["missing"] for draft in drafts(900, seed=13) if "missing" in draft.notes]
    assert 0.08 * 900 <= len(lacking) <= 0.15 * 900
    assert {"月平均工资", "入职日", "社平月工资", "最低工资"} <= set(lacking)


def test_days_in_characters_and_without_a_year():
    when = date(2023, 3, 21)
    assert day(Random(1), "judgment", when, "han") == "二〇二三年三月二十一日"
    assert day(Random(1), "layman", when, "year in characters") == "二〇二三年3月21号"
    text = "自⟦入职|2023年3月1日⟧到⟦解除|2023年9月30日⟧，⟦签|2024年1月5日⟧"
    told = {same_year(Random(i), text) for i in range(40)}
    assert "自⟦入职|2023年3月1日⟧到⟦解除|9月30日⟧，⟦签|2024年1月5日⟧" in told
    assert all("⟦签|2024年1月5日⟧" in each for each in told)


def test_some_judgments_have_paragraphs():
    judgments = [draft.question for draft in drafts(300, seed=17) if draft.voice == "judgment"]
    assert sum(text.count("\n") > 1 for text in judgments) > len(judgments) / 20
    assert not any(text.endswith("\n") or "\n\n" in text for text in judgments)
