"""未休年休假: the wage without overtime, accumulated seniority, and the days of each year in question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lexcalc.case.employment_text import put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity


def read_leave(marked: Marked, case: Case) -> None:
    """Add 年休假月工资, 累计工龄 and 未休年休假天数 or 年休假 (条例第3条、实施办法第5、11、12条)."""
    wage = None
    for pattern in (
        r"(?:剔除|扣除|不含|去掉|除去|刨掉|刨除|刨去|减去|扣掉)[^。；Ⓜ]{0,8}加班[^。；Ⓜ]{0,28}?{M}",
        r"(?:月平均工资|平均月?工资|月均工资)[^。；Ⓜ]{0,10}(?:\([^)]{0,16}(?:剔除|不含|扣除)[^)]{0,10}\))[^。；Ⓜ]{0,8}{M}",
        r"加班(?:费|工资)?(?:已经?|都|全)?(?:剔|扣|去|刨)(?:掉|除|出)了?[)）]?[^。；Ⓜ]{0,10}?{M}",
        r"{M}[^。；Ⓜ]{0,6}\(?(?:已|均已|其中)?(?:剔除|不含|扣除)[^。；Ⓜ]{0,4}加班",
    ):
        sums = [h.q[-1] for h in marked.hits(pattern) if not h.q[-1].approx and h.q[-1].value >= 300]  # type: ignore[operator]
        if sums:
            wage = sums[0]
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
        r"(?:老|原|前|别的|其他|上一?家)(?:单位|公司|东家)[^。；Ⓣ]{0,10}(?:干|工作|做)(?:了|满|有)*{T}",
        r"参加工作(?:已|满|共|有|了|满打满算)*{T}",
        r"(?:前前后后|前后|一共|总共)[^。；Ⓣ]{0,4}(?:上班|工作|干)[^。；Ⓣ]{0,4}{T}",
        r"(?:上班|工作|干活|参加工作)(?:总共|一共|共计?|前后|加起来|算起来|到现在)+[^。；,，ⓉⓂ]{0,4}{T}",
        r"(?:工龄|工作年限)(?:累计|合计|共|已|满|为|是|有|达)*{T}",
        r"(?:此前|之前|入职前|原单位)[^。；Ⓣ]{0,20}(?:连续)?工作(?:了|满|已)*{T}",
    )
    if hit and isinstance(hit.q[0].value, Duration) and hit.q[0].value.years:
        years = Fraction(hit.q[0].value.years) + Fraction(hit.q[0].value.months, 12)
        case.facts.add(Fact("累计工龄", years, span=hit.q[0].span, note="约数" if hit.q[0].approx else ""))
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
            Fact("累计工龄", Fraction(max(low, 1)), span=q.span, note="由参加工作时间推得，所涉各年未跨档")
        )


def _leave_mentions(marked: Marked, year: int) -> bool:
    return any(
        q.kind == "date" and q.value.year == year and _about_leave(marked, q) for q in marked.quantities
    )  # type: ignore[union-attr]


_WAIVED = r"(?<!未)(?<!没)(?<!没有)(?<!过)(?:自愿|书面|主动)[^。；,，]{0,10}(?:放弃|不休)"
_NOT_WAIVED = r"(?:未|没|不|无)[^。；,，]{0,10}(?:书面|签|表示|自愿|提出)[^。；,，]{0,8}(?:放弃|不休)"
_SETTLED = r"(?:已|均|都|全部|全)?(?:经)?(?:休完|歇完|休满|休毕|结清|付清|处理完毕)|另案|和解|不予处理"
_TAKEN = r"(?:(?:已休|休了|休过|休假|只休|仅休|歇了|歇过)(?:了|过|带薪|年休?假|的)*|(?:安排|给|让|准)[^。；,，Ⓣ]{0,10}(?:休|歇|放)[^。；,，Ⓣ]{0,8}?){T}|(?:安排|给|批)(?:了|过){T}(?:的)?(?:带薪)?年休?假"


def _years(marked: Marked, case: Case) -> list[int]:
    """The years whose leave is in question: those the question names, else those the text speaks of as owed."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    settled = {
        h.q[0].value.year  # type: ignore[union-attr]
        for h in marked.hits("{D}[^。；，,Ⓓ]{0,18}?(?:" + _SETTLED + ")")
        if h.q[0].value.month is None  # type: ignore[union-attr]
    }
    start, end = case.asked.span or (0, 0)
    named = {q.value.year for q in marked.between(start, end, "date") if q.value.month is None}  # type: ignore[union-attr]
    about = {q.value.year for q in marked.quantities if q.kind == "date" and _about_leave(marked, q)}  # type: ignore[union-attr]
    both = re.search(r"(?:这|两)(?:两)?(?:个)?年(?:度)?(?:的)?年休?假", marked.folded)
    if (
        not named
        and both
        and isinstance(hired, date)
        and isinstance(left, date)
        and left.year - hired.year == 1
    ):
        return [hired.year, left.year]
    years = sorted(named or (about - settled))
    wanted = re.search(r"([两三])(?:个)?年(?:度)?", marked.folded[start:end])
    if wanted and len(years) != {"两": 2, "三": 3}[wanted[1]]:
        case.doubts.append("所问的几个年度没有全部看清，请用 --set 未休年休假天数=… 给出")
    return years


def _leave_years(marked: Marked, case: Case) -> None:
    """One entry a calendar year in question: how long employed in it, and the days already taken."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    if re.search(_WAIVED, marked.folded) and not re.search(_NOT_WAIVED, marked.folded):
        case.doubts.append("有的年度书面放弃了年休假，请用 --set 未休年休假天数=… 给出应付的天数")
        return
    years = _years(marked, case)
    if not years:
        if (
            "入职日" in case.facts
            or "解除日" in case.facts
            or not re.search(r"(?:去年|当年|全年)(?:一年|全年)?|一整?年", marked.folded)
        ):
            return
        years = [0]  # a whole year without a number: only its days matter
    if "解除日" not in case.facts and case.facts.value("解除情形") not in (None, "劳动者死亡"):
        case.doubts.append("已离职但看不出离职日期，当年的年休假天数要按它折算：请用 --set 解除日=… 给出")
        return
    unknown = [
        q
        for q in marked.between(0, len(marked.folded), "date")
        if q.value.exact and q.value.year in years and q.value.first() not in (hired, left)  # type: ignore[union-attr]
    ]
    if "入职日" not in case.facts and any(_joined(marked, q) for q in unknown):
        case.doubts.append("看不出当年是否全年在岗，请用 --set 入职日=… 给出入职日期")
        return
    if "解除日" not in case.facts and any(not _joined(marked, q) for q in unknown):
        case.doubts.append("看不出离职日期，当年的年休假天数要按它折算：请用 --set 解除日=… 给出")
        return
    taken = _taken(marked, years)
    if taken is None:
        case.doubts.append("各年度已休的年休假天数看不清，请用 --set 未休年休假天数=… 指明")
        return
    entries = []
    for year in years:
        entry: dict = {"已休天数": taken.get(year, Fraction(0))}
        if year:
            entry["年度"] = Fraction(year)
        if isinstance(hired, date) and hired.year == year:
            entry["在岗起"] = hired
        if isinstance(left, date) and left.year == year:
            entry["在岗止"] = left
        entries.append(entry)
    case.facts.add(Fact("年休假", entries))


def _taken(marked: Marked, years: list[int]) -> dict[int, Fraction] | None:
    """Days of leave taken, by year; None where some days cannot be given to a year."""
    found: dict[int, Fraction] = {}
    read: set[int] = set()
    for hit in marked.hits(_TAKEN):
        q = hit.q[-1]
        if not isinstance(q.value, Duration) or not q.value.days or q.value.months or q.value.years:
            continue
        words = marked.folded[max(0, hit.match.start() - 2) : q.end + 3]
        arranged = re.search(r"安排|给|让|批", hit.match[0])
        if re.search(r"应|病假|事假|产假|婚假", words) or (re.search(r"未|没", words) and not arranged):
            continue
        read.add(q.start)
        before = [d for d in marked.between(0, hit.match.start(), "date") if d.value.year]  # type: ignore[union-attr]
        same = [d for d in before if d.start >= marked.sentence(hit.match.start())[0]]
        year = (same or before)[-1].value.year if before else None  # type: ignore[union-attr]
        if year not in years and len(years) == 1 and not same:
            year = years[0]
        if q.approx or (year in found and found[year] != q.value.days):
            return None
        if year in years:
            found[year] = Fraction(q.value.days)  # type: ignore[index]
        elif year is None:
            return None
    return None if _days_unread(marked, read) else found


def _days_unread(marked: Marked, read: set[int]) -> bool:
    """Whether days are written beside 年休假 that were not read as taken, due or counted otherwise."""
    for hit in marked.hits(r"(?:休|歇)[^。；,，Ⓣ]{0,6}{T}|{T}(?:的)?(?:带薪)?年休?假"):
        q = hit.q[-1]
        if q.start in read or not isinstance(q.value, Duration) or not q.value.days:
            continue
        if not re.search(
            r"应|享|可|全年|未|没|病|事假|产|婚|剩|主张|称",
            marked.folded[marked.clause(q.start)[0] : q.end + 6],
        ):
            return True
    return False


def _joined(marked: Marked, q: Quantity) -> bool:
    return not re.search(r"离职|辞职|辞的?职|解除|终止|到期|仲裁", marked.folded[q.end : q.end + 20])


def _about_leave(marked: Marked, q: Quantity) -> bool:
    if q.value.month is not None:  # type: ignore[union-attr]
        return False
    _start, end = marked.sentence(q.start)
    near = marked.folded[q.start : min(end, q.end + 40)]
    return bool(re.search(r"年休?假|未休|没休|应休|已休|休了|安排(?:其|他|她)?休|[仅只]休", near))
