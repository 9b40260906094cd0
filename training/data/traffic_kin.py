"""Traffic questions about the maintenance of those whom the victim supported."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lexcalc.law.dependants import cap_binds
from training.data.traffic_cases import two_years
from training.data.traffic_losses import accident, ask, figure, head_tell, per_year, tell_grade, told_age
from training.data.traffic_story import Story
from training.data.writing import chinese


def maintenance(story: Story) -> None:
    """One to three dependants of a dead or disabled victim."""
    story.kind = "maintenance"
    dead = story.often(50)
    people = _family(story, dead)
    story.age = _age(story, people)
    day = accident(story, dead=dead)
    if not dead:
        tell_grade(story)
    story.facts["被扶养人"] = people
    story.say("person", story.pick("，", "；", "，").join(_told(story, each) for each in people))
    spend = figure(story, day.year, 0.68)
    if story.often(38):
        two_years(story, "人均消费支出", day, 0.68)
    elif not story.often(20):
        story.facts["人均消费支出"] = spend
        told = story.mark("人均消费支出", per_year(story, spend))
        story.say("figures", head_tell(story, "consumption", spend=told))
    else:
        story.lacks = "人均消费支出"
    if story.often(28) and not story.lacks:
        tell_years(story, story.age, dead)
        income = figure(story, day.year)
        story.facts["人均可支配收入"] = income
        story.say(
            "figures",
            head_tell(story, "income", income=story.mark("人均可支配收入", per_year(story, income))),
        )
        ask(story, "死亡赔偿金" if dead else "残疾赔偿金", "被扶养人生活费")
        return
    if story.often(45) and not story.lacks:  # which figure is whose must be seen
        story.say("person", head_tell(story, "age_dead" if dead else "age", age=told_age(story, story.age)))
        beside = per_year(story, Fraction(round(spend / 68) * 100))
        story.say("figures", head_tell(story, "income", income=beside))
    ask(story, "被扶养人生活费")


def _age(story: Story, people: list[dict[str, Any]]) -> int:
    """An age at which one has these children and parents."""
    child = max((int(p["年龄"]) for p in people if "无劳动能力" not in p), default=0)
    parent = min((int(p["年龄"]) for p in people if "无劳动能力" in p), default=80)
    return min(max(story.rng.randrange(28, 46), child + 22), parent - 20)


def tell_years(story: Story, age: int, dead: bool) -> None:
    """The victim's own age."""
    story.facts["年龄"] = Fraction(age)
    told = story.mark("年龄", told_age(story, age))
    story.say("person", head_tell(story, "age_dead" if dead else "age", age=told))


def _family(story: Story, dead: bool) -> list[dict[str, Any]]:
    rng = story.rng
    while True:
        people = []
        count = rng.choices([1, 2, 3], [55, 33, 12])[0]
        kins = rng.sample(["儿子", "女儿", "父亲", "母亲"], count)
        kins.sort(key=["儿子", "女儿", "父亲", "母亲"].index)
        for kin in kins:
            child = kin in ("儿子", "女儿")
            age = (
                rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
                if child
                else (
                    rng.choice([59, 60, 61, 65, 70, 74, 75, 76, 80])
                    if rng.random() < 0.5
                    else rng.randrange(58, 86)
                )
            )
            n = rng.choices([2, 1], [92, 8])[0] if child else rng.choice([1, 2, 2, 3, 3, 4])
            entry: dict[str, Any] = {"关系": kin, "年龄": Fraction(age), "扶养人数": Fraction(n)}
            if not child:
                entry["无劳动能力"] = True
            people.append(entry)
        children = {e["扶养人数"] for e in people if e["关系"] in ("儿子", "女儿")}
        parents = [e for e in people if e["关系"] in ("父亲", "母亲")]
        if len(children) > 1 or len({e["扶养人数"] for e in parents}) > 1:
            continue
        if len(parents) == 2 and abs(parents[0]["年龄"] - parents[1]["年龄"]) > 6:
            continue
        if len(people) > 1 and any(e["扶养人数"] == 3 for e in people):
            continue  # shares that decimals cannot write would have to be carried as fractions
        if not dead and cap_binds(people, None, None):
            continue
        return people


def _told(story: Story, person: dict[str, Any]) -> str:
    kin, age, n = person["关系"], int(person["年龄"]), int(person["扶养人数"])
    years = story.mark(f"{kin}年龄", f"{age}" + story.pick("岁", "周岁"))
    text = story.pick(f"{{V}}的{kin}{years}", f"{{V}}有{kin}{years}", f"{{V}}{kin}{years}", f"{kin}{years}")
    if "无劳动能力" in person:
        text += "，" + head_tell(story, "disabled_kin")
        number = story.pick(str(n), chinese(n)) if n != 2 else story.pick("2", "两")
        if n == 1:
            text += story.pick("，只有{V}一个子女", "，由{V}一人赡养")
        else:
            told = head_tell(story, "by_children", n="\x04")
            text += "，" + told.replace("\x04", number)
    else:
        text += "，" + head_tell(story, "by_couple" if n == 2 else "by_one")
    return story.expand(text)
