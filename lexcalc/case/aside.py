"""Sums that a case itself puts out of account: costs of the dispute, offers and estimates, net pay, other people's pay.

A reader that meets such a sum neither takes it for a wage or a payment nor doubts because of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lexcalc.case.asked import HEADS, mentions
from lexcalc.case.marked import Marked
from lexcalc.case.quantities import Quantity

_FAR, _AFTER = 44, 40
_BRACKETS = re.compile(r"[(（][^()（）]{0,40}[)）]")
# Costs of the dispute and of living, by the words of the clause before the sum
_COSTS = re.compile(
    r"受理费|诉讼费|保全费|仲裁费|律师(?!事务)|代理费|公证费|跑路费|打车|差旅|精神(?:损害|损失|抚慰)|抚慰金|房贷|车贷|(?<!小额)贷款(?!公司)|房租|租房|租金|月供|补习班|学费|奶粉|生活成本|开销|开支|失业(?:保险)?金|失业补助|注册资(?:本|金)|罚款|营业额|随身财物|手机(?!店|厂|公司|专卖|维修)|衣物"
)
_TRAVEL = re.compile(r"交通费|路费")
# What was offered, reckoned by somebody, claimed, or decided and overturned
_SAID = re.compile(
    r"自行(?:核|计|测)?算|(?:自己|我|财务|人事|律师|朋友|网上|有人|公司|单位|厂里|店里)(?:给)?(?:估|(?:核|测)?算)(?!下来|上)|(?<!平均)算出来(?!的?平均)|(?:一审|原审|初审|仲裁委?)[^。；,，Ⓜ]{0,8}(?:判|裁)|裁了|判令|裁决|(?:只|仅)(?:肯|愿意?|同意|答应)|(?:最多|顶多|至多)[^。；,，Ⓜ]{0,6}(?:给|付|赔|愿|肯|应|$)|开口就?[是要]|愿(?:意)?(?:付|支付|给|补)|提出(?:一次性)?(?:支付|给付|补偿)|(?:仲裁|诉讼)?请求(?:的)?数额|说(?:最多|顶多)|方案[^。；,，Ⓜ]{0,4}(?:给付|支付)|反过来(?:要|让)|反请求|索赔"
)
_SAID_AFTER = re.compile(
    r"^(?:元|块钱?|块)?(?:的方案|了结|了事|和解)|^(?:元|块钱?|块)?[^。；Ⓜ]{0,6}[,，][^。；Ⓜ]{0,10}(?:未(?:接受|同意|能达成)|没(?:有)?(?:同意|答应|接受)|不(?:同意|接受|认)|再多没有|有误|不知道(?:对不对|准不准)|觉得算得不对|算得不对|应予纠正|计算(?:标准|方法|方式)有误)"
)
_NET = re.compile(
    r"实(?:际)?(?:领|得|发|收)|实收|到手|拿到手|到账|入账|打到卡|卡里|卡上|扣(?:除|完|掉|了)?[^。；,，Ⓜ]{0,14}(?:社保|保险|公积金|五险|个税|所得税)[^。；Ⓜ]{0,10}$"
)
_BASE = re.compile(
    r"(?:缴费|缴存|参保|社保|公积金|保险费|个税|个人所得税)[^。；,，Ⓜ]{0,10}(?:基数|收入)|(?:申报|缴存|公积金|社保(?:是|一直)?)[^。；,，Ⓜ]{0,12}(?:写的是|填报|为|是|按)?$"
)
_BASE_AFTER = re.compile(
    r"^(?:元|块钱?|块)?的?(?:缴费|社保|缴存|参保|社会保险)?基数(?:缴|交|为|给|上|参|来)|^(?:元|块钱?|块)?(?:缴|交|报)的?$|^(?:元|块钱?|块)?(?:给|为)?[我他她其]?(?:缴|交|上|申报)(?:纳)?[^。；,，]{0,4}(?:社保|社会保险|公积金)"
)
_OTHERS = re.compile(
    r"同岗位?|同事|同班组|另一名(?:员工|职工|同事)|其他(?:员工|职工|同事|工人)|工友|老乡(?:一个月|每月|的工资)|(?:其|他|她|我)?(?:妻子?|丈夫|老婆|老公|配偶|媳妇|爱人)(?:的)?(?:每月|月)?(?:工资|收入|挣|拿)"
)
_LATER = re.compile(
    r"(?:离职后|现在|后来|又|已)[^。；Ⓜ]{0,8}(?:到|在|去|换)[^。；,，Ⓜ]{0,6}(?:其他|另|新|别的|地方)[^。；Ⓜ]{0,14}$|新(?:单位|公司|工作|东家)[^。；Ⓜ]{0,8}$|另一家[^。；Ⓜ]{0,12}$|换了(?:地方|工作|单位)[^。；Ⓜ]{0,8}$"
)
_ADVERT = re.compile(r"招聘|招工|面试时|广告")
# Money of a kind told by its noun, which the text says is settled, withdrawn or left to other proceedings
_NOUN = re.compile(
    r"押金|保证金|培训|报销|提成|福利|过节|节日|高温|工装|工作服|服装|差旅|出差|代垫|垫付款|货款|住房补贴|房补|餐补|通讯|话费|加班|年休?假|年休|经济补偿|补偿|借|预支|奖|体检|设备|损失|财产|财物|意外|保险|理赔|交通|慰问|医药|医疗费|住院|服务费|社保|保险费|精神|赔偿|违约金|工资|津贴|补贴|补助|费|款|福利费"
)
_CLOSED = re.compile(
    r"^(?:元|块钱?|块)?(?:的)?(?:费用|请求|诉请|争议|损失)?(?:一项|这项|那个|那笔|这笔|那块)?(?:(?!费|金|工资|薪|补偿|补助|津贴|奖|元|余额|剩余|其余|差额|余下)[^。；Ⓜ]){0,22}?"
    r"(?:(?:已|都|早)(?:经)?(?:另行|另案|全部|全额|另|自行)*(?:退|还清|归还|撤回|和解|处理|结算|主张|起诉|放弃)|已(?:在|于|由)?(?:(?!费|金|工资|薪)[^。；,，Ⓜ]){0,10}(?:付清|结清|达成调解|裁决|判决)|(?:已经|都|早)?(?:结清|结了|还了|退了|清了)|另案|另行(?:主张|处理|解决|起诉|结算)|另外(?:再)?(?:说|告|算|谈|处理)|不在(?:本|这|此)|不(?:属|予支持|问|要了|提了?|管|算了?|主张|计|再主张|争)|没有(?:法律|事实)?依据|(?:未获|没有?|未予)支持|人家说没有|终局裁决|(?:这次|这里|本案)不|先不)"
)
_GIVEN = re.compile(
    r"^(?:元|块钱?|块)?[^。；,，Ⓜ]{0,8}(?:已经?|都)(?:给了|付了|发了)[,，](?:这次|这里|本次)?不(?:问|算|提|管)"
)


def beside(marked: Marked, q: Quantity, heads: Collection[str] = ()) -> bool:
    """Whether a sum is a cost, an offer, an estimate, or pay of another person or another job."""
    start, end = marked.sentence(q.start)
    before = _before(marked, q)
    after = marked.marked[q.end : min(end, q.end + _AFTER)]
    if _COSTS.search(before) or (_TRAVEL.search(before) and not any("交通" in head for head in heads)):
        return True
    if _SAID.search(before) or _SAID_AFTER.match(after) or _OTHERS.search(before) or _ADVERT.search(before):
        return True
    far = marked.marked[max(start, q.start - _FAR) : q.start]
    return _LATER.search(far) is not None and re.search(r"工资|薪|一个月|每月|挣|拿", far) is not None


def aside(marked: Marked, q: Quantity, heads: Collection[str] = (), scenario: str = "EC") -> bool:
    """Whether the text itself leaves the sum out; ``heads`` are those asked for, whose own sums it never leaves out."""
    if beside(marked, q, heads):
        return True
    before = _before(marked, q)
    if {head for *_, head in mentions(before, HEADS[scenario].items())} & set(heads):  # type: ignore[index]
        return False
    if re.search(r"补偿|赔偿", before[-10:]) and any(re.search(r"补偿|赔偿", head) for head in heads):
        return False
    after = marked.marked[q.end : min(marked.sentence(q.start)[1], q.end + _AFTER)]
    return bool(_NOUN.search(before) and (_CLOSED.match(after) or _GIVEN.match(after)))


def other_base(marked: Marked, q: Quantity) -> bool:
    """Whether a wage is what reached the account or what was declared, not what was earned."""
    before = _before(marked, q)
    after = marked.marked[q.end : min(marked.sentence(q.start)[1], q.end + _AFTER)]
    return bool(
        _NET.search(before)
        or _BASE.search(before)
        or _BASE_AFTER.match(after)
        or re.match(
            r"(?:元|块钱?|块)?[,，](?:该数额|这个数|这个|这|那个|那|此|该款)(?:系|是|为)[^。；,，Ⓜ]{0,6}(?:代扣|扣除|扣完|扣了|扣过|税后|实发)",
            after,
        )
    )


def _before(marked: Marked, q: Quantity) -> str:
    """The words of the clause up to a sum, of the clause before as well where hardly any stand in its own."""
    start, _ = marked.sentence(q.start)
    clause = marked.clause(q.start)[0]
    before = _BRACKETS.sub("", marked.marked[max(start, clause, q.start - _FAR) : q.start])
    if len(before) <= 3 and clause > start and not re.search(r"[付给发转打交]", before):  # …，每月3,100元
        return marked.marked[max(start, marked.clause(clause - 1)[0]) : q.start]
    return before
