"""An assessment as the JSON contract writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexcalc.law.assess import Assessment
from lexcalc.money import yuan

if TYPE_CHECKING:
    from lexcalc.contract import AssessmentOut


def to_contract(assessment: Assessment) -> AssessmentOut:
    """Money as decimal strings to 分, missing facts as sentences."""
    from lexcalc.contract import AssessmentOut, ItemOut

    return AssessmentOut(
        items=[
            ItemOut(
                head=line.head,
                payer=line.payer,
                formula=line.formula,
                substituted=line.substituted,
                amount=yuan(line.amount),
                citations=line.citations,
                confirmed=line.confirmed,
                explanation=line.explanation,
            )
            for line in assessment.items
        ],
        payers={payer: yuan(amount) for payer, amount in assessment.payers.items()},
        answer=None if assessment.answer is None else yuan(assessment.answer),
        missing=[str(each) for each in assessment.missing],
        discretion=assessment.discretion,
        notes=assessment.notes,
        dates=assessment.dates,
        statistics=assessment.statistics,
    )
