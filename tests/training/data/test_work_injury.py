"""Work-injury questions: reproducible, grounded, answered by the rulebook, and telling all that they use."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from functools import cache

import pytest

from lexcalc.case.model import Asked, Case, Duration, Fact
from lexcalc.law.facts import parse_fact
from lexcalc.money import find
from training.data import work_injury_accounts as accounts
from training.data import work_injury_forms as forms
from training.data import work_injury_plots as plots
from training.data import work_injury_telling as telling
from training.data.work_injury import sample
from training.data.work_injury_near import near
from training.data.work_injury_scene import Scene, phrases
from training.data.writing import bank, chinese
from training.records import VOICES, Draft, Question, from_draft

COUNT = 300


@cache
def drafts() -> tuple[Draft, ...]:
    return tuple(sample(random.Random(f"test-{i}"), VOICES[i % 3]) for i in range(COUNT))


@cache
def questions() -> tuple[Question, ...]:
    return tuple(from_draft(draft) for draft in drafts())


def test_the_same_seed_gives_the_same_draft() -> None:
    for i, draft in enumerate(drafts()[:30]):
        assert sample(random.Random(f"test-{i}"), VOICES[i % 3]) == draft


def test_every_element_stands_in_the_question() -> None:
    for draft in drafts():
        assert draft.elements[-1][0] == "所问"
        assert all(text and text in draft.question for _, text in draft.elements[:-1]), draft
        asked = draft.elements[-1][1]
        assert asked in draft.question or asked.split("、") == list(draft.heads), draft


def test_no_slot_mark_or_alternative_is_left() -> None:
    for draft in drafts():
        assert not set("{}[]|\ue000\ue001\ue002") & set(draft.question), draft.question


def test_facts_survive_being_written() -> None:
    for question in questions():
        for name, text in question.facts.items():
            value = parse_fact(name, text).value
            assert isinstance(value, Fraction | str | bool | list | Duration) or hasattr(value, "year")


def test_every_sum_of_the_facts_is_told() -> None:
    """Each amount of money among the facts stands in the text, or its twelvefold does."""
    names = (
        "月缴费工资",
        "原月工资",
        "统筹地区月平均工资",
        "解除时月平均工资",
        "停工留薪期已付",
        "人均可支配收入",
    )
    for draft in drafts():
        told = {amount.value for amount in find(draft.question)}
        for name in names:
            value = draft.facts.get(name)
            if name == "停工留薪期已付" and "每月已付" in draft.notes:
                value = Fraction(draft.notes["每月已付"])  # told by the month
            if isinstance(value, Fraction):
                assert value in told or value * 12 in told, (name, draft.question)


def test_the_heads_and_voices_are_spread() -> None:
    heads = Counter(head for draft in drafts() for head in draft.heads)
    common = (
        "一次性伤残补助金",
        "停工留薪期工资",
        "伤残津贴",
        "一次性工亡补助金",
        "丧葬补助金",
        "供养亲属抚恤金",
    )
    rarer = (
        "生活护理费",
        "一次性工伤医疗补助金",
        "一次性伤残就业补助金",
        "非法用工一次性赔偿金",
        "住院伙食补助费",
    )
    assert all(heads[head] for head in (*common, *rarer)), heads
    assert heads["一次性伤残补助金"] == max(heads.values())
    assert any(d.payer == "用人单位" for d in drafts()) and any(d.payer == "工伤保险基金" for d in drafts())
    assert any(d.deduct_paid for d in drafts())
    several = sum(len(d.heads) > 1 for d in drafts()) / COUNT
    assert 0.2 < several < 0.5
    assert len({d.pattern for d in drafts()}) > 60
    assert len({d.question for d in drafts()}) == COUNT


def test_a_question_without_an_answer_says_what_is_missing() -> None:
    lacking = [q for q in questions() if q.answer is None]
    assert 0.03 < len(lacking) / COUNT < 0.15
    assert all(q.missing for q in lacking)
    untold = [q for q in questions() if q.notes.get("omitted")]
    assert untold and sum(q.answer is None for q in untold) / len(untold) > 0.7


# By hand: 13 × 5,000; a wage below 60 % of 8,000; above 300 %; the law before 2011.
@pytest.mark.parametrize(
    ("facts", "head", "amount"),
    [
        ("受伤日=2023-05-06 伤残等级=7 月缴费工资=5000 统筹地区月平均工资=8000", "一次性伤残补助金", 65000),
        ("受伤日=2023-05-06 伤残等级=7 月缴费工资=3600 统筹地区月平均工资=8000", "一次性伤残补助金", 62400),
        ("受伤日=2023-05-06 伤残等级=1 月缴费工资=30000 统筹地区月平均工资=8000", "一次性伤残补助金", 648000),
        ("受伤日=2008-05-06 伤残等级=7 月缴费工资=2000 统筹地区月平均工资=2200", "一次性伤残补助金", 24000),
        ("受伤日=2023-05-06 停工留薪期=12 停工留薪期延长=3 原月工资=5000", "停工留薪期工资", 75000),
        ("死亡日=2023-05-06 死亡情形=因工死亡 统筹地区月平均工资=8000", "丧葬补助金", 48000),
    ],
)
def test_gold_is_what_the_statute_gives(facts: str, head: str, amount: int) -> None:
    text = "某职工的" + head + "是多少？"
    parsed = dict(pair.split("=") for pair in facts.split())
    values = {name: parse_fact(name, value).value for name, value in parsed.items()}
    draft = Draft("WC", text, values, (head,), (("所问", head),), "exam", "test")
    assert from_draft(draft).answer == f"{amount}.00"


def test_no_worker_is_paid_for_an_accident_before_the_regulation() -> None:
    for question in questions():
        day = question.facts.get("受伤日") or question.facts.get("死亡日")
        assert day is None or "2004-01-01" <= day <= "2025-12-31"


def test_a_case_can_be_made_of_the_facts_alone() -> None:
    draft = drafts()[0]
    case = Case(text="", scenario="WC", asked=Asked(draft.heads))
    for name, value in draft.facts.items():
        case.supply(Fact(name, value))
    assert len(case.facts) == len(draft.facts)


@pytest.mark.parametrize("number", [10, 16, 101, 1010, 6850, 10251, 25000, 100_010, 120_300])
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert [amount.value for amount in find(chinese(number) + "元")] == [number]


def test_every_way_of_writing_an_amount_has_its_value() -> None:
    rng = random.Random(5)
    for value in (
        Fraction(6800),
        Fraction(6850),
        Fraction(12_000),
        Fraction("7263.5"),
        Fraction(48_000),
        Fraction(123_450),
    ):
        for voice in VOICES:
            for _ in range(40):
                text = forms.money(rng, value, voice)
                assert [amount.value for amount in find("工资" + text + "，")] == [value], text


def test_what_stands_near_changes_no_fact_and_comes_often() -> None:
    added = 0
    for i in range(120):
        scene = Scene(random.Random(f"near-{i}"), VOICES[i % 3])
        plots.disabled(scene, (plots.LUMP, plots.LEAVE) if i % 2 else (plots.LUMP,))
        facts, asked = dict(scene.facts), list(scene.heads)
        before = sum(map(len, scene.clauses.values()))
        near(scene)
        added += sum(map(len, scene.clauses.values())) - before
        assert (scene.facts, scene.heads) == (facts, asked)
    assert added > 80


@pytest.mark.parametrize("name", ["work_injury", "work_injury_asks"])
def test_further_wordings_join_those_that_are_there(name: str) -> None:
    known, more, joined = bank(name), bank(f"{name}_more"), phrases(name)
    assert set(more) <= set(known) == set(joined)
    for key, voices in more.items():
        for voice, added in voices.items():
            before = known[key].get(voice, known[key].get("any"))
            assert before and joined[key][voice] == [*before, *added], (key, voice)


def test_every_order_of_telling_has_every_group() -> None:
    orders = [set(order.split()) for order in telling._SKELETONS.values()]
    assert all(order == orders[0] for order in orders)
    assert all(len(order.split()) == len(orders[0]) for order in telling._SKELETONS.values())


def test_of_a_whole_account_only_the_payers_part_is_asked() -> None:
    """By the head, the insured employer owes three; nobody else's figures become elements."""
    for i in range(120):
        scene = Scene(random.Random(f"whole-{i}"), VOICES[i % 3])
        accounts.whole(scene)
        told = "".join(map("".join, scene.clauses.values()))
        if scene.ask == "open_firm":
            assert set(scene.heads) <= {"停工留薪期工资", "停工留薪期护理费", "一次性伤残就业补助金"}
            assert "\ue000医疗补助金" not in told and "\ue000住院天数" not in told
        if scene.ask == "open_fund":
            assert scene.payer == "工伤保险基金" and "一次性伤残就业补助金" not in scene.heads
            assert "\ue000就业补助金" not in told
        if scene.ask != "one":
            assert scene.extra[-1] == ("所问", "、".join(scene.heads))
