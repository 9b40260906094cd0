"""未休年休假: the wage without overtime, accumulated seniority, and the days of each year in question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lexcalc.case.employment_text import put, span_of
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity

_DAYS = r"(?:{T}|{M}(?:个)?(?:整)?(?:工作)?[天日])"


def read_leave(marked: Marked, case: Case) -> None:
    """Add 年休假月工资, 累计工龄 and 未休年休假天数 or 年休假 (条例第3条、实施办法第5、11、12条)."""
    wage = None
    for pattern in (
        r"(?:剔除|扣除|不含|去掉|除去|刨掉|刨除|刨去|减去|扣掉)[^。；Ⓜ]{0,8}加班[^。；Ⓜ]{0,28}?{M}",
        r"(?:月平均工资|平均月?工资|月均工资)[^。；Ⓜ]{0,10}(?:\([^)]{0,16}(?:剔除|不含|扣除)[^)]{0,10}\))[^。；Ⓜ]{0,8}{M}",
        r"{M}[^。；Ⓜ]{0,6}\(?(?:已|均已|其中)?(?:剔除|不含|扣除)[^。；Ⓜ]{0,4}加班",
    ):
        hit = marked.first(pattern)
        if hit and not hit.q[-1].approx:
            wage = hit.q[-1]
            break
    if wage is not None:
        put(case, "年休假月工资", wage)
    else:
        overtime = marked.first(r"(?:其中|包含|含|包括)[^。；Ⓜ]{0,10}加班(?:工资|费)[^。；Ⓜ]{0,6}{M}")
        average = case.facts.get("月平均工资")
        if overtime and average and "总额" in average.note and isinstance(overtime.q[-1].value, Fraction):
            overtime = replace(overtime, q=(replace(overtime.q[-1], value=overtime.q[-1].value / 12),))
        if (
            overtime
            and average
            and isinstance(average.value, Fraction)
            and isinstance(overtime.q[-1].value, Fraction)
        ):
            case.facts.add(
                Fact(
                    "年休假月工资",
                    average.value - overtime.q[-1].value,
                    span=average.span,
                    note="已剔除加班工资",
                )
            )
        elif not re.search(r"加班", marked.folded) or re.search(
            r"(?:没有?|无|不存在)[^。；,，]{0,4}加班", marked.folded
        ):
            for name in ("月平均工资", "月工资"):
                fact = case.facts.get(name)
                if fact:
                    case.facts.add(Fact("年休假月工资", fact.value, span=fact.span))
                    break
        else:
            fact = case.facts.get("月工资")
            if fact:
                case.facts.add(Fact("年休假月工资", fact.value, span=fact.span))
    hit = marked.first(
        r"(?:累计|总|全部|社会)(?:的)?(?:连续)?(?:工作年限|工龄|工作|参加工作)[^。；ⓉⓂ]{0,6}{T}",
        r"(?:工龄|工作年限)(?:累计|合计|共|已|满|为|是|有|达)*{T}",
        r"(?:此前|之前|入职前|原单位)[^。；Ⓣ]{0,20}(?:连续)?工作(?:了|满|已)*{T}",
    )
    if hit and isinstance(hit.q[0].value, Duration) and hit.q[0].value.years:
        years = Fraction(hit.q[0].value.years) + Fraction(hit.q[0].value.months, 12)
        case.facts.add(
            Fact("累计工龄", years, span=span_of(hit.q[0]), note="约数" if hit.q[0].approx else "")
        )
    else:
        started = marked.first(
            r"{D}(?:[^。；,，Ⓓ]{0,4})(?:参加工作|开始工作)",
            r"(?:参加工作|首次工作)(?:时间)?(?:为|是|于|:)*{D}",
        )
        if started and re.search(r"连续|未间断|没断|不间断", marked.folded):
            _seniority_since(marked, case, started.q[0])
    direct = [
        h.q[-1]
        for h in marked.hits(
            r"(?:应休未休|未休|没休|剩余|尚未休)(?:的)?(?:带薪)?(?:年休?假)?(?:天数)?(?:共|合计|为|是|还有|有|剩)*{T}"
        )
        if isinstance(h.q[-1].value, Duration) and h.q[-1].value.days and not h.q[-1].value.months
    ]
    if len({q.value for q in direct}) == 1:
        put(case, "未休年休假天数", direct[0], Fraction(direct[0].value.days))  # type: ignore[union-attr]
        return
    _leave_years(marked, case)


def _seniority_since(marked: Marked, case: Case, q: Quantity) -> None:
    """累计工龄 from the first day at work, where no threshold (1, 10, 20 years) is crossed in the years asked about."""
    years = [d.value.year for d in marked.quantities if d.kind == "date" and d.value.year > q.value.year]  # type: ignore[union-attr]
    if not years:
        return
    first, last = (
        min(y for y in years if _leave_mentions(marked, y))
        if any(_leave_mentions(marked, y) for y in years)
        else max(years),
        max(years),
    )
    low, high = first - q.value.year - 1, last - q.value.year  # type: ignore[union-attr]
    if all(not low < bound <= high for bound in (1, 10, 20)):
        case.facts.add(
            Fact(
                "累计工龄", Fraction(max(low, 1)), span=span_of(q), note="由参加工作时间推得，所涉各年未跨档"
            )
        )


def _leave_mentions(marked: Marked, year: int) -> bool:
    return any(
        q.kind == "date" and q.value.year == year and _about_leave(marked, q) for q in marked.quantities
    )  # type: ignore[union-attr]


def _leave_years(marked: Marked, case: Case) -> None:
    """One entry a calendar year in question: how long employed in it, and the days already taken."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    years = sorted({q.value.year for q in marked.quantities if q.kind == "date" and _about_leave(marked, q)})  # type: ignore[union-attr]
    if (
        re.search(r"(?:这|两)(?:两)?(?:个)?年(?:度)?(?:的)?年休?假", marked.folded)
        and isinstance(hired, date)
        and isinstance(left, date)
        and left.year - hired.year == 1
    ):
        years = [hired.year, left.year]
    if re.search(
        r"(?<!未)(?<!没)(?<!没有)(?<!过)(?:自愿|书面|主动)[^。；,，]{0,10}(?:放弃|不休)", marked.folded
    ) and not re.search(
        r"(?:未|没|不)[^。；,，]{0,10}(?:书面|签|表示|自愿)[^。；,，]{0,8}(?:放弃|不休)", marked.folded
    ):
        case.doubts.append("有的年度书面放弃了年休假，请用 --set 未休年休假天数=… 给出应付的天数")
        return
    entries = []
    for year in years:
        entry: dict = {"年度": Fraction(year), "已休天数": Fraction(0)}
        if isinstance(hired, date) and hired.year == year:
            entry["在岗起"] = hired
        if isinstance(left, date) and left.year == year:
            entry["在岗止"] = left
        taken = _taken(marked, year)
        if taken is None:
            case.doubts.append(f"{year}年度已休年休假天数写得不清楚，请用 --set 未休年休假天数=… 指明")
            return
        entry["已休天数"] = taken
        entries.append(entry)
    if entries and "解除日" not in case.facts and case.facts.value("解除情形") not in (None, "劳动者死亡"):
        case.doubts.append("已离职但看不出离职日期，当年的年休假天数要按它折算：请用 --set 解除日=… 给出")
    elif (
        entries
        and "入职日" not in case.facts
        and any(
            q.kind == "date"
            and q.value.exact
            and q.value.year in years
            and q.value.first() != left
            and _joined(marked, q)  # type: ignore[union-attr]
            for q in marked.quantities
        )
    ):
        case.doubts.append("看不出当年是否全年在岗，请用 --set 入职日=… 给出入职日期")
    elif entries:
        case.facts.add(Fact("年休假", entries))


def _joined(marked: Marked, q: Quantity) -> bool:
    return not re.search(r"离职|辞职|辞的?职|解除|终止|到期|仲裁", marked.folded[q.end : q.end + 20])


def _about_leave(marked: Marked, q: Quantity) -> bool:
    if q.value.month is not None:  # type: ignore[union-attr]
        return False
    _start, end = marked.sentence(q.start)
    near = marked.folded[q.start : min(end, q.end + 40)]
    return bool(re.search(r"年休?假|未休|没休|应休", near))


def _taken(marked: Marked, year: int) -> Fraction | None:
    for hit in marked.hits(r"{D}[^。；Ⓓ]{0,16}?(?:已休|休了|已安排|安排休|休过|只休)[^。；ⓉⒹ]{0,8}" + _DAYS):
        if hit.q[0].value.year == year:  # type: ignore[union-attr]
            value = hit.q[-1].value
            return Fraction(value.days) if isinstance(value, Duration) else value  # type: ignore[return-value]
    if re.search(r"已休|休了|休过", marked.folded) and not re.search(
        r"(?:未|没)(?:安排)?[^。；,，]{0,10}休", marked.folded
    ):
        return None
    return Fraction(0)
