"""Facts as a model states them, each found again in the case text, and held against what the reader read.

A model's word is never a fact by itself: its quotation must stand in the case, and its value is read from the
case, not from the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from lexcalc import money
from lexcalc.case.model import Case, Duration, Fact, Span, Value, value_text
from lexcalc.case.quantities import PartialDate, Quantity, in_months, scan
from lexcalc.law.facts import vocabulary

MAX_QUOTE = 60  # characters; a quotation longer than this quotes nothing in particular

# How models name what the vocabulary calls otherwise, by scenario.
_ALIASES: dict[str | None, dict[str, str]] = {
    "EC": {
        "入职": "入职日",
        "入职日期": "入职日",
        "入职时间": "入职日",
        "解除": "解除日",
        "解除日期": "解除日",
        "离职": "解除日",
        "终止": "解除日",
        "月平均应得工资": "月平均工资",
        "解除前十二个月平均工资": "月平均工资",
        "平均工资": "月平均工资",
        "上一个月工资": "上月工资",
        "上年度职工月平均工资": "社平月工资",
        "社平工资": "社平月工资",
        "最低工资标准": "最低工资",
    },
    "WC": {
        "受伤": "受伤日",
        "受伤日期": "受伤日",
        "伤残": "伤残等级",
        "等级": "伤残等级",
        "统筹地区职工月平均工资": "统筹地区月平均工资",
        "上年度职工月平均工资": "统筹地区月平均工资",
        "停工留薪期月数": "停工留薪期",
        "参加工伤保险": "参保",
    },
    "TC": {
        "事故": "事故日",
        "事故日期": "事故日",
        "责任": "机动车责任",
        "商业险限额": "商业三者险限额",
        "城镇居民人均可支配收入": "人均可支配收入",
        "城镇居民人均消费支出": "人均消费支出",
        "伤残等级": "伤残",
    },
}
_YES_NO = {"是": True, "否": False}


class Statement(NamedTuple):
    """What a model says of a case: a fact's name, the words it quotes, and the value where words are none (是/否)."""

    name: str
    quote: str
    said: str = ""


@dataclass(frozen=True)
class Reading:
    """One fact as reader and model have it; ``reader`` is None where only the model read it.

    ``span`` is where the model's words stand in the case text.
    """

    name: str
    reader: Value | None
    model: Value
    span: Span

    @property
    def agrees(self) -> bool | None:
        """Whether both read the same; None where there is nothing to compare."""
        return None if self.reader is None else self.reader == self.model


def compare(case: Case, statements: Iterable[Statement]) -> list[Reading]:
    """The model's grounded statements beside the reader's facts; what the user has set is not in question."""
    readings: dict[str, Reading] = {}
    for fact in ground(case, statements):
        known = case.facts.get(fact.name)
        if known is not None and known.source != "text":
            continue
        assert fact.span is not None
        reading = Reading(fact.name, known.value if known else None, fact.value, fact.span)
        before = readings.get(fact.name)
        if before is None or (
            before.agrees and not reading.agrees
        ):  # of two readings the doubtful one is told
            readings[fact.name] = reading
    return list(readings.values())


def ground(case: Case, statements: Iterable[Statement]) -> Iterator[Fact]:
    """The statements whose words stand in the case, with the value that the case gives them there."""
    text = money.fold(case.text)
    quantities = scan(case.text)
    for statement in statements:
        name = _fact_name(statement.name, case.scenario)
        quote = money.fold(statement.quote.strip(" 。，；、“”\"'"))
        if name is None or not 1 < len(quote) <= MAX_QUOTE:
            continue
        found = {}
        for start in _places(text, quote):
            span = (start, start + len(quote))
            value = _value(name, statement.said, [q for q in quantities if _inside(q, span)])
            if value is not None:
                found.setdefault(value_text(value), (value, span))
        if len(found) == 1:
            value, span = next(iter(found.values()))
            yield Fact(name, value, "model", span)


def _fact_name(name: str, scenario: str | None) -> str | None:
    name = name.strip()
    return name if name in vocabulary() else _ALIASES.get(scenario, {}).get(name)


def _places(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _inside(quantity: Quantity, span: Span) -> bool:
    return span[0] <= quantity.start and quantity.end <= span[1]


def _value(name: str, said: str, quantities: list[Quantity]) -> Value | None:
    """The one value of the fact's type among the quantities quoted; None when there is none, or more than one."""
    kind = vocabulary()[name]["type"]
    if kind == "flag":
        return _YES_NO.get(said)
    if kind == "choice":
        return said if said in vocabulary()[name]["choices"] else None
    values = {value for q in quantities if not q.approx and (value := _typed(kind, q)) is not None}
    return values.pop() if len(values) == 1 else None


def _typed(kind: str, q: Quantity) -> Value | None:
    if kind == "money" and q.kind == "money" and isinstance(q.value, Fraction):
        return q.value
    if kind == "date" and isinstance(q.value, PartialDate) and q.value.exact:
        return q.value.first()
    if kind == "ratio" and q.kind == "ratio" and isinstance(q.value, Fraction):
        return q.value
    if kind == "number" and q.kind in ("grade", "age", "money") and isinstance(q.value, Fraction):
        return q.value
    if isinstance(q.value, Duration):
        if kind == "duration":
            return q.value
        if kind == "months":
            return in_months(q)
        if kind == "days" and not (q.value.years or q.value.months):
            return Fraction(q.value.days)
    return None
