"""The measures of diversity move the way they should."""

from __future__ import annotations

from random import Random

from click.testing import CliRunner

from training.data.diversity import distinct, main, measure

RNG = Random(4)


def texts(number, pieces, length=6):
    words = ["".join(chr(0x4E00 + RNG.randrange(2000)) for _ in range(14)) for _ in range(pieces)]
    return ["，".join(RNG.choices(words, k=length)) + f"{RNG.randrange(10**6)}元" for _ in range(number)]


def test_distinct_counts_different_runs():
    assert distinct(["甲乙甲乙"], 1) == 0.5 and distinct(["甲乙丙丁"], 2) == 1.0 and distinct([], 2) == 0.0


def test_a_template_is_seen_and_variety_is_not_taken_for_one():
    template = [f"某人于{n}年入职某公司，月工资{n}元，公司裁员，补偿多少元？" for n in range(2000, 2040)]
    poor, rich = measure(template), measure(texts(40, 300))
    assert poor["template_free"] == 0 and poor["commonest_form"] == 40
    assert rich["template_free"] == 1 and rich["commonest_form"] == 1
    assert poor["self_similarity"]["masked"]["median"] == 1 > rich["self_similarity"]["masked"]["median"]
    assert all(a < b for a, b in zip(poor["distinct"]["masked"], rich["distinct"]["masked"], strict=True))


def test_distance_to_the_test_split():
    train = texts(30, 100)
    report = measure(train, [*train[:1], *texts(5, 100)])
    distance = report["distance_to_test"]["plain"]
    assert distance["min"] == 0 and distance["median"] > 0.8
    assert measure(train)["self_similarity"]["plain"]["max"] < 1


def test_the_command_prints_and_writes(tmp_path):
    import json

    path = tmp_path / "train.jsonl"
    path.write_text(
        "".join(json.dumps({"id": f"EC-{n}", "question": t}) + "\n" for n, t in enumerate(texts(9, 50)))
    )
    result = CliRunner().invoke(main, [str(path), "--json", str(tmp_path / "d.json")])
    assert result.exit_code == 0 and "template-free" in result.output
    assert json.loads((tmp_path / "d.json").read_text())["EC"]["questions"] == 9
