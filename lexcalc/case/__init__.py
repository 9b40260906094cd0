"""Case text → facts: a deterministic reader that would rather leave a fact missing than guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lexcalc.case.model import Asked, Case, Duration, Entry, Fact, Facts, Scenario, Value, value_text

__all__ = ["Asked", "Case", "Duration", "Entry", "Fact", "Facts", "Scenario", "Value", "read", "value_text"]


def read(
    text: str,
    scenario: Scenario | None = None,
    today: date | None = None,
    *,
    heads: tuple[str, ...] = (),
    payer: str | None = None,
) -> Case:
    """Read a case: its scenario, facts with spans, and what is asked; ``heads`` and ``payer`` overrule the question.

    ``today`` gives 今年/去年 their year where the text itself does not; without it such dates stay unread.
    Never raises on any text.
    """
    from importlib import import_module

    from lexcalc.case import guard
    from lexcalc.case import question as of_question
    from lexcalc.case.asked import question_span, read_asked, scenario_of
    from lexcalc.case.marked import Marked
    from lexcalc.case.places import region
    from lexcalc.case.unused import unused
    from lexcalc.redact import blank_numbers

    # Telephone, identity and plate numbers would be figures that nothing explains; spans stay valid.
    marked = Marked(blank_numbers(text), today)
    question = question_span(marked)
    scenario = scenario or scenario_of(marked, question)
    case = Case(text=text, scenario=scenario)
    if scenario is None:
        case.doubts.append("看不出属于经济补偿、工伤还是交通事故（可用 --scenario 指明）")
        return case
    case.asked = read_asked(marked, scenario, question)
    if heads:
        case.asked = replace(case.asked, heads=heads)
    reader = {"EC": "employment", "WC": "work_injury", "TC": "traffic"}[scenario]
    import_module(f"lexcalc.case.{reader}").read_facts(marked, case)
    if place := region(marked.folded):
        case.facts.add(place)
    case.unused = unused(marked, case.facts)
    case.doubts += guard.doubts(marked, case, question) + of_question.doubts(marked, case, question)
    if heads:
        case.doubts = [doubt for doubt in case.doubts if "所问" not in doubt and "问题没有写明" not in doubt]
        case.asked = replace(case.asked, heads=heads)
    if heads or payer:
        case.asked = replace(case.asked, payer=payer)
    return case
