"""From a case text to a verified report: the library's calls, which the command line only wraps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from lexcalc.contract import (
    AskedOut,
    AssessmentOut,
    FactOut,
    ProvenanceOut,
    ReadingOut,
    ReasoningOut,
    Report,
)
from lexcalc.errors import LexcalcError, ServerError, UsageError

if TYPE_CHECKING:
    from lexcalc.case.model import Case, Fact, Scenario
    from lexcalc.case.stated import Reading
    from lexcalc.law import Assessment
    from lexcalc.law.index import Index
    from lexcalc.law.rulebook import Rulebook
    from lexcalc.reasoning.prompt import Prompt, Style
    from lexcalc.serve.client import Completion
    from lexcalc.serve.profiles import Profile


SecondReading = Literal["auto", "always", "never"]
# Given a case that lacks facts and what a model read, the facts that the user supplies; empty when no more.
OnMissing = "Callable[[Prepared, list[Reading]], list[Fact]]"
MAX_ROUNDS = 12  # of questions to the user, each of which may bring up the next missing fact


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
    style: Style = "taught",
) -> Prepared:
    """Read a case, apply the rules, and with ``with_prompt`` write what a model would be asked.

    ``heads``, ``payer`` and ``facts`` win over those of the text; ``today`` gives 今年 and 去年 in the text
    their year; ``prefill`` opens the answer for the model, for servers that continue a last message of the
    assistant; ``style`` is the prompt that the model was trained for.
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
    return write_prompt(prepared, prefill=prefill, style=style) if with_prompt else prepared


def write_prompt(prepared: Prepared, *, prefill: bool = False, style: Style = "taught") -> Prepared:
    """A prepared case with what a model is asked; the options are those of :func:`prepare`."""
    from lexcalc.reasoning.prompt import build

    prompt = build(prepared.case, prepared.assessment, prefill=prefill, style=style)
    return replace(prepared, prompt=prompt)


def _apply(
    case: Case, rulebook: Rulebook, on: date | None, trial_date: date | None, region: str | None
) -> Prepared:
    from lexcalc.law import assess as apply_rules
    from lexcalc.law import to_contract

    native = apply_rules(case, rulebook, on=on, trial_date=trial_date, region=region)
    return Prepared(case, to_contract(native), native, rulebook.sha256)


def assess(text: str, *, id: str = "", on_missing: OnMissing | None = None, **options: Any) -> Report:
    """What the rules give for a case, without any model; ``options`` are those of :func:`prepare`.

    ``on_missing`` may supply what is missing, as :func:`ask` says.
    """
    return _report(_supplied(prepare(text, **options), text, options, on_missing, []), None, id=id)


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
    return judge(prepare(text, **options), answer, finish_reason, id=id)


def judge(
    prepared: Prepared,
    answer: str,
    finish_reason: Literal["stop", "length"] = "stop",
    tokens: int | None = None,
    *,
    id: str = "",
) -> Report:
    """Verify the answer to a prepared case; where its prompt opens the answer, this is what followed."""
    return _report(prepared, _read(prepared, answer, finish_reason, tokens), id=id)


def check_case(
    answer: str, case: Case, *, id: str = "", finish_reason: Literal["stop", "length"] = "stop"
) -> Report:
    """As :func:`check`, for a case whose facts are known, so that its text needs no reading."""
    from lexcalc.law import load_rulebook

    return judge(_apply(case, load_rulebook(), None, None, None), answer, finish_reason, id=id)


def ask(
    text: str,
    *,
    id: str = "",
    model: str | None = None,
    base_url: str | None = None,
    endpoint: Endpoint | None = None,
    max_tokens: int | None = None,
    timeout: float | None = None,
    prefill: bool | None = None,
    style: Style | None = None,
    profile: str | None = None,
    on_text: Callable[[str], None] | None = None,
    second_reading: SecondReading = "auto",
    on_missing: OnMissing | None = None,
    **options: Any,
) -> Report:
    """Ask a model about a case and verify its answer against the rules.

    Without ``base_url`` a local server is started once and kept warm, and the answer is opened for the model
    (``prefill``), which not every other server can continue; who asks often passes the ``endpoint`` of
    :func:`connect` instead.  ``style`` is the prompt, by default the one
    that the model was trained for (:func:`manner`); ``profile`` says how its family is asked and how
    much it may write (``lexcalc.serve.profiles``, by default that of the model's name).  ``timeout`` is the
    longest silence in seconds;
    ``on_text`` receives the answer as it is written.  With ``second_reading`` the model also quotes the facts
    from the case under a JSON schema (``auto``: where a fact is missing); what it reads confirms, contradicts
    or proposes, and is never computed with.  ``on_missing`` is called while facts are missing or contradicted
    and returns those that the user supplies.  Raises :class:`ModelSilent`, which carries the rules' own
    report, when no whole answer came.
    """
    prepared = prepare(text, **options)
    readings: list[Reading] = []
    try:
        endpoint = endpoint or connect(model, base_url, timeout, profile)
        if second_reading == "always" or (second_reading == "auto" and prepared.native.missing):
            readings = _second_reading(prepared, endpoint)
        prepared = _supplied(prepared, text, options, on_missing, readings)
        prefill = endpoint.prefill if prefill is None else prefill
        prepared = write_prompt(prepared, prefill=prefill, style=style or endpoint.style)
        completion = _complete(prepared, endpoint, max_tokens or endpoint.profile.max_tokens, on_text)
    except UsageError:
        raise
    except LexcalcError as error:
        raise ModelSilent(error, _report(prepared, None, id=id, readings=readings)) from error
    finish: Literal["stop", "length"] = "length" if completion.finish_reason == "length" else "stop"
    reasoning = _read(prepared, completion.text, finish, completion.tokens)
    return _report(
        prepared,
        reasoning,
        id=id,
        model=completion.model,
        checkpoint=endpoint.checkpoint,
        readings=readings,
    )


def _read(
    prepared: Prepared, text: str, finish_reason: Literal["stop", "length"], tokens: int | None = None
) -> ReasoningOut:
    from lexcalc.reasoning import parse
    from lexcalc.reasoning.citations import judge, unlisted

    prefill = prepared.prompt.prefill if prepared.prompt else ""
    reasoning = parse(text, finish_reason, tokens, scenario=prepared.case.scenario, prefill=prefill)
    index = _statute_index() if unlisted(reasoning) else None
    return judge(reasoning, prepared.assessment, date.today(), index)


def _statute_index() -> Index | None:
    from lexcalc.law.index import open_index

    try:
        return open_index()
    except LexcalcError:
        return None  # an index that cannot be read leaves citations unchecked; it must not cost the answer


@dataclass(frozen=True)
class Endpoint:
    """A server that answers: where, under which name, which weights (None where that is not ours to know).

    ``style`` is the prompt that its model was trained for, ``profile`` how its family is asked;
    ``prefill`` says that it continues an answer.
    """

    base_url: str
    model: str
    checkpoint: str | None
    stall: float
    profile: Profile
    style: Style = "taught"
    prefill: bool = False

    def complete(
        self,
        messages: list[dict[str, str]],
        *,
        max_tokens: int,
        on_text: Callable[[str], None] | None = None,
        dictated: bool = False,
        response_format: dict[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Completion:
        """The answer to messages (:func:`lexcalc.serve.client.complete`), ``dictated`` by turns."""
        from lexcalc.serve import client
        from lexcalc.serve.dictate import dictate

        write = dictate if dictated else client.complete
        return write(
            messages,
            base_url=self.base_url,
            model=self.model,
            max_tokens=max_tokens,
            on_text=on_text,
            stall=self.stall,
            response_format=response_format,
            extra=extra,
        )


def connect(
    model: str | None = None,
    base_url: str | None = None,
    timeout: float | None = None,
    profile: str | None = None,
) -> Endpoint:
    """The server of a model, started where it is our own and does not run; ServerError when it is silent."""
    from lexcalc.serve import client

    stall = timeout or client.STALL_SECONDS
    if base_url is None:
        from lexcalc.serve import server

        running = server.ensure(model)
        where = (running.base_url, running.model, running.sha256)
        return Endpoint(*where, stall, *manner(model, None, profile))
    client.warn_if_open(base_url)
    model = model or client.models(base_url)[0]
    return Endpoint(base_url, model, None, stall, *manner(model, base_url, profile))


def manner(
    model: str | None = None, base_url: str | None = None, profile: str | None = None
) -> tuple[Profile, Style, bool]:
    """How a model is asked, told without asking it: its profile, its prompt, whether its answer is opened.

    The prompt is what its adapter says here, what its profile says at another server; one that is given no
    name there is asked for it.
    """
    from lexcalc.serve import client, pins, profiles, store

    if base_url is None:
        family = profiles.chosen(profile, model or pins.default_name())
        return family, store.prompt_style(model), family.prefill
    family = profiles.chosen(profile, model or client.models(base_url)[0])
    return family, family.style, False


def _complete(
    prepared: Prepared, endpoint: Endpoint, max_tokens: int, on_text: Callable[[str], None] | None
) -> Completion:
    prompt = prepared.prompt
    assert prompt is not None
    messages = endpoint.profile.messages(prompt.messages, prompt.prefill)
    if prompt.prefill and on_text:
        on_text(prompt.prefill)
    return endpoint.complete(
        messages,
        max_tokens=max_tokens,
        on_text=on_text,
        dictated=bool(prompt.prefill) and endpoint.style == "lexpam",
        extra=endpoint.profile.request,
    )


def _second_reading(prepared: Prepared, endpoint: Endpoint) -> list[Reading]:
    """The facts as the model quotes them; nothing from a server that cannot hold itself to a schema."""
    from lexcalc.case.stated import compare
    from lexcalc.law import load_rulebook
    from lexcalc.law.missing import Missing
    from lexcalc.reasoning import extract
    from lexcalc.serve import client

    missing = [m.name for m in prepared.native.missing if isinstance(m, Missing)]
    computed = [line.head for line in prepared.native.items]
    names = extract.wanted(prepared.case, load_rulebook(), missing, computed)
    if not names:
        return []
    try:
        reply = endpoint.complete(
            endpoint.profile.messages(extract.messages(prepared.case, names)),
            max_tokens=extract.MAX_TOKENS,
            response_format=extract.response_format(names),
        )
    except client.Refused:
        return []
    return compare(prepared.case, extract.statements(reply.text))


def _supplied(
    prepared: Prepared,
    text: str,
    options: dict[str, Any],
    on_missing: OnMissing | None,
    readings: list[Reading],
) -> Prepared:
    """The case again with what the user supplies, until nothing is missing or no more is supplied."""
    facts = list(options.get("facts", ()))
    for _ in range(MAX_ROUNDS if on_missing else 0):
        answered = on_missing(prepared, readings)
        if not answered:
            break
        facts += answered
        prepared = prepare(text, **{**options, "facts": facts})
    return prepared


def _report(
    prepared: Prepared,
    reasoning: ReasoningOut | None,
    *,
    id: str,
    model: str | None = None,
    checkpoint: str | None = None,
    readings: list[Reading] | None = None,
) -> Report:
    from lexcalc.verify import verify

    case = prepared.case
    read = _readings(case, reasoning, readings or [])
    return Report(
        id=id,
        scenario=case.scenario,
        question=case.text,
        facts=[_fact(fact) for fact in case.facts],
        readings=read,
        unused=list(case.unused),
        asked=AskedOut(
            heads=list(case.asked.heads), payer=case.asked.payer, deduct_paid=case.asked.deduct_paid
        ),
        reasoning=reasoning,
        assessment=prepared.assessment,
        verdict=verify(reasoning, prepared.assessment, case.text, read),
        provenance=ProvenanceOut(
            rules=prepared.rules,
            prompt=prepared.prompt_sha256 if model else None,
            checkpoint=checkpoint,
            model=model,
            versions=_versions(),
        ),
    )


def _readings(case: Case, reasoning: ReasoningOut | None, second: list[Reading]) -> list[ReadingOut]:
    """What the model's elements and its second reading say of the facts that the user has not settled."""
    elements = reasoning.elements if reasoning else {}
    if not elements and not second:
        return []
    from lexcalc.case.model import value_text
    from lexcalc.case.stated import Statement, compare

    found = {reading.name: reading for reading in second}
    for reading in compare(case, [Statement(name, words) for name, words in elements.items()]):
        if reading.name not in found or reading.agrees is False:
            found[reading.name] = reading
    settled = {fact.name for fact in case.facts if fact.source == "user"}
    return [
        ReadingOut(
            name=reading.name,
            reader=None if reading.reader is None else value_text(reading.reader),
            model=value_text(reading.model),
            span=reading.span,
            agrees=reading.agrees,
        )
        for reading in found.values()
        if reading.name not in settled
    ]


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
