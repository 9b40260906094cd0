"""Where a case is at home: the one region that its places lie in, for published figures and provincial tables."""

from __future__ import annotations

import re
from functools import cache

from lexcalc.case.model import Fact, Span
from lexcalc.law.cities import CITIES
from lexcalc.law.regions import OWN_STATISTICS, PROVINCES, province_of

# Where somebody comes from, and a company's branch, say nothing of where the case is heard or the work is done.
_ELSEWHERE = re.compile(r"(?:户籍(?:所在)?地?|户口|籍贯|老家|原籍|祖籍|来自)(?:地?(?:系|是|为|在))?$")
_NO_PLACE = re.compile(r"市?[^，。；]{0,6}(?:分|支)公司|籍|户籍|人[，。、；]|路|街|牌")
_LOCATED = r"(?:(?<=在)|(?<=于)|(?<=到)|(?<=去)|(?<=回)|(?<=。)|(?<=，)|(?<=：)|^)"


@cache
def _pattern() -> re.Pattern[str]:
    cities = "|".join(city for names in CITIES.values() for city in names.split())
    provinces = "|".join(PROVINCES)
    # A city's bare name may be a person's or a road's: it needs 市, or a word of place before it and a noun after.
    city = rf"(?:(?:{cities})市|{_LOCATED}(?:{cities})(?=某|一|的|这|那|发生|被|工作|上班|打工|务工|生活|居住|过))"
    return re.compile(
        rf"(?:{provinces})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?(?:(?:{cities})市?)?|{city}", re.MULTILINE
    )


def region(text: str) -> Fact | None:
    """The fact 地区 when every place of the text lies in one statistical region; None when there are several.

    A city with figures of its own beside its province's name alone is two regions (人身损害解释 article 22).
    """
    found: dict[str, tuple[str, Span]] = {}
    for match in _pattern().finditer(text):
        if _NO_PLACE.match(text, match.end()) or _ELSEWHERE.search(text, 0, match.start()):
            continue
        place = match[0]
        key = next((city for city in OWN_STATISTICS if city in place), province_of(place))
        if key is not None and (key not in found or _detail(place) > _detail(found[key][0])):
            found[key] = (place, match.span())
    if len(found) != 1:
        return None
    ((place, span),) = found.values()
    return Fact("地区", place, span=span)


def _detail(place: str) -> int:
    """How much a place says beyond its province: a city's wages need the city."""
    return len(place.removeprefix(province_of(place) or ""))
