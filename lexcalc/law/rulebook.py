"""All rule files of one folder, read when first needed: a traffic case never reads the labour rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lexcalc.errors import RuleError, UsageError
from lexcalc.law import schema
from lexcalc.law.dates import Governing
from lexcalc.law.loader import load
from lexcalc.law.missing import Missing, MissingFacts

STALE_DAYS = 548  # a year and a half without a check is said in the answer


class NotInForce(RuleError):
    """No rule or value for that day: before the first, or abolished."""


class NotOnFile(Exception):
    """A published figure that the rule files do not hold; the text says which, in Chinese."""


@dataclass(frozen=True)
class Found:
    """A dated value as selected: what it is, where it comes from and whether that was confirmed.

    ``published`` is a statistic as it was published, name → figure with its unit; ``value`` may be converted.
    """

    value: Fraction | Mapping[str, str]
    reference: str
    confirmed: bool
    note: str = ""
    published: Mapping[str, str] = field(default_factory=dict)


class Rulebook:
    """The rules of one folder; every look-up is by name and governing date."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._items: dict[str, dict[str, list[schema.Item]]] = {}
        self._shares: dict[str, list[schema.Item]] = {}
        self._definitions: dict[str, dict[str, schema.Definition]] = {}
        self._parameters: dict[Path, schema.Parameter] = {}
        self._statistics: dict[str, schema.Statistic] = {}

    @cached_property
    def files(self) -> list[Path]:
        """Every rule file, in a stable order."""
        return sorted(self.root.rglob("*.yaml"))

    @cached_property
    def sha256(self) -> str:
        """One hash of all rule files and their names: which law answered."""
        digest = hashlib.sha256()
        for path in self.files:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(self.root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def items(self, scenario: str) -> dict[str, list[schema.Item]]:
        """The heads of a scenario, each with its dated versions (oldest first)."""
        if scenario not in self._items:
            found: dict[str, list[schema.Item]] = {}
            for path in sorted((self.root / scenario).glob("*.yaml")):
                if path.stem.startswith("definitions"):
                    continue
                item = schema.read_item(load(path), f"{scenario}/{path.name}")
                versions = found.setdefault(item.head, [])
                if any(other.since == item.since for other in versions):
                    raise RuleError(
                        f"{item.file}：“{item.head}”自{item.since}起已有规则（{versions[0].file}），两条规则冲突",
                        f"{item.file}: two rules for {item.head} from {item.since}",
                    )
                versions.append(item)
            for versions in found.values():
                versions.sort(key=lambda item: item.since)
            self._items[scenario] = dict(sorted(found.items(), key=lambda pair: pair[1][0].order))
        return self._items[scenario]

    def shares(self, scenario: str) -> list[schema.Item]:
        """How a loss is divided among payers, in the order in which they pay."""
        if scenario not in self._shares:
            folder = self.root / scenario / "shares"
            items = [
                schema.read_item(load(path), f"{scenario}/shares/{path.name}")
                for path in folder.glob("*.yaml")
            ]
            self._shares[scenario] = sorted(items, key=lambda item: item.order)
        return self._shares[scenario]

    def head_names(self, scenario: str) -> dict[str, str]:
        """Every name and alias of the scenario's heads → the head."""
        names: dict[str, str] = {}
        for head, versions in self.items(scenario).items():
            for name in (head, *(alias for item in versions for alias in item.aliases)):
                if names.setdefault(name, head) != head:
                    raise RuleError(f"名称“{name}”属于两个项目", f"the name {name} belongs to two heads")
        return names

    def named_heads(self, names: Sequence[str], scenario: str | None) -> tuple[Any, list[str]]:
        """The scenario that knows all of these heads, and their proper names; UsageError otherwise."""
        for candidate in [scenario] if scenario else ["EC", "WC", "TC"]:
            known = self.head_names(candidate)
            if all(name in known for name in names):
                return candidate, [known[name] for name in names]
        from difflib import get_close_matches

        every = {name for candidate in ("EC", "WC", "TC") for name in self.head_names(candidate)}
        unknown = next((name for name in names if name not in every), None)
        if unknown is None:
            raise UsageError(
                f"{'、'.join(names)}不属于同一类案件（{scenario or 'EC、WC、TC'}）。",
                f"{', '.join(names)} do not belong to one scenario ({scenario or 'EC, WC, TC'}).",
            )
        close = get_close_matches(unknown, sorted(every), n=3, cutoff=0.4)
        hint = f"，是否指：{'、'.join(close)}" if close else "（lexcalc rules list 列出全部项目）"
        raise UsageError(
            f"没有名为“{unknown}”的项目{hint}", f"no head named {unknown!r}; close: {', '.join(close)}"
        )

    def item(self, scenario: str, head: str, day: Governing) -> schema.Item:
        """The version of a head in force on its governing date (the newest when the case has no date)."""
        versions = self.items(scenario)[head]
        if day.first is None or day.last is None:
            return versions[-1]
        in_force = [item for item in versions if item.since <= day.last]
        if day.lacks and in_force and in_force[-1].since > day.first:
            about = f"{in_force[-1].since}以前的事故，其后才认定工伤的适用修订后的规定"
            raise MissingFacts([Missing(day.lacks, about)])
        if not in_force:
            first = versions[0].since
            raise NotInForce(
                f"“{head}”的规则自{first}起才有，{day.last}没有规则",
                f"rules for {head} start on {first}; none for {day.last}",
            )
        return in_force[-1]

    def definitions(self, scenario: str) -> dict[str, schema.Definition]:
        """The scenario's named intermediate quantities."""
        if scenario not in self._definitions:
            found: dict[str, schema.Definition] = {}
            for path in sorted((self.root / scenario).glob("definitions*.yaml")):
                more = schema.read_definitions(load(path), f"{scenario}/{path.name}")
                if twice := found.keys() & more.keys():
                    name = min(twice)
                    raise RuleError(
                        f"{scenario}/{path.name}：定义“{name}”重复", f"{path.name}: {name} is defined twice"
                    )
                found |= more
            self._definitions[scenario] = found
        return self._definitions[scenario]

    @cached_property
    def parameter_files(self) -> dict[str, Path]:
        """File by parameter name; a regional parameter is ``名称@省``."""
        return {
            path.stem: path
            for scenario in schema.SCENARIOS
            for path in sorted((self.root / scenario / "parameters").glob("*.yaml"))
        }

    def parameter(self, name: str) -> schema.Parameter:
        """A parameter with all its dated values."""
        path = self.parameter_files[name]
        if path not in self._parameters:
            parameter = schema.read_parameter(load(path), path.name)
            full = f"{parameter.name}@{parameter.region}" if parameter.region else parameter.name
            if full != path.stem:
                raise RuleError(f"{path.name}：文件名应与参数名“{full}”一致", f"{path.name}: holds {full}")
            self._parameters[path] = parameter
        return self._parameters[path]

    def at(self, name: str, day: Governing, today: date) -> Found | None:
        """A parameter's value on a governing date; None when that date is needed but not known."""
        parameter = self.parameter(name)
        name, note = parameter.region + parameter.name, ""
        if day.first is None or day.last is None:
            if parameter.undated is None:
                return None
            day = Governing.on(today if parameter.undated == "current" else parameter.undated)
            if not parameter.guard:
                start = self._in_force(parameter, day.last)[0]
                note = f"未写明{schema_date(parameter.selected_by)}，“{name}”按{start}起施行的规定取值"
        first, last = self._in_force(parameter, day.first), self._in_force(parameter, day.last)
        if first != last:
            return None
        entry = last[1]
        if entry.value is None:
            raise NotInForce(
                f"“{name}”自{last[0]}起已废止（{entry.reference}）", f"{name} was abolished on {last[0]}"
            )
        if (today - entry.verified_on).days > STALE_DAYS:
            note = f"{note}；" * bool(note) + f"“{name}”上次核对于{entry.verified_on}，其后有无变动未经核对"
        value = entry.value if isinstance(entry.value, Mapping) else Fraction(entry.value)
        confirmed = entry.status == "confirmed" or parameter.guard
        if not confirmed:
            note = f"{note}；" * bool(note) + f"“{name}”未经核实（{entry.reference}）"
        return Found(value, entry.reference, confirmed, note)

    def _in_force(self, parameter: schema.Parameter, day: date | None) -> tuple[date, schema.Entry]:
        started = [pair for pair in parameter.values if day is not None and pair[0] <= day]
        if not started:
            first = parameter.values[0][0]
            raise NotInForce(
                f"“{parameter.name}”最早的值自{first}起，{day}没有值",
                f"the first value of {parameter.name} is from {first}; there is none for {day}",
            )
        return started[-1]

    @cached_property
    def succession(self) -> Mapping[str, Mapping[str, Any]]:
        """Which earlier text of a statute an older case falls under."""
        path = self.root / "succession.yaml"
        return load(path) if path.exists() else {}

    def statistic(self, indicator: str) -> schema.Statistic:
        """One published series (read on first use)."""
        if indicator not in self._statistics:
            path = self.root / "statistics" / f"{indicator}.yaml"
            self._statistics[indicator] = schema.read_statistic(load(path), path.name)
        return self._statistics[indicator]

    def published(self, indicator: str, region: str, day: Governing, trial: bool = False) -> Found:
        """The figure of a series that applies in a region on a date; NotOnFile says what is lacking.

        Early in a year a court (``trial``) may still use the year before: nothing is confirmed then.
        A series of the kind ``chosen`` names the one that the region's courts use; its unit is converted.
        """
        wanted, confirmed = self.statistic(indicator), True
        series = wanted
        if wanted.chosen:
            choice = wanted.chosen.get(region)
            if choice is None:
                raise NotOnFile(f"{region}的{indicator}按哪一种统计口径计未收录")
            series, confirmed = self.statistic(choice["indicator"]), choice["confirmed"]
        year = _statistical_year(series, day)
        entry = series.values.get(region, {}).get(year)
        if entry is None:
            raise NotOnFile(f"{region}{year}年的{series.indicator}未收录")
        confirmed = confirmed and entry["confirmed"]
        name, figure = f"{region}{year}年{series.indicator}", f"{entry['value']}{series.unit}"
        note = name + figure
        note += "" if confirmed else "（未经核实）"
        if trial and series.published is None and day.first == day.last and _early(day.last):
            confirmed = False
            note += f"；{day}时这一年的数可能尚未公布，法院或许仍用再上一年度的"
        if day.year != year + 1:
            note += f"，{year + 1}年的其时一般尚未公布"
        value = Fraction(entry["value"]) * UNITS[series.unit] / UNITS[wanted.unit]
        return Found(value, series.reference, confirmed, note, {name: figure})


UNITS = {"元/年": 1, "元/月": 12}  # how many of them a year has


def _early(day: date | None) -> bool:
    return day is not None and day.month <= 2  # income of the past year appears from mid-January to March


def _statistical_year(series: schema.Statistic, day: Governing) -> int:
    """The year before the governing date, or the last one published by then where that is later settled."""
    if day.year is None or day.last is None or day.last.year != day.year:
        raise NotOnFile("没有写明用哪一年的统计数")
    if series.published is None:
        return day.year - 1
    begin, end = series.published
    first, last = f"{day.first:%m-%d}", f"{day.last:%m-%d}"
    if first > end:
        return day.year - 1
    if last < begin:
        return day.year - 2
    years = f"{day.year - 1}年还是{day.year - 2}年"
    raise NotOnFile(f"{series.indicator}在{begin}至{end}之间公布，{day}适用{years}的数无法确定")


def schema_date(selector: str) -> str:
    """What a governing date is called in Chinese."""
    return Governing.NAMES[selector][0]


@lru_cache(maxsize=4)
def load_rulebook(root: Path | None = None) -> Rulebook:
    """The shipped rulebook, or that of another folder; files are read on first use."""
    if root is None:
        from lexcalc.paths import rules_dir

        root = rules_dir()
    return Rulebook(root)
