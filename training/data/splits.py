"""Which split a question belongs to: the test split has whole patterns for itself, and no facts, text or
nearly equal wording is in two splits."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from training.data.grams import Index, grams, masked, plain
from training.data.settings import LeakageSettings
from training.records import Question

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")


def fraction(*parts: object) -> float:
    """A number in [0, 1) that depends on nothing but the parts."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def facts_key(question: Question) -> str:
    """The fingerprint of what is told and asked, whatever the words."""
    content = [question.scenario, dict(question.asked), sorted(question.facts.items())]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Patterns:
    """The patterns of a scenario that only the test split may use.

    Decided by what a first sample shows: in the order of their hashes until every voice has the wanted
    share, but never more than half of a voice's questions and never the last pattern.  A pattern that the
    sample did not show is held out with the probability of the share.  With a ``frozen`` test split its
    patterns are those held out, and no others.
    """

    def __init__(
        self, sample: Iterable[tuple[str, str]], held_out: float, seed: int, frozen: Iterable[str] = ()
    ) -> None:
        self._share, self._seed = held_out, seed
        self.test: set[str] = set(frozen)
        if self.test:
            self._share, self._known = 0.0, self.test
            return
        counts: dict[str, Counter[str]] = {}
        for voice, pattern in sample:
            counts.setdefault(voice, Counter())[pattern] += 1
        self._known = {pattern for voice in counts.values() for pattern in voice}
        for pattern in sorted(self._known, key=lambda each: fraction(seed, "pattern", each)):
            shares = [
                (self._of(counter), counter[pattern] / counter.total())
                for counter in counts.values()
                if counter[pattern]
            ]
            if any(had < held_out for had, _ in shares) and all(had + own <= 0.5 for had, own in shares):
                self.test.add(pattern)

    def _of(self, counter: Mapping[str, int]) -> float:
        return sum(n for each, n in counter.items() if each in self.test) / sum(counter.values())

    def held_out(self, pattern: str) -> bool:
        """Whether only the test split may use a pattern."""
        if pattern in self._known:
            return pattern in self.test
        return fraction(self._seed, "pattern", pattern) < self._share


def split_of(question: Question, patterns: Patterns, validation: float, seed: int) -> Split:
    """Test for a held-out pattern; else by the facts, so that no facts are in both train and validation."""
    if patterns.held_out(question.pattern):
        return "test"
    return "validation" if fraction(seed, "facts", facts_key(question)) < validation else "train"


class Fence:
    """The texts of one set, and whether a further one is equal or too similar to any of them."""

    def __init__(self, limits: LeakageSettings) -> None:
        self._limits = limits
        self._texts: set[str] = set()
        self._facts: set[str] = set()
        self._masked, self._plain = Index(), Index()

    def __len__(self) -> int:
        return len(self._masked)

    def add(self, texts: Iterable[str], facts: Iterable[str] = ()) -> None:
        """Take texts, and the fingerprints of their facts where known."""
        batch = list(texts)
        self._texts.update(map(plain, batch))
        self._facts.update(facts)
        self._masked.add(grams(masked(each)) for each in batch)
        self._plain.add(grams(plain(each)) for each in batch)

    def refuses(self, text: str, facts: str = "") -> str | None:
        """Why a text is too near: text, facts, masked or plain; None where it is not."""
        if plain(text) in self._texts:
            return "text"
        if facts in self._facts:
            return "facts"
        if self._masked.nearest(grams(masked(text)))[1] > self._limits.masked:
            return "masked"
        if self._plain.nearest(grams(plain(text)))[1] > self._limits.plain:
            return "plain"
        return None


class Repeats:
    """Near-duplicates within one split: a text that shares too much of its skeleton with an earlier one.

    A fourth of the grams, the same in every text, stands for all of them: the set is large, and a slip
    here costs no more than one question.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._index = Index()

    def admits(self, text: str) -> bool:
        """Whether a text is new; it is then taken in."""
        all_grams = grams(masked(text))
        some = all_grams[all_grams % np.uint64(4) == 0]
        if self._index.nearest(some)[1] > self._limit:
            return False
        self._index.add([some])
        return True
