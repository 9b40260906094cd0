"""Every failure of a command as one sentence on stderr and a documented exit code, never case text."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from lexcalc.errors import Exit, LexcalcError
from lexcalc.report.messages import tr, word
from lexcalc.textio import printable

INTERRUPTED = 130  # 128 + SIGINT
CLOSED_PIPE = 141  # 128 + SIGPIPE: the reader (``head``) has seen enough, which is no error to talk about


@contextmanager
def handled() -> Iterator[None]:
    """Turn exceptions into one sentence and an exit code; LEXCALC_DEBUG=1 lets them through."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, SystemExit):
        raise
    except (KeyboardInterrupt, click.Abort):
        _leave(word("interrupted"), INTERRUPTED)
    except BrokenPipeError:
        _silence(sys.stdout)
        raise SystemExit(CLOSED_PIPE) from None
    except LexcalcError as error:
        if os.environ.get("LEXCALC_DEBUG"):
            raise
        _leave(word("error") + tr(error.zh, error.en), error.exit_code)
    except OSError as error:
        if os.environ.get("LEXCALC_DEBUG"):
            raise
        _leave(word("error") + _os_sentence(error), Exit.ERROR)
    except Exception as error:
        if os.environ.get("LEXCALC_DEBUG"):
            raise
        # Only the type: messages and tracebacks of unforeseen errors may quote the case.
        kind = type(error).__name__
        _leave(
            tr(
                f"错误：程序内部出错（{kind}），设置 LEXCALC_DEBUG=1 再运行可看到详情。",
                f"Error: an internal failure ({kind}); run again with LEXCALC_DEBUG=1 to see the details.",
            ),
            Exit.ERROR,
        )


def _os_sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return tr("磁盘已满，结果没有写完。", "The disk is full; the result was not written completely.")
    reason = error.strerror or type(error).__name__
    if isinstance(error.filename, str | os.PathLike):
        reason = f"{printable(os.fspath(error.filename))}: {reason}"
    return tr(f"读写失败：{reason}。", f"Reading or writing failed: {reason}.")


def _leave(sentence: str, code: int) -> None:
    _silence(sys.stdout)
    try:
        click.echo(sentence, err=True)
    except OSError:
        _silence(sys.stderr)
    raise SystemExit(int(code))


def _silence(stream: object) -> None:
    """Flush a stream, or point it at the null device, so that the interpreter's last flush is quiet."""
    try:
        stream.flush()  # type: ignore[attr-defined]
    except (OSError, ValueError):
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())  # type: ignore[attr-defined]
            os.close(null)
        except (OSError, ValueError):
            return
