"""Case texts from files, standard input and arguments: decoded, bounded and freed of control characters."""

from __future__ import annotations

import codecs
import os
import re
import sys
from pathlib import Path

from lexcalc.errors import UsageError

MAX_BYTES = 1_000_000  # a whole judgment is some 60 kB; more is a mistake, not a case
_PLAUSIBLE = (9, 10)  # share of the non-ASCII characters that must be everyday ones (GB 2312) to believe GBK

# Longest mark first: the UTF-32 mark begins with the UTF-16 one.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)"  # OSC: titles, links
    r"|\x1b[PX^_][^\x1b]{0,4096}\x1b\\"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"
)
# C0 and C1 controls except tab and newline; bidirectional overrides and invisible marks, which can make a
# number look like another one.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# What a document must not carry: the controls, the other invisible marks, what XML and UTF-8 cannot hold.
_UNSEEN = re.compile(
    f"{_CONTROLS.pattern}|[\u00ad\u061c\u180e\u2028\u2029\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def printable(text: str) -> str:
    """The text without escape sequences and control characters, safe to send to a terminal."""
    return _CONTROLS.sub("", _ESCAPES.sub("", _LINE_ENDS.sub("\n", text)))


def visible(text: str) -> str:
    """The text with every control, bidirectional or unencodable character as U+FFFD: positions stay valid."""
    return _UNSEEN.sub("\ufffd", text)


def read_file(path: str | Path) -> str:
    """The text of a case file; every failure is a UsageError of one sentence."""
    path = Path(path)
    shown = printable(str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
            size = os.fstat(stream.fileno()).st_size if len(data) > MAX_BYTES else len(data)
    except FileNotFoundError:
        raise UsageError(f"找不到文件 {shown}。", f"There is no file {shown}.") from None
    except IsADirectoryError:
        raise UsageError(
            f"{shown} 是文件夹，请给出一个文本文件。", f"{shown} is a folder; name one text file."
        ) from None
    except PermissionError:
        raise UsageError(f"没有读取 {shown} 的权限。", f"Reading {shown} is not permitted.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "bad file name"
        raise UsageError(f"无法读取 {shown}：{reason}。", f"{shown} cannot be read: {reason}.") from None
    return decode(data, shown, size)


def read_stdin() -> str:
    """The text piped into standard input."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # standard input was closed by the caller
        raise UsageError(
            "标准输入已关闭，没有案情可读。", "Standard input is closed; there is no case to read."
        )
    return decode(stream.read(MAX_BYTES + 1), "标准输入")


def from_argument(text: str) -> str:
    """A case text given on the command line; bytes that are not UTF-8 are decoded like a file's."""
    if any("\udc80" <= c <= "\udcff" for c in text):
        return decode(os.fsencode(text), "命令行参数")
    return clean(text, "命令行参数")


def decode(data: bytes, name: str, size: int | None = None) -> str:
    """Decode UTF-8, UTF-16/32 with a byte order mark, or GBK/GB 18030; refuse everything else."""
    if len(data) > MAX_BYTES:
        size = max(size or 0, len(data))
        megabytes = f"{size // 1_000_000}.{size // 100_000 % 10}"
        raise UsageError(
            f"{name} 太大（{megabytes} MB 以上），案情文本的上限是 1 MB。",
            f"{name} is too large ({megabytes} MB or more); a case text may have up to 1 MB.",
        )
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data:
        raise UsageError(f"{name} 是二进制文件，不是文本。", f"{name} is a binary file, not text.")
    for candidate in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate != "gb18030" or reads_as_chinese(text):
            return clean(text, name)
    raise UsageError(
        f"{name} 的编码无法识别，请存为 UTF-8（也接受 GBK 和带 BOM 的 UTF-16）。",
        f"The encoding of {name} is not known; save it as UTF-8 (GBK and UTF-16 with a mark are read too).",
    )


def clean(text: str, name: str) -> str:
    """The text without control characters and outer blanks; refused when nothing or only binary remains."""
    if "\x00" in text:
        raise UsageError(
            f"{name} 含有空字符，是二进制数据。", f"{name} holds NUL characters: it is binary data."
        )
    if len(text) > MAX_BYTES:
        raise UsageError(f"{name} 太长，上限是 1 MB。", f"{name} is too long; up to 1 MB is read.")
    cleaned = printable(text).strip()
    if not cleaned:
        raise UsageError(f"{name} 没有内容。", f"{name} is empty.")
    return cleaned


def reads_as_chinese(text: str) -> bool:
    """Whether a text decoded as GBK is one: its characters are everyday ones."""
    # GB 18030 gives some reading to many random bytes, but then mostly rare characters; a text in real use
    # is made of the 6,763 everyday ones.
    wide = [c for c in text if not c.isascii()]
    everyday = 0
    for char in wide:
        try:
            everyday += bool(char.encode("gb2312"))
        except UnicodeEncodeError:
            continue
    part, whole = _PLAUSIBLE
    return bool(wide) and everyday * whole >= len(wide) * part
