"""From the associations to facts: sums of invoices, conflicts, heads left out, and what was seen but not explained."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Duration, Fact
from lexcalc.case.traffic_asked import asking
from lexcalc.case.traffic_audit import audit
from lexcalc.case.traffic_left_out import left_out as heads_left_out
from lexcalc.case.traffic_left_out import unasked as heads_unasked
from lexcalc.case.traffic_losses import (
    DAY_HEADS,
    DISABILITY,
    MEDICAL,
    RATE_HEADS,
    Found,
    Losses,
    labels_in,
)
from lexcalc.case.traffic_off_work import lost_bonus, off_work, paid_for_a_while, still_paid
from lexcalc.case.traffic_text import View
from lexcalc.case.traffic_time import nursing

_FACT = ("found", "court")
_COMPUTED = {"残疾赔偿金", "死亡赔偿金", "丧葬费", "被扶养人生活费"}
_BASIS = {
    "残疾赔偿金": ("人均可支配收入", "年龄", "伤残"),
    "死亡赔偿金": ("人均可支配收入", "年龄"),
    "被扶养人生活费": ("人均消费支出", "被扶养人"),
}
_RAISED = {  # facts from which the rules reckon a head by themselves
    "残疾赔偿金": ("伤残", "伤残系数"),
    "死亡赔偿金": ("受害人死亡", "死亡日"),
    "丧葬费": ("职工年平均工资", "职工月平均工资"),
    "被扶养人生活费": ("被扶养人",),
}
_NEEDS = {
    "停运损失": ("停运天数",),
    "误工费": ("误工天数", "误工月数"),
    "护理费": ("护理天数",),
    "营养费": ("营养天数",),
    "住院伙食补助费": ("住院天数",),
}


def settle_losses(view: View, case: Case, losses: Losses) -> None:
    """Put the loss facts and, for questions about everything, doubt what stays unexplained."""
    everything = not case.asked.heads
    unasked = heads_unasked(view.text[slice(*asking(view))][-300:]) if everything else set()
    left_out = heads_left_out(view) | unasked
    _bills(view, losses)
    _struck(view, case, losses)
    for head, found in losses.totals.items():
        if head in unasked:
            continue
        court = any(f.clause.level == "court" for f in found)
        if head in left_out and head not in case.asked.heads and not court:
            if everything and any(f.clause.level in _FACT for f in found):
                case.doubts.append(f"{head}一处写明数额，另一处写明不在本案处理，未能确定是否计入")
            continue  # another thing of the same head may be refused beside what the court found
        _total(view, case, losses, head, found, everything)
    for heads, found in losses.groups:
        _group(case, heads, found, everything)
    _components(view, case, losses, left_out)
    if raised := [
        head for head in unasked & set(_RAISED) if set(_RAISED[head]) & {f.name for f in case.facts}
    ]:
        case.doubts.append(f"所问不含{raised[0]}，而案情有其计算依据，未能确定其余各项")
    if everything and not losses.totals and not losses.groups:
        _whole(view, case)
    _consistent(view, case)
    if "辅助器具" in case.facts and "残疾辅助器具费" in case.facts:
        case.doubts.append("辅助器具既有单价又有总额，未能确定采用哪一个")
    if "残疾辅助器具费" in case.facts and re.search(
        r"Ⓣ▪*(?:更?换)?一[次具个换]|每Ⓣ▪*(?:需|要)?更?换", view.text
    ):
        case.doubts.append("辅助器具须定期更换，单价、周期或年限没有读全")
    _only_claimed(case, losses, left_out)
    audit(view, case)
    injured = any(n in case.facts for n in ("伤残", "伤残系数", "残疾赔偿金", "死亡赔偿金", "死亡伤残项"))
    if everything and "人均可支配收入" in case.facts and not injured and not case.facts.value("受害人死亡"):
        case.doubts.append("题面给出人均可支配收入，但没有读出伤残等级或死亡")
    if everything:
        _unexplained(view, case, losses, left_out)


def _bills(view: View, losses: Losses) -> None:
    """A bill that the other side paid is a loss too: the only medical one, or beside what the victim paid himself."""
    own = [f for f in losses.totals.get("医疗费", []) if f.clause.level in _FACT]
    grouped = "医疗费用项" in losses.totals or any(set(heads) & set(MEDICAL) for heads, _ in losses.groups)
    if grouped or re.search(r"不(?:含|包括|算)[^。;，]{0,10}(?:垫付|已付)", view.text):
        return
    for q, label in view.bills:
        clause = view.clause_at(q.start)
        if clause is None or not isinstance(q.value, Fraction) or clause.text.startswith("其中"):
            continue
        beside = own and any(
            re.search(
                r"自(?:己|行)?(?:又|还|另)?(?:支?付|花|垫|出)|(?:另外?|还有)[^，。;]{0,8}(?:医|门诊|住院|治疗|抢救|药|自)",
                view.text[max(0, f.start - 16) : f.end + 10],
            )
            for f in own
        )
        if not own or beside:
            losses.totals.setdefault("医疗费", []).append(
                Found(q.value, f"垫付{label}", clause, q.start, q.end)
            )


_STRUCK = r"(?:其中|里面|内有|含)[^。;Ⓜ]{0,12}{M}[^。;Ⓜ]{0,40}?(?P<why>剔除|扣减|扣除|核减|减除|去掉|(?:不予|不能|不应|不得)(?:支持|认定|确认|计入|算入|采信))"


def _struck(view: View, case: Case, losses: Losses) -> None:
    """票据合计36,218元，其中一张1,260元与治疗无关，予以剔除: the total is told before the part that the court strikes out."""
    for match, (q, *_) in view.hits(_STRUCK):
        begin, end = view.sentence_at(match.start())
        before = [p for p in view.quantities if p.kind == "money" and begin <= p.start < match.start()]
        if not before or re.search(r"自费|非医保|医保|垫付|已付|支付", match[0]):
            continue
        if re.search(r"主张|要求|认为|辩称|抗辩|提出", view.text[before[-1].end : match.end()]) or re.match(
            r"[^。]{0,24}(?:不予(?:支持|采纳)|不(?:成立|同意))", view.text[match.end() :]
        ):
            continue
        after = view.text[match.end() : end]
        if re.match(r"(?:后)?[^。;Ⓜ]{0,16}(?:确认|核定|认定|为|计|剩|余)[^。;Ⓜ]{0,6}Ⓜ", after):
            continue  # the rest is told as well
        for head in ("医疗费", "财产损失", "交通费"):
            for found in losses.totals.get(head, []):
                if found.start == before[-1].start and found.value > q.value:
                    found.value -= q.value
                    found.label += "（已剔除部分）"
                    view.use(q, "struck")


def _total(view: View, case: Case, losses: Losses, head: str, found: list[Found], everything: bool) -> None:
    facts = [f for f in found if f.clause.level in _FACT]
    if head == "丧葬费" and re.search(r"(?:职工|就业人员|社会)[^，。;]{0,8}平均工资", view.text):
        facts = [
            f for f in facts if f.clause.level == "court"
        ]  # the law fixes it by the wage, not by what was spent
    claims = [f for f in found if f.clause.level == "claim"]
    facts = facts or [f for f in claims if view.confirmed(f.clause) or _upheld(view, head)]
    if not facts:
        return
    court = [f for f in facts if f.clause.level == "court"]
    facts = [f for f in facts if f.value not in losses.inside] or facts
    if (
        court
        and len({f.value for f in facts}) > 1
        and len({f.value for f in court}) == 1
        and _same_thing(head, facts)
    ):
        thing = _thing(head, court[0])
        facts = court + [f for f in facts if _thing(head, f) != thing]  # what it found of one thing only
    distinct: dict[Fraction, Found] = {}
    for f in facts:
        distinct.setdefault(f.value, f)
    values = list(distinct.values())
    if len(values) > 1:
        total = next((f for f in values if f.value == sum(g.value for g in values) - f.value), None)
        if total is not None:
            values = [total]
        elif (
            head == "鉴定费"
            and "鉴定费保险不赔" in case.facts
            and case.asked.payer not in (None, "侵权人", "全部")
        ):
            return
        elif _same_thing(head, values):
            case.doubts.append(f"{head}有多个数额，未能确定采用哪一个")
            return
    if not court and (basis := _BASIS.get(head)) and all(name in case.facts for name in basis):
        case.doubts.append(f"{head}既有数额又有计算依据，未能确定采用哪一个")
        return
    value = sum((f.value for f in values), Fraction(0))
    note = "＋".join(f.label for f in values) if len(values) > 1 else ""
    if head == "住院" or value <= 0:
        return
    if head == "死亡伤残项" and everything and "人均可支配收入" not in case.facts:
        head, note = _stands_for(case), note or "死亡伤残项合计"
    case.facts.add(
        Fact(head, value, span=(min(f.start for f in values), max(f.end for f in values)), note=note)
    )


def _whole(view: View, case: Case) -> None:
    """合理损失共计X元: one sum of everything is enough where no insurance with sub-limits covers it."""
    if case.facts.value("本车人员") is not True and case.facts.value("侵权方非机动车") is not True:
        return
    found = {
        q.value: q
        for _, (q, *_) in view.hits(
            r"(?:合理|全部|各项|总|经济|核定|人身|的)损失(?:数额|金额|总额)?(?:经[^。;，Ⓜ]{0,8})?(?:共计|合计|总计|一共|共|计|核定|认定|确定|为|是|:)*{M}"
        )
        if view.is_fact(q.start) and not q.approx and not q.per and q.start not in view.used
    }
    if len(found) == 1:
        value, q = next(iter(found.items()))
        view.use(q, "loss")
        case.facts.add(Fact("死亡伤残项", value, span=q.span, note="各项损失合计"))


def _stands_for(case: Case) -> str:
    """The head under which a sum of the whole class is kept, so that nothing of it is reckoned again."""
    if case.facts.value("受害人死亡") is True:
        return "死亡赔偿金"
    return "残疾赔偿金" if "伤残" in case.facts or "伤残系数" in case.facts else "死亡伤残项"


def _upheld(view: View, head: str) -> bool:
    """Whether the court upholds a claimed head without repeating its amount (医疗费有票据佐证，予以确认)."""
    for clause in view.clauses:
        if clause.level not in _FACT or not any(
            label.head == head for label in labels_in(clause.text, clause.start)
        ):
            continue
        end = view.sentences[clause.sentence][1]
        if re.match(
            r"[^Ⓜ;。]{0,40}(?:予以(?:确认|支持|认定)|应予(?:支持|确认)|无异议)", view.text[clause.start : end]
        ):
            return True
    return False


def _only_claimed(case: Case, losses: Losses, left_out: set[str]) -> None:
    """An asked head of which only a demand is known, and no days and rate either, cannot be answered."""
    for head, found in losses.totals.items():
        asked = head in case.asked.heads or (not case.asked.heads and head not in left_out)
        if (
            head in case.facts
            or head in _COMPUTED
            or not asked
            or not any(f.clause.level == "claim" for f in found)
        ):
            continue
        if head == "残疾辅助器具费" and "辅助器具" in case.facts:
            continue
        single = {"医疗费用项": MEDICAL, "死亡伤残项": DISABILITY}.get(head, ())
        if any(h in case.facts for h in single):
            continue
        parts = {**{h: (d,) for h, d in DAY_HEADS.items()}, **_NEEDS}.get(head, ())
        rates = (
            ("误工日收入", "误工月收入", "误工年收入", "误工减少收入")
            if head == "误工费"
            else (RATE_HEADS.get(head, ""),)
        )
        if (any(p in case.facts for p in parts) and any(r in case.facts for r in rates)) or (
            head == "护理费" and "护理段" in case.facts
        ):
            continue
        case.doubts.append(f"{head}只有当事人主张的数额，没有写明法院是否支持")


_THINGS = (
    (
        "财产损失",
        (
            ("repair", r"修|车损|车辆|损坏|重置|定损|评估"),
            ("rescue", r"施救|拖|吊|清障"),
            ("parking", r"停车"),
            ("survey", r"拆"),
        ),
    ),
    (
        "医疗费",
        (
            ("advance", r"垫付"),
            ("ward", r"住院"),
            ("clinic", r"门诊"),
            ("rescue", r"抢救|急救|急诊|救护"),
            ("operation", r"手术"),
            ("review", r"复查|检查|复诊"),
        ),
    ),
)


def _same_thing(head: str, found: list[Found]) -> bool:
    """Whether several amounts compete for one thing rather than add up as separate invoices or objects."""
    kinds = dict(_THINGS).get(head)
    if kinds is None:
        return head != "鉴定费" or len({f.label for f in found}) < len(found)
    names = [_thing(head, f) for f in found]
    return len(set(names)) < len(names)


def _thing(head: str, found: Found) -> str:
    """The object or kind of invoice that an amount stands for."""
    things = re.search(r"手机|衣|眼镜|头盔|手表|电脑|货(?!车)|电[动瓶]车|自行车|摩托|三轮", found.label)
    if things and head == "财产损失":
        return things[0]
    return next((k for k, p in dict(_THINGS).get(head, ()) if re.search(p, found.label)), "")


def _group(case: Case, heads: tuple[str, ...], found: Found, everything: bool) -> None:
    if found.clause.level not in _FACT:
        return
    medical, disability = {*MEDICAL, "医疗费用项"}, {*DISABILITY, "死亡伤残项"}
    for own in (set(MEDICAL), set(DISABILITY)):
        spare = next((h for h in heads if h not in case.facts), None)
        if everything and set(heads) <= own and spare and any(h in case.facts for h in own):
            # beside separate heads of its class the sum stands under one of its names: the sub-limit is the same
            case.facts.add(Fact(spare, found.value, span=found.span, note="、".join(heads) + "合计"))
            return
    name = "医疗费用项" if set(heads) <= medical else "死亡伤残项" if set(heads) <= disability else ""
    if not name and case.facts.value("本车人员") is True:
        name = "死亡伤残项"  # no insurance with sub-limits covers those in the vehicle: one sum is enough
    if not name:
        if everything:
            case.doubts.append("合写的几项损失分属交强险不同分项，未能拆开")
        return
    for own in ("死亡赔偿金", "残疾赔偿金"):
        raised = (
            case.facts.value("受害人死亡") is True
            if own == "死亡赔偿金"
            else "伤残" in case.facts or "伤残系数" in case.facts
        )
        if name == "死亡伤残项" and own in heads and own not in case.facts and everything and raised:
            name = own  # the sum stands for it: nothing of it is to be reckoned again
    if (
        name == "死亡伤残项"
        and everything
        and "人均可支配收入" not in case.facts
        and (stands := _stands_for(case)) not in case.facts
    ):
        name = stands
    if name in case.facts and case.facts.value(name) != found.value:
        case.doubts.append(f"{name}有多个合计数")
        return
    case.facts.add(Fact(name, found.value, span=found.span, note="、".join(heads)))


def _one(found: list[Found]) -> Found | None:
    facts = [f for f in found if f.clause.level in _FACT] or []
    court = [f for f in facts if f.clause.level == "court"]
    for pool in (court, facts):
        if pool and len({f.value for f in pool}) == 1:
            return pool[0]
    return None


def _components(view: View, case: Case, losses: Losses, left_out: set[str]) -> None:
    stay = _stay(view, losses)
    if stay is not None:
        case.facts.add(Fact("住院天数", stay.value, span=stay.span))
    for head, name in RATE_HEADS.items():
        rate = _one(losses.rates.get(head, []))
        if rate is not None and name in case.facts and case.facts.value(name) != rate.value:
            case.doubts.append(f"{name}有多个数值")
        if (
            rate is not None
            and not (head in left_out and head not in case.asked.heads)
            and head not in case.facts
            and not (head == "误工费" and "误工年收入" in case.facts)
        ):
            case.facts.add(Fact(name, rate.value, span=rate.span))
    unclear: list[str] = []
    for head, name in DAY_HEADS.items():
        if head in case.facts:
            continue
        days, months = _one(losses.days.get(head, [])), _one(losses.months.get(head, []))
        if days is not None:
            case.facts.add(Fact(name, days.value, span=days.span))
        elif months is not None:
            span = months.span
            if head == "误工费":
                case.facts.add(Fact("误工月数", months.value, span=span))
            else:
                case.facts.add(Fact(name, months.value * 30, span=span, note="每月按30日"))
        elif head in losses.days or head in losses.months:
            unclear.append(head)
    for match, (q, *_) in view.hits(
        r"(?:均|都|一律)按{T}(?:计|算)"
    ):  # 伙食补助每天100元；护理费每天150元，均按5天计
        if isinstance(q.value, Duration) and q.value == (0, 0, q.value.days) and view.is_fact(q.start):
            if "住院天数" not in case.facts:
                case.facts.add(Fact("住院天数", Fraction(q.value.days), span=match.span()))
            for name in DAY_HEADS.values():
                if name not in case.facts and name.replace("天数", "日标准") in case.facts:
                    case.facts.add(Fact(name, Fraction(q.value.days), span=match.span()))
            view.use(q, "time")
    nursing(view, case, losses, stay)
    for head in unclear:
        settled = head == "护理费" and ("护理段" in case.facts or "残后护理年数" in case.facts)
        if not settled and (head in case.asked.heads or not case.asked.heads):
            case.doubts.append(f"{head}的期间有多个数值")
    off_work(view, case)
    paid_for_a_while(view, case)
    lost_bonus(view, case)
    still_paid(view, case)
    if (
        "营养天数" not in case.facts
        and "营养日标准" in case.facts
        and stay is not None
        and re.search(r"住院期间[^。;]{0,10}营养|营养[^。;]{0,14}住院(?:期间|天数)", view.text)
    ):
        case.facts.add(Fact("营养天数", stay.value, span=stay.span, note="按住院天数"))


def _stay(view: View, losses: Losses) -> Found | None:
    found = [f for f in losses.days.get("住院", []) if f.clause.level in _FACT]
    for match in re.finditer(
        r"住院(?:治疗|抢救)?(\d{1,3})[天日]后", view.marked.folded
    ):  # no length of time by itself
        if (clause := view.clause_at(match.start())) and clause.level in _FACT:
            found.append(Found(Fraction(int(match[1])), "住院", clause, *match.span()))
    if not found:
        for _, (q, *_) in view.hits(r"住院[^。;Ⓣ，]{0,6}，(?:整整|一共|总共|前后|共)+{T}"):
            if (
                view.is_fact(q.start)
                and q.value.days
                and not q.value.months
                and (clause := view.clause_at(q.start))
            ):
                found.append(Found(Fraction(q.value.days), "住院", clause, *q.span))
                view.use(q, "time")
    distinct = {f.value: f for f in found}
    if len(distinct) == 1:
        return found[0]
    if len(distinct) > 1:
        values = list(distinct.values())
        total = next((f for f in values if 2 * f.value == sum(g.value for g in values)), None)
        if total is not None:
            return total
        if re.search(
            r"(?:第二次|再次|两次|二次|又|转院?)[^。;]{0,10}住(?:院|了)|又住|住院[^。;]{0,6}(?:两|二|三)次",
            view.text,
        ):
            both = Found(
                sum((f.value for f in values), Fraction(0)),
                "住院",
                values[0].clause,
                min(f.start for f in values),
                max(f.end for f in values),
            )
            return both
    return None


def _consistent(view: View, case: Case) -> None:
    """A total given together with its days and rate: when they disagree, nothing is certain."""
    stay = case.facts.value("住院天数")
    for head in ("护理费", "误工费"):
        fact = case.facts.get(head)
        small = fact is not None and isinstance(fact.value, Fraction) and fact.value < 400 and not fact.note
        if small and isinstance(stay, Fraction) and stay > 4:
            case.doubts.append(f"{head}的数额像是每日的标准")
    for head, days, rate in (
        ("营养费", "营养天数", "营养日标准"),
        ("护理费", "护理天数", "护理日标准"),
        ("住院伙食补助费", "住院天数", "住院伙食标准"),
    ):
        total, d, r = case.facts.value(head), case.facts.value(days), case.facts.value(rate)
        people = case.facts.value("护理人数") if head == "护理费" else None
        if head == "护理费" and view.carers:
            continue  # wages of relatives and a hired nurse together
        if (
            isinstance(total, Fraction)
            and isinstance(d, Fraction)
            and isinstance(r, Fraction)
            and total != d * r * (people or 1)
        ):
            case.doubts.append(f"{head}的总额与天数、标准不一致")


def _unexplained(view: View, case: Case, losses: Losses, left_out: set[str]) -> None:
    """For “how much in all”: a head that was named without a value forbids an answer."""
    known = {h for h in losses.totals if h in case.facts}
    grouped = {h for heads, _ in losses.groups for h in heads}
    for head, clause, position in losses.bare:
        if (
            head in known
            or head in grouped
            or head in left_out
            or clause.level in ("rejected", "claim")
            or head in ("住院", "鉴定费", "医疗费用项", "死亡伤残项")
            or (head in MEDICAL and "医疗费用项" in case.facts)
            or (head in DISABILITY and "死亡伤残项" in case.facts)
            or "其他受害人" in case.facts  # each victim's amounts were told apart by class
        ):
            continue
        if view.question[0] <= position < view.question[1] or head in _COMPUTED:
            continue
        if head == "财产损失" and not re.search(r"损失|费|[维修]修|修[车理好了]|定损|赔|价", clause.text):
            continue  # 两车受损, 车也坏了: how it happened
        names = _NEEDS.get(head, ())
        if any(n in case.facts for n in names) or head in case.facts:
            continue
        if re.search(
            r"(?:没有?|无|不|未|除)(?:[^，。;]{0,6})$|(?:等待|待|需要?)$", view.before(position, 8)
        ) or re.search(r"不要|没要|未主张|没主张|不主张|未发生|没有发生|没发生", view.after(position, 16)):
            continue
        if re.search(r"先|优先|含|内|险|限额|完|票|已|医院|伤情|经过|期间|人员|事宜", clause.text):
            continue
        case.doubts.append(f"提到{head}而没有数额")
