"""Places: which province or city with its own statistics a written place belongs to."""

from __future__ import annotations

# Cities that publish their own figures under article 22 of the personal-injury interpretation (special zones
# and cities with separate plans): the province's figure must never stand in for theirs.
OWN_STATISTICS = ("深圳", "珠海", "汕头", "厦门", "宁波", "青岛", "大连")
_PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 "
    "广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
)
PROVINCES = _PROVINCES.split()
NATION = "全国"
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")


def province_of(place: str) -> str | None:
    """The province that a place names, or that its prefecture-level city belongs to."""
    for province in PROVINCES:
        if place.startswith(province):
            return province
    from lexcalc.law.cities import CITIES

    for province, cities in CITIES.items():
        if any(place.startswith(city) for city in cities.split()):
            return province
    return None


def statistical_region(place: str) -> str | None:
    """The region whose published figures apply to a place."""
    for city in OWN_STATISTICS:
        if city in place:
            return city
    return province_of(place)


def city_of(place: str) -> str | None:
    """The municipality or prefecture-level city that a place names."""
    province = province_of(place)
    if province is None or province in MUNICIPALITIES:
        return province
    from lexcalc.law.cities import CITIES

    rest = place.removeprefix(province).removeprefix("省").removeprefix("自治区")
    return next((city for city in CITIES[province].split() if rest.startswith(city)), None)


def _municipality_of(place: str) -> str | None:
    province = province_of(place)
    return province if province in MUNICIPALITIES else None


# How wide a region is meant: 地区 that of article 22, 市 the city, 直辖市 only where both are one.
_AREAS = {"省": province_of, "市": city_of, "直辖市": _municipality_of, "地区": statistical_region}
AREAS = (NATION, *_AREAS)
PLACES = ("住所地", "经常居住地")  # facts that name a place other than the court's (article 18)


def national_or(place: str | None, area: str) -> str | None:
    """全国 where the rule says so; else the region of that width which a place lies in."""
    if area == NATION:
        return NATION
    return _AREAS[area](place) if place else None
