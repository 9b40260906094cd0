"""Employment: severance, unlawful termination and pay, straight from the articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction as F

from .common import Insufficient, Known, after_months, cents, next_day, whole_months

LABOUR_CONTRACT_LAW = date(2008, 1, 1)
CIRCULAR_481_REPEALED = date(2017, 11, 24)
INTERPRETATION_FOUR = date(2013, 2, 1)  # the predecessor of 劳动争议解释（一）第36、39条
TAX_SINCE = date(2019, 1, 1)
PAY_DAYS = F("21.75")

# 劳动合同法第36、39、44条 outside the list of 第46条: nothing is due.
NOT_DUE = {
    "劳动者提出协商解除",
    "期满劳动者拒绝同等条件",
    "辞职",
    "过失解除",
    "试用期不合格",
    "退休",
    "劳动者死亡",
}
ARTICLE_40 = {"医疗期满解除", "不能胜任解除", "客观情况变化解除"}
UNLAWFUL = {"违法解除", "违法终止"}
# 劳动法第28条, 劳部发〔1994〕481号第5—9条: due before 2008, with twelve months at most in 第5条 and 第7条.
OLD_LAW_DUE = ARTICLE_40 | {"单位提出协商解除", "经济性裁员"}
OLD_LAW_TWELVE = {"单位提出协商解除", "不能胜任解除"}
# No severance at the end of a term or task before 2008.
OLD_LAW_NOTHING = {"期满单位不续订", "期满降低条件劳动者不续", "任务完成终止"}


def service(f: Known) -> tuple[date, date]:
    """劳动合同法第47条「在本单位工作的年限」: the first day and the day after the last one.

    The day of termination counts (RULES 0.1); where the years end exactly on the eve of it, whether it was
    worked decides half a month's pay and must be known.
    """
    first, last = f["入职日"], f["解除日"]
    end = next_day(last)
    begin = max(first, LABOUR_CONTRACT_LAW)
    years = whole_months(begin, last) // 12
    if last > begin and after_months(begin, 12 * years) == last and "解除日计入" not in f:
        raise Insufficient("解除日计入")
    return first, end if f.get("解除日计入", True) else last


def article_47_months(start: date, end: date) -> F:
    """劳动合同法第47条第1款: a month for each year, six months and more count as one, less as a half."""
    years, months = divmod(whole_months(start, end), 12)
    if months >= 6:
        return F(years + 1)
    return F(years) if after_months(start, 12 * years) >= end else F(years) + F(1, 2)


def duration_months(f: Known) -> F:
    """The same from a stated length of service that lies wholly after 2008."""
    years, months, days = f["工作年限"]
    return F(years + 1) if months >= 6 else F(years) + (F(1, 2) if months or days else 0)


def first_days(f: Known) -> tuple[date, date]:
    """The earliest and the latest first day that a length of service allows.

    Written without days it may leave out up to 30 of them, written in years alone up to eleven months too.
    """
    years, months, days = f["工作年限"]
    end = next_day(f["解除日"]) if f.get("解除日计入", True) else f["解除日"]
    latest = after_months(end, -(12 * years + months)) - timedelta(days=days)
    if days:
        return latest, latest
    return next_day(after_months(latest, -1 if months else -12)), latest


def monthly_wage(f: Known) -> F:
    """实施条例第27条: the average of twelve months, at least the local minimum wage."""
    return max(f["月平均工资"], f.get("最低工资", F(0)))


def article_47_cap(f: Known) -> F | None:
    """劳动合同法第47条第2款: three times the local average wage; None where the wage is said to be below."""
    if f.get("未超三倍社平"):
        return None
    if "三倍社平" in f:
        return f["三倍社平"]
    return 3 * (f["社平月工资"] if "社平月工资" in f else f["社平年工资"] / 12)


def article_47_amount(f: Known, months: F) -> F:
    """劳动合同法第47条第2款: above three times the average both base and years are limited, else neither."""
    wage, cap = monthly_wage(f), article_47_cap(f)
    if cap is not None and wage > cap:
        return cap * min(months, 12)
    return wage * months


def before_2008(f: Known, *first_day: date) -> F:
    """劳动合同法第97条第3款 with 劳部发〔1994〕481号: the years before 2008 under the rules of that time.

    Where the first day is only known to lie between two days, both must give the same.
    """
    reason = f.get("解除情形")
    due = f.get("旧段应付")
    if due is None:
        if reason in OLD_LAW_NOTHING:
            due = False
        elif reason in OLD_LAW_DUE:
            due = True
        else:
            raise Insufficient("旧段应付")
    if not due:
        return F(0)
    possible = set()
    for first in first_day:
        years = whole_months(first, LABOUR_CONTRACT_LAW) // 12
        if after_months(first, 12 * years) < LABOUR_CONTRACT_LAW:
            years += 1  # 481号: a broken year counts as a year
        possible.add(years)
    if len(possible) > 1:
        raise Insufficient("入职日")
    years = possible.pop()
    if reason in OLD_LAW_TWELVE:
        years = min(years, 12)
    wage = monthly_wage(f)
    if reason in OLD_LAW_DUE - OLD_LAW_TWELVE:
        wage = max(wage, f.get("企业月平均工资", F(0)))  # 481号第11条
    return wage * years


def severance(f: Known) -> F:
    """经济补偿: 劳动合同法第46、47、71、97条."""
    if f.get("非全日制"):
        return F(0)
    if "解除情形" not in f and not f.get("应付经济补偿"):
        raise Insufficient("解除情形")
    if f["解除日"] < LABOUR_CONTRACT_LAW:
        raise Insufficient("2008年以前解除")
    if f.get("解除情形") in NOT_DUE:
        return F(0)
    if "工作年限" in f:
        earliest, first = first_days(f)
        if first >= LABOUR_CONTRACT_LAW:
            return article_47_amount(f, duration_months(f))
        _, end = service(Known(f | {"入职日": first}))
        amount = article_47_amount(f, article_47_months(LABOUR_CONTRACT_LAW, end))
        return amount + before_2008(f, earliest, first)
    first, end = service(f)
    amount = article_47_amount(f, article_47_months(max(first, LABOUR_CONTRACT_LAW), end))
    if first < LABOUR_CONTRACT_LAW:
        amount += before_2008(f, first)
    return amount


def unlawful_termination(f: Known) -> F:
    """违法解除赔偿金: 劳动合同法第48、71、87条, 实施条例第25条 (all years from the first day of work)."""
    if f.get("非全日制"):
        return F(0)
    reason = f["解除情形"]
    if f["解除日"] < LABOUR_CONTRACT_LAW:
        raise Insufficient("2008年以前解除")
    if reason in NOT_DUE | {"单位提出协商解除", "被迫解除"}:
        return F(0)
    if reason not in UNLAWFUL:
        raise Insufficient("是否违法")
    first, end = service_from_first_day(f)
    return 2 * article_47_amount(f, article_47_months(first, end))


def service_from_first_day(f: Known) -> tuple[date, date]:
    """实施条例第25条: the same days of service, undivided by the year 2008."""
    first, last = f["入职日"], f["解除日"]
    years = whole_months(first, last) // 12
    if last > first and after_months(first, 12 * years) == last and "解除日计入" not in f:
        raise Insufficient("解除日计入")
    return first, next_day(last) if f.get("解除日计入", True) else last


def payment_in_lieu(f: Known) -> F:
    """代通知金: 劳动合同法第40、71条, 实施条例第20条 (the last month's wage, no cap)."""
    if f.get("非全日制"):
        return F(0)
    if f["解除日"] < LABOUR_CONTRACT_LAW:
        raise Insufficient("2008年以前解除")
    if f.get("已提前通知") or f["解除情形"] not in ARTICLE_40:
        return F(0)
    if "已提前通知" not in f:
        raise Insufficient("已提前通知")
    return f["上月工资"]


def pay_months(start: date, stop: date) -> F:
    """Months from ``start`` to before ``stop``; the weekdays of a broken month as a part of 21.75."""
    if stop <= start:
        return F(0)
    months = whole_months(start, stop)
    day, weekdays = after_months(start, months), 0
    while day < stop:
        weekdays += day.weekday() < 5
        day += timedelta(days=1)
    return months + min(F(1), weekdays / PAY_DAYS)


def double_wage(f: Known) -> F:
    """二倍工资差额: 劳动合同法第69、82条第1款、第97条第2款, 实施条例第6、7条, 调解仲裁法第27条."""
    if f.get("非全日制"):
        return F(0)  # part-time work may be agreed orally
    if "签订合同日" not in f and not f["未签书面合同"]:
        return F(0)
    if "二倍工资月数" in f:
        return min(f["二倍工资月数"], 11) * f["月工资"]
    begin = max(f["入职日"], LABOUR_CONTRACT_LAW)
    start, stop = after_months(begin, 1), after_months(begin, 12)
    if not {"签订合同日", "解除日"} & f.keys():
        raise Insufficient("解除日")
    if "签订合同日" in f:
        stop = min(stop, f["签订合同日"])
    if "解除日" in f:
        stop = min(stop, next_day(f["解除日"]))
    if f.get("时效抗辩"):
        filed = f["申请仲裁日"]
        start = max(start, after_months(filed, -12))
    return pay_months(start, stop) * f["月工资"]


def overtime(f: Known) -> F:
    """加班费: 劳动法第44条, 工资支付暂行规定第13条."""
    system = f.get("工时制度", "标准")
    if system == "不定时":
        return F(0)
    zero = F(0)
    rest = f.get("休息日加班小时", zero) + 8 * f.get("休息日加班天数", zero)
    holiday = f.get("法定节假日加班小时", zero) + 8 * f.get("法定节假日加班天数", zero)
    if system == "综合计算" and rest:
        raise Insufficient("综合计算工时没有休息日加班")
    hour = f["加班工资基数"] / PAY_DAYS / 8
    due = hour * (f.get("延时加班小时", zero) * F("1.5") + rest * 2 + holiday * 3)
    return due - f.get("已付加班费", zero)


def leave_days_a_year(years: F) -> int:
    """年休假条例第3条."""
    return 0 if years < 1 else 5 if years < 10 else 10 if years < 20 else 15


def leave_excluded(f: Known, entry: Known) -> bool:
    """年休假条例第4条, and a year said to be lost."""
    return entry.get("不享受") or entry.get("寒暑假") or long_absence(f, entry)


def long_absence(f: Known, entry: Known) -> bool:
    """年休假条例第4条第2—5项."""
    if entry.get("事假天数", 0) >= 20 and not entry["事假扣工资"]:
        return True
    sick = entry.get("病假月数", 0)
    if not sick:
        return False
    years = f["累计工龄"]
    return sick >= (2 if years < 10 else 3 if years < 20 else 4)


def unused_leave(f: Known) -> F:
    """未休年休假工资: 年休假条例第3—5条, 实施办法第5、8、10、11、12条 (200 % besides the normal pay)."""
    if f.get("书面放弃年休假"):
        return F(0)
    if "未休年休假天数" in f:
        days = f["未休年休假天数"]
    else:
        days = F(0)
        lost: int | None = None  # the year whose leave the one before has cost (实施办法第8条)
        open_year: int | None = None  # 第8条 does not say what leave taken in part costs
        for entry in sorted(map(Known, f["年休假"]), key=lambda entry: entry["年度"]):
            year, taken = entry["年度"], entry.get("已休天数", F(0))
            if long_absence(f, entry) and taken:
                if taken >= leave_due(f, entry):
                    lost = year + 1
                else:
                    open_year = year + 1
            if leave_excluded(f, entry):
                continue
            unused = max(F(0), leave_due(f, entry) - taken)
            if unused and open_year == year:
                raise Insufficient("不享受")
            if lost != year:
                days += unused
    return f["年休假月工资"] / PAY_DAYS * days * 2


def leave_due(f: Known, entry: Known) -> F:
    """条例第3条; in the year of joining or leaving 实施办法第5、12条: days ÷ 365, only whole days."""
    if "应休天数" in entry:
        return entry["应休天数"]
    year = int(entry["年度"])
    first, last = date(year, 1, 1), date(year, 12, 31)
    since = entry.get("在岗起", max(f.get("入职日", first), first))
    until = entry.get("在岗止", min(f.get("解除日", last), last))
    if until < since:
        raise Insufficient("年度不在入职日至解除日之间")
    full = leave_days_a_year(f["累计工龄"])
    if (since, until) == (first, last):
        return F(full)
    return F(full * ((until - since).days + 1) // 365)


def non_compete(f: Known) -> F:
    """竞业限制补偿: 劳动合同法第23、24条 (two years at most), 劳动争议解释（一）第36、39条."""
    agreed = "竞业限制月补偿" in f
    early = f.get("解除日", INTERPRETATION_FOUR) < INTERPRETATION_FOUR
    if early and not agreed:
        raise Insufficient("2013年以前没有30%的标准")
    month = f["竞业限制月补偿"] if agreed else max(f["月平均工资"] * F("0.3"), f["最低工资"])
    months = f["竞业限制已履行月数"] - f.get("竞业限制已付月数", F(0))
    return month * (months + (3 if f.get("竞业限制额外三个月") and not early else 0))


def probation(f: Known) -> F:
    """违法约定试用期赔偿金: 劳动合同法第19、70、83条."""
    if f.get("再次约定试用期") or f.get("非全日制") or f.get("以任务为期限"):
        lawful = 0
    else:
        years, months, _ = f["试用期合同期限"]
        months += 12 * years
        lawful = 0 if months < 3 else 1 if months < 12 else 2 if months < 36 else 6
    return f["试用期满月工资"] * max(F(0), f["已履行试用期"] - lawful)


def tax(f: Known) -> F:
    """经济补偿个人所得税: 财税〔2018〕164号第五条, 个人所得税法 annual rates."""
    if f.get("解除日", TAX_SINCE) < TAX_SINCE:
        raise Insufficient("2019年以前的税法")
    taxed = f["一次性补偿收入"] - 3 * (f["社平年工资"] if "社平年工资" in f else 12 * f["社平月工资"])
    # The marginal rates; the quick deductions of the official table are their consequence.
    brackets = ((0, 3), (36000, 10), (144000, 20), (300000, 25), (420000, 30), (660000, 35), (960000, 45))
    due, below = F(0), 0
    for floor, rate in brackets:
        if taxed > floor:
            due += (taxed - floor) * F(rate - below, 100)
            below = rate
    return due


def surcharge(f: Known) -> F:
    """加付赔偿金: 劳动合同法第85条, only after an order, between half and the whole of what is due."""
    if not f["责令后逾期未付"]:
        return F(0)
    if not F(1, 2) <= f["加付比例"] <= 1:
        raise Insufficient("加付比例")
    return f["加付基数"] * f["加付比例"]


def medical_subsidy(f: Known) -> F:
    """医疗补助费: 劳部发〔1994〕481号第6条, repealed on 2017-11-24; no wage below 劳动法第48条."""
    if f["解除情形"] != "医疗期满解除":
        return F(0)
    if f["解除日"] >= CIRCULAR_481_REPEALED:
        raise Insufficient("481号文已废止")
    return monthly_wage(f) * {"一般": 6, "重病": 9, "绝症": 12}[f["病情"]]


HEADS: dict[str, Callable[[Known], F]] = {
    "经济补偿": severance,
    "违法解除赔偿金": unlawful_termination,
    "代通知金": payment_in_lieu,
    "二倍工资差额": double_wage,
    "加班费": overtime,
    "未休年休假工资": unused_leave,
    "竞业限制补偿": non_compete,
    "违法约定试用期赔偿金": probation,
    "经济补偿个人所得税": tax,
    "加付赔偿金": surcharge,
    "医疗补助费": medical_subsidy,
    "拖欠工资": lambda f: f["拖欠工资"],
}


def answer(facts: dict[str, object], heads: Sequence[str], payer: str | None = None) -> F | None:
    """The sum of the heads, each rounded to the 分; None where facts or law are insufficient."""
    del payer  # the employer pays everything
    known = Known(facts)
    try:
        return sum((cents(HEADS[head](known)) for head in heads), F(0))
    except Insufficient:
        return None
