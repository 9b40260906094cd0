"""拖欠工资: a stated sum, or the ledger of months unpaid, paid in part, and sums due that were never paid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from lexcalc.case.aside import aside
from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, elsewhere, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.money import numeral

_OWED = r"(?:拖欠|欠付|欠发|欠(?!缴)|未付|克扣)"
_NOTHING = re.compile(
    r"(?:一分|分文)[^。；,，]{0,6}(?:没|未|无)|整月没|(?:没|未|没有|未予|不)(?:给|发|付|支付|发放|结|结算|到账|拿到)(?!过加班|加班)|没(?:有)?(?:着落|动静|影)|(?:分文|一分)(?:钱)?(?:没|未)"
)
_PART = re.compile(
    r"(?:只|仅|就|才)[^。；,，Ⓜ]{0,12}?(?:给|发|付|转|支付|发放|到账|拿到|领|打)(?:了|过|到|给)*[^。；,，Ⓜ]{0,8}?$"
    r"|(?:付给|预支|先行支付|已支付|已付|已发)[^。；,，Ⓜ]{0,8}?$"
)
_DUE = re.compile(
    r"(?:确认为|核定为|应发|应得|应付|应当支付|应支付|应结|合计|共计)(?:的)?(?:工资)?(?:为|是|共|合计|共计)*[^。；,，Ⓜ]{0,4}?$|(?<![应不本])该(?:发|给|付|拿|得|领)?(?:的)?$"
)
_SETTLED = re.compile(
    r"(?<!未)(?<!没)(?<!没有)(?:(?:都|均|已|全|也)(?:已|经|按时|足额|按月|如期|正常|全部)*(?:发|付|给|结|支付|发放)(?:了|清|齐|过|放|完)*|付清|结清|发齐|照发|足额(?:发放|支付))"
)
_TOPIC = re.compile(r"工资|薪|欠|拖|没发|未发|没给|一分|报酬|分文")
_ASIDE = re.compile(
    r"垫|平均|社平|最低|公积金|社保|报销|押金|补偿|赔偿|年休?假|加班|奖励|补贴|仲裁|主张|说好|讲好|固定|约定|标准|应发固定"
)


@dataclass
class _Ledger:
    """What is due and unpaid so far; ``months`` and ``due`` wait for the words that say what became of them."""

    total: Fraction = Fraction(0)
    months: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0
    due: list[Quantity] = field(default_factory=list)
    settled: set[tuple[int, int]] = field(default_factory=set)
    used: list[Quantity] = field(default_factory=list)
    needs_wage: Fraction = Fraction(0)

    def owed(self, paid: Fraction = Fraction(0), share: Fraction = Fraction(1)) -> None:
        """The waiting months or sums are owed, less what was paid on them."""
        fresh = self.months - self.settled
        if self.due:
            self.total += sum((q.value for q in self.due), Fraction(0))  # type: ignore[misc]
            self.used += self.due
        else:
            count = len(fresh) or self.count
            if not count:
                return
            self.needs_wage += count * share
        self.settled |= self.months
        self.total -= paid
        self.months, self.count, self.due = set(), 0, []


def read_arrears(marked: Marked, case: Case) -> None:
    """Add 拖欠工资 (劳动合同法第30条): the sum the text names, else the ledger of its months."""
    q = agreed(
        marked,
        case,
        "拖欠工资",
        rf"{_OWED}(?:了|我|其)*[^。；Ⓜ]{{0,20}}(?:工资|薪|报酬)[^。；Ⓜ]{{0,10}}(?:共计?|合计|总共|总计|累计|总额|数额|金额)(?:为|是)?{{M}}",
        rf"(?:共计?|合计|累计|总共){_OWED}(?:了|我|其)*(?:工资)?{{M}}",
        rf"{_OWED}(?:了|我|其)*[^。；Ⓜ]{{0,20}}(?:工资|薪|报酬)(?:为|是)?{{M}}",
        rf"{_OWED}(?:了|我|其)*[^。；Ⓜ]{{0,12}}{{M}}(?:的)?(?:工资|劳动报酬)",
        r"(?:工资|薪)[^。；Ⓜ]{0,12}我(?:的)?(?:那|这)?(?:一)?(?:份|部分)(?:是|为|有)?{M}",
    )
    if q is not None and not _more_than_one(marked, q) and not _in_quotes(marked, q):
        put(case, "拖欠工资", q)
        return
    if _owed_list(marked, case) or _owed_each(marked, case) or _cut(marked, case):
        return
    ledger = _ledger(marked)
    wage = case.facts.get("月工资") or case.facts.get("月平均工资")
    if ledger is None or (ledger.needs_wage and (wage is None or not isinstance(wage.value, Fraction))):
        return
    if (days := _part_of_a_month(marked, ledger)) is not None:
        if "21.75" not in marked.folded:
            case.doubts.append("不满一个月的出勤工资怎样折算看不清，请用 --set 拖欠工资=… 给出")
        ledger.needs_wage += days / Fraction("21.75")
    total = ledger.total + (ledger.needs_wage * wage.value if ledger.needs_wage else 0)  # type: ignore[union-attr,operator]
    unpaid = r"{M}(?:也|都|还|又|一直)*(?:没|未)(?:有)?(?:发|给|付|结)"
    open_sums = [hit.q[0] for hit in marked.hits(unpaid) if hit.q[0] not in ledger.used]
    if any(ledger.needs_wage or not aside(marked, q) for q in open_sums):
        case.doubts.append("有一笔没发的数额没有对上月份，请用 --set 拖欠工资=… 给出")
        return
    if total > 0 and (ledger.needs_wage or ledger.used):
        span = (ledger.used[0].start, ledger.used[-1].end) if ledger.used else None
        case.facts.add(Fact("拖欠工资", total, span=span, note="由各月应发与已发相减"))


_WORKED = re.compile(
    r"(?:出勤|出了|上|干|工作|做)(?:了|满)?(\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?:计薪|正常|有效)?(?:的)?(?:工作日|班|天)"
)


def _part_of_a_month(marked: Marked, book: _Ledger) -> Fraction | None:
    """Days worked in a month that the ledger has not: 6月只出勤了13个工作日; None where there are none or they were paid."""
    for match in _WORKED.finditer(marked.folded):
        start, end = marked.clause(match.start())
        months = [
            d.value for d in marked.between(start, match.start(), "date") if d.value.month and not d.value.day
        ]  # type: ignore[union-attr]
        if len(months) != 1 or (months[0].year, months[0].month) in book.settled or claimed(marked, end):
            continue
        rest = marked.folded[match.end() : marked.sentence(match.end())[1]]
        days = numeral(match[1])
        if days and not _SETTLED.search(rest) and not marked.between(match.end(), end, "money"):
            return Fraction(days)
    return None


def _cut(marked: Marked, case: Case) -> bool:
    """Pay cut one-sidedly for some months: the agreed wage less what was paid, times the months."""
    wage = case.facts.value("月工资")
    if isinstance(wage, Fraction) and _cut_by_month(marked, case, wage):
        return True
    for hit in marked.hits(
        r"(?:按|以|降为|降至|减为|改按|仅按){M}(?:的)?(?:标准)?(?:/月)?(?:发放|支付|发|计发)[^。；Ⓜ]{0,24}?(?:共|合计|计|持续){T}"
    ):
        q, length = hit.q
        months = length.value.years * 12 + length.value.months if isinstance(length.value, Duration) else 0
        if (
            isinstance(wage, Fraction)
            and months
            and not q.approx
            and not claimed(marked, q.start)
            and q.value < wage
        ):  # type: ignore[operator]
            value = (wage - q.value) * months  # type: ignore[operator]
            case.facts.add(
                Fact("拖欠工资", value, span=(q.start, length.end), note="由降低前后的工资差额乘月数")
            )
            return True
    return False


# 2024年1月工资4,316.50元、2月工资5,208元及3月1日至15日工资2,100元
_MONTH = r"(?:Ⓓ▪*|(?<![\d▪一二三四五六七八九十])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)"
_ITEM = rf"(?P<when>{_MONTH}(?:份|起)?(?:(?:至|到|-|—|~)(?:Ⓓ▪*|Ⓜ▪*日|\d{{1,2}}日))?)(?:的|应发|应得|应付|剩余)*(?:工资|薪水?|薪资|劳动报酬|报酬)(?:为|是|共|计)?(?P<sum>Ⓜ)▪*(?:元|块钱?)?"
_NEXT = re.compile(_ITEM)
_BETWEEN = re.compile(r"(?:[、和及与,，]|以及|还有|连同)+")
_OWED_HEAD = re.compile(
    rf"(?:{_OWED}|(?:未|没有?)(?:付|发放?|支付|给)|欠着)(?:了|着)*[^。；,，ⓂⒹ\d]{{0,10}}(?={_MONTH})"
)
_PAID_LATER = re.compile(
    r"(?:支付|付|给|发|转|打|汇|补|领)[^。；,，Ⓜ]{0,8}Ⓜ|(?:只|仅|才|先|又|后|已)[^。；,，]{0,8}(?:付|发|给|转|支付|结)"
)


def _owed_list(marked: Marked, case: Case) -> bool:
    """拖欠1月工资4,316.50元、2月工资5,208元: the sums of the months named one by one, where nothing was paid on them."""
    lists = []
    for head in _OWED_HEAD.finditer(marked.marked):
        at, items = head.end(), []
        while item := _NEXT.match(marked.marked, at):
            items.append(item)
            joined = _BETWEEN.match(marked.marked, item.end())
            at = joined.end() if joined else item.end()
            if joined is None:
                break
        if len(items) > 1 and not claimed(marked, head.start()) and not elsewhere(marked, head.start()):
            lists.append(items)
    if len(lists) != 1:
        return False
    items = lists[0]
    sums = [q for item in items for q in marked.between(item.start("sum"), item.start("sum") + 1, "money")]
    periods = {marked.folded[slice(*item.span("when"))] for item in items}
    end = items[-1].end()
    rest = marked.marked[end : marked.sentence(end)[1]]
    if (
        len(sums) != len(items)
        or len(periods) != len(items)
        or any(q.approx for q in sums)
        or _PAID_LATER.search(rest)
        or (re.match(rf"(?:[、和及与,，]|以及)*{_MONTH}", rest) and "Ⓜ" in rest[:40])
    ):
        return False
    total = sum((q.value for q in sums), Fraction(0))  # type: ignore[misc]
    case.facts.add(Fact("拖欠工资", total, span=(sums[0].start, sums[-1].end), note="由各月欠发的工资相加"))
    return True


_LISTED_MONTHS = re.compile(r"((?:\d{1,2}、)+\d{1,2})月(?:份)?(?:的)?(?:工资|薪)")


def _owed_each(marked: Marked, case: Case) -> bool:
    """拖欠2023年9月、10月两个月工资（每月6,000元）: so many months at a wage told beside them."""
    found = {}
    for q in marked.quantities:
        if q.kind != "money" or q.approx or not isinstance(q.value, Fraction) or claimed(marked, q.start):
            continue
        start, _ = marked.sentence(q.start)
        before = marked.marked[start : q.start]
        told = re.search(
            rf"{_OWED}[^。；Ⓜ]{{0,30}}?(Ⓣ▪*)(?:的)?(?:工资|薪)[^。；，Ⓜ]{{0,2}}[(（,，]?(?:每个?月|各|均|月均)(?:为|是|应发)?$",
            before,
        )
        if told:
            span = marked.between(start + told.start(1), start + told.start(1) + 1, "duration")
            length = span[0].value if span else None
            if isinstance(length, Duration) and not length.days:
                found[q.start] = (q, length.years * 12 + length.months)
            continue
        plain = marked.folded[start : q.start]
        listed = _LISTED_MONTHS.search(plain)
        if listed and re.search(_OWED, plain[: listed.start()]) and re.search(r"(?:每个?月|各|均)$", plain):
            found[q.start] = (q, listed[1].count("、") + 1)
    if len(found) != 1:
        return False
    q, months = found.popitem()[1]
    case.facts.add(Fact("拖欠工资", q.value * months, span=q.span, note="由每月的工资乘欠薪月数"))  # type: ignore[operator]
    return True


_STRETCH = re.compile(
    r"(?<![\d年])(?:(?:19|20)\d\d年|今年|去年|当年|同年)?(?P<a>1[0-2]|[1-9])月(?:份)?(?:起|开始)?(?:一直)?(?:至|到|-|—|~)(?P<b>1[0-2]|[1-9])月(?:份)?[^。；]{0,16}?(?:每个?月|月月|各月|每月)[^。；，]{0,12}?(?:只|仅|就|才)[^。；，]{0,10}$"
)


def _cut_by_month(marked: Marked, case: Case, wage: Fraction) -> bool:
    """2023年7月到9月每个月只发3,000元: what each month lacks, times the months named."""
    found = {}
    for q in marked.quantities:
        if q.kind != "money" or q.approx or not isinstance(q.value, Fraction) or not 0 < q.value < wage:
            continue
        start, _ = marked.sentence(q.start)
        run = _STRETCH.search(marked.folded[start : q.start])
        if run is None or claimed(marked, q.start) or int(run["b"]) < int(run["a"]):
            continue
        found[q.start] = (q, int(run["b"]) - int(run["a"]) + 1)
    if len(found) != 1:
        return False
    q, months = found.popitem()[1]
    case.facts.add(
        Fact("拖欠工资", (wage - q.value) * months, span=q.span, note="由每月少发的工资乘月数")  # type: ignore[operator]
    )
    return True


def _more_than_one(marked: Marked, q: Quantity) -> bool:
    """Whether part of the stated sum was paid afterwards or another one stands beside it."""
    end = marked.sentence(q.end)[1]
    others = [p for p in marked.between(q.end, end, "money") if p.unit or p.value >= 500]  # type: ignore[operator]
    if re.search(r"我(?:的)?(?:那|这)?(?:一)?(?:份|部分)(?:是|为|有)?$", marked.folded[: q.start][-8:]):
        return False  # the others' shares
    if any(re.search(r"工资|Ⓓ▪*$", marked.marked[q.end : p.start]) for p in others):
        return True
    return bool(
        re.search(r"(?:只|仅|就|先|又)[^。；,，]{0,8}(?:付|发|给|转|支付)", marked.folded[q.end : end])
    )


def _in_quotes(marked: Marked, q: Quantity) -> bool:
    """Whether the sum stands in a quoted note (a promise or an estimate, not what was found)."""
    start, _ = marked.sentence(q.start)
    before = marked.folded[start : q.start]
    return before.count("“") > before.count("”")


def _ledger(marked: Marked) -> _Ledger | None:
    """Clause by clause: months and sums gather until a verb says unpaid or paid in part; None where one stays open."""
    book = _Ledger()
    seen = False
    for start, end in marked.sentences():
        if not _TOPIC.search(marked.folded[start:end]):
            book.months, book.count, book.due = set(), 0, []
            continue
        if start and marked.folded[start - 1] not in "；;":
            book.months, book.count, book.due = set(), 0, []
        at = start
        while at < end:
            stop = marked.clause(at)[1]
            stop = min(stop if stop > at else at + 1, end)
            if not claimed(marked, stop) and not _clause(marked, book, at, stop):
                return None
            seen = seen or bool(book.settled or book.used or book.needs_wage)
            at = stop + 1
    if not seen or book.due:
        return None
    return book


def _clause(marked: Marked, book: _Ledger, start: int, end: int) -> bool:
    """Enter one clause; False where a sum in it cannot be placed."""
    text = marked.folded[start:end]
    for q in marked.between(start, end):
        before = marked.marked[start : q.start]
        if q.kind == "date" and q.value.month and not q.value.day:  # type: ignore[union-attr]
            key = (q.value.year, q.value.month)  # type: ignore[union-attr]
            if re.search(r"[从自]▪*$", before[-2:]) and not re.search(r"至|到", text):
                continue  # 从4月开始拖: when it began, not one of the months
            following = marked.marked[q.end : q.end + 4]
            if re.search(r"(?:至|到|-|—|~)$", before) and book.months:
                first = max(book.months)
                while first < key:
                    first = (first[0], first[1] + 1) if first[1] < 12 else (first[0] + 1, 1)
                    book.months.add(first)
            elif re.match(r"[^。]{0,2}?(?:的)?(?:平均|最低|社平)", following):
                continue
            else:
                book.months.add(key)
        elif q.kind == "duration" and isinstance(q.value, Duration) and q.value.months and not q.value.years:
            if not book.months and re.match(
                r"(?:的)?(?:整)?(?:工资|薪|没|未|一分)", marked.folded[q.end : q.end + 4]
            ):
                book.count = q.value.months
            if re.search(r"(?:拖欠|欠|停发|欠发|欠付)(?:了|我|其|他|她|着|共)*(?:[^。；,，Ⓣ]{0,4})$", before):
                if len(book.months) != q.value.months:
                    book.months, book.count = set(), q.value.months
                book.owed()
        elif q.kind == "money" and (q.unit or q.value >= 500):  # type: ignore[operator]
            if _in_quotes(marked, q) or elsewhere(marked, q.start):
                continue
            if q.approx:
                return False
            if _PART.search(before):
                if not (book.months or book.count or book.due):
                    if not book.settled:
                        continue
                    book.total -= q.value  # type: ignore[operator]
                    book.used.append(q)
                    continue
                book.owed(q.value)  # type: ignore[arg-type]
                book.used.append(q)
            elif _ASIDE.search(
                marked.folded[
                    max([start, *(p.end for p in marked.between(start, q.start, "money"))]) : q.start
                ]
            ) and not re.search(r"应发(?!固定)|应得(?!平均)", before[-6:]):
                continue
            elif (
                _DUE.search(before)
                or (book.months and re.search(r"工资(?:为|是|共|合计)*$", before))
                or re.search(r"[、及和]$|依次(?:为|是)?$|[各均]$", before)
            ):
                if re.search(r"平均", text):
                    continue
                each = re.search(r"[各均](?:为|是|应发|应得)?$", before) and max(len(book.months), book.count)
                book.due += [q] * (each or 1)
        if q.kind == "money":
            text_after = marked.folded[q.end : end]
            if book.due and _NOTHING.search(text_after):
                book.owed()
    if re.search(r"(?:只|仅|各)[^。；,，肯愿]{0,6}(?:发|付|给)(?:了)?一半", text):
        if not (book.months or book.count) or book.due:
            return False
        book.owed(share=Fraction(1, 2))
    if _SETTLED.search(text):
        book.months, book.count, book.due = set(), 0, []
    if (
        _NOTHING.search(text)
        and (book.months or book.count or book.due)
        and not re.search(r"年休?假|社保|合同|加班", text)
    ):
        book.owed()
    return True
