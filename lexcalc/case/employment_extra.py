"""EC heads beside severance; overtime, annual leave and double wages have their own modules."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

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
        _non_compete(marked, case)
    if "违法约定试用期赔偿金" in heads:
        _probation(marked, case)
    if "拖欠工资" in heads:
        from lexcalc.case.employment_arrears import read_arrears

        read_arrears(marked, case)


def _non_compete(marked: Marked, case: Case) -> None:
    q = agreed(
        marked,
        case,
        "竞业限制月补偿",
        r"(?:约定|写明|定的|说好|协议)[^。；Ⓜ]{0,40}(?:每个?月|按月|月)[^。；Ⓜ]{0,12}(?:支付|补偿)?[^。；Ⓜ]{0,12}{M}",
        r"(?:竞业限制)?(?:经济)?补偿(?:金)?(?:为|是|标准)?(?:每月|月){M}",
    )
    if q is not None and not re.search(r"未约定|没(?:有)?约定|没说|没写", marked.folded):
        put(case, "竞业限制月补偿", q)
    done = marked.first(
        r"(?:履行|遵守|守|坚持)(?:了|满|竞业限制|竞业|义务|到|约定)*{T}",
        r"(?:已|实际|如约|依约)[^。；Ⓣ]{0,4}(?:履行|遵守)[^。；Ⓣ]{0,10}{T}",
        r"(?:这|该|上述|计)(?:的)?{T}(?:的)?(?:竞业|补偿|应)",
        r"{T}(?:刚好|刚|已|正好)满",
    )
    owed = marked.first(
        r"(?:后面|后|其余|剩下|余下|另外)(?:的)?{T}[^。；,，]{0,10}(?:没|未|拖|欠)",
        r"(?:欠|拖欠|未付|没给)(?:了)?{T}(?:的)?(?:竞业)?(?:限制)?补偿",
    )
    if not owed and not done:
        _covenant_months(marked, case)
        if "竞业限制已履行月数" not in case.facts:
            _covenant_by_dates(marked, case)
    if owed and (length := in_months(owed.q[0])) is not None:
        put(case, "竞业限制已履行月数", owed.q[0], length)
        case.facts.add(Fact("竞业限制已付月数", Fraction(0), note="按欠付月数计"))
        _extra_three(marked, case)
        return
    if done and (length := in_months(done.q[0])) is not None:
        put(case, "竞业限制已履行月数", done.q[0], length)
    paid = marked.first(
        r"(?<!额外)(?:支付|发|给|付)(?:了|过)[^。；Ⓣ]{0,30}?(?:前|头|共)?{T}(?:的)?(?:竞业)?(?:限制)?补偿",
        r"(?:只|仅|足额|已(?:经)?)[^。；Ⓣ额应]{0,6}(?:付|发|给)[^。；Ⓣ]{0,6}{T}",
        r"(?:前|头){T}(?:的)?[^。；,，]{0,6}(?:给|付|发|已付|已支付|到账)",
    )
    if paid and (length := in_months(paid.q[0])) is not None:
        put(case, "竞业限制已付月数", paid.q[0], length)
    elif re.search(
        r"从未|分文未|一分(?:钱)?(?:没|也没|都没|未)|一直未|未支付|没(?:有)?(?:支付|付|给)|未付|未向",
        marked.folded,
    ):
        case.facts.add(Fact("竞业限制已付月数", Fraction(0)))
    else:
        case.doubts.append("看不出竞业限制补偿已付了几个月，请用 --set 竞业限制已付月数=… 给出")
    _extra_three(marked, case)


def _covenant_months(marked: Marked, case: Case) -> None:
    """Months of the covenant from dates: a range of months, or from the day after leaving to its ending."""
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}[^。；]{0,14}(?:竞业|补偿|$)|(?:期间|支付)[^。；]{0,4}{D}(?:至|到|-|—){D}"
    ):
        first, last = (q.value for q in hit.q[:2])
        if re.search(
            r"(?:支付|付|发|给)(?:了|过)?$", marked.folded[max(0, hit.q[0].start - 4) : hit.q[0].start]
        ):
            continue
        if first.month and last.month and not first.day and not last.day:  # type: ignore[union-attr]
            months = (last.year - first.year) * 12 + last.month - first.month + 1  # type: ignore[union-attr]
            if 0 < months <= 24:
                case.facts.add(
                    Fact("竞业限制已履行月数", Fraction(months), span=(hit.q[0].start, hit.q[1].end))
                )
                return


def _covenant_by_dates(marked: Marked, case: Case) -> None:
    """Whole months from the day the covenant began to the day it was ended."""
    left = case.facts.value("解除日")
    start = left + timedelta(days=1) if isinstance(left, date) else None
    begun = marked.first(r"自{D}起[^。；]{0,12}(?:履行|遵守|竞业|限制|算|计)")
    if begun and begun.q[0].value.exact:  # type: ignore[union-attr]
        start = begun.q[0].value.first()  # type: ignore[union-attr]
    ended = marked.first(r"{D}[^。；Ⓓ]{0,30}?(?:解除|终止|不再履行|免除)[^。；,，]{0,8}竞业")
    if start is None or ended is None or not ended.q[0].value.exact:  # type: ignore[union-attr]
        return
    from lexcalc.law.service import service

    length = service(start, ended.q[0].value.first())  # type: ignore[union-attr]
    if not length.days:
        months = Fraction(length.years * 12 + length.months)
        case.facts.add(Fact("竞业限制已履行月数", months, span=ended.q[0].span))


def _extra_three(marked: Marked, case: Case) -> None:
    """解释（一）第39条: the employer ends the covenant early and the worker asks for three more months."""
    if not re.search(r"额外|多给|另外?给|另加|再加|多付", marked.folded):
        return
    employer = re.search(
        r"(?:公司|单位|企业|机构|被告|被申请人|店|厂|院|集团)[^。；]{0,40}?(?:解除|不需要|终止|提前结束)"
        r"[^。；,，]{0,12}(?:竞业|协议|义务|约定)|书面通知解除[^。；,，]{0,8}(?:竞业|协议)",
        marked.folded,
    )
    worker = re.search(
        r"(?:我|某|原告|申请人|劳动者|本人|其)[^。；,，]{0,6}(?:以|因)[^。；]{0,20}未[^。；]{0,24}"
        r"(?:要求|请求|提出|发函|通知)[^。；]{0,10}解除",
        marked.folded,
    )
    if worker:
        case.facts.add(
            Fact("竞业限制额外三个月", False, span=worker.span(), note="由劳动者请求解除（解释一第38条）")
        )
    elif employer:
        case.facts.add(Fact("竞业限制额外三个月", True, span=employer.span()))
    else:
        case.doubts.append(
            "看不出用人单位是否提前解除竞业限制（额外三个月补偿），请用 --set 竞业限制额外三个月=是/否 指明"
        )


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
