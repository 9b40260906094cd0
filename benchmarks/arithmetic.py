"""Checking one equation of a model: lexcalc beside ``sympy.parse_expr`` and ``math-verify``, in the same run.

    python -m benchmarks.arithmetic [--json OUT]

Each tool gets the equation in the notation it reads best; lexcalc also finds it in the sentence.  The second
table shows the written forms of money in ``\\boxed{}``.  math-verify is needed only here.
"""

from __future__ import annotations

import gc
import json
import logging
import platform
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import click

from lexcalc.reasoning.answer import boxed
from lexcalc.reasoning.equations import split_equations

REPEATS = 5  # checks in a row of one equation by one tool, before the next takes its turn
TARGETS = {"sympy.parse_expr": 5, "math-verify": 20}  # times faster

# (as a model writes it, left and right for sympy, left and right in LaTeX, whether it holds)
EQUATIONS = [
    ("8.5×12600=107100元", "8.5*12600", "107100", r"8.5 \times 12600", "107100", True),
    ("107100+11900=119000元", "107100+11900", "119000", "107100 + 11900", "119000", True),
    ("3×11,000=33,000元", "3*11000", "33000", r"3 \times 11000", "33000", True),
    (
        "(180000+18000)×70%=138600元",
        "(180000+18000)*70/100",
        "138600",
        r"(180000+18000) \times \frac{70}{100}",
        "138600",
        True,
    ),
    (
        "54188×20×10%=108376元",
        "54188*20*10/100",
        "108376",
        r"54188 \times 20 \times \frac{10}{100}",
        "108376",
        True,
    ),
    (
        "(48000-18000)×70%=21000元",
        "(48000-18000)*70/100",
        "21000",
        r"(48000-18000) \times \frac{70}{100}",
        "21000",
        True,
    ),
    (
        "9×5040+4×8300+4×8300=111760元",
        "9*5040+4*8300+4*8300",
        "111760",
        r"9 \times 5040 + 4 \times 8300 + 4 \times 8300",
        "111760",
        True,
    ),
    ("23×24000=552100元", "23*24000", "552100", r"23 \times 24000", "552100", False),
    ("7500÷2.5×6=18000元", "7500/2.5*6", "18000", r"7500 \div 2.5 \times 6", "18000", True),
    ("12×35283=423369元", "12*35283", "423369", r"12 \times 35283", "423369", False),
]

# ANCHORS: the forms of one amount that Chinese models put in a box
MONEY = [
    ("125000元", 125000), ("125,000元", 125000), ("12.5万元", 125000), ("¥125000", 125000),
    ("十二万五千元", 125000), ("１２５０００", 125000), ("赔偿金额为125000元", 125000), ("12万5千元", 125000),
    ("人民币125000元整", 125000), (r"50000\text{元}", 50000), (r"1\,000", 1000), ("1,000,000", 1000000),
    ("8.5×12600=107100元", 107100), ("107100.50元", Fraction("107100.5")),
]  # fmt: skip


def _checkers() -> dict[str, Callable[[tuple[Any, ...]], bool]]:
    import math_verify
    from sympy import parse_expr
    from sympy.parsing.sympy_parser import rationalize, standard_transformations

    logging.getLogger("math_verify").setLevel(logging.CRITICAL)
    exact = (*standard_transformations, rationalize)

    def lexcalc(row: tuple[Any, ...]) -> bool:
        (equation,) = split_equations(row[0])
        return bool(equation.ok)

    def sympy(row: tuple[Any, ...]) -> bool:
        return bool(parse_expr(row[1], transformations=exact) == parse_expr(row[2], transformations=exact))

    def verify(row: tuple[Any, ...]) -> bool:
        return bool(math_verify.verify(math_verify.parse(f"${row[4]}$"), math_verify.parse(f"${row[3]}$")))

    return {"lexcalc": lexcalc, "sympy.parse_expr": sympy, "math-verify": verify}


def speed(rounds: int) -> list[dict[str, Any]]:
    """Median time of one check by each tool; the tools take turns, so a busy machine slows all alike."""
    checkers = _checkers()
    times: dict[str, list[float]] = {name: [] for name in checkers}
    right = {name: sum(check(row) == row[5] for row in EQUATIONS) for name, check in checkers.items()}
    gc.collect()
    gc.disable()  # as timeit does: collecting sympy's heap is no part of a check
    for _ in range(rounds):
        for name, check in checkers.items():
            for row in EQUATIONS:
                started = time.perf_counter()
                for _ in range(REPEATS):
                    check(row)
                times[name].append((time.perf_counter() - started) / REPEATS)
    gc.enable()
    ours = median(times["lexcalc"])
    return [
        {"tool": name, "median_ms": round(1000 * median(taken), 4), "ratio": round(median(taken) / ours, 1),
         "right": right[name], "n": len(EQUATIONS), "checks": REPEATS * len(taken)}
        for name, taken in times.items()
    ]  # fmt: skip


def money_forms() -> list[dict[str, Any]]:
    """Whether each written form in a box is read as its amount, by lexcalc and by math-verify."""
    import math_verify

    rows = []
    for content, value in MONEY:
        text = f"\\boxed{{{content}}}"
        gold = math_verify.parse(f"${float(value) if isinstance(value, Fraction) else value}$")
        theirs = math_verify.verify(gold, math_verify.parse(text))
        rows.append(
            {
                "form": content,
                "value": str(value),
                "lexcalc": boxed(text) == value,
                "math-verify": bool(theirs),
            }
        )
    return rows


def _print(timings: list[dict[str, Any]], forms: list[dict[str, Any]]) -> bool:
    from rich.console import Console
    from rich.table import Table

    met = True
    table = Table(title="one equation checked")
    for column in ("tool", "median", "lexcalc is faster by", "target", "right"):
        table.add_column(column)
    for row in timings:
        target = TARGETS.get(row["tool"])
        met &= target is None or row["ratio"] >= target
        goal = f"≥ {target}×" if target else "–"
        right = f"{row['right']}/{row['n']}"
        table.add_row(row["tool"], f"{row['median_ms']:.3f} ms", f"{row['ratio']}×", goal, right)
    written = Table(title="written forms of money in \\boxed{}")
    for column in ("form", "lexcalc", "math-verify"):
        written.add_column(column)
    for row in forms:
        met &= row["lexcalc"]
        written.add_row(row["form"], *("✓" if row[tool] else "✗" for tool in ("lexcalc", "math-verify")))
    written.add_row(
        "in all", *(f"{sum(r[t] for r in forms)}/{len(forms)}" for t in ("lexcalc", "math-verify"))
    )
    for each in (table, written):
        Console().print(each)
    return met


@click.command()
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="write the numbers to a file"
)
@click.option(
    "--rounds", default=60, show_default=True, help="times that every equation is checked by every tool"
)
def main(out: Path | None, rounds: int) -> None:
    """Compare, print, and fail where a target is missed."""
    timings, forms = speed(rounds), money_forms()
    met = _print(timings, forms)
    if out is not None:
        packages = {name: version(name) for name in ("sympy", "math-verify")}
        result = {"speed": timings, "money": forms, "targets_met": met,
                  "python": platform.python_version(), "packages": packages}  # fmt: skip
        out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
