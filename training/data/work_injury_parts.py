"""Facts that several plots share, drawn and told: injury, insurance, wages, statistics, employment's end."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.model import Asked, Case, Fact
from lexcalc.law import assess
from lexcalc.money import plain
from training.data import work_injury_forms as forms
from training.data.work_injury_forms import Told, choose, month
from training.data.work_injury_scene import Scene, between, fill, injury_day, level, wage_for

_BAND = {
    1: "grave",
    2: "grave",
    3: "severe",
    4: "severe",
    5: "severe",
    6: "severe",
    7: "middling",
    8: "middling",
}
_RECOGNISED_BEFORE, _REVISED = date(2009, 11, 1), date(2011, 1, 1)


def introduce(scene: Scene, hurt: date | None) -> None:
    """Who works where; the day of joining decides nothing here."""
    rng = scene.rng
    if scene.terse:
        return
    joined = (hurt or date(2024, 3, 1)) - timedelta(days=rng.randrange(90, 3200))
    spoken = rng.choice((f"{joined.year}年", f"{joined.year}年{joined.month}月", month(rng, joined)))
    scene.tell("who", "intro", C1=scene.firm_full, job=scene.job, join=spoken, joinday=scene.day(joined))


def hurt(scene: Scene, grade: int | None, *, dated: bool = True) -> date | None:
    """The accident and its recognition; the day of recognition is told where the law of 2011 turns on it."""
    rng, bank = scene.rng, scene.bank
    day = injury_day(rng) if dated else None
    how = rng.choice(scene.trade["how"])
    kind = bank["limbs"].get(how, "body")
    part = rng.choice(bank["parts"][_BAND.get(grade or 9, "light")][kind])
    part, _, result = part.partition("，")
    text = fill(choose(rng, rng.choice(bank["hurt"][how])), {"part": part})
    if result and "（" in text:
        text = text.replace("（", f"，{result}（")
    elif result:
        text += f"，{result}"
    introduce(scene, day)
    if day is None:
        wording = rng.choice(
            ("{p}[在工作中|工作时|上班时|干活时]" + text, "{p}因工" + text, "{p}[上班|作业]期间" + text)
        )
        scene.clauses["event"].append(choose(rng, wording) if how != "commute" else "{p}" + text)
    else:
        scene.fact("受伤日", day)
        key = "event_terse" if scene.terse else "event_commute" if how == "commute" else "event"
        scene.tell("event", key, day=scene.day(day, "受伤"), hurt=text)
    if not scene.terse and rng.random() < 0.45:
        scene.tell("treated", "treated", stay=scene.count(rng.randrange(6, 95)))
    recognised = day is not None and _RECOGNISED_BEFORE <= day < _REVISED
    if day and (recognised or (date(2008, 6, 1) < day < _REVISED and rng.random() < 0.4)):
        first = day + timedelta(days=25)
        when = between(rng, first, first + timedelta(days=300))
        if rng.random() < 0.2:
            when = max(
                first, rng.choice((_REVISED, _REVISED - timedelta(days=1), _REVISED + timedelta(days=5)))
            )
        scene.fact("工伤认定日", when)
        scene.tell("recog", "recognised_day", rday=scene.day(when, "认定"))
    else:
        scene.tell("recog", "recognised")
    if grade is not None and scene.omit != "grade":
        scene.fact("伤残等级", Fraction(grade))
        if rng.random() < 0.06:
            first = rng.choice([g for g in (grade - 1, grade + 1) if 1 <= g <= 10])
            earlier = Told(forms.grade(rng, first, scene.voice))
            scene.tell("grade", "trap_grade", first=earlier, grade=scene.grade(grade))
        else:
            scene.tell("grade", "graded", grade=scene.grade(grade))
    if how == "commute" and rng.random() < 0.3:
        scene.tell("treated", "trap_third", other=scene.money(rng.randrange(8, 90) * 1000))
    return day


def insurance(scene: Scene, insured: bool | None) -> None:
    """Whether the employer takes part in the insurance; None leaves it untold."""
    if insured is None:
        return
    scene.fact("参保", insured)
    wording = scene.wording("insured" if insured else "uninsured")
    head = "{c}" if wording.startswith("{c}") else ""
    scene.clauses["insur"].append(head + str(Told(wording.removeprefix("{c}"), "参保")))


def local_average(scene: Scene, year: int, *, key: str = "average", fact: str = "统筹地区月平均工资") -> int:
    """The average wage of the insurance area, told by the month or, now and then, by the year."""
    rng = scene.rng
    average = level(rng, year)
    if key == "average" and rng.random() < 0.08:
        yearly = average * 12 + rng.choice((0, 0, 3, 6, 9))
        scene.fact("统筹地区年平均工资", Fraction(yearly))
        if scene.omit != "average":
            scene.tell("stat", "average_yearly", average=scene.money(yearly, "年社平"))
        return average
    scene.fact(fact, Fraction(average))
    if key == "average" and rng.random() < 0.1:
        _beside(scene, average, year)
        return average
    label = "解除时社平" if fact == "解除时月平均工资" else "社平"
    scene.tell("stat", key, average=scene.money(average, label), year=year - 1, c0=scene.firm)
    return average


def _beside(scene: Scene, average: int, year: int) -> None:
    """The average that counts beside one that does not: the whole province's, or the next year's."""
    rng = scene.rng
    other = scene.money(round(average * rng.choice((0.9, 1.06, 1.1))))
    told = scene.money(average, "社平")
    if "受伤日" in scene.facts and rng.random() < 0.4:
        scene.tell("stat", "trap_year", average=told, other=other, before=year - 1, year=year)
    else:
        scene.tell("stat", "trap_average", average=told, other=other)


def own_wage(
    scene: Scene, year: int, *, insured: bool | None, key: str = "", average: bool = True
) -> Fraction:
    """The wage that benefits are counted by, with the average that limits it."""
    rng = scene.rng
    local = level(rng, year)
    if average:
        local = local_average(scene, year)
    wage = wage_for(rng, local) if average else Fraction(round(local * rng.uniform(0.55, 0.85)) // 100 * 100)
    if scene.omit == "wage":
        return wage
    if rng.random() < 0.05 and not key:
        scene.fact("本人工资", min(max(wage, Fraction(local) * 6 / 10), Fraction(3 * local)))
        wage = scene.facts["本人工资"]  # type: ignore[assignment]
        scene.tell("wage", "wage_own", wage=scene.money(wage, "本人工资"))
        return wage
    scene.fact("月缴费工资", wage)
    if insured is not False and not key and rng.random() < 0.07 and (wage * 12).denominator == 1:
        scene.notes["年工资"] = plain(wage * 12)
        scene.tell("wage", "wage_yearly", wage=scene.money(wage * 12, "年缴费工资"))
        return wage
    chosen = key or ("wage_plain" if insured is False or rng.random() < 0.3 else "wage")
    scene.tell("wage", chosen, wage=scene.money(wage, "月缴费工资"))
    if rng.random() < 0.05 and scene.omit != "wage":
        scene.tell(
            "wage",
            "trap_claim",
            other=scene.money(max(900, int(wage * rng.choice((6, 7, 8)) / 10) // 100 * 100)),
        )
    return wage


def paid(scene: Scene) -> None:
    """Money that the employer has already paid on the heads asked for, at most four fifths of them."""
    owed = assess(case_of(scene)).answer
    if owed is None or owed < 2000:
        return
    step = 1000 if owed > 20_000 else 500 if owed > 5000 else 100
    amount = Fraction(scene.rng.randrange(1, max(2, int(owed * 4 / 5) // step)) * step)
    scene.fact("已付款", [{"项目": "", "金额": amount, "付款人": "用人单位"}])
    scene.deduct_paid, scene.payer = True, "用人单位"
    scene.tell("paid", "paid", paid=scene.money(amount, "已付"))


def case_of(scene: Scene) -> Case:
    """The case that the scene's facts make so far."""
    case = Case(text="", scenario="WC", asked=Asked(tuple(scene.heads), scene.payer))
    for name, value in scene.facts.items():
        case.supply(Fact(name, value))
    return case


def ended(scene: Scene, hurt_day: date | None, key: str = "end") -> date:
    """The end of the employment, some time after the injury."""
    rng = scene.rng
    start = (hurt_day or date(2023, 3, 1)) + timedelta(days=240)
    last = min(start + timedelta(days=900), date(2025, 12, 20))
    day = between(rng, min(start, last - timedelta(days=5)), last)
    scene.fact("解除日", day)
    scene.tell("end", key, day=scene.day(day, "解除"))
    return day
