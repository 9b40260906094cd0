"""Traffic questions about a payer's share: losses, liability, policies, what has been paid."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from training.data.traffic_story import Story, head_label, opening

MEDICAL = ("医疗费", "后续治疗费", "住院伙食补助费", "营养费")
INJURY = (
    "误工费",
    "护理费",
    "交通费",
    "残疾赔偿金",
    "精神损害抚慰金",
    "残疾辅助器具费",
    "被扶养人生活费",
    "住宿费",
)
DEATH = ("死亡赔偿金", "丧葬费", "精神损害抚慰金", "处理丧葬事宜费用", "交通费", "被扶养人生活费")
USUAL = {
    "医疗费": 26000, "后续治疗费": 9000, "住院伙食补助费": 2400, "营养费": 2700, "误工费": 19000,
    "护理费": 11000, "交通费": 900, "残疾赔偿金": 140000, "精神损害抚慰金": 7000, "残疾辅助器具费": 3600,
    "被扶养人生活费": 38000, "住宿费": 1200, "死亡赔偿金": 860000, "丧葬费": 46000, "处理丧葬事宜费用": 5000,
    "财产损失": 2600, "鉴定费": 2200,
}  # fmt: skip
BOUNDARIES = (date(2020, 9, 18), date(2020, 9, 19), date(2020, 9, 20), date(2020, 8, 30), date(2020, 10, 8))
MIRROR = {"全部": "无", "主要": "次要", "同等": "同等", "次要": "主要", "无": "全部"}
SHORT = {"主要": "主", "同等": "同等", "次要": "次"}


def accident_day(story: Story) -> date:
    """Mostly after 2020-09-19, the boundary over-represented, a fifth before."""
    rng = story.rng
    draw = rng.random()
    if draw < 0.12:
        return rng.choice(BOUNDARIES)
    start, end = (
        (date(2008, 3, 1), date(2020, 9, 18)) if draw < 0.3 else (date(2020, 9, 19), date(2025, 8, 31))
    )
    if draw < 0.26:
        start = date(2015, 1, 1)
    return start + timedelta(days=rng.randrange((end - start).days + 1))


def shares(story: Story) -> None:
    """Fill a story with a question for one payer's share."""
    rng = story.rng
    dead = story.often(14)
    day = accident_day(story)
    kind = rng.choices(["pedestrian", "nonmotor", "motor"], [33, 47, 20])[0]
    payer = rng.choices(["交强险", "商业三者险", "保险公司", "侵权人", "全部"], [24, 18, 24, 20, 14])[0]
    level = rng.choices(
        ["全部", "主要", "同等", "次要", "无"], [34, 36, 13, 13, 14 if payer == "交强险" else 0]
    )[0]
    if kind == "motor" and level == "同等" and story.often(40):
        level = "主要"
    lacking = rng.choice(("ratio", "ratio", "date", "limit")) if story.often(13) else ""
    if lacking == "ratio":
        level = rng.choice(["主要", "同等", "次要"])
        payer = rng.choice(["商业三者险", "保险公司", "侵权人", "全部"])
    policies = draw_policies(story, payer, lacking)
    if lacking == "limit":
        payer = policies["payer"] = rng.choice(["商业三者险", "保险公司"])
    opening(story, None if lacking == "date" else day, kind, dead, motor_policy=policies)
    tell_liability(story, level, kind, lacking, payer)
    story.facts.update(policies["facts"])
    story.say("insurance", policies["text"](story))
    if dead:
        story.claimants()
    tell_losses(story, dead, payer, kind)
    payments(story, payer)
    story.payer = policies["payer"]
    story.asked(ask_key(story, story.payer, policies))
    story.lacks = {"ratio": "责任比例", "date": "事故日", "limit": "商业三者险限额"}.get(lacking, "")


def draw_policies(story: Story, payer: str, lacking: str = "") -> dict[str, Any]:
    """The policies as facts, as text, and whose share can be asked with them."""
    rng = story.rng
    wants = payer in ("商业三者险", "保险公司")
    draw = rng.random() * 100
    if payer in ("侵权人", "全部") and draw < 30:
        facts = {"交强险": False, "商业三者险": False}
        return {"facts": facts, "text": lambda s: s.tell("uninsured"), "payer": payer}
    if not wants and draw < (50 if payer == "交强险" else 58):
        facts = {"交强险": True, "商业三者险": False}
        key = "compulsory" if payer == "交强险" and story.often(50) else "only_compulsory"
        if key == "compulsory":
            facts.pop("商业三者险")
        return {"facts": facts, "text": lambda s: s.tell(key), "payer": payer}
    facts: dict[str, Any] = {"交强险": True, "商业三者险": True}
    if lacking == "limit":
        return {"facts": facts, "text": lambda s: s.tell("both_nolimit"), "payer": payer}
    low = story.often(14)
    limits = (
        [50000, 100000, 150000, 200000]
        if low
        else [300000, 500000, 1000000, 1000000, 1500000, 2000000, 3000000]
    )
    facts["商业三者险限额"] = Fraction(rng.choice(limits))
    rate = Fraction(rng.choice([5, 10, 15, 20]), 100) if story.often(6) else None
    if rate:
        facts["商业险免赔率"] = rate

    def text(s: Story) -> str:
        amount = facts["商业三者险限额"]
        limit = (
            s.teller.money(amount)
            if payer == "交强险" or payer == "全部"
            else s.amount_marked("商业三者险限额", amount)
        )
        nodeduct = "" if rate else s.expand("[，不计免赔|]")
        told = s.tell("both", limit=limit, nodeduct=nodeduct)
        if rate:
            told = told.replace("，不计免赔", "")
            told += "，" + s.tell(
                "deductible", rate=s.mark("免赔率", f"{int(rate * 100)}%") if wants else f"{int(rate * 100)}%"
            )
        return told

    return {"facts": facts, "text": text, "payer": payer}


def tell_liability(story: Story, level: str, kind: str, lacking: str, payer: str) -> None:
    """Who is liable to what part; the ratio is marked where it is needed."""
    story.facts["机动车责任"] = level
    if level == "全部":
        story.say("liability", story.tell("liability_all"), [("责任", "全部责任", "全责")])
        return
    if level == "无":
        story.say("liability", story.tell("liability_none"), [("责任", "无责任", "没有责任", "不承担责任")])
        return
    slots = {"level": level, "mirror": MIRROR[level], "short": SHORT[level], "mshort": SHORT[MIRROR[level]]}
    if lacking == "ratio":
        story.say("liability", story.tell("liability_missing", **slots), [("责任", f"{level}责任")])
        return
    up = kind != "motor"
    ratio = Fraction(
        story.rng.choice(
            {
                "主要": [80, 80, 70, 75, 90] if up else [70, 70, 70, 80, 60, 65],
                "同等": [60, 60, 50, 50] if up else [50],
                "次要": [40, 40, 30] if up else [30, 30, 30, 20, 40],
            }[level]
        ),
        100,
    )
    story.facts["责任比例"] = ratio
    mine, other = int(ratio * 10), 10 - int(ratio * 10)
    pair = (
        f"{mine}:{other}"
        if (ratio * 10).denominator == 1
        else f"{int(ratio * 100)}%和{100 - int(ratio * 100)}%"
    )
    share = story.teller.percent(ratio)
    if payer == "交强险":
        slots |= {"ratio": share, "pair": pair}
    else:
        slots |= {"ratio": story.mark("责任比例", share), "pair": story.mark("责任比例", pair)}
    if level == "同等":  # whose share the first number is would not be certain
        slots["pair"] = f"{{D}}{slots['ratio']}".replace("{D}", story.teller.people["D"])
    text = story.tell("liability_ratio", **slots)
    story.say("liability", text, [("责任", f"{level}责任", f"{SHORT[level]}责")])


def tell_losses(story: Story, dead: bool, payer: str, kind: str) -> None:
    """The losses by heads, or in two classes."""
    rng = story.rng
    if story.often(30):
        _totals(story, dead, kind)
        return
    heads: list[str] = []
    if not dead or story.often(60):
        heads.append("医疗费")
    if not dead:
        heads += [h for h, p in zip(MEDICAL[1:], (12, 32, 24), strict=True) if story.often(p)]
        heads += [h for h, p in zip(INJURY, (45, 45, 28, 34, 22, 4, 4, 3), strict=True) if story.often(p)]
    else:
        heads += ["死亡赔偿金"]
        heads += [h for h, p in zip(DEATH[1:], (60, 45, 15, 10, 8), strict=True) if story.often(p)]
    if not set(heads) & {*INJURY, *DEATH}:
        heads.append(rng.choice(INJURY[:4]))
    if kind != "pedestrian" and story.often(38):
        heads.append("财产损失")
    if story.often(10) and payer in ("全部", "侵权人", "保险公司", "商业三者险"):
        heads.append("鉴定费")
    while len(heads) > 5:
        heads.remove(rng.choice(heads[1:]))
    if story.often(45):
        rng.shuffle(heads)
    words = []
    for head in heads:
        words.append(loss(story, head))
    story.say("losses", story.tell("losses_open") + listed(story, words))
    doubtful(story, heads, payer)


def _amount(story: Story, head: str) -> Fraction:
    value = story.teller.amount(
        USUAL[head], 25 if head == "医疗费" and story.voice == "judgment" else 3 if head == "医疗费" else 0
    )
    if head == "精神损害抚慰金":
        value = Fraction(story.rng.choice([1000, 2000, 3000, 5000, 5000, 8000, 10000, 15000, 20000, 50000]))
    if head == "医疗费" and story.often(12):  # around the limits
        value = Fraction(
            story.rng.choice([9000, 10000, 10500, 17500, 18000, 18001, 18300, 1800, 1500, 12000])
        )
    if head == "财产损失" and story.often(20):
        value = Fraction(story.rng.choice([1900, 2000, 2001, 2100]))
    return value


def loss(story: Story, head: str) -> str:
    """One head with its amount, or by days and rate."""
    if head in ("住院伙食补助费", "营养费", "护理费", "误工费") and story.often(22):
        return _daily(story, head)
    value = _amount(story, head)
    story.facts[head] = value
    slots = {"name": head_name(story, head), "amount": story.amount_marked(head_label(head), value)}
    if story.often(9) and value >= 500:
        claim = Fraction(round(value * story.rng.randrange(108, 170) / 10000 + 1) * 100)
        return story.tell("claim_forms", claim=story.teller.money(claim), **slots)
    return story.tell(story.loss_forms, **slots)


def _daily(story: Story, head: str) -> str:
    days = story.days if head == "住院伙食补助费" else story.days + story.rng.choice([0, 0, 15, 30, 45, 60])
    rate = story.rng.choice(
        {
            "住院伙食补助费": [50, 60, 80, 100],
            "营养费": [20, 30, 50],
            "护理费": [100, 120, 150, 160],
            "误工费": [120, 150, 180, 200],
        }[head]
    )
    names = {
        "住院伙食补助费": ("住院天数", "住院伙食标准"),
        "营养费": ("营养天数", "营养日标准"),
        "护理费": ("护理天数", "护理日标准"),
        "误工费": ("误工天数", "误工日收入"),
    }[head]
    story.facts |= {names[0]: Fraction(days), names[1]: Fraction(rate)}
    count, daily = f"{days}天", story.pick(f"{rate}元/天", f"每天{rate}元", f"每日{rate}元")
    name = head_name(story, head)
    both = [f"{daily}、{count}", f"{count}×{daily}", f"{count}、{daily}"]
    told = story.pick(*both) if story.voice != "judgment" else f"{count}，{daily}"
    told = story.mark(head, told)
    return f"{name}（{told}）" if story.voice == "judgment" or story.often(40) else name + told


def head_name(story: Story, head: str) -> str:
    return story.rng.choice(story.bank["labels"][head][story.voice])


def listed(story: Story, words: list[str]) -> str:
    """Several heads in one list, now and then with the last one apart."""
    between = story.pick("、", "、", "，", "、", "；") if story.loss_forms == "loss_forms" else "、"
    if len(words) > 1 and story.often(22):
        last = story.pick("，另有", "，以及", "，还有", "，此外")
        return between.join(words[:-1]) + last + words[-1]
    return between.join(words)


def _totals(story: Story, dead: bool, kind: str) -> None:
    med = story.teller.amount(8000 if dead else 32000)
    dis = story.teller.amount(850000 if dead else 120000)
    if story.often(15):
        med = Fraction(story.rng.choice([10000, 18000, 18001, 9999, 12000]))
    if story.often(15) and not dead:
        dis = Fraction(story.rng.choice([109000, 110000, 110500, 112000, 178000, 180000, 180500, 183000]))
    story.facts |= {"医疗费用项": med, "死亡伤残项": dis}
    text = story.tell(
        "totals", med=story.amount_marked("医疗费用类", med), dis=story.amount_marked("死亡伤残类", dis)
    )
    if kind != "pedestrian" and story.often(45):
        value = _amount(story, "财产损失")
        story.facts["财产损失"] = value
        text += (
            story.pick("，", "，另有") + head_name(story, "财产损失") + story.amount_marked("财产损失", value)
        )
    story.say("losses", text)


def doubtful(story: Story, heads: list[str], payer: str) -> None:
    """What decides between commercial cover and wrongdoer is told: appraisal fees and mental damages."""
    commercial = story.facts.get("商业三者险") is True and payer in ("商业三者险", "保险公司", "侵权人")
    if "鉴定费" in heads and commercial:
        out = story.often(60)
        story.facts["鉴定费保险不赔"] = out
        story.say("losses", story.tell("fee_excluded" if out else "fee_included"))
    if "精神损害抚慰金" in heads and commercial and story.often(60):
        first = story.often(65)
        story.facts["精神损害优先"] = first
        story.say("losses", story.tell("mental_first" if first else "mental_last"))


def payments(story: Story, payer: str, percent: float = 24) -> None:
    """Now and then what the asked payer has paid already."""
    who = None
    if payer in ("侵权人", "全部") and story.often(percent):
        who = "侵权人"
    elif payer in ("交强险", "保险公司") and story.often(percent / 2):
        who = "保险公司"
    if who is None and payer == "保险公司" and not story.lacks and _all_insured(story) and story.often(20):
        value = Fraction(story.rng.randrange(4, 40) * 500)
        story.facts |= {"已付款": [{"金额": value, "付款人": "侵权人"}], "垫付由保险返还": True}
        story.deduct = True
        story.say("paid", story.tell("paid_returned", paid=story.amount_marked("垫付", value)))
        return
    if who is None or story.lacks:
        return
    value = Fraction(
        story.rng.choice([1000, 2000, 3000, 5000, 5000, 6000, 8000, 10000, 10000, 12000, 15000, 20000])
    )
    if who == "保险公司":
        value = Fraction(story.rng.choice([5000, 8000, 10000, 10000, 18000]))
    story.facts["已付款"] = [{"金额": value, "付款人": who}]
    story.deduct = True
    key = "paid_driver" if who == "侵权人" else "paid_insurer"
    story.say("paid", story.tell(key, paid=story.amount_marked("已付", value)))


def _all_insured(story: Story) -> bool:
    """Whether nothing is left to the driver: full liability, and no loss that commercial cover leaves out."""
    out = {"鉴定费保险不赔", "精神损害优先", "精神损害抚慰金", "商业险拒赔", "商业险免赔率"} & set(
        story.facts
    )
    limit = story.facts.get("商业三者险限额")
    return (
        story.facts.get("机动车责任") == "全部"
        and not out
        and isinstance(limit, Fraction)
        and limit >= 1000000
    )


def ask_key(story: Story, payer: str, policies: dict[str, Any]) -> str:
    """The key of the question for a payer's share."""
    if story.facts.get("垫付由保险返还") is True:
        return "保险公司_returned"
    bare = payer == "侵权人" and policies["facts"].get("交强险") is not True
    key = payer + ("_bare" if bare else "")
    return key + ("_paid" if story.deduct and key + "_paid" in story.ask_bank else "")


def sum_of_losses(story: Story) -> None:
    """Several heads as told, and the question for their sum."""
    rng = story.rng
    heads = ["医疗费", *rng.sample([*MEDICAL[1:], *INJURY[:5]], rng.choice([1, 2, 2, 3, 3, 4]))]
    rng.shuffle(heads)
    words = [loss(story, head) for head in heads]
    story.say("losses", story.tell("losses_open") + listed(story, words))
    story.payer = None
    story.asked("合计")
    story.notes["asked"] = "损失总额"
