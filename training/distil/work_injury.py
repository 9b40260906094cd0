"""The deduction of a work-injury case: the scenario's five steps, one short operation at a time."""

from __future__ import annotations

import random
import re
from fractions import Fraction

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from lexcalc.law.assess import Line
from lexcalc.law.missing import Missing
from lexcalc.money import cents, plain
from training.distil.deduction import Deduction
from training.distil.sums import addition
from training.distil.work_injury_case import Part, Work
from training.distil.work_injury_heads import HEADS
from training.records import Question

_BY_FIRM = (
    "停工留薪期工资",
    "停工留薪期护理费",
    "一次性伤残就业补助金",
    "一次性伤残补助金差额",
    "下落不明期间工资",
    "经济补偿",
)
_LACKED = {
    "月缴费工资": "受伤前12个月平均月缴费工资",
    "本人工资": "本人工资（12个月平均月缴费工资）",
    "统筹地区月平均工资": "统筹地区上年度职工月平均工资",
    "解除时月平均工资": "解除时上年度职工月平均工资",
    "原月工资": "停工留薪期的原工资",
    "停工留薪期": "停工留薪期的月数",
    "医疗补助金月数": "一次性工伤医疗补助金的月数",
    "就业补助金月数": "一次性伤残就业补助金的月数",
    "待遇月数": "按月待遇的月数",
    "人均可支配收入": "上一年度全国城镇居民人均可支配收入",
}


def deduce(question: Question, case: Case, native: Assessment) -> Deduction:
    """The reasoning that gives the rulebook's own items, as a model should write it.

    ValueError where a step does not come to the rulebook's amount, so that nothing else is ever taught.
    """
    if any("算得" in str(each) for each in native.missing):
        raise ValueError("the rulebook doubts its own amount: nothing to teach")
    rng = random.Random(question.id)
    work = Work(case, native, rng, question.notes)
    payer = case.asked.payer
    lines = [line for line in native.items if payer in (None, "全部") or line.payer == payer] or native.items
    injury, liable = work.injury(), work.liable() + _counted(native, case, lines, payer)
    parts = [HEADS[line.head](work, line) for line in lines if line.head in HEADS]
    if len(parts) != len(lines):
        raise ValueError(f"no deduction for {[line.head for line in lines if line.head not in HEADS]}")
    lacks = "" if native.answer is not None else _lacks(native)
    steps = (
        ("工伤认定", injury),
        ("责任主体", liable),
        ("待遇计算", _basis(parts, lacks)),
        ("保险", _insurance(work, native.items, case)),
        ("赔偿计算", _lacking(parts, lacks) if lacks else _amounts(work, parts, case, native)),
    )
    return Deduction(steps, _conclusion(work, question, native, lacks))


def _counted(native: Assessment, case: Case, lines: list[Line], payer: str | None) -> str:
    """The heads that the steps will count, named once before any figure; only the asked payer's."""
    if native.answer is None:
        names, payer = list(case.asked.heads), None
    else:
        names = [line.head for line in lines]
    heads = "、".join(dict.fromkeys(names))
    if not heads:
        return ""
    return f"应由{payer}支付的：{heads}。" if payer not in (None, "全部") else f"应算：{heads}。"


def _basis(parts: list[Part], lacks: str) -> str:
    sentences = list(dict.fromkeys(basis for part in parts for basis in part.basis))
    if lacks:
        sentences.append(f"题面没有{lacks}")
    return "；".join(sentences) + "。" if sentences else "按题面所写的数额计。"


def _lacking(parts: list[Part], lacks: str) -> str:
    known = "".join(f"{part.text}；" for part in parts)
    return f"{known}缺少{lacks}，所问的数额算不出来。"


def _lacks(native: Assessment) -> str:
    lacked = [getattr(each, "name", "") for each in native.missing]
    hides = (
        {"停工留薪期延长确认"} if "停工留薪期" in lacked else set()
    )  # asked only because the months are not known
    names = [
        _LACKED.get(each.name, each.name)
        if isinstance(each, Missing)
        else re.split(r"[（：，(]", str(each))[0]
        for each in (*native.missing, *native.discretion)
        if getattr(each, "name", "") not in hides
    ]
    return "、".join(dict.fromkeys(names))


def _insurance(work: Work, lines: list[Line], case: Case) -> str:
    """Which payer answers for which head."""
    if case.facts.value("非法用工") is True:
        return "未参加工伤保险，没有基金支付的部分。"
    if case.facts.value("参保") is False:
        return work.pick("未参保，没有基金支付的部分。", "未参保，基金不支付。", "未参保，全部由单位负担。")
    known = {line.head: line.payer for line in lines}
    insured = case.facts.value("参保") is True
    fund, firm = [], []
    for head in dict.fromkeys(case.asked.heads):
        payer = known.get(head) or (_usual(work, head) if insured and head not in known else None)
        if payer:
            (fund if payer == "工伤保险基金" else firm).append(head)
    if not fund and not firm:
        return "未写是否参保，不影响数额。"
    if fund and firm:  # the smaller group by name
        few, others = (firm, "基金") if len(firm) <= len(fund) else (fund, "单位")
        who = "单位" if few is firm else "基金"
        return f"{'、'.join(few)}由{who}支付，其余由{others}支付。"
    return "由工伤保险基金支付。" if fund else "由单位支付。"


def _usual(work: Work, head: str) -> str:
    """Who pays a head where the employer is insured."""
    grade = work.number("伤残等级")
    if head in _BY_FIRM:
        return "用人单位"
    if head == "伤残津贴":  # by the grade; unknown without it
        return "" if grade is None else "用人单位" if grade >= 5 else "工伤保险基金"
    return "工伤保险基金"


def _amounts(work: Work, parts: list[Part], case: Case, native: Assessment) -> str:
    """Each head's equations, then the sum that was asked for, less what was paid."""
    sentences = [part.text for part in parts]
    amounts = [cents(part.line.amount) for part in parts]
    total = sum(amounts, Fraction(0))
    if len(amounts) > 1:
        sentences += addition(amounts)
    if case.asked.deduct_paid:
        entries = case.facts.value("已付款")
        assert isinstance(entries, list)
        for entry in entries:
            paid = entry["金额"]
            assert isinstance(paid, Fraction)
            sentences.append(f"{plain(total)}-{plain(paid)}={plain(total - paid)}元")
            total -= paid
    if total != native.answer:
        raise ValueError(f"the steps come to {total}, the rulebook to {native.answer}")
    return "；".join(sentences) + "。"


def _conclusion(work: Work, question: Question, native: Assessment, lacks: str) -> str:
    if lacks:
        return f"缺少{lacks}，无法计算。"
    amount = plain(native.answer or Fraction(0))
    monthly = "每月" if native.items and all(line.monthly for line in native.items) else ""
    payer = question.asked["payer"]
    counted = [line for line in native.items if payer is None or line.payer == payer]
    several = "合计" if len(counted) > 1 else ""
    if question.asked["deduct_paid"]:
        return work.pick(f"扣除已付，还应支付{amount}元。", f"减去已付的，还应付{amount}元。")
    if payer:
        return work.pick(f"{payer}应支付{several}{amount}元。", f"应由{payer}支付{several}{amount}元。")
    if several:
        return work.pick(
            f"各项{several}{monthly}{amount}元。",
            f"以上{several}{monthly}{amount}元。",
            f"{several}{monthly}{amount}元。",
        )
    asked = dict(question.elements).get("所问", "所问待遇")
    return work.pick(f"{asked}{monthly}为{amount}元。", f"应得{asked}{monthly}{amount}元。")
