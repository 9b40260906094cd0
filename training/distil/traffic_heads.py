"""How a head of traffic damages is computed: standard × years × coefficient, days × rate, and totals."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from lexcalc.law.ages import age_on
from lexcalc.law.assess import Line
from lexcalc.law.dependants import share as share_of
from lexcalc.law.dependants import support_years
from training.distil.deduction import Deduction
from training.distil.traffic_sums import in_cents, num, percent, summed
from training.records import Question

UNIFIED = date(2022, 5, 1)


def head_steps(question: Question, case: Case, native: Assessment, voice: random.Random) -> Deduction:
    """The amounts of the asked heads; no payer's share is asked."""
    answer = native.answer
    assert answer is not None
    told = []
    for line in native.items:
        told += explained(line, case, question.notes)
    values = [line.amount for line in native.items]
    if len(values) > 1:
        told.append(f"{summed(values)[0]}元")
    if not told:
        told.append(f"{native.items[0].head}{num(answer)}元")
    asked = dict(question.elements).get("所问", "损失")
    steps = (
        (
            "责任认定",
            voice.choice(
                ["所问为损失数额，不按责任比例折算。", "问的是数额本身，不乘责任比例。", _why(question, case)]
            ),
        ),
        ("保险赔付", voice.choice(["不涉及保险分担。", "未问保险，不分担。"])),
        ("赔偿计算", "；".join(told) + "。"),
    )
    return Deduction(steps, f"{asked}为{num(answer)}元。")


def _why(question: Question, case: Case) -> str:
    return "只算损失数额，与责任比例无关。"


def explained(line: Line, case: Case, notes: Mapping[str, str]) -> list[str]:
    """How an amount is computed that the case does not give outright; nothing where it does."""
    if line.head in ("残疾赔偿金", "死亡赔偿金") and "×" in line.substituted:
        return _capital(line, case, notes)
    if line.head == "丧葬费" and any(sign in line.substituted for sign in "×÷/"):
        return _funeral(line, case)
    if line.head == "被扶养人生活费" and case.facts.value("被扶养人"):
        return _maintenance(line, case)
    if case.facts.value("辅助器具") and line.head == "残疾辅助器具费":
        return _device(line, case)
    if line.head == "护理费" and case.facts.value("护理段"):
        return _nursing(line, case)
    if line.head == "误工费" and notes.get("照发"):
        return _reduced(line, case, notes)
    if line.head == "财产损失" and notes.get("财产损失"):
        return [f"财产损失{notes['财产损失']}={num(line.amount)}元"]
    written = line.substituted.replace(",", "").replace(" ", "")
    if line.head == "定残后护理费":
        return _care(line, case)
    if any(sign in written for sign in "×÷"):
        return [
            f"{line.head}{_product(written, line.amount)}元（{_article(line)}）"
            if line.head in _CITED
            else f"{line.head}{_product(written, line.amount)}元"
        ]
    return []


_CITED = {"误工费"}


def _article(line: Line) -> str:
    own = [c for c in line.citations if c.startswith("人身损害解释")]
    return (own or line.citations)[0]


def _product(written: str, amount: Fraction) -> str:
    """``9000÷30×45`` one operation at a time, multiplied before it is divided."""
    if "÷" in written:
        head, rest = written.split("÷")
        divisor, _, factor = rest.partition("×")
        if factor:
            whole = Fraction(head) * Fraction(factor)
            return f"{head}×{factor}={num(whole)}，{num(whole)}÷{divisor}={num(amount)}"
    return f"{written}={num(amount)}"


def age_and_years(case: Case) -> tuple[str, Fraction]:
    """The sentence about the years of compensation, and their number."""
    told, age = "", case.facts.value("年龄")
    if age is None:
        born, day = case.facts.value("出生日"), case.facts.value("定残日") or case.facts.value("死亡日")
        assert isinstance(born, date) and isinstance(day, date)
        age = Fraction(age_on(born, day))
        told = "满"
    assert isinstance(age, Fraction)
    if age >= 75:
        return f"{told}{num(age)}周岁，75周岁以上计5年", Fraction(5)
    if age > 60:
        return (
            f"{told}{num(age)}周岁，{num(age)}-60={num(age - 60)}，20-{num(age - 60)}={num(80 - age)}年",
            80 - age,
        )
    return f"{told}{num(age)}周岁，未超过60周岁，计20年", Fraction(20)


def _nursing(line: Line, case: Case) -> list[str]:
    told, parts = [], []
    periods = case.facts.value("护理段")
    assert isinstance(periods, list)
    for each in periods:
        parts.append(each["天数"] * each["日标准"] * each["人数"])
        told.append(f"{num(each['天数'])}×{num(each['日标准'])}×{num(each['人数'])}={num(parts[-1])}元")
    return [*told, f"护理费{summed(parts)[0]}元（{_article(line)}）"]


def _reduced(line: Line, case: Case, notes: Mapping[str, str]) -> list[str]:
    less, months = case.facts.value("误工减少收入"), case.facts.value("误工月数")
    assert isinstance(less, Fraction) and isinstance(months, Fraction)
    return [
        f"每月实际减少{notes['月收入']}-{notes['照发']}={num(less)}元",
        f"误工费{num(less)}×{num(months)}={num(line.amount)}元（{_article(line)}）",
    ]


def _statistics(case: Case, name: str) -> list[str]:
    """Of which year the figure is that counts, where those of two years are told."""
    trial = case.facts.value("一审辩论终结日")
    if not isinstance(trial, date) or case.facts.value(name) is None:
        return []
    return [f"{trial.year}年辩论终结，用{trial.year - 1}年标准"]


def _capital(line: Line, case: Case, notes: Mapping[str, str]) -> list[str]:
    told = []
    years_told, years = age_and_years(case)
    rate = Fraction(1)
    if line.head == "残疾赔偿金":
        given, grades = case.facts.value("伤残系数"), case.facts.value("伤残")
        if isinstance(given, Fraction):
            rate = given
            if notes.get("附加") and isinstance(grades, list):
                first = grades[0]["等级"]
                base = Fraction(11 - first, 10)
                told.append(
                    f"最高{num(first)}级{percent(base)}，{percent(base)}+{notes['附加']}={percent(rate)}"
                )
            else:
                told.append(f"系数{percent(rate)}")
        elif isinstance(grades, list):
            rate = Fraction(11 - grades[0]["等级"], 10)
            told.append(f"{num(grades[0]['等级'])}级系数{percent(rate)}")
    told.append(years_told)
    if case.facts.value("地区") and case.facts.value("人均可支配收入") is None:
        told.append(
            f"上一年度人均可支配收入{num(Fraction(line.substituted.split(' × ')[0].replace(',', '')))}元"
        )
    told += _statistics(case, "人均可支配收入")
    base = Fraction(line.substituted.split(" × ")[0].replace(",", ""))
    day, home = case.facts.value("事故日"), case.facts.value("受害人户籍")
    if case.facts.value("人均纯收入") is not None and isinstance(day, date):
        rural = base == case.facts.value("人均纯收入")
        before = "在2022-05-01以前" if day < UNIFIED else "在2022-05-01以后，城乡统一"
        lives = "，经常居住城镇" if case.facts.value("经常居住城镇") and day < UNIFIED else ""
        told.append(
            f"事故{before}{lives}，{home if day < UNIFIED else ''}适用{'人均纯收入' if rural else '城镇标准'}"
        )
    product = base * years
    chain = f"{num(base)}×{num(years)}={num(product)}"
    if line.head == "残疾赔偿金" and rate != 1:
        chain += f"，{num(product)}×{percent(rate)}={in_cents(product * rate)}"
    article = _article(line)
    told.append(
        f"{line.head}{chain}元（{article}）"
        if line.head == "死亡赔偿金" or rate == 1
        else f"{chain}元（{article}）"
    )
    return told


def _device(line: Line, case: Case) -> list[str]:
    entry = case.facts.value("辅助器具")[0]  # type: ignore[index]
    price, years = entry["单价"], entry["年限"]
    times = years / entry["更换周期"]
    told, parts = [f"更换{num(years)}÷{num(entry['更换周期'])}={num(times)}次"], [price * times]
    rate, yearly = entry.get("维护费率"), entry.get("年维护费")
    if rate is None and yearly is None:
        return [*told, f"{num(price)}×{num(times)}={num(line.amount)}元（{_article(line)}）"]
    told.append(f"器具{num(price)}×{num(times)}={num(parts[0])}元")
    if yearly is None:
        yearly = price * rate
        told.append(f"每年维护{num(price)}×{percent(rate)}={num(yearly)}元")
    parts.append(yearly * years)
    told.append(f"维护{num(yearly)}×{num(years)}={num(parts[1])}元")
    return [*told, f"{summed(parts)[0]}元（{_article(line)}）"]


def _care(line: Line, case: Case) -> list[str]:
    rate, years = case.facts.value("残后护理年标准"), case.facts.value("残后护理年数")
    ratio = case.facts.value("残后护理依赖比例")
    assert isinstance(rate, Fraction) and isinstance(years, Fraction) and isinstance(ratio, Fraction)
    whole = rate * years
    chain = f"{num(rate)}×{num(years)}={num(whole)}，{num(whole)}×{percent(ratio)}={num(line.amount)}元"
    return [f"{chain}（{_article(line)}）"]


def _funeral(line: Line, case: Case) -> list[str]:
    monthly, yearly = case.facts.value("职工月平均工资"), case.facts.value("职工年平均工资")
    if isinstance(monthly, Fraction):
        return [f"丧葬费{num(monthly)}×6={num(line.amount)}元（{_article(line)}）"]
    assert isinstance(yearly, Fraction)
    return [f"六个月即半年，丧葬费{num(yearly)}÷2={num(line.amount)}元（{_article(line)}）"]


def _maintenance(line: Line, case: Case) -> list[str]:
    people = case.facts.value("被扶养人")
    spend = case.facts.value("人均消费支出")
    assert isinstance(people, list) and isinstance(spend, Fraction)
    rate, told = _rate(case)
    told += _statistics(case, "人均消费支出")
    runs = []
    for person in people:
        years = support_years(person, None)
        told.append(f"{person['关系']}{_years(person)}{num(years)}年")
        runs.append((years, share_of(person)))
    if len(runs) == 1:
        (years, part), count = runs[0], people[0]["扶养人数"]
        amount = spend * years
        chain = [f"{num(spend)}×{num(years)}={num(amount)}"]
        if rate != 1:
            chain.append(f"{num(amount)}×{percent(rate)}={num(amount * rate)}")
            amount *= rate
        if count != 1:
            chain.append(f"{num(amount)}÷{num(count)}={in_cents(amount / count)}")
        return [*told, f"{'，'.join(chain)}元（{_article(line)}）"]
    if sum((part for _, part in runs), Fraction(0)) <= 1:
        parts = []
        for (years, part), person in zip(runs, people, strict=True):
            count = person["扶养人数"]
            parts.append(years * part)
            if count != 1:
                told.append(f"{num(years)}÷{num(count)}={num(years * part)}")
        written, total = summed(parts)
        told.append(f"份额{written}年")
    else:
        total = _capped(runs, told)
    amount = spend * total
    chain = [f"{num(spend)}×{num(total)}={in_cents(amount) if rate == 1 else num(amount)}"]
    if rate != 1:
        chain.append(f"{num(amount)}×{percent(rate)}={in_cents(amount * rate)}")
    return [*told, f"{'，'.join(chain)}元（{_article(line)}）"]


def _capped(runs: list[tuple[Fraction, Fraction]], told: list[str]) -> Fraction:
    """The years by stretches in which the same people are supported, each at most one share."""
    ends = sorted({years for years, _ in runs if years > 0})
    parts = []
    for start, end in pairwise([Fraction(0), *ends]):
        shares = [part for years, part in runs if years >= end]
        whole = sum(shares, Fraction(0))
        span = end - start
        sums = "+".join(num(part) for part in shares)
        sums = f"{sums}={num(whole)}" if len(shares) > 1 else sums
        if whole > 1:
            told.append(f"第{num(start + 1)}至{num(end)}年份额{sums}，超过1，按1计{num(span)}年")
            parts.append(span)
        else:
            told.append(
                f"第{num(start + 1)}至{num(end)}年份额{sums}，{num(whole)}×{num(span)}={num(whole * span)}年"
            )
            parts.append(whole * span)
    if len(parts) == 1:
        return parts[0]
    written, total = summed(parts)
    told.append(f"合计{written}年")
    return total


def _years(person: dict[str, Any]) -> str:
    age = person["年龄"]
    if age < 18:
        return f"18-{num(age)}="
    if age >= 75:
        return f"{num(age)}周岁计"
    if age > 60:
        return f"{num(age)}-60={num(age - 60)}，20-{num(age - 60)}="
    return f"{num(age)}周岁计"


def _rate(case: Case) -> tuple[Fraction, list[str]]:
    if case.facts.value("受害人死亡"):
        return Fraction(1), []
    given, grades = case.facts.value("伤残系数"), case.facts.value("伤残")
    if isinstance(given, Fraction):
        return given, [f"系数{percent(given)}"]
    assert isinstance(grades, list)
    rate = Fraction(11 - grades[0]["等级"], 10)
    return rate, [f"{num(grades[0]['等级'])}级系数{percent(rate)}"]
