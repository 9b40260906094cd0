"""``lexcalc ask``: a case in, a checked amount out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal

import click

from lexcalc.cli import dialogue
from lexcalc.cli.options import case_options, case_text, exit_code, model_options, show
from lexcalc.cli.papers import paper_options, wanted
from lexcalc.errors import Exit, UsageError
from lexcalc.report.messages import tr, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from lexcalc.reasoning.prompt import Style
    from lexcalc.serve.profiles import Profile


@click.command(
    help=tr(
        "计算一个案件的金额。案情 TEXT 直接写在后面，或用 -f 读文件，或用 - 读标准输入。",
        "Compute the amount of one case. TEXT is the case; -f reads it from a file, - from standard input.",
    ),
    epilog=tr(
        "退出码：0 已核验、已更正或仅按法条算出 · 1 出错 · 2 用法或输入有误 · 3 事实不足或须酌定 · "
        "4 模型与法条不一致或未答完 · 5 模型服务无法连接（仍会打印法条结果）。",
        "Exit codes: 0 verified, corrected or computed from the rules · 1 error · 2 usage or bad input · "
        "3 facts missing or discretion · 4 disagrees or unfinished · 5 model server unreachable (the rules' "
        "answer is still printed).",
    ),
)
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option("-f", "--file", metavar="FILE", help=tr("案情文件（UTF-8、GBK）", "File with the case"))
@case_options
@paper_options
@model_options
@click.option(
    "--show-reasoning",
    is_flag=True,
    help=tr(
        "总是把推理写到 stderr（终端上默认就写）",
        "Always write the reasoning to stderr (a terminal shows it anyway)",
    ),
)
@click.option(
    "--no-input",
    is_flag=True,
    envvar="LEXCALC_NO_INPUT",
    help=tr("从不提问（默认在终端上询问缺少的事实）", "Never ask (a terminal is asked for missing facts)"),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=tr("只显示提示词、适用日期和规则方案", "Show prompt, governing dates and rule plan only"),
)
def ask(
    text: str | None,
    file: str | None,
    given: dict[str, Any],
    as_json: bool,
    model: str | None,
    base_url: str | None,
    no_model: bool,
    max_tokens: int | None,
    profile: str | None,
    timeout: float | None,
    show_reasoning: bool,
    second_reading: Literal["auto", "always", "never"],
    no_input: bool,
    dry_run: bool,
) -> None:
    if dry_run and wanted():
        raise UsageError("--dry-run 没有答案可写。", "--dry-run has no answer to write.")
    case = case_text(text, file)
    from lexcalc import pipeline

    if dry_run:
        from lexcalc.report.plan import show_plan

        family, style, opened = _manner(model, base_url, profile)
        given |= {"with_prompt": True, "prefill": opened, "style": style}
        show_plan(pipeline.prepare(case, **given), family, as_json)
        return
    if not (no_input or as_json) and dialogue.possible():
        given["on_missing"] = dialogue.Dialogue()
    if no_model:
        report = pipeline.assess(case, **given)
        show(report, as_json)
        raise SystemExit(exit_code(report))
    stream = _stream(show_reasoning)
    try:
        report = pipeline.ask(
            case,
            model=model,
            base_url=base_url,
            max_tokens=max_tokens,
            profile=profile,
            timeout=timeout,
            on_text=stream,
            second_reading=second_reading,
            **given,
        )
    except pipeline.ModelSilent as silence:
        _end(stream)
        click.echo(f"{tr(silence.zh, silence.en)}\n{word('silent_model')}", err=True)
        show(silence.report, as_json)
        raise SystemExit(int(Exit.UNREACHABLE)) from None
    _end(stream)
    show(report, as_json)
    raise SystemExit(exit_code(report))


def _manner(model: str | None, base_url: str | None, profile: str | None) -> tuple[Profile, Style, bool]:
    """How the model would be asked; a server that is down is asked nothing, so any name will do there."""
    from lexcalc.errors import ServerError
    from lexcalc.pipeline import manner

    try:
        return manner(model, base_url, profile)
    except ServerError:
        return manner("plain", base_url, profile)


def _end(stream: Callable[[str], None] | None) -> None:
    """Close the streamed text, so that what follows begins on its own line."""
    if stream is not None:
        stream("\n")


def _stream(always: bool) -> Callable[[str], None] | None:
    """A callback that writes the model's text dim to stderr, or None where nobody would read it."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    if not (always or terminal):
        return None
    from lexcalc.textio import printable

    def write(piece: str) -> None:
        click.echo(click.style(printable(piece), dim=True), err=True, nl=False)

    return write
