"""The victim's own income, for the loss of earnings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_off_work import pay_runs
from lexcalc.case.traffic_text import View

_WAGE = r"到手|实发|返聘费|劳务费|工资|收入|月薪|年薪|薪水|薪酬|薪资|挣|赚|拿|日薪|报酬"
_OTHERS = re.compile(
    r"护工|护理|陪护|妻子|丈夫|老婆|老公|女儿|儿子|行业|职工|社会|(?<![月▪])平均工资|居民|可支配|司机|被告|养老|退休|同事|低保|扶养|父亲|母亲|他爸|他妈|[其之][子女妻夫父母](?!女)"
)
_ODD_JOBS = re.compile(r"(?:打零?工|零工|日工|短工|帮工|干活|做工|务工)[^。;ⓂⓉ]{0,12}$")
_STILL = re.compile(
    r"仍|还|照|继续|只|仅|每个?月[^，。Ⓜ]{0,6}(?:发|给|付)|单位[^，。Ⓜ]{0,10}(?:发|给|付)|公司[^，。Ⓜ]{0,10}(?:发|给|付)|基本工资|生活费|病假工资"
)


def read_income(view: View, case: Case) -> None:
    """误工月收入, 误工日收入, 误工年收入 or, where the employer went on paying part, 误工减少收入."""
    earned: list[tuple[str, Quantity]] = []
    paid: list[Quantity] = []
    reduced: list[Quantity] = []
    _three_years(view, case)
    _monthly(view, case)
    for clause in view.clauses:
        if clause.level in ("claim", "rejected"):
            continue
        for q in (q for piece in clause.pieces for q in piece.quantities):
            if q.kind != "money" or q.start in view.used or q.approx:
                continue
            before, after = view.text[max(clause.start, q.start - 24) : q.start], view.after(q.end, 10)
            if re.search(r"(?:残疾|死亡)赔偿金[^，。;、Ⓜ]{0,12}$", before):
                continue  # the yearly standard of another head
            if view.of_kin(q.start) and re.search(
                "护|照|陪|请假", view.text[slice(*view.sentence_at(q.start))]
            ):
                continue  # the wage of the relative who nursed
            if re.search(
                r"(?:Ⓒ|被告|司机)[的每一个陈述自称说]{0,6}(?:月|年)?(?:平均)?(?:工资|收入|薪)",
                view.people[max(clause.start, q.start - 24) : q.start],
            ):
                view.use(q, "driver")  # the wrongdoer's own wage
                continue
            if _OTHERS.search(before) and not re.search(r"原告|我(?!爱人|老)|本人", before):
                continue
            per = q.per or (
                "month"
                if re.search(
                    r"月(?:平均|固定|基本|实际|税[前后]|应发|实发)*(?:工资|收入|薪)|月(?:均)?(?:实际)?(?:减少|损失)|每个?月|月均|一个月|月入",
                    before,
                )
                else "year"
                if re.search(r"年(?:平均)?(?:收入|薪|工资)", before)
                else None
            )
            if re.search(r"日(?:工资|薪|均收入|收入)|每[天日]", before):
                per = "day"
            if per is None:
                continue
            if re.search(r"减少|扣(?:发|除|了|我)|少(?:收入|发|拿|挣|了)|损失", before) and per == "month":
                reduced.append(q)
            elif (
                _STILL.search(before) and re.search(r"发|给|付|领|拿", before + after[:4]) and per == "month"
            ):
                paid.append(q)
            elif (
                (per == "day" and _ODD_JOBS.search(view.text[view.sentence_at(q.start)[0] : q.start]))
                or re.search(_WAGE, before)
                or (
                    re.search("平均|均", before)
                    and re.search(_WAGE, view.text[view.sentence_at(q.start)[0] : q.start])
                )
                or re.search(_WAGE, after[:6])
                or (
                    re.fullmatch(
                        r"(?:平均|大概|大约|差不多|固定)*(?:每个?月|一个?月|月均)(?:是|有|都是|到手)?", before
                    )
                    and re.search(
                        rf"(?:{_WAGE})[^，。;Ⓜ]{{0,4}}，$",
                        view.text[max(0, clause.start - 14) : clause.start],
                    )
                )
                or ("误工" in before and per in ("month", "year"))
            ):
                earned.append((per, q))
    _lost_sum(view, case)
    _carer(view, case)
    if "误工年收入" in case.facts or "误工费" in case.facts:
        return
    if "误工月收入" in case.facts:
        return
    unproved = re.search(r"(?:不能|未能|无法|没能)[^。;，]{0,6}(?:举证|证明)[^。;]{0,20}收入", view.text)
    if "误工" in view.text and (not earned or unproved):
        _industry(view, case)
        if unproved and "误工年收入" in case.facts:
            return
    _part_pay(view, case, earned)
    if reduced and len({q.value for q in reduced}) == 1:
        _put(view, case, "误工减少收入", reduced[0])
        for _, q in earned:
            view.use(q, "income")
        return
    for per in ("month", "day", "year"):
        values = {q.value for p, q in earned if p == per}
        if not values:
            continue
        chosen = [q for p, q in earned if p == per]
        for q in [*chosen, *paid]:
            view.use(q, "income")
        if len(values) > 1:
            return
        if per == "month" and paid:
            if len({q.value for q in paid}) == 1 and paid[0].value < chosen[0].value:
                q = paid[0]
                case.facts.add(
                    Fact(
                        "误工减少收入",
                        chosen[0].value - q.value,
                        span=q.span,
                        note="月收入减单位仍付部分",
                    )
                )
            return
        _put(view, case, {"month": "误工月收入", "day": "误工日收入", "year": "误工年收入"}[per], chosen[0])
        return


_TRADES = (
    ("建筑", r"架子工|瓦工|泥水|木工|钢筋工|工地|建筑|装修|泥瓦|油漆工"),
    ("运输", r"司机|快递|外卖|骑手|运输|送货|货运"),
    ("餐饮", r"厨师|服务员|餐馆|饭店|餐饮"),
    ("农", r"农民|种地|务农|果园|养殖"),
    ("居民服务", r"保姆|家政|保洁|理发|美容|维修工"),
    ("批发|零售", r"超市|店员|小卖部|杂货|个体|经营|摆摊|店主"),
    ("制造", r"厂|车间|制造|工人"),
)


def _part_pay(view: View, case: Case, earned: list[tuple[str, Quantity]]) -> None:
    """``扣了60%的工资``, ``只发40%``: only the part that was not paid is lost."""
    if runs := pay_runs(view):  # of a part of the time only: reckoned run by run
        for begin, end in (span for *_, span in runs):
            for q in view.quantities:
                if begin <= q.start < end and q.kind == "duration":
                    view.use(q, "income")
        return
    for match, (q, *_) in view.hits(
        r"(?P<how>扣(?:发|除|了|掉)*|(?:只|仅|按)?(?:发|付|支付)(?:了|放)?)[^。;，Ⓡ]{0,8}{R}的?(?:基本)?(?:工资|薪|收入)"
    ):
        if view.is_fact(q.start):
            lost = q.value if match["how"].startswith("扣") else 1 - q.value
            for index, (per, wage) in enumerate(earned):
                earned[index] = (per, replace(wage, value=wage.value * lost))
            view.use(q, "part pay")
            return


_MONTHS = re.compile(
    r"Ⓓ▪*(?:至|到|-|—|、)+Ⓓ▪*[^。;Ⓜ]{0,16}?(?:工资|收入)[^。;Ⓜ]{0,10}?(?:分别|依次)|"
    r"(?:前|近|最近)(?:的)?(?:三|3|六|6|两|2|四|4|五|5)?(?:个月|Ⓣ▪*)[^。;Ⓜ]{0,24}?(?:工资|收入)[^。;Ⓜ]{0,10}?(?:分别|依次)"
)


def _monthly(view: View, case: Case) -> None:
    """事故前三个月实发工资分别为X、Y、Z: their mean is the monthly income."""
    for match in _MONTHS.finditer(view.text):
        row = re.match(r"[^Ⓜ，。;]{0,6}Ⓜ▪*(?:元)?(?:[、和及，]+Ⓜ▪*(?:元)?)+", view.text[match.end() :])
        times = view.marked.between(*match.span(), "duration")
        if (
            any(not q.value.months for q in times)
            or any(q.value.month is None for q in view.marked.between(*match.span(), "date"))
            or row is None
            or not view.is_fact(match.start())
            or re.search(r"护理|妻|夫|子|女儿|父|母", match[0])
        ):
            continue
        amounts = [
            q
            for q in view.quantities
            if q.kind == "money" and match.end() <= q.start < match.end() + row.end()
        ]
        for q in amounts:
            view.use(q, "income")
        mean = sum((q.value for q in amounts), start=amounts[0].value * 0) / len(amounts)
        case.facts.add(Fact("误工月收入", mean, span=(amounts[0].start, amounts[-1].end), note="数月平均"))
        return


_YEARS = re.compile(
    r"(?:最近|近|前)(?:(?:三|3)(?:个)?年(?:度)?|Ⓣ▪*)[^。;Ⓜ]{0,30}?(?:收入|营业)|Ⓓ▪*、Ⓓ▪*(?:、|和|及|与)Ⓓ▪*[^。;，Ⓜ]{0,8}?(?:收入|利润)"
)


def _three_years(view: View, case: Case) -> None:
    """最近三年收入分别为…: without fixed income the average of the last three years counts (人身损害解释7条)."""
    for match in _YEARS.finditer(view.text):
        end = view.sentence_at(match.start())[1]
        if re.search(r"可支配|居民|消费|工伤", match[0]) or not view.is_fact(match.start()):
            continue
        amounts = [
            q
            for q in view.quantities
            if match.end() <= q.start < end and q.kind == "money" and q.value >= 1000
        ]
        if len(amounts) == 3 and not any(q.approx for q in amounts):
            for q in amounts:
                view.use(q, "income")
            mean = sum((q.value for q in amounts), start=amounts[0].value * 0) / 3
            case.facts.add(
                Fact("误工年收入", mean, span=(amounts[0].start, amounts[2].end), note="最近三年平均收入")
            )
            return
        if len(amounts) > 1 and "误工费" in case.asked.heads:
            case.doubts.append("最近三年的收入没有读全")


def read_idle(view: View, case: Case) -> None:
    """停运天数 and 停运日损失 (net of cost) of a vehicle that earned money, in other words than 停运 beside the numbers."""
    if not re.search("停运|营运损失", view.text) or "停运损失" in case.facts:
        return
    net = r"(?:净(?:收入|损失|收益|利润?|挣|赚)|扣(?:除|掉|去)[^。;Ⓜ]{0,24}后?[^。;Ⓜ]{0,12})(?:为|是|约)?[^。;Ⓜ\d]{0,4}{M}"
    daily = {
        q.value: q
        for _, (q, *_) in view.hits(net)
        if (q.per == "day" or "日" in view.before(q.start, 16)) and view.is_fact(q.start) and not q.approx
    }
    shop = r"(?:维修|修理|停运|停驶|修车|修好)[^。;，Ⓣ]{0,6}{T}"
    days = {
        q.value.days: q
        for _, (q, *_) in view.hits(shop)
        if view.is_fact(q.start) and q.value == (0, 0, q.value.days)
    }
    for name, found in (("停运日损失", daily), ("停运天数", days)):
        if len(found) == 1 and name not in case.facts:
            value, q = next(iter(found.items()))
            view.use(q, "idle")
            case.facts.add(Fact(name, Fraction(value), span=q.span))


_KIN = re.compile(
    r"(?:妻子?|丈夫|儿子|女儿|母亲|父亲|老婆|老公|爱人|妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|护理人员|家属|护理人|媳妇?|女婿|婆|嫂|姨|舅|姑)"
)


def _lost_sum(view: View, case: Case) -> None:
    """``少拿了10800``, ``被扣发4,180元``: wages lost in all, by the victim or by the relative who nursed."""
    pattern = r"(?:少(?:拿|发|挣|领|收入)|(?:被|一共|共|总共|实际)[^。;，Ⓜ]{0,8}扣(?:发|掉|除)?|扣(?:发|掉|了)|减少(?:的)?(?:工资|收入)|(?:损失|误)(?:的)?(?:工资|收入))[^。;，Ⓜ\d每月日天]{0,8}{M}"
    own: list[Quantity] = []
    carers: list[Quantity] = []
    for _, (q, *_) in view.hits(pattern):
        begin, _ = view.sentence_at(q.start)
        story = view.text[max(begin, q.start - 70) : q.start]
        clause = view.clause_at(q.start)
        if (
            q.per
            or q.approx
            or clause is None
            or clause.level in ("claim", "rejected")
            or re.search(r"每|月(?:均|扣|减)|奖|提成|社保|个税", story[-16:])
        ):
            continue
        if _KIN.search(story) and re.search(r"护理|陪|照[顾料护看]|请假", story):
            carers.append(q)
        elif re.search(r"误工|工资|上班|单位|公司|休|工作", story):
            own.append(q)
    if len({q.value for q in own}) == 1:
        view.use(own[0], "income")
        case.facts.add(Fact("误工费", own[0].value, span=own[0].span, note="实际减少的收入"))
    if carers:
        view.carers = carers
        for q in carers:
            view.use(q, "carer")


def _carer(view: View, case: Case) -> None:
    """A relative who nurses and loses wages: a thirtieth of the monthly wage per day (人身损害解释8条)."""
    carer = r"(?:妻子?|丈夫|儿子|女儿|母亲|父亲|老婆|老公|爱人|妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|护理人员|家属|护理人|[其之](?:子|女|妻|夫|母|父))"
    found = []
    for _, (q, *_) in view.hits(
        rf"{carer}[^。;Ⓜ]{{0,24}}?(?:月(?:平均)?(?:工资|收入)|每月|月薪|一个月)[^。;，Ⓜ]{{0,8}}{{M}}"
    ):
        begin, end = view.sentence_at(q.start)
        if (
            re.search(r"护理|照[顾护料]|陪护", view.text[begin:end])
            and view.is_fact(q.start)
            and not q.approx
            and q.start not in view.used
        ):
            found.append(q)
    if found:
        for q in found:
            view.use(q, "carer")
        if not view.carers and len({q.value for q in found}) == 1:
            q = found[0]
            case.facts.add(Fact("护理日标准", q.value / 30, span=q.span, note="护理人员月收入÷30"))


def _industry(view: View, case: Case) -> None:
    """An industry's average wage stands for income that cannot be proved (人身损害解释7条)."""
    pattern = (
        r"(?:[^，。;、Ⓜ]{2,10}?业|[^，。;、Ⓜ]{2,8}行业)(?:和其他[^，。;Ⓜ]{0,6})?"
        r"(?:上一?年度?|Ⓓ▪*|去年|的|在岗|城镇|私营|非私营|单位|从业|就业|人员|职工|年|人均|的|同期)*(?:平均)?(?:工资|收入)?(?:标准)?(?:来|去)?(?:计算|计|算|赔|定)?(?:，?(?:Ⓣ▪*|每年|全年|年)?(?:为|是|即|也就是|合)?)?{M}"
    )
    found = [
        (match[0], q)
        for match, (q, *_) in view.hits(pattern)
        if view.is_fact(q.start)
        and "全行业" not in match[0]
        and q.value >= 20000
        and not q.approx
        and q.start not in view.used
    ]
    chosen = found[0][1] if len({q.value for _, q in found}) == 1 else None
    if chosen is None and found:
        rest = view.text
        for label, _ in found:
            rest = rest.replace(label, "")
        own = [
            q
            for label, q in found
            for trade, job in _TRADES
            if re.search(trade, label) and re.search(job, rest)
        ]
        chosen = own[0] if len({q.value for q in own}) == 1 else None
    if chosen is not None:
        _put(view, case, "误工年收入", chosen)
    for _, q in found:
        view.use(q, "income")


def _put(view: View, case: Case, name: str, q: Quantity) -> None:
    view.use(q, "income")
    case.facts.add(Fact(name, q.value, span=q.span))
