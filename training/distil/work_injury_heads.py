"""How each work-injury benefit is reasoned: what it is counted by, and its equations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from lexcalc.law.assess import Line
from lexcalc.law.service import service, severance_months
from lexcalc.money import cents, plain
from training.distil.sums import floored
from training.distil.work_injury_case import NUMERALS, Part, Work, graded

_SHARES = {1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}
_CARE = {"完全不能自理": 50, "大部分不能自理": 40, "部分不能自理": 30}


def _product(head: str, *factors: str, value: Fraction, times: Fraction | None = None) -> str:
    """``head a×b=c元``; with months a second equation, each with one operation."""
    text = f"{head}{'×'.join(factors)}={plain(value)}"
    if times is not None and times != 1:
        text += f"，{plain(value)}×{plain(times)}={plain(value * times)}"
        value *= times
    return text + "元" + (f"，四舍五入为{plain(cents(value))}元" if cents(value) != value else "")


def _agree(line: Line, value: Fraction) -> None:
    if cents(value) != cents(line.amount):
        raise ValueError(f"{line.head}: the steps come to {value}, the rulebook to {line.amount}")


def _lump(work: Work, line: Line) -> Part:
    own, how = work.own()
    months = line.amount / own
    _agree(line, months * own)
    grade = graded(work.number("伤残等级"))
    law = work.cite(line)
    basis = [
        how,
        work.pick(
            f"{law}：{grade}为{plain(months)}个月",
            f"{grade}计{plain(months)}个月（{law}）",
            f"依{law}，{grade}发{plain(months)}个月",
        ),
    ]
    return Part(line, _product(line.head, plain(months), plain(own), value=line.amount), basis)


def _leave(work: Work, line: Line) -> Part:
    stated = work.need("停工留薪期")
    monthly = work.number("原月工资") or work.number("月缴费工资") or work.number("本人工资")
    assert monthly is not None
    months, why = stated, f"停工留薪期{plain(stated)}个月，未超过12个月"
    more = work.number("停工留薪期延长")
    if more is not None:
        months = min(stated, Fraction(12)) + min(more, Fraction(12))
        why = f"经确认延长{plain(more)}个月，{plain(stated)}+{plain(more)}={plain(months)}个月"
    elif stated > 12:
        confirmed = work.case.facts.value("停工留薪期延长确认") is True
        months = min(stated, Fraction(24)) if confirmed else Fraction(12)
        why = (
            f"超过12个月的部分经确认，按{plain(months)}个月计"
            if confirmed
            else "超过12个月的部分未经确认，按12个月计"
        )
        if confirmed and stated > 24:
            why = "经确认也最长24个月，按24个月计"
    basis = [f"{why}（{work.cite(line)}）" if work.rng.random() < 0.5 else f"{work.cite(line)}：{why}"]
    whole = months * monthly
    paid = work.number("停工留薪期已付") or Fraction(0)
    per_month = work.notes.get("每月已付")
    told = f"{plain(months)}×{per_month}={plain(paid)}" if per_month else plain(paid)
    text = (
        f"应发{plain(months)}×{plain(monthly)}={plain(whole)}元，已发{told}元，"
        f"{line.head}{plain(whole)}-{plain(paid)}={plain(whole - paid)}元"
    )
    _agree(line, whole - paid)
    return Part(line, text, basis)


def _pension(work: Work, line: Line) -> Part:
    own, how = work.own()
    grade = int(work.need("伤残等级"))
    share = _SHARES[grade]
    monthly = own * share / 100
    times = work.number("待遇月数") or Fraction(1)
    basis = [
        how,
        work.pick(
            f"{work.cite(line)}：{NUMERALS[grade]}级按{share}%",
            f"{NUMERALS[grade]}级按本人工资的{share}%（{work.cite(line)}）",
        ),
    ]
    minimum = work.number("最低工资")
    if minimum is not None:
        basis.append(f"{plain(own)}×{share}%={plain(monthly)}元，{floored(monthly, minimum, '最低工资')}")
        monthly = max(monthly, minimum)
        text = (
            f"{line.head}每月{plain(monthly)}元"
            if times == 1
            else _product(line.head, plain(monthly), plain(times), value=monthly * times)
        )
        _agree(line, monthly * times)
        return Part(line, text, basis)
    _agree(line, monthly * times)
    return Part(line, _product(line.head, plain(own), f"{share}%", value=monthly, times=times), basis)


def _care(work: Work, line: Line) -> Part:
    average, how = work.average()
    level = str(work.case.facts.value("生活自理障碍"))
    share = _CARE[level]
    times = work.number("待遇月数") or Fraction(1)
    monthly = average * share / 100
    _agree(line, monthly * times)
    basis = [f"月平均工资{how}"] if how else []
    basis.append(
        work.pick(
            f"{work.cite(line)}：{level}按统筹地区月平均工资的{share}%",
            f"{level}按月平均工资的{share}%，不按本人工资（{work.cite(line)}）",
        )
    )
    return Part(line, _product(line.head, plain(average), f"{share}%", value=monthly, times=times), basis)


def _subsidy(work: Work, line: Line) -> Part:
    name = "医疗补助金" if "医疗" in line.head else "就业补助金"
    ratio = work.number("就业补助金比例") if name == "就业补助金" else None
    area = work.case.facts.value("地区")
    amount = work.number(name + "数额")
    if amount is not None:
        basis = [f"{name}当地标准为{plain(amount)}元"]
        text = _product(line.head, "1", plain(amount), value=amount)
    else:
        base = work.need("解除时月平均工资")
        months = line.amount / base / (ratio or 1)
        if months.denominator != 1:
            raise ValueError(f"{line.head}: {months} months")
        amount = months * base
        where = f"{area}规定{graded(work.number('伤残等级'))}" if work.number(name + "月数") is None else ""
        basis = [f"{where}{name}{plain(months)}个月，基数{plain(base)}元"]
        text = _product(line.head, plain(months), plain(base), value=amount)
    if ratio is not None:
        share = f"{plain(ratio * 100)}%"
        basis[0] += f"，按{share}计发"
        text = text.removesuffix("元") + f"，{plain(amount)}×{share}={plain(amount * ratio)}元"
        amount *= ratio
    _agree(line, amount)
    return Part(line, text, basis)


def _funeral(work: Work, line: Line) -> Part:
    average, how = work.average()
    _agree(line, 6 * average)
    basis = [f"月平均工资{how}"] if how else []
    basis.append(
        work.pick(
            f"{work.cite(line)}：丧葬补助按6个月月平均工资",
            f"丧葬补助为6个月的统筹地区月平均工资（{work.cite(line)}）",
        )
    )
    return Part(line, _product(line.head, "6", plain(average), value=6 * average), basis)


def _grant(work: Work, line: Line) -> Part:
    months = work.number("工亡补助金月数")
    if months is not None and work.old:
        average, how = work.average()
        _agree(line, months * average)
        basis = [f"月平均工资{how}"] if how else []
        basis.append(f"2011年以前工亡按{plain(months)}个月统筹地区月平均工资")
        return Part(line, _product(line.head, plain(months), plain(average), value=months * average), basis)
    if line.amount == 0:
        return Part(line, f"{line.head}0元", ["停工留薪期满后死亡，没有工亡补助"])
    gone = work.case.facts.value("死亡情形") == "下落不明"
    whole = line.amount * (2 if gone else 1)
    income = whole / 20
    basis = [
        work.pick(
            f"{work.cite(line)}：工亡补助为上一年度全国城镇居民人均可支配收入{plain(income)}元的20倍",
            f"上一年度全国城镇居民人均可支配收入{plain(income)}元，工亡补助按20倍（{work.cite(line)}）",
        )
    ]
    text = _product(line.head, plain(income), "20", value=whole)
    if gone:
        basis.append("下落不明，预支50%")
        text = text.removesuffix("元") + f"，{plain(whole)}×50%={plain(line.amount)}元"
    return Part(line, text, basis)


def _gone_wage(work: Work, line: Line) -> Part:
    monthly = work.number("原月工资") or work.need("月缴费工资")
    months = min(work.need("下落不明月数"), Fraction(3))
    _agree(line, months * monthly)
    text = _product(line.head, plain(months), plain(monthly), value=months * monthly)
    return Part(line, text, [f"{work.cite(line)}：下落不明的前{plain(months)}个月照发工资"])


def _kin(work: Work, line: Line) -> Part:
    own, how = work.own()
    listed = work.case.facts.value("供养亲属")
    assert isinstance(listed, list)
    shares = [(40 if kin["关系"] == "配偶" else 30) + (10 if kin.get("孤老孤儿") else 0) for kin in listed]
    total = sum(shares)
    told = "、".join(f"{kin['关系']}{share}%" for kin, share in zip(listed, shares, strict=True))
    if len(shares) > 1:
        told += "，" + "+".join(f"{share}%" for share in shares) + f"={total}%"
    told += "，超过100%，按100%计" if total > 100 else f"，不超过100%，按{total}%计"
    basis = [how, f"{work.cite(line)}：{told}"]
    total = min(total, 100)
    times = work.number("待遇月数")
    gone = work.number("下落不明月数")
    if times is None and gone is not None:
        times = max(Fraction(0), gone - 3)
        basis.append(f"前3个月照发工资，{plain(gone)}-3={plain(times)}个月发抚恤金")
    times = Fraction(1) if times is None else times
    monthly = own * total / 100
    _agree(line, monthly * times)
    return Part(line, _product(line.head, plain(own), f"{total}%", value=monthly, times=times), basis)


def _illegal(work: Work, line: Line) -> Part:
    if work.case.facts.value("死亡日"):
        if work.old:
            raise ValueError("no telling for a death at an unlicensed employer before 2011")
        times = Fraction(20 if line.head.startswith("非法") else 10)
        income = line.amount / times
        basis = [
            f"{work.cite(line)}：按上一年度全国城镇居民人均可支配收入{plain(income)}元的{plain(times)}倍"
        ]
        return Part(line, _product(line.head, plain(income), plain(times), value=line.amount), basis)
    yearly, monthly = work.number("统筹地区年平均工资"), work.number("统筹地区月平均工资")
    basis = []
    if yearly is None:
        assert monthly is not None
        yearly = monthly * 12
        basis.append(f"年平均工资{plain(monthly)}×12={plain(yearly)}元")
    times = line.amount / yearly
    basis.append(f"{work.cite(line)}：{graded(work.number('伤残等级'))}为年平均工资的{plain(times)}倍")
    return Part(line, _product(line.head, plain(yearly), plain(times), value=line.amount), basis)


def _living(work: Work, line: Line) -> Part:
    average, how = work.average()
    months = work.need("治疗月数")
    _agree(line, average * months)
    basis = [f"月平均工资{how}"] if how else []
    basis.append(f"{work.cite(line)}：治疗{plain(months)}个月，按月平均工资计生活费")
    return Part(line, _product(line.head, plain(average), plain(months), value=average * months), basis)


def _gap(work: Work, line: Line) -> Part:
    due, how = work._own_wage("应缴月工资")
    had = Fraction(work.notes["基金已付"])
    months = (line.amount + had) / due
    _agree(line, months * due - had)
    if months.denominator != 1:
        raise ValueError(f"{line.head}: {months} months")
    count, whole = plain(months), months * due
    basis = [how, f"{graded(work.number('伤残等级'))}为{count}个月（{work.cite(line)}）"]
    text = (
        f"应得{count}×{plain(due)}={plain(whole)}元，已得{plain(had)}元，"
        f"{line.head}{plain(whole)}-{plain(had)}={plain(whole - had)}元"
    )
    return Part(line, text, basis)


def _meals(work: Work, line: Line) -> Part:
    days = work.need("住院天数")
    local = work.number("住院伙食标准")
    if local is not None:
        _agree(line, days * local)
        return Part(
            line,
            _product(line.head, plain(days), plain(local), value=days * local),
            [f"{work.cite(line)}：按住院天数和当地标准"],
        )
    travelling = work.need("出差伙食标准")
    whole = days * travelling
    _agree(line, whole * 7 / 10)
    first = f"出差标准{plain(days)}×{plain(travelling)}={plain(whole)}元"
    text = f"{first}；{_product(line.head, plain(whole), '70%', value=whole * 7 / 10)}"
    return Part(line, text, ["2011年以前按出差伙食标准的70%，由单位支付"])


def _nursing(work: Work, line: Line) -> Part:
    days, rate = work.need("护理天数"), work.need("护理日标准")
    _agree(line, days * rate)
    return Part(
        line,
        _product(line.head, plain(days), plain(rate), value=days * rate),
        [f"{work.cite(line)}：停工留薪期的护理由单位负责"],
    )


def _treatment(work: Work, line: Line) -> Part:
    """The medical costs, less those that a liable third party has paid: they alone are not paid twice."""
    whole, paid = work.need("医疗费"), work.number("第三人已付医疗费")
    if paid is None:
        return _stated(work, line)
    rest = max(Fraction(0), whole - paid)
    _agree(line, rest)
    law = work.cite(line)
    return Part(
        line,
        f"{line.head}{plain(whole)}-{plain(paid)}={plain(rest)}元",
        [f"{law}：第三人已付的医疗费不重复支付，其他待遇照付"],
    )


def _severance(work: Work, line: Line) -> Part:
    """经济补偿 at the end of the term, for service that began after 2008."""
    wage, facts = work.need("月平均工资"), work.case.facts
    hired, end = facts.value("入职日"), facts.value("解除日")
    assert isinstance(hired, date) and isinstance(end, date)
    months = severance_months(hired, end)
    _agree(line, months * wage)
    count = plain(months)
    basis = [
        "期满单位不续订，另付经济补偿（《劳动合同法》第46条）",
        f"{hired}至{end}为{service(hired, end)}，折算为{count}个月",
    ]
    return Part(line, _product(line.head, count, plain(wage), value=months * wage), basis)


def _stated(work: Work, line: Line) -> Part:
    return Part(
        line,
        f"{line.head}{plain(line.amount)}元",
        [f"{work.cite(line)}：{line.head}按实际发生的{plain(line.amount)}元"],
    )


HEADS: dict[str, Callable[[Work, Line], Part]] = {
    "一次性伤残补助金": _lump,
    "一次性伤残补助金差额": _gap,
    "停工留薪期工资": _leave,
    "伤残津贴": _pension,
    "生活护理费": _care,
    "一次性工伤医疗补助金": _subsidy,
    "一次性伤残就业补助金": _subsidy,
    "丧葬补助金": _funeral,
    "一次性工亡补助金": _grant,
    "供养亲属抚恤金": _kin,
    "下落不明期间工资": _gone_wage,
    "非法用工一次性赔偿金": _illegal,
    "其他赔偿金": _illegal,
    "治疗期间生活费": _living,
    "住院伙食补助费": _meals,
    "停工留薪期护理费": _nursing,
    "经济补偿": _severance,
    "工伤医疗费": _treatment,
    "交通食宿费": _stated,
    "残疾辅助器具费": _stated,
}
