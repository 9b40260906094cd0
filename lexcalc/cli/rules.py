"""``lexcalc rules``: which law answers — list it, show one rule in full, prove that the files are sound."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from lexcalc.cli.coverage import coverage
from lexcalc.cli.options import Day
from lexcalc.cli.rules_diff import diff
from lexcalc.errors import Exit, UsageError
from lexcalc.report.messages import tr

if TYPE_CHECKING:
    from lexcalc.law.rulebook import Rulebook

_json = click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON。", "Print JSON."))
_on = click.option("--on", type=Day(), help=tr("只看这一天有效的值。", "Only what is in force on this day."))


@click.group(help=tr("列出、查看、检查法条规则。", "List, show and check the statutory rules."))
def rules() -> None:
    pass


rules.add_command(coverage)


@rules.command(
    "list", help=tr("列出全部项目、参数和统计数的覆盖。", "List heads, parameters and statistics.")
)
@_on
@_json
def list_(on: date | None, as_json: bool) -> None:
    from lexcalc.law.describe import overview

    found = overview(_rulebook(), on)
    if as_json:
        _print_json(found)
        return
    for scenario, heads in found["heads"].items():
        click.echo(f"# {scenario}")
        for head in heads:
            click.echo(f"  {head['head']}  自{head['since']}  {'；'.join(head['citations'])}")
    click.echo(tr("# 参数", "# Parameters"))
    for name, entries in found["parameters"].items():
        click.echo(f"  {name}  " + "  ".join(f"{e['from']} {e['status']}" for e in entries))
    click.echo(tr("# 统计数（地区 年份；* 未经核实）", "# Statistics (region, year; * unconfirmed)"))
    for indicator, regions in found["statistics"].items():
        click.echo(f"  {indicator}")
        for region, years in regions.items():
            click.echo(f"    {region} " + " ".join(years))


@rules.command(
    help=tr(
        "查看一个项目、定义、参数、统计指标，或 facts。",
        "Show a head, definition, parameter or statistic, or facts.",
    )
)
@click.argument("name")
@_on
@_json
def show(name: str, on: date | None, as_json: bool) -> None:
    from lexcalc.law.describe import describe

    rulebook = _rulebook()
    found = describe(rulebook, name, on)
    if found is None:
        from difflib import get_close_matches

        from lexcalc.law.describe import all_names

        close = get_close_matches(name, all_names(rulebook), n=3, cutoff=0.4)
        hint = f"，是否指：{'、'.join(close)}" if close else ""
        raise UsageError(
            f"没有名为“{name}”的规则{hint}。", f"No rule named {name!r}; close: {', '.join(close)}."
        )
    if as_json:
        _print_json(found)
    else:
        _print_tree(found, 0)


@rules.command(
    help=tr("检查规则文件：依据、日期、名称、法条、算术。", "Check references, dates, names, articles, sums.")
)
@click.option(
    "--strict", is_flag=True, help=tr("久未核对的值也算错误。", "Values not verified lately are errors.")
)
@_json
def check(strict: bool, as_json: bool) -> None:
    from lexcalc.law.audit import audit

    found = audit(_rulebook())
    if as_json:
        _print_json({"problems": found.problems, "stale": found.stale, "counts": dict(found.counts)})
    else:
        for name, count in sorted(found.counts.items()):
            click.echo(f"{name} {count}")
        for line in [*found.problems, *found.stale]:
            click.echo(f"✗ {line}" if line in found.problems else f"? {line}")
        if not found.problems:
            click.echo(tr("规则文件没有发现错误。", "No mistakes found in the rule files."))
    if found.problems or (strict and found.stale):
        raise SystemExit(int(Exit.ERROR))


rules.add_command(diff)


def _rulebook() -> Rulebook:
    from lexcalc.law import load_rulebook

    return load_rulebook()


def _print_json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _print_tree(value: Any, depth: int) -> None:
    pad = "  " * depth
    for key, part in value.items() if isinstance(value, dict) else enumerate(value, 1):
        if isinstance(part, dict | list) and part:
            click.echo(f"{pad}{key}:")
            _print_tree(part, depth + 1)
        elif part not in ("", [], {}, None):
            click.echo(f"{pad}{key}: {part}")
