"""The lines of law for a trained model say what the rule files say, on the day that governs."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from lexcalc.case.model import Asked, Case
from lexcalc.law import load_rulebook
from lexcalc.law.facts import parse_fact
from lexcalc.reasoning.prompt import _rules, build

GRADES = "一二三四五六七八九十"


def told(scenario: str, *heads: str, payer: str | None = None, **facts: str) -> str:
    case = Case("案", scenario, asked=Asked(heads, payer))
    for name, value in facts.items():
        case.supply(parse_fact(name, value))
    content = build(case, style="lexpam").messages[1]["content"]
    return content.partition("\n规定：")[2]


def parameter(name: str, day: date) -> dict[str, str]:
    values = load_rulebook().parameter(name).values
    return max((since, entry) for since, entry in values if since <= day)[1].value


@pytest.mark.parametrize("scenario", ["EC", "WC", "TC"])
def test_every_line_belongs_to_a_head_that_the_rules_know(scenario):
    known = set(load_rulebook().items(scenario)) | {"分担"}
    assert set(_rules()[scenario]) <= known


@pytest.mark.parametrize("day", ["2010-12-31", "2011-01-01"])
def test_months_of_the_disability_grant_follow_the_day_of_the_injury(day):
    line = told("WC", "一次性伤残补助金", 受伤日=day, 工伤认定日=day)
    months = parameter("伤残补助金月数", date.fromisoformat(day))
    assert all(f"{GRADES[int(grade) - 1]}级{count}" in line for grade, count in months.items())


def test_other_tables_of_work_injury():
    today = date(2024, 1, 1)
    for head, name in [("伤残津贴", "伤残津贴比例"), ("非法用工一次性赔偿金", "非法用工赔偿倍数")]:
        line = told("WC", head, 受伤日="2024-01-01")
        for grade, value in parameter(name, today).items():
            written = f"{Fraction(value) * 100}%" if name.endswith("比例") else value
            assert f"{GRADES[int(grade) - 1]}级{written}" in line
    line = told("WC", "生活护理费")
    for degree, share in parameter("生活护理费比例", today).items():
        assert f"{degree}{Fraction(share) * 100}%" in line


def test_limits_of_compulsory_insurance():
    for day in (date(2020, 9, 18), date(2020, 9, 19)):
        line = told("TC", payer="保险公司", 事故日=day.isoformat())
        limits = [set(parameter(name, day).values()) for name in ("交强险有责限额", "交强险无责限额")]
        assert set(re.findall(r"\d+", line)) == limits[0] | limits[1]
    assert told("TC", payer="保险公司", 事故日="2007-05-01") == ""  # other limits, which no line knows


@pytest.mark.parametrize(
    ("scenario", "head", "facts"),
    [
        ("EC", "经济补偿", {"解除日": "2007-12-31"}),
        ("WC", "一次性工亡补助金", {"受伤日": "2009-12-31", "工伤认定日": "2010-06-01"}),
    ],
)
def test_no_line_is_told_for_a_time_that_had_other_law(scenario, head, facts):
    assert told(scenario, head, **facts) == ""
    assert told(scenario, head)


def test_nothing_is_told_of_what_is_not_asked():
    assert told("EC") == "" and told("TC", "医疗费") == ""
    assert "第87条" not in told("EC", "经济补偿")
    case = Case("案", "EC", asked=Asked(("经济补偿",)))
    assert "规定" not in build(case, style="lexpam", rules=False).messages[1]["content"]
    assert "\n规定：" not in build(case).messages[1]["content"]
