"""True statements that decide nothing, told beside the fact they look like: other wages, days and sums."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from training.data import employment_facts as draw
from training.data.employment_average import cases
from training.data.employment_story import Story
from training.data.writing import bank

_FEW = 2
_NOTICED = ("违法解除", "单位提出协商解除", "经济性裁员", "客观情况变化解除")
_EXPIRY = ("期满", "任务", "单位破产")  # endings whose day is the end of the contract
# Groups that could decide something for a head.
_NOT = {
    "代通知金": {"wage", "noticed"},
    "二倍工资差额": {"wage", "contract_end", "after", "during", "noticed"},
    "未休年休假工资": {"wage", "during", "contract_end"},
    "加班费": {"wage", "after", "during", "contract_end"},
    "竞业限制补偿": {"wage", "after", "during", "contract_end"},
    "违法约定试用期赔偿金": {"wage", "after", "during", "contract_end"},
    "经济补偿个人所得税": {"wage", "after", "settled", "cost", "claimed"},
    "加付赔偿金": {"wage", "settled", "cost", "claimed"},
    "拖欠工资": {"wage", "after", "settled", "cost", "claimed"},
}
_BESIDE = {
    "wage": ("avg",),
    "net": ("wage",),
    "days": ("taken",),
    "contract_end": ("end", "hire"),
    "after": ("end",),
    "noticed": ("end",),
    "before": ("hire",),
    "during": ("hire", "end"),
    "year_before": ("social",),
    "settled": ("idle",),
    "cost": ("idle",),
    "claimed": ("idle",),
}


def distract(s: Story, most: int = _FEW) -> None:
    """Up to ``most`` statements that leave the answer as it is."""
    shut = set().union(*(_NOT.get(head, set()) for head in s.heads))
    groups = [name for name in _BESIDE if name not in shut and _fits(s, name)]
    s.rng.shuffle(groups)
    for name in groups[
        : s.rng.choices(range(most + 1), [45, 35, 20] if most == _FEW else [0, 20, 35, 30, 15][: most + 1])[0]
    ]:
        _tell(s, name)
    if s.head_words and len(s.heads) == 1 and s.often(9):
        s.only = s.rng.choice(_bank(s, "only"))


def _bank(s: Story, name: str) -> list[str]:
    if name == "noticed":
        return cases(s)[name]
    return bank("employment_traps")[name]["formal" if s.formal else "layman"]


def _fits(s: Story, name: str) -> bool:
    facts = s.facts
    hired, ended = facts.get("入职日"), facts.get("解除日")
    if name == "wage":
        return "月平均工资" in facts and "avg" not in s.notes and "未超三倍社平" not in facts
    if name == "net":
        return {"月工资", "加班工资基数", "年休假月工资"} & facts.keys() != set() and "wage" in s.clauses
    if name == "days":
        return "年休假月工资" in facts and "taken" in s.clauses
    if name == "contract_end":
        reason = str(facts.get("解除情形", ""))
        return bool(ended and reason) and not reason.startswith((*_EXPIRY, "违法终止"))
    if name == "after":
        return bool(ended) and "end" in s.clauses
    if name == "before":
        return bool(hired) and "hire" in s.clauses
    if name == "noticed":
        reason = str(facts.get("解除情形", ""))
        return (
            "end" in s.clauses and bool(hired and ended and reason in _NOTICED) and (ended - hired).days > 100
        )  # type: ignore[operator]
    if name == "during":
        return bool(hired and ended) and (ended - hired).days > 400  # type: ignore[operator]
    if name == "year_before":
        return "社平月工资" in facts and bool(ended)
    return "missing" not in s.notes and not (name == "claimed" and s.deduct_paid)


def _tell(s: Story, name: str) -> None:
    rng, facts = s.rng, s.facts
    hired, ended = facts.get("入职日"), facts.get("解除日")
    slots: dict[str, str] = {}
    if name == "year_before":
        year = ended.year - 2  # type: ignore[union-attr]
        slots["y"] = str(year)
        local = facts["社平月工资"] * Fraction(rng.randint(86, 95), 100)  # type: ignore[operator]
        slots["x"] = s.money("", Fraction(int(local)))
    elif name == "days":
        slots["n"] = str(rng.randint(1, 4))
    elif name in ("contract_end", "after", "before", "during", "noticed"):
        slots["d"] = s.day("", _day(s, name, hired, ended))
        jobs = [job for job in s.trade["jobs"] if job != s.slots["job"]]
        slots["old"] = rng.choice(jobs)
    else:
        slots["x"] = s.money("", _sum(s, name))
    if name == "settled":
        slots["other"] = rng.choice(bank("employment_traps")["others"]["formal" if s.formal else "layman"])
    role = next((each for each in _BESIDE[name] if each in s.clauses or each == "idle"), "hire")
    first = bool(s.clauses.get(role)) and (
        name == "before" or (name in ("wage", "year_before") and s.often(40))
    )
    way = rng.choice([each for each in _bank(s, name) if not _wrong(s, each, first)])
    if "转正" in way:
        slots["d"] = s.day("", hired + timedelta(days=rng.choice([30, 60, 90, 180])))  # type: ignore[operator]
    s.say(role, way, **slots)
    if first:
        told = s.clauses[role]
        told.insert(0, told.pop())


def _wrong(s: Story, way: str, first: bool) -> bool:
    """Whether a statement contradicts the case or points back to what is told after it."""
    insured = s.facts.get("解除情形") != "被迫解除"
    return (first and "上" + ("述" if s.formal else "面") in way) or (
        not insured and any(word in way for word in ("社保", "社会保险", "失业", "公积金"))
    )


def _day(s: Story, name: str, hired: object, ended: object) -> date:
    rng = s.rng
    if name == "contract_end":
        return ended + timedelta(days=rng.choice([31, 62, 120, 200, 365, rng.randint(20, 700)]))  # type: ignore[operator]
    if name == "noticed":
        return ended - timedelta(days=rng.choice([3, 5, 10, 15, 20, rng.randint(2, 28)]))  # type: ignore[operator]
    if name == "after":
        return ended + timedelta(days=rng.choice([3, 7, 15, 30, rng.randint(2, 200)]))  # type: ignore[operator]
    if name == "before":
        return hired - timedelta(days=rng.choice([3, 5, 7, 10, 20, rng.randint(2, 90)]))  # type: ignore[operator]
    whole = (ended - hired).days  # type: ignore[operator]
    return hired + timedelta(days=rng.choice([30, 60, 90, rng.randint(20, whole - 60)]))  # type: ignore[operator]


def _sum(s: Story, name: str) -> Fraction:
    rng = s.rng
    if name == "net":  # less than the wage, as what is paid out or insured is
        told = next(s.facts[each] for each in ("月工资", "加班工资基数", "年休假月工资") if each in s.facts)
        return Fraction(int(told * Fraction(rng.randint(60, 92), 1000)) * 10)  # type: ignore[operator]
    average = s.facts.get("月平均工资")
    base = average if isinstance(average, Fraction) else Fraction(5000)
    low, high = {"wage": (0.5, 1.4), "claimed": (2, 9)}.get(name, (0, 0))  # not money: bounds of a draw
    if high:
        return draw.wage(rng, s.voice, float(base) * low, float(base) * high)
    return draw.wage(rng, s.voice, 300, 8000)
