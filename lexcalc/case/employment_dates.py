"""When the employment began and ended: every dated event of the text, and which two dates count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexcalc.case.context import claimed
from lexcalc.case.employment_events import (
    AFTERWARDS,
    APART,
    APART_LEFT,
    CONTEXT,
    END_LEFT,
    EVENTS,
    GRANTED,
    HIRE_LEFT,
    MERGE,
    MERGE_PAID,
    NOT_PAID,
    OTHER_TERM,
    PAPERS,
    QUOTED,
    RENEWED,
    TERM_LEFT,
    TERM_RIGHT,
    THAT_DAY,
    TO_COURT,
)
from lexcalc.case.employment_text import elsewhere
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate, Quantity


@dataclass(frozen=True)
class Event:
    """A dated event: its kind, date, and how surely the text ties the two (3 surest)."""

    kind: str
    quantity: Quantity
    weight: int

    @property
    def when(self) -> PartialDate:
        assert isinstance(self.quantity.value, PartialDate)
        return self.quantity.value


def events(marked: Marked) -> list[Event]:
    """Classify every date of the text by the words that follow it, or that stand right before it."""
    dates = [
        q
        for q in marked.between(0, len(marked.folded), "date")
        if not (
            q.value.month is None
            and re.search(r"[(（\[［【][^()（）\[\]]{0,8}$", marked.folded[: q.start][-9:])
        )  # type: ignore[union-attr]
    ]  # a year in brackets explains the date before it
    found: list[Event] = []
    plain = QUOTED.sub(lambda run: "□" * len(run[0]), marked.folded)
    for i, quantity in enumerate(dates):
        limit = min(marked.sentence(quantity.start)[1], quantity.end + CONTEXT)
        after_date = dates[i + 1].start if i + 1 < len(dates) else len(marked.folded)
        right, left = (
            plain[quantity.end : min(limit, after_date)],
            marked.folded[max(0, quantity.start - 16) : quantity.start].rstrip("】] "),
        )
        ranged = (
            re.match(r"\s*(?:起)?(?:至|到|—+|-|~|–)\s*$", marked.folded[quantity.end : after_date])
            if i + 1 < len(dates)
            else None
        )
        if (
            re.search(
                r"(?:合同(?:期限?|期)?[^。；]{0,10}(?:自|从|为|:|是)?|期限[^。,，]{0,6}|一签(?:就是)?[^。；]{0,8}|签[订了]?[^。；]{0,8}[,，])$",
                left,
            )
            and ranged
        ):
            found.append(Event("term_start", quantity, 2))
            found.append(Event("term_end", dates[i + 1], 2))
            continue
        if found and found[-1].kind == "term_end" and found[-1].quantity is quantity:
            continue
        if found and found[-1].kind == "end" and found[-1].quantity is quantity:
            continue
        if ranged:
            tail = marked.folded[dates[i + 1].end : dates[i + 1].end + 30]
            if re.search(
                r"(?:期间|在)[^。；]{0,20}(?:工作|任职|上班|劳动关系|存在|任(?!务)|担任|从事|供职|就职|打工|干)",
                tail,
            ) or HIRE_LEFT.search(left):
                found += [Event("hire", quantity, 2), Event("end", dates[i + 1], 1)]
            continue
        if _argued(marked, quantity) or elsewhere(marked, quantity.start):
            continue
        far = marked.folded[max(marked.sentence(quantity.start)[0], quantity.start - 30) : quantity.start]
        if TERM_LEFT.search(far) or TERM_RIGHT.match(right):
            to_come = TERM_RIGHT.match(right) or re.search(r"本|原", far[-12:])
            found.append(Event("term_off" if to_come else "term_end", quantity, 2))
            continue
        if APART_LEFT.search(far):
            continue
        if re.match(r"(?:之|以)?[前后]的?(?:工作)?(?:年限|一段|工龄|部分|期间)|(?:之|以)前[,，]", right):
            continue  # a boundary between two rules, nobody's day
        if re.search(r"[从自]$", left) and re.match(
            r"(?:起)?(?:一直)?(?:在[^。；]{0,16})?(?:干|做|工作|上班|待|任职)(?:了)?到", right
        ):
            found.append(Event("hire", quantity, 3))
            continue
        if re.search(r"续(?:签|订|了|到|约)[^。；]{0,10}(?:到|至)$", left):
            found.append(Event("term_end", quantity, 2))
            continue
        if re.search(r"通知书?(?:已)?于$", left) and re.match(r"送达|发出|作出|寄出|签收", right):
            found.append(Event("notice", quantity, 2))
            continue
        if re.search(r"(?:签订|签署|订立|落款)(?:的)?(?:日期?|时间)(?:为|是|:|在)$", left) and not re.search(
            r"解除|协议", left
        ):
            found.append(Event("sign", quantity, 2))
            continue
        if END_LEFT.search(left):
            found.append(Event("end", quantity, 2))
            continue
        if re.match(r"[到至](?:当月|同月)?\d{1,2}[日号]", right):  # 3月1号到5号: a few days of work or pay
            continue
        if re.search(
            r"合同(?:上|里|中)?[^。；,，]{0,8}(?:起始|开始|生效)(?:的)?(?:日期?|时间)(?:就|也|都|则)?(?:为|是|:)$",
            left,
        ):
            found.append(Event("term_start", quantity, 1))  # of a contract made up later
            continue
        if HIRE_LEFT.search(left) and not re.match(r"[^,，。；]{0,12}(?:解除|终止|结束|停薪)", right):
            found.append(Event("hire", quantity, 3))
            continue
        if _apart(right):
            continue
        first = min(
            (
                (m.start(), kind)
                for kind, words in EVENTS
                for m in [re.search(words, right)]
                if m and not _mistaken(kind, right, m)
            ),
            default=None,
        )
        if first is None:
            continue
        kind, weight = first[1], 3 if first[0] <= 12 else 2
        if kind in ("sign", "transfer") and re.search(
            r"合同[^。；,，]{0,4}(?:并|后|,|，)?(?:于?(?:当日|当天|同日))?(?:即|便|就|正式|办理)*(?:入职|到岗|上岗|上班)",
            right,
        ):
            kind = "hire"
        if kind == "end":
            if RENEWED.match(right[first[0] :]):
                continue
            if TO_COURT.search(right):
                found.append(Event("claim", quantity, weight))
                continue
            if PAPERS.match(right[first[0] :]):
                weight = max(0, weight - 3)  # papers follow the ending, sometimes by weeks
        if kind != "hire" and THAT_DAY.search(right):
            kind, weight = "end", 3
        if kind == "pay" and re.search(r"划归|划转|划入|转入|安排[^,，。；]{0,14}[到至]|合并|改制", right):
            kind = "transfer"
        if kind in ("notice", "pay", "sign", "transfer") and re.search(
            dict(EVENTS)["end"], right[first[0] :]
        ):
            kind, weight = ("end", 1) if kind in ("notice", "pay") else (kind, weight)
            if kind in ("sign", "transfer"):
                found.append(Event("end", quantity, 0))
        found.append(Event(kind, quantity, weight))
    return found


def _apart(right: str) -> bool:
    """Whether a date tells of an interview, the firm's own history, a move or papers, and of no hire or ending."""
    clause = re.match(r"(?:起|开始|之?后)?[,，]?[^。；,，]*", right)
    words = clause[0] if clause else ""
    if re.search(r"(?:当日|同日|该日|当天|那天)[^。；,，]{0,16}(?:解除|终止|离职|离开|结束)", right):
        return False
    if match := AFTERWARDS.search(words):
        words = words[: match.start()]
    elif not APART.search(words):
        return False
    return not any(re.search(dict(EVENTS)[kind], words) for kind in ("hire", "end"))


def _mistaken(kind: str, right: str, match: re.Match[str]) -> bool:
    """Whether a word of hiring or ending speaks of something else: work resumed or refused, another term's end."""
    before = right[max(0, match.start() - 8) : match.start()]
    if kind == "hire":
        return bool(re.search(r"停止|暂停|不能|无法|未能|没|复工|返|恢复|照常|拒", before[-6:] + match[0]))
    if kind == "end" and re.match(r"期满|到期|届满", match[0]):
        return bool(OTHER_TERM.search(before))
    return kind == "end" and bool(
        re.match(
            r"(?:劳动合同|劳动关系|合同)?(?:之)?前(?:的)?(?:十二|12|一年|上?一个?月|\d|Ⓣ|[月平工])",
            right[match.end() :],
        )
        or re.match(r"[^,，。；]{0,4}(?:竞业|保密|培训|租赁|借款)", right[match.end() :])
    )


def _argued(marked: Marked, quantity: Quantity) -> bool:
    """Whether the date only stands in what a party argues about the length of service."""
    start, end = marked.sentence(quantity.start)
    words = marked.folded[start : quantity.start]
    if GRANTED.search(marked.folded[quantity.end : end]):
        return False
    return claimed(marked, quantity.start) and bool(
        re.search(r"主张|抗辩|辩称|认为|只能|应从|请求|要求(?:从|自|按)", words)
    )


def read_dates(marked: Marked, case: Case) -> None:
    """Put 入职日 and 解除日 (or 工作年限) into the case, or say why they are unclear."""
    found = events(marked)
    hires = _distinct(e for e in found if e.kind == "hire")
    if (
        len(hires) > 1
    ):  # the day the Labour Contract Law took effect is named in arguments, hardly ever a hire
        hires = [e for e in hires if e.when != PartialDate(2008, 1, 1)]
    again = [e for e in found if e.kind == "resume"]
    transfers = [e for e in found if e.kind == "transfer"]
    if again:
        hires = again[-1:]
    if len(hires) > 1:  # another post with the same employer
        hires = [hires[0], *(e for e in hires[1:] if not _promotion(marked, e))]
    if len(hires) > 1 and not MERGE.search(marked.folded):
        hires = _after_a_break(hires, found)
    hire = _choose_hire(marked, case, hires, transfers)
    if hire is not None:  # an ending before the hire was another job's
        early = [e for e in found if e.kind == "end" and e.when.last() < hire.when.first()]
        others = [e for e in found if e.kind == "end" and e not in early]
        if others or all(_ELSEWHERE.search(_sentence(marked, e)) for e in early):
            found = [e for e in found if e not in early]
    end = _choose_end(marked, case, found)
    if hire is not None and end is not None:
        rivals = [
            e.quantity.raw
            for e in found
            if e.kind == "end"
            and e.weight >= 2
            and e.when.exact
            and e.when.first() > hire.when.first()
            and abs((e.when.first() - end.when.first()).days) > 35
        ]
        if rivals:
            case.doubts.append(
                f"看到的离职日期有几个（{'、'.join([end.quantity.raw, *rivals])}），请用 --set 解除日=… 指明"
            )
    _add(case, "入职日", "解除日", hire, end)
    if hire is None or end is None:
        _read_length(marked, case)
    for event in found:
        if (
            event.kind == "claim"
            and "申请仲裁日" not in case.facts
            and re.search(r"仲裁", _after(marked, event))
        ):
            value = event.when
            if (
                "年" not in event.quantity.raw
                and end is not None
                and value.last() < end.when.first()
                and value.month
            ):
                later = value.month >= (end.when.month or 1)  # 5月份去仲裁: the first May after the ending
                value = PartialDate(end.when.year + (not later), value.month, value.day)
            case.facts.add(
                Fact(
                    "申请仲裁日",
                    value.first(),
                    span=event.quantity.span,
                    note="" if value.exact else "仅至月",
                )
            )


_ELSEWHERE = re.compile(r"(?:原|前|老|上一?家|前一?家)(?:用人)?(?:单位|公司|东家|厂)")


def _sentence(marked: Marked, event: Event) -> str:
    start, end = marked.sentence(event.quantity.start)
    return marked.folded[start:end]


def _after(marked: Marked, event: Event) -> str:
    return marked.folded[event.quantity.end : event.quantity.end + 24]


def _after_a_break(hires: list[Event], found: list[Event]) -> list[Event]:
    """The hires that follow the last time the worker had left and come back."""
    last = hires[-1].when.first()
    left = [
        e.when.first() for e in found if e.kind == "end" and hires[0].when.first() < e.when.first() <= last
    ]
    return [e for e in hires if e.when.first() >= max(left)] if left else hires


def _promotion(marked: Marked, event: Event) -> bool:
    """Whether a date only gives the worker another post: 2021年3月起担任车间主任."""
    words = marked.folded[event.quantity.end : marked.clause(event.quantity.end)[1]]
    return bool(
        re.match(r"(?:起|,|，)*(?:被)?(?:升|晋|改|调|转|提拔|竞聘|聘)?(?:任|为|担任|任职)", words)
    ) and not re.search(r"公司|厂|单位|店|中心|入职|集团", words)


def _distinct(candidates) -> list[Event]:
    seen: dict[PartialDate, Event] = {}
    for event in candidates:
        if event.when not in seen or seen[event.when].weight < event.weight:
            seen[event.when] = event
    exact = {(e.when.year, e.when.month) for e in seen.values() if e.when.exact}
    kept = [e for e in seen.values() if e.when.exact or (e.when.year, e.when.month) not in exact]
    return sorted(kept, key=lambda e: e.when.first())


def _choose_hire(marked: Marked, case: Case, hires: list[Event], transfers: list[Event]) -> Event | None:
    if not hires:
        terms = [e for e in events(marked) if e.kind == "term_start"]
        renewed = re.search(
            r"首份|第一份|续(?:签|订)(?:一|两|了|至)|最后一(?:份|次)|多次(?:续|签)", marked.folded
        )
        if len(terms) == 1 and not renewed:
            return terms[0]
        signed = [
            e
            for e in events(marked)
            if e.kind in ("sign", "transfer") and not re.search(r"[补续]|调|转入|划", _after(marked, e))
        ]
        if (
            not terms
            and signed
            and signed[0].quantity.start
            == min(q.start for q in marked.between(0, len(marked.folded), "date"))
        ):
            return signed[0]
        return None
    if len(hires) == 1 and not transfers:
        return hires[0]
    if MERGE.search(marked.folded) or MERGE_PAID.search(marked.folded) or len(hires) == 1:
        return _after_settled(marked, sorted([*hires, *transfers], key=lambda e: e.when.first()))
    top = max(e.weight for e in hires)
    best = [e for e in hires if e.weight == top]
    if len(best) == 1:
        return best[0]
    case.doubts.append(
        "入职时间有几个：" + "、".join(e.quantity.raw for e in best) + "，不能确定从哪一天起算"
    )
    return None


def _after_settled(marked: Marked, chain: list[Event]) -> Event:
    """The first day of the service that no earlier employer has settled (实施条例第10条)."""
    groups: list[list[Event]] = []
    for event in chain:
        if groups and (event.when.first() - groups[-1][-1].when.first()).days <= 40:
            groups[-1].append(event)
        else:
            groups.append([event])
    start = groups[0][0]
    for group in groups[1:]:
        region = marked.folded
        if MERGE_PAID.search(region) and NOT_PAID.search(region):  # one employer paid, another did not
            places = [e.quantity.start for e in group]
            region = region[marked.sentence(min(places))[0] : marked.sentence(max(places))[1]]
        if MERGE_PAID.search(region) and not NOT_PAID.search(region):
            start = ([e for e in group if e.kind == "hire"] or group)[-1]
    if start.kind == "transfer":  # signed with the new employer the day after
        day = start.when.first()
        signed = [
            e
            for e in events(marked)
            if e.kind == "sign" and e.when.exact and 0 < (e.when.first() - day).days <= 5
        ]
        start = signed[0] if signed else start
    return start


def _choose_end(marked: Marked, case: Case, found: list[Event]) -> Event | None:
    ends = [e for e in found if e.kind == "end"]
    if not ends:
        terms = [e for e in found if e.kind == "term_end"]
        if terms and re.search(r"期满|到期|届满|不再?续", marked.folded):
            return max(terms, key=lambda e: e.when.first())
        return None
    ends = [e for e in ends if e.when.exact] or ends
    top = max(e.weight for e in ends)
    best = _distinct(e for e in ends if e.weight == top)
    # 先通知、后解除：the contract ends on the later of the dates tied to ending it
    return best[-1]


def _add(case: Case, first_name: str, last_name: str, first: Event | None, last: Event | None) -> None:
    """Add both dates; vague ones (month only) only where every day of the month gives the same months."""
    if first is not None and last is not None and last.when.last() < first.when.first():
        case.doubts.append(
            f"看到的离职日期{last.quantity.raw}早于入职日期{first.quantity.raw}，请用 --set 入职日=… --set 解除日=… 指明"
        )
        return
    vague = [e for e in (first, last) if e is not None and not e.when.exact]
    if vague and first is not None and last is not None:
        if first.when.month is None or last.when.month is None:
            for name, event in ((first_name, first), (last_name, last)):
                if event.when.exact:  # one day known for certain still serves other heads
                    case.facts.add(Fact(name, event.when.first(), span=event.quantity.span))
            return
        from lexcalc.law.service import severance_months

        readings = {
            severance_months(a, b)
            for a in (first.when.first(), first.when.last())
            for b in (last.when.first(), last.when.last())
            if a <= b
        }
        if len(readings) != 1:
            return
    elif vague:
        vague_event = vague[0]
        if vague_event.when.month is None:
            return
    for name, event in ((first_name, first), (last_name, last)):
        if event is not None:
            case.facts.add(
                Fact(
                    name,
                    event.when.first(),
                    span=event.quantity.span,
                    note="" if event.when.exact else "仅至月",
                )
            )


def _read_length(marked: Marked, case: Case) -> None:
    """工作年限 from a stated length: ``干了五年零三个月``, ``工作年限为8年``, ``工龄6年2个月``."""
    hit = marked.first(
        r"(?:本单位)?(?:工作年限|连续工龄|本企业工龄|司龄)(?:共计|合计|为|是|共|达|满|有|计)*{T}",
        r"(?:工作|干|做|上班|服务|任职|待)(?:了|满|共|总共|已|已经|到现在|刚好|正好|整整|前后)*{T}(?![^。,，]{0,4}(?:试用|内|后))",
        r"(?:前后|一共|总共|共)(?:干|做|工作|上班)了?{T}",
    )
    if hit and re.search(
        r"(?:前|上|另|头)一?家|原单位|别的|其他|(?:之|以|此)前|老东家|老单位|原来的",
        marked.folded[marked.clause(hit.match.start())[0] : hit.q[0].start],
    ):
        hit = None
    if hit and re.search(
        r"(?:没|不|未|不足)[^。,，；]{0,4}$|累计|总共",
        marked.folded[max(0, hit.match.start() - 5) : hit.q[0].start],
    ):
        hit = None
    if hit and isinstance(hit.q[0].value, Duration) and not hit.q[0].approx:
        case.facts.add(Fact("工作年限", hit.q[0].value, span=hit.q[0].span))
