"""Where the two sides meet: the model's reasoning against the statutory assessment.

``verified`` is a promise, so every doubt withholds it: each equation must compute, each named amount must be
the statute's, the answer must follow from a checked equation, and nothing may be ungrounded or invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from lexcalc import money
from lexcalc.contract import (
    AssessmentOut,
    CitationStatus,
    ReadingOut,
    ReasoningOut,
    StepOut,
    VerdictOut,
)
from lexcalc.money import cents, grouped

if TYPE_CHECKING:
    from lexcalc.reasoning.arithmetic import Node
    from lexcalc.reasoning.equations import Equation

SMALL = 366  # days, months, shares and divisors that the law itself supplies are not looked for in the case
REGIME_YEARS = frozenset(map(Fraction, (2008, 2011, 2020, 2021, 2022)))  # when the law itself changed
NEAR = 6  # characters between a head and the calculation of its amount (应为, 共计, 标准为)
Mark = Literal["✓", "✗", "?"]
# A wrong, repealed or invented article is a flaw of the reasoning, and one that nobody checked no proof.
_NOT_KNOWN: dict[CitationStatus, str] = {
    "wrong_number": "不存在",
    "repealed": "在本案适用的日期已经失效",
    "not_in_force": "在本案适用的日期尚未施行",
    "fabricated": "查无此法，可能是杜撰的",
    "unchecked": "不在法条清单中，未核实",
}
_CITED = re.compile(
    r"(?:[（(](?:19|20)\d\d年[^（()）\n]{0,8}[）)]》?)?第[\d一二三四五六七八九十百千零、]+条|〔\d{4}〕\d+号"
)
# How the rulebook writes what a limit cuts down: the amount, then the limit.
LEAST = re.compile(r"min\(([\d,.]+), ([\d,.]+)\)")
_CLAUSE = re.compile(r"[；;。\n]")
_OPERATOR = re.compile(r"[×÷+*/＋－−]|(?<=\d)\s-\s")
_ONCE = re.compile(r"^[01] × (?=[\d,.]+$)|(?<=\d) × 1$")
# After a head these make another term of it: 医疗费用, 交强险限额, 残疾赔偿金系数.
_NOT_A_HEAD = r"(?!用|限额|责任|类|系数|标准|年限|月数|基数|分项|范围|合同|公司|条例|的?比例)"


@dataclass(frozen=True)
class StepFinding:
    """One step of the model beside what it computes to and what the statute gives."""

    index: int
    kind: str
    title: str
    text: str
    said: list[str] = field(default_factory=list)
    recomputed: list[str] = field(default_factory=list)
    statute: list[tuple[str, str]] = field(default_factory=list)
    articles: list[tuple[str, CitationStatus]] = field(default_factory=list)
    mark: Mark = "?"
    problems: list[str] = field(default_factory=list)


def verify(
    reasoning: ReasoningOut | None,
    assessment: AssessmentOut,
    case_text: str | None = None,
    readings: Sequence[ReadingOut] = (),
) -> VerdictOut:
    """The verdict on a model's reasoning.

    ``case_text`` lets the stated elements be found in the case; empty where facts came without a text.
    A reading that contradicts a fact withholds ``verified``.
    """
    statute = _number(assessment.answer)
    if assessment.discretion and statute is None:
        return VerdictOut(status="discretion", reasons=[*assessment.discretion, *_lacks(assessment)])
    if assessment.missing or statute is None:
        return VerdictOut(
            status="facts_missing", reasons=_lacks(assessment) or ["依现有规则得不出确定的数额。"]
        )
    answer = assessment.answer
    caveats = _caveats(assessment)
    if reasoning is None:
        how = "没有询问模型，数额由法定规则算出；请核对读出的事实和所问。"
        if case_text == "":
            how = "数额由法定规则按所给事实算出。"
        return VerdictOut(status="rules_only", answer=answer, reasons=[how, *caveats])
    stated = _number(reasoning.answer)
    if reasoning.finish_reason == "length" or stated is None:
        why = (
            "模型写到长度上限仍未写完，其推理不作数。"
            if reasoning.finish_reason == "length"
            else "模型没有给出确定的答案。"
        )
        return VerdictOut(status="unfinished", answer=answer, reasons=[why, *caveats])
    findings = step_findings(reasoning, assessment)
    problems = [problem for finding in findings for problem in finding.problems]
    conflicts = [c for f in findings for c in _conflicts(f, assessment)]
    if cents(stated) != cents(statute):
        return _unequal(reasoning, assessment, stated, statute, problems + conflicts, caveats)
    if conflicts:
        return VerdictOut(
            status="disagrees",
            answer=answer,
            reasons=[
                f"答案同为{grouped(statute)}元，但步骤与法定数额不符。",
                *conflicts,
                *problems,
                *caveats,
            ],
        )
    doubts = [
        *problems,
        *_doubts(reasoning, assessment, statute),
        *ungrounded(reasoning, assessment, case_text),
        *_contradicted(readings),
        *caveats,  # a figure that nobody has confirmed cannot carry a signature
    ]
    if doubts:
        return VerdictOut(
            status="corrected",
            answer=answer,
            reasons=[f"答案{grouped(statute)}元与法定数额一致，但推理未能逐步核实。", *doubts],
        )
    return VerdictOut(
        status="verified",
        answer=answer,
        reasons=[f"每个算式都已复核，各项与法定数额一致，答案同为{grouped(statute)}元。"],
    )


def step_findings(reasoning: ReasoningOut, assessment: AssessmentOut) -> list[StepFinding]:
    """Each step checked on its own: arithmetic, named amounts, citations."""
    return [_finding(i, step, assessment) for i, step in enumerate(reasoning.steps, 1)]


def _finding(index: int, step: StepOut, assessment: AssessmentOut) -> StepFinding:
    name = f"第{index}步“{step.title}”" if step.title else f"第{index}步"
    problems = []
    for equation in step.equations:
        if equation.ok is False:
            problems.append(f"{name}算式有误：{equation.text}，应为{equation.computed}。")
        elif equation.ok is None:
            problems.append(f"{name}算式无法复核：{equation.text}。")
    unknown = dict.fromkeys((f"{c.statute}{c.article}", c.status) for c in step.citations if not c.known)
    problems += [f"{name}引用的{citation}{_NOT_KNOWN[status]}。" for citation, status in unknown]
    named = list(_named_amounts(step, assessment))
    statute = list(dict.fromkeys((head, amount) for head, _, amounts in named for amount in amounts))
    wrong = bool(problems) or any(not _matches(value, amounts) for _, value, amounts in named)
    checked = bool(step.equations) or bool(named)
    return StepFinding(
        index=index,
        kind=step.kind,
        title=step.title,
        text=step.text,
        said=[e.text for e in step.equations],
        recomputed=[e.computed for e in step.equations if e.computed is not None],
        statute=statute,
        articles=[(f"{c.statute}{c.article}", c.status) for c in step.citations],
        mark="✗" if wrong else "✓" if checked else "?",
        problems=problems,
    )


def _conflicts(finding: StepFinding, assessment: AssessmentOut) -> list[str]:
    step = StepOut(kind=finding.kind, title=finding.title, text=finding.text)
    name = f"第{finding.index}步“{finding.title}”" if finding.title else f"第{finding.index}步"
    return [
        f"{name}的{head}为{grouped(value)}元，法定为{'或'.join(grouped(Fraction(a)) for a in amounts)}元。"
        for head, value, amounts in _named_amounts(step, assessment)
        if not _matches(value, amounts)
    ]


def _matches(value: Fraction, amounts: list[str]) -> bool:
    return any(cents(value) == cents(Fraction(amount)) for amount in amounts)


def _heads(assessment: AssessmentOut) -> dict[str, list[str]]:
    """Every amount that may be named by a head or a payer: each item, and the sum where one has several."""
    amounts: dict[str, list[Fraction]] = {}
    for item in assessment.items:
        amounts.setdefault(item.head, []).append(Fraction(item.amount))
    table = {head: [*values, sum(values, Fraction(0))] for head, values in amounts.items()}
    for payer, amount in assessment.payers.items():
        parts = [Fraction(item.amount) for item in assessment.items if item.payer == payer]
        table.setdefault(payer, []).extend([Fraction(amount), *parts])
    return {head: list(dict.fromkeys(map(money.yuan, values))) for head, values in table.items()}


def _named_amounts(step: StepOut, assessment: AssessmentOut) -> Iterator[tuple[str, Fraction, list[str]]]:
    """(head, amount stated, the statute's amounts) for clauses that state money for exactly one head."""
    from lexcalc.reasoning.equations import split_equations

    heads = _heads(assessment)
    if not heads:
        return
    pattern = re.compile("|".join(re.escape(h) for h in sorted(heads, key=len, reverse=True)))
    for clause in _CLAUSE.split(step.text):
        found = {m[0] for m in pattern.finditer(clause) if re.match(_NOT_A_HEAD, clause[m.end() :])}
        if len(found) != 1:
            continue
        head = found.pop()
        end = clause.rindex(head) + len(head)
        after = clause[end:]
        equations = [e for e in split_equations(clause) if e.claimed is not None and e.span[0] >= end]
        if equations and (equations[0].span[0] > end + NEAR or "元" not in equations[-1].text[-4:]):
            continue
        stated = re.match(r"(?:应?为|是|共计?|合计|计|应付|应赔|赔付|支付|[=＝：:])?(?=[¥\d])", after)
        if equations:
            yield head, equations[-1].claimed, heads[head]
        elif stated:
            amounts = money.find(after)
            if amounts and amounts[0].start == stated.end() and amounts[0].unit_written:
                rest = after[amounts[0].end :].lstrip()
                if not rest or rest[0] in "，,、（(":  # not ``…元/天`` and not an operand of a calculation
                    yield head, amounts[0].value, heads[head]


def _unequal(
    reasoning: ReasoningOut,
    assessment: AssessmentOut,
    stated: Fraction,
    statute: Fraction,
    problems: list[str],
    caveats: list[str],
) -> VerdictOut:
    repaired = _repaired(reasoning, stated)
    if cents(statute) in {cents(value) for value in repaired}:
        first = f"模型的列式正确，计算有误：答案{grouped(stated)}元应为{grouped(statute)}元。"
        return VerdictOut(status="corrected", answer=assessment.answer, reasons=[first, *problems, *caveats])
    first = f"模型答案{grouped(stated)}元，法定数额{grouped(statute)}元，二者不符。"
    return VerdictOut(status="disagrees", answer=assessment.answer, reasons=[first, *problems, *caveats])


def _repaired(reasoning: ReasoningOut, stated: Fraction) -> list[Fraction]:
    """What the model's own chain gives when every slip is repaired where it happened and carried forward.

    The chain's end is the equation that claims the answer, else the last one.
    """
    from lexcalc.reasoning.arithmetic import Unreadable, compute

    exact: dict[Fraction, Fraction] = {}
    ends: list[Fraction] = []
    last: Fraction | None = None
    for equation in _equations(reasoning):
        if equation.tree is None or equation.claimed is None:
            return []
        try:
            value = compute(_substitute(equation.tree, exact))
        except Unreadable:
            return []
        if value != equation.claimed:
            exact[equation.claimed] = value
        if cents(equation.claimed) == cents(stated):
            ends.append(value)
        last = value
    return ends[-1:] or ([] if last is None else [last])


def _substitute(tree: Node, exact: dict[Fraction, Fraction]) -> Node:
    from lexcalc.reasoning.arithmetic import Number, Product, Sum

    if isinstance(tree, Number):
        return Number(exact.get(tree.value, tree.value))
    if isinstance(tree, Sum):
        return Sum(tuple((sign, _substitute(term, exact)) for sign, term in tree.terms))
    return Product(tuple((exponent, _substitute(factor, exact)) for exponent, factor in tree.factors))


def _doubts(reasoning: ReasoningOut, assessment: AssessmentOut, statute: Fraction) -> list[str]:
    """What keeps an equal answer from being verified although no step is wrong."""
    from lexcalc.reasoning.answer import boxed_values

    doubts = []
    values = boxed_values(reasoning.text)
    if not values:
        doubts.append("模型没有用\\boxed{}写出答案。")
    elif any(cents(v) != cents(statute) for v in values):
        doubts.append(f"模型在方框中写了不同的数额：{'、'.join(grouped(v) for v in values)}元。")
    needs = len(assessment.items) > 1 or any(_calculated(i.substituted) for i in assessment.items)
    equations = list(_equations(reasoning))
    derived = any(_derives(equation, statute) for equation in equations)
    derived = derived or _capped(reasoning, equations, assessment, statute)
    if needs and not derived and not _all_items_stand(reasoning, equations, assessment, statute):
        doubts.append("答案没有由任何一个复核过的算式得出。")
    elif not needs and not any(cents(statute) in _money_in(step.text) for step in reasoning.steps[:-1]):
        doubts.append("推理步骤中没有说明答案的来历。")
    return doubts


def _calculated(substituted: str) -> bool:
    """Whether a formula with its values calculates; once a figure (``1 × 23,700``) or none is no sum."""
    return _OPERATOR.search(_ONCE.sub("", substituted)) is not None


def _derives(equation: Equation, answer: Fraction) -> bool:
    """Whether a checked equation gives the answer from other numbers; ``119000+0=119000`` does not."""
    if not equation.ok or equation.claimed is None or cents(equation.claimed) != cents(answer):
        return False
    return len(equation.operands) > 1 and answer not in equation.operands


def _capped(
    reasoning: ReasoningOut, equations: list[Equation], assessment: AssessmentOut, answer: Fraction
) -> bool:
    """Whether the answer is a limit by the rule itself, and what it cuts down was derived or is a plain fact.

    Such an answer has no equation of its own: ``215100>50000`` leaves 50000, ``min(215,100, 50,000)``.
    """
    stated = {amount for step in reasoning.steps[:-1] for amount in _money_in(step.text)}
    for item in assessment.items:
        least = LEAST.fullmatch(item.substituted)
        if least is None or cents(Fraction(item.amount)) != cents(answer):
            continue
        whole, limit = (Fraction(each.replace(",", "")) for each in least.groups())
        if limit != answer or whole <= limit or not {cents(whole), cents(limit)} <= stated:
            continue
        plain = any(
            Fraction(other.amount) == whole and not _calculated(other.substituted)
            for other in assessment.items
        )
        if plain or any(_derives(equation, whole) for equation in equations):
            return True
    return False


def _all_items_stand(
    reasoning: ReasoningOut, equations: list[Equation], assessment: AssessmentOut, answer: Fraction
) -> bool:
    """Whether every item that makes up the answer was derived (or, where it is a plain fact, stated)."""
    if len(assessment.items) < 2 or sum(Fraction(i.amount) for i in assessment.items) != answer:
        return False
    stated = {amount for step in reasoning.steps[:-1] for amount in _money_in(step.text)}
    return all(
        any(_derives(e, Fraction(item.amount)) for e in equations)
        if _calculated(item.substituted)
        else cents(Fraction(item.amount)) in stated
        for item in assessment.items
    )


def _equations(reasoning: ReasoningOut) -> Iterator[Equation]:
    from lexcalc.reasoning.equations import split_equations

    for step in reasoning.steps:
        yield from split_equations(step.text)


def _money_in(text: str) -> set[Fraction]:
    return {cents(amount.value) for amount in money.find(text)}


def ungrounded(reasoning: ReasoningOut, assessment: AssessmentOut, case_text: str | None) -> list[str]:
    """Numbers of the elements and equations that stand neither in the case nor in a rule applied."""
    if case_text is None:
        return []
    from lexcalc.case.quantities import PartialDate, scan
    from lexcalc.reasoning.equations import split_equations

    folded = re.sub(r"\s", "", money.fold(case_text))
    known = {a.value for a in money.find(case_text)}
    days = (quantity.value for quantity in scan(case_text))
    known |= {Fraction(day.year) for day in days if isinstance(day, PartialDate)}  # 二〇二三年 is 2023
    known |= {Fraction(amount) for amount in (assessment.answer, *assessment.payers.values()) if amount}
    for text in [f"{i.formula} {i.substituted} {i.explanation} {i.amount}" for i in assessment.items] + [
        *assessment.notes,
        *assessment.dates.values(),
    ]:
        known |= {a.value for a in money.find(text)}
    known |= {value * 100 for value in known if value <= 1}  # 0.7 in a formula is 70% in an element
    doubts = []
    for name, value in reasoning.elements.items():
        if re.sub(r"\s", "", money.fold(value)) in folded:
            continue
        strange = [a for a in money.find(value) if a.value not in known]
        if strange:
            written = value[strange[0].start : strange[0].end]
            doubts.append(f"要素“{name}={value}”中的{written}在案情和所用规则中都找不到。")
    for step in reasoning.steps:
        prose = _CITED.sub("", step.text)
        strange = []
        for equation in split_equations(step.text):
            strange += [n for n in equation.operands if n not in known]
            known |= {n for n in (equation.claimed, equation.computed) if n is not None}
            prose = prose.replace(equation.text, " ")
        strange += [a.value for a in money.find(prose) if a.value not in known]
        name = f"“{step.title}”" if step.title else "推理"
        found = [n for n in strange if abs(n) > SMALL and n not in REGIME_YEARS]
        doubts += [f"{name}中的{money.plain(n)}在案情和所用规则中都找不到。" for n in found[:3]]
    return list(dict.fromkeys(doubts))


def _contradicted(readings: Sequence[ReadingOut]) -> list[str]:
    return [
        f"“{r.name}”按案情读为{r.reader}，模型读为{r.model}，请核对。" for r in readings if r.agrees is False
    ]


def _lacks(assessment: AssessmentOut) -> list[str]:
    return [f"缺少{missing.rstrip('。')}。" for missing in assessment.missing]


def _caveats(assessment: AssessmentOut) -> list[str]:
    heads = [item.head for item in assessment.items if not item.confirmed]
    return [f"{'、'.join(dict.fromkeys(heads))}所用的数据尚未核实。"] if heads else []


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
