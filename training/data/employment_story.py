"""From clauses to a question: who tells it, in which order, with which joints; shared by all heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from lexcalc.case.model import Duration, Value
from training.data import employment_forms as forms
from training.data.writing import bank
from training.records import Draft, Voice

_W, _E = "\x01", "\x02"  # worker and employer, named when the order of the clauses is settled
_MENTION = re.compile("[\x01\x02]")
_TWICE = re.compile("(?:劳动者|职工|员工)(?=劳动者|职工)")  # 职工劳动者石某
_LATE = ("paid", "swapped")  # told after what they are deducted from
_ASKED = re.compile(r"<([^<>]*)>")


@dataclass
class Story:
    """What is told of one case: facts with their clauses by role, and what is asked."""

    rng: Random
    voice: Voice
    heads: tuple[str, ...] = ()
    facts: dict[str, Value] = field(default_factory=dict)
    clauses: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    head_words: str = ""
    only: str = ""  # that nothing else is asked
    deduct_paid: bool = False
    paragraphs: bool = False
    banned: set[str] = field(default_factory=set)  # words that would contradict the case in an idle fact

    def __post_init__(self) -> None:
        rng = self.rng
        self.words = bank("employment")
        self.formal = self.voice != "layman"
        self.bank = forms.wide("employment_formal" if self.formal else "employment_layman")
        self.dates = forms.date_style(rng, self.voice)
        self.sums = forms.money_style(rng, self.voice)
        self.trade = rng.choice(self.words["trades"])
        self.slots: dict[str, str] = {"w": _W, "s": _W, "p": _W, "e": _E, "c": _E}
        self.slots["job"] = rng.choice(self.trade["jobs"])
        self._cast()

    # --- values

    def often(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def money(self, label: str, value: Fraction) -> str:
        """A sum in the telling's style, marked as an element (no label: a figure that decides nothing)."""
        loose = self.voice == "layman" and self.often(20)
        style = forms.money_style(self.rng, self.voice) if loose else self.sums
        return forms.mark(label, forms.sum_(self.rng, self.voice, value, style))

    def day(self, label: str, when: Any) -> str:
        return forms.mark(label, forms.day(self.rng, self.voice, when, self.dates))

    def length(self, label: str, span: Duration) -> str:
        return forms.mark(label, forms.length(self.rng, self.voice, span))

    # --- clauses

    def phrases(self, *keys: str, bank: Mapping[str, Any] | None = None) -> list[str]:
        """The phrases under a path of keys; a voice may stand at the end of it."""
        found: Any = self.bank if bank is None else bank
        for key in keys:
            found = found[key]
        if isinstance(found, dict) and self.voice in found:
            found = found[self.voice]
        if isinstance(found, dict) and "all" in found:
            found = found["all"]
        return found

    def say(self, role: str, template: str, **slots: str) -> None:
        """Add a clause in a role."""
        text = forms.expand(self.rng, template, {**self.slots, **slots})
        self.clauses.setdefault(role, []).append(text)

    def tell(self, role: str, *keys: str, bank: Mapping[str, Any] | None = None, **slots: str) -> None:
        """Add a clause in a role from the phrases under a path."""
        self.say(role, self.rng.choice(self.phrases(*keys, bank=bank)), **slots)

    def _cast(self) -> None:
        rng, words = self.rng, self.words
        self.sex = rng.choice("男女")
        surname = rng.choice(words["surnames"])
        kind = rng.choice(self.trade["e"])
        if self.voice == "layman":
            self._lay_cast(surname, kind)
            return
        if self.voice == "exam":
            name = rng.choice(
                [
                    f"{surname}某",
                    f"{surname}某",
                    f"小{surname}",
                    f"老{surname}",
                    f"{surname}某某",
                    f"{surname}某",
                ]
            )
            full = rng.choice([name, name, name, f"劳动者{name}", f"职工{name}"])
            self.worker = full, [name]
            firm = rng.choice([*words["employers_abstract"], f"某{kind}", f"某{kind}", f"甲{kind}"])
            short = (
                firm
                if firm[0] in "甲乙A B"
                else ("用人单位" if rng.random() < 0.15 else "公司" if "公司" in firm else "单位")
            )
            self.employer = firm, [short]
            return
        name = f"{surname}{rng.choice(['某', '某', '某某', '某甲'])}"
        role, other = rng.choice(
            [("原告", "被告"), ("申请人", "被申请人"), ("原告", "被告"), ("上诉人", "被上诉人"), ("", "")]
        )
        later = rng.choice([[name], [name], [role or name]])
        self.worker = role + name, later
        firm = rng.choice([f"某{kind}", f"某市某{kind}", f"某{kind}", "甲公司", f"某某{kind}"])
        self.employer = (
            other + firm,
            [rng.choice([other or "公司", "公司" if "公司" in firm else kind, firm])],
        )

    def _lay_cast(self, surname: str, kind: str) -> None:
        rng, words = self.rng, self.words
        draw = rng.random()
        if draw < 0.62:
            self.worker = "我", ["我"]
        elif draw < 0.9:
            who = rng.choice(words["kin"])
            self.sex = "女" if who in words["kin_female"] else "男"
            self.worker = who, ["她" if self.sex == "女" else "他"]
        else:
            who = rng.choice(words["pals"]) + rng.choice([f"小{surname}", f"老{surname}", f"{surname}某"])
            self.worker = who, ["她" if self.sex == "女" else "他"]
        near = (
            "我们"
            if self.worker[0] == "我" and self.often(25)
            else rng.choice(["一家", "某", "本地一家", "一个"])
        )
        own = [c for c in self.trade["c"] if (c == "公司") == ("公司" in kind)]
        later = rng.choice(own or self.trade["c"])
        if near == "我们":
            kind = later if later not in ("厂里", "店里") else later[0]
        self.employer = near + kind, [later]

    # --- composition

    def idle(self, count: int) -> None:
        """Facts that decide nothing."""
        rng = self.rng
        phrases = [p for p in self.phrases("idle", bank=self.words) if not any(w in p for w in self.banned)]
        years = 0
        hired, ended = self.facts.get("入职日"), self.facts.get("解除日")
        if hired and ended:
            years = ended.year - hired.year  # type: ignore[union-attr]
        for template in rng.sample(phrases, min(count, len(phrases))):
            self.say(
                "idle",
                template,
                age=str(rng.randint(22 + years, min(58, 34 + years)) if years < 30 else 55),
                sex=self.sex,
                staff=str(rng.choice([18, 36, 52, 85, 120, 260, 430])),
                n=rng.choice(["两", "三", "2", "3"]),
                capital=str(rng.choice([50, 100, 200, 500, 1000])),
                payday=str(rng.choice([5, 8, 10, 15, 20, 25])),
                fee=rng.choice(["10", "5"]),
                cost=str(rng.choice([1800, 2200, 2600, 3100, 3500])),
            )

    def draft(self, orders: list[list[str]]) -> Draft:
        """The question with its clauses in one of the orders (roles; what is left comes last)."""
        rng = self.rng
        order = list(rng.choice(orders))
        if self.often(45 if self.voice == "layman" else 25):
            rng.shuffle(order)
            order.sort(key=_LATE.__contains__)
        pieces: list[tuple[str, str]] = []
        left = {role: list(texts) for role, texts in self.clauses.items()}
        for role in order:
            pieces += [(role, text) for text in left.pop(role, [])]
        for role in sorted(left):
            for text in left[role]:
                pieces.insert(
                    rng.randint(1, len(pieces)) if role == "idle" and pieces else len(pieces), (role, text)
                )
        ask = forms.expand(rng, rng.choice(self.asks), {**self.slots, "head": self.head_words})
        joints = rng.choice(["stops", "stops", "commas", "mixed", "mixed"])
        body, frame = self._join(pieces, joints)
        first = self.often({"layman": 22, "exam": 10, "judgment": 4}[self.voice])
        if self.voice == "judgment" and not first:
            ask = forms.expand(rng, rng.choice(self.bank["frames"]["judgment"]["hold"]), self.slots) + ask
        if self.only and not first:
            body += forms.expand(rng, self.only, {**self.slots, "head": self.head_words})
        if first:
            text = ask + body
        elif self.voice == "judgment" and self.often(8):
            text = body + "\n" + ask
        else:
            text = body + ask
        if self.voice == "layman":
            frames = self.phrases("frames")
            opening = rng.choice(frames["open"])
            text = opening + text + ("" if first else rng.choice(frames["close"]))
        text = self._name(text)
        if self.often(45):
            text = forms.same_year(rng, text)
        text = _ASKED.sub(lambda m: forms.mark("所问", m[1]), text)
        if self.voice == "layman":
            text = _slips(rng, text)
        question, elements = forms.collect(text)
        asked = [e for e in elements if e[0] == "所问"][-1:]
        told = [e for e in elements if e[0] != "所问"]
        name = "/".join([self.voice, "-".join(order), joints, frame + ("+ask" if first else "")])
        return Draft(
            scenario="EC",
            question=question,
            facts=self.facts,
            heads=self.heads,
            elements=tuple(told + asked),
            voice=self.voice,
            pattern=name,
            deduct_paid=self.deduct_paid,
            notes=self.notes,
        )

    def _join(self, pieces: list[tuple[str, str]], joints: str) -> tuple[str, str]:
        rng = self.rng
        text, frame = "", "bare"
        also = None
        if self.voice == "judgment":
            frames = self.bank["frames"]["judgment"]
            if self.often(75):
                text, frame = rng.choice(frames["open"]), "found"
            if self.often(45):
                also = rng.choice(frames["also"])
        for i, (role, piece) in enumerate(pieces):
            late = role in ("social", "min", "idle", "enterprise", "paid")
            if i and also and late and text.rstrip("\n").endswith("。"):
                text, also = text + also, None
                frame += "+also"
            text += piece
            comma = {"stops": 0.12, "commas": 0.75, "mixed": 0.45}[joints]
            last = i == len(pieces) - 1
            text += "，" if not last and rng.random() < comma and len(text) - text.rfind("。") < 70 else "。"
            if self.paragraphs and not last and text.endswith("。") and rng.random() < 0.3:
                text += "\n"
        if self.voice == "judgment" and self.often(35):
            claim = rng.choice(frames["claim"])
            text += forms.expand(rng, claim, {**self.slots, "head": self.head_words})
            frame += "+claim"
        return text, frame

    def _name(self, text: str) -> str:
        seen: set[str] = set()

        def mention(match: re.Match[str]) -> str:
            full, later = self.worker if match[0] == _W else self.employer
            if match[0] in seen:
                return self.rng.choice(later)
            seen.add(match[0])
            return full

        return _TWICE.sub("", _MENTION.sub(mention, text))


_SLIPS = [
    ("已经", "己经"),
    ("一直", "一值"),
    ("那个", "内个"),
    ("的话", "得话"),
    ("突然", "忽然"),
    ("应该", "因该"),
    ("谢谢", "蟹蟹"),
    ("没有", "没由"),
    ("觉得", "觉的"),
    ("帮忙", "帮盲"),
]


def _slips(rng: Random, text: str) -> str:
    """At times a slip of the keyboard, never in a value."""
    if rng.random() > 0.12:
        return text
    wrong, right = rng.choice(_SLIPS)
    parts = re.split(r"(⟦[^⟧]*⟧)", text)
    for i, part in enumerate(parts):
        if not part.startswith("⟦") and wrong in part:
            parts[i] = part.replace(wrong, right, 1)
            break
    return "".join(parts)
