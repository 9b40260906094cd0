"""What stands in an employment case that no reader took in although an asked head may need it: days, months, wages told as said."""

from __future__ import annotations

import re
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.employment_left_over import left_over
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration

_LEAST_WAGE = 300  # yuan a month: what is below was no wage
_WAGES = ("月平均工资", "月工资", "上月工资", "年休假月工资", "加班工资基数")
# Grounds that give nothing: said by the employer alone they are a defence, not a finding
_NOTHING_DUE = {"辞职", "劳动者提出协商解除", "过失解除", "期满劳动者拒绝同等条件", "试用期不合格", "退休"}
_SAID = re.compile(
    r"(?:公司|单位|厂[里方家]?|店[里方家]?|老板|人事|HR|被告|被申请人|对方|他们)(?:一直|却|则|又|后来|都|那边)*(?:说|称|讲|认为|咬定|坚持|主张|声称|辩称)[^。；]{0,30}$"
)
_BROKEN_OFF = re.compile(
    r"(?:请|休|歇|用|享受)(?:过|了|掉)(?:[^。；，Ⓣ]{0,4})(?:年休?假|年假)(?!费|工资|的?钱)|(?:年休?假|年假)[^。；，Ⓣ]{0,8}(?:已(?:经)?(?:请|休|歇|用|享受)|(?:请|休|歇|用|享受)(?:过|了|掉))"
)
_DENIED = re.compile(r"没|未|无|从不|不曾")
_LEAVE = re.compile(r"年休?假|休假|请假|[一二两三四五]次")
_OTHER_DAYS = re.compile(
    r"应|享(?!受)|可|全年|未|没|病|事假|产|婚|丧|剩|主张|称|不休|放弃|调休|补休|累计|工龄|满|前|后|内|平均|21|折|倍|法定"
)
_STILL = re.compile(
    r"Ⓓ▪*(?:份)?(?:起|开始)?(?:一直)?(?:至|到)(?:今|现在|目前|如今)|Ⓓ▪*(?:起|开始)[^。；，Ⓓ]{0,12}(?:至今|到现在|一直)"
)
_EXTRA_DAYS = re.compile(
    r"10月(?:[4-9]|1\d)[日号]|国庆[^。；]{0,12}(?:[4-8][日号]|后[四4]天|[第]?[四五六七][天日])|初[四五六七八]|5月[3-9][日号]"
)


_EVERY_WEEK = re.compile(
    r"(?:一周|每周|每个?星期|一个?星期)[^。；，]{0,6}[六七67]天|(?:每周|一周|单)只?休[一1]天|月休[一二三四1234]天"
)


def audit(marked: Marked, case: Case) -> None:
    """Append the doubts; silent where others stand already."""
    heads = set(case.asked.heads)
    if case.doubts or not heads:
        return
    for name in _WAGES:
        wage = case.facts.value(name)
        if isinstance(wage, Fraction) and wage < _LEAST_WAGE:
            case.doubts.append(f"读到的{name}不合常理，请用 --set {name}=值 改正")
    if "未休年休假工资" in heads:
        _leave(marked, case)
    if "加班费" in heads and "休息日加班天数" not in case.facts and "休息日加班小时" not in case.facts:
        found = _EXTRA_DAYS.search(marked.folded)
        rested = re.search(r"(?<!未)(?<!没)(?<!没有)(?<!安排)(?:补休|调休)", marked.folded)
        if found and not rested and not _DENIED.search(marked.folded[slice(*marked.clause(found.start()))]):
            case.doubts.append(f"“{found[0]}”不是法定节假日，这一天的加班没有计入")
    weekly = _EVERY_WEEK.search(marked.folded) if "加班费" in heads else None
    counted = case.facts.value("休息日加班天数")
    if weekly and not (isinstance(counted, Fraction) and counted > 2) and "休息日加班小时" not in case.facts:
        case.doubts.append(f"“{weekly[0]}”的加班一共有多少，题面没有写明，请用 --set 休息日加班天数=… 给出")
    if "拖欠工资" in heads:
        _arrears(marked, case)
    left_over(marked, case)
    if heads & {"经济补偿", "违法解除赔偿金"}:
        _ground(marked, case)


def _leave(marked: Marked, case: Case) -> None:
    """Days of leave taken that were not read."""
    taken = case.facts.value("年休假")
    if not isinstance(taken, list) or "未休年休假天数" in case.facts:
        return
    known = {entry.get("已休天数") for entry in taken}
    none = known == {Fraction(0)}
    spoken = _BROKEN_OFF.search(marked.folded)
    if none and spoken and not _DENIED.search(marked.folded[max(0, spoken.start() - 6) : spoken.start()]):
        case.doubts.append("题面写有休过年休假，休了几天没有读出，请用 --set 未休年休假天数=… 给出")
        return
    if re.search(r"书面|亲笔|自愿", marked.folded):
        return  # days given up stand beside those taken
    for start, end in marked.sentences():
        if not _LEAVE.search(marked.folded[start:end]):
            continue
        for q in marked.between(start, end, "duration"):
            value = q.value
            clause = marked.folded[slice(*marked.clause(q.start))]
            if (
                isinstance(value, Duration)
                and value.days
                and not (value.months or value.years)
                and value.days <= 30
                and Fraction(value.days) not in known
                and not any(f.span and f.span[0] <= q.start < f.span[1] for f in case.facts)
                and not _OTHER_DAYS.search(clause)
                and re.search(r"休|请|歇|享受|用", clause)
                and not claimed(marked, q.start)
            ):
                case.doubts.append(
                    f"题面的“{q.raw}”是不是休过的年休假看不清，请用 --set 未休年休假天数=… 给出"
                )
                return


def _arrears(marked: Marked, case: Case) -> None:
    """Months unpaid up to a today that the text does not date."""
    owed = case.facts.get("拖欠工资")
    if owed is not None and owed.note.startswith("由各月") and _STILL.search(marked.marked):
        case.doubts.append("欠薪持续到哪个月，题面没有写明，请用 --set 拖欠工资=… 给出")


def _ground(marked: Marked, case: Case) -> None:
    """A ground that gives nothing, told only as what the employer says."""
    ground = case.facts.get("解除情形")
    if ground is None or ground.value not in _NOTHING_DUE or not ground.span:
        return
    start, _ = marked.sentence(ground.span[0])
    if _SAID.search(marked.folded[start : ground.span[0]]):
        case.doubts.append(f"“{ground.value}”只是单位一方的说法，请用 --set 解除情形=… 指明")
