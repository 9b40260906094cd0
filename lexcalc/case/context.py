"""Whose words a passage is: a party's claim, an award under attack, or what was found."""

from __future__ import annotations

import re

from lexcalc.case.marked import Marked
from lexcalc.case.pleadings import ITEM

_CLAIM = re.compile(
    r"诉称|辩称|(?<![不未])(?:主张|请求|诉请)|(?<!不)(?<!未)要求(?!书|订立|签|续|补缴|缴|返岗|到岗|加班|休|转正|搬|全体)|索要|索赔|声称|抗辩|(?<!未)(?<!没有)(?<!没)提出异议|认为(?:应|只|其|按|已)|仲裁(?:委|裁决|请求)[^。]{0,20}(?:裁决|支付)|裁决(?:书|支付)?"
)
_FOUND = re.compile(
    r"查明|认定|确认|核定|核算|双方(?:认可|无异议)|经审理|经查|无异议|予以(?:采信|支持|确认)|应予支持|题设|实际|(?<!不予)(?<!未予)(?<!不)采信"
    # a claim that is disposed of says nothing of what follows it
    r"|(?:本院|法院|仲裁委(?:员会)?|本委|合议庭)认为(?:应|只|其|按|已)?"
    r"|不予(?:支持|采信|采纳|处理|认定)|未获(?:支持|采纳)|(?:没有|缺乏|无)(?:事实)?(?:和|与)?(?:法律)?(?:依据|证据)|于法无据|另案|撤回(?:(?:该|此)项|上述)?(?:仲裁|诉讼)?请求|撤回"
)
# 仲裁请求说明：, 代理意见(节选)：the title of a paper, whose text tells facts as well
_TITLE = re.compile(
    r"^[^，,。；：:]{0,12}(?:说明|部分|意见|材料|概要|摘要|节选|摘录|梗概|情况|事实)(?:\([^)]{0,6}\))?[：:]"
)


def claimed(marked: Marked, position: int) -> bool:
    """Whether the words before a position, back to its sentence's beginning, put it in a party's mouth."""
    start, _ = marked.sentence(position)
    while start and ITEM.match(marked.folded, start):  # 诉请：1.……；2.……
        start, _ = marked.sentence(start - 1)
    before = marked.folded[start:position]
    if start == 0:
        before = _TITLE.sub("", before)
    claims = [m.end() for m in _CLAIM.finditer(before)]
    if not claims:
        return False
    founds = [m.end() for m in _FOUND.finditer(before)]
    return not founds or founds[-1] < claims[-1]
