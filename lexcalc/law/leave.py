"""Annual leave not taken (articles 3, 5, 12 of the regulation and its implementing measures)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed

_PERSONAL_LEAVE = 20
_YEAR_DAYS = 365  # the measures divide by 365 in leap years too


def full_days(seniority: Fraction) -> Fraction:
    """Days of leave in a full year by accumulated seniority in years."""
    if seniority < 1:
        return Fraction(0)
    return Fraction(5 if seniority < 10 else 10 if seniority < 20 else 15)


def days_left(years: list[dict[str, Any]] | None, seniority: Fraction | None) -> Fraction:
    """Days due and not taken over all years; a part of a day is not paid, surplus leave is not reclaimed."""
    if years is None:
        raise Needed("年休假", "各年度应休、已休的天数，或者直接给出未休年休假天数")
    total = Fraction(0)
    for entry in years:
        if _excluded(entry, seniority):
            continue
        due = entry.get("应休天数")
        if due is None:
            if seniority is None:
                raise Needed("累计工龄", "年休假天数由累计工作年限决定")
            due = full_days(seniority)
            first, last = entry.get("在岗起"), entry.get("在岗止")
            if first is not None or last is not None:
                year = (first or last).year
                first, last = first or date(year, 1, 1), last or date(year, 12, 31)
                due = (
                    Fraction(int(Fraction((last - first).days + 1, _YEAR_DAYS) * due))
                    if not _whole(first, last)
                    else due
                )
        taken = entry.get("已休天数")
        if taken is None:
            raise Needed("年休假", "每年已休的天数")
        total += max(Fraction(0), due - taken)
    return total


def _excluded(entry: dict[str, Any], seniority: Fraction | None) -> bool:
    """Article 4 of the regulation: long vacations, 20 paid days of personal leave, long sick leave.

    ``不享受`` is the year lost under article 8 of the measures, when leave had been taken the year before.
    """
    if entry.get("不享受") or entry.get("寒暑假"):
        return True
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


def _whole(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


FUNCTIONS = {"年休假天数": Function(days_left, optional=True)}
