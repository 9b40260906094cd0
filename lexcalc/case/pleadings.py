"""Stretches of a judgment that only report what a party says, asks for, or was awarded by arbitrators.

A reader of facts must not look there: the sums are claims, and the same sums stand again among the findings
when they are true.  Only a text that also reports findings has such stretches: a client's own story has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lexcalc.case.model import Span

_FINDINGS = re.compile(
    r"(?:经|庭)?审理(?:后)?(?:查明|认定|确认)|(?:本院|法院|一审|二审|原审|另|再|又|现)(?:法院|院|经审理|审理|依法|予以|综合)*"
    r"(?:查明|查实)|经(?:本院)?(?:查明|查实)|(?:查明|认定|确认|审查)(?:了|以下|下列|如下|本案|案件|的)*(?:基本|法律|案件)?事实|事实(?:认定)?如下"
    r"|本院(?:经审理|经审查|审查|综合)*(?:认为|认证|确认|认定|评判|评析)|法院认为"
)
_PLEADING = re.compile(
    r"(?:诉|起诉|反诉|上诉|辩|答辩|述|陈述|申诉)称|(?:答辩|质证|代理)意见(?:为|是|如下)|诉讼请求(?:为|是|如下|[:：])|(?:提出|变更)(?:[^。；，]{0,6})诉讼请求"
    r"|(?:请求|要求)(?:贵院|法院|依法|人民法院)*判(?:令|决)|事实(?:和|与|及)理由[:：]?"
)
_ARBITRATION = re.compile(
    r"(?:申请|提起|提请|提出)(?:了)?(?:劳动)?(?:争议)?(?:仲裁|申诉)[，,]?(?:请求|要求)[^。]{0,12}?[:：]|仲裁请求(?:为|是|如下)?[:：]"
    r"|(?:裁决|裁定)(?:如下)?[:：]|裁决(?:如下|事项)"
)
_WORDS = re.compile(r"[^。；！？;!?\n]")
# A statement that the other side grants is as good as a finding.
_GRANTED = re.compile(
    r"无异议|没有异议|均认可|(?:答辩|庭审|审理|质证)中(?:对此)?(?:予以|均|表示|当庭)?(?:认可|承认)|(?:原告|被告|双方|对方)[^。；]{0,8}(?:认可|承认|自认)"
)
# Nobody disputes that there was an accident, and often its day is told only here.
_EVENT = re.compile(r"撞|交通事故|刮擦|追尾")
# An item of a list belongs to the sentence that opens the list.
ITEM = re.compile(r"\s*(?:[(（]?[1-9]\d?[.、．)）](?!\d)|[(（]?[一二三四五六七八九十]{1,2}[、)）])")


def stretches(text: str) -> list[Span]:
    """Half-open spans to be left unread, in order; none where the text reports no findings after them."""
    spans: list[Span] = []
    for start, end in [*_pleadings(text), *_awards(text)]:
        spans += _without_granted(text, start, end)
    return sorted(spans)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with the stretches blank, of the same length; sentences stay apart."""
    for start, end in spans:
        text = text[:start] + _WORDS.sub("□", text[start:end]) + text[end:]
    return text


def _pleadings(text: str) -> Iterator[Span]:
    """From a party's words to the findings that follow; nothing where none follow."""
    position = 0
    while opening := _PLEADING.search(text, position):
        closing = _FINDINGS.search(text, opening.end())
        if closing is None:
            return
        yield opening.end(), max(opening.end(), text.rfind("。", opening.end(), closing.start()) + 1)
        position = closing.end()


def _awards(text: str) -> Iterator[Span]:
    """What arbitrators were asked for or awarded: to the end of the sentence, with the items of its list."""
    for opening in _ARBITRATION.finditer(text):
        end = _sentence_end(text, opening.end())
        while end < len(text) and ITEM.match(text, end):
            end = _sentence_end(text, end + 1)
        yield opening.end(), end


def _sentence_end(text: str, start: int) -> int:
    end = text.find("。", start)
    return len(text) if end < 0 else end + 1


def _without_granted(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = min(end, _sentence_end(text, start))
        if not _GRANTED.search(text, start, stop):
            yield from _without_events(text, start, stop)
        start = stop


def _without_events(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        comma = text.find("，", start, end)
        stop = end if comma < 0 else comma + 1
        if not _EVENT.search(text, start, stop) or "元" in text[start:stop]:
            yield start, stop
        start = stop
