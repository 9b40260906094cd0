"""What was seen but not explained: every amount, ratio, age and length near the question is used, irrelevant, or a doubt."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_limits import shared
from lexcalc.case.traffic_losses import DAY_HEADS, HEADS, labels_in, others_loss
from lexcalc.case.traffic_text import View

# Amounts that no head of damages takes in, by the words before them …
_APART = re.compile(
    r"意外险|承运人|保费|限额|合计|共计|总计|受理费|诉讼费|罚款|罚金|养老金|退休|离休|低保|以上|上述|捐|救助|慰问|抚恤|车价|购[买车置]|买(?:来|车|价|的时候|时)|"
    r"限速|底薪|座位险|每座|原价|新车|价格|残值|现值|折旧|报价|租金收入|补助金|谅解|彩礼|贷款|存款|房租|学费|佣金|律师费|代理费|复印|刑事|墓|骨灰|停尸|机票|殡仪|殡葬|寿衣|火化|丧宴|灵车|遗体|医保|社保|报销|"
    r"(?:办|操办)(?:了)?(?:丧事|后事|白事)|丧葬[^，。]{0,6}实际|实际[^，。]{0,6}丧"
)
# … or after them; what a rule or a table says in general is no fact of this case
_APART_AFTER = re.compile(
    r"^(?:元)?的?(?:城乡居民|城镇职工|企业职工|基本)*(?:限额|保费|罚款|新车|车子|罚金|意外险|养老|退休|低保)"
)
_WAGE = re.compile(r"工资|收入|月薪|年薪|挣|赚|利润|营业额|报酬|月入")
_TABLE = re.compile(r"平均工资|平均收入|人均|行业|业(?:为|是|年|的)|纯收入|消费|支出为|城镇|农村|省|市|标准")
_KIN = re.compile(
    r"[父母爸妈爹娘公婆爷奶妻夫儿女子孙兄弟姐妹叔伯舅姨]|老伴|爱人|配偶|孩子|护工|司机|驾驶|被告"
)
_RATIO_HEADS = {"残疾赔偿金", "被扶养人生活费", "定残后护理费", "误工费"}
_TIME_HEADS = {
    "误工费": r"误工|休息|休养|歇|上班|停工|病假|养伤|休",
    "护理费": r"护理|陪|照[顾料看护]|伺候",
    "营养费": r"营养",
    "住院伙食补助费": r"住院|医院",
}


def audit(view: View, case: Case) -> None:
    """Append a doubt for the first quantity of each kind that stays unexplained where it may matter."""
    for check in (
        _money,
        _carers,
        _parts,
        _again,
        _scrap,
        _ratios,
        _ages,
        _births,
        _meagre,
        _grades,
        _times,
        _still_paid,
        _sum,
        _odd,
        shared,
    ):
        if doubt := check(view, case):
            case.doubts.append(doubt)


def _free(view: View, case: Case, kind: str) -> list[Quantity]:
    """Quantities of a kind told as facts that no reader has used, nor another of the same value."""
    spans = [fact.span for fact in case.facts if fact.span]
    used = {q.value for q in view.quantities if q.start in view.used and q.kind == kind}
    used |= {
        q.value for q in view.quantities for a, b in spans if q.kind == kind and a == q.start and b == q.end
    }
    return [
        q
        for q in view.quantities
        if q.kind == kind
        and not q.approx
        and q.start not in view.used
        and q.value not in used
        and view.is_fact(q.start)
    ]


def _money(view: View, case: Case) -> str:
    for q in _free(view, case, "money"):
        if q.value < 10 or not (q.unit or q.per or q.value >= 100):
            continue
        clause = view.clause_at(q.start)
        begin, _ = view.sentence_at(q.start)
        near, after = view.before(q.start, 14), view.after(q.end, 8)
        if clause is None or _APART_AFTER.match(after):
            continue
        label = labels_in(near[-6:])
        if _APART.search(near) and not label:
            continue
        if re.search(r"(?:高出?|多出?|少|低|增加|上涨|涨|相差|差)(?:了|出)?$", near):
            continue  # 比上年高出1,950元: a difference
        if re.search(r"探望|看望|探视|看过[他她我]|探病", view.text[max(begin, q.start - 28) : q.start]):
            continue
        if "限额" in view.text[max(begin, q.start - 30) : q.start] and not labels_in(
            clause.text, clause.start
        ):
            continue
        if "停运" in view.text[max(begin, q.start - 24) : q.start] and re.search(
            r"停运[^。;，]{0,6}(?:之?外|不(?:算|计|含)|除外|另)",
            view.text[view.question[0] : view.question[1]],
        ):
            continue
        if others_loss(view, clause, q):
            continue
        if re.search(r"\((?:其中|含|包括|内含)[^()]*$", view.text[begin : q.start]):
            continue  # a part of the amount before the bracket
        if case.asked.heads and case.asked.payer is None and not _near_asked(view, case, q, begin):
            continue
        if q.per == "day":
            return f"未能确定“{q.raw}”是哪一项的日标准"
        return f"未能确定“{q.raw}”是什么款项"
    return ""


def _carers(view: View, case: Case) -> str:
    """Another number of carers after hospital, where one number was taken for the whole time."""
    number = case.facts.value("护理人数")
    if number is None or "护理段" in case.facts or (case.asked.heads and "护理费" not in case.asked.heads):
        return ""
    for match in re.finditer(
        r"(?:出院|回家|回到家|其余|此后|之后)[^。;]{0,24}?([12一两二三])(?:名|个|位)?(?:家属|亲属|护工|护理人员)?人?(?=护理|陪护|照|，|。|;|$)",
        view.text,
    ):
        told = {"一": 1, "两": 2, "二": 2, "三": 3}.get(match[1]) or int(match[1])
        begin, end = view.sentence_at(match.start())
        if told != number and "人" in match[0] and re.search("护|陪|照", view.text[begin:end]):
            return "住院期间与出院后的护理人数不同，没有分段读出"
    return ""


_REFUSED_PART = re.compile(
    r"不(?:予|被|能|应)?(?:支持|认|认可|采信|计|算|赔)|无关|另案|剔除|扣除|扣掉|扣减|不属于|不是[^，。;]{0,6}(?:伤|事故)|自费|非医保|老毛?病|原有|旧[病伤疾]|基础病|报销|已经?[^，。;]{0,6}(?:付|赔)"
)


def _parts(view: View, case: Case) -> str:
    """其中10,000元与事故无关: a part that is refused, of an amount that was read as a whole."""
    totals = {f.value for f in case.facts if f.name in HEADS and isinstance(f.value, Fraction)}
    for match, (q, *_) in view.hits(r"(?:其中|里面?有?|内有|包括|含)[^。;Ⓜ]{0,24}?{M}"):
        begin, end = view.sentence_at(q.start)
        whole = [p for p in view.quantities if begin <= p.start < match.start() and p.kind == "money"]
        if (
            whole
            and whole[-1].value in totals
            and q.value < whole[-1].value
            and not any(t == q.value for t in totals)
            and view.used.get(q.start) not in ("struck", "paid")
            and _REFUSED_PART.search(told := view.text[match.start() : min(end, q.end + 30)])
            and not re.search(r"(?:要求|主张|请求|辩称)[^。;]{0,6}(?:扣|剔|不)", told)
            and (
                not case.asked.heads or any(case.facts.value(h) == whole[-1].value for h in case.asked.heads)
            )
        ):
            return f"“{q.raw}”是前面数额的一部分而且似乎不应计入，没有扣除"
    return ""


def _again(view: View, case: Case) -> str:
    """A second stay that the days in hospital do not hold: 住院15天，复查时又住院15天."""
    stay = case.facts.value("住院天数")
    heads = set(case.asked.heads)
    if not isinstance(stay, Fraction) or (heads and not heads & {"住院伙食补助费", "护理费", "营养费"}):
        return ""
    for match, (q, *_) in view.hits(r"(?:又|再次|再|二次|第二次|后来)(?:入院|住院|住了?)[^。;，Ⓣ]{0,6}{T}"):
        if isinstance(q.value, Duration) and stay <= q.value.days + 30 * q.value.months:
            before = view.text[view.sentence_at(match.start())[0] : match.start()]
            if re.search(r"住院[^。;，]{0,6}Ⓣ", before) or re.search(
                r"住院[^。;，]{0,6}Ⓣ", view.text[: match.start()]
            ):
                return f"再次住院的“{q.raw}”似乎没有计入住院天数"
    return ""


def _scrap(view: View, case: Case) -> str:
    """What the wreck is still worth comes off where it stays with the victim."""
    if "财产损失" not in case.facts or (case.asked.heads and "财产损失" not in case.asked.heads):
        return ""
    for match, (q, *_) in view.hits(r"残值[^。;，Ⓜ]{0,8}{M}"):
        around = view.text[max(view.sentence_at(q.start)[0], match.start() - 16) : q.end + 16]
        if q.value > 0 and not re.search(
            r"已(?:经)?(?:扣|减|除)|归(?:被告|保险|对方|司机)|(?:扣除|减去|减|扣)残值[^。;]{0,14}后", around
        ):
            return f"“{q.raw}”的残值是否已经扣除，题面没有写明"
    return ""


_PAID_ON = re.compile(
    r"(?:单位|公司|厂里?|店里?|老板|学校|饭店|酒店|雇主|用人单位|东家)(?:[^。;，Ⓜ]{0,16})(?:照发|仍发|还发|照付|继续发|发了|发给|发放了?|支付了?|给了?|发)[^。;，未没]{0,8}(?:一半|半薪|Ⓡ|基本工资|底薪|Ⓜ)"
)


def _still_paid(view: View, case: Case) -> str:
    """An employer who went on paying a part, while the whole wage was taken for lost."""
    if "误工费" in case.facts or "误工减少收入" in case.facts or "误工月收入" not in case.facts:
        return ""
    if case.asked.heads and "误工费" not in case.asked.heads:
        return ""
    for match in _PAID_ON.finditer(view.text):
        begin, _ = view.sentence_at(match.start())
        if re.search(
            r"误工|期间|休息|停工|病假|这[几Ⓣ]|没上班|养伤",
            view.text[max(begin, match.start() - 24) : match.end()],
        ) and view.is_fact(match.start()):
            if any(match.start() <= at < match.end() for at in view.used):
                continue
            return "单位在误工期间仍发部分工资，实际减少的收入没有读出"
    return ""


def _near_asked(view: View, case: Case, q: Quantity, begin: int) -> bool:
    """Whether an amount may belong to a head that is asked for by itself."""
    heads = set(case.asked.heads)
    left = view.text[begin : q.start]
    if re.search(
        r"(?:县|区|州|镇|我们市|本市)(?:里|城|内)?的?(?:职工|社会)?(?:年)?平均工资(?:只|才|就)?(?:是|为|有)?$",
        left,
    ) and (re.search(r"省[^。;，Ⓜ]{0,8}(?:职工|就业人员|社会)[^。;，Ⓜ]{0,8}平均工资", view.text)):
        return False  # the county's figure beside the province's own
    table = any(view.used.get(p.start) == "figure" for p in view.quantities if begin <= p.start < q.start)
    if table and q.value >= 8000 and not q.per:
        return True  # beside a published figure another one that was not understood
    wage = _WAGE.search(left[-16:]) or _TABLE.search(left[-24:])
    if wage:
        return "误工费" in heads and not _TABLE.search(left[-24:]) and "误工费" not in case.facts
    labels = labels_in(left, begin)
    if labels:
        return labels[-1].head in heads or labels[-1].head == "住院"
    direct = {
        "残疾赔偿金",
        "死亡赔偿金",
        "丧葬费",
        "被扶养人生活费",
    }  # reckoned from a table: a loose sum is no part of them
    return not heads <= direct or q.per == "day"


def _ratios(view: View, case: Case) -> str:
    heads = set(case.asked.heads)
    if case.asked.payer is None and heads and not heads & _RATIO_HEADS:
        return ""
    known = {fact.value for fact in case.facts if isinstance(fact.value, Fraction)}
    share = case.facts.value("责任比例")
    if isinstance(share, Fraction):
        known.add(1 - share)
    if isinstance(entries := case.facts.value("伤残"), list):
        known |= {(11 - entry["等级"]) / Fraction(10) for entry in entries}
    for q in _free(view, case, "ratio"):
        near = view.before(q.start, 14) + view.after(q.end, 8)
        if q.value in known or re.search(r"利息|利率|LPR|折扣|胜诉|股|概率|恢复|酒精|坡度|劳动能力", near):
            continue
        if case.asked.payer is None and heads and re.search(r"责任|过错|承担|担|主责|次责", near):
            continue
        return f"未能确定“{q.raw}”是什么比例"
    return ""


def _ages(view: View, case: Case) -> str:
    age = case.facts.value("年龄")
    if not isinstance(age, Fraction) or not any(isinstance(q.value, Fraction) for q in view.quantities):
        return ""
    heads = set(case.asked.heads)
    if heads and not heads & {"残疾赔偿金", "死亡赔偿金", "被扶养人生活费"}:
        return ""
    for q in _free(view, case, "age"):
        before, after = view.before(q.start, 14), view.after(q.end, 6)
        if (
            _KIN.search(before)
            or q.value in (age, age - 1, age - 2)  # a year or two before: the age at the accident
            or re.match(r"以[上下]|以后|前|后|之|退休|止|为止", after.lstrip("的"))
        ):
            continue
        if re.search(r"事故|受伤|当时|出事|不满|未满|不到|超过|快|离|满$|退休|还没|至$|到$", before + after):
            continue
        if max(q.value, age) < 60 and q.value >= 18:
            continue  # the years counted are the same
        return f"未能确定“{q.raw}”是谁的年龄"
    return ""


def _meagre(view: View, case: Case) -> str:
    """A sum that makes next to nothing a day is a daily rate that was taken for the whole."""
    for head, days in (*DAY_HEADS.items(), ("住院伙食补助费", "住院天数")):
        total, told = case.facts.get(head), case.facts.value(days)
        if total is None or not isinstance(total.value, Fraction) or not isinstance(told, Fraction):
            continue
        if 0 < total.value < min(500, 5 * told) and (not case.asked.heads or head in case.asked.heads):
            return f"未能确定{head}的数额是总额还是日标准"
    return ""


def _births(view: View, case: Case) -> str:
    """A birth date that belongs to nobody who was read may be that of another dependant."""
    heads = set(case.asked.heads)
    if (heads and "被扶养人生活费" not in heads) or "被扶养人生活费" in case.facts:
        return ""
    if not heads and "被扶养人" not in case.facts:
        return ""
    for match, (q, *_) in view.hits(r"{D}(?:出)?生(?!活|效|育)|(?:出生日期(?:为|:)?|出生于|(?<!发)生于){D}"):
        before = view.text[max(view.sentence_at(q.start)[0], match.start() - 12) : match.start()]
        if q.start not in view.used and not re.search(r"被告|司机|驾驶", before):
            return f"未能确定“{q.raw}”是谁的出生日期"
    return ""


# a hospital of the third grade, a road of the second: grades of other things
_OTHER_GRADE = re.compile(
    r"工伤|护理|医院|甲等|公路|[大台强]风|烈度|地震|技师|技工|职称|员工|厨师|建造师|驾驶证|肌力|甲$|心功能|肝功能"
)


def _grades(view: View, case: Case) -> str:
    heads = set(case.asked.heads)
    if (heads and not heads & {"残疾赔偿金", "被扶养人生活费"}) or "残疾赔偿金" in case.facts:
        return ""
    entries = case.facts.value("伤残")
    known = {entry["等级"] for entry in entries} if isinstance(entries, list) else set()
    for q in _free(view, case, "grade"):
        near = view.before(q.start, 14) + view.after(q.end, 8)
        if q.value not in known and not _OTHER_GRADE.search(near):
            return f"未能确定“{q.raw}”是否受害人的伤残等级"
    return ""


def _times(view: View, case: Case) -> str:
    """A length of nursing, rest or hospital that no head took, while that head is reckoned by the day."""
    for head, words in _TIME_HEADS.items():
        if head in case.facts or (case.asked.heads and head not in case.asked.heads):
            continue
        if head == "护理费" and "护理段" in case.facts and "护理天数" not in case.facts:
            continue
        if not any(name.startswith(head[:2]) for name in (fact.name for fact in case.facts)):
            continue
        for q in _free(view, case, "duration"):
            value = q.value
            if (
                not isinstance(value, Duration)
                or value.years
                or value.days in (365, 360)
                or value in (Duration(0, 0, 1), Duration(0, 1, 0))
            ):
                continue
            clause = view.clause_at(q.start)
            if re.search("[前近]的?$|除以$|÷$", view.before(q.start, 3)):
                continue  # 事故前三个月的工资
            if head == "误工费" and {"误工天数", "误工月数"} & {fact.name for fact in case.facts}:
                words = "误工"  # a finding of the length stands before what the doctor advised
            if clause and re.search(words, view.before(q.start, 12) + view.after(q.end, 5)):
                return f"未能确定“{q.raw}”是不是{head}的期间"
    return ""


_SUMS = (
    r"(?:以上|上述|各项|前述|全部|所有)[^。;，Ⓜ]{0,8}(?:合计|共计|总计|总额|总和|一共|共)[^。;，Ⓜ]{0,6}{M}"
)
_PRODUCTS = (
    ("住院伙食补助费", "住院天数", "住院伙食标准"),
    ("营养费", "营养天数", "营养日标准"),
    ("护理费", "护理天数", "护理日标准"),
    ("误工费", "误工天数", "误工日收入"),
)


def _sum(view: View, case: Case) -> str:
    """A sum that the text states of everything: what was read must add up to it, with or without the expert's fee."""
    if case.asked.heads or "其他受害人" in case.facts:
        return ""
    stated = {q.value for _, (q, *_) in view.hits(_SUMS) if view.is_fact(q.start) and not q.approx}
    if len(stated) != 1:
        return ""
    total, fee = Fraction(0), case.facts.value("鉴定费")
    for fact in case.facts:
        if fact.name in HEADS and fact.name != "鉴定费" and isinstance(fact.value, Fraction):
            total += fact.value
    for head, days, rate in _PRODUCTS:
        length, unit = case.facts.value(days), case.facts.value(rate)
        if head not in case.facts and isinstance(length, Fraction) and isinstance(unit, Fraction):
            if head == "护理费" and ("护理段" in case.facts or "护理人数" in case.facts):
                return ""
            total += length * unit
    computed = {"误工月数", "误工月收入", "误工年收入", "辅助器具", "护理段", "残后护理年数"}
    raised = {"伤残", "伤残系数"} & {f.name for f in case.facts} and "残疾赔偿金" not in case.facts
    if raised or case.facts.value("受害人死亡") is True or computed & {f.name for f in case.facts}:
        return ""  # heads that the rules compute are not known here
    value = stated.pop()
    if total in (value, value - (fee if isinstance(fee, Fraction) else 0)):
        return ""
    return "各项损失之和与题面写明的合计不一致"


def _odd(view: View, case: Case) -> str:
    """Readings that no case can have, and reductions that the rules do not know."""
    share = case.facts.value("责任比例")
    if (
        case.asked.payer in ("全部", "侵权人")
        and isinstance(share, Fraction)
        and share < 1
        and not {"交强险", "侵权方非机动车", "多辆机动车"} & {fact.name for fact in case.facts}
        and not re.search(r"保险|不(?:考虑|计|论|乘)[^。;，]{0,4}责任", view.text)
    ):
        return "只负部分责任，而机动车是否投保交强险，题面没有写明（可用 --set 交强险=值 补充）"
    age = case.facts.value("年龄")
    if isinstance(age, Fraction) and not 0 <= age <= 110:
        return "受害人的年龄没有读对"
    match = next(view.hits(r"(?:参与度|原因力|自身疾病|原有疾病|自身体质)[^。;]{0,20}?{R}"), None)
    if match and view.is_fact(match[0].start()):
        end = view.sentence_at(match[0].start())[1]
        if not re.search(
            r"不(?:予|应|能|作)?(?:扣减|减轻|考虑|支持|采纳|扣除)|不影响",
            view.text[match[0].start() : end + 60],
        ):
            return "损伤参与度是否减少赔偿，须人工判断"
    return ""
