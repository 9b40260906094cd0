"""残疾辅助器具: unit price, replacement cycle, years and upkeep, where the text gives them instead of a total."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_text import COUNT, View, count

_PIECE = "(?:具|套|个|只|条|副|台|辆)"
_AID = re.compile(r"假肢|假眼|义肢|义齿|假牙|义耳|助行器|轮椅|助听器|辅助器具|矫形器|拐杖|义眼|器具")


def read_aids(view: View, case: Case) -> None:
    """Put one 辅助器具 entry for each unit price; an aid whose number or period stays unread makes no entry."""
    if not _AID.search(view.text):
        return
    prices = [
        q
        for _, (q, *_) in view.hits(
            rf"(?:每{_PIECE}|单价|每次)(?:价格|价款|费用|需|要|约)?(?:为|是|:)?{{M}}|{{M}}(?:元)?(?:/|每|一){_PIECE}"
        )
        if view.is_fact(q.start) and q.start not in view.used and q.value >= 100 and not q.approx
    ]
    prices = prices or [
        q
        for _, (q, *_) in view.hits(rf"(?<!换)(?<!了)一{_PIECE}{{M}}")
        if view.is_fact(q.start) and q.start not in view.used and q.value >= 100 and not q.approx
    ]
    prices = [q for q in prices if not _dearer(view, q)] or prices
    prices = sorted({q.value: q for q in reversed(prices)}.values(), key=lambda q: q.start)
    if not prices or len(prices) > 4:
        return
    if len(prices) > 1 and len({_stretch(view, prices, i)[0] for i in range(len(prices))}) < len(prices):
        return
    entries = [
        _entry(view, case, *(_stretch(view, prices, i) if len(prices) > 1 else (0, len(view.text))), q)
        for i, q in enumerate(prices)
    ]
    if len(entries) > 1 and not all({"年限", "更换周期"} <= e.keys() for e in entries):
        return  # several prices of one thing (domestic and imported) rather than several things
    beside = re.search(r"(?:另|还|再|每年)[^。;Ⓜ]{0,10}(?:硅胶套|衬套|电池|配件|耗材|附件|袜套)", view.text)
    if beside and len(entries) == 1:
        extra = next(
            view.hits(
                rf"(?:硅胶套|衬套|电池|配件|耗材|附件|袜套)[，,]?(?:每{_PIECE})?{{M}}[^。;]{{0,10}}?按(?P<n>{COUNT}|[二三]十){_PIECE}"
            ),
            None,
        )
        if extra is None:
            case.doubts.append("辅助器具的配件费用没有读出")
        else:
            match, (q, *_) = extra
            number = {"二十": 20, "三十": 30}.get(match["n"]) or count(match["n"])
            entries.append({"单价": q.value, "年限": Fraction(number or 0), "更换周期": Fraction(1)})
            view.use(q, "aid")
    for q in prices:
        view.use(q, "aid")
    for q in view.quantities:  # a dearer model that was not fitted or not allowed
        if q.kind == "money" and re.search(
            r"进口|智能|仿生|肌电|看中|高档|豪华",
            view.text[max(view.sentence_at(q.start)[0], q.start - 20) : q.start],
        ):
            view.use(q, "aid")
    case.facts.add(Fact("辅助器具", entries, span=(prices[0].start, prices[-1].end)))


def _dearer(view: View, q: Quantity) -> bool:
    """Whether a price is that of a dearer model that the victim only asked about or that nothing supports."""
    begin, end = view.sentence_at(q.start)
    begin = max(begin, view.text.rfind(";", begin, q.start) + 1)
    stop = view.text.find(";", q.end, end)
    model = re.search(r"进口|智能|仿生|肌电|碳纤|高档|豪华", view.text[max(begin, q.start - 24) : q.start])
    refused = r"自行|询价|咨询|看中|报价|(?:无|没有?|缺乏|未)[^，。;]{0,16}(?:意见|医嘱|依据|证明|必要|需要)|不(?:予|再)(?:支持|采纳|主张)"
    return bool(model) and bool(re.search(refused, view.text[begin : end if stop < 0 else stop]))


def _stretch(view: View, prices: list[Quantity], index: int) -> tuple[int, int]:
    """The text about one aid: from the mark before its price to the mark before the next price."""
    marks = [max(view.text.rfind(";", 0, q.start), view.text.rfind("。", 0, q.start)) + 1 for q in prices]
    return marks[index], marks[index + 1] if index + 1 < len(prices) else len(view.text)


def _entry(view: View, case: Case, start: int, end: int, price: Quantity) -> Entry:
    entry: Entry = {"单价": price.value}
    part = (start, end)
    _time(
        view,
        entry,
        "更换周期",
        r"(?:每(?:隔)?){T}(?:需|要|应|须)?(?:更?换)(?:一次|一具)?|(?:更换周期|使用(?:年限|寿命)|使用期限?)(?:为|是|约|:)?{T}|{T}(?:更?换)?一(?:次|具|个|换)",
        part,
    )
    _time(
        view,
        entry,
        "年限",
        r"(?:赔偿|配置|计算|安装)(?:期限?|年限|期间)(?:(?:法院|本院|法官|鉴定|双方)[^。;，Ⓣ]{0,6}?(?:定|确认|同意))?(?:自[^。;，Ⓣ]{1,10}?(?:起|之日))?(?:暂?计|为|是|暂?按|:|计算|算)*{T}|(?:按|计算|算|共|赔偿){T}(?:算|计|计算|的?期限|赔偿)|(?:共|共?算|计算){T}(?=[，。;)]|$)",
        part,
    )
    for _, (q, *_) in view.hits(
        r"(?:每年|年)(?:的)?(?:维护|维修|保养)(?:费用?|保养费)?[^。;Ⓡ]{0,14}{R}|(?:维护|维修|保养)费?[^。;ⓇⓂ]{0,14}{R}",
        *part,
    ):
        entry["维护费率"] = q.value
        view.use(q, "aid")
    _per_piece(view, case, entry, part)
    if "维护费率" not in entry:
        for _, (q, *_) in view.hits(
            r"(?:每年|年)(?:的)?(?:维护|维修|保养|[和与、])+(?:费用?)?(?:为|是|约|:|按|需)*{M}|(?:维护|维修|保养)+费?(?:用)?每年{M}",
            *part,
        ):
            if not q.approx:
                entry["年维护费"] = q.value
                view.use(q, "aid")
    if not {"维护费率", "年维护费"} & entry.keys() and re.search(
        r"(?:维护|维修|保养)+(?:费|[^。;，]{0,6}Ⓜ)",
        re.sub(
            r"(?:不|无|未|含)[^。;，]{0,6}(?:维护|维修|保养)费?|(?:维护|维修|保养)费?(?:用)?(?:均|都|也)?(?:没有?|无|不|未|已)",
            "",
            view.text[start:end],
        ),
    ):
        case.doubts.append("辅助器具的维护费没有读出")
    match = re.search(
        rf"(?:共|一共|总共|合计|需要?|要)(?:需要?|要)?(?:安装|更换|配置|装|配|换)?({COUNT}){_PIECE}",
        view.text[start:end],
    )
    if match and (number := count(match[1])):
        years, cycle = entry.get("年限"), entry.get("更换周期")
        if not isinstance(years, Fraction) or not isinstance(cycle, Fraction):
            if "年维护费" not in entry and "维护费率" not in entry:
                entry |= {"年限": Fraction(number), "更换周期": Fraction(1)}  # so many in all
        elif -(-years // cycle) != number:  # the engine counts the replacements itself
            case.doubts.append("辅助器具的件数与更换周期、年限不一致")
    return entry


_WHOLE_LIFE = re.compile(
    rf"(?:每{_PIECE}|(?:使用|更换)(?:期|周期|年限|寿命)|每(?:个)?周期|每次更换)[^。;ⓇⓂ]{{0,16}}(?:维护|维修|保养)[^。;ⓇⓂ]{{0,24}}(?=Ⓡ)"
)


def _per_piece(view: View, case: Case, entry: Entry, part: tuple[int, int]) -> None:
    """每具使用期内的维护费合计为单价的6%: the rate is that of a whole cycle, the engine's that of one year."""
    match = next(
        (m for m in _WHOLE_LIFE.finditer(view.text, *part) if not re.search("每年|年度", m[0])), None
    )
    if match is None or not isinstance(q := view.at[match.end()].value, Fraction):
        return
    years, cycle = entry.get("年限"), entry.get("更换周期")
    view.use(view.at[match.end()], "aid")
    if isinstance(years, Fraction) and isinstance(cycle, Fraction) and years % cycle == 0:
        entry["维护费率"] = q / cycle
    else:
        case.doubts.append("辅助器具的维护费按每具计，而年限与更换周期没有读全")


def _time(view: View, entry: Entry, key: str, pattern: str, part: tuple[int, int]) -> None:
    values = set()
    for _, (q, *_) in view.hits(pattern, *part):
        value = q.value
        if isinstance(value, Duration) and value.years and not value.months and not value.days:
            values.add(Fraction(value.years))
            view.use(q, "aid")
    if len(values) == 1:
        entry[key] = values.pop()
