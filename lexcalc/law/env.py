"""Names of a formula looked up in one case: fact, then definition, then dated parameter, then statistic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from lexcalc.case.model import Facts
from lexcalc.errors import RuleError
from lexcalc.law.dates import Governing
from lexcalc.law.evaluate import evaluate
from lexcalc.law.facts import vocabulary
from lexcalc.law.formula import Name, names, parse
from lexcalc.law.missing import Missing, MissingFacts
from lexcalc.law.regions import NATION, PLACES, national_or
from lexcalc.law.rulebook import Found, NotOnFile, Rulebook, schema_date
from lexcalc.law.schema import Definition, Way
from lexcalc.law.succession import in_force


@dataclass
class Usage:
    """What an evaluation rested on: derivations, notes, articles, published figures, all confirmed or not."""

    confirmed: bool = True
    notes: list[str] = field(default_factory=list)
    cite: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    statistics: dict[str, str] = field(default_factory=dict)

    def add(self, other: Usage) -> None:
        """Take over what a part rested on."""
        self.confirmed &= other.confirmed
        for mine, theirs in (
            (self.notes, other.notes),
            (self.cite, other.cite),
            (self.derived, other.derived),
            (self.facts, other.facts),
        ):
            mine.extend(each for each in theirs if each not in mine)
        self.statistics |= other.statistics


@dataclass(frozen=True)
class Derived:
    """A definition as evaluated in this case."""

    value: Any
    way: Way
    usage: Usage


class Env:
    """The names of one case; every look-up is remembered in the usage on top of the stack."""

    def __init__(
        self,
        facts: Facts,
        rulebook: Rulebook,
        scenario: str,
        dates: Mapping[str, Governing],
        region: str | None,
        today: date,
    ) -> None:
        self.facts, self.rulebook, self.scenario, self.dates = facts, rulebook, scenario, dates
        text_region = facts.value("地区")
        self.region = region or (text_region if isinstance(text_region, str) else None)
        self.today = today
        self.preset: dict[str, Any] = {}
        self._derived: dict[str, Derived | MissingFacts] = {}
        self._open: list[str] = []
        self._usage = [Usage()]
        self._articles: list[str] = [""]

    def value(self, name: str) -> Any:
        """The value of a name in this case; MissingFacts when nothing gives it."""
        if name in self.preset:
            found = self.preset[name]
            if isinstance(found, MissingFacts):
                raise found
            return found
        if name in self.facts:
            self._note_fact(name)
            value = self.facts.value(name)
            if isinstance(value, Fraction) and value > 1 and vocabulary()[name]["type"] == "ratio":
                raise MissingFacts([self.missing(name, "比例不能超过100%，请核对")])
            return value
        if name in self.rulebook.definitions(self.scenario):
            derived = self.derive(name)
            self._usage[-1].add(derived.usage)
            return derived.value
        if name in self.rulebook.parameter_files:
            return self._parameter(name)
        if name in vocabulary():
            raise MissingFacts([self.missing(name)])
        raise RuleError(
            f"公式中的“{name}”既不是事实，也不是定义或参数", f"{name} is no fact, definition or parameter"
        )

    def given(self, name: str) -> Any:
        """A fact as the case gives it, or None; definitions and statistics do not count."""
        if name in self.preset:
            return self.preset[name]
        if name in self.facts:
            self._note_fact(name)
        return self.facts.value(name)

    def missing(self, name: str, why: str = "") -> Missing:
        """The report of a fact that is not known, with the article being applied."""
        about = why or vocabulary().get(name.partition(".")[0], {}).get("about", "")
        return Missing(name, about, self._articles[-1])

    def derive(self, name: str) -> Derived:
        """A definition's value in this case, worked out once."""
        found = self._derived.get(name)
        if found is None:
            if name in self._open:
                # Two definitions may each fall back on the other; that both are unknown is a missing fact.
                if name in vocabulary():
                    raise MissingFacts([self.missing(name)])
                raise RuleError(f"定义“{name}”引用了自己", f"definition {name} refers to itself")
            self._open.append(name)
            definition = self.rulebook.definitions(self.scenario)[name]
            try:
                found = self._worked_out(definition)
            except MissingFacts as missing:
                found = missing
            finally:
                self._open.pop()
            if not self._open or isinstance(found, Derived):
                self._derived[name] = found
        if isinstance(found, MissingFacts):
            raise found
        return found

    def _worked_out(self, definition: Definition) -> Derived:
        try:
            way, value, usage = self.first_way(definition.ways, definition.cite)
        except MissingFacts as missing:
            # Nothing of a definition is known that is itself a fact: ask for it rather than for its parts.
            if definition.name in vocabulary() and not self._any_known(definition):
                raise MissingFacts([self.missing(definition.name, missing.reason(definition.name))]) from None
            raise
        usage.cite = list(dict.fromkeys([*definition.cite, *way.cite, *usage.cite]))
        if not definition.quiet:
            from lexcalc.law.render import derivation

            usage.derived.append(derivation(definition, way, value, self))
        return Derived(value, way, usage)

    def _any_known(self, definition: Definition) -> bool:
        named = {name for way in definition.ways for name in names(parse(way.formula))}
        return any(name in self.facts for name in named)

    def first_way(self, ways: tuple[Way, ...], cite: tuple[str, ...]) -> tuple[Way, Any, Usage]:
        """The first way that applies with all facts known; else the most useful list of missing facts."""
        lacking: list[tuple[tuple[bool, bool, int], MissingFacts]] = []
        for way in ways:
            self._usage.append(Usage())
            self._articles.append("、".join(self.cited(way.cite or cite)) or self._articles[-1])
            applies = not way.when
            try:
                if way.when and not evaluate(parse(way.when), self):
                    continue
                applies = True
                value = evaluate(parse(way.formula), self)
            except MissingFacts as missing:
                if not applies:
                    missing = self._with_formula(missing, way)
                elif way.ask:
                    missing = self._asked(missing, way)
                lacking.append(((self._given_amount(way), not applies, len(missing.facts)), missing))
                continue
            finally:
                self._articles.pop()
                usage = self._usage.pop()
            usage.confirmed &= way.confirmed
            if way.note:
                usage.notes.append(way.note)
            return way, value, usage
        if not lacking:
            raise MissingFacts(
                [
                    Missing(
                        "",
                        "现有规则没有适用于此情形的算法，或者给出的事实互相矛盾",
                        "、".join(self.cited(cite)),
                    )
                ]
            )
        raise min(lacking, key=lambda pair: pair[0])[1]

    def _with_formula(self, unknown: MissingFacts, way: Way) -> MissingFacts:
        """A way whose condition is open: name what its formula would need as well, in one report."""
        try:
            evaluate(parse(way.formula), self)
        except MissingFacts as further:
            return MissingFacts.joined([unknown, further])
        return unknown

    def _asked(self, unknown: MissingFacts, way: Way) -> MissingFacts:
        from lexcalc.law.render import fill

        return MissingFacts(replace(fact, about=fill(way.ask, self)) for fact in unknown.facts)

    def _given_amount(self, way: Way) -> bool:
        """Whether a way only takes the result from the case; not what to ask for while it can be computed."""
        return isinstance(parse(way.formula), Name) and way.formula in vocabulary()

    def cited(self, citations: Iterable[str]) -> list[str]:
        """Citations as they stood on this case's dates."""
        return in_force(citations, self.rulebook.succession, self.dates)

    def truth(self, condition: str) -> bool | None:
        """Whether a condition holds; None when the case does not say."""
        self._usage.append(Usage())
        try:
            return bool(evaluate(parse(condition), self))
        except MissingFacts:
            return None
        finally:
            self._usage.pop()

    def special(self, name: str, *words: Any) -> Any:
        """统计('事实', '指标', '地区', 'trial_date'), 地区表('参数名', '事实'), 有地区表, 在省('江苏')."""
        looks = {
            "统计": self._statistic,
            "地区表": self._regional,
            "有地区表": self._on_file,
            "在省": self._within,
        }
        return looks[name](*words)

    def _parameter(self, name: str) -> Any:
        parameter = self.rulebook.parameter(name)
        day = self.dates[parameter.selected_by]
        found = self.rulebook.at(name, day, self.today)
        if found is None:
            needed = day.lacks or schema_date(parameter.selected_by)
            raise MissingFacts([self.missing(needed, f"“{name}”按该日取值")])
        return self._used(found)

    def _statistic(self, fact: str, indicator: str, area: str, selector: str) -> Fraction:
        place, day = self.region, self.dates[selector]
        if area in PLACES:
            place, area = str(self.value(area)), "地区"
        region = national_or(place, area)
        lacking = ["地区"] if place is None and area != NATION else []
        lacking += [schema_date(selector)] if day.year is None else []
        if lacking:
            about = self.missing(fact).about
            raise MissingFacts([self.missing(fact, f"{about}；未写明{'、'.join(lacking)}，取不到统计数")])
        if region is None:
            raise MissingFacts([self.missing(fact, f"{place}的{indicator}未收录")])
        try:
            return self._used(self.rulebook.published(indicator, region, day, selector == "trial_date"))
        except NotOnFile as why:
            raise MissingFacts([self.missing(fact, str(why))]) from None

    def _on_file(self, name: str) -> bool:
        return f"{name}@{national_or(self.region, '省')}" in self.rulebook.parameter_files

    def _within(self, province: str) -> bool:
        if self.region is None:
            raise MissingFacts([self.missing("地区")])
        return national_or(self.region, "省") == province

    def _regional(self, name: str, fact: str = "") -> Any:
        """A province's own value; with none on file, the fact that would take its place is missing."""
        region = national_or(self.region, "省")
        full = f"{name}@{region}"
        if region is None or full not in self.rulebook.parameter_files:
            where = f"{region}的标准未收录，请按题面或当地规定给出" if region else "由省级人民政府规定"
            raise MissingFacts([self.missing(fact or name, where)])
        return self._parameter(full)

    def _used(self, found: Found) -> Any:
        self._usage[-1].confirmed &= found.confirmed
        if found.note and found.note not in self._usage[-1].notes:
            self._usage[-1].notes.append(found.note)
        self._usage[-1].statistics |= found.published
        return found.value

    def _note_fact(self, name: str) -> None:
        if name not in self._usage[-1].facts:
            self._usage[-1].facts.append(name)
