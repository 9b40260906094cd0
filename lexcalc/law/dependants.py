"""Dependants: shares and years under article 17, and the survivors' pension of article 39."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.ages import age_on, compensation_years
from lexcalc.law.functions import Function, Needed

_ADULT = 18


def support_years(person: dict[str, Any], day: date | None) -> Fraction:
    """For how many years a dependant is to be supported, from the day of disability or death."""
    age = person.get("年龄")
    if age is None:
        born = person.get("出生日")
        if born is None or day is None:
            raise Needed("被扶养人", "每名被扶养人的年龄，或者出生日与定残（死亡）日")
        age = age_on(born, day)
    if age < _ADULT:
        return _ADULT - age
    unable = person.get("无劳动能力")
    if unable is None:
        raise Needed("被扶养人", f"{person.get('关系', '成年被扶养人')}是否丧失劳动能力又无其他生活来源")
    return compensation_years(age) if unable else Fraction(0)


def share(person: dict[str, Any]) -> Fraction:
    """The part of the support that the victim owed: one of so many supporters."""
    supporters = person.get("扶养人数")
    if supporters is None or supporters < 1:
        raise Needed("被扶养人", f"{person.get('关系', '被扶养人')}的扶养人数（含受害人）")
    return 1 / Fraction(supporters)


def _runs(people: list[dict[str, Any]] | None, disabled: date | None, died: date | None):
    if people is None:
        raise Needed("被扶养人", "每名被扶养人的年龄和扶养人数")
    return [(support_years(person, disabled or died), share(person)) for person in people]


def cap_binds(people: list[dict[str, Any]] | None, disabled: date | None, died: date | None) -> bool:
    """Whether the shares exceed one whole in any year."""
    return sum((part for years, part in _runs(people, disabled, died) if years > 0), Fraction(0)) > 1


def capped_years(people: list[dict[str, Any]] | None, disabled: date | None, died: date | None) -> Fraction:
    """Σ over the years of min(1, the shares due in that year): the yearly cap of article 17."""
    runs = _runs(people, disabled, died)
    total, start = Fraction(0), Fraction(0)
    for end in sorted({years for years, _ in runs if years > 0}):
        total += (end - start) * min(
            Fraction(1), sum((part for years, part in runs if years >= end), Fraction(0))
        )
        start = end
    return total


def pension_rate(relatives: list[dict[str, Any]]) -> Fraction:
    """Article 39: spouse 40 %, others 30 %, an orphan or solitary old person 10 % more; the sum uncapped."""
    rate = Fraction(0)
    for relative in relatives:
        rate += Fraction(2, 5) if relative.get("关系") in ("配偶", "妻子", "丈夫") else Fraction(3, 10)
        rate += Fraction(1, 10) if relative.get("孤老孤儿") else 0
    return rate


def apart(relatives: list[dict[str, Any]]) -> bool:
    """Whether the relatives of article 39 draw the pension for different numbers of months."""
    return any("领取月数" in relative for relative in relatives)


def pension_months(relatives: list[dict[str, Any]], months: Fraction) -> Fraction:
    """Σ over the months of min(1, the shares of those who still draw); all begin in the same month."""
    runs = [(min(person.get("领取月数", months), months), pension_rate([person])) for person in relatives]
    total, start = Fraction(0), Fraction(0)
    for end in sorted({length for length, _ in runs if length > 0}):
        total += (end - start) * min(
            Fraction(1), sum((part for length, part in runs if length >= end), Fraction(0))
        )
        start = end
    return total


FUNCTIONS = {
    "抚恤分别领取": Function(apart),
    "抚恤月数合计": Function(pension_months),
    "被扶养系数": Function(capped_years, optional=True),
    "被扶养触顶": Function(cap_binds, optional=True),
    "抚恤比例": Function(pension_rate),
}
