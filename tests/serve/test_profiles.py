"""Each family of models is asked as it wants to be, and its form of answer is read."""

from __future__ import annotations

import pytest

from lexcalc import pipeline
from lexcalc.errors import UsageError
from lexcalc.serve import profiles, vllm
from tests.training.fake_server import serving

CASE = "2020年3月1日入职，2024年2月29日公司违法解除，离职前十二个月平均工资8000元，问违法解除赔偿金多少？"
STEPS = (
    "补偿类型：违法解除，付二倍赔偿金（劳动合同法第87条）。\n"
    "月数与基数：2020-03-01至2024-02-29为4年，计4个月。\n赔偿计算：8000×4×2=64000元。"
)
# Transcripts in the form of each family: thinking in the text, opened by the template, or apart; Markdown.
FORMS = {
    "deepseek-r1-distill-qwen-1.5b": f"先分析。\n{STEPS}\n</think>\n\n**答案：** \\boxed{{64,000}} 元。",
    "LegalOne-4B": f"<think>\n{STEPS}\n</think>\n综上，公司应支付违法解除赔偿金64000元。",
    "Qwen3-8B": f"<think>\n\n{STEPS}\n\n</think>\n\n### 结论\n\n赔偿金 = $\\boxed{{64000\\text{{元}}}}$",
    "some-model": f"<think>{STEPS}</think>\\boxed{{64000}}",
}


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("lexpam-0.5b", "lexpam"),
        ("org/LexPam-1.5B", "lexpam"),
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B", "deepseek-r1"),
        ("/models/legalone-8b/", "legalone"),
        ("Qwen/Qwen3-4B", "qwen3"),
        ("qwen2.5-coder-1.5b", "plain"),
        ("", "plain"),
    ],
)
def test_a_model_is_known_by_its_name(model, name):
    assert profiles.of(model).name == name


def test_an_unknown_profile_names_the_known_ones():
    with pytest.raises(UsageError, match="legalone"):
        profiles.named("gpt")


def test_what_a_profile_lets_a_model_write_fits_the_local_server():
    assert all(each.max_tokens <= vllm.MAX_MODEL_LEN - 2000 for each in profiles.every().values())


def asked(model: str, second_reading="never", **options) -> tuple[dict, object]:
    """The first request that a model got, and the report."""
    with serving(lambda *messages: FORMS[model]) as server:
        where = {"base_url": server.url, "second_reading": second_reading}
        report = pipeline.ask(CASE, model=model, **where, **options)
        return server.asked[0], report


@pytest.mark.parametrize("model", FORMS)
def test_its_answer_is_read_and_verified(model):
    _, report = asked(model)
    assert report.reasoning.answer == "64000.00" and report.verdict.status in ("verified", "corrected")
    assert {"type", "months", "compensation"} <= {step.kind for step in report.reasoning.steps}


def test_requests_differ_by_family():
    body, _ = asked("deepseek-r1-distill-qwen-1.5b")
    assert [m["role"] for m in body["messages"]] == ["user"] and "【规定】" in body["messages"][0]["content"]
    assert (body["temperature"], body["top_p"], body["seed"], body["max_tokens"]) == (0.6, 0.95, 42, 6000)
    body, _ = asked("Qwen3-8B")
    assert body["chat_template_kwargs"] == {"enable_thinking": True} and body["temperature"] == 0.6
    body, _ = asked("some-model")
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["temperature"] == 0 and body["max_tokens"] == 768 and "chat_template_kwargs" not in body


def test_the_second_reading_is_asked_for_in_the_same_way():
    for model, roles in (("deepseek-r1-distill-qwen-1.5b", ["user"]), ("some-model", ["system", "user"])):
        body, _ = asked(model, second_reading="always")
        assert "response_format" in body and [m["role"] for m in body["messages"]] == roles


def test_a_profile_and_a_length_can_be_named_by_hand():
    body, _ = asked("some-model", profile="deepseek-r1", max_tokens=100)
    assert len(body["messages"]) == 1 and body["max_tokens"] == 100 and body["temperature"] == 0.6
