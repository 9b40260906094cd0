"""What a reviewer sent: a form of bounded size, read into changes, ticks, an amount and a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from lexcalc.contract import Report
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr
from lexcalc.review.recompute import MAX_CHANGES, Changes
from lexcalc.review.store import Signed
from lexcalc.textio import printable

MAX_BODY = 512 * 1024
MAX_NOTE = 10_000
_SEPARATORS = str.maketrans("，,；;/", "、、、、、")


@dataclass(frozen=True)
class Sent:
    """A form as sent: ``values`` are all fact fields by name, ``changes`` those that differ from the run."""

    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    heads: str = ""
    payer: str = ""
    amount: str = ""
    checked: tuple[str, ...] = ()
    note: str = ""
    problems: tuple[str, ...] = ()


def _fields(body: bytes) -> dict[str, list[str]]:
    try:
        text = body.decode("utf-8")
        return parse_qs(text, keep_blank_values=True, max_num_fields=4 * MAX_CHANGES + 100, errors="replace")
    except ValueError:
        raise UsageError("表单无法读取。", "The form cannot be read.") from None


def read_failed(body: bytes) -> Sent:
    """The form of a case without a result, of which only a note can be sent."""
    fields = _fields(body)
    note = printable(fields.get("note", [""])[0]).strip()
    problems = [tr(f"备注最多 {MAX_NOTE} 字。", f"A note may have {MAX_NOTE} characters.")]
    return Sent(
        action=fields.get("action", [""])[0],
        note=note,
        problems=tuple(problems if len(note) > MAX_NOTE else ()),
    )


def read(body: bytes, report: Report) -> Sent:
    """The form of a case; what is wrong with it stands in ``problems``, so that nothing typed is lost."""
    fields = _fields(body)

    def one(name: str) -> str:
        return printable(fields.get(name, [""])[0]).strip()

    names, values = fields.get("name", []), fields.get("value", [])
    if len(names) != len(values):
        raise UsageError("表单无法读取。", "The form cannot be read.")
    pairs = {_line(name): _line(value) for name, value in zip(names, values, strict=True)}
    pairs.pop("", None)
    known = {fact.name: fact.value for fact in report.facts}
    facts = {name: value for name, value in pairs.items() if value and value != known.get(name)}
    problems = [
        tr(
            f"“{name}”不能留空：请改成正确的值；案情没有这个事实时请签“退回”并写明。",
            f"{name} cannot be left empty: correct it, or reject the case with a note if it is no fact.",
        )
        for name, value in pairs.items()
        if not value and name in known
    ]
    heads = [each.strip() for each in one("heads").translate(_SEPARATORS).split("、") if each.strip()]
    payer, note = one("payer"), one("note")
    if len(note) > MAX_NOTE:
        problems.append(tr(f"备注最多 {MAX_NOTE} 字。", f"A note may have {MAX_NOTE} characters."))
    return Sent(
        action=one("action"),
        values=pairs,
        changes=Changes(
            facts,
            tuple(heads) if heads != report.asked.heads else (),
            payer if payer and payer != report.asked.payer else None,
        ),
        heads=one("heads"),
        payer=payer,
        amount=one("amount"),
        checked=tuple(printable(each) for each in fields.get("ok", [])),
        note=note,
        problems=tuple(problems),
    )


def _line(text: str) -> str:
    return " ".join(printable(text).split())


def of_report(report: Report) -> Sent:
    """The form of a case that nobody has touched."""
    values = {fact.name: fact.value for fact in report.facts}
    return Sent(values=values, heads="、".join(report.asked.heads), payer=report.asked.payer or "")


def of_signed(signed: Signed, report: Report) -> Sent:
    """The form of a case as it was signed, so that it can be gone on with."""
    blank = of_report(report)
    return Sent(
        values={**blank.values, **signed.facts},
        changes=Changes(signed.facts, tuple(signed.heads), signed.payer),
        heads="、".join(signed.heads) or blank.heads,
        payer=signed.payer or blank.payer,
        amount=signed.amount or "",
        checked=tuple(signed.checked),
        note=signed.note,
    )


def amount_of(text: str) -> str | None:
    """The amount that a reviewer states, in yuan with two decimals; UsageError when it is none."""
    from lexcalc import money

    if not text:
        return None
    value = money.parse(text)
    if value is None:
        raise UsageError(
            f"“{text}”不是以元计的金额，例如 39,930 或 3.9万元。",
            f"{text!r} is no amount in yuan, as 39,930.",
        )
    return money.yuan(money.cents(value))


def decide(sent: Sent, answer: str | None) -> Mapping[str, Any]:
    """Check that a decision says what it means; UsageError otherwise.  ``answer`` is the run's."""
    amount = amount_of(sent.amount)
    if sent.action == "accepted" and sent.changes:
        raise UsageError(
            "有改动时不能签“通过”：请签“更正”，或先恢复原值。", "Changes were made: sign corrected."
        )
    if sent.action == "accepted" and amount is not None and amount != answer:
        raise UsageError(
            "另写的金额与结果不同，不能签“通过”。", "The stated amount is not the result's: sign corrected."
        )
    if sent.action == "corrected" and not sent.changes and amount in (None, answer):
        raise UsageError(
            "没有更正任何内容：请改事实、所问或金额，或签“通过”。",
            "Nothing was corrected: change it or accept.",
        )
    return {
        "facts": dict(sent.changes.facts),
        "heads": list(sent.changes.heads),
        "payer": sent.changes.payer,
        "amount": amount,
        "checked": list(sent.checked),
        "note": sent.note,
    }
