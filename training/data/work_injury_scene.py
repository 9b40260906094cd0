"""A work-injury case under construction: its facts, and the clauses that tell them in one voice."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from lexcalc.case.model import Value
from training.data import work_injury_forms as forms
from training.data import writing
from training.data.work_injury_forms import Told, choose
from training.records import Voice

# 城镇职工月平均工资, roughly, to keep the wages of a year in scale; never told as a statistic.
_LEVELS = {2004: 1350, 2007: 2100, 2010: 3100, 2013: 4300, 2016: 5700, 2019: 7500, 2022: 9300, 2025: 10200}
WOMEN = ("我妈", "我老婆", "我姐")


@cache
def phrases(name: str) -> Mapping[str, Any]:
    """A phrase file together with the further wordings of its keys in the file ``<name>_more``."""
    joined = dict(writing.bank(name))
    for key, added in writing.bank(f"{name}_more").items():
        known = joined[key]
        joined[key] = {
            part: [*known.get(part, known.get("any", [])), *added.get(part, [])]
            for part in {**known, **added}
        }
    return joined


@dataclass
class Scene:
    """What a plot decides; ``clauses`` holds by group the wordings with {p} and {c} still open."""

    rng: random.Random
    voice: Voice
    facts: dict[str, Value] = field(default_factory=dict)
    clauses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    heads: list[str] = field(default_factory=list)
    payer: str | None = None
    deduct_paid: bool = False
    ask: str = "one"
    ask_slots: dict[str, Any] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    omit: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    person: str = ""
    claimant: str = ""
    firm: str = ""
    firm_full: str = ""
    trade: Mapping[str, Any] = field(default_factory=dict)
    job: str = ""
    terse: bool = False  # as in a textbook's exercise: nobody is introduced, nothing is narrated

    @property
    def bank(self) -> Mapping[str, Any]:
        return phrases("work_injury")

    def wording(self, key: str) -> str:
        """A wording of a key in this voice, its alternatives chosen, its slots still open."""
        table = self.bank[key]
        return choose(self.rng, self.rng.choice(table.get(self.voice) or table["any"]))

    def tell(self, group: str, key: str, **slots: object) -> None:
        """Add a clause; a group or key that the scene omits stays untold."""
        text = fill(self.wording(key), slots)
        if text:
            self.clauses[group].append(text)

    def fact(self, name: str, value: Value) -> None:
        self.facts[name] = value

    def money(self, value: Fraction | int, label: str = "") -> Told:
        return Told(forms.money(self.rng, Fraction(value), self.voice), label)

    def day(self, value: date, label: str = "") -> Told:
        return Told(forms.day(self.rng, value, self.voice), label)

    def grade(self, value: int) -> Told:
        return Told(forms.grade(self.rng, value, self.voice), "伤残等级")

    def count(self, value: int | Fraction) -> str:
        value = Fraction(value)
        if value.denominator != 1:
            return forms.plain(value)
        return forms.count(self.rng, int(value), self.voice)


def fill(wording: str, slots: Mapping[str, object]) -> str:
    """The wording with the slots that are given; others stay open."""
    return re.sub(r"\{(\w+)\}", lambda m: str(slots[m[1]]) if m[1] in slots else m[0], wording)


def cast(scene: Scene, dead: bool = False) -> None:
    """Who the case is about and who employs: names, trade and job in the voice."""
    rng, bank = scene.rng, scene.bank
    scene.trade = rng.choice(bank["trades"])
    kind = rng.choice(scene.trade["firm"])
    scene.job = rng.choice(scene.trade["job"])
    surname = rng.choice(bank["surnames"])
    if scene.voice == "exam":
        scene.person = rng.choice(
            (surname + "某", surname + "某", surname + "某某", f"小{surname}", "职工甲")
        )
        scene.firm_full = rng.choice(("某", "某", "某", "甲", "A", surname_of(rng, bank) + "氏")) + kind
        scene.firm = rng.choice(("用人单位", "单位", "公司" if kind.endswith("公司") else "单位", "该单位"))
        if rng.random() < 0.2:
            scene.firm_full = scene.firm = rng.choice(("甲公司", "乙公司", "A公司", "甲厂", "某公司"))
    elif scene.voice == "judgment":
        role = rng.random()
        name = surname + rng.choice(("某", "某某"))
        if role < 0.4:
            scene.person, scene.firm = (
                name,
                rng.choice(("被告", "用人单位", "被告公司" if kind.endswith("公司") else "被告")),
            )
        elif role < 0.7:
            scene.person, scene.firm = "原告" if not dead else "原告亲属" + name, "被告"
        else:
            scene.person, scene.firm = "申请人" if not dead else name, "被申请人"
        if dead and role >= 0.4:
            scene.person = name
        scene.firm_full = rng.choice(("某", "某某", surname_of(rng, bank) + "某")) + kind
        if scene.firm.startswith("被") and rng.random() < 0.6:
            scene.firm_full = scene.firm.removesuffix("公司") + scene.firm_full
    else:
        kin = (
            "我爸",
            "我老公",
            "我哥",
            "我弟弟",
            "我儿子",
            "我妈",
            "我老婆",
            "我姐",
            "我姐夫",
            "我叔叔",
            "我父亲",
            "我丈夫",
        )
        scene.person = "我" if not dead and rng.random() < 0.55 else rng.choice(kin)
        scene.firm_full = (
            rng.choice(("一家", "一家", "县里一家", "镇上的", "外地一家", "本地一家", "一个")) + kind
        )
        mine = {"厂": ("厂里", "厂里", "单位"), "矿": ("矿上", "单位"), "场": ("单位", "老板")}
        scene.firm = rng.choice(mine.get(kind[-1], ("公司", "公司", "单位", "老板")))
    scene.claimant = scene.person
    if dead:
        left = "的近亲属", "的家属", "的供养亲属" if "供养亲属抚恤金" in scene.heads else "的近亲属", "家属"
        scene.claimant = (
            rng.choice(("我们", "我们家", "家属"))
            if scene.voice == "layman"
            else scene.person + rng.choice(left)
        )


def surname_of(rng: random.Random, bank: Mapping[str, Any]) -> str:
    return rng.choice(bank["surnames"])


def between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def injury_day(rng: random.Random) -> date:
    """A day of injury: mostly recent, but often enough before 2011 and about its first day."""
    draw = rng.random()
    if draw < 0.62:
        return between(rng, date(2018, 1, 5), date(2025, 6, 30))
    if draw < 0.80:
        return between(rng, date(2011, 1, 1), date(2017, 12, 31))
    if draw < 0.86:
        return rng.choice(
            (
                date(2011, 1, 1),
                date(2010, 12, 31),
                date(2011, 1, 2),
                between(rng, date(2010, 6, 1), date(2011, 3, 31)),
            )
        )
    if draw < 0.88:
        return between(rng, date(2009, 11, 1), date(2010, 12, 31))
    return between(rng, date(2004, 3, 1), date(2009, 10, 31))


def level(rng: random.Random, year: int) -> int:
    """An average monthly wage in the scale of a year, as statistics write them."""
    years = sorted(_LEVELS)
    lower = max([y for y in years if y <= year], default=years[0])
    upper = min([y for y in years if y >= year], default=years[-1])
    share = 0 if upper == lower else (year - lower) / (upper - lower)
    middle = _LEVELS[lower] + share * (_LEVELS[upper] - _LEVELS[lower])
    value = round(middle * rng.uniform(0.72, 1.15))
    step = rng.choice((1, 1, 1, 10, 10, 50, 100))
    return value // step * step


def wage_for(rng: random.Random, average: int) -> Fraction:
    """A monthly wage beside an average: mostly within 60 % and 300 %, often beyond or at the limits."""
    draw = rng.random()
    if draw < 0.07:
        return Fraction(average) * rng.choice((Fraction(6, 10), Fraction(3)))
    if draw < 0.13:  # a little above or below a limit
        limit = int(average * rng.choice((Fraction(6, 10), Fraction(3))))
        return Fraction(limit // 10 * 10 + rng.choice((-100, -50, -20, -10, 10, 20, 50, 100)))
    if draw < 0.25:
        ratio = rng.uniform(0.36, 0.6)
    elif draw < 0.36:
        ratio = rng.uniform(2.95, 3.7)
    else:
        ratio = rng.uniform(0.6, 1.7)
    value = round(average * ratio)
    step = rng.choice((10, 50, 100, 100, 100, 500)) if value > 2000 else 10
    value = value // step * step
    if rng.random() < 0.08:
        value += rng.randrange(1, 60)
    if rng.random() < 0.03:
        return value + Fraction(rng.choice((50, 25, 80, 40)), 100)
    return Fraction(value)
