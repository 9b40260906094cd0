"""How long no work was done, and wages paid on for a part of that time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration, Fact, Span
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_text import View, count

_FACT = ("found", "court")


def off_work(view: View, case: Case) -> None:
    """The length of lost work by other words (休息, 没上班), or from dates up to the day before 定残."""
    if any(n in case.facts for n in ("误工天数", "误工月数", "误工费")):
        return
    if not re.search(r"误工|工资|上班|收入|单位|挣|流水|干活|生意", view.text):
        return
    half = re.search(
        r"(?:休息|休养|病休|全休|休假|误工|病假|停工|没上班|不能上班|养伤|证明)[^。;，]{0,10}?([一二三四五六七八九十]|\d{1,2})个半月",
        view.text,
    )
    if half and view.is_fact(half.start()) and not re.search("护理|陪|营养", half[0]):
        case.facts.add(Fact("误工月数", Fraction(2 * (count(half[1]) or 0) + 1, 2), span=half.span()))
        return
    for match, (q, *_) in view.hits(
        r"(?:休息|休养|病休|全休|休假|歇|(?:受伤|伤|出院)后(?:的)?|养伤|病假(?:条)?|假条|请(?:了)?(?:病)?假|请了|停工|停业|没(?:有|能)?上班|没法上班|不能上班|无法工作)(?:了)?[^。;，Ⓣ]{0,6}{T}|{T}[^。;，Ⓣ]{0,6}(?:没(?:有|能|法)?(?:上班|干活|工作)|不能(?:上班|工作)|未能?上班)"
    ):
        clause = view.clause_at(q.start)
        if (
            clause is None
            or clause.level not in _FACT
            or q.approx
            or re.search(r"护|照顾|照料|营养|陪", match[0])
            or re.search("护理|照[顾料看]|陪[护床]", clause.text)
            or (view.of_kin(q.start) and re.search("护|照|陪", view.text[slice(*view.sentence_at(q.start))]))
        ):
            continue
        years, months, days = q.value
        if days and not months and not years:
            case.facts.add(Fact("误工天数", Fraction(days), span=q.span))
        elif months and not days:
            case.facts.add(Fact("误工月数", Fraction(years * 12 + months), span=q.span))
        view.use(q, "time")
        return
    away = r"(?:休息|休养|误工|停工|病休|全休|病假|休假|未(?:能)?(?:上班|工作)|没(?:能|有)?上班)"
    for _, (q, *_) in view.hits(rf"{away}[^。;Ⓣ]{{0,30}}?(?:共计?|合计|总计|前后){{T}}"):
        if not view.is_fact(q.start) or q.approx or q.value.years:
            continue
        if q.value.days and not q.value.months:
            case.facts.add(Fact("误工天数", Fraction(q.value.days), span=q.span))
        elif q.value.months and not q.value.days:
            case.facts.add(Fact("误工月数", Fraction(q.value.months), span=q.span))
        else:
            continue
        view.use(q, "time")
        return
    if found := _away_between(view, away):
        case.facts.add(found)
        return
    eve = r"定残(?:日|之日)?(?:的)?前(?:一?[日天]|Ⓣ▪*)"
    off = r"(?:误工|不能(?:工作|劳动|上班)|未(?:能)?(?:上班|工作|复工)|没(?:能|有)?(?:上班|上工|干活)|停工|无法(?:工作|上班|劳动))"
    until = r"(?:至|到|持续)(?:Ⓓ▪*)?[^。;，ⓉⒹ]{0,12}(?:定残|评残|定的残|评的残|(?:伤残|残疾)?鉴定(?:那天|当天|之日|出))(?!后)"
    rest = r"(?:休|歇|养|病假|休息|全休|假)"
    lasting = rf"误工[^。;]{{0,30}}{eve}|{eve}[^。;]{{0,30}}误工|持续(?:性)?误工|{off}[^。;]{{0,12}}{until}|{rest}[^。;ⓉⒹ]{{0,4}}{until}[^。;]{{0,16}}残|(?:一直|始终)[^。;]{{0,6}}{off}[^。;]{{0,10}}(?:定残|评残)"
    if match := re.search(lasting, view.text):
        case.facts.add(Fact("持续误工", True, span=match.span()))


def _away_between(view: View, away: str) -> Fact | None:
    """误工月数 or 误工天数 from the first and the last day away from work (自3月1日起至7月31日未能上班)."""
    pattern = r"(?:自|从)?{D}(?:起|开始)?[^。;Ⓓ]{0,16}?(?:至|到)[^。;Ⓓ]{0,12}?{D}(?:止)?[^。;Ⓓ]{0,8}"
    for match, (first, last) in view.hits(pattern):
        told = view.text[max(view.sentence_at(match.start())[0], match.start() - 16) : match.end()]
        if not re.search(away, told) or not view.is_fact(first.start):
            continue
        if not (first.value.exact and last.value.exact):
            continue
        start, end = first.value.first(), last.value.first()
        days = (end - start).days + 1
        if not 1 < days < 1100:
            continue
        after = end + timedelta(days=1)
        months = (after.year - start.year) * 12 + after.month - start.month
        if after.day == start.day:
            return Fact("误工月数", Fraction(months), span=match.span(), note="首日至末日")
        return Fact("误工天数", Fraction(days), span=match.span(), note="首日至末日，含首末两日")
    return None


_BONUS = (
    r"(?:奖金?|提成|绩效)(?:工资)?[^。;，Ⓜ]{0,14}(?:扣减?|少发|未发|减少|没发)[^。;，Ⓜ]{0,4}{M}|"
    r"(?:奖金?|提成|绩效)(?:工资)?[^。;，Ⓜ]{0,6}{M}[^。;]{0,8}?(?:没|扣|取消|未|不|泡汤)"
    r"|(?:没|扣|损失|少)[^。;，Ⓜ]{0,8}(?:奖金?|提成|绩效)(?:工资)?[^。;，Ⓜ]{0,4}{M}"
)


# 前两个月照发40%，后两个月停发: a run of the time off work, and what the employer paid for it
_RUN = re.compile(
    r"(?:前|头|后|此后|其后|随后|之后|剩余|剩下|余下|其余|另外?|最后|接下来|开始|其中|第[一二三四])(?:的|这|那)?(?P<time>Ⓣ▪*)|(?P<nth>第[一二三四五六]个?月)(?!的?工资)"
)
_UNPAID = re.compile(
    r"停发|停薪|(?:未|没(?:有)?|不)(?:再|给|予)*(?:发|付|支付)|分文|一分|无(?:工资|薪|收入)|没(?:有)?(?:工资|收入)"
)
_PAID_PART = re.compile(
    r".*?(?:(?P<part>Ⓡ▪*)|(?P<sum>Ⓜ▪*))|.*?(?P<half>一半|半薪|半数)|.*?(?P<whole>照发|照付|全薪|全额|足额|正常发|如数)"
)
_PAY = re.compile(r"发|付|薪|工资")


def pay_runs(view: View) -> list[tuple[Duration, str, Quantity | None, Span]] | None:
    """Two or more runs of one sentence, each with its length and what of the wage was lost in it.

    The loss is "all", "none", "half", "cut", "part" (paid) or "sum" (paid), the latter three with their quantity.
    None where a run tells of pay that was not understood.
    """
    for begin, end in view.sentences:
        starts = list(_RUN.finditer(view.text, begin, end))
        if len(starts) < 2:
            continue
        runs: list[tuple[Duration, str, Quantity | None, Span]] = []
        for index, start in enumerate(starts):
            stop = starts[index + 1].start() if index + 1 < len(starts) else end
            told = view.text[start.end() : min(stop, start.end() + 40)]
            told = told.split("，")[0] or told
            length = Duration(0, 1, 0) if start["nth"] else view.at[start.start("time")].value
            if not isinstance(length, Duration) or not view.is_fact(start.start()):
                return []
            span = (start.start(), start.end() + len(told))
            found = _PAID_PART.match(told)
            q = found and view.at.get(start.end() + max(found.start("part"), found.start("sum")))
            cut = q and re.search("扣|减|少", told[: q.start - start.end()])
            if re.search(r"护|照[顾料看]|陪|住院|复查", told):
                return []
            if cut and found and found["sum"]:
                return []  # 每月少发800元: a difference
            if _UNPAID.search(told):
                runs.append((length, "all", None, span))
            elif found is None:
                return None if _PAY.search(told) else []
            elif q is not None:
                runs.append((length, "sum" if found["sum"] else "cut" if cut else "part", q, span))
            else:
                runs.append((length, "half" if found["half"] else "none", None, span))
        return runs if len({how for _, how, *_ in runs} | {q and q.value for *_, q, _ in runs}) > 2 else []
    return []


def paid_for_a_while(view: View, case: Case) -> None:
    """误工费 where the employer went on paying for a part of the time, or different parts at different times."""
    wage, lost = case.facts.value("误工月收入"), case.facts.value("误工减少收入")
    runs = pay_runs(view)
    if "误工费" in case.facts or runs == []:
        return
    if not runs:
        if (not case.asked.heads or "误工费" in case.asked.heads) and "误工" in view.text:
            case.doubts.append("单位在部分误工期间仍发工资，实际减少的收入没有读出")
        return
    sums = [q for _, how, q, _ in runs if how == "sum" and q]
    if isinstance(lost, Fraction) and len(sums) == 1:
        wage = lost + sums[0].value  # the reader of wages took the difference for every month
    if not isinstance(wage, Fraction):
        if not case.asked.heads or "误工费" in case.asked.heads:
            case.doubts.append("单位在部分误工期间仍发工资，实际减少的收入没有读出")
        return
    total, months, days = Fraction(0), 0, 0
    for time, how, q, _ in runs:
        length = Fraction(time.years * 12 + time.months) + Fraction(time.days, 30)
        part = {"all": Fraction(1), "none": Fraction(0), "half": Fraction(1, 2)}.get(how)
        if q is not None:
            part = q.value if how == "cut" else 1 - (q.value / wage if how == "sum" else q.value)
        if part is None or not 0 <= part <= 1:
            return
        total += wage * length * part
        months, days = months + time.years * 12 + time.months, days + time.days
    known = case.facts.value("误工月数"), case.facts.value("误工天数")
    if (known[0] is not None and (known[0] != months or days)) or (
        known[1] is not None and known[1] != days + 30 * months
    ):
        case.doubts.append("单位续发工资的各段与误工期间不一致")
        return
    for _, _, q, (begin, end) in runs:
        for each in (q, *(x for x in view.quantities if begin <= x.start < end)):
            if each is not None:
                view.use(each, "income")
    span = (runs[0][3][0], runs[-1][3][1])
    case.facts.add(Fact("误工费", total, span=span, note="逐段减少的收入之和"))


_STILL_PAID = re.compile(
    r"(?:第[一二两三四]|头|前)(?:[一二两三四]|几)?个?月[^。;，]{0,8}(?:照发|发了|发放了?|全额|全薪|正常发)|(?:前|头|其中)Ⓣ▪*[^。;，]{0,8}(?:照发|发了|发放了|全额|全薪|正常发)"
)


def still_paid(view: View, case: Case) -> None:
    """Doubt where the employer went on paying for a while and the loss was not reckoned month by month."""
    match = _STILL_PAID.search(view.text)
    asked = not case.asked.heads or "误工费" in case.asked.heads
    if (
        match
        and asked
        and "误工费" not in case.facts
        and "误工月收入" in case.facts
        and view.is_fact(match.start())
    ):
        case.doubts.append("单位在部分误工期间仍发工资，实际减少的收入没有读出")


def lost_bonus(view: View, case: Case) -> None:
    """A bonus lost beside the monthly reduction is part of the income actually lost."""
    monthly, months = case.facts.value("误工减少收入"), case.facts.value("误工月数")
    for match, (q, *_) in view.hits(_BONUS):
        if not view.is_fact(q.start) or q.start in view.used or q.per or "误工费" in case.facts:
            continue
        view.use(q, "income")
        if isinstance(monthly, Fraction) and isinstance(months, Fraction) and not q.approx:
            case.facts.add(
                Fact("误工费", monthly * months + q.value, span=match.span(), note="每月减少的收入及奖金损失")
            )
        else:
            case.doubts.append("奖金等一次性收入的损失没有计入误工费")
        return
