"""竞业限制补偿: the monthly amount agreed, the months kept, what was paid on them, and three months more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from lexcalc.case.aside import aside
from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity, in_months
from lexcalc.money import numeral

_UNSAID = r"未约定|没(?:有)?约定|未作约定|没(?:有)?(?:说|写|提|谈)(?:过|到)?[^。；,，]{0,8}(?:补偿|钱)|(?:补偿|钱)[^。；,，]{0,8}(?:没(?:有)?(?:说|写|提|谈)|未(?:提|写)|只字)|只字未提|一字未提|(?:未|没)写(?:明)?(?:补偿|给多少)"
_PAYING = r"(?:支付|发放|付|发|给|转账?|打|到账|汇)"
_NEVER = r"从未|分文未|分文没|一分(?:钱)?(?:没|也没|都没|未)|一直(?:未|没)|未支付|没(?:有)?(?:支付|付|给)|未付|未向"


def read_covenant(marked: Marked, case: Case) -> None:
    """Add the facts of 竞业限制补偿 (劳动合同法第23条、解释一第36–39条); part payments become 已付款."""
    monthly = _agreed_amount(marked, case)
    if monthly is None and not re.search(_UNSAID + r"|工资(?:的)?(?:30%|百分之三十|三成)", marked.folded):
        case.doubts.append("看不出竞业限制补偿是否约定了数额，请用 --set 竞业限制月补偿=… 给出")
    paid = _paid(marked, monthly, case.asked.heads)
    served = _served(marked, case, paid.full_spans)
    if not served and paid.owed is not None:
        put(case, "竞业限制已履行月数", paid.owed, in_months(paid.owed))
        case.facts.add(Fact("竞业限制已付月数", Fraction(0), note="按欠付月数计"))
        _extra_three(marked, case)
        return
    if paid.unclear:
        case.doubts.append(
            "竞业限制补偿已付的数额看不清，请用 --set 竞业限制已付月数=… 或者 --set 已付款=… 给出"
        )
    elif paid.full is not None:
        put(case, "竞业限制已付月数", paid.full, in_months(paid.full))
    elif paid.sums or re.search(_NEVER, marked.folded):
        case.facts.add(Fact("竞业限制已付月数", Fraction(0)))
    else:
        case.doubts.append("看不出竞业限制补偿已付了几个月，请用 --set 竞业限制已付月数=… 给出")
    if paid.sums:
        case.asked = replace(case.asked, deduct_paid=True)
        entries = [{"项目": "竞业限制补偿", "金额": value, "付款人": "用人单位"} for _, value in paid.sums]
        span = (min(q.start for q, _ in paid.sums), max(q.end for q, _ in paid.sums))
        case.facts.add(Fact("已付款", entries, span=span))
    _extra_three(marked, case)


def _agreed_amount(marked: Marked, case: Case) -> Fraction | None:
    q = agreed(
        marked,
        case,
        "竞业限制月补偿",
        r"(?:约定|写明|写的|写着|写得|定的|说好|协议|白纸黑字|载明)[^。；Ⓜ]{0,60}(?:每个?月|按月|月)[^。；Ⓜ]{0,12}(?:支付|补偿|给)?[^。；Ⓜ]{0,12}{M}",
        r"(?:竞业限制)?(?:经济)?补偿(?:金)?(?:标准)?(?:为|是|标准)?(?:每个?月|月){M}",
        r"每个?月(?:应|应当)?(?:付|支付|给付)[^。；Ⓜ]{0,6}补偿(?:金)?{M}",
        r"(?:竞业限制)?(?:经济)?补偿(?:金)?(?:标准)?(?:为|是)?{M}(?:元)?(?:/月|每月|一个月)",
    )
    if re.search(_UNSAID, marked.folded):
        return None
    if q is None:
        return _agreed_share(marked, case)
    put(case, "竞业限制月补偿", q)
    return q.value  # type: ignore[return-value]


def _agreed_share(marked: Marked, case: Case) -> Fraction | None:
    """竞业限制月补偿 agreed as a share of the average wage: 每月补偿离职前12个月平均工资的40%."""
    average = case.facts.get("月平均工资")
    found = {
        h.q[-1].value: h.q[-1]
        for h in marked.hits(
            r"(?:补偿|数额|标准|金额|给|付|发)[^。；ⓂⓇ]{0,24}?(?:平均|月均|月)(?:应得|应发)?(?:工资|收入|薪)(?:的|总额的)?{R}"
        )
        if not claimed(marked, h.match.start())
        and not h.q[-1].approx
        and not re.search(
            r"法律|法定|规定|司法解释|最低", marked.folded[slice(*marked.clause(h.q[-1].start))]
        )
    }
    agreed_on = re.search(r"约定|协议|说好|讲好|写明|载明|签的|签了|合同", marked.folded)
    if len(found) != 1 or average is None or not isinstance(average.value, Fraction) or not agreed_on:
        return None
    share, q = found.popitem()
    if not isinstance(share, Fraction) or not 0 < share <= 1:
        return None
    value = average.value * share
    case.facts.add(Fact("竞业限制月补偿", value, span=q.span, note="由约定比例乘平均工资"))
    return value


class _Paid:
    """Months paid in full, sums paid in part, or months that are owed as the text says."""

    def __init__(self) -> None:
        self.full: Quantity | None = None
        self.full_spans: list[Quantity] = []
        self.owed: Quantity | None = None
        self.sums: list[tuple[Quantity, Fraction]] = []
        self.unclear = False


def _paid(marked: Marked, monthly: Fraction | None, heads: tuple[str, ...]) -> _Paid:
    """Read clause by clause what was paid on the covenant."""
    book = _Paid()
    owed = marked.first(
        r"(?:后面|后|其余|剩下|余下|另外)(?:的)?{T}(?:的)?(?:补偿|钱)?(?:公司|一直|都|就)*(?:没|未(?!经)|拖|欠)",
        r"(?:欠|拖欠|未付|没给)(?:了)?{T}(?:的)?(?:竞业)?(?:限制)?补偿",
    )
    if owed and in_months(owed.q[0]) is not None:
        book.owed = owed.q[0]
    for start, end in _clauses(marked):
        text = marked.folded[start:end]
        if not re.search(_PAYING, text) or claimed(marked, end - 1):
            continue
        sums = [
            q
            for q in marked.between(start, end, "money")
            if (q.unit or q.value >= 100) and q.value >= 50 and not aside(marked, q, heads)
        ]  # type: ignore[operator]
        spans = [q for q in marked.between(start, end, "duration") if in_months(q)]
        if sums and re.search(
            r"约定|写明|协议|载明|最低工资|平均工资|违约金|月薪|应付|应当支付|诉|主张", text
        ):
            continue
        if sums and not re.search(
            rf"(?:已|曾|只|仅|过|了|前|头|此后|共|[陆六]续|先后|分次|每个?月(?:向|都|均)?|连续|各|按)[^。]{{0,24}}{_PAYING}|{_PAYING}(?:过|了)|一共|合计",
            text,
        ):
            continue
        if len(sums) == 1:
            _enter_sum(marked, book, sums[0], spans, monthly, (start, end))
        elif len(sums) > 1:
            book.unclear = True
        elif (
            len(spans) == 1
            and re.search(r"前|头|只|仅|已|共|足额|按约|如数|按时|了", text)
            and not re.search(
                r"额外|应(?:当|付|支)|未(?:付|支付|给|发)|没(?:给|付|发|支)|拖|欠|要求|请求|履行|遵守|听说|多给|另",
                text,
            )
        ):
            book.full = spans[0]
            book.full_spans.append(spans[0])
    return book


def _enter_sum(
    marked: Marked,
    book: _Paid,
    q: Quantity,
    spans: list[Quantity],
    monthly: Fraction | None,
    clause: tuple[int, int],
) -> None:
    start, end = clause
    text = marked.folded[start:end]
    months = [d for d in marked.between(start, end, "date") if d.value.month and not d.value.day]  # type: ignore[union-attr]
    each = q.per == "month" or bool(re.search(r"每个?月|按月|各", text))
    if q.approx:
        book.unclear = True
    elif each and len(spans) == 1:
        count = in_months(spans[0])
        book.full_spans.append(spans[0])
        if q.value == monthly:
            book.full = spans[0]
        else:
            book.sums.append((q, q.value * count))  # type: ignore[operator]
    elif each and months and "各" in text:
        book.sums.append((q, q.value * len(months)))  # type: ignore[operator]
    elif each:
        book.unclear = q.value != monthly
    else:
        book.sums.append((q, q.value))  # type: ignore[arg-type]


def _clauses(marked: Marked):
    """Clauses in order, an enumeration of months kept whole; a clause without a verb opens the next one."""
    for start, end in marked.sentences():
        at = start
        while at < end:
            stop = min(max(marked.clause(at)[1], at + 1), end)
            # 这11个月里，公司零零散散转过三次钱，一共6,000块: the sum follows its verb
            following = marked.folded[stop : stop + 6]
            if stop < end and re.match(r"[,，](?:一共|合计|共|总共|每月)", following):
                stop = min(max(marked.clause(stop + 1)[1], stop + 1), end)
            yield at, stop
            at = stop + 1


def _served(marked: Marked, case: Case, paid: list[Quantity]) -> bool:
    """Put the months for which the covenant was kept and compensation is asked; whether they were found."""
    for pattern in (
        r"(?:履行|遵守|守|坚持|老实待|没去(?:同行)?)(?:了|满|竞业限制|竞业|义务|到|约定?|的|干)*{T}",
        r"{T}(?:都|均|一直|全都?)+(?:守约|遵守|履行|守着)|至今(?:已)?{T}(?:期)?(?:已)?满",
        r"(?:已|实际|如约|依约)[^。；Ⓣ]{0,4}(?:履行|遵守)[^。；Ⓣ]{0,10}{T}",
        r"(?:这|该|上述|前述|计)(?:的)?{T}(?:的)?(?:竞业|补偿|应|,|，|里|内|间|公司|差)",
        r"{T}(?:刚好|刚|已|正好)满",
        r"(?<!期限)(?<!期)满(?:了)?{T}(?:那天|那日|当天|当日|之日|时|后|的时候|之后|以后)",
        r"(?:整整|刚好|正好|恰好|恰|已经|已|计)(?:满|为|是)?(?:了)?{T}",
        r"(?:至|到){D}[^。；,，ⓉⒹ]{0,4}{T}(?:的)?(?:期限|期)?(?:届|已)?满",
        r"(?:至|到)(?:{D})?[^。；,，Ⓣ]{0,4}(?:共|正好|刚好|满|一共|合计|共计)(?:计)?{T}",
    ):
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            if (
                q not in paid
                and (length := in_months(q)) is not None
                and not claimed(marked, hit.match.start())
            ):
                put(case, "竞业限制已履行月数", q, length)
                return True
    nth = re.search(r"第([一二三四五六七八九十]{1,3}|\d{1,2})个月(?:末|底|结束|届满|满)", marked.folded)
    if nth and (months := numeral(nth[1])):
        case.facts.add(Fact("竞业限制已履行月数", months, span=nth.span()))
        return True
    return _months_kept(marked, case) or _months_by_range(marked, case) or _months_by_days(marked, case)


def _months_kept(marked: Marked, case: Case) -> bool:
    """Whole months from a range of days: ``自2024年1月15日至2024年10月14日履行了竞业限制义务``."""
    hit = marked.first(
        r"{D}(?:起)?(?:至|到|-|—){D}[^。；,，]{0,12}(?:履行|遵守)",
        r"(?:履行|遵守)[^。；,，ⒹⓉ]{0,20}{D}(?:起)?(?:至|到|-|—){D}",
    )
    if hit is None or not all(q.value.exact for q in hit.q[:2]):  # type: ignore[union-attr]
        return False
    from lexcalc.law.service import service

    length = service(hit.q[0].value.first(), hit.q[1].value.first())  # type: ignore[union-attr]
    if length.days:
        return False
    months = Fraction(length.years * 12 + length.months)
    case.facts.add(Fact("竞业限制已履行月数", months, span=(hit.q[0].start, hit.q[1].end)))
    return True


def _months_by_range(marked: Marked, case: Case) -> bool:
    """Months of the covenant from a range of months."""
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
                span = (hit.q[0].start, hit.q[1].end)
                case.facts.add(Fact("竞业限制已履行月数", Fraction(months), span=span))
                return True
    return False


def _months_by_days(marked: Marked, case: Case) -> bool:
    """Whole months from the day the covenant began to the day it was ended."""
    left = case.facts.value("解除日")
    start = left + timedelta(days=1) if isinstance(left, date) else None
    begun = marked.first(r"[自从]{D}起[^。；]{0,12}(?:履行|遵守|竞业|限制|算|计)")
    if begun and begun.q[0].value.exact:  # type: ignore[union-attr]
        start = begun.q[0].value.first()  # type: ignore[union-attr]
    ended = marked.first(r"{D}[^。；Ⓓ]{0,30}?(?:解除|终止|不再履行|免除)[^。；,，]{0,8}竞业")
    if start is None or ended is None or not ended.q[0].value.exact:  # type: ignore[union-attr]
        return False
    from lexcalc.law.service import service

    length = service(start, ended.q[0].value.first())  # type: ignore[union-attr]
    if length.days:
        return False
    months = Fraction(length.years * 12 + length.months)
    case.facts.add(Fact("竞业限制已履行月数", months, span=ended.q[0].span))
    return True


def _extra_three(marked: Marked, case: Case) -> None:
    """解释（一）第39条: the employer ends the covenant early and the worker asks for three more months."""
    if not re.search(
        r"额外|多给|另外?给|另加|再加|多付|(?:另|再|另外)[^。；,，]{0,6}(?:三|3)个月",
        marked.folded,
    ):
        return
    employer = re.search(
        r"(?:公司|单位|企业|机构|被告|被申请人|店|厂|院|集团)[^。；]{0,40}?(?:解除|不需要|终止|提前结束|取消|撤销|免除)"
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
