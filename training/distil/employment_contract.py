"""How the heads beside severance are derived: contract, leave, overtime and the rarer ones."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lexcalc.law.double_wage import months as paid_months
from lexcalc.law.double_wage import period
from lexcalc.law.leave import full_days
from lexcalc.law.service import add_months, elapsed, service
from lexcalc.money import cents
from training.distil.employment import Notes
from training.distil.sums import floored, num, product

_DAILY = Fraction("21.75")
_LAW = date(2008, 1, 1)
_DAY = timedelta(days=1)


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
    if due == 0:
        notes.base.append("用工未超过一个月，不计二倍工资")
    else:
        length = _length(start, signed if stop == signed else None, end)
        notes.base.append(
            f"{length}，最多计12个月，取{num(due + 1)}个月，除去第一个月，{num(due + 1)}-1={num(due)}个月"
        )
    if line is None:
        return
    if segments := notes.fact("二倍工资月工资"):
        _by_segment(notes, segments, start, first, stop)
    elif due:
        notes.sums += _named(notes, "二倍工资差额", product(due, notes.fact("二倍工资基数")))
    else:
        notes.sums.append("二倍工资差额0元")
    notes.amounts.append(("二倍工资差额", line.amount))


def _by_segment(notes: Notes, segments: list[dict[str, Any]], start: date, first: date, stop: date) -> None:
    """Several wages one after the other: the months of each, the first month of all taken off."""
    monthly = all(segment["止"] + _DAY == add_months(segment["起"], 1) for segment in segments)
    counted: list[tuple[Fraction, Fraction]] = []
    for number, segment in enumerate(segments, 1):
        begin, after = segment["起"], min(stop, segment["止"] + _DAY)
        whole = paid_months(max(start, begin), max(start, begin, after))
        count = paid_months(max(first, begin), max(first, begin, after))
        if not monthly:
            shown = f"{num(whole)}-1={num(count)}" if whole != count else num(count)
            notes.base.append(f"第{number}段月工资{num(segment['月工资'])}元，{shown}个月")
        if count:
            counted.append((count, segment["月工资"]))
    if monthly:
        notes.base.append(f"第一个月{num(segments[0]['月工资'])}元不计，以后{len(counted)}个月相加")
    terms = [num(wage) if count == 1 else f"{num(wage)}×{num(count)}" for count, wage in counted]
    total = sum((cents(wage * count) for count, wage in counted), Fraction(0))
    notes.sums.append(f"{'+'.join(terms)}={num(total)}元")


def leave(notes: Notes) -> None:
    """未休年休假工资."""
    article = notes.pick("职工带薪年休假条例第5条", "企业职工带薪年休假实施办法第10条")
    notes.kind.append(f"未休年休假付日工资300%，其中100%已发，另付200%（{article}）")
    wage, days = notes.fact("年休假月工资"), notes.fact("应休未休天数")
    if wage is not None:
        notes.work("年休假月工资", "剔除加班工资")
        notes.base.append(f"年休假月工资{num(wage)}元")
    years = notes.fact("年休假")
    if years:
        _leave_years(notes, years)
    elif days is not None:
        notes.work("未休年休假天数", "未休", "天")
        notes.base.append(f"应补{num(days)}天")
    line = notes.line("未休年休假工资")
    if line is None or wage is None or days is None:
        return
    told = _named(notes, "未休年休假工资", [f"{num(wage)}×{num(days)}×200%÷21.75={num(line.amount)}元"])
    notes.sums += told
    notes.amounts.append(("未休年休假工资", line.amount))


def _leave_years(notes: Notes, years: list[dict[str, Any]]) -> None:
    seniority = notes.fact("累计工龄")
    if seniority is None:
        return
    full = full_days(seniority)
    notes.base.append(f"累计工作{num(seniority)}年，每年{num(full)}天")
    hired, end = notes.fact("入职日"), notes.fact("解除日")
    left = []
    for entry in years:
        due, year = full, int(entry["年度"])
        first, last = date(year, 1, 1), date(year, 12, 31)
        one, two = max(first, hired or first), min(last, end or last)
        if (one, two) != (first, last):
            worked = (two - one).days + 1
            exact = Fraction(worked * full, 365)
            due = Fraction(int(exact))
            shown = f"{worked}×{num(full)}÷365={num(exact)}"
            notes.base.append(f"{year}年在职{worked}天，{shown}，不足一天的不计，应休{num(due)}天")
        taken = entry["已休天数"]
        left.append(due - taken)
        notes.base.append(
            f"{year}年应休{num(due)}天，已休{num(taken)}天，{num(due)}-{num(taken)}={num(due - taken)}天"
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
            notes.work(days, name, "天")
            count = notes.fact(days) * 8
            notes.base.append(f"{name}{num(notes.fact(days))}×8={num(count)}小时")
        elif count is not None:
            notes.work(hours, name, "小时")
        if count is not None:
            counted.append((name, count, rate))
    if line is None or wage is None or not counted:
        return
    # Hours weighted by their rates first: wage by the day or hour would have to be rounded on the way.
    weights = [count * rate / 100 for _, count, rate in counted]
    for (name, count, rate), weight in zip(counted, weights, strict=True):
        notes.base.append(f"{name}{num(count)}×{rate}%={num(weight)}")
    hours_ = sum(weights, Fraction(0))
    if len(weights) > 1:
        notes.base.append("+".join(map(num, weights)) + f"={num(hours_)}小时")
    total = wage * hours_ / _DAILY / 8
    notes.sums.append(f"{num(wage)}×{num(hours_)}÷21.75÷8={num(cents(total))}元")
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
            notes.work("月平均工资", "月平均工资")
            share = average * Fraction(3, 10)
            notes.base.append(f"{num(average)}×30%={num(share)}元")
            least = notes.env.given("最低工资")
            if least is not None:
                notes.base.append(floored(share, least, "最低工资"))
            else:
                notes.base.append(f"没有写明最低工资，按{num(share)}元")
    months = notes.fact("竞业限制已履行月数")
    base = notes.fact("竞业限制月标准")
    if months is None or base is None or line is None:
        return
    paid, extra = notes.env.given("竞业限制已付月数"), notes.env.given("竞业限制额外三个月")
    paid, extra = paid or Fraction(0), 3 if extra else 0
    count = months - paid + extra
    notes.base.append(
        f"履行{num(months)}个月，已付{num(paid)}个月，提前解除另加{extra}个月，"
        f"{num(months)}-{num(paid)}+{extra}={num(count)}个月"
    )
    notes.sums += product(count, base)
    notes.amounts.append(("竞业限制补偿", line.amount))


def _band(legal: Fraction) -> str:
    """The terms of contract that article 19 gives these months for."""
    bands = {0: "不满三个月", 1: "三个月以上不满一年", 2: "一年以上不满三年", 6: "三年以上"}
    return bands[int(legal)]


def probation(notes: Notes) -> None:
    """违法约定试用期赔偿金."""
    notes.kind.append("试用期超过法定期限，超过部分已履行的付赔偿金（劳动合同法第83条）")
    legal, served = notes.fact("法定试用期月数"), notes.fact("已履行试用期")
    wage, line = notes.fact("试用期满月工资"), notes.line("违法约定试用期赔偿金")
    if line is None:
        return
    over = max(Fraction(0), served - legal)
    length = notes.fact("试用期合同期限")
    term = f"合同期限{length}，{_band(legal)}，" if length.years < 100 else ""
    notes.base.append(f"{term}试用期最长{num(legal)}个月（第19条）")
    if served >= legal:
        notes.base.append(
            f"超过{num(served)}-{num(legal)}={num(over)}个月，按试用期满后的月工资{num(wage)}元计"
        )
        notes.sums.append(f"{num(wage)}×({num(served)}-{num(legal)})={num(line.amount)}元")
    else:
        notes.base.append("没有超过，赔偿金0元")
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
    notes.work("月平均工资", "月平均工资")
    if base != notes.fact("月平均工资"):
        notes.base.append(floored(notes.fact("月平均工资"), base, "最低工资"))
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
