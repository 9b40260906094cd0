"""What must hold of every case: sums, limits, monotony, and the articles written out a second time."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.law import to_contract
from lexcalc.money import cents
from tests.law.cases import law

MONEY = st.integers(0, 2_000_000_00).map(lambda fen: Fraction(fen, 100))
WAGE = st.integers(3000_00, 60000_00).map(lambda fen: Fraction(fen, 100))
RATIO = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
SLOW = settings(deadline=None, max_examples=50)


def text(value: Fraction) -> str:
    yuan, fen = divmod(int(value * 100), 100)
    return f"{yuan}.{fen:02d}"


def traffic(payer, death, medical, property_, ratio, limit, day="2021-01-01", **more):
    facts = {
        "事故日": day,
        "机动车责任": "主要",
        "受害方": "非机动车",
        "责任比例": f"{ratio * 100}%",
        "死亡伤残项": text(death),
        "医疗费": text(medical),
        "财产损失": text(property_),
        "交强险": "是",
        "商业三者险": "是",
        "商业三者险限额": text(limit),
    }
    return law("TC", payer=payer, **{**facts, **more})


@SLOW
@given(MONEY, MONEY, MONEY, RATIO, MONEY, st.booleans())
def test_traffic_against_the_articles(death, medical, property_, ratio, limit, old):
    """Payers by a second, plain implementation; shares sum to the total; nobody pays beyond a limit."""
    limits = (110000, 10000, 2000) if old else (180000, 18000, 2000)
    result = traffic("全部", death, medical, property_, ratio, limit, "2020-09-18" if old else "2020-09-19")
    losses = (death, medical, property_)
    compulsory = sum(
        (min(loss, Fraction(most)) for loss, most in zip(losses, limits, strict=True)), Fraction(0)
    )
    liable = cents((sum(losses) - compulsory) * ratio)
    commercial = cents(min((sum(losses) - compulsory) * ratio, limit))
    assert result.payers == {"交强险": compulsory, "商业三者险": commercial, "侵权人": liable - commercial}
    assert result.answer == sum(result.payers.values()) <= sum(losses)
    assert all(line.amount >= 0 for line in result.items)


@SLOW
@given(MONEY, MONEY, RATIO, RATIO, MONEY)
def test_more_fault_of_the_injured_never_raises_the_award(death, medical, a, b, limit):
    low, high = sorted((a, b))
    less = traffic("全部", death, medical, Fraction(0), low, limit)
    more = traffic("全部", death, medical, Fraction(0), high, limit)
    assert less.answer <= more.answer


DATES = st.dates(date(2008, 1, 1), date(2025, 12, 31))


def severance(hired, ended, wage, local, **more):
    facts = {
        "入职日": hired,
        "解除日": ended,
        "解除情形": "被迫解除",
        "月平均工资": text(wage),
        "社平月工资": text(local),
        "最低工资": "2000",
        "解除日计入": "是",
    }
    return law("EC", ["经济补偿"], **{**facts, **more})


@SLOW
@given(DATES, DATES, WAGE, WAGE)
def test_severance_against_article_47(a, b, wage, local):
    hired, ended = sorted((a, b))
    end = ended + timedelta(days=1)
    years = end.year - hired.year - ((end.month, end.day) < (hired.month, hired.day))
    if (hired.month, hired.day) == (2, 29) or hired.day > 28:
        return  # month ends have their own cases
    months = (end.year - hired.year) * 12 + end.month - hired.month - (end.day < hired.day)
    rest = months - 12 * years
    n = years + (
        Fraction(1) if rest >= 6 else Fraction(1, 2) if rest or end.day != hired.day else Fraction(0)
    )
    capped = wage > 3 * local
    expected = cents(min(n, 12) * 3 * local if capped else n * wage)
    assert severance(hired, ended, wage, local).answer == expected
    double = law(
        "EC",
        ["违法解除赔偿金"],
        入职日=hired,
        解除日=ended,
        解除情形="违法解除",
        月平均工资=text(wage),
        社平月工资=text(local),
        最低工资="2000",
        解除日计入="是",
    )
    assert double.answer == cents(2 * (min(n, 12) * 3 * local if capped else n * wage))


@SLOW
@given(DATES, DATES, DATES, WAGE)
def test_severance_grows_with_service(a, b, c, wage):
    first, middle, last = sorted((a, b, c))
    assert severance(first, middle, wage, wage).answer <= severance(first, last, wage, wage).answer


@SLOW
@given(WAGE, WAGE, WAGE)
def test_severance_is_constant_above_the_cap_and_monotone_below(a, b, local):
    low, high = sorted((a, b))
    hired, ended = "2020-01-01", "2024-12-31"  # five years: the twelve-year limit plays no part
    less, more = severance(hired, ended, low, local), severance(hired, ended, high, local)
    assert less.answer <= more.answer
    if low > 3 * local:
        assert less.answer == more.answer == cents(15 * local)


@SLOW
@given(st.integers(1, 9), WAGE, WAGE)
def test_injury_benefit_by_grade_and_wage(grade, wage, local):
    def benefit(level):
        return law(
            "WC",
            ["一次性伤残补助金"],
            受伤日="2022-01-01",
            伤残等级=level,
            月缴费工资=text(wage),
            统筹地区月平均工资=text(local),
        ).answer

    months = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7]
    own = max(local * 60 / 100, min(wage, 3 * local))
    assert benefit(grade) == cents(months[grade - 1] * own)
    assert benefit(grade) >= benefit(grade + 1)


@SLOW
@given(st.integers(0, 110), st.integers(0, 110), st.integers(1, 10))
def test_disability_compensation_never_grows_with_age(a, b, grade):
    young, old = sorted((a, b))

    def amount(age):
        return law("TC", ["残疾赔偿金"], 年龄=age, 伤残=f"等级={grade}", 人均可支配收入="51243").answer

    assert amount(old) <= amount(young)
    years = 5 if old >= 75 else 20 - max(0, old - 60)
    assert amount(old) == cents(Fraction(51243) * years * (11 - grade) / 10)


UNRELATED = {
    "出生日": "1980-01-01",
    "车型": None,
    "竞业限制月补偿": "3000",
    "营养日标准": "30",
    "地区": "广东",
}


@SLOW
@given(WAGE, st.sampled_from([name for name, value in UNRELATED.items() if value]))
def test_a_fact_that_no_applied_rule_names_changes_nothing(wage, name):
    plain = to_contract(severance("2020-01-01", "2024-12-31", wage, wage))
    more = to_contract(severance("2020-01-01", "2024-12-31", wage, wage, **{name: UNRELATED[name]}))
    assert plain == more


@SLOW
@given(MONEY, MONEY, RATIO, MONEY)
def test_items_sum_to_the_total_and_no_float_appears(death, medical, ratio, limit):
    result = law("TC", 死亡伤残项=text(death), 医疗费=text(medical))
    assert result.answer == sum((line.amount for line in result.items), Fraction(0))
    assert all(type(line.amount) is Fraction for line in result.items)
    assert not result.payers  # nobody's share was asked for
