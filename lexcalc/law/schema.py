"""The shapes of a rule file, checked as it is read: a misplaced key is an error, not a silent nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lexcalc.errors import RuleError

SELECTORS = ("accident_date", "injury_date", "benefit_date", "death_date", "termination_date", "trial_date")
SCENARIOS = ("EC", "WC", "TC")


# eq=False: rule objects are shared and never compared; a cold start would pay for generated comparisons.
@dataclass(frozen=True, eq=False)
class Entry:
    """A parameter's value from one date on, with the text that fixed it; None = abolished."""

    value: str | Mapping[str, str] | None
    reference: str
    status: str
    verified_on: date
    url: str = ""


@dataclass(frozen=True, eq=False)
class Parameter:
    """A number or table that the law fixes, by start date; a value runs until the next."""

    name: str
    about: str
    unit: str
    selected_by: str
    values: tuple[tuple[date, Entry], ...]
    undated: str | date | None = (
        None  # what a case without the governing date gets: current, a date, or nothing
    )
    region: str = ""
    guard: bool = False  # a cautious threshold that only decides whether another fact is needed


@dataclass(frozen=True, eq=False)
class Way:
    """One way to compute a quantity; the first that applies and whose facts are known is taken."""

    formula: str
    when: str = ""
    say: str = ""
    note: str = ""
    cite: tuple[str, ...] = ()
    confirmed: bool = True
    name: str = ""
    ask: str = ""  # what to say of the facts that this way lacks, instead of their general meaning


@dataclass(frozen=True, eq=False)
class Definition:
    """An intermediate quantity that has a name in the law, shared by items."""

    name: str
    about: str
    ways: tuple[Way, ...]
    cite: tuple[str, ...] = ()
    unit: str = ""
    quiet: bool = False  # left out of the explanation


@dataclass(frozen=True, eq=False)
class Denial:
    """A circumstance in which the head is not owed: the amount is 0, with the reason."""

    when: str
    because: str
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Item:
    """A head of damages or benefit."""

    head: str
    scenario: str
    since: date
    selected_by: str
    ways: tuple[Way, ...]
    cite: tuple[str, ...]
    about: str = ""
    aliases: tuple[str, ...] = ()
    payer: tuple[tuple[str, str], ...] = ()  # (condition, payer), the first that holds
    deny: tuple[Denial, ...] = ()
    raised: str = ""  # when a question that names no heads is taken to ask for this one
    monthly: str = ""  # condition under which the amount is per month
    category: str = ""  # TC: the sub-limit of compulsory insurance that it falls under
    discretion: str = ""  # what is said when nothing but a judge or authority can fix the amount
    alone: bool = False  # never added to another head (a tax is no claim)
    absorbs: tuple[str, ...] = ()  # heads that the law counts into this one
    order: int = 0
    file: str = ""


def read_parameter(raw: Any, file: str) -> Parameter:
    """Check and build a parameter file."""
    keys = {"parameter", "about", "unit", "selected_by", "values", "undated", "region", "guard"}
    raw = _object(raw, keys, {"parameter", "about", "unit", "selected_by", "values"}, file)
    _one_of(raw["selected_by"], SELECTORS, "selected_by", file)
    values = raw["values"]
    if not isinstance(values, dict) or not values:
        raise _bad(file, "values 应为“起始日期 → 值”，至少一项", "values must map start dates to values")
    entries = tuple((_day(start, file), _entry(entry, file)) for start, entry in values.items())
    if [start for start, _ in entries] != sorted(start for start, _ in entries):
        raise _bad(file, "values 的起始日期应由先到后", "start dates must be in order")
    undated = raw.get("undated")
    if undated is not None and undated != "current" and not isinstance(undated, date):
        raise _bad(file, "undated 应为 current 或一个日期", "undated must be current or a date")
    return Parameter(
        name=raw["parameter"],
        about=raw["about"],
        unit=raw["unit"],
        selected_by=raw["selected_by"],
        values=entries,
        undated=undated,
        region=raw.get("region", ""),
        guard=bool(raw.get("guard", False)),
    )


def _entry(raw: Any, file: str) -> Entry:
    keys = {"value", "reference", "status", "verified_on", "url"}
    raw = _object(raw, keys, {"value", "reference", "status", "verified_on"}, file)
    _one_of(raw["status"], ("confirmed", "unconfirmed"), "status", file)
    value = raw["value"]
    if isinstance(value, dict):
        value = {str(key): _decimal(number, file) for key, number in value.items()}
    elif value is not None:
        value = _decimal(value, file)
    if not raw["reference"]:
        raise _bad(file, "每个值都要写明依据（reference）", "every value needs a reference")
    return Entry(value, raw["reference"], raw["status"], _day(raw["verified_on"], file), raw.get("url", ""))


def read_definitions(raw: Any, file: str) -> dict[str, Definition]:
    """Check and build a scenario's definitions."""
    raw = _object(raw, {"definitions"}, {"definitions"}, file)
    found = {}
    for name, body in raw["definitions"].items():
        where = f"{file}：{name}"
        body = _object(body, {"about", "ways", "cite", "quiet", "unit"}, {"about", "ways"}, where)
        found[name] = Definition(
            name,
            body["about"],
            _ways(body["ways"], where),
            tuple(body.get("cite", ())),
            body.get("unit", ""),
            body.get("quiet", False),
        )
    return found


_ITEM_KEYS = {field for field in Item.__dataclass_fields__ if field != "file"}


def read_item(raw: Any, file: str) -> Item:
    """Check and build one item."""
    required = {"head", "scenario", "since", "selected_by", "ways", "cite"}
    raw = _object(raw, _ITEM_KEYS, required, file)
    _one_of(raw["scenario"], SCENARIOS, "scenario", file)
    _one_of(raw["selected_by"], SELECTORS, "selected_by", file)
    payer = raw.get("payer", ())
    if isinstance(payer, str):
        payer = [{"payer": payer}]
    denials = [
        _object(each, {"when", "because", "cite"}, {"when", "because"}, file) for each in raw.get("deny", ())
    ]
    if not raw["cite"]:
        raise _bad(file, "项目要写明依据的法条（cite）", "an item needs the articles it rests on (cite)")
    return Item(
        head=raw["head"],
        scenario=raw["scenario"],
        since=_day(raw["since"], file),
        selected_by=raw["selected_by"],
        ways=_ways(raw["ways"], file),
        cite=tuple(raw["cite"]),
        about=raw.get("about", ""),
        aliases=tuple(raw.get("aliases", ())),
        payer=tuple((each.get("when", ""), each["payer"]) for each in payer),
        deny=tuple(Denial(each["when"], each["because"], tuple(each.get("cite", ()))) for each in denials),
        raised=raw.get("raised", ""),
        monthly=raw.get("monthly", ""),
        category=raw.get("category", ""),
        discretion=raw.get("discretion", ""),
        alone=raw.get("alone", False) is True,
        absorbs=tuple(raw.get("absorbs", ())),
        order=raw.get("order", 0),
        file=file,
    )


@dataclass(frozen=True, eq=False)
class Statistic:
    """One published series by region and year, or which series a region's courts use (``chosen``)."""

    indicator: str
    unit: str
    reference: str
    values: Mapping[str, Mapping[int, Mapping[str, Any]]]
    chosen: Mapping[str, Mapping[str, Any]]
    published: tuple[str, str] | None  # (MM-DD, MM-DD) of the next year between which a year's figure appears


def read_statistic(raw: Any, file: str) -> Statistic:
    """Check the head of a statistics file; single values are checked by ``rules check``."""
    required = {"indicator", "unit", "reference"}
    raw = _object(raw, {*required, "values", "chosen", "published"}, required, file)
    if ("values" in raw) == ("chosen" in raw):
        raise _bad(file, "values 与 chosen 应恰有一个", "needs either values or chosen")
    published = raw.get("published")
    if published is not None and not (
        isinstance(published, list) and [len(str(day)) for day in published] == [5, 5]
    ):
        raise _bad(file, 'published 应为 ["MM-DD", "MM-DD"]', "published must be two month-days")
    return Statistic(
        raw["indicator"],
        raw["unit"],
        raw["reference"],
        raw.get("values", {}),
        raw.get("chosen", {}),
        tuple(published) if published else None,
    )


def _ways(raw: Any, file: str) -> tuple[Way, ...]:
    if not isinstance(raw, list) or not raw:
        raise _bad(file, "ways 应为至少一项的列表", "ways must be a list with at least one entry")
    ways = []
    for each in raw:
        each = _object(each, set(Way.__dataclass_fields__), {"formula"}, file)
        for key in ("formula", "when"):
            if not isinstance(each.get(key, ""), str):
                raise _bad(file, f"{key}“{each[key]}”应加引号写成字符串", f"{key} must be a string")
        ways.append(Way(**{**each, "cite": tuple(each.get("cite", ()))}))
    return tuple(ways)


def _object(raw: Any, allowed: set[str], required: set[str], file: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _bad(file, "应为键值对", "must be a mapping")
    if unknown := [str(key) for key in raw if key not in allowed]:
        raise _bad(
            file,
            f"不认识的键：{'、'.join(unknown)}（可用：{'、'.join(sorted(allowed))}）",
            f"unknown keys: {', '.join(unknown)} (allowed: {', '.join(sorted(allowed))})",
        )
    if lacking := [key for key in sorted(required) if key not in raw]:
        raise _bad(file, f"缺少：{'、'.join(lacking)}", f"missing keys: {', '.join(lacking)}")
    return raw


def _decimal(value: Any, file: str) -> str:
    from lexcalc.money import numeral

    if not isinstance(value, str) or numeral(value) is None:
        raise _bad(file, f"数值“{value}”应为加引号的十进制数", f"value {value!r} must be a quoted decimal")
    return value


def _day(value: Any, file: str) -> date:
    if not isinstance(value, date):
        raise _bad(file, f"“{value}”不是日期（应为 2020-09-19 的形式）", f"{value!r} is not a date")
    return value


def _one_of(value: Any, allowed: tuple[str, ...], key: str, file: str) -> None:
    if value not in allowed:
        raise _bad(file, f"{key} 不能是“{value}”（可用：{'、'.join(allowed)}）", f"{key} cannot be {value!r}")


def _bad(file: str, zh: str, en: str) -> RuleError:
    return RuleError(f"{file}：{zh}", f"{file}: {en}")
