"""The options --html, --docx and --xlsx: an answer also as a paper, each file written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lexcalc.errors import LexcalcError, UsageError
from lexcalc.report.messages import tr
from lexcalc.textio import printable

if TYPE_CHECKING:
    from lexcalc.contract import Report

_META = "lexcalc.papers"
FORMS = {
    "html": (
        "一个 HTML 文件，案情、事实、步骤、法条互相链接",
        "one HTML file that links case text, facts, steps and articles",
    ),
    "docx": (" Word 赔偿项目清单", "a Word schedule of compensation (赔偿项目清单)"),
    "xlsx": ("带公式的 Excel 清单", "an Excel workbook with live formulas"),
}


def paper_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options; what they name is kept in the context until the answer is there."""
    for form, about in reversed(FORMS.items()):
        command = click.option(
            f"--{form}",
            metavar="OUT",
            callback=_remember,
            expose_value=False,
            help=tr(f"另存为{about[0]}", f"Also write {about[1]}"),
        )(command)
    return command


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    path = out_file(value)
    wanted = ctx.meta.setdefault(_META, {})
    if path in wanted.values():
        shown = printable(value)
        raise UsageError(
            f"{shown} 不能同时写成两种格式。", f"{shown} cannot be written in two forms at once."
        )
    wanted[param.name] = path


def out_file(value: str) -> Path:
    """Refuse what can be seen to be impossible before anything is computed."""
    shown = printable(value)
    # Through a link the file that it names is replaced, not the link.
    path = Path(os.path.realpath(value))
    if not value or path.is_dir() or (path.exists() and not path.is_file()):
        raise UsageError(f"“{shown}”不是可以写入的文件名。", f"{shown!r} is no file that can be written.")
    if not path.parent.is_dir():
        raise UsageError(
            f"没有文件夹 {printable(str(path.parent))}。",
            f"There is no folder {printable(str(path.parent))}.",
        )
    return path


def wanted() -> dict[str, Path]:
    """The papers that this command was asked for, form → file."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_META, {}) if context else {}


def write(report: Report) -> None:
    """Write every paper asked for; an existing file is replaced only by a whole one.

    LexcalcError with one sentence for the first that could not be written; the others are written anyway.
    """
    failures = []
    for form, path in wanted().items():
        try:
            save(path, import_module(f"lexcalc.report.{form}").render(report))
        except LexcalcError as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all and say so; LexcalcError with one sentence when it cannot be."""
    from lexcalc.serve.files import whole

    try:
        with whole(path) as stream:
            stream.write(content)
    except (OSError, LexcalcError) as error:
        raise _unwritable(path, error) from error
    click.echo(tr(f"已写入 {printable(str(path))}", f"Written: {printable(str(path))}"), err=True)


def _unwritable(path: Path, error: Exception) -> LexcalcError:
    shown = printable(str(path))
    cause = error if isinstance(error, OSError) else error.__cause__
    if not isinstance(cause, OSError):
        raise error
    if cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LexcalcError(
            f"磁盘空间不足，没有写成 {shown}；上面的答案不受影响。",
            f"No space left to write {shown}; the answer above stands.",
        )
    reason = cause.strerror or type(cause).__name__
    return LexcalcError(
        f"写不了 {shown}（{reason}）；上面的答案不受影响。",
        f"Cannot write {shown} ({reason}); the answer above stands.",
    )
