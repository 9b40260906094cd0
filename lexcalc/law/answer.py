"""The one number that was asked for: whose share, and whether money already paid counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lexcalc.case.model import Case
from lexcalc.law.assess import Assessment, compute, total
from lexcalc.law.env import Env
from lexcalc.law.missing import Missing, MissingFacts
from lexcalc.law.render import shown
from lexcalc.law.schema import Item

ALL = "全部"
INSURERS = ("交强险", "商业三者险")
COVERS = (*INSURERS, "车上人员责任险")
_LIMITS = ("交强险死亡伤残赔付", "交强险医疗赔付", "交强险财产赔付")
# Which shares an asked payer's amount is made of.
_NEEDED = {
    "交强险": _LIMITS,
    "商业三者险": ("商业三者险赔付",),
    "车上人员责任险": ("车上人员责任险赔付",),
    "侵权人": (*_LIMITS, "侵权人赔付"),
    "投保义务人": (*_LIMITS, "投保义务人赔付"),
    "保险公司": (*_LIMITS, "商业三者险赔付", "车上人员责任险赔付"),
    "其他机动车交强险": ("其他机动车交强险赔付",),
    "其他机动车方": ("其他机动车限额内赔付", "其他机动车方赔付"),
    "机动车一方": (*_LIMITS, "侵权人赔付"),
    ALL: ("赔偿总额",),
}
# Payers whose share is that of several.
TOGETHER = {"保险公司": COVERS, "机动车一方": (*COVERS, "侵权人")}
# Who counts as whom where a payment is written with another word.
_SAME = {
    "公司": "用人单位",
    "单位": "用人单位",
    "用工单位": "用人单位",
    "基金": "工伤保险基金",
    "社保": "工伤保险基金",
    "肇事者": "侵权人",
    "驾驶人": "侵权人",
    "司机": "侵权人",
    "车主": "侵权人",
    "保险": "保险公司",
}


def settle(case: Case, env: Env, result: Assessment) -> None:
    """Fill in payers and the answer."""
    if result.missing or not result.items:
        return
    lines = result.items
    if any(line.monthly for line in lines) and not all(line.monthly for line in lines):
        result.lack(env.missing("待遇月数", "所问既有一次性待遇又有按月待遇，按月待遇计到何时"))
        return
    share = _traffic if case.scenario == "TC" else _labour
    amount = share(case, env, result)
    if amount is None:
        return
    if case.asked.deduct_paid:
        amount = _less_paid(case, env, result, amount)
    result.answer = amount


def _labour(case: Case, env: Env, result: Assessment) -> Fraction | None:
    """EC and WC: each head has its payer; the asked payer's heads are summed."""
    for line in result.items:
        if line.payer is not None:
            result.payers[line.payer] = result.payers.get(line.payer, Fraction(0)) + line.amount
    payer = case.asked.payer
    if payer is None or payer == ALL:
        return total(result.items)
    if any(line.payer is None for line in result.items):
        result.lack(env.missing("参保", "用人单位是否参加工伤保险，决定由基金还是单位支付"))
        return None
    return total([line for line in result.items if line.payer == payer])


def _traffic(case: Case, env: Env, result: Assessment) -> Fraction | None:
    payer = case.asked.payer
    if payer is None:  # the heads themselves, before anyone's share
        return total(result.items)
    return _shares(case, env, result, payer)


def _shares(case: Case, env: Env, result: Assessment, asked: str) -> Fraction | None:
    """Divide the losses: compulsory insurance by sub-limit, then by ratio commercial cover and liable party.

    Every share is worked out that the facts allow; only what the asked share needs counts as missing.
    """
    _preset_losses(env, result)
    _presuppose(asked, env, result)
    needed = _NEEDED.get(asked, ())
    trial = Assessment(case.scenario)
    for item in _share_items(env):
        line = compute(item, env, trial)
        if line is None:
            env.preset[item.head] = MissingFacts(m for m in trial.missing if isinstance(m, Missing))
            if item.head in needed:
                result.lack(*trial.missing)
                result.discretion.extend(d for d in trial.discretion if d not in result.discretion)
            trial.missing.clear()
            trial.discretion.clear()
            continue
        env.preset[item.head] = line.amount
        if item.payer and line.payer is None:
            if item.head in needed:
                result.lack(env.missing("交强险", "机动车一方是否投保交强险"))
            continue
        if line.payer is None:
            continue
        if not line.amount and line.payer not in (*INSURERS, "侵权人"):
            continue  # other payers only where they pay
        result.payers[line.payer] = result.payers.get(line.payer, Fraction(0)) + line.amount
        if line.amount or line.explanation:  # a sub-limit under which nothing was lost is not worth a line
            result.items.append(line)
    result.note(*trial.notes)
    result.statistics |= trial.statistics
    if result.missing:
        return None
    if asked == ALL:
        return env.preset["赔偿总额"]
    if asked == "投保义务人":  # jointly with the liable party, not on top
        return env.preset["投保义务人赔付"]
    if asked not in _NEEDED:
        result.lack(f"“{asked}”应承担的部分：现有规则只区分{'、'.join(_NEEDED)}")
        return None
    return sum((result.payers.get(name, Fraction(0)) for name in TOGETHER.get(asked, (asked,))), Fraction(0))


def _preset_losses(env: Env, result: Assessment) -> None:
    sums: dict[str, Any] = {
        name: Fraction(0) for name in ("死亡伤残", "医疗", "财产", "保险外", "间接", "诉讼费用")
    }
    for line in result.items:
        if line.category:
            sums[line.category] += line.amount
    sums["保险外"] += sums["间接"]  # of what compulsory insurance leaves out, the indirect losses are a part
    for name, amount in sums.items():
        # 财产损失 is also the name of a head
        env.preset["财产损失合计" if name == "财产" else f"{name}损失"] = amount
    mental = next((line.amount for line in result.items if line.head == "精神损害抚慰金"), Fraction(0))
    env.preset["精神损害损失"] = mental


def _presuppose(asked: str, env: Env, result: Assessment) -> None:
    """A question for an insurer's share says by itself that there is this insurance."""
    for insurance in INSURERS:
        if asked == insurance and insurance not in env.facts:
            env.preset[insurance] = True
            result.note(f"所问为{insurance}的赔付，按已投保{insurance}计")
    if asked == ALL and "先由已投保赔付" not in env.facts and env.truth("投保不一"):
        env.preset["先由已投保赔付"] = True
        result.note("题面没有写是否请求先由已投保的保险公司赔付，不影响总额；各方的份额按已请求计")


def _share_items(env: Env) -> list[Item]:
    return env.rulebook.shares(env.scenario)


def _less_paid(case: Case, env: Env, result: Assessment, amount: Fraction) -> Fraction | None:
    """Subtract what the asked payer has already paid.

    A driver often advances more than his share; an employer who paid more than he owes paid for other things.
    """
    entries = case.facts.value("已付款")
    if not isinstance(entries, list) or any(entry.get("金额") is None for entry in entries):
        result.lack(Missing("已付款", "要扣除的已付金额", ""))
        return None
    paid, advanced = Fraction(0), Fraction(0)
    for entry in entries:
        by = str(entry.get("付款人") or "")
        by = _SAME.get(by, by)
        if by == "保险公司" and case.asked.payer in COVERS and _other_cover(case.asked.payer, env, result):
            result.lack(
                env.missing("已付款", f"保险公司已付的{shown(entry['金额'])}元由哪一险种支付（写明付款人）")
            )
            return None
        if _counts(by, case.asked.payer):
            paid += entry["金额"]
        elif by == "侵权人" and case.facts.value("垫付由保险返还") is True:
            advanced += entry["金额"]
        else:
            result.note(f"{by}已付的{shown(entry['金额'])}元不是所问主体支付，未扣除")
    if advanced:
        own = result.payers.get("侵权人", Fraction(0))
        returned = max(Fraction(0), advanced - own)
        result.note(f"侵权人垫付{shown(advanced)}元，先抵其应赔的{shown(own)}元，其余由保险公司返还")
        paid += returned
    if paid > amount and case.scenario == "TC":
        result.note("已付款超过应付数额，超出部分不在此计算返还")
    elif paid > amount:
        result.lack(
            f"已付款{shown(paid)}元超过应付的{shown(amount)}元，请核对已付项目（可用 --set 已付款=值 改正）"
        )
        return None
    return max(Fraction(0), amount - paid)


def _other_cover(asked: str | None, env: Env, result: Assessment) -> bool:
    """Whether other insurance than the one asked for owes something too; one payment discharges only one."""
    covers = {"交强险": "交强险", "商业三者险": "投保商业险", "车上人员责任险": "已知(车上人员责任险限额)"}
    others = [cover for cover, insured in covers.items() if cover != asked and env.truth(insured)]
    return any(result.payers.get(cover) != 0 for cover in others)


def _counts(by: str, asked: str | None) -> bool:
    if not by or asked in (None, ALL) or by == asked:
        return True
    if asked == "机动车一方":
        return by in (*COVERS, "侵权人", "保险公司")
    return (asked == "保险公司" and by in COVERS) or (by == "保险公司" and asked in COVERS)
