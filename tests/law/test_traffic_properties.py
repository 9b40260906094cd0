"""What must hold however many vehicles and injured share a traffic loss."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.law import to_contract
from tests.law.cases import law
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


UNRELATED = ["竞业限制月补偿", "住所地人均消费支出", "残后护理人数", "车上人员责任险限额"]


@SLOW
@given(MONEY, RATIO, st.sampled_from(UNRELATED))
def test_a_fact_that_no_applied_rule_names_changes_nothing(loss, ratio, name):
    zero = Fraction(0)
    plain = traffic("侵权人", zero, loss, zero, ratio, zero)
    more = traffic("侵权人", zero, loss, zero, ratio, zero, **{name: "100"})
    assert to_contract(plain) == to_contract(more)
