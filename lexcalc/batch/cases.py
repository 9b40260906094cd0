"""One case of a case file: what its columns mean, checked, and the key under which its result is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lexcalc.case.model import Fact, value_text
from lexcalc.errors import LexcalcError, UsageError
from lexcalc.textio import clean, printable

# Column or key → field.  A column that is none of these may still be the name of a fact.
FIELDS = {
    **dict.fromkeys(("id", "编号", "序号"), "id"),
    **dict.fromkeys(("question", "案情", "问题"), "question"),
    **dict.fromkeys(("answer", "答案"), "answer"),
    **dict.fromkeys(("scenario", "案型"), "scenario"),
    **dict.fromkeys(("region", "地区"), "region"),
    **dict.fromkeys(("on", "accident_date", "日期"), "on"),
    **dict.fromkeys(("trial_date", "一审辩论终结日"), "trial_date"),
    **dict.fromkeys(("facts", "事实"), "facts"),
}
SCENARIOS = {
    **{code: code for code in ("EC", "WC", "TC")},
    **{"经济补偿": "EC", "劳动": "EC", "工伤": "WC", "交通事故": "TC", "交通": "TC"},
}
MAX_ID = 200
_MAX_SENTENCE = 300


@dataclass(frozen=True)
class Row:
    """A line of a case file as read: its columns, or why there are none.

    ``number`` counts from 1 and names the case where it has no id; ``end`` is how much has been read.
    """

    number: int
    end: int
    where: tuple[str, str]
    data: Mapping[str, Any] | LexcalcError
    id: str = ""


@dataclass(frozen=True)
class BatchCase:
    """A case ready for an engine, or with ``error`` the one sentence that says why it cannot be read."""

    id: str
    end: int
    key: str
    text: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    gold: Mapping[str, str | None] | None = None
    error: LexcalcError | None = None


def case_of(row: Row, given: Mapping[str, Any], salt: str = "") -> BatchCase:
    """The case of a row; ``given`` are options of :func:`lexcalc.pipeline.prepare` for all cases.

    The row's own columns win.  ``salt`` stands for everything else that decides a result.
    """
    id, text = row.id or str(row.number), ""
    try:
        if isinstance(row.data, LexcalcError):
            raise row.data
        fields, facts = _columns(row.data)
        id = id_of(fields.get("id")) or id
        text = _encodable(clean(_text(fields, "question"), "案情"))
        options = _options(fields, facts, given)
        gold = gold_of(id, fields["answer"], options["scenario"]) if "answer" in fields else None
        return BatchCase(id, row.end, _key(salt, id, text, options), text, options, gold)
    except LexcalcError as error:
        why = UsageError(_sentence(row.where[0], error.zh), _sentence(row.where[1], error.en))
        why.exit_code = error.exit_code
        key = hashlib.sha256(
            f"bad\0{salt}\0{row.number}\0{id}\0{why.zh}\0{text}".encode(errors="replace")
        ).hexdigest()
        return BatchCase(id, row.end, key, text, error=why)


def told(case: BatchCase) -> dict[str, Any]:
    """What a failure tells of its case so that somebody can review it: text and options, as far as known."""
    if not case.text:
        return {}
    given = {name: storable(value) for name, value in case.options.items()}
    given = {name: value for name, value in given.items() if value not in (None, [])}
    return {"question": case.text, "given": given}


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of :func:`lexcalc.pipeline.prepare` that a failure tells; the inverse of :func:`told`."""
    from lexcalc.law.facts import parse_fact

    options = dict(given)
    for name in ("on", "trial_date", "today"):
        if options.get(name):
            options[name] = date.fromisoformat(options[name])
    options["facts"] = [parse_fact(name, value) for name, value in options.get("facts", ())]
    return options


def error_out(error: LexcalcError) -> dict[str, Any]:
    """A failure as it stands in the journal and in ``failures.jsonl``."""
    return {"zh": error.zh, "en": error.en, "code": int(error.exit_code)}


def _sentence(where: str, text: str) -> str:
    text = printable(text).encode("utf-8", "replace").decode()
    return where + (text if len(text) <= _MAX_SENTENCE else text[:_MAX_SENTENCE] + "……")


def _columns(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The known fields of a row, and its facts by name; an empty cell is as good as none."""
    from lexcalc.law.facts import vocabulary

    fields: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for name, value in data.items():
        if (known := FIELDS.get(name)) is not None:
            if known not in fields or fields[known] in (None, ""):
                fields[known] = value
        elif name in vocabulary() and value not in (None, ""):
            facts[name] = value
    stated = fields.pop("facts", None)
    if stated not in (None, ""):
        if not isinstance(stated, Mapping):
            raise UsageError(
                "facts 要写成 {名称: 值} 的对象。", "facts must be an object of names and values."
            )
        facts |= {str(name).strip(): value for name, value in stated.items() if value not in (None, "")}
    return fields, facts


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{name} 应是一段文字。", f"{name} must be a text.")
    return value


def id_of(value: Any) -> str:
    """An id as results are matched by it: printable, with single blanks; empty where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | None):
        raise UsageError("id 应是文字或数字。", "id must be a text or a number.")
    id = " ".join(printable(value or "").split())
    if len(id) > MAX_ID:
        raise UsageError(f"id 太长，最多 {MAX_ID} 个字。", f"id is too long, at most {MAX_ID} characters.")
    return _encodable(id)


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("含有不成对的代理字符。", "it holds unpaired surrogates.") from None
    return text


def scenario_of(fields: Mapping[str, Any]) -> str | None:
    """The scenario that a row names, in any of its written forms."""
    scenario = _text(fields, "scenario").strip()
    if scenario and scenario not in SCENARIOS:
        raise UsageError(
            "scenario 应为 EC（经济补偿）、WC（工伤）或 TC（交通事故）。",
            "scenario must be EC (employment), WC (work injury) or TC (traffic).",
        )
    return SCENARIOS[scenario] if scenario else None


def _options(fields: Mapping[str, Any], facts: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    from lexcalc.law.facts import parse_fact, scalar

    options = {"scenario": None, "heads": (), "payer": None, "region": None, "on": None, "trial_date": None}
    options |= given
    if scenario := scenario_of(fields):
        options["scenario"] = scenario
    if region := _text(fields, "region").strip():
        options["region"] = _encodable(printable(region))
    for name in ("on", "trial_date"):
        if value := _text(fields, name).strip():
            options[name] = scalar(name, "date", value)
    merged = {fact.name: fact for fact in given.get("facts", ())}
    for name, value in facts.items():
        merged[name] = parse_fact(name, _encodable(_fact_text(name, value)))
    options["facts"] = list(merged.values())
    return options


def _fact_text(name: str, value: Any) -> str:
    """A fact's value in the form of ``--set``; entries of a list may be objects."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value):
        return "；".join(
            "，".join(f"{key}={_fact_text(name, part)}" for key, part in entry.items()) for entry in value
        )
    raise UsageError(
        f"事实“{name}”的值应是文字、数或是否。", f"{name}: a text, number or yes/no is expected."
    )


def gold_of(id: str, answer: Any, scenario: str | None) -> dict[str, str | None] | None:
    """The reference answer that came with a case: yuan as a decimal string, None where refusing is right.

    A table says ``null`` for that, since its empty cell is no answer at all.
    """
    from lexcalc.money import parse, plain

    if answer == "":
        return None
    if answer == "null":
        answer = None
    if answer is not None:
        amount = parse(answer.strip()) if isinstance(answer, str) else None
        if amount is None:
            raise UsageError("answer 不是以元计的数额。", "answer is no amount in yuan.")
        answer = plain(amount)
    return {"id": id, "scenario": scenario, "answer": answer}


def _key(salt: str, id: str, text: str, options: Mapping[str, Any]) -> str:
    """The SHA-256 of all that decides a case's result; the reference answer does not."""
    content = {name: storable(value) for name, value in options.items()}
    whole = json.dumps([salt, id, text, content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def storable(value: Any) -> Any:
    """An option as JSON can hold it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fact):
        return [value.name, value_text(value.value)]
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value
