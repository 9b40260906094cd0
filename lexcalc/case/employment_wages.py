"""Which of the many wages in a labour case is which: the worker's average, last month's, the contract's, the city's."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.aside import beside, other_base
from lexcalc.case.context import claimed
from lexcalc.case.employment_parts import (
    EXTRA_PAY,
    extra_pay,
    listed_months,
    named_months,
    parts,
    parts_mentioned,
    two_stretches,
)
from lexcalc.case.employment_text import elsewhere, single
from lexcalc.case.employment_wage_words import (
    AVERAGE_BEHIND,
    EARNED,
    IS,
    LAST_BEHIND,
    LOCAL,
    LOCAL_BEFORE,
    LOCAL_BEHIND,
    LOCAL_WAGE,
    MINIMUM_BEHIND,
    NET,
    OWN_AVERAGE,
    OWN_TOTAL,
    TAKEN_IN,
    TOTAL,
    TRIPLE,
    UNDER_TRIPLE,
)
from lexcalc.case.marked import Hit, Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity


def read_wages(marked: Marked, case: Case) -> None:
    """Add 月平均工资, 上月工资, 月工资, 社平月工资, 最低工资 and 未超三倍社平 where the text states them."""
    _local(marked, case)
    _own_average(marked, case)
    _last_month(marked, case)
    _minimum(marked, case)
    _contract(marked, case)


# 高出…300元, 涨了500元: how far two figures lie apart, not a figure of its own
_DIFFERENCE = re.compile(
    r"(?:高出|多出|超出|高于|低于|相差|少了|多了|涨了|降了|减少|增加|上调|下调|上浮|多|差)(?:了)?$"
)


def _add(case: Case, name: str, q: Quantity, value: Fraction | None = None) -> None:
    case.facts.add(Fact(name, q.value if value is None else value, span=q.span))  # type: ignore[arg-type]


def _amounts(
    marked: Marked, patterns: tuple[str, ...], avoid: str | None = None
) -> list[tuple[int, Hit, Quantity]]:
    """Hits of all patterns by rank of the pattern, with the captured amount, claims and vague amounts left out."""
    found = []
    for rank, pattern in enumerate(patterns):
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            if q.kind != "money" or q.approx or q.value < 300:  # type: ignore[operator]
                continue
            if claimed(marked, hit.match.start()) or elsewhere(marked, q.start):
                continue
            if _DIFFERENCE.search(marked.folded[max(0, q.start - 8) : q.start]):
                continue
            words = marked.folded[hit.match.start() : q.start]
            if avoid and re.search(avoid, TAKEN_IN.sub("", re.sub(r"\([^)]*\)", "", words))):
                continue
            if beside(marked, q):
                continue
            found.append((rank, hit, q))
    return found


def _behind(marked: Marked, pattern: str) -> list[Quantity]:
    """The sums that stand before their label (8,100元是当地上年度职工月平均工资)."""
    return [q for _, _, q in _amounts(marked, (pattern,))]


def _net(marked: Marked, q: Quantity) -> bool:
    """Whether a wage is told as what was left after deductions, or as what was declared."""
    clause = marked.clause(q.start)[0]
    return bool(NET.search(marked.folded[max(clause, q.start - 22) : q.start])) or other_base(marked, q)


def _own_average(marked: Marked, case: Case) -> None:
    """月平均工资: stated, or a stated total over its months, or twelve months written out."""
    total = _own_total(marked)
    if total is not None:
        q, value = total
        case.facts.add(Fact("月平均工资", value, span=q.span, note="由总额除以月数"))
        return
    found = []
    for rank, hit, q in _amounts(
        marked, OWN_AVERAGE, avoid=LOCAL + "|加班|其中|提成|奖金|津贴|补贴|绩效|计件"
    ):
        length = hit.q[0].value if hit.q[0].kind == "duration" else None
        months = length.years * 12 + length.months if isinstance(length, Duration) else 12
        if months < 2 or (months != 12 and months < _worked(case)):
            continue  # the average of another stretch than the last twelve months
        words = marked.folded[hit.match.start() : q.start]
        spans = marked.between(max(marked.clause(q.start)[0], hit.match.start() - 12), q.start, "duration")
        if any(
            isinstance(d.value, Duration)
            and not d.value.days
            and 2 <= d.value.years * 12 + d.value.months < _worked(case)
            for d in spans
        ):
            continue
        if q.value < 300 or _is_annual(marked, q) or re.search(TOTAL, words):  # type: ignore[operator]
            continue
        if rank <= 1 and not re.search(r"平均|均|应得|应发|工资|收入", words):
            continue
        if LOCAL_BEFORE.search(marked.folded[max(0, hit.match.start() - 18) : hit.match.start()]):
            continue
        if _net(marked, q) or _earlier(marked, case, q):
            continue
        found.append((rank, q))
    found += [(0, q) for q in _behind(marked, AVERAGE_BEHIND) if not _earlier(marked, case, q)]
    if not found or any(
        re.search(r"固定|基本|底薪", marked.folded[max(0, q.start - 12) : q.start]) for _, q in found
    ):
        together = parts(marked, case)
        if together is not None:
            case.facts.add(
                Fact(
                    "月平均工资",
                    together[1],
                    span=together[0].span,
                    note="由固定工资、补贴、奖金合计平均",
                )
            )
            return
        if found and parts_mentioned(marked):
            case.doubts.append(
                "月平均工资：固定工资之外另有奖金、津贴或补贴，看不清应否计入，请用 --set 月平均工资=… 给出"
            )
            return
    if not found:
        named = named_months(marked)
        listed = named[:2] if named else listed_months(marked, case) or two_stretches(marked)
        if listed and _more_pay_near(marked, listed[0]):
            case.doubts.append(
                "月平均工资：各月工资之外另有奖金、津贴或补贴，看不清应否计入，请用 --set 月平均工资=… 给出"
            )
        elif listed:
            quantity, value = listed
            case.facts.add(Fact("月平均工资", value, span=quantity.span, note="由各月工资平均"))
            _bonus_doubt(marked, case, quantity)
        return
    best = min(rank for rank, _ in found)
    gross = [
        q for _, q in found if re.search(r"应发|应得|税前", marked.folded[max(0, q.start - 10) : q.start])
    ]
    if gross and len({q.value for q in gross}) == 1:
        found = [(best, gross[0])]
    q = single(case, "月平均工资", [q for rank, q in found if rank == best])
    if q is not None:
        _add(case, "月平均工资", q)
        _bonus_doubt(marked, case, q)


def _worked(case: Case) -> int:
    """Months of the employment, at most twelve; twelve where its days are unread."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    if not (isinstance(hired, date) and isinstance(left, date)) or left < hired:
        return 12
    return min(12, (left.year - hired.year) * 12 + left.month - hired.month)


def _more_pay_near(marked: Marked, q: Quantity) -> bool:
    """Whether the sentence of the listed wages, or the next one, speaks of pay on top of them."""
    start, end = marked.sentence(q.start)
    end = marked.sentence(min(end + 1, len(marked.folded)))[1]
    words = marked.folded[start:end]
    return any(
        not re.search(r"没|无|未", match[0])
        for match in re.finditer(rf"(?<!没有)(?<!无)(?<!含){EXTRA_PAY}(?!已经?(?:算|含|计))", words)
    )


def _earlier(marked: Marked, case: Case, q: Quantity) -> bool:
    """Whether an average is one of an earlier employer or of a calendar year long before the ending."""
    words = marked.folded[marked.clause(q.start)[0] : q.start]
    if re.search(r"在(?:原|前|老|[甲A])[^。；,，]{0,8}(?:时|期间|工作)", words):
        return True
    years = {int(y) for y in re.findall(r"(20\d\d)年(?:度)?(?!\d|[至到\-—])", words)}
    end = case.facts.value("解除日")
    return isinstance(end, date) and bool(years) and max(years) < end.year - 1


def _own_total(marked: Marked) -> tuple[Quantity, Fraction] | None:
    found = {}
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}(?:期间)?[^。；,，ⓂⒹ]{0,6}每月(?:的)?(?:应发|应得)(?:工资)?(?:均)?(?:为|是)?{M}"
    ):
        first, last = (q.value for q in hit.q[:2])
        months = (
            (last.year - first.year) * 12 + last.month - first.month + 1 if first.month and last.month else 0
        )  # type: ignore[union-attr]
        if months == 12 and not hit.q[2].approx and not claimed(marked, hit.q[2].start):
            found[hit.q[2].value] = hit.q[2]
    for hit in marked.hits(
        r"{D}(?:至|到|-|—){D}(?:期间)?(?:的)?[^。；,，ⓂⒹ]{0,10}(?:工资|收入|报酬)[^。；,，Ⓜ]{0,4}(?:合计|总额|共计|总计|总和)(?:为|是)?{M}"
    ):
        first, last = (q.value for q in hit.q[:2])
        q = hit.q[2]
        months = (
            (last.year - first.year) * 12 + last.month - first.month + 1 if first.month and last.month else 0
        )  # type: ignore[union-attr]
        if months == 12 and not q.approx and not first.day and not claimed(marked, q.start):  # type: ignore[union-attr]
            found[q.value / 12] = q  # type: ignore[operator]
    totals = _amounts(marked, OWN_TOTAL, avoid=LOCAL + "|奖金|补贴|津贴|提成|绩效") or [
        each
        for each in _amounts(marked, EARNED)
        if re.search(r"工资|应发|收入", marked.folded[slice(*marked.sentence(each[2].start))])
    ]
    for _, hit, q in totals:
        length = hit.q[0].value
        months = length.years * 12 + length.months if isinstance(length, Duration) and not length.days else 0
        if months >= 2 and q.value >= 3000:  # type: ignore[operator]
            found[q.value / months] = q  # type: ignore[operator]
    if len(found) != 1:
        return None
    value, q = next(iter(found.items()))
    return q, value


def _is_annual(marked: Marked, q: Quantity) -> bool:
    return bool(
        re.search(
            r"(?:年薪|(?<![一1])年收入|(?<![一1])年工资|(?<![一1])年平均工资|全年)[^月]{0,6}$",
            marked.folded[max(0, q.start - 12) : q.start],
        )
    )


def _bonus_doubt(marked: Marked, case: Case, q: Quantity) -> None:
    """Pay that the average leaves out would have to be added (实施条例第27条): not computed, so not guessed."""
    around = marked.folded[max(0, q.start - 40) : q.end + 40]
    if re.search(
        r"(?:不含|未含|不包括|未包括|未计入|没算|不算)[^。；]{0,16}(?:奖金?|提成|补贴|津贴|加班)", around
    ):
        case.doubts.append(
            "月平均工资未含奖金、津贴或补贴，应得工资要把它们计入：请用 --set 月平均工资=… 给出计入后的数"
        )


def _last_month(marked: Marked, case: Case) -> None:
    patterns = (
        rf"(?:上个月|上月|(?:上|前|最后){{T}}|最后一月)(?:\([^)]{{0,12}}\))?[^。；Ⓜ]{{0,14}}?(?:的)?(?:应得|应发|标准)?(?:工资|收入|薪)[^。；Ⓜ]{{0,10}}?{IS}{{M}}",
        rf"(?:上个月|上月|(?:上|前|最后){{T}})(?:\({{D}}\))?[^。；,，Ⓜ]{{0,8}}?{IS}{{M}}",
    )
    found = [
        h.q[-1]
        for _, h, _ in _amounts(marked, patterns, avoid=r"平均|社平|职工|月均|合计|总")
        if not (h.q[0].kind == "duration" and h.q[0].value != Duration(0, 1, 0))
    ]
    found = [q for q in found if not NET.search(marked.folded[q.start - 12 : q.start])]
    found += _behind(marked, LAST_BEHIND)
    q = _month_before_end(marked, case)
    if q is not None:
        case.facts.add(Fact("上月工资", q.value, span=q.span, note="按月份"))  # type: ignore[arg-type]
        return
    q = single(case, "上月工资", found)
    if q is not None:
        _add(case, "上月工资", q)


def _month_before_end(marked: Marked, case: Case) -> Quantity | None:
    """A wage written under the month before 解除日: ``2024年2月应得工资41,200元``."""
    end = case.facts.value("解除日")
    if end is None or not hasattr(end, "year"):
        return None
    year, month = (end.year, end.month - 1) if end.month > 1 else (end.year - 1, 12)  # type: ignore[union-attr]
    meant = re.search(
        r"(\d{1,2})月(?:份)?(?:工资)?(?:作为|为|是)[“\"]?(?:上一个?月|解除前(?:的)?上?一个月)", marked.folded
    )
    if meant:
        month = int(meant[1])
        year = end.year if month <= end.month else end.year - 1  # type: ignore[union-attr]
    for hit in marked.hits(
        r"{D}(?:份)?(?:的)?[^。；,，ⓂⒹ]{0,10}?(?:为|是|:)?{M}|{D}(?:份)?(?:的)?工资[^。；,，ⓂⒹ]{0,14}[，,](?:应得|应发|为|是)+{M}"
    ):
        when, q = hit.q[0].value, hit.q[1]
        unnamed = not re.search(r"年|[-./]", hit.q[0].raw)  # 9月: the year is the ending's
        if (
            when.day
            or when.month != month
            or (when.year != year and not unnamed)
            or q.approx
            or q.value < 300
        ):  # type: ignore[union-attr,operator]
            continue
        words = marked.folded[marked.sentence(q.start)[0] : q.start]
        if re.search(r"工资|应发|应得|薪", words) and not re.search(r"(?:只|仅|才)[^。；,，]{0,6}$", words):
            return q
    return None


def _minimum(marked: Marked, case: Case) -> None:
    """最低工资 of the place where the contract is performed (实施条例第27条、解释一第36条)."""
    found = []
    for _, _, q in _amounts(
        marked,
        (
            rf"(?:最低工资|最低月工资)(?:的)?(?:标准)?(?:\([^)]{{0,8}}\)|按[^。；,，Ⓜ]{{0,10}}的|在[^。；,，Ⓜ]{{0,8}})?(?:始终|一直)?{IS}{{M}}",
        ),
    ):
        words = marked.folded[marked.clause(q.start)[0] : q.start]
        if not re.search(r"注册地|总部|户籍|住所地", words) or re.search(r"履行地|工作地", words):
            found.append(q)
    found += _behind(marked, MINIMUM_BEHIND)
    if re.search(
        r"最低工资[^。；]{0,40}(?<![未没])(?<!未作)(?<!未予)(?<!没有)(?<!没再)(?<!未再)(?<!未曾)(?<!没作)(?<!没做)(?<!无)(?<!不再)(?:调至|调整|上调|提高)",
        marked.folded,
    ):
        case.doubts.append("最低工资在所涉期间有调整，请用 --set 最低工资=… 给出适用的数")
        return
    if len({q.value for q in found}) > 1:
        place = re.search(
            r"(?:履行地|工作地点?)(?:在|位于|为|是)([\u4e00-\u9fffA-Z甲乙]{1,3}?)(?=市|省|区|县|[,，。；、(])",
            marked.folded,
        )
        found = [
            q
            for q in found
            if re.search(
                rf"履行地|工作地{'|' + place[1] if place else ''}",
                marked.folded[max(0, marked.clause(q.start)[0], q.start - 30) : q.start],
            )
        ] or found
    q = single(case, "最低工资", found)
    if q is not None:
        _add(case, "最低工资", q)


def _local(marked: Marked, case: Case) -> None:
    """社平月工资: the city's, not the province's or the district's; yearly figures divided by twelve."""
    if marked.has(UNDER_TRIPLE):
        hit = marked.first(UNDER_TRIPLE)
        assert hit is not None
        case.facts.add(Fact("未超三倍社平", True, span=hit.span))
    found: list[tuple[Quantity, Fraction]] = []
    for _, hit, q in _amounts(
        marked,
        LOCAL_WAGE,
        avoid=r"全省|省级|所在省|全国|[县区]级|所在区|该区|行业|企业平均|厂内|公司内|本单位|(?:三|3)倍",
    ):
        words = marked.folded[hit.match.start() : q.start]
        if re.search(r"全国|国家统计局", marked.folded[marked.clause(q.start)[0] : q.start]):
            continue
        if re.search(r"(?:解除|终止|离职)[^。；]{0,8}前" + r"|本人|其", words) and not re.search(
            r"职工|社平|社会", words
        ):
            continue
        if not re.search(
            r"职工|社平|社会|就业人员|市(?:公布的)?上|市里|本地|我们|咱|[本全该我]市|当地", words
        ) and not re.search(
            r"职工|社平|社会|就业人员", marked.folded[max(0, hit.match.start() - 8) : q.start]
        ):
            continue
        if re.search(
            r"(?:全省|厂内|公司内部?|本单位|企业内部?|所在省|同岗位?|行业)[^。；,，]{0,6}$",
            marked.folded[max(0, hit.match.start() - 10) : hit.match.start()],
        ):
            continue
        yearly = q.per == "year" or (
            bool(re.search(r"年平均|年均|平均年|年工资|每年|\(年", words)) and "月" not in words[-8:]
        )
        value = q.value / 12 if yearly or q.value > 40000 else q.value  # type: ignore[operator]
        found.append((q, value))
    for hit in marked.hits(LOCAL_BEHIND):
        q = hit.q[0]
        if q.kind == "money" and not q.approx and not claimed(marked, q.start):
            yearly = "年平均工资" in hit.match[0] or "平均年工资" in hit.match[0]
            found.append((q, q.value / 12 if yearly or q.value > 40000 else q.value))  # type: ignore[operator]
    values = {value for _, value in found}
    if len(values) > 1:
        values = _by_year(marked, found, case) or values
    if len(values) == 1:
        value = next(iter(values))
        q = next(q for q, v in found if v == value)
        case.facts.add(Fact("社平月工资", value, span=q.span))
        return
    if values:
        case.doubts.append(
            "当地职工月平均工资有几个数（"
            + "、".join(q.raw for q, _ in found)
            + "），请用 --set 社平月工资=… 指明"
        )
        return
    for pattern in TRIPLE:
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            if q.kind == "money" and not q.approx:
                case.facts.add(Fact("社平月工资", q.value / 3, span=q.span, note="由三倍数额除以三"))  # type: ignore[operator]
                return


def _by_year(marked: Marked, found: list[tuple[Quantity, Fraction]], case: Case) -> set[Fraction]:
    """Of several local wages, the one that the text ties to 上年度 or whose written year precedes 解除日."""
    end = case.facts.value("解除日")
    target = end.year - 1 if hasattr(end, "year") else None  # type: ignore[union-attr]
    chosen = set()
    for q, value in found:
        start, _ = marked.clause(q.start)
        near = [d for d in marked.between(max(0, start - 14), q.start, "date")]
        if near and target is not None and near[-1].value.year == target:  # type: ignore[union-attr]
            chosen.add(value)
    return chosen


def _contract(marked: Marked, case: Case) -> None:
    """月工资: the steady monthly wage; it also serves as the average where the text has no other wage at all."""
    patterns = (
        rf"(?<!平均)(?<!最低)(?<!补偿)(?<!社平)(?<!社会)(?:月工资|月薪|每月工资|工资每月|每个月工资|工资一个月|一个月工资|工资(?:固定|标准)?(?:每月|按月)?)(?:标准|待遇|收入)?(?:固定|一直|始终|约定|统一|均)*(?:(?:头|前|起初|最初|开始)(?:的)?(?:{{T}}|几个月)?)?(?:固定|都|均)?{IS}{{M}}",
        r"(?:每个?月|月)(?:应发|应得|固定|发|领|拿|挣|开)(?:工资)?(?:固定|都|均)?(?:为|是|了)?{M}",
        r"每个?月[^。；]{0,16}应发(?:工资)?(?:是|为)?{M}",
        r"(?<![前近后头共了]){T}(?:固定|都|就)*(?:是)?(?:给|开|发|拿)(?:我|他|她)?(?:开|发)?{M}",
        r"[,，。；](?:工资)?每个?月(?:是|有)?{M}(?=[,，。；])",
        r"(?:每个?月)(?:雷打不动|都|就|统一|固定|准时|按时|一直)*(?:是)?(?:给|发|拿|开|领)(?:我|他|她|工资)*{M}",
        r"(?:说好|讲好|谈好|讲定|说定|约定|谈的)[^。；,，Ⓜ]{0,4}(?:每个?月|{T})(?:工资)?(?:是|为)?{M}",
    )
    found = [
        q
        for _, hit, q in _amounts(
            marked,
            patterns,
            avoid=rf"{LOCAL}|最低|平均|前{{T}}|基本工资|底薪|试用|转正|加班工资|基数|差额|二倍|双倍",
        )
        if not _net(marked, q)
        and not re.search(
            r"欠[^。；,，]{0,12}$", marked.folded[max(0, hit.match.start() - 12) : hit.match.start()]
        )
        and not re.search(
            r"Ⓓ▪*(?:份)?(?:的)?(?:应发|应得|月)?$",
            marked.marked[max(0, hit.match.start() - 24) : hit.match.start()],
        )
        and q.per in (None, "month")
        and not (hit.q[0].kind == "duration" and hit.q[0].value != Duration(0, 1, 0))
        and q.value >= 300
        and q.start != _start_of(case, "月平均工资")
        and q.start != _start_of(case, "社平月工资")
        and q.start != _start_of(case, "上月工资")
    ]
    values = {q.value for q in found}
    if len(values) == 1:
        _add(case, "月工资", found[0])
        others = [
            q
            for q in marked.between(0, len(marked.folded), "money")
            if q.unit and q.value not in values and q.value > 1000
        ]
        if (
            "月平均工资" not in case.facts
            and not others
            and not extra_pay(marked)
            and not any("月平均工资" in d for d in case.doubts)
        ):
            case.facts.add(
                Fact("月平均工资", found[0].value, span=found[0].span, note="全文只有这一个月工资")
            )  # type: ignore[arg-type]
    if "月平均工资" not in case.facts and "月工资" in case.facts and (more := extra_pay(marked)):
        case.doubts.append(
            f"月平均工资：题面有{more}，但看不出解除前十二个月的平均应得数：请用 --set 月平均工资=… 给出"
        )


def _start_of(case: Case, name: str) -> int | None:
    fact = case.facts.get(name)
    return fact.span[0] if fact and fact.span else None
