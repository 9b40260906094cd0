"""How a traffic case is reasoned: liability, the compulsory limits by class, what lies above, the answer."""

from __future__ import annotations

import random
from fractions import Fraction

from lexcalc.case.model import Case
from lexcalc.law import Assessment
from lexcalc.law.assess import Line
from lexcalc.verify import LEAST
from training.distil.deduction import Deduction
from training.distil.sums import capped as lower_of
from training.distil.traffic_heads import head_steps
from training.distil.traffic_sums import num, percent, summed, times
from training.records import Question

Steps = tuple[tuple[str, str], ...]
CLASSES = (
    ("医疗", "医疗费用类", "交强险医疗赔付", "交强险医疗限额", "医疗"),
    ("死亡伤残", "死亡伤残类", "交强险死亡伤残赔付", "交强险死亡伤残限额", "死亡伤残"),
    ("财产", "财产类", "交强险财产赔付", "交强险财产限额", "财产"),
)
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
    because = {
        "责任比例": "主要、同等、次要责任没有法定的固定比例",
        "事故日": "交强险限额依事故日确定",
        "商业三者险限额": "商业三者险在限额内赔付",
        "交强险": "投保情况决定由谁在限额内赔付",
    }.get(what, "计算须有此数")
    last = voice.choice(
        [f"题面没有写明{what}，{because}，不能计算。", f"{because}，题面未给出{what}，无法得出数额。"]
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
    return Deduction(steps, f"缺少{what}，无法计算。")


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
    if question.facts.get("本车人员") == "是" or question.facts.get("侵权方非机动车") == "是":
        return _fault_only(question, native, voice)
    if question.facts.get("其他受害人"):
        return _divided(question, native, voice)
    insured = question.facts.get("交强险") != "否"
    told: list[str] = []
    paid: list[Fraction] = []
    left: list[tuple[str, Fraction]] = []
    for head in _daily(question, native):
        told.append(head)
    for category, name, share, _, _ in CLASSES:
        items = [line for line in native.items if line.category == category]
        values = [line.amount for line in items if line.amount]
        if not values:
            continue
        name += f"（{'、'.join(line.head for line in items if line.amount)}）"
        written, total = summed(values)
        given = lines[share].amount
        paid.append(given)
        if given < total:
            left.append((f"{num(total)}-{num(given)}={num(total - given)}", total - given))
        limit = given if given < total else _limit(lines[share])
        shown = f"{name}{written}元" if len(values) > 1 else name
        told.append(f"{shown}，{lower_of(total, limit, '限额')}" if limit else f"{name}{written}元，未超限额")
    chain, compulsory = summed(paid)
    label = "交强险" if insured else "限额内共"
    ours = payer == "交强险"
    if len(paid) > 1 and not ours:
        told.append(f"{label}{chain}元")
    cited = [c for share in _SHARES if share in lines for c in lines[share].citations]
    told[-1] += f"（{next((c for c in cited if c.startswith('交强险条例')), cited[0])}）"
    ratio = _share_of(question)
    if payer == "交强险":
        return _closed(question, native, told, [f"{chain}元"] if len(paid) > 1 else [], compulsory, voice)
    others = [line.amount for line in native.items if line.category in ("保险外", "间接") and line.amount]
    parts = [value for _, value in left] + others
    calc: list[str] = []
    if not parts:
        told.append("没有超出部分")
        beyond = Fraction(0)
    else:
        told += [f"超出部分{equation}元" for equation, _ in left]
        written, beyond = summed(parts)
        if others:
            told.append(f"鉴定费{num(sum(others))}元不在交强险内")
        if len(parts) > 1:
            told.append(f"合计{written}元")
    assert ratio is not None
    written, owed = times(beyond, ratio)
    commercial = lines["商业三者险赔付"].amount if "商业三者险赔付" in lines else Fraction(0)
    bears = question.facts.get("商业三者险") == "是"
    if payer in ("商业三者险", "保险公司", "侵权人") and bears:
        base, why = _commercial_base(question, native, left, others, beyond)
        if base != beyond:
            told.append(why)
        written, due = times(base, ratio)
        (calc if payer == "商业三者险" else told).append(
            _commercial(question, written, due, commercial, ratio, base)
        )
    if payer == "商业三者险":
        return _closed(question, native, told, calc, commercial, voice)
    if payer == "保险公司":
        if compulsory and commercial:
            calc.append(f"{num(compulsory)}+{num(commercial)}={num(compulsory + commercial)}元")
        return _closed(question, native, told, calc, compulsory + commercial, voice)
    written, owed = times(beyond, ratio)
    if payer == "侵权人":
        own = owed - commercial
        if bears:
            if base != beyond and ratio != 1:
                calc.append(f"应承担{written}元")
            calc.append(f"{num(owed)}-{num(commercial)}={num(own)}元")
        elif ratio != 1 and beyond:
            calc.append(f"按比例{written}元")
        if not insured:
            if own:
                calc.append(f"{num(compulsory)}+{num(own)}={num(compulsory + own)}元")
            own += compulsory
        return _closed(question, native, told, calc, own, voice)
    if ratio != 1 and beyond:
        calc.append(f"按比例{written}元")
    if compulsory and owed:
        calc.append(f"{num(compulsory)}+{num(owed)}={num(compulsory + owed)}元")
    return _closed(question, native, told, calc, compulsory + owed, voice)


def _limit(line: Line) -> Fraction | None:
    """The limit that the rule compared with, where it did."""
    match = LEAST.fullmatch(line.substituted)
    return Fraction(match[2].replace(",", "")) if match else None


def _fault_only(question: Question, native: Assessment, voice: random.Random) -> Deduction:
    """No compulsory insurance pays: those on board are no third persons, bicycles have none."""
    told = _daily(question, native)
    values = [line.amount for line in native.items if line.category and line.amount]
    written, total = summed(values)
    aboard = question.facts.get("本车人员") == "是"
    why = "本车人员不是第三者，交强险不赔（交强险条例第21条）" if aboard else "双方均为非机动车，没有交强险"
    calc = [*told, f"损失{written}元"] if len(values) > 1 else told
    ratio = _share_of(question)
    assert ratio is not None
    if ratio != 1:
        calc.append(f"{times(total, ratio)[0]}元")
    cut = Fraction(question.facts.get("好意同乘减轻比例", "0"))
    level = f"机动车一方负{question.facts.get('机动车责任')}责任"
    if cut:
        part = f"，好意同乘减轻{percent(cut)}，承担1-{percent(cut)}={percent(1 - cut)}（民法典第1217条）。"
    else:
        level = f"侵权人负{question.facts.get('机动车责任')}责任"
        part = f"，承担{percent(ratio)}（民法典第1165条）。"
    answer = native.answer
    assert answer is not None
    steps = (
        ("责任认定", level + part),
        ("保险赔付", why + "。"),
        ("赔偿计算", "；".join(calc) + "。"),
    )
    return Deduction(steps, f"侵权人应赔{num(answer)}元。")


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
        line = next(line for line in native.items if line.head == share)
        parts.append(line.amount)
        whole = own + theirs
        total = f"{name}{num(own)}+{num(theirs)}={num(whole)}元"
        if line.amount == own:
            told.append(f"{total}，未超限额，赔{num(own)}元")
            continue
        limit = line.amount * whole / own
        ratio = own / whole
        told.append(
            f"{total}，超限额；{num(own)}÷{num(whole)}={num(ratio)}，{num(limit)}×{num(ratio)}={num(line.amount)}元"
        )
    told[-1] += "（道交解释第19条）"
    calc = [f"{summed(parts)[0]}元"] if len(parts) > 1 else []
    return _closed(question, native, told, calc, sum(parts, Fraction(0)), voice)


def _daily(question: Question, native: Assessment) -> list[str]:
    """Heads that the case gives as days × rate."""
    told = []
    for line in native.items:
        if line.category and " × " in line.substituted:
            factors = line.substituted.replace(",", "").split(" × ")
            told.append(f"{line.head}{'×'.join(factors)}={num(line.amount)}元")
    return told


def _commercial_base(
    question: Question,
    native: Assessment,
    left: list[tuple[str, Fraction]],
    others: list[Fraction],
    beyond: Fraction,
) -> tuple[Fraction, str]:
    """What commercial cover pays of: not the appraisal fee or mental damages that it leaves out."""
    facts, base, why = question.facts, beyond, []
    if others and facts.get("鉴定费保险不赔") == "是":
        before = base
        base -= sum(others)
        why.append(f"鉴定费依约不由保险赔，应赔基数{num(before)}-{num(sum(others))}={num(base)}元")
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


def _commercial(
    question: Question, written: str, due: Fraction, pays: Fraction, ratio: Fraction, base: Fraction
) -> str:
    limit = Fraction(question.facts.get("商业三者险限额", "0"))
    off = Fraction(question.facts.get("商业险免赔率", "0"))
    if not base:
        return "商业三者险无须赔付"
    capped = min(due, limit)
    text = f"按比例{written}元，" if ratio != 1 else ""
    text += f"商业三者险{lower_of(due, limit, '限额')}"
    if off:
        equation, _ = times(capped, 1 - off)
        return f"{text}；免赔{percent(off)}，商业三者险{equation}元"
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
        calc.append(f"扣除已付，{num(share)}-{num(paid)}={num(answer)}元")
    if not calc:
        calc.append(f"{WHO.get(payer, payer)}应赔{num(answer)}元")
    steps = (
        ("责任认定", _liability(question, native, voice)),
        ("保险赔付", "；".join(told) + "。"),
        ("赔偿计算", "；".join(calc) + "。"),
    )
    verb = "还应赔" if question.asked["deduct_paid"] else "应赔"
    return Deduction(steps, f"{WHO.get(payer, payer)}{verb}{num(answer)}元。")
