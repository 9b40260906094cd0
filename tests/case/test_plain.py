"""Short questions whose trap is one word: each is read right, or refused where the text does not say enough."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from lexcalc.case import read
from lexcalc.law import assess, load_rulebook

CASES = yaml.safe_load(Path(__file__).with_name("plain.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_plain(case):
    expected = None if case["answer"] is None else Fraction(case["answer"])
    assert assess(read(case["text"]), load_rulebook()).answer == expected
