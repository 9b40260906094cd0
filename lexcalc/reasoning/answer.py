"""The answer of a model text: ``\\boxed{}`` in every written form of money, else a clear conclusion."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc import money
from lexcalc.reasoning.arithmetic import evaluate

MAX_BOX = 400  # characters inside one box
MAX_BOXES = 50
_BOX = re.compile(r"\\?f?boxed\s{0,3}(?=\{)")
_TEX = re.compile(r"\\(?:text|mathrm|mbox|textbf|mathbf)\s?\{([^{}]{0,60})\}")
_NOISE = re.compile(
    r"\\[,;:! ]|\\q?quad|\\left|\\right|\$|\{|\}|\*|人民币|RMB|CNY|约|共计|合计|为人民币|\\yen|\\"
)
_CLOSE = "</think>"
_CONCLUDES = re.compile(r"应|共|合计|总计|答案|结论|赔偿|支付|补偿|综上|因此|所以")


def boxes(text: str) -> list[str]:
    """The contents of all boxes in order, nested braces respected; an unclosed box is none."""
    found: list[str] = []
    for match in list(_BOX.finditer(text))[-MAX_BOXES:]:
        depth, start = 0, match.end()
        for i in range(start, min(len(text), start + MAX_BOX)):
            depth += (text[i] == "{") - (text[i] == "}")
            if depth == 0:
                found.append(text[start + 1 : i].strip())
                break
    return found


def amount(content: str) -> Fraction | None:
    """The money that a short text states in any written form, or None when it states none or several."""
    if len(content) > MAX_BOX:
        return None
    content = re.sub(r"(?<=\d)\s?(?:\{,\}|\\,|\\ )\s?(?=\d{3}(?!\d))", ",", content)
    plain = _NOISE.sub("", _TEX.sub(r"\1", content)).strip(" \t\r\n。.;；:：=＝")
    plain = re.sub(r"(?<=[元万亿\d])\s?[/每]\s?(?:个?月|年|天|日)$", "", plain)
    plain = re.sub(r"(?<=\d)\s+(?=[万亿元])", "", plain)
    if not plain or "%" in plain or "％" in plain:
        return None
    value = money.parse(plain)
    if value is None:
        value = evaluate(plain)
    if value is None and re.search(r"[=＝≈]", content):
        return amount(re.split(r"[=＝≈]", content)[-1])
    if value is None:
        stated = {a.value for a in money.find(plain) if a.unit_written}
        value = stated.pop() if len(stated) == 1 else None
    return value


def boxed(text: str) -> Fraction | None:
    """The last box that states an amount, or None."""
    for content in reversed(boxes(text)):
        value = amount(content)
        if value is not None:
            return value
    return None


def boxed_values(text: str) -> list[Fraction]:
    """The distinct amounts of all boxes, in order of first appearance."""
    values = [amount(content) for content in boxes(text)]
    return list(dict.fromkeys(v for v in values if v is not None))


def concluded(final: str) -> Fraction | None:
    """Without a box: the one amount in 元 of the last concluding sentence, or None if not just one."""
    sentences = [s for s in re.split(r"[。！？!?\n]", final[-2000:]) if s.strip()]
    for sentence in reversed(sentences[-3:]):
        stated = {a.value for a in money.find(sentence) if a.unit_written}
        if stated:
            return stated.pop() if len(stated) == 1 and _CONCLUDES.search(sentence) else None
    return None


def split_thinking(text: str, reasoning: str | None = None) -> tuple[str, str, bool]:
    """(thinking, conclusion, closed) of a completion.

    R1-distill templates open ``<think>`` in the prompt, so the opening tag is optional; servers with a
    reasoning parser give the thinking apart (``reasoning``); without any tag all of it is conclusion.
    """
    if reasoning is not None:
        return reasoning, text, bool(text.strip())
    head, tag, tail = text.rpartition(_CLOSE)
    if tag:
        return head.replace("<think>", "", 1).replace(_CLOSE, "\n"), tail, True
    opening = text.find("<think>")
    if opening >= 0:
        return text[opening + len("<think>") :], "", False
    return "", text, False


def has_format(text: str, reasoning: str | None = None) -> bool:
    """Whether a completion has the asked-for shape: thinking, closed once, then a box with content."""
    if reasoning is None and (
        text.count(_CLOSE) != 1 or text.count("<think>") > 1 or "<think>" in text.lstrip()[1:]
    ):
        return False
    thinking, conclusion, closed = split_thinking(text, reasoning)
    return closed and bool(thinking.strip()) and any(boxes(conclusion))
