"""``rules check`` for dated values and versions: documents named, dates possible, provinces known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from lexcalc.law.regions import PROVINCES
from lexcalc.law.schema import Item, Parameter

# What the reference of a confirmed value must name: a kind of document, its number, or an article.
_DOCUMENT = re.compile(r"〔\d{4}〕|令|第\d+条|条例|办法|规定|公告|通知|解释|[法则]")


def value_problems(parameter: Parameter, today: date, counts: Counter[str]) -> Iterator[str]:
    """Every value of one parameter; counts it by what is known of it."""
    name = f"{parameter.name}@{parameter.region}" if parameter.region else parameter.name
    if parameter.region and parameter.region not in PROVINCES:
        yield f"{name}：“{parameter.region}”不是省、自治区、直辖市的简称"
    keys: set[str] = set()
    for start, entry in parameter.values:
        kind = "谨慎线" if parameter.guard else "已核实" if entry.status == "confirmed" else "未核实"
        counts[f"参数值（{kind}）"] += 1
        if entry.verified_on > today:
            yield f"{name} {start}：核对日期{entry.verified_on}在将来"
        if kind == "已核实" and not _DOCUMENT.search(entry.reference):
            yield f"{name} {start}：已核实的值要写明文件（文号、条款），现为“{entry.reference}”"
        if entry.value is not None:
            table = not isinstance(entry.value, str)
            if keys and table != ("" not in keys):
                yield f"{name} {start}：同一参数先后应同为数值或同为表"
            keys = set(entry.value) if table else {""}
    if parameter.region:
        counts["省级参数"] += 1


def version_problems(versions: list[Item]) -> Iterator[str]:
    """The versions of one head: one governing date for all, else a case could fall between or into two."""
    newest = versions[-1]
    for item in versions[:-1]:
        if item.selected_by != newest.selected_by:
            yield f"{item.file}：各版本的 selected_by 应相同（{newest.file}为{newest.selected_by}）"
        if item.scenario != newest.scenario:
            yield f"{item.file}：“{item.head}”各版本应属同一类案件"
