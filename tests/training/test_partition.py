"""The partition: what a teacher solves is easy; its answers are asked for once."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("torch")

from tests.training.example import GOOD, LACKING, question, run_folder
from training import generate, partition
from training.generate import Completion
from training.records import questions


def completion(text: str, finish: str = "stop") -> Completion:
    return Completion("m", "p", 768, text, finish, 9, "server")


def test_right_is_easy_wrong_cut_off_or_unreadable_is_hard():
    lacking = question(id="TC-2", answer=None, missing=("伤残等级（…）",), facts={"机动车责任": "全部"})
    asked = [question(), question(), question(), question(), lacking, lacking]
    answers = [
        completion(GOOD.removeprefix("<think>\n要素：")),
        completion(GOOD.replace("{56891}", "{56892}")),
        completion(GOOD, "length"),
        completion("……"),
        completion(LACKING),
        completion(GOOD),
    ]
    easy, hard = partition.split(asked, answers, ["<think>\n要素：", "", "", "", "", ""])
    assert easy == [asked[0], lacking] and len(hard) == 4


def test_a_partition_is_kept_and_its_answers_are_used_again(tmp_path, tiny_base, monkeypatch):
    recipe = run_folder(tmp_path, 6, "partition.max_tokens=4", "partition.limit=5")
    (tmp_path / "tiny-qwen2").symlink_to(tiny_base)
    partition.run(recipe)
    folder = tmp_path / "partition"
    easy, hard = (questions(folder / f"D_{name}.jsonl") for name in ("easy", "hard"))
    assert (
        len(easy) + len(hard) == 5 and json.loads((folder / "summary.json").read_text())["teacher"] == "tiny"
    )
    monkeypatch.setattr(generate, "_transformers", lambda *_: pytest.fail("asked again"))
    partition.run(recipe)
    (folder / "summary.json").unlink()
    partition.run(recipe)
    assert questions(folder / "D_hard.jsonl") == hard
