"""EC reader: how the employment ended, on which dates, at which wages – and what of it the question asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lexcalc.case.asked import PAID_OFF, heads_in
from lexcalc.case.context import claimed
from lexcalc.case.employment_dates import Event, events, read_dates
from lexcalc.case.employment_extra import read_extra
from lexcalc.case.employment_wages import read_wages
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity

_EMPLOYER = r"(?:我司|我们|公司|单位|厂方|厂里|厂|企业|酒店|用人单位|老板|机构|店|集团|医院|学校|幼儿园|银行|中心|甲方|对方|他们)"
# 解除情形, surest signs first (劳动合同法第36、38–41、44、46、48条)
_GROUNDS: tuple[tuple[str, str], ...] = (
    ("违法终止", r"违法终止|终止(?:劳动合同|劳动关系)?[^。；]{0,12}(?:属|系|构成)?违法"),
    (
        "违法解除",
        r"违法(?:解除|辞退)|解除(?:行为)?[^。；]{0,16}(?:违法|不合法|没有(?:事实|法律)依据|无法律依据|缺乏(?:事实|法律)依据)|非法(?:解除|辞退)|(?:认定|属于?|构成|系)违法",
    ),
    (
        "被迫解除",
        r"被迫(?:解除|离职|辞职|提出)|第?三十八条|第?38条"
        r"|(?:拖欠|欠薪|欠(?:我|了)?[^。；]{0,6}工资|未(?:足额|及时|按时|依法|按约)[^。；]{0,10}(?:工资|报酬)|克扣|(?:未|没有?|不)(?:依法|给|为|替|按时)?[^。；,，]{0,8}(?:缴纳?|交|上|买|办理?)[^。；,，]{0,4}(?:社会?保险?|五险|养老)|未(?:提供|按)[^。；]{0,8}劳动(?:条件|保护))[^。；]{0,60}?(?:以此为由|为由|因此|因而|遂|于是|故|所以|,|，|。)[^。]{0,40}?(?:通知|提出|发函|书面|寄|发)[^。；]{0,20}(?:解除|离职|辞职)"
        rf"|以{_EMPLOYER}?[^。；]{{0,40}}(?:拖欠|未缴|未依法|未足额|未及时|欠缴|克扣|不缴|欠薪)[^。；]{{0,30}}为由[^。；]{{0,24}}解除"
        r"|因[^。；]{0,24}(?:拖欠|未(?:依法)?缴|未足额|未及时|欠缴|欠薪)[^。；]{0,30}(?:解除|离职|辞职|走)",
    ),
    (
        "期满劳动者拒绝同等条件",
        r"(?:同等|相同|不低于|不变|原(?:有|来)?(?:的)?(?:条件|待遇)|维持(?:原|或)|提高)[^。；]{0,30}(?:续订|续签|续约|续)[^。]{0,40}(?:拒绝|不同意|不愿|不想|没同意|谢绝|未同意)|(?:拒绝|不同意|不愿)[^。；]{0,8}(?:续订|续签)[^。；]{0,30}(?:同等|维持|提高|不变)",
    ),
    (
        "期满降低条件劳动者不续",
        r"(?:降低|低于原|调低|减少)[^。；]{0,24}(?:条件|工资|待遇|薪)?[^。；]{0,24}(?:续订|续签|续约|续)[^。]{0,40}(?:拒绝|不同意|不愿|未同意|终止|未续)|(?:续|条件)[^。；]{0,30}(?:降到|降为|降至|减到|变成)[^。]{0,50}(?:没答应|未答应|不同意|拒绝|没同意|未同意|不肯|不接受)|续[订签][^。；]{0,30}(?:降低|降薪|低于原|减薪|降到|降为)",
    ),
    (
        "期满单位不续订",
        r"(?:期满|到期|届满)[^。]{0,50}?(?:不(?:再|予|愿|同意)?[^。；,，]{0,6}续|未(?:再|与|和)?[^。；,，]{0,10}续|终止|没(?:有)?(?:再|跟|和)?[^。；,，]{0,8}续|不要人|不留)|不再续[签订约]|(?:期满|到期)终止",
    ),
    (
        "单位破产解散",
        r"破产|吊销营业执照|营业执照[^。；,，]{0,4}吊销|责令关闭|提前解散|决定解散|(?:公司|机构|单位|厂)?[^。；,，]{0,6}(?:解散|注销|关门|倒闭|歇业)|被?撤销[^。；]{0,10}(?:单位|登记)|经营期限届满",
    ),
    (
        "任务完成终止",
        r"以完成[^。；]{0,24}为期限|(?:项目|任务|工程)[^。；,，]{0,8}完成[^。；]{0,14}(?:终止|到期)",
    ),
    (
        "医疗期满解除",
        r"第?(?:四十|40)条(?:第?[一1]款)?第?\(?[一1]\)?项|医疗期(?:满|届满|结束|已满)|患病[^。；]{0,30}不能从事",
    ),
    ("不能胜任解除", r"第?(?:四十|40)条(?:第?[一1]款)?第?\(?[二2]\)?项|(?:不能|无法|不)胜任"),
    (
        "客观情况变化解除",
        r"第?(?:四十|40)条(?:第?[一1]款)?第?\(?[三3]\)?项|客观情况(?:发生)?(?:的)?重大?变化|客观情况发生|变更(?:劳动)?合同[^。；]{0,12}(?:未果|不成|未达成|未能|失败)|变更[^。；]{0,8}协商[^。；]{0,6}(?:未果|不成|未达成)"
        r"|(?:撤销|裁撤|取消|停掉|关停|外包|搬迁|整合)[^。]{0,40}(?:调岗|转岗|变更|岗位|协商)[^。；]{0,20}(?:未果|不成|未能|未达成|没谈成|谈不拢)",
    ),
    (
        "经济性裁员",
        r"经济性裁员|裁员|裁减人员|裁(?:掉|了)?(?:一批|一部分)人|第?四十一条|第?41条|依法(?:定程序)?裁减",
    ),
    ("过失解除", r"第?三十九条|第?39条|(?:严重违反|严重违纪|严重失职|营私舞弊)[^。；]{0,40}解除"),
    ("试用期不合格", r"试用期[^。；]{0,20}不符合录用条件"),
    ("退休", r"(?:达到|到了?)(?:法定)?退休年龄|办理(?:了)?退休|享受(?:基本)?养老保险"),
    (
        "辞职",
        r"(?:主动|自愿|自行|自己|个人原因|个人发展|家庭原因|因个人|因家庭|因自身)[^。；,，]{0,14}(?:辞(?:的|了)?职|离职|辞了|提出解除|走)|(?:递交|提交|写了?|交了?)[^。；,，]{0,4}辞职|不想干",
    ),
)
_DENIED = re.compile(r"(?:主张|抗辩|辩称|认为|称)[^。；]{0,50}$")
_NO_NOTICE = r"(?:未|没有?|并未|也没|不)(?:依法|按规定)?(?:提前|事先)[^。；]{0,16}(?:通知|告知|打招呼|说)|(?:当天|当日|即日|立即|马上)[^。；,，]{0,8}(?:解除|离职|走人|生效|办理)|选择(?:额外)?支付|以?(?:支付)?代通知金(?:方式)?|(?:未|没)[^。；,，]{0,6}提前(?:三十|30)|额外(?:支付|给)"
_NOTICE = r"(?<!未)(?<!没有)(?<!没)(?<!并未)提前(?:三十|30|一个?月)[^。；,，]{0,6}(?:以)?(?:书面)?(?:形式)?(?:通知|告知|发)|(?:已|依法)提前[^。；,，]{0,8}通知"


def read_facts(marked: Marked, case: Case) -> None:
    """Fill the case's facts for 经济补偿 and its neighbours; refine what is asked."""
    read_dates(marked, case)
    read_wages(marked, case)
    _read_ground(marked, case)
    _read_notice(marked, case)
    _read_old_rule(marked, case)
    _refine_asked(marked, case)
    read_extra(marked, case)
    _read_paid(marked, case)
    _unexplained(marked, case)
    # A doubt matters only where an asked head needs the fact that it concerns.
    heads = set(case.asked.heads)
    severance = bool(heads & {"经济补偿", "违法解除赔偿金"})
    if not severance:
        case.doubts = [
            d
            for d in case.doubts
            if not d.startswith(
                ("当地职工", "入职时间", "看到的离职") if "二倍工资差额" not in heads else ("当地职工",)
            )
        ]
    if (
        not severance
        and "竞业限制补偿" not in heads
        and ("年休假月工资" in case.facts or "未休年休假工资" not in heads)
    ):
        case.doubts = [d for d in case.doubts if not d.startswith("月平均工资")]
    if "代通知金" not in heads:
        case.doubts = [d for d in case.doubts if not d.startswith("上月工资")]


# Grounds whose words also stand in agreed endings as mere motive
_AFTER_AGREEMENT = {"单位破产解散", "经济性裁员", "退休", "辞职", "过失解除"}
_AGREED = re.compile(
    r"协商(?:一致|解除)|达成(?:解除|离职|一致)?协议|达成一致|协议解除|(?<![不未拒没])同意|(?:表示)?接受|双方(?:均)?达成|谈妥|谈好|好聚好散|没意见|字也签|签了?字|签[了署]?[^。；,，]{0,8}(?:协商)?(?:解除|离职)?协议"
)
_PROPOSED = re.compile(
    r"提出|提议|动议|找(?:我|他|她|其)?[^。；,，]{0,4}(?:谈|商量)|主动|率先|让我走|叫我走|希望我走|劝(?:退|我|其|说|离)|动员|约谈|先开(?:的)?口|先提"
    r"|[与和跟同][^。；,，]{1,6}(?:协商|商量|商谈)(?=[^。；]{0,24}(?:同意|接受|答应|没意见))"
)
_WORKER = re.compile(r"劳动者|员工|职工|本人|我|[\u4e00-\u9fff]某|其")


def _proposer(marked: Marked) -> tuple[str, tuple[int, int]] | None:
    """Who proposed the agreed ending: the nearest subject before 提出 (第36条、第46条第2项)."""
    agreed = _AGREED.search(marked.folded)
    if agreed is None:
        return None
    for match in _PROPOSED.finditer(marked.folded):
        start, end = marked.sentence(match.start())
        if not re.search(r"解除|解约|离职|协商|走|终止|补偿|变更", marked.folded[start:end]) or re.search(
            r"变更(?:劳动)?合同|调(?:岗|整|至|到)", marked.folded[match.end() : match.end() + 14]
        ):
            continue
        if claimed(marked, match.start()):
            continue
        before = re.sub(
            r"(?:向|与|和|跟|对|给)[^,，。；]{1,6}$",
            "",
            marked.folded[max(start, match.start() - 24) : match.start()],
        )
        if re.search(r"让我走|叫我走|希望我走|劝|动员|约谈|找", match[0]):
            return "单位提出协商解除", match.span()
        employer = [m.end() for m in re.finditer(_EMPLOYER, before)]
        worker = [m.end() for m in _WORKER.finditer(before)]
        if employer and (not worker or employer[-1] > worker[-1]):
            return "单位提出协商解除", match.span()
        if worker:
            return "劳动者提出协商解除", match.span()
        name = re.search(r"[\u4e00-\u9fff]{2,3}(?:先|主动|率先|首先|向[^。；,，]{1,8})?$", before)
        if name and not employer:
            return "劳动者提出协商解除", match.span()
    match = re.search(rf"(?:经|与)?{_EMPLOYER}(?:单方)?(?:动议|提议)|用人单位提出", marked.folded)
    return ("单位提出协商解除", match.span()) if match else None


# What stands beside amounts that no EC head counts: net pay, other people, other places, offers, other disputes
_BESIDE = re.compile(
    r"到手|实发|税后|入账|扣|报销|差旅|全省|省内|所在省|全国|所在区|底薪|基本工资|同期|股权|慰问|违约金|裁决|称|同事|"
    r"另案|最低|社平|平均|主张|提出|愿|只给|认为|个人|社保|公积金|红包|奖励|招聘|保费|保险费|押金|借用|借款|试用期(?:内)?(?:每)?月|一次性项目"
)


# Figures that belong to another base than the asked head's, once that base has been read
_BESIDE_FOR: dict[str, tuple[tuple[str, ...], str]] = {
    "代通知金": (("上月工资", "月工资"), r"工资|薪|收入|奖|津贴|补贴|提成|平均|应发|应得|结了|结清|领"),
    "违法约定试用期赔偿金": (("试用期满月工资",), r"试用|工资|薪|领|津贴|补贴|餐补|奖|[按以]▪*$"),
    "未休年休假工资": (
        ("年休假月工资",),
        r"津贴|餐补|补贴|夜宵|奖金|提成|加班|连同|没去掉|总额|含|底薪|基本工资|工资条|除以|[“‘]",
    ),
    "加班费": (
        ("加班工资基数",),
        r"津贴|餐补|补贴|夜宵|奖|提成|计件|红包|实发|能拿|到手|月均|平均|自行统计|底薪|补助",
    ),
}
_PAY_ITEMS = re.compile(r"津贴|餐补|补贴|夜宵|没去掉|含加班|奖金|提成")
_COUNTED = re.compile(
    r"^(?:个|多个)?(?:小时|钟头|人|名|次|回|天|件|张|户|号|平|层|公里|台|位|分|家|页|份|度|班|组|期|间)"
)


def _unexplained(marked: Marked, case: Case) -> None:
    """A single unread figure changes the small heads, two or more make even severance doubtful.

    Pay that was put together from parts (its note says so) has its figures explained already.
    """
    average = case.facts.get("月平均工资")
    heads = set(case.asked.heads)
    severance = bool(heads & {"经济补偿", "违法解除赔偿金"})
    if not heads or (severance and average is not None and average.note.startswith("由")):
        return
    spans = [fact.span for fact in case.facts if fact.span]
    values = {fact.value for fact in case.facts if isinstance(fact.value, Fraction)}
    values |= {
        value
        for fact in case.facts
        if isinstance(fact.value, list)
        for entry in fact.value
        for value in entry.values()
        if isinstance(value, Fraction)
    }
    last = case.facts.get("上月工资")
    by_month = last is not None and last.note == "按月份"
    beside = [
        pattern
        for head, (bases, pattern) in _BESIDE_FOR.items()
        if heads == {head} and any(base in case.facts for base in bases)
    ]
    if not severance:
        beside.append(_PAY_ITEMS.pattern)
    strange = []
    for q in marked.between(0, len(marked.folded), "money"):
        if q.value in values or any(s <= q.start < e for s, e in spans) or _no_money(marked, q, heads):
            continue
        if claimed(marked, q.start):
            continue
        start, _ = marked.clause(q.start)
        if re.search(r"每(?:去)?一?(?:次|天|回|个)[^。；,，]{0,6}$", marked.folded[start : q.start]) and any(
            v != q.value and v and (v / q.value).denominator == 1
            for v in values  # type: ignore[operator]
        ):
            continue  # so much each time, where the sum of all times has been read
        if by_month and re.search(r"Ⓓ▪*(?:份)?[^Ⓜ，,。；]{0,10}$", marked.marked[start : q.start]):
            continue  # the wage of another month beside that of the month that counts
        words = marked.folded[start : q.end + 10]
        if not _BESIDE.search(words) and not any(re.search(pattern, words) for pattern in beside):
            strange.append(q.raw)
    if len(strange) > severance:
        case.doubts.append(f"题面还有{'、'.join(dict.fromkeys(strange))}，看不出与所问项目的关系，不敢作答")


def _no_money(marked: Marked, q: Quantity, heads: set[str]) -> bool:
    """Whether a bare number is no sum: small, a count of something, a year (hours count where overtime is asked)."""
    if q.raw == "一块":  # together, hardly ever a yuan
        return True
    if q.unit:
        return False
    if q.value < 500:  # type: ignore[operator]
        return True
    if 1990 <= q.value <= 2030 and re.match(r"[)）年、]", marked.folded[q.end : q.end + 1]):  # type: ignore[operator]
        return True
    counted = _COUNTED.match(marked.folded[q.end : q.end + 6])
    return bool(counted) and not (re.search("小时|钟头", counted[0]) and any("加班" in h for h in heads))


def _read_ground(marked: Marked, case: Case) -> None:
    asked_unlawful = "违法解除赔偿金" in case.asked.heads
    for ground, pattern in _GROUNDS:
        for match in re.finditer(pattern, marked.folded):
            if (
                _DENIED.search(marked.folded[max(0, match.start() - 60) : match.start()])
                and not asked_unlawful
            ):
                continue
            if ground.startswith("违法") and not asked_unlawful:
                start, end = marked.sentence(match.start())
                if re.search(
                    r"不(?:属于?|构成|是)[^。；]{0,4}违法|并无不当|合法", marked.folded[start:end]
                ) or claimed(marked, match.start()):
                    continue
            if ground in _AFTER_AGREEMENT and (proposed := _proposer(marked)):
                ground, span = proposed
                case.facts.add(Fact("解除情形", ground, span=span))
                return
            case.facts.add(Fact("解除情形", ground, span=match.span()))
            return
    if not asked_unlawful and (proposed := _proposer(marked)):
        case.facts.add(Fact("解除情形", proposed[0], span=proposed[1]))
        return
    if "代通知金" in case.asked.heads and not asked_unlawful:
        case.facts.add(
            Fact("解除情形", "客观情况变化解除", span=case.asked.span, note="所问含代通知金，即第40条解除")
        )
        return
    if asked_unlawful:
        case.facts.add(Fact("解除情形", "违法解除", span=case.asked.span, note="所问即违法解除的赔偿金"))


_BEFORE_2008 = r"(?:2008年(?:1月1日)?(?:以|之)?前|(?:劳动合同法)?施行(?:之|以)?前)"


def _read_old_rule(marked: Marked, case: Case) -> None:
    """旧段应付, where the text itself says what the rules before 2008 gave (第97条第3款)."""
    none = re.search(
        _BEFORE_2008
        + r"[^。；]{0,60}?(?:无|没有|并无|不(?:应|予)?(?:支付|计算?))[^。；]{0,40}?(?:规定|依据|补偿)",
        marked.folded,
    )
    if none and not claimed(marked, none.start()):
        case.facts.add(Fact("旧段应付", False, span=none.span()))


def _read_notice(marked: Marked, case: Case) -> None:
    """Whether notice was given thirty days ahead: by the dates of notice and ending, else by the words (第40条)."""
    end = case.facts.value("解除日")
    notices = [
        e
        for e in events(marked)
        if e.kind == "notice" and e.when.exact and re.search("书面|发函|函|通知书", _following(marked, e))
    ]
    if isinstance(end, date) and len(notices) == 1 and notices[0].when.first() < end:
        ahead = (end - notices[0].when.first()).days >= 30
        case.facts.add(
            Fact("已提前通知", ahead, span=notices[0].quantity.span, note="由通知与解除的日期算出")
        )
        return
    for value, pattern in ((False, _NO_NOTICE), (True, _NOTICE)):
        match = re.search(pattern, marked.folded)
        if match:
            case.facts.add(Fact("已提前通知", value, span=match.span()))
            return


def _following(marked: Marked, event: Event) -> str:
    return marked.folded[event.quantity.end : event.quantity.end + 20]


def _refine_asked(marked: Marked, case: Case) -> None:
    """Heads from the question; else from the claim it rests on; else the one head the whole text names."""
    start, end = case.asked.span or (0, len(marked.folded))
    text = marked.folded
    heads = list(case.asked.heads)
    if re.search(r"N\+1", text[start:end]):
        heads = ["经济补偿", "代通知金"]
    if not heads and "竞业" in text[start:end]:
        heads = ["竞业限制补偿"]
    if not heads:
        for match in re.finditer(r"(?:仅|只)?(?:主张|请求|要求|诉请|申请)", text[:start]):
            heads += [h for h in heads_in(marked, "EC", match.start(), marked.sentence(match.start())[1])]
    if not heads:
        heads = _implied(case, text[start:end])
    if not heads:
        heads = heads_in(marked, "EC", 0, len(text))
        if "违法解除赔偿金" in heads and len(heads) > 1 and "经济补偿" in heads:
            heads.remove("经济补偿")
        if len(heads) > 1 or (
            heads != ["竞业限制补偿"] and re.search(r"各项|全部|合计|一共|总共", text[start:end])
        ):
            case.doubts.append(
                "问题没有写明要算哪一项" + (f"（题面提到{'、'.join(heads)}）" if heads else "")
            )
        elif heads and case.facts.value("解除情形") in _NOTICE_GROUNDS and "代通知金" in heads:
            heads = ["经济补偿", "代通知金"]
    if re.search(r"若改为|如果?改为|变式|(?:又|各)(?:是|为|应)[^。；]{0,4}多少", text):
        case.doubts.append("题面问了不止一种假设，一次只能回答一个")
    heads = list(dict.fromkeys(heads))
    if (
        "竞业" in text
        and heads == ["经济补偿"]
        and (
            "竞业" in text[start:end]
            or "解除情形" not in case.facts
            or not re.search(r"解除劳动|终止劳动", text[start:end])
        )
    ):
        heads = ["竞业限制补偿"]
    if (
        heads == ["违法解除赔偿金"]
        and not re.search(r"解除|辞退|终止|开除|2N|双倍|二倍", text[start:end])
        and re.search(r"违法约定试用期|试用期[^。；]{0,20}赔偿", text)
    ):
        heads = ["违法约定试用期赔偿金"]
    if "加班费" in heads and len(heads) > 1 and any(h.endswith("加班费") and h != "加班费" for h in heads):
        heads.remove("加班费")
    if (
        "经济补偿" in heads
        and "违法解除赔偿金" in heads
        and re.search(r"经济补偿(?:标准|金)?的?(?:二|两|2)倍", text[start:end])
    ):
        heads.remove("经济补偿")
    case.asked = replace(case.asked, heads=tuple(heads))
    counted = re.search(r"([两二三四五])(?:项|笔|样|块)(?!目)", text[start:end])
    number = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get(counted[1], 0) if counted else 0
    several = any(
        "加班费" in head or head == "竞业限制补偿" for head in heads
    )  # one head made of several parts
    if number and number != len(heads) and not several:
        case.doubts.append(f"所问有{number}项，只看出{len(heads)}项：{'、'.join(heads)}")
    if (
        len(heads) == 1
        and not several
        and len(set(re.findall(r"20\d{2}(?=[、和及与]|年)", text[start:end]))) < 2
        and re.search(
            r"[两三四二]项|[两三四]笔|[加和与及、][^。；]{0,20}(?:一共|合计|共计|总共|加起来|合在一起)|(?:一共|合计|共计|总共)[^。；]{0,6}(?:各项|两项|多项)",
            text[start:end],
        )
    ):
        case.doubts.append(f"所问不止一项，只看出“{heads[0]}”")
    if not heads:
        case.doubts.append("看不出所问的是哪一项（经济补偿、赔偿金、二倍工资……）")


_NOTICE_GROUNDS = {"医疗期满解除", "不能胜任解除", "客观情况变化解除"}


def _implied(case: Case, question: str) -> list[str]:
    """The one head that the ground of ending gives, where the question only says 补 or 赔 (第46、48条)."""
    ground = case.facts.value("解除情形")
    if not isinstance(ground, str) or re.search(r"一共|总共|合计|各项|加起来", question):
        return []
    if ground.startswith("违法"):
        return ["违法解除赔偿金"] if re.search(r"赔|补", question) else []
    if not re.search(r"补|赔", question):
        return []
    if ground in _NOTICE_GROUNDS and case.facts.value("已提前通知") is False:
        return ["经济补偿", "代通知金"]  # 第40条: what is owed without notice is both
    return ["经济补偿"]


_PAID = (
    r"(?:支付|给付|付|转账?|打|发放?|领取?|收到|给|补)(?:了|过|其|我|给)*[^。；Ⓜ应]{0,18}?{M}",
    r"{M}[^。；]{0,14}(?:已(?:经)?(?:支付|付|到账|发放|领取))",
    r"(?:打|转|付|给|发)(?:过来|过去|来|到)?(?:我)?的(?:那|这)?(?:笔)?{M}",
)


def _read_paid(marked: Marked, case: Case) -> None:
    """Money already paid on the asked heads; only when the question wants it taken off."""
    if re.search(r"不考虑[^。；]{0,24}(?:抵扣|返还|扣除)", marked.folded):
        case.asked = replace(case.asked, deduct_paid=False)
    if not case.asked.deduct_paid or "已付款" in case.facts:
        return
    question = marked.folded[slice(*(case.asked.span or (0, 0)))]
    if not PAID_OFF.search(question.replace("工资差额", "工资")):
        case.asked = replace(case.asked, deduct_paid=False)
        return
    found = {}
    for pattern in _PAID:
        for hit in marked.hits(pattern):
            q = hit.q[-1]
            start, end = marked.sentence(hit.match.start())
            before, after = (
                marked.folded[max(start, hit.match.start() - 26) : q.start],
                marked.folded[q.end : min(end, q.end + 26)],
            )
            if q.kind != "money" or claimed(marked, q.start) or q.per == "month" or q.value < 50:  # type: ignore[operator]
                continue
            if re.match(r"除以|[×*乘÷]", after) or re.search(
                r"应(?:当)?(?:再|向)?[^。；,，]{0,6}$|(?:打算|准备|愿意|只愿|同意|提出|方案|按|标准)[^。；,，]{0,12}$|工资(?:为|是)?$|每月|月薪|未付|拒",
                before[-16:],
            ):
                continue
            if re.search(
                r"补偿|赔偿|离职|加班|双倍|二倍|年休?假|差额|代通知|一次性|名义|备注|抵扣|该款|扣减|冲抵|折抵|计入本案|应付款|可以抵|抵掉|能抵",
                before + after,
            ):
                found[q.start] = q
    if any(q.approx for q in found.values()):
        case.doubts.append("已付款只有约数，请用 --set 已付款=… 给出准确数额")
        return
    if not found and not re.search(
        r"抵扣|(?:扣除|扣减)(?!加班|已随|掉?饭|[^。；]{0,8}(?:正常|社保|个人|加班))|已付(?!清|的?正常|的?工资|工资)|已支付[^。；]{0,8}(?:补偿|赔偿)",
        marked.folded,
    ):
        case.asked = replace(case.asked, deduct_paid=False)  # 还应/再付 without any payment on the head
    if found:
        head = case.asked.heads[0] if len(case.asked.heads) == 1 else ""
        first = min(found)
        case.facts.add(
            Fact(
                "已付款",
                [{"项目": head, "金额": q.value, "付款人": "用人单位"} for q in found.values()],
                span=(first, found[first].end),
            )
        )
