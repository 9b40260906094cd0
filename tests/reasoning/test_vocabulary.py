"""One vocabulary for headings, kinds and keywords."""

from __future__ import annotations

import pytest

from lexcalc.reasoning import vocabulary


@pytest.mark.parametrize("scenario", vocabulary.SCENARIOS)
def test_every_heading_opens_its_own_element(scenario: str) -> None:
    for element in vocabulary.SCENARIOS[scenario]:
        for line in (
            f"{element.heading}：内容",
            f"**{element.heading}**：内容",
            f"2. {element.heading}:内容",
            f"## {element.heading}",
        ):
            head = vocabulary.heading(line, scenario)
            assert head is not None and (head.kind, head.known) == (element.kind, True), line
        for synonym in element.synonyms:
            head = vocabulary.heading(f"{synonym}：内容", scenario)
            assert head is not None and head.known, synonym


def test_no_word_belongs_to_two_elements_of_one_scenario() -> None:
    for elements in vocabulary.SCENARIOS.values():
        words = [word for e in elements for word in (e.heading, *e.synonyms)]
        assert len(words) == len(set(words))


def test_running_text_is_no_heading() -> None:
    for line in ("公司应付119000元。", "因此：8.5×12600", "责任认定书载明甲负全部责任", "12,600元", ""):
        head = vocabulary.heading(line)
        assert head is None or not head.known, line


def test_order_of_the_paper() -> None:
    assert vocabulary.keywords("TC") == ["责任认定", "保险赔付", "赔偿计算"]
    assert vocabulary.keywords("WC") == ["工伤认定", "责任主体", "待遇计算", "保险", "赔偿计算"]
    assert vocabulary.keywords("EC") == ["补偿类型", "月数与基数", "赔偿计算"]


def test_scenario_from_headings() -> None:
    assert vocabulary.guess_scenario("工伤认定：八级\n待遇计算：1") == "WC"
    assert vocabulary.guess_scenario("赔偿计算：1") is None
    assert vocabulary.guess_scenario("") is None
