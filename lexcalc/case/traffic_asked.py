"""What a traffic question wants: refines the generic reading with the facts found."""

from __future__ import annotations

from dataclasses import replace

from lexcalc.case import rex as re
from lexcalc.case.asked import PAID_OFF
from lexcalc.case.model import Case, Fact
from lexcalc.case.traffic_left_out import without
from lexcalc.case.traffic_losses import HEADS, labels_in
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_payer import read_payer
from lexcalc.case.traffic_text import View
from lexcalc.case.traffic_vehicles import Fleet


def refine(view: View, case: Case, parties: Parties, fleet: Fleet | None = None) -> None:
    """Settle heads and payer; a question with more than one reading becomes a doubt."""
    start, end = asking(view)
    start = max(start, end - 400)  # a question is short; bounds the work on endless sentences
    text = view.text[start:end]
    heads = [] if re.search(r"上述|以上|前述|各项|全部损失|所有", text) else _heads(view, case, start, end)
    heads = heads or _counted(view, text)
    payer = read_payer(view, case, text, parties, heads)
    if payer == "全部" and fleet is not None and fleet.asked(text) is not None:
        payer = "机动车一方"  # of several vehicles one side is named (乙车一方共应赔多少)
    deduct = bool(_TAKEN_OFF.search(text)) or bool(PAID_OFF.search(text))
    apart = r"(?:垫付|已付)的?(?:款项?)?[^。;，险追]{0,14}，?[^。;，险追]{0,6}(?:另行(?:结算|处理|主张|理赔)|不作?扣除|不在(?:此|本)[^。;，]{0,6}(?:扣|计|处理)|不予?抵扣)"
    if (
        deduct
        and not re.search(r"扣|抵|减|刨|到手", text)
        and re.search(apart, view.text)
        and not re.search("冲减|冲抵|同意抵", view.text)
    ):
        # 还要赔多少 asks for what insurance leaves; the advance is settled elsewhere, not what an insurer paid
        paid = case.facts.get("已付款")
        insured = [e for e in paid.value if e.get("付款人", "侵权人") != "侵权人"] if paid else []
        deduct = bool(insured) and payer in ("保险公司", "交强险", "商业三者险")
        if paid and deduct:
            case.facts.add(replace(paid, value=insured))
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
    earlier = [s for s in view.sentences if s[1] <= view.question[0]]
    if (
        earlier
        and re.match(r"[\s?？]*(?:其中|这里面|里面)", view.text[view.question[0] :])
        and re.search(r"多少|几[元万]", view.text[slice(*earlier[-1])])
    ):
        case.doubts.append("所问不止一项，未能确定要哪一个数额")
    case.asked = replace(case.asked, heads=tuple(heads), payer=payer, deduct_paid=deduct)


def asking(view: View) -> tuple[int, int]:
    """The clauses that ask, without the story told in the same sentence."""
    return _narrowed(view, *_asking(view))


def _asking(view: View) -> tuple[int, int]:
    """The question, unless it is put aside itself (车主自担多少暂不问): then the asking sentence before it."""
    start, end = view.question
    if end - start < 10 and (earlier := [s for s in view.sentences if s[1] <= start]):
        begin, stop = earlier[-1]  # 残疾赔偿金怎么算？是多少？
        if re.search(r"怎么算|如何算|多少|能[拿赔]|[?？]", view.text[begin : stop + 1]) and not re.search(
            r"[赔付掏出拿]", view.text[start:end]
        ):
            return begin, end
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
    left_out += [(a, b) for a, b, _ in without(text)]
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
            q
            for q in view.quantities
            if q.kind == "money" and start + label.end <= q.start < min(end, start + label.end + 4)
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
            r"[^。;，:]{0,8}?(?:关于|就|针对)([^。;，:Ⓜ]{2,16}?)(?:问题|一项|部分)?[，:]|([^。;，:Ⓜ]{2,16}?)(?:问题|一项|部分|这项)?:",
            view.text,
        )
        told = (
            {x.head for x in labels_in(heading[1] or heading[2]) if x.head in HEADS}
            if one and heading
            else set()
        )
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
    told = list(dict.fromkeys(x.head for x in labels_in(view.text[: view.question[0]]) if x.head in HEADS))
    return told if len(told) == number else []
