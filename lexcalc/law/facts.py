"""The fact vocabulary (rules/facts.yaml) and facts written by hand (``--set 名称=值``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lexcalc.case.model import Duration, Entry, Fact, Value
from lexcalc.errors import UsageError

_UNITS = {"money": "元", "months": "个月", "days": "天", "hours": "小时"}
_YES, _NO = ("是", "有", "true", "yes", "y", "1"), ("否", "无", "没有", "false", "no", "n", "0")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_DURATION = re.compile(r"(?:(\d+)年)?(?:零?(\d+)个?月)?(?:零?(\d+)[天日])?$")


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    """Every fact name with its type, choices and meaning."""
    from lexcalc.law.loader import load
    from lexcalc.paths import rules_dir

    return load(rules_dir() / "facts.yaml")


def unit(name: str) -> str:
    """The unit in which a fact's value is counted, or an empty string."""
    return _UNITS.get(vocabulary().get(name, {}).get("type", ""), "")


def parse_fact(name: str, text: str) -> Fact:
    """A fact set by the user; UsageError names close matches or the form expected."""
    known = vocabulary()
    if name not in known:
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"，是否指：{'、'.join(close)}" if close else "（lexcalc rules show facts 列出全部名称）"
        raise UsageError(
            f"没有名为“{name}”的事实{hint}", f"no fact named {name!r}; close: {', '.join(close)}"
        )
    return Fact(name, _value(name, known[name], text.strip()), source="user")


def _value(name: str, kind: Mapping[str, Any], text: str) -> Value:
    if kind["type"] == "list":
        return [_entry(name, kind["keys"], part) for part in re.split("[；;]", text) if part.strip()]
    return scalar(name, kind["type"], text, kind.get("choices", ()))


def _entry(name: str, keys: Mapping[str, str], text: str) -> Entry:
    entry: Entry = {}
    for part in re.split("[，,](?![0-9]{3})", text):
        key, equals, value = part.partition("=")
        if not equals or key.strip() not in keys:
            raise UsageError(
                f"“{name}”的每一条应写成 {'，'.join(f'{key}=值' for key in keys)}，条与条之间用“；”",
                f"each entry of {name} is written {', '.join(f'{key}=value' for key in keys)}",
            )
        entry[key.strip()] = scalar(f"{name}.{key.strip()}", keys[key.strip()], value.strip())
    return entry


def scalar(name: str, kind: str, text: str, choices: tuple[str, ...] = ()) -> Any:
    """One value in the form that its type asks for."""
    if kind == "text":
        return text
    if kind == "choice":
        if text not in choices:
            raise _bad(name, text, f"以下之一：{'、'.join(choices)}")
        return text
    if kind == "flag":
        if text.lower() in _YES + _NO:
            return text.lower() in _YES
        raise _bad(name, text, "是 或 否")
    if kind == "date":
        return _date(name, text)
    if kind == "duration":
        match = _DURATION.match(text)
        if not match or not any(match.groups()):
            raise _bad(name, text, "3年6个月零5天 的形式")
        return Duration(*(int(part or 0) for part in match.groups()))
    return _number(name, kind, text)


def _number(name: str, kind: str, text: str) -> Fraction:
    from lexcalc.money import numeral, parse

    percent = text.endswith(("%", "％"))
    body = text.rstrip("%％")
    for suffix in {"months": ("个月", "月"), "days": ("天", "日"), "hours": ("小时",)}.get(kind, ()):
        body = body.removesuffix(suffix)
    value = parse(body) if kind == "money" else numeral(body)
    if value is None or value < 0 or (percent and kind != "ratio"):
        raise _bad(name, text, f"不小于零的数{'，单位' + _UNITS[kind] if kind in _UNITS else ''}")
    if kind == "ratio":
        value = value / 100 if percent else value
        if value > 1:
            raise _bad(name, text, "0—1 的小数或百分数，例如 70%")
    return value


def _date(name: str, text: str) -> date:
    match = _DATE.match(text)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text)
    except ValueError:
        raise _bad(name, text, "2024-03-15 或 2024年3月15日 的形式") from None


def _bad(name: str, text: str, wanted: str) -> UsageError:
    return UsageError(
        f"“{name}”的值“{text}”应为{wanted}", f"value {text!r} of {name} is not of the form {wanted}"
    )
