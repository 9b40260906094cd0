"""Whose pension a question on 供养亲属抚恤金 wants, and for how many months each relative draws it."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import PartialDate
from lexcalc.case.work_injury_kinship import meanings, relation_of
from lexcalc.case.work_injury_labels import Reader, whole_months

_HEAD = "供养亲属抚恤金"
_ALL_OF_THEM = re.compile(
    r"合计|总共|一共|共(?:计|应|能|多少)|加(?:在)?一?起|各人|总额|累计|[两二三四五]人|[两二三四五][名位个](?:亲属|孩子|老人|人)?|[他她]们|[我你]们|亲属(?!抚恤)|家属|遗属|[俩仨]|家里|家人|全家"
)
_ONE_WHO = re.compile(
    r"(?P<who>原告|申请人|[我俺](?!们)|本人|[\u4e00-\u9fff]{2,3})(?:本人|自己|一人|个人)?(?:的那份)?(?:每个?月|按月)?(?:应当?|可以?|能够?|该|依法)+[^。；，]{0,6}?(?:领|享受|获得|得|拿)"
)
_PRO_RATA = re.compile(
    r"(?:同|按|等)(?:各人|各自|其|法定)*(?:的)?(?:法定)?比例(?:地)?(?:缩减|核减|调减|折算|扣减|下调|分摊|分配|减)|同比例"
)
_STOPS = re.compile(
    r"(?:领|发|计|付|给|享受)[取放给发付算]?(?:至|到)(?:[^。；，]{0,30}止|[^。；，Ⓓ]{0,4}Ⓐ|成年)|停(?:发|领|付|掉)?了?(?:[他她其]|[^。；，]{0,4}(?:抚恤|那一?份|这一?份))|(?:次月|当月|Ⓓ▪*)起(?:不再|停|终止)|(?:年满|满)Ⓐ▪*(?:后|时|之日)?[^。；，]{0,6}(?:停|止|不再)|遗腹|出生(?:之|的)?(?:当|次)月"
)
_UNTIL = r"(?:领|发|计|付|给|享受|算)[取放给发付算]?(?:至|到)[^。；，ⓂⓉ]{0,20}?{D}(?!起)"
_FROM = r"{D}(?:起|开始|以?后)[^。；，]{0,8}(?:停|不再|终止|没(?:有)?再)"
_EVENT = r"{D}[^。；Ⓓ]{0,50}?次月(?:起|开始)[^。；，]{0,8}(?:停|不再|终止|不发|不予)"
_GROWS_UP = re.compile(
    r"(?:领|发|计|付|给|享受|算)[取放给发付算]?(?:至|到)[他她其]?(?:年)?满?Ⓐ▪*(?:的|那|这|之|当)*(?:个)?月|满Ⓐ▪*(?:的|之)?次月(?:起|开始)[^。；，]{0,6}(?:停|不再)"
)
_SINCE = (
    r"{D}(?:起)?(?:至|到|-|~|—)[^。；，Ⓓ]{0,3}{D}",
    r"(?:自|从){D}(?:起|开始)?[^。；，Ⓓ]{0,6}(?:发|支付|领|享|算|计)",
    r"{D}(?:起|开始)[^。；，Ⓓ]{0,6}(?:发|支付|领|享|算|计)",
)


def settle_pension(reader: Reader, case: Case) -> None:
    """Narrow 供养亲属 to the relative asked for and give each the months told; what stays open is a doubt."""
    if _HEAD not in case.asked.heads:
        return
    listed = case.facts.value("供养亲属")
    people = [dict(entry) for entry in listed] if isinstance(listed, list) else []
    stops = _STOPS.search(reader.text) is not None
    if stops and not (people and _months_of_each(reader, case, people)):
        case.doubts.append("有供养亲属中途停领，各月抚恤金不同")
    elif people and not stops and _grows_up(reader, case):
        case.doubts.append("有供养亲属在计发期间内年满十八周岁，题面没有写明计到何月")
    if len(people) > 1:
        _one_asked(reader, case, people)


def _one_asked(reader: Reader, case: Case, people: list[Entry]) -> None:
    question = reader.text[slice(*(case.asked.span or (0, 0)))]
    one, unclear = _wanted(reader, question, people)
    if unclear:
        case.doubts.append("所问的是一个人的抚恤金，看不出是哪一名供养亲属")
    if one is None:
        return
    known = case.facts.get("供养亲属")
    if relation_share(people) <= 100:
        case.facts.add(Fact("供养亲属", one, span=known.span, note="所问的亲属"))  # type: ignore[union-attr]
    elif _PRO_RATA.search(reader.text) and not _STOPS.search(reader.text):
        case.facts.add(Fact("所求供养亲属", one, span=known.span, note="所问的亲属，同比例核减"))  # type: ignore[union-attr]
    else:
        case.doubts.append("所问的是其中一人的抚恤金，合计超过生前工资时各人如何核减，题面没有规则可用")


def _wanted(reader: Reader, question: str, people: list[Entry]) -> tuple[list[Entry] | None, bool]:
    """The one relative a question is for (None where it is for all), and whether it is for one who is not known."""
    if _ALL_OF_THEM.search(question):
        return None, False
    asked = {relation for _, relation in meanings(reader, question)}
    meant = [entry for entry in people if entry["关系"] in asked]
    if meant:
        return (meant, False) if len(meant) == 1 else (None, len(asked) == 1 and len(meant) < len(people))
    if _alone_sues(reader) and re.search(
        r"(?:付|给|发放?|支付)(?:给)?(?:原告|申请人|[我俺](?!们))", question
    ):
        relation = next(
            (r for r in map(lambda who: relation_of(reader, who), ("原告", "申请人", "我")) if r), None
        )
        meant = [entry for entry in people if entry["关系"] == relation]
        return (meant, False) if len(meant) == 1 else (None, True)
    for match in _ONE_WHO.finditer(question):
        relation = relation_of(reader, match["who"])
        meant = [entry for entry in people if entry["关系"] == relation]
        if relation is not None:
            return (meant, False) if len(meant) == 1 else (None, True)
        if (
            match["who"] in ("原告", "申请人", "我", "俺", "本人")
            and re.search(rf"{match['who']}(?:等|[、和及与])", reader.text) is None
            and not re.search(r"原告(?:方|们)|[二三四两]原告", reader.text)
        ):
            return None, _alone_sues(reader)
    return None, False


def _alone_sues(reader: Reader) -> bool:
    """Whether the one who asks is told apart from the other relatives (除原告外还有…, 原告请求按40%…)."""
    return (
        re.search(r"除(?:了)?(?:原告|申请人|[我俺](?!们))[^。；，]{0,4}外[，,]?(?:还|另|尚)", reader.text)
        is not None
    )


def relation_share(listed: list[Entry]) -> int:
    """The percentages of article 39 of all entries together."""
    return sum((40 if e["关系"] == "配偶" else 30) + (10 if e["孤老孤儿"] else 0) for e in listed)


def _index(day: PartialDate) -> int | None:
    return None if day.month is None else day.year * 12 + day.month


def _begins(reader: Reader, case: Case) -> int | None:
    """The first month of the pension, counted from year 0."""
    for pattern in _SINCE:
        found = {
            _index(hit.q[0].value)
            for hit in reader.marked.hits(pattern)
            if not reader.claimed(hit.q[0].start)
            and not (len(hit.q) > 1 and whole_months(*hit.q[:2]) is None)
        } - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _months_of_each(reader: Reader, case: Case, people: list[Entry]) -> bool:
    """Write 领取月数 beside every relative who stops drawing within the months asked; False where one stays open."""
    months, first = case.facts.value("待遇月数"), _begins(reader, case)
    if (
        not isinstance(months, Fraction)
        or first is None
        or re.search(r"遗腹|出生(?:之|的)?[当次]月", reader.text)
    ):
        return False
    ends: dict[str, set[int]] = {}
    for at, last in _last_months(reader):
        relation = _of_whom(reader, at)
        if relation is None:
            return False
        ends.setdefault(relation, set()).add(last)
    if not ends:
        return False
    for relation, lasts in ends.items():
        theirs = [entry for entry in people if entry["关系"] == relation]
        if len(lasts) != 1 or len(theirs) != 1:
            return False
        count = max(0, lasts.pop() - first + 1)
        if count < months:
            theirs[0]["领取月数"] = Fraction(count)
    known = case.facts.get("供养亲属")
    case.facts.add(Fact("供养亲属", people, span=known.span))  # type: ignore[union-attr]
    return True


def _last_months(reader: Reader) -> list[tuple[int, int]]:
    """Where the text lets a pension end, and its last month."""
    found: dict[int, tuple[int, int]] = {}
    for pattern, less in ((_EVENT, 0), (_FROM, 1), (_UNTIL, 0)):
        for hit in reader.marked.hits(pattern):
            q = hit.q[0]
            last = _index(q.value) if isinstance(q.value, PartialDate) else None  # type: ignore[arg-type]
            if last is not None and _ends_here(reader, hit.span, pattern is _UNTIL):
                found.setdefault(q.start, (q.start, last - less))
    for match in _GROWS_UP.finditer(reader.text):
        start, _ = reader.marked.sentence(match.start())
        born = [h.q[0] for h in reader.marked.hits(r"{D}(?:日)?(?:出生|生(?![前活效产]))", 0, match.start())]
        near = [q for q in born if q.start >= start] or born
        if len(near) == 1 and isinstance(near[0].value, PartialDate) and near[0].value.month:
            day = near[0].value
            found.setdefault(near[0].start, (near[0].start, (day.year + 18) * 12 + day.month))
    return list(found.values())


def _ends_here(reader: Reader, span: tuple[int, int], until: bool) -> bool:
    """发至…: an end only where 止, a growing up or a new marriage stands beside it; else the span of what is asked."""
    if not until:
        return True
    said = reader.text[span[0] : span[1]]
    return (
        re.search(r"Ⓐ|当月|成年|再婚", said) is not None
        or re.match(r"(?:底|末)?(?:为)?止", reader.text[span[1] :].lstrip("▪")) is not None
    )


def _of_whom(reader: Reader, position: int) -> str | None:
    """The relative last spoken of before a position in its sentence."""
    start, _ = reader.marked.sentence(position)
    words = meanings(reader, reader.text[start:position])
    return words[-1][1] if words else None


def _grows_up(reader: Reader, case: Case) -> bool:
    """Whether a child of a told age or birth comes of age within the months asked."""
    months, first = case.facts.value("待遇月数"), _begins(reader, case)
    if not isinstance(months, Fraction) or re.search(
        r"(?:无|丧失|没有?)劳动能力的?(?:儿子|女儿|孩子)|不考虑[^。；]{0,10}(?:成年|Ⓐ)", reader.text
    ):
        return False
    for hit in reader.marked.hits(r"{D}(?:日)?(?:出生|生(?![前活效产]))"):
        born = hit.q[0].value
        if (
            first is not None
            and isinstance(born, PartialDate)
            and born.month
            and first - 18 * 12 <= (born.year * 12 + born.month) < first + months - 1 - 18 * 12
        ):
            return True
    return False
