"""The reasoning of an employment case as a lawyer writes it down: kind of claim, months and base, amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from lexcalc.case.model import Case
from lexcalc.law import Assessment, load_rulebook
from lexcalc.law.dates import governing
from lexcalc.law.env import Env
from lexcalc.law.missing import Missing, MissingFacts
from lexcalc.law.service import service
from lexcalc.reasoning.arithmetic import evaluate
from training.distil.deduction import Deduction
from training.distil.sums import addition, num, product
from training.records import Question

HEADINGS = ("补偿类型", "月数与基数", "赔偿计算")
_LAW = date(2008, 1, 1)


@dataclass
class Notes:
    """The sentences of one deduction by heading, and the amounts of the heads as they are derived."""

    question: Question
    env: Env
    native: Assessment
    rng: Random
    kind: list[str] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    amounts: list[tuple[str, Fraction]] = field(default_factory=list)

    def pick(self, *ways: str) -> str:
        """One of several wordings, the same for the same question."""
        return self.rng.choice(ways)

    def fact(self, name: str) -> Any:
        """A fact or a figure derived from it, None where the case does not give it."""
        try:
            return self.env.value(name)
        except MissingFacts:
            return None

    def line(self, head: str) -> Any:
        """The computed line of a head, None where a fact is missing."""
        return next((line for line in self.native.items if line.head == head), None)

    def work(self, name: str, what: str, unit: str = "元") -> None:
        """Write down how a fact comes about that the text gives only in parts (note ``work:NAME``).

        The note is a chain of expressions divided by ``;``, in which ``_`` is the result before.
        """
        last = ""
        for expression in filter(None, self.question.notes.get(f"work:{name}", "").split(";")):
            expression = expression.replace("_", last)
            value = evaluate(expression)
            if value is None:
                raise ValueError(expression)
            last = num(value)
            self.base.append(f"{what}{expression}={last}{unit}")
            what = ""

    def several(self) -> bool:
        """Whether more than one head is asked."""
        return len(self.question.asked["heads"]) > 1


def deduce(question: Question, case: Case, native: Assessment) -> Deduction:
    """The steps under the scenario's headings and a conclusion in one sentence."""
    env = Env(case.facts, load_rulebook(), "EC", governing(case.facts, None, None), None, date.today())
    heads = question.asked["heads"]
    env.preset["另问赔偿金"] = "违法解除赔偿金" in heads
    notes = Notes(question, env, native, Random(question.id))
    from training.distil import employment_heads as parts

    for head in heads:
        write = parts.WRITERS[head]
        line = notes.line(head)
        if line is not None and line.formula == "0" and line.explanation:
            _denied(notes, head, line)
        else:
            write(notes)
    if native.answer is None:
        return _unfinished(notes)
    if len(notes.amounts) > 1:
        notes.sums += addition([amount for _, amount in notes.amounts])
    _paid(notes, case)
    if not notes.sums:
        notes.sums = [f"{heads[0]}{num(native.answer)}元"]
    if not notes.base:
        notes.base = [notes.pick("不再计算月数与基数", "无须核算月数与基数")]
    steps = tuple(
        (h, _sentence(s)) for h, s in zip(HEADINGS, (notes.kind, notes.base, notes.sums), strict=True)
    )
    return Deduction(steps, _conclusion(notes))


def _sentence(parts: Sequence[str]) -> str:
    return "；".join(parts) + "。"


def _denied(notes: Notes, head: str, line: Any) -> None:
    article = line.citations[0] if line.citations else ""
    because = line.explanation.split("（")[0] if len(line.explanation) > 40 else line.explanation
    notes.kind.append(f"{because}（{article}）" if article else because)
    notes.sums.append(f"{head}0元")
    notes.amounts.append((head, Fraction(0)))


def _paid(notes: Notes, case: Case) -> None:
    entries = case.facts.value("已付款")
    if not notes.question.asked["deduct_paid"] or not isinstance(entries, list):
        return
    total = sum((amount for _, amount in notes.amounts), Fraction(0))
    for entry in entries:
        left = max(Fraction(0), total - entry["金额"])  # type: ignore[operator]
        word = notes.pick("扣除已付：", "减去已付：", "已付部分扣除：")
        notes.sums.append(f"{word}{num(total)}-{num(entry['金额'])}={num(left)}元")  # type: ignore[arg-type]
        total = left


def _conclusion(notes: Notes) -> str:
    answer = num(notes.native.answer)  # type: ignore[arg-type]
    heads = "和".join(notes.question.asked["heads"]) if len(notes.question.asked["heads"]) < 3 else "各项"
    if notes.question.asked["heads"] == ["经济补偿个人所得税"]:
        return notes.pick(f"应缴个人所得税{answer}元。", f"应代扣代缴个人所得税{answer}元。")
    if notes.native.answer == 0:
        return notes.pick(f"{heads}为0元。", f"不应支付{heads}，为0元。")
    if notes.question.asked["deduct_paid"]:
        return notes.pick(f"用人单位还应支付{heads}{answer}元。", f"扣除已付后还应付{answer}元。")
    if notes.several():
        return notes.pick(
            f"{heads}合计{answer}元。", f"用人单位共应支付{answer}元。", f"合计应付{answer}元。"
        )
    return notes.pick(
        f"应付{heads}{answer}元。", f"用人单位应支付{heads}{answer}元。", f"{heads}为{answer}元。"
    )


def _unfinished(notes: Notes) -> Deduction:
    names = list(dict.fromkeys(m.name if isinstance(m, Missing) else str(m) for m in notes.native.missing))
    told = notes.question.notes.get("missing")
    lacking = [told] if told else names[:2]
    words = "、".join(lacking)
    if words == "加班小时":  # whichever of the kinds: named as the rulebook names them
        words = "延时加班小时、休息日或者法定节假日加班小时"
    if not notes.kind:
        notes.kind = [f"所问为{'和'.join(notes.question.asked['heads'])}"]
    notes.base.append(notes.pick(f"题面没有写明{words}", f"案情未给出{words}", f"看不出{words}"))
    notes.sums = [notes.pick("无法得出数额", "算不出确定的数额", "数额无法计算")]
    steps = tuple(
        (h, _sentence(s)) for h, s in zip(HEADINGS, (notes.kind, notes.base, notes.sums), strict=True)
    )
    return Deduction(steps, f"缺少{words}，无法计算。")


Writer = Callable[[Notes], None]

__all__ = ["HEADINGS", "Notes", "Writer", "deduce", "product", "service"]
