"""``lexcalc check``: verify reasoning that came from another model or a colleague."""

from __future__ import annotations

from typing import Any

import click

from lexcalc.cli.options import case_options, case_text, exit_code, show
from lexcalc.cli.papers import paper_options
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr


@click.command(
    help=tr(
        "用法条规则逐步核验一段推理。ANSWER 是推理文本的文件，或 - 表示标准输入；案情用 -f 给出。",
        "Verify reasoning step by step against the statutory rules. ANSWER is a file with the reasoning, or "
        "- for standard input; the case is given with -f.",
    ),
    epilog=tr(
        "退出码：0 已核验或已更正 · 2 输入有误 · 3 事实不足或须酌定 · 4 与法条不一致或没有答完。",
        "Exit codes: 0 verified or corrected · 2 bad input · 3 facts missing or discretion · 4 disagrees or "
        "unfinished.",
    ),
)
@click.argument("answer", metavar="ANSWER")
@click.option(
    "-f", "--file", "case", required=True, metavar="CASE", help=tr("案情文件", "File with the case")
)
@case_options
@paper_options
def check(
    answer: str,
    case: str,
    given: dict[str, Any],
    as_json: bool,
) -> None:
    from lexcalc import pipeline, textio

    if answer == "-" and case == "-":
        raise UsageError(
            "推理和案情不能都来自标准输入。", "Reasoning and case cannot both be standard input."
        )
    text = case_text(None, case)
    reasoning = textio.read_stdin() if answer == "-" else textio.read_file(answer)
    report = pipeline.check(reasoning, text, **given)
    show(report, as_json)
    raise SystemExit(exit_code(report))
