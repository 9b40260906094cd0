"""Money already paid in a work-injury case: by whom for what, and whether the question wants it subtracted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from lexcalc.case.aside import aside
from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import Quantity, in_months
from lexcalc.case.work_injury_actors import FIRM, OWN, THIRD, actor
from lexcalc.case.work_injury_labels import Reader
from lexcalc.case.work_injury_months import first_day, first_month
from lexcalc.case.work_injury_set_off import left_alone, said_apart
from lexcalc.case.work_injury_stream import read_stream
from lexcalc.case.work_injury_wages import actual_wage

_PAYING = r"(?:支付|给付|发放|垫付|预付|预支|借支?|垫|付|给|塞|(?:交|缴)(?:了|过|纳)?(?=[^。；，]{0,4}押金)|赔付?|发|打|拨付?|转|送来?|到账|报销|核发)"
_PLAIN = r"(?:支付|给付|垫付|赔付|预付|转账|汇付|付款|打款|拿来|领取?(?:了|过)|(?:领取|领到|收到)(?![^。；，Ⓜ]{0,4}(?:报酬|工资|薪|收入))|到账|拿(?:了|过|走)|转(?:来|给))"
_DONE = re.compile(
    rf"(?:已经?|先行|先后|陆续|仅|只|实际|共|期间|期内|每个?月|都|按月|前后|曾|就|垫|预|借)[^。；，Ⓜ未没]{{0,24}}?{_PAYING}|{_PAYING}(?:了|过)|{_PAYING}(?:给)?[我他她其](?!应)|{_PLAIN}[^。；，Ⓜ]{{0,6}}$|(?:履行|获得|获赔|取得|执行到位)[^。；，Ⓜ]{{0,8}}$"
)
_GRANTED = re.compile(
    r"除(?:去|了|开)?(?:[^。；，Ⓜ]{0,6})已经?[^。；，Ⓜ]{0,8}的?$"
)  # 除已同意的43,050元外，还应支付
_DREW = re.compile(
    r"(?:停工留薪|留薪期|期间|期内|其间|Ⓣ▪*(?:里|内))[^。；Ⓜ]{0,14}(?:领取?|领到|实发|实得|收到|拿到)[^。；，Ⓜ]{0,8}$"
)
_DONE_AFTER = re.compile(
    rf"^(?:元)?[)）]?[^。；，Ⓜ未没]{{0,12}}?(?:已|都|给|发|打)[^。；，Ⓜ未没]{{0,10}}?(?:{_PAYING}|清)|^(?:元)?(?:给|发)[我他她]?发?|^(?:元)?(?:/月|每月|一个月)?(?:的?标准)?(?:给[我他她其])?(?:发放?|支付|发)|^(?:元)?[，,]?(?:均|都|现|该款)?已(?:付清|结清|到账|支付|付)|^(?:元)?(?:都)?到账|^(?:元)?[^。；，Ⓜ]{0, 8}由[^。；，Ⓜ]{1, 14}(?:支付|垫付|赔付|付清|赔偿)"
)
_NOT_DONE = re.compile(
    rf"(?:应当?|需|须|要|可以?|肯|愿意?|同意|答应|打算|拒绝?|未|没有?|不|无需|才|会)[^。；，Ⓜ]{{0,8}}{_PAYING}(?!了)[^。；，Ⓜ]{{0,12}}$|判令|裁决|标准(?:为|是)?$"
)
_NOT_AFTER = re.compile(
    r"[^。；，]{0,10}(?:，?但)?[^。；，]{0,6}(?:并未|未(?:实际)?|没有?)(?:履行|兑现|支付|到位|付)"
)
_KEPT_APART = re.compile(
    r"另行(?:结算|处理|解决)|不(?:再)?(?:抵扣|扣除?|抵|计入|算|要求返还|跟)|无关|另案|人道|慰问|自愿|扣回"
)
_PROJECTS: tuple[tuple[str, str], ...] = (
    (
        "",
        r"残疾赔偿金|死亡赔偿金|民事(?:损失|赔偿)|人身损害|误工费?|精神|慰问|抚慰金|财产|修理|车损|营养费|交通费|养老|社会保险费|社保费|保险费|五险|护工|房租|鉴定费|诉讼费|律师|过节费|节日|福利费|红包|意外险|理赔|商业保险|团体险|高温|年货|餐费|年终奖?|奖金",
    ),
    ("一次性伤残补助金", r"(?:一次性)?伤残补助金?"),
    ("一次性工伤医疗补助金", r"医疗补助金?"),
    ("一次性伤残就业补助金", r"就业补助金?"),
    ("一次性工亡补助金", r"工亡补助金?"),
    ("丧葬补助金", r"丧葬|安葬|殡葬"),
    ("供养亲属抚恤金", r"抚恤金?"),
    ("伤残津贴", r"津贴"),
    ("停工留薪期护理费", r"护理费"),
    ("住院伙食补助费", r"伙食"),
    ("医疗费", r"医[疗药]费|治疗费|抢救费|住院|押金|看病|药费"),
    ("停工留薪期工资", r"工资|生活费|停工|工钱|薪"),
)
_PROJECT = re.compile("|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(_PROJECTS)))
_NET = re.compile(
    r"(?<!不)(?<!不[作予再得])(?:扣除(?!个人|社保|五险|税|缴费)|抵扣|扣减|冲抵|折抵)|从[^。；，]{0,12}(?:扣|抵)|(?<!不)抵(?:工伤|赔偿)|扣掉|减去|扣完|抵减"
)
_NET_ASKED = re.compile(
    r"余额|余下|剩余|差额|[未没](?:支?付|发|给|领)|补[发足付给]|还(?:应|要|需|得|该|欠|差|能)|尚(?:应|欠|需)|欠|少[发给付算了]|(?:后|剩|其余|余下)[^。；，Ⓣ]{0,4}Ⓣ|差[我他她了的多]"
)
_GROSS = re.compile(r"不(?:作|予|再|需|用)?(?:扣除|扣减|抵扣|考虑已付)|(?:扣除|抵扣)(?:另行|另案|问题不)")
_COUNTS = re.compile(
    r"(?:系|是|为|属于?|作为|视为)?预付(?:的)?(?:工伤|赔偿|待遇|工亡)|(?:同意|确认|可以?|应|说好|约定|愿意?)(?:(?!不|未)[^。；，]){0,12}(?:抵扣|扣除|冲抵|抵作|折抵|扣)|抵作|算(?:在|进|入)[^。；，]{0,4}(?:赔偿|待遇|里)|算作?(?:赔偿|工伤|预付)"
)
_SET_OFF = re.compile(r"(?:元|块)?[，,]?[^。；Ⓜ]{0,16}(?:抵作|冲抵|抵扣|算在|算进)")
_FIRM_GAVE = re.compile(r"交|缴|给|拿|塞|送|付|垫|借|转|打")
_SHORT = re.compile(
    r"(?:未|没有?)(?:依法|如实|按实)?[^。；，]{0,6}?足额|少[缴报交]|(?<!最)低报|报低|报少|按[^。；，]{0,6}低[^。；，]{0,4}基数|低于实际|缴费不足|如实(?:申报)?"
)


@dataclass(frozen=True)
class Payment:
    """One payment told as made: for which head ("" for no stated purpose), how much in all, by a third party or not."""

    head: str
    amount: Fraction | None
    third: bool
    quantity: Quantity
    words: str = ""
    monthly: bool = False
    by: str = ""


def read_paid(reader: Reader, case: Case, wish: tuple[int, int] | None = None) -> None:
    """Give payments that belong to what is asked as facts; where it is open whether they count, a doubt.

    ``wish`` is the sentence of the claim that the question points back to.
    """
    heads = set(case.asked.heads)
    asked = "".join(reader.text[slice(*span)] for span in (wish, case.asked.span) if span)
    net = not _GROSS.search(asked) and (
        case.asked.deduct_paid or _NET_ASKED.search(asked) is not None or _NET.search(reader.text) is not None
    )
    per_month = re.search(r"每个?月|按月", asked) is not None and "待遇月数" not in case.facts
    if per_month and heads <= {"伤残津贴", "生活护理费", "供养亲属抚恤金"}:
        case.asked = replace(case.asked, deduct_paid=False)
        return  # 每月应给多少: what was paid so far does not count
    payments = [p for p in payments_in(reader, case) if p.head in heads or p.head == "*"]
    if case.asked.payer == "工伤保险基金" and not re.search(r"扣除|抵扣|扣掉|减去", asked):
        payments = [
            p for p in payments if p.by != FIRM or p.head == "医疗费"
        ]  # the employer's money is not the fund's
    if _shortfall(reader, case, payments, heads):
        return
    entries: list[Entry] = []
    streamed: set[int] = set()
    told = False
    by_third = Fraction(0)
    for head in _MONTHLY:
        if head in heads:
            told = _paid_monthly(reader, case, head, payments, net, entries, streamed) or told
    for payment in payments:
        if payment.head in _MONTHLY or payment.quantity.start in streamed:
            continue
        if payment.third and payment.head == "医疗费" and payment.amount is not None:
            by_third += payment.amount
            continue
        if net:
            if payment.amount is None:
                case.doubts.append("已付款的数额看不准")
                return
            entries.append({"项目": "" if payment.head == "*" else payment.head, "金额": payment.amount})
        elif _GROSS.search(asked):
            continue
        elif payment.head != "*" or (not payment.third and case.asked.payer is not None):
            case.doubts.append("题面有已付款，没有写明所问数额是否扣除")
            return
    if "医疗费" in heads:
        _third_party(reader, case, by_third)
    counted = streamed | {p.quantity.start for p in payments_in(reader, case)}
    told = told or by_third > 0
    nothing = case.asked.deduct_paid and net and not told and not entries
    if (
        net
        and not told
        and not entries
        and re.search(r"(?:扣掉|扣除|减去|扣去|除去|抵掉)[^。；，]{0,8}Ⓜ", asked)
    ):
        case.doubts.append("所问要扣掉的款项没有读出来，请用 --set 已付款=… 给出")
    words = "|".join(
        _MONTHLY[head] for head in _MONTHLY if head in heads and (net or head == "停工留薪期工资")
    )
    short = re.search(r"差额|补[足发给]|少[发给付]|扣除", asked)
    if heads == {"停工留薪期工资"} and short and not told and not entries:
        case.doubts.append("所问的是差额，题面已付的数额没有读出来，请用 --set 停工留薪期已付=… 给出已付总额")
    if (nothing and _unread(reader, case, counted, "")) or (words and _unread(reader, case, counted, words)):
        case.doubts.append("题面的已付款没有读准，看不出是否应从所问数额中扣除，请用 --set 已付款=… 给出")
    if entries and left_alone(reader, {p.quantity.start for p in payments}):
        case.doubts.append("题面写有已付款不予扣除，看不准是哪一笔，请用 --set 已付款=… 给出")
    if entries:
        spans = [p.quantity.span for p in payments] or [case.asked.span or (0, 0)]
        case.facts.add(Fact("已付款", entries, span=(spans[0][0], spans[-1][1])))
    case.asked = replace(case.asked, deduct_paid=bool(entries))


def _third_party(reader: Reader, case: Case, paid: Fraction) -> None:
    """第三人已付医疗费; a third party who may have paid, though nothing of it was read, is a fact by itself."""
    if paid:
        case.facts.add(Fact("第三人已付医疗费", paid, note="基金或者单位不重复支付"))
    elif re.search(
        r"第三人侵权|肇事|侵权人|全责|负全部责任|被[^。；，]{0,8}打伤", reader.text
    ) and not re.search(
        r"(?:未|没有?|分文不?)[^。；，]{0,8}(?:赔|支付|给付|垫付)|逃逸|下落不明|无力", reader.text
    ):
        case.facts.add(Fact("第三人侵权", True))


_MONTHLY = {
    "停工留薪期工资": r"停工留?[薪新]?|留薪|养伤|休养|治伤|病休|歇(?:着|了)|Ⓣ▪*(?:里|内|期间)",
    "伤残津贴": r"津贴|(?:难以|没法|无法|安排不了)[^。；]{0,10}(?:工作|岗位|活)",
}


def _paid_monthly(
    reader: Reader,
    case: Case,
    head: str,
    payments: list[Payment],
    net: bool,
    entries: list[Entry],
    streamed: set[int],
) -> bool:
    """What was paid of a benefit due for every month; True where something is told of it."""
    lumps = [p for p in payments if p.head == head]
    wages = head == "停工留薪期工资"
    length = case.facts.value("停工留薪期" if wages else "待遇月数")
    more = case.facts.value("停工留薪期延长") if wages else None
    full = case.facts.value("原月工资") if wages else None
    stream = None
    if isinstance(length, Fraction):
        length += more if isinstance(more, Fraction) else 0
        stream = read_stream(
            reader,
            length,
            full if isinstance(full, Fraction) else None,
            reader.asking(case.asked.span or (0, 0)),
            _MONTHLY[head],
            frozenset(p.quantity.start for p in lumps if p.monthly),
            first_day(case) if wages else None,
            None if wages else first_month(reader, case),
        )
    if stream is not None and stream.unsure:
        case.doubts.append(f"{head}：各月已付的数额看不准，请用 --set {_SET[wages]}=… 给出已付总额")
        return True
    if stream is not None:
        streamed |= stream.amounts
        streamed |= {p.quantity.start for p in payments if p.head == "*" and p.amount == stream.paid}
    sums = [p for p in lumps if not p.monthly and (stream is None or p.quantity.start not in stream.amounts)]
    if not sums and stream is None:
        if lumps and (wages or net):
            case.doubts.append(f"{head}：已付的数额看不准，请用 --set {_SET[wages]}=… 给出已付总额")
        return bool(lumps) and (wages or net)
    paid: Fraction | None
    if sums:
        amounts = {p.amount for p in sums}
        paid = sum((a for a in amounts if a), Fraction(0)) if None not in amounts else None
        whole = any(
            _WHOLE.search(reader.text[max(0, p.quantity.start - 14) : p.quantity.start]) for p in sums
        )
        if stream is not None and stream.paid and stream.paid != paid and (stream.complete or not whole):
            paid = None
    else:
        known = stream.complete or stream.months_full or not stream.paid  # type: ignore[union-attr]
        paid = stream.paid if known else None  # type: ignore[union-attr]
    if (
        paid
        and wages
        and isinstance(full, Fraction)
        and isinstance(length, Fraction)
        and paid >= full * length
    ):
        paid = None  # nothing would be left to ask for
    if paid is None or (paid and not net):
        reason = "数额看不准" if paid is None else "没有写明所问数额是否扣除"
        case.doubts.append(f"{head}：已付部分{reason}，请用 --set {_SET[wages]}=… 给出已付总额")
        return True
    if paid:
        span = stream.span if stream is not None else sums[0].quantity.span
        if wages:
            case.facts.add(Fact("停工留薪期已付", paid, span=span))
        else:
            entries.append({"项目": head, "金额": paid})
    return True


_SET = {True: "停工留薪期已付", False: "已付款"}
_WHOLE = re.compile(r"共计?|合计|总共|一共|累计|先后|陆续|前后|只|仅")


_PAID_SUM = re.compile(
    r"(?:支付|给付|垫付|付了|付过|给了|给过|转给|转来|打给|发了|发给|发放|拿来|借支|预支|塞|送来?)[^。；，Ⓜ]{0,10}Ⓜ"
)
_OWN_COSTS = re.compile(r"医|药|护|垫|花|支出|交通|购买|丧葬|墓|聘|雇|请人|自[付费行]|鉴定|律师")
_MAYBE_PAID = re.compile(
    r"支付|给付|垫付|付了|付过|给了|给过|转|打给|发|拿来|借支|预支|领|收到|到手|到账|[只仅才每][^。；，Ⓜ]{0,6}(?:付|给|打)"
)


def _unread(reader: Reader, case: Case, counted: set[int], words: str) -> bool:
    """Whether sums are told as paid, in sentences that speak of ``words``, that were not accounted for."""
    question = reader.asking(case.asked.span or (len(reader.text), len(reader.text)))
    used = {fact.span[0] for fact in case.facts if fact.span and fact.name != "最低工资"}
    wages = {a.quantity.start for a in reader.named("缴费", "本人", "L")}
    near = False
    for start, end in reader.marked.sentences():
        here = re.search(words, reader.text[start:end]) is not None
        speaks = here or near or re.search(r"[前头后第这]Ⓣ|期间|其间", reader.text[start:end]) is not None
        near = here
        if start >= question[0]:
            continue
        for q in reader.marked.between(start, end, "money"):
            clause = reader.text[slice(*reader.marked.clause(q.start))]
            if (
                q.start not in counted | used | wages
                and reader.is_money(q)
                and (_MAYBE_PAID if words and speaks else _PAID_SUM).search(clause)
                and not _NOT_DONE.search(reader.text[max(start, q.start - 14) : q.start])
                and not reader.claimed(q.start)
                and not _KEPT_APART.search(clause)
                and not (actor(reader, q.start, question) == OWN and _OWN_COSTS.search(clause))
                and (
                    not words
                    or not re.search(_PROJECTS[0][1] + r"|医[疗药]|住院|伙食|护理|(?<!停工)补助金", clause)
                )
            ):
                return True
    return False


def payments_in(reader: Reader, case: Case) -> list[Payment]:
    """All payments that the text tells as made, outside pleadings and the question."""
    found: list[Payment] = []
    question = reader.asking(case.asked.span or (len(reader.text), len(reader.text)))
    wages = {a.quantity.start for a in reader.named("缴费", "本人", "前均", "应发", "原", "L")}
    question_from = (case.asked.span or question)[0]
    last_end, chained = 0, False
    third_before = False
    apart = said_apart(reader)
    for q in reader.marked.between(0, len(reader.text), "money"):
        if q.value in apart:
            continue
        if not reader.is_money(q) or question[0] <= q.start < question[1] or reader.claimed(q.start):
            continue
        at = reader.text[max(0, q.start - 14) : q.start]
        wage = q.start in wages and not re.search(r"[给付打转赔](?:了|过|我|他|她|其)+$", at)
        if (
            wage
            or re.search(r"加班(?:多|费|工资)?[，,]?[^。；，]{0,4}$|那个月[^。；]{0,10}$", at)
            or aside(reader.marked, q, case.asked.heads, "WC")
        ):
            last_end, chained = q.end, False
            continue
        start, end = reader.marked.sentence(q.start)
        clause_start, clause_end = reader.marked.clause(q.start)
        before = reader.text[max(clause_start, last_end) : q.start]
        tail = reader.text[q.end : min(end, q.end + 24)]
        clause = reader.text[clause_start:clause_end]
        since = start if reader.text[q.start - 1 : q.start] in "=＝" else last_end  # …×5,500元=49,500元
        wide = reader.text[max(start, since, q.start - 60) : q.start]
        previous_end, last_end = last_end, q.end
        granted = False
        goes_on = (
            chained
            and start < previous_end
            and re.fullmatch(r"(?:元)?[、和及,，]?[^。；，、未没]{0,10}", wide) is not None
        )
        chained = False
        if re.fullmatch(r"[，,]?(?:共计?|合计|总计|累计|计)(?:人民币)?", before):
            before = wide  # 转账三次，共计9,000元
        if _NOT_DONE.search(before) or not (
            goes_on
            or (_SET_OFF.match(tail) and _FIRM_GAVE.search(before))
            or _DONE.search(before)
            or _DONE_AFTER.search(tail)
            or _DREW.search(wide)
            or (
                granted := _GRANTED.search(before) is not None
                and re.match(r"(?:元)?(?:之)?外", tail) is not None
            )
        ):
            continue
        who = actor(reader, q.start, question)
        if who == OWN or re.search(
            r"自(?:付|费|行|己)|(?:家属|本人)(?:已|先行|自行)?垫[^。；，]{0,4}$", before[-14:]
        ):
            continue  # paid by the worker's own side
        if _NOT_AFTER.match(tail):
            continue
        following = reader.text[clause_end + 1 : min(end, clause_end + 30)]
        counts = _COUNTS.search(clause + following) is not None
        if (
            _KEPT_APART.search(clause)
            or (_KEPT_APART.search(following) and not re.match(r"[并另还又曾]", following))
        ) and not (counts or (who == THIRD and re.search(r"医[疗药]费", clause))):
            continue
        if re.search(r"(?:平均|缴费|基数|本人|实发|应发|到手)[^，。；]{0,8}$", before):
            continue
        chained = True
        third = third_before = third_before if goes_on else who == THIRD
        head = (
            _of_same_sum(reader, q)
            if granted
            else _head(wide, before, reader.text[q.end : clause_end], case) or ("*" if counts else "")
        )
        if (
            head == "*"
            and (third or "垫付" in clause)
            and re.search(r"医[疗药]费|治疗费", reader.text[start : q.start])
        ):
            head = "医疗费"
        if head == "*" and re.search(r"社保(?!基金|局|中心)|缴费|基数|参保|缴纳|平均|标准|最低工资", clause):
            continue
        if head:
            if q.start >= question_from and any(p.amount == q.value for p in found):
                continue  # the question says again what was told
            if re.search(r"(?:每[次笔]|各)[^。；，Ⓜ]{0,4}$", before):
                found.append(Payment(head, None, third, q, clause, by=who))
                continue
            vague = q.approx or (granted and head == "*")
            amount, monthly = (None, False) if vague else _whole(reader, case, q, wide, tail, head)
            found.append(Payment(head, amount, third, q, clause, monthly, who))
    return found


def _of_same_sum(reader: Reader, q: Quantity) -> str:
    """The head that a sum had where it was told first (同意发给丧葬补助金43,050元); "*" where that is not said."""
    for told in reader.marked.between(0, q.start, "money"):
        words = reader.text[max(0, told.start - 14) : told.start]
        if told.value == q.value and (found := list(_PROJECT.finditer(words))):
            return _PROJECTS[next(i for i in range(len(_PROJECTS)) if found[-1][f"p{i}"])][0]
    return "*"


def _head(wide: str, before: str, after: str, case: Case) -> str:
    """The head a payment was for; "*" where no purpose is stated, "" where it has nothing to do with the benefits."""
    fresh = re.match(r"[，,]?(?:[^，。；Ⓜ]{0,6})(?:另外?|还|又|再)", before) is not None
    for text in (before, after[:14], *(() if fresh else (wide,))):
        matches = list(_PROJECT.finditer(text))
        if matches:
            match = matches[-1] if text is not after else matches[0]
            head = _PROJECTS[next(i for i in range(len(_PROJECTS)) if match[f"p{i}"])][0]
            if head == "停工留薪期工资" and head not in case.asked.heads and "伤残津贴" in case.asked.heads:
                return "伤残津贴"
            return head
    return "*"


_PAID_MONTHS = r"(?:发|付|给)(?:放|了|过|足|到)*(?:前|头|最初|其中)?{T}|(?:前|头|最初|其中){T}[^。；Ⓣ]{0,12}(?:发|付|给)|(?:这|共){T}"


def _whole(
    reader: Reader, case: Case, q: Quantity, before: str, tail: str, head: str
) -> tuple[Fraction | None, bool]:
    """All that was paid: a sum as it stands, a monthly payment times the months it was paid; whether it is monthly."""
    monthly = (
        q.per == "month"
        or re.search(r"[按照]$", before)
        or re.search(r"每个?月|按月|都按|都是|月均", before)
        or re.match(r"(?:元)?/月", tail)
    )
    if not monthly or re.search(
        r"(?:共计?|合计|总共|一共|累计)[^，]{0,8}$|[发付给](?:了|过)?[我他她]?一个月(?:的)?工资[^，]{0,4}$",
        before,
    ):
        return q.value, False  # type: ignore[return-value]
    if head in _MONTHLY:
        return None, True
    start, end = reader.marked.sentence(q.start)
    told = {in_months(hit.q[0]) for hit in reader.marked.hits(_PAID_MONTHS, start, end)} - {None, Fraction(1)}
    clause = {in_months(t) for t in reader.marked.between(*reader.marked.clause(q.start), "duration")} - {
        None,
        Fraction(1),
    }
    near = {in_months(t) for t in reader.marked.between(start, end, "duration")} - {None, Fraction(1)}
    lengths = told or clause or near
    known = case.facts.value("停工留薪期") or case.facts.value("待遇月数")
    if not lengths and isinstance(known, Fraction):
        extended = case.facts.value("停工留薪期延长")
        lengths = {known + extended if isinstance(extended, Fraction) else known}
    return (q.value * lengths.pop() if len(lengths) == 1 else None), True  # type: ignore[operator,return-value]


def _shortfall(reader: Reader, case: Case, payments: list[Payment], heads: set[str]) -> bool:
    """差额 from contributions on too low a wage: the benefit by the real wage less what the fund paid."""
    question = reader.text[slice(*(case.asked.span or (0, 0)))]
    differ = case.facts.value("月缴费工资") != case.facts.value("原月工资") and any(
        p.head in heads for p in payments
    )
    short = (_SHORT.search(reader.text) is not None or differ) and case.facts.value("参保") is not False
    if not short or heads != {"一次性伤残补助金"} or not re.search(r"差额|补(?!助)|差|缺口|少", question):
        if (
            short
            and not differ
            and heads & {"一次性伤残补助金", "伤残津贴"}
            and case.asked.payer != "工伤保险基金"
        ):
            case.doubts.append("缴费工资与实际工资不一，由谁承担差额看不准")
        return False
    wage = actual_wage(reader)
    paid = {p.amount for p in payments}
    declared = {
        h.q[0].value
        for h in reader.marked.hits(
            r"按(?:照)?(?:每月)?{M}(?:元)?(?:的)?(?:标准|基数)?[^。；，Ⓜ]{0,4}(?:核发|核定|核算|计发|计算|支付|发放)"
        )
        if not h.q[0].approx and not reader.claimed(h.q[0].start)
    }
    if wage.value is not None and len(declared) == 1 and None in paid and declared != {wage.value}:
        case.facts.add(Fact("申报月缴费工资", declared.pop(), note="基金据以支付的缴费工资"))
        case.facts.add(Fact("应缴月工资", wage.value, span=wage.span))
        case.asked = replace(case.asked, heads=("一次性伤残补助金差额",), payer=None, deduct_paid=False)
        return True
    if wage.value is None or len(paid) != 1 or None in paid:
        case.doubts.append("未足额缴费的差额：实际工资或者基金已付数额看不准")
        return True
    case.facts.add(Fact("月缴费工资", wage.value, span=wage.span, note="应缴费的实际工资"))
    case.facts.add(Fact("已付款", [{"项目": "一次性伤残补助金", "金额": paid.pop() or Fraction(0)}]))
    case.asked = replace(case.asked, payer=None, deduct_paid=True)
    return True
