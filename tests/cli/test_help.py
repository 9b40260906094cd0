"""Help, completion and import discipline of the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from lexcalc.cli import COMMANDS, cli

HEAVY = "'sympy', 'torch', 'transformers', 'vllm', 'openai', 'httpx', 'pydantic'"


def imported(process, args: str, names: str) -> str:
    code = (
        f"import sys\nsys.argv = ['lexcalc', *{args}]\n"
        "from lexcalc.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('IMPORTED', sorted({{{names}}} & set(sys.modules)))"
    )
    return process(code=code).stdout.splitlines()[-1]


def test_help_imports_nothing_heavy(process):
    names = f"{HEAVY}, 'rich', 'yaml', 'lexcalc.law', 'lexcalc.cli.ask'"
    assert imported(process, "['--help']", names) == "IMPORTED []"


def test_the_rules_path_never_imports_model_code_or_sympy(process, case_file):
    args = f"['ask', '--no-model', '--json', '-f', {str(case_file)!r}]"
    assert imported(process, args, HEAVY) == "IMPORTED []"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0 and name in result.output


def test_the_exit_codes_stand_in_the_help():
    for args in (["--help"], ["ask", "--help"]):
        text = " ".join(CliRunner().invoke(cli, args).output.split())
        assert all(word in text for word in ("退出码", "0 ", "2 ", "3 ", "4 ", "5 "))


def test_help_in_english(process):
    assert "Commands:" in process("--lang", "en", "--help").stdout
    assert "Exit codes" in process("ask", "--lang", "en", "--help").stdout


def test_completion_lists_the_commands(process):
    result = process(
        code="from lexcalc.cli import main; main()",
        env={"_LEXCALC_COMPLETE": "bash_complete", "COMP_WORDS": "lexcalc ", "COMP_CWORD": "1"},
    )
    assert all(name in result.stdout for name in COMMANDS)


def test_version(process):
    assert process("--version").stdout.startswith("lexcalc 0.")
