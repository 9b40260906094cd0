"""Unlawful employment, the costs of treatment, and the rarer heads of work-injury law."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.money import plain
from training.data.work_injury_deaths import INCOME
from training.data.work_injury_forms import Told, choose
from training.data.work_injury_parts import hurt, insurance, introduce, local_average, own_wage, paid
from training.data.work_injury_plots import LUMP, leave
from training.data.work_injury_scene import Scene, cast, fill, injury_day, level

ILLEGAL, OTHER, LIVING = "非法用工一次性赔偿金", "其他赔偿金", "治疗期间生活费"
MEALS, NURSING, MEDICAL, TRAVEL, AID = (
    "住院伙食补助费",
    "停工留薪期护理费",
    "工伤医疗费",
    "交通食宿费",
    "残疾辅助器具费",
)


def illegal(scene: Scene) -> None:
    """No licence: a multiple of the yearly average wage, on death of the national income."""
    rng = scene.rng
    dead = rng.random() < 0.3
    cast(scene, dead)
    scene.fact("非法用工", True)
    scene.tell("insur", "illegal")
    scene.ask = "illegal"
    if dead:
        day = injury_day(rng)
        while day.year < 2011:
            day = injury_day(rng)
        introduce(scene, day)
        scene.fact("受伤日", day)
        scene.fact("死亡日", day)
        scene.fact("死亡情形", "因工死亡")
        text = choose(rng, rng.choice(scene.bank["fatal"][rng.choice(scene.trade["fatal"])]))
        key = "death_commute"
        scene.clauses["event"].append(
            fill(scene.wording(key), {"day": scene.day(day, "死亡"), "fatal": text})
        )
        year = day.year - 1
        if year < 2016 or rng.random() < 0.6:  # else looked up
            scene.fact("人均可支配收入", Fraction(INCOME[year]))
            scene.tell("stat", "income", income=scene.money(INCOME[year], "人均可支配收入"), year=year)
        scene.heads = rng.choice(([ILLEGAL], [ILLEGAL, OTHER], [ILLEGAL, OTHER], [OTHER]))
        return
    grade = rng.choice((1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10))
    day = hurt(scene, grade)
    scene.clauses.pop("recog", None)
    scene.clauses["grade"] = []
    scene.tell("grade", "illegal_grade", grade=scene.grade(grade))
    year = day.year if day else 2024
    if rng.random() < 0.75:
        average = level(rng, year) * 12
        scene.fact("统筹地区年平均工资", Fraction(average))
        scene.tell("stat", "average_yearly", average=scene.money(average, "年社平"))
        if rng.random() < 0.4:  # the monthly one beside it, and a wage that does not count
            scene.tell("wage", "illegal_wage", n=scene.money(rng.randrange(28, 95) * 100))
    else:
        average = level(rng, year)
        scene.fact("统筹地区月平均工资", Fraction(average))
        scene.tell("stat", "average", average=scene.money(average, "社平"), year=year - 1, c0=scene.firm)
    scene.heads = [ILLEGAL]
    if rng.random() < 0.35 and year >= 2011:
        months = rng.randrange(2, 11)
        scene.fact("治疗月数", Fraction(months))
        scene.tell("treated", "treated_months", treated=Told(scene.count(months), "治疗月数"))
        scene.heads = [ILLEGAL, LIVING] if rng.random() < 0.85 else [LIVING]
    if rng.random() < 0.35:
        cost = Fraction(rng.randrange(9, 600) * 100)
        scene.fact("医疗费", cost)
        scene.tell("cost", "medical_due", cost=scene.money(cost, "医疗费"))
        scene.heads = [*scene.heads, MEDICAL]
    if len(scene.heads) > 1:
        scene.ask = "several" if rng.random() < 0.4 else "illegal"
        if rng.random() < 0.4:
            paid(scene)


def costs(scene: Scene) -> None:
    """What treatment costs: meals and nursing by the day, or sums that the case states."""
    rng = scene.rng
    cast(scene)
    while "commute" in scene.trade["how"]:  # a third party who is liable pays the medical costs first
        cast(scene)
    heads = rng.sample((MEALS, NURSING, MEDICAL, TRAVEL, AID), rng.choice((1, 1, 2, 2)))
    grade = rng.randrange(5, 11)
    day = hurt(scene, grade)
    assert day is not None
    scene.clauses.pop("treated", None)
    insured = rng.random() < 0.65
    insurance(scene, insured)
    old = day < date(2011, 1, 1)
    if old and TRAVEL in heads:
        heads = [h for h in heads if h != TRAVEL] or [MEALS]
    if MEALS in heads:
        days, rate = rng.randrange(6, 90), rng.choice((15, 20, 25, 30, 35, 40, 45, 50, 60))
        scene.fact("住院天数", Fraction(days))
        scene.fact("出差伙食标准" if old else "住院伙食标准", Fraction(rate))
        scene.tell(
            "cost",
            "meals_old" if old else "meals",
            days=Told(str(days), "住院天数"),
            rate=Told(f"{rate}元", "伙食标准"),
        )
    if NURSING in heads:
        days, rate = rng.randrange(6, 120), rng.choice((80, 100, 120, 130, 150, 160, 180, 200, 240))
        scene.fact("护理天数", Fraction(days))
        scene.fact("护理日标准", Fraction(rate))
        scene.tell("cost", "nursing", days=Told(str(days), "护理天数"), rate=Told(f"{rate}元", "护理日标准"))
    for head, fact, key, most in (
        (MEDICAL, "医疗费", "medical", 90_000),
        (TRAVEL, "交通费", "travel", 9_000),
        (AID, "残疾辅助器具费", "aid", 60_000),
    ):
        if head in heads:
            cost = Fraction(rng.randrange(600, most)) + (
                Fraction(rng.randrange(100), 100) if rng.random() < 0.4 else 0
            )
            scene.fact(fact, cost)
            scene.tell("cost", key, cost=scene.money(cost, fact))
    if rng.random() < 0.35:
        heads = [LUMP, *heads]
        own_wage(scene, day.year, insured=insured)
    elif rng.random() < 0.2:
        leave(scene, day.year, shared=False)
        heads = ["停工留薪期工资", *heads]
    scene.heads = heads
    scene.ask = "several" if len(heads) > 1 else "one"
    if len(heads) == 1 and scene.facts.get("停工留薪期已付"):
        scene.ask = "leave_gap"


def gap(scene: Scene) -> None:
    """The difference that an employer owes who declared too little, in the two provinces that say so."""
    rng = scene.rng
    cast(scene)
    grade = rng.randrange(5, 11)
    day = hurt(scene, grade)
    while day is not None and day.year < 2019:
        scene.clauses.clear()
        day = hurt(scene, grade)
    year = day.year if day else 2024
    area = rng.choice(("浙江", "广东"))
    scene.fact("地区", area)
    scene.tell("place", "place", area=Told(area + "省", "地区"), C1=scene.firm_full)
    if rng.random() < 0.5:
        scene.tell("law", "gap_rule")
    insurance(scene, True)
    average = local_average(scene, year)
    declared = Fraction(int(average * rng.uniform(0.45, 0.95)) // 100 * 100)
    due = Fraction(int(average * rng.uniform(1, 1.6)) // 100 * 100)
    scene.fact("申报月缴费工资", declared)
    scene.fact("应缴月工资", due)
    wording = rng.choice(
        (
            "{c}按每月{d}申报缴费工资，而其受伤前12个月实际月平均工资为{e}",
            "{c}申报的月缴费工资为{d}，按实际工资应申报{e}",
            "受伤前12个月应按月平均工资{e}申报，{c}只按{d}申报",
            "{p}受伤前12个月实发工资平均{e}，{c}却按{d}申报缴费工资",
            "{c}每月按{d}申报缴费，而银行流水显示{p}前12个月平均工资为{e}",
        )
    )
    scene.clauses["wage"].append(
        fill(wording, {"d": scene.money(declared, "申报"), "e": scene.money(due, "应缴")})
    )
    wage = min(max(declared, Fraction(average) * 6 / 10), Fraction(average) * 3)
    months = {5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}[grade]
    told = scene.money(wage * months, "基金已付")
    scene.notes["基金已付"] = plain(wage * months)
    scene.tell("paid", "gap_had", grade=scene.grade(grade).text, months=months, had=told)
    scene.heads = ["一次性伤残补助金差额"]
