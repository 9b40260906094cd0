"""Deductions of employment law: verified by the check that users run, and short."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from lexcalc import pipeline
from lexcalc.case.model import Duration
from lexcalc.law.facts import parse_fact
from lexcalc.money import plain
from lexcalc.reasoning.vocabulary import keywords
from training.data import employment
from training.distil.employment import deduce
from training.records import VOICES, Draft, from_draft


def trajectories(count: int):
    for i in range(count):
        question = from_draft(employment.sample(Random(9000 + i), VOICES[i % 3]))
        deduction = deduce(question, *question.assess())
        elements = "；".join(f"{label}={text}" for label, text in question.elements)
        steps = "\n".join(f"{heading}：{sentence}" for heading, sentence in deduction.steps)
        box = "" if question.answer is None else f"\\boxed{{{plain(Fraction(question.answer))}}}"
        yield (
            question,
            deduction,
            f"<think>\n要素：{elements}\n{steps}\n</think>\n{deduction.conclusion}{box}",
        )


def test_deductions_are_verified():
    count = good = 0
    for question, deduction, completion in trajectories(48):
        assert [heading for heading, _ in deduction.steps] == keywords("EC")
        if question.answer is None:
            assert "缺少" in deduction.conclusion
            continue
        report = pipeline.check(
            completion,
            question.question,
            facts=[parse_fact(name, text) for name, text in question.facts.items()],
            heads=question.asked["heads"],
            scenario="EC",
        )
        assert report.verdict.status != "disagrees", (completion, report.verdict.reasons)
        # The reader may miss what stands among figures that decide nothing: facts of the question.
        count += 1
        good += pipeline.check_case(completion, question.case()).verdict.status == "verified"
    # Left over: a product with one, a nothing that no equation yields, a year of two digits written in full.
    assert good >= 0.9 * count


def test_deductions_are_short():
    lengths = sorted(len(completion) for *_, completion in trajectories(48))
    assert lengths[len(lengths) // 2] < 330


def asked(heads: tuple[str, ...], **facts) -> tuple[str, str]:
    """The last step and the conclusion for facts given by hand."""
    draft = Draft("EC", "应付多少？", facts, heads, (("所问", "多少"),), "exam", "hand")
    question = from_draft(draft)
    deduction = deduce(question, *question.assess())
    return deduction.steps[-1][1], f"{deduction.conclusion} {question.answer}"


DAYS = {"入职日": date(2016, 9, 5), "解除日": date(2023, 11, 20)}  # 7 years and 2 months: 7.5 months


@pytest.mark.parametrize(
    ("heads", "facts", "step", "answer"),
    [
        (
            ("违法解除赔偿金",),
            {**DAYS, "解除情形": "违法解除", "月平均工资": 6840},
            "51300×2=102600元", "102600.00",
        ),
        (
            ("经济补偿",),
            {**DAYS, "解除情形": "被迫解除", "月平均工资": 6840},
            "6840×7.5=51300元", "51300.00",
        ),
        (
            ("经济补偿",),  # more than three times the local wage: the base is cut, and 13 years to 12
            {
                "入职日": date(2010, 1, 1), "解除日": date(2022, 12, 31), "解除情形": "经济性裁员",
                "月平均工资": 30001, "社平月工资": 10000,
            },
            "30000×12=360000元", "360000.00",
        ),
        (
            ("经济补偿",),  # exactly three times: neither is cut
            {
                "入职日": date(2010, 1, 1), "解除日": date(2022, 12, 31), "解除情形": "经济性裁员",
                "月平均工资": 30000, "社平月工资": 10000,
            },
            "30000×13=390000元", "390000.00",
        ),
        (
            ("经济补偿",),  # below the minimum wage
            {**DAYS, "解除情形": "期满单位不续订", "月平均工资": 1500, "最低工资": 2000},
            "2000×7.5=15000元", "15000.00",
        ),
        (
            ("经济补偿",),  # at most twelve months before 2008 for a worker not up to the job
            {
                "入职日": date(1990, 7, 1), "解除日": date(2011, 6, 30), "解除情形": "不能胜任解除",
                "月平均工资": 3000, "未超三倍社平": True,
            },
            "3000×16=48000元", "48000.00",  # 12 + 4 (3 years and a half)
        ),
        (
            ("经济补偿", "代通知金"),
            {
                **DAYS, "解除情形": "不能胜任解除", "月平均工资": 6800,
                "上月工资": 7000, "已提前通知": False,
            },
            "51000+7000=58000元", "58000.00",
        ),
        (
            ("二倍工资差额",),
            {"入职日": date(2023, 3, 1), "签订合同日": date(2023, 9, 1), "月工资": 5000},
            "5000×5=25000元", "25000.00",
        ),
        (
            ("未休年休假工资",),
            {
                "年休假月工资": 8700, "累计工龄": 12,
                "年休假": [{"年度": Fraction(2022), "已休天数": Fraction(3)}],
            },
            "8700×7×200%÷21.75=5600元", "5600.00",  # 400 a day, seven days
        ),
        (
            ("加班费",),
            {"加班工资基数": 6960, "延时加班小时": 10, "法定节假日加班天数": 1, "已付加班费": 500},
            "6960×39÷21.75÷8=1560元；扣除已付：1560-500=1060元", "1060.00",  # 40 an hour, 15 + 24
        ),
        (
            ("二倍工资差额",),  # the first month of each wage by wage is not paid twice
            {
                "入职日": date(2023, 3, 1), "签订合同日": date(2023, 7, 1),
                "二倍工资月工资": [
                    {"起": date(2023, 3, 1), "止": date(2023, 4, 30), "月工资": Fraction(5000)},
                    {"起": date(2023, 5, 1), "止": date(2023, 6, 30), "月工资": Fraction(6000)},
                ],
            },
            "5000+6000×2=17000元", "17000.00",
        ),
        (
            ("违法约定试用期赔偿金",),
            {
                "入职日": date(2023, 3, 1), "试用期合同期限": Duration(1, 0, 0),
                "已履行试用期": 6, "试用期满月工资": 5000,
            },
            "5000×(6-2)=20000元", "20000.00",
        ),
        (
            ("竞业限制补偿",),
            {
                **DAYS, "月平均工资": 5000, "最低工资": 2000,
                "竞业限制已履行月数": 6, "竞业限制已付月数": 2,
            },
            "2000×4=8000元", "8000.00",  # 30% is 1500
        ),
    ],
)  # fmt: skip
def test_hand_calculations(heads, facts, step, answer):
    exact = {k: Fraction(v) if type(v) is int else v for k, v in facts.items()}
    last, conclusion = asked(heads, **exact)
    assert step in last
    assert conclusion.endswith(f" {answer}")


@pytest.mark.parametrize(
    ("average", "words"),
    [(30001, "封顶的最多12个月，13个月取12个月"), (30000, "未封顶的不限月数，13个月取13个月")],
)
def test_the_months_are_settled_in_the_same_words_with_and_without_a_cap(average, words):
    facts = {"入职日": date(2010, 1, 1), "解除日": date(2022, 12, 31), "解除情形": "经济性裁员"}
    facts |= {"月平均工资": Fraction(average), "社平月工资": Fraction(10000)}
    question = from_draft(Draft("EC", "？", facts, ("经济补偿",), (("所问", "？"),), "exam", "hand"))
    assert words in deduce(question, *question.assess()).steps[1][1]


def test_a_fact_told_in_parts_is_worked_out_before_it_is_limited():
    facts = {**DAYS, "解除情形": "被迫解除", "月平均工资": Fraction(1900), "最低工资": Fraction(2000)}
    facts["社平月工资"] = Fraction(600)  # floored first, and what comes of it capped
    notes = {"work:月平均工资": "20400÷12;_+200"}
    draft = Draft("EC", "？", facts, ("经济补偿",), (("所问", "？"),), "exam", "hand", notes=notes)
    question = from_draft(draft)
    told = deduce(question, *question.assess()).steps[1][1]
    assert told.startswith(
        "月平均工资20400÷12=1700元；1700+200=1900元；1900元与最低工资2000元中较高者为2000元；"
        "600×3=1800元，2000元与1800元中较低者为1800元"
    )


def test_nothing_is_owed_to_who_resigns():
    last, conclusion = asked(("经济补偿",), **DAYS, 解除情形="辞职", 月平均工资=Fraction(6840))
    assert "0元" in last
    assert conclusion.endswith(" 0.00")


def test_what_is_missing_is_named():
    last, conclusion = asked(("经济补偿",), **DAYS, 解除情形="被迫解除")
    assert "月平均工资" in conclusion
    assert "×" not in last
