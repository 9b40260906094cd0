"""Word and Excel papers opened by LibreOffice, where there is one, and their totals read back."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lexcalc import pipeline
from lexcalc.report import docx, xlsx

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TRAFFIC = (Path(__file__).resolve().parents[2] / "examples" / "traffic.txt").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def converted(data: bytes, suffix: str, target: str, folder: Path) -> Path:
    """The file that LibreOffice writes after opening ``data``."""
    source, out = folder / f"paper{suffix}", folder / "out"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", target, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return out / f"paper.{target.partition(':')[0]}"


def test_excel_computes_every_amount(tmp_path):
    report = pipeline.assess(TRAFFIC)
    path = converted(xlsx.render(report), ".xlsx", "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(path, data_only=True)["清单"]
    items = report.assessment.items
    shown = [Decimal(str(sheet[f"F{row}"].value)) for row in range(4, 5 + len(items))]
    assert shown == [Decimal(item.amount) for item in items] + [Decimal(report.verdict.answer)]


def test_word_shows_the_total(tmp_path):
    report = pipeline.assess(TRAFFIC)
    text = converted(docx.render(report), ".docx", "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    assert "赔偿项目清单" in text and "¥21,406.00；（大写）：贰万壹仟肆佰零陆元整" in text
