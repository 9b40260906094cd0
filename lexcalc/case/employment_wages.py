"""Which of the many wages in a labour case is which: the worker's average, last month's, the contract's, the city's."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.aside import other_base
from lexcalc.case.context import claimed
from lexcalc.case.employment_amounts import add, amounts, behind, start_of
from lexcalc.case.employment_local import read_local, read_minimum
from lexcalc.case.employment_parts import (
    EXTRA_PAY,
    extra_pay,
    listed_months,
    named_months,
    parts,
    parts_mentioned,
    two_stretches,
)
from lexcalc.case.employment_text import single
from lexcalc.case.employment_wage_words import (
    AVERAGE_BEHIND,
    EARNED,
    IS,
    LAST_BEHIND,
    LOCAL,
    LOCAL_BEFORE,
    NET,
    OWN_AVERAGE,
    OWN_TOTAL,
    TOTAL,
)
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity


def read_wages(marked: Marked, case: Case) -> None:
    """Add 月平均工资, 上月工资, 月工资, 社平月工资, 最低工资 and 未超三倍社平 where the text states them."""
    read_local(marked, case)
    _own_average(marked, case)
    _last_month(marked, case)
    read_minimum(marked, case)
    _contract(marked, case)


def _net(marked: Marked, q: Quantity) -> bool:
    """Whether a wage is told as what was left after deductions, or as what was declared."""
    clause = marked.clause(q.start)[0]
    return bool(NET.search(marked.folded[max(clause, q.start - 22) : q.start])) or other_base(marked, q)


def _own_average(marked: Marked, case: Case) -> None:
    """月平均工资: stated, or a stated total over its months, or twelve months written out."""
    total = _own_total(marked)
    if total is not None:
        q, value = total
        case.facts.add(Fact("月平均工资", value, span=q.span, note="由总额除以月数"))
        return
    found = []
    for rank, hit, q in amounts(
        marked, OWN_AVERAGE, avoid=LOCAL + "|加班|其中|提成|奖金|津贴|补贴|绩效|计件"
    ):
        length = hit.q[0].value if hit.q[0].kind == "duration" else None
        months = length.years * 12 + length.months if isinstance(length, Duration) else 12
        if months < 2 or (months != 12 and months < _worked(case)):
            continue  # the average of another stretch than the last twelve months
        words = marked.folded[hit.match.start() : q.start]
        spans = marked.between(max(marked.clause(q.start)[0], hit.match.start() - 12), q.start, "duration")
        if any(
            isinstance(d.value, Duration)
            and not d.value.days
            and 2 <= d.value.years * 12 + d.value.months < _worked(case)
            for d in spans
        ):
            continue
        if q.value < 300 or _is_annual(marked, q) or re.search(TOTAL, words):  # type: ignore[operator]
            continue
        if rank <= 1 and not re.search(r"平均|均|应得|应发|工资|收入", words):
            continue
        if LOCAL_BEFORE.search(marked.folded[max(0, hit.match.start() - 18) : hit.match.start()]):
            continue
        if _net(marked, q) or _earlier(marked, case, q):
            continue
        found.append((rank, q))
    found += [(0, q) for q in behind(marked, AVERAGE_BEHIND) if not _earlier(marked, case, q)]
    if not found or any(
        re.search(r"固定|基本|底薪", marked.folded[max(0, q.start - 12) : q.start]) for _, q in found
    ):
        together = parts(marked, case)
        if together is not None:
            case.facts.add(
                Fact(
                    "月平均工资",
                    together[1],
                    span=together[0].span,
                    note="由固定工资、补贴、奖金合计平均",
                )
            )
            return
        if found and parts_mentioned(marked):
            case.doubts.append(
                "月平均工资：固定工资之外另有奖金、津贴或补贴，看不清应否计入，请用 --set 月平均工资=… 给出"
            )
            return
    if not found:
        named = named_months(marked)
        listed = named[:2] if named else listed_months(marked, case) or two_stretches(marked)
        if listed and _more_pay_near(marked, listed[0]):
            case.doubts.append(
                "月平均工资：各月工资之外另有奖金、津贴或补贴，看不清应否计入，请用 --set 月平均工资=… 给出"
            )
        elif listed:
            quantity, value = listed
            case.facts.add(Fact("月平均工资", value, span=quantity.span, note="由各月工资平均"))
            _bonus_doubt(marked, case, quantity)
        return
    best = min(rank for rank, _ in found)
    gross = [
        q for _, q in found if re.search(r"应发|应得|税前", marked.folded[max(0, q.start - 10) : q.start])
    ]
    if gross and len({q.value for q in gross}) == 1:
        found = [(best, gross[0])]
    q = single(case, "月平均工资", [q for rank, q in found if rank == best])
    if q is not None:
        add(case, "月平均工资", q)
        _bonus_doubt(marked, case, q)


def _worked(case: Case) -> int:
    """Months of the employment, at most twelve; twelve where its days are unread."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    if not (isinstance(hired, date) and isinstance(left, date)) or left < hired:
        return 12
    return min(12, (left.year - hired.year) * 12 + left.month - hired.month)


def _more_pay_near(marked: Marked, q: Quantity) -> bool:
    """Whether the sentence of the listed wages, or the next one, speaks of pay on top of them."""
    start, end = marked.sentence(q.start)
    end = marked.sentence(min(end + 1, len(marked.folded)))[1]
    words = marked.folded[start:end]
    return any(
        not re.search(r"没|无|未", match[0])
        for match in re.finditer(rf"(?<!没有)(?<!无)(?<!含){EXTRA_PAY}(?!已经?(?:算|含|计))", words)
    )


def _earlier(marked: Marked, case: Case, q: Quantity) -> bool:
    """Whether an average is one of an earlier employer or of a calendar year long before the ending."""
    words = marked.folded[marked.clause(q.start)[0] : q.start]
    if re.search(r"在(?:原|前|老|[甲A])[^。；,，]{0,8}(?:时|期间|工作)", words):
        return True
    years = {int(y) for y in re.findall(r"(20\d\d)年(?:度)?(?!\d|[至到\-—])", words)}
    end = case.facts.value("解除日")
    return isinstance(end, date) and bool(years) and max(years) < end.year - 1


def _own_total(marked: Marked) -> tuple[Quantity, Fraction] | None:
    found = {}
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}(?:期间)?[^。；,，ⓂⒹ]{0,6}每月(?:的)?(?:应发|应得)(?:工资)?(?:均)?(?:为|是)?{M}"
    ):
        first, last = (q.value for q in hit.q[:2])
        months = (
            (last.year - first.year) * 12 + last.month - first.month + 1 if first.month and last.month else 0
        )  # type: ignore[union-attr]
        if months == 12 and not hit.q[2].approx and not claimed(marked, hit.q[2].start):
            found[hit.q[2].value] = hit.q[2]
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}(?:期间)?(?:的)?[^。；,，ⓂⒹ]{0,10}(?:工资|收入|报酬)[^。；,，Ⓜ]{0,4}(?:合计|总额|共计|总计|总和)(?:为|是)?{M}"
    ):
        first, last = (q.value for q in hit.q[:2])
        q = hit.q[2]
        months = (
            (last.year - first.year) * 12 + last.month - first.month + 1 if first.month and last.month else 0
        )  # type: ignore[union-attr]
        if months == 12 and not q.approx and not first.day and not claimed(marked, q.start):  # type: ignore[union-attr]
            found[q.value / 12] = q  # type: ignore[operator]
    totals = amounts(marked, OWN_TOTAL, avoid=LOCAL + "|奖金|补贴|津贴|提成|绩效") or [
        each
        for each in amounts(marked, EARNED)
        if re.search(r"工资|应发|收入", marked.folded[slice(*marked.sentence(each[2].start))])
    ]
    for _, hit, q in totals:
        length = hit.q[0].value
        months = length.years * 12 + length.months if isinstance(length, Duration) and not length.days else 0
        if months >= 2 and q.value >= 3000:  # type: ignore[operator]
            found[q.value / months] = q  # type: ignore[operator]
    if len(found) != 1:
        return None
    value, q = next(iter(found.items()))
    return q, value


def _is_annual(marked: Marked, q: Quantity) -> bool:
    return bool(
        re.search(
            r"(?:年薪|(?<![一1])年收入|(?<![一1])年工资|(?<![一1])年平均工资|全年)[^月]{0,6}$",
            marked.folded[max(0, q.start - 12) : q.start],
        )
    )


def _bonus_doubt(marked: Marked, case: Case, q: Quantity) -> None:
    """Pay that the average leaves out would have to be added (实施条例第27条): not computed, so not guessed."""
    around = marked.folded[max(0, q.start - 40) : q.end + 40]
    if re.search(
        r"(?:不含|未含|不包括|未包括|未计入|没算|不算)[^。；]{0,16}(?:奖金?|提成|补贴|津贴|加班)", around
    ):
        case.doubts.append(
            "月平均工资未含奖金、津贴或补贴，应得工资要把它们计入：请用 --set 月平均工资=… 给出计入后的数"
        )


def _last_month(marked: Marked, case: Case) -> None:
    patterns = (
        rf"(?:上个月|上月|(?:上|前|最后){{T}}|最后一月)(?:\([^)]{{0,12}}\))?[^。；Ⓜ]{{0,14}}?(?:的)?(?:应得|应发|标准)?(?:工资|收入|薪)[^。；Ⓜ]{{0,10}}?{IS}{{M}}",
        rf"(?:上个月|上月|(?:上|前|最后){{T}})(?:\({{D}}\))?[^。；,，Ⓜ]{{0,8}}?{IS}{{M}}",
    )
    found = [
        h.q[-1]
        for _, h, _ in amounts(marked, patterns, avoid=r"平均|社平|职工|月均|合计|总")
        if not (h.q[0].kind == "duration" and h.q[0].value != Duration(0, 1, 0))
    ]
    found = [q for q in found if not NET.search(marked.folded[q.start - 12 : q.start])]
    found += behind(marked, LAST_BEHIND)
    q = _month_before_end(marked, case)
    if q is not None:
        case.facts.add(Fact("上月工资", q.value, span=q.span, note="按月份"))  # type: ignore[arg-type]
        return
    q = single(case, "上月工资", found)
    if q is not None:
        add(case, "上月工资", q)


def _month_before_end(marked: Marked, case: Case) -> Quantity | None:
    """A wage written under the month before 解除日: ``2024年2月应得工资41,200元``."""
    end = case.facts.value("解除日")
    if end is None or not hasattr(end, "year"):
        return None
    year, month = (end.year, end.month - 1) if end.month > 1 else (end.year - 1, 12)  # type: ignore[union-attr]
    meant = re.search(
        r"(\d{1,2})月(?:份)?(?:工资)?(?:作为|为|是)[“\"]?(?:上一个?月|解除前(?:的)?上?一个月)", marked.folded
    )
    if meant:
        month = int(meant[1])
        year = end.year if month <= end.month else end.year - 1  # type: ignore[union-attr]
    for hit in marked.hits(
        r"{D}(?:份)?(?:的)?[^。；,，ⓂⒹ]{0,10}?(?:为|是|:)?{M}|{D}(?:份)?(?:的)?工资[^。；,，ⓂⒹ]{0,14}[，,](?:应得|应发|为|是)+{M}"
    ):
        when, q = hit.q[0].value, hit.q[1]
        unnamed = not re.search(r"年|[-./]", hit.q[0].raw)  # 9月: the year is the ending's
        if (
            when.day
            or when.month != month
            or (when.year != year and not unnamed)
            or q.approx
            or q.value < 300
        ):  # type: ignore[union-attr,operator]
            continue
        words = marked.folded[marked.sentence(q.start)[0] : q.start]
        if re.search(r"工资|应发|应得|薪", words) and not re.search(r"(?:只|仅|才)[^。；,，]{0,6}$", words):
            return q
    return None


def _contract(marked: Marked, case: Case) -> None:
    """月工资: the steady monthly wage; it also serves as the average where the text has no other wage at all."""
    patterns = (
        rf"(?<!平均)(?<!最低)(?<!补偿)(?<!社平)(?<!社会)(?:月工资|月薪|每月工资|工资每月|每个月工资|工资一个月|一个月工资|工资(?:固定|标准)?(?:每月|按月)?)(?:标准|待遇|收入)?(?:固定|一直|始终|约定|统一|均)*(?:(?:头|前|起初|最初|开始)(?:的)?(?:{{T}}|几个月)?)?(?:固定|都|均)?{IS}{{M}}",
        r"按(?:照)?每?个?月(?:工资)?{M}(?:元)?(?:的)?(?:工资)?(?:标准)?(?:足额|按月|如期|正常)*(?:向[^。；,，Ⓜ]{1,6})?(?:发放|支付|发)(?!加班|补偿|赔偿)",
        r"(?:每个?月|月)(?:应发|应得|固定|发|领|拿|挣|开)(?:工资)?(?:固定|都|均)?(?:为|是|了)?{M}",
        r"每个?月[^。；]{0,16}应发(?:工资)?(?:是|为)?{M}",
        r"(?<![前近后头共了]){T}(?:固定|都|就)*(?:是)?(?:给|开|发|拿)(?:我|他|她)?(?:开|发)?{M}",
        r"[,，。；](?:工资)?每个?月(?:是|有)?{M}(?=[,，。；])",
        r"(?:每个?月)(?:雷打不动|都|就|统一|固定|准时|按时|一直)*(?:是)?(?:给|发|拿|开|领)(?:我|他|她|工资)*{M}",
        r"(?:说好|讲好|谈好|讲定|说定|约定|谈的)[^。；,，Ⓜ]{0,4}(?:每个?月|{T})(?:工资)?(?:是|为)?{M}",
    )
    found = [
        q
        for _, hit, q in amounts(
            marked,
            patterns,
            avoid=rf"{LOCAL}|最低|平均|前{{T}}|基本工资|底薪|试用|转正|加班工资|基数|差额|二倍|双倍",
        )
        if not _net(marked, q)
        and not re.search(
            r"欠[^。；,，]{0,12}$", marked.folded[max(0, hit.match.start() - 12) : hit.match.start()]
        )
        and not re.search(
            r"Ⓓ▪*(?:份)?(?:的)?(?:应发|应得|月)?$",
            marked.marked[max(0, hit.match.start() - 24) : hit.match.start()],
        )
        and q.per in (None, "month")
        and not (hit.q[0].kind == "duration" and hit.q[0].value != Duration(0, 1, 0))
        and q.value >= 300
        and q.start != start_of(case, "月平均工资")
        and q.start != start_of(case, "社平月工资")
        and q.start != start_of(case, "上月工资")
    ]
    values = {q.value for q in found}
    if len(values) == 1:
        add(case, "月工资", found[0])
        others = [
            q
            for q in marked.between(0, len(marked.folded), "money")
            if q.unit and q.value not in values and q.value > 1000
        ]
        if (
            "月平均工资" not in case.facts
            and not others
            and not extra_pay(marked)
            and not any("月平均工资" in d for d in case.doubts)
        ):
            case.facts.add(
                Fact("月平均工资", found[0].value, span=found[0].span, note="全文只有这一个月工资")
            )  # type: ignore[arg-type]
    if "月平均工资" not in case.facts and "月工资" in case.facts and (more := extra_pay(marked)):
        case.doubts.append(
            f"月平均工资：题面有{more}，但看不出解除前十二个月的平均应得数：请用 --set 月平均工资=… 给出"
        )
