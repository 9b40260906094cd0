"""Traffic questions as whole suits: computed heads among the losses, damaged cars, drunkenness, two cars."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.money import plain
from training.data.traffic_cases import case_tell, needless, tell_grades, two_years
from training.data.traffic_losses import figure, head_tell, per_year, tell_age, tell_grade, wage
from training.data.traffic_shares import (
    INJURY,
    MEDICAL,
    accident_day,
    ask_key,
    doubtful,
    draw_policies,
    listed,
    loss,
    payments,
    tell_liability,
    tell_losses,
)
from training.data.traffic_story import Story, opening, people

SINCE = date(2020, 9, 19)
PAYERS = ("交强险", "商业三者险", "保险公司", "侵权人", "全部")


def _drawn(story: Story, weights: tuple[int, ...]) -> tuple[str, dict[str, Any]]:
    payer = story.rng.choices(PAYERS, weights)[0]
    policies = draw_policies(story, payer)
    story.facts.update(policies["facts"])
    return payer, policies


def judged(story: Story) -> None:
    """Losses as listed, with the income damages still to be computed, and what has been paid."""
    story.kind = "judged"
    rng = story.rng
    dead = story.often(25)
    day = accident_day(story)
    kind = rng.choice(["pedestrian", "nonmotor", "motor"])
    payer, policies = _drawn(story, (10, 24, 20, 32, 14))
    level = rng.choices(["全部", "主要", "同等", "次要"], [40, 38, 14, 8])[0]
    story.age = rng.choice([34, 41, 52, 58, 59, 61, 66, 71, 75, rng.randrange(20, 72)])
    opening(story, day, kind, dead)
    tell_liability(story, level, kind, "", payer)
    story.say("insurance", policies["text"](story))
    tell_age(story, day, dead, story.age)
    if not dead:
        tell_grades(story) if story.often(30) else tell_grade(story)
    if story.often(50):
        two_years(story, "人均可支配收入", day)
    else:
        income = figure(story, day.year)
        story.facts["人均可支配收入"] = income
        told = story.mark("人均可支配收入", per_year(story, income))
        story.say("figures", head_tell(story, "income", income=told))
    if dead:
        wage(story, day)
        story.claimants()
    heads = ["医疗费"]
    if not dead:
        heads += [h for h, p in zip(MEDICAL[1:], (12, 45, 35), strict=True) if story.often(p)]
        heads += [h for h, p in zip(INJURY[:3], (40, 55, 35), strict=True) if story.often(p)]
    if story.often(40):
        heads.append("精神损害抚慰金")
    if dead and story.often(40):
        heads.append("处理丧葬事宜费用")
    if kind != "pedestrian" and story.often(25):
        heads.append("财产损失")
    if story.often(12) and payer != "交强险":
        heads.append("鉴定费")
    while len(heads) > 4:
        heads.remove(rng.choice(heads[1:]))
    story.say("losses", story.tell("losses_open") + listed(story, [loss(story, head) for head in heads]))
    wanted = story.pick("死亡赔偿金、丧葬费", "丧葬费和死亡赔偿金") if dead else "残疾赔偿金"
    story.say("losses", case_tell(story, "other_heads", heads=wanted))
    doubtful(story, heads, payer)
    payments(story, payer, 55)
    needless(story)
    story.payer = policies["payer"]
    story.asked(ask_key(story, story.payer, policies))


def cars(story: Story) -> None:
    """Nobody is hurt: repair, towing, things."""
    story.kind = "cars"
    rng = story.rng
    lacking = rng.choice(("ratio", "limit")) if story.often(16) else ""
    payer = rng.choices(PAYERS[1:3] if lacking else PAYERS, (6, 4) if lacking else (15, 35, 20, 15, 15))[0]
    policies = draw_policies(story, payer, lacking)
    story.facts.update(policies["facts"])
    people(story, False)
    day = accident_day(story)
    story.facts["事故日"] = day
    story.teller.people |= {
        "car": rng.choice(story.bank["lay_cars" if story.voice == "layman" else "cars"]),
        "place": rng.choice(story.bank["places"]),
        "car2": rng.choice(["小轿车", "轿车", "小型普通客车", "越野车"]),
    }
    date_told = story.mark("事故", story.teller.day(day))
    story.say("event", case_tell(story, "cars_event", date=date_told))
    levels = [0, 80, 20] if lacking == "ratio" else [62, 28, 10]
    tell_liability(story, rng.choices(["全部", "主要", "次要"], levels)[0], "motor", lacking, payer)
    story.lacks = {"ratio": "责任比例", "limit": "商业三者险限额"}.get(lacking, "")
    story.say("insurance", policies["text"](story))
    parts = {"修理费": story.teller.amount(12000, 12), "拖车费": Fraction(rng.randrange(3, 30) * 50)}
    told = {
        "repair": story.amount_marked("修理费", parts["修理费"]),
        "tow": story.amount_marked("拖车费", parts["拖车费"]),
    }
    text = case_tell(story, "cars_losses", **told)
    if story.often(35):
        parts["物品损失"] = Fraction(rng.randrange(2, 40) * 50)
        text += "，" + case_tell(story, "things", things=story.amount_marked("物品损失", parts["物品损失"]))
    story.facts["财产损失"] = sum(parts.values(), Fraction(0))
    story.notes["财产损失"] = "+".join(plain(each) for each in parts.values())
    story.say("losses", text)
    payments(story, payer)
    story.payer = policies["payer"]
    story.asked(ask_key(story, story.payer, policies))


def drunk(story: Story) -> None:
    """Drunk or without a licence: commercial cover refuses, compulsory cover pays for persons only."""
    story.kind = "drunk"
    rng = story.rng
    day = accident_day(story)
    kind = rng.choice(["pedestrian", "nonmotor", "motor"])
    payer = rng.choices(["侵权人", "保险公司", "交强险"], [60, 20, 20])[0]
    opening(story, day, kind, False)
    story.facts["无证或醉驾"] = True
    story.say("liability", case_tell(story, "drunk"), [("情形", "醉酒", "醉驾", "未取得驾驶证")])
    tell_liability(story, rng.choices(["全部", "主要"], [70, 30])[0], kind, "", payer)
    limit = Fraction(rng.choice([500000, 1000000, 2000000]))
    story.facts |= {"交强险": True, "商业三者险": True, "商业三者险限额": limit, "商业险拒赔": True}
    story.say("insurance", story.tell("both", limit=story.teller.money(limit), nodeduct=""))
    story.say("insurance", case_tell(story, "refuses"), [("商业险", "免赔", "不赔", "拒赔", "免责")])
    tell_losses(story, False, "全部", kind)  # what is doubtful of commercial cover does not arise
    payments(story, payer, 50)
    story.payer = payer
    story.asked(ask_key(story, payer, {"facts": story.facts}))


def _two(story: Story, key: str) -> None:
    people(story, False)
    day = accident_day(story)
    while day < SINCE:  # the limits that the text states
        day = accident_day(story)
    bank = story.bank["cars"]
    story.teller.people |= {"car": story.rng.choice(bank), "place": story.rng.choice(story.bank["places"])}
    story.facts["事故日"] = day
    story.say("event", case_tell(story, key, date=story.mark("事故", story.teller.day(day))))


def _other(fault: bool, ratio: Fraction) -> dict[str, Any]:
    return {"名称": "乙车", "有责": fault, "交强险": True, "本车人员": False, "责任比例": ratio}


def _listed_losses(story: Story) -> None:
    rng = story.rng
    heads = [
        "医疗费",
        *rng.sample(MEDICAL[2:], rng.choice([0, 1])),
        *rng.sample(INJURY[:4], rng.choice([1, 2, 2])),
    ]
    story.say("losses", story.tell("losses_open") + listed(story, [loss(story, head) for head in heads]))


def taxi(story: Story) -> None:
    """A passenger whose car and another share the fault: the other's compulsory cover first."""
    story.kind = "taxi"
    _two(story, "taxi_event")
    a = story.rng.choice([60, 70, 70, 80])
    slots = {
        "a": story.mark("甲车比例", story.teller.percent(Fraction(a, 100))),
        "b": story.teller.percent(Fraction(100 - a, 100)),
    }
    story.say("liability", case_tell(story, "taxi_fault", **slots))
    story.say("insurance", case_tell(story, "taxi_cover"))
    story.facts |= {
        "机动车责任": "主要",
        "责任比例": Fraction(a, 100),
        "受害方": "乘客",
        "本车人员": True,
        "好意同乘": False,
        "交强险": True,
        "商业三者险": False,
        "多辆机动车": True,
        "其他机动车": [
            {
                "名称": "乙车",
                "有责": True,
                "交强险": True,
                "本车人员": False,
                "责任比例": Fraction(100 - a, 100),
            }
        ],
    }
    _listed_losses(story)
    story.payer = "侵权人"
    story.asked("taxi_ask", "traffic_cases")


def both(story: Story) -> None:
    """One hurt by two cars: each sub-limit in the proportion of the two limits."""
    story.kind = "both"
    _two(story, "both_event")
    story.say("liability", case_tell(story, "both_fault"))
    story.say("insurance", case_tell(story, "both_cover"))
    story.facts |= {
        "机动车责任": "全部",
        "受害方": "行人",
        "交强险": True,
        "多辆机动车": True,
        "其他机动车": [_other(False, Fraction(0))],
    }
    _listed_losses(story)
    story.payer = "交强险"
    story.asked("both_ask", "traffic_cases")
