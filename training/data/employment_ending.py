"""Endings of an employment: severance, damages for unlawful ending, pay in lieu of notice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from lexcalc.law.service import add_months, service
from lexcalc.money import plain
from training.data import employment_average as parts
from training.data import employment_facts as draw
from training.data.employment_forms import sum_
from training.data.employment_story import Story

NOTICE = ("医疗期满解除", "不能胜任解除", "客观情况变化解除")
_DUE = {
    "单位提出协商解除": 16, "被迫解除": 20, "期满单位不续订": 16, "客观情况变化解除": 10, "不能胜任解除": 9,
    "医疗期满解除": 7, "经济性裁员": 10, "期满降低条件劳动者不续": 5, "单位破产解散": 5, "任务完成终止": 2,
}  # fmt: skip
_NONE = {"辞职": 5, "劳动者提出协商解除": 2, "过失解除": 3, "期满劳动者拒绝同等条件": 3}
# Endings whose months before 2008 the rulebook settles without a further fact.
_OLD = (
    "单位提出协商解除",
    "不能胜任解除",
    "医疗期满解除",
    "客观情况变化解除",
    "经济性裁员",
    "期满单位不续订",
    "期满降低条件劳动者不续",
)
_WORDS = {
    "经济补偿": [
        "经济补偿",
        "经济补偿",
        "经济补偿金",
        "经济补偿金",
        "解除劳动合同经济补偿金",
        "解除劳动合同的经济补偿",
        "劳动合同解除的经济补偿",
        "离职经济补偿金",
    ],
    "终止": ["经济补偿", "经济补偿金", "终止劳动合同经济补偿金", "终止劳动合同的经济补偿"],
    "违法解除": [
        "赔偿金",
        "违法解除劳动合同赔偿金",
        "违法解除劳动合同的赔偿金",
        "违法解除赔偿金",
        "违法解除的赔偿金",
        "违法解除劳动关系的赔偿金",
    ],
    "违法终止": ["赔偿金", "违法终止劳动合同赔偿金", "违法终止劳动合同的赔偿金", "违法终止赔偿金"],
    "代通知金": ["代通知金", "代通知金", "未提前通知的代通知金"],
    "两项": ["经济补偿和代通知金", "经济补偿金及代通知金", "经济补偿金与代通知金", "经济补偿、代通知金"],
}
ORDERS = [
    ["end", "notice", "idle", "hire", "social", "avg", "last", "min"],
    ["avg", "hire", "end", "notice", "social", "min", "last"],
    ["social", "min", "hire", "avg", "last", "end", "notice"],
    ["hire", "end", "notice", "last", "avg", "min", "social"],
    ["end", "notice", "avg", "last", "hire", "social", "min"],
    ["hire", "avg", "end", "notice", "last", "social", "min"],
    ["hire", "end", "notice", "avg", "last", "social", "min"],
    ["hire", "end", "notice", "social", "avg", "last", "min"],
    ["hire", "avg", "social", "min", "last", "end", "notice"],
    ["end", "notice", "hire", "avg", "last", "social", "min"],
    ["hire", "social", "min", "avg", "last", "end", "notice"],
    ["hire", "idle", "end", "notice", "avg", "last", "social", "min"],
    ["hire", "idle", "avg", "last", "end", "notice", "min", "social"],
]


def _pick(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def severance(s: Story, missing: str | None = None) -> None:
    """经济补偿."""
    s.heads = ("经济补偿",)
    old = missing is None and s.often(17)
    reason = s.rng.choice(_OLD) if old else _pick(s.rng, _DUE if missing or s.often(94) else _NONE)
    ending(s, reason, old=old, missing=missing)
    ended = reason.startswith(("期满", "单位破产", "任务"))
    _ask(s, _WORDS["终止" if ended else "经济补偿"], implied=reason in _DUE and reason not in NOTICE)


def unlawful(s: Story, missing: str | None = None) -> None:
    """违法解除赔偿金."""
    s.heads = ("违法解除赔偿金",)
    reason = "违法终止" if s.often(12) else "违法解除"
    ending(s, reason, old=missing is None and s.often(12), missing=missing)
    _ask(s, _WORDS[reason], implied=True)


def with_notice(s: Story, missing: str | None = None) -> None:
    """经济补偿 and 代通知金 together."""
    s.heads = ("经济补偿", "代通知金")
    ending(s, s.rng.choice(NOTICE), old=missing is None and s.often(6), missing=missing)
    notice(s, missing)
    s.head_words = s.rng.choice(_WORDS["两项"])
    s.asks = s.phrases("ask", "several")


def notice_only(s: Story, missing: str | None = None) -> None:
    """代通知金 alone."""
    s.heads = ("代通知金",)
    ending(s, s.rng.choice(NOTICE), bare=True)
    notice(s, missing)
    if missing is None and s.often(70):
        for way in s.rng.sample(parts.cases(s)["last_beside"], s.rng.choice([1, 1, 2])):
            s.say("last", way, x=s.money("", draw.wage(s.rng, s.voice, 3000, 13000)))
    _ask(s, _WORDS["代通知金"])


def notice(s: Story, missing: str | None = None) -> None:
    """Whether notice was given, and the wage of the last month."""
    given = s.often(7)
    s.facts["已提前通知"] = given
    if not given and s.often(25):
        s.tell("notice", "notice_replaced", bank=parts.cases(s))
    else:
        s.tell("notice", "notice_yes" if given else "notice_no")
    if missing == "上月工资":
        return
    average = s.facts.get("月平均工资")
    low, high = (
        (float(average) * 0.85, float(average) * 1.15) if isinstance(average, Fraction) else (3000, 12000)
    )  # not money: bounds
    last = draw.wage(s.rng, s.voice, low, high)
    s.facts["上月工资"] = last
    s.tell("last", "last", last=s.money("上月工资", last))


def ending(s: Story, reason: str, old: bool = False, bare: bool = False, missing: str | None = None) -> None:
    """Hiring, wage, local figures and the ending for a reason; ``bare`` leaves the average out."""
    rng = s.rng
    high = 5 if reason == "任务完成终止" else 22
    cut = missing is None and not bare and not old and high > 20 and s.often(18)  # base and years cut
    hired, end = draw.employment(rng, old, low=12 if cut else int(reason == "医疗期满解除"), high=high)
    if reason == "被迫解除":
        s.banned |= {"社保", "社会保险", "发放"}
    if reason in ("辞职", "任务完成终止") or reason.startswith("期满"):
        s.banned.add("份")
    s.facts["解除情形"] = reason
    if missing != "解除日":
        s.facts["解除日"] = end
    by_years = not old and missing is None and not bare and s.often(10)
    if by_years:
        length = draw.years_text(rng, hired, end)
        s.facts["工作年限"] = length
        s.tell("hire", "hire_years", years=s.length("工作年限", length))
    elif missing == "入职日":
        s.tell("hire", "hire_missing")
    else:
        s.facts["入职日"] = hired
    together = missing is None and not by_years and s.often(10)
    if together:  # both days in one clause, the ending told of "that day"
        period, told = (rng.choice(s.phrases(*keys)) for keys in (("period",), ("reasons", reason)))
        days = {"hire": s.day("入职", hired), "that": "该日" if s.formal else "那天"}
        s.say("hire", f"{period}，" + told.replace("{end}", "{that}"), end=s.day("解除", end), **days)
    else:
        if "入职日" in s.facts:
            s.tell("hire", "hire", hire=s.day("入职", hired))
        when = s.day("解除", end) if missing != "解除日" else rng.choice(["其后", "后来", "此后"])
        s.tell("end", "reasons", reason, end=when)
    if old:
        _old_part(s, reason)
    if "入职日" in s.facts and not together and (end - hired).days > 1500 and s.often(8):
        renewed = add_months(hired, 12 * rng.randint(2, 3)) if rng.random() < 0.5 else add_months(end, -20)
        s.banned.add("份")
        s.tell("end", "contracts", bank=parts.cases(s), d2=s.day("", renewed))
    if not bare:
        average(s, end, hired, reason, old, missing, cut)
        if not together and missing is None and not by_years and not s.notes and s.often(18):
            _fused(s, reason, hired, end)
    if reason in NOTICE and s.heads == ("经济补偿",) and s.often(50):
        given = s.often(50)  # decides nothing where only 经济补偿 is asked
        s.facts["已提前通知"] = given
        s.tell("notice", "notice_yes" if given else "notice_no")


def _fused(s: Story, reason: str, hired: date, end: date) -> None:
    """Day of hiring and average in one clause, at times with the ending in a few words."""
    brief = s.often(45)
    s.clauses.pop("hire")
    told = [text for text in s.clauses.pop("avg") if "三倍" in text]
    days = {"hire": s.day("入职", hired), "end": s.day("解除", end)}
    wage = s.money("月平均工资", s.facts["月平均工资"])  # type: ignore[arg-type]
    if brief:
        s.clauses.pop("end")
        s.tell("hire", "in_brief", avg=wage, why=s.rng.choice(s.phrases("brief", reason)), **days)
    else:
        s.tell("hire", "hire_avg", avg=wage, hire=days["hire"])
    s.clauses["hire"] += told


def _old_part(s: Story, reason: str) -> None:
    if reason in NOTICE or reason == "经济性裁员":
        if reason != "不能胜任解除" and s.often(25):
            s.notes["企业月平均工资"] = "given"
    elif reason in ("期满单位不续订", "期满降低条件劳动者不续") and s.often(60):
        s.facts["旧段应付"] = False
        s.tell("old", "old_none")


def average(
    s: Story, end: date, hired: date, reason: str, old: bool, missing: str | None, cut: bool = False
) -> None:
    """The average wage, how it is told, and the local figures beside it."""
    rng = s.rng
    year = end.year
    local = draw.local_wage(rng, year)
    kind = _pick(rng, {"plain": 29, "under": 28, "over": 20, "edge": 12, "floor": 11})
    if cut:
        kind = "over" if s.often(75) else "under"
    if old and kind in ("over", "edge"):
        kind = "under"
    if missing == "社平月工资":
        kind = "over"
    if missing == "最低工资":
        kind = "floor"
    least = draw.parameter("最低工资判断线", end)
    line = draw.parameter("三倍封顶判断线", end)
    top = draw.wage(rng, s.voice, 3.05 * float(local), 6 * float(local))  # not money: bounds of a draw
    value = {
        "plain": draw.wage(rng, s.voice, float(least) + 1, max(float(line), float(least) + 900)),
        "under": draw.wage(rng, s.voice, 0.5 * float(local), 2.7 * float(local)),
        "over": top,
        "edge": 3 * local + rng.choice([0, 0, 1, -1, 10, -10, Fraction(1, 100), -Fraction(1, 100), 100]),
        "floor": Fraction(0),
    }[kind]
    floor = draw.minimum_wage(rng, year)
    if kind == "floor":
        value = rng.choice(
            [floor, floor - 10, draw.wage(rng, s.voice, 0.55 * float(floor), 0.98 * float(floor))]
        )
    value = max(value, Fraction(400))
    if missing == "月平均工资":
        net = draw.wage(rng, s.voice, float(least), float(least) + 5000)
        s.tell("avg", "avg_missing", net=s.money("", net))
    else:
        value = tell_average(s, value)
        s.facts["月平均工资"] = value
    if missing == "社平月工资":
        return
    if missing != "最低工资" and (kind == "floor" or value < least or s.often(12)):
        s.facts["最低工资"] = floor
        s.tell("min", "min", min=s.money("最低工资", floor))
    if kind not in ("floor", "plain") or value > line or (kind == "floor" and s.often(40)):
        local_figure(s, local, value, kind)
    if s.notes.pop("企业月平均工资", None):
        firm = draw.wage(rng, s.voice, float(value) * 0.7, float(value) * 1.5)
        s.facts["企业月平均工资"] = firm
        s.tell("enterprise", "enterprise", enterprise=s.money("企业月平均工资", firm))


def local_figure(s: Story, local: Fraction, value: Fraction, kind: str) -> None:
    """The city's average in one of the ways it is told."""
    ways = {"month": 62, "year": 14, "triple": 8, "under": 14 if value < 3 * local and kind == "under" else 0}
    way = _pick(s.rng, ways)
    if way == "under":
        s.facts["未超三倍社平"] = True
        s.tell("avg", "social", "under")  # it speaks of the wage just told
        return
    fact, factor = {"month": ("社平月工资", 1), "year": ("社平年工资", 12), "triple": ("三倍社平", 3)}[way]
    s.facts[fact] = local * factor
    s.tell("social", "social", way, social=s.money(fact, local * factor))
    if way != "triple" and s.often(20):  # the province's figure is not the city's
        other = local * factor * Fraction(s.rng.choice([78, 85, 92, 108, 115]), 100)
        name = "province_year" if way == "year" else "province"
        s.tell("social", name, bank=parts.cases(s), x=s.money("", Fraction(round(other))))


def tell_average(s: Story, value: Fraction) -> Fraction:
    """Tell the average with or without traps beside it; returns the value as told."""
    rng = s.rng
    ways = {"plain": 40, "net": 12, "basic": 11, "insured": 7, "wished": 4, "total": 6, "parts": 4}
    way = _pick(rng, {**ways, **parts.WAYS})
    if way in parts.WAYS:
        told = parts.tell(s, way, value)
        if told is not None:
            return told
        way = "plain"
    if way == "total":
        value = Fraction(round(value / 10) * 10)
        total = 12 * value
        s.notes |= {"avg": "total", "work:月平均工资": f"{plain(total)}÷12"}
        s.tell("avg", "avg", way, total=forms_total(s, total))
        return value
    if way == "parts" and value >= 2500 and value.denominator == 1:
        basic = Fraction(round(value * rng.choice([50, 60, 70]) / 10000) * 100)
        second = Fraction(round((value - basic) * rng.choice([5, 6, 7]) / 1000) * 100)
        third = value - basic - second
        if min(basic, second, third) > 0:
            s.notes |= {"avg": "parts", "work:月平均工资": "+".join(map(plain, (basic, second, third)))}
            s.tell(
                "avg",
                "avg",
                way,
                p1=s.money("基本工资", basic),
                p2=s.money("绩效", second),
                p3=s.money("补贴", third),
            )
            return value
    way = "plain" if way == "parts" else way
    low = Fraction(round(value * rng.choice([78, 82, 86, 90]) / 1000) * 10)
    base = Fraction(round(value * rng.choice([35, 45, 50, 60]) / 10000) * 100)
    s.tell(
        "avg",
        "avg",
        way,
        avg=s.money("月平均工资", value),
        net=s.money("", low),
        basic=s.money("", max(base, Fraction(500))),
        wish=s.money("", Fraction(round(value * rng.choice([11, 12, 13]) / 1000) * 100)),
    )
    return value


def forms_total(s: Story, total: Fraction) -> str:
    """A yearly total, which nobody speaks in mixed numerals."""
    from training.data.employment_forms import mark

    return mark("前十二个月工资合计", sum_(s.rng, s.voice, total, "comma" if s.formal else "plain"))


def pay_part(s: Story, label: str, amount: Fraction) -> None:
    """Money already paid on the head asked for."""
    s.facts["已付款"] = [{"项目": s.heads[0], "金额": amount, "付款人": "用人单位"}]
    s.deduct_paid = True
    s.tell("paid", "paid" if s.heads[0] == "经济补偿" else "paid_2n", paid=s.money(label, amount))


def _ask(s: Story, words: list[str], implied: bool = False) -> None:
    s.head_words = s.rng.choice(words)
    if s.facts.get("解除情形") in _DUE | {"违法解除": 1} and s.heads[0] in ("经济补偿", "违法解除赔偿金"):
        months = (
            service(s.facts["入职日"], s.facts["解除日"]).years
            if {"入职日", "解除日"} <= s.facts.keys()
            else 0
        )  # type: ignore[arg-type]
        average = s.facts.get("月平均工资")
        if months >= 2 and isinstance(average, Fraction) and s.often(12):
            pay_part(
                s, "已付", Fraction(round(average * s.rng.choice([1, 1, Fraction(3, 2)]) / 500) * 500 or 500)
            )
            s.asks = s.phrases("ask", "rest")
            return
    if implied and s.often(9):
        average = s.facts.get("月平均工资", Fraction(5000))
        offer = Fraction(round(average * s.rng.choice([1, 2, 2, 3]) / 1000) * 1000 or 1000)  # type: ignore[operator]
        s.tell("offer", "offer", offer=s.money("", offer))
    if s.formal:
        s.asks = s.phrases("ask")
    elif implied and s.often(40):
        s.asks = s.phrases("ask", "implied")
    else:
        s.asks = s.phrases("ask", "named")
