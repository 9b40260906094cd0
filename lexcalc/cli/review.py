"""``lexcalc review``: a local page where a lawyer goes through the cases of a run and signs them off."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lexcalc.cli.options import language_option
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr

if TYPE_CHECKING:
    from lexcalc.review.store import Store


@click.command(
    help=tr(
        "逐案复核一次批量运行：在本机网页中核对、更正事实，当场重算，签署意见。"
        "RUN 是 lexcalc batch 写的文件夹。",
        "Review a run case by case: a page on this machine to check and correct facts, recompute and sign "
        "off. RUN is a folder that lexcalc batch wrote.",
    ),
    epilog=tr(
        "只在 127.0.0.1 上提供，链接用一次即失效；Ctrl-C 结束（退出码 0），"
        "已签署的都已存入 RUN/review.sqlite。例：lexcalc review runs/may --export reviewed.jsonl。",
        "Served on 127.0.0.1 alone; the link works once; Ctrl-C ends it (exit code 0), what was signed is in "
        "RUN/review.sqlite. Try: lexcalc review runs/may --export reviewed.jsonl.",
    ),
)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help=tr("端口；默认任取一个空闲的", "Port; any free one by default"),
)
@click.option(
    "--reviewer",
    metavar="NAME",
    envvar="LEXCALC_REVIEWER",
    help=tr("签署人；默认为本机用户名", "Who signs; this machine's user name by default"),
)
@click.option(
    "--no-browser",
    is_flag=True,
    help=tr("只打印链接，不打开浏览器", "Print the link only; open no browser"),
)
@click.option(
    "--export",
    "out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=tr(
        "把已签署的案件写成案件文件（JSONL），不启动网页",
        "Write the signed cases as a case file (JSONL) instead of serving",
    ),
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help=tr("列出签署情况，不启动网页", "Print what is signed instead of serving"),
)
@click.option("--json", "as_json", is_flag=True, help=tr("--list 输出 JSON", "Print the list as JSON"))
@language_option
def review(
    run: Path,
    port: int,
    reviewer: str | None,
    no_browser: bool,
    out: Path | None,
    listing: bool,
    as_json: bool,
) -> None:
    if as_json and not listing:
        raise UsageError("--json 只和 --list 同用。", "--json goes with --list.")
    from lexcalc.review.store import Store, held

    if out is not None or listing:
        with Store(run) as store:
            if out is not None:
                _export(store, out)
            if listing:
                _list(store, as_json)
        return
    from lexcalc.review import server

    with held(run), Store(run) as store:
        server.serve(store, _name(reviewer), port, lambda url: _ready(url, no_browser))
        done = store.progress()
        click.echo(
            tr(
                f"\n已结束：签署 {done.signed}/{done.total}。",
                f"\nStopped: {done.signed}/{done.total} signed.",
            ),
            err=True,
        )


def _ready(url: str, no_browser: bool) -> None:
    from lexcalc.review.server import has_display

    click.echo(url)
    sys.stdout.flush()
    click.echo(tr("链接只能打开一次；Ctrl-C 结束。", "The link opens once; Ctrl-C stops."), err=True)
    if not no_browser and has_display():
        import webbrowser

        webbrowser.open(url)


def _name(given: str | None) -> str:
    from lexcalc.textio import printable

    if name := " ".join(printable(given or "").split()):
        return name[:100]
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        raise UsageError("请用 --reviewer 给出签署人。", "Say who signs with --reviewer.") from None


def _export(store: Store, out: Path) -> None:
    from lexcalc.review import export

    counts = export.write(store, out)
    click.echo(
        tr(
            f"已写 {counts.written} 案，其中 {counts.complete} 案的事实足以算出答案，可用于训练。",
            f"{counts.written} cases written; {counts.complete} with all facts, fit for training.",
        ),
        err=True,
    )
    if left := sum(counts.left_out.values()):
        click.echo(
            tr(
                f"另有 {left} 案没有认可的答案（退回或存疑），未写入。",
                f"{left} cases without an agreed answer (rejected, unsure) were left out.",
            ),
            err=True,
        )


def _list(store: Store, as_json: bool) -> None:
    progress = store.progress()
    if as_json:
        rows = [
            {
                "id": each.id,
                "decision": each.decision,
                "answer": _answer(each.amount, each.report),
                "reviewer": each.reviewer,
                "at": each.at,
                "note": each.note,
                "facts": each.facts,
            }
            for each in store.signed()
        ]
        click.echo(json.dumps({**vars(progress), "cases": rows}, ensure_ascii=False, indent=2))
        return
    from rich.table import Table

    from lexcalc.report.terminal import console, money, safe
    from lexcalc.review.pages import DECISIONS

    out = console(sys.stdout)
    parts = [f"{tr(*DECISIONS[name])} {count}" for name, count in progress.decisions.items()]
    parts += [f"{tr(*DECISIONS['changed'])} {progress.changed}"] if progress.changed else []
    out.print(safe(" · ".join([tr(f"已签署 {progress.signed}/{progress.total}",
                                  f"{progress.signed}/{progress.total} signed"), *parts])))  # fmt: skip
    heads = (tr("案件", "Case"), tr("意见", "Decision"), tr("金额", "Amount"))
    table = Table(*heads, tr("签署人", "Reviewer"), "UTC", tr("备注", "Note"), box=None)
    for each in store.signed():
        amount = money(_answer(each.amount, each.report)) or "–"
        when = each.at.replace("T", " ").removesuffix("+00:00")
        note = safe(each.note.replace("\n", " "), limit=40)
        table.add_row(safe(each.id), tr(*DECISIONS[each.decision]), amount, safe(each.reviewer), when, note)
    if progress.signed:
        out.print(table)


def _answer(amount: str | None, report: str) -> str | None:
    return amount or json.loads(report)["verdict"]["answer"]
