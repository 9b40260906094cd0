"""Who acts in a clause: the employer's side, the insurance fund, a third party or the worker's own side."""

from __future__ import annotations

import re
from functools import lru_cache

from lexcalc.case.work_injury_labels import PERSON, Reader

FIRM, FUND, THIRD, OWN = "单位", "基金", "第三人", "自己"

_KIN = r"(?:妻子?|丈夫|配偶|父亲?|母亲?|父母|儿子|女儿|子女|兄长?|哥哥?|弟弟?|姐姐?|妹妹?|亲属|家属|近亲属|家人|家里人?)"
_NOUNS: tuple[tuple[str, str], ...] = (
    (
        THIRD,
        r"侵权人|肇事(?:方|者|司机|车)?|第三人|对方|司机|驾驶人|车主|车方|[货客轿卡]车(?:一?方|那边)|渣土车|交强险|商业险|三者险|(?:财产)?保险公司|财险(?:公司)?|保险(?:那边)",
    ),
    (FUND, r"(?:工伤)?(?:保险)?基金|经办机构|社保(?:局|中心|基金|机构|那边|部门)?|人社(?:局|部门)"),
    (
        FIRM,
        r"用人单位|用工单位|单位|公司|被告|被申请人|企业|老板娘?|厂(?:方|里|子|家)|[该本我]厂|厂(?=[已仅只在于未每曾先共另支垫付给发按照前后实没一都也却就陆])|作坊主?|业主|雇主|店(?:方|里|家|主)|饭店|工地|包工头|经营者|负责人|矿(?:上|方)|煤矿|合作社|园区|学校|医院方|工程队|车队|加工点",
    ),
    (
        OWN,
        rf"本人|自己|自行|(?:其|死者|我|职工|原告|申请人|劳动者|[\u4e00-\u9fff]某)?(?:的)?{_KIN}|原告|申请人|劳动者|死者|(?<!们)[我他她](?!们?(?:公司|单位|厂|们)|[厂店])",
    ),
    ("名", PERSON.pattern),
)
_NOUN = re.compile("|".join(f"(?P<n{i}>{pattern})" for i, (_, pattern) in enumerate(_NOUNS)))
_RECEIVES = re.compile(
    r"(?:向|为|替|对|与|和|跟|(?:给付|支付|发放?|赔偿?|付|打|转|还|垫付|付给|交给|给)[了过到]?|归|系|是|叫|让|要求|请求|通知|跟着|照顾|护理|因)$"
)
_GIVES = re.compile(r"(?:由|经|被|从|自)$")
_TAKES = re.compile(r"(?:领取?|收到|拿到?|取得|获得?|得到|收取)")


@lru_cache(maxsize=64)
def _payer_name(question: str) -> str | None:
    match = re.search(r"([\u4e00-\u9fff]某[甲乙丙丁]?)(?:还|另|共|合计|一共|总共|现|依法)*(?:应|需|须|要|该|再)", question)
    return match[1] if match else None


def actor(reader: Reader, position: int, question: tuple[int, int]) -> str:
    """The side that does what stands at a position: the last noun of its sentence before it that is no recipient.

    A worker who receives money is no payer: then the giver named by 由/从, else ``""`` (unsaid).
    """
    start = max(reader.marked.sentence(position)[0], position - 160)
    text = reader.text[start:position]
    payer = _payer_name(reader.text[slice(*question)])
    found = ""
    last = 0
    for match in _NOUN.finditer(text):
        before = text[: match.start()]
        if _RECEIVES.search(before) and not _GIVES.search(before):
            continue
        side = _NOUNS[next(i for i in range(len(_NOUNS)) if match[f"n{i}"])][0]
        if side == "名":
            name = match[0]
            side = FIRM if name == payer else OWN if name == reader.person or payer else THIRD
            if side == THIRD and (reader.person is None or re.match(r"某", name)):
                side = OWN
        found, last = side, match.end()
    if found == OWN and _TAKES.search(text[last:]):
        return ""
    return found
