"""Which kind of error an answer is, as far as its report and the gold show it; one class an answer.

The first class that holds is taken.  They say what is seen, not why a model wrote it: ``head`` means that the
model's number is the statute's amount for something that was not asked, not that it misread the question.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from lexcalc.money import cents
from lexcalc.report.links import asked_for
from lexcalc.report.messages import STATUS, tr

if TYPE_CHECKING:
    from lexcalc.contract import AssessmentOut, Report
    from lexcalc.score.compare import Outcome

FAILED = "failed"
FACT = "fact "  # followed by the name of the missing fact
# Of a model, in the order in which they are looked for.
MODEL = {
    "answered": ("缺事实仍给出金额", "an amount although a fact is missing"),
    "unnamed": ("没有指明所缺的事实", "the missing fact is not named"),
    "no box": ("答案正确但没有写进方框", "right, but not in the box"),
    "cut off": ("写到长度上限", "cut off at the token limit"),
    "no answer": ("没有给出答案", "no answer"),
    "as lexcalc": ("与 lexcalc 的金额相同", "the same amount as lexcalc's"),
    "factor of ten": ("差十的整数次方（如万元与元）", "off by a power of ten (万元 for 元)"),
    "head": ("法定的另一个项目或其中一部分", "the statute's amount for another head, or a part"),
    "payer": ("法定的另一方的份额", "the statute's amount for another payer"),
    "arithmetic": ("算式算错", "arithmetic"),
    "reading": ("事实与案情读法不同", "a fact read otherwise than in the case"),
    "ungrounded": ("用了案情和规则中没有的数", "a figure from neither case nor rule"),
    "set-up": ("列式或适用法条不同", "other set-up or other law"),
}
# Of lexcalc: what is wrong with an amount, then why there is none.
ANSWER = {
    "answered": ("缺事实仍给出金额", "an amount although a fact is missing"),
    "scenario": ("案由判断错误", "wrong scenario"),
    "head": ("应为另一个项目或其中一部分", "the gold is another head, or a part"),
    "payer": ("应为另一方的份额", "the gold is another payer's share"),
    "amount": ("金额不同", "another amount"),
}
ABSTENTION = {
    FAILED: ("没有得出报告", "no report"),
    "discretion": ("由法官酌定", "left to the judge"),
    "doubt": ("读法有疑或数据未收录", "a doubt about the text, or a figure not on file"),
}

FATES = {**STATUS, FAILED: ABSTENTION[FAILED]}  # what a case of a run can come to


def title(fault: str, lang: str | None = None) -> str:
    """The words for a class."""
    if fault.startswith(FACT):
        return tr("缺少", "missing: ", lang) + fault.removeprefix(FACT)
    return tr(*(MODEL | ANSWER | ABSTENTION)[fault], lang)


def of_the_model(outcome: Outcome, report: Report) -> str:
    """The class of a model's error; empty where its boxed answer is right (or it rightly gave none)."""
    reasoning = report.reasoning
    assert reasoning is not None
    if outcome.expected is None:
        if outcome.told:
            return ""
        if outcome.cut:
            return "cut off"
        return "unnamed" if outcome.no_box and outcome.said is None else "answered"
    if outcome.boxed:
        return ""
    if outcome.own:
        return "no box"
    if outcome.cut:
        return "cut off"
    if outcome.said is None:
        return "no answer"
    said, gold = Fraction(outcome.said), Fraction(outcome.expected)
    if report.assessment.answer is not None and cents(said) == cents(Fraction(report.assessment.answer)):
        return "as lexcalc"
    if _power_of_ten(said, gold):
        return "factor of ten"
    elsewhere = _elsewhere(said, report.assessment)
    if elsewhere:
        return elsewhere
    if report.verdict.status == "corrected" or any(
        e.ok is False for s in reasoning.steps for e in s.equations
    ):
        return "arithmetic"
    if any(reading.agrees is False for reading in report.readings):
        return "reading"
    from lexcalc.verify import ungrounded

    return "ungrounded" if ungrounded(reasoning, report.assessment, report.question) else "set-up"


def of_the_answer(outcome: Outcome, report: Report) -> str:
    """The class of lexcalc's error or the reason why it gives no amount; empty where it is right."""
    if outcome.got is None:
        return _reason(report)
    if outcome.expected is None:
        return "answered"
    if outcome.state == "right":
        return ""
    if outcome.scenario and outcome.read_scenario != outcome.scenario:
        return "scenario"
    return _elsewhere(Fraction(outcome.expected), report.assessment) or "amount"


def _reason(report: Report) -> str:
    """Why lexcalc abstains: its first reason, by the name of the fact where it names one."""
    missing = report.assessment.missing
    if not missing:
        return "discretion" if report.assessment.discretion else "doubt"
    named = asked_for(missing[0])
    return FACT + named if named else "doubt"


def _elsewhere(amount: Fraction, assessment: AssessmentOut) -> str:
    """Whether an amount is the statute's for something that was not asked: ``payer``, ``head`` or none."""
    if not amount:
        return ""
    if any(cents(Fraction(share)) == cents(amount) for share in assessment.payers.values()):
        return "payer"
    amounts = [cents(Fraction(item.amount)) for item in assessment.items]
    return "head" if cents(amount) in {*amounts, sum(amounts)} else ""


def _power_of_ten(said: Fraction, gold: Fraction) -> bool:
    ratio = said / gold if gold else Fraction(0)
    return ratio in {Fraction(10) ** k for k in (-4, -3, -2, -1, 1, 2, 3, 4)}
