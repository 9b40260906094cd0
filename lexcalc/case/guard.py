"""Last looks at a case that every reader was content with: does what was understood answer what is asked?

On questions that no reader had met, these slips stood behind most wrong answers; each becomes a doubt.
"""

from __future__ import annotations

import re

from lexcalc.case.aside import aside
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Span
from lexcalc.money import numeral

_PAID = re.compile(
    r"(?:支付|垫付|预付|先付|付|给|交|垫|塞|抵|转账|转|汇|打|赔|预支|借支|预借|领取|领|拿)(?:了|过|到|来|走|出)?"
    r"(?:(?:我|他|她|本人|原告|申请人|家属|劳动者|员工|其|某)[^，。；]{0,3})?(?:现金|人民币)?(?:共|合计|共计|一共|总共)?$"
)
_SET_OFF = re.compile(
    r"^(?:元|块钱?|整)?[^。；]{0,12}(?:抵|冲|折|算在|(?<!代)扣(?!缴)|充作|作为(?:赔偿|补偿)|赔给)"
)
# Offers, claims, wages, gifts and the injured person's own spending are no payments on account; nor is what the
# text itself sets aside.
_NO_PAYMENT = re.compile(
    r"同意|只肯|愿|要求|请求|主张|诉请|裁决|认为|辩称|红包|福利|提出|意向|承诺|另案|无关|不(?:计|算|在|含)|慰|礼|自[己行]?[付垫费花]|[聘雇请]|意外险|理赔|工资|发放|应发|实发|缴|报"
)
_SET_ASIDE = re.compile(
    r"另案|无关|不(?:计|算|在|抵|扣|含|主张|争)|未(?:付|履行)|是[^，。]{0,8}(?:医|丧|捐|慰问)|[^。；]{0,8}已[^。；]{0,8}扣回|(?:元|块钱?)?(?:的)?(?:标准|基数)?[^，。；]{0,4}(?:报|缴|申报|参保)|[^。；]{0,24}(?:不抵|慰问)|[^。；]{0,12}(?:未签|未付|报给|报销)"
)
_TAKEN_OFF = re.compile(
    r"(?:同意|约定|确认|说好|讲好|讲定|协议)[^。；]{0,12}(?:从|在|由)[^。；，]{0,12}(?:中|里|内|款|金)(?:直接)?(?:扣|抵)(?:除|掉|减|去|销)?(?:其|[我他她])?$"
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
_INSURANCE_AND = re.compile(
    r"(?:交强险|商业(?:三者)?险|三者险)[^，。？]{0,6}(?:[和与及加]|以及)[^，。？]{2,14}(?:合计|共计|一共|总共|加起来|加在一|一起|两项)"
)
_REMAINDER = re.compile(r"(?<!多)少[付给算发]|差额|补足|补差|尚欠|还[差欠]|扣[除掉减][^，。]{0,10}后")
_TO_ADD = re.compile(r"(?:应|该|要|需|须)(?:再|当)?补(?![偿助])")
_LEFT = re.compile(r"余下|剩余|剩下|其余|还(?:应|要|需|须|得|该|欠|差)|尚(?:应|欠|需)")
_MONTHS_PAID = re.compile(
    r"(?:付|发|给)(?:了|过)(?:其中)?(?:的)?[一二两三四五六七八九十\d]{1,2}个月(?!内|前|后)(?:的)?(?:工资|补偿|津贴|，|。|；)"
)
_NOTHING_PAID = re.compile(
    r"(?:没有?|未)(?:[再给向]|实际)?[^。；，]{0,3}(?:发|付|支付|给)|一分|分文|拖欠|停发"
)
_BESIDES = re.compile(r"(?<![解开扣免])除(?:了|去)?[^，,。；]{0,20}(?:之外|以外|外)")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_WITHOUT_PAYMENT = {"未休年休假工资", "加班费", "二倍工资差额"}  # what was paid is part of the rule itself
_KIN = re.compile(
    r"(?:供养|扶养|抚养|符合|依靠)[^。；，]{0,14}亲属[^。；，\d]{0,6}?(?P<a>[两二三四五六2-6])(?:人|名|位)|(?P<b>[两二三四五六2-6])(?:名|位|个)(?:供养)?亲属"
)


def doubts(marked: Marked, case: Case, question: Span | None) -> list[str]:
    """What forbids an answer although every reader was content; empty for most cases."""
    asked = "" if question is None else marked.folded[slice(*marked.sentence(question[1] - 1))]
    found = (
        _payment(marked, case),
        _several(case, asked),
        _remainder(case, asked),
        _overtime_paid(case),
        _kin(marked, case),
    )
    return [each for each in found if each]


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
        if (
            _TAKEN_OFF.search(marked.folded[max(start, q.start - 30) : q.start])
            and not case.asked.deduct_paid
        ):
            words = case.text[q.start : q.end]
            return f"“{words}”约定从应付的款项中扣除，没有计入；请核对（可用 --set 已付款=金额=数额 补充）"
        if _NO_PAYMENT.search(before) or _SET_ASIDE.match(after) or "护工" in marked.folded[start : q.start]:
            continue
        if (_PAID.search(before) or _SET_OFF.match(after)) and not aside(
            marked, q, case.asked.heads, case.scenario or "EC"
        ):
            words = case.text[q.start : q.end]
            return (
                f"“{words}”似乎是已经支付或者抵扣的款项，没有计入；请核对（可用 --set 已付款=金额=数额 补充）"
            )
    return None


def _several(case: Case, asked: str) -> str | None:
    """A question for several heads or payers of which only one was understood (各项待遇合计, 交强险和商业险一共)."""
    if case.asked.payer in ("交强险", "商业三者险") and _INSURANCE_AND.search(asked):
        return f"所问似乎不止“{case.asked.payer}”的份额（可用 --payer 指明）"
    if len(case.asked.heads) != 1 or case.asked.heads[0] in _IN_PARTS:
        return None
    # 5月工资和6月工资 are one head
    asked = _BESIDES.sub("", asked)
    named = {re.sub(r"^[月的]工资", "工资", match[0][-3:]) for match in _BENEFIT.finditer(asked)}
    joined = len(named) > 1 and bool(_JOINED.search(asked))
    if joined or (_SEVERAL.search(asked) and not named):
        return f"所问似乎不止“{case.asked.heads[0]}”一项（可用 --head 逐项指明）"
    return None


def _remainder(case: Case, asked: str) -> str | None:
    """A question for what is still lacking, where nothing was found to be taken off (少付了多少, 每月应补足多少)."""
    if case.scenario == "TC" or set(case.asked.heads) & _WITHOUT_PAYMENT or case.asked.deduct_paid:
        return None
    owed = case.facts.get("拖欠工资")
    if owed is not None and owed.note.startswith("由每月") and "拖欠工资" in case.asked.heads:
        return None  # reckoned as due less paid
    if any("已付" in fact.name for fact in case.facts) or any("差额" in head for head in case.asked.heads):
        return None
    bare = _BRACKETS.sub("", asked)
    if (_LEFT.search(bare) or _REMAINDER.search(bare)) and _MONTHS_PAID.search(case.text):
        return "问的是余下的部分，已经付了几个月的款项没有计入；请核对（可用 --set 已付款=金额=数额 补充）"
    if _REMAINDER.search(bare) or (_TO_ADD.search(bare) and not _NOTHING_PAID.search(case.text)):
        return "问的是扣除已付之后的余额，没有读到已付的数额；请核对（可用 --set 已付款=金额=数额 补充）"
    return None


def _overtime_paid(case: Case) -> str | None:
    """The month's wage is no overtime pay (除正常月工资外未付加班费)."""
    paid = case.facts.value("已付加班费")
    if paid and paid in (case.facts.value("月工资"), case.facts.value("加班工资基数")):
        return "读到的已付加班费与月工资相同，请核对（可用 --set 已付加班费=值 改正）"
    return None


def _kin(marked: Marked, case: Case) -> str | None:
    """The text counts its dependants: as many must have been read."""
    kin = case.facts.value("供养亲属")
    if not isinstance(kin, list) or "供养亲属抚恤金" not in case.asked.heads:
        return None
    counts = {numeral(m["a"] or m["b"]) for m in _KIN.finditer(marked.folded)}
    if counts and len(kin) not in counts:
        return f"案情所写的供养亲属人数与读出的{len(kin)}人不同；请核对（可用 --set 供养亲属=值 改正）"
    return None
