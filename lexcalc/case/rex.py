"""The functions of ``re`` with every pattern compiled once: its own cache of 512 is smaller than the readers' patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from re import Match, Pattern, escape

__all__ = [
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

compile = lru_cache(maxsize=4096)(re.compile)


def search(pattern: str, text: str) -> Match[str] | None:
    return compile(pattern).search(text)


def match(pattern: str, text: str) -> Match[str] | None:
    return compile(pattern).match(text)


def fullmatch(pattern: str, text: str) -> Match[str] | None:
    return compile(pattern).fullmatch(text)


def findall(pattern: str, text: str) -> list:
    return compile(pattern).findall(text)


def finditer(pattern: str, text: str):
    return compile(pattern).finditer(text)


def split(pattern: str, text: str) -> list[str]:
    return compile(pattern).split(text)


def sub(pattern: str, new: str, text: str) -> str:
    return compile(pattern).sub(new, text)
