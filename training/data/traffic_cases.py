"""Traffic questions in which figures must be chosen or worked out first: heads of damages."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from training.data.traffic_losses import UNIFIED, accident, age_of, ask, figure, per_year, tell_age
from training.data.traffic_story import Story
from training.data.writing import chinese

LATEST = date(2026, 9, 30)
LABELS = {"人均可支配收入": "城镇居民人均可支配收入", "人均消费支出": "城镇居民人均消费支出"}


def case_tell(story: Story, key: str, **slots: str) -> str:
    """A phrase of this module's bank."""
    return story.teller.tell("traffic_cases", key, **slots)


def two_years(story: Story, name: str, day: date, factor: float = 1.0) -> None:
    """The statistics of two years: that before the end of argument counts."""
    known = [value for key in ("定残日", "死亡日") if isinstance(value := story.facts.get(key), date)]
    trial = story.facts.get("一审辩论终结日")
    if not isinstance(trial, date):
        trial = min(max(day, *known, day) + timedelta(days=story.rng.randrange(60, 330)), LATEST)
        story.facts["一审辩论终结日"] = trial
        story.say(
            "figures",
            case_tell(story, "trial", trial=story.mark("一审辩论终结", story.teller.day(trial))),
        )
    value = figure(story, trial.year, factor)
    other = Fraction(round(value * story.rng.randrange(930, 985) / 1000))
    story.facts[name] = value
    told = [
        (trial.year - 1, story.mark(name, per_year(story, value))),
        (trial.year - 2, per_year(story, other)),
    ]
    if story.often(40):
        told.reverse()
    (y1, v1), (y2, v2) = told
    slots = {"label": LABELS[name], "y1": str(y1), "v1": v1, "y2": str(y2), "v2": v2}
    story.say("figures", case_tell(story, "two_years", **slots))


def needless(story: Story) -> None:
    """A loss not claimed, a gift, a collection."""
    if story.often(55):
        small = story.teller.money(story.rng.randrange(3, 90) * 100)
        story.say("distract", case_tell(story, "needless", small=small))


def grades(story: Story) -> None:
    """Several disabilities: the highest grade's coefficient and an addition for each further one."""
    story.kind = "grades"
    story.age = age_of(story)
    day = accident(story)
    tell_grades(story)
    tell_age(story, day, False, story.age)
    if story.often(30) and day >= UNIFIED:
        story.say("person", case_tell(story, "lives"))
        story.facts["受害人户籍"] = "农村"
    two_years(story, "人均可支配收入", day)
    needless(story)
    ask(story, "残疾赔偿金")


def tell_grades(story: Story) -> None:
    """Two to four disabilities, with the addition, the coefficient, or (which is a lack) neither."""
    rng = story.rng
    top = rng.choices([5, 6, 7, 8, 9], [5, 10, 20, 35, 30])[0]
    low = rng.choice([grade for grade in (8, 9, 10) if grade > top])
    count = rng.choice([1, 1, 2, 2, 3])
    rest = f"{'两' if count == 2 else chinese(count)}处{chinese(low)}级"
    told = story.pick(
        f"一处{chinese(top)}级、{rest}伤残", f"{chinese(top)}级伤残一处、{rest[2:]}伤残{rest[:2]}"
    )
    step = Fraction(rng.choice([1, 1, 2, 3]), 100)
    story.say("person", case_tell(story, "grades", grades=story.mark("伤残等级", told)))
    story.facts["伤残"] = [{"等级": Fraction(grade)} for grade in (top, *[low] * count)]
    if story.often(14):
        story.lacks = "伤残系数"
        return
    rate = Fraction(11 - top, 10) + step * count
    story.facts["伤残系数"] = rate
    if story.often(75):
        story.notes["附加"] = "+".join([f"{int(step * 100)}%"] * count)
        story.say("person", case_tell(story, "added", step=story.mark("附加", f"{int(step * 100)}%")))
    else:
        told = story.mark("赔偿系数", f"{int(rate * 100)}%")
        story.say("person", case_tell(story, "coefficient", rate=told))


def nursing(story: Story) -> None:
    """Nursing in periods with different numbers of carers."""
    story.kind = "nursing"
    rng = story.rng
    accident(story)
    count = rng.choice([2, 2, 2, 3])
    rate = Fraction(rng.randrange(10, 24) * 10 + rng.choice([0, 0, 5]))
    carers = rng.choice([[2, 1, 1], [2, 1, 1], [3, 2, 1], [1, 2, 1]])[:count]
    entries: list[dict[str, Any]] = []
    slots = {}
    names = ("一", "二", "三")
    for index, people in enumerate(carers):
        days = rng.randrange(8, 95)
        entries.append({"天数": Fraction(days), "日标准": rate, "人数": Fraction(people)})
        written = story.pick(str(people), {1: "一", 2: "两", 3: "三"}[people])
        slots[f"d{index + 1}"] = story.mark(f"护理天数{names[index]}", f"{days}" + story.pick("天", "日"))
        slots[f"n{index + 1}"] = story.mark(f"护理人数{names[index]}", f"{written}人")
    story.say("figures", case_tell(story, "nursing_two" if count == 2 else "nursing_three", **slots))
    if story.often(12):
        story.lacks = "日标准"
        story.facts["护理段"] = [{k: v for k, v in each.items() if k != "日标准"} for each in entries]
    else:
        story.facts["护理段"] = entries
        told = story.mark(
            "护理日标准", story.pick(f"每人每天{rate}元", f"{rate}元/人·日", f"每人每日{rate}元")
        )
        story.say("figures", case_tell(story, "nursing_rate", rate=told))
    needless(story)
    ask(story, "护理费")


def lost_pay(story: Story) -> None:
    """Pay that went on in part, or a year's average of the trade."""
    story.kind = "pay"
    rng = story.rng
    day = accident(story)
    if story.often(60):
        wage = Fraction(rng.randrange(35, 160) * 100)
        kept = Fraction(round(wage * rng.randrange(15, 60) / 10000) * 100)
        months = rng.randrange(2, 10)
        story.facts |= {"误工减少收入": wage - kept, "误工月数": Fraction(months)}
        story.notes |= {"月收入": str(wage), "照发": str(kept)}
        count = f"{chinese(months)}个月" if months != 2 and story.often(30) else f"{months}个月"
        slots = {
            "wage": story.mark("月收入", story.teller.money(wage)),
            "kept": story.mark("照发工资", story.teller.money(kept)),
            "months": story.mark("误工", count),
        }
        story.say("figures", case_tell(story, "reduced", **slots))
    else:
        days, yearly = rng.choice([60, 90, 120, 150, rng.randrange(20, 200)]), figure(story, day.year, 1.6)
        days_told = story.mark("误工天数", f"{days}天")
        if story.often(25):
            story.lacks = "误工日收入"
            story.facts["误工天数"] = Fraction(days)
            story.say("figures", f"误工{days_told}，" + story.pick("收入情况没有材料", "没有说明收入是多少"))
        else:
            story.facts |= {"误工天数": Fraction(days), "误工年收入": yearly}
            told = story.mark("年平均工资", story.teller.money(yearly))
            story.say("figures", case_tell(story, "industry", days=days_told, year=told))
    needless(story)
    ask(story, "误工费")


def devices(story: Story) -> None:
    """A prosthesis: price by the times it is replaced, and its upkeep."""
    story.kind = "device"
    rng = story.rng
    accident(story)
    cycle = rng.choice([2, 3, 4, 4, 5])
    years = cycle * rng.randrange(2, 20 // cycle + 1)
    price = Fraction(rng.randrange(30, 900) * 100)
    entry: dict[str, Any] = {"单价": price, "年限": Fraction(years), "更换周期": Fraction(cycle)}
    if story.often(65):
        rate = Fraction(rng.choice([3, 4, 5, 5, 6, 8, 10]), 100)
        entry["维护费率"] = rate
        upkeep = case_tell(story, "upkeep_rate", rate=story.mark("维护费率", f"{int(rate * 100)}%"))
    else:
        yearly = Fraction(rng.randrange(3, 40) * 100)
        entry["年维护费"] = yearly
        upkeep = case_tell(story, "upkeep_sum", sum=story.amount_marked("年维护费", yearly))
    slots = {
        "price": story.amount_marked("单价", price),
        "cycle": story.mark("更换周期", f"{cycle}年"),
        "years": story.mark("年限", f"{years}年"),
        "upkeep": upkeep,
    }
    if story.often(16):
        entry.pop("单价")
        story.lacks = "单价"
        slots["price"] = story.pick("价格未写明", "价格待报")
    story.facts["辅助器具"] = [entry]
    story.say("figures", case_tell(story, "prosthesis", **slots))
    if story.often(40):
        story.say("distract", case_tell(story, "import", price=story.teller.money(price * 2)))
    ask(story, "残疾辅助器具费")
