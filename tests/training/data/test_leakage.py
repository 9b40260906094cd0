"""A planted duplicate fails the check, also with other numbers and names; honest neighbours pass."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from training.data.leakage import BENCHMARKS, Entry, Leak, check, fail_on, main, read
from training.data.settings import LeakageSettings

TEXT = (
    "王某某于2016年3月15日入职某机械公司任车工，离职前十二个月平均工资为7,260元。2024年6月30日，"
    "公司以其不能胜任工作为由解除劳动合同，未提前通知也未支付任何款项。王某某要求公司支付经济补偿，请问数额是多少元？"
)
OTHER_FIGURES = (
    TEXT.replace("2016年3月15日", "2011年12月1日").replace("7,260", "5830").replace("2024", "2021")
)
OTHER_PEOPLE = OTHER_FIGURES.replace("王某某", "周女士")
RENAMED = OTHER_FIGURES.replace("王某某", "李建国")
FAR = (
    "孙女士驾驶小轿车在路口与一辆货车相撞，交警认定货车司机负主要责任。货车投有交强险，孙女士住院十九天，"
    "花去医疗费18,320元，另有误工损失4,600元，请计算保险公司在交强险内应当赔付的数额。"
)
# The same law and the same head, told by somebody else.
NEIGHBOUR = (
    "我在一家做配件的小厂干了六年多，去年年底厂里说我不能胜任工作，让我走人，一分钱没给。"
    "走之前那十二个月平均下来每月5200元。我该拿多少经济补偿？"
)


def entries(*texts, file="a.jsonl"):
    return [Entry(file, str(n), text) for n, text in enumerate(texts)]


def kinds(train, others, **settings):
    findings, _ = check(entries(*train), entries(*others, file="b.jsonl"), LeakageSettings(**settings))
    return {finding.kind for finding in findings}


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        (TEXT, "text"),
        (TEXT.replace("，", ", ").replace("7,260", "７２６０"), "text"),
        (OTHER_FIGURES, "masked"),
        (OTHER_PEOPLE, "masked"),
        (RENAMED, "masked"),
        (TEXT.replace("任车工", "在二号车间当车工").replace("未提前通知也", ""), "plain"),
        (FAR[:30] + TEXT, "plain"),
    ],
)
def test_a_planted_duplicate_is_found(planted, kind):
    assert kind in kinds([FAR, planted, NEIGHBOUR], [TEXT])


def test_other_tellings_pass():
    assert kinds([FAR, NEIGHBOUR], [TEXT]) == set()
    assert kinds([], [TEXT]) == kinds([TEXT], []) == set()


def test_thresholds_decide():
    assert kinds([OTHER_FIGURES], [TEXT], masked=1.0, plain=1.0) == set()


def test_the_message_shows_both_texts_shortened():
    findings, report = check(entries(TEXT), entries(OTHER_FIGURES, file="b.jsonl"), LeakageSettings())
    with pytest.raises(Leak) as error:
        fail_on(findings)
    assert "王某某于2016年3月15日" in error.value.zh and "王某某于2011年12月1" in error.value.zh
    assert "b.jsonl" in error.value.en and TEXT not in error.value.en
    assert (
        {f.kind for f in findings} == {"plain", "masked"}
        and report["leaks"] == 2
        and report["masked"]["max"] > 0.9
    )
    json.dumps(report)


def test_nothing_to_tell_fails_nothing():
    fail_on([])


def write(path, texts):
    path.write_text("".join(json.dumps({"question": text}, ensure_ascii=False) + "\n" for text in texts))
    return path


def test_the_command_fails_with_status_1(tmp_path):
    train, other = write(tmp_path / "train.jsonl", [FAR, TEXT]), write(tmp_path / "test.jsonl", [RENAMED])
    out = tmp_path / "leakage.json"
    result = CliRunner().invoke(main, [str(train), str(other), "--no-benchmarks", "--json", str(out)])
    assert result.exit_code == 1
    assert json.loads(out.read_text())["leaks"] >= 1
    clean = write(tmp_path / "clean.jsonl", [FAR])
    assert CliRunner().invoke(main, [str(clean), str(other), "--no-benchmarks"]).exit_code == 0


def test_every_benchmark_is_compared_by_default(tmp_path):
    planted = [entry.text for entry in read(sorted(BENCHMARKS.glob("*.jsonl"))[0])[:1]]
    train = write(tmp_path / "train.jsonl", [FAR, *planted])
    result = CliRunner().invoke(main, [str(train)])
    assert result.exit_code == 1
    assert CliRunner().invoke(main, [str(write(tmp_path / "train.jsonl", [FAR]))]).exit_code == 0


def test_trajectories_and_facts_are_compared(tmp_path):
    record = {
        "id": "EC-1",
        "scenario": "EC",
        "question": FAR,
        "answer": "1.00",
        "missing": [],
        "asked": {"heads": ["经济补偿"], "payer": None, "deduct_paid": False},
        "facts": {"月平均工资": "7260"},
        "elements": [["所问", "数额"]],
        "voice": "exam",
        "pattern": "p",
        "notes": {},
    }
    retold = {**record, "id": "EC-2", "question": NEIGHBOUR}
    trajectory = {"question": retold, "completion": "<think>"}
    for name, content in (("test", record), ("train", trajectory)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(content, ensure_ascii=False) + "\n")
    train, test = read(tmp_path / "train.jsonl"), read(tmp_path / "test.jsonl")
    assert train[0].text == NEIGHBOUR and train[0].id == "EC-2"
    findings, _ = check(train, test, LeakageSettings())
    assert [finding.kind for finding in findings] == ["facts"]
