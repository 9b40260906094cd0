"""Rarer traffic questions: free rides, cyclists among themselves, victims who share limits, other heads."""

from __future__ import annotations

from fractions import Fraction

from training.data.traffic_losses import ask, head_tell, told_day
from training.data.traffic_shares import INJURY, MEDICAL, accident_day, listed, loss, payments, tell_liability
from training.data.traffic_story import Story, people


def _event(story: Story, key: str) -> None:
    people(story, False)
    rng, lay = story.rng, story.voice == "layman"
    private = [c for c in story.bank["lay_cars" if lay else "cars"] if "车" in c and c not in PUBLIC]
    story.teller.people |= {"car": rng.choice(private), "place": rng.choice(story.bank["places"])}
    day = accident_day(story)
    while day.year < 2011:
        day = accident_day(story)
    story.facts["事故日"] = day
    story.say("event", head_tell(story, key, date=told_day(story, day)))


PUBLIC = ("出租车", "网约车", "渣土车", "重型货车", "重型自卸货车", "中型客车", "大货车")


def _heads(story: Story) -> None:
    rng = story.rng
    heads = ["医疗费", *rng.sample([*MEDICAL[1:], *INJURY[:4]], rng.choice([1, 2, 2, 3]))]
    story.say("losses", story.tell("losses_open") + listed(story, [loss(story, head) for head in heads]))


def passenger(story: Story) -> None:
    """A free ride: neither insurance covers those on board; the ratio is lessened."""
    story.kind = "passenger"
    _event(story, "passenger")
    cut = Fraction(story.rng.choice([10, 20, 20, 30, 30, 40]), 100)
    tell_liability(story, "全部", "motor", "", "侵权人")
    story.say("liability", head_tell(story, "lessened", cut=story.mark("减轻比例", f"{int(cut * 100)}%")))
    story.facts |= {
        "责任比例": Fraction(1),
        "好意同乘": True,
        "好意同乘减轻比例": cut,
        "受害方": "乘客",
        "本车人员": True,
    }
    if story.often(50):
        story.facts["交强险"] = True
        story.say("insurance", story.tell("compulsory"))
    else:
        story.facts |= {"交强险": False, "商业三者险": False}
        story.say("insurance", story.tell("uninsured"))
    _heads(story)
    story.payer = "侵权人"
    payments(story, story.payer, 45)
    story.asked("侵权人_bare_paid" if story.deduct else "侵权人_bare")


def bikes(story: Story) -> None:
    """Both sides on bicycles: fault alone divides the loss."""
    story.kind = "bikes"
    _event(story, "bikes")
    story.facts |= {"侵权方非机动车": True, "受害方": "非机动车"}
    level = story.rng.choices(["全部", "主要", "次要"], [25, 55, 20])[0]
    tell_liability(story, level, "motor", "", "侵权人")
    _heads(story)
    story.payer = "侵权人"
    story.asked("侵权人_bare")


def victims(story: Story) -> None:
    """Two victims share the limits of compulsory insurance by their losses."""
    story.kind = "victims"
    rng = story.rng
    people(story, False)
    day = accident_day(story)
    story.facts["事故日"] = day
    other = (
        rng.choice([name for name in story.bank["surnames"] if name not in str(story.teller.people)]) + "某"
    )
    slots = {"car": rng.choice(story.bank["cars"]), "place": rng.choice(story.bank["places"]), "other": other}
    story.teller.people |= slots
    story.say("event", head_tell(story, "victims", date=told_day(story, day)))
    tell_liability(story, "全部", "pedestrian", "", "交强险")
    amount = lambda low, high: Fraction(rng.randrange(low, high) * rng.choice([100, 500, 1000]))  # noqa: E731
    med, other_med = amount(20, 90), amount(20, 90)
    dis, other_dis = amount(80, 700), amount(80, 700)
    story.facts |= {"医疗费用项": med, "死亡伤残项": dis, "多名受害人": True}
    entry = {"名称": other, "死亡伤残项": other_dis, "医疗费用项": other_med, "财产损失": Fraction(0)}
    story.facts["其他受害人"] = [entry]
    slots = {
        "m": story.amount_marked("医疗费用类", med),
        "d": story.amount_marked("死亡伤残类", dis),
        "om": story.amount_marked("他人医疗费用类", other_med),
        "od": story.amount_marked("他人死亡伤残类", other_dis),
    }
    story.say("losses", head_tell(story, "victims_losses", **slots))
    story.facts["交强险"] = True
    story.say("insurance", story.tell("compulsory"))
    story.payer = "交强险"
    story.asked("交强险_victim")


def others(story: Story) -> None:
    """Prostheses, idle vehicles, care after the assessment."""
    story.kind = "other"
    people(story, False)
    rng = story.rng
    day = accident_day(story)
    story.facts["事故日"] = day
    story.teller.people |= {"car": rng.choice(story.bank["cars"]), "place": rng.choice(story.bank["places"])}
    story.say("event", head_tell(story, "injured", date=story.teller.day(day)))
    story.facts["机动车责任"] = "全部"
    story.say("liability", story.tell("liability_all"))
    {"device": _device, "idle": _idle, "care": _care}[rng.choice(["device", "idle", "care"])](story)


def _device(story: Story) -> None:
    rng = story.rng
    cycle = rng.choice([2, 3, 4, 5])
    years = cycle * rng.randrange(2, 7)
    price = Fraction(rng.randrange(8, 600) * 100)
    entry = {"单价": price, "年限": Fraction(years), "更换周期": Fraction(cycle)}
    story.facts["辅助器具"] = [entry]
    slots = {
        "price": story.amount_marked("单价", price),
        "cycle": story.mark("更换周期", str(cycle)),
        "years": story.mark("年限", str(years)),
    }
    story.say("figures", head_tell(story, "device", **slots))
    ask(story, "残疾辅助器具费")


def _idle(story: Story) -> None:
    days, rate = story.rng.randrange(5, 61), Fraction(story.rng.randrange(15, 90) * 10)
    story.facts |= {"停运天数": Fraction(days), "停运日损失": rate}
    marks = story.mark("停运天数", f"{days}天"), story.mark("停运日损失", f"{rate}元")
    story.say("figures", head_tell(story, "idle", days=marks[0], rate=marks[1]))
    ask(story, "停运损失")


def _care(story: Story) -> None:
    rng = story.rng
    years, rate = rng.choice([3, 5, 5, 8, 10, 10, 15, 20]), Fraction(rng.randrange(200, 620) * 100)
    ratio = Fraction(rng.choice([30, 40, 50, 60, 80]), 100)
    story.facts |= {"残后护理年数": Fraction(years), "残后护理年标准": rate, "残后护理依赖比例": ratio}
    slots = {
        "years": story.mark("护理年限", f"{years}年"),
        "rate": story.amount_marked("护理年标准", rate),
        "ratio": story.mark("护理依赖比例", f"{int(ratio * 100)}%"),
    }
    story.say("figures", head_tell(story, "care_after", **slots))
    ask(story, "定残后护理费")
