"""Dates of a work-injury case – injury, death, end of employment – and the worker's final disability grade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.work_injury_labels import Reader
from lexcalc.money import numeral

_KINDS: tuple[tuple[str, str], ...] = (
    (
        "死",
        r"死亡|身亡|去世|死了|死于|致死|遇难|身故|离世|离开了?人世|丧生|殉职|丧命|过世|不治|牺牲|病故|亡故|罹难|工亡(?!补助|待遇|认定|赔)|咽(?:了)?气|没(?:了)?气|断(?:了)?气|停止(?:了)?呼吸|没(?:能)?救回|[坠溺淹触烧撞猝][死亡]|当场(?:就|人)?(?:没|亡)|出(?:了)?事(?:故)?(?:就|后)?没了"
        r"|[电砸摔压撞淹轧绞烧炸毒累]死|人[^。；，]{0,5}(?:没|走)了|走的(?![，。；]?(?:路|时候|是))|(?:翻车|车祸|出(?:了)?(?:事|意外))(?:就)?走了|(?:矿|工地|厂|车间|岗位|船|路)(?:上|里)?(?:没|走)了|没(?:能)?(?:救|抢救)(?:过来|回来)|没救(?:过来|活)|没(?:能)?(?:上来|醒过来|挺过)|当场就没",
    ),
    (
        "伤",
        r"[^工因残养治疗验轻重外内无没非该其此旧本，。；、的]伤(?![残者害情势口亡病医员科]|(?:之|以)?前)|击中|砸中|坠落|坠楼|摔(?:下|落|倒|断)|跌[落倒]|掉(?:下|落)|触电|夹[住断]"
        r"|发生(?:了)?(?:工伤|事故|交通事故|意外|坍塌|爆炸|触电)|事故|出(?:了|的)?(?:事|工伤|车祸)|车祸|被(?!告)[^。；，]{0,14}?[砸压绞夹切撞轧打挤割扎刺炸咬埋卷]|受的?(?:工)?伤(?!(?:之|以)?前)"
        r"|[压轧绞切夹砸]断|[摔砸压撞]成|骨折|昏倒|晕倒|突发|中毒|塌(?:方|下|了)|坍塌|倒塌|垮塌|[被把][^。；，]{0,8}埋|滑坡|翻(?:车|船|覆)|爆炸|起火|溜车|因工(?:受|负|致)?[伤残]|伤到|伤着",
    ),
    (
        "终",
        r"(?:解除|终止)(?:了)?(?:劳动|聘用|用工)?|离职|辞(?:的|了)?职|不干了|合同(?:到期|期满)|离开(?:公司|单位|厂)|走人",
    ),
    ("失", r"失踪|失联|下落不明"),
    ("残", r"鉴定|评[残定为上了]|定残"),
    (
        "他",
        r"入职|进[厂了的]|招(?:的|了|用|进|聘)|应聘|(?<![出下过回起上])来的|当上|干上|签订|参加工作|出生|认定|出院|入院|仲裁|起诉|诉至|作出|裁决|立案|登记|成立|参保(?=登记|手续|[，。；])|缴纳|补缴|到(?:该|这|公司|厂)|上班(?!途中|路上|的路)"
        r"|开始|平均工资|可支配|公布|核定|退休|诊断",
    ),
)
_EVENT = re.compile("|".join(f"(?P<{'abcdef'[i]}>{pattern})" for i, (_, pattern) in enumerate(_KINDS)))
_SAME_DAY = re.compile(r"当场|当日|当天|当晚|现场|立即|随即|抢救无效|没抢救过来|没救过来|不治")
_DEAD = re.compile(rf"(?<!宣告)(?:{_KINDS[0][1]})")
_NOT_DEAD = re.compile(
    r"(?:死亡|工亡)(?:赔偿|补助|待遇|证明|的[,，]|前|职工|时的?统筹|一次性)|不治之|死亡前|伤亡|死亡(?:之|以)前"
)
_OF_KIN = re.compile(r"(?:父亲?|母亲?|妻子?|丈夫|配偶|儿子|女儿|爷爷|奶奶|祖父|祖母)(?:也|因病|先|又)?$")
_GRADE_CUE = re.compile(
    r"鉴定|评定|评[为了上成得残]|定[为成了]|构成|伤残|残疾|劳动功能障碍|劳动能力|致残|结论|确[认定]为|属于?|工伤|拿到|下来|评"
)
_REVISED = re.compile(
    r"再次鉴定|重新鉴定|复查|复核|复评|省(?:级)?(?:劳动能力)?鉴定|最终|后(?:来|又)?改|改为|变更为|调整为|维持|重鉴|升为|降为|加重"
)
_FIRST_FOUND = re.compile(
    r"(?:此前|之前|原先?|先前|头一?[回次]|第[一1]次|首次|初次|最初|一开始|起初)[^。；，]{0,10}(?:鉴定|评|定|结论)?[^。；，]{0,4}(?:为|是|成|了)?$"
)
_OTHERS = re.compile(r"案外人|其他(?:受伤)?(?:职工|人员|伤者)|工友|同事|他人|另一[名位个]|同厂|老乡")
_TABLE = re.compile(
    r"^(?:伤残)?(?:的)?(?:一次性)?(?:工伤|伤残)?(?:就业|医疗)|^(?:伤残)?(?:的)?(?:为|是|对应|发|给)?Ⓣ|^以上|^以下"
)


@dataclass
class Events:
    """What happened when; the year of an event where no more is known."""

    dead: bool = False
    hurt: PartialDate | None = None
    death: PartialDate | None = None
    end: PartialDate | None = None
    graded: PartialDate | None = None
    gone: PartialDate | None = None

    @property
    def graded_year(self) -> int | None:
        return self.graded.year if self.graded else None

    @property
    def hurt_year(self) -> int | None:
        known = self.hurt or self.death
        return known.year if known else None

    @property
    def end_year(self) -> int | None:
        return self.end.year if self.end else None


def read_events(reader: Reader, case: Case) -> Events:
    """Add 受伤日 and 死亡日 as precisely as the text gives them."""
    events, spans = Events(), {}
    text = reader.text
    events.dead = any(
        not _NOT_DEAD.match(text[m.start() : m.start() + 12])
        and not _OTHERS.search(text[max(0, m.start() - 12) : m.start()])
        for m in _DEAD.finditer(text)
    )
    for q in reader.marked.quantities:
        if q.kind != "date" or not isinstance(q.value, PartialDate):
            continue
        kind, at = _kind(reader, q)
        if kind == "伤" and events.hurt is None:
            events.hurt, spans["受伤日"] = q.value, q.span
            if events.dead and events.death is None:
                events.death = _death_after(reader, q, at)
                spans["死亡日"] = q.span
        elif kind == "死":
            events.death, spans["死亡日"] = q.value, q.span
        elif kind == "终":
            events.end = events.end or q.value
        elif kind == "失":
            events.gone = events.gone or q.value
        elif kind == "残":
            events.graded = q.value
    if not events.dead:
        events.death = None
    elif events.death is None and events.hurt is None and (only := _only_date(reader, case)):
        events.hurt = events.death = only.value  # type: ignore[assignment]
        spans["受伤日"] = spans["死亡日"] = only.span
    elif events.death is None and events.hurt and "受伤日" in spans:
        start, end = reader.marked.sentence(spans["受伤日"][0])
        if _DEAD.search(text, start, end) and not reader.marked.between(start, end, "duration"):
            events.death, spans["死亡日"] = events.hurt, spans["受伤日"]  # 今年工亡，2024年7月出的事
    _add(case, "受伤日", events.hurt or (events.death if events.dead else None), spans.get("受伤日"))
    _add(case, "死亡日", events.death, spans.get("死亡日"))
    _recognised(reader, case)
    return events


_RECOGNISED = (
    r"{D}[^。；，Ⓓ]{0,4}[，,]?(?:(?!申请|提出|提交|提请|递交|受理|鉴定|报|尚未|未完成|前受)[^。；Ⓓ]){0,26}?(?:认定(?:其|[我他她])?(?:所受(?:的)?(?:伤害|伤)|受到的伤害)?(?:为|成|是|属于?|系)?(?:工伤|工亡|因工)|作出(?:了)?[^。；，Ⓓ]{0,6}工伤认定|工伤认定(?:决定|下来|结论|书)|(?:完成|通过|取得|拿到)(?:了)?工伤认定)(?!申请)",
    r"(?:工伤认定(?:决定)?(?:书)?|认定工伤)(?:的)?(?:作出)?(?:日期?|时间)(?:为|是|在|:)?{D}",
)


def _recognised(reader: Reader, case: Case) -> None:
    """工伤认定日, which decides between the rules before and after 2011 for an injury before it."""
    found = {
        hit.q[0].value: hit.q[0]
        for pattern in _RECOGNISED
        for hit in reader.marked.hits(pattern)
        if not reader.claimed(hit.q[0].start)
    }
    hurt = case.facts.value("受伤日")
    # The day between the two rules is a first of January: a month is as good as a day.
    days = {v: q for v, q in found.items() if isinstance(v, PartialDate) and v.month and v.first() != hurt}
    if len(days) == 1:
        value, q = days.popitem()
        if not isinstance(hurt, date) or value.first() > hurt:
            case.facts.add(Fact("工伤认定日", value.first(), span=q.span))


def _only_date(reader: Reader, case: Case) -> Quantity | None:
    """The one date of the sentence that tells the death, where its event was not recognised."""
    for match in _DEAD.finditer(reader.text):
        start, end = reader.marked.sentence(match.start())
        dates = reader.marked.between(start, end, "date")
        if (
            len(dates) == 1
            and dates[0].start < match.start()
            and not _NOT_DEAD.match(reader.text[match.start() :])
        ):
            value = dates[0].value
            return dates[0] if isinstance(value, PartialDate) and value.month else None
    return None


def _add(case: Case, name: str, value: PartialDate | None, span: tuple[int, int] | None) -> None:
    if value is not None:
        note = "" if value.exact else "仅至月" if value.month else "仅至年"
        case.facts.add(Fact(name, value.first(), span=span, note=note))


def _kind(reader: Reader, q: Quantity) -> tuple[str, int]:
    """The event a date belongs to: the first one told after it, before the next date and the sentence's end."""
    _, stop = reader.marked.sentence(q.start)
    following = reader.text.find("Ⓓ", q.end, stop)
    stop = min(stop, following if following >= 0 else stop, q.end + 70)
    if re.search(r"上一?年(?:度)?[（(]$", reader.text[: q.start][-8:]):
        return "他", q.end  # 出事上一年（2016年）
    if re.match(
        r"[^，。；]{0,6}(?:到岗|报到|上岗|入职|提起仲裁|申请仲裁|提出仲裁)", reader.text[q.end :]
    ) or re.search(r"合同[^，。；]{0,8}(?:至|到|是到)$", reader.text[: q.start][-14:]):
        return "他", q.end
    if re.match(r"(?:之|以)?前(?:受到?|发生|遭受?|已|尚)", reader.text[q.end :]):
        return "他", q.end  # 2011年1月1日前受到事故伤害的: a rule of law
    if re.match(r"(?:出)?生(?![产活效前])", reader.text[q.end : q.end + 3]):
        return "他", q.end
    match = next(
        (
            m
            for m in _EVENT.finditer(reader.text, q.end, stop)
            if not _NOT_DEAD.match(reader.text[m.start() : m.start() + 12])
        ),
        None,
    )
    if match and match.lastgroup == "a" and _OF_KIN.search(reader.text[q.end : match.start()]):
        return "他", match.end()  # 死者之母去世
    aside = (
        re.search(r"[（(](?:时间|日期)?(?:为|是|:|：)?$", reader.text[max(0, q.start - 5) : q.start])
        is not None
    )  # 死亡（2023年10月15日）: told just before
    if match and match.lastgroup and not aside:
        return _KINDS["abcdef".index(match.lastgroup)][0], match.end()
    start, _ = reader.marked.clause(q.start)
    before = list(_EVENT.finditer(reader.text, max(start, q.start - 14), q.start))
    if before and before[-1].lastgroup:
        return _KINDS["abcdef".index(before[-1].lastgroup)][0], before[-1].end()
    return "", q.end


def _death_after(reader: Reader, q: Quantity, at: int) -> PartialDate | None:
    """The death told after an injury without a date of its own: the same day, or so many days later."""
    text = reader.text
    match = _DEAD.search(text, at)
    if match is None:
        return q.value if _DEAD.search(text, q.end, at) else None  # type: ignore[return-value]
    between = text[at : match.end()]
    if "Ⓓ" in between or len(between) > 120 or not isinstance(q.value, PartialDate):
        return None
    lengths = reader.marked.between(at, match.end(), "duration")
    if lengths:
        length = lengths[-1].value
        if isinstance(length, Duration) and q.value.exact and not length.years and not length.months:
            day: date = q.value.first() + timedelta(days=length.days)
            return PartialDate(day.year, day.month, day.day)
        return None
    counted = re.search(
        r"(?:抢救|救治|治疗|住院|昏迷)[^。；，]{0,4}?(\d+|[一二三四五六七八九十]+)[日天]后",
        reader.marked.folded[at : match.end()],
    )
    if counted and q.value.exact:
        number = numeral(counted[1])
        if number is not None and number <= 60:
            day = q.value.first() + timedelta(days=int(number))
            return PartialDate(day.year, day.month, day.day)
    if _SAME_DAY.search(between) or between.count("。") == 0:
        return q.value
    return None


def read_grade(reader: Reader, case: Case) -> bool:
    """Add the worker's final grade; returns True where the stated grades contradict one another."""
    strong: list[tuple[Quantity, bool]] = []
    former: list[Quantity] = []
    for q in reader.marked.quantities:
        if q.kind != "grade" or reader.claimed(q.start):
            continue
        start, end = reader.marked.clause(q.start)
        before, after = reader.text[start : q.start], reader.text[q.end : end]
        if re.search(r"(?:[至到~\-、]|Ⓜ▪*[、\-~])$", before) or re.match(
            r"[至到~\-、]\s*[ⒼⓂ]|(?:护理|护士|电工|焊工|技工|风|工资)", after
        ):
            continue
        if _OTHERS.search(before):
            continue
        table = _TABLE.match(after)
        if not table and (
            _GRADE_CUE.search(before)
            or (
                re.match(r"(?:工伤)?(?:伤残|残疾|工伤|职工|的)?", after)
                and (_GRADE_CUE.search(after[:6]) or not before.strip())
            )
        ):
            sentence_start, _ = reader.marked.sentence(q.start)
            if _FIRST_FOUND.search(before):
                former.append(q)
                continue
            strong.append((q, _REVISED.search(reader.text[sentence_start : q.start]) is not None))
        elif table and _GRADE_CUE.search(before[-8:]) and not re.search(r"规定|标准|按", before):
            strong.append((q, False))
    if not strong and former:
        strong = [(q, False) for q in former]
    if not strong:
        loose = {
            q.value: q for q in reader.marked.quantities if q.kind == "grade" and not reader.claimed(q.start)
        }
        strong = [(q, False) for q in loose.values()]
    if len({q.value for q, _ in strong}) > 1:
        strong = [(q, again) for q, again in strong if not reader.foreign(q.start)] or strong
    values = {q.value for q, _ in strong}
    revised = [q for q, again in strong if again]
    if revised:
        q = revised[-1]
    elif len(values) == 1:
        q = strong[0][0]
    else:
        return bool(values)
    case.facts.add(Fact("伤残等级", q.value, span=q.span))
    return False
