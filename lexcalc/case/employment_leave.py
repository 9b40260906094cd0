"""未休年休假: the wage without overtime, accumulated seniority, and the days of each year in question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lexcalc import money
from lexcalc.case.aside import beside, other_base
from lexcalc.case.context import claimed
from lexcalc.case.employment_leave_years import marks, read_years, years_about
from lexcalc.case.employment_text import put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity

_ENTITLED = r"(?:应享受?|应休|应当享受|可享受|享有|享受|可休)(?:的)?(?:带薪)?(?:年休?假)?(?:为|共|是|天数|每年|一年|全年|待遇)*{T}|全年(?:应|可)?休?{T}"


def read_leave(marked: Marked, case: Case) -> None:
    """Add 年休假月工资, 累计工龄 and 未休年休假天数 or 年休假 (条例第3条、实施办法第5、11、12条)."""
    wage = None
    for pattern in (
        r"{M}[^。；Ⓜ]{0,4}\((?:已|均已|其中)?(?:剔除|不含|扣除)[^。；Ⓜ]{0,4}加班",
        r"{M}[,，]?(?:就)?(?:系|是|为|即)[^。；,，Ⓜ]{0,14}(?:剔除|不含|扣除|去掉|不算)[^。；,，Ⓜ]{0,4}加班",
        r"{M}[,，](?:这个数|里头|里面|其中|这里面|都|均|已)*(?:剔除|不含|扣除|不算|没算|不包括)(?:了)?[^。；,，Ⓜ]{0,4}加班(?:费|工资)?(?=[,，。；]|$)",
        r"(?:剔除|扣除|不含|不算|不连|不带|去掉|除去|刨掉|刨除|刨去|减去|扣掉)[^。；Ⓜ]{0,8}加班(?:(?!含|连同|加上)[^。；Ⓜ]|Ⓜ▪*个年){0,28}?{M}(?!个)",
        r"(?:月平均工资|平均月?工资|月均工资)[^。；Ⓜ]{0,10}(?:\([^)]{0,16}(?:剔除|不含|扣除)[^)]{0,10}\))[^。；Ⓜ]{0,8}{M}",
        r"加班(?:费|工资)?(?:已经?|都|全)?(?:剔|扣|去|刨)(?:掉|除|出)了?[)）]?[^。；Ⓜ]{0,10}?{M}",
        r"{M}[^。；Ⓜ]{0,6}(?:已|均已|其中)?(?:剔除|不含|扣除)[^。；Ⓜ]{0,4}加班",
    ):
        sums = [
            h.q[-1]
            for h in marked.hits(pattern)
            if not h.q[-1].approx
            and h.q[-1].value >= 300
            and not (beside(marked, h.q[-1]) or other_base(marked, h.q[-1]))  # type: ignore[operator]
        ]
        if len({q.value for q in sums}) > 1:
            case.doubts.append(
                "各年度年休假工资的基数不同，请分年度计算（用 --set 年休假月工资=… 和 --set 年休假=… 给出一个年度）"
            )
        if sums:
            wage = sums[0]
            break
    if wage is not None:
        put(case, "年休假月工资", wage)
    else:
        overtime = marked.first(
            r"(?:其中|里头|里面|内含|当中)(?:有|含)?{M}(?:是|为|系)?加班",
            r"(?:其中|包含|含|包括)[^。；Ⓜ]{0,10}加班(?:工资|费)[^。；Ⓜ]{0,6}{M}",
        )
        average = case.facts.get("月平均工资")
        if overtime and average and "总额" in average.note and isinstance(overtime.q[-1].value, Fraction):
            overtime = replace(overtime, q=(replace(overtime.q[-1], value=overtime.q[-1].value / 12),))
        if (
            overtime
            and average
            and isinstance(average.value, Fraction)
            and isinstance(overtime.q[-1].value, Fraction)
        ):
            case.facts.add(
                Fact(
                    "年休假月工资",
                    average.value - overtime.q[-1].value,
                    span=average.span,
                    note="已剔除加班工资",
                )
            )
        elif not re.search(r"加班", marked.folded) or re.search(
            r"(?:没有?|无|不存在)[^。；,，]{0,4}加班", marked.folded
        ):
            for name in ("月平均工资", "月工资"):
                fact = case.facts.get(name)
                if fact:
                    case.facts.add(Fact("年休假月工资", fact.value, span=fact.span))
                    break
        else:
            fact = case.facts.get("月工资")
            if fact:
                case.facts.add(Fact("年休假月工资", fact.value, span=fact.span))
    _seniority(marked, case)
    direct = [
        h.q[-1]
        for h in marked.hits(
            r"(?:应休未休|未休|没休|剩余|尚未休)(?:的)?(?:带薪)?(?:年休?假)?(?:天数)?(?:共|合计|为|是|还有|有|剩)*{T}"
        )
        if isinstance(h.q[-1].value, Duration) and h.q[-1].value.days and not h.q[-1].value.months
    ]
    if len({q.value for q in direct}) == 1:
        _given_up(marked, case)
        put(case, "未休年休假天数", direct[0], Fraction(direct[0].value.days))  # type: ignore[union-attr]
        return
    if direct:
        case.doubts.append("未休的年休假天数有几个，请用 --set 未休年休假天数=… 给出合计")
        return
    if "累计工龄" not in case.facts and (full := marked.first(_ENTITLED)):
        days = full.q[-1].value
        if isinstance(days, Duration) and days in (Duration(0, 0, 5), Duration(0, 0, 10), Duration(0, 0, 15)):
            years = Fraction({5: 1, 10: 10, 15: 20}[days.days])
            case.facts.add(Fact("累计工龄", years, span=full.q[-1].span, note="由全年应休天数推得"))
    read_years(marked, case)


_OFFERED = re.compile(r"(?:已(?:经)?|曾)?安排[^。；,，]{0,10}休|通知[^。；,，]{0,8}休假")
_WAIVED = re.compile(r"书面[^。；,，]{0,12}(?:不休|放弃|不愿休)|(?:不休|放弃)[^。；,，]{0,12}书面")


def _given_up(marked: Marked, case: Case) -> None:
    """Days that the worker, offered them, gave up in writing (实施办法第10条第2款); a doubt where the offer is not told."""
    waived = _WAIVED.search(marked.folded)
    if waived is None or re.search(
        r"未|没|从不|并非|不曾", marked.folded[slice(*marked.clause(waived.start()))]
    ):
        return
    if claimed(marked, waived.start()):
        return
    if re.search(r"称|主张|认为|抗辩", marked.folded[slice(*marked.sentence(waived.start()))]):
        case.doubts.append("是否书面放弃年休假双方说法不一，请用 --set 书面放弃年休假=是/否 指明")
        return
    if _OFFERED.search(marked.folded) and re.search(r"本人原因|个人原因|自己|自愿|主动", marked.folded):
        case.facts.add(Fact("书面放弃年休假", True, span=waived.span()))
    else:
        case.doubts.append("题面提到书面放弃年休假，应否支付要由人判断，请用 --set 书面放弃年休假=是/否 指明")


_BEFORE_HERE = r"(?:老|原|前|别的|其他|另一?家?|(?:上|前|头)一?家|之前那?家?|以前那?家?)(?:的)?(?:单位|公司|东家|企业|厂)?"


def _seniority(marked: Marked, case: Case) -> None:
    """累计工龄: stated, or put together from work elsewhere, where no threshold falls into the years asked about."""
    vague = re.search(
        r"(?:工龄|工作|参加工作|干)[^。；Ⓣ]{0,10}?(十几|[二三]十几|十多|[二三]十多)年|(十几|[二三]十几|十多|[二三]十多)年(?:的)?(?:工龄|工作)",
        marked.folded,
    )
    if vague:
        years = {"十": 10, "二": 20, "三": 30}[(vague[1] or vague[2])[0]]
        case.facts.add(Fact("累计工龄", Fraction(years), span=vague.span(), note="约数"))
        return
    between = re.search(
        r"(?:已?满|超过)(一|1|十|10)年(?:而|、|,)?(?:不满|未满|不足)(?:十|10|二十|20)年", marked.folded
    )
    if between:
        case.facts.add(Fact("累计工龄", money.numeral(between[1]) or Fraction(1), span=between.span()))
        return
    hit = marked.first(
        r"(?:累计|总|全部|社会)(?:的)?(?:连续)?(?:工作年限|工龄|工作|参加工作)(?:[^。；,，ⓉⓂⒹ]{0,4}Ⓓ▪*[初底末]?)?[^。；,，ⓉⓂ]{0,6}{T}",
        r"累计(?:工作)?(?:已|满|达|共|为|有)*{T}",
        r"参加工作(?:已|满|共|有|了|满打满算)*{T}",
        r"(?:前前后后|前后|一共|总共)[^。；Ⓣ]{0,4}(?:上班|工作|干)[^。；Ⓣ]{0,4}{T}",
        r"(?:上班|工作|干活|参加工作)(?:总共|一共|共计?|前后|加起来|算起来|到现在)+[^。；,，ⓉⓂ]{0,4}{T}",
        r"(?:我|本人)(?:已经|已|都)?工作(?:了|满|有)?{T}",
        r"(?:工龄|工作年限)(?:累计|合计|共|已经|已|满|为|是|有|达|一共|总共|加起来|算起来)*{T}",
    )
    elsewhere = (
        None
        if hit
        else marked.first(
            rf"{_BEFORE_HERE}[^。；Ⓣ]{{0,10}}(?:干|工作|做|待|上班)(?:了|满|有|已)*{{T}}",
            r"(?:此前|之前|入职前|原单位)[^。；Ⓣ]{0,20}(?:连续)?工作(?:了|满|已|有)*{T}",
        )
    )
    hit = hit or elsewhere
    if hit and isinstance(hit.q[-1].value, Duration) and hit.q[-1].value.years:
        q = hit.q[-1]
        years = Fraction(q.value.years) + Fraction(q.value.months, 12)  # type: ignore[union-attr]
        hired, left = case.facts.value("入职日"), case.facts.value("解除日")
        if elsewhere and isinstance(hired, date):
            last = (
                left.year
                if isinstance(left, date)
                else max(d.value.year for d in marked.quantities if d.kind == "date")
            )  # type: ignore[union-attr]
            if any(years < bound <= years + max(0, last - hired.year) for bound in (1, 10, 20)):
                case.doubts.append("累计工龄在所涉年度内跨过一档，请用 --set 未休年休假天数=… 给出")
        case.facts.add(Fact("累计工龄", years, span=q.span, note="约数" if q.approx else ""))
        return
    first_job = re.search(
        r"头一份工作|第一份工作|首份工作|毕业(?:后)?(?:就|即|直接)?(?:进|来|到|入职)", marked.folded
    )
    hired = case.facts.value("入职日")
    if first_job and isinstance(hired, date):
        years = [y for y in years_about(marked, case) if y >= hired.year]
        if years and min(years) > hired.year + 1:  # a full year was over before the years in question
            low, high = min(years) - hired.year - 1, max(years) - hired.year
            if not any(low < bound <= high for bound in (10, 20)):
                case.facts.add(
                    Fact(
                        "累计工龄",
                        Fraction(max(low, 1)),
                        span=first_job.span(),
                        note="首份工作，由入职日推得",
                    )
                )
        return
    started = marked.first(
        r"{D}(?:[^。；,，Ⓓ]{0,4})(?:参加工作|开始工作)",
        r"(?:参加工作|首次工作)(?:时间)?(?:为|是|于|:)*{D}",
    )
    if started and re.search(r"连续|未间断|没断|不间断|未中断", marked.folded):
        _seniority_since(marked, case, started.q[0])


def _seniority_since(marked: Marked, case: Case, q: Quantity) -> None:
    """累计工龄 from the first day at work, where no threshold (1, 10, 20 years) is crossed in the years asked about."""
    since = q.value.year  # type: ignore[union-attr]
    years = [y for _, _, y in marks(marked, case) if y > since]
    if not years:
        return
    first = min((y for y in years if y in years_about(marked, case)), default=max(years))
    low, high = first - since - 1, max(years) - since
    if all(not low < bound <= high for bound in (1, 10, 20)):
        case.facts.add(
            Fact("累计工龄", Fraction(max(low, 1)), span=q.span, note="由参加工作时间推得，所涉各年未跨档")
        )
