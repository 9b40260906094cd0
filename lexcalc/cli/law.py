"""``lexcalc law``: the text of an article in the version of a day, or what a statute consists of."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lexcalc.cli.options import Day, language_option
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr
from lexcalc.textio import printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from lexcalc.law.index import Index
    from lexcalc.law.lookup import Found

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OPENING = 32  # characters of each article in the list of a statute


class Statute(click.ParamType):
    """A statute and its articles as people write them; the shell completes the names."""

    name = "article"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from lexcalc.law.statutes import all_names

        bare = incomplete.removeprefix("《")
        names = [name for name in all_names() if name.startswith(bare)]
        if len(names) < 2 and (index := _index(None)):
            names += [name for name in index.names() if name.startswith(bare)]
        return [CompletionItem(name) for name in dict.fromkeys(names)]


@click.command(
    help=tr(
        "查看法条原文：ARTICLE 是法规和条数，只写法规则列出版本和各条。",
        "Show the text of articles: ARTICLE names statute and number; a statute alone lists its articles.",
    ),
    epilog=tr(
        "例：lexcalc law 劳动合同法第47条 · lexcalc law 民法典1179 · "
        "lexcalc law 工伤保险条例 37 --on 2020-05-01。随附的是规则所引法规的条文；--install-index "
        "从软件包仓库取得国家法律的索引（约 15 MB）放在缓存目录，也可用 LEXCALC_LAW_INDEX 指定。",
        "Try: lexcalc law 劳动合同法第47条 · lexcalc law 民法典1179 · "
        "lexcalc law 工伤保险条例 37 --on 2020-05-01. The texts of the statutes that the rules cite are "
        "shipped; --install-index fetches an index of the national statutes (about 15 MB) from the package "
        "registry into the cache (or set LEXCALC_LAW_INDEX).",
    ),
)
@click.argument("article", nargs=-1, type=Statute(), metavar="ARTICLE")
@click.option("--on", type=Day(), metavar="DATE", help=tr("该日施行的版本", "The version of this day"))
@click.option("--index", "path", type=_FILE, help=tr("使用这个法规索引", "Use this statute index"))
@click.option("--install-index", is_flag=True, help=tr("取得并安装法规索引", "Fetch and install the index"))
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help=tr(
        "从本地 wheel 或 laws.db 安装索引，或加入一个文件夹里的 Markdown 法规文本",
        "Install it from a local wheel or laws.db, or add a folder of statutes in Markdown",
    ),
)
@click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON", "Print JSON"))
@language_option
def law(
    article: tuple[str, ...],
    on: date | None,
    path: Path | None,
    install_index: bool,
    source: Path | None,
    as_json: bool,
) -> None:
    if install_index or source:
        _install(source)
        if not article:
            return
    written = printable(" ".join(article)).strip()
    if not written:
        raise UsageError(
            "没有写要查的法条，例如 lexcalc law 劳动合同法第47条。",
            "No article to show; try lexcalc law 劳动合同法第47条.",
        )
    from lexcalc.law.lookup import look_up

    found = look_up(written, on, _index(path), date.today())
    if as_json:
        import json

        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2, default=str))
    else:
        _print(_lines(found))


def _index(path: Path | None) -> Index | None:
    # Without an index file nothing of SQLite is imported.
    from lexcalc.law.index import open_index

    return open_index(path)


def _install(source: Path | None) -> None:
    from lexcalc.law.index import SHA256, Index, install
    from lexcalc.serve import files, progress

    path = install(source)
    names = len(Index(path).names())
    progress.say(tr(f"法规索引已就绪：{names} 部，{path}", f"Index ready: {names} statutes, {path}"))
    if (found := files.sha256(path)) != SHA256:
        progress.say(
            tr(f"这不是登记的那一版（sha256 {found[:12]}）。", f"Not the pinned file (sha256 {found[:12]}).")
        )


def _lines(found: Found) -> list[tuple[str, str]]:
    """The lines of an answer with their rich styles."""
    lines = [(found.title, "bold")]
    if found.valid_from:
        until = found.valid_until or tr("今", "today")
        lines.append(
            (tr(f"{found.valid_from} 至 {until} 施行", f"in force {found.valid_from} – {until}"), "cyan")
        )
    lines += [(text, "dim") for text in (found.issued_by, found.history) if text]
    for row in found.versions:
        count = tr(f"{row['articles']}条", f"{row['articles']} articles") if row["articles"] else ""
        until = row["valid_until"] or tr("今", "today")
        texts = "；".join(row["texts"]) or tr("没有收录条文", "no text")
        lines.append(
            (f"· {row['name']}  {row['valid_from']} – {until}  {count}  {texts}".replace("    ", "  "), "")
        )
    listing = bool(found.versions) or len(found.articles) > 30
    for article in found.articles:
        text = article.part or article.text or ""
        if listing:
            first = text.split("\n")[0]
            lines.append((f"{article.article} {first[:_OPENING]}{'……' if len(first) > _OPENING else ''}", ""))
        else:
            lines += [("", ""), (article.article, "bold"), (text, "")]
    lines += [("", "")] if found.notes or found.source else []
    lines += [(tr(*note), "yellow") for note in found.notes]
    if found.source:
        lines.append((tr("来源：", "Source: ") + found.source, "dim"))
    return lines


def _print(lines: list[tuple[str, str]]) -> None:
    if not sys.stdout.isatty():
        for text, _ in lines:
            click.echo(printable(text))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    for text, style in lines:
        console.print(Text(printable(text), style=style))
