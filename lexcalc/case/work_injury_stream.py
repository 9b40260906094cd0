"""Money paid month by month – wages of the leave, 伤残津贴 – as what was paid for every single month.

The text is walked clause by clause: a clause names months (头三个月, 第四个月起, 后五个月, 期间), what was paid in them
(每月3,000元, 照发, 分文未付), or both; each month takes the last word said of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lexcalc.case.quantities import PartialDate, Quantity, in_months
from lexcalc.case.work_injury_labels import Reader, whole_months
from lexcalc.case.work_injury_terms import is_rate

_FIRST = re.compile(
    r"(?:前|头|开头|最初|起初|最开始|刚开始|一开始|开始)(?:的|那|这)?(Ⓣ▪*)(?!(?:的)?(?:月?平均|月均|本人|[^。；，]{0,8}平均))"
)
_LAST = re.compile(
    r"(?:后(?!续)|其余|余下|剩余|剩下|之后|此后|后面|往后|后来|接下来|最后|另外?|其他|延长(?:期)?)(?:的|那|这)*(Ⓣ▪*)"
)
_FROM = re.compile(r"(?:自|从|到)?(?:了)?第(Ⓣ▪*)(?:起|开始|以?后|就|至(?:期满|届满|结束)|到(?:期满|结束))")
_BETWEEN = re.compile(
    r"第(?:Ⓜ▪*|Ⓣ▪*|[一二三四五六七八九]|\d)(?:个月)?(?:至|到|-|—|~|、|和|及)第?(Ⓣ▪*)(?!(?:起|开始))"
)
_REST = re.compile(
    r"(?:其余|余下|剩余|剩下|之后|此后|其后|尔后|继而|后面|后来|往后|以后|后续|随后|尔后|再往后|其他)(?!Ⓣ|[的那这]*Ⓣ)(?:的|几个月|月份|各月|时间)*"
)
_DATED = re.compile(r"(Ⓓ▪*)(?:起)?(?:至|到|-|~|—)(Ⓓ▪*)")
_NTH = re.compile(r"第(Ⓣ▪*)")
_ONLY = re.compile(
    r"(?:只|仅|就|共|总共|一共)[^。；，ⓉⓂ]{0,8}?(?:发放?|付|给)(?:了|过)?[^。；，ⓉⓂ]{0,6}?(Ⓣ▪*)(?!Ⓜ)(?:的)?(?:工资|津贴|薪水|，|。|；|$|[，,。；])"
)
_STOPPED = re.compile(r"后(?:便|就|即)?(?:停|未|不再|没)")
_FULL = re.compile(
    r"照发|足额|全额|照常|正常(?:发|支付|给)|照(?:着|按)?(?:原|以前)|[按依]原(?:数|来)|按原(?:来的?)?(?:月?工资|标准)|全发|给足|发足|付足|发齐|给齐|付齐|按月(?:正常)?发放(?!Ⓜ|[^。；，]{0,6}Ⓜ)|(?:已|都|均)(?:经)?(?:发放|付清|结清|发了|给了)|(?:支付|付|发|给)(?:了|过)其中(?:的)?Ⓣ|[仅只就](?:付清|结清|发足|发清)|(?<!打)发(?:了|过)(?!Ⓜ|[^。；，]{0,8}Ⓜ)|(?:支付|发放?|给)(?:了|过)?(?:其|[我他她])?(?:前|头)Ⓣ▪*(?:的)?(?:工资|津贴)"
)
_NONE = re.compile(
    r"(?:分文|一分(?:钱)?|一毛(?:钱)?|一块(?:钱)?|全都?|均|都|再|便|就|一直)?(?:未|没有?|不再?|拒不?|停止?)(?:再|予|有|实际|给[我他她其]?|继续|能)*(?:支付|发放?|付|给|见|拿到)|停发|停薪|断(?:发|供|了)|打发了|(?:分文|一分(?:钱)?|一毛(?:钱)?|一块(?:钱)?|一[回次])(?:也|都)?(?:没|未|无|不)(?!少|差|拖|欠)|拖欠|分文未|一分没|没了|没发|没给"
)
_OWED = re.compile(
    r"(?:元|块)?(?:/月)?(?:的)?(?:标准)?(?:计|算)?(?:均|都|还|尚|仍|也|一直)*(?:未(?:支付|发|付|给)|没有?(?:支付|发|付|给)|拖欠|欠付)"
)
_CUT = re.compile(r"[，,：:]|(?<!第[一二三四五六七八九])、|[（(](?=[^（()）]{13})|(?<=[^（(]{13})[)）]")
_LEVEL = re.compile(
    r"底薪|基本工资|最低工资|生活费|标准|只发|仅发"
)  # pay of a month, though 每月 is not said
_PAY = re.compile(r"支付|给付|发|付|给(?![我他她其]?们?算)|打|转|拿|领|到手|到账|收到|预支|借支|垫")
_APART = re.compile(r"另行结算|不[作予]抵扣|不(?:再)?扣|无关|借款|另案")
_PAID_FOR = re.compile(r"(?:支付|发放?|付|给)(?:了|过|足|满)*(?:其中(?:的)?|其|[我他她])?(Ⓣ▪*)(?!Ⓜ)")
_NOT_PAID = re.compile(
    r"给[我他她其]?(?:们)?算|应(?:当|该|支付|发|得|按)|要求|主张|平均|缴费|基数|受伤前|出事前|最低工资标准为|借"
)
_ABOUT = re.compile(
    r"停工|留薪|养伤|休养|治伤|治疗期|病休|歇|休息|期间|其间|此间|同期|期内|期满|这段|前Ⓣ|头Ⓣ|后Ⓣ|第Ⓣ|津贴|那Ⓣ|这Ⓣ|每个?月|按月|Ⓓ▪*(?:起|至|到)|一个月"
)


@dataclass(frozen=True)
class Stream:
    """What was paid over all months: their sum, whether every month was told of, and where."""

    paid: Fraction
    complete: bool
    span: tuple[int, int]
    months_full: int
    amounts: frozenset[int]
    unsure: bool = False  # months are spoken of that were not understood


def read_stream(
    reader: Reader,
    months: Fraction,
    full: Fraction | None,
    skip: tuple[int, int],
    words: str,
    sure: frozenset[int] = frozenset(),
    since: PartialDate | None = None,
    window: PartialDate | None = None,
) -> Stream | None:
    """What was paid in each of ``months``; ``full`` is the whole month's pay; None where nothing is told.

    Only sentences that speak of ``words``, follow one that does, or hold a payment known to be one of these (``sure``)
    are read; ``since`` is the first day of all,
    ``window`` the first month asked for (what was paid before it is left out); ``skip`` is the part of the text that asks.
    """
    if months.denominator != 1 or not 0 < months <= 60:
        return None
    count = int(months)
    paid: list[Fraction | None] = [None] * count
    state = _State(count, since)
    near = False
    used: set[int] = set()
    spans: list[int] = []
    for start, end in reader.marked.sentences():
        here = re.search(words, reader.text[start:end]) is not None or any(start <= at < end for at in sure)
        speaks = here or (near and _ABOUT.search(reader.marked.marked[start:end]) is not None)
        near = near or here
        if not speaks:
            continue
        state.months, state.paying = None, False
        throughout: Fraction | None = None  # paid in every month, as said by the clause before
        for a, b in _clauses(reader, start, end):
            if skip[0] <= a < skip[1]:
                continue
            dates = [q.value for q in reader.marked.between(a, b, "date") if isinstance(q.value, PartialDate)]
            if window is not None and dates and all(_before(day, window) for day in dates):
                continue
            kind = state.read(reader, a, b)
            state.paying = state.paying or kind in ("named", "only")  # 第四个月起改成每月4,000
            given = _rate(reader, a, b, full, state)
            if reader.claimed(a) or reader.claimed(b - 1):
                if given and given[1] is not None and not reader.pleaded(b - 1):
                    return Stream(Fraction(0), False, (a, b), 0, frozenset(), unsure=True)  # 厂里说…，只按…发
                continue
            state.paying = _PAY.search(reader.text[a:b]) is not None
            if kind == "only" and throughout is not None and (given is None or given[1] is None):
                given = throughout, None  # 每月支付3,500元，共支付三个月
                paid = [None] * count
            if given is None:
                continue
            if kind == "?" and _PAY.search(reader.text[a:b]):
                return Stream(Fraction(0), False, (a, b), 0, frozenset(), unsure=True)
            amount, at = given
            if (
                not kind
                and not amount
                and state.months is not None
                and any(paid[m - 1] for m in state.months)
            ):
                state.months = range(
                    state.behind + 1, count + 1
                )  # …每月发5,480元，停发: nothing from then on
            chosen = state.months if state.months is not None else range(1, count + 1)
            if (
                state.months is None
                and amount in (full, Fraction(0))
                and not re.search(words, reader.text[start:b])
            ):
                continue
            if state.months is None and not amount and any(paid):
                return Stream(
                    Fraction(0), False, (a, b), 0, frozenset(), unsure=True
                )  # …起就没给了: since when?
            throughout = amount if state.months is None else None
            general = state.months is None  # 其余部分未付: no word on months told of already
            for month in chosen:
                if 1 <= month <= count and not (general and paid[month - 1] is not None):
                    paid[month - 1] = amount
            if at is not None:
                used.add(at)
            spans += [a, b]
    if not spans or all(value is None for value in paid):
        return None
    if state.only or (
        state.told and all(value is None or at < state.behind for at, value in enumerate(paid))
    ):
        paid = [Fraction(0) if value is None else value for value in paid]
    known = [value for value in paid if value is not None]
    return Stream(
        sum(known, Fraction(0)),
        len(known) == count,
        (min(spans), max(spans)),
        sum(1 for value in paid if value is not None and value == full),
        frozenset(used),
    )


def _before(day: PartialDate, window: PartialDate) -> bool:
    return day.month is not None and (day.year, day.month) < (window.year, window.month or 1)


class _State:
    """The months that the clauses being read speak of."""

    def __init__(self, count: int, since: PartialDate | None) -> None:
        self.count = count
        self.since = since
        self.months: range | None = None
        self.behind = 0  # up to which month the text has told
        self.told = False  # months were named one way or another
        self.paying = False  # the clause before told of paying
        self.only = False  # 共支付了七个月: nothing was paid in the months not told of
        self.open = False  # 第五个月起: what follows is said of every month from there on

    def read(self, reader: Reader, start: int, end: int) -> str:
        """Take up the months a clause names: ``named``, ``only`` these, ``?`` not understood, ``""`` none named."""
        text = reader.marked.marked[start:end]

        def length(match: re.Match[str]) -> int | None:
            q = reader.marked.between(start + match.start(1), start + match.start(1) + 1, "duration")
            value = in_months(q[0]) if q else None
            return int(value) if value is not None and value.denominator == 1 else None

        for pattern, build in (
            (_BETWEEN, self._between),
            (_FROM, self._from),
            (_NTH, self._nth),
            (_FIRST, self._first),
            (_LAST, self._last),
            (_ONLY, self._first),
            (_PAID_FOR, self._first),
        ):
            match = pattern.search(text)
            n = length(match) if match else None
            if match is not None and n is not None and n <= self.count:
                self.months = build(reader, start, match, n)
                self.behind = self.months[-1] if self.months else self.behind
                self.open, self.told = pattern in (_FROM, _BETWEEN), True
                if pattern is _ONLY or (pattern is _PAID_FOR and _STOPPED.search(text, match.end())):
                    self.only = True
                    return "only"
                return "named"
        for match in _DATED.finditer(text):
            ends = [
                reader.marked.between(start + match.start(i), start + match.start(i) + 1, "date")
                for i in (1, 2)
            ]
            months = whole_months(ends[0][0], ends[1][0]) if all(ends) else None
            if months is not None and months <= self.count - self.behind:
                self.months = range(
                    self.behind + 1, self.behind + int(months) + 1
                )  # which months matters not
                self.behind, self.open, self.told = self.months[-1], False, True
                return "named"
        for q in reader.marked.between(start, end, "date"):
            if isinstance(q.value, PartialDate) and q.value.month is None:  # 2023年全年
                length = self._of_year(q.value.year)
                if length is None or length > self.count - self.behind:
                    return "?"
                self.months = range(self.behind + 1, self.behind + length + 1)
                self.behind, self.open, self.told = self.months[-1], False, True
                return "named"
        if (_REST.search(text) or re.search(r"Ⓓ▪*(?:起|开始|以后|之后)", text)) and self.behind:
            self.months, self.open = range(self.behind + 1, self.count + 1), False
            return "named"
        if re.search(r"首月|当月", text):
            self.months, self.behind = range(1, 2), 1
            return "named"
        lengths = reader.marked.between(start, end, "duration")
        if re.search(r"一个月(?:工资|津贴)?(?:都|也)?(?:没|未)", reader.marked.folded[start:end]):
            return ""  # 一个月都没发: none at all
        if any((in_months(q) or self.count) < self.count and not is_rate(reader, q) for q in lengths):
            return "?"
        return ""

    def _of_year(self, year: int) -> int | None:
        if self.since is None or not self.since.exact or self.since.month is None:
            return None
        if year > self.since.year:
            return 12
        return 13 - self.since.month if year == self.since.year and self.since.day == 1 else None

    def _nth(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(n, n + 1)

    def _first(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(1, n + 1)

    def _last(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(self.count - n + 1, self.count + 1)

    def _from(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(n, self.count + 1)

    def _between(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        low = re.match(
            r"第(?:(\d+)|([一二三四五六七八九十]+))", reader.marked.folded[start + match.start() :]
        )
        if low is None:
            return range(0)
        first = int(low[1]) if low[1] else "零一二三四五六七八九十".find(low[2][:1])
        return range(first, n + 1)


def _clauses(reader: Reader, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [m.start() for m in _CUT.finditer(reader.text, start, end)]
    return [(a + 1, b) for a, b in pairwise([start - 1, *cuts, end]) if b > a + 1]


def _rate(
    reader: Reader, start: int, end: int, full: Fraction | None, state: _State
) -> tuple[Fraction, int | None] | None:
    """What a clause says was paid for each month it speaks of; None where it says nothing of that."""
    text = reader.text[start:end]
    if _NOT_PAID.search(text) or _APART.search(
        reader.text[start : min(end + 12, reader.marked.sentence(start)[1])]
    ):
        return None
    for q in reader.marked.between(start, end, "money"):
        if not reader.is_money(q) or q.approx or q.value < 100:  # type: ignore[operator]
            continue
        if _OWED.match(reader.text, q.end, end):
            return Fraction(0), None  # 后两个月按每月6,300元计未付
        monthly = _monthly(reader, q, start, end) or (state.open and _LEVEL.search(text) is not None)
        if monthly and (
            _PAY.search(text)
            or (
                state.paying
                and re.search(r"(?:每个?月|一个月|月均|标准)[^。；，Ⓜ]{0,3}$", reader.text[start : q.start])
            )
        ):
            if re.search(r"少(?:支付|发|付|给)(?:了|其|[我他她])*$", reader.text[start : q.start]):
                return (full - q.value, q.start) if full is not None and full > q.value else None  # type: ignore[operator]
            return q.value, q.start  # type: ignore[return-value]
        return None
    for q in reader.marked.between(start, end, "ratio"):
        cut = re.search(r"(?:打|给|发|付|按)[^。；，]{0,8}$", reader.text[start : q.start])
        if full is not None and cut and isinstance(q.value, Fraction) and 0 < q.value < 1:
            return (full * q.value, None) if not re.search(r"缴费|统筹", text) else None  # 每个月只给打六折
    if _NONE.search(text) and not re.search(
        r"其余(?:部分|款|工资|的)|余(?:款|额)|差额|部分(?:未|没)|派|休|认定|鉴定|出勤|上班|劳动|公布|足额",
        text,
    ):
        return Fraction(0), None
    if _FULL.search(text) and full is not None and not re.search(r"未|没有", text):
        return full, None
    return None


def _monthly(reader: Reader, q: Quantity, start: int, end: int) -> bool:
    before, after = reader.text[start : q.start], reader.text[q.end : end]
    if re.search(r"(?:共计?|合计|总共|一共|累计|先后|陆续|前后)[^，。；]{0,12}$", before) or re.search(
        r"[发付给](?:了|过)?[我他她其]?(?:一个月|Ⓣ▪*)(?:的)?(?:工资|津贴|生活费)[^，。；]{0,4}$", before
    ):
        return False
    return bool(
        q.per == "month"
        or re.search(r"每个?月|按月|月均|逐月|都?按(?:照)?[^，。；]{0,14}$|照(?:着)?$", before)
        or re.match(r"(?:元)?(?:/月|每月|一个月|的?标准)", after)
    )
