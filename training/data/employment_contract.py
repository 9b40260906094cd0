"""Double wages, competition clauses and probation: the contract that was or was not made."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lexcalc.case.model import Duration
from lexcalc.law.double_wage import due_months
from lexcalc.law.service import add_months
from training.data import employment_facts as draw
from training.data.employment_average import cases, wages
from training.data.employment_forms import date_style, length, mark, wide
from training.data.employment_story import Story

DAY = timedelta(days=1)
ORDERS = [
    ["hire", "none", "wage", "end", "applied"],
    ["hire", "wage", "none", "end", "applied"],
    ["wage", "hire", "none", "end"],
    ["hire", "none", "end", "wage", "applied"],
    ["hire", "idle", "none", "end", "wage"],
    ["hire", "end", "none", "wage"],
]


def phrases(s: Story, head: str) -> dict:
    """The phrases of a head in the story's kind of voice."""
    return wide("employment_heads")["formal" if s.formal else "layman"][head]


def ask(s: Story, words: list[str], way: str = "") -> None:
    """Ask for the head in one of its words."""
    s.head_words = s.rng.choice(words)
    s.asks = s.phrases("ask", way) if way else s.phrases("ask") if s.formal else s.phrases("ask", "named")


def double(s: Story, missing: str | None = None, end_too: bool = True) -> None:
    """二倍工资差额."""
    rng, words = s.rng, phrases(s, "double")
    s.heads = ("二倍工资差额",)
    s.banned |= {"份", "劳动合同约定", "劳动合同、", "标准工时", "每天"}
    while s.dates in ("dots", "short"):  # the check does not find their years in the case
        s.dates = date_style(rng, s.voice)
    hired = draw.end_day(rng, 2009).replace(day=rng.choice([1, 1, *range(2, 29)]))
    hired = draw.LAW.replace(year=2006, month=5) if s.often(2) else hired
    kind = rng.choices(["year", "left", "signed", "stays", "part"], [36, 28, 26, 7, 0 if missing else 3])[0]
    start = max(hired, draw.LAW)
    whole = 12
    if kind == "year":
        end = add_months(start, 12) + timedelta(days=rng.choice([-1, 0, 1, 30, rng.randint(40, 900)]))
    elif kind == "left" or kind == "part":
        whole = rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11])
        end = add_months(start, whole) - DAY
    else:
        whole = rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        end = None
    if missing != "入职日":
        s.facts["入职日"] = hired
        s.tell("hire", "hire", hire=s.day("入职", hired))
    else:
        s.tell("hire", "hire_missing")
    if kind == "signed":
        s.facts["签订合同日"] = signed = add_months(start, whole)
        s.tell("none", "signed", bank=words, signed=s.day("签订合同", signed))
    else:
        s.facts["未签书面合同"] = True
        s.tell("none", "none", bank=words)
    if kind == "part":
        s.facts["非全日制"] = True
        s.tell("none", "part_time", bank=words)
    if end is not None:
        s.facts["解除日"] = end
        s.tell("end", "left", bank=words, end=s.day("解除", end))
    elif kind == "stays" or s.often(40):
        s.tell("end", "stays", bank=words)
    _double_wage(s, hired, start, end, missing)
    if missing is None and kind != "part" and s.often(12):
        last = max(day for day in (end, s.facts.get("签订合同日"), add_months(start, 12)) if day)
        s.facts["申请仲裁日"] = applied = last + timedelta(days=rng.randint(20, 200))
        s.facts["时效抗辩"] = False
        s.tell("applied", "applied", bank=words, applied=s.day("申请仲裁", applied))
    ask(s, words["words"])


def _double_wage(s: Story, hired, start, end, missing: str | None) -> None:
    rng, words = s.rng, phrases(s, "double")
    wage = draw.wage(rng, s.voice, 2600, 13000)
    signed = s.facts.get("签订合同日")
    months = due_months(hired, end, signed, None, None, None)
    if missing == "月工资":
        return
    varied = missing is None and months >= 3 and hired == start and months.denominator == 1
    if varied and s.often(30):
        last = min(day for day in (end, signed and signed - DAY, add_months(hired, 12) - DAY) if day)
        (_each_month if s.often(45) or months < 5 else _three)(s, hired, last, int(months), wage)
        return
    if varied and s.often(14):
        n = rng.choice([2, 3])
        change = add_months(hired, n)
        after = wage + 100 * rng.randint(3, 15)
        last = min(day for day in (end, signed and signed - DAY, add_months(hired, 12) - DAY) if day)
        s.facts["二倍工资月工资"] = [
            {"起": hired, "止": change - DAY, "月工资": wage},
            {"起": change, "止": last, "月工资": after},
        ]
        s.tell(
            "wage", "stretches", bank=words, n=str(n), change=s.day("调整工资", change),
            w1=s.money("前段月工资", wage), w2=s.money("后段月工资", after),
        )  # fmt: skip
        return
    s.facts["月工资"] = wage
    s.tell("wage", "wage", bank=words, wage=s.money("月工资", wage))
    if missing is None and hired == start and end and add_months(hired, 14) < end and s.often(40):
        s.tell("wage", "raised_later", bank=cases(s), x=s.money("", wage + 100 * rng.randint(4, 30)))


def _each_month(s: Story, hired, last, months: int, wage: Fraction) -> None:
    """The wages of the months one by one, from the first, for which nothing is due."""
    step = s.rng.choice([10, 50, 100])
    sums = [wage + step * s.rng.randint(-8, 8) for _ in range(months + 1)]
    s.facts["二倍工资月工资"] = [
        {"起": add_months(hired, i), "止": min(last, add_months(hired, i + 1) - DAY), "月工资": each}
        for i, each in enumerate(sums)
    ]
    s.tell("wage", "months_list", bank=cases(s), list=wages(s, sums))


def _three(s: Story, hired, last, months: int, wage: Fraction) -> None:
    """Three wages one after the other."""
    first = s.rng.randint(1, months - 2)
    days = [hired, add_months(hired, first), add_months(hired, s.rng.randint(first + 1, months - 1))]
    sums = [wage, wage + 100 * s.rng.randint(3, 12), wage + 100 * s.rng.randint(13, 25)]
    s.facts["二倍工资月工资"] = [
        {"起": day, "止": after, "月工资": each}
        for day, after, each in zip(days, [days[1] - DAY, days[2] - DAY, last], sums, strict=True)
    ]
    slots = {f"w{i}": s.money(f"第{i}段月工资", each) for i, each in enumerate(sums, 1)}
    slots |= {f"d{i}": s.day(f"第{i}次调薪", days[i]) for i in (1, 2)}
    s.tell("wage", "stretches3", bank=cases(s), **slots)


def covenant(s: Story, missing: str | None = None) -> None:
    """竞业限制补偿."""
    rng, words = s.rng, phrases(s, "covenant")
    s.heads = ("竞业限制补偿",)
    s.banned |= {"就业"}
    hired, end = draw.employment(rng, low=1, high=12)
    while end.year < 2014:
        hired, end = draw.employment(rng, low=1, high=12)
    s.facts |= {"入职日": hired, "解除日": end}
    s.tell("hire", "hire", hire=s.day("入职", hired))
    s.tell("end", "end", bank=words, end=s.day("解除", end))
    term = rng.choice(["一年", "两年", "2年", "1年", "24个月"])
    total = 12 if term in ("一年", "1年") else 24
    served = rng.choice([3, 4, 5, 6, 8, 9, 10, total, rng.randint(2, total)])
    served = min(served, total)
    if s.often(38):
        monthly = draw.wage(rng, s.voice, 1500, 9000)
        s.facts["竞业限制月补偿"] = monthly
        s.tell("none", "agreed", bank=words, term=term, monthly=s.money("竞业限制月补偿", monthly))
        if s.often(12):
            _covenant_average(s, end, tell_only=True)
    else:
        s.tell("none", "none", bank=words, term=term)
        if missing != "月平均工资":
            _covenant_average(s, end, missing=missing)
    if missing in ("月平均工资", "最低工资") and "竞业限制月补偿" in s.facts:
        missing = "竞业限制已履行月数"
        s.notes["missing"] = missing
    if missing != "竞业限制已履行月数":
        s.facts["竞业限制已履行月数"] = Fraction(served)
        s.tell("wage", "served", bank=words, months=mark("履行月数", f"{served}个月"))
    paid = rng.randint(1, served - 1) if served > 2 and s.often(40) and missing is None else 0
    if paid:
        s.facts["竞业限制已付月数"] = Fraction(paid)
        s.tell("wage", "paid_months", bank=words, paid=mark("已付月数", f"{paid}个月"))
    elif missing != "竞业限制已履行月数":
        s.tell("wage", "unpaid", bank=words)
    if missing is None and served < total and s.often(30):
        s.facts["竞业限制额外三个月"] = True
        s.tell("wage", "extra", bank=words)
    ask(s, words["words"])


def _covenant_average(s: Story, end, tell_only: bool = False, missing: str | None = None) -> None:
    value = draw.wage(s.rng, s.voice, 3500, 8000 if s.often(40) else 26000)
    if missing == "最低工资":  # 30 % of it is less than some minimum wages were
        value = draw.wage(s.rng, s.voice, 2000, 3000)
    least = draw.minimum_wage(s.rng, end.year)
    line = draw.parameter("最低工资判断线", end)
    s.facts["月平均工资"] = value
    told = [t for t in s.phrases("avg", "plain") if "应发" not in t]
    s.say("avg", s.rng.choice(told), avg=s.money("月平均工资", value))
    if not tell_only and missing is None and (value * Fraction(3, 10) < line or s.often(45)):
        s.facts["最低工资"] = least
        s.tell("min", "min", min=s.money("最低工资", least))


def probation(s: Story, missing: str | None = None) -> None:
    """违法约定试用期赔偿金."""
    rng, words = s.rng, phrases(s, "probation")
    s.heads = ("违法约定试用期赔偿金",)
    s.banned |= {"份"}
    term, legal = rng.choice(
        [(Duration(0, 6, 0), 1), (Duration(1, 0, 0), 2), (Duration(2, 0, 0), 2), (Duration(1, 6, 0), 2),
         (Duration(3, 0, 0), 6), (Duration(0, 2, 0), 0), (Duration(0, 3, 0), 1), (Duration(5, 0, 0), 6)]
    )  # fmt: skip
    served = legal + rng.choice([1, 2, 2, 2, 3, 3, 4]) if s.often(92) else max(legal, 1)
    served = min(served, term.years * 12 + term.months)
    agreed = f"{served}个月"
    hired = draw.end_day(rng, 2009)
    wage = draw.wage(rng, s.voice, 3000, 15000)
    s.facts |= {
        "入职日": hired,
        "试用期合同期限": term,
        "已履行试用期": Fraction(served),
        "试用期满月工资": wage,
    }
    if missing:
        del s.facts[missing]
    lacks = {"试用期满月工资": "probation_no_wage", "试用期合同期限": "probation_no_term"}
    s.tell(
        "hire", lacks.get(missing or "", "story"), bank=cases(s) if missing else words,
        hire=s.day("入职", hired),
        term=mark("合同期限", length(rng, s.voice, term)), agreed=agreed,
        served=mark("已履行试用期", f"{served}个月"), wage=s.money("试用期满月工资", wage),
    )  # fmt: skip
    if s.often(50):  # the wage during probation is not the one that counts
        less = Fraction(round(wage * s.rng.choice([80, 85, 90]) / 1000) * 10)
        s.tell("wage", "probation_wages", bank=cases(s), less=s.money("", less))
    ask(s, words["words"])
