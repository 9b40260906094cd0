"""Hostile text: nothing is executed, nothing hangs, nothing raises."""

from __future__ import annotations

import builtins
import json
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from lexcalc.contract import ReasoningOut
from lexcalc.reasoning import parse
from lexcalc.reasoning.arithmetic import MAX_DEPTH, evaluate, recompute
from lexcalc.reasoning.arithmetic import parse as parse_expression
from lexcalc.reasoning.equations import split_equations

BUDGET = 0.05  # seconds for 16 kB on a quiet core (DESIGN)
SLACK = 6  # the machines that run tests are shared
ALPHABET = "0123456789.,，+-*/×÷=≈^!()（）{}\\%％元万亿千百第条款"
ALPHABET += "《》法月/天<>think要素责任认定：；。\n 为合计boxed一二三"


@pytest.fixture
def no_evaluators(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any call of an evaluator of text is a failure."""
    import sympy
    from sympy.parsing import sympy_parser

    recompute(parse_expression("1÷3+2×5"))  # importing the standard library's own modules may use exec

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("text reached an evaluator")

    real_sympify = sympy.sympify

    def only_objects(value: object, *args: object, **kwargs: object) -> object:
        return refuse() if isinstance(value, str) else real_sympify(value, *args, **kwargs)

    for module in (sympy, sys.modules["sympy.core.sympify"]):
        monkeypatch.setattr(module, "sympify", only_objects)
    monkeypatch.setattr(sympy, "parse_expr", refuse)
    monkeypatch.setattr(sympy_parser, "parse_expr", refuse)
    monkeypatch.setattr(builtins, "eval", refuse)
    monkeypatch.setattr(builtins, "exec", refuse)


def _payloads(marker: Path) -> list[str]:
    call = f"__import__('pathlib').Path({str(marker)!r}).touch()"
    return [
        call,
        f"1+{call}",
        f"({call})*2=3",
        f"().__class__.__base__.__subclasses__()[0]={call}",
        f"\\boxed{{{call}}}",
        f"\\frac{{{call}}}{{1}}=1",
        f"lambda: {call}",
        f"Symbol('x').subs(x, '{call}')=1",
        f"{{{call}}}元×2=4",
        f'"{call}"',
        f"open({str(marker)!r},'w')",
    ]


def test_the_guard_itself_fires(no_evaluators: None) -> None:
    import sympy

    with pytest.raises(AssertionError):
        sympy.sympify("1+1")
    with pytest.raises(AssertionError):
        eval("1+1")


def test_payloads_are_text(tmp_path: Path, no_evaluators: None) -> None:
    marker = tmp_path / "executed"
    for payload in _payloads(marker):
        assert evaluate(payload) is None
        split_equations(payload)
        parse(f"<think>要素：a={payload}\n赔偿计算：{payload}</think>{payload}")
    assert not marker.exists()


def test_arithmetic_and_its_sympy_check_need_no_evaluator(no_evaluators: None) -> None:
    assert evaluate("8.5×12600") == recompute(parse_expression("8.5×12600")) == 107100


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "9^9^9^9",
        "1e99999999",
        "1E+99999999",
        "(" * 10_000 + "1" + ")" * 10_000,
        "-" * 10_000 + "1",
        "9" * 1_000_000,
        "9" * 19,
        "1/" * 5_000 + "1",
        "×".join(["999999999999999999"] * 399),
        "10000000!",
        "\\frac{" * 5_000,
    ],
)
def test_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    assert evaluate(text) is None
    assert time.perf_counter() - started < BUDGET * SLACK


def test_depth_is_bounded_not_forbidden() -> None:
    assert evaluate("(" * MAX_DEPTH + "7" + ")" * MAX_DEPTH) == 7
    assert evaluate("(" * (MAX_DEPTH + 1) + "7" + ")" * (MAX_DEPTH + 1)) is None


ATTACKS = {
    "digits": "9" * 16_000,
    "equations": "1=1" * 5_300,
    "sums": "1+1=" * 4_000,
    "open brackets": "(" * 16_000,
    "brackets": "(" * 8_000 + ")" * 8_000,
    "bracket sums": "(1+1)=" * 2_600,
    "amounts with brackets": "5元(1×5)" * 2_000,
    "fractions": "\\frac{" * 2_600,
    "boxes": "\\boxed{" * 2_200,
    "numerals": "一百" * 8_000,
    "articles": "第一条" * 5_300,
    "article list": "第1、" * 5_300,
    "statutes": "根据劳动合同法" * 2_200,
    "titles": "《" * 16_000,
    "thousands": "1,000," * 2_600,
    "bad thousands": ",000" * 4_000,
    "thinking tags": "<think></think>" * 1_000,
    "spaces": " " * 16_000,
    "newlines": "\n" * 16_000,
    "elements": "要素：" + "a=1；" * 4_000,
    "element commas": "要素：" + "，a" * 8_000,
    "headings": "责任认定：1+1=2\n" * 1_300,
    "fractions in words": "1分之" * 5_300,
    "stars": "*" * 16_000,
    "powers": "9**" * 5_300,
    "dots": "1." * 8_000,
    "words": "经济补偿金额" * 2_600,
    "labels": "1个" * 8_000,
    "noise": "".join(random.Random(7).choices(ALPHABET, k=16_000)),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_16_kb_of_anything_is_read_quickly(name: str) -> None:
    parse("劳动合同法第1条")  # loads the list of statutes
    best = min(_timed(ATTACKS[name]) for _ in range(3))
    assert best < BUDGET * SLACK


def _timed(text: str) -> float:
    started = time.perf_counter()
    parse(text)
    return time.perf_counter() - started


def test_ten_megabytes() -> None:
    started = time.perf_counter()
    out = parse("1+1=2；\\boxed{2}" * 700_000)
    assert time.perf_counter() - started < 2
    assert out.finish_reason == "length"


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=300)), st.sampled_from(["stop", "length"]))
def test_never_raises_and_always_serialises(text: str, finish: str) -> None:
    out = parse(text, finish)
    assert TypeAdapter(ReasoningOut).validate_json(json.dumps(asdict(out))) == out
    assert parse("", reasoning=text).answer == parse(f"<think>{text}</think>").answer or "think>" in text
