"""The optional judge: rejects with its reason, is not asked twice, and silence is no approval."""

from __future__ import annotations

from tests.training.distil.test_lead import DEDUCERS, drawn
from tests.training.fake_server import serving
from training.distil.judge import judge
from training.distil.settings import JudgeSettings
from training.distil.stage import reason_out


def test_judge(tmp_path):
    batch = [drawn(True, seed) for seed in (1, 2, 3, 4)]
    asked = []

    def answer(system, user):
        asked.append(user)
        at = next(n for n, each in enumerate(batch) if each.question in user)
        return [{"keep": True, "reason": ""}, {"keep": False, "reason": "跳步"}, "好的", {"keep": True}][at]

    for _ in range(2):  # the second time everything is known
        results = reason_out(batch, deducers=DEDUCERS)
        with serving(answer) as server:
            judge(results, JudgeSettings(base_url=server.url), tmp_path / "judged.jsonl")
        found = [[(reason.code, reason.detail) for reason in each.reasons] for each in results]
        assert found[:2] == [[], [("judge", "跳步")]]
        assert found[2][0][0] == found[3][0][0] == "judge" and "no JSON" in found[2][0][1]
    assert len(asked) == 4 and all("<推理>" in user and "</think>" not in user for user in asked)
