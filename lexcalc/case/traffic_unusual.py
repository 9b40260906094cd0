"""Constellations that the engine (one motor-vehicle side, one victim) cannot compute: each becomes a doubt."""

from __future__ import annotations

import re

from lexcalc.case.model import Case
from lexcalc.case.traffic_liability import Parties
from lexcalc.case.traffic_text import View


def read_unusual(view: View, case: Case, parties: Parties) -> None:
    """Append a doubt for several vehicles, victims sharing a limit, passengers, and shared liability of others."""
    if case.asked.heads and case.asked.payer is None:
        return  # a head's own amount does not depend on who shares it
    text = view.text
    if re.search(r"[BC乙丙]车[^。；]{0,30}(?:交强险|三者险|保险)|(?:两|三|二|各)(?:辆|车|台)[^。；]{0,16}(?:都|均|各)(?:自)?(?:投保|有|买|向|承保)|挂车[^。]{0,20}三者险|(?:第二|另)一?(?:辆|台)[^。；]{0,10}车[^。；]{0,30}责任", text):
        case.doubts.append("涉及两辆以上机动车，本版不计算各车分担")
    if re.search(r"(?:另一|另外一|其他|还有|其余)[^。；，]{0,6}(?:伤者|受害人|被侵权人|死者|行人|乘客)|(?:两|三|二|数|多)(?:名|位|个)(?:受害人|伤者|被侵权人|行人|死者)|按(?:各自)?损失比例(?:分配|分|受偿)|(?:预留|保留)[^。；]{0,10}(?:份额|限额)|[^。]{0,6}(?:二|两|三)人(?:均|都)?(?:已)?(?:起诉|受伤|死亡)|合并审理", text):
        case.doubts.append("数名受害人分享同一交强险限额，本版不计算分配")
    if case.facts.value("受害方") == "乘客" and not re.search(r"(?:三轮|摩托|自行车|电动)", text) and re.search(r"好意同乘|无偿搭乘|顺风车|搭便车|免费|捎|未支付任何|座位险|承运人|本车(?:人员|乘客)|车上(?:人员|乘客)|乘(?:坐|车)", text):
        case.doubts.append("受害人是车上人员，本车的交强险和商业三者险不适用，本版不计算")
    if re.search(r"(?:所有人|车主|出借人|出租人|管理人|挂靠|雇主|用人单位|停车场|管理处|公路局|施工)[^。；]{0,20}(?:承担|分担|负)[^。；Ⓡ]{0,14}Ⓡ", text):
        case.doubts.append("另有他人按比例分担责任，本版不计算")
    if re.search(r"(?:医保|社保|统筹)[^。；，]{0,10}(?:报销|支付|已付)|工伤(?:保险|待遇)[^。]{0,10}(?:已|支付)", text):
        case.doubts.append("医保或工伤保险已支付部分是否扣除，须人工判断")
    if re.search(r"(?:非医保|自费药|医保外)[^。；]{0,16}(?:扣除|不赔|剔除|Ⓡ|Ⓜ)", text):
        case.doubts.append("非医保用药的扣除，本版不计算")
