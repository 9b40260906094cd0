"""``lexcalc batch``: a file of cases in, a run folder out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from lexcalc.batch import KINDS
from lexcalc.cli.options import case_options, model_options
from lexcalc.errors import Exit
from lexcalc.report.messages import STATUS, tr

if TYPE_CHECKING:
    from lexcalc.batch.run import Summary


@click.command(
    help=tr(
        "成批计算案件表 CASES：.jsonl、.csv、.tsv、.xlsx，放 txt、md、docx、pdf 的文件夹，"
        "或 -（标准输入的 JSONL）。列：question（案情）、id（编号）、answer（答案）、scenario、region、on、"
        "trial_date、facts，或事实名称。"
        "结果写入 -o 目录；中断后再运行同一命令即从断处继续。",
        "Compute the cases of CASES: .jsonl, .csv, .tsv, .xlsx, a folder of txt, md, docx, pdf, or - (JSON "
        "lines on standard input). Columns: question, id, answer, scenario, region, on, trial_date, facts, "
        "or names of facts. Results go to the folder of -o; run the same command again to go on after an "
        "interruption.",
    ),
    epilog=tr(
        "退出码：0 全部处理 · 1 有案件失败（见 failures.jsonl）或磁盘已满 · 2 用法或输入有误 · "
        "5 模型服务中断 · 130 被中断。已完成的案件总是保存着。",
        "Exit codes: 0 all processed · 1 some cases failed (failures.jsonl) or the disk is full · 2 usage or "
        "bad input · 5 the model server is gone · 130 interrupted. What is finished is always kept.",
    ),
)
@click.argument("cases", metavar="CASES")
@click.option(
    "-o", "--out", required=True, metavar="RUN", help=tr("结果目录", "Folder of the run"), type=click.Path()
)
@case_options
@model_options
@click.option(
    "--engine",
    type=click.Choice(KINDS),
    default="auto",
    show_default=True,
    envvar="LEXCALC_ENGINE",
    help=tr(
        "在哪里计算：server 模型服务；vllm 本次运行自带的 vLLM；ray 分给 Ray 集群的多台机器；"
        "auto：给了 --base-url 或服务已在运行时用 server，否则用 vllm",
        "Where the work is done: server; vllm, for this run alone; ray, the machines of a Ray cluster; auto: "
        "server where --base-url names one or one is running, else vllm",
    ),
)
@click.option(
    "--ray-address",
    metavar="ADDRESS",
    help=tr(
        "--engine ray：集群地址，在集群节点上用 auto；默认取 RAY_ADDRESS，没有则在本机启动",
        "--engine ray: the cluster, auto on one of its nodes; default RAY_ADDRESS, else one is started here",
    ),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help=tr(
        "--engine ray：工作进程数（默认：只按法条时每核一个；有模型时每块显卡或每台机器一个）",
        "--engine ray: workers (default: rules only, one a core; with a model, one a GPU or a node)",
    ),
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help=tr(
        "只按法条：进程数（默认为核数）；有模型：同时的案件数（默认 server 32，本机 CPU 8；vllm 384、48）",
        "Rules only: processes (default: cores); with a model: cases under way (default: server 32, on a "
        "local CPU 8; vllm 384, on a CPU 48)",
    ),
)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help=tr("只算前 N 件", "Only the first N cases")
)
@click.option(
    "--resume/--fresh",
    default=True,
    help=tr("接着已有的结果目录（默认），或清空重来", "Go on with the folder (default), or begin again"),
)
@click.option("--retry-failed", is_flag=True, help=tr("重算以前失败的案件", "Compute failed cases again"))
@click.option(
    "--table",
    metavar="FILE",
    help=tr("另存一张表（.csv 或 .xlsx）", "Write a table as well (.csv or .xlsx)"),
)
def batch(
    cases: str,
    out: str,
    given: dict[str, Any],
    as_json: bool,
    no_model: bool,
    model: str | None,
    base_url: str | None,
    max_tokens: int | None,
    profile: str | None,
    timeout: float | None,
    second_reading: Literal["auto", "always", "never"],
    engine: str,
    ray_address: str | None,
    workers: int | None,
    jobs: int | None,
    limit: int | None,
    resume: bool,
    retry_failed: bool,
    table: str | None,
) -> None:
    from lexcalc.batch import run as batches
    from lexcalc.batch.choose import Cluster
    from lexcalc.batch.engines import ModelOptions
    from lexcalc.batch.table import check_name, write_table
    from lexcalc.cli.meter import meter
    from lexcalc.cli.papers import out_file

    place = out_file(table) if table else None
    if place:
        check_name(place.name)
    asked = None if no_model else ModelOptions(model, base_url, max_tokens, profile, timeout, second_reading)
    folder = Path(out)
    with meter() as shown:
        try:
            summary = batches.run(
                cases,
                folder,
                given,
                model=asked,
                engine=engine,
                cluster=Cluster(ray_address, workers),
                jobs=jobs,
                limit=limit,
                fresh=not resume,
                retry_failed=retry_failed,
                meter=shown,
            )
        except batches.Interrupted as interrupted:
            shown.close()
            raise _interrupted(interrupted.done, out) from None
    if place:
        write_table(folder, place)
    _tell(summary, shown.seconds)
    click.echo(json.dumps(asdict(summary), ensure_ascii=False, indent=2) if as_json else summary.results)
    sys.stdout.flush()
    raise SystemExit(int(Exit.ERROR if summary.failures else Exit.OK))


def _interrupted(done: int, out: str) -> SystemExit:
    click.echo(
        tr(
            f"已中断：{done} 件已完成并保存在 {out}，再运行同一命令即可继续。",
            f"Interrupted: {done} cases are finished and kept in {out}; run the same command again to go on.",
        ),
        err=True,
    )
    return SystemExit(130)


def _tell(summary: Summary, seconds: float) -> None:
    """The summary on stderr: cases by status, and what needs a look."""
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=None, pad_edge=False, show_header=False)
    grid.add_column()
    grid.add_column(justify="right")
    for status, count in sorted(summary.statuses.items(), key=lambda pair: -pair[1]):
        if count:
            grid.add_row(tr(*STATUS.get(status, ("失败", "failed"))), str(count))
    grid.add_row(tr("合计", "total"), str(summary.cases))
    console = Console(stderr=True, highlight=False)
    console.print(grid)
    notes = []
    if summary.reused:
        notes.append(tr(f"其中 {summary.reused} 件以前已完成", f"{summary.reused} were finished before"))
    if summary.ignored:
        names = "、".join(summary.ignored)
        notes.append(tr(f"没有用到的列或文件：{names}", f"columns or files not used: {names}"))
    if summary.damaged:
        notes.append(
            tr(f"日志中 {summary.damaged} 行已损坏，已重算", f"{summary.damaged} damaged lines were redone")
        )
    if summary.failures:
        notes.append(tr("失败的原因见 failures.jsonl", "failures.jsonl says why cases failed"))
    notes.append(tr(f"用时 {seconds:.1f} 秒", f"{seconds:.1f} s"))
    for note in notes:
        console.print(note, markup=False)
