"""Money paid month by month – wages of the leave, 伤残津贴 – as what was paid for every single month.

The text is walked clause by clause: a clause names months (头三个月, 第四个月起, 后五个月, 期间), what was paid in them
(每月3,000元, 照发, 分文未付), or both; each month takes the last word said of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lexcalc.case.quantities import Quantity, in_months
from lexcalc.case.work_injury_labels import Reader

_FIRST = re.compile(
    r"(?:前|头|最初|起初|最开始|刚开始|一开始|开始)(?:的|那|这)?(Ⓣ▪*)(?!(?:的)?(?:月?平均|月均|本人|[^。；，]{0,8}平均))"
)
_LAST = re.compile(
    r"(?:后(?!续)|其余|余下|剩余|剩下|之后|此后|后面|往后|后来|接下来|最后|另外?|其他)(?:的|那|这)*(Ⓣ▪*)"
)
_FROM = re.compile(r"(?:自|从|到)?(?:了)?第(Ⓣ▪*)(?:起|开始|以?后|就|至(?:期满|届满|结束)|到(?:期满|结束))")
_BETWEEN = re.compile(r"第(?:Ⓜ▪*|Ⓣ▪*)(?:个月)?(?:至|到|-|—|~)第?(Ⓣ▪*)")
_REST = re.compile(
    r"(?:其余|余下|剩余|剩下|之后|此后|后面|后来|往后|以后|后续|随后|尔后|再往后|其他)(?!Ⓣ|[的那这]*Ⓣ)(?:的|几个月|月份|各月|时间)*"
)
_ONLY = re.compile(
    r"(?:只|仅|就)[^。；，ⓉⓂ]{0,8}?(?:发|付|给)[^。；，ⓉⓂ]{0,6}?(?P<t>Ⓣ▪*)(?!Ⓜ)(?:的)?(?:工资|津贴|薪水|，|。|；|$|[，,。；])"
)
_FULL = re.compile(
    r"照发|足额|全额|照常|正常(?:发|支付|给)|照(?:着|按)?(?:原|以前)|按原(?:来的?)?(?:月?工资|标准)|全发|给足|发足|付足|发齐|给齐|付齐|按月(?:正常)?发放(?!Ⓜ|[^。；，]{0,6}Ⓜ)|(?:已|都|均)(?:经)?(?:发放|付清|结清|发了|给了)|(?<!打)发(?:了|过)(?!Ⓜ|[^。；，]{0,8}Ⓜ)|(?:支付|发放?|给)(?:了|过)?(?:其|[我他她])?(?:前|头)Ⓣ▪*(?:的)?(?:工资|津贴)"
)
_NONE = re.compile(
    r"(?:分文|一分(?:钱)?|一毛(?:钱)?|一块(?:钱)?|全都?|均|都|再|便|就|一直)?(?:未|没有?|不再?|拒不?|停止?)(?:再|予|有|实际|给[我他她其]?|继续|能)*(?:支付|发放?|付|给|见|拿到)|停发|停薪|断(?:发|供|了)|打发了|(?:分文|一分(?:钱)?|一毛(?:钱)?|一块(?:钱)?)(?:也|都)?(?:没|未|无|不)|拖欠|分文未|一分没|没了|没发|没给"
)
_LEVEL = re.compile(r"底薪|基本工资|最低工资|生活费|标准|只发|仅发")  # pay of a month, though 每月 is not said
_PAY = re.compile(r"支付|给付|发|付|给|打|转|拿到|领")
_NOT_PAID = re.compile(
    r"应(?:当|该|支付|发|得|按)|要求|主张|平均|缴费|基数|受伤前|出事前|原工资|最低工资标准为|借"
)
_ABOUT = re.compile(
    r"停工|留薪|养伤|休养|治伤|治疗期|病休|歇|休息|期间|期内|期满|这段|前Ⓣ|头Ⓣ|后Ⓣ|第Ⓣ|津贴|那Ⓣ|这Ⓣ|每个?月|按月"
)


@dataclass(frozen=True)
class Stream:
    """What was paid over all months: their sum, whether every month was told of, and where."""

    paid: Fraction
    complete: bool
    span: tuple[int, int]
    months_full: int
    amounts: frozenset[int]


def read_stream(
    reader: Reader,
    months: Fraction,
    full: Fraction | None,
    skip: tuple[int, int],
    words: str,
    sure: frozenset[int] = frozenset(),
) -> Stream | None:
    """What was paid in each of ``months``; ``full`` is the whole month's pay; None where nothing is told.

    Only sentences that speak of ``words``, follow one that does, or hold a payment known to be one of these (``sure``)
    are read; ``skip`` is the question's span.
    """
    if months.denominator != 1 or not 0 < months <= 60:
        return None
    count = int(months)
    paid: list[Fraction | None] = [None] * count
    state = _State(count)
    near = False
    used: set[int] = set()
    spans: list[int] = []
    for start, end in reader.marked.sentences():
        here = re.search(words, reader.text[start:end]) is not None or any(start <= at < end for at in sure)
        speaks = here or (near and _ABOUT.search(reader.text[start:end]) is not None)
        near = speaks
        if not speaks or skip[0] <= start < skip[1]:
            continue
        state.months = None
        for a, b in _clauses(reader, start, end):
            if reader.claimed(a) or reader.claimed(b - 1):
                continue
            state.read(reader, a, b)
            given = _rate(reader, a, b, full, state)
            if given is None:
                continue
            amount, at = given
            chosen = state.months if state.months is not None else range(1, count + 1)
            if state.months is None and amount in (full, Fraction(0)) and not re.search(words, reader.text[start:b]):
                continue
            for month in chosen:
                if 1 <= month <= count:
                    paid[month - 1] = amount
            if at is not None:
                used.add(at)
            spans += [a, b]
    if not spans or all(value is None for value in paid):
        return None
    known = [value for value in paid if value is not None]
    return Stream(
        sum(known, Fraction(0)),
        len(known) == count,
        (min(spans), max(spans)),
        sum(1 for value in paid if value is not None and value == full),
        frozenset(used),
    )


class _State:
    """The months that the clauses being read speak of."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.months: range | None = None
        self.behind = 0  # up to which month the text has told
        self.open = False  # 第五个月起: what follows is said of every month from there on

    def read(self, reader: Reader, start: int, end: int) -> None:
        text = reader.text[start:end]

        def length(match: re.Match[str], group: int | str = 1) -> int | None:
            q = reader.marked.between(start + match.start(group), start + match.start(group) + 1, "duration")
            value = in_months(q[0]) if q else None
            return int(value) if value is not None and value.denominator == 1 else None

        for pattern, build in (
            (_BETWEEN, self._between),
            (_FROM, self._from),
            (_FIRST, self._first),
            (_LAST, self._last),
        ):
            match = pattern.search(text)
            n = length(match) if match else None
            if match is not None and n is not None and n <= self.count:
                self.months = build(reader, start, match, n)
                self.open = pattern in (_FROM, _BETWEEN)
                self.behind = self.months[-1] if self.months else self.behind
                return
        match = _ONLY.search(text)
        n = length(match, "t") if match else None
        if match is not None and n is not None and n <= self.count:
            self.months, self.behind = range(1, n + 1), n
        elif _REST.search(text) and self.behind:
            self.months = range(self.behind + 1, self.count + 1)

    def _first(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(1, n + 1)

    def _last(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(self.count - n + 1, self.count + 1)

    def _from(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        return range(n, self.count + 1)

    def _between(self, reader: Reader, start: int, match: re.Match[str], n: int) -> range:
        low = re.match(r"第(?:(\d+)|([一二三四五六七八九十]+))", reader.marked.folded[start + match.start() :])
        if low is None:
            return range(0)
        first = int(low[1]) if low[1] else "零一二三四五六七八九十".find(low[2][:1])
        return range(first, n + 1)


def _clauses(reader: Reader, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [m.start() for m in re.finditer(r"[，,：:、（()）]", reader.text[start:end])]
    edges = [-1, *cuts, end - start]
    return [(start + a + 1, start + b) for a, b in zip(edges, edges[1:], strict=False) if b > a + 1]


def _rate(
    reader: Reader, start: int, end: int, full: Fraction | None, state: _State
) -> tuple[Fraction, int | None] | None:
    """What a clause says was paid for each month it speaks of; None where it says nothing of that."""
    text = reader.text[start:end]
    if _NOT_PAID.search(text):
        return None
    for q in reader.marked.between(start, end, "money"):
        if not reader.is_money(q) or q.approx or q.value < 100:  # type: ignore[operator]
            continue
        monthly = _monthly(reader, q, start, end) or (state.open and _LEVEL.search(text) is not None)
        if monthly and _PAY.search(text):
            return q.value, q.start  # type: ignore[return-value]
        return None
    if _NONE.search(text) and not re.search(r"派|休|认定|鉴定|出勤|上班|劳动|公布|足额", text):
        return Fraction(0), None
    if _FULL.search(text) and full is not None and not re.search(r"未|没有", text):
        return full, None
    return None


def _monthly(reader: Reader, q: Quantity, start: int, end: int) -> bool:
    before, after = reader.text[start : q.start], reader.text[q.end : end]
    if re.search(r"共计?|合计|总共|一共|累计|先后|陆续|前后", before[-14:]):
        return False
    return bool(
        q.per == "month"
        or re.search(r"每个?月|按月|月均|逐月|都?按(?:照)?[^，。；]{0,6}$|照(?:着)?$", before)
        or re.match(r"(?:元)?(?:/月|每月|一个月|的?标准)", after)
    )
