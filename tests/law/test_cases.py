"""Every case of tests/cases, written by hand from the articles, comes out to the cent."""

import pytest

from lexcalc.law import to_contract
from tests.law.cases import all_cases, assess_case

CASES = all_cases()


def test_names_are_sentences_that_occur_once():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["source"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    assessment = assess_case(case)
    out, expect = to_contract(assessment), case["expect"]
    assert out.answer == expect["answer"], (out.missing, out.notes)
    for head, amount in expect.get("items", {}).items():
        assert next(item.amount for item in out.items if item.head == head) == amount
    for payer, amount in expect.get("payers", {}).items():
        assert out.payers[payer] == amount
    missing = [getattr(each, "name", "") for each in assessment.missing]
    assert set(expect.get("missing", [])) <= set(missing)
    if "refuses" in expect:
        assert expect["refuses"] in "".join(out.missing)
    if "notes" in expect:
        assert expect["notes"] in "".join(out.notes)
    if expect.get("discretion"):
        wanted = expect["discretion"] if isinstance(expect["discretion"], str) else ""
        assert out.discretion and wanted in "".join(out.discretion)
    if out.answer is not None:
        assert all(item.confirmed for item in out.items) is expect.get("confirmed", True)
    assert (out.answer is None) == bool(out.missing)
