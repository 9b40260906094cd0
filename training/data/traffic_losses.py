"""Traffic questions about heads of damages: disability, death, funeral, maintenance, daily rates, totals."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from training.data.traffic_story import Story, distract, people
from training.data.writing import chinese

EDGES = (59, 60, 61, 62, 66, 70, 74, 75, 76, 80)
UNIFIED = date(2022, 5, 1)
REGIONS = (
    *(
        "河北省",
        "山西省",
        "辽宁省",
        "吉林省",
        "黑龙江省",
        "江苏省",
        "浙江省",
        "安徽省",
        "福建省",
        "江西省",
        "山东省",
    ),
    *("河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省"),
    *("北京市", "天津市", "上海市"),
)
NATIONAL = {  # of the order of the national figures, so that invented ones are credible
    2014: 28000, 2015: 31000, 2016: 33000, 2017: 36000, 2018: 39000, 2019: 42000, 2020: 43000, 2021: 47000,
    2022: 49000, 2023: 51000, 2024: 54000,
}  # fmt: skip


def accident(story: Story, dead: bool = False, always: bool = False) -> date:
    """Who, when and how; told with its date unless nothing turns on it."""
    people(story, dead)
    rng = story.rng
    if story.often(12):
        day = UNIFIED + timedelta(days=rng.choice([-2, -1, 0, 1, 30]))
    else:
        start, end = (
            (date(2015, 1, 1), date(2022, 4, 30)) if story.often(22) else (UNIFIED, date(2025, 6, 30))
        )
        day = start + timedelta(days=rng.randrange((end - start).days + 1))
    lay = story.voice == "layman"
    slots = {
        "car": rng.choice(story.bank["lay_cars" if lay else "cars"]),
        "place": rng.choice(story.bank["places"]),
    }
    told = story.teller.day(day)
    if always:
        told = story.mark("事故", told)
    story.facts["事故日"] = day
    story.say("event", story.teller.tell("traffic_heads", "died" if dead else "injured", date=told, **slots))
    story.teller.people |= slots
    if dead:
        story.facts["受害人死亡"] = True
    _beside(story, dead)
    return day


def _beside(story: Story, dead: bool) -> None:
    """What such a case tells beside the head that is asked: liability, policies, the course of things."""
    if story.often(60):
        story.facts["机动车责任"] = "全部"
        story.say("liability", story.tell("liability_all"))
    if story.often(32):
        story.facts["交强险"] = True
        limit = Fraction(story.rng.choice([500000, 1000000, 2000000]))
        if story.often(50):
            story.facts |= {"商业三者险": True, "商业三者险限额": limit}
            story.say("insurance", story.tell("both", limit=story.teller.money(limit), nodeduct=""))
        else:
            story.say("insurance", story.tell("compulsory"))
    if story.often(45):
        distract(story, dead, ages=False)


def told_day(story: Story, day: date) -> str:
    """The day of the accident, marked."""
    return story.mark("事故", story.teller.day(day))


def head_tell(story: Story, key: str, **slots: str) -> str:
    return story.teller.tell("traffic_heads", key, **slots)


def figure(story: Story, year: int, factor: float = 1.0) -> Fraction:
    """A yearly statistic of about the size that the year had."""
    base = NATIONAL[min(2024, max(2014, year - 1))] * factor * story.rng.uniform(0.78, 1.55)
    step = story.rng.choice([1, 1, 1, 10, 100, 1000])
    return Fraction(round(base / step) * step)


def per_year(story: Story, value: Fraction) -> str:
    """A yearly amount as told."""
    text = story.teller.money(value)
    return (
        text
        if not text.endswith("元")
        else text + story.pick("", "", "/年" if story.voice != "layman" else "")
    )


def age_of(story: Story) -> int:
    return story.rng.choice(EDGES) if story.often(48) else story.rng.randrange(19, 89)


def told_age(story: Story, age: int) -> str:
    years = chinese(age) if story.voice == "layman" and story.often(20) else str(age)
    return years + (story.pick("岁", "周岁") if story.voice == "layman" else story.pick("周岁", "周岁", "岁"))


def tell_age(story: Story, day: date, dead: bool, age: int) -> None:
    """The age outright, or by birth date and the day that counts."""
    if story.often(78):
        story.facts["年龄"] = Fraction(age)
        story.say(
            "person",
            head_tell(story, "age_dead" if dead else "age", age=story.mark("年龄", told_age(story, age))),
        )
        return
    counted = day if dead else day + timedelta(days=story.rng.randrange(90, 300))
    born = date(counted.year - age, counted.month, min(counted.day, 28))
    shift = story.rng.choice([0, -1, 1, -40, -200])  # on the birthday, a day after, before, …
    born = born + timedelta(days=shift) if shift <= 0 else born + timedelta(days=1)
    story.facts |= {"死亡日" if dead else "定残日": counted, "出生日": born}
    story.say(
        "person",
        head_tell(
            story,
            "born_dead" if dead else "born",
            born=story.mark("出生", story.teller.day(born)),
            day=story.mark("死亡" if dead else "定残", story.teller.day(counted)),
        ),
    )


def standard(story: Story, day: date) -> None:
    """The income standard; before 2022-05-01 the household may decide between two."""
    if story.often(9) and date(2022, 5, 1) <= day <= date(2024, 3, 1):
        trial = date(day.year + 1, story.rng.randrange(3, 13), story.rng.randrange(1, 29))
        region = story.rng.choice(REGIONS)
        story.facts |= {"地区": region, "一审辩论终结日": trial}
        slots = {
            "region": story.mark("地区", region),
            "trial": story.mark("一审辩论终结", story.teller.day(trial)),
        }
        story.say("figures", head_tell(story, "court", **slots))
        return
    income = figure(story, day.year)
    story.facts["人均可支配收入"] = income
    if story.often(24) or (abs((day - UNIFIED).days) < 40 and story.often(60)):
        rural = Fraction(round(income * story.rng.randrange(36, 58) / 100))
        story.facts["人均纯收入"] = rural
        kind = story.pick("household_rural", "household_rural", "lives_town", "household_town")
        text = head_tell(story, kind)
        story.facts["受害人户籍"] = "城镇" if kind == "household_town" else "农村"
        if kind == "lives_town":
            story.facts["经常居住城镇"] = True
        story.say("person", text, [("户籍", "农村户籍", "农村居民", "农村户口", "城镇居民", "城镇户口")])
        uses_rural = kind == "household_rural" and day < UNIFIED
        told = per_year(story, income), per_year(story, rural)
        slots = {
            "income": told[0] if uses_rural else story.mark("人均可支配收入", told[0]),
            "rural": story.mark("人均纯收入", told[1]) if uses_rural else told[1],
        }
        story.say("figures", head_tell(story, "both_incomes", **slots))
        story.notes["date_counts"] = "是"
        return
    story.say(
        "figures", head_tell(story, "income", income=story.mark("人均可支配收入", per_year(story, income)))
    )


def tell_grade(story: Story) -> None:
    """One grade, or several with the coefficient that the text gives."""
    rng = story.rng
    names = lambda n: f"{chinese(n)}级" if rng.random() < 0.75 or story.voice == "judgment" else f"{n}级"  # noqa: E731
    grade = rng.choices(range(1, 11), [1, 1, 2, 2, 2, 3, 4, 8, 16, 26])[0]
    if story.often(76):
        text = story.mark("伤残等级", names(grade)) + story.pick(
            "伤残", "伤残", "残疾" if story.voice == "layman" else "伤残"
        )
        story.facts["伤残"] = [{"等级": Fraction(grade)}]
        story.say("person", head_tell(story, "grade", grade=text))
        return
    second = min(10, grade + rng.choice([0, 1, 1, 2]))
    base = Fraction(11 - grade, 10)
    coefficient = min(Fraction(1), base + Fraction(rng.choice([1, 2, 2, 3, 5, 10]), 100))
    both = f"一处{names(grade)}、一处{names(second)}伤残" if grade != second else f"两处{names(grade)}伤残"
    story.facts["伤残系数"] = coefficient
    text = head_tell(story, "grade", grade=both)
    rate = story.mark("赔偿系数", f"{int(coefficient * 100)}%")
    text += story.pick(
        f"，综合赔偿系数{rate}", f"，[赔偿系数|残疾赔偿系数]为{rate}", f"，伤残系数按{rate}计算"
    )
    story.say("person", story.expand(text))


def ask(story: Story, *heads: str) -> None:
    names = {
        head: story.rng.choice(story.bank["labels"].get(head, {story.voice: [head]})[story.voice])
        for head in heads
    }
    if len(heads) == 1:
        asked = names[heads[0]]
        story.question = head_tell(story, "ask_head", head=asked)
    else:
        listed = list(names.values())
        asked = "、".join(listed[:-1]) + story.pick("和", "、", "与") + listed[-1]
        story.question = head_tell(story, "ask_total", heads=asked)
        asked += "合计"
    story.heads, story.payer = heads, None
    story.notes["asked"] = asked


def disability(story: Story) -> None:
    story.kind = "disability"
    story.age = age_of(story)
    day = accident(story)
    tell_grade(story)
    tell_age(story, day, False, story.age)
    standard(story, day)
    _lack(story, "人均可支配收入", "年龄")
    ask(story, "残疾赔偿金")


def death(story: Story) -> None:
    story.kind = "death"
    story.age = age_of(story)
    day = accident(story, dead=True)
    tell_age(story, day, True, story.age)
    standard(story, day)
    _lack(story, "人均可支配收入", "年龄")
    if story.often(25) and not story.lacks:
        wage(story, day)
        ask(story, "死亡赔偿金", "丧葬费")
    else:
        ask(story, "死亡赔偿金")


def wage(story: Story, day: date) -> None:
    yearly = figure(story, day.year, 1.9)
    if story.often(60):
        story.facts["职工年平均工资"] = yearly
        told, per = story.mark("职工年平均工资", story.teller.money(yearly)), "年"
    else:
        monthly = Fraction(round(yearly / 12))
        story.facts["职工月平均工资"] = monthly
        told, per = story.mark("职工月平均工资", story.teller.money(monthly)), "月"
    story.say("figures", head_tell(story, "wage", wage=told, per=per))


def funeral(story: Story) -> None:
    story.kind = "funeral"
    day = accident(story, dead=True)
    wage(story, day)
    if story.often(12):
        story.clauses = [c for c in story.clauses if c[0] != "figures"]
        story.facts.pop("职工年平均工资", None)
        story.facts.pop("职工月平均工资", None)
        story.lacks = "职工年平均工资"
    ask(story, "丧葬费")


def _lack(story: Story, *names: str) -> None:
    """Now and then take one needed fact out again."""
    if not story.often(18):
        return
    name = story.rng.choice(names)
    if name not in story.facts:
        return
    topic = "figures" if name == "人均可支配收入" else "person"
    if topic == "person" and "年龄" not in story.facts:
        return
    label = name
    keep = [c for c in story.clauses if not (c[0] == topic and f"\x01{label}\x02" in c[1])]
    if len(keep) == len(story.clauses):
        return
    story.clauses, story.lacks = keep, name
    story.facts.pop(name)
    if name == "人均可支配收入":
        story.facts.pop("人均纯收入", None)


DAILY = {
    "误工费": ("误工天数", "误工日收入", [120, 150, 160, 180, 200, 220, 260, 300], ["误工费", "误工"]),
    "护理费": ("护理天数", "护理日标准", [100, 110, 120, 130, 150, 160, 180, 200], ["护理费", "护理"]),
    "住院伙食补助费": (
        "住院天数",
        "住院伙食标准",
        [20, 30, 50, 60, 80, 100],
        ["住院伙食补助费", "住院伙食补助费"],
    ),
    "营养费": ("营养天数", "营养日标准", [15, 20, 30, 40, 50], ["营养费", "营养费"]),
}


def rates(story: Story) -> None:
    """One to three heads by days and rate."""
    story.kind = "daily"
    accident(story)
    rng = story.rng
    heads = rng.sample(list(DAILY), rng.choice([1, 1, 2, 2, 3]))
    for head in heads:
        days_name, rate_name, values, words = DAILY[head]
        days, rate = rng.choice([*range(6, 75), 60, 90, 90, 120, 150, 180]), rng.choice(values)
        days = story.days if head == "住院伙食补助费" else max(days, story.days)
        story.facts[days_name] = Fraction(days)
        name = words[0]
        if head == "误工费" and story.often(45):
            monthly = rng.randrange(28, 140) * 100
            story.facts["误工月收入"] = Fraction(monthly)
            if story.often(35):
                months = rng.randrange(2, 9)
                story.facts.pop(days_name)
                story.facts["误工月数"] = Fraction(months)
                count = story.mark("误工", f"{months}个月")
            else:
                count = story.mark("误工", f"{days}天")
            told = story.mark("月收入", story.teller.money(Fraction(monthly)))
            if story.often(35):
                low = Fraction(round(monthly * rng.randrange(45, 85) / 10000) * 100)
                told += head_tell(story, "income_parts", low=story.teller.money(low))
            story.say("figures", head_tell(story, "day_income", told=told, count=count))
            continue
        if len(heads) == 1 and head != "误工费" and story.often(25):
            story.lacks = rate_name
            told = f"{name}" + story.pick("的天数为", "算", "共") + story.mark(days_name, f"{days}天")
            story.say("figures", told + story.pick("，标准未说明", "，每天多少没有写", ""))
            continue
        story.facts[rate_name] = Fraction(rate)
        count = story.mark(days_name, f"{days}天")
        daily = story.mark(rate_name, story.pick(f"{rate}元/天", f"每天{rate}元", f"每日{rate}元"))
        text = head_tell(story, "day_rate", name=name, count=count, rate=daily)
        story.say("figures", text)
    ask(story, *heads)


def totals(story: Story) -> None:
    """Several heads with their amounts, or all losses before anyone's share."""
    from training.data.traffic_shares import sum_of_losses

    story.kind = "total"
    accident(story)
    sum_of_losses(story)
