"""Traffic: losses by head under the personal injury interpretation, then who pays them, by article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction as F

from .common import Insufficient, Known, cents, completed_years

ONE_STANDARD = date(2022, 5, 1)  # 人身损害解释（2022）第24条: torts from this day on
ZERO = F(0)

# --- losses


def age(f: Known) -> int:
    """周岁 on the day of grading or death; the birthday counts (RULES 0.1)."""
    if "年龄" in f:
        return int(f["年龄"])
    return completed_years(f["出生日"], f.first("死亡日", "定残日"))


def years_by_age(years: int) -> int:
    """人身损害解释第12、15、17条: twenty years; one less for each year over 60; five from 75 on."""
    return 20 if years < 60 else 20 - (years - 60) if years < 75 else 5


def rural(f: Known) -> bool:
    """人身损害解释（2020）第12、15、17条: the rural standard, for earlier torts and rural residents only."""
    if f["事故日"] >= ONE_STANDARD or f.get("城乡统一试点") or f.get("经常居住城镇"):
        return False
    return f["受害人户籍"] == "农村"


def income(f: Known) -> F:
    """人身损害解释第12、15、18条: the court's standard or the higher one of the home."""
    here = f["人均纯收入"] if rural(f) else f["人均可支配收入"]
    return max(here, f.get("住所地人均可支配收入", here), f.get("经常居住地人均可支配收入", here))


def consumption(f: Known) -> F:
    """人身损害解释第17、18条: the same for the dependants."""
    here = f["农村人均消费支出"] if rural(f) else f["人均消费支出"]
    return max(here, f.get("住所地人均消费支出", here), f.get("经常居住地人均消费支出", here))


def disability_share(f: Known) -> F:
    """人身损害解释第12条「伤残等级」: 10 % for grade 10 up to 100 %; several grades need a stated factor."""
    if "伤残系数" in f:
        if not 0 <= f["伤残系数"] <= 1:
            raise Insufficient("伤残系数")
        return f["伤残系数"]
    grades = f["伤残"]
    if len(grades) != 1:
        raise Insufficient("伤残系数")
    return (11 - grades[0]["等级"]) / 10


def disability(f: Known) -> F:
    """残疾赔偿金: 人身损害解释第12条."""
    return income(f) * years_by_age(age(f)) * disability_share(f)


def death(f: Known) -> F:
    """死亡赔偿金: 人身损害解释第15条."""
    return income(f) * years_by_age(age(f))


def dependant(entry: Known) -> tuple[int, F]:
    """人身损害解释第17条: the years of one dependant and the part that was the victim's to bear."""
    years = int(entry["年龄"])
    part = 1 / entry["扶养人数"]
    if years < 18:
        return 18 - years, part
    return (years_by_age(years) if entry["无劳动能力"] else 0), part


def dependants(f: Known) -> F:
    """被扶养人生活费: 人身损害解释第17条: in no year more than one standard, then the loss of ability."""
    people = [dependant(Known(entry)) for entry in f["被扶养人"]]
    years = sum(
        (min(F(1), sum(part for length, part in people if length > year)) for year in range(20)), ZERO
    )
    return consumption(f) * years * (1 if f["受害人死亡"] else disability_share(f))


def funeral(f: Known) -> F:
    """丧葬费: 人身损害解释第14条."""
    return 6 * f["职工月平均工资"] if "职工月平均工资" in f else f["职工年平均工资"] / 2


def lost_income(f: Known) -> F:
    """误工费: 人身损害解释第7条; a day is 1/365 of a year, 1/30 of a month (RULES TC-2, convention)."""
    if "误工月数" in f:
        return f["误工月数"] * f.first("误工减少收入", "误工月收入")
    if "误工日收入" in f:
        return f["误工天数"] * f["误工日收入"]
    if "误工年收入" in f:
        return f["误工天数"] * f["误工年收入"] / 365
    return f["误工天数"] * f["误工月收入"] / 30


def nursing(f: Known) -> F:
    """护理费: 人身损害解释第8条 (one nurse, unless more are found necessary)."""
    return f["护理天数"] * f["护理日标准"] * f.get("护理人数", F(1))


def later_nursing(f: Known) -> F:
    """定残后护理费: 人身损害解释第8条第2、3款: twenty years at most, by degree of dependence."""
    if "残后护理年标准" in f:
        year = f["残后护理年标准"]
    else:
        year = 12 * f["残后护理月标准"] if "残后护理月标准" in f else 365 * f["残后护理日标准"]
    if "残后护理依赖比例" in f:
        share = f["残后护理依赖比例"]
    else:
        share = {"完全": F(1), "大部分": F(4, 5), "部分": F(1, 2)}[f["残后护理依赖程度"]]
    return year * min(f["残后护理年数"], 20) * share * f.get("残后护理人数", F(1))


def devices(f: Known) -> F:
    """残疾辅助器具费: 人身损害解释第13条: price for each begun period of use, and upkeep."""
    total = ZERO
    for entry in map(Known, f["辅助器具"]):
        times = -(-entry["年限"] // entry["更换周期"])
        upkeep = entry["年限"] * entry.get("年维护费", ZERO)
        total += entry.get("具数", F(1)) * (entry["单价"] * times + upkeep)
    return total


HEADS: dict[str, Callable[[Known], F]] = {
    "误工费": lost_income,
    "护理费": nursing,
    "定残后护理费": later_nursing,
    "残疾辅助器具费": devices,
    "残疾赔偿金": disability,
    "死亡赔偿金": death,
    "被扶养人生活费": dependants,
    "丧葬费": funeral,
    "住院伙食补助费": lambda f: f["住院天数"] * f["住院伙食标准"],
    "营养费": lambda f: f["营养天数"] * f["营养日标准"],
}
# 交强险 sub-limits (条款): medical and property heads; appraisal belongs to none; the rest to 死亡伤残.
MEDICAL = {"医疗费", "后续治疗费", "住院伙食补助费", "营养费", "医疗费用项"}
MENTAL, APPRAISAL, PROPERTY = "精神损害抚慰金", "鉴定费", "财产损失"


def loss(f: Known, head: str) -> F:
    """The amount of one head: as stated, or by its article."""
    if head in f:
        return f[head]
    return HEADS[head](f) if head in HEADS else f[head]


# --- who pays

PARTS = ("死亡伤残", "医疗", "财产")
Parts = dict[str, F]


def part_of(head: str) -> str:
    """The sub-limit that a head falls under; 交强险外 for none."""
    if head in MEDICAL:
        return "医疗"
    return {PROPERTY: "财产", APPRAISAL: "交强险外"}.get(head, "死亡伤残")


def limits(day: date, at_fault: bool) -> Parts:
    """交强险条例第23条 and the announcements of 2006, 2008 and 2020: limits on the day of the accident."""
    if day >= date(2020, 9, 19):
        amounts = (180000, 18000, 2000) if at_fault else (18000, 1800, 100)
    elif day >= date(2008, 2, 1):
        amounts = (110000, 10000, 2000) if at_fault else (11000, 1000, 100)
    elif day >= date(2006, 7, 1):
        amounts = (50000, 8000, 2000) if at_fault else (10000, 1600, 400)
    else:
        raise Insufficient("2006年7月1日以前没有交强险")
    return dict(zip(PARTS, map(F, amounts), strict=True))


def at_fault(f: Known) -> bool:
    """Whether the vehicle is at fault at all; up to 10 % may also be owed without (第76条第1款第2项)."""
    if "机动车责任" in f:
        return f["机动车责任"] != "无"
    if f["责任比例"] <= F(1, 10):
        raise Insufficient("机动车责任")
    return True


def own_limit(f: Known, part: str) -> F:
    """The limit left for the claim: as stated or of the day, less what others have had."""
    name = f"交强险{part}限额"
    limit = f[name] if name in f else limits(f["事故日"], at_fault(f))[part]
    return max(ZERO, limit - f.get(f"交强险{part}已用", ZERO))


def occupant(f: Known) -> bool:
    """交强险条例第21条: who sits in the vehicle is no third party; a free passenger (民法典第1217条) does."""
    return bool(f.get("本车人员") or f.get("好意同乘"))


def liability(f: Known) -> F:
    """道路交通安全法第76条: the vehicle's part of the rest; 民法典第1217条: less for a free passenger."""
    if "责任比例" in f:
        ratio = f["责任比例"]
    elif f["机动车责任"] == "全部":
        ratio = F(1)
    elif f["机动车责任"] == "无" and f["受害方"] == "机动车":
        ratio = ZERO
    else:
        raise Insufficient("责任比例")
    if f.get("好意同乘") and not f["使用人故意或重大过失"]:
        ratio *= 1 - f["好意同乘减轻比例"]
    return ratio


def several_victims(f: Known) -> bool:
    return bool(f.get("多名受害人") or f.get("其他受害人"))


def share_of_limit(f: Known, part: str, own: F, limit: F) -> F:
    """道交解释第19条: several victims share a limit that is too small by their losses."""
    if not several_victims(f):
        return min(own, limit)
    name = {"死亡伤残": "死亡伤残项", "医疗": "医疗费用项", "财产": "财产损失"}[part]
    together = own + sum(Known(other)[name] for other in f["其他受害人"])
    return min(own, limit * own / together)


def compulsory(f: Known, losses: Parts) -> tuple[Parts, Parts, Parts]:
    """交强险条例第21、22条, 道交解释第16、18条: what the limits of all vehicles pay of each part.

    First the own vehicle's, then the other insured, then the other uninsured vehicles'; where a vehicle is
    uninsured its part is owed by whoever had to insure it.
    """
    paid = tuple(dict.fromkeys(PARTS, ZERO) for _ in range(3))
    for part in PARTS:
        loss = losses[part]
        if not loss:
            continue
        unpaid = occupant(f) or (part == "财产" and f.get("无证或醉驾"))
        own = ZERO if unpaid else own_limit(f, part)
        if several_victims(f):
            paid[0][part] = cents(share_of_limit(f, part, loss, own))
            continue
        insured, uninsured = other_limits(f, part)
        rows = [(0, own, f["交强险"]), (1, insured, True), (2, uninsured, False)]
        for index, amount in divided(f, loss, rows):
            paid[index][part] = amount
    return paid


def divided(f: Known, loss: F, rows: list[tuple[int, F, bool]]) -> list[tuple[int, F]]:
    """道交解释第18条第1、3款: each its limit, or its part of a smaller loss; insured ones first if asked."""
    groups = [rows]
    if len({insured for _, limit, insured in rows if limit}) == 2 and f["先由已投保赔付"]:
        groups = [[row for row in rows if row[2]], [row for row in rows if not row[2]]]
    result = []
    for group in groups:
        total = sum(limit for _, limit, _ in group)
        pays = min(loss, total)
        loss -= pays
        for index, limit, _ in group:  # the next takes what rounding leaves, so that the payers add up
            part = cents(pays * limit / total) if limit else ZERO
            result.append((index, part))
            pays, total = pays - part, total - limit
    return result


def other_limits(f: Known, part: str) -> tuple[F, F]:
    """The other vehicles' limits together, insured and not; not of the vehicle that the victim sat in."""
    insured = uninsured = ZERO
    for other in map(Known, f.get("其他机动车", ())):
        limit = ZERO if other.get("本车人员", False) else limits(f["事故日"], other["有责"])[part]
        if other["交强险"]:
            insured += limit
        else:
            uninsured += limit
    return insured, uninsured


def share(f: Known, items: dict[str, F], payer: str) -> F:
    """民法典第1213条: compulsory insurer, then commercial insurer, then the wrongdoer."""
    if f.get("受害人故意"):
        return ZERO  # 道路交通安全法第76条第2款, 交强险条例第21条第2款
    if payer == "商业三者险" and not commercial_applies(f):
        return ZERO
    losses = dict.fromkeys((*PARTS, "交强险外"), ZERO)
    for head, amount in items.items():
        losses[part_of(head)] += amount
    if payer == "全部":
        f = Known({"先由已投保赔付": True} | f)  # who pays first does not change the sum
    own, others, unpaid = compulsory(f, losses)
    insured = sum(own.values(), ZERO) if f["交强险"] else ZERO
    if payer == "交强险":
        return insured
    if payer == "其他机动车交强险":
        return sum(others.values(), ZERO)
    rest = {part: losses[part] - own[part] - others[part] - unpaid[part] for part in PARTS}
    paid = own["死亡伤残"] + others["死亡伤残"] + unpaid["死亡伤残"]
    if payer == "商业三者险":
        return commercial(f, items, rest, paid)
    left = sum(rest.values()) + losses["交强险外"]
    due = cents(left * liability(f)) if left else ZERO
    # 道交解释第16条: without compulsory insurance whoever had to insure pays within its limits.
    within = sum(own.values(), ZERO) - insured
    if payer == "机动车一方":
        return insured + within + due
    # 民法典第1172条: the other vehicles' sides answer for their own ratios.
    theirs = sum((other["责任比例"] for other in map(Known, f.get("其他机动车", ()))), ZERO)
    other_sides = sum(unpaid.values(), ZERO)
    if left and theirs:
        other_sides += cents(left * (liability(f) + theirs)) - due
    if payer == "其他机动车方":
        return other_sides
    if payer == "全部":
        return insured + within + due + sum(others.values(), ZERO) + other_sides
    insurer = commercial(f, items, rest, paid)
    seat = ZERO
    if occupant(f) and "车上人员责任险限额" in f:
        seat = min(cents((left - rest["财产"]) * liability(f)), f["车上人员责任险限额"])  # persons only
    return {
        "保险公司": insured + insurer + seat,
        "侵权人": within + due - insurer - seat,
        "车上人员责任险": seat,
    }[payer]


def commercial(f: Known, items: dict[str, F], rest: Parts, paid: F) -> F:
    """民法典第1213条: the commercial insurer; what the contract says must be known where it decides."""
    if not commercial_applies(f):
        return ZERO
    first = f.get("精神损害优先", True)  # may always be asked for; unstated it is taken as asked for
    excluded = [f["鉴定费保险不赔"]] if "鉴定费保险不赔" in f else [True, False]
    results = {contract(f, items, rest, paid, first, choice) for choice in excluded}
    if len(results) > 1:
        raise Insufficient("鉴定费保险不赔")
    return results.pop()


def contract(f: Known, items: dict[str, F], rest: Parts, paid: F, first: bool, excluded: bool) -> F:
    """«按照保险合同的约定»: no mental damages; exemptions, the share, the limit, then the deductible."""
    covered = sum(rest.values()) - mental_rest(items, rest["死亡伤残"], paid, first)
    covered -= min(f.get("非医保用药扣除", ZERO), rest["医疗"])
    if not excluded:
        covered += items.get(APPRAISAL, ZERO)
    if not covered or not liability(f):
        return ZERO
    limit = f["商业三者险限额"] - f.get("商业三者险已用", ZERO)
    pays = min(covered * liability(f), limit) * (1 - f.get("商业险免赔率", ZERO)) - f.get(
        "商业险免赔额", ZERO
    )
    return cents(max(ZERO, pays))


def commercial_applies(f: Known) -> bool:
    """Third parties only, and not where the contract exempts the insurer."""
    insured = f["商业三者险"] if "商业三者险" in f else f["商业三者险限额"] > 0
    return insured and not occupant(f) and not f.get("商业险拒赔")


def mental_rest(items: dict[str, F], rest: F, paid: F, first: bool) -> F:
    """道交解释第13条第2款: mental damages that the sub-limit has not paid; first or last, as is asked for."""
    mental = items.get(MENTAL, ZERO)
    return max(ZERO, mental - paid) if first else min(mental, rest)


def already_paid(f: Known, items: dict[str, F], payer: str | None) -> F:
    """What the asked payer has paid before; which of two insurers that owe something must be said."""
    paid = [(entry["付款人"], entry["金额"]) for entry in f.get("已付款", ())]
    own = {payer} | ({"交强险", "商业三者险"} if payer == "保险公司" else set())
    other = {"交强险": "商业三者险", "商业三者险": "交强险"}.get(payer or "")
    if other and any(who == "保险公司" for who, _ in paid):
        if {other, f"{other}限额"} & f.keys() and share(f, items, other):
            raise Insufficient("付款人")
        own.add("保险公司")
    return sum((amount for who, amount in paid if payer in (None, "全部") or who in own), ZERO)


def answer(facts: dict[str, object], heads: Sequence[str], payer: str | None = None) -> F | None:
    """The heads' sum, or what ``payer`` owes of them; None where facts or law are insufficient."""
    f = Known(facts)
    try:
        items = {head: cents(loss(f, head)) for head in heads}
        due = sum(items.values(), ZERO) if payer is None else share(f, items, payer)
        return max(ZERO, due - already_paid(f, items, payer))
    except Insufficient:
        return None
