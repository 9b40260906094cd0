"""Facts beside a traffic case that decide nothing: figures, days, sums and policies near those that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from training.data.traffic_story import Story

SHARES = ("payer", "victims")  # kinds that ask for a payer's share
SINGLE = ("disability", "death", "funeral", "maintenance", "daily", "other")
TOPICS = {
    "policy": "insurance", "prepaid": "paid", "unpaid": "paid", "refused": "losses", "own_wage": "figures",
    "beside_income": "figures", "beside_spend": "figures", "settled": "figures", "earlier_age": "person",
}  # fmt: skip
SUITS = ("course", "claimed", "refused", "settled")  # told of the claimants where the victim is dead
REFUSED = ("营养费", "交通费", "住宿费", "后续治疗费")
SETTLED = ("医疗费", "护理费", "交通费", "误工费", "精神损害抚慰金")
COUNTS = {"exam": (0, 1, 1, 2), "judgment": (1, 1, 2, 3), "layman": (0, 1, 1, 2)}
LATEST = date(2026, 6, 30)


def noise(story: Story) -> None:
    """Up to three such facts; every one says itself that it does not count, or is of another kind."""
    keys = list(_fitting(story))
    wanted = min(len(keys), story.rng.choice(COUNTS[story.voice]))
    near = [key for key in keys if key in TOPICS]
    chosen = [story.rng.choice(near)] if near and wanted and story.often(60) else []
    rest = [key for key in keys if key not in chosen]
    chosen += story.rng.sample(rest, wanted - len(chosen))
    if "prepaid" in chosen and "unpaid" in chosen:
        chosen.remove("unpaid")
    for key in chosen:
        _tell(story, key)


def _fitting(story: Story) -> Iterator[str]:
    facts, kind = story.facts, story.kind
    dead = facts.get("受害人死亡") is True
    if kind not in ("bikes",):
        yield from ("driver", "own_cost")
    if facts.get("交强险") is True and kind == "payer":
        yield from ("policy", "other_hurt")
    if "事故日" in facts and story.lacks != "事故日" and "一审辩论终结日" not in facts:
        yield "course"
        if not dead:
            yield "stay"
    if kind in (*SHARES, "total", "bikes", "passenger", *SINGLE):
        yield from ("claimed", "refused")
    if kind in SINGLE:
        yield "settled"
    if kind == "payer" and "已付款" not in facts and not story.lacks:
        yield from ("prepaid", "unpaid")
    if "人均可支配收入" in facts and "人均消费支出" not in facts:
        yield "beside_income"
    if "人均消费支出" in facts and "人均可支配收入" not in facts:
        yield "beside_spend"
    if dead and {"职工年平均工资", "职工月平均工资"} & set(facts):
        yield "own_wage"
    if kind == "disability" and "年龄" in facts and "出生日" not in facts:
        yield "earlier_age"


def _tell(story: Story, key: str) -> None:
    rng, money = story.rng, story.teller.money
    slots = {
        "amount": money(rng.randrange(30, 300) * 1000),
        "fee": money(rng.choice([280, 450, 665, 855, 950, 1045, 1330])),
        "fee2": money(rng.randrange(320, 640) * 10),
        "wage": money(rng.randrange(25, 120) * 100),
        "seat": money(rng.choice([10000, 20000, 50000])),
        "deposit": money(rng.choice([2000, 3000, 5000, 10000])),
        "small": money(rng.randrange(3, 160) * 100),
        "big": money(rng.randrange(20, 700) * 1000),
        "other": rng.choice([name for name in story.bank["surnames"] if name not in str(story.teller.people)])
        + "某",
    }
    slots |= _days(story) | _figures(story)
    if key in ("refused", "settled"):
        heads = [head for head in (REFUSED if key == "refused" else SETTLED) if _untold(story, head)]
        if not heads:
            return
        slots["head"] = rng.choice(heads)
    if key == "earlier_age":
        slots["age"] = f"{int(story.facts['年龄']) - 1}岁"
    victim = story.teller.people["V"]
    if key in SUITS and story.facts.get("受害人死亡") is True and story.kind != "payer":
        story.teller.people["V"] = rng.choice(
            ["家属", "我们"] if story.voice == "layman" else ["近亲属", "其近亲属"]
        )
    text = story.teller.tell("traffic_noise", key, **slots)
    story.teller.people["V"] = victim
    if ("年保费" in text or "保险费" in text) and story.facts.get("交强险") is not True:
        return
    topic = TOPICS.get(key, "distract") if key != "refused" or story.kind in SHARES else "distract"
    if key == "earlier_age" and story.often(50):
        story.clauses.insert(0, (topic, text))
    else:
        story.say(topic, text)


def _untold(story: Story, head: str) -> bool:
    """Whether the story neither asks for a head nor tells anything of it."""
    if story.facts.get("受害人死亡") is True and head in ("营养费", "后续治疗费", "误工费", "护理费"):
        return False
    stem = head.removesuffix("费").removesuffix("损害抚慰金")
    return head not in story.heads and not any(name.startswith(stem) for name in story.facts)


def _days(story: Story) -> dict[str, str]:
    """Days of the case's course, in a credible order."""
    start = story.facts.get("事故日")
    if not isinstance(start, date):
        return {}
    rng, tell = story.rng, story.teller.day
    filed = min(start + timedelta(days=rng.randrange(310, 520)), LATEST)
    return {
        "date": tell(start + timedelta(days=rng.randrange(8, 40))),
        "out": tell(start + timedelta(days=story.days)),
        "filed": tell(filed),
        "late": tell(filed + timedelta(days=rng.randrange(25, 60))),
    }


def _figures(story: Story) -> dict[str, str]:
    """Yearly figures near the one that counts, and never equal to it."""
    value = story.facts.get("人均可支配收入") or story.facts.get("人均消费支出")
    if not isinstance(value, Fraction):
        return {}
    at = lambda low, high: story.teller.money(round(value * story.rng.randrange(low, high) / 100))  # noqa: E731
    return {"low": at(55, 75), "near": at(89, 97), "high": at(140, 165)}
