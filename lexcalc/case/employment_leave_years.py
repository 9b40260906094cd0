"""年休假 year by year: which calendar years are in question, how long employed in each, days taken or given up."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_dates import events
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Entry, Fact
from lexcalc.case.quantities import Quantity

Mark = tuple[int, int, int]  # start, end, calendar year

_TWO_DIGITS = re.compile(
    r"(?<![\d.满了龄作计共达有为限近过])([12]\d)(?=年(?!\d|零|半|多|以上|工龄|[^。；，]{0,3}个月)|、[12]\d(?:[^\d。]{0,2}年|、)|[两三]年)"
)
_RELATIVE = re.compile(r"今年|本年度?|去年|前年")
_ABOUT = re.compile(
    r"年休?假|未休|没休|应休|已休|休了|休过|歇|安排(?:其|他|她)?休|[仅只]休|休息?[^。；，]{0,4}天"
)
_SETTLED = re.compile(
    r"(?:已|均|都|全部|全)?(?:经)?(?:休完|歇完|休满|休毕|休掉|休了的|结清|付清|处理完毕)|的?(?:都|全|已)休了|另案|和解|不予处理"
)
_GIVEN_UP = re.compile(r"(?:书面|亲笔|签字|自愿|主动|本人)[^。；]{0,24}?(?:放弃|不休)")
_NOT_GIVEN_UP = re.compile(r"未|没|无|并非|不存在|不曾|是否")
_TAKEN = r"(?:(?:已?享受(?:了|过|完)?|已用(?:了|掉)?|用了|已休|休了|休过|休假|只休|仅休|歇了|歇过|休)(?:了|过|带薪|年休?假|的|假)*|(?:安排|给|让|准)[^。；,，Ⓣ]{0,10}(?:休|歇|放)[^。；,，Ⓣ]{0,8}?){T}|(?:安排|给|批|请)(?:了|过){T}(?:的)?(?:带薪)?年休?假"


def marks(marked: Marked, case: Case) -> list[Mark]:
    """Every place that names a calendar year: 2023年, 23年, 2023年10月, 今年 (the year of the ending)."""
    found = {(q.start, q.end, q.value.year) for q in marked.quantities if q.kind == "date"}  # type: ignore[union-attr]
    taken = {i for start, end, _ in found for i in range(start, end)}
    for match in _TWO_DIGITS.finditer(marked.folded):
        if match.start() not in taken:
            found.add((match.start(), match.end(), 2000 + int(match[1])))
    left = case.facts.value("解除日")
    if isinstance(left, date):
        for match in _RELATIVE.finditer(marked.folded):
            if match.start() not in taken:
                back = {"去年": 1, "前年": 2}.get(match[0], 0)
                found.add((match.start(), match.end(), left.year - back))
    return sorted(found)


def years_about(marked: Marked, case: Case) -> set[int]:
    """The years of which the text says something about leave right after naming them."""
    found = set()
    every = marks(marked, case)
    for i, (start, end, year) in enumerate(every):
        stop = min(
            marked.sentence(start)[1], end + 40, every[i + 1][0] if i + 1 < len(every) else len(marked.folded)
        )
        after = every[i + 1][0] if i + 1 < len(every) else len(marked.folded)
        listed = re.fullmatch(r"年?(?:度)?[、和及与]", marked.folded[end:after]) is not None
        if _whole_year(marked, start) and (listed or _ABOUT.search(marked.folded[end : max(stop, end)])):
            found.add(year)
    return found


def _whole_year(marked: Marked, start: int) -> bool:
    return not any(q.start == start and q.value.month for q in marked.quantities if q.kind == "date")  # type: ignore[union-attr]


def _years(marked: Marked, case: Case) -> list[int]:
    """The years whose leave is in question: those the question names, else those the text speaks of as owed."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    every = marks(marked, case)
    settled = {
        year
        for i, (start, end, year) in enumerate(every)
        if _whole_year(marked, start)
        and (m := _SETTLED.search(marked.folded, end, min(end + 30, marked.sentence(end)[1])))
        and not (i + 1 < len(every) and every[i + 1][0] < m.start())
        and not re.search(r"[，,；]", marked.folded[end : m.start()])
    }
    start, end = case.asked.span or (0, 0)
    named = {year for at, _, year in every if start <= at < end and _whole_year(marked, at)}
    if (
        not named
        and re.search(
            r"(?:这|两)(?:两)?(?:个)?年(?:度)?(?:的)?(?:应休)?(?:未休|没休)?(?:的)?(?:带薪)?年休?假",
            marked.folded,
        )
        and isinstance(hired, date)
        and isinstance(left, date)
        and left.year - hired.year == 1
    ):
        return [hired.year, left.year]
    years = sorted(named or (years_about(marked, case) - settled))
    wanted = re.search(r"([两三])(?:个)?年(?:度)?", marked.folded[start:end])
    if wanted and len(years) >= 2 and years[-1] - years[0] + 1 == {"两": 2, "三": 3}[wanted[1]]:
        years = list(range(years[0], years[-1] + 1))
    if wanted and len(years) != {"两": 2, "三": 3}[wanted[1]]:
        case.doubts.append("所问的几个年度没有全部看清，请用 --set 未休年休假天数=… 给出")
    return years


def read_years(marked: Marked, case: Case) -> None:
    """One entry a calendar year in question: how long employed in it, and the days already taken."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    years = _years(marked, case)
    given_up = _given_up(marked, case, years)
    if given_up is None:
        case.doubts.append("有的年度书面放弃了年休假，请用 --set 未休年休假天数=… 给出应付的天数")
        return
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
        if q.value.exact
        and q.value.year in years
        and q.value.first() not in (hired, left)  # type: ignore[union-attr]
        and not (isinstance(hired, date) and q.value.first() < hired)  # type: ignore[union-attr]
        and not re.match(r"(?:时|为止)?(?:仍|尚|还)?在(?:职|岗)", marked.folded[q.end : q.end + 8])
    ]
    before = any(e.kind == "hire" and e.when.year < min(years) for e in events(marked))
    if "入职日" not in case.facts and not before and any(_joined(marked, q) for q in unknown):
        case.doubts.append("看不出当年是否全年在岗，请用 --set 入职日=… 给出入职日期")
        return
    if "解除日" not in case.facts and any(not _joined(marked, q) for q in unknown):
        case.doubts.append("看不出离职日期，当年的年休假天数要按它折算：请用 --set 解除日=… 给出")
        return
    taken = _taken(marked, case, years)
    if taken is None:
        case.doubts.append("各年度已休的年休假天数看不清，请用 --set 未休年休假天数=… 指明")
        return
    left_over = _left_over(marked, case, years, taken)
    if left_over is None:
        case.doubts.append("有的年度只写明剩余的年休假天数，请用 --set 未休年休假天数=… 给出合计")
        return
    taken |= left_over
    entries: list[Entry] = []
    for year in years:
        if year in given_up and given_up[year] is None:
            continue
        entry: Entry = {"已休天数": taken.get(year, Fraction(0)) + (given_up.get(year) or 0)}
        if year:
            entry["年度"] = Fraction(year)
        if isinstance(hired, date) and hired.year == year:
            entry["在岗起"] = hired
        if isinstance(left, date) and left.year == year:
            entry["在岗止"] = left
        entries.append(entry)
    if entries:
        case.facts.add(Fact("年休假", entries))


def _given_up(marked: Marked, case: Case, years: list[int]) -> dict[int, Fraction | None] | None:
    """Days given up in writing by year, None for a whole year (实施办法第10条); None where the year is unclear."""
    found: dict[int, Fraction | None] = {}
    every = marks(marked, case)
    for match in _GIVEN_UP.finditer(marked.folded):
        start, end = marked.sentence(match.start())
        while start and marked.folded[start - 1] in "；;":
            start = marked.sentence(start - 1)[0]
        # a denial of the words (从未书面表示…) stands right before or inside them
        clause = marked.clause(match.start())[0]
        if _NOT_GIVEN_UP.search(marked.folded[max(clause, match.start() - 12) : match.end()]) or re.match(
            r"[^。；，]{0,6}(?:条子|声明|东西|材料|申请)?[^。；，]{0,4}(?:没|未)",
            marked.folded[match.end() : end],
        ):
            continue
        if claimed(marked, match.start()):
            continue
        before = [year for at, _, year in every if at < match.start()]
        here = [year for at, _, year in every if start <= at < match.start()]
        year = (here or before or [0])[-1]
        if not here and len(years) > 1:
            return None
        if year not in years:
            if len(years) != 1:
                return None
            year = years[0]
        days = [
            h.q[-1].value.days  # type: ignore[union-attr]
            for h in marked.hits(r"(?:其中(?:的)?|有){T}", start, match.start())
            if not re.search(r"。", marked.folded[h.match.end() : match.start()])
        ]
        # 书面提出不休其中4天: the days may follow as well
        after = marked.hits(
            r"(?:不休|放弃|不享受)[^。；，]{0,4}{T}", match.start(), marked.clause(match.end())[1]
        )
        days += [h.q[-1].value.days for h in after]  # type: ignore[union-attr]
        found[year] = Fraction(days[-1]) if days and days[-1] else None
    return found


def _taken(marked: Marked, case: Case, years: list[int]) -> dict[int, Fraction] | None:
    """Days of leave taken, by year; None where some days cannot be given to a year."""
    found: dict[int, Fraction] = {}
    read: set[int] = set()
    every = marks(marked, case)
    for hit in marked.hits(_TAKEN):
        q = hit.q[-1]
        if not isinstance(q.value, Duration) or not q.value.days or q.value.months or q.value.years:
            continue
        words = marked.folded[max(marked.clause(q.start)[0], hit.match.start() - 6) : q.end + 1]
        arranged = re.search(r"安排|给|让|批", hit.match[0])
        if re.search(
            r"应|(?<!已)享(?!受[了过])|可休|病假|事假|产假|婚假|丧假|调休|补休|倒休",
            words.replace("已享受", "已享"),
        ) or (re.search(r"未|没|其余", words) and not arranged):
            continue
        if claimed(marked, hit.match.start()) and re.search(
            r"主张|辩称|诉称", marked.folded[marked.sentence(q.start)[0] : q.start]
        ):
            continue
        read.add(q.start)
        before = [year for at, _, year in every if at < hit.match.start()]
        sentence = marked.sentence(hit.match.start())[0]
        same = [year for at, _, year in every if sentence <= at < hit.match.start()]
        year = (same or before)[-1] if before else None
        if year not in years and len(years) == 1 and not same:
            year = years[0]
        if q.approx or (year in found and found[year] != q.value.days):
            return None
        if year in years:
            found[year] = Fraction(q.value.days)
        elif year is None:
            return None
    return None if _days_unread(marked, read) else found


def _left_over(
    marked: Marked, case: Case, years: list[int], taken: dict[int, Fraction]
) -> dict[int, Fraction] | None:
    """Days taken of years told by what is left of them: 2024年度尚有3天年休假未休; None where they cannot be turned."""
    found: dict[int, Fraction] = {}
    every = marks(marked, case)
    for hit in marked.hits(
        r"(?:尚有|还有|仍有|仅有|还剩|尚剩|剩下|剩余|剩|尚余|只有|有|余)(?:下|余)?{T}[^。；,，ⓉⒹ]{0,6}(?:未|没)(?:有)?(?:休|歇|用|安排)"
        r"|(?:未|没)(?:有)?(?:休|歇|用)(?:完|掉)?(?:的)?(?:带薪)?(?:年休?假)?(?:尚有|还有|有|为|剩|余)*{T}"
    ):
        q = hit.q[-1]
        if not isinstance(q.value, Duration) or not q.value.days or q.value.months or q.value.years:
            continue
        if claimed(marked, hit.match.start()):
            continue
        sentence = marked.sentence(hit.match.start())[0]
        same = [year for at, _, year in every if sentence <= at < hit.match.start()]
        if same and same[-1] not in years:
            continue
        if not same or same[-1] in taken:
            return None
        year, seniority = same[-1], case.facts.value("累计工龄")
        partial = any(
            isinstance(day, date) and day.year == year
            for day in (case.facts.value("入职日"), case.facts.value("解除日"))
        )
        if q.approx or partial or not isinstance(seniority, Fraction):
            return None
        entitled = 15 if seniority >= 20 else 10 if seniority >= 10 else 5
        if q.value.days > entitled:
            return None
        found[year] = Fraction(entitled - q.value.days)
    return found


def _days_unread(marked: Marked, read: set[int]) -> bool:
    """Whether days are written beside 年休假 that were not read as taken, due or counted otherwise."""
    for hit in marked.hits(r"(?:休|歇)[^。；,，Ⓣ]{0,6}{T}|{T}(?:的)?(?:带薪)?年休?假"):
        q = hit.q[-1]
        if marked.folded[: q.start].endswith("其中"):
            continue
        if q.start in read or not isinstance(q.value, Duration) or not q.value.days:
            continue
        if not re.search(
            r"应|享|可|全年|未|没|病|事假|产|婚|剩|主张|称|不休|放弃|调休|补休",
            marked.folded[marked.clause(q.start)[0] : min(q.end + 8, marked.clause(q.end)[1])],
        ):
            return True
    return False


def _joined(marked: Marked, q: Quantity) -> bool:
    return not re.search(r"离职|辞职|辞的?职|解除|终止|到期|仲裁", marked.folded[q.end : q.end + 20])
