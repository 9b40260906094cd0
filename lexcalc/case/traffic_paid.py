"""Money that has already been paid, by whom."""

from __future__ import annotations

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_text import View
from lexcalc.case.traffic_vehicles import Fleet

_PAYERS = r"被告|Ⓒ+|司机|车主|驾驶[人员]|肇事|对方|侵权人|保险公司|承保公司|家属(?=在|为|向|给|垫|代|替)|他(?!人)|她(?=已|先|给|转)"
_PAID = (
    r"(?:已经?|先行|先|另|曾|事后|事故后|诉前|预先|提前|替我|帮我|给我|给原告|共|一共|陆续|分[几两三]次)*(?:垫付|垫支|垫|预付|赔付|给付|支付|付|先付|转账|汇款|打款|赔|给|预交|交|缴纳|代交|转|拿|打)(?:了|过|给|来)*(?:我|原告|家属|受害人|死者家属|我家|医院|他|她|人家|对方|伤者|[^，。;Ⓜ]{0,3}某|[小老][\u4e00-\u9fff]|[\u4e00-\u9fff][一三四五六]|[甲乙丙丁])?(?:的?(?:近亲属|家属|家人|一方))?"
    r"(?:的|其中的?|全部|所有|部分)*(?:现金|人民币|款项?|赔偿款|医[疗药]费|抢救费|住院费|住院押金|押金|丧葬费|费用|慰问金|垫付款|医院押金|部分|各项|生活费|护理费|门诊费|医疗费用|共计?|合计|一共|总共|等)*(?:共计?|合计)?{M}",
    r"(?:并|还|另|又|曾)*(?:为|替|代)(?:其|原告|伤者|受害人|死者|我|他|她|[\u4e00-\u9fff]某)(?:支付|垫付|交纳?|缴纳|付)(?:过|了|的)?[^，。;Ⓜ应须]{0,12}{M}",
    r"{M}[^，。;Ⓜ]{0,8}?(?:是|由|系|为)[^，。;Ⓜ]{0,10}(?:垫付?|支付|付|出|交)(?:的|了)?",
    r"(?:垫付款|已付款|垫付|预付款|已赔款)(?:为|是|共|合计|计)*{M}",
    rf"(?:{_PAYERS})[^，。;Ⓜ]{{0,16}}?(?:交付|支付|转账?|汇|打|给付?|付|送|交|缴|存|拿出?|塞|留下?|补偿|垫)(?:了|过|给|来|去|到|入|出)*[^，。;、()Ⓜ应要须需]{{0,12}}{{M}}",
)
_DONE = re.compile(
    r"已|垫|先|预付|曾|其中|^[并还另又]*[为替代](?:其|原告|伤者|受害人|死者|我|他|她|[\u4e00-\u9fff]某)|塞|当场|现场|当天|事后|事故后|事发后|诉前|给了|付了|赔了|支付了|转了|拿来|拿了|交了|打了|过|分[两二三几]次|另付|前期|陆续"
)


def read_paid(view: View, case: Case, fleet: Fleet | None = None) -> None:
    """已付款 with its payer; an insurer's or another's payment keeps its own name."""
    entries: list[Entry] = []
    span: tuple[int, int] | None = None
    for pattern in _PAID:
        for match, (q, *_) in view.hits(pattern, people=pattern is _PAID[-1]):
            if q.start in view.used or q.per or q.kind != "money":
                continue
            done = _DONE.search(match[0]) or _DONE.search(view.before(match.start(), 8))
            if match[0][0] != "Ⓜ":
                done = done or re.search(r"住院|抢救|治疗|期间|当[日天晚]|医院|殡仪|陆续", match[0])
            if not done:
                continue
            if re.search(
                r"法院给|法官给|应|判|还要|还需|需要|须|要求|请求|工资|单位|公司(?:仍|照|还|每)|(?<![向给为替])(?:自己|本人|我|原告)(?:先|已|又)?(?:垫|付|支付|花)",
                view.before(match.start(), 10) + match[0][:4],
            ) or (match[0][0] == "Ⓜ" and re.search(r"优先|请求|要求", match[0])):
                continue
            clause = view.clause_at(q.start)
            if (
                clause is None
                or clause.level == "rejected"
                or (clause.level == "claim" and not re.search("垫付", match[0]))
            ):
                continue
            who = _payer(view, match.start(), q)
            if who == "侵权人" and fleet is not None and _by_another(view, fleet, q):
                who = "其他机动车方"
            view.use(q, "paid")
            told = match[0]
            if re.search(
                r"(?:医[疗药]费用?|抢救费|住院费|门诊费)(?:全部|都|均|是)*由[^，。;Ⓜ]{0,8}$",
                view.before(match.start(), 24),
            ):
                told = view.before(match.start(), 24) + told  # 医药费由对方垫付了15,000元
            if (bill := re.search(r"医[疗药]费用?|抢救费|住院费|门诊费", told)) and not re.search(
                "押金", told
            ):
                view.bills.append((q, bill[0]))
            if any(e["金额"] == q.value and e.get("付款人", who) == who for e in entries):
                continue
            set_off = re.search(r"抵扣|冲抵|抵作", view.text)
            for each in (q, *_more(view, q)):
                view.use(each, "paid")
                entries.append({"金额": each.value} if set_off else {"金额": each.value, "付款人": who})
            span = span or q.span
    for match, (q, *_) in view.hits(
        r"(?:座位险|车上人员(?:责任)?险)[^。;Ⓜ]{0,16}?(?:已经?|先)?(?:赔|付|给)[^。;，Ⓜ]{0,10}{M}|(?:座位险|车上人员(?:责任)?险)[^。;，Ⓜ]{0,6}{M}[^。;，]{0,4}(?:已经?|先)[^。;，]{0,6}(?:赔|付|给)"
    ):
        if q.start not in view.used and view.is_fact(q.start) and re.search("抵扣|冲抵|抵作|扣", view.text):
            view.use(q, "paid")
            entries.append({"金额": q.value})
            span = span or match.span()
    if entries and span:
        case.facts.add(Fact("已付款", entries, span=span))


def _more(view: View, q: Quantity) -> list[Quantity]:
    """Further payments in one list (分两次给付15,000元、10,000元)."""
    found = []
    while match := re.match(r"[、和及]Ⓜ", view.text[q.end :]):
        q = view.at[q.end + match.end() - 1]
        found.append(q)
    return [] if any(x.per or x.start in view.used for x in found) else found


def _by_another(view: View, fleet: Fleet, q: Quantity) -> bool:
    """Whether the driver of another vehicle than the asked one has paid."""
    begin = view.sentence_at(q.start)[0]
    named = fleet.named(view.text[max(begin, q.start - 30) : q.start])
    return bool(named) and fleet.own is not None and named[-1][2] is not fleet.own


def _payer(view: View, start: int, q: Quantity) -> str:
    clause = view.clause_at(start)
    end = min(clause.end if clause else q.end, q.end + 14)
    own = view.people[clause.start if clause else start : end]
    for text in (view.people[clause.start if clause else start : start], own):
        insurer = list(re.finditer(r"保险公司|交强险|保险人|财险|承保", text))
        motor = list(
            re.finditer(
                r"被告(?!.{0,4}保险公司)|司机|车主|老板|驾驶[人员]|对方|肇事|侵权人|他(?!人)|她|Ⓒ", text
            )
        )
        if insurer and (not motor or insurer[-1].start() > motor[-1].start()):
            return "交强险" if "交强险" in text and "商业" not in text else "保险公司"
        if motor:
            return "侵权人"
    return "侵权人"
