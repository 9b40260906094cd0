"""Lengths of service: article 47's years and half months, the rules before 2008, months across month ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lexcalc.case.model import Duration
from lexcalc.law.functions import Function, Needed

_DAY = timedelta(days=1)
_IN_FORCE = date(2008, 1, 1)  # 劳动合同法


def add_months(day: date, months: int) -> date:
    """The same day of a later month; in a shorter month the period ends with its last day (民法典第202条).

    The corresponding day is returned as a start of the next period, so 31 January + 1 month is 1 March.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, day.day) if day.day <= last else date(year, month + 1, last) + _DAY


def elapsed(first: date, end: date) -> Duration:
    """Whole years, months and days of the half-open period [first, end)."""
    if end < first:
        raise Needed("起止日期", f"终点{end}早于起点{first}，请核对")
    months = (end.year - first.year) * 12 + end.month - first.month
    while add_months(first, months) > end:
        months -= 1
    while add_months(first, months + 1) <= end:
        months += 1
    return Duration(months // 12, months % 12, (end - add_months(first, months)).days)


def service(first: date, last: date) -> Duration:
    """Service from the first to the last day of work, both counted."""
    return elapsed(first, last + _DAY)


def severance_months(first: date, last: date, last_counted: bool = True) -> Fraction:
    """Article 47: a month for each full year; from six months up one, below six months a half."""
    return _by_article_47(service(first, last) if last_counted else elapsed(first, last))


def of_duration(length: Duration) -> Fraction:
    """Article 47 applied to a length as written: ``18个月`` is a year and a half, ``零45天`` over a month.

    Between dates it is otherwise: five months and thirty days of a long month are still below six months.
    """
    years, months = length.years + length.months // 12, length.months % 12
    months, days = months + length.days // 30, length.days % 30
    return _by_article_47(Duration(years + months // 12, months % 12, days))


def _by_article_47(length: Duration) -> Fraction:
    """六个月以上 includes six months (民法典第1259条)."""
    if length.months >= 6:
        return Fraction(length.years + 1)
    return length.years + Fraction(1, 2) if length.months or length.days else Fraction(length.years)


def months_before_2008(first: date, last: date) -> Fraction:
    """The rules before 2008-01-01: a month for each year, and a month for what is less than a year."""
    length = service(first, last)
    return Fraction(length.years + bool(length.months or length.days))


def last_day_decides(first: date, last: date) -> bool:
    """Whether counting the day of termination makes a full period overrun by exactly that day."""
    return elapsed(first, last)[1:] == (0, 0) and first != last


def seniority(first: date, last: date) -> Duration:
    return service(first, last)


def plus_years(day: date, years: Fraction) -> date:
    """The same day some years later."""
    return add_months(day, 12 * years.numerator)


def next_day(day: date) -> date:
    return day + _DAY


def year_of(day: date) -> Fraction:
    return Fraction(day.year)


def whole_years(years: Fraction) -> Fraction:
    """The full years in a number of years."""
    return Fraction(years.numerator // years.denominator)


def full_units(number: Fraction) -> Fraction:
    """Up to the next whole number: 不满一年的按一年计算."""
    return Fraction(-(-number.numerator // number.denominator))


def months_of_service(*args: Any) -> Fraction:
    """工作月数(起, 止[, 末日计入]) or 工作月数(工作年限)."""
    if len(args) == 1:
        if not isinstance(args[0], Duration):
            raise Needed("工作年限", "应为几年几个月的期间")
        return of_duration(args[0])
    return severance_months(*args)


def hired(length: Duration, last: date, last_counted: bool | None = None) -> date:
    """The first day of a service of that length; the last day counts unless the case says otherwise."""
    end = last if last_counted is False else last + _DAY
    return add_months(end, -12 * length.years - length.months) - timedelta(days=length.days)


def crosses_2008(
    length: Duration, last: date | None, year: Fraction | None = None, last_counted: bool | None = None
) -> bool:
    """Whether a length of service given without its start reaches back before 2008-01-01."""
    if last is None and year is not None:
        ends = date(year.numerator, 1, 1), date(year.numerator, 12, 31)
        early, late = (hired(length, end) < _IN_FORCE for end in ends)
        if early != late:
            raise Needed("解除日", "工作年限是否跨过2008-01-01由解除日决定")
        return late
    # without any end the newest possible one: today
    return hired(length, last or date.today(), last_counted) < _IN_FORCE


def length_before_2008(length: Duration, last: date, last_counted: bool | None) -> Fraction:
    """旧段月数 of a length of service: what it leaves before 2008-01-01, where the length is exact enough.

    A length in years and months may hide up to a month less a day, one in years up to a year less a day.
    """
    first, eve = hired(length, last, last_counted), _IN_FORCE - _DAY
    slack = 0 if length.days else 1 if length.months else 12
    earliest = add_months(first, -slack) + _DAY if slack else first
    if months_before_2008(first, eve) != months_before_2008(earliest, eve):
        raise Needed("入职日", "工作年限没有写到日，2008年以前的一段计几个月无法确定")
    return months_before_2008(first, eve)


def lawful_probation(term: Duration) -> Fraction:
    """Article 19: the longest probation in months for a contract's term."""
    months = term.years * 12 + term.months
    if months < 3:
        return Fraction(0)
    return Fraction(1 if months < 12 else 2 if months < 36 else 6)


FUNCTIONS = {
    "工作月数": Function(months_of_service),
    "旧段月数": Function(months_before_2008),
    "末日影响": Function(last_day_decides),
    "工龄": Function(seniority),
    "加年": Function(plus_years),
    "次日": Function(next_day),
    "年": Function(year_of),
    "整年": Function(whole_years),
    "进整": Function(full_units),
    "年限跨2008": Function(crosses_2008, optional=True),
    "年限旧段月数": Function(length_before_2008, optional=True),
    "法定试用期": Function(lawful_probation),
}
