"""Annual leave not taken and overtime: wages by the day and by the hour."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lexcalc.money import plain
from training.data import employment_facts as draw
from training.data.employment_average import cases
from training.data.employment_contract import ask, phrases
from training.data.employment_forms import mark
from training.data.employment_story import Story

LEAVE_ORDERS = [
    ["hire", "years", "taken", "wage", "end"],
    ["hire", "wage", "years", "taken", "end"],
    ["hire", "end", "years", "taken", "wage"],
    ["hire", "idle", "end", "wage", "years", "taken"],
    ["hire", "end", "wage", "years", "taken"],
]
OVERTIME_ORDERS = [
    ["hire", "wage", "hours", "paid", "swapped"],
    ["hire", "hours", "swapped", "wage", "paid"],
    ["wage", "hire", "hours", "paid"],
    ["hire", "idle", "wage", "hours", "swapped", "paid"],
    ["hire", "hours", "paid", "wage"],
]


def base_wage(s: Story, unit: int, low: int = 2900, high: int = 16000) -> Fraction:
    """A monthly wage, most often even by the day (87: ÷21.75) or the hour (174: ÷21.75÷8)."""
    if s.often(58):
        return Fraction(unit * s.rng.randint(low // unit + 1, high // unit))
    return draw.wage(s.rng, s.voice, low, high)


def leave(s: Story, missing: str | None = None, alone: bool = True) -> None:
    """未休年休假工资."""
    rng, words = s.rng, phrases(s, "leave")
    s.heads = ("未休年休假工资",)
    way = rng.choices(["direct", "years", "part"], [42, 33, 25])[0] if missing is None else "direct"
    if missing == "累计工龄":
        way = "years"
    if missing != "年休假月工资":
        wage = base_wage(s, 87)
        s.facts["年休假月工资"] = wage
        extra = 50 * Fraction(rng.randint(4, 40))
        gross = wage + extra
        if s.often(40):
            s.notes["work:年休假月工资"] = f"{plain(gross)}-{plain(extra)}"
            told = {"gross": s.money("月平均工资", gross), "extra": s.money("月均加班工资", extra)}
            s.tell("wage", "overtime_part", bank=cases(s), **told)
        else:
            s.tell("wage", "wage", bank=words, wage=s.money("年休假月工资", wage), gross=s.money("", gross))
    if way == "direct":
        s.tell("hire", "intro", bank=words)
        if missing is None and s.often(40):
            _leave_told(s)
        elif missing != "未休年休假天数":
            days = rng.choice([3, 4, 5, 5, 6, 7, 8, 10, 10, 12, 15])
            s.facts["未休年休假天数"] = Fraction(days)
            s.tell("taken", "direct", bank=words, days=mark("未休天数", f"{days}天"))
        if s.often(50):
            end = draw.end_day(rng, 2010)
            s.facts["解除日"] = end
            s.tell("end", "left", bank=words, end=s.day("解除", end))
    else:
        _leave_years(s, way, words, missing)
    if missing is None and way == "direct" and s.often(6):
        s.facts["书面放弃年休假"] = True
        s.tell("taken", "waived", bank=words)
    ask(s, words["words"])


def _leave_told(s: Story) -> None:
    """Days not taken in two years, or what was due and what was taken."""
    rng, year = s.rng, s.rng.randint(2012, 2025)
    if s.often(50):
        one, two = rng.randint(1, 9), rng.randint(1, 10)
        work, days = f"{one}+{two}", one + two
        told = {"y1": mark("年度", f"{year - 1}年"), "d1": mark("未休天数", f"{one}天")}
        told |= {"y2": mark("年度", f"{year}年"), "d2": mark("未休天数", f"{two}天")}
        s.tell("taken", "leave_two", bank=cases(s), **told)
    else:
        due = rng.choice([5, 10, 10, 15])
        taken = rng.randint(1, due - 1)
        work, days = f"{due}-{taken}", due - taken
        told = {"due": mark("应休", f"{due}天"), "taken": mark("已休", f"{taken}天")}
        s.tell("taken", "leave_entitled", bank=cases(s), year=f"{year}年", **told)
    s.notes["work:未休年休假天数"] = work
    s.facts["未休年休假天数"] = Fraction(days)


def _leave_years(s: Story, way: str, words: dict[str, Any], missing: str | None = None) -> None:
    rng = s.rng
    seniority = rng.choice([1, 3, 5, 8, 9, 10, 10, 11, 14, 16, 19, 20, 20, 22, 26])
    if missing is None:
        s.facts["累计工龄"] = Fraction(seniority)
        s.tell("years", "seniority", bank=words, years=mark("累计工龄", str(seniority)))
    full = 5 if seniority < 10 else 10 if seniority < 20 else 15
    year = rng.randint(2012, 2025)
    if way == "part":
        end = date(year, 1, 1) + timedelta(days=rng.randint(40, 350))
        hired = date(year - rng.randint(1, min(4, seniority)), rng.randint(1, 12), rng.randint(1, 28))
        s.facts |= {"解除日": end, "入职日": hired}
        s.tell("hire", "hired", bank=words, hire=s.day("入职", hired))
        s.tell("end", "left", bank=words, end=s.day("解除", end))
        due = int(Fraction((end - date(year, 1, 1)).days + 1, 365) * full)
        years, limits = [year], [due]
        if seniority not in (1, 3, 9, 10, 19, 20) and s.often(50):  # the year before too, from its hiring on
            since = max(hired, date(year - 1, 1, 1))
            before = int(Fraction((date(year - 1, 12, 31) - since).days + 1, 365) * full)
            years, limits = [year - 1, year], [min(before, full), due]
    else:
        s.tell("hire", "intro", bank=words)
        count = rng.choice([1, 1, 2, 2, 3])
        years, limits = list(range(year - count + 1, year + 1)), [full] * count
        if seniority in (9, 10, 19, 20) or seniority < 3:
            years, limits = years[-1:], limits[-1:]
    entries = []
    for each, limit in zip(years, limits, strict=True):
        taken = 0 if s.often(55) or limit < 2 else rng.randint(1, limit - 1)
        entries.append({"年度": Fraction(each), "已休天数": Fraction(taken)})
        told = mark("年度", f"{each}年")
        if taken:
            s.tell("taken", "taken", bank=words, year=told, taken=mark("已休", f"{taken}天"))
        else:
            s.tell("taken", "taken0", bank=words, year=told)
    s.facts["年休假"] = entries


def overtime(s: Story, missing: str | None = None) -> None:
    """加班费."""
    rng, words = s.rng, phrases(s, "overtime")
    s.heads = ("加班费",)
    s.banned |= {"每周", "每天", "标准工时", "平时"}
    s.tell("hire", "intro", bank=phrases(s, "leave"))
    system = rng.choices(["", "综合计算"], [96, 4])[0] if missing is None else ""
    if system:
        s.facts["工时制度"] = system
        s.tell("hire", "compound", bank=words)
        s.banned.add("标准")
    if missing != "加班工资基数":
        wage = base_wage(s, 174)
        s.facts["加班工资基数"] = wage
        way = [t for t in words["wage"] if not system or "标准工时" not in t]
        s.say("wage", rng.choice(way), wage=s.money("加班工资基数", wage))
    kinds = {
        "extra": ("延时加班小时", None, [4, 6, 8, 10, 12, 16, 20, 24, 30, 36, 40, 48, 60, 80]),
        "rest": ("休息日加班小时", "休息日加班天数", [1, 2, 3, 4, 5, 6, 8, 10, 12]),
        "holiday": ("法定节假日加班小时", "法定节假日加班天数", [1, 1, 2, 3, 3, 4, 5]),
    }
    shown = rng.choice([["extra"], ["rest"], ["holiday"], ["extra", "rest"], ["extra", "rest", "holiday"],
                        ["extra", "rest", "holiday"], ["rest", "holiday"], ["extra", "holiday"]])  # fmt: skip
    if system:
        shown = ["extra", "holiday"] if "holiday" in shown else ["extra"]
    said = []
    for kind in shown:
        hours, days, values = kinds[kind]
        count = rng.choice(values)
        if days and s.often(62):
            s.facts[days], text = Fraction(count), f"{count}天"
        else:
            count = count if kind == "extra" else count * rng.choice([4, 6, 8])
            s.facts[hours], text = Fraction(count), f"{count}{rng.choice(['小时', '小时', '个小时'])}"
        name = {"extra": "延时加班", "rest": "休息日加班", "holiday": "法定节假日加班"}[kind]
        template = rng.choice(words[kind])
        if kind == "rest" and missing is None and count > 1 and s.often(45):
            swapped = count - rng.randint(1, count - 1) if days in s.facts else count // 2
            unit = "天" if days in s.facts else "小时"
            fact = days if days in s.facts else hours
            s.facts[fact] = Fraction(count - swapped)
            s.notes[f"work:{fact}"] = f"{count}-{swapped}"
            template = rng.choice(cases(s)["rest_swapped"]).replace("{k}", mark("已补休", f"{swapped}{unit}"))
        if rng.random() < 0.5:
            rng.shuffle(said)
        said.append(template.replace("{n}", mark(name, text)))
    if missing != "加班小时":
        s.say(
            "hours",
            rng.choice(words["lead"]) + rng.choice(["、", "，", "；"] if len(said) > 1 else [""]).join(said),
        )
    else:
        for kind in shown:
            for fact in kinds[kind][:2]:
                s.facts.pop(fact or "", None)
        s.tell(
            "hours",
            "hours_missing",
            bank={"hours_missing": ["{s}经常加班，但没有考勤记录", "{s}几乎天天加班"]},
        )
    if "休息日加班天数" in s.facts and "work:休息日加班天数" not in s.notes and s.often(15):
        s.tell("swapped", "swapped", bank=words, k=str(rng.choice([1, 2, 3])))
    due = _due(s)
    paid = bool(due) and missing is None and s.often(35)
    if paid:
        amount = Fraction(int(due * rng.choice([20, 30, 40, 45, 60]) / 100) // 10 * 10)
        if amount >= 50:
            s.facts["已付加班费"] = amount
            s.tell("paid", "paid", bank=words, paid=s.money("已付加班费", amount))
    ask(s, words["words_paid" if "已付加班费" in s.facts else "words"])


def _due(s: Story) -> Fraction:
    """A rough amount, so that what was paid is less."""
    get = s.facts.get
    hours = Fraction(0)
    for name, rate in (("延时加班小时", 150), ("休息日加班小时", 200), ("法定节假日加班小时", 300)):
        hours += get(name, 0) * Fraction(rate, 100)  # type: ignore[operator]
    hours += get("休息日加班天数", 0) * 16 + get("法定节假日加班天数", 0) * 24  # type: ignore[operator]
    return Fraction(get("加班工资基数", 0)) / 174 * hours  # type: ignore[arg-type]
