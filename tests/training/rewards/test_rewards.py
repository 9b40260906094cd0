"""Rewards: every form of a completion, the paper's keywords, the checked steps, crashes that stay crashes."""

from __future__ import annotations

import threading

import pytest

from tests.training.example import GOOD, LACKING, question
from training.records import Question, line
from training.rewards import REWARDS

LIST = (
    "<think>\n责任认定\n保险赔付\n赔偿计算\n责任认定：责任认定，保险赔付\n保险赔付：保险赔付\n"
    "赔偿计算：赔偿计算\n</think>\n\\boxed{56891}"
)


def reward(name: str, completion, asked: Question | None = None, opened: str = "") -> float:
    """One reward for one completion."""
    (value,) = REWARDS[name](completions=[completion], record=[line(asked or question())], opened=[opened])
    return value


def test_the_case_is_what_the_tests_take_it_for():
    _, native = question().assess()
    assert native.answer == 56891


@pytest.mark.parametrize("name", list(REWARDS))
def test_a_good_completion_earns_all_in_every_form(name):
    thinking, _, final = GOOD.partition("</think>")
    apart = {"role": "assistant", "content": final, "reasoning_content": thinking.removeprefix("<think>")}
    forms = [
        (GOOD, ""),
        (GOOD.removeprefix("<think>\n"), "<think>\n"),
        (GOOD.removeprefix("<think>\n"), ""),  # opened by a template that nobody told of
        (GOOD.removeprefix("<think>\n要素："), "<think>\n要素："),
        ([{"role": "assistant", "content": GOOD}], ""),
        ([{"role": "assistant", "content": [{"type": "text", "text": GOOD}]}], ""),
        ([apart], ""),
        (
            [apart | {"reasoning_content": apart["reasoning_content"].removeprefix("\n要素：")}],
            "<think>\n要素：",
        ),
    ]
    for completion, opened in forms:
        assert reward(name, completion, opened=opened) == 1, (completion, opened)


@pytest.mark.parametrize(
    "box",
    ["56891", "56891.00", "56,891元", "5.6891万元", "伍万陆仟捌佰玖拾壹元", "５６８９１", "\\text{56891元}"],
)
def test_the_amount_may_be_written_in_any_way(box):
    assert reward("accuracy", GOOD.replace("{56891}", f"{{{box}}}")) == 1


@pytest.mark.parametrize("box", ["56890", "56891.01", "", "约五六万", "56891%"])
def test_another_amount_earns_nothing(box):
    assert reward("accuracy", GOOD.replace("\\boxed{56891}", f"\\boxed{{{box}}}")) == 0


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace("</think>", ""),
        GOOD.replace("\\boxed{56891}", "56891"),
        GOOD.replace("</think>", "</think></think>"),
        "\\boxed{56891}",
        "",
    ],
)
def test_the_form_is_thinking_closed_once_then_a_box(bad):
    assert reward("format", bad) == 0


def test_a_bare_list_of_keywords_earns_the_papers_reward_and_nothing_when_checked():
    assert reward("law", LIST) == 1
    assert reward("checked", LIST) == 0
    # Nor with an amount that follows from nothing, or from numbers of nowhere.
    assert reward("checked", LIST.replace("赔偿计算：赔偿计算", "赔偿计算：1+1=2元")) == 0
    assert reward("checked", LIST.replace("赔偿计算：赔偿计算", "赔偿计算：50000+6891=56891元")) == 0


def test_a_step_counts_only_with_the_rulebooks_amounts():
    wrong_step = GOOD.replace("13846+38625+2000=54471元", "13846+38625+2000=54470元")
    assert reward("checked", wrong_step) == pytest.approx(2 / 3)
    wrong_end = GOOD.replace("54471+2420=56891元", "54471+2421=56892元")
    assert reward("checked", wrong_end) == 0
    no_liability = GOOD.replace("责任认定：", "说明：")
    assert reward("checked", no_liability) == pytest.approx(2 / 3) and reward("law", no_liability) < 1


def test_where_a_fact_is_missing_the_answer_says_so_without_a_box():
    asked = question(answer=None, missing=("伤残等级（…），…需要",), facts={"机动车责任": "全部"})
    for name in REWARDS:
        assert reward(name, LACKING, asked) == 1, name
    for bad in (LACKING + "\\boxed{1000}", LACKING.replace("伤残等级", "证据")):
        assert reward("accuracy", bad, asked) == 0
    assert reward("format", LACKING + "\\boxed{1000}", asked) == 0
    assert reward("checked", LIST, asked) == 0


def test_unreadable_answers_are_counted():
    logged = []
    REWARDS["accuracy"](
        completions=[GOOD, "……", GOOD.replace("{56891}", "{}"), LACKING],
        record=[line(question())] * 4,
        log_metric=lambda name, value: logged.append((name, value)),
    )
    assert logged == [("parse_failures", 0.5)]


@pytest.mark.parametrize("name", list(REWARDS))
def test_a_crash_is_an_error(name):
    with pytest.raises(KeyError):
        REWARDS[name](completions=[GOOD], record=['{"no": "question"}'])
    with pytest.raises(ValueError, match=r"shorter|longer"):
        REWARDS[name](completions=[GOOD, GOOD], record=[line(question())])


def test_rewards_work_in_a_thread():
    found = []
    thread = threading.Thread(target=lambda: found.extend(reward(name, GOOD) for name in REWARDS))
    thread.start()
    thread.join()
    assert found == [1] * len(REWARDS)
