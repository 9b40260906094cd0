"""Options that several commands share, and how their texts become values."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lexcalc.errors import Exit, LexcalcError, UsageError
from lexcalc.report.messages import LANGUAGES, tr, use_language

if TYPE_CHECKING:
    from lexcalc.case.model import Fact
    from lexcalc.contract import Report

EXIT_BY_STATUS = {
    "verified": Exit.OK,
    "corrected": Exit.OK,
    "rules_only": Exit.OK,
    "facts_missing": Exit.FACTS_MISSING,
    "discretion": Exit.FACTS_MISSING,
    "disagrees": Exit.DISAGREES,
    "unfinished": Exit.DISAGREES,
}
PAYERS = (
    *("交强险", "商业三者险", "车上人员责任险", "保险公司", "侵权人", "机动车一方", "投保义务人"),
    *("其他机动车交强险", "其他机动车方", "工伤保险基金", "用人单位", "全部"),
)
_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")


class Day(click.ParamType):
    """A calendar day, as 2024-05-20 or 2024年5月20日."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        match = _DATE.fullmatch(value.strip())
        try:
            return date(*map(int, match.groups()))  # type: ignore[union-attr]
        except (AttributeError, ValueError):
            self.fail(
                tr(
                    f"“{value}”不是日期，请写成 2024-05-20 或 2024年5月20日。",
                    f"{value!r} is not a date; write it as 2024-05-20.",
                ),
                param,
                ctx,
            )


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value:
        use_language(value)
    return value


language_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_language,
    is_eager=True,
    expose_value=False,
    envvar="LEXCALC_LANG",
    help=tr("界面语言（法律项目保持中文）", "Language of the frame (legal items stay Chinese)"),
)


def case_options(command: Callable[..., Any] | None = None, *, text: bool = True) -> Callable[..., Any]:
    """The options by which any command takes a case: dates, region, what is asked, facts, output form.

    The command receives them as ``given``, the keyword arguments of :func:`lexcalc.pipeline.prepare`; without
    ``text`` what only a case text needs (``--head`` against its question, today's date) stays out.
    """
    if command is None:
        return functools.partial(case_options, text=text)
    head_option = click.option(
        "--head",
        "heads",
        multiple=True,
        metavar="HEAD",
        help=tr(
            "所问的项目，例如 经济补偿，可重复；默认由案情判断",
            "A head asked for, for example 经济补偿; may be repeated; read from the case by default",
        ),
    )
    options = [
        click.option(
            "--on",
            type=Day(),
            metavar="DATE",
            envvar="LEXCALC_ON",
            help=tr(
                "案情未写明时，事故、受伤或解除的日期",
                "Date of the accident, injury or termination where the case does not say",
            ),
        ),
        click.option(
            "--trial-date",
            type=Day(),
            metavar="DATE",
            envvar="LEXCALC_TRIAL_DATE",
            help=tr(
                "一审辩论终结日（决定“上一年度”）",
                "End of first-instance debate (it decides the statistical year)",
            ),
        ),
        click.option(
            "--region",
            metavar="REGION",
            envvar="LEXCALC_REGION",
            help=tr("取统计数据的地区，例如 广东", "Region of the statistics, for example 广东"),
        ),
        click.option(
            "--scenario",
            type=click.Choice(["EC", "WC", "TC"]),
            envvar="LEXCALC_SCENARIO",
            help=tr(
                "EC 经济补偿、WC 工伤、TC 交通事故；默认由案情判断",
                "EC employment, WC work injury, TC traffic; read from the case by default",
            ),
        ),
        head_option,
        click.option(
            "--payer",
            type=click.Choice(PAYERS),
            help=tr(
                "所问的是谁的份额；默认由案情判断", "Whose share is asked; read from the case by default"
            ),
        ),
        click.option(
            "--set",
            "facts",
            multiple=True,
            metavar="NAME=VALUE",
            help=tr("手工给定一项事实，可重复", "Give one fact by hand; may be repeated"),
        ),
        click.option("--json", "as_json", is_flag=True, help=tr("输出 JSON", "Print JSON")),
        language_option,
    ]

    if not text:
        options = [option for option in options if option is not head_option]

    @functools.wraps(command)
    def collected(
        *args: Any,
        on: date | None,
        trial_date: date | None,
        region: str | None,
        scenario: str | None,
        payer: str | None,
        facts: tuple[str, ...],
        heads: tuple[str, ...] = (),
        **others: Any,
    ) -> Any:
        given = {
            "scenario": scenario,
            "heads": list(heads),
            "payer": payer,
            "facts": given_facts(facts),
            "on": on,
            "trial_date": trial_date,
            "region": region,
        }
        if text:
            given["today"] = date.today()  # what 今年 and 去年 mean
        return command(*args, given=given, **others)

    wrapped: Callable[..., Any] = collected
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command chooses a model and how it is asked."""
    options = [
        click.option(
            "--model", metavar="NAME", envvar="LEXCALC_MODEL", help=tr("模型名称", "Name of the model")
        ),
        click.option(
            "--base-url",
            metavar="URL",
            envvar="LEXCALC_BASE_URL",
            help=tr(
                "任何 OpenAI 兼容的服务；默认在本机启动",
                "Any OpenAI-compatible server; by default a local one is started",
            ),
        ),
        click.option(
            "--no-model",
            is_flag=True,
            envvar="LEXCALC_NO_MODEL",
            help=tr("只按法条计算，不用模型", "Compute from the rules alone"),
        ),
        click.option(
            "--max-tokens",
            type=click.IntRange(1, 32768),
            envvar="LEXCALC_MAX_TOKENS",
            help=tr(
                "模型最多写多少 token（默认依模型方案：LexPam 768，先思考的模型 6000）",
                "Most tokens the model may write (default by profile: LexPam 768, thinking models 6000)",
            ),
        ),
        click.option(
            "--profile",
            metavar="NAME",
            envvar="LEXCALC_PROFILE",
            help=tr(
                "按哪一类模型提问：lexpam、deepseek-r1、legalone、qwen3、plain；默认由模型名称判断",
                "How the model is asked: lexpam, deepseek-r1, legalone, qwen3, plain; default by name",
            ),
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            envvar="LEXCALC_TIMEOUT",
            help=tr("模型多少秒没有输出就放弃", "Give up after so many silent seconds"),
        ),
        click.option(
            "--second-reading",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            envvar="LEXCALC_SECOND_READING",
            help=tr(
                "模型另按名称抄录事实，用来核对或提示（auto：缺事实时）",
                "Let the model also quote the facts, to confirm or propose (auto: where one is missing)",
            ),
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def given_facts(pairs: tuple[str, ...]) -> list[Fact]:
    """The facts of ``--set``; the law package knows their names and types."""
    if not pairs:
        return []
    from lexcalc.law.facts import parse_fact

    facts = []
    for pair in pairs:
        name, mark, value = pair.replace("＝", "=", 1).partition("=")
        if not mark or not name.strip() or not value.strip():
            raise UsageError(
                f"--set 要写成 名称=值，例如 --set 月平均工资=8000，收到的是“{pair}”。",
                f"--set takes NAME=VALUE, for example --set 月平均工资=8000; got {pair!r}.",
            )
        facts.append(parse_fact(name.strip(), value.strip()))
    return facts


def case_text(text: str | None, file: str | None) -> str:
    """The case from an argument, a file, or standard input (``-``, or nothing given and input piped in)."""
    from lexcalc import textio

    if text and text != "-" and file:
        raise UsageError("案情和 -f 只能给一个。", "Give either the case text or -f, not both.")
    if file and file != "-":
        return textio.read_file(file)
    if text and text != "-":
        if text.isascii() and Path(text).is_file():
            raise UsageError(f"{text} 是文件，请用 -f {text}。", f"{text} is a file; use -f {text}.")
        return textio.from_argument(text)
    if text is None and file is None and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError(
            "没有案情：写在命令后面，或用 -f 文件，或用 - 从标准输入读。",
            "No case: write it after the command, use -f FILE, or - for standard input.",
        )
    return textio.read_stdin()


def show(report: Report, as_json: bool) -> None:
    """Print a report on stdout, as JSON or for people, write the papers asked for, keep it if that is on."""
    from lexcalc.cli import papers

    try:
        _print(report, as_json)
    finally:  # a reader that has seen enough (``head``) does not cost the papers
        papers.write(report)


def _print(report: Report, as_json: bool) -> None:
    if as_json:
        from lexcalc.report.json_out import dumps

        click.echo(dumps(report))
    else:
        from lexcalc.report import terminal

        terminal.render(report, terminal.console(sys.stdout))
    sys.stdout.flush()
    _keep(report)


def _keep(report: Report) -> None:
    from lexcalc import paths

    if not paths.history_file().exists():  # off: nothing is imported for it
        return
    from lexcalc import history

    try:
        history.record(report, str(click.get_current_context().info_name))
    except LexcalcError as error:  # the answer has been given; its copy may fail
        click.echo(tr(error.zh, error.en), err=True)


def exit_code(report: Report) -> int:
    """The documented exit code of a report's status."""
    return int(EXIT_BY_STATUS[report.verdict.status])
