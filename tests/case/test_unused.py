"""Figures that no fact came from are listed, so that nobody has to trust the reader's eye."""

from lexcalc import pipeline
from lexcalc.case import read
from tests.cli.conftest import CASE


def left(text):
    return [text[slice(*span)] for span in read(text).unused]


def test_what_became_a_fact_is_used():
    assert left(CASE) == []


def test_an_overlooked_sum_is_listed():
    text = CASE.replace("最低工资标准", "工会慰问金1,500元，最低工资标准")
    assert left(text) == ["1,500元"]
    assert [text[slice(*span)] for span in pipeline.assess(text).unused] == ["1,500元"]


def test_claims_are_not_listed_and_the_list_is_bounded():
    text = "原告诉称应得9万元。经审理查明：" + CASE
    assert left(text) == []
    assert len(read(CASE + "另有" + "、".join(f"{n}元" for n in range(101, 150))).unused) == 12
