"""Random cases that a lawyer would recognise, with the boundaries of the statutes over-represented.

Each generator returns (facts, heads, payer); the same seed gives the same cases.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F
from random import Random
from typing import Any

from lexcalc.case.model import Duration

Drawn = tuple[dict[str, Any], tuple[str, ...], str | None]


class Draw(Random):
    """A random source with the kinds of values that facts have."""

    def often(self, percent: int) -> bool:
        return self.random() * 100 < percent

    def money(self, low: int, high: int) -> F:
        """元, half of the time with 分."""
        return F(self.randint(low * 100, high * 100), 100) if self.often(50) else F(self.randint(low, high))

    def day(self, first: date, last: date) -> date:
        """A day; every third at the beginning or end of a month, or the 29th of February."""
        day = first + timedelta(days=self.randint(0, (last - first).days))
        if self.often(33):
            edge = self.choice(
                [day.replace(day=1), day.replace(day=1) - timedelta(days=1), day.replace(day=28)]
            )
            day = edge if first <= edge <= last else day
        return day

    def near(self, *days: date) -> date:
        """The day before, of, or after one of the given days."""
        return self.choice(days) + timedelta(days=self.choice([-1, 0, 0, 1]))

    def around(self, limit: F) -> F:
        """A limit, a 分 to either side of it, or an amount far from it."""
        return self.choice([limit, limit - F(1, 100), limit + F(1, 100), limit * self.randint(1, 30) / 10])

    def length(self) -> Duration:
        """A length of service or of a contract, often exactly at a statutory step."""
        steps = [(0, 2, 29), (0, 3, 0), (0, 5, 29), (0, 6, 0), (0, 11, 30), (1, 0, 0), (1, 0, 1), (2, 11, 30)]
        steps += [(3, 0, 0), (3, 6, 0), (12, 0, 0), (12, 0, 1), (14, 6, 0)]
        if self.often(50):
            return Duration(*self.choice(steps))
        return Duration(self.randint(0, 14), self.randint(0, 11), self.randint(0, 29))


# --- EC

REASONS = [
    "单位提出协商解除",
    "劳动者提出协商解除",
    "被迫解除",
    "医疗期满解除",
    "不能胜任解除",
    "客观情况变化解除",
    "经济性裁员",
    "期满单位不续订",
    "期满降低条件劳动者不续",
    "期满劳动者拒绝同等条件",
    "单位破产解散",
    "任务完成终止",
    "辞职",
    "过失解除",
    "试用期不合格",
    "退休",
    "劳动者死亡",
]
EC_HEADS = [
    "经济补偿",
    "经济补偿",
    "经济补偿",
    "违法解除赔偿金",
    "违法解除赔偿金",
    "代通知金",
    "二倍工资差额",
    "二倍工资差额",
    "加班费",
    "未休年休假工资",
    "未休年休假工资",
    "竞业限制补偿",
    "违法约定试用期赔偿金",
    "经济补偿个人所得税",
    "加付赔偿金",
    "医疗补助费",
    "拖欠工资",
]


def employment(d: Draw) -> Drawn:
    head = d.choice(EC_HEADS)
    facts: dict[str, Any] = {}
    if head in ("经济补偿", "违法解除赔偿金", "代通知金"):
        _service(d, facts, head)
    else:
        globals()[_EC_FACTS[head]](d, facts)
    heads = [head]
    tax = "经济补偿个人所得税"  # is kept back from the claims, not added to them
    while (
        tax not in heads and "工作年限" not in facts and d.often(25)
    ):  # further claims of the same employment
        others = sorted(_EC_FACTS.keys() - {tax, *heads})
        if not others:
            break
        head = d.choice(others)
        more: dict[str, Any] = {}
        globals()[_EC_FACTS[head]](d, more)
        facts = more | facts
        heads.append(head)
    if d.often(2) and facts:
        facts.pop(d.choice(sorted(facts)))
    return facts, tuple(heads), None


def _service(d: Draw, f: dict[str, Any], head: str) -> None:
    law = date(2008, 1, 1)
    first = d.near(law) if d.often(8) else d.day(date(1994, 1, 1), date(2024, 6, 1))
    last = d.day(max(first, law), date(2025, 6, 30))
    if d.often(45):  # an anniversary or a half-year, one day to either side
        year = max(first.year + d.randint(0, 14), 2008)
        month = d.choice([first.month, (first.month + 5) % 12 + 1])
        last = date(min(year, 2025), month, min(first.day, 28)) + timedelta(days=d.randint(-2, 2))
        if last < max(first, law):
            last = max(first, law)
    if d.often(2):
        last = date(2007, 12, 31)
        first = min(first, last)
    f |= {"入职日": first, "解除日": last, "解除情形": d.choice(REASONS)}
    if head == "违法解除赔偿金" and d.often(80):
        f["解除情形"] = d.choice(["违法解除", "违法终止"])
    if head == "代通知金":
        f |= {"上月工资": d.money(2000, 40000), "已提前通知": d.often(20)}
    if d.often(70):
        f["解除日计入"] = d.often(50)
    if d.often(8) and head == "经济补偿":
        f["工作年限"] = d.length()
        del f["入职日"]
    if first < law and d.often(70):
        f["旧段应付"] = d.often(60)
    if first < law and d.often(30):
        f["企业月平均工资"] = d.money(1000, 20000)
    if head == "经济补偿" and d.often(3):
        f["非全日制"] = True
    average = d.money(3000, 15000)
    kind = d.choice(["社平月工资", "社平年工资", "三倍社平", "未超三倍社平"])
    limit = 3 * average
    f[kind] = {"社平月工资": average, "社平年工资": 12 * average, "三倍社平": limit, "未超三倍社平": True}[
        kind
    ]
    f["月平均工资"] = d.around(limit) if d.often(50) and kind != "未超三倍社平" else d.money(800, 60000)
    if d.often(70):
        f["最低工资"] = d.choice([f["月平均工资"], F(2000), d.money(1500, 2700)])


def _double_wage(d: Draw, f: dict[str, Any]) -> None:
    first = d.near(date(2008, 1, 1)) if d.often(10) else d.day(date(2007, 1, 1), date(2024, 1, 1))
    f |= {"未签书面合同": not d.often(5), "月工资": d.money(2000, 30000), "入职日": first}
    law = max(first, date(2008, 1, 1))
    end = law + timedelta(days=d.randint(0, 420))
    if d.often(50):
        month = law.month - 1 + d.randint(1, 13)
        end = date(law.year + month // 12, month % 12 + 1, min(law.day, 28)) + timedelta(
            days=d.randint(-1, 1)
        )
    f["签订合同日" if d.often(50) else "解除日"] = end
    if d.often(30):
        f |= {"申请仲裁日": end + timedelta(days=d.randint(0, 700)), "时效抗辩": d.often(70)}
    if d.often(15):
        f["二倍工资月数"] = F(d.randint(1, 26), 2)


def _overtime(d: Draw, f: dict[str, Any]) -> None:
    f["加班工资基数"] = d.money(2000, 30000)
    names = ["延时加班小时", "休息日加班小时", "休息日加班天数", "法定节假日加班小时", "法定节假日加班天数"]
    for name in d.sample(names, d.randint(1, 4)):
        f[name] = F(d.randint(1, 400), d.choice([1, 1, 2]))
    if d.often(30):
        f["已付加班费"] = d.money(0, 9000)
    if d.often(30):
        f["工时制度"] = d.choice(["标准", "综合计算", "不定时"])


def _leave(d: Draw, f: dict[str, Any]) -> None:
    f |= {
        "年休假月工资": d.money(2000, 30000),
        "累计工龄": F(d.choice([0, 1, 1, 5, 9, 10, 10, 15, 19, 20, 20, 33])),
    }
    f["书面放弃年休假"] = d.often(5)
    if d.often(20):
        f["未休年休假天数"] = F(d.randint(1, 45))
        return
    if d.often(40):
        f |= {
            "入职日": d.day(date(2015, 1, 1), date(2019, 12, 31)),
            "解除日": d.day(date(2024, 1, 1), date(2024, 12, 31)),
        }
    f["年休假"] = [_leave_year(d, year) for year in range(d.randint(2019, 2022), d.randint(2022, 2024) + 1)]


def _leave_year(d: Draw, year: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"年度": F(year), "已休天数": F(d.choice([0, 0, 0, 1, 3, 5, 10, 15]))}
    if d.often(30):
        entry["应休天数"] = F(d.choice([5, 10, 15]))
    if d.often(50):
        since = d.day(date(year, 1, 1), date(year, 12, 31)) if d.often(50) else date(year, 1, 1)
        entry |= {
            "在岗起": since,
            "在岗止": d.day(since, date(year, 12, 31)) if d.often(50) else date(year, 12, 31),
        }
    if d.often(10):
        entry |= {"事假天数": F(d.choice([19, 20, 21])), "事假扣工资": d.often(50)}
    if d.often(10):
        entry["病假月数"] = F(d.choice([1, 2, 3, 4, 5]))
    if d.often(5):
        entry[d.choice(["寒暑假", "不享受"])] = True
    return entry


def _non_compete(d: Draw, f: dict[str, Any]) -> None:
    f |= {"月平均工资": d.money(2000, 60000), "竞业限制已履行月数": F(d.randint(1, 24))}
    f["最低工资"] = d.choice([f["月平均工资"] * F("0.3"), F(2000), d.money(1500, 2700)])
    if d.often(30):
        f["竞业限制月补偿"] = d.money(500, 30000)
    if d.often(30):
        f["竞业限制已付月数"] = F(d.randint(0, 24))
    if d.often(30):
        f["竞业限制额外三个月"] = d.often(70)


def _probation(d: Draw, f: dict[str, Any]) -> None:
    f |= {
        "试用期合同期限": d.length(),
        "已履行试用期": F(d.randint(1, 24), 2),
        "试用期满月工资": d.money(2000, 30000),
    }
    for name in ("再次约定试用期", "非全日制", "以任务为期限"):
        if d.often(7):
            f[name] = True


def _tax(d: Draw, f: dict[str, Any]) -> None:
    f["社平年工资"] = d.money(40000, 200000)
    steps = [0, 36000, 144000, 300000, 420000, 660000, 960000]
    f["一次性补偿收入"] = max(
        F(0), 3 * f["社平年工资"] + d.choice(steps) + d.choice([F(-1, 100), F(0), F(1, 100)])
    )
    if d.often(50):
        f["一次性补偿收入"] = d.money(1000, 2000000)


def _surcharge(d: Draw, f: dict[str, Any]) -> None:
    f |= {"责令后逾期未付": not d.often(15), "加付基数": d.money(100, 200000)}
    f["加付比例"] = d.choice([F(1, 2), F(1), F(49, 100), F(101, 100), F(d.randint(50, 100), 100)])


def _medical_subsidy(d: Draw, f: dict[str, Any]) -> None:
    f["解除日"] = d.near(date(2017, 11, 24)) if d.often(40) else d.day(date(2009, 1, 1), date(2019, 1, 1))
    f |= {
        "月平均工资": d.money(2000, 30000),
        "病情": d.choice(["一般", "重病", "绝症"]),
    }
    f |= {"解除情形": "医疗期满解除" if d.often(85) else d.choice(REASONS)}


def _arrears(d: Draw, f: dict[str, Any]) -> None:
    f["拖欠工资"] = d.money(1, 200000)


_EC_FACTS = {
    "二倍工资差额": "_double_wage",
    "加班费": "_overtime",
    "未休年休假工资": "_leave",
    "竞业限制补偿": "_non_compete",
    "违法约定试用期赔偿金": "_probation",
    "经济补偿个人所得税": "_tax",
    "加付赔偿金": "_surcharge",
    "医疗补助费": "_medical_subsidy",
    "拖欠工资": "_arrears",
}


# --- WC

KIN = ["配偶", "子女", "子女", "父亲", "母亲", "祖父母", "兄弟姐妹"]
WC_HEADS = {
    "致残": [
        "一次性伤残补助金",
        "伤残津贴",
        "停工留薪期工资",
        "停工留薪期护理费",
        "生活护理费",
        "一次性工伤医疗补助金",
        "一次性伤残就业补助金",
        "住院伙食补助费",
        "工伤医疗费",
        "一次性伤残补助金差额",
    ],
    "死亡": ["丧葬补助金", "供养亲属抚恤金", "一次性工亡补助金"],
    "非法用工": ["非法用工一次性赔偿金", "治疗期间生活费"],
}


def injury(d: Draw) -> Drawn:
    f: dict[str, Any] = {}
    kind = d.choice(["致残", "致残", "致残", "死亡", "死亡", "非法用工"])
    day = (
        d.near(date(2004, 1, 1), date(2011, 1, 1))
        if d.often(10)
        else d.day(date(2011, 1, 1), date(2025, 6, 30))
    )
    if d.often(15):
        day = d.day(date(2004, 1, 1), date(2010, 12, 31))
    f["受伤日"] = day
    if day < date(2011, 1, 1):
        f["工伤认定日"] = (
            d.near(date(2011, 1, 1)) if d.often(30) else day + timedelta(days=d.randint(20, 400))
        )
        f["工伤认定日"] = max(f["工伤认定日"], day)
    local = d.money(1500, 15000)
    f |= {"统筹地区年平均工资": 12 * local} if d.often(20) else {"统筹地区月平均工资": local}
    edge = d.choice([F("0.6"), F(3)]) * local
    f["月缴费工资"] = d.around(edge) if d.often(40) else d.money(1000, 40000)
    if d.often(10):
        f["本人工资"] = d.money(2000, 20000)
    heads = tuple(d.sample(WC_HEADS[kind], d.choice([1, 1, 1, 2, len(WC_HEADS[kind])])))
    {"致残": _disabled, "死亡": _killed, "非法用工": _illegal}[kind](d, f)
    if d.often(60):
        f["参保"] = d.often(70)
    if d.often(3):
        f.pop(d.choice(sorted(f.keys() - {"受伤日", "死亡日", "解除日", "工伤认定日"})))
    return f, heads, d.choice([None, None, "全部", "工伤保险基金", "用人单位"])


def _disabled(d: Draw, f: dict[str, Any]) -> None:
    own = f.get("本人工资", f["月缴费工资"])
    f |= {"伤残等级": F(d.randint(1, 10)), "最低工资": d.choice([F(1500), d.around(own * F("0.7"))])}
    f |= {"难以安排工作": d.often(70), "原月工资": d.money(1500, 30000)}
    if d.often(40):
        f["待遇月数"] = F(d.randint(1, 240))
    if d.often(30) and f["伤残等级"] < 5:
        f |= {"已办理退休": d.often(80), "月养老金": d.money(1000, 9000)}
    f["停工留薪期"] = F(d.choice([1, 3, 6, 11, 12, 12, 13, 18, 24, 25]))
    if d.often(70):
        f["停工留薪期延长确认"] = d.often(60)
    if d.often(10):
        f["停工留薪期延长"] = F(d.choice([1, 6, 12, 13]))
    if d.often(25):
        f["停工留薪期已付"] = d.money(0, 60000)
    f["生活自理障碍"] = d.choice(["完全不能自理", "大部分不能自理", "部分不能自理"])
    f |= {"护理天数": F(d.randint(1, 300)), "护理日标准": d.money(80, 300), "住院天数": F(d.randint(1, 200))}
    f |= {"应缴月工资": d.around(own), "申报月缴费工资": d.around(own)}
    f |= {"住院伙食标准": d.money(15, 100), "出差伙食标准": d.money(20, 120), "医疗费": d.money(100, 300000)}
    if d.often(25):
        f["护理人数"] = F(d.choice([1, 2]))
    if d.often(20):
        f |= {"第三人侵权": True, "第三人已付医疗费": d.around(f["医疗费"])}
    if d.often(6):
        f["视同工伤情形"] = d.choice(["突发疾病死亡", "抢险救灾", "军人旧伤复发"])
    _subsidies(d, f)


def _subsidies(d: Draw, f: dict[str, Any]) -> None:
    f["解除日"] = max(f.get("工伤认定日", f["受伤日"]), d.day(date(2010, 6, 1), date(2025, 6, 30)))
    f["解除时月平均工资"] = d.money(2000, 15000)
    kind = d.choice(["月数", "月数", "数额", "浙江", "河南"])
    if kind == "月数":
        f |= {"医疗补助金月数": F(d.randint(1, 44)), "就业补助金月数": F(d.randint(1, 56))}
        if d.often(30):
            f["补助金基数"] = d.choice(["解除时月平均工资", "本人工资"])
    elif kind == "数额":
        f |= {"医疗补助金数额": d.money(20000, 200000), "就业补助金数额": d.money(15000, 95000)}
    else:
        f["地区"] = kind
        f["解除日"] = max(f.get("工伤认定日", f["受伤日"]), d.day(date(2018, 1, 1), date(2025, 6, 30)))
        f["职业病"] = d.often(30)
        if d.often(60):
            f["距退休年数"] = F(
                d.choice([0, 1, 2, 3, 4, 5, 6, 20] if kind == "河南" else [1, 2, 3, 4, 5, 6, 20])
            )
        return
    if d.often(25):
        f["就业补助金比例"] = F(d.choice([10, 20, 40, 60, 80, 100]), 100)


def _killed(d: Draw, f: dict[str, Any]) -> None:
    f["死亡日"] = f["受伤日"] + timedelta(days=d.choice([0, 0, d.randint(0, 400)]))
    if d.often(20):
        f["死亡日"] = max(f["受伤日"], d.near(date(f["受伤日"].year + 1, 1, 1)))
    f["供养亲属"] = []
    for kin in d.sample(KIN, d.randint(1, 5)):
        f["供养亲属"].append({"关系": kin} | ({"孤老孤儿": d.often(80)} if d.often(30) else {}))
    if d.often(40):
        f["待遇月数"] = F(d.randint(1, 240))
    if d.often(40):
        f["死亡情形"] = d.choice(["因工死亡", "停工留薪期内死亡", "一至四级期满后死亡"])
    if f["受伤日"] < date(2011, 1, 1):
        f["工亡补助金月数"] = F(d.choice([47, 48, 50, 54, 60, 61]))


def _illegal(d: Draw, f: dict[str, Any]) -> None:
    f |= {"治疗月数": F(d.randint(1, 24)), "原月工资": d.money(1000, 20000)}
    if d.often(30):
        f["死亡日"] = f["受伤日"] + timedelta(days=d.randint(0, 90))
    else:
        f["伤残等级"] = F(d.randint(1, 10))
