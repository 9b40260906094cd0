"""残疾辅助器具: unit price, replacement cycle, years and upkeep, where the text gives them instead of a total."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.model import Case, Duration, Entry, Fact
from lexcalc.case.traffic_text import COUNT, View, count

_AID = re.compile(r"假肢|假眼|义肢|轮椅|助听器|辅助器具|矫形器|拐杖|义眼|器具")


def read_aids(view: View, case: Case) -> None:
    """Put one 辅助器具 entry; several unit prices leave it unread, which is better than the dearer one."""
    if not _AID.search(view.text):
        return
    entry: Entry = {}
    spans: list[tuple[int, int]] = []
    prices = [
        q
        for _, (q, *_) in view.hits(r"(?:每(?:具|套|个|只|条|副|台|辆)|单价)(?:价格|价款|费用|需|要|约)?(?:为|是|:)?{M}|{M}(?:元)?(?:/|每|一)(?:具|套|个|只|条|副|台|辆)")
        if view.is_fact(q.start) and q.start not in view.used and q.value >= 100 and not q.approx
    ]
    if len({q.value for q in prices}) != 1:
        return
    entry["单价"] = prices[0].value
    spans.append((prices[0].start, prices[0].end))
    view.use(prices[0], "aid")
    _time(view, entry, "更换周期", r"(?:每(?:隔)?){T}(?:需|要|应|须)?(?:更?换)(?:一次|一具)?|(?:更换周期|使用(?:年限|寿命)|使用期限?)(?:为|是|约|:)?{T}|{T}(?:更?换)一?(?:次|具|个)")
    _time(view, entry, "年限", r"(?:赔偿|配置|计算|使用|安装)(?:期限|年限|期间)(?:为|是|按|:|计算)*{T}|(?:按|计算|算|共|赔偿){T}(?:算|计|计算|的?期限|赔偿)")
    for _, (q, *_) in view.hits(r"(?:每年|年)(?:的)?(?:维护|维修|保养)(?:费用?|保养费)?[^。;Ⓡ]{0,14}{R}|(?:维护|维修|保养)费?[^。;ⓇⓂ]{0,14}{R}"):
        entry["维护费率"] = q.value
        view.use(q, "aid")
    if "维护费率" not in entry:
        for _, (q, *_) in view.hits(r"(?:每年|年)(?:的)?(?:维护|维修|保养)(?:费用?)?(?:为|是|约|:|按)*{M}"):
            if not q.approx:
                entry["年维护费"] = q.value
                view.use(q, "aid")
    match = re.search(rf"(?:共|一共|总共|合计|需要?|要)(?:需要?|要)?(?:安装|更换|配置|装|配|换)?({COUNT})(?:具|套|个|只|条|副)", view.text)
    if match and (number := count(match[1])):
        years, cycle = entry.get("年限"), entry.get("更换周期")
        if not isinstance(years, Fraction) or not isinstance(cycle, Fraction):
            entry["具数"] = Fraction(number)
        elif -(-years // cycle) != number:  # the engine counts the replacements itself
            case.doubts.append("辅助器具的件数与更换周期、年限不一致")
    case.facts.add(Fact("辅助器具", [entry], span=spans[0]))


def _time(view: View, entry: Entry, key: str, pattern: str) -> None:
    values = set()
    for _, (q, *_) in view.hits(pattern):
        value = q.value
        if isinstance(value, Duration) and value.years and not value.months and not value.days:
            values.add(Fraction(value.years))
            view.use(q, "aid")
    if len(values) == 1:
        entry[key] = values.pop()
