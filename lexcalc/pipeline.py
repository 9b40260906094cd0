"""From a case text to a verified report: the library's calls, which the command line only wraps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from lexcalc.contract import AskedOut, AssessmentOut, FactOut, ProvenanceOut, ReasoningOut, Report
from lexcalc.errors import LexcalcError, ServerError, UsageError
from lexcalc.serve import DEFAULT_MAX_TOKENS

if TYPE_CHECKING:
    from lexcalc.case.model import Case, Fact, Scenario
    from lexcalc.law import Assessment
    from lexcalc.law.rulebook import Rulebook
    from lexcalc.reasoning.prompt import Prompt
    from lexcalc.serve.client import Completion


class ModelSilent(ServerError):
    """The model gave no answer; ``report`` is what the rules give without it."""

    def __init__(self, cause: LexcalcError, report: Report) -> None:
        super().__init__(cause.zh, cause.en)
        self.report = report


@dataclass(frozen=True)
class Prepared:
    """A case as read and assessed, before any model is asked."""

    case: Case
    assessment: AssessmentOut
    native: Assessment
    rules: str
    prompt: Prompt | None = None

    @property
    def prompt_sha256(self) -> str | None:
        """The fingerprint of the prompt, where one was written."""
        if self.prompt is None:
            return None
        from lexcalc.reasoning.prompt import prompt_sha256

        return prompt_sha256(self.prompt)


def prepare(
    text: str,
    *,
    scenario: Scenario | None = None,
    heads: Sequence[str] = (),
    payer: str | None = None,
    facts: Iterable[Fact] = (),
    on: date | None = None,
    trial_date: date | None = None,
    region: str | None = None,
    today: date | None = None,
    with_prompt: bool = False,
    prefill: bool = False,
) -> Prepared:
    """Read a case, apply the rules, and with ``with_prompt`` write what a model would be asked.

    ``heads``, ``payer`` and ``facts`` win over those of the text; ``today`` gives 今年 and 去年 in the text
    their year; ``prefill`` opens the answer for the model, for servers that continue a last message of the
    assistant.
    """
    from lexcalc.case import read
    from lexcalc.law import load_rulebook

    rulebook = load_rulebook()
    if heads:
        scenario, heads = rulebook.named_heads(heads, scenario)
    case = read(text, scenario, today, heads=tuple(heads), payer=payer)
    for fact in facts:
        case.supply(fact)
    prepared = _apply(case, rulebook, on, trial_date, region)
    if with_prompt:
        from lexcalc.reasoning.prompt import build

        prepared = replace(prepared, prompt=build(case, prepared.assessment, prefill=prefill))
    return prepared


def _apply(
    case: Case, rulebook: Rulebook, on: date | None, trial_date: date | None, region: str | None
) -> Prepared:
    from lexcalc.law import assess as apply_rules
    from lexcalc.law import to_contract

    native = apply_rules(case, rulebook, on=on, trial_date=trial_date, region=region)
    return Prepared(case, to_contract(native), native, rulebook.sha256)


def assess(text: str, *, id: str = "", **options: Any) -> Report:
    """What the rules give for a case, without any model; ``options`` are those of :func:`prepare`."""
    return _report(prepare(text, **options), None, id=id)


def calc(
    heads: Sequence[str],
    *,
    id: str = "",
    scenario: Scenario | None = None,
    payer: str | None = None,
    facts: Iterable[Fact] = (),
    on: date | None = None,
    trial_date: date | None = None,
    region: str | None = None,
) -> Report:
    """What the rules give for named heads and facts, without a text; UsageError for an unknown head."""
    from lexcalc.case.model import Asked, Case
    from lexcalc.law import load_rulebook

    rulebook = load_rulebook()
    scenario, heads = rulebook.named_heads(heads, scenario)
    facts = list(facts)
    # Whoever states what was paid wants it counted.
    paid = any(fact.name == "已付款" for fact in facts)
    case = Case(text="", scenario=scenario, asked=Asked(tuple(heads), payer, deduct_paid=paid))
    for fact in facts:
        case.supply(fact)
    return _report(_apply(case, rulebook, on, trial_date, region), None, id=id)


def check(
    answer: str, text: str, *, id: str = "", finish_reason: Literal["stop", "length"] = "stop", **options: Any
) -> Report:
    """Verify reasoning that came from anywhere (another model, a colleague) against the rules."""
    prepared = prepare(text, **options)
    return _report(prepared, _read(prepared, answer, finish_reason), id=id)


def ask(
    text: str,
    *,
    id: str = "",
    model: str | None = None,
    base_url: str | None = None,
    max_tokens: int = DEFAULT_MAX_TOKENS,
    timeout: float | None = None,
    prefill: bool | None = None,
    on_text: Callable[[str], None] | None = None,
    **options: Any,
) -> Report:
    """Ask a model about a case and verify its answer against the rules.

    Without ``base_url`` a local server is started once and kept warm, and the answer is opened for the model
    (``prefill``), which not every other server can continue.  ``timeout`` is the longest silence in seconds;
    ``on_text`` receives the answer as it is written.  Raises :class:`ModelSilent`, which carries the rules'
    own report, when no whole answer came.
    """
    prepared = prepare(
        text, with_prompt=True, prefill=base_url is None if prefill is None else prefill, **options
    )
    try:
        completion, checkpoint = _complete(prepared, model, base_url, max_tokens, timeout, on_text)
    except UsageError:
        raise
    except LexcalcError as error:
        raise ModelSilent(error, _report(prepared, None, id=id)) from error
    finish: Literal["stop", "length"] = "length" if completion.finish_reason == "length" else "stop"
    reasoning = _read(prepared, completion.text, finish, completion.tokens)
    return _report(prepared, reasoning, id=id, model=completion.model, checkpoint=checkpoint)


def _read(
    prepared: Prepared, text: str, finish_reason: Literal["stop", "length"], tokens: int | None = None
) -> ReasoningOut:
    from lexcalc.reasoning import parse

    prefill = prepared.prompt.prefill if prepared.prompt else ""
    return parse(text, finish_reason, tokens, scenario=prepared.case.scenario, prefill=prefill)


def _complete(
    prepared: Prepared,
    model: str | None,
    base_url: str | None,
    max_tokens: int,
    timeout: float | None,
    on_text: Callable[[str], None] | None,
) -> tuple[Completion, str | None]:
    from lexcalc.serve import client

    checkpoint = None
    if base_url is None:
        from lexcalc.serve import server

        running = server.ensure(model)
        base_url, model, checkpoint = running.base_url, running.model, running.sha256
    else:
        client.warn_if_open(base_url)
        model = model or client.models(base_url)[0]
    prompt = prepared.prompt
    assert prompt is not None
    messages = list(prompt.messages)
    if prompt.prefill:
        messages.append({"role": "assistant", "content": prompt.prefill})
        if on_text:
            on_text(prompt.prefill)
    completion = client.complete(
        messages,
        base_url=base_url,
        model=model,
        max_tokens=max_tokens,
        on_text=on_text,
        stall=timeout or client.STALL_SECONDS,
    )
    return completion, checkpoint


def _report(
    prepared: Prepared,
    reasoning: ReasoningOut | None,
    *,
    id: str,
    model: str | None = None,
    checkpoint: str | None = None,
) -> Report:
    from lexcalc.verify import verify

    case = prepared.case
    return Report(
        id=id,
        scenario=case.scenario,
        question=case.text,
        facts=[_fact(fact) for fact in case.facts],
        asked=AskedOut(
            heads=list(case.asked.heads), payer=case.asked.payer, deduct_paid=case.asked.deduct_paid
        ),
        reasoning=reasoning,
        assessment=prepared.assessment,
        verdict=verify(reasoning, prepared.assessment, case.text),
        provenance=ProvenanceOut(
            rules=prepared.rules,
            prompt=prepared.prompt_sha256 if model else None,
            checkpoint=checkpoint,
            model=model,
            versions=_versions(),
        ),
    )


def _fact(fact: Fact) -> FactOut:
    from lexcalc.case.model import value_text
    from lexcalc.law.facts import unit

    return FactOut(
        name=fact.name,
        value=value_text(fact.value),
        unit=unit(fact.name),
        source=fact.source,
        span=fact.span,
        note=fact.note,
    )


def _versions() -> dict[str, str]:
    # Only what decides a result and is known without importing it: the server's versions are its own.
    from lexcalc import __version__

    return {"lexcalc": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
