"""Many ways of telling one payment: each is deducted or doubted, none is overlooked."""

from __future__ import annotations

import pytest

from lexcalc.case import read
from lexcalc.law import assess, load_rulebook
from lexcalc.money import yuan

FIVE_MONTHS = "杜某系某公司参保职工，2024年3月1日因工受伤，停工留薪期为五个月，受伤前月工资5,800元。"
FOUR_MONTHS = "杜某系参保职工，工伤，停工留薪期4个月，原工资福利待遇为每月7,250元，月缴费工资5,100元。"
WAGES = (
    (
        FIVE_MONTHS,
        "期间公司按当地最低工资标准2,100元发放",
        "期间公司每月只打2,100元生活费",
        "这五个月单位每月发2,100元",
        "其间仅领到2,100元/月",
        "停工留薪期内，公司按2,100元/月支付工资",
        "公司已发放停工留薪期工资10,500元",
        "期间共收到公司转账10,500元",
        "公司以借支名义给付10,500元，同意抵扣",
        "公司发了3个月的工资，每个月3500，后面两个月没发",
        "公司分五次共支付10,500元",
        "养伤期间老板每个月转2100",
        "住院及休养期间，公司每月预支2,100元，双方同意从停工留薪期工资中扣除",
        "停工留薪期第一、二个月公司每月支付3,000元，第三至第五个月每月支付1,500元",
        "停工留薪期内第一个月发放3,300元，第二个月起每月发放1,800元",
        "前两个月照常每月发放5,250元，后三个月未发",
        "期间公司先后支付6,000元和4,500元",
        "公司每月少发3,700元",
        "公司称已付清，经查实际支付10,500元",
        "公司主张已支付10,500元，杜某对此予以认可",
        "杜某在此期间从公司领取生活费共计10,500元",
    ),
    (
        FOUR_MONTHS,
        "单位前三个月每月只发3,500元，第四个月未发",
        "单位在前三个月每月支付3,500元，最后一个月分文未付",
        "单位每月支付3,500元，共支付三个月",
        "单位每月支付3,500元，支付三个月后停发",
        "单位按3,500元/月支付3个月后未再支付",
        "单位实际支付工资10,500元",
        "由单位支付10,500元",
        "期间实际领取工资10,500元",
        "停工留薪期内实得工资10,500元",
        "单位仅发放10,500元，其余未付",
        "单位未足额发放停工留薪期工资，仅支付10,500元",
        "单位没按规定发停工留薪期工资，前三个月每月发3,500元，第四个月没发",
    ),
)
TREATMENT = "参保职工杜某因第三人侵权被认定为工伤，医疗费共29,000元，均在工伤保险目录内，"
BY_THIRD = (
    "肇事方已支付10,500元",
    "侵权方某运输公司已赔付医疗费10,500元",
    "其中10,500元已由肇事司机支付，其余未付",
    "对方保险公司在另案中已赔偿医疗费10,500元",
    "杜某从第三人处获得医疗费赔偿10,500元",
    "加害人垫付10,500元",
    "第三人仅赔偿10,500元医疗费",
)
DOUBTED = (
    "期间公司以生活费名义打款五次、每次2,100元",
    "厂里说超过两个月不管了，只按每月2,100元发",
)


def answer(text: str) -> str | None:
    result = assess(read(text, "WC"), load_rulebook())
    return None if result.answer is None else yuan(result.answer)


@pytest.mark.parametrize("told", [start + way for start, *ways in WAGES for way in ways])
def test_wages_paid_are_deducted(told):
    for question in ("单位应补发停工留薪期工资差额多少元？", "单位还应支付停工留薪期工资多少元？"):
        assert answer(f"{told}。{question}") == "18500.00", question


@pytest.mark.parametrize("told", DOUBTED)
def test_what_is_not_understood_is_doubted(told):
    assert answer(f"{FIVE_MONTHS}{told}。公司还应支付停工留薪期工资多少元？") is None


@pytest.mark.parametrize("told", BY_THIRD)
def test_treatment_paid_by_a_third_party(told):
    assert answer(f"{TREATMENT}{told}。工伤保险基金应支付的医疗费为多少元？") == "18500.00"
