"""The rarer heads, and totals of several heads of one employment."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lexcalc.money import plain
from training.data import employment_contract as contract
from training.data import employment_ending as endings
from training.data import employment_facts as draw
from training.data import employment_hours as hours
from training.data.employment_average import cases
from training.data.employment_contract import ask, phrases
from training.data.employment_forms import mark
from training.data.employment_story import Story

_LONG = ("months", "groups", "both")  # averages that take long to work out
ORDERS = [
    ["hire", "avg", "end", "notice", "owed", "social", "min"],
    ["hire", "end", "notice", "avg", "owed", "social", "min"],
    ["hire", "none", "avg", "social", "end", "owed"],
    ["end", "hire", "avg", "social", "owed"],
    ["hire", "idle", "avg", "end", "owed", "social"],
]


def tax(s: Story, missing: str | None = None) -> None:
    """经济补偿个人所得税, within the first bracket above what is free."""
    rng, words = s.rng, phrases(s, "tax")
    s.heads = ("经济补偿个人所得税",)
    end = draw.end_day(rng, 2019)
    while end.year < 2019:
        end = draw.end_day(rng, 2019)
    local = draw.local_wage(rng, end.year) * 12
    above = rng.choice([0, 0, -12000, 5000, 10000, 24000, 36000, 100 * rng.randint(1, 360)])
    income = 3 * local + above
    s.facts |= {"解除日": end, "一次性补偿收入": income, "社平年工资": local}
    s.tell(
        "hire", "story", bank=words, end=s.day("解除", end),
        income=s.money("一次性补偿收入", income), local=s.money("社平年工资", local),
    )  # fmt: skip
    s.head_words = rng.choice(words["words"])
    s.asks = words["ask"]


def additional(s: Story, missing: str | None = None) -> None:
    """加付赔偿金."""
    rng, words = s.rng, phrases(s, "additional")
    s.heads = ("加付赔偿金",)
    owed = draw.wage(rng, s.voice, 4000, 60000)
    share = rng.choice([50, 60, 70, 75, 80, 100])
    s.facts |= {"加付基数": owed, "加付比例": Fraction(share, 100), "责令后逾期未付": True}
    s.tell("hire", "story", bank=words, owed=s.money("加付基数", owed), ratio=mark("加付比例", f"{share}%"))
    ask(s, words["words"])


def medical(s: Story, missing: str | None = None) -> None:
    """医疗补助费, while the rules of 1994 were in force."""
    words = phrases(s, "medical")
    s.heads = ("医疗补助费",)
    for _ in range(60):
        s.facts.clear()
        s.clauses.clear()
        s.notes.clear()
        endings.ending(s, "医疗期满解除")
        if s.facts["解除日"].year < 2017:  # type: ignore[union-attr]
            break
    ill = s.rng.choice(["一般", "一般", "重病", "绝症"])
    s.facts["病情"] = ill
    if words["ill"][ill]:
        s.say("end", words["ill"][ill])
    ask(s, words["words"])


def arrears(s: Story, missing: str | None = None) -> None:
    """拖欠工资, told beside the employment."""
    rng, words = s.rng, phrases(s, "arrears")
    owed = draw.wage(rng, s.voice, 2500, 40000)
    s.facts["拖欠工资"] = owed
    s.tell("owed", "plain", bank=words, owed=s.money("拖欠工资", owed))
    if not s.heads:
        hired, end = draw.employment(rng)
        s.heads = ("拖欠工资",)
        s.facts |= {"入职日": hired, "解除日": end}
        s.banned |= {"发放"}
        s.tell("hire", "hire", hire=s.day("入职", hired))
        s.tell("end", "left", bank=phrases(s, "double"), end=s.day("解除", end))
        ask(s, words["words"])


def several(s: Story, missing: str | None = None) -> None:
    """A total: severance or damages with wages owed, leave not taken or double wages."""
    rng = s.rng
    (endings.severance if s.often(60) else endings.unlawful)(s)
    trio = s.often(30)  # a short service, so that double wages may be asked beside
    tries = 0
    while (
        s.deduct_paid
        or (trio and tries < 12 and not _short(s))
        or s.facts["解除情形"]
        in (
            "辞职",
            "过失解除",
            "劳动者提出协商解除",
            "期满劳动者拒绝同等条件",
        )
    ):
        tries += 1
        s.__init__(rng, s.voice)  # type: ignore[misc]
        (endings.severance if s.often(60) and not trio else endings.unlawful)(s)
    first = s.head_words if "赔偿金" in s.head_words or "补偿" in s.head_words else "经济补偿"
    ways: list[tuple[str, Callable[[Story], str]]] = [
        ("拖欠工资", _owed),
        ("未休年休假工资", _leave),
        ("加班费", _overtime),
    ]
    rng.shuffle(ways)
    if s.facts["解除情形"] in endings.NOTICE and "notice" not in s.clauses:
        ways.insert(0, ("代通知金", _notice))
    if _short(s):
        ways.insert(0 if trio else rng.randint(0, 2), ("二倍工资差额", _double))
    chosen = ways[: 1 if s.notes.get("avg") in _LONG else rng.choice([1, 1, 2])]
    names = [first] + [way(s) for _, way in chosen]
    s.heads = (*s.heads, *(head for head, _ in chosen))
    s.head_words = (
        names[0] + rng.choice(["和", "、", "及", "与"]) + names[1]
        if len(names) == 2
        else "、".join(names[:-1]) + "和" + names[-1]
    )
    average = s.facts.get("月平均工资")
    if isinstance(average, Fraction) and average >= 2000 and s.often(30):
        endings.pay_part(s, "已付", Fraction(round(average * rng.choice([1, 2]) / 1500) * 500))
        s.asks = s.phrases("ask", "rest")
        return
    s.asks = [a for a in s.phrases("ask", "several") if "两项" not in a or len(names) == 2]


def _short(s: Story) -> bool:
    """Whether double wages fit: a short service, ended by the employer's wrong."""
    if not {"入职日", "解除日"} <= s.facts.keys() or s.facts["解除情形"] not in ("违法解除", "被迫解除"):
        return False
    return s.facts["解除日"].year - s.facts["入职日"].year < 5 and _whole(s)  # type: ignore[union-attr]


def _owed(s: Story) -> str:
    arrears(s)
    s.banned |= {"发放"}
    return s.rng.choice(phrases(s, "arrears")["words"])


def _leave(s: Story) -> str:
    words = phrases(s, "leave")
    days = s.rng.choice([3, 4, 5, 6, 8, 10])
    s.facts["未休年休假天数"] = Fraction(days)
    s.tell("owed", "direct", bank=words, days=mark("未休天数", f"{days}天"))
    average = s.facts.get("月平均工资")
    if isinstance(average, Fraction) and average >= 2500 and "avg" in s.clauses and s.often(45):
        extra = Fraction(max(2, round(average * s.rng.choice([5, 8, 10, 15]) / 5000)) * 50)
        s.facts["年休假月工资"] = average - extra
        s.notes["work:年休假月工资"] = f"{plain(average)}-{plain(extra)}"
        s.tell("avg", "contains_overtime", bank=cases(s), extra=s.money("月均加班工资", extra))
        return s.rng.choice(words["words"])
    wage = _near(s, 87)
    s.facts["年休假月工资"] = wage
    told = [t for t in words["wage"] if "剔除" in t or "不算" in t or "去掉" in t]
    s.say("owed", s.rng.choice(told), wage=s.money("年休假月工资", wage), gross="")
    return s.rng.choice(words["words"])


def _overtime(s: Story) -> str:
    """Days of rest worked, at times partly given back."""
    s.banned |= {"每周", "每天", "标准工时", "平时", "年休假"}
    wage, days = _near(s, 174), s.rng.choice([2, 3, 4, 5, 6, 8])
    swapped = s.rng.randint(1, days - 1) if s.often(40) else 0
    s.facts |= {"加班工资基数": wage, "休息日加班天数": Fraction(days - swapped)}
    words = phrases(s, "overtime")
    told = {"n": mark("休息日加班", f"{days}天"), "k": mark("已补休", f"{swapped}天")}
    if swapped:
        s.notes["work:休息日加班天数"] = f"{days}-{swapped}"
    way = s.rng.choice(cases(s)["rest_swapped"] if swapped else words["rest"])
    s.say("owed", ("{p}" if s.often(50) else "") + way, **told)
    s.tell("owed", "overtime_base", bank=cases(s), wage=s.money("加班工资基数", wage))
    return s.rng.choice(words["words"])


def _notice(s: Story) -> str:
    endings.notice(s)
    return s.rng.choice(["代通知金", "未提前通知的代通知金"])


def _near(s: Story, unit: int) -> Fraction:
    """A wage somewhat below the average, without overtime or bonuses."""
    average = s.facts.get("月平均工资")
    if not isinstance(average, Fraction):
        return hours.base_wage(s, unit)
    if average < 2000:
        return average
    return Fraction(int(average * s.rng.choice([80, 85, 90, 95]) / 100 / unit) * unit)


def _whole(s: Story) -> bool:
    from lexcalc.law.double_wage import whole

    return whole(s.facts["入职日"], s.facts["解除日"], None, None, None, None)


def _double(s: Story) -> str:
    words = phrases(s, "double")
    s.facts["未签书面合同"] = True
    s.banned |= {"份", "劳动合同约定", "劳动合同、"}
    s.tell("none", "none", bank=words)
    wage = _near(s, 100)
    s.facts["月工资"] = wage
    s.tell("none", "double_wage", bank=cases(s), wage=s.money("月工资", wage))
    return s.rng.choice(words["words"])


__all__ = ["ORDERS", "additional", "arrears", "contract", "medical", "several", "tax"]
