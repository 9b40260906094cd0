"""Average wages told in parts: month by month, in stretches, with bonuses by year or quarter, allowances."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lexcalc.money import plain
from training.data.employment_forms import mark, sum_
from training.data.employment_story import Story
from training.data.writing import bank

WAYS = {"months": 7, "groups": 6, "bonus": 8, "quarter": 4, "allow": 6, "both": 4}
_LEAST = 2500  # below, the parts of a wage are no wages any more


def cases(s: Story) -> dict:
    """The phrases of this file in the story's kind of voice."""
    return bank("employment_cases")["formal" if s.formal else "layman"]


def tell(s: Story, way: str, value: Fraction) -> Fraction | None:
    """Tell an average near ``value`` in one of ``WAYS``; the average as told, None where it is too low.

    How it comes about stands in the note ``work:月平均工资``.
    """
    if value < _LEAST:
        return None
    slots, work, average = _PARTS[way](s, Fraction(round(value / 100) * 100))
    s.notes |= {"avg": way, "work:月平均工资": work}
    s.tell("avg", "average", way, bank=cases(s), **slots)
    return average


Told = tuple[dict[str, str], str, Fraction]


def wages(s: Story, sums: list[Fraction]) -> str:
    """Wages one after the other in one style; no element, since the equation that adds them repeats them."""
    style = "comma" if s.formal and s.often(20) else "plain"
    return "、".join(sum_(s.rng, s.voice, each, style) for each in sums)


def _months(s: Story, value: Fraction) -> Told:
    step = 10 if value < 6000 else 50
    shifts = [Fraction(step * s.rng.randint(-12, 12)) for _ in range(11)]
    sums = [value + shift for shift in shifts]
    sums.append(12 * value - sum(sums, Fraction(0)))
    if sums[-1] < value / 2:
        sums = [value] * 12
    s.rng.shuffle(sums)
    return {"list": wages(s, sums)}, "+".join(map(plain, sums)) + ";_÷12", value


def _groups(s: Story, value: Fraction) -> Told:
    n1 = s.rng.choice([3, 4, 5, 6, 7, 8, 9])
    n2 = 12 - n1
    shift = 12 * s.rng.choice([10, 20, 25, 30, 50])
    w1, w2 = value - shift * n2 / Fraction(12), value + shift * n1 / Fraction(12)
    slots = {
        "n1": mark("前段月数", str(n1)), "w1": s.money("前段月工资", w1),
        "n2": mark("后段月数", str(n2)), "w2": s.money("后段月工资", w2),
    }  # fmt: skip
    return slots, f"{plain(w1)}×{n1}+{plain(w2)}×{n2};_÷12", value


def _bonus(s: Story, value: Fraction) -> Told:
    bonus = 1200 * Fraction(max(2, round(value * s.rng.choice([8, 10, 12, 20, 24]) / 12000)))
    slots = {"w1": s.money("月工资", value), "b": s.money("年终奖", bonus)}
    return slots, f"{plain(bonus)}÷12;{plain(value)}+_", value + bonus / 12


def _quarter(s: Story, value: Fraction) -> Told:
    bonus = 300 * Fraction(s.rng.randint(3, 20))
    slots = {"w1": s.money("月工资", value), "b": s.money("季度奖", bonus)}
    return slots, f"{plain(bonus)}×4÷12;{plain(value)}+_", value + bonus / 3


def _allow(s: Story, value: Fraction) -> Told:
    more = 50 * Fraction(s.rng.randint(4, 30))
    slots = {"w1": s.money("基本工资", value), "b": s.money("补贴", more)}
    return slots, f"{plain(value)}+{plain(more)}", value + more


def _both(s: Story, value: Fraction) -> Told:
    more, bonus = 100 * Fraction(s.rng.randint(2, 15)), 1200 * Fraction(s.rng.randint(3, 25))
    slots = {
        "w1": s.money("基本工资", value), "b": s.money("补贴", more), "y": s.money("年终奖", bonus),
    }  # fmt: skip
    return slots, f"{plain(bonus)}÷12;{plain(value)}+{plain(more)}+_", value + more + bonus / 12


_PARTS: dict[str, Callable[[Story, Fraction], Told]] = {
    "months": _months,
    "groups": _groups,
    "bonus": _bonus,
    "quarter": _quarter,
    "allow": _allow,
    "both": _both,
}
