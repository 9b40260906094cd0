"""How alike two texts are: hashed runs of 13 characters, plain or with numbers and names blanked, and an
index that finds the most alike text among thousands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

N = 13  # characters: a shared run is a shared clause, and a changed word leaves most runs whole
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖"
)
_PEOPLE = "师傅|先生|女士|小姐|同志|大姐|大哥|大爷|大妈|阿姨|经理|老板|律师"
NAMES = re.compile(
    rf"(?:[{_SURNAMES}]?某+[甲乙丙丁戊0-9]?|[{_SURNAMES}](?:{_PEOPLE})|[小老阿][{_SURNAMES}](?![年月日天])"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[在与和向驾从，,。、：；（(]|于[0-9]))"
)
_PARTY = re.compile(r"[甲乙丙丁戊]|[A-Za-z]+")
_NUMBERS = re.compile(r"(?:[0-9][0-9,，.]*|[零〇一二两三四五六七八九十百千万亿半]|个半)+%?")
_JUNK = re.compile(r"[^\w\u4e00-\u9fff%]|_")


def plain(text: str) -> str:
    """The text folded: compatible forms, small letters, no blanks or punctuation; decimal points stay."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)
    return re.sub(r"(?<=\d)\.(?=\d)", "点", _JUNK.sub("", re.sub(r"(?<=\d)\.(?=\d)", "点", text)))


def masked(text: str) -> str:
    """The folded text with every number as 0 and every name as 人: the skeleton that a template would share.

    Names are guessed by surname and context; a word wrongly blanked is blanked in both texts alike.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = _PARTY.sub("人", NAMES.sub("人", text))
    text = re.sub("人(?:人)+", "人", text)
    return _JUNK.sub("", _NUMBERS.sub("0", text)).replace("%", "")


def grams(folded: str, n: int = N) -> NDArray[np.uint64]:
    """The distinct hashes of all runs of ``n`` characters; of the whole text where it is shorter."""
    codes = np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    n = min(n, len(codes))
    if not n:
        return np.zeros(0, dtype=np.uint64)
    value = np.zeros(len(codes) - n + 1, dtype=np.uint64)
    for at in range(n):
        value = value * _FACTOR + codes[at : at + len(value)]
    value ^= value >> np.uint64(29)
    return np.unique(value * _FACTOR)


def share(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> float:
    """The shared grams as a share of the shorter text's."""
    least = min(len(a), len(b))
    return len(np.intersect1d(a, b, assume_unique=True)) / least if least else 0.0


class Index:
    """An inverted index gram → texts; grows by batches, which are merged like sizes with like."""

    def __init__(self) -> None:
        self._segments: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
        self._sizes: list[int] = []

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, texts: Iterable[NDArray[np.uint64]]) -> None:
        """Add texts by their grams; they are numbered in order."""
        batch = list(texts)
        if not batch:
            return
        numbers = np.repeat(np.arange(len(self), len(self) + len(batch)), [len(each) for each in batch])
        self._segments.append(_sorted(np.concatenate(batch), numbers))
        self._sizes += [len(each) for each in batch]
        while len(self._segments) > 1 and len(self._segments[-2][0]) < 2 * len(self._segments[-1][0]):
            (a, of_a), (b, of_b) = self._segments[-2:]
            self._segments[-2:] = [_sorted(np.concatenate([a, b]), np.concatenate([of_a, of_b]))]

    def shares(self, text: NDArray[np.uint64]) -> NDArray[np.float64]:
        """For every text of the index the share of :func:`share`."""
        counts = np.zeros(len(self), dtype=np.int64)
        for keys, numbers in self._segments:
            first, last = np.searchsorted(keys, text), np.searchsorted(keys, text, side="right")
            length = last - first
            if total := int(length.sum()):
                at = np.arange(total) + np.repeat(first - np.cumsum(length) + length, length)
                counts += np.bincount(numbers[at], minlength=len(self))
        return counts / np.maximum(1, np.minimum(len(text), np.asarray(self._sizes)))

    def nearest(self, text: NDArray[np.uint64]) -> tuple[int, float]:
        """The most alike text and its share; (-1, 0) of an empty index."""
        if not self._sizes:
            return -1, 0.0
        shares = self.shares(text)
        best = int(shares.argmax())
        return best, float(shares[best])


def index(texts: Sequence[str]) -> Index:
    """An index of folded texts."""
    built = Index()
    built.add(grams(text) for text in texts)
    return built


def _sorted(
    keys: NDArray[np.uint64], numbers: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    order = np.argsort(keys, kind="stable")
    return keys[order], numbers[order]
