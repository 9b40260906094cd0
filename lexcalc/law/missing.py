"""A fact that the law needs and the case does not give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """One missing fact: its name, what it is, and the article that needs it."""

    name: str
    about: str = ""
    article: str = ""

    def __str__(self) -> str:
        about = f"（{self.about}）" if self.about else ""
        if not self.name:
            return f"{self.about}（{self.article}）" if self.article else self.about
        needed = f"，{self.article}需要" if self.article else ""
        return f"{self.name}{about}{needed}；可用 --set {self.name}=值 补充"


class MissingFacts(Exception):
    """Raised while a formula is evaluated; carries every missing fact found, in order."""

    def __init__(self, facts: Iterable[Missing]) -> None:
        self.facts = list(dict.fromkeys(facts))
        super().__init__("、".join(fact.name for fact in self.facts))

    @classmethod
    def joined(cls, several: Iterable[MissingFacts]) -> MissingFacts:
        """One report of the facts that several operands lack."""
        return cls(fact for each in several for fact in each.facts)

    def reason(self, name: str) -> str:
        """What was said about one of the missing facts, or nothing."""
        return next((fact.about for fact in self.facts if fact.name == name), "")
