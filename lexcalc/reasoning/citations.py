"""Citations in model text, each looked up in the list of statutes that exist (rules/citations.yaml).

Models invent articles; a citation is ``known`` only where the statute is listed and has that article.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from lexcalc import money
from lexcalc.contract import CitationOut

MAX_CITATIONS = 200
_DEFAULT = {"EC": "劳动合同法", "WC": "工伤保险条例"}  # whose article a bare 第四十七条 means
_N = r"[零〇一二两三四五六七八九十百千\d]{1,7}"
_TAIL = rf"(?:第?[（(]?{_N}[)）]?款)?(?:第?[（(]?{_N}[)）]?项)?"
_ARTICLES = (
    rf"第\s?{_N}(?:\s?[、和及]\s?第?{_N}(?=[、和及条])){{0,9}}\s?条{_TAIL}"
    rf"(?:\s?(?:[、和及]|以及)\s?第\s?{_N}\s?条{_TAIL}){{0,9}}"
)
_ONE = re.compile(rf"(?:第|[、和及]\s?)\s?({_N})(?=\s?[、和及条])(?:\s?条({_TAIL}))?")
_CITED = re.compile(rf"\s?(?P<articles>{_ARTICLES})")
_TITLE = re.compile(
    r"《(?P<title>[^》\n]{2,60}(?:》[^《》\n]{1,30})?)》\s?(?:[(（][^()（）\n]{1,20}[)）])?\s?$"
)
_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{1,40}(?:法|典|条例|解释|办法|规定|文)(?:[(（]?一[)）]?)?"
    r"|[\u4e00-\u9fff]{1,3}〔\d{4}〕\d{1,4}号)$"
)
_LOOK_BACK = 80  # characters before the article in which its statute is named
_LEAD = re.compile(
    r"^.*(?:根据|依据|依照|按照|适用|参照|违反|以及|及其|结合|符合|按|由|据|属于|涉及)(?=[\u4e00-\u9fff]{2})"
)
_BACK = re.compile(r"(?:本|该|(?<!合)同|此|上述|前述)(?:条例|法|办法|规定|解释)$")


@cache
def statutes() -> dict[str, dict]:
    """rules/citations.yaml: short name → title, aliases, articles, valid_from."""
    import yaml

    from lexcalc.paths import rules_dir

    with open(rules_dir() / "citations.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for short, entry in statutes().items():
        for name in (short, entry["title"], *entry.get("aliases", ())):
            names[_plain(name)] = short
    return names


def _plain(name: str) -> str:
    name = re.sub(r"[\s《》]", "", name).replace("(", "（").replace(")", "）")
    return name.removeprefix("中华人民共和国").removeprefix("最高人民法院关于")


def known_articles() -> set[tuple[str, int]]:
    """Every (statute short name, article number) that may be cited."""
    return set(_known())


@cache
def _known() -> frozenset[tuple[str, int]]:
    pairs = set()
    for short, entry in statutes().items():
        articles = entry["articles"]
        pairs |= {(short, n) for n in (range(1, articles + 1) if isinstance(articles, int) else articles)}
    return frozenset(pairs)


def statute_name(written: str, exact: bool = False) -> str | None:
    """The short name of a statute (《中华人民共和国劳动合同法》 → 劳动合同法), or None.

    Unless ``exact``, words may stand before the name; 山东省工伤保险条例 still is not 工伤保险条例.
    """
    names = _names()
    if _plain(written) in names:  # 工伤保险条例（2003年） is an entry of its own
        return names[_plain(written)]
    plain = _plain(re.sub(r"[(（](?:20|19)\d\d.*$", "", written))
    if plain in names:
        return names[plain]
    if not exact:
        for cut in range(1, len(plain) - 1):  # ``应当依照工伤保险条例``: the longest ending that is a statute
            if plain[cut:] in names:
                return None if plain[cut - 1] in "省市区县" else names[plain[cut:]]
    return None


def find_citations(
    text: str, scenario: str | None = None, known: set[tuple[str, int]] | None = None, last: str | None = None
) -> list[CitationOut]:
    """The articles a text cites, in order.

    A bare 第X条 belongs to the statute named last; ``last`` is the one named last before this text.
    """
    known = _known() if known is None else known
    current = last or _DEFAULT.get(scenario or "")
    found: list[CitationOut] = []
    for match in islice(_CITED.finditer(text), MAX_CITATIONS):
        written, titled = _written(text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip())
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
            found.append(CitationOut(statute=statute, article=article, known=(statute, int(value)) in known))
            if len(found) >= MAX_CITATIONS:
                return found
    return found


def _written(before: str) -> tuple[str | None, bool]:
    """The statute named right before an article, and whether it stands in title marks."""
    title = _TITLE.search(before)
    if title:
        return title["title"], True
    start = re.search(r"[\u4e00-\u9fff（(〔〕)）\d]{0,60}$", before)
    name = _NAME.search(start[0] if start else "")
    return (name[0] if name else None), False


def _arabic(tail: str) -> str:
    parts = re.findall(rf"({_N})[)）]?(款|项)", tail)
    return "".join(f"第{money.numeral(number)}{unit}" for number, unit in parts)
