"""``lexcalc rules coverage``: for which region and year a figure or a table is on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lexcalc.errors import UsageError
from lexcalc.report.messages import tr

if TYPE_CHECKING:
    from lexcalc.law.coverage import Item


@click.command(
    "coverage",
    help=tr(
        "收录了哪些统计数、各省的标准：● 已核实，○ 未核实，· 未收录。",
        "Figures and provincial tables on file: ● confirmed, ○ unconfirmed, · missing.",
    ),
)
@click.option("--item", default="", help=tr("只看名称含此词的项目。", "Only items whose name contains this."))
@click.option("--region", default="", help=tr("只看一个地区，例如 广东。", "One region, such as 广东."))
@click.option("--year", type=click.IntRange(2004, 2100), help=tr("只看一个年份。", "One year only."))
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON。", "Print JSON."))
def coverage(item: str, region: str, year: int | None, as_json: bool) -> None:
    from lexcalc.law import coverage as registry
    from lexcalc.law import load_rulebook

    found = registry.coverage(load_rulebook(), item, region, year)
    if not found:
        raise UsageError(
            f"没有名称含“{item}”的统计指标或地方标准。", f"No indicator or table named {item!r}."
        )
    if as_json:
        import json

        click.echo(json.dumps(registry.as_json(found), ensure_ascii=False, indent=2))
        return
    _print(found)


def _print(items: list[Item]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from lexcalc.law.coverage import MARKS

    console = Console()
    for item in items:
        counts = "  ".join(f"{MARKS[status]} {n}" for status, n in item.counts().items() if n)
        console.print(Text(f"{item.name}  {counts}", "bold"))
        if item.kind == "statistic":
            years = list(item.rows[0].cells) if item.rows else []
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
            for heading in ("", *(year[2:] for year in years)):
                table.add_column(heading, no_wrap=True)
            for row in item.rows:
                table.add_row(Text(row.region), *(MARKS[row.cells[year]] for year in years))
            console.print(table)
        else:
            for row in item.rows:
                cells = (f"{MARKS[status]} {row.note or start}" for start, status in row.cells.items())
                console.print(Text(f"  {row.region}  {'  '.join(cells)}"))
            console.print()
