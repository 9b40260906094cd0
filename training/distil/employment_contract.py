"""How the heads beside severance are derived: contract, leave, overtime and the rarer ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.double_wage import months as paid_months
from lexcalc.law.double_wage import period
from lexcalc.law.leave import full_days
from lexcalc.law.service import add_months, elapsed, service
from lexcalc.money import cents
from training.distil.employment import Notes
from training.distil.sums import addition, floored, num, product

_DAILY = Fraction("21.75")
_LAW = date(2008, 1, 1)


def _named(notes: Notes, head: str, steps: list[str]) -> list[str]:
    """The steps of one of several heads, under its name."""
    if notes.several() and steps:
        return [f"{head}{steps[0]}" if len(steps) == 1 else steps[0], *steps[1:]]
    return steps


def _length(start: date, signed: date | None, end: date | None) -> str:
    """How long there was no written contract, by the calculator; by words where no end is known."""
    if signed is not None:
        return f"{start}至{signed}补签前为{elapsed(start, signed)}"
    return f"{start}至{end}为{service(start, end)}" if end else "用工已满一年"


def double(notes: Notes) -> None:
    """二倍工资差额."""
    notes.kind.append(
        notes.pick(
            "用工满一个月未订书面合同，每月另付一倍工资（劳动合同法第82条）",
            "未及时订立书面劳动合同，依劳动合同法第82条付二倍工资差额",
        )
    )
    line = notes.line("二倍工资差额")
    hired, end, signed = notes.fact("入职日"), notes.fact("解除日"), notes.fact("签订合同日")
    if hired is None:
        return
    first, stop = period(hired, end, signed, None, None)
    due = paid_months(first, stop)
    start = max(hired, _LAW)
    if hired < _LAW:
        notes.base.append("自2008-01-01起算")
    if stop == add_months(start, 12):
        notes.base.append(f"{_length(start, signed, end)}，满一年的计至满一年前一日，12-1=11个月")
    elif due == 0:
        notes.base.append("用工未超过一个月，不计二倍工资")
    else:
        length = _length(start, signed if stop == signed else None, end)
        notes.base.append(f"{length}，除去第一个月，{num(due + 1)}-1={num(due)}个月")
    if line is None:
        return
    segments = notes.fact("二倍工资月工资")
    if segments:
        amounts, steps = [], []
        for segment in segments:
            one, two = max(first, segment["起"]), min(stop, add_months(segment["止"], 0))
            count = paid_months(one, max(one, two + (date(2000, 1, 2) - date(2000, 1, 1))))
            if count:
                steps += product(count, segment["月工资"])
                amounts.append(count * segment["月工资"])
        if notes.question.notes.get("probation"):
            n = int(notes.question.notes["probation"])
            notes.base.append(f"前段付{n}-1={n - 1}个月，后段付{num(due)}-{n - 1}={num(due - n + 1)}个月")
        notes.sums += steps + (addition(amounts) if len(amounts) > 1 else [])
    elif due:
        notes.sums += _named(notes, "二倍工资差额", product(due, notes.fact("二倍工资基数")))
    else:
        notes.sums.append("二倍工资差额0元")
    notes.amounts.append(("二倍工资差额", line.amount))


def leave(notes: Notes) -> None:
    """未休年休假工资."""
    article = notes.pick("职工带薪年休假条例第5条", "企业职工带薪年休假实施办法第10条")
    notes.kind.append(f"未休年休假付日工资300%，其中100%已发，另付200%（{article}）")
    wage, days = notes.fact("年休假月工资"), notes.fact("应休未休天数")
    years = notes.fact("年休假")
    if years:
        _leave_years(notes, years)
    elif days is not None:
        notes.base.append(f"未休{num(days)}天")
    line = notes.line("未休年休假工资")
    if line is None or wage is None or days is None:
        return
    daily = wage / _DAILY
    if (daily * 100).denominator == 1:
        notes.sums.append(f"日工资{num(wage)}÷21.75={num(daily)}元")
        steps = [
            f"{num(daily)}×{num(days)}={num(daily * days)}元",
            f"{num(daily * days)}×2={num(2 * daily * days)}元",
        ]
    else:
        doubled = 2 * days
        steps = [
            f"{num(days)}×2={num(doubled)}",
            f"{num(wage)}×{num(doubled)}={num(wage * doubled)}元",
            f"{num(wage * doubled)}÷21.75={num(cents(wage * doubled / _DAILY))}元",
        ]
    notes.sums += steps
    notes.amounts.append(("未休年休假工资", line.amount))


def _leave_years(notes: Notes, years: list[dict[str, Any]]) -> None:
    seniority = notes.fact("累计工龄")
    full = full_days(seniority)
    notes.base.append(f"累计工作{num(seniority)}年，每年{num(full)}天")
    end = notes.fact("解除日")
    left = []
    for entry in years:
        due, year = full, int(entry["年度"])
        if end is not None and end.year == year and end != date(year, 12, 31):
            worked = (end - date(year, 1, 1)).days + 1
            product_, due = worked * full, Fraction(int(worked * full / 365))
            notes.base.append(f"当年在职{worked}天，{worked}×{num(full)}={num(product_)}")
            over = product_ - 365 * due
            notes.base.append(f"365×{num(due)}+{num(over)}={num(product_)}，折算取整{num(due)}天")
        taken = entry["已休天数"]
        left.append(due - taken)
        notes.base.append(
            f"{year}年{num(due)}-{num(taken)}={num(due - taken)}天" if taken else f"{year}年未休{num(due)}天"
        )
    if len(left) > 1:
        notes.base.append("共" + "+".join(map(num, left)) + f"={num(sum(left))}天")


def overtime(notes: Notes) -> None:
    """加班费."""
    system = notes.fact("工时制度")
    rates = "延时150%、休息日200%、法定节假日300%"
    if system == "综合计算":
        rates = "综合计算工时制，超过标准工时的按150%，法定节假日300%"
    notes.kind.append(f"加班费按{rates}（劳动法第44条）")
    wage = notes.fact("加班工资基数")
    line = notes.line("加班费")
    counted = []
    for name, hours, days, rate in (
        ("延时", "延时加班小时", "", 150),
        ("休息日", "休息日加班小时", "休息日加班天数", 200),
        ("法定节假日", "法定节假日加班小时", "法定节假日加班天数", 300),
    ):
        count = notes.fact(hours)
        if days and notes.fact(days) is not None:
            count = notes.fact(days) * 8
            notes.base.append(f"{name}{num(notes.fact(days))}×8={num(count)}小时")
        if count is not None:
            counted.append((name, count, Fraction(rate, 100)))
    if line is None or wage is None or not counted:
        return
    hourly = wage / _DAILY / 8
    amounts: list[Fraction] = []
    if (hourly * 100).denominator == 1:
        daily = wage / _DAILY
        notes.base.append(f"日工资{num(wage)}÷21.75={num(daily)}元，小时工资{num(daily)}÷8={num(hourly)}元")
        for name, count, rate in counted:
            step = hourly * count
            paid_at = f"{num(step)}×{num(rate * 100)}%={num(step * rate)}元"
            notes.sums.append(f"{name}{num(hourly)}×{num(count)}={num(step)}元，{paid_at}")
            amounts.append(step * rate)
        if len(amounts) > 1:
            notes.sums += addition(amounts)
        total = sum(amounts, Fraction(0))
    else:
        weights = []
        for name, count, rate in counted:
            notes.sums.append(f"{name}{num(count)}×{num(rate * 100)}%={num(count * rate)}小时")
            weights.append(count * rate)
        hours = sum(weights, Fraction(0))
        if len(weights) > 1:
            notes.sums.append("+".join(map(num, weights)) + f"={num(hours)}小时")
        notes.sums.append("21.75×8=174")
        notes.sums.append(f"{num(wage)}×{num(hours)}={num(wage * hours)}")
        total = wage * hours / 174
        notes.sums.append(f"{num(wage * hours)}÷174={num(cents(total))}元")
    paid = notes.fact("已付加班费")
    if paid:
        notes.sums.append(f"扣除已付：{num(cents(total))}-{num(paid)}={num(line.amount)}元")
    notes.amounts.append(("加班费", line.amount))


def covenant(notes: Notes) -> None:
    """竞业限制补偿."""
    agreed = notes.env.given("竞业限制月补偿")
    line = notes.line("竞业限制补偿")
    if agreed is not None:
        notes.kind.append("已履行竞业限制义务，按约定付月补偿（劳动合同法第23条）")
        notes.base.append(f"约定月补偿{num(agreed)}元")
    else:
        notes.kind.append("未约定补偿而已履行，按月平均工资的30%付（劳动争议解释（一）第36条）")
        average = notes.fact("月平均工资")
        if average is not None:
            share = average * Fraction(3, 10)
            notes.base.append(f"{num(average)}×30%={num(share)}元")
            least = notes.env.given("最低工资")
            if least is not None:
                notes.base.append(floored(share, least, "最低工资"))
    months = notes.fact("竞业限制已履行月数")
    base = notes.fact("竞业限制月标准")
    if months is None or base is None or line is None:
        return
    paid, extra = notes.env.given("竞业限制已付月数"), notes.env.given("竞业限制额外三个月")
    count = months
    if paid:
        count -= paid
        notes.base.append(f"未付{num(months)}-{num(paid)}={num(count)}个月")
    else:
        notes.base.append(f"履行{num(months)}个月")
    if extra:
        notes.base.append(f"单位提前解除另付三个月，{num(count)}+3={num(count + 3)}个月")
        count += 3
    notes.sums += product(count, base)
    notes.amounts.append(("竞业限制补偿", line.amount))


def probation(notes: Notes) -> None:
    """违法约定试用期赔偿金."""
    notes.kind.append("试用期超过法定期限，超过部分已履行的付赔偿金（劳动合同法第83条）")
    legal, served = notes.fact("法定试用期月数"), notes.fact("已履行试用期")
    wage, line = notes.fact("试用期满月工资"), notes.line("违法约定试用期赔偿金")
    if line is None:
        return
    over = max(Fraction(0), served - legal)
    length = notes.fact("试用期合同期限")
    term = f"合同期限{length}，" if length.years < 100 else ""
    if over:
        notes.base.append(
            f"{term}试用期最长{num(legal)}个月（第19条），超过{num(served)}-{num(legal)}={num(over)}个月"
        )
        notes.sums += product(over, wage)
    else:
        notes.base.append(f"{term}试用期最长{num(legal)}个月（第19条），没有超过，赔偿金0元")
        notes.sums.append("违法约定试用期赔偿金0元")
    notes.amounts.append(("违法约定试用期赔偿金", line.amount))


def tax(notes: Notes) -> None:
    """经济补偿个人所得税."""
    notes.kind.append("一次性补偿收入在当地上年职工年平均工资三倍以内免税（财税〔2018〕164号第5条）")
    income, year, line = (
        notes.fact("一次性补偿收入"),
        notes.fact("社平年工资"),
        notes.line("经济补偿个人所得税"),
    )
    if line is None:
        return
    free = 3 * year
    notes.base.append(f"免税额{num(year)}×3={num(free)}元")
    over = income - free
    if over <= 0:
        notes.base.append("没有超过免税额，应纳税额0元")
        notes.sums.append("经济补偿个人所得税0元")
    else:
        notes.base.append(f"应税{num(income)}-{num(free)}={num(over)}元，税率3%")
        notes.sums.append(f"{num(over)}×3%={num(cents(over * Fraction(3, 100)))}元")
    notes.amounts.append(("经济补偿个人所得税", line.amount))


def additional(notes: Notes) -> None:
    """加付赔偿金."""
    notes.kind.append("责令限期支付而逾期不付，按应付金额加付赔偿金（劳动合同法第85条）")
    base, rate, line = notes.fact("加付基数"), notes.fact("加付比例"), notes.line("加付赔偿金")
    if line is None:
        return
    notes.base.append(f"加付基数{num(base)}元，比例{num(rate * 100)}%")
    notes.sums.append(f"{num(base)}×{num(rate * 100)}%={num(line.amount)}元")
    notes.amounts.append(("加付赔偿金", line.amount))


def medical(notes: Notes) -> None:
    """医疗补助费."""
    ill, line, base = notes.fact("病情"), notes.line("医疗补助费"), notes.fact("工资基数")
    notes.kind.append("医疗期满解除，付不低于六个月工资的医疗补助费（劳部发〔1994〕481号第6条）")
    if line is None or base is None:
        return
    if base != notes.fact("月平均工资"):
        notes.base.append(floored(notes.fact("月平均工资"), base, "最低工资"))
    elif notes.question.notes.get("avg") == "total":
        notes.base.append(f"月平均工资{num(12 * base)}÷12={num(base)}元")
    elif notes.question.notes.get("avg") == "parts":
        notes.base.append(f"月应发工资{notes.question.notes['parts']}={num(base)}元")
    months = line.amount / base
    more = {"重病": "，重病增加50%，6×150%=9个月", "绝症": "，绝症增加100%，6×2=12个月"}.get(ill, "")
    notes.base.append(f"医疗补助费6个月{more}")
    notes.sums += product(months, base)
    notes.amounts.append(("医疗补助费", line.amount))


def arrears(notes: Notes) -> None:
    """拖欠工资."""
    line = notes.line("拖欠工资")
    notes.kind.append("所欠工资应当足额支付（劳动合同法第30条）")
    if line is None:
        return
    if not notes.several():
        notes.base.append(f"欠付{num(line.amount)}元")
    notes.sums.append(f"拖欠工资{num(line.amount)}元")
    notes.amounts.append(("拖欠工资", line.amount))
