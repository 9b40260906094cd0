"""How long was nursed, by how many, and at which rate."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_losses import Found, Losses, read_people
from lexcalc.case.traffic_text import COUNT, Clause, View, count

_FACT = ("found", "court")


def nursing(view: View, case: Case, losses: Losses, stay: Found | None) -> None:
    """护理人数 and, when hospital and home differ, 护理段."""
    if "护理费" in case.facts:
        if view.carers:
            _beside(view, case)
        else:
            _after_hospital(view, case)
        return
    if view.carers:
        _with_carers(view, case, losses, stay)
        return
    people = read_people(view, losses)
    if stages := _stages(view, stay):
        case.facts.add(stages)
        return
    rate = case.facts.value("护理日标准")
    segments: list[Entry] = []
    ward: list[Entry] = []  # those in hospital: together they last as long as the stay
    span: tuple[int, int] | None = None
    for clause in view.clauses:
        if clause.level not in _FACT:
            continue
        for lead, number, where in people:
            if where is not clause:
                continue
            times = [
                q
                for q in view.marked.between(clause.start, clause.end, "duration")
                if q.start in view.at and not q.approx
            ]
            if len(times) > 1:  # 两人护理20天、一人护理40天: each piece of the list by itself
                at = clause.start + len(lead)
                piece = next((p for p in clause.pieces if p.start <= at < p.end), None)
                own_times = [t for t in times if piece and piece.start <= t.start < piece.end]
                if piece and len(own_times) == 1:
                    times, lead = own_times, lead[max(0, piece.start - clause.start) :]
            days = None
            inside = [s for s in segments if s in ward]
            if stay is not None and re.search(
                r"(?:其余|剩余|余下|剩下|之?后)[^，。;]{0,6}住院|住院[^，。;]{0,4}(?:其余|剩余|余下)", lead
            ):
                days = stay.value - sum((s["天数"] for s in inside), Fraction(0))
            elif re.search(r"住院|院内|期间", lead) and stay is not None and not re.search("出院", lead):
                days = stay.value
            elif len(times) == 1 and times[0].value.days and not times[0].value.months:
                days = Fraction(times[0].value.days)
            elif len(times) == 1 and times[0].value.months and not times[0].value.days:
                days = Fraction(times[0].value.months * 30)
            own = _local_rate(view, clause, [w for _, _, w in people]) or rate
            if days is not None and isinstance(own, Fraction):
                segments.append({"天数": days, "日标准": own, "人数": Fraction(number)})
                if not re.search("出院|回家|再需", lead):
                    ward.append(segments[-1])
                span = span or clause.span
                for q in times:
                    view.use(q, "time")
    if len(segments) > 1 and span:
        total = sum((s["天数"] for s in ward), Fraction(0))
        if (
            stay is not None
            and len(ward) > 1
            and total > stay.value
            and any(s["天数"] == stay.value for s in ward)
        ):
            case.doubts.append("护理各段的天数相互重叠")
        case.facts.add(Fact("护理段", segments, span=span))
        return
    if not people and (turns := _turns(losses)):
        case.facts.add(Fact("护理段", turns[0], span=turns[1]))
        return
    if rest := _rest_of_period(view, case, people, stay):
        case.facts.add(rest)
        return
    both = re.search(r"(?:雇|请)(?:了|请|佣)*[^。;，]{0,4}(?:护工|保姆|人护理|人照)", view.text)
    if (
        both
        and re.search(r"由[^。;，]{1,8}护理", view.text)
        and re.search(r"其余|其后|此后|之后|剩下|出院后", view.text)
    ):
        case.doubts.append("亲属护理与雇请护工的期间未能分段读出")
    numbers = {n for _, n, w in people if w.level in _FACT}
    if len(numbers) == 1:
        _, number, where = people[0]
        case.facts.add(Fact("护理人数", Fraction(numbers.pop()), span=where.span))
    elif len(numbers) > 1:
        case.doubts.append(
            "护理人数有多种，未能分段读出"
        ) if not case.asked.heads or "护理费" in case.asked.heads else None
    if "护理天数" not in case.facts and "护理日标准" in case.facts:
        for _, (q, *_) in view.hits(r"(?:照[顾护料]|陪床|伺候)(?:了|我|他|她|孩子)?[^。;，Ⓣ]{0,6}{T}"):
            if view.is_fact(q.start) and q.value.days and not q.value.months and not q.value.years:
                case.facts.add(Fact("护理天数", Fraction(q.value.days), span=q.span))
    hospital = r"住院(?:期间|时|的时候|那几天|这几天|那些天|那段|的日子)[^。;]{0,14}(?:护理|陪护|护工|照[顾护])|护理[^。;]{0,14}住院(?:期间|天数|那|这|的)"
    if (
        "护理天数" not in case.facts
        and "护理日标准" in case.facts
        and stay is not None
        and re.search(hospital, view.text)
    ):
        case.facts.add(Fact("护理天数", stay.value, span=stay.span, note="按住院天数"))


_INSIDE = re.compile(r"住院(?!伙食|费|押金|号)|院内|病房|ICU|监护室|陪床")
_AFTER = re.compile(
    r"出院(?:以|之)?后|出了院|回家(?:以|之)?后|回到家|此后|其后|之后(?!的)|剩余|余下|其余|后面的?(?=Ⓣ)|院外|(?:再|继续|另|还)(?:需要?|要|行|由[^，。;]{1,4})*(?:护理|陪护|照[顾料看护])(?=[^。;，]{0,3}Ⓣ)"
)
_CARE_WORD = re.compile(r"护理|陪护|护工|看护|照[顾料护看]|陪床|伺候|人陪|保姆|陪[着了]?[我他她]")


@dataclass
class _Stage:
    """What is told of the care in hospital or after it."""

    days: set[Fraction] = field(default_factory=set)
    rates: set[Fraction] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    used: list[Quantity] = field(default_factory=list)


def _stages(view: View, stay: Found | None) -> Fact | None:
    """护理段 where care in hospital and after it are told apart by their words, each with its days, rate and number."""
    if stay is None:
        return None
    stages = {"in": _Stage(), "out": _Stage(), "": _Stage()}
    stage, sentence, about = "", -1, False
    for clause in view.clauses:
        if view.question[0] <= clause.start < view.question[1] or clause.level not in _FACT:
            continue
        text = clause.text
        if clause.sentence != sentence:
            sentence = clause.sentence
            begin, end = view.sentences[sentence]
            about = bool(_CARE_WORD.search(view.text[begin:end]))
            stage = stage if stage != "later" and re.match(r"(?:由|请|每|护)", text) else ""
        if not about:
            continue
        if re.search(r"残后|依赖", text):
            stage = "later"
        cuts = sorted(
            [(m.start(), "in") for m in _INSIDE.finditer(text)]
            + [(m.start(), "out") for m in _AFTER.finditer(text)]
        )
        if stage == "later" and not cuts:
            continue
        marks = [(0, stage), *cuts]
        for index, (left, name) in enumerate(marks):
            right = marks[index + 1][0] if index + 1 < len(marks) else len(text)
            stage = name
            if name not in stages:
                continue
            _note(view, stages[name], clause.start + left, clause.start + right, text[left:right], stages[""])
    inside, after, common = stages["in"], stages["out"], stages[""]
    if not inside.rates and not common.rates and re.search(r"每人每[天日]|每[天日]每人", view.text):
        common.rates = set(after.rates)
    inside.days.add(stay.value)
    total = {d for d in common.days if d > stay.value}
    if not after.days and len(total) == 1:
        after.days = {total.pop() - stay.value}
    entries: list[Entry] = []
    for each in (inside, after):
        rates = each.rates or common.rates
        people = each.people or common.people or {1}
        if len(each.days) != 1 or len(rates) != 1 or len(people) != 1:
            return None
        entries.append({"天数": min(each.days), "日标准": min(rates), "人数": Fraction(min(people))})
    if (entries[0]["日标准"], entries[0]["人数"]) == (entries[1]["日标准"], entries[1]["人数"]):
        return None  # one rate and one number: the period as a whole says it
    for each in stages.values():
        for q in each.used:
            view.use(q, "rate" if q.kind == "money" else "time")
    return Fact("护理段", entries, span=stay.span)


def _note(view: View, stage: _Stage, start: int, end: int, text: str, common: _Stage) -> None:
    """Take the days, the daily rate and the number of carers from one stretch of a clause."""
    for q in view.marked.between(start, end):
        if q.start not in view.at or q.approx or re.search(r"误工|休息|营养|伙食", view.before(q.start, 8)):
            continue
        if q.kind == "duration" and isinstance(q.value, Duration) and not q.value.years:
            days = Fraction(q.value.days + 30 * q.value.months)
            if days > 1 and not (q.value.days and q.value.months) and days != 365:
                whole = re.search(
                    r"(?:护理期限?|护理时间|总计|合计|共)[^，。;Ⓣ]{0,8}$", view.before(q.start, 16)
                )
                own = stage if not whole or _AFTER.search(text[: q.start - start]) else common
                own.days.add(days)
                stage.used.append(q)
        elif q.kind == "money" and q.per == "day" and q.value >= 20:
            stage.rates.add(q.value)
            stage.used.append(q)
    pattern = rf"(?:由|需要?|要|按|为|共|安排|请了?|留|计|医嘱)?(?<![第某])({COUNT})(?:名|个|位)?(?:家属|亲属|护工|护理人员|人)(?:护理|陪护|看护|陪床|照[顾料看护]|陪|，|$|;)"
    for match in re.finditer(pattern, text):
        number = count(match[1])
        if number and number <= 4:
            stage.people.add(number)


_THEN = r"出院(?:以|之)?后[^。;Ⓣ]{0,12}?{T}[^。;]{0,16}?(?:护理|陪护|照[顾料看])[^;。]{0,60}?{M}"


def _after_hospital(view: View, case: Case) -> None:
    """A nurse's bill for the hospital and, for so many days after it, a daily rate: both are nursing."""
    paid = case.facts.get("护理费")
    if paid is None or not isinstance(paid.value, Fraction) or paid.note or not paid.span:
        return
    for match, (time, rate) in view.hits(_THEN):
        if (
            rate.per != "day"
            or not view.is_fact(rate.start)
            or not view.is_fact(time.start)
            or time.value.years
        ):
            continue
        days = time.value.days + 30 * time.value.months
        if match.start() < paid.span[0] or days * rate.value == paid.value:
            continue
        if (
            re.search("共|合计|总", view.before(paid.span[0], 8))
            and "住院" not in view.text[max(0, paid.span[0] - 30) : paid.span[0]]
        ):
            continue
        for q in (time, rate):
            view.use(q, "time")
        case.facts.add(
            Fact("护理费", paid.value + days * rate.value, span=paid.span, note="住院护工费及出院后护理")
        )
        return
    rates = [q for q in view.quantities if q.kind == "money" and q.per == "day" and view.is_fact(q.start)
             and re.search("护", view.text[max(view.sentence_at(q.start)[0], q.start - 30) : q.start])]  # fmt: skip
    times = {
        Fraction(q.value.days + 30 * q.value.months)
        for q in view.quantities
        if q.kind == "duration" and isinstance(q.value, Duration) and not q.value.years
    }
    clause = view.clause_at(paid.span[0])
    if (
        rates
        and not (clause and clause.level == "court")
        and not any(q.value * t == paid.value for q in rates for t in times)
    ):
        case.doubts.append("护理费既有数额又有每日标准，未能确定是否相加")


def _beside(view: View, case: Case) -> None:
    """The wages that a relative lost after hospital stand beside what was paid to a nurse in hospital."""
    paid, lost = case.facts.get("护理费"), {q.value for q in view.carers}
    if (
        paid is None
        or not isinstance(paid.value, Fraction)
        or paid.note.startswith("护理人员")
        or len(lost) != 1
    ):
        return
    hired = paid.span and re.search("护工|雇|请", view.text[max(0, paid.span[0] - 40) : paid.span[0]])
    if hired and _AFTER.search(view.text[max(0, view.carers[0].start - 40) : view.carers[0].start]):
        case.facts.add(
            Fact("护理费", paid.value + lost.pop(), span=paid.span, note="护工报酬及护理人员实际减少的收入")
        )
    elif paid.value not in lost:
        case.doubts.append("护理人员减少的收入是否已含在护理费内，题面没有写明")


def _rest_of_period(
    view: View, case: Case, people: list[tuple[str, int, Clause]], stay: Found | None
) -> Fact | None:
    """护理期共60日，住院31日二人，出院后一人: the rest of the whole period is nursed by the other number."""
    whole = rf"护理(?:期限?|时间|期间)(?:为|是|共|计)*{{T}}，?其中(?:前|首|术后|住院)?(?:期间)?{{T}}[^。;，]{{0,10}}?(?P<one>{COUNT})(?:名|个)?人[^。;，]{{0,8}}，(?:其余|余下|剩余|之后|此后)[^。;，]{{0,10}}?(?P<two>{COUNT})(?:名|个)?人"
    for match, (total, first) in view.hits(whole):
        price = case.facts.value("护理日标准")
        parts = [Fraction(q.value.days + 30 * q.value.months) for q in (total, first)]
        counts = [count(match["one"]), count(match["two"])]
        if isinstance(price, Fraction) and all(counts) and parts[0] > parts[1] > 0:
            for q in (total, first):
                view.use(q, "time")
            spans = zip((parts[1], parts[0] - parts[1]), counts, strict=True)
            entries = [
                {"天数": days, "日标准": price, "人数": Fraction(number or 0)} for days, number in spans
            ]
            return Fact("护理段", entries, span=match.span())
    days, rate = case.facts.value("护理天数"), case.facts.value("护理日标准")
    if stay is None or not isinstance(days, Fraction) or not isinstance(rate, Fraction) or days <= stay.value:
        return None
    inside, after = set(), set()
    for lead, number, clause in people:
        if clause.level not in _FACT:
            continue
        if re.search(r"出院|其余|剩余|余下|其后|之后", lead):
            after.add(number)
        elif re.search(
            r"住院|术后|院内",
            view.text[max(view.sentences[clause.sentence][0], clause.start - 24) : clause.end],
        ):
            inside.add(number)
    if (
        len(inside) != 1
        or len(after) != 1
        or not re.search(
            r"护理(?:期|时间)[^。;]{0,40}(?:其中|总计|共|自受伤|含)|(?:总计|共)[^。;，]{0,6}护理|其余|剩余|余下",
            view.text,
        )
    ):
        return None
    entries: list[Entry] = [
        {"天数": stay.value, "日标准": rate, "人数": Fraction(inside.pop())},
        {"天数": days - stay.value, "日标准": rate, "人数": Fraction(after.pop())},
    ]
    return Fact("护理段", entries, span=stay.span)


def _with_carers(view: View, case: Case, losses: Losses, stay: Found | None) -> None:
    """A relative's lost wages (actual reduction) and, for the time after hospital, a hired nurse by the day."""
    lost = {q.value for q in view.carers}
    rates = {f.value for f in losses.rates.get("护理费", []) if f.clause.level in _FACT}
    days = {f.value for f in losses.days.get("护理费", []) if f.clause.level in _FACT}
    days |= {f.value * 30 for f in losses.months.get("护理费", []) if f.clause.level in _FACT}
    if stay is not None:
        days.discard(stay.value)
    spot = view.carers[0]
    if len(lost) == 1 and not rates and not days:
        value = lost.pop()
    elif (
        len(lost) == 1
        and len(rates) == 1
        and len(days) == 1
        and stay is not None
        and re.search(r"出院", view.text)
    ):
        value = lost.pop() + rates.pop() * days.pop()
    else:
        case.doubts.append("护理人员的误工损失与雇请护工的费用未能分段读出")
        return
    case.facts.add(Fact("护理费", value, span=spot.span, note="护理人员实际减少的收入及护工报酬"))


def _turns(losses: Losses) -> tuple[list[Entry], tuple[int, int]] | None:
    """护工12天，每天200元；出院后照顾30天，每天120元: lengths and rates in turn are stretches of nursing."""
    times = [(f.start, f.value, f) for f in losses.days.get("护理费", []) if f.clause.level in _FACT]
    times += [(f.start, f.value * 30, f) for f in losses.months.get("护理费", []) if f.clause.level in _FACT]
    rates = [(f.start, f.value, f) for f in losses.rates.get("护理费", []) if f.clause.level in _FACT]
    rates.sort(key=lambda r: r[0])
    times.sort(key=lambda t: t[0])
    if len(times) != len(rates) or len(times) < 2:
        return None
    order = sorted([(t[0], "t") for t in times] + [(r[0], "r") for r in rates])
    kinds = "".join(kind for _, kind in order)
    if kinds not in ("tr" * len(times), "rt" * len(times)):
        return None
    entries: list[Entry] = [
        {"天数": t[1], "日标准": r[1], "人数": Fraction(1)} for t, r in zip(times, rates, strict=True)
    ]
    return entries, (order[0][0], max(times[-1][2].end, rates[-1][2].end))


def _local_rate(view: View, clause: Clause, others: list[Clause]) -> Fraction | None:
    """The daily rate written for one stretch of nursing: in its clause or before the next stretch begins."""
    following = [c.start for c in others if c.start > clause.start]
    end = min([view.sentences[clause.sentence][1], *following])
    rates = {
        q.value
        for q in view.quantities
        if clause.start <= q.start < end and q.kind == "money" and q.per == "day" and not q.approx
    }
    return rates.pop() if len(rates) == 1 else None
