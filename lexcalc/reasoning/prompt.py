"""The prompt: instruction, statutory rules and one worked example first (the same for every case of a
scenario, so that vLLM's prefix cache holds them), the case last, marked off as data."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from lexcalc.case.model import Case
from lexcalc.contract import AssessmentOut
from lexcalc.law.dates import governing
from lexcalc.reasoning import vocabulary

Style = Literal["taught", "lexpam"]
MAX_CASE = 4_000  # characters of case text; LexNum cases have some 200
MAX_LINES = 4  # of law for a trained model
MAX_EXTRA = 8  # citations beyond those of the shared part
PREFILL = f"<think>\n{vocabulary.ELEMENTS}："
_TEXTS = Path(__file__).parent / "prompts"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Prompt:
    """Chat messages for the server, and how the assistant's turn begins (empty: the model opens it)."""

    messages: list[dict[str, str]]
    prefill: str = ""

    def __iter__(self) -> Iterator[dict[str, str]]:
        return iter(self.messages)


def build(
    case: Case,
    assessment: AssessmentOut | None = None,
    rulebook_articles: list[str] | None = None,
    *,
    prefill: bool = False,
    style: Style = "taught",
    rules: bool = True,
) -> Prompt:
    """The prompt of a case.

    Of the assessment only article numbers and the published statistics that it looked up are used, never an
    amount that it computed: the two sides must stay independent.
    ``rulebook_articles`` replaces the scenario's rules (texts, one paragraph each) in the shared part.
    ``style`` is ``taught`` for a model that must be told rules and form, ``lexpam`` for one trained on them:
    it is told one line of law for each head that the question asks about, unless ``rules`` is False.
    """
    if style == "lexpam":
        system = _text("lexpam")
        user = _case(case, assessment) + (_law(case) if rules else "")
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        return Prompt(messages, PREFILL if prefill else "")
    shared = _shared(case.scenario, None if rulebook_articles is None else tuple(rulebook_articles))
    user = _case(case, assessment)
    extra = _extra_citations(assessment, shared)
    if extra:
        user += "\n另可参照：" + "、".join(extra)
    messages = [{"role": "system", "content": shared}, {"role": "user", "content": user}]
    return Prompt(messages, PREFILL if prefill else "")


def _case(case: Case, assessment: AssessmentOut | None) -> str:
    """The case, and the published figures that the rules looked up for it."""
    user = f"<案情>{sanitise(case.text)}</案情>"
    figures = [f"{name}={figure}" for name, figure in (assessment.statistics if assessment else {}).items()]
    return user + ("\n公布的统计数据：" + "；".join(figures) if figures else "")


def _law(case: Case) -> str:
    """The lines of ``prompts/rules.yaml`` for what the question asks about, as of the governing date."""
    if case.scenario is None or case.asked is None:
        return ""
    lines = _rules()[case.scenario]
    heads = [*case.asked.heads, *(["分担"] if case.scenario == "TC" and case.asked.payer else [])]
    told = [line for head in heads if head in lines and (line := _in_force(lines[head], case))][:MAX_LINES]
    return "\n规定：" + "。".join(told) + "。" if told else ""


def _in_force(line: str | dict[str, dict[date, str]], case: Case) -> str | None:
    """A line as it stood on its governing date, the present one where the case does not give that."""
    if isinstance(line, str):
        return line
    ((selector, texts),) = line.items()
    day = governing(case.facts, None, None)[selector].last or date.max
    return next((text for since, text in sorted(texts.items(), reverse=True) if since <= day), None)


def prompt_sha256(prompt: Prompt | list[dict[str, str]]) -> str:
    """The fingerprint of a prompt for the report's provenance."""
    messages, start = (prompt.messages, prompt.prefill) if isinstance(prompt, Prompt) else (prompt, "")
    text = json.dumps([messages, start], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sanitise(text: str, limit: int = MAX_CASE) -> str:
    """Case text as inert data: it can neither close its delimiter nor forge chat or thinking tokens.

    All such tokens (``<|im_end|>``, ``<｜User｜>``, ``</think>``, ``</案情>``) need an ASCII ``<``.
    """
    plain = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = plain.replace("<", "＜").replace(">", "＞")
    if len(plain) > limit:  # the question stands at the end, the facts at the beginning
        plain = plain[: limit * 3 // 4] + "……" + plain[-limit // 4 :]
    return plain.strip()


@cache
def _rules() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((_TEXTS / "rules.yaml").read_text(encoding="utf-8"))


@cache
def _text(name: str) -> str:
    return (_TEXTS / f"{name}.md").read_text(encoding="utf-8").strip()


@cache
def _shared(scenario: str | None, articles: tuple[str, ...] | None) -> str:
    names = vocabulary.keywords(scenario) if scenario else ["法律依据", "赔偿计算"]
    system = _text("system").replace("{headings}", "、".join(f"“{name}：”" for name in names))
    if scenario is None:
        return system
    rules, _, example = _text(scenario).partition("【示例】\n")
    if articles is not None:
        rules = "【规定】\n" + "\n".join(articles) + "\n"
    return f"{system}\n{rules}【示例】\n{example}"


def _extra_citations(assessment: AssessmentOut | None, shared: str) -> list[str]:
    if assessment is None:
        return []
    cited = [c for item in assessment.items for c in item.citations]
    return [c for c in dict.fromkeys(cited) if sanitise(c) == c and c not in shared][:MAX_EXTRA]
