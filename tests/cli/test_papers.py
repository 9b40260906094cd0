"""--html, --docx, --xlsx: files beside the answer, whole or not at all, and never instead of the answer."""

from __future__ import annotations

import errno
import os
import resource

import pytest
from click.testing import CliRunner

from lexcalc.cli import cli
from lexcalc.serve import files
from tests.cli.conftest import CASE, GOOD

MAGIC = {"html": b"<!DOCTYPE html>", "docx": b"PK", "xlsx": b"PK"}


def test_all_three_beside_the_answer(process, tmp_path):
    outs = {form: tmp_path / f"清单.{form}" for form in MAGIC}
    options = [part for form, out in outs.items() for part in (f"--{form}", str(out))]
    result = process("ask", CASE, "--no-model", *options)
    assert result.returncode == 0 and result.stdout.startswith("93,480.00 元")
    assert result.stderr.count("已写入") == 3
    assert all(outs[form].read_bytes().startswith(magic) for form, magic in MAGIC.items())
    assert not list(tmp_path.glob("*.partial"))


def test_json_stays_json_and_check_and_calc_write_too(tmp_path, case_file):
    answer = tmp_path / "answer.txt"
    answer.write_text(GOOD, encoding="utf-8")
    out = tmp_path / "a.html"
    done = CliRunner().invoke(cli, ["check", str(answer), "-f", str(case_file), "--json", "--html", str(out)])
    assert done.exit_code == 0 and done.stdout.startswith("{")
    assert "9.5×9840=93480" in out.read_text(encoding="utf-8")
    done = CliRunner().invoke(cli, ["calc", "经济补偿", "--docx", str(tmp_path / "a.docx")])
    assert done.exit_code == 3 and (tmp_path / "a.docx").exists()


def test_english(tmp_path):
    out = tmp_path / "a.html"
    CliRunner().invoke(cli, ["ask", CASE, "--no-model", "--lang", "en", "--html", str(out)])
    assert '<html lang="en">' in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["folder", "missing/a.html", ""])
def test_a_place_that_is_none_is_refused_before_anything_is_computed(where, tmp_path):
    (tmp_path / "folder").mkdir()
    out = str(tmp_path / where) if where else ""
    done = CliRunner().invoke(cli, ["ask", CASE, "--no-model", "--html", out])
    assert done.exit_code == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1


def test_one_file_cannot_have_two_forms(tmp_path):
    out = str(tmp_path / "a")
    done = CliRunner().invoke(cli, ["ask", CASE, "--no-model", "--html", out, "--docx", out])
    assert done.exit_code == 2 and "两种格式" in done.stderr


def test_a_dry_run_has_nothing_to_write(tmp_path):
    done = CliRunner().invoke(cli, ["ask", CASE, "--dry-run", "--html", str(tmp_path / "a.html")])
    assert done.exit_code == 2 and not (tmp_path / "a.html").exists()


def test_a_full_disk_costs_neither_the_answer_nor_the_old_file(tmp_path, monkeypatch):
    out, other = tmp_path / "a.html", tmp_path / "a.docx"
    out.write_text("old")
    replace = os.replace

    def full(source, target):
        if str(target).endswith(".html"):
            raise OSError(errno.ENOSPC, "no space")
        return replace(source, target)

    monkeypatch.setattr(files.os, "replace", full)
    done = CliRunner().invoke(cli, ["ask", CASE, "--no-model", "--html", str(out), "--docx", str(other)])
    assert done.exit_code == 1 and done.stdout.startswith("93,480.00 元")
    assert "磁盘空间不足" in done.stderr and "LEXCALC_HOME" not in done.stderr
    assert out.read_text() == "old" and other.exists() and not list(tmp_path.glob("*.partial"))


def test_a_write_that_breaks_off_leaves_no_half_file(process, tmp_path):
    limit = (8192, 8192)  # bytes a file may have: every page is longer
    out = tmp_path / "a.html"
    result = process(
        "ask", CASE, "--no-model", "--html", str(out),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    assert result.returncode == 1 and result.stdout.startswith("93,480.00 元")
    assert result.stderr.count("\n") == 1 and not list(tmp_path.glob("a.html*"))


def test_a_folder_without_permission_is_one_sentence(tmp_path, monkeypatch):
    def denied(self, *args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files.Path, "open", denied)
    done = CliRunner().invoke(
        cli, ["calc", "经济补偿", "月平均工资=8000", "--html", str(tmp_path / "a.html")]
    )
    assert done.exit_code == 1 and "Permission denied" in done.stderr and "暂无金额" in done.stdout


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    CliRunner().invoke(cli, ["ask", CASE, "--no-model", "--html", str(tmp_path / "link.html")])
    assert (tmp_path / "link.html").is_symlink() and "<!DOCTYPE" in (tmp_path / "real.html").read_text()


def test_the_papers_are_written_when_the_model_is_silent(tmp_path):
    out = tmp_path / "a.html"
    options = ["--base-url", "http://127.0.0.1:9/v1", "--model", "x", "--html", str(out)]
    done = CliRunner().invoke(cli, ["ask", CASE, *options])
    assert done.exit_code == 5 and "93,480.00" in out.read_text(encoding="utf-8")


def test_no_paper_costs_no_import(process):
    code = (
        "import sys; sys.argv = ['lexcalc', 'calc', '经济补偿']\n"
        "from lexcalc.cli import main\n"
        "try: main()\n"
        "except SystemExit: print([m for m in ('jinja2', 'docx', 'openpyxl', 'lxml') if m in sys.modules])"
    )
    assert process(code=code).stdout.rstrip().endswith("[]")
