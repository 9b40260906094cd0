"""``lexcalc score``: how right the answers of a run are, beside their gold."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lexcalc.cli.options import language_option
from lexcalc.cli.papers import out_file, save
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr


@click.command(
    help=tr(
        "按标准答案给一次或几次运行评分，并列比较。RUN 是 lexcalc batch 写的文件夹，"
        "或每行一个报告的 JSONL 文件；GOLD 是含 id 和 answer 的案件表，默认用 RUN/gold.jsonl。",
        "Score one or more runs against gold answers, side by side. RUN is a folder that lexcalc batch "
        "wrote, or a JSONL file with a report a line; GOLD is a case file with id and answer, "
        "RUN/gold.jsonl by default.",
    ),
    epilog=tr(
        "例：lexcalc score runs/base runs/lexpam gold.jsonl --html scores.html。"
        "退出码：0 已评分 · 1 出错 · 2 输入有误。",
        "Try: lexcalc score runs/base runs/lexpam gold.jsonl --html scores.html. Exit codes: 0 scored · "
        "1 error · 2 bad input.",
    ),
)
@click.argument("paths", metavar="RUN... [GOLD]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=tr(
        "同 GOLD；案件表的内容认不出来时用",
        "The same as GOLD, whatever the file looks like",
    ),
)
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON", "Print JSON"))
@click.option("--markdown", is_flag=True, help=tr("输出 Markdown 表格", "Print Markdown tables"))
@click.option(
    "--html",
    callback=lambda context, option, value: None if value is None else out_file(value),
    metavar="OUT",
    help=tr("另写一个独立的 HTML 文件（含图）", "Also write a self-contained HTML file with plots"),
)
@language_option
def score(
    paths: tuple[Path, ...], gold: Path | None, as_json: bool, markdown: bool, html: Path | None
) -> None:
    if as_json and markdown:
        raise UsageError("--json 和 --markdown 只能选一个。", "Choose --json or --markdown, not both.")
    from lexcalc.score import tables
    from lexcalc.score.golds import apart
    from lexcalc.score.results import results
    from lexcalc.score.runs import read_runs

    read = read_runs(*apart(paths, gold))
    found = results(read)
    if as_json:
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif markdown:
        click.echo(tables.document(found), nl=False)
    else:
        from lexcalc.report.terminal import console
        from lexcalc.score.terminal import render

        render(tables.tables(found, examples=1), console(sys.stdout))
        click.echo("\n" + tables.note())
    if html is not None:
        from lexcalc.score import html as page

        save(html, page.render(found, read))
