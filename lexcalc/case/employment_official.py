"""What authorities add or take: 加付赔偿金 after an order to pay, tax on severance, 医疗补助费."""

from __future__ import annotations

import re

from lexcalc.case.context import claimed
from lexcalc.case.employment_text import agreed, put
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact

_ORDER = r"责令|限期(?:支付|改正)|(?:支付|整改)[^。；,，]{0,6}(?:指令|决定|通知)"
_NO_ORDER = r"(?:未|没有?|并未|不曾)(?:曾|经|有|向)?[^。；,，]{0,10}(?:责令|限期|指令|投诉)"
_OVERDUE = r"逾期|过期|期限(?:届|已)?满[^。；]{0,8}(?:未|没|仍)|仍(?:然)?(?:未|没|不)|理都不理|拒不|到期[^。；,，]{0,6}(?:未|没)"


def read_official(marked: Marked, case: Case) -> None:
    """Add the facts of the heads asked for (劳动合同法第85条、财税〔2018〕164号第5条、劳部发〔1994〕481号第6条)."""
    heads = set(case.asked.heads)
    if "加付赔偿金" in heads:
        _overdue(marked, case)
    if "经济补偿个人所得税" in heads:
        q = agreed(
            marked,
            case,
            "一次性补偿收入",
            r"(?:经济补偿金?|一次性补偿(?:收入|金)?|补偿(?:金|收入|款))[^。；ⓂⓉ]{0,8}(?:合计|共计?|总额|总计){M}",
            r"(?:取得|领取|获得|拿到|领到|收到|支付|给)(?:了|我|其)*[^。；Ⓜ]{0,16}(?:经济补偿金?|一次性补偿(?:收入|金)?|补偿(?:金|收入|款))[^。；Ⓜ]{0,6}{M}",
            r"(?:取得|领取|获得|拿到|领到|收到|支付|给)(?:了|我|其)*{M}(?:的)?(?:一次性)?(?:经济)?补偿",
            r"(?:经济补偿金?|一次性补偿(?:收入|金)?|补偿(?:金|收入|款))(?:为|是|:)?{M}",
        )
        put(case, "一次性补偿收入", q)
    if "医疗补助费" in heads:
        for word in ("绝症", "重病"):
            if re.search(rf"(?<!不属于)(?<!不是)(?<!并非){word}", marked.folded):
                case.facts.add(Fact("病情", word))
                return
        if re.search(r"(?:不属于|不是|并非|非)(?:重病|绝症)|一般(?:疾病|病)|普通疾病", marked.folded):
            case.facts.add(Fact("病情", "一般"))


def _overdue(marked: Marked, case: Case) -> None:
    if re.search(_NO_ORDER, marked.folded):
        case.facts.add(Fact("责令后逾期未付", False))
    elif re.search(_ORDER, marked.folded) and re.search(_OVERDUE, marked.folded):
        case.facts.add(Fact("责令后逾期未付", True))
    ratios = {
        h.q[-1].value: h.q[-1]
        for pattern in (
            r"(?:加付|加收)[^。；Ⓡ]{0,16}{R}",
            r"{R}[^。；,，Ⓡ]{0,12}(?:加付|赔偿金)",
        )
        for h in marked.hits(pattern)
        if not claimed(marked, h.match.start())
        and not re.search(r"以上|以下|至|到", marked.folded[h.q[-1].end : h.q[-1].end + 2])
    }
    if len(ratios) == 1:
        put(case, "加付比例", next(iter(ratios.values())))
    q = agreed(
        marked, case, "加付基数", r"(?:应付金额|应付|责令支付|责令[^。；,，Ⓜ]{0,20}支付)[^。；,，Ⓜ]{0,16}{M}"
    )
    put(case, "加付基数", q)
