"""Citations are found as written and looked up in the list of what exists."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lexcalc.reasoning.citations import find_citations, known_articles, statute_name, statutes

CASES = [
    (
        "《中华人民共和国劳动合同法》第四十七条第一款、第四十六条第（二）项",
        [("劳动合同法", "第47条第1款", True), ("劳动合同法", "第46条第2项", True)],
    ),
    ("依据劳动合同法第47条第2款", [("劳动合同法", "第47条第2款", True)]),
    (
        "根据工伤保险条例第37条和该条例第64条",
        [("工伤保险条例", "第37条", True), ("工伤保险条例", "第64条", True)],
    ),
    ("劳动合同法第46、47条", [("劳动合同法", "第46条", True), ("劳动合同法", "第47条", True)]),
    (
        "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释第十二条",
        [("人身损害解释", "第12条", True)],
    ),
    (
        "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第46条",
        [("劳动争议解释（一）", "第46条", True)],
    ),
    ("《最高人民法院关于适用〈中华人民共和国民法典〉侵权责任编的解释（一）》第3条", None),
    ("《劳动合同法》（2012年修正）第87条", [("劳动合同法", "第87条", True)]),
    ("劳动合同法第九百九十九条", [("劳动合同法", "第999条", False)]),
    ("《劳动保障赔偿法》第12条", [("劳动保障赔偿法", "第12条", False)]),
    ("根据劳动保障赔偿法第12条", [("劳动保障赔偿法", "第12条", False)]),
    ("《山东省工伤保险条例》第9条", [("山东省工伤保险条例", "第9条", False)]),
    ("依照山东省工伤保险条例第9条", [("山东省工伤保险条例", "第9条", False)]),
    ("《工伤认定决定书》载明", []),
    ("第四十七条", []),
]


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES if case[1] is not None])
def test_found(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(c.statute, c.article, c.known) for c in find_citations(text)] == expected


def test_bare_article_belongs_to_the_scenario_or_the_last_statute() -> None:
    assert find_citations("第四十七条", "EC")[0].statute == "劳动合同法"
    assert find_citations("第64条", "WC")[0].statute == "工伤保险条例"
    assert find_citations("第76条", "TC") == []
    assert find_citations("第76条", "TC", last="道路交通安全法")[0].known


def test_known_list_may_be_given() -> None:
    assert not find_citations("劳动合同法第47条", known=set())[0].known
    assert find_citations("劳动合同法第47条", known={("劳动合同法", 47)})[0].known


def test_list_of_statutes_is_sound() -> None:
    names: list[str] = []
    for short, entry in statutes().items():
        assert set(entry) <= {"title", "aliases", "articles", "valid_from"}
        assert isinstance(entry["valid_from"], date)
        numbers = entry["articles"]
        assert numbers > 0 if isinstance(numbers, int) else numbers == sorted(set(numbers))
        names += [short, *entry.get("aliases", [])]
        assert statute_name(entry["title"]) == statute_name(f"《{short}》") == short
    assert len(names) == len(set(names))


def test_what_the_prompts_cite_exists() -> None:
    from lexcalc.reasoning.prompt import _shared

    for scenario in ("EC", "WC", "TC"):
        cited = find_citations(_shared(scenario, None), scenario)
        assert cited and all(c.known for c in cited), [c for c in cited if not c.known]


def test_known_articles_is_a_copy() -> None:
    known_articles().clear()
    assert ("劳动合同法", 47) in known_articles()
    assert not any(re.search(r"\s", statute) for statute, _ in known_articles())
