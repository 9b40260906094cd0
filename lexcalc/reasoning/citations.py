"""Citations in model text, each looked up in rules/citations.yaml and in an optional index of all statutes.

Models invent articles. A citation is called wrong only where that can be proved: the statute is listed and
has no such article, or was not in force; an unlisted one is invented only where the index says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from lexcalc import money
from lexcalc.contract import AssessmentOut, CitationOut, CitationStatus, ReasoningOut
from lexcalc.law import statutes
from lexcalc.law.statutes import statute_name

if TYPE_CHECKING:
    from lexcalc.law.index import Index

MAX_CITATIONS = 200
_DEFAULT = {"EC": "劳动合同法", "WC": "工伤保险条例"}  # whose article a bare 第四十七条 means
_N = statutes.NUMERAL
_SUB = r"(?:之[一二三四五六七八九十]{1,2})?"
_TAIL = rf"{_SUB}(?:第?[（(]?{_N}[)）]?款)?(?:第?[（(]?{_N}[)）]?项)?"
_AND = "[、和及与至到~～—-]"
_ARTICLES = (
    rf"第\s?{_N}(?:\s?{_AND}\s?第?{_N}(?=\s?(?:{_AND}|条))){{0,9}}\s?条{_TAIL}"
    rf"(?:\s?(?:{_AND}|以及)\s?第\s?{_N}\s?条{_TAIL}){{0,9}}"
)
_ONE = re.compile(rf"(?:第|{_AND}\s?)\s?({_N})(?=\s?(?:{_AND}|条))(?:\s?条({_TAIL}))?")
_CITED = re.compile(rf"\s?(?P<articles>{_ARTICLES})")
_YEAR = r"[(（](?:19|20)\d\d[^()（）\n]{0,12}[)）]"
_TITLE = re.compile(
    rf"《(?P<title>[^》\n]{{2,60}}(?:》[^《》\n]{{1,30}})?)》\s?(?:(?P<year>{_YEAR})|[(（][^()（）\n]{{1,20}}[)）])?\s?$"
)
_NAME = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,40}}(?:法|典|条例|解释|办法|规定|文)(?:[(（]?[一二三四][)）]?)?(?:{_YEAR})?"
    r"|[\u4e00-\u9fff]{1,3}〔\d{4}〕\d{1,4}号文?|\d{1,4}号文)$"
)
_LOOK_BACK = 80  # characters before the article in which its statute is named
_LEAD = re.compile(
    r"^.*(?:根据|依据|依照|按照|适用|参照|违反|以及|及其|结合|符合|按|由|据|属于|涉及)(?=[\u4e00-\u9fff]{2})"
)
_BACK = re.compile(r"(?:本|该|(?<!合)同|此|上述|前述)(?:条例|法|办法|规定|解释)$")
# Articles of the parties' own papers are no law.
_PAPER = re.compile(
    r"(?:合同|协议书?|章程|手册|制度|保险单|保单|判决书?|裁决书?|认定书|说明书|条款)》?(?:中|之|的)?$"
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d)|年)")


def find_citations(
    text: str, scenario: str | None = None, known: set[tuple[str, int]] | None = None, last: str | None = None
) -> list[CitationOut]:
    """The articles a text cites, in order, judged without a date (see :func:`judge`).

    A bare 第X条 belongs to the statute named last; ``last`` is the one named last before this text; ``known``
    replaces the list of articles that exist.
    """
    current = last or _DEFAULT.get(scenario or "")
    found: list[CitationOut] = []
    for match in islice(_CITED.finditer(text), MAX_CITATIONS):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip()
        written, titled = _written(before)
        if written is None and _PAPER.search(before):
            continue
        if written is None or (not titled and _BACK.search(written)):
            statute = current
        else:
            statute = current = statute_name(written, exact=titled) or _LEAD.sub("", written)
        if statute is None:
            continue  # no statute named anywhere: nothing to look up, nothing to reproach
        for number, tail in _ONE.findall(match["articles"]):
            value = money.numeral(number)
            if value is None:
                continue
            article = f"第{value}条{_arabic(tail)}"
            status = _undated(statute, int(value), article)
            if known is not None:
                status = "exists" if (statute, int(value)) in known else "unchecked"
            found.append(_citation(statute, article, status))
            if len(found) >= MAX_CITATIONS:
                return found
    return found


def judge(
    reasoning: ReasoningOut, assessment: AssessmentOut, today: date, index: Index | None = None
) -> ReasoningOut:
    """Judge every citation by the day that governs the case; changes the steps of ``reasoning`` in place.

    In force on any day between the event and the trial (or ``today``) is enough: which version governs a case
    that spans a change of law is a question of law, not of numbers.
    """
    first, last = _period(assessment.dates, today)
    # What our own rules apply is law for the case, repealed or not (481号文, for the years before 2008).
    ours = {statute_name(c.rpartition("第")[0], exact=True) for i in assessment.items for c in i.citations}
    for step in reasoning.steps:
        step.citations = [_judged(c, first, last, ours, index) for c in step.citations]
    return reasoning


def _judged(
    citation: CitationOut, first: date | None, last: date, ours: set[str | None], index: Index | None
) -> CitationOut:
    match = re.match(r"第(\d+)条(之[一二三四五六七八九十]+)?", citation.article)
    if match is None:
        return citation
    if citation.statute in statutes.statutes():
        status = _undated(citation.statute, int(match[1]), citation.article)
        if first is not None and status != "wrong_number":
            dated = statutes.status(citation.statute, int(match[1]), first, last)
            applied = citation.statute in ours and dated in ("repealed", "not_in_force")
            status = status if applied else dated
    else:
        status = (
            "unchecked" if index is None else _indexed(citation.statute, match[1] + (match[2] or ""), index)
        )
    return _citation(citation.statute, citation.article, status)


def _undated(statute: str, number: int, article: str) -> CitationStatus:
    if statute not in statutes.statutes():
        return "unchecked"
    return "wrong_number" if "条之" in article else statutes.status(statute, number)  # no listed one has 之一


def _indexed(statute: str, label: str, index: Index) -> CitationStatus:
    name = statutes.plain(statute)
    law = next(filter(None, (index.law(ending) for ending in _endings(name))), None)
    if law is not None:
        from lexcalc.law.index import IN_FORCE

        if law["status"] != IN_FORCE:
            return "unchecked"  # the index does not say when it ended
        return "exists" if label in index.articles(law["law_id"]) else "wrong_number"
    # The index has the statutes of the National People's Congress, all called 法, under their full names.
    nothing_like_it = not any(name in other for other in [*index.names(), *statutes.all_names()])
    return "fabricated" if name.endswith("法") and len(name) >= 5 and nothing_like_it else "unchecked"


def _endings(name: str) -> Iterator[str]:
    """``本案适用消费者权益保护法``: words may stand before the name."""
    return (name[cut:] for cut in range(max(1, len(name) - 3)))


def _period(dates: dict[str, str], today: date) -> tuple[date | None, date]:
    """From the first event to the end of the trial, else today; the first is None where no event is dated."""
    days = {name: found for name, text in dates.items() if (found := _DAY.match(text))}
    trial = days.pop("trial_date", None)
    first = min((_date(match, 1) for match in days.values()), default=None)
    last = _date(trial, 12) if trial else today
    return first, max(last, first) if first else last


def _date(match: re.Match[str], month: int) -> date:
    if match[2]:
        return date(int(match[1]), int(match[2]), int(match[3]))
    return date(int(match[1]), month, 1 if month == 1 else 31)


def _citation(statute: str, article: str, status: CitationStatus) -> CitationOut:
    return CitationOut(statute=statute, article=article, known=status == "exists", status=status)


def unlisted(reasoning: ReasoningOut) -> Iterable[CitationOut]:
    """The citations for which only an index can tell."""
    listed = statutes.statutes()
    return [c for step in reasoning.steps for c in step.citations if c.statute not in listed]


def _written(before: str) -> tuple[str | None, bool]:
    """The statute named right before an article, and whether it stands in title marks."""
    title = _TITLE.search(before)
    if title:
        return title["title"] + (title["year"] or ""), True
    start = re.search(r"[\u4e00-\u9fff（(〔〕)）\d]{0,60}$", before)
    name = _NAME.search(start[0] if start else "")
    return (name[0] if name else None), False


def _arabic(tail: str) -> str:
    sub = re.match(r"之[一二三四五六七八九十]+", tail)
    parts = re.findall(rf"({_N})[)）]?(款|项)", tail)
    return (sub[0] if sub else "") + "".join(f"第{money.numeral(number)}{unit}" for number, unit in parts)
