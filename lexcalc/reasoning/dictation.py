"""An answer that grows by turns: the model writes up to a stop, the calculator puts in the result.

A small model sometimes goes round in a circle.  What it says a third time is taken away and its line closed,
so that it goes on with the next step; and an answer that has spent its tokens in thought is made to conclude
(budget forcing, Muennighoff et al. 2025, arXiv 2501.19393, section 3.1).  It counts as cut all the same.
"""

from __future__ import annotations

import re
from collections import Counter

from lexcalc.reasoning.calculator import STOPS, result
from lexcalc.reasoning.vocabulary import SAID

_HEADING = "："  # ends the element line, whose ``=`` calculate nothing: the first heading follows it
_THOUGHT = "</think>"
_CLAUSE = re.compile(r"[^：；。\n]{6,}[；。\n]")  # after a heading, if it has one
_OFTEN = 3  # no reviewed trajectory says a clause three times
_CUTS = 2  # of one answer: after these it may go round until its tokens are spent
RESERVE = 60  # tokens for the conclusion; an answer that has few of them keeps none back


def unlooped(text: str) -> str | None:
    """The text up to where it began to repeat itself; None if no clause stands there three times."""
    clauses = list(_CLAUSE.finditer(text))
    often = Counter(clause[0][:-1] for clause in clauses)
    seen: set[str] = set()
    for clause in clauses:
        words = clause[0][:-1]
        if words in seen and often[words] >= _OFTEN:
            return text[: clause.start()]
        seen.add(words)
    return None


def _closed(text: str) -> str:
    """Without a clause that was begun only, as a whole line."""
    whole = text[: max(map(text.rfind, "；。\n")) + 1]
    if not whole or whole.endswith("\n"):
        return whole
    return whole[:-1] + ("。\n" if "\n" in whole else "\n")


class Dictation:
    """The answer so far and how it goes on: ``text`` is without its opening.

    ``left`` are the tokens that the model may still write in its turn, ``tokens`` those that it wrote.
    """

    def __init__(self, max_tokens: int) -> None:
        self.text = ""
        self.reserve = RESERVE if max_tokens >= 4 * RESERVE else 0
        self.left = max_tokens - self.reserve
        self.tokens = 0
        self.finish_reason: str | None = None
        self._cuts = 0
        self._spent = self._forced = False

    @property
    def stops(self) -> tuple[str, ...]:
        """Where the next turn ends."""
        return STOPS if "\n" in self.text else (_HEADING, SAID)

    def take(self, written: str, finish_reason: str, tokens: int | None) -> str:
        """Note a turn of the model; what follows it on a screen, where nothing can be taken away.

        ``finish_reason`` is None until the answer is over: it ends where a turn ends without a stop.
        """
        over = finish_reason != "length" and not written.endswith(self.stops)
        self.text += written
        self.tokens += tokens or 0
        self.left -= max(1, tokens if tokens is not None else len(written))
        if over:
            self.finish_reason = "length" if self._forced else finish_reason
            return ""
        if (looped := self._unlooped()) is not None:
            return looped
        if self.left <= 0:
            return self._conclude()
        if finish_reason == "length":  # before its own limit: the context is full, nothing can follow
            self.finish_reason = "length"
            return ""
        told = result(self.text)
        self.text += told
        return told

    def _unlooped(self) -> str | None:
        """Take a loop away, and count its tokens as not yet written; what was put in."""
        if self._cuts == _CUTS or _THOUGHT in self.text or (kept := unlooped(self.text)) is None:
            return None
        self._cuts += 1
        self.left += round(self.tokens * (1 - len(kept) / len(self.text)))
        self.text = _closed(kept)
        return "\n" if self.left > 0 else self._conclude()

    def _conclude(self) -> str:
        """Give the tokens that were kept back, once, for the conclusion alone."""
        if self._spent or not self.reserve:
            self.finish_reason = "length"
            return ""
        self._spent, self.left = True, self.reserve
        if _THOUGHT in self.text:
            return ""
        self._forced = True
        self.text = _closed(self.text) + _THOUGHT + "\n"
        return "\n" + _THOUGHT + "\n"
