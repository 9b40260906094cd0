"""The time of 停工留薪期工资 told in parts: 后三个月每月只发2500, or a disability assessed before its end."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Case, Duration
from lexcalc.case.quantities import PartialDate
from lexcalc.case.work_injury_labels import Reader

# A stretch of a longer time; not the months over which a wage is averaged, nor 伤后, 解除前 and the like.
_STRETCH = r"(?:(?<![伤故业事之以出最])[前头后]|最后|其余|其他|余下|剩下|剩余|中间)的?{T}"
_AVERAGED = re.compile(r"^(?:的)?[^。；，]{0,8}(?:平均|月均|缴费|工资总|流水|收入)")
_UNPAID = re.compile("[没未]|停发|停了|分文|一分")
_ASSESSED = r"{D}[^。；Ⓓ]{0,24}?(?:伤残等级|等级结论|评残|评定|定级|劳动能力鉴定|鉴定)[^。；Ⓓ]{0,12}"


def doubt_lengths(reader: Reader, case: Case) -> None:
    """Refuse pay whose months the text parts by different rates, and pay beyond the assessment."""
    if case.doubts or "停工留薪期工资" not in case.asked.heads:
        return
    known = {_plain(fact.value) for fact in case.facts if isinstance(fact.value, Duration | Fraction)}
    parts = [
        hit.q[0]
        for hit in reader.marked.hits(_STRETCH)
        if not reader.claimed(hit.q[0].start)
        and _plain(hit.q[0].value) not in known
        and not _AVERAGED.match(reader.text[hit.q[0].end : hit.q[0].end + 14])
    ]
    # The payments' reader understands stretches paid in full or not at all, not one at another rate beside them.
    leave = case.facts.value("停工留薪期")
    whole = isinstance(leave, Fraction) and sum(_plain(q.value) or 0 for q in parts) == leave * 30
    after = [
        (reader.text[q.end : q.end + 24], reader.marked.between(q.end, q.end + 24, "money")) for q in parts
    ]
    paid = any(sums for _, sums in after) and not any(_UNPAID.search(text) for text, _ in after)
    if len(parts) > 1 and whole and paid:
        case.doubts.append(f"{'、'.join(q.raw for q in parts)}与其余时间分开说，看不准按多长时间计算")
        return
    _assessed_early(reader, case)


def _assessed_early(reader: Reader, case: Case) -> None:
    """工伤保险条例第33条: the leave's pay ends when the disability is assessed, though a longer leave was set."""
    hurt, leave = case.facts.value("受伤日"), case.facts.value("停工留薪期")
    if not isinstance(hurt, date) or not isinstance(leave, Fraction):
        return
    for hit in reader.marked.hits(_ASSESSED):
        day = hit.q[0].value
        if not isinstance(day, PartialDate) or not day.exact or reader.claimed(hit.q[0].start):
            continue
        passed = (day.first() - hurt).days
        if 0 < passed < leave * 30 - 3:
            case.doubts.append(
                f"{hit.q[0].raw}已评定伤残等级，早于停工留薪期届满，请用 --set 停工留薪期=月数 给出应计的月数"
            )
            return


def _plain(value: object) -> Fraction | None:
    """Days of a length of time; whole months and years as thirty and 365 days; a bare number is months."""
    if isinstance(value, Duration):
        return Fraction(value.years * 365 + value.months * 30 + value.days)
    return value * 30 if isinstance(value, Fraction) else None
