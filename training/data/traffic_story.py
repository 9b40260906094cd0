"""A traffic case as it grows: facts, clauses by topic, and the question; told in an order of its own."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.case.model import Value
from training.data.traffic_teller import Teller, marked, unmarked
from training.data.writing import bank
from training.records import Draft, Voice

ORDERS = {
    "exam": [
        "event liability insurance losses paid distract",
        "event liability losses insurance paid distract",
        "event distract losses liability insurance paid",
        "event insurance liability losses paid distract",
        "event losses liability insurance paid",
        "event insurance losses paid liability distract",
        "losses event liability insurance paid distract",
        "event distract insurance paid losses liability",
        "event paid losses insurance distract liability",
        "liability event losses distract insurance paid",
    ],
    "judgment": [
        "event liability distract losses insurance paid",
        "event liability insurance distract losses paid",
        "event distract liability losses paid insurance",
        "event liability distract insurance paid losses",
        "event insurance liability distract losses paid",
        "event losses distract liability insurance paid",
        "event paid insurance liability losses distract",
        "event distract losses insurance liability paid",
        "event losses paid distract insurance liability",
    ],
    "layman": [
        "event liability losses insurance paid distract",
        "event distract losses liability insurance paid",
        "event liability distract insurance paid losses",
        "event losses paid liability insurance distract",
        "losses event liability insurance paid distract",
        "event insurance liability distract losses paid",
        "losses liability event distract insurance paid",
        "liability event distract losses insurance paid",
        "insurance event losses distract liability paid",
        "distract event paid losses liability insurance",
        "event paid distract liability losses insurance",
    ],
}
LABELS = {"医疗费用项": "医疗费用类", "死亡伤残项": "死亡伤残类"}

REFERS = ("则", "上述", "这些", "这几项", "据此", "现", "这种", "对方早", "该项", "{")


# The order of the heads in the rules, which that of the sums is: medical, injury and death, property, others.
BY_CATEGORY = (
    *("医疗费", "后续治疗费", "住院伙食补助费", "营养费", "医疗费用类"),
    *("误工费", "护理费", "定残后护理费", "康复费", "交通费", "住宿费", "残疾辅助器具费", "残疾赔偿金"),
    *("死亡赔偿金", "被扶养人生活费", "丧葬费", "处理丧葬事宜费用", "精神损害抚慰金", "死亡伤残类"),
    *("财产损失", "修理费", "拖车费", "物品损失", "鉴定费"),
)


def by_category(elements: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The elements in the order of the text, but the losses last and as they are added up."""
    places = {head: place for place, head in enumerate(BY_CATEGORY, 1)}
    return sorted(elements, key=lambda element: places.get(element[0], 0))


def head_label(head: str) -> str:
    """The label of a head in the element line."""
    return LABELS.get(head, head)


class Story:
    """One question in the making."""

    def __init__(self, rng: random.Random, voice: Voice) -> None:
        self.rng, self.voice = rng, voice
        self.teller = Teller(rng, voice)
        self.bank, self.ask_bank = bank("traffic"), bank("traffic_ask")
        self.facts: dict[str, Value] = {}
        self.heads: tuple[str, ...] = ()
        self.payer: str | None = None
        self.deduct = False
        self.lacks = ""
        self.kind = "payer"
        self.age = rng.randrange(22, 59)  # of the victim
        self.loss_forms = rng.choice(["loss_forms"] * 6 + ["loss_front", "loss_colon"])
        self.days = rng.choice([*range(6, 60), 75, 90])  # in hospital
        self.clauses: list[tuple[str, str]] = []
        self.question = ""
        self.notes: dict[str, str] = {}

    # --- shorthands

    def often(self, percent: float) -> bool:
        return self.teller.often(percent)

    def pick(self, *choices: Any) -> Any:
        return self.rng.choice(choices)

    def expand(self, template: str, **slots: str) -> str:
        return self.teller.expand(template, **slots)

    def tell(self, key: str, **slots: str) -> str:
        return self.teller.tell("traffic", key, **slots)

    def mark(self, label: str, text: str) -> str:
        return marked(label, text)

    def amount_marked(self, label: str, value: Fraction) -> str:
        return marked(label, self.teller.money(value))

    def say(self, topic: str, text: str, quotes: list[tuple[str, ...]] | None = None) -> None:
        """Add a clause; ``quotes`` are (label, wording, other wording …) to mark where they stand."""
        for label, *wordings in quotes or ():
            for wording in wordings:
                if wording in text:
                    text = text.replace(wording, marked(label, wording), 1)
                    break
        if text:
            self.clauses.append((topic, text.strip("，。")))

    def asked(self, key: str, name: str = "traffic_ask", quote: str = "", **slots: str) -> None:
        """The question; ``quote`` is what the element line says is asked (else the payer and its verb)."""
        self.question = self.teller.tell(name, key, **slots)
        self.notes["asked"] = quote

    def claimants(self) -> None:
        """From here on the next of kin are named, not the dead."""
        victim = self.teller.people["V"]
        forms = {"layman": ["我们", "我们家", "家属"]}.get(self.voice, [f"{victim}的近亲属", f"{victim}家属"])
        self.teller.people["V"] = self.rng.choice(forms)

    # --- the text

    def draft(self, asked: str) -> Draft:
        """The told story; ``asked`` is what the element line says is asked."""
        orders = ORDERS[self.voice]
        index = self.rng.randrange(len(orders))
        topics = (
            orders[index]
            .replace("losses", "losses person figures" if self.often(60) else "losses figures person")
            .split()
        )
        groups = []
        for topic in topics:
            told = [text for name, text in self.clauses if name == topic]
            if told:
                groups.append(self.pick("，", "。", "；").join(told) if len(told) > 1 else told[0])
        stop = (
            self.pick("。", "。", "；", "，") if self.voice == "layman" else self.pick("。", "。", "。", "；")
        )
        first = self._question_first()
        text = stop.join(groups) + "。"
        text = self.question.lstrip("：") + text if first else text + self.question
        plain, elements = unmarked(text)
        return Draft(
            scenario="TC",
            question=plain,
            facts=self.facts,
            heads=self.heads,
            elements=(*by_category(elements), ("所问", asked)),
            voice=self.voice,
            pattern=f"{self.kind}/{self.voice}{index}/{stop}{'/q' * first}",
            payer=self.payer,
            deduct_paid=self.deduct,
            notes=({"lacks": self.lacks} if self.lacks else {}) | {k: v for k, v in self.notes.items() if v},
        )

    def _question_first(self) -> bool:
        """Whether the question opens the text; not one that refers back to what was told."""
        if self.lacks or self.deduct or any(word in self.question for word in REFERS):
            return False
        return self.often({"exam": 9, "judgment": 3, "layman": 16}[self.voice])


def _kin(age: int) -> list[str]:
    """Who of a narrator's family may be of an age."""
    parents = ["我爸", "我妈", "我父亲", "我母亲", "我公公", "我岳父"]
    peers = ["我爱人", "我老公", "我弟弟", "我哥", "我妹妹", "我姐", "我同事", "我表哥", "我堂妹"]
    return peers if age < 46 else parents if age > 58 else [*parents, "我爱人", "我老公"]


def people(story: Story, dead: bool) -> None:
    """Who is named and how."""
    rng, voice = story.rng, story.voice
    one, two = rng.sample(story.bank["surnames"], 2)
    if voice == "exam":
        victim, driver = story.pick(
            (one + "某", two + "某"),
            (one + "某", two + "某"),
            ("甲", "乙"),
            (one + "某某", two + "某某"),
            ("乙", "甲"),
            ("张三", "李四"),
            ("小" + one, "老" + two),
            (one + "某", "司机" + two + "某"),
        )
    elif voice == "judgment":
        driver = story.pick("被告" + two + "某", two + "某", "被告" + two + "某某")
        victim = one + "某" if dead else story.pick("原告" + one + "某", "原告", one + "某")
        if driver.startswith("被告") and story.often(30):
            driver = "被告" + two + "某"
    else:
        victim = rng.choice(_kin(story.age)) if dead or story.age > 66 or story.often(45) else "我"
        driver = story.pick("对方司机", "肇事司机", "对方", two + "某", "那个司机", "撞人的司机")
    story.teller.people = {"V": victim, "D": driver}


def opening(story: Story, day: date | None, kind: str, dead: bool, motor_policy: object = None) -> None:
    """The accident: who, when, how; the date is marked where it is told."""
    people(story, dead)
    lay = story.voice == "layman"
    slots = {
        "car": story.rng.choice(story.bank["lay_cars" if lay else "cars"]),
        "car2": story.rng.choice(["小轿车", "轿车", "二轮摩托车", "小型普通客车", "正三轮摩托车"]),
        "place": story.rng.choice(story.bank["places"]),
    }
    story.teller.people |= {k: slots[k] for k in ("car", "place")}
    if day is None:
        text = story.tell("accident_none", **slots)
    else:
        story.facts["事故日"] = day
        slots["date"] = story.mark("事故", story.teller.day(day))
        text = story.tell(f"event_{kind}", **slots)
    if dead:
        story.facts["受害人死亡"] = True
        text += story.tell("death")
    story.say("event", text)
    if story.often({"exam": 20, "judgment": 75, "layman": 55}[story.voice]):
        for _ in range(story.rng.choice([1, 1, 2]) if story.voice == "judgment" else 1):
            distract(story, dead)


def distract(story: Story, dead: bool, ages: bool = True) -> None:
    """A fact that decides nothing."""
    if dead:
        return
    text = story.tell(
        "distract",
        days=str(story.days),
        age=str(story.age),
        price=story.teller.money(story.rng.randrange(60, 300) * 1000),
        wage=story.teller.money(story.rng.randrange(30, 120) * 100),
    )
    if not ages and ("岁" in text or "居民" in text or "月收入" in text):
        return
    if text[:5] not in [t[:5] for _, t in story.clauses]:
        story.say("distract", text)
