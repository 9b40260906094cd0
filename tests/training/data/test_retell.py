"""A re-telling is kept only where every figure, date, party and element survives."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.training import sampler
from tests.training.fake_server import serving
from training.data.retell import again, fault, retell
from training.data.settings import RetellSettings
from training.records import from_draft


@pytest.fixture(scope="module")
def originals():
    rng = Random(1)
    drawn = [from_draft(sampler.sample(rng, "exam")) for _ in range(12)]
    return [each for each in drawn if each.answer is not None][:4]


def moved(text: str) -> str:
    """The same case with its last sentence first."""
    head, _, asked = text.rpartition("。") if not text.endswith("。") else text[:-1].rpartition("。")
    head = head.replace("进入", "到").replace("工作", "上班", 1)
    return f"想请教一下，{asked.rstrip('？。')}？情况如下：{head}。"


def test_faults(originals):
    original = originals[0]
    good = moved(original.question)

    def found(text):
        return fault(original, again(original, text, "m"))

    assert found(good) == ""
    assert found(original.question) == "copy"
    wage = dict(original.elements)["月平均工资"]
    assert found(good.replace(wage, "若干元")) == "element"
    assert found(good + "另有500元。") == "figure"
    name = original.question[0] + "某"
    assert found(good.replace(name, "许某" if name != "许某" else "高某")) == "party"
    assert found("太短") == "length"


def test_what_the_reader_contradicts_is_dropped(originals, monkeypatch):
    monkeypatch.setattr("training.data.retell.reader", lambda told: "differs")
    assert fault(originals[0], again(originals[0], moved(originals[0].question), "m")) == "reader differs"


def test_retellings_join_the_set_and_a_resume_asks_nothing_again(originals, tmp_path):
    asked = []

    def answer(system, user):
        text = user.removeprefix("<案情>").removesuffix("</案情>")
        asked.append(text)
        assert "一字不改" in system and "元" in system
        if text == originals[1].question:
            return "不会"
        return {"text": text if text == originals[2].question else moved(text)}

    log = tmp_path / "retold.jsonl"
    with serving(answer) as server:
        settings = RetellSettings(base_url=server.url, share=1.0)
        told = retell(originals, settings, log)
        assert retell(originals, settings, log) == told
    assert len(asked) == len(originals) == 4
    assert told[:4] == originals and len(told) == 6
    assert {each.notes["retold"] for each in told[4:]} == {originals[0].id, originals[3].id}
    assert all(
        each.answer == by.answer for each, by in zip(told[4:], (originals[0], originals[3]), strict=True)
    )
    whys = [json.loads(line)["why"] for line in log.read_text().splitlines()]
    assert whys == ["", "unreadable", "copy", ""]


def test_the_share_and_the_limit_bound_the_requests(originals, tmp_path):
    with serving(lambda system, user: 500) as server:
        settings = RetellSettings(base_url=server.url, share=0.0)
        assert retell(originals, settings, tmp_path / "a.jsonl") == originals
        assert not server.asked
