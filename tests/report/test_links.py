"""The case text cut at the edges of its spans, and what a fact is linked to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexcalc import pipeline
from lexcalc.contract import FactOut
from lexcalc.report import links
from tests.report.sample import QUESTION, sample
from tests.report.test_html import CASE

_NUMBER = st.integers(min_value=-2, max_value=len(QUESTION) + 2)
_SPANS = st.lists(st.tuples(_NUMBER, _NUMBER), max_size=8)


@given(_SPANS, _SPANS)
def test_pieces_cover_the_text_once_and_each_span_exactly(spans, unused):
    facts = [FactOut(name="x", value="1", source="text", span=span) for span in spans]
    pieces = links.pieces(sample(facts=facts, unused=unused))
    assert "".join(QUESTION[p.start : p.end] for p in pieces) == QUESTION
    for index, (start, end) in enumerate(spans):
        covered = [n for p in pieces if index in p.facts for n in range(p.start, p.end)]
        real = 0 <= start < end <= len(QUESTION)
        assert covered == (list(range(start, end)) if real else [])
        assert sum(index in p.ends for p in pieces) == real


def test_an_empty_text_has_no_pieces():
    assert links.pieces(sample(question="")) == []


def test_a_line_is_linked_to_the_facts_behind_its_quantities():
    report = pipeline.assess(CASE)
    used = {report.facts[i].name for i in links.used_by_item(report.assessment.items[0], report)}
    assert {"入职日", "解除日", "月平均工资"} <= used
    assert "已提前通知" not in used  # it decides another head


def test_small_numbers_link_no_step():
    report = sample(facts=[FactOut(name="人数", value="2", source="text", span=(0, 1))])
    report.reasoning.steps[0].text = "共2人"
    assert links.used_by_step(report.reasoning.steps[0], report) == []
