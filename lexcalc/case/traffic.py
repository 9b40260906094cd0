"""The traffic reader: case text → facts of a road-accident claim, what is asked, and doubts that forbid an answer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.traffic_aids import read_aids
from lexcalc.case.traffic_asked import refine
from lexcalc.case.traffic_dependants import read_dependants
from lexcalc.case.traffic_flags import read_flags, read_ride, read_seat
from lexcalc.case.traffic_income import read_idle, read_income
from lexcalc.case.traffic_insurance import read_insurance, read_victim_kind
from lexcalc.case.traffic_liability import read_liability, read_ratio
from lexcalc.case.traffic_losses import read_losses
from lexcalc.case.traffic_paid import read_paid
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_people import read_age, read_birth, read_grades
from lexcalc.case.traffic_settle import settle_losses
from lexcalc.case.traffic_statistics import read_base, read_figures, settle_figures
from lexcalc.case.traffic_text import View
from lexcalc.case.traffic_unusual import read_unusual
from lexcalc.case.traffic_vehicles import Fleet, read_fleet
from lexcalc.case.traffic_victims import read_shares

_CRASH = r"出险|撞|事故|碰|刮|碾|轧|追尾|车祸|侧翻|驾驶|驾车|的事|出事|剐|蹭|带倒|别倒|挂倒|顶(?:翻|倒|飞)|压(?:到|伤|断|死)|夹伤|挤伤|受伤(?!之)"
# how people are on the road: the first date of a story that moves there is that of the accident
_ON_ROAD = re.compile(r"车|骑|过马路|步行|走路|行走|路口|路段|人行道|斑马线|公路|高速")
_NOT_CRASH = re.compile(
    r"出生|^生(?!活|效)|(?<!发)生于|投保|保险期|期间|止|定残|评残|鉴定|辩论|开庭|判决|起诉|立案|受理|施行|生效|出院|退休|登记|购买|领取|去世(?!.{0,6}撞)|病故|入职|现在|今天"
)
_SWITCHES = (date(2008, 2, 1), date(2020, 9, 19), date(2022, 5, 1))


def read_facts(marked: Marked, case: Case) -> None:
    """Fill facts, refine what is asked, append doubts; each part marks the quantities it has explained."""
    question = case.asked.span or (len(marked.folded), len(marked.folded))
    view = View(marked, question)
    parties = Parties(view)
    view.name(parties.motor, parties.victim)
    accident = view.accident = _accident(view, case)
    trial = _trial(view, case)
    fleet, told = Fleet(view, parties), False
    if fleet.vehicles:
        told = read_fleet(view, case, fleet)
    if not told:
        read_liability(view, case, parties)
    read_insurance(view, case, told)
    shares = read_shares(view, case, parties)
    read_victim_kind(view, case)
    settle_figures(view, case, read_figures(view), trial, accident)
    read_base(view, case)
    read_grades(view, case)
    read_flags(view, case)
    read_birth(view, case)
    read_dependants(view, case)
    read_age(view, case, parties)
    read_idle(view, case)
    read_income(view, case)
    read_ride(view, case)
    read_paid(view, case, fleet if told else None)
    read_seat(view, case)
    if not told:
        read_ratio(view, case, parties)
    read_aids(view, case)
    losses = read_losses(view)
    refine(view, case, parties, fleet if told else None)
    settle_losses(view, case, losses)
    read_unusual(view, case, told, shares)


def _accident(view: View, case: Case) -> PartialDate | None:
    """事故日; a date known to the month or year only is kept where no legal regime changes inside it."""
    best: tuple[int, Quantity] | None = None
    days: set[PartialDate] = set()  # those told most plainly
    for q in view.quantities:
        if q.kind != "date" or not isinstance(q.value, PartialDate) or q.value.year < 2000:
            continue
        begin, end = view.sentence_at(q.start)
        before, after = (
            view.text[max(begin, q.start - 200) : q.start],
            view.text[q.end : min(end, q.end + 200)],
        )
        before, after = (re.sub(r"\([^()]*\)", "", side) for side in (before, after))
        near = re.sub(r"\([^()]*\)", "", view.before(q.start, 24))[-8:]  # 我爸(1959年7月出生)2024年4月2日
        if re.match(
            r"(?:零时|凌晨零点|0时)?(?:起|以后|以前|之后|之前|[前后](?:发生)?的|后发生|前发生)(?:施行|实施|适用)?",
            after,
        ) and not re.match("起", after):
            continue  # 2020年9月19日零时以后的事故: a rule, not this accident
        if _NOT_CRASH.search(near) or _NOT_CRASH.match(after[:8].lstrip("，日起至")):
            continue
        crash = re.search(_CRASH, after[:60])
        if (
            (crash is not None and "Ⓓ" not in after[: crash.start()])
            or (
                re.search(r"(?:事故|车祸|碰撞|相撞)[^Ⓓ]{0,24}$", before)
                and re.search(r"于|在|时间|日期|[是为]$", view.before(q.start, 6))
            )
            or re.search(r"(?:事发|出险)(?:于|时间|日期|在|时)?[是为:]?$", before)
        ):
            rank = 0
        elif re.search(_CRASH, before + after) and "Ⓓ" not in before + after:
            rank = 4  # somewhere in the same sentence, which has no other date
        elif (clause := view.clause_at(q.start)) and re.fullmatch(
            r"(?:事故)?(?:时间|日期|是)?Ⓓ▪*(?:的事故|的事|的|发生的?|事故)?", clause.text
        ):
            rank = 6  # a date by itself: 后车全责，2024年2月。
        elif q.value.month and begin < view.question[0] and _ON_ROAD.search(after[:60]) and best is None:
            rank = 8
        else:
            continue
        rank += (0 if view.is_fact(q.start) else 2) + (not q.value.exact)
        if rank == 0:
            days.add(q.value)
        if best is None or rank < best[0]:
            best = (rank, q)
    if best is None:
        return None
    q = best[1]
    value: PartialDate = q.value
    spread = [day.first() for day in days]
    if spread and any(min(spread) < day <= max(spread) for day in _SWITCHES):
        case.doubts.append("事故日期有多种说法，而限额或标准恰在其间变更")
    if value.month is None:
        case.facts.add(Fact("事故年份", Fraction(value.year), span=q.span))
    elif value.exact:
        case.facts.add(Fact("事故日", value.first(), span=q.span))
    elif not any(value.first() < day <= value.last() for day in _SWITCHES):
        case.facts.add(Fact("事故日", value.first(), span=q.span, note="仅至月"))
    else:
        case.doubts.append("事故日期只写到月，而限额或标准恰在其间变更")
    return value


def _trial(view: View, case: Case) -> date | None:
    """一审辩论终结日: only its year matters, so a month or a year is enough."""
    patterns = (
        r"{D}，?[^。;，ⒹⓂ]{0,16}?(?:法庭)?(?:[就将]要?)?辩论(?:终结|结束|完)|辩论(?:终结|结束)(?:日|时|于|之日|时间|日期)*(?:为|是|在|:)*{D}",
        r"辩论[^。;，Ⓓ]{0,4}{D}[^。;，]{0,4}(?:终结|结束)",
        r"{D}[^。;，Ⓓ]{0,10}?(?:一审)?(?:公开)?(?:开(?:完|过|了)?庭|庭审|审理终结|审结|开的庭|判决|宣判|作出判决)|(?:开庭|庭审|审理|判决)(?:时间|日期)?(?:为|是|在|于|定在|:)*{D}",
        r"(?:现在|今天|目前|眼下)是?\(?{D}",
        r"{D}[^。;，Ⓓ]{0,10}?(?:起诉|诉至|打官司|提起诉讼)",
    )
    if month := re.search(
        r"辩论[^。;，]{0,3}[当同]月(?:终结|结束)|[当同]月[^。;，]{0,6}辩论(?:终结|结束)", view.text
    ):
        told = [q for q in view.quantities if q.kind == "date" and q.end <= month.start() and q.value.month]
        if told:
            day = told[-1].value.first()
            case.facts.add(Fact("一审辩论终结日", day, span=told[-1].span, note="仅至月"))
            return day
    for pattern in patterns:
        for match, (q, *_) in view.hits(pattern):
            clause = view.clause_at(q.start)
            if isinstance(q.value, PartialDate) and (
                clause is None or clause.level not in ("claim", "rejected") or "辩论" in match[0]
            ):
                day = q.value.first()
                note = "" if q.value.exact else "仅至月" if q.value.month else "仅至年"
                case.facts.add(Fact("一审辩论终结日", day, span=q.span, note=note))
                return day
    return None
