"""加班费: its base, and hours or days of each of the three kinds; a kind mentioned without a number is a doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact

_OVERTIME_HEADS = {
    "延时加班": "延时加班费",
    "休息日加班": "休息日加班费",
    "法定节假日加班": "法定节假日加班费",
}
_OVERTIME = {
    "延时加班": r"(?:延时|延长(?:工作时间|工时)?|平时|工作日(?:晚上)?(?:延长)?|平日|晚上|下班(?:以)?后|周一(?:到|至)周五)",
    "休息日加班": r"(?:休息日|周末|双休日|周六|周日|星期[六天日]|礼拜[六天日])",
    "法定节假日加班": r"(?:法定(?:节|休)?假日?|节假日|国庆|春节|元旦|五一|劳动节|清明|端午|中秋)",
}


def read_overtime(marked: Marked, case: Case) -> None:
    """Add 加班工资基数 and the hours or days of the kinds asked for (劳动法第44条)."""
    q = agreed(
        marked,
        case,
        "加班工资基数",
        r"加班(?:费|工资)?(?:的)?(?:计算|计发)?基数[^。；Ⓜ]{0,12}{M}",
        r"{M}[^。；Ⓜ]{0,12}(?:作为|为|算|当)[^。；Ⓜ]{0,6}加班[^。；Ⓜ]{0,6}(?:基数|标准)",
    )
    wage = case.facts.get("月工资")
    if q is not None:
        put(case, "加班工资基数", q)
    elif wage is not None:
        case.facts.add(Fact("加班工资基数", wage.value, span=wage.span))
    if re.search(r"(?<!不是)(?<!非)(?<!不属于)(?:综合(?:计算)?工时|不定时)", marked.folded):
        case.doubts.append("综合计算或者不定时工时制的加班费，本版不计算")
    asked = {name for name, head in _OVERTIME_HEADS.items() if head in case.asked.heads} or set(_OVERTIME)
    for name in _OVERTIME:
        if name in asked:
            _overtime_amount(marked, case, name)
    # 加班费 covers the kinds asked for; what was paid on it comes off inside the item.
    heads = [h for h in case.asked.heads if h not in _OVERTIME_HEADS.values() and h != "加班费"]
    position = min(case.asked.heads.index(h) for h in case.asked.heads if "加班费" in h)
    heads.insert(position, "加班费")
    case.asked = replace(case.asked, heads=tuple(heads))
    _paid(marked, case)


def _paid(marked: Marked, case: Case) -> None:
    """已付加班费: money said to have been paid as overtime, whatever the question's verb."""
    found = {}
    for pattern in (
        r"(?:已|曾|只|就|仅|多|发放|标注|随)[^。；Ⓜ]{0,14}(?:支付|发放?|付|给|标注)[^。；Ⓜ]{0,14}加班(?:费|工资)?[^。；Ⓜ]{0,14}{M}",
        r"(?:已|曾|只|就|仅|多)[^。；Ⓜ]{0,6}(?:支付|发|付|给)(?:了|过|我)*[^。；Ⓜ]{0,6}{M}[^。；]{0,10}加班",
    ):
        for hit in marked.hits(pattern):
            if not claimed(marked, hit.match.start()):
                found[hit.q[-1].start] = hit.q[-1]
    values = {q.value for q in found.values()}
    if len(values) == 1:
        put(case, "已付加班费", next(iter(found.values())))
        case.asked = replace(case.asked, deduct_paid=False)
    elif values:
        case.doubts.append("已付的加班费有几个数，请用 --set 已付加班费=… 指明")


_HOLIDAY = r"国庆|春节|元旦|五一|劳动节|清明|端午|中秋"


def _several_holidays(marked: Marked) -> bool:
    """Whether one clause names several holidays beside a number of days that covers only part of them."""
    for start, end in marked.sentences():
        for clause in re.split(r"[，,；]", marked.marked[start:end]):
            names = set(re.findall(_HOLIDAY, clause))
            if len(names) > 1 and "Ⓣ" in clause and re.search(r"当[日天]|各", clause):
                return True
    return False


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
            count = len(set(re.findall(_HOLIDAY, hit.match[0]))) if "各" in hit.match[0] else 1
            if re.match(r"(?:个)?(?:小时|钟头)", tail) and re.search(
                r"每[天日次]|一天", marked.folded[q.start - 3 : q.start]
            ):
                continue
            hours.add(q.value * max(1, count))  # type: ignore[operator]
            span = q.span
        elif q.value.days and not q.value.months and not q.value.years:  # type: ignore[union-attr]
            days.add(Fraction(q.value.days))  # type: ignore[union-attr]
            span = q.span
    for hit in marked.hits(r"{T}(?:的)?" + words + r"|{M}个" + words):
        value = hit.q[-1].value
        days.add(Fraction(value.days) if isinstance(value, Duration) else value)  # type: ignore[arg-type]
        span = hit.q[-1].span
    days.discard(Fraction(0))
    if name == "法定节假日加班" and days and _several_holidays(marked):
        case.doubts.append("几个节日的加班天数写在一起，请用 --set 法定节假日加班天数=… 给出合计")
        return
    if not hours and not days and name == "法定节假日加班":
        for hit in marked.hits(words):
            start, end = marked.clause(hit.match.end())
            listed = re.findall(r"\d{1,2}(?=[日号、])", marked.folded[hit.match.end() : end])
            if listed and re.search(
                r"上(?:了)?班|加班", marked.folded[hit.match.end() : marked.sentence(start)[1]]
            ):
                days.add(Fraction(len(listed)))
                span = (hit.match.start(), end)
                break
    if not hours and not days and name != "延时加班":
        if re.search(words + r"[^。；]{0,20}(?:加班|上(?:了)?班)", marked.folded) and not re.search(
            words + r"[^。；]{0,10}(?:未|没有?|不)[^。；]{0,4}加班", marked.folded
        ):
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
        made_up = marked.first(
            r"其中{T}[^。；,，]{0,16}(?:补休|调休)", r"(?<![未没能])(?<!没有)(?:补休|调休)(?:了|过)?{T}"
        )
        if name == "休息日加班" and made_up and isinstance(made_up.q[0].value, Duration):
            count -= made_up.q[0].value.days
        elif (
            name == "休息日加班"
            and re.search(r"补休|调休", marked.folded)
            and not re.search(
                r"(?:未|没|也没|没有|不能|不得|无法|不可)[^。；,，]{0,8}(?:补休|调休)|(?:补休|调休)[^。；,，]{0,4}(?:没|未)",
                marked.folded,
            )
        ):
            case.doubts.append("看不出休息日加班有几天已补休，请用 --set 休息日加班天数=… 给出未补休的天数")
        hours_a_day = marked.first(r"每[天日次](?:均|都|各)?(?:为|加班|工作|上)?{M}(?:个)?(?:小时|钟头)")
        if hours_a_day and hours_a_day.q[0].value != 8:
            case.facts.add(Fact(f"{name}小时", count * hours_a_day.q[0].value, span=span))  # type: ignore[operator]
        else:
            case.facts.add(Fact(f"{name}天数", count, span=span))
