"""Quantities as a traffic case means them: ages without 岁, daily rates by product, counts that are only words."""

from __future__ import annotations

from dataclasses import replace

from lexcalc.case import rex as re
from lexcalc.case.quantities import Quantity
from lexcalc.money import numeral


def adapt(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities of a folded text, re-read; lone counting words (三者险, 一审, 两名) are dropped."""
    read = (_as_rate(text, _as_age(text, _third(text, q))) for q in quantities)
    return [_soften(text, q) for q in read if not _is_word(text, q)]


_KIN_END = re.compile(
    r"(?:[父母爸妈爹娘爷奶儿女子妻夫婆公伴]|今年|现年|时年|今年才|今年都|刚满|才)(?:今年|现年|都|已经?|刚|才|也|快)*$"
)


def _third(text: str, q: Quantity) -> Quantity:
    """``100万三者险``: the 三 belongs to the insurance."""
    if (
        q.kind != "money"
        or len(q.raw) < 2
        or q.raw[-1] != "三"
        or text[q.end : q.end + 1] not in ("者", "责")
    ):
        return q
    value = numeral(q.raw[:-1])
    return q if value is None else replace(q, end=q.end - 1, raw=q.raw[:-1], value=value)


def _as_age(text: str, q: Quantity) -> Quantity:
    """``他妈66，``: a bare number after a relative is an age."""
    if q.kind != "money" or q.unit or q.value > 105 or q.value.denominator != 1 or q.value < 1:
        return q
    after = text[q.end : q.end + 1]
    if (after and after not in "，。、;(了)") or not _KIN_END.search(text[max(0, q.start - 8) : q.start]):
        return q
    return replace(q, kind="age", per=None)


def _soften(text: str, q: Quantity) -> Quantity:
    """Mark as approximate what 大概, 差不多 or 估计 introduces a few words before (每天大概挣400)."""
    if (
        q.kind not in ("money", "duration")
        or q.approx
        or not _SOFT.search(text[max(0, q.start - 7) : q.start])
    ):
        return q
    return replace(q, approx=True)


_TIMES = r"\s*[×xX*]\s*"
_DAYS_BEFORE, _DAYS_AFTER = (
    re.compile(rf"[天日]{_TIMES}$"),
    re.compile(rf"^{_TIMES}(?:\d+|[一二三四五六七八九十百]+)[天日]"),
)


def _as_rate(text: str, q: Quantity) -> Quantity:
    """``21天×50元`` and ``50元×21天``: the amount is a daily rate."""
    if (
        q.kind != "money"
        or q.per
        or not (
            _DAYS_BEFORE.search(text[max(0, q.start - 4) : q.start])
            or _DAYS_AFTER.match(text[q.end : q.end + 8])
        )
    ):
        return q
    return replace(q, per="day")


_SOFT = re.compile(r"(?:大概|大约|差不多|估计|估摸|将近|约(?!定))[^。，;\d]*$")


def _is_word(text: str, q: Quantity) -> bool:
    """A bare count or an ordinal that the scanner took for money or a length of time."""
    before, after = text[max(0, q.start - 1) : q.start], text[q.end : q.end + 1]
    if q.kind == "money" and not q.unit:
        year = re.fullmatch(r"(?:19|20)\d\d", q.raw) and (before in tuple("(〔[") or after in tuple(")〕]"))
        if (year and before) or re.search("(?:账|帐|卡)号[为:]*$", text[max(0, q.start - 5) : q.start]):
            return True  # (2016)第25号, an account
    if q.kind == "duration":
        return (before in ("上", "同", "第") and bool(before)) or after == "级"
    if (
        q.kind == "money"
        and (
            (q.raw[-1] == "块" and q.value < 10 and not q.per)  # 一块, 交强、商业两块: parts, not money
            or (re.search(r"[÷/×*]\s*$", text[: q.start][-2:]) and q.raw in ("365", "360", "30", "12"))
        )
    ):
        return True
    if (
        q.kind == "money"
        and q.raw in ("120", "110", "122")
        and text[q.end : q.end + 1] in tuple("急救电报车")
    ):
        return True
    if q.kind == "money" and text[q.end : q.end + 2] in ("分之", "mg", "ml", "毫克", "毫升"):
        return True
    if (
        q.kind == "money"
        and not q.unit
        and q.value < 400
        and re.search(r"(?:除以|乘以|[÷×])\s*$", text[max(0, q.start - 3) : q.start])
    ):
        return True  # 月工资除以30
    if q.kind != "money" or q.unit:
        return False
    if q.value >= 100 or q.raw[-1] in "千万百kKwW" or q.value.denominator != 1:
        return False
    # 交通费80、伙食每天50: two digits that end their piece or are multiplied are an amount, not a count.
    if q.per == "day" and q.value >= 10:
        return False  # 一天四十
    return not (q.value >= 10 and q.raw.isdigit() and (q.per or not after or after in "，,、;;。)/×*xX \n"))
