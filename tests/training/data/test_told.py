"""Questions that people wrote become training questions where the reader's facts lead to their answer."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.training.data.test_synthesize import SAMPLERS, settings
from training.data import stage
from training.data.restate import Unusable
from training.data.told import question, told
from training.distil.stage import reason_out
from training.records import questions

ENDED = (
    "岳某于2016年3月7日入职某包装厂，任质检员。2024年5月20日厂方提出解除劳动合同，岳某同意，双方当日协商解除，厂方未付补偿。"
    "岳某解除前十二个月平均工资6,420元。当地上年度职工月平均工资7,105元。厂方应付经济补偿多少元？"
)
RIGHT = {"id": "1", "scenario": "EC", "style": "exam", "question": ENDED, "answer": "54570.00"}
BY_THE_YEAR = ENDED.replace("上年度职工月平均工资7,105元", "上年度职工年平均工资85,260元")
BORN = (
    "行人路某，1958年4月2日出生，2023年6月9日被货车撞伤，2024年1月15日定残，构成十级伤残（单处）。货车方负全部责任。"
    "案件于2024年8月一审辩论终结，受诉地2023年城镇居民人均可支配收入48,120元。路某的残疾赔偿金是多少元？"
)
HALVES = (
    "2024年3月，我的车被一辆面包车撞了，交警定他主责我次责，双方认七三开。我的车修理费1万2千6，没人受伤。"
    "他有交强险，还有一份一百万的三者险，没有免赔。他的三者险应该赔我多少钱？"
)


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def made(text, answer, scenario):
    return question({"scenario": scenario, "question": text, "answer": answer}, "file")


def test_only_what_the_reader_gets_right_is_kept(tmp_path):
    path = tmp_path / "cases.jsonl"
    unread = ENDED.replace("于2016年3月7日", "早年")
    rows = [
        RIGHT,
        {**RIGHT, "answer": "54570.01"},
        {**RIGHT, "answer": None},
        {**RIGHT, "question": unread},
        {**RIGHT, "scenario": "WC"},
    ]
    write(path, rows)
    found, fates = told([path])
    assert dict(fates) == {"kept": 1, "differs": 2, "without answer": 1, "refused": 1}
    assert [(each.answer, each.voice, each.pattern) for each in found] == [("54570.00", "exam", "cases")]


def test_elements_are_the_words_of_what_the_reasoning_needs():
    one = made(ENDED, "54570.00", "EC")
    assert dict(one.elements) == {
        "入职": "2016年3月7日",
        "解除": "2024年5月20日",
        "月平均工资": "6,420元",
        "社平月工资": "7,105元",
        "所问": "经济补偿",
    }
    assert [one.question.find(text) for _, text in one.elements[:-1]] == sorted(
        one.question.find(text) for _, text in one.elements[:-1]
    )
    (result,) = reason_out([one])
    assert not result.reasons and result.completion.endswith("\\boxed{54570}")


def test_an_average_told_by_the_year_is_divided_in_the_steps():
    one = made(BY_THE_YEAR, "54570.00", "EC")
    assert ("社平年工资", "85,260元") in one.elements and "社平月工资" not in one.facts
    (result,) = reason_out([one])
    assert not result.reasons and "85260÷12=7105元" in result.completion


def test_an_age_that_follows_from_the_birth_is_not_an_element():
    one = made(BORN, "72180.00", "TC")
    assert ("出生", "1958年4月2日") in one.elements and "年龄" not in one.facts
    assert not reason_out([one])[0].reasons


def test_words_that_the_calculator_takes_for_the_other_share_are_refused():
    with pytest.raises(Unusable, match="other side"):
        made(HALVES, "7420.00", "TC")


def test_the_stage_leaves_out_what_stands_in_a_set_that_measures(tmp_path, capsys):
    """One question of the case file is a benchmark's with another wage; the file itself does not measure."""
    cases, bench = tmp_path / "cases.jsonl", tmp_path / "bench.jsonl"
    other = {**RIGHT, "id": "2", "question": BORN, "scenario": "TC", "answer": "72180.00"}
    cases.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (RIGHT, other)), encoding="utf-8"
    )
    copied = {**RIGHT, "question": ENDED.replace("6,420", "6,240")}
    write(bench, [copied])
    made = settings(told=[cases])
    made.leakage.against = [bench, cases]
    recipe = SimpleNamespace(output=tmp_path / "run", data=made)
    stage.run(recipe, samplers=SAMPLERS)
    train = questions(tmp_path / "run" / "data" / "train.jsonl")
    assert [each.question for each in train if each.pattern == "cases"] == [BORN]
    assert "too near to another set: 1" in capsys.readouterr().err
