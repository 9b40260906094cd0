"""Whole accounts: several benefits told at once, of which one head, one payer's part or all is asked.

What is not asked for stands beside it with its own figures (the other subsidy's months, a benefit that was
settled, the wage that another head goes by), unmarked: only what counts is an element.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from training.data.work_injury_deaths import FUNERAL, GRANT
from training.data.work_injury_forms import Told
from training.data.work_injury_others import MEALS, MEDICAL, NURSING
from training.data.work_injury_parts import ended, hurt, insurance, local_average, own_wage
from training.data.work_injury_plots import JOB, LEAVE, LUMP, leave, subsidies
from training.data.work_injury_plots import MEDICAL as SUBSIDY
from training.data.work_injury_scene import Scene, between, cast, level, wage_for

SEVERANCE = "经济补偿"
_FIRM = (LEAVE, NURSING, JOB)
_FUND = (LUMP, SUBSIDY, MEDICAL, MEALS)
_SHARES = {LUMP: 0.75, SUBSIDY: 0.85, JOB: 0.95, LEAVE: 0.7, NURSING: 0.5, MEALS: 0.35, MEDICAL: 0.3}
_NEEDED = {LEAVE: ("leave", "leave_wage"), JOB: ("months", "average_end"), SUBSIDY: ("average_end",)}
_REVISED = date(2011, 1, 1)


def whole(scene: Scene) -> None:
    """All that an injured worker who left may claim; the question takes a part of it or all."""
    rng = scene.rng
    cast(scene)
    while "commute" in scene.trade["how"]:
        cast(scene)
    insured = rng.random() < 0.68
    told = [head for head, share in _SHARES.items() if rng.random() < share]
    if JOB not in told and SUBSIDY not in told:
        told.append(JOB)
    told = told if insured else sorted(rng.sample(told, min(4, len(told))), key=told.index)
    firm = [h for h in told if h in _FIRM or not insured]
    fund = [h for h in told if h in _FUND and insured]
    draw = rng.random()
    single = [h for h in told if h in (JOB, SUBSIDY, LEAVE, LUMP)]
    if single and draw < 0.45:  # one head among all that is told
        asked = [rng.choice(single)]
        scene.ask = "one"
    elif fund and (draw < 0.65 or not firm):
        asked, scene.payer, scene.ask = fund, "工伤保险基金", "open_fund"
    else:
        asked, scene.payer, scene.ask = firm, "用人单位", "open_firm" if insured else "open_all"
    scene.heads = asked
    needed = [each for head in asked for each in _NEEDED.get(head, ())]
    if needed and rng.random() < 0.13:
        scene.omit = rng.choice(needed)
    grade = rng.choice((5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10))
    day = hurt(scene, grade)
    while day is None or day < _REVISED:
        scene.clauses.clear()
        day = hurt(scene, grade)
    scene.clauses.pop("treated", None)
    insurance(scene, insured)
    if LUMP in asked:
        own_wage(scene, day.year, insured=insured)
    if LEAVE in asked:
        leave(scene, day.year, shared=LUMP in asked)
    if {JOB, SUBSIDY} & set(asked):
        subsidies(scene, tuple(asked), grade, day, own=LUMP in asked, beside=JOB in told and SUBSIDY in told)
    else:
        ended(scene, day)
    _costs(scene, asked)
    _beside(scene, told, day.year, insured=insured)
    if scene.ask != "one":
        scene.extra.append(("所问", "、".join(asked)))


def _costs(scene: Scene, asked: list[str]) -> None:
    """Meals, nursing and the medical costs, where they are asked."""
    rng = scene.rng
    days = rng.randrange(6, 60)
    if MEALS in asked:
        rate = rng.choice((15, 20, 25, 30, 40, 50))
        scene.fact("住院天数", Fraction(days))
        scene.fact("住院伙食标准", Fraction(rate))
        slots = {"days": Told(str(days), "住院天数"), "rate": Told(f"{rate}元", "伙食标准")}
        scene.tell("cost", "meals", **slots)
    if NURSING in asked:
        rate = rng.choice((100, 120, 130, 150, 160, 200, 220))
        scene.fact("护理天数", Fraction(days))
        scene.fact("护理日标准", Fraction(rate))
        slots = {"days": Told(str(days), "护理天数"), "rate": Told(f"{rate}元", "护理日标准")}
        scene.tell("cost", "nursing", **slots)
    if MEDICAL in asked:
        cost = Fraction(rng.randrange(900, 60_000)) + rng.choice((0, 0, Fraction(rng.randrange(100), 100)))
        scene.fact("医疗费", cost)
        scene.tell("cost", "medical_due", cost=scene.money(cost, "医疗费"))


def _beside(scene: Scene, told: list[str], year: int, *, insured: bool) -> None:
    """What is told and not asked for: figures of another head, or that it has been settled."""
    rng = scene.rng
    others = [head for head in told if head not in scene.heads]
    if LUMP in others:
        if scene.ask == "one" and not insured:
            scene.tell("paid", "settled_any", head=LUMP)
        elif rng.random() < 0.5:
            scene.tell("paid", "settled_lump" if insured else "settled_any", head=LUMP)
        else:
            local = level(rng, year)
            key = "wage" if insured else "wage_plain"
            scene.tell("wage", key, wage=scene.money(wage_for(rng, local)))
    if LEAVE in others:
        scene.tell("paid", "settled_leave", leave=scene.count(rng.randrange(2, 9)))
    if NURSING in others and rng.random() < 0.6:
        scene.tell("cost", "nursing", days=rng.randrange(6, 60), rate=f"{rng.choice((100, 120, 150, 180))}元")
    if MEALS in others and rng.random() < 0.5:
        scene.tell("cost", "meals", days=rng.randrange(6, 60), rate=f"{rng.choice((20, 30, 50))}元")
    if MEDICAL in others:
        scene.tell("paid", "settled_any", head="医疗费")


def _third_paid(scene: Scene, costs: tuple[int, int], thousands: tuple[int, int]) -> None:
    """Medical costs, what a liable third party has paid of them, and what it has paid for other losses."""
    rng = scene.rng
    cost = Fraction(rng.randrange(*costs) // 100 * 100)
    paid = Fraction(int(cost * rng.randrange(15, 90) / 100) // 100 * 100)
    scene.fact("第三人侵权", True)
    scene.fact("医疗费", cost)
    scene.fact("第三人已付医疗费", paid)
    slots = {"cost": scene.money(cost, "医疗费"), "paid": scene.money(paid, "第三人已付医疗费")}
    scene.tell("cost", "third_paid", **slots, other=scene.money(rng.randrange(*thousands) * 1000))


def third(scene: Scene) -> None:
    """Hurt by a third party who paid in part: only the medical costs are not paid twice."""
    rng = scene.rng
    cast(scene)
    scene.trade = {**scene.trade, "how": ("commute",)}
    grade = rng.randrange(6, 11)
    day = hurt(scene, grade)
    while day is None or day < date(2015, 1, 1):
        scene.clauses.clear()
        day = hurt(scene, grade)
    scene.clauses.pop("treated", None)
    insured = True
    insurance(scene, insured)
    _third_paid(scene, (6_000, 120_000), (20, 260))
    heads = [MEDICAL]
    if rng.random() < 0.8:
        heads = [LUMP, *heads] if rng.random() < 0.5 else [*heads, LUMP]
        own_wage(scene, day.year, insured=insured)
    if rng.random() < 0.25:
        days, rate = rng.randrange(6, 60), rng.choice((20, 30, 40, 50))
        scene.fact("住院天数", Fraction(days))
        scene.fact("住院伙食标准", Fraction(rate))
        told = {"days": Told(str(days), "住院天数"), "rate": Told(f"{rate}元", "伙食标准")}
        scene.tell("cost", "meals", **told)
        heads.append(MEALS)
    scene.heads = heads
    scene.ask = "several" if len(heads) > 1 else "one"
    if rng.random() < 0.7:
        scene.payer = "工伤保险基金" if insured else "用人单位"
        scene.ask = ("by_fund" if insured else "by_firm") if len(heads) > 1 else "third_rest"


def third_dead(scene: Scene) -> None:
    """Killed by a third party: the rest of the medical costs, and every other benefit in full."""
    rng = scene.rng
    cast(scene, dead=True)
    day = between(rng, date(2017, 1, 10), date(2025, 6, 1))
    scene.fact("受伤日", day)
    scene.fact("死亡日", day)
    scene.fact("死亡情形", "因工死亡")
    scene.tell("event", "third_killed", day=scene.day(day, "死亡"))
    scene.tell("recog", "death_recognised")
    insurance(scene, True)
    _third_paid(scene, (20_000, 160_000), (300, 900))
    local_average(scene, day.year, key="average_death")
    scene.heads = rng.choice(([MEDICAL, FUNERAL], [MEDICAL, FUNERAL, GRANT], [FUNERAL, GRANT, MEDICAL]))
    scene.payer, scene.ask = "工伤保险基金", "by_fund"


def expiry(scene: Scene) -> None:
    """The contract ends with its term: the job subsidy, and 经济补偿 beside it (劳动合同法第46条)."""
    rng = scene.rng
    cast(scene)
    grade = rng.randrange(7, 11)
    day = hurt(scene, grade)
    while day is None or day < date(2013, 1, 1) or day > date(2024, 12, 31):
        scene.clauses.clear()
        day = hurt(scene, grade)
    insurance(scene, rng.random() < 0.75)
    joined = between(rng, max(date(2008, 2, 1), day - timedelta(days=2600)), day - timedelta(days=60))
    scene.clauses["who"] = []
    scene.fact("入职日", joined)
    scene.tell("who", "joined", C1=scene.firm_full, job=scene.job, joinday=scene.day(joined, "入职"))
    heads = [JOB, SEVERANCE] if rng.random() < 0.7 else [SUBSIDY, JOB, SEVERANCE]
    scene.heads = heads
    subsidies(scene, tuple(heads), grade, day, own=False, beside=True, key="end_term")
    scene.fact("解除情形", "期满单位不续订")
    end = scene.facts["解除日"]
    assert isinstance(end, date)
    if "解除时月平均工资" not in scene.facts and scene.omit != "average_end":
        local_average(scene, end.year, key="average_end", fact="解除时月平均工资")
    scene.fact("社平月工资", scene.facts["解除时月平均工资"])  # it limits 经济补偿 too (劳动合同法第47条)
    wage = Fraction(int(level(rng, end.year) * rng.uniform(0.6, 1.3)) // 10 * 10)
    scene.fact("月平均工资", wage)
    scene.tell("end", "wage_end", wage=scene.money(wage, "月平均工资"))
    if rng.random() < 0.5:
        scene.tell("wage", "wage_plain", wage=scene.money(wage_for(rng, level(rng, day.year))))
    scene.tell("paid", "settled_any", head=LUMP)
    scene.ask = "several"
    if SUBSIDY not in heads or scene.facts["参保"] is False:
        scene.payer, scene.ask = "用人单位", "by_firm"
