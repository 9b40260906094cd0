"""EC heads beside severance; overtime, annual leave and double wages have their own modules."""

from __future__ import annotations

import re
from datetime import timedelta

from lexcalc.case.employment_text import agreed, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate, in_months


def read_extra(marked: Marked, case: Case) -> None:
    """Read only what the asked heads need, so that a stray word cannot disturb another head."""
    heads = set(case.asked.heads)
    if "二倍工资差额" in heads:
        from lexcalc.case.employment_double import read_double_wage

        read_double_wage(marked, case)
    if "未休年休假工资" in heads:
        from lexcalc.case.employment_leave import read_leave

        read_leave(marked, case)
    if any("加班费" in head for head in heads):
        from lexcalc.case.employment_overtime import read_overtime

        read_overtime(marked, case)
    if "竞业限制补偿" in heads:
        from lexcalc.case.employment_covenant import read_covenant

        read_covenant(marked, case)
    if "违法约定试用期赔偿金" in heads:
        _probation(marked, case)
    if "拖欠工资" in heads:
        from lexcalc.case.employment_arrears import read_arrears

        read_arrears(marked, case)


def _probation(marked: Marked, case: Case) -> None:
    if re.search(
        r"延长[^。；]{0,6}试用期|试用期[^。；]{0,8}延长|(?:两|二)次[^。；]{0,6}试用期|再次约定试用期",
        marked.folded,
    ):
        case.doubts.append("试用期经过延长或者再次约定，超出部分请用 --set 已履行试用期=… 说明")
    term = marked.first(
        r"(?:合同期限?|期限)[^。；Ⓣ]{0,8}{T}",
        r"(?:签订|签了?|订立)[^。；Ⓣ]{0,10}{T}(?:期|的)?[^。；]{0,6}(?:劳动)?合同",
        r"{T}期?(?:的)?(?:固定期限)?(?:书面)?劳动合同",
    )
    if term and isinstance(term.q[0].value, Duration):
        put(case, "试用期合同期限", term.q[0])
    else:
        dates = marked.first(r"(?:合同)?期限?[^。；Ⓓ]{0,6}{D}(?:起)?(?:至|到|-|—){D}")
        if dates and all(isinstance(q.value, PartialDate) and q.value.exact for q in dates.q[:2]):
            first, last = (q.value.first() for q in dates.q[:2])  # type: ignore[union-attr]
            last += timedelta(days=1)
            months = (last.year - first.year) * 12 + last.month - first.month
            days = last.day - first.day
            if days >= 0:
                case.facts.add(
                    Fact(
                        "试用期合同期限",
                        Duration(months // 12, months % 12, days),
                        span=(dates.q[0].start, dates.q[1].end),
                    )
                )
    if re.search(r"以完成[^。；]{0,24}(?:任务|工程|项目)?[^。；]{0,6}(?:为期限|为准)", marked.folded):
        case.facts.add(
            Fact(
                "试用期合同期限",
                Duration(0, 0, 1),
                note="以完成一定任务为期限，不得约定试用期（第19条第3款）",
            )
        )
    if re.search(r"无固定期限", marked.folded) and "试用期合同期限" not in case.facts:
        case.facts.add(Fact("试用期合同期限", Duration(100, 0, 0)))
    done = marked.first(
        r"(?:实际)?(?:履行|执行)[^。；Ⓣ]{0,8}试用期?[^。；Ⓣ]{0,6}{T}",
        r"试用期(?:为|是|约定|定为|一共|长达|满|:)*{T}",
        r"{T}(?:的)?试用期",
    )
    if done and (length := in_months(done.q[0])) is not None:
        put(case, "已履行试用期", done.q[0], length)
    q = agreed(marked, case, "试用期满月工资", r"(?:转正|试用期满|期满)(?:后|之后)?[^。；Ⓜ]{0,14}{M}")
    put(case, "试用期满月工资", q)
