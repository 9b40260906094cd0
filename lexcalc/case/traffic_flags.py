"""Single circumstances of a traffic case that rules turn on: death, drink, passenger, residence, moral damages first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.quantities import PartialDate
from lexcalc.case.traffic_parties import VEHICLE
from lexcalc.case.traffic_people import victim_kin
from lexcalc.case.traffic_text import View

_DEATH = re.compile(
    r"撞死|身亡|致死|死者|死亡(?!赔偿|伤残|补偿|证明|[限、项])|殁|抢救无效|没(?:能)?(?:抢救|救)(?:过来|回来|活)|遇难|遇害|(?:人|他|她)(?:没了|走了|就没)|撞没|当场(?:就)?(?:死|没|去世)"
    r"|车祸(?:走了|去世|没了(?![^。，;]{0,4}(?:臂|手|腿|脚|指|肢|眼)))|(?:撞|碾|轧)[^。，;]{0,12}(?:不治|去世)"
)
_DRUNK = re.compile(
    r"醉(?:酒)?驾|醉酒|无证驾|没(?:有)?(?:驾照|驾驶证)|未取得(?:机动车)?驾驶(?:资格|证)|驾驶证[^，。;]{0,8}(?:吊销|注销)|交强险[^。;，]{0,6}财产损失[^。;，]{0,6}不(?:予)?赔|盗抢|偷来的车"
)
_PRIORITY = (
    r"精神[^。;]{0,60}?(?:优先|先(?:行)?(?:赔|付|算|从|在|占|由)|交强险[^。;，]{0,8}先)|"
    r"(?:优先|先)(?:在|从|由)?[^。;，]{0,12}(?:赔|支付|受偿|赔付|赔偿)[^。;，]{0,6}精神"
)


def read_flags(view: View, case: Case) -> None:
    """Put the circumstances that are stated; silence leaves a fact missing."""
    text = view.text
    other = re.compile(r"(?:父|母|妻|丈夫|奶|爷|爸|妈)[^。，;]{0,4}$")
    driver = re.compile(
        r"(?:司机|驾驶[人员]|肇事者|被告|Ⓒ)[^，。;撞将把]{0,4}$"
    )  # who caused it died himself
    kin = victim_kin(view)
    deaths = (
        m
        for m in _DEATH.finditer(text)
        if not other.search(re.sub(f"家?{kin or chr(0)}", "", view.before(m.start(), 8)))
        and not (
            re.match("当场|死亡|身亡|殁|遇难", m[0])
            and driver.search(view.people[max(0, m.start() - 8) : m.start()])
        )
    )
    if match := next(deaths, None):
        case.facts.add(Fact("受害人死亡", True, span=match.span()))
        _death_day(view, case)
    elif match := re.search(r"伤残|定残|残疾赔偿", text):
        case.facts.add(Fact("受害人死亡", False, span=match.span()))
    match = _DRUNK.search(text)
    if match and not re.search(
        r"(?:未|没有?|无|非|不是|排除)[^。，;]{0,4}$|(?:无证据|未发现|未查实|不能证明|没有证据|排除)[^。，;]{0,14}$|骑|原告",
        view.before(match.start(), 20),
    ):
        case.facts.add(Fact("无证或醉驾", True, span=match.span()))
    if (match := re.search(_PRIORITY, text)) and not re.search(
        r"(?:未|没有?|不)(?:要求|请求|主张)?[^。;，]{0,12}(?:优先|精神)",
        text[max(0, match.start() - 10) : match.end()],
    ):
        case.facts.add(Fact("精神损害优先", True, span=match.span()))
    elif match := re.search(
        r"(?:未|没有?|不|并未)(?:要求|请求|主张)[^。;，]{0,14}(?:优先|先行)[^。;，]{0,8}精神|(?:未|没有?|不|并未)(?:要求|请求|主张|明确)?[^。;，]{0,14}精神[^。;，]{0,16}(?:优先|先行)|精神[^。;，]{0,12}(?:未|没有?|不)(?:要求|请求|主张)[^。;，]{0,10}(?:优先|先)",
        text,
    ):
        case.facts.add(Fact("精神损害优先", False, span=match.span()))
    indirect = r"(?:停运|间接|替代交通)[^。;，]{0,10}?(?:损失|费用?)?[^。;]{0,12}(?:不赔|不属|不予赔|不在[^，。;]{0,8}范围|不承担|免赔)|(?:不赔|不予赔偿|不承担|不负责赔偿)[^。;，]{0,6}(?:停运|间接)"
    if (match := re.search(indirect, text)) and view.is_fact(match.start()):
        case.facts.add(Fact("间接损失保险不赔", True, span=match.span()))
    match = re.search(
        r"(?:鉴定|评估|公估)费[^。;]{0,40}(?:不由保险|由(?:保险(?:公司)?(?:以|之)外|[^。;，]{0,4}侵权人)|保险[^。;，]{0,6}不(?:赔|承担|予)|判令[^，。;]{1,8}(?:负担|承担)|由(?:侵权人|被告|肇事|司机|车主|[\u4e00-\u9fff]某)|不(?:属|在)[^。;，]{0,8}(?:保险|赔偿范围)|约定不)",
        text,
    )
    if match:
        case.facts.add(Fact("鉴定费保险不赔", True, span=match.span()))
    kinds: dict[str, Fact] = {}
    for name, pattern in (
        (
            "农村",
            r"农村(?:户籍|户口|居民(?!人均|可支配|纯收入|消费|标准|的)|人口)|务农|农业户(?:口|籍)|农民|农村的",
        ),
        (
            "城镇",
            r"城镇(?:户籍|户口|居民(?!人均|可支配|消费|标准))|城市户口|非农业户|居住在?城镇|城镇(?:居住|工作|务工)",
        ),
    ):
        for match in re.finditer(pattern, text):
            denied = re.search(r"(?:未|没有?|不|并?非|无)[^，。;]{0,6}$", view.before(match.start(), 10))
            if (
                view.is_fact(match.start())
                and not denied
                and not re.search("儿|女|父|母", view.before(match.start(), 6))
            ):
                kinds.setdefault(name, Fact("受害人户籍", name, span=match.span()))
    rider = re.search(
        r"(?:电动自行车|电动车|自行车|电瓶车|单车|外卖车|滑板车|对方|被告|[他她])[^。;，]{0,8}(?:是|系|属(?:于)?|为)非机动车(?!道)",
        text,
    )
    if re.search(VEHICLE, text.replace("非机动车", "")):
        rider = None  # said of the victim's own cycle
    cycles = rider or re.search(
        r"(?:均|都)(?:属|系|为|是)非机动车|(?:[两二]辆|双方(?:都|均)?(?:是|骑)(?:的)?)(?:电动)?(?:自行车|电动车|电瓶车)|电动自行车[^。;，]{0,20}(?:与|和)[^。;，]{0,20}(?:骑行?|驾驶)[^。;，]{0,8}(?:电动自行车|自行车)[^。;，]{0,10}相撞",
        text,
    )
    if cycles and re.search(r"超标|(?<!非)机动车(?!驾)", text.replace("均属非机动车", "")):
        case.doubts.append("双方是否都是非机动车，题面没有写明")
    elif cycles:
        case.facts.add(Fact("侵权方非机动车", True, span=cycles.span()))
    if len(kinds) == 1:
        case.facts.add(next(iter(kinds.values())))
    elif kinds and isinstance(day := case.facts.value("事故日"), date) and day < date(2022, 5, 1):
        case.doubts.append("受害人适用城镇还是农村标准，题面有两种说法")
    town = re.search(
        r"(?:经常居住地?|收入来源地?|居住|生活)[^。]{0,24}(?:均|都)?[为在系是](?:本市|县城)?城镇|按(?:照)?城镇(?:居民)?(?:的)?标准(?:计算|赔偿|予以)",
        text,
    )
    if (
        town
        and view.is_fact(town.start())
        and not re.search("未|没|不|无", town[0] + view.before(town.start(), 6))
    ):
        case.facts.add(Fact("经常居住城镇", True, span=town.span()))
    _deliberate(view, case)
    _passenger(view, case)
    _later_nursing(view, case)


def _death_day(view: View, case: Case) -> None:
    for _, (q, *_) in view.hits(
        r"{D}[^。;，Ⓓ]{0,12}?(?:抢救无效)?(?:死亡|身亡|去世|不治|没(?:能)?(?:救|抢救)|走了|没了|咽气)"
    ):
        if isinstance(q.value, PartialDate) and q.value.exact and view.is_fact(q.start):
            case.facts.add(Fact("死亡日", q.value.first(), span=q.span))
            return
    accident = case.facts.get("事故日")
    if (
        accident is not None
        and not accident.note
        and not re.search(r"次日|翌日|第二天|天后|日后(?:死|去世)|个月后", view.text)
    ):
        case.facts.add(Fact("死亡日", accident.value, span=accident.span, note="以事故日为死亡日"))


def _deliberate(view: View, case: Case) -> None:
    match = re.search(r"(?:行人|原告|死者|受害人|骑车人)[^。，;]{0,10}故意(?:碰撞|撞|制造|冲)", view.text)
    if match and not re.search(r"非|无|没|不|未", match[0]) and view.is_fact(match.start()):
        case.facts.add(Fact("受害人故意", True, span=match.span()))


def _passenger(view: View, case: Case) -> None:
    """本车人员: the victim rode in the very vehicle whose side is asked (only where one vehicle is involved)."""
    if case.facts.value("受害方") != "乘客" or "本车人员" in case.facts:
        return  # of several vehicles each has been looked at
    own = re.search(
        r"(?:被告|司机|[\u4e00-\u9fff]某|朋友|同事|邻居)[^。]{0,30}(?:驾驶|驾车|开车)[^。;]{0,20}(?:载|搭载|带|捎)|本车(?:人员|乘客)|车上人员|[搭蹭][^，。;]{0,6}的[^，。;]{0,3}车|本车上的?人|无偿搭乘|好意同乘",
        view.text,
    )
    other = re.search(r"[BC乙]车|另一(?:辆|台)|两车|对方车|相撞|追尾", view.text)
    other = other or re.search(
        r"(?:被|与|和|跟|同(?!事|学|乡|行))[^。;，]{0,14}(?:驾驶|车)[^。;，]{0,10}(?:撞|碰|刮|蹭)", view.text
    )
    own = own or re.search(
        r"(?:免费|无偿|好意|顺路|顺道)(?:地)?(?:搭|乘|坐|同乘|捎|载|带)|(?:捎|载)(?:带|上|着|了)*(?:我|原告|[\u4e00-\u9fff]某)|急刹|急停|护栏|侧翻|翻(?:车|入|下|进)|路树|行道树|隔离墩|电线杆|墙|石墩|单方事故|无其他车辆|未与其他车辆",
        view.text,
    )
    if own and not other:
        case.facts.add(Fact("本车人员", True, span=own.span()))


_FREE = re.compile(
    r"好意同乘|无偿(?:搭乘|乘坐|搭载|同乘)|免费(?:搭乘|搭载|捎|乘坐|载|带)|(?:没有?|未|不)(?:收|给|付|要)(?:取|过|我|他|她)*(?:任何)?(?:一分)?(?:钱|车?费|油钱|费用|报酬)|(?:顺路|好心|顺道)(?:捎|带|搭|载)"
)


def read_ride(view: View, case: Case) -> None:
    """好意同乘 and what it takes off the driver's share (民法典1217条), where the victim rode in the asked vehicle."""
    match = _FREE.search(view.text)
    if match is None or not view.is_fact(match.start()):
        return
    if case.facts.value("本车人员") is not True:
        if case.asked.payer is not None or not case.asked.heads:
            case.doubts.append("题面提到无偿搭乘，但未能确定受害人是否被请求车辆的乘客")
        return
    less = False
    for found, (q, *_) in view.hits(
        r"(?:减轻|再减|酌减|减少|扣减|减去|减)[^。;，Ⓡ]{0,14}{R}|{R}[^。;，]{0,6}(?:予以)?(?:减轻|减免)"
    ):
        if view.is_fact(q.start):
            less = True
            view.use(q, "ride")
            case.facts.add(Fact("好意同乘减轻比例", q.value, span=found.span()))
    if not less and any(
        q.kind == "ratio"
        and q.start not in view.used
        and re.search("承担|担|责", view.before(q.start) + view.after(q.end))
        for q in view.quantities
    ):
        return  # the share written is the one after the reduction
    case.facts.add(Fact("好意同乘", True, span=match.span()))
    for found in re.finditer(
        r"(?P<no>(?:无|没有?|不(?:算|属于|属|构成|存在|是)|并?非|未发现)[^。;]{0,8})?(?:故意(?!碰)[^。;]{0,6})?重大过失",
        view.text,
    ):
        if view.is_fact(found.start()):
            case.facts.add(Fact("使用人故意或重大过失", not found["no"], span=found.span()))
            return


def read_seat(view: View, case: Case) -> None:
    """车上人员责任险限额, where the victim rode in the asked vehicle and nothing is said of what was paid under it."""
    paid = re.search(
        r"(?:座位险|车上人员|乘客险)[^。;]{0,30}(?:已|赔了|付了|给了)|已[^。;，]{0,10}座位险", view.text
    )
    if case.facts.value("本车人员") is not True or paid:
        return
    for match, (q, *_) in view.hits(
        r"(?:座位险|车上人员(?:责任)?险|乘客险)[^。;，Ⓜ]{0,6}(?:\(?每(?:座|人)|限额|保额)[^。;，Ⓜ]{0,6}{M}"
    ):
        if view.is_fact(q.start):
            view.use(q, "limit")
            case.facts.add(Fact("车上人员责任险限额", q.value, span=match.span()))
            return


_CARE = r"护理依赖"


def _later_nursing(view: View, case: Case) -> None:
    """定残后护理: dependency ratio, years and the yearly standard; half a reading is a doubt where nursing is asked."""
    found = next(
        (
            m
            for m in re.finditer(_CARE, view.text)
            if not re.search(r"(?:不|未|无|没有?)[^，。;]{0,8}$", view.before(m.start(), 10))
        ),
        None,
    )
    if found is None:
        return
    degrees = {
        m["how"]
        for m in re.finditer(r"(?P<how>完全|大部分|部分)(?:生活)?护理依赖", view.text)
        if view.is_fact(m.start())
    }
    if len(degrees) == 1:
        case.facts.add(Fact("残后护理依赖程度", degrees.pop(), span=found.span()))
    shares = {
        q.value: q
        for _, (q, *_) in view.hits(
            r"(?:完全|部分|大部分)依赖[^。;ⓇⓂ，]{0,10}{R}|护理依赖[^。;ⓇⓂ]{0,36}?{R}|{R}[^。;，Ⓡ]{0,8}护理依赖|护理[^。;ⓇⓂ，]{0,10}按{R}"
        )
        if view.is_fact(q.start)
    }
    years = {
        q.value.years: q
        for _, (q, *_) in view.hits(r"护理(?:期限?|年限|费)?[^。;Ⓣ]{0,14}?{T}|{T}的?(?:定残后)?护理|(?:支持|计算|计付|给付|赔付|赔偿){T}|按{T}(?:支持|计算|计付|给付|算)|(?:确定|酌定|认定|核定|酌情(?:确定)?|支持|定)(?:为|至|在|按|以|到)+{T}")
        if isinstance(q.value, Duration) and q.value.years and not q.value.months and not q.value.days and view.is_fact(q.start)
        and not re.match(r"(?:按|以|计)?Ⓣ|按|以", view.text[q.end : q.end + 3])
    }  # fmt: skip
    daily = [
        q
        for q in view.quantities
        if q.kind == "money" and view.is_fact(q.start) and not q.approx and q.start not in view.used
        and (q.per in ("day", "month", "year") or re.search(r"年(?:平均|均|度)?(?:工资|收入|报酬|薪酬|费用)[^，。;Ⓜ]{0,4}$", view.before(q.start, 16)))
        and re.search(r"护|年|标准", view.text[max(view.sentence_at(q.start)[0], q.start - 24) : q.end + 4])
    ]  # fmt: skip
    nurse = [
        q
        for q in daily
        if re.search(r"护", view.text[max(view.sentence_at(q.start)[0], q.start - 24) : q.start])
    ]
    if len({(q.value, q.per) for q in daily}) != 1 and nurse:
        daily = nurse
    later = [q for q in daily if re.search(r"残后", view.text[max(0, q.start - 16) : q.start])]
    if len({(q.value, q.per) for q in daily}) != 1 and later:
        daily = later  # another standard stands beside it for the care before
    if len(years) != 1 or len(shares) > 1 or len({(q.value, q.per) for q in daily}) != 1:
        case.doubts.append(
            "定残后护理的年数、依赖比例或标准没有读全"
        ) if "护理费" in case.asked.heads or not case.asked.heads else None
        return
    number, spot = next(iter(years.items()))
    case.facts.add(Fact("残后护理年数", Fraction(number), span=spot.span))
    factor = {"day": 365, "month": 12, "year": 1}[daily[0].per or "year"]
    case.facts.add(Fact("残后护理年标准", daily[0].value * factor, span=daily[0].span))
    if shares:
        value, spot = next(iter(shares.items()))
        case.facts.add(Fact("残后护理依赖比例", value, span=spot.span))
        view.use(spot, "nursing")
    before = re.search(r"定残前|住院", view.text)  # a daily standard serves the care before as well
    for q in (*years.values(), *(q for q in daily if q.per == "year" or not before)):
        view.use(q, "nursing")
