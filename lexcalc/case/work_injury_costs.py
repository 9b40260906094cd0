"""What a treatment cost: the total, the part inside the catalogue of the insurance, the part outside, who paid what."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.work_injury_labels import Reader
from lexcalc.case.work_injury_paid import payments_in

_BOUNDS = r"(?:目录|支付范围|报销范围|支付标准|诊疗项目)"
_OUTSIDE = re.compile(
    rf"目录(?:范围)?之?以?外|不(?:符合|属于?|在|纳入|能报|予报)[^，。；]{{0,14}}{_BOUNDS}|超出?(?:了)?[^，。；]{{0,8}}{_BOUNDS}|自费|非目录|不能报销|不予报销|^不符合(?:的)?$"
)
_INSIDE = re.compile(
    rf"(?<!不)符合[^，。；外]{{0,16}}{_BOUNDS}(?!之?外)|^(?:其中)?(?:均)?符合(?:的)?$|(?<!不)(?<!没)(?:能|可以?)?(?:进|入|列入)[^，。；外]{{0,8}}目录(?!之?以?外)|目录(?:范围)?[内里]|(?<!不)(?:属于?|在|纳入)[^，。；外]{{0,14}}{_BOUNDS}(?!之?以?外)"
)
_MEDICAL = re.compile(r"医[疗药]|治疗|抢救|药费|目录|看病|治病|住院")
_NOT_COST = re.compile(r"补助金|津贴|平均工资|缴费|月工资|护理|伙食|抚恤|丧葬|交通")
_AFTER_ALL = re.compile(r"^(?:元)?[）)]?[（(，,]?(?:均|全部?|都|皆|经核均?)")
_EDGE = re.compile(r"[，,。；：:（()）、]")


def read_costs(reader: Reader, case: Case) -> None:
    """Add 医疗费: the part inside the catalogue where the text tells it apart, else the only total."""
    payments = payments_in(reader, case)
    paid = {p.quantity.start for p in payments if p.third or p.head != "医疗费"}
    by_firm = {p.quantity.start for p in payments if not p.third and p.head == "医疗费"}
    inside: dict[Fraction, Quantity] = {}
    outside: dict[Fraction, Quantity] = {}
    total: dict[Fraction, Quantity] = {}
    labelled = {a.quantity.start for a in reader.named("医疗费") if not a.claimed}
    for q in reader.quantities_of("money"):
        if q.start in paid or q.approx or reader.claimed(q.start) or not isinstance(q.value, Fraction):
            continue
        lead, tail = _around(reader, q)
        start, end = reader.marked.sentence(q.start)
        if not _MEDICAL.search(reader.text[start:end]) or _NOT_COST.search(lead):
            continue
        whole = _AFTER_ALL.match(reader.text, q.end) is not None
        if _OUTSIDE.search(lead) or (not whole and _OUTSIDE.search(tail)):
            outside[q.value] = q
        elif _INSIDE.search(lead) or (_INSIDE.search(tail) and not whole):
            inside[q.value] = q
        elif re.search(r"余下|剩余|剩下|尚余|未付", lead):
            continue
        elif q.start in labelled or re.search(r"(?:总共|一共|共计?|合计)(?:花了?|是|为)?$", lead):
            total[q.value] = q
    if len(total) > 1:
        total = {value: q for value, q in total.items() if q.start not in by_firm} or total
    if len(inside) > 1:  # 目录内医疗费…, 其中…: the smaller is part of the greater
        return
    if inside:
        value, q = inside.popitem()
    elif len(total) == 1:
        value, q = total.popitem()
        if len(outside) == 1:
            less = outside.popitem()[0]
            if less >= value:
                return
            value -= less
        elif outside or (_OUTSIDE.search(reader.text) and not _INSIDE.search(reader.text)):
            return
    else:
        whole_paid = [
            p
            for p in payments
            if p.head == "医疗费" and re.search(r"全部|全额|付清|结清", p.words) and p.amount
        ]
        if len(whole_paid) != 1 or total:
            return
        value, q = whole_paid[0].amount or Fraction(0), whole_paid[0].quantity  # 已付清全部医疗费38,260元
    case.facts.add(Fact("医疗费", value, span=q.span))


def _around(reader: Reader, q: Quantity) -> tuple[str, str]:
    """The words of an amount's own clause before it, back to another amount, and after it."""
    sentence, stop = reader.marked.sentence(q.start)
    before = reader.text[max(sentence, q.start - 40) : q.start]
    edges = [m.end() for m in _EDGE.finditer(before)]
    lead = before[edges[-1] :] if edges else before
    lead = re.split(r"Ⓜ▪*(?:元)?", lead)[-1]
    after = reader.text[q.end : min(stop, q.end + 40)]
    after = after.lstrip("元")
    if after[:1] in "（(":
        after = after[1:]
    match = _EDGE.search(after)
    tail = after[: match.start()] if match else after
    return lead, re.split("Ⓜ", tail)[0]
