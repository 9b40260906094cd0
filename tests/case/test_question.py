"""What the question, or a figure beside it, holds that no reader knew: each is a refusal, and its plain twin an answer."""

from fractions import Fraction

import pytest

from lexcalc.case import read
from lexcalc.law import assess, load_rulebook

SEVERANCE = "蒋某2018年6月1日入职，2023年9月30日公司提出并协商一致解除，前十二个月平均工资7,000元。"
INJURY = (
    "蒲某参保，工伤八级。受伤前十二个月平均月缴费工资6,000元，统筹地区上年度职工月平均工资7,000元。"
    "停工留薪期三个月，单位未付工资。"
)
CRASH = "2024年3月，裘某骑车被小轿车撞伤，小轿车全责。裘某月工资6,000元，误工期90天。医疗费40,000元。"


def answer(text):
    return assess(read(text), load_rulebook()).answer


@pytest.mark.parametrize(
    "asked",
    [
        "经济补偿应按几个月工资计算？",
        "经济补偿的年限是多少年？",
        "公司应在多少天内付清经济补偿？",
        "经济补偿该由谁支付？",
        "除了经济补偿，蒋某还能领多少失业金？",
        "经济补偿之外，公积金损失是多少？",
        "公司按6,000元算，比法定的经济补偿少了多少？",
        "蒋某和同事杨某两人的经济补偿一共多少？",
    ],
)
def test_a_question_for_something_else_is_refused(asked):
    assert answer(SEVERANCE + asked) is None


@pytest.mark.parametrize(
    "asked",
    ["经济补偿多少元？", "公司应付多少经济补偿？", "请核算经济补偿。", "经济补偿是多少（保留两位小数）？"],
)
def test_the_plain_question_is_answered(asked):
    assert answer(SEVERANCE + asked) == Fraction(38_500)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("一次性伤残补助金、停工留薪期工资", 84_000),
        ("一次性伤残补助金、停工留薪期工资、交通补贴", None),
        ("一次性伤残补助金、营养、停工留薪期工资", None),
    ],
)
def test_every_item_of_a_list_must_be_known(items, expected):
    assert answer(INJURY + f"{items}合计多少元？") == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("厂里另有一笔4,321元。", None),
        ("蒲某每月基本工资2,300元。", 66_000),
        ("同岗位平均7,300元。", 66_000),
        ("家属请护工每月花5,500元。", 66_000),
        ("全省上年度职工月平均工资7,600元。", 66_000),
        ("所在省城镇居民人均可支配收入46,300元。", 66_000),
    ],
)
def test_a_sum_nobody_took_in(words, expected):
    """A sum that no kind explains is a doubt; those that no benefit counts are none."""
    found = answer(INJURY + words + "一次性伤残补助金多少元？")
    assert found == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(
    ("words", "asked", "expected"),
    [
        ("", "误工费多少？", 18_000),
        ("误工期间饭店照发了一半工资。", "误工费多少？", None),
        ("这三个月单位还发给他基本工资。", "误工费多少？", None),
        ("", "医疗费应认定多少？", 40_000),
        ("其中10,000元是治老胃病的，法院不支持。", "医疗费应认定多少？", None),
        ("其中医保统筹报销了12,000元。", "医疗费应认定多少？", None),
    ],
)
def test_what_reduces_a_loss_is_no_silence(words, asked, expected):
    if words.startswith("其中"):
        found = answer(CRASH.replace("医疗费40,000元。", "医疗费40,000元，" + words) + asked)
    else:
        found = answer(CRASH + words + asked)
    assert found == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(
    "story",
    [
        "他说公司把他辞了，公司说是他自己走的，法院还没查清。",
        "公司咬定是他自己辞职的。",
        "单位坚持说他严重违纪被解除。",
    ],
)
def test_a_ground_that_only_the_employer_tells_gives_no_zero(story):
    text = f"朱某2020年1月1日入职，2024年1月15日解除。{story}前十二个月平均工资5,000元。经济补偿多少？"
    assert answer(text) is None


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ("没休过年休假", 6_000),
        ("请过年休假两次，一次1天一次3天", None),
        ("歇过几回年假", None),
    ],
)
def test_leave_taken_in_words(taken, expected):
    text = f"马某剔除加班费后的月平均工资6,525元，累计工龄11年，2023年在岗，{taken}。公司应付2023年未休年休假工资多少？"
    assert answer(text) == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize(
    ("none", "several"),
    [("无其他受害人", False), ("没有其他伤者", False), ("另有一名伤者也已起诉", True)],
)
def test_nobody_else_was_hurt(none, several):
    text = (
        "2024年4月，甲驾驶的轿车与乙驾驶的摩托车相撞，甲负主要责任，乙受伤。甲车投保交强险。"
        f"乙的损失：医疗费用类37,460元，死亡伤残类96,300元，{none}。甲车交强险应赔偿乙多少元？"
    )
    assert (answer(text) is None) is several


def test_hair_and_fen():
    """5毛7 are 57 fen; 120天后 is no sum."""
    text = "遛弯被一辆送货车碰了，送货车全责。医疗费28,314块5毛7，120天后才好。医疗费多少？"
    assert answer(text) == Fraction("28314.57")


@pytest.mark.parametrize("words", ["出院医嘱写的是再护理38天，一个人", "出院后还要护理38天，一个人"])
def test_further_nursing_comes_on_top(words):
    text = (
        "我妈被面包车撞了，对方全责。住院22天，住院期间需要两个人护理，请的护工都是一天160；"
        f"{words}；回家以后是表妹照顾的，当地行情一天130。护理费是多少？"
    )
    assert answer(text) == Fraction(22 * 2 * 160 + 38 * 130)


@pytest.mark.parametrize(
    ("paid", "asked", "expected"),
    [
        ("公司已先付了一个月工资作为补偿。", "余下经济补偿多少？", None),
        ("", "经济补偿多少？", 38_500),
    ],
)
def test_what_was_paid_in_months(paid, asked, expected):
    assert answer(SEVERANCE + paid + asked) == (None if expected is None else Fraction(expected))


@pytest.mark.parametrize("how", ["一周六天，干了两年", "每周只休一天", "月休四天，天天10小时"])
def test_overtime_of_every_week_needs_its_number(how):
    text = f"钱某月薪5,220元，{how}，周六都上班，公司没付过加班费。加班费合计多少？"
    assert answer(text) is None


@pytest.mark.parametrize(
    ("words", "asked", "expected"),
    [
        ("住院15天。", "住院伙食补助费多少？", 1_500),
        ("住院15天；复查时又住院15天。", "住院伙食补助费多少？", None),
        ("电动车报废，评估损失9,000元。", "财产损失应赔多少？", 9_000),
        ("电动车报废，评估损失9,000元，残值1,000元归裘某。", "财产损失应赔多少？", None),
    ],
)
def test_a_second_stay_and_scrap(words, asked, expected):
    text = CRASH + words + "伙食补助按每天100元。" + asked
    assert answer(text) == (None if expected is None else Fraction(expected))
