"""``rules check`` of the published figures: where each comes from, and whether a rule uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from datetime import date
from typing import Any

from lexcalc.errors import RuleError
from lexcalc.law.dates import Governing
from lexcalc.law.formula import Call
from lexcalc.law.regions import AREAS, NATION, OWN_STATISTICS, PLACES, PROVINCES
from lexcalc.law.rulebook import UNITS, Rulebook
from lexcalc.law.schema import Statistic

REGIONS = (NATION, *PROVINCES, *OWN_STATISTICS)
_FIRST_YEAR = 2004  # the personal-injury interpretation begins on 2004-05-01
_FACT, _INDICATOR, _AREA, _SELECTOR = range(4)


def call_problem(call: Call) -> str:
    """What is wrong with the words of a 统计 call, or nothing."""
    words = [str(getattr(arg, "value", "")) for arg in call.args]
    areas = [*AREAS, *PLACES]
    if len(words) != 4 or words[_AREA] not in areas or words[_SELECTOR] not in Governing.NAMES:
        return f"统计应写作 统计('事实', '指标', '{'|'.join(areas)}', '{'|'.join(Governing.NAMES)}')"
    return ""


def indicator(call: Call) -> str:
    """The indicator that a 统计 call asks for."""
    return str(getattr(call.args[_INDICATOR], "value", "")) if len(call.args) > _INDICATOR else ""


def check_statistics(rulebook: Rulebook, used: Set[str], counts: Counter[str], today: date) -> Iterator[str]:
    """Mistakes of the statistics files; the values are counted by status.

    Raises nothing: a file that cannot be read is one of the mistakes.
    """
    series: dict[str, Statistic] = {}
    for path in sorted((rulebook.root / "statistics").glob("*.yaml")):
        try:
            series[path.stem] = rulebook.statistic(path.stem)
        except RuleError as error:
            yield error.zh
    chosen = {str(choice.get("indicator")) for each in series.values() for choice in each.chosen.values()}
    for name in sorted(used - set(series)):
        yield f"统计：没有“{name}”这个指标的文件"
    for name, each in series.items():
        if each.indicator != name:
            yield f"{name}.yaml：文件名应与指标名“{each.indicator}”一致"
        if each.unit not in UNITS:
            yield f"{name}.yaml：单位“{each.unit}”应为{'、'.join(UNITS)}之一"
        if name not in used | chosen:
            yield f"{name}.yaml：没有规则使用这个指标"
        for region in [*each.values, *each.chosen]:
            if region not in REGIONS:
                yield f"{name}.yaml：不认识地区“{region}”"
        for region, choice in each.chosen.items():
            yield from _choice(f"{name}.yaml {region}", choice, series, counts)
        for region, years in each.values.items():
            for year, entry in years.items():
                yield from _value(f"{name}.yaml {region} {year}", year, entry, counts, today)


def _choice(where: str, choice: Any, series: dict[str, Statistic], counts: Counter[str]) -> Iterator[str]:
    if set(choice) != {"indicator", "confirmed", "source"}:
        yield f"{where}：应为 {{indicator, confirmed, source}}"
    elif choice["indicator"] not in series or series[choice["indicator"]].chosen:
        yield f"{where}：没有“{choice['indicator']}”这个指标的数"
    elif not isinstance(choice["confirmed"], bool) or not choice["source"]:
        yield f"{where}：应写明是否核实（confirmed）和见于何处（source）"
    else:
        counts[f"各地统计口径（{'已核实' if choice['confirmed'] else '未核实'}）"] += 1


def _value(where: str, year: Any, entry: Any, counts: Counter[str], today: date) -> Iterator[str]:
    from lexcalc.money import numeral

    if not isinstance(year, int) or set(entry) != {"value", "confirmed", "source"}:
        yield f"{where}：应为“年份: {{value, confirmed, source}}”"
    elif not _FIRST_YEAR <= year < today.year:
        yield f"{where}：年份应在{_FIRST_YEAR}至{today.year - 1}之间"
    elif not isinstance(entry["value"], str) or numeral(entry["value"]) is None:
        yield f"{where}：数值应为加引号的十进制数"
    elif not isinstance(entry["confirmed"], bool) or not entry["source"]:
        yield f"{where}：应写明是否核实（confirmed）和见于何处（source）"
    else:
        counts[f"统计数（{'已核实' if entry['confirmed'] else '未核实'}）"] += 1
