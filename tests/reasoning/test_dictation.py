"""An answer grows by turns, does not go round in a circle, and comes to a conclusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.reasoning.calculator import STOPS
from lexcalc.reasoning.dictation import RESERVE, Dictation, unlooped

ELEMENTS = "月工资=1860元；最低工资=2010元\n月数与基数："
ROUND = ["1860元与最低工资2010元中较高者为", "；6540×3=", "元；2010元与19620元中较低者为"]


def _play(turns: list[tuple[str, str, int]], max_tokens: int = 100) -> tuple[Dictation, list[str]]:
    answer, told = Dictation(max_tokens), []
    for turn in turns:
        assert answer.finish_reason is None
        told.append(answer.take(*turn))
    return answer, told


def test_an_answer_grows_by_turns():
    answer, told = _play(
        [
            ("月工资=8000元；所问=赔偿金\n补偿类型：", "stop", 20),
            ("违法解除。\n赔偿计算：8000×4=", "stop", 12),
            ("元；32000×2=", "stop", 9),
            ("元。\n</think>\n应付64000元。\\boxed{64000}", "stop", 20),
        ]
    )
    assert told == ["", "32000", "64000", ""]
    assert answer.text.endswith(
        "赔偿计算：8000×4=32000元；32000×2=64000元。\n</think>\n应付64000元。\\boxed{64000}"
    )
    assert (answer.finish_reason, answer.tokens) == ("stop", 61)


def test_the_element_line_stops_for_what_is_said_in_words_and_every_later_calculation_ends_a_turn():
    assert Dictation(9).stops == ("：", "→")
    answer, told = _play([("工资=六千二→", "stop", 5), ("；入职=2020年\n补偿类型：", "stop", 5)])
    assert told == ["6200元", ""] and answer.text.startswith("工资=六千二→6200元；入职")
    answer, _ = _play([("入职=2020年\n补偿类型：", "stop", 5)])
    assert answer.stops == ("=", "为")
    assert len(STOPS) <= 4  # what vLLM and other servers of this interface accept


def test_an_answer_ends_with_its_tokens():
    answer, told = _play([("要素\n甲：", "stop", 40), ("3×4=", "stop", 60)])
    assert answer.finish_reason == "length" and told == ["", ""]
    answer, _ = _play([("要素\n甲：", "stop", 40), ("乙乙", "length", 60)])
    assert answer.finish_reason == "length"
    answer, _ = _play([("要素\n甲：", "stop", None), ("1×2=", "stop", None), ("", "stop", 0)])
    assert answer.finish_reason == "stop" and answer.text.endswith("1×2=2")


def _written(answer: Dictation, turns: list[str], reason: str = "stop") -> None:
    for turn in turns:
        answer.take(turn, reason, len(turn))


def test_what_is_said_a_third_time_is_taken_away_and_its_line_closed():
    answer = Dictation(1000)
    _written(answer, [ELEMENTS])
    _written(answer, ROUND)
    once, left = answer.text, answer.left
    _written(answer, ["；" + ROUND[0], *ROUND[1:], "；" + ROUND[0], ROUND[1]])
    assert answer.text == once + "。\n" and answer.finish_reason is None
    assert abs(answer.left - left) < 20  # what was taken away may be written again


def test_a_clause_may_come_twice_and_a_short_one_often():
    twice = "母亲：30000×5=150000元；父亲、30000×5=150000元；小计30000元；30000×5=150000元；"
    assert unlooped(twice) is None
    assert unlooped(twice + "30000×5=150000元；") == twice.removesuffix("30000×5=150000元；")
    assert unlooped("同上；" * 9) is None


def test_a_loop_in_prose_is_found_when_the_tokens_are_spent():
    answer = Dictation(400)
    _written(answer, [ELEMENTS])
    line = "2010元×3个月，按此计算；"
    said = line + "以前的年限按当时规定不计；以后的年限按当时规定不计；" * 6 + "以前的"
    answer.take(said, "length", answer.left)
    kept = line + "以前的年限按当时规定不计；以后的年限按当时规定不计。\n"
    assert answer.text == ELEMENTS + kept and answer.finish_reason is None and answer.left > 200


def test_two_loops_are_cut_and_the_third_is_made_to_conclude():
    answer = Dictation(4000)
    _written(answer, [ELEMENTS])
    for _ in range(2):
        _written(answer, ["甲的年限按规定不计；" * 3 + "乙为"])
        assert answer.text.endswith("甲的年限按规定不计。\n")
    answer.take("甲的年限按规定不计；" * 9, "length", answer.left)
    assert answer.text.endswith("甲的年限按规定不计。\n</think>\n") and answer.left == RESERVE
    answer.take("应付5元。\\boxed{5}", "stop", 9)
    assert answer.text.endswith("</think>\n应付5元。\\boxed{5}") and answer.finish_reason == "length"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9000×2=18000元；超出72180-72", "9000×2=18000元。\n</think>\n"),
        ("9000×2=18000元。\n赔偿计算：18000×", "9000×2=18000元。\n</think>\n"),
        ("9000×2=18000元。\n</think>\n应付18000元", "9000×2=18000元。\n</think>\n应付18000元"),
    ],
)
def test_an_answer_that_has_spent_its_tokens_concludes_with_those_kept_back(written, kept):
    answer = Dictation(300)
    assert answer.left == 300 - RESERVE
    _written(answer, ["月工资=9000元\n月数与基数："])
    answer.take(written, "length", answer.left)
    assert answer.text.endswith(kept) and answer.finish_reason is None and answer.left == RESERVE
    answer.take("又", "length", RESERVE)
    assert answer.finish_reason == "length" and answer.text == answer.text.rstrip()


def test_an_element_line_that_goes_round_is_closed():
    answer = Dictation(300)
    answer.take("工资=八千五百元；" * 40, "length", answer.left)
    assert answer.text == "工资=八千五百元\n" and answer.finish_reason is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["=", "为", "", "；", "甲的年限按规定不计；"]), st.integers(0, 40)),
        max_size=40,
    )
)
def test_every_answer_ends(turns):
    answer, rounds = Dictation(240), 0
    while answer.finish_reason is None and rounds < 2000:
        end, tokens = turns[rounds % len(turns)] if turns else ("=", 1)
        answer.take("甲的年限按规定不计；1+1" + end, "stop", min(tokens, answer.left))
        rounds += 1
    assert answer.finish_reason is not None


def test_a_full_context_ends_the_answer_as_it_stands():
    answer = Dictation(300)
    answer.take("月工资=9000元\n月数与基数：9000×", "length", 20)
    assert answer.finish_reason == "length" and answer.text.endswith("9000×")


def test_a_conclusion_that_needs_some_of_those_tokens_is_whole():
    answer = Dictation(300)
    answer.take("月工资=9000元\n月数与基数：9000×2=18000元。\n</think>\n应付", "length", answer.left)
    answer.take("18000元。\\boxed{18000}", "stop", 12)
    assert answer.finish_reason == "stop" and answer.text.endswith("应付18000元。\\boxed{18000}")
