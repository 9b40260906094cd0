"""What must hold however many vehicles and injured share a traffic loss."""

import shutil
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.case.model import Fact
from lexcalc.law import assess, load_rulebook, to_contract
from lexcalc.law.rulebook import Rulebook
from lexcalc.money import cents
from tests.law.cases import build, law
from tests.law.test_properties import MONEY, RATIO, text, traffic

SLOW = settings(deadline=None, max_examples=50)
SETUPS = st.sampled_from(
    [
        {},
        {"其他受害人": "死亡伤残项=90000，医疗费用项=9000，财产损失=900", "商业三者险已用": "0"},
        {"交强险死亡伤残已用": "50000", "商业三者险已用": "20000"},
        {"其他机动车": "名称=乙车，有责=是，交强险=是，责任比例=0"},
        {"其他机动车": "名称=乙车，有责=是，交强险=否，责任比例=0", "先由已投保赔付": "是"},
        {"其他机动车": "有责=否，交强险=是，责任比例=0；有责=是，交强险=是，责任比例=0"},
        {"商业险免赔率": "15%", "商业险免赔额": "300"},
        {"非医保用药扣除": "5000"},
        {"本车人员": "是", "好意同乘": "是", "好意同乘减轻比例": "25%", "车上人员责任险限额": "10000"},
    ]
)


def total(case):
    return sum(case.payers.values(), Fraction(0))


@SLOW
@given(MONEY, MONEY, MONEY, RATIO, MONEY, SETUPS)
def test_shares_and_own_share_make_up_the_loss(death, medical, property_, ratio, limit, setup):
    """Insurance + liable side + what the injured bears = loss; nobody pays less than nothing."""
    result = traffic("全部", death, medical, property_, ratio, limit, **setup)
    whole = traffic("全部", death, medical, property_, Fraction(1), limit, **setup)
    loss = death + medical + property_
    assert result.answer == total(result) <= loss
    assert all(amount >= 0 for amount in result.payers.values())
    if "好意同乘" not in setup:
        assert whole.answer == total(whole) == loss
        compulsory = result.payers.get("交强险", 0) + result.payers.get("其他机动车交强险", 0)
        assert result.answer >= compulsory
    assert result.payers["商业三者险"] <= limit


@SLOW
@given(MONEY, MONEY, RATIO, RATIO, MONEY, SETUPS)
def test_more_fault_of_the_injured_never_raises_the_award(death, medical, a, b, limit, setup):
    low, high = sorted((a, b))
    less = traffic("全部", death, medical, Fraction(0), low, limit, **setup)
    more = traffic("全部", death, medical, Fraction(0), high, limit, **setup)
    assert less.answer <= more.answer


@SLOW
@given(MONEY, MONEY, MONEY)
def test_other_injured_never_raise_what_compulsory_insurance_pays(mine, other, more):
    def paid(theirs):
        none = Fraction(0)
        others = {"其他受害人": f"死亡伤残项={text(theirs)}"}
        return traffic("交强险", mine, none, none, Fraction(1), none, **others).answer

    low, high = sorted((other, more))
    assert paid(high) <= paid(low) <= min(mine, 180000)


@SLOW
@given(MONEY, MONEY, st.integers(0, 100))
def test_a_higher_home_standard_never_lowers_and_a_lower_one_changes_nothing(court, home, age):
    facts = {"年龄": age, "伤残系数": "10%", "人均可支配收入": text(court)}
    plain = law("TC", ["残疾赔偿金"], **facts).answer
    chosen = law("TC", ["残疾赔偿金"], 住所地人均可支配收入=text(home), **facts).answer
    assert chosen == max(plain, law("TC", ["残疾赔偿金"], **{**facts, "人均可支配收入": text(home)}).answer)


UNRELATED = ["竞业限制月补偿", "住所地人均消费支出", "残后护理人数", "车上人员责任险限额", "诉讼费"]


@SLOW
@given(MONEY, RATIO, st.sampled_from(UNRELATED))
def test_a_fact_that_no_applied_rule_names_changes_nothing(loss, ratio, name):
    zero = Fraction(0)
    plain = traffic("侵权人", zero, loss, zero, ratio, zero)
    more = traffic("侵权人", zero, loss, zero, ratio, zero, **{name: "100"})
    assert to_contract(plain) == to_contract(more)


CAR = st.tuples(st.booleans(), st.booleans())  # at fault, insured
LIMITS = {True: (180000, 18000, 2000), False: (18000, 1800, 100)}


@SLOW
@given(
    st.lists(MONEY, min_size=3, max_size=3), st.lists(MONEY, min_size=3, max_size=3), CAR, CAR, st.booleans()
)
def test_two_vehicles_and_two_injured_against_the_articles(mine, theirs, a, b, first):
    """Articles 18 and 19 written out a second time: every payer's amount under every sub-limit."""
    names = ("死亡伤残项", "医疗费用项", "财产损失")
    written = dict(zip(names, map(text, mine), strict=True))
    other = "，".join(f"{name}={text(loss)}" for name, loss in zip(names, theirs, strict=True))
    result = law(
        "TC",
        payer="机动车一方",
        事故日="2024-01-01",
        机动车责任="主要" if a[0] else "无",
        受害方="机动车",
        责任比例="0",
        交强险="是" if a[1] else "否",
        商业三者险="否",
        先由已投保赔付="是" if first else "否",
        其他机动车=f"有责={'是' if b[0] else '否'}，交强险={'是' if b[1] else '否'}，责任比例=0",
        其他受害人=other,
        **written,
    )
    expected = Fraction(0)
    for i in range(3):
        loss, every = mine[i], mine[i] + theirs[i]
        own, their = LIMITS[a[0]][i], LIMITS[b[0]][i]
        if not loss:
            continue
        if a[1] == b[1] or not first:
            pool = min(every, own + their) * Fraction(own, own + their)
        elif a[1]:
            pool = min(every, own)
        else:
            pool = min(max(every - their, 0), own)
        expected += cents(pool * loss / every)
    assert result.answer == expected


@SLOW
@given(MONEY, MONEY, st.integers(1, 9))
def test_compensation_grows_with_income_and_severity(a, b, grade):
    low, high = sorted((a, b))

    def amount(income, level):
        return law("TC", ["残疾赔偿金"], 年龄="40", 伤残=f"等级={level}", 人均可支配收入=text(income)).answer

    assert amount(low, grade) <= amount(high, grade)
    assert amount(low, grade + 1) <= amount(low, grade)


@SLOW
@given(MONEY, st.integers(0, 17), st.integers(0, 17), st.integers(1, 4))
def test_support_falls_with_the_age_of_a_child_and_with_more_supporters(spending, a, b, supporters):
    young, old = sorted((a, b))

    def amount(age, number):
        child = f"年龄={age}，扶养人数={number}"
        return law(
            "TC", ["被扶养人生活费"], 受害人死亡="是", 人均消费支出=text(spending), 被扶养人=child
        ).answer

    assert amount(old, supporters) <= amount(young, supporters)
    assert amount(young, supporters + 1) <= amount(young, supporters)


@pytest.fixture(scope="module")
def later_law(tmp_path_factory):
    """The rules with a value of 2030 added to every dated parameter of traffic law."""
    root = tmp_path_factory.mktemp("rules") / "rules"
    shutil.copytree(load_rulebook().root, root)
    for path in (root / "TC" / "parameters").glob("*.yaml"):
        last = path.read_text(encoding="utf-8").rstrip().rsplit("\n", 1)[1].strip()
        later = last.replace(last.split(":", 1)[0], "2030-01-01", 1)
        for old, new in (("180000", "1"), ("18000", "1"), ('"1"', '"0"')):
            later = later.replace(old, new)
        path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n  {later}\n", encoding="utf-8")
    return Rulebook(root)


@SLOW
@given(death=MONEY, medical=MONEY, day=st.dates(min_value=date(2006, 7, 1), max_value=date(2026, 6, 30)))
def test_a_value_dated_later_than_the_accident_changes_nothing(later_law, death, medical, day):
    case = build(
        "TC",
        payer="机动车一方",
        事故日=day,
        机动车责任="全部",
        受害方="行人",
        死亡伤残项=text(death),
        医疗费=text(medical),
        交强险="是",
        商业三者险="否",
        挂车="是",
        挂车交强险="否",
        先由已投保赔付="是",
    )
    assert to_contract(assess(case, later_law)) == to_contract(assess(case))


def test_the_later_law_is_another_law(later_law):
    case = build(
        "TC",
        payer="交强险",
        事故日="2030-01-01",
        机动车责任="全部",
        受害方="行人",
        医疗费="99999",
        交强险="是",
    )
    assert assess(case, later_law).answer == 0 and assess(case).answer == 18000


def test_a_ratio_above_the_whole_is_no_ratio():
    case = build("TC", ["残疾赔偿金"], 年龄="40", 人均可支配收入="50000")
    case.facts.add(Fact("伤残系数", Fraction(132, 100)))
    result = assess(case)
    assert result.answer is None and "超过100%" in str(result.missing[0])
