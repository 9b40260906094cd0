"""An answer by turns is asked for with what is there already, and streams in order."""

from __future__ import annotations

import pytest

from lexcalc.serve.client import Interrupted, ServerError
from lexcalc.serve.dictate import dictate
from tests.training.fake_server import serving

MESSAGES = [{"role": "user", "content": "问"}, {"role": "assistant", "content": "<think>\n要素："}]
TURNS = ["月工资=8000元\n补偿类型：", "违法。8000×4=", "元。\\boxed{32000}"]
WHOLE = TURNS[0] + TURNS[1] + "32000" + TURNS[2]


def reply(user: str, begun: str) -> str:
    written = begun.removeprefix(MESSAGES[-1]["content"])
    assert WHOLE.startswith(written)
    rest = WHOLE[len(written) :]
    return next(turn for turn in TURNS if rest.startswith(turn))


def test_results_are_put_in_between_the_turns():
    pieces: list[str] = []
    with serving(reply) as server:
        answer = dictate(
            MESSAGES, max_tokens=500, on_text=pieces.append, base_url=server.url, model="lexpam-0.5b"
        )
        assert [body["include_stop_str_in_output"] for body in server.asked] == [True] * 3
        assert [body["stop"][0] for body in server.asked] == ["：", "=", "="]
        assert server.asked[0]["max_tokens"] > server.asked[1]["max_tokens"] > server.asked[2]["max_tokens"]
    assert answer.text == WHOLE == "".join(pieces) and answer.finish_reason == "stop"


def test_what_had_come_before_a_failure_is_not_lost():
    def fails(user: str, begun: str):
        return 400 if "×" in begun else reply(user, begun)

    with serving(fails) as server, pytest.raises(Interrupted) as caught:
        dictate(MESSAGES, max_tokens=500, base_url=server.url, model="lexpam-0.5b")
    assert caught.value.partial == TURNS[0] + TURNS[1] + "32000"


def test_a_server_that_never_answered_leaves_nothing_half_said():
    with serving(lambda user, begun: 400) as server, pytest.raises(ServerError) as caught:
        dictate(MESSAGES, max_tokens=500, base_url=server.url, model="lexpam-0.5b")
    assert not isinstance(caught.value, Interrupted)
