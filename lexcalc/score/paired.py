"""Two runs on the same questions: McNemar's test, exact, since few answers differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Paired:
    """How often each of two runs alone was right, and the two-sided exact p of that being chance."""

    n: int
    only_first: int
    only_second: int

    @property
    def p(self) -> Fraction:
        """The chance of so uneven a split of the discordant pairs, or a worse one, of a fair coin.

        >>> float(Paired(40, 1, 9).p)
        0.021484375
        """
        discordant, fewer = self.only_first + self.only_second, min(self.only_first, self.only_second)
        term = total = 1  # binomial coefficients, each from the one before
        for k in range(1, fewer + 1):
            term = term * (discordant - k + 1) // k
            total += term
        return min(Fraction(1), Fraction(2 * total, 2**discordant))


def mcnemar(pairs: Iterable[tuple[bool, bool]]) -> Paired:
    """The comparison of (first right, second right) over the questions that both runs answered for."""
    pairs = list(pairs)
    first = sum(a and not b for a, b in pairs)
    return Paired(len(pairs), first, sum(b and not a for a, b in pairs))
