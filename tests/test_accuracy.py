"""Rules alone on the development questions: mostly answered, and a wrong answer is a defect."""

from pathlib import Path

import pytest

from benchmarks import lexnum

DATA = Path(lexnum.__file__).parent / "data"
# Q, R and T stay unread: a failing test would print what must not be looked at. P is not worked through.
NOT_YET = {"open_P", "open_Q", "open_R", "open_T"}
FEW = {"open_S": 40}  # read, and far from worked through: per cent that must be right
FILES = sorted(path for path in DATA.glob("*.jsonl") if path.stem not in NOT_YET)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rules_alone(path):
    outcomes = lexnum.run(lexnum.load(str(path)), no_model=True, jobs=1, options={})
    answered = [o for o in outcomes if o.state != "refused"]
    wrong = [o for o in answered if o.state == "wrong"]
    assert not [o.failure for o in outcomes if o.failure], "no question may crash the reader"
    assert 100 * len(wrong) <= 3 * len(answered), [(o.id, o.expected, o.got) for o in wrong]
    assert 100 * (len(answered) - len(wrong)) >= FEW.get(path.stem, 50) * len(outcomes)
