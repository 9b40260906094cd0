"""The set-up from a checkout: `make ask` passes any case on untouched, and the wheel carries its data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lexcalc import paths

ROOT = Path(__file__).resolve().parent.parent
NASTY = [
    """It's "quoted" and 'single' 金额""",
    "$(shell touch pwned) $(touch pwned) `touch pwned` $HOME ${HOME} $$ \\n %s",
    "a; touch pwned & touch pwned | touch pwned > pwned #",
    "第一行\n第二行\t--help",
    "-- --no-model",
]

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def fake(tmp_path):
    """A `lexcalc` that keeps what it was asked, and a set-up whose steps count as done."""
    stamps = tmp_path / "venv" / ".stamps"
    stamps.mkdir(parents=True)
    for name in ("python", "base", "dev", "serve"):
        (stamps / name).touch()
    program = tmp_path / "lexcalc"
    keep = f'echo "$*" >> "{tmp_path}/calls"\n[ "$1" = ask ] || exit 0\ncat > "{tmp_path}/asked"\n'
    program.write_text(f"#!/bin/sh\n{keep}exit ${{CODE:-0}}\n")
    program.chmod(0o755)

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "-C", str(ROOT), "--no-print-directory", "ask", f"VENV={tmp_path / 'venv'}"]
        command += [f"LEXCALC={program}", *arguments]
        env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "CASE")} | environ
        return subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path)

    return run


@needs_make
@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_the_text_of_a_case_reaches_ask_untouched(fake, tmp_path, text, way):
    done = fake(f"CASE={text}") if way == "argument" else fake(CASE=text)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text(encoding="utf-8") == text
    assert not (ROOT / "pwned").exists() and not (tmp_path / "pwned").exists()


@needs_make
def test_without_a_case_the_example_is_asked(fake, tmp_path):
    assert fake().returncode == 0
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0] == "model pull" and calls[-1] == "ask -f examples/traffic.txt"
    assert (ROOT / "examples" / "traffic.txt").is_file()


@needs_make
@pytest.mark.parametrize(
    ("code", "fails"), [(0, False), (1, True), (2, True), (3, False), (4, False), (5, True)]
)
def test_missing_facts_and_disagreement_are_answers(fake, code, fails):
    done = fake(CODE=str(code))
    assert bool(done.returncode) == fails
    assert (f"退出码 {code}" in done.stderr) == (code in (3, 4))


def test_a_checkout_and_a_wheel_both_find_their_data(tmp_path):
    assert (paths.rules_dir() / "facts.yaml").is_file() and (paths.checkpoints_dir() / "bases.yaml").is_file()
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("lexcalc-*.whl")
    installed = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    code = "from lexcalc.paths import *; print(rules_dir() / 'facts.yaml', checkpoints_dir() / 'bases.yaml')"
    env = {**os.environ, "PYTHONPATH": str(installed)}
    shown = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    found = [Path(name) for name in shown.stdout.split()]
    assert all(path.is_file() and path.is_relative_to(installed) for path in found)


def test_locks_hold_a_hash_for_every_package_and_name_no_index():
    for name in ("base", "dev", "serve", "train"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in text
        blocks = text.replace("\\\n", " ").splitlines()
        pins = [line for line in blocks if line and not line.lstrip().startswith("#")]
        assert pins and all("==" in line and "--hash=sha256:" in line for line in pins)
