"""The last look: a payment nobody took in, and a question for more than was understood."""

import pytest

from lexcalc.case import read

LEAVE = (
    "马某因工受伤，被鉴定为九级伤残，单位未参加工伤保险。马某受伤前十二个月平均月缴费工资5,200元，"
    "统筹地区上年度职工月平均工资7,000元。"
)
ASKED = "单位应支付一次性伤残补助金多少元？"


def doubts(text, **options):
    return "".join(read(text, "WC", **options).doubts)


@pytest.mark.parametrize(
    "payment",
    [
        "老板前阵子塞了1万2，讲明算在赔偿里头。",
        "单位曾交住院押金18,000元，双方同意冲抵。",
        "事后单位给了家属现金8,000元。",
    ],
)
def test_a_payment_that_no_reader_took_in_is_a_doubt(payment):
    case = read(LEAVE + payment + ASKED, "WC")
    assert "已付款" in case.facts or "没有计入" in "".join(case.doubts) or "已付款" in "".join(case.doubts)


@pytest.mark.parametrize(
    "words",
    [
        "单位只同意付30,000元。",
        "马某曾要求单位支付80,000元。",
        "单位付了医药费6,000元，另案处理。",
        "马某在另一家公司每月领6,300元。",
        "单位承诺给5万元，并未履行。",
        "单位另给付慰问金3,000元。",
        "马某自付医药费2,000元。",
        "马某聘请护工共支付6,600元，另案处理。",
    ],
)
def test_offers_claims_and_wages_are_none(words):
    assert "没有计入" not in doubts(LEAVE + words + ASKED)


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("单位应支付的各项待遇合计多少元？", True),
        ("以上两项一共多少元？", True),
        ("单位应支付一次性伤残补助金多少元？", False),
        ("这八个月的停工留薪期工资一共多少元？", False),
    ],
)
def test_a_question_for_several_heads_of_which_one_was_understood(question, several):
    text = LEAVE + "停工留薪期八个月，原工资福利待遇每月5,200元，单位分文未付。" + question
    case = read(text, "WC")
    assert ("所问似乎不止" in "".join(case.doubts)) == (several and len(case.asked.heads) == 1)


def test_the_user_settles_both():
    text = LEAVE + "单位曾交住院押金18,000元，双方同意冲抵。以上两项一共多少元？"
    case = read(text, "WC", heads=("一次性伤残补助金",))
    assert not any("所问" in doubt for doubt in case.doubts)


def test_a_remainder_of_which_nothing_was_taken_off_is_a_doubt():
    text = LEAVE + "单位已经支付了一部分一次性伤残补助金。单位少付了多少元？"
    assert "已付的数额" in doubts(text, heads=("一次性伤残补助金",))
    assert "已付的数额" not in doubts(LEAVE + "一次性伤残补助金应按多少算，一共是多少元？")


def test_as_many_dependants_as_the_text_counts():
    text = (
        "职工甲因工死亡，本人工资6,000元，单位已参保。经核定符合条件的供养亲属有{}人：配偶（无劳动能力）和女儿8岁。"
        "工伤保险基金每月应支付供养亲属抚恤金多少元？"
    )
    assert "人数" not in doubts(text.format("两"))
    assert doubts(text.format("三"))


def test_the_wage_of_the_month_is_no_overtime_pay():
    case = read(
        "单某月工资5,220元并以此为加班费基数，某月工作日延长工作10小时，已付加班费5,220元。还应支付加班费多少元？",
        "EC",
    )
    assert "已付加班费" not in case.facts or any("与月工资相同" in doubt for doubt in case.doubts)


def test_two_insurances_asked_together_are_not_one():
    text = (
        "2024年5月1日行人甲闯红灯被乙的轿车撞伤，甲负全责，乙无责。轿车有交强险。医疗费30,000元。法院确定乙在交强险外承担10%。"
        "交强险和这10%加在一起，甲能拿到多少元？"
    )
    case = read(text, "TC")
    assert case.asked.payer not in ("交强险", "商业三者险") or case.doubts
