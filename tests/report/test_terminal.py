"""The terminal report: number first, foreign text literal, columns aligned, both languages."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len

from lexcalc.contract import AssessmentOut, FactOut, ItemOut, ReasoningOut, StepOut, VerdictOut
from lexcalc.report import messages, terminal
from tests.report.sample import QUESTION, sample


def shown(report, lang="zh") -> str:
    stream = io.StringIO()
    terminal.render(report, terminal.console(stream), lang)
    return stream.getvalue()


def test_the_number_comes_first_with_its_status():
    first = shown(sample()).splitlines()[0]
    assert first.startswith("107,100.00 元") and "已核验" in first


@pytest.mark.parametrize("status", messages.STATUS)
def test_every_status_has_a_word_in_both_languages(status):
    for lang, name in zip(("zh", "en"), messages.STATUS[status], strict=True):
        assert name in shown(sample(status=status), lang)


def test_steps_show_said_recomputed_statute_article_and_mark(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    report = sample()
    invented = shown(report)
    assert "8.5×12600" in invented and "107,100" in invented and "劳动合同法第47条" in invented
    assert "未核实" in invented and "✗" in invented  # article 999 does not exist
    del report.reasoning.steps[1].citations[1]
    assert "✓" in shown(report) and "✗" not in shown(report)


def test_an_arithmetic_slip_is_crossed():
    step = sample().reasoning.steps[1]
    slip = replace(step, equations=[replace(step.equations[0], claimed="107000", ok=False)])
    assert "✗" in shown(sample(reasoning=ReasoningOut(text="x", steps=[slip], answer="107000.00")))


def test_disagreement_shows_both_numbers():
    report = sample(status="disagrees", verdict=VerdictOut(status="disagrees"))
    report.reasoning.answer = "99000.00"
    head = "\n".join(shown(report).splitlines()[:3])
    assert "暂无金额" in head and "法条 107,100.00" in head and "模型 99,000.00" in head


def test_sound_arithmetic_to_another_answer_is_crossed():
    report = sample(verdict=VerdictOut(status="disagrees", answer="107100.00"))
    report.reasoning.answer = "113400.00"
    step = report.reasoning.steps[1]
    equation = replace(step.equations[0], claimed="113400", computed="113400")
    report.reasoning.steps[1] = replace(step, text="9×12600=113400元。", equations=[equation])
    assert "✗" in shown(report) and "107,100.00" in shown(report).split("赔偿计算")[1].split("\n")[0]


def test_missing_facts_say_how_to_supply_them():
    report = sample(
        status="facts_missing",
        reasoning=None,
        assessment=AssessmentOut(missing=["月平均工资（劳动合同法第47条）"]),
        verdict=VerdictOut(status="facts_missing"),
    )
    text = shown(report)
    assert "--set 月平均工资=值" in text and "暂无金额" in text
    assert text.index("还缺的事实") < text.index("认定的事实")
    assert "--set 月平均工资=VALUE" in shown(report, "en")


def test_unconfirmed_values_are_marked():
    item = ItemOut(head="丧葬费", formula="x", substituted="1", amount="1.00", confirmed=False)
    assert "未确认" in shown(sample(assessment=AssessmentOut(items=[item], answer="1.00")))


@pytest.mark.parametrize("payload", ["[/foo] [bold]x[/]", "[a1] 证据", "[link=http://x]点[/link]", ":smile:"])
def test_markup_in_foreign_text_is_shown_literally(payload):
    report = sample(
        question=payload,
        facts=[FactOut(name="月平均工资", value=payload, source="text", span=(0, len(payload)))],
        reasoning=ReasoningOut(text=payload, steps=[StepOut(kind="other", title=payload, text=payload)]),
        verdict=VerdictOut(status="disagrees", reasons=[payload]),
    )
    assert shown(report).count(payload) >= 3


def test_escape_sequences_never_reach_the_terminal():
    evil = "\x1b[2J\x1b]0;owned\x07\x9b31m应付1元\u202e"
    report = sample(reasoning=ReasoningOut(text=evil, steps=[StepOut(kind="other", text=evil)]))
    text = shown(report)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text) and "应付1元" in text


def test_wide_characters_stay_within_the_width():
    report = sample(facts=[FactOut(name="月平均工资", value="工资" * 300, source="text", span=(0, 3))])
    assert max(cell_len(line) for line in shown(report).splitlines()) <= 100


def test_a_terminal_without_utf8_gets_plain_borders():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk", errors="replace")
    terminal.render(sample(), terminal.console(stream), "zh")
    stream.flush()
    assert "107,100.00 元" in stream.buffer.getvalue().decode("gbk")


def test_no_color_is_honoured(monkeypatch):
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Tty(), Tty()
    terminal.render(sample(), terminal.console(coloured), "zh")
    assert "\x1b[" in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.render(sample(), terminal.console(plain), "zh")
    assert "\x1b[3" not in plain.getvalue()


def test_the_source_of_a_fact_is_quoted_from_the_case():
    assert "“12,600元”" in shown(sample()) and "12,600元" in QUESTION
