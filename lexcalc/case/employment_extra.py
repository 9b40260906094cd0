"""EC heads beside severance: no written contract, annual leave, overtime, non-compete, probation, unpaid wages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_dates import events
from lexcalc.case.employment_wages import segments
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate, Quantity

_DAYS = r"(?:{T}|{M}(?:个)?(?:整)?(?:工作)?[天日])"


def read_extra(marked: Marked, case: Case) -> None:
    """Read only what the asked heads need, so that a stray word cannot disturb another head."""
    heads = set(case.asked.heads)
    if "二倍工资差额" in heads:
        _double_wage(marked, case)
    if "未休年休假工资" in heads:
        _leave(marked, case)
    if any("加班费" in head for head in heads):
        _overtime(marked, case)
    if "竞业限制补偿" in heads:
        _non_compete(marked, case)
    if "违法约定试用期赔偿金" in heads:
        _probation(marked, case)
    if "拖欠工资" in heads:
        _unpaid(marked, case)


def _span(q: Quantity) -> tuple[int, int]:
    return q.start, q.end


def _months(q: Quantity) -> Fraction | None:
    """A length of whole months (years × 12 + months), or None when days are written."""
    if not isinstance(q.value, Duration) or q.approx or q.value.days:
        return None
    return Fraction(q.value.years * 12 + q.value.months)


def _one(marked: Marked, case: Case, name: str, *patterns: str, kind: str = "money") -> Quantity | None:
    """The amount that the patterns agree on, surest pattern first; a doubt where they do not."""
    for pattern in patterns:
        found = [h.q[-1] for h in marked.hits(pattern) if h.q[-1].kind == kind and not h.q[-1].approx and not claimed(marked, h.match.start())]
        values = {q.value for q in found}
        if len(values) == 1:
            return found[0]
        if values:
            case.doubts.append(f"{name}有几个数（" + "、".join(dict.fromkeys(q.raw for q in found)) + f"），请用 --set {name}=… 指明")
            return None
    return None


def _put(case: Case, name: str, q: Quantity | None, value=None) -> None:
    if q is not None:
        case.facts.add(Fact(name, q.value if value is None else value, span=_span(q)))


# 二倍工资差额 --------------------------------------------------------------------------------------


def _double_wage(marked: Marked, case: Case) -> None:
    text = marked.folded
    signed = [e for e in events(marked) if e.kind == "sign" and e.when.exact]
    hired = case.facts.value("入职日")
    late = [e for e in signed if isinstance(hired, date) and e.when.first() > hired]
    if late:
        _put(case, "签订合同日", late[0].quantity, late[0].when.first())
    elif re.search(r"(?:一直|始终|从来?|均|都|至今|双方|也)?(?:未|没有?|不)(?:与|和|跟|给|同)?[^。；,，]{0,12}(?:签|订立)[^。；,，]{0,10}(?:合同)?|未签(?:订)?(?:书面)?(?:劳动)?合同|没(?:有)?(?:签|合同)", text):
        match = re.search(r"(?:未|没|不)[^。；,，]{0,14}(?:签|订立)|没(?:有)?(?:签|合同)", text)
        case.facts.add(Fact("未签书面合同", True, span=match.span() if match else None))
    if re.search(r"(?:未|没有?|均未|不)(?:提出|主张|以)?[^。；,，]{0,8}时效(?:抗辩)?|(?:无|不存在)时效", text):
        case.facts.add(Fact("时效抗辩", False))
    elif re.search(r"(?:未|没有?|不)(?:超过|过)[^。；,，]{0,6}时效|(?:未|没)(?:超过?|届满)", text):
        case.facts.add(Fact("时效抗辩", False))
    elif re.search(r"(?:提出|以|主张)[^。；,，]{0,12}时效(?:抗辩|已过|为由)?|时效抗辩[^。；]{0,10}(?:成立|采纳|支持)|(?:说|称)[^。；,，]{0,8}(?:过|超)(?:了)?时效", text):
        case.facts.add(Fact("时效抗辩", True))
    elif "时效" in text:
        case.doubts.append("题面提到时效，但看不出应否扣除超过时效的部分，请用 --set 时效抗辩=是/否 指明")
    _wage_periods(marked, case)


def _wage_periods(marked: Marked, case: Case) -> None:
    """Wages that change during the double-wage period: monthly lists or ``自…起调整为``; otherwise 月工资 serves."""
    hired = case.facts.value("入职日")
    if not isinstance(hired, date):
        return
    for hit in marked.hits(r"{D}(?:至|到|-|—){D}(?:各月|每月)?[^。；Ⓜ]{0,16}(?:依次|分别)[^。；Ⓜ]{0,10}{M}(?:[、,，和及]{M})+"):
        amounts = marked.between(hit.q[2].start, hit.match.end(), "money")
        first = hit.q[0].value
        if isinstance(first, PartialDate) and first.month and len(amounts) >= 2:
            entries = []
            year, month = first.year, first.month
            for q in amounts:
                start = date(year, month, 1)
                year, month = (year + 1, 1) if month == 12 else (year, month + 1)
                entries.append({"起": start, "止": date(year, month, 1) - timedelta(days=1), "月工资": q.value})
            case.facts.add(Fact("二倍工资月工资", entries, span=(hit.q[2].start, hit.match.end())))
            return
    listed = [s for s in segments(marked) if s[0] < date(hired.year + 1, hired.month, 1) + timedelta(days=31)]
    if not listed:
        return
    entries, base = [], case.facts.value("月工资")
    if listed[0][0] > hired.replace(day=1):
        if not isinstance(base, Fraction) or base == listed[0][2].value:
            case.doubts.append("应付二倍工资期间的月工资有变动，看不出开始一段的数额，请用 --set 二倍工资月工资=… 说明")
            return
        entries.append({"起": hired, "止": listed[0][0] - timedelta(days=1), "月工资": base})
    for i, (start, end, q) in enumerate(listed):
        following = listed[i + 1][0] - timedelta(days=1) if i + 1 < len(listed) else date(hired.year + 2, 1, 1)
        if end is not None and i + 1 < len(listed) and end > following:
            case.doubts.append("各段月工资的起止重叠，请用 --set 二倍工资月工资=… 说明")
            return
        entries.append({"起": start, "止": end or following, "月工资": q.value})
    signed, left = case.facts.value("签订合同日"), case.facts.value("解除日")
    ends = [d - timedelta(days=1) for d in (signed,) if isinstance(d, date)] + [d for d in (left,) if isinstance(d, date)]
    last = min([*ends, date(hired.year + 1, hired.month, 1) - timedelta(days=1)])
    gaps = any(a["止"] + timedelta(days=1) != b["起"] for a, b in zip(entries, entries[1:], strict=False))  # type: ignore[operator]
    if gaps or entries[-1]["止"] < last:  # type: ignore[operator]
        case.doubts.append("各段月工资没有盖满应付二倍工资的期间，请用 --set 二倍工资月工资=… 说明")
        return
    case.facts.add(Fact("二倍工资月工资", entries, span=(listed[0][2].start, listed[-1][2].end)))


# 年休假 ------------------------------------------------------------------------------------------


def _leave(marked: Marked, case: Case) -> None:
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
        _put(case, "年休假月工资", wage)
    else:
        overtime = marked.first(r"(?:其中|包含|含|包括)[^。；Ⓜ]{0,10}加班(?:工资|费)[^。；Ⓜ]{0,6}{M}")
        average = case.facts.get("月平均工资")
        if overtime and average and "总额" in average.note and isinstance(overtime.q[-1].value, Fraction):
            overtime = replace(overtime, q=(replace(overtime.q[-1], value=overtime.q[-1].value / 12),))
        if overtime and average and isinstance(average.value, Fraction) and isinstance(overtime.q[-1].value, Fraction):
            case.facts.add(Fact("年休假月工资", average.value - overtime.q[-1].value, span=average.span, note="已剔除加班工资"))
        elif not re.search(r"加班", marked.folded) or re.search(r"(?:没有?|无|不存在)[^。；,，]{0,4}加班", marked.folded):
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
        case.facts.add(Fact("累计工龄", years, span=_span(hit.q[0]), note="约数" if hit.q[0].approx else ""))
    else:
        started = marked.first(r"{D}(?:[^。；,，Ⓓ]{0,4})(?:参加工作|开始工作)", r"(?:参加工作|首次工作)(?:时间)?(?:为|是|于|:)*{D}")
        if started and re.search(r"连续|未间断|没断|不间断", marked.folded):
            _seniority_since(marked, case, started.q[0])
    direct = [
        h.q[-1]
        for h in marked.hits(r"(?:应休未休|未休|没休|剩余|尚未休)(?:的)?(?:带薪)?(?:年休?假)?(?:天数)?(?:共|合计|为|是|还有|有|剩)*{T}")
        if isinstance(h.q[-1].value, Duration) and h.q[-1].value.days and not h.q[-1].value.months
    ]
    if len({q.value for q in direct}) == 1:
        _put(case, "未休年休假天数", direct[0], Fraction(direct[0].value.days))  # type: ignore[union-attr]
        return
    _leave_years(marked, case)


def _seniority_since(marked: Marked, case: Case, q: Quantity) -> None:
    """累计工龄 from the first day at work, where no threshold (1, 10, 20 years) is crossed in the years asked about."""
    years = [d.value.year for d in marked.quantities if d.kind == "date" and d.value.year > q.value.year]  # type: ignore[union-attr]
    if not years:
        return
    first, last = min(y for y in years if _leave_mentions(marked, y)) if any(_leave_mentions(marked, y) for y in years) else max(years), max(years)
    low, high = first - q.value.year - 1, last - q.value.year  # type: ignore[union-attr]
    if all(not low < bound <= high for bound in (1, 10, 20)):
        case.facts.add(Fact("累计工龄", Fraction(max(low, 1)), span=_span(q), note="由参加工作时间推得，所涉各年未跨档"))


def _leave_mentions(marked: Marked, year: int) -> bool:
    return any(q.kind == "date" and q.value.year == year and _about_leave(marked, q) for q in marked.quantities)  # type: ignore[union-attr]


def _leave_years(marked: Marked, case: Case) -> None:
    """One entry a calendar year in question: how long employed in it, and the days already taken."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    years = sorted({q.value.year for q in marked.quantities if q.kind == "date" and _about_leave(marked, q)})  # type: ignore[union-attr]
    if re.search(r"(?:这|两)(?:两)?(?:个)?年(?:度)?(?:的)?年休?假", marked.folded) and isinstance(hired, date) and isinstance(left, date) and left.year - hired.year == 1:
        years = [hired.year, left.year]
    if re.search(r"(?<!未)(?<!没)(?<!没有)(?<!过)(?:自愿|书面|主动)[^。；,，]{0,10}(?:放弃|不休)", marked.folded) and not re.search(
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
    elif entries and "入职日" not in case.facts and any(
        q.kind == "date" and q.value.exact and q.value.year in years and q.value.first() != left and _joined(marked, q)  # type: ignore[union-attr]
        for q in marked.quantities
    ):
        case.doubts.append("看不出当年是否全年在岗，请用 --set 入职日=… 给出入职日期")
    elif entries:
        case.facts.add(Fact("年休假", entries))


def _joined(marked: Marked, q: Quantity) -> bool:
    return not re.search(r"离职|辞职|辞的?职|解除|终止|到期|仲裁", marked.folded[q.end : q.end + 20])


def _about_leave(marked: Marked, q: Quantity) -> bool:
    if q.value.month is not None:  # type: ignore[union-attr]
        return False
    start, end = marked.sentence(q.start)
    near = marked.folded[q.start : min(end, q.end + 40)]
    return bool(re.search(r"年休?假|未休|没休|应休", near))


def _taken(marked: Marked, year: int) -> Fraction | None:
    for hit in marked.hits(r"{D}[^。；Ⓓ]{0,16}?(?:已休|休了|已安排|安排休|休过|只休)[^。；ⓉⒹ]{0,8}" + _DAYS):
        if hit.q[0].value.year == year:  # type: ignore[union-attr]
            value = hit.q[-1].value
            return Fraction(value.days) if isinstance(value, Duration) else value  # type: ignore[return-value]
    if re.search(r"已休|休了|休过", marked.folded) and not re.search(r"(?:未|没)(?:安排)?[^。；,，]{0,10}休", marked.folded):
        return None
    return Fraction(0)


# 加班费 ------------------------------------------------------------------------------------------

_OVERTIME_HEADS = {"延时加班": "延时加班费", "休息日加班": "休息日加班费", "法定节假日加班": "法定节假日加班费"}
_OVERTIME = {
    "延时加班": r"(?:延时|延长(?:工作时间|工时)?|平时|工作日(?:晚上)?(?:延长)?|平日|晚上)",
    "休息日加班": r"(?:休息日|周末|双休日|周六|周日|星期[六天日]|礼拜[六天日])",
    "法定节假日加班": r"(?:法定(?:节|休)?假日?|节假日|国庆|春节|元旦|五一|劳动节|清明|端午|中秋)",
}


def _overtime(marked: Marked, case: Case) -> None:
    q = _one(
        marked,
        case,
        "加班工资基数",
        r"加班(?:费|工资)?(?:的)?(?:计算|计发)?基数[^。；Ⓜ]{0,12}{M}",
        r"{M}[^。；Ⓜ]{0,12}(?:作为|为|算|当)[^。；Ⓜ]{0,6}加班[^。；Ⓜ]{0,6}(?:基数|标准)",
    )
    wage = case.facts.get("月工资")
    if q is not None:
        _put(case, "加班工资基数", q)
    elif wage is not None:
        case.facts.add(Fact("加班工资基数", wage.value, span=wage.span))
    asked = {name for name, head in _OVERTIME_HEADS.items() if head in case.asked.heads} or set(_OVERTIME)
    for name in _OVERTIME:
        if name in asked:
            _overtime_amount(marked, case, name)
    # 加班费 covers the kinds asked for; what was paid on it comes off inside the item.
    heads = [h for h in case.asked.heads if h not in _OVERTIME_HEADS.values() and h != "加班费"]
    position = min(case.asked.heads.index(h) for h in case.asked.heads if "加班费" in h)
    heads.insert(position, "加班费")
    case.asked = replace(case.asked, heads=tuple(heads))
    hit = marked.first(r"(?:已(?:经)?(?:支付|发放?|付)|发放|标注)[^。；Ⓜ]{0,14}加班(?:费|工资)[^。；Ⓜ]{0,12}{M}")
    if hit and case.asked.deduct_paid and not claimed(marked, hit.match.start()):
        _put(case, "已付加班费", hit.q[-1])
        case.asked = replace(case.asked, deduct_paid=False)


def _overtime_amount(marked: Marked, case: Case, name: str) -> None:
    """Hours or days of one kind of overtime, days made up by 补休 taken off (休息日 only)."""
    words = _OVERTIME[name]
    hours, days = set(), set()
    span = None
    gap = r"[^。；,，ⓉⓂ]{0,14}?(?:\([^)]{0,24}\))?[^。；,，ⓉⓂ]{0,14}?"
    for hit in marked.hits(words + gap + r"(?:{T}|{M}(?:个)?(?:小时|钟头))"):
        q = hit.q[-1]
        if claimed(marked, hit.match.start()):
            continue
        tail = marked.folded[q.end : q.end + 14]
        if q.kind == "money":
            count = len(set(re.findall(r"国庆|春节|元旦|五一|劳动节|清明|端午|中秋", hit.match[0]))) if "各" in hit.match[0] else 1
            if re.match(r"(?:个)?(?:小时|钟头)", tail) and re.search(r"每[天日次]|一天", marked.folded[q.start - 3 : q.start]):
                continue
            hours.add(q.value * max(1, count))  # type: ignore[operator]
            span = _span(q)
        elif q.value.days and not q.value.months and not q.value.years:  # type: ignore[union-attr]
            days.add(Fraction(q.value.days))  # type: ignore[union-attr]
            span = _span(q)
    for hit in marked.hits(r"{T}(?:的)?" + words + r"|{M}个" + words):
        value = hit.q[-1].value
        days.add(Fraction(value.days) if isinstance(value, Duration) else value)  # type: ignore[arg-type]
        span = _span(hit.q[-1])
    days.discard(Fraction(0))
    if not hours and not days and name == "法定节假日加班":
        for hit in marked.hits(words):
            start, end = marked.clause(hit.match.end())
            listed = re.findall(r"\d{1,2}(?=[日号、])", marked.folded[hit.match.end() : end])
            if listed and re.search(r"上(?:了)?班|加班", marked.folded[hit.match.end() : marked.sentence(start)[1]]):
                days.add(Fraction(len(listed)))
                span = (hit.match.start(), end)
                break
    if not hours and not days and name != "延时加班":
        if re.search(words + r"[^。；]{0,20}(?:加班|上(?:了)?班)", marked.folded) and not re.search(words + r"[^。；]{0,10}(?:未|没有?|不)[^。；]{0,4}加班", marked.folded):
            case.doubts.append(f"提到{name}，但看不出有几天或几小时，请用 --set {name}天数=… 指明")
        return
    if len(days) == 1 and hours == {Fraction(8)}:
        hours = set()  # 4个礼拜天也上了8小时: eight hours on each day
    if len(hours) + len(days) > 1:
        case.doubts.append(f"{name}的天数或小时数有几个，请用 --set {name}小时=… 指明")
        return
    if hours:
        case.facts.add(Fact(f"{name}小时", hours.pop(), span=span))  # type: ignore[arg-type]
    elif days and name != "延时加班":
        count = days.pop()
        made_up = marked.first(r"其中{T}[^。；,，]{0,8}(?:补休|调休)")
        if name == "休息日加班" and made_up and isinstance(made_up.q[0].value, Duration):
            count -= made_up.q[0].value.days
        elif name == "休息日加班" and re.search(r"补休|调休", marked.folded) and not re.search(
            r"(?:未|没|也没|没有|不能|不得|无法|不可)[^。；,，]{0,8}(?:补休|调休)|(?:补休|调休)[^。；,，]{0,4}(?:没|未)", marked.folded
        ):
            case.doubts.append("看不出休息日加班有几天已补休，请用 --set 休息日加班天数=… 给出未补休的天数")
        hours_a_day = marked.first(r"每[天日次](?:均|都|各)?(?:为|加班|工作|上)?{M}(?:个)?(?:小时|钟头)")
        if hours_a_day and hours_a_day.q[0].value != 8:
            case.facts.add(Fact(f"{name}小时", count * hours_a_day.q[0].value, span=span))  # type: ignore[operator]
        else:
            case.facts.add(Fact(f"{name}天数", count, span=span))


# 竞业限制、试用期、拖欠工资 --------------------------------------------------------------------------


def _non_compete(marked: Marked, case: Case) -> None:
    q = _one(
        marked,
        case,
        "竞业限制月补偿",
        r"(?:约定|写明|定的|说好|协议)[^。；Ⓜ]{0,40}(?:每个?月|按月|月)[^。；Ⓜ]{0,12}(?:支付|补偿)?[^。；Ⓜ]{0,12}{M}",
        r"(?:竞业限制)?(?:经济)?补偿(?:金)?(?:为|是|标准)?(?:每月|月){M}",
    )
    if q is not None and not re.search(r"未约定|没(?:有)?约定|没说|没写", marked.folded):
        _put(case, "竞业限制月补偿", q)
    done = marked.first(
        r"(?:履行|遵守|守|坚持)(?:了|满|竞业限制|竞业|义务|到|约定)*{T}",
        r"(?:已|实际|如约|依约)[^。；Ⓣ]{0,4}(?:履行|遵守)[^。；Ⓣ]{0,10}{T}",
        r"(?:这|该|上述|共|计)(?:的)?{T}(?:的)?(?:竞业|补偿|应)",
    )
    owed = marked.first(r"(?:后面|后|其余|剩下|余下|另外)(?:的)?{T}[^。；,，]{0,10}(?:没|未|拖|欠)", r"(?:欠|拖欠|未付|没给)(?:了)?{T}(?:的)?(?:竞业)?(?:限制)?补偿")
    if not owed and not done:
        _covenant_months(marked, case)
    if owed and (months := _months(owed.q[0])) is not None:
        _put(case, "竞业限制已履行月数", owed.q[0], months)
        case.facts.add(Fact("竞业限制已付月数", Fraction(0), note="按欠付月数计"))
        _extra_three(marked, case)
        return
    if done and (months := _months(done.q[0])) is not None:
        _put(case, "竞业限制已履行月数", done.q[0], months)
    if re.search(r"从未|分文未|一分(?:钱)?(?:没|也没|都没|未)|一直未|未支付任何|没给过", marked.folded):
        case.facts.add(Fact("竞业限制已付月数", Fraction(0)))
    else:
        paid = marked.first(
            r"(?<!额外)(?:支付|发|给|付)(?:了|过)[^。；Ⓣ]{0,6}(?:前|头)?{T}(?:的)?(?:竞业)?(?:限制)?补偿",
            r"(?:只|仅|足额|已(?:经)?)[^。；Ⓣ额应]{0,6}(?:付|发|给)[^。；Ⓣ]{0,6}{T}",
            r"(?:前|头){T}(?:的)?[^。；,，]{0,6}(?:给了|付了|发了|已付|已支付)",
        )
        if paid and (months := _months(paid.q[0])) is not None:
            _put(case, "竞业限制已付月数", paid.q[0], months)
        elif re.search(r"未支付|没(?:有)?(?:支付|付|给)|未付|未向", marked.folded):
            case.facts.add(Fact("竞业限制已付月数", Fraction(0)))
        else:
            case.doubts.append("看不出竞业限制补偿已付了几个月，请用 --set 竞业限制已付月数=… 给出")
    _extra_three(marked, case)


def _covenant_months(marked: Marked, case: Case) -> None:
    """Months of the covenant from dates: a range of months, or from the day after leaving to its ending."""
    for hit in marked.hits(r"{D}(?:至|到|-|—){D}[^。；]{0,14}(?:竞业|补偿|$)|(?:期间|支付)[^。；]{0,4}{D}(?:至|到|-|—){D}"):
        first, last = (q.value for q in hit.q[:2])
        if first.month and last.month and not first.day and not last.day:  # type: ignore[union-attr]
            months = (last.year - first.year) * 12 + last.month - first.month + 1  # type: ignore[union-attr]
            if 0 < months <= 24:
                case.facts.add(Fact("竞业限制已履行月数", Fraction(months), span=(hit.q[0].start, hit.q[1].end)))
                return


def _extra_three(marked: Marked, case: Case) -> None:
    """解释（一）第39条: the employer ends the covenant early and the worker asks for three more months."""
    if not re.search(r"额外|多给|另外?给|另加|再加|多付", marked.folded):
        return
    if re.search(r"(?:解除|不需要|终止|提前结束)[^。；,，]{0,10}(?:竞业|协议|义务|约定)", marked.folded):
        case.facts.add(Fact("竞业限制额外三个月", True))
    else:
        case.doubts.append("看不出用人单位是否提前解除竞业限制（额外三个月补偿），请用 --set 竞业限制额外三个月=是/否 指明")


def _probation(marked: Marked, case: Case) -> None:
    term = marked.first(r"(?:合同期限?|期限)[^。；Ⓣ]{0,8}{T}", r"(?:签订|签了?|订立)[^。；Ⓣ]{0,10}{T}(?:期|的)?[^。；]{0,6}(?:劳动)?合同", r"{T}期?(?:的)?(?:固定期限)?(?:书面)?劳动合同")
    if term and isinstance(term.q[0].value, Duration):
        _put(case, "试用期合同期限", term.q[0])
    else:
        dates = marked.first(r"(?:合同)?期限?[^。；Ⓓ]{0,6}{D}(?:起)?(?:至|到|-|—){D}")
        if dates and all(isinstance(q.value, PartialDate) and q.value.exact for q in dates.q[:2]):
            first, last = (q.value.first() for q in dates.q[:2])  # type: ignore[union-attr]
            last += timedelta(days=1)
            months = (last.year - first.year) * 12 + last.month - first.month
            days = last.day - first.day
            if days >= 0:
                case.facts.add(Fact("试用期合同期限", Duration(months // 12, months % 12, days), span=(dates.q[0].start, dates.q[1].end)))
    if re.search(r"无固定期限", marked.folded) and "试用期合同期限" not in case.facts:
        case.facts.add(Fact("试用期合同期限", Duration(100, 0, 0)))
    done = marked.first(r"(?:实际)?(?:履行|执行)[^。；Ⓣ]{0,8}试用期?[^。；Ⓣ]{0,6}{T}", r"试用期(?:为|是|约定|定为|一共|长达|满|:)*{T}", r"{T}(?:的)?试用期")
    if done and (months := _months(done.q[0])) is not None:
        _put(case, "已履行试用期", done.q[0], Fraction(months))
    q = _one(marked, case, "试用期满月工资", r"(?:转正|试用期满|期满)(?:后|之后)?[^。；Ⓜ]{0,14}{M}")
    _put(case, "试用期满月工资", q)


def _unpaid(marked: Marked, case: Case) -> None:
    q = _one(
        marked,
        case,
        "拖欠工资",
        r"(?:拖欠|欠付|欠发|欠|未付|克扣)(?:了|我|其)*[^。；Ⓜ]{0,20}(?:工资|薪)[^。；Ⓜ]{0,10}(?:共计?|合计|总共|累计|为|是){M}",
        r"(?:拖欠|欠付|欠发|欠|未付|克扣)(?:了|我|其)*[^。；Ⓜ]{0,12}{M}(?:的)?工资",
    )
    _put(case, "拖欠工资", q)
    if q is None and not case.doubts:
        months = marked.first(r"(?:拖欠|欠付|欠发|欠|未付|未发|没发)[^。；Ⓣ]{0,10}{T}(?:的)?工资", r"{T}(?:的)?工资[^。；,，]{0,6}(?:没发|未发|未付|没给|拖欠)")
        wage = case.facts.get("月工资")
        if months and wage and (count := _months(months.q[0])) is not None and isinstance(wage.value, Fraction):
            case.facts.add(Fact("拖欠工资", wage.value * count, span=_span(months.q[0])))
