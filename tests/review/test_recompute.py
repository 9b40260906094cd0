"""Computing a case of a run again: under the run's own options, changed only where the reviewer says so."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from lexcalc import pipeline
from lexcalc.errors import UsageError
from lexcalc.law.facts import parse_fact
from lexcalc.review.recompute import Changes, differing, recompute
from tests.cli.conftest import ANSWER, CASE, GOOD

UNDATED = CASE.replace("2025年5月20日，公司", "后来公司").replace(
    "2016年4月11日入职", "在此工作九年零一个月，就职于"
)


def test_nothing_changes_without_changes():
    report = pipeline.assess(CASE, today=date(2026, 1, 15))
    again = recompute(report, Changes(), {"today": "2026-01-15"})
    assert again.reproduced and again.report == again.before
    assert again.report.verdict.answer == ANSWER


def test_a_fact_and_a_head():
    report = pipeline.assess(CASE)
    again = recompute(report, Changes({"月平均工资": "10,000"}), {})
    assert again.report.verdict.answer == "95000.00"
    assert [(n, a.value, b.value) for n, a, b in differing(report, again.report)] == [
        ("月平均工资", "9840", "10000")
    ]
    again = recompute(report, Changes(heads=("代通知金",)), {})
    assert again.report.asked.heads == ["代通知金"]


def test_the_model_keeps_its_words_and_gets_a_new_verdict():
    report = pipeline.check(GOOD, CASE)
    again = recompute(report, Changes({"月平均工资": "10000"}), {})
    assert again.before.verdict == report.verdict
    assert again.report.verdict.status == "disagrees" and again.report.verdict.answer == "95000.00"
    assert again.report.reasoning.text == report.reasoning.text


def test_facts_that_the_case_file_gave_stay():
    report = pipeline.assess(CASE, facts=[parse_fact("月平均工资", "9000")])
    again = recompute(report, Changes({"最低工资": "2400"}), {})
    assert again.reproduced
    assert {f.name: f.value for f in again.report.facts}["月平均工资"] == "9000"
    again = recompute(report, Changes({"月平均工资": "8000"}), {})
    assert again.report.verdict.answer == "76000.00"


def test_options_of_the_run_are_those_of_the_recomputation():
    options = {"scenario": "EC", "on": "2025-05-20", "region": "北京", "heads": ["经济补偿"]}
    given = {**options, "on": date(2025, 5, 20)}
    report = pipeline.assess(UNDATED, **given)
    again = recompute(report, Changes(), {"options": options})
    assert again.reproduced
    assert again.report.assessment.dates == report.assessment.dates


def test_a_date_of_the_case_file_is_found_in_the_report():
    report = pipeline.assess(UNDATED, on=date(2025, 5, 20))
    assert report.assessment.dates
    again = recompute(report, Changes(), {})
    assert again.report.assessment == report.assessment


def test_another_result_by_the_rules_of_today_is_said():
    report = pipeline.assess(CASE)
    old = dataclasses.replace(
        report,
        assessment=dataclasses.replace(report.assessment, answer="1.00"),
        verdict=dataclasses.replace(report.verdict, answer="1.00"),
    )
    again = recompute(old, Changes({"月平均工资": "10000"}), {})
    assert not again.reproduced
    assert (again.before.verdict.answer, again.report.verdict.answer) == (ANSWER, "95000.00")


@pytest.mark.parametrize(
    "facts", [{"没有": "1"}, {"月平均工资": "many"}, {"月平均工资": "-5"}, {"入职日": "2016-02-30"}]
)
def test_what_is_no_fact_is_refused(facts):
    with pytest.raises(UsageError):
        recompute(pipeline.assess(CASE), Changes(facts), {})
