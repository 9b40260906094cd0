"""What is personal is blanked, what the law counts with is not, and no character moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexcalc.redact import names, redact, redact_report


@pytest.mark.parametrize(
    "secret",
    [
        "110101199003077578",
        "11010119900307757X",
        "110101900307757",
        "13812345678",
        "138 1234 5678",
        "+86-138-1234-5678",
        "010-62345678",
        "6222021234567890123",
        "6222 0212 3456 7890 123",
        "zhang.san@example.com",
        "京A12345",
        "粤B·D12345",
        "粤BD12345",
        "沪A1234学",
        "（2023）京0105民初12345号",
        "(2021)最高法民终123号",
        "〔2022〕粤03民终456号之一",
    ],
)
def test_numbers_of_people_vehicles_and_cases_are_blanked(secret):
    text = f"原告联系方式为{secret}，医疗费12800元。"
    kept = redact(text)
    assert secret not in kept and len(kept) == len(text) and kept.endswith("，医疗费12800元。")
    assert not set("0123456789") & set(kept[: kept.index("，")])


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月15日入职，月工资12,800.50元，2024-03-15至2025-05-20。",
        "死亡伤残赔偿限额180000元，商业三者险1000000元，全国可支配收入51821元。",
        "依据《劳动合同法》第47条，法释〔2022〕14号，赔偿共计1234567890.12元。",
        "原告为某公司职工，被告张某驾驶小型轿车，死者王某某，伤者李某甲。",
        "王先生月薪八千五，干了三年六个月。",
    ],
)
def test_amounts_dates_and_what_is_anonymous_already_stay(text):
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("原告张三丰与被告李四劳动争议一案，张三丰称……", ["张三丰", "李四"]),
        ("张伟，男，1980年生。", ["张伟"]),
        ("2024年5月1日，王小明驾驶轿车撞伤欧阳娜娜。受害人欧阳娜娜负次要责任。", ["欧阳娜娜", "王小明"]),
        ("驾驶人：赵六，被保险人 钱七七。", ["钱七七", "赵六"]),
    ],
)
def test_names_are_found_by_what_stands_beside_them(text, found):
    assert sorted(names(text)) == sorted(found)
    kept = redact(text)
    assert not any(name in kept for name in found) and len(kept) == len(text)


@given(st.text(max_size=200))
def test_spans_stay_valid_in_any_text(text):
    assert len(redact(text)) == len(text)


def test_hostile_texts_take_no_time():
    for piece in ("1", "京A", "（2023）", "张三", "a@", "原告", "- 1234"):
        redact(piece * 20_000)


def test_a_report_is_blanked_in_all_that_quotes_the_case():
    report = {
        "question": "原告张三丰，电话13812345678，月工资8000元。",
        "facts": [{"name": "月平均工资", "value": "8000", "span": [1, 2]}],
        "reasoning": {"text": "要素：劳动者=张三丰", "elements": {"张三丰": "13812345678"}},
        "provenance": {"rules": "6222021234567890123"},
    }
    kept = redact_report(report)
    assert "张三丰" not in str(kept) and "13812345678" not in str(kept)
    assert kept["facts"] == report["facts"] and kept["provenance"] == report["provenance"]
