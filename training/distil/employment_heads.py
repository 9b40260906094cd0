"""How each head of employment law is derived: severance, damages and notice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.law.service import service
from lexcalc.money import cents
from training.distil import employment_contract as contract
from training.distil.employment import Notes, Writer
from training.distil.sums import capped, floored, num, product

_LAW = date(2008, 1, 1)
_OLD_END = date(2007, 12, 31)
_DUE = {
    "单位提出协商解除": ("单位提出并协商一致解除", "劳动合同法第46条"),
    "被迫解除": ("单位有第38条情形，劳动者被迫解除", "劳动合同法第46条"),
    "医疗期满解除": ("医疗期满解除", "劳动合同法第46条"),
    "不能胜任解除": ("不能胜任工作解除", "劳动合同法第46条"),
    "客观情况变化解除": ("客观情况重大变化解除", "劳动合同法第46条"),
    "经济性裁员": ("经济性裁员", "劳动合同法第46条"),
    "期满单位不续订": ("期满单位不续订", "劳动合同法第46条"),
    "期满降低条件劳动者不续": ("期满降低条件续订，劳动者不同意", "劳动合同法第46条"),
    "单位破产解散": ("单位主体消灭而终止", "劳动合同法第46条"),
    "任务完成终止": ("任务完成而终止", "劳动合同法实施条例第22条"),
}  # fmt: skip


def severance(notes: Notes) -> None:
    """经济补偿 (N)."""
    reason = notes.fact("解除情形")
    what, article = _DUE.get(reason, ("属应付情形", "劳动合同法第46条"))
    notes.kind.append(notes.pick(f"{what}，应付经济补偿（{article}）", f"{what}，依{article}应付经济补偿"))
    line = notes.line("经济补偿")
    base = _base(notes)
    over = notes.fact("超三倍社平")
    months = _months(notes, whole=False)
    if line is None or base is None or months is None:
        return
    old = notes.fact("旧段计发月数") or Fraction(0)
    capped = notes.fact("计发月数")
    notes.base.append(_taken(over, months, capped))
    if not old:
        notes.sums += product(capped, base)
    else:
        old_base = notes.fact("旧段计发基数")
        if old_base == base:
            notes.base.append(f"{num(old)}+{num(capped)}={num(old + capped)}个月")
            notes.sums += product(old + capped, base)
        else:
            notes.base.append(f"企业月平均工资较高，旧段基数{num(old_base)}元")
            notes.sums += product(old, old_base) + product(capped, base)
            notes.sums.append(
                f"{num(old * old_base)}+{num(capped * base)}={num(old * old_base + capped * base)}元"
            )
    _settle(notes, "经济补偿", line.amount)


def unlawful(notes: Notes) -> None:
    """违法解除赔偿金 (2N)."""
    ended = "违法终止" if notes.fact("解除情形") == "违法终止" else "违法解除"
    notes.kind.append(
        notes.pick(
            f"{ended}，付二倍赔偿金（劳动合同法第87条）", f"{ended}，依劳动合同法第48条、第87条付二倍赔偿金"
        )
    )
    line = notes.line("违法解除赔偿金")
    base = _base(notes)
    months = _months(notes, whole=True)
    if line is None or base is None or months is None:
        return
    capped = notes.fact("赔偿金月数")
    notes.base.append(_taken(notes.fact("超三倍社平"), months, capped))
    notes.sums += product(capped, base, last=False)
    once = capped * base
    notes.sums.append(f"{num(once)}×2={num(cents(2 * once))}元")
    _settle(notes, "违法解除赔偿金", line.amount)


def notice(notes: Notes) -> None:
    """代通知金 (+1)."""
    article = notes.pick("劳动合同法第40条", "劳动合同法实施条例第20条")
    notes.kind.append(f"未提前三十日通知，另付上一个月工资（{article}）")
    line = notes.line("代通知金")
    if line is None:
        return
    if not notes.several():
        notes.base.append(f"上月工资{num(line.amount)}元")
    notes.sums.append(f"代通知金{num(line.amount)}元")
    notes.amounts.append(("代通知金", line.amount))


def _settle(notes: Notes, head: str, amount: Fraction) -> None:
    notes.amounts.append((head, amount))


def _base(notes: Notes) -> Fraction | None:
    """The monthly base: how the average came about, the floor, the cap; None where it is not known."""
    average = notes.fact("月平均工资")
    if average is None:
        return None
    notes.work("月平均工资", "月平均工资")
    base = notes.fact("工资基数")
    least = notes.fact("最低工资")
    if base is None:
        return None
    if isinstance(least, Fraction):
        notes.base.append(floored(average, least, "最低工资"))
    return _cap(notes, base)


def _cap(notes: Notes, base: Fraction) -> Fraction | None:
    over = notes.fact("超三倍社平")
    if over is None:
        return None
    given = notes.env.given
    if given("社平年工资") is not None:
        year = given("社平年工资")
        notes.base.append(f"{num(year)}÷12={num(cents(year / 12))}元")
    triple = given("三倍社平")
    month = notes.fact("社平月工资") if triple is None and (over or _has_local(given)) else None
    if triple is not None:
        three = triple
        shown = f"三倍社平{num(three)}元"
    elif month is not None:
        three = 3 * month
        shown = f"{num(month)}×3={num(three)}元"
    else:
        if base == notes.fact("月平均工资"):
            notes.base.append(notes.pick(f"基数{num(base)}元", f"按{num(base)}元计"))
        return base
    notes.base.append(f"{shown}，{capped(base, three)}")
    return three if over else base


def _taken(over: bool | None, months: Fraction, counted: Fraction) -> str:
    """The same words whether the years are cut or not: a small model leaves out what comes at times."""
    return f"{'封顶的最多12个月' if over else '未封顶的不限月数'}，{num(months)}个月取{num(counted)}个月"


def _has_local(given: Any) -> bool:
    return given("社平月工资") is not None or given("社平年工资") is not None


def _months(notes: Notes, whole: bool) -> Fraction | None:
    """The months of article 47, over the whole service or since 2008; None where a day is missing."""
    name = "全程月数" if whole else "新段月数"
    months = notes.fact(name)
    if months is None:
        return None
    hired, end = notes.fact("入职日"), notes.fact("解除日")
    length = notes.fact("工作年限")
    if hired is None:
        notes.base.append(f"工作年限{length}，折算为{num(months)}个月")
        if not whole and notes.fact("跨2008年"):
            notes.base.append(f"其中2008年以前计{num(notes.fact('旧段计发月数'))}个月")
        return months
    if not whole and hired < _LAW:
        old = notes.fact("旧段计发月数")
        before = service(hired, _OLD_END)
        if old:
            most = "，最多12个月" if old < notes.fact("旧段满年月数") else ""
            notes.base.append(
                f"{hired}至2007-12-31为{before}，每满一年一个月、不满一年按一年{most}，计{num(old)}个月"
            )
        else:
            notes.base.append("2008年以前的年限按当时规定不计")
        hired = _LAW
    span = service(hired, end)
    notes.base.append(f"{hired}至{end}为{span}，折算为{num(months)}个月")
    return months


WRITERS: dict[str, Writer] = {
    "经济补偿": severance,
    "违法解除赔偿金": unlawful,
    "代通知金": notice,
    "二倍工资差额": contract.double,
    "未休年休假工资": contract.leave,
    "加班费": contract.overtime,
    "竞业限制补偿": contract.covenant,
    "违法约定试用期赔偿金": contract.probation,
    "经济补偿个人所得税": contract.tax,
    "加付赔偿金": contract.additional,
    "医疗补助费": contract.medical,
    "拖欠工资": contract.arrears,
}
