"""``lexcalc rules diff``: what another date changes."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date

import click

from lexcalc.cli.options import Day
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr


@click.command(
    help=tr(
        "比较两个日期有效的规则：项目、法定数额、各省标准。",
        "Compare the law of two days: heads, fixed amounts, provincial tables.",
    ),
    epilog=tr(
        "例：lexcalc rules diff --on 2020-09-18 --on 2020-09-19",
        "Try: lexcalc rules diff --on 2020-09-18 --on 2020-09-19",
    ),
)
@click.option(
    "--on",
    "days",
    type=Day(),
    multiple=True,
    required=True,
    metavar="DATE",
    help=tr("写两次：前一日期和后一日期", "Given twice: the earlier and the later day"),
)
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON。", "Print JSON."))
def diff(days: tuple[date, ...], as_json: bool) -> None:
    if len(days) != 2:
        raise UsageError("请写两个日期：--on 日期 --on 日期。", "Give two days: --on DATE --on DATE.")
    from lexcalc.law import load_rulebook
    from lexcalc.law.diff import diff as compare

    first, second = sorted(days)
    changes = compare(load_rulebook(), first, second)
    if as_json:
        import json

        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
        return
    if not changes:
        click.echo(
            tr(f"{first} 与 {second} 的规则相同。", f"The rules of {first} and {second} are the same.")
        )
        return
    from rich.table import Table

    from lexcalc.report.terminal import console, safe

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in (tr("规则", "Rule"), str(first), str(second), tr("自", "Since"), tr("依据", "Basis")):
        table.add_column(name, overflow="fold")
    shown = ""
    for change in changes:
        basis = change.reference_after or change.reference_before
        again, shown = basis == shown, basis  # a table's rows have one basis: said once
        table.add_row(
            safe(f"{change.name} {change.key}".strip()),
            safe(change.before or "—"),
            safe(change.after or "—"),
            safe(change.since),
            safe("" if again else basis),
        )
    console(sys.stdout).print(table)
