"""Refusals, doubts, notes and wording of an assessment."""

from datetime import date

import pytest

from lexcalc.case.model import Asked, Case
from lexcalc.law import assess, load_rulebook, to_contract
from lexcalc.law.regions import national_or, statistical_region
from tests.law.cases import build, law


def missing_names(result):
    return [getattr(each, "name", each) for each in result.missing]


@pytest.mark.parametrize("scenario", ["EC", "WC", "TC"])
def test_every_head_without_facts_refuses_and_names_what_it_needs(scenario):
    for head in load_rulebook().items(scenario):
        result = law(scenario, [head])
        assert result.answer is None and result.missing, head
        for each in result.missing:
            assert "--set" in str(each), head


@pytest.mark.parametrize("payer", ["交强险", "商业三者险", "侵权人", "保险公司", "全部"])
def test_a_share_without_facts_is_refused(payer):
    result = law("TC", ["医疗费"], payer, 医疗费="50000")
    assert result.answer is None and result.missing


def test_no_head_and_no_facts():
    result = law("TC")
    assert result.answer is None and "--head" in result.missing[0]


def test_no_scenario():
    (sentence,) = assess(Case("", None)).missing
    assert "--scenario" in str(sentence)
    assert assess(Case("", None, doubts=["不明"])).missing == ["不明"]


def test_any_doubt_forbids_an_answer_and_is_passed_on():
    case = build("TC", ["医疗费"], 医疗费="1000")
    assert assess(case).answer == 1000
    case.doubts.append("“约三千元”不能确定")
    result = assess(case)
    assert result.answer is None and result.missing == ["“约三千元”不能确定"]
    assert result.items[0].amount == 1000  # what is certain is still shown


def test_all_missing_facts_are_listed_at_once_with_their_article():
    result = law("EC", ["经济补偿"], 解除情形="被迫解除")
    names = missing_names(result)
    assert {"入职日", "月平均工资"} <= set(names) or {"工作年限", "月平均工资"} <= set(names)
    assert "劳动合同法" in " ".join(map(str, result.missing))


def test_dates_that_contradict_each_other_are_a_missing_fact():
    result = law(
        "EC",
        ["经济补偿"],
        入职日="2024-01-01",
        解除日="2020-01-01",
        解除情形="被迫解除",
        月平均工资="6000",
        未超三倍社平="是",
    )
    assert result.answer is None and "早于" in str(result.missing[0])


def test_a_grade_outside_the_table():
    result = law("WC", ["一次性伤残补助金"], 伤残等级="11", 本人工资="5000")
    assert result.answer is None and "11" in str(result.missing[0])


def test_before_the_law_began_nothing_is_computed():
    result = law("EC", ["经济补偿"], 解除日="2007-06-01", 解除情形="被迫解除")
    assert result.answer is None and "2008-01-01" in result.missing[0]


def test_the_governing_date_may_come_from_the_caller():
    case = build("TC", payer="交强险", 医疗费="50000", 机动车责任="主要", 受害方="行人", 交强险="是")
    assert assess(case, on=date(2020, 9, 18)).answer == 10000
    assert assess(case, on=date(2020, 9, 19)).answer == 18000


def test_the_text_wins_over_the_caller_and_the_user_over_the_statistic():
    case = build(
        "TC",
        payer="交强险",
        事故日="2019-01-01",
        医疗费="50000",
        机动车责任="主要",
        受害方="行人",
        交强险="是",
    )
    assert assess(case, on=date(2022, 1, 1)).answer == 10000
    facts = {"年龄": "40", "伤残系数": "10%", "地区": "湖北", "事故年份": "2023"}
    case = build("TC", ["残疾赔偿金"], **facts)
    assert assess(case, trial_date=date(2024, 5, 1)).answer == 89980  # 44,990 × 20 × 10 %
    assert assess(case, trial_date=date(2024, 5, 1), region="湖南省长沙市").answer != 89980
    given = build("TC", ["残疾赔偿金"], 人均可支配收入="50000", **facts)
    assert assess(given, trial_date=date(2024, 5, 1)).answer == 100000


def test_the_accident_date_of_the_caller_never_picks_the_statistical_year():
    case = build("TC", ["残疾赔偿金"], 年龄="40", 伤残系数="10%", 地区="湖北")
    assert assess(case, on=date(2024, 5, 1)).answer is None


def test_a_payer_that_the_rules_do_not_know():
    result = law(
        "TC",
        payer="保险经纪人",
        医疗费="1000",
        事故日="2021-01-01",
        机动车责任="全部",
        受害方="行人",
        交强险="是",
        商业三者险="否",
    )
    assert result.answer is None and "保险经纪人" in result.missing[0]


def test_wording():
    out = to_contract(
        law(
            "EC",
            ["经济补偿"],
            入职日="2017-03-15",
            解除日="2025-05-20",
            解除情形="不能胜任解除",
            月平均工资="12600",
            社平月工资="11000",
        )
    )
    item = out.items[0]
    assert (item.formula, item.substituted) == ("计发月数 × 计发基数", "8.5 × 12,600")
    assert "2017-03-15至2025-05-20为8年2个月6天，计8.5个月" in item.explanation
    assert "劳动合同法第47条" in item.citations
    assert out.dates == {"termination_date": "2025-05-20"}


def test_optional_facts_that_are_absent_are_not_written():
    item = to_contract(law("EC", ["加班费"], 加班工资基数="4350", 休息日加班天数="2")).items[0]
    assert item.substituted == "4,350 ÷ 21.75 ÷ 8 × 8 × 2 × 200%"
    assert item.amount == "800.00"


def test_more_was_paid_than_is_owed():
    case = build("TC", ["医疗费"], 医疗费="1000", 已付款="金额=3000，付款人=侵权人")
    case.asked = Asked(("医疗费",), None, True)
    result = assess(case)
    assert result.answer == 0 and "超过" in result.notes[0]


def test_an_employer_who_paid_more_than_is_owed_paid_something_else():
    case = build("WC", ["住院伙食补助费"], 住院伙食补助费="1000", 已付款="金额=3000，付款人=用人单位")
    case.asked = Asked(("住院伙食补助费",), None, True)
    result = assess(case)
    assert result.answer is None and "超过应付" in str(result.missing[0])


def test_a_negative_amount_is_no_amount():
    facts = {"加班工资基数": "6227", "延时加班小时": "24", "已付加班费": "99999"}
    result = assess(build("EC", ["加班费"], **facts))
    assert result.answer is None or result.answer == 0


@pytest.mark.parametrize(
    ("place", "area", "region"),
    [
        ("广东省深圳市", "地区", "深圳"),
        ("深圳", "省", "广东"),
        ("杭州市西湖区", "地区", "浙江"),
        ("湖南", "地区", "湖南"),
        ("内蒙古自治区", "地区", "内蒙古"),
        ("某地", "地区", None),
        (None, "全国", "全国"),
    ],
)
def test_regions(place, area, region):
    assert national_or(place, area) == region


def test_cities_with_their_own_statistics_never_fall_to_the_province():
    for city in ("深圳", "珠海", "汕头", "厦门", "宁波", "青岛", "大连"):
        assert statistical_region(f"{city}市") == city


@pytest.mark.parametrize(
    ("recognised", "article"),
    [("2010-12-31", "工伤保险条例（2003年）第35条"), ("2011-01-01", "工伤保险条例第37条")],
)
def test_the_regulation_is_cited_as_it_stood_when_the_injury_was_recognised(recognised, article):
    facts = {"受伤日": "2010-06-01", "工伤认定日": recognised, "伤残等级": "8", "本人工资": "2000"}
    assert article in law("WC", ["一次性伤残补助金"], **facts).items[0].citations
