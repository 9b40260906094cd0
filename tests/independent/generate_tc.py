"""Random traffic cases: losses by head, and who pays losses that are already known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from typing import Any

from .generate import Draw, Drawn

REGIMES = (date(2006, 7, 1), date(2008, 2, 1), date(2020, 9, 19), date(2022, 5, 1))
STATED = [
    "医疗费",
    "后续治疗费",
    "康复费",
    "交通费",
    "住宿费",
    "处理丧葬事宜费用",
    "误工费",
    "护理费",
    "营养费",
    "残疾赔偿金",
    "被扶养人生活费",
    "财产损失",
    "鉴定费",
    "精神损害抚慰金",
]
PAYERS = ("交强险", "商业三者险", "保险公司", "侵权人", "全部")


def traffic(d: Draw) -> Drawn:
    day = d.near(*REGIMES) if d.often(25) else d.day(date(2008, 2, 1), date(2025, 6, 30))
    f: dict[str, Any] = {"事故日": day, "一审辩论终结日": date(day.year + 1, 11, 20)}
    heads, payer = _losses(d, f) if d.often(45) else _apportioned(d, f)
    if d.often(2):
        f.pop(
            d.choice(
                sorted(
                    f.keys()
                    - {
                        "事故日",
                        "一审辩论终结日",
                        "受害人户籍",
                        "受害人死亡",
                        "交强险",
                        "本车人员",
                        "好意同乘",
                    }
                )
            )
        )
    return f, heads, payer


# --- losses


def _losses(d: Draw, f: dict[str, Any]) -> tuple[tuple[str, ...], None]:
    kind = d.choice(["残疾", "残疾", "死亡", "死亡", "日额"])
    heads = {"残疾": _disability, "死亡": _death, "日额": _daily}[kind](d, f)
    for name in d.sample(STATED[:6], d.choice([0, 0, 1, 2])):
        f[name] = d.money(10, 300000)
        heads += (name,)
    return heads, None


def _standards(d: Draw, f: dict[str, Any]) -> None:
    f |= {"人均可支配收入": d.money(20000, 90000), "人均消费支出": d.money(12000, 55000)}
    f["受害人户籍"] = "农村" if d.often(35) else "城镇"
    if f["事故日"] < REGIMES[-1]:
        f |= {"人均纯收入": d.money(5000, 40000), "农村人均消费支出": d.money(4000, 26000)}
        if d.often(20):
            f[d.choice(["城乡统一试点", "经常居住城镇"])] = d.often(70)
    elif d.often(20):
        f["住所地人均可支配收入"] = d.around(f["人均可支配收入"])
        f["住所地人均消费支出"] = d.around(f["人均消费支出"])


def _age(d: Draw) -> F:
    return F(d.choice([0, 17, 18, 59, 60, 61, 65, 74, 75, 76, d.randint(0, 99)]))


def _victim_age(d: Draw, f: dict[str, Any], day_name: str) -> None:
    if d.often(70):
        f["年龄"] = _age(d)
        return
    day = d.day(f["事故日"], date(f["事故日"].year + 1, 10, 31))
    born = date(day.year - int(_age(d)), day.month, min(day.day, 28))
    f |= {day_name: day, "出生日": min(day, d.near(born))}


def _disability(d: Draw, f: dict[str, Any]) -> tuple[str, ...]:
    _standards(d, f)
    _victim_age(d, f, "定残日")
    f["受害人死亡"] = False
    if d.often(30):
        f["伤残系数"] = F(d.randint(1, 100), 100)
    else:
        f["伤残"] = [{"等级": F(d.randint(1, 10))} for _ in range(d.choice([1] * 9 + [2]))]
    if d.often(50):
        return ("残疾赔偿金",)
    _dependants(d, f)
    return ("残疾赔偿金", "被扶养人生活费")


def _death(d: Draw, f: dict[str, Any]) -> tuple[str, ...]:
    _standards(d, f)
    _victim_age(d, f, "死亡日")
    f |= {"受害人死亡": True, d.choice(["职工年平均工资", "职工月平均工资"]): d.money(3000, 150000)}
    if d.often(30):
        return ("死亡赔偿金", "丧葬费")
    _dependants(d, f)
    return d.choice([("死亡赔偿金", "被扶养人生活费", "丧葬费"), ("被扶养人生活费",)])


def _dependants(d: Draw, f: dict[str, Any]) -> None:
    f["被扶养人"] = []
    for _ in range(d.randint(1, 5)):
        child = d.often(50)
        entry = {
            "关系": "子女" if child else d.choice(["父亲", "母亲", "配偶"]),
            "扶养人数": F(d.randint(1, 4)),
        }
        entry["年龄"] = F(d.choice([0, 1, 10, 16, 17])) if child else max(F(20), _age(d))
        if not child:
            entry["无劳动能力"] = not d.often(10)
        f["被扶养人"].append(entry)


def _daily(d: Draw, f: dict[str, Any]) -> tuple[str, ...]:
    f |= {"误工天数": F(d.randint(1, 400)), "护理天数": F(d.randint(1, 300)), "护理日标准": d.money(60, 300)}
    f[d.choice(["误工日收入", "误工月收入", "误工年收入"])] = d.money(100, 9000)
    if d.often(20):
        f |= {"误工月数": F(d.randint(1, 24)), "误工减少收入": d.money(500, 20000)}
        for name in ("误工天数", "误工日收入", "误工月收入", "误工年收入"):
            f.pop(name, None)
    if d.often(30):
        f["护理人数"] = F(d.choice([1, 2]))
    f |= {"营养天数": F(d.randint(1, 180)), "营养日标准": d.money(20, 60)}
    f |= {"住院天数": F(d.randint(1, 300)), "住院伙食标准": d.money(20, 120)}
    f |= {"残后护理年数": F(d.choice([1, 5, 10, 19, 20, 21])), "残后护理人数": F(d.choice([1, 1, 2]))}
    f[d.choice(["残后护理年标准", "残后护理月标准", "残后护理日标准"])] = d.money(50, 60000)
    if d.often(50):
        f["残后护理依赖比例"] = F(d.randint(1, 100), 100)
    else:
        f["残后护理依赖程度"] = d.choice(["完全", "大部分", "部分"])
    device = {"单价": d.money(500, 90000), "年限": F(d.randint(1, 30)), "更换周期": F(d.randint(1, 6))}
    # Upkeep is not said to be for each of several devices, so the two are not drawn together.
    f["辅助器具"] = [device | d.choice([{}, {"具数": F(2)}, {"年维护费": d.money(0, 900)}])]
    heads = ["误工费", "护理费", "营养费", "住院伙食补助费", "定残后护理费", "残疾辅助器具费"]
    return tuple(d.sample(heads, d.choice([1, 2, 6])))


# --- who pays


def _apportioned(d: Draw, f: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    heads = tuple(d.sample(STATED, d.randint(1, 6)))
    for head in heads:
        f[head] = _near_limits(d, head)
    f |= {"交强险": not d.often(10), "商业三者险": d.often(75)}
    f["受害方"] = d.choice(["机动车", "非机动车", "行人"])
    if d.often(60):
        f["机动车责任"] = d.choice(["全部", "主要", "同等", "次要", "无"])
    if f.get("机动车责任") not in ("全部", "无") or f["受害方"] != "机动车":
        f["责任比例"] = F(1, 10) if f.get("机动车责任") == "无" else F(d.randint(1, 20), 20)
    if f.get("机动车责任") == "全部":
        f.pop("责任比例", None)
    if f["商业三者险"]:
        f["商业三者险限额"] = F(d.choice([50000, 100000, 300000, 500000, 1000000, 2000000]))
        if d.often(25):
            f[d.choice(["商业险免赔率", "商业险免赔额"])] = F(d.choice([5, 10, 15, 20]), 100)
        if "商业险免赔额" in f:
            f["商业险免赔额"] = d.money(500, 5000)
        if d.often(7):
            f["商业险拒赔"] = True
    if d.often(85):
        f |= {"精神损害优先": d.often(50), "鉴定费保险不赔": d.often(50)}
    if d.often(5):
        f |= {"无证或醉驾": True, "商业险拒赔": True}
    if d.often(2):
        f["受害人故意"] = True
    if f.get("医疗费", 0) > 18000 and d.often(30):
        f["非医保用药扣除"] = d.money(0, int(f["医疗费"] - 18000))
    if d.often(10):
        f["已付款"] = []
        for who in d.sample(["侵权人", "交强险", "商业三者险", "保险公司"], d.randint(1, 2)):
            f["已付款"].append({"项目": "医疗费", "金额": d.money(100, 90000), "付款人": who})
        return heads, d.choice(PAYERS)
    if d.often(30):
        return d.choice([_other_victims, _other_vehicles, _passenger])(d, f, heads)
    if d.often(10):
        name = d.choice(["死亡伤残", "医疗", "财产"])
        f[f"交强险{name}" + d.choice(["限额", "已用"])] = d.money(0, 2000)
        f["商业三者险已用"] = d.money(0, 60000)
    return heads, d.choice(PAYERS)


def _other_victims(d: Draw, f: dict[str, Any], heads: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    f |= {"多名受害人": True, "商业三者险已用": d.money(0, 60000), "其他受害人": []}
    for name in "甲乙"[: d.randint(1, 2)]:
        other = {
            "名称": name,
            "死亡伤残项": _near_limits(d, "误工费"),
            "医疗费用项": _near_limits(d, "医疗费"),
        }
        f["其他受害人"].append(other | {"财产损失": d.money(0, 3000)})
    return heads, d.choice(PAYERS)


def _other_vehicles(d: Draw, f: dict[str, Any], heads: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    f |= {"多辆机动车": True, "其他机动车": []}
    f["责任比例"] = F(d.randint(3, 12), 20)
    insured = d.often(80)
    for name in "甲乙"[: d.randint(1, 2) if insured else 1]:
        other = {"名称": name, "有责": d.often(70), "交强险": insured, "本车人员": d.often(20)}
        f["其他机动车"].append(other | {"责任比例": F(d.randint(0, 4), 20)})
    if d.often(90):
        f["先由已投保赔付"] = d.often(50)
    return heads, d.choice([*PAYERS, "其他机动车交强险", "其他机动车方", "机动车一方"])


def _passenger(d: Draw, f: dict[str, Any], heads: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    f |= {"本车人员": True, "受害方": "乘客", "责任比例": F(d.randint(3, 20), 20)}
    if d.often(60):
        f |= {
            "好意同乘": True,
            "好意同乘减轻比例": F(d.randint(2, 10), 20),
            "使用人故意或重大过失": d.often(20),
        }
    if d.often(40):
        f["车上人员责任险限额"] = F(d.choice([10000, 20000, 100000]))
        # Whether a seat policy pays mental damages and appraisals is its contract's matter.
        heads = tuple(head for head in heads if head not in ("精神损害抚慰金", "鉴定费")) or ("医疗费",)
        f.setdefault("医疗费", F(9000))
        return heads, d.choice([*PAYERS, "车上人员责任险"])
    return heads, d.choice(PAYERS)


def _near_limits(d: Draw, head: str) -> F:
    if d.often(35):
        return d.around(F(d.choice([2000, 8000, 10000, 18000, 50000, 110000, 180000])))
    return d.money(1, 3000) if head in ("财产损失", "鉴定费") else d.money(100, 600000)
