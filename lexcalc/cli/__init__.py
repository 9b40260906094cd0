"""The ``lexcalc`` command: one file per subcommand, imported only when it is the one that runs."""

from __future__ import annotations

import difflib
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from lexcalc import __version__
from lexcalc.cli.failures import handled
from lexcalc.report.messages import LANGUAGES, tr, use_language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# name → module, one line of help in Chinese and English.  Kept here so that ``--help`` imports no command.
COMMANDS = {
    "ask": ("lexcalc.cli.ask", "计算一个案件的赔偿或补偿金额", "Compute the amount of one case"),
    "check": ("lexcalc.cli.check", "核验任何来源的推理", "Verify reasoning that came from anywhere"),
    "calc": (
        "lexcalc.cli.calc",
        "不用案情，按项目和事实计算",
        "Compute from heads and facts, without a text",
    ),
    "review": ("lexcalc.cli.review", "逐案复核、更正、签署", "Review a run case by case and sign it off"),
    "score": ("lexcalc.cli.score", "按标准答案给运行评分", "Score runs against gold answers"),
    "batch": ("lexcalc.cli.batch", "成批计算一个案件表", "Compute a whole file of cases"),
    "law": ("lexcalc.cli.law", "查看法条原文", "Show the text of an article"),
    "rules": ("lexcalc.cli.rules", "列出、查看、检查法条规则", "List, show and check the statutory rules"),
    "schema": ("lexcalc.cli.schema", "打印 JSON 输出的模式", "Print the JSON schema of the output"),
    "serve": (
        "lexcalc.cli.serve",
        "启动、停止、查看本机模型服务",
        "Start, stop, inspect the local model server",
    ),
    "log": ("lexcalc.cli.log", "查看、开关、清除历史记录", "Show, switch and purge the history"),
    "model": ("lexcalc.cli.model", "列出、获取、校验模型文件", "List, fetch and verify model files"),
}
DEFAULT = "ask"


class LazyGroup(click.Group):
    """A group that imports a command when it is needed and takes a bare case text as ``ask``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        return getattr(module, cmd_name, None) or module.command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(tr("命令", "Commands")):
            formatter.write_dl([(name, tr(zh, en)) for name, (_, zh, en) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        # From the table: completing must not import every command.
        found = [
            CompletionItem(name, help=tr(zh, en))
            for name, (_, zh, en) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Help texts are fixed when a command is imported, so the language must be known before.
        for flag, value in zip(args, [*args[1:], ""], strict=False):
            if flag.startswith("--lang=") or (flag == "--lang" and value in LANGUAGES):
                use_language(flag.partition("=")[2] or value)
        own = {name for param in self.get_params(ctx) for name in param.opts}
        if args and args[0].startswith("-") and args[0] != "-" and args[0].partition("=")[0] not in own:
            args = [DEFAULT, *args]  # ``lexcalc -f case.txt``
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if self._names_a_command(ctx, args[0]) else [DEFAULT, *args])

    def _names_a_command(self, ctx: click.Context, word: str) -> bool:
        if word in COMMANDS:
            return True
        if not word.isascii() or not word.isidentifier():
            return False  # a case text or "-"
        close = difflib.get_close_matches(word, COMMANDS, n=1)
        hint = tr(f"是否想用 {close[0]}？", f"Did you mean {close[0]}?") if close else ""
        raise click.UsageError(tr(f"没有 {word} 这个命令。{hint}", f"No command {word}. {hint}".strip()), ctx)

    def invoke(self, ctx: click.Context) -> object:
        with handled():
            return super().invoke(ctx)


def _about() -> str:
    return tr(
        "从中文案情计算赔偿、补偿金额：模型解释，法条规则逐步核验。\n\n"
        '例：lexcalc "2024年3月……请问应赔多少元？"，或 lexcalc ask -f case.txt --no-model。\n\n'
        "退出码：0 已核验、已更正或仅按法条算出 · 1 出错 · 2 用法或输入有误 · 3 事实不足或须法官酌定 · "
        "4 模型与法条不一致或模型未答完 · 5 模型服务无法连接 · 130 被中断。",
        "Compensation amounts from Chinese case texts: a model explains, statutory rules check each step.\n\n"
        'Try: lexcalc "<case text>", or lexcalc ask -f case.txt --no-model.\n\n'
        "Exit codes: 0 verified, corrected or computed from the rules · 1 error · 2 usage or bad input · "
        "3 facts missing or left to the judge · 4 model and statute disagree or the model did not finish · "
        "5 model server unreachable · 130 interrupted.",
    )


class _Root(LazyGroup):
    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = _about()  # written late, when --lang is known
        super().format_help_text(ctx, formatter)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"lexcalc {__version__}")
        ctx.exit()


@click.command(cls=_Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="版本 / Show the version.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="界面语言 / Language of the messages.  [env: LEXCALC_LANG]",
)
def cli() -> None:
    """The root command; its help is written by ``_about``."""


def main() -> None:
    """The console entry point: run the command line and leave with its documented exit code."""
    # Pydantic looks through every installed distribution for plugins: 20 ms that a command has no use for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a character that the terminal's encoding lacks must not be fatal
            stream.reconfigure(errors="replace")
    with handled():
        cli.main(prog_name="lexcalc", standalone_mode=True)
