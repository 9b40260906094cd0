"""The articles cited are those in force when the case happened, by the numbers they had then."""

from datetime import date

import pytest

from lexcalc.law import load_rulebook
from lexcalc.law.dates import Governing
from lexcalc.law.succession import in_force
from tests.law.cases import law

UNKNOWN = {name: Governing() for name in Governing.NAMES}


def cited(citation, accident=None, trial=None):
    dates = dict(UNKNOWN)
    if accident:
        dates["accident_date"] = Governing.on(date.fromisoformat(accident))
    if trial:
        dates["trial_date"] = Governing.on(date.fromisoformat(trial))
    return in_force([citation], load_rulebook().succession, dates)


@pytest.mark.parametrize(
    ("citation", "accident", "then"),
    [
        ("人身损害解释第12条", "2022-05-01", "人身损害解释第12条"),
        ("人身损害解释第12条", "2022-04-30", "人身损害解释（2020年）第12条"),
        ("人身损害解释第12条", "2021-01-01", "人身损害解释（2020年）第12条"),
        ("人身损害解释第12条", "2020-12-31", "人身损害解释（2003年）第25条"),
        ("人身损害解释第6条", "2020-12-31", "人身损害解释（2003年）第19条"),
        ("人身损害解释第15条", "2004-05-01", "人身损害解释（2003年）第29条"),
        ("人身损害解释第17条", "2015-01-01", "人身损害解释（2003年）第28条"),
        ("人身损害解释第16条", "2010-07-01", "法发〔2010〕23号第4条"),
        ("民法典第1179条", "2021-01-01", "民法典第1179条"),
        ("民法典第1179条", "2020-12-31", "侵权责任法第16条"),
        ("民法典第1179条", "2010-07-01", "侵权责任法第16条"),
        ("民法典第1179条", "2010-06-30", "民法通则第119条"),
        ("民法典第1217条", "2020-12-31", "民法典第1217条"),
        ("道交解释第19条", "2021-01-01", "道交解释第19条"),
        ("道交解释第19条", "2020-12-31", "道交解释（2012年）第22条"),
        ("精神损害解释第5条", "2020-12-31", "精神损害解释（2001年）第10条"),
        ("道路交通安全法第76条", "2008-05-01", "道路交通安全法第76条"),
        ("道路交通安全法第76条", "2008-04-30", "道路交通安全法（2003年）第76条"),
        ("交强险条例第42条", "2016-02-06", "交强险条例第42条"),
        ("交强险条例第42条", "2016-02-05", "交强险条例（2012年）第43条"),
        ("交强险条例第21条", "2013-02-28", "交强险条例（2006年）第21条"),
        ("劳动合同法第47条", "2008-01-01", "劳动合同法第47条"),
    ],
)
def test_articles_of_the_day(citation, accident, then):
    assert cited(citation, accident) == [then]


def test_an_article_that_did_not_exist_is_not_cited():
    assert cited("人身损害解释第16条", "2010-06-30") == []
    assert cited("交强险条例第42条", "2013-02-28") == []


def test_the_traffic_interpretation_follows_the_trial():
    assert cited("道交解释第18条", "2019-01-01", "2021-03-01") == ["道交解释第18条"]
    assert cited("道交解释第18条", "2019-01-01", "2020-03-01") == ["道交解释（2012年）第21条"]
    assert cited("侵权编解释（一）第21条", "2019-01-01", "2024-09-26") == []
    assert cited("侵权编解释（一）第21条", "2019-01-01", "2024-09-27") != []


def test_without_a_date_or_with_an_ambiguous_year_todays_numbers_stand():
    today = ["人身损害解释第12条"]
    assert cited(today[0]) == today

    def in_year(year):
        dates = {**UNKNOWN, "accident_date": Governing(date(year, 1, 1), date(year, 12, 31))}
        return in_force(today, load_rulebook().succession, dates)

    assert in_year(2022) == today
    assert in_year(2019) == ["人身损害解释（2003年）第25条"]


def test_items_missing_facts_and_denials_speak_of_the_articles_of_the_day():
    old = law("TC", ["残疾赔偿金"], 事故日="2019-01-01", 年龄="40", 人均可支配收入="40000", 伤残系数="10%")
    assert "人身损害解释（2003年）第25条" in old.items[0].citations
    assert not [c for c in old.items[0].citations if c.startswith(("人身损害解释第", "民法典"))]
    lacking = law("TC", ["残疾赔偿金"], 事故日="2019-01-01", 人均可支配收入="40000", 伤残系数="10%")
    assert "人身损害解释（2003年）第25条" in str(lacking.missing[0])
    denied = law("TC", payer="交强险", 事故日="2008-03-01", 医疗费="1", 受害人故意="是", 交强险="是")
    assert "道路交通安全法（2003年）第76条" in [c for line in denied.items for c in line.citations]
