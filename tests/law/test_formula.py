"""The formula language: exact, lazy, bounded, and never a way into eval."""

import contextlib
import sys
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexcalc.errors import RuleError
from lexcalc.law import symbolic
from lexcalc.law.evaluate import evaluate
from lexcalc.law.formula import MAX_CHARS, names, parse, to_sympy
from lexcalc.law.missing import Missing, MissingFacts


class Known:
    """Names with fixed values; any other is missing."""

    def __init__(self, **values):
        self.values = values

    def value(self, name):
        if name not in self.values:
            raise MissingFacts([self.missing(name)])
        return self.values[name]

    def given(self, name):
        return self.values.get(name)

    def missing(self, name, why=""):
        return Missing(name, why)


def value(text, **known):
    return evaluate(parse(text), Known(**known))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("12 / 4 / 3", 1),
        ("12 ÷ 4 × 3", 9),
        ("-2 * 3", -6),
        ("60% * 8400", 5040),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("if 2 >= 2 then 1 else 0", 1),
        ("if not (1 > 2) and 2 != 3 then 1 else 0", 1),
        ("clamp(3200, 5040, 25200)", 5040),
        ("max(1, 2, 3) - min(1, 2, 3)", 2),
        ("1 + (if true then 2 else 3) * 10", 21),
    ],
)
def test_value(text, expected):
    assert value(text) == expected


def test_names_may_be_chinese_and_tables_are_looked_up():
    assert value("月数[等级] * 工资", 月数={"9": "9"}, 等级=Fraction(9), 工资=Fraction(5040)) == 45360
    assert value("情形 in ('辞职', '退休')", 情形="退休") is True
    assert value("入职 < 2008-01-01", 入职=date(2007, 12, 31)) is True
    assert names(parse("甲 + 乙[丙] * f(丁)")) == {"甲", "乙", "丙", "丁"}


def test_only_the_taken_branch_is_asked_for():
    assert value("if 甲 > 3 then 甲 else 乙", 甲=Fraction(5)) == 5
    assert value("甲 > 3 or 乙", 甲=Fraction(5)) is True
    assert value("乙 and 甲 > 9", 甲=Fraction(5)) is False


def test_all_missing_facts_of_an_expression_are_named_at_once():
    with pytest.raises(MissingFacts) as missing:
        value("甲 + 乙 * max(丙, 丁)", 丙=Fraction(1))
    assert [fact.name for fact in missing.value.facts] == ["甲", "乙", "丁"]


def test_a_key_outside_the_table_is_missing_not_a_neighbour():
    with pytest.raises(MissingFacts) as missing:
        value("表[等级]", 表={"1": "27", "10": "7"}, 等级=Fraction(11))
    assert missing.value.facts[0].name == "等级" and "1、10" in missing.value.facts[0].about


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "(1", "1 2", "甲 乙", "if 1 then 2", "1 +* 2", "甲[1", "2024-13-01", "甲.乙", "lambda: 1",
        "'未闭合", "__import__('os').system('true')", "甲 = 1", "1 if 2 else 3", "{}", "甲; 乙", "甲\x00乙",
        "(" * 60 + "1" + ")" * 60, "1" * (MAX_CHARS + 1),
    ],
)  # fmt: skip
def test_malformed_formulas_are_refused(text):
    with pytest.raises(RuleError):
        parse(text)


@pytest.mark.parametrize("text", ["eval(1)", "open(1)", "__import__(1)", "max.__class__(1)"])
def test_no_function_but_the_named_ones(text):
    with pytest.raises(RuleError):
        value(text)


@pytest.mark.parametrize(
    "text", ["1 + '甲'", "1 / 0", "true + 1", "if 1 then 2 else 3", "2020-01-01 > 3", "'甲' > 1", "1[2]"]
)
def test_type_mistakes_are_errors(text):
    with pytest.raises(RuleError):
        value(text)


@given(st.text(max_size=60))
def test_parse_never_fails_otherwise(text):
    with contextlib.suppress(RuleError):
        parse(text)


NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


@settings(deadline=None)  # the first call imports sympy
@given(NUMBERS, NUMBERS, NUMBERS)
def test_sympy_agrees(a, b, c):
    for text in (
        "(甲 + 乙) * 丙 - 甲 / 4",
        "clamp(甲, min(乙, 丙), max(乙, 丙))",
        "if 甲 > 乙 then 丙 else 甲 * 2%",
    ):
        tree, known = parse(text), {"甲": a, "乙": b, "丙": c}
        assert symbolic.value(tree, known) == value(text, **known)


def test_sympy_shows_what_it_cannot_compute_as_symbols():
    shown = str(to_sympy(parse("if 情形 in ('辞职') and 已知(甲) then 0 else 月数[等级] * f(乙)")))
    assert "月数[等级]" in shown and "f(乙)" in shown


def test_the_law_does_not_import_sympy():
    import subprocess

    code = "import sys, lexcalc.law; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
