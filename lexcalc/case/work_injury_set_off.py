"""Sums that the text itself says are not to be set off against the benefits."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.work_injury_labels import Reader

# 400,000元不抵扣: a sum named again by itself, to be left out of the account
_AGAIN = re.compile(r"(?!其余|余下)[^。；，Ⓜ付给发领垫借转打]{0,10}Ⓜ▪*(?:元)?[^。；，Ⓜ]{0,12}")
_NOT_OFF = re.compile(
    r"不(?:应当?|能|得|予|再|作|须|需|可以?)*(?:予以?|从中)?(?:抵扣|扣除|扣减|冲抵|抵减|抵销|扣|抵)"
)
_THAT_SUM = re.compile(
    r"(?:该|此|上述|前述|前款|这|[两二三]|前者|后者)[^。；，Ⓜ]{0,8}(?:款项?|笔|钱|项|费用?|者)[^。；，Ⓜ]{0,10}$"
)


def said_apart(reader: Reader) -> set[Fraction]:
    """The sums that the text, naming them again, says are not to be set off."""
    found = set()
    for match in _NOT_OFF.finditer(reader.text):
        start, _ = reader.marked.clause(match.start())
        sums = reader.marked.between(start, match.start(), "money")
        if (
            len(sums) == 1
            and not reader.claimed(match.start())
            and _AGAIN.fullmatch(reader.text[start : match.start()])
        ):
            found.add(sums[0].value)
    return found  # type: ignore[return-value]


def left_alone(reader: Reader, counted: set[int]) -> bool:
    """Whether 该款不予抵扣 is said, by no party, of a sum that was counted."""
    for match in _NOT_OFF.finditer(reader.text):
        start, _ = reader.marked.clause(match.start())
        before = [q.start for q in reader.marked.between(0, match.start(), "money") if reader.is_money(q)]
        if (
            before
            and before[-1] in counted
            and not reader.claimed(match.start())
            and _THAT_SUM.search(reader.text[start : match.start()])
        ):
            return True
    return False
