"""How the sub-limits are shared where others share in them: other insurers, other victims, other losses.

The rules apply one vehicle's limits to one victim's losses.  What the text tells beyond that and no fact holds is a
doubt (交强险条例第21条; 道路交通事故损害赔偿解释第19条、第22条).
"""

from __future__ import annotations

from lexcalc.case import rex as re
from lexcalc.case.model import Case
from lexcalc.case.traffic_losses import HEADS
from lexcalc.case.traffic_text import View

_INSURERS = ("保险公司", "交强险", "商业三者险")
_WROTE = re.compile(r"(?:在|由|向)([\u4e00-\u9fff]{1,8}?公司)(?=[^。;]{0,16}(?:投保|承保|交强险|强制险))")
_SPENT = re.compile(
    r"(?:限额|交强险)[^。;]{0,30}?(?:用尽|用完|用光|耗尽|占满|赔满|赔足|没有(?:剩余|余额)|无(?:剩余|余额))"
)
_TO_ANOTHER = re.compile(
    r"交强险[^。;]{0,12}?(?:赔付|赔偿|赔给|支付)(?:了|给)*(?:另[^，。;Ⓜ]{1,10}|其他[^，。;Ⓜ]{1,8}|[\u4e00-\u9fff]某[某甲乙]?|[\u4e00-\u9fff]{2,3})(?:的)?医疗(?:费用?)?[^。;Ⓜ]{0,6}Ⓜ"
)
_TWO_RATES = re.compile(
    r"(?:[二两]人|Ⓜ▪*人|俩人?)(?:护理|陪护|照[顾看料])[^。;]{0,12}其中[^。;Ⓜ]{0,10}Ⓜ▪*[^。;Ⓜ]{0,16}Ⓜ"
)


def shared(view: View, case: Case) -> str:
    """The first way of sharing that was told and not understood; empty if none."""
    text, payer = view.text, case.asked.payer
    if _TWO_RATES.search(text) and not case.facts.get("护理费") and _wants(case, "护理费"):
        return "两名护理人员的标准不同，未能确定各自的日标准"
    if payer not in _INSURERS:
        return ""
    used = any(f"交强险{name}已用" in case.facts for name in ("死亡伤残", "医疗", "财产"))
    if _TO_ANOTHER.search(text) and not used and "其他受害人" not in case.facts:
        return "交强险限额已赔给他人一部分，没有读出剩余的限额（可用 --set 交强险医疗已用=…、交强险死亡伤残已用=… 给出）"
    if _SPENT.search(text) and not used and case.asked.heads:
        return "交强险限额已被其他项目用去，没有读出剩余的限额（可用 --set 交强险死亡伤残已用=… 给出）"
    if (
        len({m[1] for m in _WROTE.finditer(text)}) > 1
        and re.search(r"限额之和|限额(?:所占|占|的)?[^。;，]{0,6}比例|各(?:保险)?公司|[甲乙丙]公司", text)
        and "其他机动车" not in case.facts
    ):
        return "几家保险公司分担，未能确定所问一家的份额"
    others = [h for h in HEADS if h in case.facts and h not in case.asked.heads]
    if (
        payer == "商业三者险"
        and case.asked.heads
        and others
        and re.search(r"剩余限额|余下的?限额|按[^。;，]{0,10}顺序", text)
    ):
        return "限额先赔其他项目，未能确定所问项目占用的限额"
    return ""


def _wants(case: Case, head: str) -> bool:
    return not case.asked.heads or head in case.asked.heads
