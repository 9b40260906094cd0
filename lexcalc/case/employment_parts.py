"""Pay put together: fixed wage with allowances and bonuses, months written out one by one, wages by period."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case
from lexcalc.case.quantities import Quantity, in_months
from lexcalc.money import numeral

_FIXED = (
    r"(?:固定|基本|岗位|底|标准|约定)(?:应得|月)?(?:工资|薪|收入)?|(?:每月|月)(?:固定)?(?:应得|应发|工资|薪)"
)
EXTRA_PAY = r"(?:年终|季度|绩效|全勤|项目|完工|月度|效益|高温|住房|交通|通讯|岗位|夜班|生活|餐饮|伙食|技能|工龄|销售)*[^。,，；Ⓜ▪、元\d]{0,4}?(?:奖金?|绩效(?:工资)?|提成|补贴|津贴|补助|佣金|[餐饭车房话]补)"
_NOT_PAY = r"报销|离职|遣散|名义|备注|医疗补助|失业|福利|午餐|不计入?工资|不属于|股权|差旅|垫付|捐"


def parts(marked: Marked, case: Case) -> tuple[Quantity, Fraction] | None:
    """Gross pay put together from basic pay (steady, by period or month by month) and extras of the same months.

    Source: 实施条例第27条 (奖金、津贴和补贴 count).  None unless every pay item near the basic pay is understood.
    """
    if not re.search(r"十二个月|12个月|一年|同期|该期间|期间内|三部分|两部分", marked.folded):
        return None
    extras = _extras(marked)
    base = _base(marked, case, extras or {})
    if not extras or base is None:
        return None
    quantity, value, used = base
    if _left_over(marked, used | extras.keys()):
        return None
    return quantity, value + sum(extras.values(), Fraction(0)) / 12


def _base(
    marked: Marked, case: Case, extras: dict[int, Fraction]
) -> tuple[Quantity, Fraction, set[int]] | None:
    """Basic pay a month: one steady amount, or the wages of all twelve months by period or one by one."""
    fixed = [
        q
        for h in marked.hits(
            rf"(?:(?:每月|月|每个月)?(?:的)?(?:{_FIXED})(?:(?!津贴|补贴|奖)[^。,，；Ⓜ]){{0,8}}?|Ⓓ▪*(?:至|到|-|—|~)Ⓓ▪*[^。；Ⓜ]{{0,10}}每月(?:应得|应发)?){{M}}"
        )
        if not (q := h.q[-1]).approx
        and q.value >= 1000  # type: ignore[operator]
        and q.start not in extras
        and not claimed(marked, h.match.start())
        and not re.search(r"从|原|按|到$|至$", marked.folded[q.start - 2 : q.start])
        and not re.search(
            r"不认可|主张|认可|续[签订]|上写", marked.folded[marked.sentence(q.start)[0] : q.start]
        )
    ]
    if len({q.value for q in fixed}) == 1:
        sum_up = re.search(r"共|合计|总", marked.folded[fixed[0].start - 4 : fixed[0].start])
        return fixed[0], fixed[0].value / 12 if sum_up else fixed[0].value, {fixed[0].start}  # type: ignore[operator]
    by_period = _last_twelve(marked, case)
    if by_period is not None:
        return by_period
    if (named := named_months(marked)) is not None:
        return named
    listed = listed_months(marked, case)
    if listed is None:
        return None
    start, end = marked.sentence(listed[0].start)
    used = {
        q.start
        for q in marked.between(start, end, "money")
        if re.search(r"[、:和及]\s*$|Ⓓ▪*[^Ⓜ，,]{0,8}$|依次[^Ⓜ，,]{0,6}$", marked.marked[start : q.start])
    }
    return listed[0], listed[1], used


def _last_twelve(marked: Marked, case: Case) -> tuple[Quantity, Fraction, set[int]] | None:
    """The average of wages by period over the twelve months before the ending, where the periods fill them."""
    left = case.facts.value("解除日")
    if not isinstance(left, date):
        return None
    listed = [s for s in segments(marked) if s[0] <= left]
    months: dict[int, Quantity] = {}
    for i, (start, end, q) in enumerate(listed):
        following = listed[i + 1][0] if i + 1 < len(listed) else None
        last = end or (following and following - timedelta(days=1)) or left
        for month in range(_count(start), _count(min(last, left)) + 1):
            if month in months and months[month].value != q.value:
                return None
            months[month] = q
    final = _count(left)
    window = [months.get(m) for m in range(final - 11, final + 1)]
    if window[-1] is None:  # the last month was not worked in full: the twelve months before it
        window = [months.get(m) for m in range(final - 12, final)]
    if any(q is None for q in window) or len({q.value for q in window}) < 2:  # type: ignore[union-attr]
        return None
    first = window[0]
    assert first is not None
    return first, sum((q.value for q in window), Fraction(0)) / 12, {q.start for q in months.values()}  # type: ignore[misc,union-attr]


def _count(day: date) -> int:
    return day.year * 12 + day.month


_NAMED_MONTHS = re.compile(
    r"(?<![\d年.])(1[0-2]|[1-9])月?(?:份)?(?:[—\-–~至到]+(1[0-2]|[1-9]))?月(?:份)?(?:每月|各月|每个月|月均|各|均|的)*(?:应发|应得)?(?:工资)?(?:为|是|:)?(?=[\d一二三四五六七八九])"
)


def two_stretches(marked: Marked) -> tuple[Quantity, Fraction] | None:
    """The average of two stretches that make up the twelve months: ``头7个月每月5,600元，后5个月每月6,200元``."""
    found = {}
    for hit in marked.hits(
        r"(?:前|头|先|开始)(?:面|的)?{T}[^。；ⓂⓉ]{0,14}?{M}[^。；ⓂⓉ]{0,4}(?:后|其余|余下|剩下|最后|接下来)(?:面|来)?(?:的)?{T}[^。；ⓂⓉ]{0,14}?{M}"
    ):
        first, a, second, b = hit.q
        months = [in_months(first), in_months(second)]
        before = marked.folded[marked.sentence(a.start)[0] : first.start]
        between = marked.folded[hit.match.start() : b.start]
        if (
            None in months
            or sum(months) != 12  # type: ignore[arg-type]
            or a.approx
            or b.approx
            or not re.search(r"12个月|十二个月|一年", before)
            or re.search(r"(?:多|涨|加|少|降)了?$|社平|补偿|奖|提成", between)
            or claimed(marked, first.start)
        ):
            continue
        found[(months[0] * a.value + months[1] * b.value) / 12] = a  # type: ignore[operator]
    return (next(iter(found.values())), next(iter(found))) if len(found) == 1 else None


def named_months(marked: Marked) -> tuple[Quantity, Fraction, set[int]] | None:
    """The average of wages under the names of all twelve months without a year: ``1—6月每月6,000元，7—12月每月7,000元``."""
    months: dict[int, Quantity] = {}
    at = {q.start: q for q in marked.quantities if q.kind == "money"}
    for match in _NAMED_MONTHS.finditer(marked.folded):
        q = at.get(match.end())
        if q is None or q.approx or q.value < 300 or claimed(marked, match.start()):  # type: ignore[operator]
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        for month in range(first, last + 1):
            if month in months:
                return None
            months[month] = q
    if len(months) != 12:
        return None
    total = sum((q.value for q in months.values()), Fraction(0))  # type: ignore[misc]
    return months[1], total / 12, {q.start for q in months.values()}


_TIMES = re.compile(r"([两二三四五六2-6])(?:次|笔|回|个季度)")


def _extras(marked: Marked) -> dict[int, Fraction] | None:
    """Allowances and bonuses by the place of their amount, each as a sum of twelve months; None if one is unclear."""
    found: dict[int, Fraction] = {}
    for hit in marked.hits(
        rf"{EXTRA_PAY}(?:(?!工资|薪|取消|依次)[^。；ⓂⒹ()]){{0,10}}?(?:Ⓜ▪*[次笔回][^。；ⓂⒹ]{{0,6}}?)?{{M}}"
    ):
        q = hit.q[-1]
        start, _ = marked.clause(hit.match.start())
        before = [p.end for p in marked.between(start, hit.match.start(), "money") if p.unit]
        words = marked.folded[max([start, *before]) : max(q.end, marked.clause(q.end)[1])]
        if re.search(_NOT_PAY, words):
            continue
        if q.approx or claimed(marked, hit.match.start()) or q.value < 50:  # type: ignore[operator]
            return None
        times = _TIMES.search(words)
        if re.search(
            r"每季|每个季度|按季|季度(?:各|均)|个季度[^。；]{0,6}(?:各|每)", words
        ) and not re.search(r"合计|共计|总", words):
            count = 4
        elif times and re.search(r"每[次笔回]|各|均", words):
            count = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}.get(times[1]) or int(times[1])
        elif re.search(r"合计|共|总额|总计|年终|年度|全年|一次性|取得", words):
            count = 1
        elif (
            q.per == "month"
            or re.search(r"每月|按月|月月|(?<!\d)月发|/月|每个月", words)
            or _listed_monthly(marked, start, hit.match.start())
        ):
            count = 12
        else:
            return None
        found[q.start] = q.value * count  # type: ignore[operator]
    return found


def _left_over(marked: Marked, used: set[int]) -> bool:
    """Whether the sentences of the pay items hold a sum that was not used and is no reimbursement or net pay."""
    for start, end in {marked.sentence(at) for at in used}:
        for q in marked.between(start, end, "money"):
            clause = marked.clause(q.start)
            words = marked.folded[clause[0] : clause[1]]
            if (
                (q.unit or q.value >= 500)  # type: ignore[operator]
                and q.start not in used
                and not re.search(
                    rf"{_NOT_PAY}|到手|实发|到账|入账|进账|税后|社平|平均|最低|社保|公积金|主张|底薪算|认可",
                    words,
                )
            ):
                return True
    return False


def parts_mentioned(marked: Marked) -> bool:
    return any(
        h.q[-1].unit and not re.search(_NOT_PAY, marked.folded[h.match.start() : h.match.end()])
        for h in marked.hits(rf"{EXTRA_PAY}[^。,，；ⓂⒹ]{{0,10}}?{{M}}")
    )


def _listed_monthly(marked: Marked, start: int, at: int) -> bool:
    """Whether an item is the next of a list that 每月 opens: 每月固定工资7,200元、餐补300元."""
    before = marked.folded[start:at]
    return bool(re.search(r"每个?月", before) and re.search(r"[、和及]\s*$", before))


def extra_pay(marked: Marked) -> str | None:
    """The first pay item beside the wage that the text speaks of, unless it says that there is none."""
    for match in re.finditer(EXTRA_PAY, marked.folded):
        if not re.search(r"没|无|未", marked.folded[max(0, match.start() - 3) : match.end()]):
            return match[0]
    return None


_CYCLES = re.compile(
    r"第[一1](?:个?月|个(?:计薪|工资)?周期)?(?:至|到|-|—|~)第?(?P<to>[一二三四五六七八九十]{1,2}|\d{1,2})个?(?:月|(?:计薪|工资)?周期)"
    r"|(?:头|前|最初|起初|开始)(?:的)?(?P<head>[一二三四五六七八九十两]{1,2}|\d{1,2})个?(?:月|(?:计薪|工资)?周期)"
    r"|第(?P<one>[一二三四五六七八九十]{1,2}|\d{1,2})(?:期|个(?:计薪|工资)?周期)(?!起|开始|以后|往后|至|到)"
    r"|第(?P<from>[一二三四五六七八九十]{1,2}|\d{1,2})个?(?:月|(?:计薪|工资)?周期)(?:起|开始|以后|往后)"
)


def _cycles(marked: Marked) -> list[tuple[date, date | None, Quantity]]:
    """Wages by the number of the month since the hire: ``头三个月每月5,500，从第四个月起涨到6200``."""
    from lexcalc.case.employment_dates import events
    from lexcalc.law.service import add_months

    hired = next((e.when.first() for e in events(marked) if e.kind == "hire" and e.when.exact), None)
    if hired is None:
        return []
    found: list[tuple[date, date | None, Quantity]] = []
    for match in _CYCLES.finditer(marked.folded):
        limit = min(marked.sentence(match.end())[1], match.end() + 24)
        sums = [q for q in marked.between(match.end(), limit, "money") if q.unit or q.value >= 500]  # type: ignore[operator]
        if not sums or sums[0].approx or claimed(marked, match.start()):
            continue
        if re.search(r"平均|补偿|奖", marked.folded[match.start() : sums[0].start]):
            continue
        number = int(numeral(match["to"] or match["head"] or match["from"] or match["one"]) or 0)
        if match["one"] and marked.folded[match.start() - 1] not in "自从":
            first = add_months(hired, number - 1)
            found.append((first, add_months(first, 1) - timedelta(days=1), sums[0]))
            continue
        if match["from"] or match["one"]:
            found.append((add_months(hired, number - 1), None, sums[0]))
        else:
            found.append((hired, add_months(hired, number) - timedelta(days=1), sums[0]))
    return found


def _by_month(marked: Marked) -> list[tuple[date, date | None, Quantity]]:
    """Three or more months each with its wage: ``3月5,180元，4月5,640元，5月5,915.50元``."""
    hits = [
        h
        for h in marked.hits(r"{D}(?:份)?(?:的)?(?:应得|应发)?(?:工资)?(?:为|是|:)?{M}")
        if h.q[0].value.month
        and not h.q[0].value.day
        and not h.q[1].approx  # type: ignore[union-attr]
        and not claimed(marked, h.q[1].start)
        and not re.search(r"(?:至|到|-|—|~|起)$", marked.folded[: h.q[0].start][-1:])
    ]
    found = [(h.q[0].value.first(), h.q[0].value.last(), h.q[1]) for h in hits]  # type: ignore[union-attr]
    for hit in marked.hits(r"{D}(?:份)?[、和及与]{D}(?:份)?(?:各|均|都|每月)(?:为|是|应得|应发)?{M}"):
        a, b, q = hit.q
        if not q.approx and all(d.value.month and not d.value.day for d in (a, b)):  # type: ignore[union-attr]
            first, last = a.value, b.value
            if (last.year * 12 + last.month) - (first.year * 12 + first.month) == 1:  # type: ignore[union-attr,operator]
                found.append((first.first(), last.last(), q))  # type: ignore[union-attr]
    return found if len(found) >= 3 else []


def segments(marked: Marked) -> list[tuple[date, date | None, Quantity]]:
    """Monthly wages by period as the text lists them: ``2022年7月至12月为6000元``, ``自2023年7月起每月8000元``."""
    found = _cycles(marked)
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
    found += _by_month(marked)
    found = [s for s in found if s[2].unit or not re.match(r"[个天日名人次]", marked.folded[s[2].end :])]
    # The same wage read twice: by the number of its months and by their names
    return sorted({q.start: (a, b, q) for a, b, q in reversed(found)}.values(), key=lambda s: s[0])


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
