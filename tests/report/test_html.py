"""The HTML paper: well formed, self-contained, every span marked exactly, foreign text harmless."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lexcalc import pipeline
from lexcalc.contract import AssessmentOut, FactOut, ItemOut, Report, VerdictOut
from lexcalc.report import html
from tests.report.sample import QUESTION, sample

PAYLOADS = [
    "<script>alert(1)</script>",
    '"onload="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}",
    "]]><!--",
    "</style></script></title>",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "\u202e021\u202c &amp; \u2066x",
    "\x1b[31m\x07\ufffe",
]
CASE = (
    "王某于2016年4月11日入职某公司，双方订有书面劳动合同。2025年5月20日，公司以王某不能胜任工作、经调整岗位后仍不能胜任为由"
    "解除劳动合同，已提前三十日书面通知王某。王某解除前十二个月的平均应得工资为9,840元，当地上年度职工月平均工资为9,000元，"
    "最低工资标准为2,300元。公司应支付王某的经济补偿为多少元？"
)


def harmless(text: str) -> str:
    """The text with what could reorder, hide or break it replaced."""
    return re.sub("[\u202a-\u202e\u2066-\u2069\x1b\x07\ufffe]", "\ufffd", text)


def page(report: Report, lang: str = "zh") -> etree._Element:
    """The page as a tree; no error of HTML is let through, only names that libxml does not know."""
    parser = etree.HTMLParser(recover=True)
    tree = etree.fromstring(html.render(report, lang), parser)
    known = ("Tag mark", "Tag section", "Tag header", "Tag main", "Tag footer", "Tag article", "Tag details")
    known += ("Tag summary", "Tag svg", "Tag rect", "Tag title")
    assert not [e for e in parser.error_log if not e.message.startswith(known)], parser.error_log
    return tree


def marked(tree: etree._Element, number: int) -> str:
    """The text under a fact's highlight."""
    marks = tree.xpath("//div[@class='case']//mark[@data-facts]")
    return "".join("".join(m.itertext()) for m in marks if str(number) in m.get("data-facts").split())


def case_text(tree: etree._Element) -> str:
    """The case as shown, without the raised numbers."""
    box = tree.xpath("//div[@class='case']")[0]
    for raised in box.xpath(".//sup"):
        parent, before = raised.getparent(), raised.getprevious()
        if before is None:
            parent.text = (parent.text or "") + (raised.tail or "")
        else:
            before.tail = (before.tail or "") + (raised.tail or "")
        parent.remove(raised)
    return "".join(box.itertext())


def with_spans(*spans: tuple[int, int], question: str = QUESTION, unused=()) -> Report:
    facts = [FactOut(name=f"事实{i}", value="1", source="text", span=span) for i, span in enumerate(spans)]
    return sample(question=question, facts=facts, unused=list(unused))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", ["verified", "corrected", "disagrees", "unfinished", "rules_only"])
def test_every_status_and_language_is_well_formed(status, lang):
    tree = page(sample(status), lang)
    assert "107,100.00" in tree.xpath("string(//h1)")
    assert tree.get("lang") == ("zh-CN" if lang == "zh" else "en")


def test_nothing_is_loaded_and_the_policy_holds_the_hashes():
    report = pipeline.assess(CASE)
    tree = page(report)
    assert not tree.xpath(
        "//link|//img|//iframe|//object|//base|//form|//*[@src]|//*[@style]|//@*[starts-with(name(),'on')]"
    )
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for kind in ("style", "script"):
        text = "".join(tree.xpath(f"//{kind}/text()"))
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "url(" not in "".join(tree.xpath("//style/text()"))


def test_every_link_has_its_target_and_every_id_is_one():
    tree = page(pipeline.assess(CASE))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in tree.xpath("//@href")} <= set(ids)


def test_facts_lines_and_articles_are_linked_both_ways():
    report = pipeline.assess(CASE)
    tree = page(report)
    at = [fact.name for fact in report.facts].index("月平均工资") + 1
    assert marked(tree, at) == "9,840元"
    assert "#item-1" in tree.xpath(f"//tr[@id='fact-{at}']//@href")
    assert f"#at-{at}" in tree.xpath(f"//tr[@id='fact-{at}']//@href")
    assert f"#fact-{at}" in tree.xpath("//tr[@id='item-1']//@href")
    assert "劳动者在本单位工作的年限" in tree.xpath("string(//details[summary[contains(., '第47条')]]/div)")


def test_a_step_is_linked_to_the_facts_whose_number_it_writes():
    report = sample()
    report.reasoning.steps[1].text = "8.5×12600=107100元"
    tree = page(report)
    assert "#fact-1" in tree.xpath("//article[@id='step-2']//@href")
    assert "#step-2" in tree.xpath("//tr[@id='fact-1']//@href")


def test_equations_are_ticked_crossed_and_left_open():
    report = sample("disagrees")
    equations = report.reasoning.steps[1].equations
    equations += [type(equations[0])(text="1+1=3", claimed="3", computed="2", ok=False)]
    equations += [type(equations[0])(text="x=3", claimed="3")]
    lines = ["".join(li.itertext()).strip()[0] for li in page(report).xpath("//article//li")]
    assert lines == ["✓", "✗", "?"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_foreign_text_stays_text_wherever_it_stands(payload):
    report = sample("facts_missing", id=payload, question=payload + QUESTION)
    report.facts.append(FactOut(name=payload, value=payload, source="text", span=(0, len(payload))))
    report.reasoning.steps[0].text = report.reasoning.steps[0].title = payload
    report.assessment = AssessmentOut(
        items=[
            ItemOut(
                head=payload, payer=payload, formula=payload, substituted=payload, amount="1.00",
                citations=[payload], explanation=payload, confirmed=False,
            )
        ],
        payers={payload: "1.00"}, missing=[payload], discretion=[payload], notes=[payload],
        dates={payload: payload}, statistics={payload: payload},
    )  # fmt: skip
    report.verdict = VerdictOut(status="facts_missing", reasons=[payload])
    tree = page(report)
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//img|//*[@onload]|//*[@onerror]")
    assert not [a for a in tree.xpath("//@href") if not a.startswith("#")]
    whole = "".join(tree.itertext())
    assert harmless(whole) == whole and case_text(tree).startswith(harmless(payload))
    assert marked(tree, 3) == harmless(payload)


_NUMBER = st.integers(min_value=0, max_value=len(QUESTION))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(_NUMBER, _NUMBER), max_size=6), st.lists(st.tuples(_NUMBER, _NUMBER), max_size=2))
def test_overlapping_spans_are_each_marked_exactly(spans, unused):
    tree = page(with_spans(*spans, unused=unused))
    for number, (start, end) in enumerate(spans, 1):
        assert marked(tree, number) == (QUESTION[start:end] if start < end else "")
    assert case_text(tree) == QUESTION


def test_spans_beyond_the_text_cost_nothing():
    tree = page(with_spans((-1, 3), (5, 9999)))
    assert case_text(tree) == QUESTION and not tree.xpath("//div[@class='case']//mark")


def test_figures_without_a_fact_are_marked_otherwise():
    tree = page(with_spans((0, 2), unused=[(3, 7)]))
    assert "".join(tree.xpath("//mark[@class='unused' and @title]")[0].itertext()) == QUESTION[3:7]


def test_missing_facts_show_what_to_type():
    report = pipeline.calc(["经济补偿"])
    tree = page(report)
    assert any(code.text.startswith("--set ") for code in tree.xpath("//code"))
    assert "暂无金额" in tree.xpath("string(//h1)")


def test_the_bar_holds_every_payer_and_adds_up():
    report = sample()
    report.assessment.payers = {"交强险": "100.00", "商业三者险": "200.00", "侵权人": "0.00"}
    rects = page(report).xpath("//svg[@role='img']/rect")
    assert [int(r.get("width")) for r in rects] == [333, 667]
    assert "侵权人" in page(report).xpath("string(//svg[@role='img']/@aria-label)")


def test_no_payer_with_an_amount_draws_no_bar():
    report = sample()
    report.assessment.payers = {"侵权人": "0.00"}
    assert not page(report).xpath("//svg[@role='img']")


def test_it_says_that_it_is_no_advice_and_which_rules():
    tree = page(sample(), "en")
    assert "no legal advice" in tree.xpath("string(//footer)") and "0" * 64 in tree.xpath("string(//footer)")
