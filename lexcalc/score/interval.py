"""The Wilson score interval: a share never travels without its n and its uncertainty."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z95 = 1.959964


class Share(NamedTuple):
    """``hits`` of ``n`` with a 95 % interval; all None-free, but meaningless (0–1) for n = 0."""

    hits: int
    n: int
    low: float
    high: float

    def __str__(self) -> str:
        if not self.n:
            return "–"
        value = f"{100 * self.hits / self.n:.1f}"
        return f"{self.hits}/{self.n} {value}% [{100 * self.low:.1f}, {100 * self.high:.1f}]"

    def as_dict(self) -> dict[str, float | int | None]:
        """The share for a JSON file."""
        rate = round(self.hits / self.n, 4) if self.n else None
        return {"hits": self.hits, "n": self.n, "rate": rate, "low": round(self.low, 4),
                "high": round(self.high, 4)}  # fmt: skip


def wilson(hits: int, n: int, z: float = Z95) -> Share:
    """The share of ``hits`` among ``n``.

    >>> str(wilson(47, 99))
    '47/99 47.5% [37.9, 57.2]'
    """
    if n == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = hits / n, z * z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Share(hits, n, max(0.0, centre - half), min(1.0, centre + half))
