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
        r"侵权[人方]|加害[人方]|责任方|撞(?:我|他|她|人)的(?:人|那个人|一方|司机)?|打人者|肇事(?:方|者|司机|车)?|第三(?:人|者)|对方|司机|驾驶人|车主|车方|[货客轿卡]车(?:一?方|那边)|渣土车|交强险|商业险|三者险|(?:财产)?保险公司|财险(?:公司)?|保险(?:那边)",
    ),
    (FUND, r"(?:工伤)?(?:保险)?基金|经办机构|社保(?:局|中心|基金|机构|那边|部门)?|人社(?:局|部门)"),
    (
        FIRM,
        r"用人单位|用工单位|单位|公司|被告|被申请人|企业|老板娘?|厂(?:方|里|子|家)|[该本我]厂|厂(?=[已仅只在于未每曾先共另支垫付给发按照前后实没一都也却就陆])|作坊主?|业主|雇主|店(?:方|里|家|主)|饭店|工地|包工头|经营者|负责人|矿(?:上|方)|煤矿|合作社|园区|超市|商场|酒店|宾馆|餐馆|场(?:里|方|主)|物业|车行|工作室|诊所|学校|医院方|工程队|车队|加工点",
    ),
    (
        OWN,
        rf"本人|自己|自行|(?:其|死者|我|职工|原告|申请人|劳动者|[\u4e00-\u9fff]某)?(?:的)?{_KIN}|原告|申请人|劳动者|死者|(?<!们)[我他她](?!们?(?:公司|单位|厂|们)|[厂店])",
    ),
    ("名", PERSON.pattern),
)
_NOUN = re.compile("|".join(f"(?P<n{i}>{pattern})" for i, (_, pattern) in enumerate(_NOUNS)))
_RECEIVES = re.compile(
    r"(?:向|往|为|替|对|与|和|跟|(?:给付|支付|发放?|赔偿?|付|打|转|还|垫付|付给|交给|给)[了过到]?|归|系|是|叫|让|要求|请求|通知|跟着|照顾|护理|因)$"
)
_GIVES = re.compile(r"(?:由|经|被|从|自)$")
_TAKES = re.compile(r"领|收|拿|取得|获|得到|预支|借|支取|到手|到账")


_BY = re.compile(
    r"[Ⓜ▪]+(?:元)?[^。；，Ⓜ]{0,10}?由(?P<who>[^。；，Ⓜ]{1,14}?)(?:已|先行|全额|自行)*(?:支付|垫付|赔付|承担|付清|赔偿|付)"
)


def employer_asked(reader: Reader, question: str) -> bool:
    """Whether the question names as payer a person who is neither the worker nor a third party (个体经营者)."""
    name = _payer_name(question)
    return name is not None and _whose(reader, name) in ("", FIRM)


@lru_cache(maxsize=64)
def _payer_name(question: str) -> str | None:
    match = re.search(
        r"((?!某)[\u4e00-\u9fff]某[某甲乙丙丁]?)(?:还|另|共|合计|一共|总共|现|依法)*(?:应(?!得|获|享|领)|需|须|要(?!求)|该|再)",
        question,
    )
    return match[1] if match else None


def actor(reader: Reader, position: int, question: tuple[int, int]) -> str:
    """The side that does what stands at a position: the last noun of its sentence before it that is no recipient.

    A worker who receives money is no payer: then the giver named by 由/从, else ``""`` (unsaid).
    """
    start, stop = reader.marked.sentence(position)
    by = _BY.match(reader.text, position, stop)
    start = max(start, position - 160)
    text = reader.text[start : by.end("who") if by else position]
    payer = _payer_name(reader.text[slice(*question)])
    found = ""
    last = 0
    for match in _NOUN.finditer(text):
        before = text[: match.start()]
        if _RECEIVES.search(before) and not _GIVES.search(before):
            continue
        side = _NOUNS[next(i for i in range(len(_NOUNS)) if match[f"n{i}"])][0]
        if match[0] in ("他", "她") and "我" in reader.text:
            continue  # in a worker's own story 他 is the employer or anybody
        if side == "名":
            side = FIRM if match[0] == payer else _whose(reader, match[0])
        if side == FIRM and found == THIRD and re.fullmatch(r"[^，,。；已]{0,8}", text[last : match.start()]):
            side = THIRD  # 侵权方某运输公司
        found, last = side, match.end()
    if found == OWN and (_TAKES.search(text[last:]) or len(re.findall("[，,]", text[last:])) > 2):
        return ""  # who receives is no payer; a subject left three clauses behind is none any more
    return found


def _whose(reader: Reader, name: str) -> str:
    """The side of a person named: the worker, who hurt him, or nobody known."""
    text = reader.text
    if re.search(
        rf"(?:业主|老板|经营者|负责人|雇主|包工头|店主){name}|{name}[^。；]{{0,24}}(?:雇用|雇佣|招用|开办|经营|承包)",
        text,
    ) and not re.search(rf"{name}受雇", text):
        return FIRM
    if re.search(
        rf"(?:职工|员工|原告|申请人|死者|劳动者|工人){name}|{name}(?:系|因工|受伤|负伤|受雇|入职|被认定|经鉴定|构成|的?伤残|在[^，。；]{{0,12}}(?:工作|上班|任)|(?:上|下)班)",
        text,
    ):
        return OWN
    if re.search(
        rf"(?:侵权人|肇事者|司机|驾驶人|第三人|车主|加害人|行人|路人|[被与和]){name}|{name}(?:驾驶|驾车|骑|负|持|酒后|闯|逆行|的[^，。；]{{0,3}}车|及其保险|打伤|致伤)",
        text,
    ):
        return THIRD
    first = PERSON.search(text)
    if first and first[0] == name:
        return OWN
    return THIRD if re.search(r"侵权|肇事|交通事故|撞|打伤|第三人", text) else ""
