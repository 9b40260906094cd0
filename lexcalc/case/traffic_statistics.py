"""The published yearly figures a text states, and which year's figure applies (the year before the trial)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.traffic_text import View

_URBAN, _RURAL, _ALL = "城镇", "农村", "全体"
_SERIES = (
    ("消费", re.compile(r"消费(?:性)?支出")),
    ("收入", re.compile(r"可支配收入|人均(?:年)?(?:纯)?收入")),
    (
        "工资",
        re.compile(
            r"(?:职工|就业人员|社会)[^，。;Ⓜ]{0,8}?(?:工资|年薪)|(?:单位|社)[^，。;Ⓜ]{0,8}?(?:平均|均)(?:工资|年薪)|社平"
        ),
    ),
)
_USED = re.compile(r"适用|采用|采纳|依据|按照?|参照|用的")
_LAST = re.compile(r"(?<!上)上一?年度?|(?<!上)上年|去年|(?<![再在])前一年")
_IN_TURN = r"分别|依次|相应|对应(?:数据|数额|标准|数值)|上述(?:各项|两项|三项)|同项|同口径"
_EARLIER = re.compile(r"前年|上上一?年|[再在更]+(?:前|上|早)(?:一年)?(?:度)?|更早")
_BLOCK = re.compile(
    r"行业|(?<!就)(?<!从)业(?=上一?年|年度|年平均|职工|在岗|城镇|私营|平均|单位|人员)|本人|个人|原告|被告|居民服务|制造业|建筑业|批发|零售|运输业|农林牧渔|没发|停发|扣发|少拿"
)


@dataclass
class Figure:
    """One published figure: series (收入, 消费, 工资), area, year if written, and whether it is a monthly value."""

    series: str
    area: str
    year: int | None
    last: bool
    earlier: bool
    used: bool
    monthly: bool
    quantity: Quantity
    level: str


def read_figures(view: View) -> list[Figure]:
    """All figures with their series; a list (``2023年为…``) carries the series on."""
    figures: list[Figure] = []
    run: list[tuple[str, str]] = []  # the series named last, in order: 2023年分别为X、Y repeats them
    queue: list[tuple[str, str]] = []
    years: list[int] = []
    told: list[int] = []
    series, label, sentence, position = "", "", -1, 0
    previous: Figure | None = None
    for clause in view.clauses:
        if clause.sentence != sentence:
            if clause.sentence > sentence + 1 or not re.match(
                r"(?:而|至于)?(?:Ⓓ|上一?年|前年|去年)", clause.text
            ):
                series, label = "", ""  # …收入是X;2023年的是Y goes on, whatever stop stands between
            sentence, previous, told = clause.sentence, None, []
        for piece in clause.pieces:
            amounts = [q for q in piece.quantities if q.kind == "money" and q.value >= 800 and not q.approx]
            position = piece.start
            for q in amounts or [None]:
                stretch = view.text[position : q.start if q else piece.end]
                named = _named(stretch)
                if q is not None and re.search(_IN_TURN, stretch):
                    queue, years = _listed(view, q, run)
                    told = years or (told if named and not queue else [])
                    years = list(told)
                elif named or (queue and q is not None and len(stretch) > 8):
                    queue, years = [], []
                if queue and q is not None:
                    series, label = queue.pop(0)
                    if named and not queue:
                        run = []
                elif named:
                    if re.search("Ⓓ", stretch) or _LAST.search(stretch):
                        run = []
                    # 城镇居民人均可支配收入X元、人均消费支出Y元: the area carries over in a list
                    area = _area(stretch) or (_area(label) if label else "")
                    series, label = named, stretch if _area(stretch) else area + stretch
                elif q is not None and not _carries(stretch):
                    series = ""
                if q is None:
                    continue
                if not series and not amounts[1:]:
                    told_after = view.text[q.end : min(q.end + 44, piece.end)]
                    if not re.match(r"(?:元)?(?:/年)?(?:为|是|系|即)", told_after):
                        told_after = told_after[:22]
                    if after := _named(told_after):
                        series, label = after, told_after
                if series:
                    previous = _figure(view, clause.level, series, label, stretch, q, previous)
                    if years:
                        previous.year, previous.last = years.pop(0), False
                    figures.append(previous)
                    if named:
                        run.append((series, label))
                    view.use(q, "figure")
                position = q.end
    return figures


def _listed(view: View, q: Quantity, run: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[int]]:
    """What 分别 hands out in turn from this amount on: several series, several years, or the series named before."""
    begin = max(view.sentence_at(q.start)[0], q.start - 80)
    begin = max([begin, *(p.end for p in view.quantities if p.kind == "money" and p.end <= q.start)])
    text = view.text[begin : q.start]
    parts = re.split("[、，和及与]", text)
    named = [(name, part) for part in parts if (name := _named(part))]
    years = _years(view, begin, q.start)
    if len(named) > 1:
        area = next((a for _, part in named if (a := _area(part))), "")
        return [(name, part if _area(part) else area + part) for name, part in named], []
    if named and len(years) > 1:
        return named * len(years), years
    return ([], []) if named else (list(run), [])


def _years(view: View, begin: int, end: int) -> list[int]:
    """The bare years (2023年, not 2023年5月) that stand in a stretch."""
    return [
        d.value.year
        for d in view.quantities
        if d.kind == "date"
        and isinstance(d.value, PartialDate)
        and d.value.month is None
        and begin <= d.start < end
    ]


def _named(text: str) -> str:
    if _BLOCK.search(text):
        return ""
    best = max(((m.start(), name) for name, p in _SERIES for m in p.finditer(text)), default=None)
    return best[1] if best else ""


def _carries(stretch: str) -> bool:
    """Whether a stretch without a series name only changes the year or introduces the number."""
    plain = re.sub(
        r"[ⒹⓉ]▪*|(?:受诉|受理|审理)?法院(?:所在)?地?的?|(?:原告|死者|受害人|伤者|家属)(?:所称的?)?|(?:经常)?(?:居住|生活|工作|打工|务工|经商)(?:地|的)?的?|所在的|而|[\u4e00-\u9fffA-Z]{1,3}?(?:省|市|州|县)|上一?年度?|[为是的:,，、元/年每即约]|法官|法院|本院|公布|数据?|来|说|用|按|数|就|标准|数额|一年|年|则|\s|统计|当地|本地|受诉地|采用|适用|对应|城镇|农村|居民|全体|全国|全省|全市|全年|我|他|她|经常居住地?|常住|居住地?|那个?|这个?|省份?|市|边|老家|户籍地?|所在地?",
        "",
        stretch,
    )
    return len(plain) <= 1


def _area(text: str) -> str:
    for area, pattern in (
        (_RURAL, r"农村|农民"),
        (_URBAN, r"城镇|城市"),
        (_ALL, r"全体居民|全体|(?:全国|全省|全市|全区|省|市)居民(?!服务)"),
    ):
        if re.search(pattern, text):
            return area
    return ""


def _figure(
    view: View, level: str, series: str, label: str, stretch: str, q: Quantity, previous: Figure | None
) -> Figure:
    """One figure; without a year of its own in its list it keeps the year of the figure before it."""
    sentence = view.sentence_at(q.start)[0]
    begin = previous.quantity.end if previous else max(sentence, q.start - 40)
    before = view.text[begin : q.start]
    years = _years(view, begin, q.start)
    earlier = bool(_EARLIER.search(before))
    year, last = years[-1] if years else None, bool(_LAST.search(before)) and not earlier
    if last and previous and previous.year and year is None and previous.series == series and "(" in before:
        year, last = previous.year - 1, False  # 101,400(上年97,800): the year before the one just named
    if previous and year is None and not last and not earlier:
        year, last, earlier = previous.year, previous.last, previous.earlier
    monthly = q.per == "month" or (
        bool(re.search(r"月(?:平)?均?(?:工资)?|每月", label.replace("月份", "")))
        and not re.search("年平均|年均", label)
    )
    if q.per == "year":
        monthly = False
    return Figure(
        series, _area(stretch) or _area(label), year, last, earlier, bool(_USED.search(before)), monthly, q, level,
    )  # fmt: skip


def read_base(view: View, case: Case) -> None:
    """``残疾赔偿金按46,900元/年计算``: the yearly standard, where no series is named."""
    if "人均可支配收入" in case.facts:
        return
    pattern = r"(?:残疾|死亡)赔偿金(?:的)?(?:计算)?(?:基数|标准|年标准)?(?:统一)?(?:按|以|为|是|采用)[^Ⓜ。;，]{0,12}{M}"
    found = {
        q.value: q
        for _, (q, *_) in view.hits(pattern)
        if q.per == "year" and view.is_fact(q.start) and not q.approx and q.start not in view.used
    }
    if len(found) == 1:
        q = next(iter(found.values()))
        view.use(q, "figure")
        case.facts.add(Fact("人均可支配收入", q.value, span=q.span))


def settle_figures(
    view: View, case: Case, figures: list[Figure], trial: date | None, accident: PartialDate | None
) -> None:
    """Choose for each series the figure of the year before the trial and put it as a fact."""
    higher = bool(_HIGHER.search(view.text)) and not re.search(
        r"(?:经常居住|高标准|择高|高的)[^。]{0,40}不(?:予|能|应)(?:准许|采纳|支持|适用)", view.text
    )
    kept = bool(re.search(r"沿用|未公布|没(?:有)?公布|未发布|没出来", view.text))
    old_law = accident is not None and accident.last() < date(2022, 5, 1)
    for series, name in (("收入", "人均可支配收入"), ("消费", "人均消费支出")):
        urban = [f for f in figures if f.series == series and f.area == _URBAN]
        plain = [f for f in figures if f.series == series and not f.area]
        own = urban + plain if higher else urban or plain
        rural = [f for f in figures if f.series == series and f.area == _RURAL]
        chosen = _choose(own, trial, higher, kept)
        if chosen:
            case.facts.add(_fact(name, chosen))
        if rural and old_law and series == "收入" and (best := _choose(rural, trial)):
            case.facts.add(_fact("人均纯收入", best))
    wages = [f for f in figures if f.series == "工资"]
    chosen = _choose(wages, trial, kept=kept)
    if chosen:
        monthly = chosen.monthly or chosen.quantity.value < 20000
        name = "职工月平均工资" if monthly else "职工年平均工资"
        case.facts.add(_fact(name, chosen))


def _fact(name: str, figure: Figure) -> Fact:
    note = f"{figure.year}年" if figure.year else ""
    return Fact(name, figure.quantity.value, span=figure.quantity.span, note=note)


# The court lets the claimant choose the higher standard of the habitual residence (人身损害解释18条).
_HIGHER = re.compile(
    r"(?:经常居住|常住|居住证)[^。]{0,80}?(?:准许|采纳|同意|支持)|(?:按|选|就|采用|适用)[^。，;]{0,4}(?:[较更]?高的|高者|就高|较高一方|[较更]?高标准)|择高|就高(?=[，。;不]|$)|(?:死亡|残疾)赔偿金最高(?:可|能|可以)"
)


def _choose(
    figures: list[Figure], trial: date | None, higher: bool = False, kept: bool = False
) -> Figure | None:
    """The figure of the year before the trial; else the only one there is, if nothing contradicts it."""
    figures = [f for f in figures if f.level != "rejected"] or []
    figures = [f for f in figures if f.level != "claim"] or figures
    if trial is not None:
        right = [f for f in figures if f.year == trial.year - 1 or (f.year is None and f.last)]
        if higher and right:
            right += [
                f for f in figures if f.year is None and not f.last
            ]  # the other place's figure of the same year
            return max(right, key=lambda f: f.quantity.value)
        if len({f.quantity.value for f in right}) == 1:
            return right[0]
        if right:
            return None
        others = [f for f in figures if f.year is None or (kept and f.year == trial.year - 2)]
        if higher and others and len({f.year for f in others}) == 1:
            return max(others, key=lambda f: f.quantity.value)
        return others[0] if len({f.quantity.value for f in others}) == 1 else _only_used(figures)
    if higher and figures and len({f.year for f in figures if f.year}) <= 1:
        return max(figures, key=lambda f: f.quantity.value)
    figures = [f for f in figures if not f.earlier] or figures
    last = [f for f in figures if f.last]
    pool = last or figures
    return pool[0] if len({f.quantity.value for f in pool}) == 1 else _only_used(pool)


def _only_used(figures: list[Figure]) -> Figure | None:
    used = [f for f in figures if f.used]
    return used[0] if len({f.quantity.value for f in used}) == 1 else None
