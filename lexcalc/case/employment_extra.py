"""EC heads beside severance; overtime, annual leave and double wages have their own modules."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, elsewhere, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import in_months


def read_extra(marked: Marked, case: Case) -> None:
    """Read only what the asked heads need, so that a stray word cannot disturb another head."""
    heads = set(case.asked.heads)
    if "二倍工资差额" in heads:
        from lexcalc.case.employment_double import read_double_wage

        read_double_wage(marked, case)
    if "未休年休假工资" in heads:
        from lexcalc.case.employment_leave import read_leave

        read_leave(marked, case)
    if any("加班费" in head for head in heads):
        from lexcalc.case.employment_overtime import read_overtime

        read_overtime(marked, case)
    if "竞业限制补偿" in heads:
        from lexcalc.case.employment_covenant import read_covenant

        read_covenant(marked, case)
    if "违法约定试用期赔偿金" in heads:
        _probation(marked, case)
    if heads & {"加付赔偿金", "经济补偿个人所得税", "医疗补助费"}:
        from lexcalc.case.employment_official import read_official

        read_official(marked, case)
    if heads & {"拖欠工资", "加付赔偿金"}:
        from lexcalc.case.employment_arrears import read_arrears

        read_arrears(marked, case)


def _probation(marked: Marked, case: Case) -> None:
    """Add 试用期合同期限, 已履行试用期 and 试用期满月工资 (劳动合同法第19、83条)."""
    _term(marked, case)
    done = [
        h.q[0]
        for pattern in (
            r"(?:实际)?(?:履行|执行)[^。；Ⓣ]{0,8}试用期?[^。；Ⓣ]{0,6}{T}",
            r"试用期(?:已|实际)*(?:履行|执行)(?:了|满)?{T}",
            r"试用期(?:为|是|约定|定为|一共|长达|满|:|写|写的)*{T}",
            r"{T}(?:的)?试用期",
            r"(?:前|头)(?:的)?{T}(?:为|是|算)(?:作)?试用期",
        )
        for h in marked.hits(pattern)
        if not elsewhere(marked, h.match.start())
        and not claimed(marked, h.match.start())
        and not re.search(
            r"不得?超过|最[长多]|只能|延长|上限|法定",
            marked.folded[marked.clause(h.match.start())[0] : h.q[0].end],
        )
    ]
    if done and (length := in_months(done[0])) is not None:
        put(case, "已履行试用期", done[0], length)
    if re.search(
        r"延长[^。；]{0,6}试用期|试用期[^。；]{0,16}延长|(?:两|二)次[^。；]{0,6}试用期|(?:再次|重新|又)约定[^。；]{0,6}试用期",
        marked.folded,
    ):
        _extended(marked, case)
    q = agreed(
        marked,
        case,
        "试用期满月工资",
        r"(?:转正|试用期满|试用期结束|期满)(?:后|之后|以后)?(?:的)?(?:月工资|工资|月薪|每月|每个月|一个月)?(?:(?!红包|奖|发给|支付)[^。；Ⓜ]){0,10}{M}",
    )
    put(case, "试用期满月工资", q)


def _term(marked: Marked, case: Case) -> None:
    """试用期合同期限: by its length or its two days; a doubt where the text has both and they differ."""
    from lexcalc.law.service import lawful_probation

    if re.search(r"以完成[^。；]{0,24}(?:任务|工程|项目)?[^。；]{0,6}(?:为期限|为准)", marked.folded):
        note = "以完成一定任务为期限，不得约定试用期（第19条第3款）"
        case.facts.add(Fact("试用期合同期限", Duration(0, 0, 1), note=note))
        return
    read: list[tuple[Duration, tuple[int, int]]] = []
    for hit in marked.hits(
        r"(?:合同)?(?:期限?|为期)[^。；Ⓓ]{0,6}(?:{D}|当日)(?:起)?(?:至|到|-|—){D}|{D}(?:起)?(?:至|到|-|—){D}[^。；,，Ⓓ]{0,4}的?(?:劳动)?合同"
    ):
        last = hit.q[-1]
        before = [d for d in marked.between(0, last.start, "date") if d.value.exact]  # type: ignore[union-attr]
        first = hit.q[0] if len(hit.q) > 1 else before[-1] if before else last
        if (
            re.search(r"试用", marked.folded[marked.clause(hit.match.start())[0] : hit.match.start()])
            or elsewhere(marked, hit.match.start())
            or not (first.value.exact and last.value.exact)  # type: ignore[union-attr]
        ):
            continue
        length = _length(first.value.first(), last.value.first())  # type: ignore[union-attr]
        if length is not None:
            read.append((length, (hit.match.start(), last.end)))
    for pattern in (
        r"(?:合同期限?|期限)[^。；ⓉⓂ]{0,8}{T}",
        r"(?:签订|签了?|订立)[^。；Ⓣ]{0,12}{T}(?:期|的)?[^。；]{0,6}(?:劳动)?合同",
        r"{T}期?(?:的)?(?:固定期限)?(?:书面)?(?:劳动)?合同",
        r"合同(?:一签)?(?:就)?(?:签了?|签的|订了?)(?:是)?{T}",
    ):
        for hit in marked.hits(pattern):
            words = marked.folded[max(0, hit.match.start() - 8) : hit.q[0].start]
            if re.search(r"试用|竞业|仲裁|不满|以上", words) or elsewhere(marked, hit.match.start()):
                continue
            if isinstance(hit.q[0].value, Duration) and not claimed(marked, hit.match.start()):
                read.append((hit.q[0].value, hit.q[0].span))
    lawful = {lawful_probation(length) for length, _ in read}
    if re.search(r"非全日制", marked.folded) and not re.search(r"(?:不是|非|不属于?)非全日制", marked.folded):
        case.facts.add(Fact("非全日制", True))
    if len(lawful) > 1:
        case.doubts.append("劳动合同期限有几种读法，请用 --set 试用期合同期限=… 指明")
    elif read:
        case.facts.add(Fact("试用期合同期限", read[0][0], span=read[0][1]))
    elif re.search(r"无固定期限", marked.folded):
        case.facts.add(Fact("试用期合同期限", Duration(100, 0, 0)))


def _length(first: date, last: date) -> Duration | None:
    last += timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month
    days = last.day - first.day
    if days < 0:
        months, days = months - 1, days + 30
    return Duration(months // 12, months % 12, days) if months >= 0 else None


def _extended(marked: Marked, case: Case) -> None:
    """A probation prolonged is a second one, unlawful from its first day (第19条第2款)."""
    more = {
        length
        for h in marked.hits(r"延长(?:至|到)?(?:了)?[^。；,，Ⓣ]{0,6}{T}|延长期间?(?:的)?{T}")
        if (length := in_months(h.q[-1])) is not None and not re.search(r"延长(?:至|到)", h.match[0])
    }
    from lexcalc.law.service import lawful_probation

    first, term = case.facts.value("已履行试用期"), case.facts.value("试用期合同期限")
    if (
        len(more) == 1
        and isinstance(first, Fraction)
        and isinstance(term, Duration)
        and first >= lawful_probation(term)
        and not re.search(r"(?:两|二)次", marked.folded)
    ):
        case.facts.add(Fact("已履行试用期", first + more.pop(), note="延长的试用期一并计入"))
        return
    case.doubts.append("试用期经过延长或者再次约定，超出部分请用 --set 已履行试用期=… 说明")
