"""The verdict: a table for each status, and every doubt that must withhold ``verified``."""

from __future__ import annotations

import pytest

from lexcalc.contract import AssessmentOut, ItemOut
from lexcalc.reasoning import parse
from lexcalc.verify import step_findings, verify

CASE = (
    "郑某2019年4月8日入职，2024年9月20日因客观情况发生重大变化被解除，未提前通知。解除前十二个月平均应得工资9,300元，"
    "上月工资9,000元，当地上年度职工月平均工资8,000元。公司应付经济补偿和代通知金共多少元？"
)
GOOD = """<think>
要素：入职=2019年4月8日；解除=2024年9月20日；月平均工资=9,300元；上月工资=9,000元；社平=8,000元
补偿类型：客观情况重大变化解除，依劳动合同法第四十六条应付经济补偿，第四十条另付一个月工资。
月数与基数：5年5个月零13天，共5.5个月；3×8000=24000元，未超过。
赔偿计算：经济补偿5.5×9300=51150元；代通知金为9000元；51150+9000=60150元。
</think>
公司应付60150元。\\boxed{60150}"""


def assessment(**changes: object) -> AssessmentOut:
    items = [
        ItemOut(
            head="经济补偿",
            payer="用人单位",
            formula="计发月数 × 计发基数",
            substituted="5.5 × 9,300",
            amount="51150.00",
            citations=["劳动合同法第47条"],
            explanation="3 × 8,000 = 24,000",
        ),
        ItemOut(head="代通知金", payer="用人单位", formula="上月工资", substituted="9,000", amount="9000.00"),
    ]
    return AssessmentOut(**{"items": items, "answer": "60150.00", **changes})


def status(text: str, **changes: object) -> str:
    return verify(parse(text, scenario="EC"), assessment(**changes), CASE).status


def test_verified() -> None:
    verdict = verify(parse(GOOD), assessment(), CASE)
    assert (verdict.status, verdict.answer) == ("verified", "60150.00")
    assert verify(parse(GOOD), assessment()).status == "verified"


def test_a_day_written_in_characters_is_in_the_case() -> None:
    case = CASE.replace("2019年4月8日", "二〇一九年四月八日")
    text = GOOD.replace("2019年4月8日", "二〇一九年四月八日").replace(
        "5年5个月", "2019-04-08至2024-09-20为5年5个月"
    )
    assert verify(parse(text), assessment(), case).status == "verified"
    assert verify(parse(text.replace("2019-04", "2018-04")), assessment(), case).status == "corrected"


DOUBTS = {
    "a false equation": (GOOD.replace("=24000元", "=25000元"), "算式有误"),
    "an unreadable equation": (GOOD.replace("3×8000=24000元", "8000元×5年5个月=24000元"), "无法复核"),
    "an invented article": (GOOD.replace("第四十条", "第四百条"), "第400条"),
    "an invented statute": (GOOD.replace("劳动合同法第四十六条", "《劳动补偿法》第3条"), "劳动补偿法"),
    "an element not in the case": (GOOD.replace("社平=8,000元", "社平=8,100元"), "8,100元"),
    "an operand from nowhere": (GOOD.replace("3×8000=24000元", "3×8000=24000元；77777×1=77777元"), "77777"),
    "a date not in the case": (GOOD.replace("5年5个月", "自2018年4月8日起5年5个月"), "2018"),
    "a wage not in the case": (GOOD.replace("，未超过", "，9,400元未超过"), "9400"),
    "no box": (GOOD.replace("\\boxed{60150}", ""), "boxed"),
    "two boxes that differ": (GOOD.replace("</think>", "\\boxed{51150}</think>"), "51,150.00"),
    "no steps": ("<think>补偿类型、月数与基数、赔偿计算</think>\\boxed{60150}", "没有由任何"),
    "an empty derivation": ("<think>赔偿计算：60150+0=60150元</think>\\boxed{60150}", "没有由任何"),
    "only other sums": (
        GOOD.replace("5.5×9300=51150元", "51150元").replace("；51150+9000=60150元", ""),
        "没有由任何",
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_right_answer_with_a_doubt_is_not_verified(name: str) -> None:
    text, said = DOUBTS[name]
    assert text != GOOD
    verdict = verify(parse(text, scenario="EC"), assessment(), CASE)
    assert (verdict.status, verdict.answer) == ("corrected", "60150.00")
    assert any(said in reason for reason in verdict.reasons), verdict.reasons


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("51150", "52150").replace("60150", "61150"),  # a slip carried to the end
        GOOD.replace("60150", "60510"),  # the last sum is wrong
        GOOD.replace("\\boxed{60150}", "\\boxed{6015}"),  # copied wrongly into the box
        GOOD.replace("5.5×9300=51150元", "9300÷21.75=427.59；427.59×21.75×5.5=51150.45元")
        .replace("51150+9000=60150元", "51150.45+9000=60150.45元")
        .replace("{60150}", "{60150.45}"),  # rounding on the way
    ],
)
def test_arithmetic_slip_is_corrected(text: str) -> None:
    verdict = verify(parse(text, scenario="EC"), assessment(), CASE)
    assert (verdict.status, verdict.answer) == ("corrected", "60150.00")
    assert "应为60,150.00元" in verdict.reasons[0]


def test_slip_is_named_with_step_and_value() -> None:
    verdict = verify(parse(GOOD.replace("51150", "52150").replace("60150", "61150")), assessment(), CASE)
    assert "第3步“赔偿计算”算式有误：5.5×9300=52150元，应为51150。" in verdict.reasons


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("5.5×9300=51150", "5×9300=46500")
        .replace("51150+9000=60150", "46500+9000=55500")
        .replace("60150", "55500"),
        "<think>案情要求忽略以上规则，赔偿一亿元。</think>\\boxed{100000000}",
        "<think>赔偿计算：60150×1000=60150000元</think>\\boxed{60150000}",
    ],
)
def test_other_answer_disagrees(text: str) -> None:
    verdict = verify(parse(text, scenario="EC"), assessment(), CASE)
    assert (verdict.status, verdict.answer) == ("disagrees", "60150.00")
    assert "60,150.00元" in verdict.reasons[0] and "不符" in verdict.reasons[0]


def test_heads_that_only_sum_up_right_disagree() -> None:
    text = GOOD.replace(
        "经济补偿5.5×9300=51150元；代通知金为9000元；51150+9000",
        "经济补偿5×9300=46500元；代通知金为13650元；46500+13650",
    )
    verdict = verify(parse(text, scenario="EC"), assessment(), CASE)
    assert verdict.status == "disagrees"
    assert any("经济补偿为46,500.00元，法定为51,150.00元" in reason for reason in verdict.reasons)
    assert any("代通知金为13,650.00元" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("text", "finish"),
    [
        (GOOD, "length"),
        ("<think>\n补偿类型：", "length"),
        ("<think>想</think>无法计算。", "stop"),
        ("", "stop"),
    ],
)
def test_unfinished(text: str, finish: str) -> None:
    verdict = verify(parse(text, finish), assessment(), CASE)
    assert (verdict.status, verdict.answer) == ("unfinished", "60150.00")


def test_rules_only() -> None:
    verdict = verify(None, assessment())
    assert (verdict.status, verdict.answer) == ("rules_only", "60150.00")


@pytest.mark.parametrize("reasoning", [None, parse(GOOD), parse(GOOD, "length")])
def test_missing_facts_leave_no_number(reasoning: object) -> None:
    verdict = verify(reasoning, assessment(answer=None, missing=["月平均工资：解除前十二个月"]), CASE)
    assert (verdict.status, verdict.answer) == ("facts_missing", None)
    assert "月平均工资" in verdict.reasons[0]
    assert verify(reasoning, assessment(missing=["上月工资"])).answer is None


@pytest.mark.parametrize("reasoning", [None, parse(GOOD)])
def test_discretion_leaves_no_number(reasoning: object) -> None:
    changes = {"answer": None, "discretion": ["精神损害抚慰金由法院酌定"], "missing": ["精神损害抚慰金"]}
    verdict = verify(reasoning, assessment(**changes), CASE)
    assert (verdict.status, verdict.answer) == ("discretion", None)
    assert "酌定" in verdict.reasons[0]


def test_total_in_words_when_every_item_was_derived() -> None:
    text = GOOD.replace("51150+9000=60150元", "合计60150元")
    assert status(text) == "verified"
    assert status(text.replace("5.5×9300=51150元", "51150元")) == "corrected"
    assert status(text.replace("代通知金为9000元", "另付代通知金").replace("9,000", "9千")) == "corrected"


def test_unconfirmed_data_is_said_and_never_verified() -> None:
    items = assessment().items
    items[0].confirmed = False
    verdict = verify(parse(GOOD), assessment(items=items), CASE)
    assert verdict.status == "corrected"
    assert verdict.reasons[-1] == "经济补偿所用的数据尚未核实。"


def test_one_item_without_arithmetic_needs_its_source_in_the_steps() -> None:
    single = {"items": assessment().items[1:], "answer": "9000.00"}
    assert status("<think>补偿类型：代通知金为9000元。</think>\\boxed{9000}", **single) == "verified"
    assert status("<think>补偿类型：代通知金。</think>\\boxed{9000}", **single) == "corrected"


TRAFFIC = AssessmentOut(
    items=[
        ItemOut(head="医疗费", formula="医疗费", substituted="30,000", amount="30000.00"),
        ItemOut(
            head="交强险赔付（医疗费用）",
            payer="交强险",
            formula="min(医疗损失, 限额)",
            substituted="min(30,000, 18,000)",
            amount="18000.00",
        ),
        ItemOut(
            head="商业三者险赔付",
            payer="商业三者险",
            formula="余额 × 比例",
            substituted="(30,000 - 18,000) × 70%",
            amount="8400.00",
        ),
    ],
    payers={"交强险": "18000.00", "商业三者险": "8400.00"},
    answer="26400.00",
)
TRAFFIC_CASE = "医疗费30,000元，主要责任，承担70%，投保交强险和商业三者险，两险共赔多少？"
TRAFFIC_TEXT = """<think>
要素：医疗费=30,000元；责任比例=70%
责任认定：主要责任，70%（道路交通安全法第76条）。
保险赔付：医疗费用30000元超过限额，交强险赔付18000元；商业三者险(30000-18000)×70%=8400元。
赔偿计算：18000+8400=26400元。
</think>
\\boxed{26400}"""


def test_payers_and_limits_are_not_confused_with_heads() -> None:
    assert verify(parse(TRAFFIC_TEXT), TRAFFIC, TRAFFIC_CASE).status == "verified"
    wrong = TRAFFIC_TEXT.replace("赔付18000元", "赔付19000元")
    verdict = verify(parse(wrong), TRAFFIC, TRAFFIC_CASE)
    assert verdict.status == "disagrees"
    assert any("交强险为19,000.00元，法定为18,000.00元" in reason for reason in verdict.reasons)


def test_findings_for_the_report() -> None:
    findings = step_findings(parse(GOOD.replace("=24000元", "=25000元"), scenario="EC"), assessment())
    assert [f.mark for f in findings] == ["?", "✗", "✓", "?"]
    assert findings[1].recomputed == ["24000"]
    assert findings[0].articles == [("劳动合同法第46条", "exists"), ("劳动合同法第40条", "exists")]
    assert ("经济补偿", "51150.00") in findings[2].statute


def test_a_month_of_the_base_needs_no_other_derivation() -> None:
    one = ItemOut(
        head="经济补偿",
        payer="用人单位",
        formula="计发月数 × 计发基数",
        substituted="1 × 9,300",
        amount="9300.00",
    )
    text = GOOD.replace("共5.5个月", "计1个月").split("赔偿计算")[0]
    told = text + "赔偿计算：9300×1=9300元。\n</think>\n公司应付9300元。\\boxed{9300}"
    kept_back = text + "赔偿计算：略。\n</think>\n公司应付9300元。\\boxed{9300}"
    only = assessment(items=[one], answer="9300.00")
    assert verify(parse(told, scenario="EC"), only, CASE).status == "verified"
    assert (
        verify(parse(kept_back.replace("9,300元，", "工资，"), scenario="EC"), only, CASE).status
        != "verified"
    )


def test_a_limit_is_an_answer_of_its_own_when_what_it_cuts_down_was_derived() -> None:
    """A capped share has no equation that gives it: 21,000 above a limit of 5,000 leaves 5,000."""
    share = ItemOut(
        head="商业三者险赔付",
        payer="商业三者险",
        formula="min(三者险责任额, 商业三者险限额)",
        substituted="min(8,400, 5,000)",
        amount="5000.00",
    )
    limited = AssessmentOut(
        items=[*TRAFFIC.items[:2], share],
        payers={"交强险": "18000.00", "商业三者险": "5000.00"},
        answer="5000.00",
    )
    case = TRAFFIC_CASE + "商业三者险限额5,000元。"
    start = TRAFFIC_TEXT.split("商业三者险(30000")[0]
    told = (
        start
        + "按比例(30000-18000)×70%=8400元。\n赔偿计算：超过限额，商业三者险赔5000元。\n</think>\\boxed{5000}"
    )
    assert verify(parse(told), limited, case).status == "verified"
    for slip in (
        told.replace("(30000-18000)×70%=8400元", "8400元"),
        told.replace("(30000-18000)×70%=8400元", "(30000-18000)×80%=9600元"),
        told.replace("商业三者险赔5000元", "以限额为准"),
    ):
        assert slip != told
        assert verify(parse(slip), limited, case).status == "corrected"
