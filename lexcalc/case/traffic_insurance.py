"""The policies of the asked vehicle and how the victim travelled."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_parties import VEHICLE
from lexcalc.case.traffic_text import View

_LIMIT = (
    r"(?:商业)?(?:第)?三(?:者|责)(?:责任)?(?:保?险)?[^。;Ⓜ]{0,16}?(?:限额|保额|保险金额|额度|赔偿限额|保险责任限额)?[^。;Ⓜ，]{0,4}{M}",
    r"(?:保额|限额|责任限额|保险金额|额度)(?:为|是|有)?{M}(?:元)?的?[^，。;Ⓜ]{0,6}(?:商业)?(?:第?三(?:者|责)|商业)",
    r"{M}(?:保额|限额|额度)?的?(?:商业)?(?:第?三(?:者|责)(?:责任)?险?|商业(?:保?险|第?三))",
    r"(?:三者险?|三责险|商业(?:保?险)?)[^。;Ⓜ]{0,20}?(?:保额|限额|保险金额|额度)[^。;Ⓜ]{0,8}{M}",
    r"(?:商业(?:保?险)|商业三者?险?)(?:买|投|保|上)?了?(?:是|为)?{M}(?=元|的|，|。|、|\(|$|;|保|在|都|均)",
)
_NONE = r"(?:未|没有?|无|没有?买|没上|不曾)(?:依法|按规定|按时)?(?:投保?|买|购买|上|办理?|参加|缴纳|交|续保?|参保)*(?:过|有|任何|其他)?"


_STATUTORY = frozenset(
    (
        100,
        1000,
        1600,
        1800,
        2000,
        8000,
        10000,
        11000,
        12000,
        18000,
        50000,
        60000,
        110000,
        120000,
        122000,
        180000,
        198000,
        200000,
    )
)
_SUBLIMIT = re.compile(
    r"(?:死亡伤残|伤残|医疗(?:费用?)?|财产(?:损失)?)(?:赔偿)?(?:责任)?(?:限额|项)?(?:为|是|:)?$"
)


def _statutory(view: View) -> None:
    """Mark the limits of the compulsory insurance that a text recites: at least two of them in one sentence."""
    for begin, end in view.sentences:
        if "限额" not in view.text[begin:end]:
            continue
        told = [
            q
            for q in view.quantities
            if begin <= q.start < end
            and q.kind == "money"
            and q.value in _STATUTORY
            and _SUBLIMIT.search(view.before(q.start, 14))
        ]
        if len(told) > 1:
            for q in told:
                view.use(q, "limit")


def read_insurance(view: View, case: Case, several: bool = False) -> None:
    """交强险, 商业三者险, its limit, deductible and refusal; of ``several`` vehicles each has its own policies already."""
    text = view.text
    _statutory(view)
    for pattern in () if several else _LIMIT:
        for match, (q, *_) in view.hits(pattern):
            if (
                q.start in view.used
                or q.value < 10000
                or "座" in view.before(q.start, 6) + view.after(q.end, 3)
            ):
                continue
            if re.search(r"费|损失|赔付|垫付|支付|工资", text[match.start() : q.start]) or not view.is_fact(
                q.start
            ):
                continue
            _limit(view, case, q)
    if not several:
        _flags(view, case)
    rates: dict[Fraction, Fact] = {}
    told_only = False
    for match, (q, *_) in view.hits(r"免赔率?[^。;，Ⓡ]{0,10}{R}|{R}的?(?:绝对|事故责任)?免赔率?"):
        if view.is_fact(q.start):
            view.use(q, "免赔")
            grade = re.search(r"(全部|主要|同等|次要)责任[^，。;、Ⓡ]{0,4}$", view.before(match.start(), 12))
            if grade is None or case.facts.value("机动车责任") in (None, grade[1]):
                rates.setdefault(q.value, Fact("商业险免赔率", q.value, span=match.span()))
        elif not re.search(
            r"不(?:予|能|应)?(?:支持|采纳|采信|认可|成立)", text[q.end : view.sentence_at(q.start)[1] + 30]
        ):
            told_only = True
    if rates and re.search(
        r"先扣[^。]{0,16}再[^。]{0,10}(?:保额|限额)|免赔[^。]{0,20}再[^。，]{0,6}(?:保额|限额)", text
    ):
        case.doubts.append("免赔与保险限额的先后，合同另有约定")
    if len(rates) == 1:
        case.facts.add(next(iter(rates.values())))
    elif rates:
        case.doubts.append("商业险免赔率有多个数值")
    elif told_only:
        view.hearsay = True  # an insurer's word for a deductible
    if "商业险免赔率" not in case.facts and (
        match := re.search(r"不[计扣]免赔|(?:没有?|无)(?:绝对)?免赔", text)
    ):
        case.facts.add(Fact("商业险免赔率", Fraction(0), span=match.span(), note="不计免赔"))
    _refusal(view, case)


_REFUSES = re.compile(r"拒赔|免赔|免责|不(?:予|负责?)?赔|不承担赔偿")


def _refusal(view: View, case: Case) -> None:
    """商业险拒赔: as found or upheld anywhere; a doubt where only the insurer says so."""
    text, only_said = view.text, False
    for match in re.finditer(
        r"(?:商业(?:三者|第三者)?(?:责任)?险|三者险|商业保险)[^。]{0,30}?(?:拒赔|免赔(?!率|额|部分|\d|Ⓡ)(?<!不计免赔)|免责|不(?:予|负责?)?赔|不承担赔偿)"
        r"|(?:拒赔|免责|不赔)[^。;，]{0,8}(?:商业|三者)险?",
        text,
    ):
        clause = view.clause_at(match.end() - 1)
        begin = view.sentence_at(match.start())[0]
        if (
            clause is None
            or re.search(r"鉴定费|诉讼费|精神|评估费|停运|租车|代步|替代", text[begin : match.end()])
            or re.search(
                r"(?:费用?|损失|部分|药品?)[^，。;]{0,6}$", match[0][: _REFUSES.search(match[0]).start()]
            )
            or re.match(r"率?[^。;，Ⓡ]{0,10}Ⓡ", text[match.end() :])
            or "精神" in text[match.end() : match.end() + 6]
            or "本车" in text[match.start() : match.end() + 8]
            or re.search(
                r"(?:不(?:计|扣|含|算)|没有?|无)(?:绝对)?免赔|(?:没有?|无|未|不存在)[^。;，]{0,6}(?:拒赔|免责)|不(?:足|够)|不成立",
                match[0],
            )
        ):
            continue
        if clause.level in ("found", "court"):
            case.facts.add(Fact("商业险拒赔", True, span=match.span()))
            return
        refused = re.search(r"不(?:予)?(?:采纳|支持|成立)", text[match.end() : match.end() + 60])
        only_said = only_said or not refused
    if only_said:
        case.doubts.append("保险公司以免责条款拒赔，题面没有写明法院是否采纳")


def _limit(view: View, case: Case, q: Quantity) -> None:
    known = case.facts.get("商业三者险限额")
    view.use(q, "limit")
    if known is not None and known.value != q.value:
        case.doubts.append("商业三者险限额有多个数值")
    case.facts.add(Fact("商业三者险", True, span=q.span))
    case.facts.add(Fact("商业三者险限额", q.value, span=q.span))


def _flags(view: View, case: Case) -> None:
    text = view.text
    text = re.sub(
        r"挂车(?:亦|也|均)?(?:未|没有?|无|不)", lambda m: "□" * len(m[0]), text
    )  # its tractor's policy serves
    text = re.sub(  # 除交强险外无其他保险: there is one, and no other
        r"除(?:了|开)?(?:投保)?(?:了)?(?:机动车)?(?:交强险|强制险)(?:以|之)?外[^，。;]{0,6}?(?:没有?|未|无)(?:再|有|投保|买|上|任何|其他|其它|别的)*(?:商业)?保?险种?",
        lambda m: "仅投保交强险" + "□" * (len(m[0]) - 6),
        text,
    )
    both = re.search(
        rf"{_NONE}(?:保险|交强险(?:和|及|、|与|或)商业|任何保险)|啥保险都没|什么保险(?:都|也)没|保险(?:都|全)没(?:买|上)|无保险(?!问题|公司|争议)",
        text,
    )
    none = both or re.search(
        rf"{_NONE}(?:机动车)?(?:交强险|强制险|强制保险|交通事故责任强制)|交强险(?:已经?)?(?:于?Ⓓ▪*)?(?:过期|脱保|到期|断保|失效|没(?:有)?(?:买|上|交|续|投)|未(?:依法|按规定)?(?:投保|购买|缴纳|续保|买))|(?<!商业险)(?<!三者险)(?<!商业保险)(?<!三责险)(?<!险上年就)(?<!险早就)(?<!险已经)(?<!险已)(?<!险也)(?<!险都)(?:脱保|断保)",
        text,
    )
    some = re.search(
        r"(?<!未)(?<!没)(?<!没有)(?:投保|买|购买|上|有|承保|投)(?:了|有)?(?:机动车)?(?:交强险|强制险)|交强险|强制险|保险(?:都|全部|均)?齐全|两险(?:俱|齐|都)全|两险都(?:有|在)",
        text,
    )
    if none:
        case.facts.add(Fact("交强险", False, span=none.span()))
    elif some:
        case.facts.add(Fact("交强险", True, span=some.span()))
    no_more = both or re.search(
        rf"{_NONE}(?:商业(?!车损)|三者|第三者(?!责任强制))(?![^，。;]{{0,6}}不计免)|(?:只|仅|就(?!是)|光|单)(?:有|买|投保?|上|交|购买|投保)+(?:了|有)?(?:一份|一个|个)?(?:机动车)?(?:交强险|强制险)(?!(?:和|及|与|、|加)[^，。;]{{0,4}}(?:商业|三者|三责))|商业(?:三者)?(?:保?险)?(?:都|也)?没(?:有)?(?:买|上|投保?)(?!了?不计免)|无商业|(?:三者|三责)险?(?:都|也|又)?(?:没(?:有)?(?:买|上|投保?|交|入)|未(?:投保|购买|买|上))(?!了?不计)|商业(?:三者)?(?:保?险)?(?:都|也)?未(?:投|买|保|购)(?!保?不计)|商业(?:三者)?(?:保?险)[^。;，]{{0,24}}(?:到期未续|未续保|过期|脱保|断保)|商业(?:三者)?(?:保?险)(?:都|也)?(?:没|未)(?:有|能)?(?:续|接)[上保买着]?|商业(?:三者)?(?:保?险)[^。;，]{{0,6}}(?:已|早)[^。;，]{{0,14}}到期|商业(?:三者)?(?:保?险)?(?:更|都|也)?没有?(?:买|上|投)?(?=[，。;]|$)",
        text,
    )
    if no_more:
        case.facts.add(Fact("商业三者险", False, span=no_more.span()))
    elif none and not re.search(r"商业|三者|三责", text):
        case.facts.add(Fact("商业三者险", False, span=none.span(), note="未投保交强险，题面也没有提到商业险"))
    elif "商业三者险" not in case.facts and (
        match := re.search(r"商业(?:第?三者|三责)|三者险|三责险|商业(?:保?险)", text)
    ):
        case.facts.add(Fact("商业三者险", True, span=match.span()))


# who rides behind on a cycle is in no motor vehicle
_PILLION = r"(?:电动自行车|电动车|电瓶车|自行车)[^。;车]{0,24}(?:后座|合骑|同骑)|(?:后座|合骑|同骑)[^。;]{0,12}(?:电动|电瓶|自行)"


def read_victim_kind(view: View, case: Case) -> None:
    """受害方 where the text says how the victim travelled."""
    names = "原告|我|死者|受害人|伤者|爸|妈|父亲?|母亲?|Ⓥ+"
    gap = r"(?:(?!被告|对方|司机|与|和|跟|被|让|Ⓒ)[^。，;:])"
    tests = (
        (
            "乘客",
            rf"(?:{names}){gap}{{0,16}}(?:乘坐|搭乘|搭(?=[^，。;]{{0,6}}车)|坐(?:在|的是|着)?[^。，;]{{0,8}}(?:车|副驾|[后前]排|后座)|乘(?:车|客)|坐车|蹭[^，。;]{{0,10}}车)|(?:载着?|搭载|捎|顺路带)(?:带|上|着|了)*(?:{names})|乘客(?:{names})|(?<!非)(?:乘车人|乘坐人|同车人|同乘人|车上的?人(?!员))|车上(?:人员(?!责任险|险)|乘客(?!险))"
            r"|(?:免费|无偿|好意|顺路|顺道)(?:地)?(?:搭乘?|乘坐?|坐|同乘|搭载|捎带?|载|带)(?!责任)",
        ),
        (
            "行人",
            rf"行人|(?:{names})(?:(?!骑|推|驾){gap}){{0,20}}(?:步行|走路|行走|散步|过马路|横过|横穿|斑马线|走在|人行横道|等公交|站在)|步行的",
        ),
        (
            "机动车",
            rf"(?:{names}){gap}{{0,20}}(?:驾驶|开|骑)[^。，;]{{0,16}}摩托|驾驶[^。，;]{{0,16}}摩托车?的(?:{names})",
        ),
        (
            "非机动车",
            rf"(?:{names}){gap}{{0,20}}(?:骑|驾驶)[^。，;]{{0,12}}(?:电[动瓶]|自行车|单车|三轮)|骑(?:行)?[^。，;摩]{{0,10}}的(?:{names})|非机动车|骑行人|骑车人",
        ),
        (
            "机动车",
            rf"(?:{names}){gap}{{0,20}}(?:驾驶|开|骑)[^。，;]{{0,16}}{VEHICLE}|驾驶[^。，;]{{0,12}}{VEHICLE}的(?:{names})|追尾",
        ),
    )
    for kind, pattern in tests:
        if match := re.search(pattern, view.people):
            if kind == "乘客" and re.search(_PILLION, view.text):
                kind = "非机动车"
            case.facts.add(Fact("受害方", kind, span=match.span()))
            return
