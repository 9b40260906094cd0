"""What a traffic case tells by the way: stretches that decide nothing and whose figures nobody must take in.

Each pattern is a kind of remark (the car's price, a premium, another policy, an offer that was refused, the
wrongdoer's own damage), known by its subject and by the words that put it aside, never by its subject alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from lexcalc.case import rex as re
from lexcalc.case.model import Span

_C = r"[^，。;:()]"  # inside a clause
_COMMA = r"(?:[，、]?\(|，)?"
_M = r"Ⓜ▪*(?:元|块钱?|圆)?"
# Words that put aside what stands before them.
_OUT = (
    r"(?:(?:与|跟|和)(?:本案|本次|此案|这次|原告|赔偿)[^，。;]{0,8}无关|无关|(?:本案|本次|此处|这里|在此|本题)?(?:均|都|也|暂|先)?不(?:涉及|处理|审查|审理|作?(?:计算|考虑|评判|理涉|处理)|算|计(?!免)|管|谈|要(?!求)|主张)"
    r"|不(?:在|属于?|列入|计入|算在|包括在)(?:本|此|这|里|赔偿|内)|(?:另|自)行(?:处理|理赔|主张|解决|结算|承担|负担|协商)|另案|另说|另算|另议|未(?:提起?|提出)反诉|没(?:有)?(?:提起?)?反诉|不(?:要求|索)赔)"
)
_ADRIFT = rf"(?:，{_C}{{0,16}})?，?{_C}{{0,12}}?{_OUT}{_C}{{0,8}}"
_SELF = r"(?:自己|自身|本人|自家|自)"
_VEHICLE = r"(?:[轿货客汽卡车]?车(?:辆)?|面包|SUV|皮卡|网约车)"
_REFUSED_OFFER = r"(?:，?(?:但|可|不过|而|被|因)?[^，。;]{0,8}(?:未(?:获|予|能|被|达成|作)?(?:同意|接受|答应|采纳|一致|成功|果|许)|没(?:有)?(?:同意|答应|接受|谈[拢成妥]|达成|要|理)|不(?:同意|接受|答应|肯|干|信|知道?真假)|拒绝|拒了|未果|谈崩))"
_WAGE = rf"(?:陈述|说|称|讲|表示|自称|自述|自己)(?:其|他|她|自己)?(?:的)?(?:月收入|月工资|工资|收入|一个月(?:才|只|就)?(?:挣|赚|拿))(?:为|是|才|只有|只)?{_M}"
_POOR = r"(?:经济困难|困难|家庭负担|负担较?重|没钱|哭穷|拮据|赔不起|手头紧)"
_PATTERNS = (
    # another policy: 该车另投保车上人员责任险，每座1万元，与本案无关
    rf"{_C}{{0,14}}(?:车上(?:人员|乘客)(?:责任)?险|座位险|乘客险|驾乘(?:人员)?(?:意外)?(?:伤害)?险|驾意险|(?:人身|个人)?意外(?:伤害)?险|车损险|盗抢险|划痕险|玻璃险){_C}{{0,10}}"
    rf"(?:，?\(?(?:每(?:座|人)|保额|限额|保险金额){_C}{{0,6}}{_M}(?:/座)?\)?)?(?:，|\)|，?\(){_C}{{0,8}}{_OUT}{_C}{{0,6}}",
    # what the car cost, what its policy costs
    rf"{_C}{{0,16}}(?:(?:购(?:买|置|入|车)|买入|裸车|新车|落地|指导)(?:价|时价)(?:格|款)?|车价|买(?:来|的)?时(?:候)?(?:花了?)?){_C}{{0,4}}{_M}",
    rf"{_C}{{0,14}}(?:那|这|的)(?:辆|台)?车(?:子|辆)?(?:能|就|都|才|也)?值{_C}{{0,4}}{_M}",
    rf"{_C}{{0,14}}(?:年|一年的?|每年的?|全年)(?:的)?(?:保险费|保费){_C}{{0,4}}{_M}|{_C}{{0,14}}(?:保险费|保费)(?:是|为|共|计|每年|一年)*{_M}(?:/年)?",
    # costs of the lawsuit
    rf"{_C}{{0,8}}(?:案件)?(?:受理|诉讼|保全)费{_C}{{0,4}}{_M}(?:，?由{_C}{{1,10}}(?:负担|承担|交纳))?",
    rf"{_C}{{0,6}}(?:请律师|律师费|代理费|律师代理费|找律师){_C}{{0,6}}{_M}(?:，{_C}{{0,4}}{_OUT}{_C}{{0,8}}|(?=[，。;]))",
    # a deposit that was given back or became part of the bill
    rf"(?:住院)?(?:押金|预交金|预交款){_C}{{0,8}}{_M}，?{_C}{{0,8}}(?:退还?|退回|多退少补|转作|转为|结转|冲抵住院|抵作住院|抵了住院){_C}{{0,12}}",
    # an offer, a sum that somebody named
    rf"{_C}{{0,16}}(?:曾|庭前|诉前|事后|调解时|调解中|开始|起初|当初|想|愿意?|提出|报价|提议|有人|中介|网上|对方)(?!.{{0,8}}垫付){_C}{{0,14}}?(?:一次性|报价|只赔|最多|只给|愿|提出|给|赔付?|拿|私了|能赔){_C}{{0,8}}{_M}{_C}{{0,10}}{_REFUSED_OFFER}{_C}{{0,6}}",
    # how much was asked for in the complaint
    rf"{_C}{{0,10}}(?:起诉(?:时|的时候|状|书)?|诉状|原(?:来|先)?|最初|一开始|诉请|请求|诉讼请求)(?:[^，。;]{{0,6}})(?:主张|请求|要求|写的?|诉请|判令){_C}{{0,12}}(?:各项|全部|一切|总)?(?:经济)?(?:损失|赔偿款?)?(?:合计|共计|共|是|为)?{_M}(?=[，。;])(?:，{_C}{{0,6}}(?:调整|变更|减少|增加){_C}{{0,8}})?",
    rf"{_C}{{0,10}}(?:诉请|请求|要求)(?:判令)?(?:各?被告|二被告|被告方?|保险公司|对方)[^，。;Ⓜ]{{0,10}}赔偿{_C}{{0,10}}{_M}(?=[，。;])",
    rf"{_C}{{0,8}}(?:辩称|认为|称|抗辩){_C}{{0,10}}(?:诉请|主张|要求|索赔)的?{_M}(?:过高|偏高|没有依据|缺乏依据|不合理)",
    # the wrongdoer's own pay
    rf"(?:被告|对方|司机|车主|肇事|撞人的)(?!保险){_C}{{0,8}}{_WAGE}(?:，{_C}{{0,4}}{_POOR}{_C}{{0,6}})?|{_C}{{0,8}}{_WAGE}，{_C}{{0,4}}{_POOR}{_C}{{0,6}}",
    # the wrongdoer's own damage
    rf"{_C}{{0,14}}(?:{_SELF}的?{_VEHICLE}|{_SELF}的?(?:医疗|修车|车辆|伤)|亦受[轻]?伤|也(?:受了?(?:点)?(?:轻)?伤|擦破|蹭破|摔)){_C}{{0,8}}(?:，{_C}{{0,8}})?{_M}(?:，?{_C}{{1,12}}，)?，?{_C}{{0,10}}"
    rf"(?:自行(?:承担|负担|处理)|自己?(?:出的?|认了?|掏的?|承担|负担|付的?|负责)|另行|{_OUT})(?:，(?:本案|法院|本院)不(?:予|作)?(?:处理|审查|审理|涉及))?{_C}{{0,4}}",
    # somebody else in the wrongdoer's car who claims nothing
    rf"{_C}{{0,10}}车上的?{_C}{{1,8}}(?:受|也受|亦受){_C}{{0,4}}伤，{_C}{{0,8}}(?:花费|花了?|支出|用去|医疗费)[^，。;]{{0,6}}{_M}，{_C}{{0,16}}(?:承担|了结|结清|处理|赔|付|负担){_C}{{0,6}}(?:，{_C}{{0,16}}(?:不|放弃){_C}{{0,12}})?",
)
# 医疗费主张5万元、经核实为4万元; 医疗费4万元(报的是5万元): of one item what was asked for and what was allowed
_ASKED_FOR = r"(?:主张(?:的)?|诉请(?:的)?|请求|要求(?:的)?|索赔|报(?:了|的)?|(?:本来|原来|原)?要(?:了|的)?|起诉(?:的)?|申报(?:了|的)?|列(?:了|的)?)(?:为|是|数额为|金额为)?"
_ALLOWED = r"(?:核实|核定|核减|核为|认定|确认|支持|只?认了?|认可|只?判了?|酌定|审查|审核|酌情)"
_TWICE = re.compile(
    rf"(?P<ask>{_ASKED_FOR})(?P<item>[^，。;、:ⓂⓉⒹ扣减抵返还支付垫]{{0,8}}?)(?P<sum>{_M}[，、]?)(?=(?:但|经|而|法院|本院|法官|结合|根据|按|依)?[^，。;ⓂⒹⓉ]{{0,16}}?{_ALLOWED}[^，。;ⓂⓉ]{{0,6}}{_M})"
    rf"|(?P<bracket>\([^()Ⓜ]{{0,8}}{_ASKED_FOR}{_M}[^()]{{0,30}}\))"
)
_ASIDE = re.compile("|".join(rf"(?:(?<=[，。;:\n(])|^)(?:{pattern})" for pattern in _PATTERNS))


def demands(text: str) -> Iterator[Span]:
    """Half-open spans of what was asked for, where the same item goes on with what was allowed."""
    for match in _TWICE.finditer(text):
        if match["bracket"]:
            if not re.search("优先|先[行赔]", match["bracket"]):
                yield match.span("bracket")
        else:
            yield match.span("ask")
            yield match.span("sum")


def asides(text: str, question: Span) -> Iterator[Span]:
    """Half-open spans of remarks in a marked text, never inside the question that is asked."""
    for match in _ASIDE.finditer(text):
        if match.end() > match.start() and not _asks(text, match, question):
            yield match.span()


def _asks(text: str, match: re.Match[str], question: Span) -> bool:
    return question[0] <= match.start() < question[1] and bool(
        re.search(r"多少|[?？]", text[match.start() : match.end()])
    )
