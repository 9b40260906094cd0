"""Coherent facts of an employment: days, wages, local figures; boundaries of the statutes drawn often."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from random import Random

from lexcalc.case.model import Duration, Facts
from lexcalc.law import load_rulebook
from lexcalc.law.dates import governing
from lexcalc.law.env import Env
from lexcalc.law.service import add_months, last_day_decides, service
from training.records import Voice

DAY = timedelta(days=1)
LAW = date(2008, 1, 1)


def parameter(name: str, when: date) -> Fraction:
    """A dated parameter of the rulebook."""
    return _parameter(name, when.year)


@lru_cache(maxsize=256)
def _parameter(name: str, year: int) -> Fraction:
    dates = governing(Facts(), date(year, 1, 1), None)
    return Env(Facts(), load_rulebook(), "EC", dates, None, date.today()).value(name)


def end_day(rng: Random, first: int = 2008) -> date:
    """The day of ending, most often in recent years, a third of them at a month's edge."""
    draw = rng.random()
    year = (
        rng.randint(2018, 2025)
        if draw < 0.72
        else rng.randint(2013, 2017)
        if draw < 0.9
        else rng.randint(2008, 2012)
    )
    year = max(year, first)
    when = date(year, 1, 1) + timedelta(days=rng.randint(20, 350))
    if rng.random() < 0.35:
        when = add_months(when.replace(day=1), 1) - DAY if rng.random() < 0.8 else when.replace(day=15)
    return min(when, date(2025, 12, 31))


def span(rng: Random, low: int = 0, high: int = 22) -> Duration:
    """A length of service, often at or beside a full or half year."""
    draw = rng.random()
    years = (
        0
        if draw < 0.1
        else rng.randint(1, 5)
        if draw < 0.5
        else rng.randint(6, 11)
        if draw < 0.8
        else rng.randint(min(12, high), high)
    )
    years = min(max(years, low), high)
    if rng.random() < 0.4:
        months, days = rng.choice(
            [(0, 0), (0, 0), (6, 0), (6, 0), (5, 29), (11, 29), (0, 2), (6, 1), (5, 0), (7, 0), (3, 0)]
        )
    else:
        months, days = rng.randint(0, 11), rng.randint(0, 28)
    if not (years or months):
        months = rng.choice([2, 3, 5, 6, 8, 11])
    return Duration(years, months, days)


def employment(rng: Random, old: bool = False, low: int = 0, high: int = 22) -> tuple[date, date]:
    """First and last day of service; with ``old`` the service began before 2008-01-01."""
    for _ in range(200):
        end = end_day(rng)
        if old:
            hired = date(rng.randint(1993, 2007), 1, 1) + timedelta(days=rng.randint(0, 364))
            if rng.random() < 0.2:
                hired = rng.choice(
                    [
                        date(2007, 12, 31),
                        date(2007, 12, 1),
                        date(2007, 1, 1),
                        date(2007, 7, 1),
                        date(2000, 1, 1),
                    ]
                )
            if end.year - hired.year > 30:
                continue
        else:
            length = span(rng, low, high)
            hired = add_months(end + DAY, -12 * length.years - length.months) - timedelta(days=length.days)
            if hired < LAW:
                if rng.random() < 0.5 or end.year < 2009:
                    continue
                hired = rng.choice([LAW, date(2008, 3, 1), date(2008, 6, 16)])
        if hired >= end or (end - hired).days < 40:
            continue
        if last_day_decides(max(hired, LAW), end) or last_day_decides(hired, end):
            continue
        if hired.month == 2 and hired.day == 29:
            continue
        return hired, end
    raise RuntimeError("no employment drawn")


def years_text(rng: Random, hired: date, end: date) -> Duration:
    """Service as a length, without days half of the time."""
    length = service(hired, end)
    return length if length.days and rng.random() < 0.35 else Duration(length.years, length.months, 0)


def local_wage(rng: Random, year: int) -> Fraction:
    """A city's average monthly wage of the year before, as a rounded figure near the real ones."""
    value = 2300 * 1.085 ** (year - 2008) * rng.uniform(0.75, 1.3)
    step = rng.choice([1, 1, 10, 100, 100, 500 if value > 4000 else 100])
    return Fraction(max(1, round(value / step)) * step)


def minimum_wage(rng: Random, year: int) -> Fraction:
    """A minimum wage near the real ones of the year."""
    value = min(680 * 1.08 ** (year - 2008) * rng.uniform(0.85, 1.1), 2690)
    step = rng.choice([10, 10, 50, 5])
    return Fraction(round(value / step) * step)


def wage(rng: Random, voice: Voice, low: float, high: float) -> Fraction:
    """A wage between two sums, as round as wages are told in the voice."""
    value = rng.uniform(low, high)
    draw = rng.random()
    if voice == "judgment" and draw < 0.35:
        return Fraction(round(value * 100), 100)
    if draw < 0.12 and voice != "layman":
        return Fraction(round(value * 10) * 10, 100)
    step = 500 if draw < 0.3 and value > 4000 else 100 if draw < 0.75 else 10 if draw < 0.9 else 1
    return Fraction(max(1, round(value / step)) * step)
