"""For how many months a monthly work-injury benefit is asked: 待遇月数."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import PartialDate, in_months
from lexcalc.case.work_injury_labels import Reader, whole_months
from lexcalc.case.work_injury_terms import is_rate

MONTHLY = ("伤残津贴", "生活护理费", "供养亲属抚恤金")
# 2023年1月至6月，单位安排其做保管工作并照常发工资: no benefit is due for a stretch that was worked.
_WORKED = re.compile(r"[^。；]{0,24}?(?:照常|照发|正常)[^。；，]{0,4}(?:工资|上班|出勤)")


def read_months(
    reader: Reader, case: Case, start: int, end: int, heads: list[str], wish: tuple[int, int] | None
) -> None:
    """待遇月数 for monthly heads; several different lengths are a doubt."""
    wanted = [h for h in heads if h in MONTHLY]
    if not wanted:
        return
    found = _stated(reader, start, end)
    if not found and wish:
        found = _stated(reader, *wish)
    if not found and len(wanted) == len(heads):
        for hit in reader.marked.hits(r"{T}(?!前|[^。；，]{0,4}平均)", start, end):
            value = in_months(hit.q[0])
            if (
                value
                and not re.search(
                    r"(?:[受负]?伤|生|事|故|除|亡|职)[之以]?前$", reader.text[: hit.q[0].start][-6:]
                )
                and not is_rate(reader, hit.q[0])
            ):
                found[value] = hit.q[0].span
    for hit in (
        reader.marked.hits(r"(?:共|计|合计|共计){T}(?:[）)，。；]|$)", start, end) if not found else ()
    ):
        value = in_months(hit.q[0])
        if value:
            found[value] = hit.q[0].span
    question = reader.text[start:end]
    if not found and re.search(r"每年|全年|一整?年", question):
        found[Fraction(12)] = (start, end)
    total = case.asked.deduct_paid or re.search(
        r"合计|总共|一共|累计|总额|共(?:计|应|能|需|要|可|(?=多少))|加起来|补[发付给足]|拖欠|欠", question
    )
    if (
        not found
        and not re.search(r"每个?月|按月|首月|月标准", question)
        and (total or len(heads) > len(wanted))
    ):
        found = _period(reader, start)
        if not found:
            case.doubts.append("按月待遇要合计几个月，题面没有写明")
    if len(found) == 1:
        value, span = found.popitem()
        case.facts.add(Fact("待遇月数", value, span=span))
    elif found:
        case.doubts.append("按月待遇的月数有几种写法：" + "、".join(str(v) for v in found))


def _stated(reader: Reader, start: int, end: int) -> dict[Fraction, tuple[int, int]]:
    """Months that a passage joins to a monthly benefit: ``首十二个月的抚恤金``, ``津贴…六个月``, dates of both ends."""
    pattern = r"(?:津贴|护理费|抚恤金?|待遇)"
    found: dict[Fraction, tuple[int, int]] = {}
    for hit in reader.marked.hits(r"{T}(?!前|[^。；，]{0,4}平均)[^。；ⓉⓂ]{0,16}?" + pattern, start, end):
        value = in_months(hit.q[0])
        if (
            value
            and not re.search(
                r"停工留薪期?[^。；，]{0,3}$|(?:[受负]?伤|生|出事|事故|解除|死亡|离职|亡)[之以]?前$",
                reader.text[: hit.q[0].start][-8:],
            )
            and not is_rate(reader, hit.q[0])
        ):
            found[value] = hit.q[0].span
    for hit in reader.marked.hits(pattern + r"[^。；ⓉⓂ]{0,12}?{T}", start, end):
        value = in_months(hit.q[0])
        if value:
            found[value] = hit.q[0].span
    for hit in reader.marked.hits(
        r"{D}(?:起)?(?:至|到|-|~)[^。；，Ⓓ]{0,3}{D}[^。；]{0,20}?" + pattern, start, end
    ):
        value = whole_months(hit.q[0], hit.q[1]) if len(hit.q) == 2 else None
        if value:
            found[value] = (hit.q[0].start, hit.q[1].end)
    return found


def _period(reader: Reader, end: int) -> dict[Fraction, tuple[int, int]]:
    """Months of a monthly benefit told before the question: ``2023年4月至2024年1月（共10个月）``, ``拖欠8个月``."""
    found: dict[Fraction, tuple[int, int]] = {}
    for stretch in (
        r"{D}(?:起)?(?:至|到|-|~)[^。；，Ⓓ]{0,3}{D}",
        r"自{D}起[^。；Ⓓ]{4,30}[至到]{D}(?:止|底|末)",
    ):
        for hit in reader.marked.hits(stretch, 0, end):
            value = whole_months(hit.q[0], hit.q[1]) if len(hit.q) == 2 else None
            if value and not _WORKED.match(reader.text, hit.q[1].end):
                found[value] = (hit.q[0].start, hit.q[1].end)
    until = reader.marked.first(r"截[至止]到?{D}", r"(?:^|[，。；])(?:至|到){D}(?!前|以前|起)")
    since = [
        h.q[0] for h in reader.marked.hits(r"(?:自|从){D}(?:起|开始)[^。；，]{0,4}(?:发|支付|领|享|算|计)")
    ]
    if not found and until and len(since) == 1:
        value = whole_months(since[0], until.q[0])
        if value:
            found[value] = until.q[0].span
    for hit in reader.marked.hits(
        r"(?:共计?|合计|累计|一共|欠了?|拖欠|已满|长达|至今)[^。；，ⓉⓂ]{0,4}{T}", 0, end
    ):
        value = in_months(hit.q[0])
        if value and not is_rate(reader, hit.q[0]):
            found[value] = hit.q[0].span
    return found


def first_month(reader: Reader, case: Case) -> PartialDate | None:
    """The month from which a monthly benefit is asked, where its months are told by dates."""
    known = case.facts.get("待遇月数")
    if known is None or known.span is None:
        return None
    start, end = reader.marked.sentence(known.span[0])
    for hit in reader.marked.hits(r"{D}(?:起)?(?:至|到|-|~|—){D}", start, end):
        if isinstance(hit.q[0].value, PartialDate):
            return hit.q[0].value
    return None


def first_day(case: Case) -> PartialDate | None:
    """The day of the injury, where the text gives it to the day."""
    known = case.facts.get("受伤日")
    if known is None or known.note or not isinstance(known.value, date):
        return None
    return PartialDate(known.value.year, known.value.month, known.value.day)
