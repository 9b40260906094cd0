"""Wages and averages of a work-injury case: which stated sum is which fact, and what stands in for which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.work_injury_events import Events
from lexcalc.case.work_injury_labels import Labelled, Reader, whole_months

_END = re.compile(r"解除|终止|离职|辞(?:的|了)?职|期满|到期|走(?:人|的)")
_HURT = re.compile(r"受伤|事故(?!发生地|地|所在)|工伤|出事|伤时|死亡|工亡|去世|遇难")
_GRADED = re.compile(r"评残|定残|鉴定|评定")
_AT_THAT_TIME = re.compile(r"(?:时|时候|那会儿?|当时)$")
_YEARLY = re.compile(r"年度?(?:人)?(?:平均|均)(?!月)|年工资|年收入|年薪|全年")
_MONTHLY = re.compile(r"月")
_YEARLY_FROM = 25_000  # an average wage above this without 月 can only be a yearly one
_YEARLY_OLD = 9_000  # the yearly averages up to the year that _SMALL_UNTIL names were of this order
_SMALL_UNTIL = 2008
_YEARLY_LEAST = 20_000  # 上年平均工资七千四 is a month's
_TOTAL = re.compile(
    r"加起来|加一块儿?|拢共|加总|合计|共计|总计|总额|累计|总共|一共|总和|总收入|总工资|工资总|收入总"
)
_LENGTH = re.compile(r"Ⓣ")
_PAID_OUT = re.compile(
    r"(?:停工|留薪|养伤|休养|期间|期内|[前头后第]Ⓣ▪*|这Ⓣ▪*|其间)[^。；Ⓜ]{0,30}(?:支付|(?<![应实])发放?|付|打|给|转)[^。；，Ⓜ]{0,8}$|(?:仅|只|改)[^。；，Ⓜ]{0,4}(?:支付|(?<![应实])发放?|付|打|给|转)[^。；，Ⓜ]{0,8}$|(?:改成|改为|降[为到至成])[^。；，Ⓜ]{0,8}$"
)
_PAYS = re.compile(
    r"(?:单位|公司|厂|老板|店|被告|流水)[^。；，Ⓜ]{0,14}(?:每个?月|按月|按|即)[^。；，Ⓜ]{0,8}$|(?:支付|发放?|付|打|给|转账?|少发)(?:了|给|其|[我他她])*$"
)
_NURSE = re.compile(r"护工|护理|保姆|陪护|房租")
_PAYS_AFTER = re.compile(r"^(?:元)?(?:/月|每月|一个月)?(?:的)?(?:标准)?(?:予以)?(?:计发|发放|支付|发给)")
_WAGE_RANGE = (Fraction(300), Fraction(100_000))


@dataclass(frozen=True)
class Choice:
    """The sums that compete for one fact: their one value, or the fact that they disagree."""

    value: Fraction | None = None
    span: tuple[int, int] | None = None
    conflict: bool = False

    def __bool__(self) -> bool:
        return self.value is not None


def choose(candidates: Iterable[Labelled]) -> Choice:
    """One value if the firm, unclaimed candidates agree."""
    firm = [c for c in candidates if not c.claimed and not c.quantity.approx and c.quantity.per != "day"]
    if len({c.quantity.value for c in firm}) > 1:
        firm = [c for c in firm if not c.foreign]
    values = {c.quantity.value for c in firm}
    if not values:
        return Choice()
    if len(values) > 1:
        return Choice(conflict=True)
    first = firm[0].quantity
    return Choice(first.value, first.span)  # type: ignore[arg-type]


def _monthly(reader: Reader, candidates: Iterable[Labelled]) -> list[Labelled]:
    """Wages per month: a year's wage or the total of stated months is divided, what cannot be one is dropped."""
    low, high = _WAGE_RANGE
    result = []
    for found in candidates:
        value = found.quantity.value
        months = Fraction(1)
        if _totalled(found):
            lengths = _LENGTH.findall(found.context)
            dates = reader.marked.between(
                found.quantity.start - len(found.context), found.quantity.start, "date"
            )
            span = whole_months(*dates[-2:]) if not lengths and len(dates) >= 2 else None
            stated = Fraction(1 if "月工资" in found.words else 0)  # …组成，合计6,000元: a month's pay in all
            months = span or (Fraction(12) if len(lengths) == 1 else Fraction(0) if lengths else stated)
        elif re.search(r"年薪|年收入|全年工资", found.words) or re.match(r"(?:元)?/年", found.tail):
            months = Fraction(12)
        if months and low <= value / months <= high:  # type: ignore[operator]
            result.append(replace(found, quantity=replace(found.quantity, value=value / months)))  # type: ignore[operator]
    return result


def _totalled(found: Labelled) -> bool:
    """Whether a wage is the total of several months (一共7个月 is no total, 加起来平均 is a mean)."""
    near = found.context[-16:]
    if "，" in near and not _TOTAL.search(near.rsplit("，", 1)[0][-4:]):
        near = near.rsplit("，", 1)[1]
    near += found.words
    totals = list(_TOTAL.finditer(near))
    total = totals[-1] if totals else None
    if total is None or re.match(r"(?:是|有|为|享受)?Ⓣ", near[total.end() :]):
        return False
    return not re.search(r"平均|均|除以", near[total.end() :]) or "总" in total[0]


def _add(case: Case, name: str, choice: Choice, note: str = "") -> None:
    if choice.value is not None:
        case.facts.add(Fact(name, choice.value, span=choice.span, note=note))


def read_wages(reader: Reader, case: Case, events: Events) -> set[str]:
    """Add wages and averages; returns the facts whose stated values contradict one another."""
    unclear: set[str] = set()
    minimum = choose(reader.named("最低工资"))
    _add(case, "最低工资", minimum)
    if reader.marked.has(r"最低工资[^。；]{0,24}{M}[^。；Ⓜ]{0,16}(?:涨|调|提高|升)[^。；Ⓜ]{0,6}{M}"):
        unclear.add("最低工资")
    _averages(reader, case, events, unclear)
    _own(reader, case, unclear)
    if any(
        re.search(r"工资|缴费|平均|倍|标准", reader.text[slice(*reader.marked.clause(q.start))])
        for q in reader.differences
    ):
        unclear |= {"月缴费工资", "统筹地区月平均工资"}
    return unclear


def _own(reader: Reader, case: Case, unclear: set[str]) -> None:
    """The worker's own wage: as contribution base for the benefits, as actual wage for 停工留薪期."""
    by = {
        name: _monthly(reader, reader.named(name))
        for name in ("缴费", "本人", "前均", "原", "实发", "应发", "月")
    }
    _drop_payments(reader, by)
    _segments(reader, by)
    chosen = {name: choose(found) for name, found in by.items()}
    insured = case.facts.value("参保")
    if insured is False:
        order = ("本人", "前均", "应发", "缴费", "原", "月", "实发")
    else:
        order = ("缴费", "本人", "前均", "应发", "原", "月")
    base, base_name = _first(chosen, order)
    if base.conflict:
        unclear.add("月缴费工资")
    elif (
        insured is not False
        and base_name in ("应发", "原", "月")
        and _many(chosen, ("应发", "原", "月", "实发"))
    ):
        base = Choice()
    _add(case, "月缴费工资", base, "" if base_name in ("缴费", "本人") else "按题面所给工资")
    wage, _ = _first(chosen, ("原", "应发", "前均", "月", "本人", "缴费", "实发"))
    if wage.conflict:
        unclear.add("原月工资")
    _add(case, "原月工资", wage)


def _drop_payments(reader: Reader, by: dict[str, list[Labelled]]) -> None:
    """What the employer paid during the leave is no wage; what he merely pays is one only where none else is told."""
    loose = ("月", "应发", "实发", "前均")
    for name in loose:
        by[name] = [
            f for f in by[name] if not _PAID_OUT.search(f.context) and not _NURSE.search(f.context[-24:])
        ]
    leave = re.search(r"停工|留薪|养伤|休养|休息", reader.text)
    paid = {
        f.quantity.start
        for name in loose
        for f in by[name]
        if leave and f.quantity.start > leave.start()
        if _PAYS.search(f.context[-30:]) or _PAYS_AFTER.match(f.tail)
    }
    if any(f.quantity.start not in paid for name in ("原", "前均", "本人", "月", "应发") for f in by[name]):
        for name in loose:
            by[name] = [f for f in by[name] if f.quantity.start not in paid]


_SEGMENT = r"(?:前|头|后|末|其余|剩余|余下|另|其中|有)[^。；，ⓉⓂ]{0,3}{T}(?:[^。；ⓉⓂ]{0,16}){M}"


_SEGMENT_DATED = r"{D}(?:起)?(?:至|到|-|~|—){D}[^。；ⓉⓂⒹ]{0,18}{M}"


def _segments(reader: Reader, by: dict[str, list[Labelled]]) -> None:
    """Twelve months told in parts (头五个月每月4800，后七个月5400): their weighted mean replaces the parts."""
    parts: list[tuple[int, Fraction, Fraction]] = []
    for first, last, sum_ in reader.main_hits(_SEGMENT_DATED):
        months, amount = whole_months(first, last), sum_.value
        if months and months < 12 and isinstance(amount, Fraction):
            parts.append((sum_.start, months, amount))
    if sum(n for _, n, _ in parts) != 12:
        parts = []
    for span, sum_ in reader.main_hits(_SEGMENT):
        length, amount = span.value, sum_.value
        if (
            isinstance(length, Duration)
            and isinstance(amount, Fraction)
            and length == (0, length.months, 0)
            and length.months < 12
        ):
            parts.append((sum_.start, Fraction(length.months), amount))
    if len(parts) < 2 or len({reader.marked.sentence(start) for start, _, _ in parts}) > 1:
        return
    starts = {start for start, _, _ in parts}
    clause, _ = reader.marked.sentence(parts[0][0])
    name = "缴费" if re.search(r"缴费|基数|申报", reader.text[clause : parts[-1][0]]) else "前均"
    template = next((f for found in by.values() for f in found if f.quantity.start in starts), None)
    for key in by:
        by[key] = [f for f in by[key] if f.quantity.start not in starts]
    if sum(n for _, n, _ in parts) != 12 or template is None:
        return
    mean = sum((n * amount for _, n, amount in parts), Fraction(0)) / 12
    by[name].append(replace(template, quantity=replace(template.quantity, value=mean, approx=False)))


def actual_wage(reader: Reader) -> Choice:
    """The wage really earned, whatever was declared for contributions."""
    by = {
        name: choose(_monthly(reader, reader.named(name)))
        for name in ("本人", "前均", "应发", "原", "月", "实发")
    }
    return _first(by, tuple(by))[0]


def _first(chosen: dict[str, Choice], order: tuple[str, ...]) -> tuple[Choice, str]:
    for name in order:
        if chosen[name] or chosen[name].conflict:
            return chosen[name], name
    return Choice(), ""


def _many(chosen: dict[str, Choice], names: tuple[str, ...]) -> bool:
    return len({chosen[n].value for n in names if chosen[n]}) > 1


_TIMES = ("伤", "残", "终")


@dataclass(frozen=True)
class _Average:
    """One average wage of the region: its monthly amount, the events it is said to belong to, the year it measures."""

    found: Labelled
    said: tuple[str, ...]
    year: int | None
    province: bool


def _averages(reader: Reader, case: Case, events: Events, unclear: set[str]) -> None:
    """Average wages of the region: monthly or yearly, of injury, death or appraisal, and of the end of employment."""
    labelled = reader.named("L")
    early = events.hurt_year is not None and events.hurt_year <= _SMALL_UNTIL
    yearly = [found for found in labelled if _is_yearly(found, early)]
    monthly = [found for found in labelled if found not in yearly]
    known = [
        _Average(
            found,
            _said(found),
            _data_year(reader, found),
            re.search(r"全?省(?!会)|自治区", found.words) is not None,
        )
        for found in monthly or [_twelfth(found) for found in yearly]
    ]
    if yearly and known and all("终" in a.said for a in known):  # the yearly one is that of the other time
        known += [
            _Average(_twelfth(found), _said(found), _data_year(reader, found), "省" in found.words)
            for found in yearly
            if "终" not in _said(found)
        ]
    dated = {a.year for a in known if a.year}
    base = "伤"
    if events.dead:
        year = events.death.year if events.death else events.hurt_year
    elif set(case.asked.heads) == {"生活护理费"}:
        base, year = "残", events.graded_year
    else:
        year = events.hurt_year
    at_base = _of_event(known, base, year, len(dated) > 1)
    at_end = _of_event(known, "终", events.end_year, len(dated) > 1)
    province = _PROVINCE.search(reader.text) is not None
    _settle(case, "统筹地区月平均工资", at_base, _near(known, year), at_end, unclear, province)
    if (
        len(known) == 1
        and not (known[0].said or known[0].year or at_end)
        and events.end_year
        and year
        and events.end_year > year
        and set(case.asked.heads) & _NEEDS_BASE
    ):
        return  # one 上年度 for two years: it cannot be that of the ending as well
    _settle(case, "解除时月平均工资", at_end, _near(known, events.end_year), at_base, unclear, province)
    _add(case, "统筹地区年平均工资", choose(yearly))


_PROVINCE = re.compile(
    r"(?:以|按|为)[^。；，统]{0,16}(?:全省|本省|省)[^。；，统]{0,12}平均工资[^。；，统]{0,6}(?:为基数|计算|计发|标准)"
)


_NEEDS_BASE = {"一次性伤残补助金", "伤残津贴"}


def _near(known: list[_Average], year: int | None) -> list[_Average]:
    """The averages that can be those of an event's year: none that measures another year than the one before it.

    Only where the text has years for its averages; the one before the last serves until the last is published.
    """
    return [a for a in known if not (a.year and year) or year - 2 <= a.year <= year]


def _of_event(known: list[_Average], event: str, year: int | None, many: bool) -> Choice:
    """The average of one event: that of the year before it, else the one said to be of its time."""
    if year is not None:
        of_year = choose(a.found for a in known if a.year == year - 1)
        if of_year or of_year.conflict:
            return of_year
    near = {"伤": "残", "残": "伤"}.get(event, event)
    said = [a.found for a in known if event in a.said and not (many and a.year)]
    said = said or [a.found for a in known if near in a.said and not (many and a.year)]
    if said:
        chosen = choose(said)
        return chosen if chosen else Choice(conflict=True)
    return Choice(conflict=many and all(a.year for a in known))


def _twelfth(found: Labelled) -> Labelled:
    return replace(found, quantity=replace(found.quantity, value=found.quantity.value / 12))  # type: ignore[operator]


def _said(found: Labelled) -> tuple[str, ...]:
    """The events that the words before an average name as its time."""
    context = found.context
    if found.words and "，" in context[context.rfind(found.words) :]:  # …平均工资，双方认可为8,412元
        context = context[: context.rfind(found.words) + len(found.words)]
    before, _, words = context[-40:].rpartition("，")
    if found.words not in context:
        before, words = "", found.words  # the label stands behind its sum
    if _AT_THAT_TIME.search(before[-14:]) or re.match(r"(?:此|这|当|届|其|那)[时会]", words):
        words = before[-20:] + "，" + words
    if "补助金" in found.words + found.context[-24:]:
        return ("终",) if _END.search(words) else ()
    return tuple(event for event, rx in (("伤", _HURT), ("残", _GRADED), ("终", _END)) if rx.search(words))


def _data_year(reader: Reader, found: Labelled) -> int | None:
    """The year whose wages an average measures: 2023年度…, or the year before that of 2024年的上年度…."""
    start = found.quantity.start - len(found.context)
    dates = reader.marked.between(start, found.quantity.start, "date")
    if not dates:
        return None
    last = dates[-1]
    between = reader.text[last.end : found.quantity.start]
    if last.value.month is not None and len(between) > 12:  # type: ignore[union-attr]
        return None  # the date of an event told before
    year: int = last.value.year  # type: ignore[union-attr]
    if re.search(r"那(?:时|会|年)|当时|当年|这时", found.words + found.context[-12:]) or re.search(
        r"上一?年", between
    ):
        return year - 1
    return year


def _settle(
    case: Case,
    name: str,
    own: Choice,
    known: list[_Average],
    other: Choice,
    unclear: set[str],
    province: bool,
) -> None:
    """The average of its time, else the only one told, else – to check limits only – that of the other time."""
    chosen = own
    if not own and not own.conflict:
        plain = [a for a in known if not a.said]
        chosen = choose(a.found for a in plain)
        if chosen.conflict:  # an explicit 统筹地区 before the average of any other place
            chosen = choose(a.found for a in plain if "统筹" in a.found.words) or chosen
        if chosen.conflict:
            wide = province and name == "解除时月平均工资"
            chosen = choose(a.found for a in plain if a.province == wide) or Choice(conflict=True)
        elif plain and not chosen:
            chosen = Choice(conflict=True)  # only claimed or roughly told: no reason to take another's
    if chosen.conflict:
        unclear.add(name)
    elif chosen:
        _add(case, name, chosen)
    elif name == "统筹地区月平均工资" and other:
        _add(case, name, other, "仅用于核对本人工资上下限")


def _is_yearly(found: Labelled, early: bool = False) -> bool:
    value, words = found.quantity.value, found.words
    if early and value >= _YEARLY_OLD and re.search(r"年(?:度)?(?:人均|平均)工资|年均工资", words):  # type: ignore[operator]
        return "月" not in words
    if value < _YEARLY_LEAST:  # type: ignore[operator]
        return False
    if found.quantity.per == "year" or (
        _YEARLY.search(words) and not re.search(r"月(?:平)?均|月工资", words)
    ):
        return True
    if found.quantity.per == "month" or _MONTHLY.search(words):
        return False
    return value >= _YEARLY_FROM  # type: ignore[operator]
