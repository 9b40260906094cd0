"""What must hold for every case, whatever the articles say: the engine on randomly drawn cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.case.model import Asked, Case, Fact, Scenario
from lexcalc.law import Assessment, Rulebook, assess, load_rulebook

from .generate import Draw, Drawn
from .test_agreement import DRAW, open_point

SCENARIOS: tuple[Scenario, ...] = ("EC", "WC", "TC")
# Facts of other scenarios, which no rule of the own one names.
STRANGE = {
    "EC": {
        "营养天数": Fraction(7),
        "生活自理障碍": "完全不能自理",
        "商业险免赔率": Fraction(1, 5),
        "受害人故意": True,
    },
    "WC": {"加班工资基数": Fraction(9000), "精神损害优先": True, "责任比例": Fraction(3, 10)},
    "TC": {"上月工资": Fraction(8000), "未签书面合同": True, "待遇月数": Fraction(12), "难以安排工作": True},
}
seeds = st.integers(0, 10**9)
lightly = settings(max_examples=80, deadline=None)


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def applied(scenario: Scenario, case: Drawn, **options: Any) -> Assessment:
    """The engine's assessment of a case."""
    facts, heads, payer = case
    asked = Case(text="", scenario=scenario, asked=Asked(heads, payer))
    for name, value in facts.items():
        asked.facts.add(Fact(name, value, "user"))
    return assess(asked, rulebook(), **options)


def drawn(scenario: Scenario, seed: int, *heads: str) -> Drawn:
    """A case of the scenario, of the given first head if any, that no open point touches."""
    source = Draw(seed)
    while True:
        case = DRAW[scenario](source)
        if (not heads or case[1][0] in heads) and open_point(scenario, *case[:2]) is None:
            return case


@pytest.mark.parametrize("scenario", SCENARIOS)
@lightly
@given(seed=seeds)
def test_no_item_is_negative_and_they_sum_to_the_answer(scenario: Scenario, seed: int) -> None:
    facts, heads, _ = drawn(scenario, seed)
    result = applied(scenario, (facts, heads, None))
    assert all(line.amount >= 0 for line in result.items)
    if result.answer is not None:
        assert sum(line.amount for line in result.items if line.head in heads) == result.answer


@lightly
@given(seed=seeds)
def test_payers_share_what_is_due_and_no_more_than_the_loss(seed: int) -> None:
    facts, heads, payer = drawn("TC", seed)
    loss = applied("TC", (facts, heads, None)).answer
    whole = applied("TC", (facts, heads, "全部"))
    if payer is None or whole.answer is None:
        return
    assert all(amount >= 0 for amount in whole.payers.values())
    assert whole.answer <= loss
    insurers = applied("TC", (facts, heads, "保险公司")).answer
    wrongdoer = applied("TC", (facts, heads, "侵权人")).answer
    if None not in (insurers, wrongdoer) and "其他机动车" not in facts:
        assert insurers + wrongdoer == whole.answer
    if insurers is not None and "商业三者险限额" in facts and not facts.get("车上人员责任险限额"):
        compulsory = applied("TC", (facts, heads, "交强险")).answer
        assert insurers - compulsory <= facts["商业三者险限额"]
        assert compulsory <= 200_000


@lightly
@given(seed=seeds)
def test_fund_and_employer_pay_everything(seed: int) -> None:
    facts, heads, _ = drawn("WC", seed)
    parts = [applied("WC", (facts, heads, payer)).answer for payer in ("工伤保险基金", "用人单位", "全部")]
    if None not in parts:
        assert parts[0] + parts[1] == parts[2]
        assert facts.get("参保") is not False or parts[0] == 0


RISING = [
    ("EC", "加班费", "加班工资基数"),
    ("EC", "未休年休假工资", "年休假月工资"),
    ("EC", "代通知金", "上月工资"),
    ("EC", "二倍工资差额", "月工资"),
    ("EC", "竞业限制补偿", "月平均工资"),
    ("EC", "违法约定试用期赔偿金", "试用期满月工资"),
    ("EC", "经济补偿个人所得税", "一次性补偿收入"),
    ("WC", "一次性伤残补助金", "月缴费工资"),
    ("WC", "伤残津贴", "月缴费工资"),
    ("WC", "供养亲属抚恤金", "月缴费工资"),
    ("WC", "停工留薪期工资", "原月工资"),
    ("WC", "生活护理费", "统筹地区月平均工资"),
    ("WC", "丧葬补助金", "统筹地区月平均工资"),
    ("TC", "残疾赔偿金", "人均可支配收入"),
    ("TC", "死亡赔偿金", "人均可支配收入"),
    ("TC", "被扶养人生活费", "人均消费支出"),
]


@pytest.mark.parametrize(("scenario", "head", "name"), RISING, ids=[row[1] for row in RISING])
@settings(max_examples=25, deadline=None)
@given(seed=seeds, percent=st.integers(1, 300))
def test_more_wage_or_income_never_means_less(
    scenario: Scenario, head: str, name: str, seed: int, percent: int
) -> None:
    facts, _, _ = drawn(scenario, seed, head)
    if name not in facts:
        return
    more = facts | {name: facts[name] * (100 + percent) / 100}
    before = applied(scenario, (facts, (head,), None)).answer
    after = applied(scenario, (more, (head,), None)).answer
    assert before is None or after is None or after >= before


@lightly
@given(seed=seeds, grade=st.integers(2, 10))
def test_a_graver_injury_never_means_less(seed: int, grade: int) -> None:
    facts, _, _ = drawn("WC", seed, "一次性伤残补助金", "非法用工一次性赔偿金")
    for head in ("一次性伤残补助金", "非法用工一次性赔偿金"):
        lighter, graver = (
            applied("WC", (facts | {"伤残等级": Fraction(g)}, (head,), None)).answer
            for g in (grade, grade - 1)
        )
        assert lighter is None or graver is None or graver >= lighter


@pytest.mark.parametrize("scenario", SCENARIOS)
@lightly
@given(seed=seeds)
def test_facts_of_another_kind_of_case_change_nothing(scenario: Scenario, seed: int) -> None:
    case = drawn(scenario, seed)
    plain = applied(scenario, case)
    strange = applied(scenario, (case[0] | STRANGE[scenario], *case[1:]))
    assert (strange.answer, strange.payers) == (plain.answer, plain.payers)


@pytest.mark.parametrize("scenario", ["EC", "WC"])
@lightly
@given(seed=seeds)
def test_a_later_trial_changes_nothing_in_labour_cases(scenario: Scenario, seed: int) -> None:
    case = drawn(scenario, seed)
    results = [applied(scenario, case, trial_date=day).answer for day in (date(2025, 7, 1), date(2026, 7, 1))]
    assert results[0] == results[1]


@lightly
@given(seed=seeds)
def test_compulsory_limits_follow_the_accident_not_the_trial(seed: int) -> None:
    facts, heads, payer = drawn("TC", seed)
    later = facts | {"一审辩论终结日": date(2026, 7, 1)}
    if payer is not None:
        results = [applied("TC", (known, heads, "交强险")).answer for known in (facts, later)]
        assert results[0] == results[1]
