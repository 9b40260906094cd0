"""Which benefits a work-injury question is about, and the facts that they turn on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.money import plain
from training.data.work_injury_forms import Told, choose
from training.data.work_injury_parts import ended, hurt, insurance, local_average, own_wage, paid
from training.data.work_injury_scene import Scene, cast, fill, level

LUMP, LEAVE, PENSION, CARE = "一次性伤残补助金", "停工留薪期工资", "伤残津贴", "生活护理费"
MEDICAL, JOB = "一次性工伤医疗补助金", "一次性伤残就业补助金"
BY_FIRM = (LEAVE, JOB, "停工留薪期护理费")
MONTHLY = (PENSION, CARE, "供养亲属抚恤金")
# Provinces whose months are on file and confirmed, from when, and for which grades.
_PROVINCES = {
    "浙江省": ("浙江", date(2018, 1, 1), 5),
    "上海市": ("上海", date(2013, 1, 1), 5),
    "北京市": ("北京", date(2012, 1, 1), 7),
    "安徽省": ("安徽", date(2013, 9, 1), 5),
    "山东省": ("山东", date(2011, 7, 1), 5),
    "重庆市": ("重庆", date(2012, 1, 1), 5),
    "河南省": ("河南", date(2007, 10, 1), 5),
}
_CARE = ("完全不能自理", "大部分不能自理", "部分不能自理")
_CARE_SHARES = dict(zip(_CARE, (50, 40, 30), strict=True))
_SHARES = {1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}
_NEW, _OLD = (27, 25, 23, 21, 18, 16, 13, 11, 9, 7), (24, 22, 20, 18, 16, 14, 12, 10, 8, 6)
_REVISED = date(2011, 1, 1)
_GRADES = {
    LUMP: range(1, 11),
    PENSION: (1, 2, 3, 4, 5, 6),
    CARE: (1, 2, 3, 4),
    MEDICAL: range(5, 11),
    JOB: range(5, 11),
}
# combinations asked together, by weight
SINGLE = {LUMP: 21, LEAVE: 13, PENSION: 11, CARE: 6, MEDICAL: 3, JOB: 4}
TOGETHER: dict[tuple[str, ...], float] = {
    (LUMP, LEAVE): 7,
    (LUMP, MEDICAL, JOB): 6,
    (MEDICAL, JOB): 5,
    (LUMP, JOB): 2,
    (LUMP, JOB, LEAVE): 3,
    (LUMP, MEDICAL, JOB, LEAVE): 2.5,
    (LUMP, PENSION): 3,
    (LUMP, PENSION, CARE): 2,
    (LUMP, CARE): 1.5,
    (PENSION, CARE): 2,
    (LEAVE, JOB): 2,
    (LUMP, LEAVE, PENSION): 1.5,
    (LUMP, LEAVE, PENSION, CARE): 1.5,
}


def disabled(scene: Scene, heads: tuple[str, ...]) -> None:
    """An injured worker with a grade, asking for one or several benefits."""
    rng = scene.rng
    cast(scene)
    scene.heads = list(heads)
    possible = set(range(1, 11))
    for head in heads:
        possible &= set(_GRADES.get(head, range(1, 11)))
    low = [g for g in possible if g >= 7] if rng.random() < 0.45 else []
    grade = rng.choice(low or sorted(possible))
    day = hurt(scene, grade, dated=rng.random() > (0.14 if scene.voice == "layman" else 0.05))
    year = day.year if day else 2024
    insured = None if rng.random() < (0.12 if len(heads) == 1 else 0.06) else rng.random() < 0.7
    insurance(scene, insured)
    needs_own = bool({LUMP, PENSION} & set(heads))
    both = bool({MEDICAL, JOB} & set(heads))
    if needs_own:
        stated = both or scene.omit == "wage" or rng.random() > 0.07
        wage = own_wage(scene, year, insured=insured, average=stated)
    if LEAVE in heads:
        leave(scene, year, shared=needs_own)
    if PENSION in heads:
        if grade >= 5:
            scene.fact("难以安排工作", True)
            scene.tell("care", "no_post")
        low = wage < 4000 if year < 2016 else wage < 5500
        if "本人工资" not in scene.facts and (low or rng.random() < 0.65):
            minimum = _minimum(scene, year)
            scene.fact("最低工资", Fraction(minimum))
            scene.tell("stat", "minimum", minimum=scene.money(minimum, "最低工资"))
    if CARE in heads:
        need_care(scene, grade)
        if (
            "统筹地区月平均工资" not in scene.facts
            and "统筹地区年平均工资" not in scene.facts
            and scene.omit != "average"
        ):
            local_average(scene, year)
    if both:
        subsidies(scene, heads, grade, day, own=needs_own)
    if rng.random() < 0.09 and not scene.omit:
        tell_law(scene, grade, day)
    _ask_for(scene, heads, insured)


def _minimum(scene: Scene, year: int) -> int:
    """A minimum wage in the scale of the year; low wages at the lower grades fall short of it."""
    return round(level(scene.rng, year) * scene.rng.uniform(0.22, 0.4)) // 10 * 10


def tell_law(scene: Scene, grade: int, day: date | None) -> None:
    """One rule that the text states itself, as it stands in the law of the day."""
    known = scene.facts.get("工伤认定日")
    old = day is not None and day < _REVISED and not (isinstance(known, date) and known >= _REVISED)
    head = scene.rng.choice([h for h in scene.heads if h in scene.bank["law"]] or [""])
    if not head:
        return
    months = (_OLD if old else _NEW)[grade - 1]
    share = (
        _SHARES.get(grade, 0) if head == PENSION else _CARE_SHARES.get(str(scene.facts.get("生活自理障碍")))
    )
    slots = {"grade": scene.grade(grade).text, "months": months, "share": f"{share}%"}
    slots["care"] = scene.facts.get("生活自理障碍", "")
    scene.clauses["law"].append(fill(scene.rng.choice(scene.bank["law"][head]), slots))


def need_care(scene: Scene, grade: int) -> None:
    """The degree of self-care that was recognised; total dependence goes with the gravest grades."""
    level = scene.rng.choice(_CARE[:2] if grade <= 2 else _CARE[1:] if grade <= 4 else _CARE[2:])
    scene.fact("生活自理障碍", level)
    scene.tell("care", "selfcare", care=Told(level, "自理"))


def leave(scene: Scene, year: int, *, shared: bool) -> None:
    """停工留薪期, up to and beyond twelve months, its wage, and what was paid of it."""
    rng = scene.rng
    draw = rng.random()
    if draw < 0.84:
        months = rng.choice((2, 3, 3, 4, 4, 5, 6, 6, 6, 7, 8, 9, 10, 11, 12, 12))
    else:
        months = rng.choice((13, 14, 15, 15, 16, 18, 18, 20, 24, 26))
    if scene.omit != "leave" and 6 < months < 12 and rng.random() < 0.2:
        more, months = months - rng.randrange(1, 6), 12
        scene.fact("停工留薪期", Fraction(months))
        scene.fact("停工留薪期延长", Fraction(more))
        slots = {"leave": Told(str(months), "停工留薪期"), "more": Told(scene.count(more), "延长")}
        scene.tell("leave", "leave_extended", **slots)
        months += more
    elif scene.omit != "leave":
        scene.fact("停工留薪期", Fraction(months))
        scene.tell("leave", "leave", leave=Told(scene.count(months), "停工留薪期"))
        if months > 12:
            confirmed = rng.random() < 0.65
            scene.fact("停工留薪期延长确认", confirmed)
            scene.tell("leave", "leave_confirmed" if confirmed else "leave_unconfirmed")
            months = min(months, 24) if confirmed else 12
    known = scene.facts.get("月缴费工资") or scene.facts.get("本人工资")
    if shared and isinstance(known, Fraction) and (rng.random() < 0.3 or scene.omit == "leave_wage"):
        monthly = known
    else:
        monthly = Fraction(round(level(rng, year) * rng.uniform(0.5, 1.6)) // 100 * 100)
        if isinstance(known, Fraction):
            monthly = max(monthly, known + rng.choice((-200, 0, 300, 500, 1000, 1500)))
        elif rng.random() < 0.2:
            monthly += rng.randrange(1, 99)
        if scene.omit != "leave_wage":
            scene.fact("原月工资", monthly)
            scene.tell("leave", "leave_wage", wage=scene.money(monthly, "原月工资"))
    if not scene.omit:
        leave_paid(scene, monthly, months)


def leave_paid(scene: Scene, monthly: Fraction, months: int) -> None:
    """What the employer paid meanwhile: a sum, a lower wage every month, or (as told or untold) nothing."""
    rng = scene.rng
    draw = rng.random()
    least = int(monthly * months * 3 / 4) // 100
    if draw < 0.16 and least > 3:
        amount = Fraction(rng.randrange(2, least) * 100)
        scene.tell("leave", "leave_paid", paid=scene.money(amount, "已付"))
    elif draw < 0.4 and scene.facts.get("停工留薪期") == months > 1 and monthly >= 1200:
        each = Fraction(int(monthly * rng.randrange(20, 80) / 100) // 10 * 10)
        amount = each * months
        scene.notes["每月已付"] = plain(each)
        slots = {"each": scene.money(each, "每月已付"), "leave": scene.count(months)}
        scene.tell("leave", "leave_reduced", **slots)
    else:
        if draw < 0.68:
            none = Told(choose(rng, scene.bank["nothing"][scene.voice]), "已付")
            scene.tell("leave", "leave_nothing", none=none)
        return
    scene.fact("停工留薪期已付", amount)


def subsidies(
    scene: Scene,
    heads: tuple[str, ...],
    grade: int,
    day: date | None,
    *,
    own: bool,
    beside: bool = False,
    key: str = "end",
) -> None:
    """The end of the employment, the months of the province (stated or on file) and their base.

    ``beside``: the months of both subsidies are told, whichever is asked; ``key`` tells how it ended.
    """
    rng = scene.rng
    end = ended(scene, day, key)
    provinces = [name for name, (_, since, least) in _PROVINCES.items() if end >= since and grade >= least]
    area = rng.choice(provinces) if provinces and not beside and rng.random() < 0.18 else ""
    if scene.omit == "months":
        area = ""  # its months are on file: who names it has told them
    wanted = [h for h in (MEDICAL, JOB) if h in heads]
    if area and scene.omit != "months":
        scene.fact("地区", _PROVINCES[area][0])
        scene.tell("place", "place", area=Told(area, "地区"), C1=scene.firm_full)
    elif scene.omit != "months":
        told = [MEDICAL, JOB] if beside or rng.random() < 0.25 else wanted
        medical = (
            rng.choice((4, 6, 8, 10, 12, 14, 15, 16, 18, 20, 24, 30))
            if grade < 7
            else rng.choice((2, 3, 4, 6, 7, 8, 9, 10, 12))
        )
        job = max(2, medical + rng.choice((-2, 0, 0, 2, 4, 6, 10)))
        if rng.random() < 0.12 and end.year >= 2012:
            fixed(scene, told, grade)
            return
        slots = {
            "grade": scene.grade(grade).text,
            "medical": Told(scene.count(medical), "医疗补助金月数" if MEDICAL in heads else ""),
            "job": Told(scene.count(job), "就业补助金月数" if JOB in heads else ""),
        }
        if MEDICAL in told:
            scene.fact("医疗补助金月数", Fraction(medical))
        if JOB in told:
            scene.fact("就业补助金月数", Fraction(job))
        which = "months_both" if len(told) == 2 else "months_medical" if told == [MEDICAL] else "months_job"
        scene.tell("months", which, **slots)
    if wanted == [JOB] and rng.random() < 0.1:
        reduced(scene)
    if scene.omit == "average_end":
        return
    if area:
        average = level(rng, end.year)
        scene.fact("解除时月平均工资", Fraction(average))
        where = area if rng.random() < 0.5 else ("全省" if area.endswith("省") else "全市")
        scene.tell("stat", "average_end_province", average=scene.money(average, "解除时社平"), area=where)
    else:
        local_average(scene, end.year, key="average_end", fact="解除时月平均工资")


def fixed(scene: Scene, told: list[str], grade: int) -> None:
    """Sums instead of months, as some provinces set them."""
    rng = scene.rng
    medical = (11 - grade) * rng.choice((10_000, 12_000, 15_000, 8_000)) + rng.choice((0, 0, 5000))
    job = medical // 2 + rng.choice((0, 5000, 10_000))
    slots: dict[str, object] = {"grade": scene.grade(grade).text}
    if MEDICAL in told:
        scene.fact("医疗补助金数额", Fraction(medical))
        slots["medical"] = scene.money(medical, "医疗补助金" if MEDICAL in scene.heads else "")
    if JOB in told:
        scene.fact("就业补助金数额", Fraction(job))
        slots["job"] = scene.money(job, "就业补助金" if JOB in scene.heads else "")
    key = "amounts_both" if len(told) == 2 else "amounts_medical" if told == [MEDICAL] else "amounts_job"
    scene.tell("months", key, **slots)
    scene.omit = ""


def reduced(scene: Scene) -> None:
    """Close to retirement the job subsidy shrinks; the text says to what share."""
    share = scene.rng.choice((20, 40, 50, 60, 80, 90))
    scene.fact("就业补助金比例", Fraction(share, 100))
    scene.tell("months", "reduced", ratio=Told(f"{share}%", "计发比例"))


def _ask_for(scene: Scene, heads: tuple[str, ...], insured: bool | None) -> None:
    """One head, a total, one payer's part, or what is left after money already paid."""
    rng = scene.rng
    monthly = [h for h in heads if h in MONTHLY]
    if monthly and (len(monthly) < len(heads) or rng.random() < 0.35):
        span(scene)
    elif monthly:
        scene.ask = "monthly"
        return
    firm_only = insured is False or all(h in BY_FIRM for h in heads)
    plain = not monthly and not scene.omit and "停工留薪期已付" not in scene.facts
    if firm_only and plain and rng.random() < 0.13:
        scene.ask = "several"
        paid(scene)
        if scene.deduct_paid:
            return
    if len(heads) == 1:
        if scene.ask != "monthly_span":
            scene.ask = "leave_gap" if "停工留薪期已付" in scene.facts else "one"
        if scene.ask == "one" and insured is not None and rng.random() < 0.15:
            firm = not insured or heads[0] in BY_FIRM
            scene.payer, scene.ask = ("用人单位", "one_firm") if firm else ("工伤保险基金", "one_fund")
        return
    scene.ask = "several"
    if insured is None:
        return
    draw = rng.random()
    if insured and draw < 0.42:
        grade = scene.facts.get("伤残等级")
        firm = [
            h for h in heads if h in BY_FIRM or (h == PENSION and isinstance(grade, Fraction) and grade >= 5)
        ]
        if firm and len(firm) < len(heads):
            scene.payer = "用人单位" if draw < 0.2 else "工伤保险基金"
            scene.ask = "by_firm" if draw < 0.2 else "by_fund"
    elif not insured and draw < 0.45:
        scene.payer, scene.ask = "用人单位", "by_firm"


def span(scene: Scene) -> None:
    """The months for which a monthly benefit is asked."""
    months = scene.rng.choice((3, 4, 5, 6, 6, 8, 10, 12, 12, 18, 24))
    scene.fact("待遇月数", Fraction(months))
    scene.ask = "monthly_span"
    scene.ask_slots["n"] = scene.count(months)
    scene.extra.append(("月数", f"{scene.ask_slots['n']}个月"))
