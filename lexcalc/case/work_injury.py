"""Work-injury case text → facts and question: tables of wordings, one way of joining them with quantities."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.marked import Marked
from lexcalc.case.model import Asked, Case, Fact
from lexcalc.case.quantities import in_months
from lexcalc.case.work_injury_asked import EMPLOYMENT_HEADS, OLD_WOUND, refine
from lexcalc.case.work_injury_audit import audit
from lexcalc.case.work_injury_care import read_care
from lexcalc.case.work_injury_costs import read_costs
from lexcalc.case.work_injury_events import Events, read_events, read_grade
from lexcalc.case.work_injury_kin import read_dependants
from lexcalc.case.work_injury_labels import Reader
from lexcalc.case.work_injury_lengths import doubt_lengths
from lexcalc.case.work_injury_paid import read_paid
from lexcalc.case.work_injury_pension import settle_pension
from lexcalc.case.work_injury_retire import read_retirement
from lexcalc.case.work_injury_terms import read_leave, read_subsidies, read_treatment
from lexcalc.case.work_injury_wages import read_wages

_INSURANCE = r"(?:工伤(?:保险)?|社保|社会保险|五险(?:一金)?|保险)"
_BUY = r"(?:参加?|缴纳?|交|上|买|办理?|投保?|购买|续)"
_UNINSURED = re.compile(
    rf"(?:未|没有?|从不|从未|不给|不(?!考虑|计|含|包括|论|涉及|再)|拒不|漏)(?!足额|按实|如实)(?:依法|按规定|给|为|替|帮)?[^。；，参缴交上买办投]{{0,8}}(?:\([^()。；]{{0,30}}\))?{_BUY}了?过?[^。；，外]{{0,8}}{_INSURANCE}"
    rf"|{_INSURANCE}[^。；，]{{0,8}}?(?:没有?|未|从不)(?:给|为|替|帮)?[^。；，]{{0,4}}{_BUY}|(?:未|没有?)[^。；，]{{0,10}}参保|没(?:有)?(?:任何)?(?:工伤保险|社保|上保险|保险)|无(?:工伤保险|社保)|断缴|停缴|欠缴"
    rf"|{_INSURANCE}一[分天]钱?(?:都|也)?没"
)
_INSURED = re.compile(
    rf"(?:参加|缴纳|交|上|买|办|投保?|购买|有)(?:了|过|着|有)?(?:[^。；，没未不]{{0,6}})?(?:工伤保险|社保|社会保险|五险)|(?:已|依法|按时|正常|一直|始终)(?:[^。；，没未不]{{0,6}})?参保|(?:社保|保险|五险)[^。；，没未不断]{{0,6}}(?:一直|始终|正常|按月|都)(?:在)?(?:交|缴|上)|(?:正常|一直|按月|都)(?:在)?(?:交|缴|上)(?:了|着)?保险|(?:^|[，。；])参保(?=[，。；])|(?:均|都|公司|单位|企业|厂里?)(?:已|依法)?参保(?=[，。；])|参保(?:单位|职工|缴费)|单位(?:已)?参保|参(?:了|着|过)保|由(?:工伤保险)?基金(?:支付|发放|核发|拨付|报销|承担了)"
    rf"|{_INSURANCE}(?:都|一直|是|正常|按时)*(?:交|缴|上|参)(?:着|了|的|过)|基金(?:已经?)?[^。；，没未不应]{{0,12}}?(?:打了|发了|核发|付了|支付了|拨付|付清|给了|打给)"
)
_LATE = re.compile(
    r"补缴|开始才|才(?:给|为|开始)[^。；，]{0,6}(?:交|缴|上|买|参)|(?:受伤|事故|出事)(?:之|以)?后[^。；，]{0,8}(?:参保|交|缴|办理)|补交|事后(?:才)?参保|后(?:才)?(?:参保|补办)|补办(?:了)?(?:工伤|社保|参保)"
)
_SELF_CARE = re.compile(
    r"(?P<a>完全|大部分|部分)(?:的)?(?:生活)?(?:不能(?:够)?(?:生活)?自理|护理依赖|自理障碍|丧失(?:生活)?自理)|(?:自理障碍|护理依赖|护理等级)[^。；，大完]{0,8}(?P<b>完全|大部分|部分)"
)
_NO_POST = re.compile(
    r"(?:难以|无法|不能|没法|没办法|安排不了|无|没有?)(?:(?:给|为|替)[我他她其])?(?:再)?(?:安排|提供)?(?:适当|合适|其他)?的?(?:工作|岗位)|安排不了|难以安排|没(?:有)?[^。；，]{0,5}(?:合适|适合|能干|能做)[^。；，]{0,8}(?:岗|活|工作)|(?:让|叫)[我他她]?(?:在家)?(?:待岗|待着|等着)|待岗"
)
_POST = re.compile(
    r"安排(?:了|其|他|她|我)+[^。；，]{0,8}(?:工作|岗位|看大门|门卫|后勤)|(?:由|已)单位安排(?:适当|合适)(?:的)?工作"
)
_ILLEGAL = re.compile(
    r"非法用工|(?:无|没有?|未)(?:依法)?(?:办理?|取得|领取)?(?:过|了)?(?:任何)?(?:工商)?(?:营业)?执照(?<!驾驶执照)|(?:未|没有?)(?:经|办)?(?:理)?(?:依法登记|工商登记|登记备案|工商注册|登记(?=的|，|从事|即|而|生产))|童工|吊销(?:了)?营业执照|无照(?!驾)|黑作坊|黑工厂"
)
_DISEASE = re.compile(
    r"诊断为[^。；，]{0,12}(?:尘肺|矽肺|职业病|中毒)|被诊断[^。；，]{0,10}(?:尘肺|矽肺|职业病)|某患(?:有)?职业病|(?<![或的])得了(?:职业病|尘肺|矽肺)|认定为?职业病"
)
_GONE = re.compile(r"下落不明|失踪")
_GONE_FOR = r"(?:下落不明|失踪|失联|没(?:有)?(?:消息|音讯|找到))(?:都|已经?|至今|到现在|截至[^。；，Ⓣ]{0,8}|截止[^。；，Ⓣ]{0,8}|持续|时间)*(?:有|达|满|了|为|是)*{T}|{T}(?:仍|还|都|一直)*(?:下落不明|没(?:有)?(?:消息|音讯|找到))"
_WITHIN_LEAVE = re.compile(
    r"停工留薪期(?:内|间|满前|尚未[^。；，]{0,4})[^。；]{0,20}?(?:死|去世|身亡|工亡)|(?:死|去世|身亡)[^。；，]{0,12}停工留薪期内"
)
_AFTER_LEAVE = re.compile(
    r"停工留薪期(?:期)?满[^。；]{0,30}?(?:死|去世|身亡|病故)|(?:领取?|享受)[^。；，]{0,8}(?:伤残津贴|伤残待遇)[^。；]{0,30}?(?:死|去世|身亡|病故)"
)
_ON_ALLOWANCE = re.compile(
    r"停工留薪期[^。；]{0,14}(?:届满|期满|满)|(?:按月|每月|月)[^。；，]{0,6}领[^。；，]{0,8}津贴|领取?(?:着)?[^。；，]{0,6}津贴"
)
_OUT_OF_REACH: tuple[tuple[str, str], ...] = (
    (r"多次(?:发生)?工伤|两次工伤|第[二三](?:次|回)(?:发生)?工伤|两处(?:以上)?(?:伤残|工伤)", "有多次工伤"),
    (r"非全日制|小时工|退休返聘|超龄|两个单位|兼职", "非全日制、超龄或者多单位用工，另有规则"),
)


def read_facts(marked: Marked, case: Case) -> None:
    """Read the facts of a work-injury case, refine what is asked, and note what forbids an answer."""
    reader = Reader(marked)
    events = read_events(reader, case)
    unclear: set[str] = set()
    if read_grade(reader, case):
        unclear.add("伤残等级")
    _flags(reader, case, events)
    unclear |= read_wages(reader, case, events)
    if read_leave(reader, case):
        unclear.add("停工留薪期")
    if read_subsidies(reader, case):
        unclear.add("补助金月数")
    read_care(reader, case)
    read_costs(reader, case)
    if case.facts.value("非法用工") is True:
        read_treatment(reader, case)
    if "死亡情形" in case.facts and read_dependants(reader, case):
        unclear.add("供养亲属")
    if "死亡情形" in case.facts:
        _income(reader, case, events)
    wish = refine(reader, case, events)
    read_paid(reader, case, wish)
    _employment(marked, case)
    _doubt(reader, case, unclear, events)
    if events.end is not None and "解除日" not in case.facts:
        note = "" if events.end.exact else "仅至月" if events.end.month else "仅至年"
        case.facts.add(Fact("解除日", events.end.first(), note=note))
    audit(reader, case)
    doubt_lengths(reader, case)


_NEEDED: dict[str, tuple[str, ...]] = {
    "伤残等级": (
        "一次性伤残补助金",
        "伤残津贴",
        "一次性工伤医疗补助金",
        "一次性伤残就业补助金",
        "非法用工一次性赔偿金",
    ),
    "月缴费工资": ("一次性伤残补助金", "伤残津贴", "供养亲属抚恤金"),
    "原月工资": ("停工留薪期工资",),
    "最低工资": ("伤残津贴",),
    "统筹地区月平均工资": ("一次性伤残补助金", "伤残津贴", "供养亲属抚恤金", "丧葬补助金", "生活护理费"),
    "解除时月平均工资": ("一次性工伤医疗补助金", "一次性伤残就业补助金"),
    "停工留薪期": ("停工留薪期工资",),
    "补助金月数": ("一次性工伤医疗补助金", "一次性伤残就业补助金"),
    "供养亲属": ("供养亲属抚恤金",),
}


def _doubt(reader: Reader, case: Case, unclear: set[str], events: Events) -> None:
    """Turn unclear facts into doubts where the question needs them."""
    for name, heads in _NEEDED.items():
        if name in unclear and set(heads) & set(case.asked.heads):
            case.doubts.append(f"{name}：题面的几个说法不一致")
    if {"一次性工伤医疗补助金", "一次性伤残就业补助金"} & set(case.asked.heads):
        _occupational(reader, case)
    if "一次性伤残就业补助金" in case.asked.heads:
        read_retirement(reader, case, events)
    question = reader.text[slice(*(case.asked.span or (0, 0)))]
    if (
        "停工留薪期工资" in case.asked.heads
        and re.search(r"误工费", reader.text)
        and re.search(r"双份|重复|兼得|补差|补足|补够|差的那|差额|就高|抵", reader.text)
        and not re.search(
            r"误工费[^。；]{0,24}(?:不影响|不冲突|可以?(?:同时|一并)|互不|无关|不(?:能|得|应|予|可|宜)?(?:相?互)?(?:抵|扣|冲))",
            reader.text,
        )
    ):
        case.doubts.append("第三人赔的误工费与停工留薪期工资是否只能得一份、差多少，看不准")
    if re.search(r"养老(?:金|保险)", reader.text) and re.search(r"差额|补足|补差|差多少", question):
        case.doubts.append("所问是伤残津贴与养老金的差额，本工具不计算")
    if OLD_WOUND.search(reader.text) and "一次性伤残补助金" in case.asked.heads:
        case.doubts.append("军人旧伤复发不享受一次性伤残补助金（工伤保险条例第15条），请核对所问")
    settle_pension(reader, case)
    _guard_deduction(reader, case)
    for pattern, message in _OUT_OF_REACH:
        if re.search(pattern, reader.text):
            case.doubts.append(message)


def _guard_deduction(reader: Reader, case: Case) -> None:
    """A question that wants money taken off is answered only where that money was read."""
    start, end = case.asked.span or (0, 0)
    if case.asked.deduct_paid or "停工留薪期已付" in case.facts:
        return
    if re.search(
        r"(?:扣除|抵扣|扣减|减去)[^。；，]{0,8}(?:预付|已付|已支付|垫付|款)|除(?:了|去|开)?[^。；，]{0,10}Ⓜ▪*元?[^。；，]{0,6}外",
        reader.text[start:end],
    ):
        case.doubts.append("所问要扣除已付的款项，看不准数额，请用 --set 已付款=… 给出")


def _employment(marked: Marked, case: Case) -> None:
    """Heads of employment law asked beside work-injury benefits: their facts by the employment reader."""
    heads = tuple(h for h in case.asked.heads if h in EMPLOYMENT_HEADS)
    if not heads:
        return
    from lexcalc.case.employment import read_facts as read_employment

    other = Case(text=case.text, scenario="EC", asked=Asked(heads=heads, span=case.asked.span))
    read_employment(marked, other)
    for fact in other.facts:
        if fact.name not in case.facts:
            case.facts.add(fact)
    case.doubts += [
        d for d in other.doubts if not d.startswith(("所问不止一项", "所问有", "所问似不止"))
    ]  # the others are injury heads
    if set(other.asked.heads) != set(heads):
        case.doubts.append("所问的劳动合同项目看不准：" + "、".join(other.asked.heads))


def _flags(reader: Reader, case: Case, events: Events) -> None:
    text = reader.text
    no = [m for m in _UNINSURED.finditer(text) if not reader.claimed(m.start())]
    yes = [
        m
        for m in _INSURED.finditer(text)
        if not reader.claimed(m.start()) and not any(n.start() <= m.start() < n.end() for n in no)
    ]
    if no and (not yes or _LATE.search(text)):
        case.facts.add(Fact("参保", False, span=no[0].span()))
    elif yes and not no:
        case.facts.add(Fact("参保", True, span=yes[0].span()))
    care = {m["a"] or m["b"]: m.span() for m in _SELF_CARE.finditer(text) if not reader.claimed(m.start())}
    if len(care) == 1:
        level, span = care.popitem()
        case.facts.add(Fact("生活自理障碍", f"{level}不能自理", span=span))
    if match := _NO_POST.search(text):
        case.facts.add(Fact("难以安排工作", True, span=match.span()))
    elif match := _POST.search(text):
        case.facts.add(Fact("难以安排工作", False, span=match.span()))
    if (match := _DISEASE.search(text)) and not re.search(r"(?:不是|非|不属于?|未患)职业病", text):
        case.facts.add(Fact("职业病", True, span=match.span()))
    if match := _ILLEGAL.search(text):
        case.facts.add(Fact("非法用工", True, span=match.span()))
    grade = case.facts.value("伤残等级")
    severe = isinstance(grade, Fraction) and grade <= 4
    if events.dead:
        if _AFTER_LEAVE.search(text) or (severe and _ON_ALLOWANCE.search(text)):
            how = "一至四级期满后死亡"
        elif _WITHIN_LEAVE.search(text):
            how = "停工留薪期内死亡"
        else:
            how = "因工死亡"
            if severe:
                case.doubts.append("一至四级伤残职工死亡，是否在停工留薪期内看不准")
        case.facts.add(Fact("死亡情形", how))
    elif match := _GONE.search(text):
        case.facts.add(Fact("死亡情形", "下落不明", span=match.span()))
        known = events.hurt or events.gone
        if known is not None:
            note = "下落不明的事故发生日"
            case.facts.add(Fact("死亡日", known.first(), note=note))
        question = reader.text[slice(*(case.asked.span or (0, 0)))]
        length = reader.marked.first(_GONE_FOR)
        if length and not re.search(r"每个?月|按月", question) and (months := in_months(length.q[0])):
            case.facts.add(Fact("下落不明月数", months, span=length.q[0].span))


_INCOME = re.compile(r"全国(?:的)?城镇居民(?:的)?(?:年)?人均(?:年)?可支配收入(?:(?!农村)[^。；，Ⓜ]){0,14}$")
_INCOME_BEHIND = re.compile(
    r"^[，,]?(?:是|为|系|即)(?P<when>[^。；，Ⓜ]{0,14})全国(?:的)?城镇居民(?:的)?(?:年)?人均(?:年)?可支配收入"
)


def _income(reader: Reader, case: Case, events: Events) -> None:
    """人均可支配收入 as the text states it for the whole country and the year before the death."""
    death = events.death or events.gone or events.hurt
    found = {}
    for q in reader.marked.between(0, len(reader.text), "money"):
        start, end = reader.marked.sentence(q.start)
        before, after = reader.text[start : q.start], reader.text[q.end : end]
        ahead, behind = _INCOME.search(before), _INCOME_BEHIND.match(after)
        if not (ahead or behind) or q.approx or q.value < 5000 or reader.claimed(q.start):  # type: ignore[operator]
            continue
        clause = reader.marked.clause(q.start)[0] if ahead else q.end
        years = {
            d.value.year
            for d in reader.marked.between(clause, q.start if ahead else min(end, q.end + 40), "date")
        }  # type: ignore[union-attr]
        told = before[clause - start :] if ahead else after[: behind.end()] if behind else ""
        if (death and years == {death.year - 1}) or (not years and re.search(r"上一?年度?", told)):
            found[q.value] = q
    if len(found) == 1:
        value, q = found.popitem()
        case.facts.add(Fact("人均可支配收入", value, span=q.span))  # type: ignore[arg-type]
    elif found:
        case.doubts.append("全国城镇居民人均可支配收入有几个数，请用 --set 人均可支配收入=… 指明")


def _occupational(reader: Reader, case: Case) -> None:
    """职业病 adds to 一次性工伤医疗补助金 by the share that the text gives; anything else added is a doubt."""
    if not re.search(r"增发|加发|上浮", reader.text) or re.search(
        r"(?:不是|非|不属于?|未患)职业病", reader.text
    ):
        return
    if not re.search(
        r"诊断|患职业病前|某患(?:有)?职业病|患职业病[，,]|(?:得|患)了职业病|职业病工伤|尘肺|矽肺|认定为?职业病",
        reader.text,
    ):
        if re.search(r"职业病", reader.text):
            return  # a rule of the province that does not concern this worker
        case.doubts.append("补助金有增发，题面看不准增发的条件和比例")
        return
    shares = {
        h.q[0].value for h in reader.marked.hits(r"医疗补助金(?:(?!就业)[^。；]){0,16}?(?:增发|加发|上浮){R}")
    }
    given = [case.facts.get(name) for name in ("医疗补助金月数", "医疗补助金数额")]
    counts = [fact for fact in given if fact is not None and isinstance(fact.value, Fraction)]
    if len(shares) != 1 or len(counts) != 1:
        case.doubts.append("职业病的增发比例看不准")
        return
    more = counts[0].value * (1 + shares.pop())  # type: ignore[operator]
    case.facts.add(Fact(counts[0].name, more, span=counts[0].span, note="含职业病增发"))
