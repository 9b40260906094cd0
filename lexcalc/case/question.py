"""A last look at the question itself: is a sum asked for, was every item of its list understood, is anything left over?

Unlike the readers, which look for what they know, this looks for what nobody knew; each find is a doubt.
"""

from __future__ import annotations

import re

from lexcalc.case.asked import HEADS, mentions
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Span

# 几个月, 多少年, 百分之几, 谁: answers that are no sums of money
_NO_SUM = re.compile(
    r"(?:多少|几)(?:个)?(?:整)?(?:月|周?年(?![假休终度薪])|天|日(?!常)|小时|周岁|岁|级|倍|具|件|人|位|名|次|成(?!本)|百分点)|百分之(?:几|多少)|(?:什么|多少|多大|怎样的?)(?:的)?比例"
    r"|(?<!不管)(?<!不论)(?<!不分)(?<!无论)(?:由谁|谁来|哪(?:一)?(?:天|年|月|级|家|方))|何时|什么时候|多久|多长"
)
_SUM = re.compile(
    r"多少|几[十百千万元块]|几何|请[^。，]{0,8}(?:计算|核算|算)|算(?:一下|出|清)|数额|金额|怎么算|_{2,}|\(\s*\)|请求|主张"
)
# Nouns of money that no known head took; the neutral ones only name who pays, on what base, or what was paid
_NOUN = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:费(?!某)用?|金(?![额某])|津贴|工资|薪水?|补贴|奖(?!励)|款项?|利息|滞纳金|损失|股权|押金|分红|差价)(?![\u4e00-\u9fff]{0,2}(?:为基数|基数|计算|标准))"
)
_NEUTRAL = re.compile(
    r"基金|待遇|款|本金|(?:正常|已发|平均|最低|本人|日|月|天|约定|应发|原|多少|支付|支持|付|补|发|欠|期|间|倍|月的|的|按)工资|保险费|个人缴费|补助金|停工留薪|五金|公积|赔偿金|补偿金|上述|[两三四五六几]项|费用(?:合计|共|总)|该项|该笔|这笔|各项|其他|别的|全部|所有|总|维护费|停运|生活费|消费|的损失|损失$|评估费|我的|缴费|不?现金|奖金|资金|税"
)
_UNKNOWN = re.compile(
    r"失业(?:保险)?金|养老金|退休金|公积金|生育津贴|产假工资|病假工资|婚假|丧假|高温(?:津贴|费)|年终奖|提成|律师费|诉讼费|仲裁费|利息|滞纳金|违约金|押金|培训费|补缴|社保(?:费|损失)|慰问金|房补|餐补"
)
_LEFT_OUT = re.compile(
    r"[(（][^()（）]*[)）]|(?:不含|不包括|不包含|不计|不算|不考虑|不管|不论|不主张|除了?|扣(?:除|掉|减)?|减(?:去|掉)|抵(?:扣|掉)?|按(?:照)?|以|根据|低于|高于|作为)[^，,。；？?、]*"
)
_LONGEST = 300  # a question is short; bounds the work on endless sentences
_TWO_PEOPLE = re.compile(
    r"(?<!第)(?:两|二|三|几)(?:个)?(?:人|位(?!小数)|名(?:员工|职工|劳动者|原告|工友))|俩人?|(?:各|分别)(?:自)?(?:应|能|可|该|得|拿|是|为)"
)
_COMPARED = re.compile(
    r"差(?:距|别)|相差|(?<!不)多(?:拿|得|出|付|给|算|领|赔)(?:了|到)?[^，。；]{0,4}多少|比[^，。；]{1,14}(?:多|高|低)(?:了|出)?多少"
)
_UNSETTLED = re.compile(
    r"(?<!是否)(?:还|尚|仍)?(?:没有?|未能?|无法|难以|不能)(?:最终|完全)?(?:查清|查明|弄清)|查不清|说不清(?:楚)?(?:是|谁|责任)|责任(?:还|尚|仍)(?:没有?|未)(?:认定|划分|出来|定)"
)
# 公司说合同签过，管某说没签过: each side tells its own story, and nobody says which is true
_TWO_STORIES = re.compile(
    r"(?:公司|单位|厂[里方家]?|老板|店[里方])(?:[^。；，]{0,2})(?:说|讲|称)(?![^。；，]{0,10}(?:按|只|应|该|要|补|赔|给|算))[^。；，]{2,24}[，,；](?:而|但|可)?(?:我|原告|申请人|劳动者|[他她]|[\u4e00-\u9fff]某)(?:却|则|又|自己)?(?:说|讲|称)(?![^。；，]{0,6}(?:要|赔|按|该))"
    r"|(?:我|原告|申请人|[他她]|[\u4e00-\u9fff]某)(?:却|则|自己)?(?:说|讲|称)[^。；，]{2,24}[，,；](?:而|但|可)?(?:公司|单位|厂[里方家]?|老板|店[里方])[^。；，]{0,2}(?:说|讲|称)(?![^。；，]{0,6}(?:按|只|该|要|补|赔|给))"
)
_CHANGING = re.compile(r"有时(?:候)?[^。；]{1,14}有时|有的月[^。；]{1,12}有的月|时高时低|时多时少|忽高忽低")
_SETTLED = re.compile(r"认定|查明|确认|采信|支持|裁决|判决|驳回")


def doubts(marked: Marked, case: Case, question: Span | None) -> list[str]:
    """What of the question was not understood; empty for most cases."""
    if question is None or (not case.asked.heads and case.asked.payer is None):
        return []
    start, end = marked.sentence(question[1] - 1)
    start = max(start, end - _LONGEST)
    asked = marked.folded[start:end]
    found = (
        _no_sum(asked),
        _unknown(case, _asking(marked.marked[start:end])),
        _list(case, marked.marked[start:end]),
        _several_people(case, asked),
        _compared(asked),
        _nobody_pays(case),
        _unsettled(marked, case),
    )
    return [each for each in found if each]


def _asking(asked: str) -> str:
    """The question without its clauses that tell amounts: 原告工资原来每月8,500元，……误工费是多少."""
    return "，".join(clause for clause in re.split("[，,：:]", asked) if "Ⓜ▪" not in clause)


def _no_sum(asked: str) -> str | None:
    asked = re.sub(r"(?:不管|不论|无论)[^，,。；]*", "", asked)
    found = _NO_SUM.search(asked)
    if found and not _SUM.search(_NO_SUM.sub("", asked)):
        return f"所问的“{found[0]}”不是金额，本工具只计算金额"
    return None


def _bare(case: Case, text: str) -> str:
    """The passage with every known head blanked."""
    for start, end, _ in mentions(text, _table(case)):
        text = text[:start] + "▪" * (end - start) + text[end:]
    return text


def _table(case: Case) -> list[tuple[str, str]]:
    table = list(HEADS[case.scenario or "EC"].items())
    if case.scenario == "TC":
        from lexcalc.case.traffic_losses import HEADS as WORDINGS

        table = [*WORDINGS.items(), *table]
    if case.scenario == "WC":
        from lexcalc.case.work_injury_asked import SHORT_NAMES

        table += SHORT_NAMES
    return table


def _unknown(case: Case, asked: str) -> str | None:
    """A sum that no head of the law's own list is: 失业金, 律师费, 年终奖."""
    bare = _bare(case, _LEFT_OUT.sub("", asked))
    for match in _NOUN.finditer(bare):
        if not _NEUTRAL.search(match[0]) or _UNKNOWN.search(match[0]):
            return f"所问的“{match[0]}”不知道是哪一项（可用 --head 指明项目）"
    found = _UNKNOWN.search(bare)
    return f"所问的“{found[0]}”不是本工具计算的项目" if found else None


_PLAIN_ELEMENT = re.compile(
    r"[ⒹⓉⓂⓇⒼⒶ▪]|某|[甲乙丙丁A-D]|险|原告|被告|公司|单位|基金|父|母|妻|夫|子|女|爸|妈|儿|孙|老|[两三]项|所有|全部|合计|个补助|维护|更换|年|月|责任|[日前后]$"
)


def _list(case: Case, asked: str) -> str | None:
    """An item of an enumeration that is no known head while its neighbours are: 补助金、医药费、伙食、护理."""
    text = re.sub(r"[(（][^()（）]*[)）]", "", asked)
    for clause in re.split(r"[，,：:]", text):
        items = clause.split("、")
        if len(items) < 2:
            continue
        items[-1:] = re.split(r"和|与|及|以及|加上?|还有", items[-1])[:2]
        known = [bool(mentions(item, _table(case))) for item in items]
        if not any(known):
            continue
        for item, sure in zip(items[:-1] if len(items) > 2 else items[:1], known, strict=False):
            if not sure and item.strip() and not _PLAIN_ELEMENT.search(item):
                return f"所问的“{item[-8:]}”不知道是哪一项（可用 --head 逐项指明）"
    return None


def _several_people(case: Case, asked: str) -> str | None:
    if case.scenario == "TC" or {"供养亲属", "死亡情形", "死亡日"} & {fact.name for fact in case.facts}:
        return None
    found = _TWO_PEOPLE.search(asked)
    return f"所问的似乎不是一个人的数额（{found[0]}）" if found else None


def _compared(asked: str) -> str | None:
    """The difference of two reckonings (公司的算法比法定的少多少), of which only one is computed."""
    found = _COMPARED.search(asked)
    return f"所问是两种算法或者两个数额的差（{found[0]}），只算得出其中一个" if found else None


def _nobody_pays(case: Case) -> str | None:
    """Asked for the share of an insurance that the case has not."""
    value = case.facts.value
    if (case.asked.payer, value(case.asked.payer or "")) in (("交强险", False), ("商业三者险", False)):
        return f"所问是{case.asked.payer}的份额，而案情写明没有投保"
    return None


def _unsettled(marked: Marked, case: Case) -> str | None:
    if changing := _CHANGING.search(marked.folded):
        inside = marked.quantities and any(
            f.span and changing.start() <= f.span[0] < marked.clause(changing.end())[1] for f in case.facts
        )
        if inside:
            return f"“{changing[0]}”没有一个确定的数额"
    found = _UNSETTLED.search(marked.folded) or _TWO_STORIES.search(marked.folded)
    if found is None or _SETTLED.search(marked.folded, found.end()):
        return None
    return f"案情写明“{found[0]}”，结果取决于它"
