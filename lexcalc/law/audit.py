"""``rules check``: everything that can be proved of the rule files without a case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lexcalc.errors import RuleError
from lexcalc.law import functions
from lexcalc.law.assess import PRESETS
from lexcalc.law.audit_statistics import call_problem, check_statistics, indicator
from lexcalc.law.audit_values import value_problems, version_problems
from lexcalc.law.evaluate import SPECIAL, evaluate
from lexcalc.law.facts import vocabulary
from lexcalc.law.formula import Call, Node, names, parse
from lexcalc.law.loader import load
from lexcalc.law.rulebook import Rulebook
from lexcalc.law.schema import SCENARIOS, SELECTORS, Item, Way
from lexcalc.law.statutes import Version, grouped_versions, read_text

_CITATION = re.compile(r"(.+)第(\d+)条$")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_STATISTIC = "统计 "  # before the name of a published indicator among the names that formulas mention
_SAMPLES = (Fraction(7, 2), Fraction(12600), Fraction(1, 5), Fraction(36), Fraction(99999, 100))

Citations = dict[str, list[Version]]  # by the name in a rule; a bare name has all versions of a statute


@dataclass
class Audit:
    """Mistakes found, and how many values rest on what."""

    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    stale: list[str] = field(default_factory=list)


def audit(rulebook: Rulebook, today: date | None = None, months: int = 18) -> Audit:
    """Read every file and check names, articles, dates, references and (against sympy) the arithmetic."""
    found = Audit()
    citations = _load_citations(rulebook, found)
    used: set[str] = set()
    for scenario in SCENARIOS:
        for where, formula in _formulas(rulebook, scenario, citations, found):
            used |= _check_formula(rulebook, scenario, where, formula, found)
    _check_succession(rulebook, citations, found)
    _check_parameters(rulebook, used, found, today or date.today(), months)
    asked = {name.removeprefix(_STATISTIC) for name in used if name.startswith(_STATISTIC)}
    found.problems += check_statistics(rulebook, asked, found.counts, today or date.today())
    return found


def _formulas(
    rulebook: Rulebook, scenario: str, citations: Citations, found: Audit
) -> Iterator[tuple[str, str]]:
    """Every formula of a scenario with the place where it stands; articles are checked on the way."""
    try:
        # An item is in force until the next version of the same head begins.
        dated = [
            (item, later.since - timedelta(days=1) if later else date.max)
            for versions in rulebook.items(scenario).values()
            for item, later in zip(versions, [*versions[1:], None], strict=True)
        ]
        dated += [(share, date.max) for share in rulebook.shares(scenario)]
        rulebook.head_names(scenario)
        definitions = rulebook.definitions(scenario)
    except RuleError as error:
        found.problems.append(error.zh)
        return
    for versions in rulebook.items(scenario).values():
        found.problems += version_problems(versions)
    found.counts["项目"] += len(rulebook.items(scenario))
    found.counts["项目的版本"] += len(dated)
    found.counts["定义"] += len(definitions)
    for definition in definitions.values():
        where = f"{scenario}/definitions.yaml {definition.name}"
        always = (date.min, date.max)
        _check_citations(where, [*definition.cite, *_cited(definition.ways)], citations, always, found)
        yield from _of_ways(where, definition.ways)
    for item, until in dated:
        _check_citations(item.file, _item_citations(item), citations, (item.since, until), found)
        yield from _of_ways(item.file, item.ways)
        for name in _PLACEHOLDER.findall(item.discretion):
            yield f"{item.file}（discretion）", name
        conditions = [*(denial.when for denial in item.deny), *(condition for condition, _ in item.payer)]
        for condition in (*conditions, item.raised, item.monthly):
            if condition:
                yield item.file, condition


def _of_ways(where: str, ways: tuple[Way, ...]) -> Iterator[tuple[str, str]]:
    for way in ways:
        yield where, way.formula
        if way.when:
            yield where, way.when
        for name in _PLACEHOLDER.findall(way.say + way.ask):
            yield f"{where}（say、ask）", name


def _cited(ways: tuple[Way, ...]) -> list[str]:
    return [article for way in ways for article in way.cite]


def _item_citations(item: Item) -> list[str]:
    return [*item.cite, *_cited(item.ways), *(article for denial in item.deny for article in denial.cite)]


def _check_formula(rulebook: Rulebook, scenario: str, where: str, formula: str, found: Audit) -> set[str]:
    try:
        tree = parse(formula)
    except RuleError as error:
        found.problems.append(f"{where}：{error.zh}")
        return set()
    found.counts["公式"] += 1
    mentioned = names(tree)
    known = {*vocabulary(), *rulebook.definitions(scenario), *rulebook.parameter_files, *PRESETS}
    if scenario == "TC":
        known |= {item.head for item in rulebook.shares(scenario)}
    for name in sorted(mentioned - known):
        found.problems.append(f"{where}：名称“{name}”既不是事实，也不是定义或参数")
    for call in _calls(tree):
        if call.name in ("地区表", "有地区表"):
            mentioned |= {str(call.args[0].value)}  # type: ignore[union-attr]
        elif call.name == "统计":
            mentioned |= {_STATISTIC + indicator(call)}
            found.problems += [f"{where}：{problem}"] if (problem := call_problem(call)) else []
        elif call.name not in SPECIAL:
            try:
                functions.find(call.name)
            except RuleError as error:
                found.problems.append(f"{where}：{error.zh}")
    _cross_check(tree, where, formula, found)
    return mentioned


def _calls(tree: Any) -> Iterator[Call]:
    if isinstance(tree, Call):
        yield tree
    for part in (
        tree if isinstance(tree, tuple) else (getattr(tree, s) for s in getattr(tree, "__slots__", ()))
    ):
        if isinstance(part, tuple) or hasattr(part, "__slots__"):
            yield from _calls(part)


class _Sample:
    """Names of a formula with made-up values, for the cross-check."""

    def __init__(self, values: dict[str, Fraction]) -> None:
        self.values = values

    def value(self, name: str) -> Fraction:
        return self.values[name]


def _cross_check(tree: Node, where: str, formula: str, found: Audit) -> None:
    from lexcalc.law import symbolic

    if not symbolic.is_arithmetic(tree) or not names(tree):
        return
    ordered = sorted(names(tree))
    for shift in range(len(_SAMPLES)):
        values = {name: _SAMPLES[(i + shift) % len(_SAMPLES)] + i for i, name in enumerate(ordered)}
        ours = evaluate(tree, _Sample(values))  # type: ignore[arg-type]
        if ours != (theirs := symbolic.value(tree, values)):
            found.problems.append(f"{where}：公式“{formula}”算得{ours}，sympy 算得{theirs}")
    found.counts["与 sympy 核对的公式"] += 1


def _load_citations(rulebook: Rulebook, found: Audit) -> Citations:
    """The versions by every name under which a rule may cite them, held against the shipped texts."""
    path = rulebook.root / "citations.yaml"
    if not path.exists():
        found.problems.append("缺少 citations.yaml，无法核对法条")
        return {}
    groups = grouped_versions(load(path))
    citations = {version.name: [version] for group in groups.values() for version in group} | groups
    for text_path in sorted((rulebook.root / "statutes").glob("*.md")):
        try:
            text = read_text(text_path)
        except RuleError as error:
            found.problems.append(error.zh)
            continue
        version = next((v for v in citations.get(text.statute, []) if v.name == text.statute), None)
        if text_path.name != f"{text.statute}.{text.valid_from}.md" or version is None:
            found.problems.append(
                f"{text_path.name}：文件名应为“简称.施行日期.md”，简称应在 citations.yaml 中"
            )
            continue
        found.counts["法规条文"] += len(text.articles)
        if not version.overlaps(text.valid_from, text.valid_from):
            found.problems.append(f"{text_path.name}：施行日期不在 citations.yaml 所列的有效期间内")
        numbers = {int(label) for label in text.articles if label.isdigit()}
        listed = version.articles or frozenset()
        if numbers - listed or (text.complete and numbers != listed):
            wrong = "、".join(map(str, sorted(numbers ^ listed if text.complete else numbers - listed)))
            found.problems.append(f"{text_path.name}：条文与 citations.yaml 的条数不一致（第{wrong}条）")
    return citations


def _check_citations(
    where: str, cited: list[str], citations: Citations, period: tuple[date, date], found: Audit
) -> None:
    for article in dict.fromkeys(cited):
        match = _CITATION.fullmatch(article)
        versions = citations.get(match[1]) if match else None
        if versions is None:
            found.problems.append(
                f"{where}：法条“{article}”的法规不在 citations.yaml 中，或者不是“某法第N条”的形式"
            )
            continue
        valid = [version for version in versions if version.overlaps(*period)]
        if not valid:
            found.problems.append(f"{where}：{article}的法规在规则有效期间（{period[0]}起）没有施行")
        elif any(version.has(int(match[2])) is False for version in valid):  # type: ignore[index]
            found.problems.append(f"{where}：{article}不存在（citations.yaml 所列条数之外）")
        known = all(version.articles is not None for version in valid)
        found.counts["引用的法条" if known else "引用的法条（条数未收录，未能核对）"] += 1


def _check_succession(rulebook: Rulebook, citations: Citations, found: Audit) -> None:
    """Every earlier text exists, its dates fall, and its articles are there."""
    for statute, entry in rulebook.succession.items():
        where = f"succession.yaml {statute}"
        starts = [period["before"] for period in entry["earlier"]]
        if starts != sorted(set(starts), reverse=True):
            found.problems.append(f"{where}：before 应由近到远")
        for selector in entry["by"]:
            if selector not in SELECTORS:
                found.problems.append(f"{where}：by 不能是“{selector}”")
        for period in entry["earlier"]:
            name, articles = period.get("as", statute), period.get("articles")
            if statute not in citations or name not in citations:
                found.problems.append(f"{where}：“{name}”不在 citations.yaml 中")
            pairs = (articles or {}).items()
            today = [version.valid_from for version in citations.get(statute, [])]
            now = [f"{statute}第{number}条" for number in articles or {}]
            _check_citations(where, now, citations, (max(today, default=date.min), date.max), found)
            then = [f"{name}第{old}条" if isinstance(old, int) else old for _, old in pairs]
            _check_citations(where, then, citations, (date.min, date.max), found)


def _check_parameters(rulebook: Rulebook, used: set[str], found: Audit, today: date, months: int) -> None:
    for name in rulebook.parameter_files:
        try:
            parameter = rulebook.parameter(name)
        except RuleError as error:
            found.problems.append(error.zh)
            continue
        if parameter.name not in used:
            found.problems.append(f"{name}：没有规则使用这个参数")
        found.problems += value_problems(parameter, today, found.counts)
        for start, entry in parameter.values:
            if (today - entry.verified_on).days > months * 30:
                found.stale.append(f"{name} {start}：上次核对为{entry.verified_on}")
