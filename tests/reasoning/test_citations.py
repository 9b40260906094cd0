"""Citations are found as written and looked up in the list of what exists."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lexcalc.contract import AssessmentOut, ItemOut, ReasoningOut, StepOut
from lexcalc.law.statutes import known_articles, statute_name, statutes
from lexcalc.reasoning.citations import find_citations, judge

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
        assert set(entry) <= {"title", "aliases", "articles", "valid_from", "valid_until"}
        assert isinstance(entry["valid_from"], date)
        numbers = entry.get("articles", 1)
        assert numbers > 0 if isinstance(numbers, int) else numbers == sorted(set(numbers))
        assert entry.get("valid_until", date.max) > entry["valid_from"]
        names += [short, *entry.get("aliases", [])]
        assert statute_name(f"《{short}》") == short and statute_name(entry["title"]) in (short, short[:-7])
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


MORE = [
    ("刑法第一百二十条之一", [("刑法", "第120条之一", "unchecked")]),
    ("劳动合同法第四十七条之一", [("劳动合同法", "第47条之一", "wrong_number")]),
    ("劳动合同法第46条至第48条", [("劳动合同法", "第46条", "exists"), ("劳动合同法", "第48条", "exists")]),
    ("劳动合同法第46-48条", [("劳动合同法", "第46条", "exists"), ("劳动合同法", "第48条", "exists")]),
    ("《工伤保险条例》（2003年）第65条", [("工伤保险条例（2003年）", "第65条", "wrong_number")]),
    ("工伤保险条例（2003年）第35条", [("工伤保险条例（2003年）", "第35条", "exists")]),
    ("《人身损害解释》(2003年)第36条", [("人身损害解释（2003年）", "第36条", "exists")]),
    ("劳动争议司法解释（二）第19条", [("劳动争议解释（二）", "第19条", "exists")]),
    ("（2023）粤01民终1234号判决第3条", []),
    ("劳动合同第5条约定月薪8000元", []),
    ("依据《员工手册》第12条", [("员工手册", "第12条", "unchecked")]),
    ("军人保险法第11条", [("军人保险法", "第11条", "unchecked")]),
    ("依据保险法第65条", [("保险法", "第65条", "exists")]),
    ("劳部发〔1994〕481号第5条", [("劳部发〔1994〕481号", "第5条", "exists")]),
    ("481号文第1条", [("劳部发〔1994〕481号", "第1条", "wrong_number")]),
    ("侵权责任法第16条", [("侵权责任法", "第16条", "unchecked")]),
]


@pytest.mark.parametrize(("text", "expected"), MORE)
def test_status_without_a_date(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(c.statute, c.article, c.status) for c in find_citations(text)] == expected


def judged(
    text: str, dates: dict[str, str], cited: list[str] | None = None, index: object = None
) -> list[str]:
    step = StepOut(kind="法律依据", text=text, citations=find_citations(text))
    item = ItemOut(head="x", formula="x", substituted="x", amount="1", citations=cited or [])
    reasoning = ReasoningOut(text=text, steps=[step])
    judge(reasoning, AssessmentOut(items=[item], dates=dates), date(2026, 11, 22), index)  # type: ignore[arg-type]
    assert all(c.known == (c.status == "exists") for c in step.citations)
    return [c.status for c in step.citations]


DATED = [
    ("侵权责任法第16条", {"accident_date": "2023-05-01"}, ["repealed"]),
    ("侵权责任法第16条", {"accident_date": "2020-12-31"}, ["unchecked"]),
    ("合同法第107条、民法通则第119条", {"accident_date": "2021年"}, ["repealed", "repealed"]),
    ("481号文第5条", {"termination_date": "2017-11-24"}, ["repealed"]),
    ("481号文第5条", {"termination_date": "2017-11-23"}, ["exists"]),
    ("民法典第1179条", {"accident_date": "2019-05-01", "trial_date": "2020-10-01"}, ["not_in_force"]),
    ("民法典第1179条", {"accident_date": "2019-05-01", "trial_date": "2021-03-01"}, ["exists"]),
    ("人身损害解释第25条", {"accident_date": "2023-05-01"}, ["wrong_number"]),
    ("人身损害解释第25条", {"accident_date": "2015-05-01", "trial_date": "2016年"}, ["exists"]),
    ("工伤保险条例第66条", {"injury_date": "2010-01-01", "trial_date": "2010-12-31"}, ["wrong_number"]),
    ("工伤保险条例（2003年）第35条", {"injury_date": "2012-01-01"}, ["repealed"]),
    ("劳动合同法第47条", {}, ["exists"]),
]


@pytest.mark.parametrize(("text", "dates", "expected"), DATED)
def test_status_on_the_governing_date(text: str, dates: dict[str, str], expected: list[str]) -> None:
    assert judged(text, dates) == expected


def test_what_our_rules_apply_is_law_for_the_case() -> None:
    dates = {"termination_date": "2019-03-01"}
    assert judged("481号文第5条", dates, ["劳部发〔1994〕481号第8条"]) == ["exists"]
    assert judged("481号文第2条", dates, ["劳部发〔1994〕481号第8条"]) == ["wrong_number"]
