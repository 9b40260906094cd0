"""The victim's age and disability grades, and the persons the victim had to maintain."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_text import COUNT, View, count

CHILD = r"(?:娃娃|娃|闺女|丫头|儿子|女儿|长子|次子|长女|次女|幼子|幼女|独子|独女|小儿子|大儿子|小女儿|大女儿|大女|小女|小儿|大儿|孩子|婴儿|子女|老大|老二|老三|儿(?!子|女|童)|(?<![子孙])女(?!儿|性|士)|子(?!女))"
PARENT = r"(?:公公|婆婆|父亲|母亲|父母|老父|老母|爸爸|妈妈|爸|妈|父|母|祖父|祖母|外祖母|外祖父|爷爷|奶奶|外婆|外公|姥姥|姥爷|岳父|岳母|(?<![扶抚赡])养父|(?<![扶抚赡])养母|老人|老爹|老娘|娘)"
SPOUSE = r"(?:老伴|妻子|丈夫|配偶|老婆|老公|爱人|媳妇|妻(?!子|女|儿|二|两|双)|(?<!大)(?<!工)夫(?!妻|妇|人))"
# 孩子爸爸: the narrator's own husband
OTHER_PARENT = r"(?:孩子|娃娃?|[儿女]儿?子?)(?:的|[他她])?[爸爹妈娘]+"
SIBLING = r"(?:弟弟|妹妹|哥哥|姐姐|弟|妹|兄|姐)"


def victim_kin(view: View) -> str:
    """The narrator's relation that is the victim (``我爸…被车撞``), or an empty string."""
    text = view.text
    kin = rf"{CHILD}|{PARENT}|{SPOUSE}|{SIBLING}"
    for pattern in (
        rf"(?P<kin>{OTHER_PARENT})[^。;，]{{0,14}}(?:出(?:了)?车祸|车祸|(?:被|让|给)[^。;，]{{0,12}}撞|出事|没了)",
        rf"(?:^|我|我们|我家|家(?=[父母兄]))(?:的|家)?老?(?P<kin>{kin})[^。;]{{0,90}}?(?:被|让|叫|给|遭|跟|和|与)[^。;]{{0,24}}?(?:撞|碾|轧|刮|压|碰|挂|剐|带倒)",
        rf"(?:^|[。;\n])(?P<kin>{SPOUSE}|{PARENT})(?:今年)?[^。;，]{{0,6}}(?:出(?:了)?车祸|(?:被|让|给)[^。;，]{{0,12}}撞)",
        rf"原告(?:的|之)?(?P<kin>{kin})[^。;，]{{0,10}}(?:死亡|身亡|去世|被[^。;，]{{0,10}}撞|受伤)",
        rf"(?:死者|伤者|死的|伤的|被撞[^。;，]{{0,6}}的)(?:是|系|为)我(?:家|的|们)?(?P<kin>{kin})",
        rf"(?:撞|碾|轧)(?:死|伤|倒|到|上|了|飞)+(?:了)?我(?:家|的)?(?P<kin>{kin})",
        rf"(?:把|将)我(?:家|的)?(?P<kin>{kin})[^。;，]{{0,10}}(?:撞|碾|轧|带倒|刮)",
        rf"我(?:家|的|们)?(?P<kin>{kin})[^。;]{{0,20}}(?:出(?:了)?车祸|车祸|交通事故|抢救无效)",
    ):
        if match := re.search(pattern, text):
            if re.fullmatch(OTHER_PARENT, match["kin"]):
                return "丈夫" if re.search("[爸爹]", match["kin"]) else "妻子"
            return match["kin"]
    return ""


_KIN_BORN = re.compile(
    rf"(?P<kin>{CHILD}|{PARENT}|{SPOUSE}|{SIBLING})[^。;，、()ⒹⒶⓂ与和后婚被在前因]{{0,4}}?"
    r"(?:系|是|为|\(|，|[男女]性?|汉族|(?:出)?生(?:日期|年月|日)?[于在:]?){0,6}(?P<day>Ⓓ▪*)(?P<born>(?:出|的)?生(?!育|了|有|下|[一二两三]|活|效|病|[子女]))?"
)


def kin_births(view: View, kin: str) -> list[tuple[int, int, str, Quantity]]:
    """Relatives told with the date of their birth (其母（1946年1月出生）): start, end, relation and date."""
    found = []
    for match in _KIN_BORN.finditer(view.text):
        q = view.at.get(match.start("day"))
        told = match["born"] or "生" in view.text[match.start() : match.start("day")]
        left = view.text[max(0, match.start() - 12) : match.start()]
        if (
            q is None
            or not told
            or (
                len(match["kin"]) == 1
                and match["kin"] in "儿女子"
                and not re.search("[之其一二两三有个长次独]$", left)
            )
            or re.match(kin + "$" if kin else "\0", match["kin"])
            or re.search(r"(?:死者|伤者|受害人|被害人)[^，。;]{0,4}(?:系|是|为)[^，。;]{0,8}$", left)
        ):
            continue
        found.append((match.start(), match.end(), match["kin"], q))
    return found


def read_age(view: View, case: Case, parties: Parties) -> None:
    """年龄 of the victim: reckoned from the birth date when possible, else the stated age nearest to 定残/死亡."""
    kin = victim_kin(view)
    fixed, birth = case.facts.value("定残日"), case.facts.value("出生日")
    stated: list[tuple[int, Fraction, Quantity]] = []
    for q in view.quantities:
        if (
            q.start in view.used
            or q.kind != "age"
            or not isinstance(q.value, Fraction)
            or not view.is_fact(q.start)
        ):
            continue
        rank = _age_rank(view, q, kin, parties)
        if rank is not None:
            stated.append((rank, q.value, q))
    if isinstance(fixed, date) and isinstance(birth, date) and not any(r == 0 for r, _, _ in stated):
        years = fixed.year - birth.year - ((fixed.month, fixed.day) < (birth.month, birth.day))
        case.facts.add(
            Fact(
                "年龄",
                Fraction(years),
                source="text",
                span=case.facts.get("出生日").span,
                note="出生日至定残日",
            )
        )
        return
    if (
        not any(r == 0 for r, _, _ in stated)
        and isinstance(birth, date)
        and isinstance(death := case.facts.value("死亡日"), date)
    ):
        years = death.year - birth.year - ((death.month, death.day) < (birth.month, birth.day))
        case.facts.add(
            Fact("年龄", Fraction(years), span=case.facts.get("出生日").span, note="出生日至死亡日")
        )
        return
    if not any(r == 0 for r, _, _ in stated) and (age := _rough_age(view, case)) is not None:
        case.facts.add(age)
        return
    if not stated:
        return
    best = min(r for r, _, _ in stated)
    values = {v for r, v, _ in stated if r == best}
    if len(values) == 1:
        value, q = next((v, q) for r, v, q in stated if r == best)
        case.facts.add(Fact("年龄", value, span=q.span))
    elif max(values) < 59:
        value, q = next((v, q) for r, v, q in stated if r == best)
        case.facts.add(Fact("年龄", value, span=q.span, note="题面有多处，均不满六十"))
    else:
        case.doubts.append("受害人年龄有多个数值，未能确定定残（死亡）时的年龄")


def _age_rank(view: View, q: Quantity, kin: str, parties: Parties) -> int | None:
    """0 at 定残/死亡, 1 otherwise the victim's; None when the age is someone else's or a rule's (年满六十周岁)."""
    sentence, _ = view.sentence_at(q.start)
    left, after = view.text[max(sentence, q.start - 60) : q.start], view.after(q.end, 10)
    if (
        re.match(r"以上|以下|以后|之前|(?:法定)?退休|止", after)
        or (re.match("计算", after) and re.search("[至到按以]$", left))
        or (
            re.search(r"超过|不满|未满|不足|(?:至|(?<!撞)(?<!碰)到|满)$", left[-5:])
            and not re.search(r"(?:刚|已|正好|恰|年)满$|时满$", left)
        )
    ):
        return None
    if re.match(rf"的?(?:{CHILD}|{PARENT}|{SPOUSE})", after) and not (
        kin and after.lstrip("的").startswith(kin)
    ):
        return None
    if re.match("的?(?:行人|老人|受害人|原告|死者|伤者|Ⓥ)", view.people[q.end : q.end + 10]):
        return 1  # 79岁的吴某
    if re.match(r"\)?(?:当场|当日|经抢救无效)?(?:死亡|身亡|遇难)", view.text[q.end : q.end + 12]):
        return 0  # 摩托车驾驶人(49周岁)死亡
    if re.search(r"[，,。(](?:终年|享年|殁年|卒年)(?:仅|才)?$", left):
        return 0
    if re.search(
        r"[，,。](?:他|她|其|死者|本人|人)?(?:殁|死亡|去世|遇难|定残|评残)(?:之?日|时|的时候)(?:年|仅|才|刚|已)*满?$",
        left,
    ):
        return 0
    left = left[left.rfind("Ⓐ") + 1 :]
    left = re.sub(
        r"被[^，。]*?(?:撞|碾|轧|刮|碰)|[男女]性?(?=，|,|$|\(|:)|妇女|女士|电子|车子|父子|女职工|子公司",
        "",
        left,
    )
    if kin:
        left = re.sub(rf"我?(?:们|家|的)*{re.escape(kin)}", "死者", left)
        if kin in ("丈夫", "妻子"):
            left = re.sub(OTHER_PARENT, "死者", left)
    kins = re.finditer(f"{CHILD}|{PARENT}|{SPOUSE}|{SIBLING}", left)
    mentions = [
        (m.start(), 2)
        for m in kins
        if m[0] != "子" or left[m.start() - 1 : m.start()] in tuple("之其一二两三有个长次独")
    ]
    mentions += [(m.start(), 1) for m in re.finditer(r"司机|驾驶[人员]|被告|对方|车主|肇事", left)]
    mentions += [(left.rfind(n), 1) for n in parties.motor]
    victims = "死者|原告|受害人|伤者|本人|骑行人|骑车人|行人|被害人|老人(?=\\()"
    mentions += [(m.start(), 0) for m in re.finditer(victims, left)] + [
        (left.rfind(n), 0) for n in parties.victim
    ]
    where, who = max(mentions, default=(-1, 0))
    if where >= 0 and who:
        return None
    if re.search(
        r"定残|评残|死亡|去世|身亡|殁|遇难|终年|享年|过世|走的时候|出事(?:那天|时|当天)",
        left[-16:] + after[:3],
    ):
        return 0
    return 1 if where >= 0 or "我" in left else 2


def ages_at(born: PartialDate, event: PartialDate) -> tuple[int, int]:
    """The lowest and the highest age that fit dates known to the day, the month or the year only."""
    first, last = event.first(), event.last()
    low, high = (
        day.year - start.year - ((day.month, day.day) < (start.month, start.day))
        for day, start in ((first, born.last()), (last, born.first()))
    )
    return low, high


def event_day(view: View, case: Case) -> PartialDate | None:
    """When ages count: the disability finding, or the death (that of the accident where the victim died at once)."""
    fixed, death = case.facts.value("定残日"), case.facts.value("死亡日")
    event = _partial(fixed) if isinstance(fixed, date) else view.fixed
    if event is None and case.facts.value("受害人死亡") is True:
        event = _partial(death) if isinstance(death, date) else None
        if event is None and re.search(r"当场|当[日天晚夜]|当即|同日", view.text):
            event = view.accident
    return event


def _rough_age(view: View, case: Case) -> Fact | None:
    """年龄 from dates written to the month only: where one age fits, or every age that fits counts the same years."""
    birth = case.facts.get("出生日")
    born = view.born or ((_partial(birth.value), birth.span) if birth else None)
    if born is None:
        return None
    event = event_day(view, case)
    if event is None:
        return None
    ages = ages_at(born[0], event)
    if ages[0] == ages[1] or ages[1] <= 60 or ages[0] >= 75:
        note = "按出生年月" if ages[0] == ages[1] else "按出生年月，计算年限相同"
        return Fact("年龄", Fraction(ages[0]), span=born[1], note=note)
    return None


def _partial(day: object) -> PartialDate:
    return PartialDate(day.year, day.month, day.day) if isinstance(day, date) else PartialDate(1900)


def read_birth(view: View, case: Case) -> None:
    """出生日 and 定残日 of the victim, where the text gives them to the day (or to the month where only one age fits)."""
    kin = victim_kin(view)
    of_kin = {q.start for *_, q in kin_births(view, kin)}
    for match, (q, *_) in view.hits(
        r"{D}(?:出)?生(?:于)?(?!活|效)|(?:出生日期(?:为|:)?|出生于|(?<!发)生于){D}"
    ):
        before = view.before(match.start(), 18)
        others = q.start in of_kin or re.search(
            rf"(?:{CHILD}|{PARENT}|{SPOUSE})[^，。]{{0,6}}$",
            re.sub(r"[男女]，?$", "", before).replace(kin or "\0", ""),
        )
        if (
            isinstance(q.value, PartialDate)
            and q.value.month
            and not q.value.exact
            and not others
            and "出生日" not in case.facts
        ):
            view.born = view.born or (q.value, q.span)
            view.use(q, "birth")
        if isinstance(q.value, PartialDate) and q.value.exact and not others and "出生日" not in case.facts:
            case.facts.add(Fact("出生日", q.value.first(), span=q.span))
            view.use(q, "birth")
    for match, (q, *_) in view.hits(
        r"{D}[^。;ⒹⒼ]{0,26}?(?:定残(?!(?:日|时间|之日)(?:期)?(?:为|是|:)?Ⓓ)|评残(?!(?:日|时间|之日)(?:期)?(?:为|是|:)?Ⓓ)|评定伤残|伤残鉴定|(?:构成|评定|评为|定为|鉴定(?:为|意见|结论|出来)?|属)[^。;Ⓓ]{0,16}?{G})|[定评]残(?:日|时间|之日)(?:期)?(?:为|是|系|在|:)?{D}"
    ):
        if isinstance(q.value, PartialDate) and q.value.month and "定残日" not in case.facts:
            if re.search(r"撞|事故|碰|车祸|受伤|致伤|碾|剐|刮|生", view.text[q.end : match.end()]):
                continue
            if not q.value.exact:
                view.fixed = view.fixed or q.value
                continue
            case.facts.add(Fact("定残日", q.value.first(), span=q.span))


def read_grades(view: View, case: Case) -> None:
    """伤残 (each place with its grade) and 伤残系数 where the text gives one."""
    grades: list[tuple[Quantity, int]] = []
    for q in view.quantities:
        if q.kind != "grade" or not view.is_fact(q.start):
            continue
        around = view.before(q.start, 20) + view.after(q.end, 14)
        standard = re.match(r"(?:伤残)?\(Ⓡ▪*[，)]", view.text[q.end : q.end + 12])  # 九级(20%)
        if standard and (rate := view.at.get(view.text.index("Ⓡ", q.end))) is not None:
            if rate.value != (11 - q.value) / Fraction(10):
                standard = None
            else:
                view.use(rate, "coefficient")
        alone = standard or (
            (clause := view.clause_at(q.start)) is not None
            and re.fullmatch(
                r"(?:还|又|再|另|外|有|加上?|以及|及|并|且|定了?|评了?|是|为)*(?:[一两二三个处其中和、]*Ⓖ▪*(?:[一两二三]处|的)?)+",
                clause.text,
            )
        )
        if not (
            alone
            or re.search(r"残|构成|评|鉴定|处", around)
            or re.search("[定改更]为$", view.before(q.start, 4))
        ) or re.search(r"护理|医院|甲等|工伤|每|附加|防", around[:20] + view.after(q.end, 4)):
            continue
        grades.append((q, _places(view, q)))
    told = {view.sentence_at(q.start) for q, _ in grades}
    injury = re.compile(r"损伤|骨折|障碍|丧失|缺失|切除|畸形|瘢痕|瘫|受限")
    for q in view.quantities:  # 脊柱损伤八级，左腕、右肋各构成十级
        new = q.kind == "grade" and view.is_fact(q.start) and all(q is not g for g, _ in grades)
        if new and view.sentence_at(q.start) in told and injury.search(view.before(q.start, 12)):
            grades.append((q, _places(view, q)))
    grades.sort(key=lambda g: g[0].start)
    final = re.search(r"(?:重新鉴定|复核鉴定|重新评定|再次鉴定|改[定评]为|变更为)", view.text)
    if final and any(q.start > final.end() for q, _ in grades):
        for q, _ in grades:
            if q.start < final.end():
                view.use(q, "superseded")
        grades = [(q, n) for q, n in grades if q.start > final.end()]
    seen: set[tuple[Fraction, int]] = set()
    entries: list[Entry] = []
    first: Quantity | None = None
    last: dict[Fraction, Quantity] = {}
    for q, n in grades:
        key = (q.value, n)
        before = last.get(q.value)
        last[q.value] = q
        # 肋骨骨折构成十级，左肩功能受限构成十级: two places; the same grade told twice is one.
        another = (
            n == 1
            and before is not None
            and view.sentence_at(before.start) == view.sentence_at(q.start)
            and injury.search(view.text[before.end : q.start])
        )
        if not another and (key in seen or (n == 1 and any(v == q.value for v, _ in seen))):
            continue
        seen.add(key)
        first = first or q
        entries += [{"等级": q.value}] * n
    if entries and first is not None and len(entries) <= 12:
        case.facts.add(Fact("伤残", entries, span=first.span))
    _coefficient(view, case, [e["等级"] for e in entries])


def _places(view: View, q: Quantity) -> int:
    after, before = view.text[q.end : q.end + 10], view.before(q.start, 6)
    if match := re.match(rf"(?:伤残)?(?:的)?({COUNT})处", after):
        return count(match[1]) or 1
    clause = view.clause_at(q.start)
    if clause and re.search(r"各(?:自)?(?:构成|评定为|评为|定为|属|为)?(?:一处|一个)?$", before):
        return len(re.findall("、|和|及|与", view.text[clause.start : q.start])) + 1
    if match := re.search(rf"({COUNT})(?:处|个)$", before):
        return count(match[1]) or 1
    return 1


def _coefficient(view: View, case: Case, grades: list[Fraction]) -> None:
    found: dict[Fraction, Quantity] = {}
    for match, (q, *_) in view.hits(
        r"(?:(?:综合|赔偿|伤残|残疾|多级|多等级)*(?:赔偿)?(?:系数|指数|百分比|比例))[^。;，Ⓡ]{0,14}{R}|{R}的?(?:综合)?(?:赔偿|伤残|残疾)(?:赔偿)?(?:系数|指数)"
    ):
        if not view.is_fact(q.start) or re.search(
            r"附加|增加|递增|上浮|每增?加?|责任|护理|免赔|参与", match[0]
        ):
            continue
        if not re.search(r"残|系数|指数", match[0]) or "依赖" in view.text[max(0, q.start - 24) : q.start]:
            continue
        found.setdefault(q.value, q)
        view.use(q, "coefficient")
    if len(grades) > 1 and not found:
        for match, (q, *_) in view.hits(r"Ⓖ▪*[^。;Ⓡ]{0,20}?(?:按|为|是|定(?:了)?|认定){R}(?:算|计|赔|，|$)"):
            if view.is_fact(q.start) and not re.search(r"责|附加|每|担|比例", match[0]):
                found.setdefault(q.value, q)
                view.use(q, "coefficient")
    extra = sum(
        (
            q.value * max(1, grades.count(g.value))
            for _, (g, q, *_) in view.hits(
                r"{G}(?:伤残)?(?:每处|每一处|的|再|就|各|另|多|又|要)*附?加(?:指数)?(?:为|按)?{R}"
            )
            if g.value != min(grades, default=0)
        ),
        Fraction(0),
    )
    for _, (q, *_) in view.hits(r"(?:附加|增加|递增|加)(?:指数|系数|值)?(?:为|按|各)?{R}"):
        near = view.text[max(view.sentence_at(q.start)[0], q.start - 24) : q.start]
        each = re.search(r"(?:每|各)[^。;]*$", near)
        if not extra and view.is_fact(q.start) and each and grades:
            rest = sorted(grades)[1:]
            named = (
                view.at.get(q.start - len(near) + near.find("Ⓖ", each.start())) if "Ⓖ" in each[0] else None
            )
            if named is not None and any(grade != named.value for grade in rest):
                case.doubts.append("附加指数只写明一个等级，其余等级的附加指数没有读出")
            extra = q.value * len(rest)
        view.use(q, "coefficient")
    if not extra:
        if len(found) == 1:
            value, q = next(iter(found.items()))
            case.facts.add(Fact("伤残系数", value, span=q.span))
        elif found:
            case.doubts.append("伤残赔偿系数有多个数值")
        return
    base = (11 - min(grades)) / Fraction(10)
    for _, (q, *_) in view.hits(
        r"打底(?:是|为|按)?{R}|{R}(?=[^。;，]{0,4}(?:打底|为基[数础]|基础上|的基础|加附加))"
    ):
        view.use(q, "coefficient")
        base = q.value
    value = min(Fraction(1), base + min(extra, Fraction(1, 10)))
    spot = next(view.hits(r"(?:附加|增加|递增|加)(?:指数|系数|值)?(?:为|按|各)?{R}"))[0]
    case.facts.add(Fact("伤残系数", value, span=spot.span(), note="最高等级加附加指数"))
