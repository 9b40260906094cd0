"""Case texts: every accepted encoding, every refusal, and nothing that could steer a terminal."""

from __future__ import annotations

import random
import time

import pytest

from lexcalc import textio
from lexcalc.errors import UsageError

CASE = "王某于2017年3月15日入职，月平均工资12,600元。\n公司应付多少元？"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gbk", "gb18030"], ids=lambda e: e
)
def test_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "case.txt"
    path.write_bytes(CASE.encode(encoding))
    assert textio.read_file(path) == CASE


def test_utf16_of_either_byte_order_needs_its_mark():
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert textio.decode(mark + CASE.encode(encoding), "f") == CASE
    with pytest.raises(UsageError):
        textio.decode("工资12600元".encode("utf-16-le"), "f")


def test_windows_line_ends_become_newlines():
    assert textio.decode("一\r\n二\r三".encode(), "f") == "一\n二\n三"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "没有内容"),
        (b"  \n\t ", "没有内容"),
        ("\ufeff".encode(), "没有内容"),
        (b"\x1b[31m\x1b[0m", "没有内容"),
        (b"PK\x03\x04\x00\x00", "二进制"),
        (b"\xff\xfe\x00", "编码"),
        (b"caf\xe9 au lait", "编码"),
        ("交通事故".encode("big5") * 20, "编码"),
    ],
)
def test_refusals_are_one_sentence(data, word):
    with pytest.raises(UsageError) as refusal:
        textio.decode(data, "案情.txt")
    assert word in refusal.value.zh
    assert "\n" not in refusal.value.zh + refusal.value.en


def test_random_bytes_are_never_taken_for_a_case():
    rng = random.Random(7)
    for _ in range(300):
        data = bytes(rng.randrange(1, 256) for _ in range(rng.randrange(40, 400)))
        with pytest.raises(UsageError):
            textio.decode(data, "f")


def test_ten_megabytes_are_refused_without_reading_them(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(10_000_000)
    begin = time.perf_counter()
    with pytest.raises(UsageError, match=r"10\.0 MB.*1 MB"):
        textio.read_file(path)
    assert time.perf_counter() - begin < 1


def test_missing_folder_and_forbidden_files(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="找不到"):
        textio.read_file(tmp_path / "no.txt")
    with pytest.raises(UsageError, match="文件夹"):
        textio.read_file(tmp_path)
    with pytest.raises(UsageError, match="无法读取"):
        textio.read_file("a\x00b")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)  # root may read anything, so chmod proves nothing
    with pytest.raises(UsageError, match="权限"):
        textio.read_file(tmp_path / "secret.txt")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]8;;http://x\x07链接\x1b]8;;\x07", "链接"),
        ("\x1b]0;标题\x1b\\正文", "正文"),
        ("\x9b31m红", "31m红"),
        ("工资\u202e006,21\u202c元", "工资006,21元"),
        ("12\u200b600元", "12600元"),
        ("响铃\x07退格\x08", "响铃退格"),
        ("[/foo] [bold]x[/]", "[/foo] [bold]x[/]"),
    ],
)
def test_control_sequences_are_removed(text, shown):
    assert textio.printable(text) == shown


def test_a_gbk_argument_is_decoded():
    raw = CASE.encode("gbk").decode("utf-8", "surrogateescape")
    assert textio.from_argument(raw) == CASE


def test_hostile_text_is_cleaned_in_linear_time():
    begin = time.perf_counter()
    for piece in ("\x1b]", "\x1bP", "\x1b[", "\x1b"):
        textio.printable(piece * (200_000 // len(piece)))
    assert time.perf_counter() - begin < 2
