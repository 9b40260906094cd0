"""Who is liable and to what share: the parties' roles, the police finding, ratios, insurance."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_parties import Parties
from lexcalc.case.traffic_text import View

LEVEL = (
    ("全部", r"全部(?:的)?(?:事故|交通事故|赔偿)?责任|全责|负全部"),
    ("主要", r"主要(?:的)?(?:事故|交通事故|赔偿)?责任|主责|负主要"),
    ("同等", r"同等(?:的)?(?:事故|交通事故)?责任|同责|对半责任"),
    ("次要", r"次要(?:的)?(?:事故|交通事故|赔偿)?责任|次责|负次要"),
    (
        "无",
        r"(?:无|没有?|不(?:承担|负|需承担)?(?:事故|任何|交通事故)?)(?:事故|任何|过错)*责任?(?!限额|赔偿|任)|无责(?!任?(?:限额|赔偿))|没责",
    ),
)
LEVELS = re.compile("|".join(f"(?P<l{i}>{p})" for i, (_, p) in enumerate(LEVEL)))
_MIRROR = {"全部": "无", "主要": "次要", "同等": "同等", "次要": "主要", "无": "全部"}
_RATIO_CUE = r"出(?:到)?[Ⓡ▪]|责|判|承担|负担|分担|担|比例|自负|自担|减轻|分成|分摊|过错|认定|赔|开|划|按|来"
_NOT_RATIO = re.compile(
    r"系数|等级|伤残|残疾|指数|劳动能力|免赔|护理|依赖|维护|残|利率|利息|基数|附加|工资|收入|参与度|绝对|率(?!为)|自费|医保|定额"
)


def read_liability(view: View, case: Case, parties: Parties) -> None:
    """机动车责任 from every finding that names a side; contradictory findings are a doubt."""
    found: dict[str, Fact] = {}
    spare: dict[str, Fact] = {}
    for clause in view.clauses:
        if clause.level == "claim" or (clause.level == "rejected" and not re.search("责", clause.text)):
            continue
        previous = 0
        if (told := _in_turn(clause.text, parties)) is not None:
            span = (clause.start, clause.end)
            found.setdefault(told, Fact("机动车责任", told, span=span))
            continue
        for match in LEVELS.finditer(clause.text):
            level = LEVEL[int((match.lastgroup or "l0")[1:])][0]
            subject = clause.text[previous : match.start()]
            subject = _TOWARDS.sub("", re.sub(r"\([^()]*\)", "", subject))
            subject = subject[subject.rfind("(") + 1 :]
            previous = match.end()
            if level == "无" and not re.search(r"责", match[0]):
                continue
            if re.search(
                r"保险公司|投保|限额|免|赔付|工伤", subject[-8:] + clause.text[match.end() : match.end() + 4]
            ) or clause.text[match.end() : match.end() + 2] in ("的，", "时，"):
                continue
            span = (clause.start + match.start(), clause.start + match.end())
            role = parties.role(
                re.sub(
                    r"交警[^，。]{0,8}?(?:认定|定)|经?公安[^，。]{0,14}?认定|事故认定书?(?:认定|载明)",
                    "",
                    subject,
                )
            )
            if not role and not re.sub(r"[应需须当的、且并而及()\s负承担]|也|均", "", subject):
                sentence = view.sentences[clause.sentence][
                    0
                ]  # the subject stands a clause before: (简某翻越栏杆，负全部责任
                before = view.text[sentence : clause.start + match.start() - len(subject)]
                if before.rfind("(") > before.rfind(")"):
                    role = parties.role(before[before.rfind("(") :])
            if level == "同等" or re.search(r"双方|各", subject):
                role = role or "motor"
            if not role and subject.strip(" 、，且而及()") == "" and spare and match.start() > 0:
                continue
            if role == "victim":
                level = _MIRROR[level]
                spare.setdefault(level, Fact("机动车责任", level, span=span, note="由受害方责任推得"))
            elif role == "motor" or level == "全部":
                found.setdefault(level, Fact("机动车责任", level, span=span))
    chosen = found or spare
    if len(chosen) == 1:
        case.facts.add(next(iter(chosen.values())))
    elif len(chosen) > 1:
        if set(chosen) == {"全部", "无"} or len(chosen) > 2 or not spare.keys() & found.keys():
            case.doubts.append("事故责任有多种说法，未能确定机动车一方的责任")
        else:
            case.facts.add(found[next(iter(spare.keys() & found.keys()))])


# 甲对乙负次要责任: 甲 is liable, 乙 only to whom
_TOWARDS = re.compile(
    r"对(?!方|面|向|于|超|交|上述|事故|本|此|该|其|前|以)[^，。;对]{1,10}?(?:的?损[失害])?(?=(?:应当?)?(?:负|承担|有|的赔))"
)
_TURN = re.compile(
    r"(?P<one>[^，。;]{1,14}?)(?:与|和|、|跟|及)(?P<two>[^，。;]{1,14}?)(?:应当?)?(?:分别|依次|各)"
)


def _in_turn(text: str, parties: Parties) -> str | None:
    """甲与乙分别负主要责任和次要责任: the findings in the order of the names."""
    match, levels = _TURN.search(text), list(LEVELS.finditer(text))
    if match is None or len(levels) != 2 or levels[0].start() < match.end():
        return None
    names = [LEVEL[int((m.lastgroup or "l0")[1:])][0] for m in levels]
    roles = [parties.role(match["one"]), parties.role(match["two"])]
    if names[1] != _MIRROR[names[0]] or roles[0] == roles[1]:
        return None
    return names[0] if roles[0] == "motor" or roles[1] == "victim" else names[1]


def read_ratio(view: View, case: Case, parties: Parties) -> None:
    """责任比例 of the motor side; a share written for the victim is turned round."""
    found: dict[Fraction, Fact] = {}
    level = case.facts.value("机动车责任")
    for match, (one, two) in view.hits(r"{R}(?:[:比对、和]){R}"):
        if one.value + two.value == 1 and level in ("主要", "次要") and view.is_fact(one.start):
            share = max(one.value, two.value) if level == "主要" else min(one.value, two.value)
            found.setdefault(share, Fact("责任比例", share, span=match.span()))
            view.use(one, "share")
            view.use(two, "share")
    match = re.search(
        r"(?:一[家人方边]一半|各(?:自)?(?:承担|担|负|赔)?一半|五五(?:开|分)|对半(?:开|分|担|赔|承担))",
        view.text,
    )
    if (
        match
        and view.is_fact(match.start())
        and "养" not in view.text[slice(*view.sentence_at(match.start()))]
    ):
        found.setdefault(Fraction(1, 2), Fact("责任比例", Fraction(1, 2), span=match.span()))
    for q in view.quantities:
        if q.kind != "ratio" or q.start in view.used or not isinstance(q.value, Fraction) or q.value > 1:
            continue
        clause = view.clause_at(q.start)
        if clause is None or clause.level in ("claim", "rejected"):
            continue
        share = _share(view, q, clause.start, parties, level)
        if share is None:
            continue
        view.use(q, "share")
        found.setdefault(share, Fact("责任比例", share, span=q.span))
    pairs = r"(?<![一二三四五六七八九\d:])([一二三四六七八九1-46-9])0?(?:[:比/]?)([一二三四六七八九1-46-9])0?(?![\d:])"
    lead = r"(?:比例|责任)[^。;，ⓇⓂ\d]{0,8}$"
    tail = r"开|的?比例|分责|责任|划分|分担|承担|来|分"
    for match in re.finditer(pairs, view.text):
        if not re.match(tail, view.text[match.end() :]) and not (
            re.search("[:比/]", match[0]) and re.search(lead, view.text[: match.start()])
        ):
            continue
        one, two = (_DIGIT[c] for c in match.groups())
        if (
            one + two == 10
            and view.is_fact(match.start())
            and case.facts.value("机动车责任") in ("主要", "次要")
        ):
            share = Fraction(max(one, two) if case.facts.value("机动车责任") == "主要" else min(one, two), 10)
            found.setdefault(share, Fact("责任比例", share, span=match.span()))
    for match in re.finditer(
        r"(?:他|她|对方|被告|司机|人家)(?:担|承担|占)?([一二三四五六七八九])(?:成)?，?(?:我|原告)(?:方)?(?:担|承担|占)?([一二三四五六七八九])",
        view.text,
    ):
        if (share := _DIGIT[match[1]]) + _DIGIT[match[2]] == 10:
            found.setdefault(Fraction(share, 10), Fact("责任比例", Fraction(share, 10), span=match.span()))
    told = re.search(
        r"[一二三四][九八七六](?:分责|开|分担|分)[^。;]{0,8}?(?:(对方|他|被告|司机)|我|原告)(?:担|承担|占|负|的)?([一二三四六七八九])(?:成)?(?=[，。;]|$)",
        view.text,
    )
    if told and view.is_fact(told.start()):
        share = Fraction(_DIGIT[told[2]], 10)
        share = share if bool(told[1]) != parties.narrator_drove else 1 - share
        found.setdefault(share, Fact("责任比例", share, span=told.span()))
    if len(found) > 1:
        court = {
            s: f
            for s, f in found.items()
            if (c := view.clause_at(f.span[0])) is not None and c.level == "court"
        }
        found = court if len(court) == 1 else found
    if len(found) == 1:
        fact = next(iter(found.values()))
        case.facts.add(fact)
        share = next(iter(found))
        half = Fraction(1, 2)
        odd = (
            (level == "全部" and share < 1)
            or (level == "主要" and share < half)
            or (level == "次要" and share > half)
        )
        lessened = re.search(
            r"减轻|酌减|减免|好意同乘|无偿|自身(?:过错|体质)|参与度|未戴|扩大损失|过失相抵", view.text
        )
        if odd and not (lessened or (level == "次要" and share <= Fraction(3, 5))):
            if case.asked.payer == "交强险":
                pass  # no share is multiplied there
            elif case.asked.heads and case.asked.payer is None:
                case.facts.add(
                    Fact("责任比例", Fraction(1), span=fact.span, note="全部责任")
                ) if level == "全部" else None
            else:
                case.doubts.append(f"{level}责任与所读的比例不一致")
        if "机动车责任" not in case.facts and Fraction(1, 5) <= share < 1 and not LEVELS.search(view.text):
            level = "主要" if share > Fraction(1, 2) else "次要" if share < Fraction(1, 2) else "同等"
            case.facts.add(Fact("机动车责任", level, span=fact.span, note="由责任比例推得"))
    elif len(found) > 1:
        case.doubts.append("责任比例有多个数值，未能确定采用哪一个")
    elif case.facts.value("机动车责任") == "全部":
        fact = case.facts.get("机动车责任")
        case.facts.add(Fact("责任比例", Fraction(1), span=fact.span if fact else None, note="全部责任"))


_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {str(i): i for i in range(10)}


def _share(view: View, q: Quantity, start: int, parties: Parties, level: object) -> Fraction | None:
    before, after = view.text[max(start, q.start - 34) : q.start], view.after(q.end, 16)
    before = _TOWARDS.sub("", re.sub(r"\([^()Ⓡ]*\)", "", before))
    near = before[-12:] + view.text[q.start] + after[:8]
    if _NOT_RATIO.search(before[-10:]) or re.match(r"(?:的)?(?:免赔|系数|伤残)", after):
        return None
    begin, stop = view.sentence_at(q.start)
    if re.search(r"(?:扣|发|付)(?:了|放)?[^，。]{0,4}$", before) and re.match(
        r"的?(?:工资|薪|基本工资|收入)", after
    ):
        return None
    if re.search(r"(?:险|保额)[^，。;]{0,10}(?:先)?(?:扣|打)", before[-20:]):
        return None  # 商业险该赔的先扣掉10%
    if (
        not q.raw.endswith("开")
        and not re.search(_RATIO_CUE, near)
        and not re.search(r"责任|比例|三七开|担|[主次同]责", view.text[begin:stop])
    ):
        return None
    if re.search(r"出(?:到)?$", before):
        return (
            None
            if parties.role(before) == ""
            else (q.value if parties.role(before) == "motor" else 1 - q.value)
        )
    if q.raw.endswith("开"):
        larger = max(q.value, 1 - q.value)
        if level in ("主要", "次要"):
            return larger if level == "主要" else 1 - larger
        if re.search(r"我|原告|主责|主要", view.text[max(0, q.start - 40) : q.end + 20]) is None:
            return q.value
        return _open(view, q, parties)
    if re.search(r"减轻|减少|扣减|减免", before[-14:] + after[:10]):
        return 1 - q.value
    role = parties.role(
        re.split(r"[，、和及与]|由(?=.{0,6}(?:承担|负担|自|担))", before)[-1]
    ) or parties.role(before)
    if re.search(r"自(?:行|己)?(?:负|担|承担)|自负", before[-8:] + after[:6]) and role != "motor":
        role = "victim"
    if not role and re.match(
        r"[^，。]{0,8}(?:由|归)?(?:原告|我|受害|死者|行人)[^，。]{0,6}(?:承担|自负|自担)", after
    ):
        role = "victim"
    return 1 - q.value if role == "victim" else q.value


def _open(view: View, q: Quantity, parties: Parties) -> Fraction | None:
    """三七开: the larger share is the motor side's if it bears the main liability, else the smaller."""
    text = view.text
    share = max(q.value, 1 - q.value)
    if share == q.value == Fraction(1, 2):
        return share
    if re.search(r"(?:对方|被告|司机|机动车)[^，。;]{0,6}(?:主|七|六|八)", text):
        return share
    if re.search(r"(?:我|原告|行人|死者)[^，。;]{0,6}(?:主|七|六|八)", text):
        return 1 - share
    return None
