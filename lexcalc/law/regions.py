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


def national_or(place: str | None, area: str) -> str | None:
    """全国 where the rule says so; else the place's statistical region or its province."""
    if area == NATION:
        return NATION
    if not place:
        return None
    return province_of(place) if area == "省" else statistical_region(place)
