"""Work injury: the benefits of 工伤保险条例 (2003 and 2010 texts) and of two provinces, by article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction as F

from .common import Insufficient, Known, cents

REGULATION_2003 = date(2004, 1, 1)
REGULATION_2010 = date(2011, 1, 1)
# 国家统计局, 全国城镇居民人均可支配收入 (元/年), by statistical year.
NATIONAL_INCOME = {
    2015: 31195, 2016: 33616, 2017: 36396, 2018: 39251, 2019: 42359, 2020: 43834,
    2021: 47412, 2022: 49283, 2023: 51821, 2024: 54188, 2025: 56502,
}  # fmt: skip


def new_text(f: Known) -> bool:
    """国务院令第586号: the text of 2010 also governs earlier injuries not yet recognised by then."""
    in_force(f)
    return f["受伤日"] >= REGULATION_2010 or f["工伤认定日"] >= REGULATION_2010


def in_force(f: Known) -> None:
    """条例第67条: since 2004, and for earlier injuries not yet recognised; most benefits never changed."""
    if f["受伤日"] < REGULATION_2003 and f["工伤认定日"] < REGULATION_2003:
        raise Insufficient("2004年以前受伤")


def local_wage(f: Known) -> F:
    """统筹地区上年度职工月平均工资."""
    return f["统筹地区月平均工资"] if "统筹地区月平均工资" in f else f["统筹地区年平均工资"] / 12


def clamped(f: Known, wage: F) -> F:
    """条例第64条第2款: between 60 % and 300 % of the local average wage."""
    local = local_wage(f)
    return min(max(wage, local * F("0.6")), local * 3)


def own_wage(f: Known) -> F:
    """本人工资: 条例第64条第2款; one that is stated as such has been through it already."""
    return f["本人工资"] if "本人工资" in f else clamped(f, f["月缴费工资"])


def disability_months(f: Known) -> int:
    """条例第35—37条第1款第1项: months of 本人工资 by grade (the text of 2003: 24 down to 6)."""
    new = (27, 25, 23, 21, 18, 16, 13, 11, 9, 7)
    old = (24, 22, 20, 18, 16, 14, 12, 10, 8, 6)
    return (new if new_text(f) else old)[int(f["伤残等级"]) - 1]


def disability_lump_sum(f: Known) -> F:
    """一次性伤残补助金: 条例第35—37条; not for an old army wound (第15条第2款)."""
    if f.get("视同工伤情形") == "军人旧伤复发":
        return F(0)
    return disability_months(f) * own_wage(f)


def lump_sum_difference(f: Known) -> F:
    """一次性伤残补助金差额: what the declared wage takes from 第35—37条, both wages clamped by 第64条."""
    if not new_text(f):
        raise Insufficient("2011年以前没有依据")
    gap = clamped(f, f["应缴月工资"]) - clamped(f, f["申报月缴费工资"])
    return max(F(0), gap) * disability_months(f)


def allowance(f: Known) -> F:
    """伤残津贴: 条例第35条第1款第2、3项, 第36条第1款第2项 (at least the minimum wage)."""
    in_force(f)
    grade = int(f["伤残等级"])
    if grade > 6 or (grade > 4 and not f["难以安排工作"]):
        return F(0)
    month = own_wage(f) * F({1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}[grade], 100)
    month = max(month, f["最低工资"])
    if grade < 5 and f.get("已办理退休"):
        month = max(F(0), month - f["月养老金"])
    return month * f.get("待遇月数", F(1))


def leave_pay(f: Known) -> F:
    """停工留薪期工资: 条例第33条: twelve months, up to twelve more where confirmed."""
    in_force(f)
    if "停工留薪期延长" in f:
        months = min(f["停工留薪期"], 12) + min(f["停工留薪期延长"], 12)
    elif f["停工留薪期"] <= 12:
        months = f["停工留薪期"]
    else:
        months = min(f["停工留薪期"], 24) if f["停工留薪期延长确认"] else F(12)
    return months * f["原月工资"] - f.get("停工留薪期已付", F(0))


def nursing_after_grading(f: Known) -> F:
    """生活护理费: 条例第34条 (the local average wage, not one's own)."""
    in_force(f)
    share = {"完全不能自理": 50, "大部分不能自理": 40, "部分不能自理": 30}[f["生活自理障碍"]]
    return local_wage(f) * F(share, 100) * f.get("待遇月数", F(1))


def funeral(f: Known) -> F:
    """丧葬补助金: 条例第39条第1款第1项; a missing person is not yet dead (第41条)."""
    in_force(f)
    return F(0) if f.get("死亡情形") == "下落不明" else 6 * local_wage(f)


def survivors(f: Known) -> F:
    """供养亲属抚恤金: 条例第39条第1款第2项; together at most the wage of the deceased."""
    in_force(f)
    share = 0
    for kin in map(Known, f["供养亲属"]):
        share += (40 if kin["关系"] == "配偶" else 30) + (10 if kin.get("孤老孤儿") else 0)
    return own_wage(f) * F(min(share, 100), 100) * f.get("待遇月数", F(1))


def national_income(f: Known) -> int:
    """上一年度全国城镇居民人均可支配收入: of the year before the death."""
    year = f["死亡日"].year - 1
    if year not in NATIONAL_INCOME:
        raise Insufficient("人均可支配收入")
    return NATIONAL_INCOME[year]


def death_grant(f: Known) -> F:
    """一次性工亡补助金: 条例第39条第1款第3项, 第3款; in 2004—2010 48 to 60 months of the local wage."""
    new = new_text(f)
    case = f.get("死亡情形")
    if case == "下落不明":
        raise Insufficient("尚未宣告死亡")
    if case == "一至四级期满后死亡":
        return F(0)
    if new:
        return F(20 * national_income(f))
    if not 48 <= f["工亡补助金月数"] <= 60:
        raise Insufficient("48—60个月")
    return f["工亡补助金月数"] * local_wage(f)


def missing_wages(f: Known) -> F:
    """下落不明期间工资: 条例第41条: three months from the month of the accident."""
    return min(f["下落不明月数"], 3) * f["原月工资"]


# 浙江省工伤保险条例第27条 (since 2018), 河南省工伤保险条例第27条 (2007): grades 5 to 10.
ZHEJIANG = (30, 25, 10, 7, 4, 2)
HENAN_MEDICAL = (16, 14, 12, 10, 8, 6)
HENAN_EMPLOYMENT = (56, 46, 36, 26, 16, 6)


def subsidy_base(f: Known) -> F:
    """The average wage at the end of the employment, unless the province takes 本人工资."""
    return own_wage(f) if f.get("补助金基数") == "本人工资" else f["解除时月平均工资"]


def medical_subsidy(f: Known) -> F:
    """一次性工伤医疗补助金: 条例第36条第2款, 第37条第2项 with the provincial article."""
    if f.get("伤残等级", 5) < 5:
        return F(0)
    if "医疗补助金数额" in f:
        return f["医疗补助金数额"]
    if "医疗补助金月数" in f:
        return f["医疗补助金月数"] * subsidy_base(f)
    grade = int(f["伤残等级"]) - 5
    if f["地区"] == "浙江" and f["解除日"] >= date(2018, 1, 1):
        return ZHEJIANG[grade] * f["解除时月平均工资"]
    if f["地区"] == "河南":
        return HENAN_MEDICAL[grade] * f["解除时月平均工资"] * (F("1.3") if f.get("职业病") else 1)
    raise Insufficient("医疗补助金月数")


def employment_subsidy(f: Known) -> F:
    """一次性伤残就业补助金: the same articles; less within five years of retirement."""
    if f.get("伤残等级", 5) < 5:
        return F(0)
    if "就业补助金数额" in f:
        return f["就业补助金数额"] * f.get("就业补助金比例", F(1))
    if "就业补助金月数" in f:
        if f.get("距退休年数", 5) < 5 and "就业补助金比例" not in f:
            raise Insufficient("就业补助金比例")
        return f["就业补助金月数"] * subsidy_base(f) * f.get("就业补助金比例", F(1))
    grade, left = int(f["伤残等级"]) - 5, f.get("距退休年数", F(5))
    if f["地区"] == "浙江" and f["解除日"] >= date(2018, 1, 1):
        months = ZHEJIANG[grade]
        if left < 1:
            raise Insufficient("每增加一周岁递减：不足一年没有明文")
    elif f["地区"] == "河南":
        months = HENAN_EMPLOYMENT[grade]
        if left < 1:
            return F(months, 10) * f["解除时月平均工资"]
    else:
        raise Insufficient("就业补助金月数")
    # Every year less than five takes a fifth; only whole years are drawn, where both readings agree.
    return months * f["解除时月平均工资"] * min(F(1), left / 5)


def illegal_employment(f: Known) -> F:
    """非法用工一次性赔偿金: 人社部令第9号 (2011; 2004—2010 劳社部令第19号) for grades and death."""
    in_force(f)
    new = f["受伤日"] >= REGULATION_2010
    year_wage = None if "死亡日" in f and new else yearly_wage(f)
    if "死亡日" in f:
        return F(20 * national_income(f)) if new else 10 * year_wage
    return (16, 14, 12, 10, 8, 6, 4, 3, 2, 1)[int(f["伤残等级"]) - 1] * year_wage


def yearly_wage(f: Known) -> F:
    """赔偿基数: the local average wage of a year."""
    return f["统筹地区年平均工资"] if "统筹地区年平均工资" in f else 12 * f["统筹地区月平均工资"]


def other_death_payment(f: Known) -> F:
    """其他赔偿金: 人社部令第9号第6条 (since 2011)."""
    if f["受伤日"] < REGULATION_2010:
        raise Insufficient("2011年以前没有此项")
    return F(10 * national_income(f))


def hospital_meals(f: Known) -> F:
    """住院伙食补助费: 条例第30条第4款 (2003: 70 % of the employer's allowance for journeys)."""
    if new_text(f):
        return f["住院天数"] * f["住院伙食标准"]
    return f["住院天数"] * f["出差伙食标准"] * F("0.7")


def treatment(f: Known) -> F:
    """工伤医疗费: 条例第30条, 法释〔2014〕9号第8条第3款 (less what the third party has paid)."""
    in_force(f)
    paid = f["第三人已付医疗费"] if f.get("第三人侵权") else f.get("第三人已付医疗费", F(0))
    return max(F(0), f["医疗费"] - paid)


def nursing_on_leave(f: Known) -> F:
    """停工留薪期护理费: 条例第33条第3款."""
    in_force(f)
    return f["护理天数"] * f["护理日标准"] * f.get("护理人数", F(1))


def living_costs(f: Known) -> F:
    """治疗期间生活费: 人社部令第9号第4条; before 2011 (劳社部令第19号第4条) the wage as in 条例第33条."""
    in_force(f)
    return f["治疗月数"] * (local_wage(f) if f["受伤日"] >= REGULATION_2010 else f["原月工资"])


HEADS: dict[str, Callable[[Known], F]] = {
    "一次性伤残补助金": disability_lump_sum,
    "一次性伤残补助金差额": lump_sum_difference,
    "伤残津贴": allowance,
    "停工留薪期工资": leave_pay,
    "停工留薪期护理费": nursing_on_leave,
    "生活护理费": nursing_after_grading,
    "丧葬补助金": funeral,
    "供养亲属抚恤金": survivors,
    "一次性工亡补助金": death_grant,
    "下落不明期间工资": missing_wages,
    "一次性工伤医疗补助金": medical_subsidy,
    "一次性伤残就业补助金": employment_subsidy,
    "住院伙食补助费": hospital_meals,
    "工伤医疗费": treatment,
    "非法用工一次性赔偿金": illegal_employment,
    "其他赔偿金": other_death_payment,
    "治疗期间生活费": living_costs,
}
MONTHLY = {"伤残津贴", "生活护理费", "供养亲属抚恤金"}
ALWAYS_EMPLOYER = {
    "停工留薪期工资", "停工留薪期护理费", "一次性伤残就业补助金", "一次性伤残补助金差额", "下落不明期间工资",
    "非法用工一次性赔偿金", "其他赔偿金", "治疗期间生活费",
}  # fmt: skip


def paid_by_employer(f: Known, head: str) -> bool:
    """条例第30、33—37、39、62条: who pays; without insurance the employer pays everything."""
    if head in ALWAYS_EMPLOYER:
        return True
    if head == "伤残津贴" and f["伤残等级"] >= 5:
        return True
    if head == "住院伙食补助费" and not new_text(f):
        return True
    if head == "一次性工伤医疗补助金" and not new_text(f) and f["解除日"] < REGULATION_2010:
        return True
    return not f["参保"]


def answer(facts: dict[str, object], heads: Sequence[str], payer: str | None = None) -> F | None:
    """The sum of the heads that ``payer`` owes, each rounded to the 分; None where facts or law lack."""
    f = Known(facts)
    try:
        total = F(0)
        for head in heads:
            amount = cents(HEADS[head](f))
            if amount and head in MONTHLY and not MONTHLY.issuperset(heads):
                f["待遇月数"]  # a monthly amount does not add to a lump sum
            if payer in (None, "全部") or paid_by_employer(f, head) == (payer == "用人单位"):
                total += amount
        return total
    except Insufficient:
        return None
