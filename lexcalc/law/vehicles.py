"""Several vehicles and several injured under compulsory insurance (道交解释第18、19条).

All of it per sub-limit: a limit never helps out another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lexcalc.law.functions import Function, Needed

Entries = list[dict[str, Any]]
_LOSS = {"死亡伤残": "死亡伤残项", "医疗": "医疗费用项", "财产": "财产损失"}


def others_loss(victims: Entries, sub: str) -> Fraction:
    """他人损失: what the other injured lost under one sub-limit."""
    return sum((_given(v, _LOSS[sub], "其他受害人") for v in victims), Fraction(0))


def others_limit(
    vehicles: Entries, sub: str, at_fault: Mapping[str, str], no_fault: Mapping[str, str], insured: bool
) -> Fraction:
    """他车限额: the limits of the other vehicles, insured or not, in which the victim did not sit."""
    total = Fraction(0)
    for vehicle in vehicles:
        if vehicle.get("本车人员") or _given(vehicle, "交强险", "其他机动车") is not insured:
            continue
        total += Fraction((at_fault if _given(vehicle, "有责", "其他机动车") else no_fault)[sub])
    return total


def any_insured(vehicles: Entries, insured: bool) -> bool:
    """有他车投保: whether one of the other vehicles is (not) insured."""
    return any(_given(v, "交强险", "其他机动车") is insured for v in vehicles if not v.get("本车人员"))


def others_ratio(vehicles: Entries, own: Fraction) -> Fraction:
    """他车比例: the other sides' part of what insurance leaves; once the known parts are a whole, no more."""
    known = sum((v["责任比例"] for v in vehicles if "责任比例" in v), Fraction(0))
    if own + known > 1:
        raise Needed("其他机动车", "各车的责任比例之和超过100%，请核对")
    if own + known < 1:
        for vehicle in vehicles:
            _given(vehicle, "责任比例", "其他机动车")
    return known


def allocate(
    loss: Fraction,
    others: Fraction,
    own: Fraction,
    own_insured: bool,
    insured: Fraction,
    uninsured: Fraction,
    first: bool,
    whose: str,
) -> Fraction:
    """多车分摊: one victim's loss under one sub-limit as borne by 本车, 他车投保 or 他车未投保.

    Within the limits' sum each pays in proportion to its limit, beyond it each its limit; of either the
    victim gets the part that the loss is of all victims' losses.
    ``first``: the insured pay before the others.
    """
    mine = {"本车": own, "他车投保": insured, "他车未投保": uninsured}[whose]
    total = loss + others
    if not mine or not loss:
        return Fraction(0)
    if not first:
        return loss * mine / max(total, own + insured + uninsured)
    front = insured + (own if own_insured else 0)
    if whose == "他车投保" or (whose == "本车" and own_insured):
        return loss * mine / max(total, front)
    back = uninsured + (0 if own_insured else own)
    return loss / total * min(max(Fraction(0), total - front), back) * mine / back


def _given(entry: dict[str, Any], key: str, fact: str) -> Any:
    if key not in entry:
        raise Needed(fact, f"{entry.get('名称', '每一条')}的{key}")
    return entry[key]


FUNCTIONS = {
    "他人损失": Function(others_loss),
    "他车限额": Function(others_limit),
    "有他车投保": Function(any_insured),
    "他车比例": Function(others_ratio),
    "多车分摊": Function(allocate),
}
