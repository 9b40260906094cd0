"""How a traffic case is reasoned: liability, the compulsory limits by class, what lies above, the answer."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from lexcalc.law.assess import Line
from lexcalc.money import cents
from lexcalc.reasoning.calculator import number
from lexcalc.verify import LEAST
from training.distil.deduction import Deduction
from training.distil.sums import capped as lower_of
from training.distil.traffic_heads import explained, head_steps
from training.distil.traffic_sums import num, percent, summed, times
from training.records import Question

Steps = tuple[tuple[str, str], ...]
CLASSES = (
    ("医疗", "医疗费用类", "交强险医疗赔付", "交强险医疗限额", "医疗"),
    ("死亡伤残", "死亡伤残类", "交强险死亡伤残赔付", "交强险死亡伤残限额", "死亡伤残"),
    ("财产", "财产类", "交强险财产赔付", "交强险财产限额", "财产"),
)
_PART = re.compile(r"^min\([\d,.]+, ([\d,.]+) × ")
_ARTICLE = re.compile(r"（人身损害解释(?:（\d+年）)?第\d+条）$")
_SHARES = tuple(each[2] for each in CLASSES)
WHO = {
    "交强险": "交强险",
    "商业三者险": "商业三者险",
    "保险公司": "保险公司",
    "侵权人": "侵权人",
    "全部": "各赔偿义务人共",
}


def deduce(question: Question, case: Case, native: Assessment) -> Deduction:
    """The steps of a case with the statute's amounts; as far as the facts go where one is missing."""
    voice = random.Random(question.id)
    if native.answer is None:
        return _lacking(question, native, voice)
    if question.asked["payer"] is None:
        return head_steps(question, case, native, voice)
    return _shares(question, case, native, voice)


def _lacking(question: Question, native: Assessment, voice: random.Random) -> Deduction:
    what = question.notes.get("lacks") or "必要事实"
    named = {"日标准": "护理段的日标准", "单价": "辅助器具的单价"}.get(what, what)
    because = {
        "责任比例": "主要、同等、次要责任没有法定的固定比例",
        "事故日": "交强险限额依事故日确定",
        "商业三者险限额": "商业三者险在限额内赔付",
        "交强险": "投保情况决定由谁在限额内赔付",
        "伤残系数": "多处伤残的综合系数由法院确定",
        "日标准": "护理费按每人每日的标准计算",
        "误工日收入": "误工费按受害人的收入计算",
        "单价": "辅助器具费按单价计算",
    }.get(what, "计算须有此数")
    last = voice.choice(
        [f"题面没有写明{named}，{because}，不能计算。", f"{because}，题面未给出{named}，无法得出数额。"]
    )
    steps = (
        (
            "责任认定",
            _liability(question, native, voice) if question.asked["payer"] else "所问为损失数额本身。",
        ),
        (
            "保险赔付",
            "先交强险，后商业三者险，再侵权人（民法典第1213条）。"
            if question.asked["payer"]
            else "不涉及保险分担。",
        ),
        ("赔偿计算", last),
    )
    return Deduction(steps, f"缺少{named}，无法计算。")


def _share_of(question: Question) -> Fraction | None:
    """The part of what lies above the limits that the asked side bears; a free ride lessens it."""
    facts, level = question.facts, question.facts.get("机动车责任", "")
    fixed = {"全部": Fraction(1), "无": Fraction(0)}.get(level)
    ratio = Fraction(facts["责任比例"]) if facts.get("责任比例") else fixed
    if ratio is not None and facts.get("好意同乘") == "是" and facts.get("使用人故意或重大过失") != "是":
        ratio *= 1 - Fraction(facts.get("好意同乘减轻比例", "0"))
    return ratio


def _liability(question: Question, native: Assessment, voice: random.Random) -> str:
    level = question.facts.get("机动车责任", "")
    payer, ratio = question.asked["payer"], _share_of(question)
    if payer == "交强险":
        limits = "无责限额" if level == "无" else "有责限额"
        return voice.choice(
            [
                f"机动车一方负{level}责任，适用{limits}，交强险不乘责任比例。",
                f"机动车一方{level}责任，交强险按{limits}，不按比例折算。",
            ]
            if level != "无"
            else ["机动车一方无责任，适用无责限额。", "机动车无责，交强险按无责限额赔付。"]
        )
    article = "（道路交通安全法第76条）"
    if ratio is None:
        return f"机动车一方负{level}责任，比例未定{article}。"
    return voice.choice(
        [
            f"机动车一方负{level}责任，承担{percent(ratio)}{article}。",
            f"机动车一方{level}责任，责任比例{percent(ratio)}{article}。",
        ]
    )


def _shares(question: Question, case: Case, native: Assessment, voice: random.Random) -> Deduction:
    payer = question.asked["payer"]
    lines = {line.head: line for line in native.items}
    if question.facts.get("其他机动车"):
        return _two_cars(question, native, voice)
    if question.facts.get("本车人员") == "是" or question.facts.get("侵权方非机动车") == "是":
        return _fault_only(question, native, voice)
    if question.facts.get("其他受害人"):
        return _divided(question, native, voice)
    insured = question.facts.get("交强险") != "否"
    told = _computed(question, case, native)
    paid: list[Fraction] = []
    over: list[Fraction] = []
    for category, name, share, _, _ in CLASSES:
        items = [line for line in native.items if line.category == category and line.amount]
        if not items:
            continue
        written, total = summed([line.amount for line in items])
        given = lines[share].amount
        limit = _limit(lines[share])
        heads = "、".join(line.head for line in items if not line.head.endswith("项"))
        text = f"{name}{f'（{heads}）' if heads else ''}{written}元"
        if limit is None:
            text += "，未超限额" if given == total else "，交强险不赔"
            text += f"，赔{num(given)}元"
        else:
            text += lower_of(total, limit, "限额").removeprefix(f"{num(total)}元")
        if payer != "交强险":  # the same steps whether the limit is exceeded or not
            text += f"，超出{num(total)}-{num(given)}={num(total - given)}元"
        told.append(text)
        paid.append(given)
        over.append(total - given)
    chain, compulsory = summed(paid)
    label = "交强险" if insured else "限额内"
    cited = [c for share in _SHARES if share in lines for c in lines[share].citations]
    article = f"（{next((c for c in cited if c.startswith('交强险条例')), cited[0])}）"
    if payer == "交强险":
        told[-1] += article
        return _closed(question, native, told, [f"交强险{chain}元"], compulsory, voice)
    if payer in ("保险公司", "全部") or not insured:
        told.append(f"{label}{chain}元")
    told[-1] += article
    others = [line for line in native.items if line.category in ("保险外", "间接") and line.amount]
    fees = [line.amount for line in others]
    written, beyond = summed(over + fees)
    if others:
        told.append(f"{'、'.join(f'{line.head}{num(line.amount)}元' for line in others)}不在交强险内")
    told.append(f"超出合计{written}元")
    ratio = _share_of(question)
    assert ratio is not None
    calc: list[str] = []
    commercial = lines["商业三者险赔付"].amount if "商业三者险赔付" in lines else Fraction(0)
    bears = question.facts.get("商业三者险") == "是"
    base = beyond
    if payer != "全部" and bears:
        if question.facts.get("商业险拒赔") == "是":
            told.append("商业三者险依约免责，赔0元")
        else:
            base, why = _commercial_base(question, native, fees, beyond)
            told += [why] if why else []
            into = calc if payer == "商业三者险" else told
            into.append(_commercial(question, base, ratio))
    if payer == "商业三者险":
        return _closed(question, native, told, calc, commercial, voice)
    if payer == "保险公司":
        pays = num(_unrounded(commercial, times(base, ratio)[1]))
        calc.append(f"{num(compulsory)}+{pays}={num(compulsory + commercial)}元")
        return _closed(question, native, told, calc, compulsory + commercial, voice)
    written, owed = times(beyond, ratio)
    calc.append(f"按比例{written}元")
    if payer == "侵权人":
        own = owed
        if bears:
            own = cents(owed) - commercial
            pays = num(_unrounded(commercial, times(base, ratio)[1]))
            calc.append(f"{num(owed)}-{pays}={num(own)}元")
        if not insured:
            calc.append(f"{num(compulsory)}+{num(own)}={num(cents(compulsory + own))}元")
            own = cents(own + compulsory)
        return _closed(question, native, told, calc, own, voice)
    calc.append(f"{num(compulsory)}+{num(owed)}={num(cents(compulsory + owed))}元")
    return _closed(question, native, told, calc, cents(compulsory + owed), voice)


def _limit(line: Line) -> Fraction | None:
    """The limit that the rule compared with, where it did."""
    match = LEAST.fullmatch(line.substituted)
    return Fraction(match[2].replace(",", "")) if match else None


def _shared_limit(line: Line) -> Fraction:
    """The whole limit of which a victim has a part."""
    match = _PART.search(line.substituted)
    assert match is not None, line.substituted
    return Fraction(match[1].replace(",", ""))


def _fault_only(question: Question, native: Assessment, voice: random.Random) -> Deduction:
    """No compulsory insurance pays: those on board are no third persons, bicycles have none."""
    told = _computed(question, question.case(), native)
    values = [line.amount for line in native.items if line.category and line.amount]
    written, total = summed(values)
    aboard = question.facts.get("本车人员") == "是"
    why = "本车人员不是第三者，交强险不赔（交强险条例第21条）" if aboard else "双方均为非机动车，没有交强险"
    ratio = _share_of(question)
    assert ratio is not None
    calc = [*told, f"损失{written}元", f"按比例{times(total, ratio)[0]}元"]
    cut = Fraction(question.facts.get("好意同乘减轻比例", "0"))
    level = f"机动车一方负{question.facts.get('机动车责任')}责任"
    if cut:
        part = f"，好意同乘减轻{percent(cut)}，承担1-{percent(cut)}={percent(1 - cut)}（民法典第1217条）。"
    else:
        level = f"侵权人负{question.facts.get('机动车责任')}责任"
        part = f"，承担{percent(ratio)}（民法典第1165条）。"
    deduction = _closed(question, native, [], calc, times(total, ratio)[1], voice)
    steps = (("责任认定", level + part), ("保险赔付", why + "。"), deduction.steps[2])
    return Deduction(steps, deduction.conclusion)


def _limits_of(question: Question, level: str) -> dict[str, Fraction]:
    """The limits by class of a car with this fault on the day of the accident, as the rules give them."""
    kept = ("事故日",)
    facts = {name: text for name, text in question.facts.items() if name in kept}
    facts |= {"机动车责任": level, "受害方": "行人", "交强险": "是", "责任比例": "100%"}
    facts |= {"医疗费": "9999999", "误工费": "9999999", "财产损失": "9999999"}
    asked = {"heads": [], "payer": "交强险", "deduct_paid": False}
    lines = {line.head: line for line in replace(question, facts=facts, asked=asked).assess()[1].items}
    return {category: lines[share].amount for category, _, share, _, _ in CLASSES}


def _two_cars(question: Question, native: Assessment, voice: random.Random) -> Deduction:
    """Two cars: a passenger is a third person to the other car only, one outside is to both."""
    aboard = question.facts.get("本车人员") == "是"
    told = _computed(question, question.case(), native)
    ours, theirs = _limits_of(question, "全部"), _limits_of(question, "全部" if aboard else "无")
    paid, over = [], []
    for category, name, _, _, _ in CLASSES:
        items = [line for line in native.items if line.category == category and line.amount]
        if not items:
            continue
        written, total = summed([line.amount for line in items])
        text = f"{name}（{'、'.join(line.head for line in items)}）{written}元"
        if aboard:
            given = min(total, theirs[category])
            text += lower_of(total, theirs[category], "限额").removeprefix(f"{num(total)}元")
            text += f"，超出{num(total)}-{num(given)}={num(total - given)}元"
        else:
            limit, mine = ours[category] + theirs[category], ours[category]
            pool = min(total, limit)
            given = Fraction(number(pool * mine / limit))
            text += f"，两车限额{num(mine)}+{num(theirs[category])}={num(limit)}元，"
            text += f"{lower_of(total, limit, '限额')}，{num(pool)}×{num(mine)}÷{num(limit)}={num(given)}元"
        told.append(text)
        paid.append(given)
        over.append(total - given)
    told[-1] += "（道交解释第18条）"
    if not aboard:
        return _closed(question, native, told, [f"交强险{summed(paid)[0]}元"], sum(paid, Fraction(0)), voice)
    written, beyond = summed(over)
    told = [
        f"受害人是甲车本车人员，甲车交强险不赔，由乙车交强险先赔（交强险条例第21条）；{told[0]}",
        *told[1:],
    ]
    told.append(f"超出合计{written}元")
    ratio = _share_of(question)
    assert ratio is not None
    written, owed = times(beyond, ratio)
    return _closed(question, native, told, [f"按比例{written}元"], owed, voice)


def _divided(question: Question, native: Assessment, voice: random.Random) -> Deduction:
    """Several victims: each sub-limit by the share of one's losses in it."""
    others = question.case().facts.value("其他受害人")
    assert isinstance(others, list)
    told, parts = [], []
    for category, name, share, _, _ in CLASSES:
        own = sum((line.amount for line in native.items if line.category == category), Fraction(0))
        key = {"医疗": "医疗费用项", "死亡伤残": "死亡伤残项", "财产": "财产损失"}[category]
        theirs = sum((Fraction(entry[key]) for entry in others), Fraction(0))
        if not own:
            continue
        whole = own + theirs
        line = next(line for line in native.items if line.head == share)
        parts.append(line.amount)
        limit = _shared_limit(line)
        pool = min(whole, limit)
        told.append(
            f"{name}{num(own)}+{num(theirs)}={lower_of(whole, limit, '限额')}，"
            f"{num(pool)}×{num(own)}÷{num(whole)}={number(pool * own / whole)}元"
        )
    told[-1] += "（道交解释第19条）"
    calc = [f"交强险{summed(parts)[0]}元"]
    return _closed(question, native, told, calc, sum(parts, Fraction(0)), voice)


def _computed(question: Question, case: Case, native: Assessment) -> list[str]:
    """Heads whose amounts the case does not give outright; the articles of heads are left out here."""
    lines = [line for line in native.items if line.category and line.amount]
    return [_ARTICLE.sub("", told) for line in lines for told in explained(line, case, question.notes)]


def _commercial_base(
    question: Question, native: Assessment, fees: list[Fraction], beyond: Fraction
) -> tuple[Fraction, str]:
    """What commercial cover pays of: not the appraisal fee or mental damages that it leaves out."""
    facts, base, why = question.facts, beyond, []
    if fees and facts.get("鉴定费保险不赔") == "是":
        base -= sum(fees)
        why.append(f"鉴定费依约不由保险赔，应赔基数{num(beyond)}-{num(sum(fees))}={num(base)}元")
    mental = next((line.amount for line in native.items if line.head == "精神损害抚慰金"), Fraction(0))
    deaths = sum(line.amount for line in native.items if line.category == "死亡伤残")
    limited = next((line.amount for line in native.items if line.head == "交强险死亡伤残赔付"), Fraction(0))
    over = deaths - limited
    if mental and over:
        last = facts.get("精神损害优先") == "否"
        out = min(mental, over) if last else max(Fraction(0), mental - limited)
        if out:
            before = base
            base -= out
            why.append(f"未请求精神损害优先，商业险不赔：{num(before)}-{num(out)}={num(base)}元")
    return base, "；".join(why)


def _unrounded(amount: Fraction, exact: Fraction) -> Fraction:
    """What is carried on of an amount that was not rounded: the calculator rounds sums only."""
    return exact if cents(exact) == amount else amount


def _commercial(question: Question, base: Fraction, ratio: Fraction) -> str:
    limit = Fraction(question.facts.get("商业三者险限额", "0"))
    off = Fraction(question.facts.get("商业险免赔率", "0"))
    written, due = times(base, ratio)
    text = f"按比例{written}元，商业三者险{lower_of(due, limit, '限额')}"
    if off:
        equation = times(min(due, limit), 1 - off)[0]
        return f"{text}，免赔{percent(off)}，1-{percent(off)}={percent(1 - off)}，{equation}元"
    return text


def _closed(
    question: Question,
    native: Assessment,
    told: list[str],
    calc: list[str],
    share: Fraction,
    voice: random.Random,
) -> Deduction:
    answer = native.answer
    assert answer is not None
    payer = question.asked["payer"]
    if question.asked["deduct_paid"] and answer != share:
        entries = question.case().facts.value("已付款")
        paid = sum(entry["金额"] for entry in entries) if isinstance(entries, list) else Fraction(0)
        why = "垫付款由保险公司退还垫付人" if question.facts.get("垫付由保险返还") == "是" else "扣除已付"
        calc.append(f"{why}，{num(share)}-{num(paid)}={num(answer)}元")
    elif calc and f"{num(answer)}元" not in calc[-1]:  # a product in more than 分
        calc.append(f"即{num(answer)}元")
    if not calc:
        calc.append(f"{WHO.get(payer, payer)}应赔{num(answer)}元")
    steps = (
        ("责任认定", _liability(question, native, voice)),
        ("保险赔付", "；".join(told) + "。"),
        ("赔偿计算", "；".join(calc) + "。"),
    )
    verb = "还应赔" if question.asked["deduct_paid"] else "应赔"
    return Deduction(steps, f"{WHO.get(payer, payer)}{verb}{num(answer)}元。")
