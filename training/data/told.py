"""Hand-written questions, for training: the reader's facts, where they lead to the author's answer.

A line of a case file has ``question``, ``scenario`` and ``answer``; what is asked is read from the text.
What the reader refuses or gets wrong is left out, and so is a case whose figures have no place in its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexcalc import money, pipeline
from lexcalc.errors import LexcalcError
from lexcalc.reasoning.calculator import in_digits
from training.data.restate import Unusable, restated
from training.data.writing import bank
from training.distil.lead import ASKED, DEDUCERS
from training.records import Question, lines

if TYPE_CHECKING:
    from lexcalc.case.model import Case, Fact

LONGEST = 24  # characters of an element
_UNSAID = frozenset({"受害人死亡", "受害方", "交强险", "解除情形"})  # no step says their words
_VAGUE = frozenset({"原月工资", "月工资", "月平均工资", "统筹地区月平均工资"})  # go before a more exact name
_OF_A_PERSON = frozenset({"年龄"})  # fields of an entry that are called after the person: 女儿年龄
_UNIT = re.compile(r"(?:周岁|岁|级|个月|天|年度|年|%)?")
_YEAR_OF = {"社平月工资": "社平年工资"}  # a monthly fact and the yearly one of the vocabulary

Place = tuple[int, int, str]  # from, to, label


def told(paths: Sequence[Path]) -> tuple[list[Question], Counter[str]]:
    """The usable questions of case files, and how many there were by what became of them."""
    found, fates = [], Counter[str]()
    for path in paths:
        for record in lines(path):
            try:
                found.append(question(record, path.stem))
                fates["kept"] += 1
            except Unusable as reason:
                fates[str(reason)] += 1
    return found, fates


def question(record: dict[str, Any], pattern: str) -> Question:
    """A line of a case file with the reader's facts; Unusable where they do not lead to its answer."""
    if record.get("answer") is None:
        raise Unusable("without answer")
    prepared = pipeline.prepare(record["question"])
    case, native = prepared.case, prepared.native
    if native is None or native.answer is None:
        raise Unusable("refused")
    if native.answer != money.parse(record["answer"]) or case.scenario != record["scenario"]:
        raise Unusable("differs")
    made = restated(case, native.answer, voice=record.get("style", "judgment"), pattern=pattern)
    made = lean(yearly(made, case), case)
    return replace(made, elements=(*elements(made, case), (ASKED, asked(made))))


def asked(made: Question) -> str:
    """What is asked in the law's words: the heads, or whose part, and whether payments count."""
    heads, payer = made.asked["heads"], made.asked["payer"]
    words = "、".join(heads) if heads else f"{payer or '全部'}赔偿额"
    return words + ("（扣除已付）" if made.asked["deduct_paid"] else "")


def yearly(made: Question, case: Case) -> Question:
    """Averages that the text tells by the year as the deduction of EC wants them: it divides them itself."""
    facts, notes = dict(made.facts), dict(made.notes)
    for fact in case.facts:
        if made.scenario != "EC" or not _by_the_year(made, fact):
            continue
        assert isinstance(fact.value, Fraction)
        year = money.plain(fact.value * 12)
        if fact.name in _YEAR_OF:
            del facts[fact.name]
            facts[_YEAR_OF[fact.name]] = year
        elif fact.name == "月平均工资":
            notes[f"work:{fact.name}"] = f"{year}÷12"
    return replace(made, facts=facts, notes=notes)


def lean(made: Question, case: Case) -> Question:
    """The question with those facts alone that its reasoning rests on; Unusable where nothing can be deduced.

    A number that the reader computed goes first where another fact has its words: 年龄 beside 出生日, a
    monthly wage beside the yearly one.  Then goes whatever can go without a change in the reasoning.
    """
    read = [fact for fact in case.facts if fact.source == "text"]
    for fact in read:
        twin = any(other.span == fact.span and other is not fact for other in read)
        if twin and fact.name in made.facts and not _figure_is_told(made, fact):
            less = _without(made, fact.name)
            made = less if _answer(less) == made.answer else made
    try:
        steps = _steps(made)
    except Exception as error:  # no deduction for a head or a fact that only people have told
        raise Unusable("no deduction") from error
    for name in sorted(made.facts, key=lambda name: name not in _VAGUE):
        less = _without(made, name)
        try:
            made = less if _steps(less) == steps and _answer(less) == made.answer else made
        except Exception:  # without it nothing can be deduced
            continue
    return made


def _without(made: Question, name: str) -> Question:
    return replace(made, facts={n: text for n, text in made.facts.items() if n != name})


def _answer(made: Question) -> str | None:
    try:
        answer = made.assess()[1].answer
    except LexcalcError:
        return None
    return None if answer is None else money.yuan(answer)


def _steps(made: Question) -> object:
    case, native = made.assess()
    return import_module(DEDUCERS[made.scenario]).deduce(made, case, native)


def elements(made: Question, case: Case) -> Iterator[tuple[str, str]]:
    """What the reasoning needs of the text, in its order: (label, words).

    Unusable for a figure that has no place there, or is another one than its words say.
    """
    places: list[Place] = []
    for fact in case.facts:
        name = fact.name if fact.name in made.facts else _YEAR_OF.get(fact.name)
        if fact.source != "text" or name not in made.facts or name in _UNSAID:
            continue
        if not _figure_is_told(made, fact):
            raise Unusable(f"a fact that was computed: {name}")
        found = list(_entries(made, fact) if isinstance(fact.value, list) else _place(made, fact, name))
        if any(_misleads(made.question[start:end], fact) for start, end, _ in found):
            raise Unusable(f"a share told from the other side: {name}")
        places += [place for place in found if not any(_covers(other, place) for other in places)]
    for start, end, label in sorted(places):
        yield label, made.question[start:end]


def _covers(other: Place, place: Place) -> bool:
    return other[0] <= place[0] and place[1] <= other[1]


def _figures(made: Question, fact: Fact) -> set[Fraction]:
    return {amount.value for amount in money.find(made.question[slice(*fact.span)])} if fact.span else set()


def _by_the_year(made: Question, fact: Fact) -> bool:
    return isinstance(fact.value, Fraction) and fact.value * 12 in _figures(made, fact)


def _figure_is_told(made: Question, fact: Fact) -> bool:
    """Whether a number is the one of its words; a share or a grade may be said without one (全责, 七级)."""
    if not isinstance(fact.value, Fraction) or fact.value < 2 or not (figures := _figures(made, fact)):
        return True
    divided = f"work:{fact.name}" in made.notes or _YEAR_OF.get(fact.name) in made.facts
    return fact.value in figures or (divided and _by_the_year(made, fact))


def _misleads(words: str, fact: Fact) -> bool:
    """Whether the calculator puts other digits behind the words: 七三开, where the greater part is meant."""
    digits = in_digits(words)
    share = isinstance(fact.value, Fraction) and digits.endswith("%")
    return share and money.parse(digits[:-1]) != fact.value * 100  # type: ignore[operator]


def _label(made: Question, name: str) -> str:
    return "前十二个月工资合计" if f"work:{name}" in made.notes else _field(made, name)


def _field(made: Question, name: str) -> str:
    return str(bank("labels")[made.scenario].get(name, name))


def _place(made: Question, fact: Fact, name: str) -> Iterator[Place]:
    if fact.span and fact.span[1] - fact.span[0] <= LONGEST:
        yield *fact.span, _label(made, name)
    elif not isinstance(fact.value, (str, bool)):  # how it ended may be told in half a sentence
        raise Unusable(f"a figure without a place: {name}")


def _entries(made: Question, fact: Fact) -> Iterator[Place]:
    """A list's figures, each where it stands."""
    assert isinstance(fact.value, list)
    if fact.name == "伤残" and fact.span and fact.span[1] - fact.span[0] <= LONGEST:
        yield *fact.span, _field(made, fact.name)  # one grade or several: 一处六级、一处十级
        return
    low, high = fact.span or (0, len(made.question))
    figures = [amount for amount in money.find(made.question) if low <= amount.start < high]
    for entry in fact.value:
        for key, value in entry.items():
            if not isinstance(value, Fraction) or key == "扶养人数":
                continue
            place = next((amount for amount in figures if amount.value == value), None)
            if place is None:
                if value and key != "责任比例":  # a share is often said without a figure
                    raise Unusable(f"an entry without a place: {fact.name}")
                continue
            figures.remove(place)
            unit = _UNIT.match(made.question, place.end)
            label = f"{entry.get('关系', '')}{key}" if key in _OF_A_PERSON else _field(made, key)
            yield place.start, unit.end() if unit else place.end, label
