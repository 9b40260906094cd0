"""二倍工资差额: whether and when a contract was signed, limitation, and the wages of the months in question."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_dates import events
from lexcalc.case.employment_parts import segments
from lexcalc.case.employment_text import put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import PartialDate
from lexcalc.law.double_wage import whole
from lexcalc.law.service import add_months

_LATE = re.compile(
    r"(?:才|迟至|直到|直至|补)[^。；,，没未不]{0,16}(?:签|订立)(?!的时候没)|签订(?:日期|时间|日)(?:为|是)|落款(?:日期|时间)?(?:为|是)"
)
_OVER = re.compile(
    r"(?<!未)(?<!没有)(?:解除|终止|结束|终结)(?:了)?(?:双方)?(?:的)?(?:劳动(?:合同|关系))|劳动(?:合同|关系)[^。；,，未没]{0,10}(?:解除|终止|结束|终结)|辞退|开除|离(?:的|了)?职(?!证明)|被裁|不干了"
)


def read_double_wage(marked: Marked, case: Case) -> None:
    """Add 签订合同日 or 未签书面合同, 时效抗辩 and 二倍工资月工资 (第82条、实施条例第6、7条)."""
    text = marked.folded
    signed = [e for e in events(marked) if e.kind == "sign" and e.when.exact]
    hired = case.facts.value("入职日")
    late = [e for e in signed if isinstance(hired, date) and e.when.first() > hired]
    if late:
        put(case, "签订合同日", late[0].quantity, late[0].when.first())
    elif (laid := _LATE.search(text)) and not re.search(r"没|未", text[laid.end() : laid.end() + 4]):
        case.doubts.append("看得出后来签了书面劳动合同，看不清是哪一天，请用 --set 签订合同日=… 给出")
    elif re.search(
        r"(?:一直|始终|从来?|均|都|至今|双方|也)?(?:未|没有?|不)(?:与|和|跟|给|同)?[^。；,，]{0,12}(?:签|订立)[^。；,，]{0,10}(?:合同)?|未签(?:订)?(?:书面)?(?:劳动)?合同|没(?:有)?(?:签|合同)",
        text,
    ):
        match = re.search(r"(?:未|没|不)[^。；,，]{0,14}(?:签|订立)|没(?:有)?(?:签|合同)", text)
        case.facts.add(Fact("未签书面合同", True, span=match.span() if match else None))
    if re.search(
        r"(?:未|没有?|均未|不)(?:提出|主张|以)?[^。；,，]{0,8}时效(?:抗辩)?|(?:无|不存在)时效", text
    ) or re.search(
        r"时效[^。；,，]{0,8}(?:没|未|没有)(?:提|说|主张|抗辩)|(?:未|没有?|不)(?:超过|过)[^。；,，]{0,6}时效|(?:未|没)(?:超过?|届满)",
        text,
    ):
        case.facts.add(Fact("时效抗辩", False))
    elif re.search(
        r"(?:提出|以|主张)[^。；,，]{0,12}时效(?:抗辩|已过|为由)?|时效抗辩[^。；]{0,10}(?:成立|采纳|支持)|(?:说|称)[^。；,，]{0,8}(?:过|超)(?:了)?时效",
        text,
    ):
        case.facts.add(Fact("时效抗辩", True))
    elif "时效" in text:
        case.doubts.append("题面提到时效，但看不出应否扣除超过时效的部分，请用 --set 时效抗辩=是/否 指明")
    part_time = re.search(r"(?<!不)(?<!不是)(?<!非)(?:属于?|系|是|为)非全日制", text)
    if part_time and not claimed(marked, part_time.start()):
        if re.search(r"称|主张|认为|抗辩", text[slice(*marked.sentence(part_time.start()))]):
            case.doubts.append("是否非全日制用工双方说法不一，请用 --set 非全日制=是/否 指明")
        else:
            case.facts.add(Fact("非全日制", True, span=part_time.span()))
    if not {"解除日", "签订合同日"} & {fact.name for fact in case.facts} and _OVER.search(
        text[: (case.asked.span or (0, 0))[0]] + text[(case.asked.span or (0, 0))[1] :]
    ):
        case.doubts.append("看得出劳动关系已经结束，看不清是哪一天，请用 --set 解除日=… 给出")
    _wage_periods(marked, case)
    hired, ends = case.facts.value("入职日"), [case.facts.value(n) for n in ("解除日", "签订合同日")]
    if (
        isinstance(hired, date)
        and re.search(r"日历[天日]|(?:当月|该月|实际)[天日]数", text)
        and not whole(hired, *(d if isinstance(d, date) else None for d in ends), None, None, False)
    ):
        case.doubts.append("题面约定不足一月的二倍工资按日历天数折算，本版按工作日折算，请人工核算")


def _wage_periods(marked: Marked, case: Case) -> None:
    """Wages that change during the double-wage period: monthly lists or ``自…起调整为``; otherwise 月工资 serves."""
    hired = case.facts.value("入职日")
    if not isinstance(hired, date):
        return
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}(?:各月|每月)?[^。；Ⓜ]{0,16}(?:依次|分别)[^。；Ⓜ]{0,10}{M}(?:[、,，和及]{M})+"
    ):
        amounts = marked.between(hit.q[2].start, hit.match.end(), "money")
        first = hit.q[0].value
        if isinstance(first, PartialDate) and first.month and len(amounts) >= 2:
            entries = []
            year, month = first.year, first.month
            for q in amounts:
                start = date(year, month, 1)
                year, month = (year + 1, 1) if month == 12 else (year, month + 1)
                entries.append(
                    {"起": start, "止": date(year, month, 1) - timedelta(days=1), "月工资": q.value}
                )
            case.facts.add(Fact("二倍工资月工资", entries, span=(hit.q[2].start, hit.match.end())))
            return
    every = segments(marked)
    listed = [s for s in every if s[0] < date(hired.year + 1, hired.month, 1) + timedelta(days=31)]
    if not listed:
        return
    entries, base = [], case.facts.value("月工资")
    if listed[0][0] > add_months(hired, 1):  # the first month is paid once
        if not isinstance(base, Fraction) or base == listed[0][2].value:
            case.doubts.append(
                "应付二倍工资期间的月工资有变动，看不出开始一段的数额，请用 --set 二倍工资月工资=… 说明"
            )
            return
        entries.append({"起": hired, "止": listed[0][0] - timedelta(days=1), "月工资": base})
    for i, (start, end, q) in enumerate(listed):
        following = (
            listed[i + 1][0] - timedelta(days=1) if i + 1 < len(listed) else date(hired.year + 2, 1, 1)
        )
        if end is not None and i + 1 < len(listed) and end > following:
            case.doubts.append("各段月工资的起止重叠，请用 --set 二倍工资月工资=… 说明")
            return
        entries.append({"起": start, "止": end or following, "月工资": q.value})
    signed, left = case.facts.value("签订合同日"), case.facts.value("解除日")
    ends = [d - timedelta(days=1) for d in (signed,) if isinstance(d, date)] + [
        d for d in (left,) if isinstance(d, date)
    ]
    last = min([*ends, date(hired.year + 1, hired.month, 1) - timedelta(days=1)])
    gaps = any(a["止"] + timedelta(days=1) != b["起"] for a, b in itertools.pairwise(entries))  # type: ignore[operator]
    if gaps or entries[-1]["止"] < last:  # type: ignore[operator]
        case.doubts.append("各段月工资没有盖满应付二倍工资的期间，请用 --set 二倍工资月工资=… 说明")
        return
    case.facts.add(Fact("二倍工资月工资", entries, span=(every[0][2].start, max(q.end for *_, q in every))))
