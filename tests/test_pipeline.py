"""The library's three calls: typed reports, facts by hand, and the rules' answer when the model is silent."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from fractions import Fraction

import pytest

import lexcalc
from lexcalc import pipeline
from lexcalc.case.model import Fact
from lexcalc.errors import ServerError
from tests.cli.conftest import ANSWER, CASE, GOOD, WRONG


def test_assess_is_the_rules_alone():
    report = lexcalc.assess(CASE, id="a")
    assert (report.id, report.scenario, report.question) == ("a", "EC", CASE)
    assert report.verdict.status == "rules_only" and report.verdict.answer == ANSWER
    assert report.reasoning is None and len(report.provenance.rules) == 64


def test_every_fact_of_the_text_points_to_its_words():
    report = lexcalc.assess(CASE)
    wages = [f for f in report.facts if f.name == "月平均工资"]
    assert wages and wages[0].source == "text"
    start, end = wages[0].span
    assert "9,840" in report.question[start:end]


def test_a_fact_by_hand_wins_over_the_text():
    fact = Fact("月平均工资", Fraction(10000), source="user")
    assert lexcalc.assess(CASE, facts=[fact]).verdict.answer == "95000.00"


@pytest.mark.parametrize(("reply", "status"), [(GOOD, "verified"), (WRONG, "disagrees"), ("", "unfinished")])
def test_check(reply, status):
    assert lexcalc.check(reply, CASE).verdict.status == status


@pytest.mark.parametrize(
    ("cited", "status", "says"),
    [
        ("劳动合同法第47条", "exists", ""),
        ("劳动合同法第999条", "wrong_number", "不存在"),
        ("合同法第107条", "repealed", "已经失效"),
        ("481号文第5条", "repealed", "已经失效"),  # repealed in 2017, the dismissal is of 2025
        ("劳动保障赔偿法第12条", "unchecked", "未核实"),
    ],
)
def test_only_an_article_in_force_can_be_part_of_a_verified_answer(monkeypatch, cited, status, says):
    monkeypatch.setenv("LEXCALC_HOME", "/nonexistent")  # no index
    report = lexcalc.check(GOOD.replace("补偿类型：", f"补偿类型：依据{cited}，"), CASE)
    assert report.reasoning.steps[0].citations[0].status == status
    assert report.verdict.status == ("corrected" if says else "verified")
    assert says in "".join(report.verdict.reasons)


def test_check_of_a_cut_answer_is_unfinished():
    assert lexcalc.check(GOOD, CASE, finish_reason="length").verdict.status == "unfinished"


def test_a_silent_model_still_leaves_the_rules_answer(monkeypatch):
    def refuse(*args, **kwargs):
        raise ServerError("连接被拒绝。", "Connection refused.")

    monkeypatch.setattr(pipeline, "connect", refuse)
    with pytest.raises(pipeline.ModelSilent) as silence:
        lexcalc.ask(CASE)
    assert silence.value.report.verdict.answer == ANSWER
    assert silence.value.zh == "连接被拒绝。" and silence.value.exit_code == 5


def test_prepare_writes_a_prompt_that_holds_the_case_but_no_result():
    prepared = pipeline.prepare(CASE, with_prompt=True)
    text = "".join(message["content"] for message in prepared.prompt.messages)
    assert "9,840元" in text and "93480" not in text and "93,480" not in text
    assert len(prepared.prompt_sha256) == 64 and prepared.assessment.answer == ANSWER


def test_the_same_case_gives_the_same_report():
    first, second = lexcalc.assess(CASE), lexcalc.assess(CASE)
    assert first == second


def test_relative_years_need_a_day():
    text = CASE.replace("2025年5月20日", "去年5月20日")
    assert lexcalc.assess(text).verdict.answer is None
    assert lexcalc.assess(text, today=date(2026, 3, 1)).verdict.answer == ANSWER


def test_an_import_of_the_package_is_instant():
    code = "import lexcalc, sys; print(sorted({'pydantic', 'yaml', 'sympy', 'click'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_the_public_names_resolve():
    assert all(hasattr(lexcalc, name) for name in dir(lexcalc))
    with pytest.raises(AttributeError):
        _ = lexcalc.nonsense
