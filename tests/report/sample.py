"""A report made by hand: the terminal and JSON forms are tested without rules or model."""

from __future__ import annotations

from lexcalc.contract import (
    AskedOut,
    AssessmentOut,
    CitationOut,
    EquationOut,
    FactOut,
    ItemOut,
    ProvenanceOut,
    ReasoningOut,
    Report,
    StepOut,
    VerdictOut,
)

QUESTION = (
    "王某2017年3月15日入职，2025年5月20日因不能胜任工作被依法解除，月平均工资12,600元。公司应付多少元？"
)


def sample(status: str = "verified", **changes: object) -> Report:
    """An economic-compensation report with both sides; ``changes`` replace whole parts."""
    start = QUESTION.index("12,600元")
    parts: dict[str, object] = {
        "id": "sample",
        "scenario": "EC",
        "question": QUESTION,
        "facts": [
            FactOut(name="月平均工资", value="12600", unit="元", source="text", span=(start, start + 7)),
            FactOut(name="社平月工资", value="9000", unit="元", source="user"),
        ],
        "asked": AskedOut(heads=["经济补偿"]),
        "reasoning": ReasoningOut(
            text="<think>……</think>",
            steps=[
                StepOut(kind="type", title="补偿类型", text="不能胜任工作依法解除。"),
                StepOut(
                    kind="compensation",
                    title="赔偿计算",
                    text="经济补偿 8.5×12600=107100元。",
                    equations=[
                        EquationOut(text="8.5×12600=107100", claimed="107100", computed="107100", ok=True)
                    ],
                    citations=[
                        CitationOut(statute="劳动合同法", article="第47条", known=True),
                        CitationOut(statute="劳动合同法", article="第999条", known=False),
                    ],
                ),
            ],
            answer="107100.00",
            tokens=120,
        ),
        "assessment": AssessmentOut(
            items=[
                ItemOut(
                    head="经济补偿",
                    payer="用人单位",
                    formula="月数 × 月工资",
                    substituted="8.5 × 12600",
                    amount="107100.00",
                    citations=["劳动合同法第47条"],
                )
            ],
            payers={"用人单位": "107100.00"},
            answer="107100.00",
            dates={"解除日": "2025-05-20"},
        ),
        "verdict": VerdictOut(status=status, answer="107100.00"),
        "provenance": ProvenanceOut(rules="0" * 64, model="LexPam-0.5B"),
    }
    return Report(**{**parts, **changes})
