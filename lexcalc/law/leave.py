"""Annual leave not taken (articles 3—5 of the regulation, 5, 8, 12 of its implementing measures)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed

Entry = dict[str, Any]
Span = tuple[date | None, date | None, Fraction | None]

_PERSONAL_LEAVE = 20
_YEAR_DAYS = 365  # the measures divide by 365 in leap years too


def full_days(seniority: Fraction) -> Fraction:
    """Days of leave in a full year by accumulated seniority in years."""
    if seniority < 1:
        return Fraction(0)
    return Fraction(5 if seniority < 10 else 10 if seniority < 20 else 15)


def days_left(
    years: list[dict[str, Any]] | None,
    seniority: Fraction | None,
    joined: date | None = None,
    left: date | None = None,
    year_left: Fraction | None = None,
) -> Fraction:
    """Days due and not taken over all years; a part of a day is not paid, surplus leave is not reclaimed.

    ``joined`` and ``left`` (or only the year of leaving) reduce the years that do not say their own days of
    service.
    """
    if years is None:
        raise Needed("年休假", "各年度应休、已休的天数，或者直接给出未休年休假天数")
    span = joined, left, year_left
    lost_next = [entry for entry in years if _may_cost_next_year(entry, seniority)]
    total = Fraction(0)
    for entry in years:
        if _excluded(entry, seniority):
            continue
        due = _due(entry, seniority, span)
        taken = entry.get("已休天数")
        if taken is None:
            raise Needed("年休假", "每年已休的天数")
        unused = max(Fraction(0), due - taken)
        if unused and not _lost(entry, lost_next, seniority, span):
            total += unused
    return total


def _due(entry: Entry, seniority: Fraction | None, span: Span) -> Fraction:
    """The days due in a year: as given, or by seniority and the calendar days at work over 365."""
    due = entry.get("应休天数")
    if due is not None:
        return due
    if seniority is None:
        raise Needed("累计工龄", "年休假天数由累计工作年限决定")
    due = full_days(seniority)
    first, last = _at_work(entry, *span)
    if first is None or last is None:
        return due
    if last < first:
        raise Needed("年休假", "年度不在入职日至解除日之间，请核对")
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return due
    return Fraction(int(Fraction((last - first).days + 1, _YEAR_DAYS) * due))


def _at_work(
    entry: Entry, joined: date | None, left: date | None, year_left: Fraction | None
) -> tuple[date | None, date | None]:
    """The first and last day of the year in this employment; None where nothing reduces the year."""
    first, last = entry.get("在岗起"), entry.get("在岗止")
    if entry.get("年度") is not None:
        year = entry["年度"].numerator
    elif first is not None or last is not None:
        year = (first or last).year
    elif joined is not None or left is not None:
        raise Needed("年休假", "写明年度，入职、离职的当年按日历天数折算")
    else:
        return None, None
    if last is None and left is None and year_left == year:
        raise Needed("解除日", "离职的当年按已过日历天数折算")
    begin, end = date(year, 1, 1), date(year, 12, 31)
    return first or max(joined or begin, begin), last or min(left or end, end)


def _excluded(entry: Entry, seniority: Fraction | None) -> bool:
    """Article 4 of the regulation: long vacations, 20 paid days of personal leave, long sick leave.

    ``不享受`` is the year lost under article 8 of the measures, when leave had been taken the year before.
    """
    return bool(entry.get("不享受") or entry.get("寒暑假")) or _long_leave(entry, seniority)


def _long_leave(entry: Entry, seniority: Fraction | None) -> bool:
    """Items 2 to 5 of article 4."""
    if entry.get("事假天数", Fraction(0)) >= _PERSONAL_LEAVE:
        if entry.get("事假扣工资") is None:
            raise Needed("年休假", "事假累计20天以上的，单位是否扣工资（不扣工资的不享受年休假）")
        if not entry["事假扣工资"]:
            return True
    sick = entry.get("病假月数")
    if sick is None:
        return False
    if seniority is None:
        raise Needed("累计工龄", "病假多少个月以上不享受年休假由累计工作年限决定")
    return sick >= (2 if seniority < 10 else 3 if seniority < 20 else 4)


def _may_cost_next_year(entry: Entry, seniority: Fraction | None) -> bool:
    """Article 8 of the measures: leave taken, and in the same year one of items 2 to 5."""
    return entry.get("已休天数") != 0 and _long_leave(entry, seniority)


def _lost(entry: Entry, before: list[Entry], seniority: Fraction | None, span: Span) -> bool:
    """Whether the year's leave is lost by what happened in the year before (article 8 of the measures)."""
    if entry.get("不享受") is not None:  # the case says so itself
        return False
    for former in before:
        if former.get("年度") is None or entry.get("年度") is None:
            raise Needed("年休假", "每年的年度")
        if former["年度"] != entry["年度"] - 1:
            continue
        taken = former.get("已休天数")
        if taken is None or taken < _due(former, seniority, span):
            raise Needed(
                "年休假", "上一年度的年休假没有全部休完而又有长期病事假，下一年度是否不享受（不享受=是或否）"
            )
        return True
    return False


FUNCTIONS = {"年休假天数": Function(days_left, optional=True)}
