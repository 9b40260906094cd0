"""``lexcalc log``: the history of answers, off unless the user wants one."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from lexcalc import history
from lexcalc.cli.options import Day
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr


@click.group(
    help=tr(
        "历史记录：默认不记；开启后记在本机一个文件中，仅本人可读，证件、电话、银行卡、车牌、案号和人名已遮盖。",
        "The history: off by default; when on, one file on this machine that only you can read, with "
        "identity, phone, bank card, plate and case numbers and names blanked.",
    )
)
def log() -> None:
    """The group; its help is set above, in the user's language."""


@log.command(help=tr("开始记录以后的回答", "Keep answers from now on"))
def on() -> None:
    history.switch(True)
    click.echo(
        tr(
            f"已开启：以后的回答（遮盖后）记在 {history.file()}。人名只能尽量识别，并非匿名。",
            f"On: answers are kept, blanked, in {history.file()}. Not every name is recognised.",
        )
    )


@log.command(help=tr("停止记录，已有的保留", "Stop keeping answers; what is there stays"))
def off() -> None:
    history.switch(False)
    kept = len(history.entries())
    click.echo(
        tr(
            f"已关闭：还留有 {kept} 条，lexcalc log purge --all 可删除。",
            f"Off: {kept} answers are still there; lexcalc log purge --all deletes them.",
        )
    )


@log.command("list", help=tr("列出最近的记录", "List the latest answers"))
@click.option("-n", "limit", type=click.IntRange(1), default=20, show_default=True, metavar="N")
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON", "Print JSON"))
def list_(limit: int, as_json: bool) -> None:
    found = history.entries(limit)
    if as_json:
        rows = [{key: value for key, value in vars(each).items() if key != "report"} for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not found:
        state = tr("已开启", "on") if history.is_on() else tr("未开启", "off")
        click.echo(tr(f"没有记录（{state}）。", f"No answers on file ({state})."), err=True)
        return
    from rich.table import Table

    from lexcalc.report import messages
    from lexcalc.report.terminal import console, money, safe

    heads = ("№", "UTC", tr("结论", "Verdict"), tr("金额", "Amount"), tr("案情", "Case"))
    table = Table(*heads, box=None)
    for each in found:
        table.add_row(
            str(each.id),
            each.at.replace("T", " ").removesuffix("+00:00"),
            tr(*messages.STATUS[each.status]),
            money(each.amount) or "–",
            safe(each.question.replace("\n", " "), limit=40),
        )
    console(sys.stdout).print(table)


@log.command(help=tr("显示一条记录", "Show one answer"))
@click.argument("number", type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON", "Print JSON"))
def show(number: int, as_json: bool) -> None:
    from lexcalc.report.json_out import dumps, loads

    found = history.entry(number)
    report = loads(json.dumps(found.report))
    if as_json:
        click.echo(dumps(report))
        return
    from lexcalc.report import terminal

    terminal.render(report, terminal.console(sys.stdout))


@log.command(help=tr("删除记录，文件中不留痕迹", "Delete answers, leaving nothing of them in the file"))
@click.option("--before", type=Day(), metavar="DATE", help=tr("只删此日以前的", "Only those before this day"))
@click.option("--all", "everything", is_flag=True, help=tr("全部删除", "Delete all"))
def purge(before: date | None, everything: bool) -> None:
    if (before is None) is not everything:
        raise UsageError("请写 --before 日期 或者 --all。", "Give either --before DATE or --all.")
    count = history.purge(before.isoformat() if before else None)
    click.echo(tr(f"已删除 {count} 条。", f"Deleted {count} answers."))
