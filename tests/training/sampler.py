"""A small sampler and its deduction: severance pay in a few tellings, one in seven without the wage."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from training.distil.deduction import Deduction
from training.records import Draft, Question, Voice

OPENINGS = {
    "exam": "{name}于{first}进入某{trade}工作",
    "judgment": "经审理查明，原告{name}自{first}起在被告某{trade}任职",
    "layman": "我是{first}进的这家{trade}，同事都喊我{name}",
}
WAGES = {
    "a": "离职前十二个月平均工资为{wage}元",
    "b": "此前一年的月平均工资是{wage}元",
    "c": "近十二个月应得工资平均每月{wage}元",
}
ENDINGS = {
    "a": "{last}公司以其不能胜任工作为由解除劳动合同",
    "b": "{last}因客观情况发生重大变化被公司解除合同",
    "c": "后公司于{last}进行经济性裁员，与其解除劳动合同",
}
SITUATIONS = {"a": "不能胜任解除", "b": "客观情况变化解除", "c": "经济性裁员"}
ASKED = ["公司应支付多少经济补偿", "请计算经济补偿的数额", "问：经济补偿应为多少元", "应得的经济补偿是多少"]
TRADES = ["机械厂", "物流公司", "餐饮公司", "商贸公司", "纺织厂", "电子厂", "培训学校", "装饰公司"]
EXTRAS = [
    "，岗位是{job}，每天早上八点打卡上班",
    "，先后做过{job}等岗位，多次被评为先进",
    "，双方签有书面合同，岗位为{job}",
    "，平时住在厂区宿舍，负责{job}的日常事务",
]
JOBS = [
    "仓库管理",
    "设备维修",
    "财务核算",
    "门店收银",
    "客户回访",
    "产品质检",
    "市场推广",
    "行政接待",
    "车队调度",
    "食堂采购",
]


def told(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def sample(rng: Random, voice: Voice) -> Draft:
    first = date(rng.randint(2009, 2017), rng.randint(1, 12), rng.randint(1, 28))
    last = date(rng.randint(2019, 2024), rng.randint(1, 12), rng.randint(1, 28))
    wage, cap = rng.randrange(4000, 9000, 50), rng.randrange(6000, 8000, 100)
    name = rng.choice("王李张刘陈杨赵黄") + "某"
    w, e, extra = rng.choice("abc"), rng.choice("abc"), rng.randrange(len(EXTRAS))
    missing = rng.random() < 0.15
    opening = OPENINGS[voice].format(name=name, first=told(first), trade=rng.choice(TRADES))
    parts = [opening + EXTRAS[extra].format(job=rng.choice(JOBS))]
    elements = [("入职", told(first))]
    facts = {"入职日": first, "解除日": last, "解除情形": SITUATIONS[e], "已提前通知": True}
    facts["社平月工资"] = Fraction(cap)
    if not missing:
        parts.append(WAGES[w].format(wage=wage))
        facts["月平均工资"] = Fraction(wage)
        elements.append(("月平均工资", f"{wage}元"))
    parts.append(ENDINGS[e].format(last=told(last)) + "，已提前三十日书面通知")
    elements.append(("解除", told(last)))
    parts.append(f"当地上年度职工月平均工资为{cap}元")
    asked = rng.choice(ASKED)
    elements.append(("所问", "经济补偿"))
    text = "，".join(parts) + "。" + asked + ("？" if "多少" in asked else "。")
    return Draft(
        scenario="EC",
        question=text,
        facts=facts,
        heads=("经济补偿",),
        elements=tuple(elements),
        voice=voice,
        pattern=f"{w}{e}{extra}{ASKED.index(asked)}",
    )


def plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def deduce(question: Question, case: Case, native: Assessment) -> Deduction:
    kind = "依劳动合同法第四十六条，用人单位应当支付经济补偿。"
    if native.answer is None:
        steps = (("补偿类型", kind), ("月数与基数", "案情没有写明月平均工资。"), ("赔偿计算", "无法列式。"))
        return Deduction(steps, "缺少月平均工资，无法计算。")
    wage = Fraction(question.facts["月平均工资"])
    months = native.answer / wage
    steps = (
        ("补偿类型", kind),
        ("月数与基数", f"按第四十七条共{plain(months)}个月；基数{plain(wage)}元。"),
        ("赔偿计算", f"经济补偿{plain(wage)}×{plain(months)}={plain(native.answer)}元。"),
    )
    return Deduction(steps, f"公司应付经济补偿{plain(native.answer)}元。")
