"""Two last looks at a case that was read: a payment nobody took in, and a question for more than was understood.

On questions that no reader had met, these two stood behind most wrong answers; each becomes a doubt.
"""

from __future__ import annotations

import re

from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Span

_PAID = re.compile(
    r"(?:支付|垫付|预付|先付|付|给|交|垫|塞|抵|转账|转|汇|打|赔|预支|借支|预借|领取|领|拿)(?:了|过|到|来|走|出)?"
    r"(?:(?:我|他|她|本人|原告|申请人|家属|劳动者|员工|其|某)[^，。；]{0,3})?(?:现金|人民币)?(?:共|合计|共计|一共|总共)?$"
)
_SET_OFF = re.compile(r"^(?:元|块钱?|整)?[^。；]{0,12}(?:抵|冲|折|算在|扣|充作|作为(?:赔偿|补偿)|赔给)")
# Offers, claims, wages, gifts and the injured person's own spending are no payments on account; nor is what the
# text itself sets aside.
_NO_PAYMENT = re.compile(
    r"同意|只肯|愿|要求|请求|主张|诉请|裁决|认为|辩称|红包|福利|提出|意向|承诺|另案|无关|不(?:计|算|在|含)|慰|礼|自[己行]?[付垫费花]|[聘雇请]|意外险|理赔|工资|发放|应发|实发|缴|报"
)
_SET_ASIDE = re.compile(
    r"另案|无关|不(?:计|算|在|抵|扣|含|主张|争)|未(?:付|履行)|是[^，。]{0,8}(?:医|丧|捐|慰问)|[^。；]{0,8}已[^。；]{0,8}扣回|(?:元|块钱?)?(?:的)?(?:标准|基数)?[^，。；]{0,4}(?:报|缴|申报|参保)|[^。；]{0,24}(?:不抵|慰问)|[^。；]{0,12}(?:未签|未付|报给|报销)"
)
_NEAR = 18
_LEAST = 100  # yuan: below it stand fares and fees

_SEVERAL = re.compile(
    r"各项|上述[^，。]{0,4}项|[这那]几[样项笔]|[几两二三四五](?:项|样|笔)(?!工作|抗辩)|款项|等项|待遇(?:合计|共计|总额|一共|总共|加起来)|全部(?:待遇|费用|损失|赔偿)"
)
_BENEFIT = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:补助金|津贴|抚恤金|赔偿金|补偿金?|补助费|护理费|生活费|医疗费|工资|加班费|差额)(?:的?差额)?"
)
_IN_PARTS = ("加班费", "竞业限制补偿")  # one head of several kinds or stretches
_JOINED = re.compile(r"[和与及、加]|以及|还有")


def doubts(marked: Marked, case: Case, question: Span | None) -> list[str]:
    """What forbids an answer although every reader was content; empty for most cases."""
    return [each for each in (_payment(marked, case), _several(marked, case, question)) if each]


def _payment(marked: Marked, case: Case) -> str | None:
    if case.scenario == "TC":  # its own audit accounts for every sum
        return None
    unused = {start for start, _ in case.unused}
    for q in marked.quantities:
        if q.start not in unused or q.kind != "money" or q.per or q.value < _LEAST:
            continue
        start, end = marked.sentence(q.start)
        before = marked.folded[max(start, q.start - _NEAR) : q.start]
        after = marked.folded[q.end : min(end, q.end + _NEAR)]
        if _NO_PAYMENT.search(before) or _SET_ASIDE.match(after) or "护工" in marked.folded[start : q.start]:
            continue
        if _PAID.search(before) or _SET_OFF.match(after):
            words = case.text[q.start : q.end]
            return (
                f"“{words}”似乎是已经支付或者抵扣的款项，没有计入；请核对（可用 --set 已付款=金额=数额 补充）"
            )
    return None


def _several(marked: Marked, case: Case, question: Span | None) -> str | None:
    """A question for several heads of which only one was understood (各项待遇合计, 伤残津贴和补助金共多少)."""
    if len(case.asked.heads) != 1 or question is None or case.asked.heads[0] in _IN_PARTS:
        return None
    words = marked.folded[slice(*marked.sentence(question[1] - 1))]
    # 5月工资和6月工资 are one head
    named = {re.sub(r"^[月的]工资", "工资", match[0][-3:]) for match in _BENEFIT.finditer(words)}
    joined = len(named) > 1 and bool(_JOINED.search(words))
    if joined or (_SEVERAL.search(words) and not named):
        return f"所问似乎不止“{case.asked.heads[0]}”一项（可用 --head 逐项指明）"
    return None
