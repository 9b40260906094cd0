"""Pay put together: fixed wage with allowances and bonuses, months written out one by one, wages by period."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case
from lexcalc.case.quantities import Quantity

_FIXED = (
    r"(?:固定|基本|岗位|底|标准|约定)(?:应得|月)?(?:工资|薪|收入)?|(?:每月|月)(?:固定)?(?:应得|应发|工资|薪)"
)
EXTRA_PAY = r"(?:年终|季度|绩效|全勤|项目|完工|月度|效益|高温|住房|交通|通讯|岗位|夜班|生活|餐饮|伙食|技能|工龄|销售)*[^。,，；Ⓜ]{0,4}?(?:奖金?|绩效(?:工资)?|提成|补贴|津贴|补助|佣金|[餐饭车房话]补)"
_NOT_PAY = r"报销|福利|午餐|不计入?工资|不属于|股权|差旅|垫付|捐"


def parts(marked: Marked) -> tuple[Quantity, Fraction] | None:
    """Gross pay put together from a fixed monthly wage, monthly allowances and bonuses of the same twelve months.

    Source: 实施条例第27条 (奖金、津贴和补贴 count).  None unless every pay item near the fixed wage is understood.
    """
    fixed = [
        q
        for h in marked.hits(rf"(?:每月|月|每个月)?(?:的)?(?:{_FIXED})[^。,，；Ⓜ]{{0,8}}?{{M}}")
        if not (q := h.q[-1]).approx
        and q.value >= 1000
        and not claimed(marked, h.match.start())
        and not re.search(r"从|原", marked.folded[q.start - 2 : q.start])  # type: ignore[operator]
        and not re.search(r"不认可|主张", marked.folded[marked.sentence(q.start)[0] : q.start])
    ]
    extras: dict[int, tuple[Quantity, Fraction]] = {}
    for hit in marked.hits(rf"{EXTRA_PAY}[^。,，；ⓂⒹ]{{0,10}}?{{M}}"):
        q = hit.q[-1]
        start, _ = marked.clause(hit.match.start())
        words = marked.folded[start : max(q.end, marked.clause(q.end)[1])]
        if re.search(_NOT_PAY, words):
            continue
        if q.approx or claimed(marked, hit.match.start()):
            return None
        if q.value < 50:  # type: ignore[operator]
            return None
        if re.search(r"每月|按月|(?<!\d)月发|/月|每个月", words):
            share = Fraction(12)
        elif re.search(r"每季|每个季度|按季|各(?:发|领)|季度(?:各|均)|每次|共?{T}次|每笔", words):
            if not re.search(r"每季|每个季度|按季", words) and not re.search(r"四次|4次|四个季度", words):
                return None
            share = Fraction(4)
        elif re.search(r"合计|共|年终|全年|总|年度|另|一次性|取得", words):
            share = Fraction(1)
        else:
            return None
        extras[q.start] = (q, q.value * share / 12)  # type: ignore[operator]
    if fixed and re.search(r"共|合计|总", marked.folded[fixed[0].start - 4 : fixed[0].start]):
        base = fixed[0].value / 12  # type: ignore[operator]
    else:
        base = fixed[0].value if fixed else Fraction(0)  # type: ignore[assignment]
    values = {q.value for q in fixed}
    if (
        len(values) != 1
        or not extras
        or not re.search(r"十二个月|12个月|一年|同期|该期间|期间内", marked.folded)
    ):
        return None
    if fixed[0].start in extras or _left_over(marked, {fixed[0].start, *extras}):
        return None
    return fixed[0], base + sum((v for _, v in extras.values()), Fraction(0))  # type: ignore[operator]


def _left_over(marked: Marked, used: set[int]) -> bool:
    """Whether the sentences of the pay items hold a sum that was not used and is no reimbursement or net pay."""
    for start, end in {marked.sentence(at) for at in used}:
        for q in marked.between(start, end, "money"):
            clause = marked.clause(q.start)
            words = marked.folded[clause[0] : clause[1]]
            if (
                (q.unit or q.value >= 500)  # type: ignore[operator]
                and q.start not in used
                and not re.search(rf"{_NOT_PAY}|到手|实发|社平|平均|最低|社保|公积金", words)
            ):
                return True
    return False


def parts_mentioned(marked: Marked) -> bool:
    return any(
        h.q[-1].unit and not re.search(_NOT_PAY, marked.folded[h.match.start() : h.match.end()])
        for h in marked.hits(rf"{EXTRA_PAY}[^。,，；ⓂⒹ]{{0,10}}?{{M}}")
    )


def segments(marked: Marked) -> list[tuple[date, date | None, Quantity]]:
    """Monthly wages by period as the text lists them: ``2022年7月至12月为6000元``, ``自2023年7月起每月8000元``."""
    found: list[tuple[date, date | None, Quantity]] = []
    for hit in marked.hits(r"{D}(?:份)?(?:至|到|-|—|–){D}(?:份)?[^ⓂⒹ。；]{0,12}?{M}"):
        first, last, q = hit.q
        if first.value.month and last.value.month and not q.approx and not claimed(marked, q.start):  # type: ignore[union-attr]
            found.append((first.value.first(), last.value.last(), q))  # type: ignore[union-attr]
    for hit in marked.hits(r"{D}(?:以前|之前|前)[^ⓂⒹ。；]{0,8}?{M}"):
        first, q = hit.q
        if first.value.exact and not q.approx and not claimed(marked, q.start):  # type: ignore[union-attr]
            hired = [d for d in marked.between(0, first.start, "date") if d.value.exact]  # type: ignore[union-attr]
            if hired:
                found.append((hired[0].value.first(), first.value.first(), q))  # type: ignore[union-attr]
    for hit in marked.hits(
        r"{D}(?:份)?(?:又|再|就)?(?:涨|调|升|提|加)(?:高|整)?(?:到|至|为)[^ⓂⒹ。；]{0,4}?{M}"
    ):
        first, q = hit.q
        if first.value.month and not q.approx and not claimed(marked, q.start):  # type: ignore[union-attr]
            found.append((first.value.first(), None, q))  # type: ignore[union-attr]
    for hit in marked.hits(r"{D}(?:份)?(?:起|以后|之后|开始)[^ⓂⒹ。；]{0,14}?{M}"):
        first, q = hit.q
        if (
            first.value.month
            and not q.approx
            and not claimed(marked, q.start)
            and re.search(r"工资|薪|调|涨|发", marked.folded[marked.sentence(q.start)[0] : q.start])
        ):  # type: ignore[union-attr]
            found.append((first.value.first(), None, q))  # type: ignore[union-attr]
    return sorted(found, key=lambda s: s[0])


def listed_months(marked: Marked, case: Case) -> tuple[Quantity, Fraction] | None:
    """The average of monthly wages written out one by one, when they cover twelve months or the whole employment."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    worked = 12
    if isinstance(hired, date) and isinstance(left, date) and hired <= left:
        from lexcalc.law.service import service

        length = service(hired, left)
        worked = min(12, length.years * 12 + length.months + bool(length.days))
    for start, end in marked.sentences():
        text = marked.folded[start:end]
        if not re.search(r"工资|应发|应得|收入", text) or claimed(marked, end - 1):
            continue
        amounts = [q for q in marked.between(start, end, "money") if not q.approx and q.value >= 300]  # type: ignore[operator]
        months: list[tuple[int, Quantity]] = []
        for q in amounts:
            before = marked.marked[max(start, q.start - 26) : q.start]
            if re.search(r"Ⓓ▪*(?:份)?(?:至|到|-|—|~)Ⓓ▪*[^Ⓜ,，、；]{0,8}$", before):
                dates = [d for d in marked.between(start, q.start, "date")][-2:]
                span = _month_span(dates)
                months.append((span, q))
            elif re.search(
                r"(?:Ⓓ▪*(?:份)?[^Ⓜ,，、；]{0,6}|[、,，和及]\s*|(?:依次|分别)(?:为|是)?[:：]?|[:：])$", before
            ):
                months.append((1, q))
        total = sum(count for count, _ in months)
        if (
            months
            and all(count for count, _ in months)
            and total == worked
            and total >= 2
            and len(months) >= 2
        ):
            return months[0][1], sum((count * q.value for count, q in months), Fraction(0)) / total  # type: ignore[misc,operator]
    return None


def _month_span(dates: list[Quantity]) -> int:
    """Whole months from the first to the second date, both counted; 0 when unclear."""
    if len(dates) != 2:
        return 0
    first, last = (d.value for d in dates)
    if first.month is None or last.month is None:  # type: ignore[union-attr]
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1  # type: ignore[union-attr]
