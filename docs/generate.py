"""Write the command reference and docs/coverage.md from the code: ``python -m docs.generate [--check]``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

FILES = {"zh": Path(__file__).parent / "cli.md", "en": Path(__file__).parent / "cli.en.md"}
_OPENING = {
    "zh": "# 命令行参考\n\n由 `python -m docs.generate` 从代码生成，请勿手改。[English](cli.en.md)\n",
    "en": "# Command line reference\n\nGenerated from the code by `python -m docs.generate`; do not edit. "
    "[中文](cli.md)\n",
}
COVERAGE = Path(__file__).parent / "coverage.md"
_COVERAGE_OPENING = """# 收录范围 · Coverage

由 `python -m docs.generate` 从 `rules/` 生成，请勿手改；同 `lexcalc rules coverage`。
每个数的出处用 `lexcalc rules show 指标` 查看。

● 已核实（有可指明的出处写明该地区、该年、该指标的这个数）　○ 未核实　· 未收录

Generated from `rules/`; do not edit. ● confirmed by an identifiable source, ○ unconfirmed, · not on file.
A figure that is not on file is never estimated: the answer is a refusal that names it.

"""
_WIDTH = 88  # of the help texts; fixed, so that the file does not depend on a terminal


def commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """The contexts of a command and of all below it, in the order of the help."""
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from commands(below, context_of(below, name, context))


def context_of(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    """A context in which a command's help is written."""
    settings = {"help_option_names": ["-h", "--help"], "terminal_width": _WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def reference(lang: str) -> str:
    """The whole reference in the language of this process."""
    from lexcalc.cli import cli

    parts = [_OPENING[lang]]
    for context in commands(cli, context_of(cli, "lexcalc")):
        parts.append(f"## `{context.command_path}`\n\n```text\n{context.get_help()}\n```\n")
    return "\n".join(parts)


def registry() -> str:
    """docs/coverage.md: what is on file for which region and year, in both languages at once."""
    from lexcalc.law import load_rulebook
    from lexcalc.law.coverage import coverage, markdown

    return _COVERAGE_OPENING + markdown(coverage(load_rulebook()))


def in_language(lang: str) -> str:
    """The reference as a fresh process in ``lang`` writes it: help texts are fixed at import."""
    process = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--print", lang],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "LEXCALC_LANG": lang, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    return process.stdout.decode("utf-8").replace("\r\n", "\n")


def main() -> None:
    """Write the files; with ``--check`` only say whether they are current."""
    if sys.argv[1:2] == ["--print"]:
        sys.stdout.write(reference(sys.argv[2]))
        return
    stale = []
    texts = {path: in_language(lang) for lang, path in FILES.items()} | {COVERAGE: registry()}
    for path, text in texts.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"out of date: {', '.join(stale)}; run python -m docs.generate")


if __name__ == "__main__":
    main()
