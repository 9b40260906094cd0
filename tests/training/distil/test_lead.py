"""From question to reviewed completion: roles, the form, and everything that must be rejected."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from lexcalc.errors import UsageError
from tests.training import sampler
from training.distil import stage
from training.distil.lead import Ungrounded, closed_book, fact_finder, open_book
from training.distil.review import review
from training.distil.settings import DistilSettings
from training.records import Question, from_draft, questions, trajectories, write

DEDUCERS = {"EC": "tests.training.sampler"}


def drawn(answered: bool, seed: int = 0) -> Question:
    rng = Random(seed)
    while True:
        question = from_draft(sampler.sample(rng, "exam"))
        if (question.answer is not None) == answered:
            return question


@pytest.fixture(scope="module")
def sound() -> tuple[Question, str]:
    question = drawn(True)
    return question, closed_book(open_book(question, DEDUCERS))


def codes(question: Question, completion: str) -> list[str]:
    return [reason.code for reason in review(question, completion)]


def test_the_trace_has_places_and_articles_with_their_source(sound):
    question, _ = sound
    trace = open_book(question, DEDUCERS)
    assert all(question.question[e.span[0] : e.span[1]] == e.text for e in trace.elements)
    assert trace.issue.heads == ("经济补偿",) and trace.issue.words == "经济补偿"
    article = next(rule for rule in trace.rules if rule.citation.startswith("劳动合同法第47条"))
    assert "每满一年支付一个月工资" in article.text and article.source and article.heads == ("经济补偿",)
    json.dumps(trace.as_dict())


def test_the_completion_has_the_form(sound):
    question, completion = sound
    lines = completion.split("\n")
    assert lines[0] == "<think>" and lines[1].startswith("要素：入职=") and lines[-2] == "</think>"
    assert [line.partition("：")[0] for line in lines[2:-2]] == ["补偿类型", "月数与基数", "赔偿计算"]
    assert (lines[-1].endswith("}") and not lines[-1].endswith("0}")) or ".0" not in lines[-1]
    assert codes(question, completion) == []


def test_an_amount_said_in_words_is_written_in_digits_beside_them(sound):
    question, _ = sound
    told = "一万二千三百块"
    question = replace(
        question, question=question.question + told, elements=(("月工资", told), *question.elements)
    )
    completion = closed_book(open_book(question, DEDUCERS))
    assert completion.startswith(f"<think>\n要素：月工资={told}→12300元；入职=")
    assert codes(question, completion) == []
    assert "ungrounded" in codes(question, completion.replace(told, "一万三千块"))


def test_a_question_that_lacks_a_fact_has_no_box():
    question = drawn(False)
    completion = closed_book(open_book(question, DEDUCERS))
    assert "boxed" not in completion and codes(question, completion) == []
    assert codes(question, completion + "\\boxed{100}") == ["box"]
    assert codes(question, completion.replace("缺少月平均工资", "缺少资料")) == ["missing not named"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<think>\n", "", "tags"),
        ("</think>", "", "tags"),
        ("要素：入职=", "要素：入职=去年", "ungrounded"),
        ("；所问=经济补偿", "", "elements"),
        ("补偿类型：", "责任认定：", "headings"),
        ("月数与基数：", "基数：", "headings"),
        ("\\boxed{", "\\boxed{1", "box"),
        ("\\boxed{", "\\boxed{1}\\boxed{", "box"),
        ("补偿类型：依", "补偿类型：\\boxed{1}依", "box"),
        ("元。\\boxed", "元。\\boxed{}\\boxed", "box"),
    ],
)
def test_a_wrong_form_is_rejected(sound, old, new, code):
    question, completion = sound
    assert old in completion
    assert code in codes(question, completion.replace(old, new, 1))


def test_wrong_arithmetic_and_wrong_law_are_rejected(sound):
    question, completion = sound
    number = completion[completion.index("=", completion.index("赔偿计算")) + 1 :].partition("元")[0]
    assert codes(question, completion.replace(f"={number}元", f"={number}1元")) == ["equation"]
    other = replace(question, answer="12345.00")
    assert codes(other, completion) == ["box"]
    invented = completion.replace("第四十六条", "第二百四十六条")
    assert codes(question, invented) == ["verdict corrected"]
    unequal = completion.replace("赔偿计算：", "赔偿计算：另加奖金98765元，")
    assert codes(question, unequal) == ["verdict corrected"]


def test_an_answer_without_its_derivation_is_rejected(sound):
    question, completion = sound
    line = next(line for line in completion.split("\n") if line.startswith("赔偿计算"))
    assert codes(question, completion.replace(line, "赔偿计算：依法计算。")) == ["verdict corrected"]


def test_elements_must_stand_in_the_case(sound):
    question, _ = sound
    with pytest.raises(Ungrounded, match="入职"):
        fact_finder(replace(question, elements=(("入职", "1999年1月1日"),)))


@pytest.fixture
def recipe(tmp_path):
    rng = Random(3)
    drafts = [from_draft(sampler.sample(rng, "layman")) for _ in range(40)]
    broken = replace(drafts[0], id="EC-broken", elements=(("入职", "昨天"), *drafts[0].elements))
    write(tmp_path / "data" / "train.jsonl", [*drafts[:35], broken])
    write(tmp_path / "data" / "validation.jsonl", drafts[35:])
    return SimpleNamespace(output=tmp_path, distil=DistilSettings(workers=1, traces=4))


def test_the_stage_writes_trajectories_rejections_and_a_summary(recipe, capsys):
    stage.run(recipe, deducers=DEDUCERS)
    folder = recipe.output / "distil"
    good = trajectories(folder / "train.jsonl")
    rejected = [json.loads(line) for line in (folder / "rejected.jsonl").read_text().splitlines()]
    summary = json.loads((folder / "summary.json").read_text())
    assert len(good) + sum(each["split"] == "train" for each in rejected) == 36
    assert summary["train"]["accepted"] == len(good) >= 30
    assert [e["reasons"][0]["code"] for e in rejected if e["id"] == "EC-broken"] == ["ungrounded"]
    assert summary["train"]["rejected"]["ungrounded"] == 1
    assert len((folder / "traces.jsonl").read_text().splitlines()) == 4
    assert all(codes(each.question, each.completion) == [] for each in good)
    assert f"{len(good)} of 36 accepted" in capsys.readouterr().err


def test_a_finished_stage_is_not_repeated_and_a_changed_one_is(recipe, monkeypatch, capsys):
    stage.run(recipe, deducers=DEDUCERS)
    first = (recipe.output / "distil" / "train.jsonl").read_bytes()
    (recipe.output / "distil" / "train.jsonl").write_text("")
    stage.run(recipe, deducers=DEDUCERS)
    assert "nothing to do" in capsys.readouterr().err
    stage.run(recipe, deducers=DEDUCERS, resume=False)
    assert (recipe.output / "distil" / "train.jsonl").read_bytes() == first
    recipe.distil = DistilSettings(workers=1, max_characters=100)
    stage.run(recipe, deducers=DEDUCERS)
    assert not trajectories(recipe.output / "distil" / "train.jsonl")
    assert "length" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(recipe, capsys):
    stage.run(recipe, dry_run=True, deducers=DEDUCERS)
    assert not (recipe.output / "distil").exists()
    assert "of 32 accepted" in capsys.readouterr().err


def test_without_data_the_stage_says_what_to_run(tmp_path):
    with pytest.raises(UsageError, match="data"):
        stage.run(SimpleNamespace(output=tmp_path, distil=DistilSettings()))


def test_a_deduction_that_fails_is_counted(recipe, monkeypatch):
    monkeypatch.setattr(sampler, "deduce", lambda *_: 1 / 0)
    results = stage.reason_out(questions(recipe.output / "data" / "train.jsonl")[:2], deducers=DEDUCERS)
    assert [each.reasons[0].code for each in results] == ["crash ZeroDivisionError"] * 2
