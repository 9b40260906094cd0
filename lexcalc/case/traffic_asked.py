"""What a traffic question wants: refines the generic reading with the facts found."""

from __future__ import annotations

from dataclasses import replace

from lexcalc.case import rex as re
from lexcalc.case.asked import PAID_OFF
from lexcalc.case.model import Case, Fact
from lexcalc.case.traffic_losses import HEADS, labels_in
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_text import View

_REST = re.compile(
    r"自己|个人|本人|自行|自掏|另行|直接赔|除[^。;]{0,24}(?:保险|交强|三者)[^。;]{0,16}外|(?:保险|限额)[^。;，]{0,14}(?:赔(?:付|偿)?(?:完|后|之后|之外|以外)|之外|以外|不足|赔不(?:够|足|了))"
)
_ALL = re.compile(
    r"含保险|包括保险|连同?保险|(?:一共|总共|共计?|合计|总计|拢共|加起来|全部)[^。;]{0,12}(?:赔|拿|获|得|要|能|可|应|是|为|多少|支付)|各被告|被告方|被告一?方|机动车(?:一)?方|对方(?:一)?方|侵权方|赔偿义务人|(?:赔|给|拿|获|得|要|回)[^。;]{0,6}(?:一共|总共|合计|共计)"
)


def refine(view: View, case: Case, parties: Parties) -> None:
    """Settle heads and payer; a question with more than one reading becomes a doubt."""
    start, end = _narrowed(view, *_asking(view))
    start = max(start, end - 400)  # a question is short; bounds the work on endless sentences
    text = view.text[start:end]
    heads = [] if re.search(r"上述|以上|前述|各项|全部损失|所有", text) else _heads(view, case, start, end)
    heads = heads or _counted(view, text)
    payer = _payer(view, case, text, parties, heads)
    deduct = bool(_TAKEN_OFF.search(text)) or bool(PAID_OFF.search(text))
    paid = case.facts.get("已付款")
    if re.search(
        r"不(?:作|予|再|需|用|从|必)?[^。;，]{0,6}(?:扣减|扣除|抵扣|冲抵)",
        view.text[max(0, start - 40) : end],
    ):
        deduct = False
    elif (
        paid is None
        and "其他受害人" not in case.facts
        and payer in ("保险公司", "交强险", "商业三者险")
        and re.search(r"垫付[^。;]{0,30}(?:返还|退还|一并处理|扣除)", view.text)
        and not re.search(
            r"(?:未|没有?|不)[^。;，]{0,4}垫付|(?:不在|另案|另行|自行)",
            view.text[max(0, view.text.find("垫付") - 10) :],
        )
    ):
        case.doubts.append("题面提到垫付款的返还，但没有读出数额")
    elif paid is not None and payer in ("保险公司", "交强险", "商业三者险"):
        by_insurer = any(
            "保险" in str(e.get("付款人", "保险")) or e.get("付款人") == "交强险" for e in paid.value
        )
        by_others = any(e.get("付款人") == "侵权人" for e in paid.value)
        back = re.search(
            r"(?:返还|退还|退回|退给)[^。;，]{0,10}(?:垫付|已付)[^。;]{0,30}(?:准许|可以|一并|同意|支持|予以|无异议)|(?:垫付?|已付|支付|付|交的?)[^。]{0,24}(?:返还|退还|退给|退回|返给|直接(?:支付|付|还|返)给?|还给|还(?=司机|被告|车主|肇事))",
            view.text,
        )
        if back and by_others:
            deduct = True
            case.facts.add(Fact("垫付由保险返还", True, span=back.span()))
        elif back or (
            re.search(r"(?:不含|扣除|除去|减去|除)[^。;，]{0,10}(?:垫付|已付|支付)", text) and not by_insurer
        ):
            deduct = True
            case.facts.add(replace(paid, value=[{"金额": e["金额"]} for e in paid.value]))
        elif (
            by_others
            and not deduct
            and re.search(
                r"(?:返还|退还|退回|退给)[^。;，]{0,10}垫付|垫付[^。;，]{0,10}(?:返还|退还|退回|退给)",
                view.text,
            )
        ) or (deduct and (not by_insurer or (by_others and re.search(r"本人|直接|手[里上]", text)))):
            case.doubts.append("侵权人的垫付款是否由保险公司扣除返还，题面没有写明")
    if deduct and "已付款" not in case.facts:
        deduct = False
        others = any(f"交强险{name}已用" in case.facts for name in ("死亡伤残", "医疗", "财产"))
        if not others and view.has(
            r"(?:已|先行|事后)(?:经)?(?:垫付|支付|赔付|付)(?!宝)|(?:垫|赔|付|给)(?:付|偿)?(?:了|过)[^。;]{0,16}{M}"
        ):
            case.doubts.append("题面提到已付款，但没有读出数额")
    if (
        payer in ("交强险", "商业三者险")
        and not heads
        and re.search(r"(?:一共|合计|总共)[^。]{0,6}保险", text)
    ):
        payer = "保险公司"
    case.asked = replace(case.asked, heads=tuple(heads), payer=payer, deduct_paid=deduct)


def _asking(view: View) -> tuple[int, int]:
    """The question, unless it is put aside itself (车主自担多少暂不问): then the asking sentence before it."""
    start, end = view.question
    if re.search(r"(?:暂|先)?不(?:用|必)?(?:问|算|管|考虑)[。？?]?$", view.text[start:end]):
        for begin, stop in reversed([s for s in view.sentences if s[1] <= start]):
            if re.search(r"多少|几[元万]|[?？]", view.text[begin : stop + 1]):
                return begin, stop
    return start, end


_TAKEN_OFF = re.compile(
    r"我(?:自己)?手[里上]|到手|实际(?:拿|得)到|抵(?:掉|完|去|了|除|减)|还(?:该|得|会|剩)|再(?:给|拿|出|掏)|(?:刨|除|去|减)(?:去|掉|开)[^。;，]{0,10}(?:垫|付|给)|已(?:经)?(?:付|给|垫)[^。;，]{0,10}(?:扣|抵|减|算在内)"
)
_ASKS = re.compile(r"多少|几[十百千万元块]|几何|[?？]|怎么算|如何计算|数额|金额|(?:请|试|求|计算|核算)")
_LEADS = re.compile(
    r"[^，。;]{0,4}(?:请问|想问|问|那|按|据此|综上|如果|若|除|扣|减|抵|不(?:含|计|算|考虑|包括|扣|论|管)|算上|加上|连|包括|含|保险|交强|商业|三者|限额|剩|超|余|先|已付|已经给|把|刨|去掉|我|原告|这|上述|以上|两|各|一共|合计|总共|现在|最后|最终|如何)"
)


def _narrowed(view: View, start: int, end: int) -> tuple[int, int]:
    """Of a story told in one sentence the clause that asks, with those before it that only lead to it."""
    inside = [c for c in view.clauses if start <= c.start < end]
    told = [c for c in inside if "Ⓓ" in c.text or "Ⓜ" in c.text or _STORY.search(c.text)]
    asking = [i for i, c in enumerate(inside) if _ASKS.search(view.text[c.start : c.end + 1])]
    if not told or not asking or end - start < 60:
        return start, end
    first = asking[-1]
    while first and first - 1 in asking and inside[first - 1] not in told:
        first -= 1
    while first:
        before = inside[first - 1]
        if before in told or not (labels_in(before.text) or _LEADS.match(before.text)):
            break
        first -= 1
    return inside[first].start, end


_STORY = re.compile(
    r"责任(?!险|限额)|全责|[主次同]责|撞|受伤|死亡|去世|投保|买了|未买|没买|住院|定残|伤残等级"
)


def _heads(view: View, case: Case, start: int, end: int) -> list[str]:
    text = view.text[start:end]
    left_out = [
        m.span()
        for m in re.finditer(
            r"[^。;，:]{2,14}(?:之外|以外)(?=[，,])|(?:不(?:含|包括|计|考虑|算|管)|无|没有?)[^。;，)]*|除[^。;]{0,40}?(?:以?外|之外)|[扣减]除[^。;，]*|(?:垫付|已付|支付)的?[^。;，]{0,8}",
            text,
        )
    ]
    # 残疾辅助器具费(含维修费) names one head and what it holds
    beside = [
        (m.start(), m.end())
        for m in re.finditer(r"\((?:含|包括|包含)[^()]*\)", text)
        if labels_in(text[: m.start()][-12:]) and not re.search("被?[扶抚]养", m[0])
    ]
    start_asking = list(
        re.finditer(
            r"就(?:差|剩)|只(?:差|剩|问|算|说|看)|仅(?:就|问|算)|光(?:说|算|问)?|单(?:说|算|问|就)", text
        )
    )
    if start_asking and labels_in(text[start_asking[-1].end() :]):
        left_out.append((0, start_asking[-1].start()))
    beside += [  # (鉴定费由被告自行承担) only says what is not asked
        m.span() for m in re.finditer(r"\([^()]*(?:由|不|未|已|另|除)[^()]*\)", text) if "计入" not in m[0]
    ]
    heads: list[str] = []
    for label in labels_in(text):
        if label.head == "住院" or any(a <= label.start < b for a, b in [*left_out, *beside]):
            continue
        quantities = [
            q for q in view.quantities if start + label.end <= q.start < min(end, start + label.end + 4)
        ]
        if quantities and view.used.get(quantities[0].start):
            continue  # an amount given in the question is a fact, not what is asked
        heads.append(label.head)
    if (
        heads
        and "医疗费" not in heads
        and re.search(r"(?:、|和|及|与|跟)(?:门诊|住院(?!伙食)|看病)|(?:门诊|看病)(?:、|和|及|与|跟)", text)
    ):
        heads.append("医疗费")
    inside = [
        m.span()
        for m in re.finditer(
            r"[(（](?:含|包括|连同?|算上|加上)[^。;，)]*|(?:含|包括|连同?|算上|加上)[^。;，)]*?(?:在内|(?=的(?:残疾|死亡))|(?=[。;，)])|$)|包含[^。;，)]*在内",
            text,
        )
    ]
    if inside and all(any(a <= x.start < b for a, b in inside) for x in labels_in(text) if x.head in heads):
        return []
    kept = list(dict.fromkeys(heads))
    if (
        {"死亡赔偿金", "残疾赔偿金"} & set(kept)
        and "被扶养人生活费" not in kept
        and re.search(
            r"(?:连|包括|加上|含|计入)[^。;，]{0,10}生活费[^。;，]{0,6}(?:算|计入|加|在内|一起)", text
        )
    ):
        kept.append("被扶养人生活费")
    elif (
        "死亡赔偿金" in kept
        and "被扶养人生活费" in kept
        and re.search(r"计入(?:死亡|残疾)|死亡赔偿金中的?被扶", text)
        and not re.search(r"赔偿金(?:的)?(?:总额|总数|合计|一共|共)", text)
    ):
        kept.remove("死亡赔偿金")
    if (
        "残疾赔偿金" in kept
        and "被扶养人生活费" in kept
        and re.search(r"计入(?:死亡|残疾)|残疾赔偿金中的?被扶", text)
        and not re.search(r"赔偿金(?:的)?(?:总额|总数|合计|一共|共)", text)
    ):
        kept.remove("残疾赔偿金")
    if "护理费" in kept and "残后护理年数" in case.facts:
        both = bool(re.search(r"残前|前后|前、后", text)) or (
            bool(re.search(r"合计|一共|总共|总计|总额|全部|加起来", text))
            and not re.search(r"残后|依赖|后期", text)
        )
        if both or re.search(r"残(?:以|之)?后|依赖|后期", text) or not re.search(r"定残前|住院", view.text):
            kept[kept.index("护理费")] = "定残后护理费"
        else:
            case.doubts.append("所问护理费是定残前的、定残后的还是两者，题面没有写明")
        if both:
            kept.insert(0, "护理费")
    return [h for h in kept if h in HEADS or h == "定残后护理费"]


def _counted(view: View, text: str) -> list[str]:
    """``上述两项合计``: the heads that the text itself counts (残疾赔偿金与被扶养人生活费两项)."""
    asked = re.search(r"(?:上述|以上|前述|这|，|^)(?P<n>[两二三四五])(?:项|样|笔)", text)
    if asked is None:
        one = re.search(
            r"(?:该|这一?|此)(?:项|笔)(?:费用|损失|赔偿)?(?:依法|法院|总共|一共|合计)*(?:应|可|能|是|为|支持|认定|共|多少)",
            text,
        )
        heading = re.match(
            r"[^。;，:]{0,8}?(?:关于|就|针对)([^。;，:Ⓜ]{2,16}?)(?:问题|一项|部分)?[，:]", view.text
        )
        told = {x.head for x in labels_in(heading[1]) if x.head in HEADS} if one and heading else set()
        return [*told] if len(told) == 1 else []  # 就残疾辅助器具费，查明：… 该项费用应支持多少
    number = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}[asked["n"]]
    if heading := re.search(r"(?:关于|就)([^。;，]{4,40}?)[:，]", view.text[: view.question[0]]):
        told = list(dict.fromkeys(x.head for x in labels_in(heading[1]) if x.head in HEADS))
        if len(told) == number:
            return told
    for match in re.finditer(
        rf"[{'两二' if number == 2 else asked['n']}](?:项|样|笔)", view.text[: view.question[0]]
    ):
        begin = max(view.sentence_at(match.start())[0], match.start() - 40)
        told = list(
            dict.fromkeys(x.head for x in labels_in(view.text[begin : match.start()]) if x.head in HEADS)
        )
        if len(told) == number:
            return told
    return []


_SHORT = r"(?:不足以?|不够|赔不(?:完|足|够|了|到)|不(?:予)?赔|不肯赔|不给赔|没赔|未赔|拒赔|覆盖不了|管不到|盖不住|不保|以外|之外|外)"
_BEYOND = re.compile(
    r"[^，]*(?:保险|交强险|限额)[^，]{0,6}(?:外|不|超过|超出|未)[^，]*(?:部分|损失|差额|那些|那块|钱)，|"
    rf"(?:保险(?:公司)?|交强险?|商业险|三者险|两险|限额|强制险)[^，]{{0,6}}?{_SHORT}[^，]{{0,8}}?(?:部分|的?那(?:些|块|部分)|的钱|的损失|差额|的|，)|"
    r"除(?:去|了|开)?[^，]{0,24}?(?:以|之)?外|除(?:去|了|开|掉)[^，]{0,40}(?=，)|在?(?:两份|承保的?)?(?:交强险|保险|商业险|三者险|两险)[^，]{0,10}?(?:限额|范围)?(?:之外|以外|外)|"
    r"[^，]{0,20}?(?:赔(?:付|偿)?|理赔|支付|垫付|分担)[^，]{0,6}?(?:之?后|完(?!全))|扣(?:除|掉|减)[^，]{0,20}?(?:之?后|(?=，))|"
    r"先(?:由|走|从|在|让)[^，]*?(?=，)|剩下的?[^，多少]*(?=，)|(?:交强险|强制险)(?:的|那|这|该|部分|一块|里|应|能|要|会|赔|多少|怎么|的钱)*(?:我|我们|大家|双方)?(?:都|也|已经?|自己)*(?:会算|算(?:过|好|清|出来|得出)|知道|清楚|没有?争议|无争议|不(?:用|必|需|再)?(?:问|算|管|说)|不在此|另算|另行|拿到|赔完|赔足|结清)[^，多少]*|(?:不计|不论)[^，多少]*(?=，)|超出[^，]{0,12}?(?:部分|的)|(?:保险|限额)?不足(?:的)?部分|先?不管[^，]*|不考虑[^，]*"
)
_COMPULSORY, _VOLUNTARY = (
    re.compile(r"交强险|强制险|强制保险"),
    re.compile(r"商业(?:第?三者|三责|保?险)|三者险|三责险"),
)


_WHOEVER = re.compile(
    r"(?:不(?:分|管|论|问|区分)|无论|别管)[^，。]{0,6}(?:谁|哪[家方个]|保险)[^，。]{0,6}(?:赔|掏|出|付|承担)|谁(?:赔|掏|出|付)[^，。]{0,4}(?:不管|无所谓|都行|不论)"
)
# the share of the compulsory insurance together with what lies above it (交强险和这10%加在一块)
_LIMIT_AND_MORE = re.compile(
    r"交强险(?:赔的|的|部分|那块|限额)*(?:和|与|及|加上?|跟|连同?|再加)[^，。]{0,10}(?:Ⓡ|按责任|按比例|超出|超过|剩下|之外|以外|限额外)"
)
# 自己还应当掏多少: what the wrongdoer pays out of his own pocket, whatever insurance stands before it
_OWN_POCKET = re.compile(
    r"(?:自己|个人|本人)(?:还|另外?|得|要|应当?|需要?|该|再)*(?:掏|出|赔|拿|承担|负担|给我|给)[^。;，]{0,4}(?:多少|几)"
)


def _payer(view: View, case: Case, text: str, parties: Parties, heads: list[str]) -> str | None:
    """Whose share: the one named once everything that only says “beyond” or “after” is put aside."""
    if (
        not heads
        and "赔" not in text
        and re.search(
            r"(?:损失|各项费用)(?:的)?(?:总额|总计|合计|共计|一共|总共|总数)[^。;]{0,8}(?:是|为|多少|有)",
            text,
        )
    ):
        return None
    text = re.sub(r"\((?:不|无|除|没|含|包括|连同?)[^)]*\)|\([^)]*(?:相加|加起来|合计|在内)\)", "", text)
    if _OWN_POCKET.search(text):
        return "侵权人"
    told = text
    for name in parties.motor:
        told = told.replace(name, "Ⓒ")
    people = "司机|车主|驾驶人|被告(?!.{0,6}保险)|侵权人|肇事者|对方|撞人的|Ⓒ|[乙丙丁]|[\u4e00-\u9fff]某|他(?!人)|她"
    joined = rf"(?:交强险|三者险|商业险|保险公司|保险)(?:公司)?(?:应?赔的?|出的?|付的?|那部分|部分|那块)*(?:、|和|与|及|跟|同|以及|加上?|连同?|再加上?)(?:(?:那个|该|肇事|撞人的)?(?:{people}))|保险(?:公司)?(?:和|与|及|跟|同)(?![交商三])[^，。险、]{{1,5}}(?=应|共|一共|各|赔|该|要|总共)|(?:{people})(?:应?赔的?|出的?|本人|个人)*(?:和|与|及|、|跟|同)[^，。]{{0,6}}保险"
    if re.search(joined, told) and re.search(
        r"合计|一共|总共|总计|共|加起来|两者|分别|总和|之和|总额|总数|加(?:在)?一(?:起|块)|相加|拢共|统共",
        text,
    ):
        return "全部"
    if _WHOEVER.search(text) and not re.search(r"保险公司[^，]{0,8}(?:赔|付|给)[^，]{0,4}多少", text):
        return "全部"
    if _LIMIT_AND_MORE.search(text) and re.search("加|一共|总共|合计|共计|拢共", text):
        return "全部"
    main = _BEYOND.sub("", text)
    beyond = "".join(_BEYOND.findall(text))
    compulsory, voluntary = _COMPULSORY.search(main), _VOLUNTARY.search(main)
    if compulsory and voluntary:
        return "保险公司"
    if voluntary:
        return "商业三者险"
    if compulsory and case.facts.value("交强险") is False and _told_person(main):
        return "侵权人"
    if compulsory:
        return "交强险"
    if re.search(r"保险|两险|双险|财险|人保|平安|承保(?:公司|人|机构)", main) and not re.search(
        r"含保险|连同?保险|包括保险", main
    ):
        if "交强" in beyond and not re.search("商业|三者", beyond) and case.facts.value("商业三者险") is True:
            return "商业三者险"  # 保险公司在交强险之外
        if (
            "交强险" in case.facts
            and "商业三者险" not in case.facts
            and not re.search("商业|三者|三责", view.text)
        ):
            return "交强险"  # the only insurance the text knows of
        return _company(view, main) or "保险公司"
    if one := _company(view, main):
        return one
    person = re.search(r"车主|司机|驾驶[人员]|肇事者|侵权人|本人|个人", main)
    if re.search(r"保险|交强|三者|限额", beyond) and (person or not _ALL.search(main)):
        return "侵权人"
    return _side(view, case, main, parties, heads)


def _told_person(text: str) -> bool:
    return bool(re.search(r"(?:他|她|对方|被告|司机|车主)(?:还|另|再|得|要|应|需)*(?:赔|给|付|掏)", text))


def _told_by_driver(text: str) -> bool:
    return bool(re.search(r"(?:我|客户|委托人)[^。，;]{0,8}(?:赔|承担|付|出|掏)", text))


def _side(view: View, case: Case, text: str, parties: Parties, heads: list[str]) -> str | None:
    """A question that names no insurance: a head's own amount, the liable person's part, or everything."""
    insured = case.facts.value("交强险") is True or case.facts.value("商业三者险") is True
    if parties.narrator_drove and _told_by_driver(text) and (insured or case.facts.value("交强险") is False):
        return "侵权人"
    bare = case.facts.value("交强险") is False
    if heads and _own_amount(view, case, text):
        return None
    share = case.facts.value("责任比例")
    if heads and share is not None and share != 1 and not _ALL.search(text) and len(heads) < 3:
        case.doubts.append("所问是该项的总额还是按责任应赔的部分，题面没有写明")
        return None
    if _REST.search(text):
        return "侵权人"
    if _ALL.search(text):
        return "全部"
    names = parties.victim | {"原告", "我"}
    named = re.search(
        r"([\u4e00-\u9fff]某[某甲乙丙]?|[甲乙丙丁])(?:方|本人)?(?:还|尚|仍|现|最终|一共|总共)*(?:应当?|需要?|要|须|得)(?:当|再|另|自行|向[^，。;]{1,6})*(?:赔|支付|承担|付)",
        text,
    )
    if named and named[1] not in names:
        return "侵权人" if insured or bare else "全部"
    side = parties.role(re.split(r"赔|支付|付|给", text)[0])
    if side != "motor" and not re.search(r"被告|司机|车主|肇事|侵权人|对方", text):
        return "全部"
    if bare and not insured:
        return "侵权人"
    if insured and (
        re.search(r"司机|车主|驾驶|肇事者|侵权人", text) or any(n in text for n in parties.motor)
    ):
        return "侵权人"
    if (
        insured
        and case.asked.deduct_paid
        and re.search(r"(?:不足|超出|仍有不足)[^。;]{0,16}(?:侵权人|被告)", view.text)
    ):
        return "侵权人"
    if not insured or "对方" in text:
        return "全部"
    if case.facts.value("本车人员") is True:
        return "侵权人"  # neither insurance covers those in the vehicle itself
    case.doubts.append("所问被告应赔数额是否含保险公司应赔部分，题面没有写明")
    return None


def _company(view: View, text: str) -> str | None:
    """``乙保险公司``: which insurance the named company has written, where the two lie with different companies."""
    match = re.search(
        r"(?:^|[，,问])(?:请问|试问|那么?|则|现)?([^，,。;()]{1,8}?)(?:财产|财)?(?:保险)?(?:股份有限)?(?:分|支)?公司",
        text,
    )
    if match is None:  # 太平洋该赔我多少
        match = re.search(
            r"(?:^|[，,。;])(?:我|就|只|想|要|知道|问|一下|请|看看)*([\u4e00-\u9fff]{2,5}?)(?:那边|那家|这边)?(?:应该|应当|应|该|要|得)[^，。]{0,3}赔",
            text,
        )
        short = match is not None
    else:
        short = False
    if match is None or match[1] in ("", "保险", "承保", "该", "被告", "对方", "两家", "各", "两"):
        return None
    name, kinds = re.escape(match[1]), set()
    for clause in view.clauses:
        if view.question[0] <= clause.start < view.question[1] or not re.search(
            rf"(?:在|向){name}|{name}承保"
            if short
            else rf"(?:在|向|由|于|与){name}[^，。]{{0,8}}公司|{name}[^，。]{{0,8}}公司(?:处)?(?:承保|投保)|承保[^，。]{{0,8}}{name}",
            clause.text,
        ):
            continue
        for kind, pattern in (("交强险", r"交强险|强制"), ("商业三者险", r"三者|三责|商业")):
            if re.search(pattern, clause.text):
                kinds.add(kind)
    return kinds.pop() if len(kinds) == 1 else None


def _own_amount(view: View, case: Case, text: str) -> bool:
    """Whether the heads' own amount is asked: full liability, or a question of what the head amounts to."""
    text = re.sub(r"\([^)]*\)", "", text)
    if re.search(r"(?<!不)按(?:照)?(?:事故|各自)?(?:责任|比例)|责任比例(?:计算|折算)?后", text):
        return False
    share = case.facts.value("责任比例")
    if share is None or share == 1:
        if (
            share is None
            and case.facts.value("机动车责任") not in (None, "全部")
            and re.search(r"赔(?!偿金)", text)
        ):
            return bool(
                re.search(r"(?:赔偿金|费|损失)[^。，]{0,8}(?:应|为|是|多少|总额|数额|合计|支持)", text)
            )
        return True
    if not re.search(r"赔|获|拿|承担|支付|付|要", re.sub(r"赔偿金|赔偿(?:总|全)额", "", text)) or re.search(
        r"全额|总额", text
    ):
        return True
    return bool(
        re.search(
            r"(?:赔偿金|费|费用|损失|抚慰金|项)(?:\([^)]*\))?(?:的)?(?:总额|数额|金额|合计|一共|共|依法|法院|各项|总计)*(?:应当?|应该|该)?(?:为|是|按|怎么|如何|计算|核定|认定|算|多少|确定|支持)",
            text,
        )
        and not re.search(r"(?:被告|对方|司机|保险)[^。]{0,10}(?:赔|承担|付)", text)
    )
