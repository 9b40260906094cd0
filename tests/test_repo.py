"""Tests of the repository itself: sizes, paths, money without floats, documents that match the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import lexcalc

ROOT = Path(__file__).resolve().parent.parent
CODE = (".py", ".yaml", ".sh")
TEXT = {".py", ".md", ".yaml", ".toml", ".sh", ".txt", ".in", ""}
# The law lives in exact numbers: a float literal or a float() beside money is a defect.
EXACT = ["lexcalc/money.py", "lexcalc/verify.py", "lexcalc/law", "lexcalc/case", "lexcalc/reasoning"]


def tracked() -> list[Path]:
    """The files that git tracks, or all that lie in the package where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    found = [ROOT / name for name in names if name]
    return [p for p in found or sorted((ROOT / "lexcalc").rglob("*.py")) if p.is_file()]


def modules(*under: str) -> list[Path]:
    paths = [ROOT / name for name in under]
    return sorted(p for top in paths for p in ([top] if top.is_file() else top.rglob("*.py")))


def test_no_file_is_longer_than_500_lines():
    code = [p for p in tracked() if p.suffix in CODE]
    long = {str(p): n for p in code if (n := p.read_text(encoding="utf-8").count("\n")) > 500}
    assert not long


def test_no_path_of_any_machine_is_in_a_file():
    # Written apart so that this file does not accuse itself; the path part of an address is no path here.
    folders = ("wo" + "rk", "op" + "t", "ho" + "me", "ro" + "ot", "Us" + "ers", "tm" + "p/bash")
    machine = re.compile(rf"(?<![\w.])/(?:{'|'.join(folders)})/\w")
    guilty = [
        str(p.relative_to(ROOT))
        for p in tracked()
        if p.suffix in TEXT
        and machine.search(re.sub(r"https?://\S+", "", p.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert not guilty


@pytest.mark.parametrize("path", modules(*EXACT), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_float_stands_beside_money(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # How alike two words must be for "did you mean" is no money.
    spared = {
        id(k.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        for k in n.keywords
        if k.arg == "cutoff"
    }
    floats = [
        node.lineno
        for node in ast.walk(tree)
        if id(node) not in spared
        and (isinstance(getattr(node, "value", None), float) or getattr(node, "id", None) == "float")
    ]
    assert not floats, f"{path.name}: float in lines {floats}"


def test_nothing_evaluates_text():
    forbidden = {"eval", "exec", "sympify", "parse_expr", "S", "literal_eval"}
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("lexcalc")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) in forbidden
    ]
    assert not guilty


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules("lexcalc", "benchmarks", "tests", "docs")
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_library_never_imports_training():
    text = "".join(p.read_text(encoding="utf-8") for p in modules("lexcalc"))
    assert not re.search(r"^\s*(?:from|import) training\b", text, re.MULTILINE)


def test_the_version_is_stated_once_and_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == lexcalc.__version__
    assert f"## {lexcalc.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_command_reference_is_current():
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_command_stands_in_both_references():
    from lexcalc.cli import COMMANDS

    for name in ("cli.md", "cli.en.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert all(f"`lexcalc {command}`" in text for command in COMMANDS)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_only_files_that_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / target).exists(), target
    assert "@@" not in text  # a placeholder for a figure
    tree = re.search(r"```text\nlexcalc/\n(.*?)```", text, re.DOTALL)
    assert tree, "the file tree is missing"
    for line in tree[1].splitlines():
        path = line.split("#")[0].strip()
        assert not path or (ROOT / path).exists(), path


def test_exit_codes_and_status_words_are_documented():
    from lexcalc.report.messages import STATUS

    english = (ROOT / "README.md").read_text(encoding="utf-8")
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert all(f"`{status}`" in english and words[0] in chinese for status, words in STATUS.items())
    for text in (english, chinese):
        assert all(f"| {code} |" in text for code in (0, 1, 2, 3, 4, 5, 130))
