"""Deaths at work: the grant, the funeral, the pensions of those who lived on the wage, and the missing."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.model import Entry
from training.data.work_injury_forms import Told, choose
from training.data.work_injury_parts import insurance, introduce, local_average, own_wage
from training.data.work_injury_plots import span
from training.data.work_injury_scene import WOMEN, Scene, between, cast, fill, injury_day, wage_for

GONE_WAGE = "下落不明期间工资"
GRANT, FUNERAL, KIN = "一次性工亡补助金", "丧葬补助金", "供养亲属抚恤金"
# 国家统计局: 全国城镇居民人均可支配收入, as the texts of such questions state it (元, by statistical year)
INCOME = {
    2010: 19109, 2011: 21810, 2012: 24565, 2013: 26955, 2014: 28844, 2015: 31195, 2016: 33616, 2017: 36396,
    2018: 39251, 2019: 42359, 2020: 43834, 2021: 47412, 2022: 49283, 2023: 51821, 2024: 54188,
}  # fmt: skip
_ASKED: dict[tuple[str, ...], float] = {
    (GRANT,): 8,
    (FUNERAL,): 4.5,
    (KIN,): 6,
    (FUNERAL, GRANT): 4,
    (FUNERAL, KIN, GRANT): 3,
    (FUNERAL, KIN): 1,
    (KIN, GRANT): 1,
}
_NEEDED = {GRANT: (), FUNERAL: ("average",), KIN: ("wage", "kin")}


def killed(scene: Scene) -> None:
    """A worker killed at work; one in eight died otherwise (after the leave, within it, or is missing)."""
    rng = scene.rng
    heads = rng.choices(list(_ASKED), list(_ASKED.values()))[0]
    scene.heads = list(heads)
    needed = [n for h in heads for n in _NEEDED[h]]
    if needed and rng.random() < 0.13:
        scene.omit = rng.choice(needed)
    cast(scene, dead=True)
    if KIN in heads and FUNERAL not in heads and rng.random() < 0.25:
        return missing(scene)
    how = "因工死亡"
    if GRANT not in heads and rng.random() < 0.12:
        how = "一至四级期满后死亡"
    elif rng.random() < 0.15:
        how = "停工留薪期内死亡"
    scene.fact("死亡情形", how)
    day = injury_day(rng)
    while date(2009, 11, 1) <= day < date(2011, 1, 1):
        day = injury_day(rng)
    if how == "停工留薪期内死亡":
        day = _within_leave(scene)
    elif how == "因工死亡":
        scene.fact("受伤日", day)
        scene.fact("死亡日", day)
        _accident(scene, day)
    else:
        _after_leave(scene, day)
        day = scene.facts["死亡日"]  # type: ignore[assignment]
    insured = None if rng.random() < 0.25 else rng.random() < 0.7
    insurance(scene, insured)
    limits = KIN in heads and scene.omit != "wage" and rng.random() < 0.85
    counted = FUNERAL in heads or (GRANT in heads and day.year < 2011)
    if (limits or counted) and scene.omit != "average":
        local_average(scene, day.year, key="average_death")
    if KIN in heads:
        kin(scene)
        if scene.omit != "wage":
            _wage(scene, day.year, insured)
    if GRANT in heads:
        grant(scene, day)
    if rng.random() < 0.06 and day.year >= 2011 and heads[0] in scene.bank["law"] and not scene.omit:
        scene.clauses["law"].append(rng.choice(scene.bank["law"][heads[0]]))
    monthly = KIN in heads
    if monthly and (len(heads) > 1 or rng.random() < 0.35):
        span(scene)
    elif monthly:
        scene.ask = "monthly"
    if len(heads) == 1 and not monthly and insured is not None and rng.random() < 0.15:
        scene.payer, scene.ask = ("工伤保险基金", "one_fund") if insured else ("用人单位", "one_firm")
    if len(heads) > 1:
        scene.ask = "several"
        if insured is not None and rng.random() < 0.3:
            scene.payer, scene.ask = ("工伤保险基金", "by_fund") if insured else ("用人单位", "by_firm")


def _accident(scene: Scene, day: date) -> None:
    rng = scene.rng
    introduce(scene, day)
    how = rng.choice(scene.trade["fatal"])
    text = choose(rng, rng.choice(scene.bank["fatal"][how]))
    key = "death_commute" if how == "commute" else "death"
    if how in ("mine", "chem", "burn", "struck") and scene.voice != "judgment":
        key = "death_commute"
    wording = scene.wording("death_terse" if scene.terse else key)
    scene.clauses["event"].append(fill(wording, {"day": scene.day(day, "死亡"), "fatal": text}))
    scene.tell("recog", "death_recognised")


def _within_leave(scene: Scene) -> date:
    """Injured, and dead of it in the same year while the leave still ran (条例第39条第2款)."""
    rng = scene.rng
    year = rng.randrange(2012, 2026)
    day = between(rng, date(year, 1, 5), date(year, 6, 30))
    died = between(rng, day + timedelta(days=20), date(year, 11, 30))
    introduce(scene, day)
    scene.fact("受伤日", day)
    scene.fact("死亡日", died)
    wording = "{day}，{p}因工受伤" if rng.random() < 0.5 else "{p}于{day}因工负伤，经认定为工伤"
    scene.clauses["event"].append(fill(wording, {"day": scene.day(day, "受伤")}))
    scene.tell("event", "death_within", day=scene.day(died, "死亡"))
    return died


def _after_leave(scene: Scene, day: date) -> None:
    """Grades 1 to 4 who died after the leave while drawing the pension: no grant (条例第39条第3款)."""
    rng = scene.rng
    introduce(scene, day)
    grade = rng.randrange(1, 5)
    died = min(between(rng, day + timedelta(days=500), day + timedelta(days=2200)), date(2025, 11, 30))
    scene.fact("受伤日", day)
    scene.fact("死亡日", died)
    scene.fact("伤残等级", Fraction(grade))
    if date(2008, 6, 1) < day < date(2011, 1, 1):
        scene.fact("工伤认定日", day + timedelta(days=40))
        scene.tell("recog", "recognised_day", rday=scene.day(day + timedelta(days=40), "认定"))
    wording = "{day}，{p}因工受伤" if rng.random() < 0.5 else "{p}于{day}因工负伤"
    scene.clauses["event"].append(fill(wording, {"day": scene.day(day, "受伤")}))
    scene.tell("grade", "graded", grade=scene.grade(grade))
    scene.tell("care", "death_later", day=scene.day(died, "死亡"))


def _wage(scene: Scene, year: int, insured: bool | None) -> None:
    average = scene.facts.get("统筹地区月平均工资")
    if isinstance(average, Fraction):
        wage = wage_for(scene.rng, int(average))
        scene.fact("月缴费工资", wage)
        scene.tell("wage", "wage_dead", wage=scene.money(wage, "月缴费工资"))
    else:
        own_wage(scene, year, insured=insured, key="wage_dead", average=False)


def grant(scene: Scene, day: date) -> None:
    """Since 2011 twenty times the national income, before that 48 to 60 months of the local average."""
    rng = scene.rng
    if day < date(2011, 1, 1):
        months = rng.choice((48, 50, 52, 54, 56, 58, 60, 60))
        scene.fact("工亡补助金月数", Fraction(months))
        scene.tell("months", "lump_old_months", lump=Told(scene.count(months), "工亡补助金月数"))
        return
    if day.year >= 2017 and rng.random() < 0.5:
        return  # looked up
    income = (
        INCOME[day.year - 1]
        if rng.random() < 0.9
        else rng.randrange(int(INCOME[day.year - 1] * 0.9), int(INCOME[day.year - 1] * 1.1))
    )
    scene.fact("人均可支配收入", Fraction(income))
    scene.tell("stat", "income", income=scene.money(income, "人均可支配收入"), year=day.year - 1)


def kin(scene: Scene) -> None:
    """The dependants as recognised; their shares together often exceed the whole wage."""
    if scene.omit == "kin":
        return
    rng = scene.rng
    spouse = rng.random() < 0.65
    children = rng.choice((0, 1, 1, 1, 2, 2, 3))
    parents = rng.choice((0, 0, 0, 1, 1, 2))
    if not (spouse or children or parents):
        spouse, children = True, 1
    entries: list[Entry] = []
    told: list[str] = []
    if spouse:
        entries.append({"关系": "配偶", "孤老孤儿": False})
        told.append(
            rng.choice(
                (
                    "配偶",
                    "其配偶",
                    "配偶一人",
                    "妻子" if rng.random() < 0.5 and scene.person not in WOMEN else "配偶",
                )
            )
        )
    if children:
        orphans = not spouse and not parents and rng.random() < 0.35
        entries += [{"关系": "子女", "孤老孤儿": orphans}] * children
        told.append(choose(rng, _orphans(children) if orphans else _children(children)))
    if parents == 2:
        entries += [{"关系": "父亲", "孤老孤儿": False}, {"关系": "母亲", "孤老孤儿": False}]
        told.append(choose(rng, "[父母二人|父亲、母亲|父亲和母亲|父母两人]"))
    elif parents:
        which = rng.choice(("父亲", "母亲"))
        alone = not spouse and not children and rng.random() < 0.6
        entries.append({"关系": which, "孤老孤儿": alone})
        told.append(
            choose(rng, f"{which}（孤寡老人）" if alone else f"[{which}|年迈的{which}|丧失劳动能力的{which}]")
        )
    scene.fact("供养亲属", entries)
    text = "、".join(told[:-1]) + rng.choice(("和", "及", "、")) + told[-1] if len(told) > 1 else told[0]
    scene.tell("kin", "kin", kin=Told(text, "供养亲属"))
    if rng.random() < 0.45:
        scene.tell("kin", "kin_out", n=scene.money(rng.randrange(9, 60) * 100))


def _children(number: int) -> str:
    return (
        "[一名未成年子女|一个未成年女儿|一个8岁的儿子|未成年儿子一人|一名未成年儿子|一个读小学的女儿]"
        if number == 1
        else "[三名未成年子女|三个未成年孩子|未成年子女三人]"
        if number == 3
        else "[两名未成年子女|两个未成年子女|未成年儿子和未成年女儿各一人|两名未成年女儿]"
    )


def _orphans(number: int) -> str:
    return (
        "[一名未成年孤儿子女|未成年儿子（孤儿）|未成年女儿一人（系孤儿）]"
        if number == 1
        else "[三名未成年子女（均为孤儿）|未成年子女三人（均系孤儿）]"
        if number == 3
        else "[两名未成年子女（均为孤儿）|未成年子女二人（均系孤儿）]"
    )


def missing(scene: Scene) -> None:
    """Lost while working away: three months of wages, from the fourth month the pension (条例第41条)."""
    rng = scene.rng
    day = injury_day(rng)
    while date(2009, 11, 1) <= day < date(2011, 1, 1):
        day = injury_day(rng)
    scene.omit = ""
    introduce(scene, day)
    scene.fact("死亡情形", "下落不明")
    scene.fact("死亡日", day)
    scene.fact("受伤日", day)
    fate = rng.choice(("山洪", "泥石流", "沉船事故", "坠江事故", "雪崩", "海上翻船事故"))
    scene.tell("event", "gone", day=scene.day(day, "事故"), fate=fate)
    insurance(scene, rng.random() < 0.75)
    months = rng.choice((5, 6, 8, 9, 10, 12, 15))
    scene.fact("下落不明月数", Fraction(months))
    scene.tell("treated", "gone_months", gone=Told(scene.count(months), "下落不明月数"))
    local_average(scene, day.year)
    average = scene.facts.get("统筹地区月平均工资")
    if not isinstance(average, Fraction):
        yearly = scene.facts["统筹地区年平均工资"]
        assert isinstance(yearly, Fraction)
        average = yearly / 12
    wage = wage_for(rng, int(average))
    scene.fact("月缴费工资", wage)
    scene.tell("wage", "wage_gone", wage=scene.money(wage, "月缴费工资"))
    if rng.random() < 0.5:
        scene.tell("aside", "gone_paid")
    kin(scene)
    if day.year < 2011 and GRANT in scene.heads:
        scene.heads = [KIN]
    if GRANT in scene.heads:
        scene.tell("aside", "gone_advance")
        grant(scene, day)
    draw = rng.random()
    if scene.heads == [KIN] and draw < 0.3:
        scene.heads = [GONE_WAGE, KIN]
    elif scene.heads == [KIN] and draw < 0.5 and day.year >= 2012:
        scene.heads = [KIN, GRANT]
        scene.tell("aside", "gone_advance")
        grant(scene, day)
    scene.ask = "several" if len(scene.heads) > 1 else "one"
