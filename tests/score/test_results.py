"""What is reported of runs: averages, both sides, classes with examples, and the comparison of two runs."""

from __future__ import annotations

import json

from lexcalc.contract import ReasoningOut, VerdictOut
from lexcalc.score.interval import wilson
from lexcalc.score.results import EXAMPLES, average, results
from lexcalc.score.runs import read_runs
from tests.report.sample import sample
from tests.score.folder import gold, run_folder


def said(id: str, amount: str, **changes):
    text = f"<think>\n略\n</think>\n\\boxed{{{amount}}}"
    return sample(id=id, reasoning=ReasoningOut(text=text, answer=amount), **changes)


def refused(**_):
    return {"verdict": VerdictOut(status="facts_missing", reasons=["缺入职日"])}


def two_runs(tmp_path):
    golds = [gold(id, "107100") for id in "abcdef"] + [gold("g", None)]
    first = [
        said("a", "107100"),
        said("b", "9"),
        said("c", "107100", **refused()),
        said("d", "9", **refused()),
        said("e", "9", verdict=VerdictOut(status="disagrees", answer="8.00")),
        said("f", "8.00", verdict=VerdictOut(status="disagrees", answer="8.00")),
        said("g", "8.00"),
    ]
    second = [said(id, "107100") for id in "abcdeh"]
    more = [*golds, gold("h", "107100")]  # a question that the first run was not asked
    return read_runs(
        [run_folder(tmp_path / "first", first, golds), run_folder(tmp_path / "second", second, more)]
    )


def test_both_sides_errors_and_examples(tmp_path):
    found = results(two_runs(tmp_path))
    json.dumps(found, allow_nan=False)
    first, second = found["runs"]
    assert first["sides"] == {
        "both right": 1,
        "lexcalc alone right": 1,
        "model alone right, lexcalc refuses": 1,
        "lexcalc refuses, model wrong": 1,
        "both wrong, alike": 1,
        "both wrong, unlike": 1,
    }
    assert first["statuses"] == {"verified": 3, "facts_missing": 2, "disagrees": 2}
    assert {name: each["n"] for name, each in first["wrong amounts"].items()} == {"answered": 1, "payer": 2}
    assert {name: each["n"] for name, each in first["abstentions"].items()} == {"doubt": 2}
    assert first["model errors"]["answered"]["examples"][0]["id"] == "g"
    assert all(len(each["examples"]) <= EXAMPLES for each in first["model errors"].values())
    assert second["counts"]["golds without a case"] == 2 and second["model errors"] == {}


def test_two_runs_are_compared_on_what_both_answered(tmp_path):
    boxed, corrected = results(two_runs(tmp_path))["paired"]
    assert (boxed["measure"], boxed["n"], boxed["only_first"], boxed["only_second"]) == (
        "boxed accuracy",
        5,
        0,
        3,
    )
    assert boxed["p"] == 0.25
    assert (corrected["n"], corrected["only_first"], corrected["only_second"]) == (5, 0, 3)


def test_the_paper_s_average_is_that_of_the_scenarios():
    scores = {name: {"x": wilson(*share).as_dict()} for name, share in {"EC": (1, 2), "TC": (0, 8)}.items()}
    assert average({**scores, "all": {"x": wilson(1, 10).as_dict()}}, "x") == 0.25
    assert average({"EC": {"x": wilson(0, 0).as_dict()}}, "x") is None


def test_rules_alone_have_no_measures_of_a_model(tmp_path):
    runs = read_runs([run_folder(tmp_path / "run", [sample(id="a", reasoning=None)], [gold("a", "107100")])])
    (run,) = results(runs)["runs"]
    assert run["average"] == {"corrected accuracy": 1.0} and run["sides"] == {} == run["model errors"]
