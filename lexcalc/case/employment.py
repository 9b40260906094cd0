"""EC reader: how the employment ended, on which dates, at which wages – and what of it the question asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from lexcalc.case.aside import aside
from lexcalc.case.asked import PAID_OFF
from lexcalc.case.context import claimed
from lexcalc.case.employment_asked import refine_asked
from lexcalc.case.employment_audit import audit
from lexcalc.case.employment_dates import Event, events, read_dates
from lexcalc.case.employment_extra import read_extra
from lexcalc.case.employment_guard import unexplained, unusual
from lexcalc.case.employment_wages import read_wages
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.money import numeral

_EMPLOYER = r"(?:客运站|加油站|超市|餐厅|饭店|宾馆|餐馆|民宿|商行|商场|卖场|工作室|诊所|药房|俱乐部|健身房|旅行社|事务所|研究所|设计院|养老院|会所|工坊|物业|农场|被告|被申请人|雇主|厂长|店长|园长|校长|站长|经理|主管|领导|人事|我司|我们|公司|单位|厂方|厂里|厂|企业|酒店|用人单位|老板|机构|店|集团|医院|学校|幼儿园|银行|中心|甲方|对方|他们)"
# 欠薪, 不交社保, 没足额发工资: what the employer failed to do (劳动合同法第38条)
_BREACH = (
    r"(?:(?<![没未不拖])(?<!没有)(?<!不存在)(?:拖欠|克扣|少发|拖着?|欠(?:发|付|着)?)[^。；,，“”]{0,6}(?:工资|薪水?|报酬|加班费)|欠薪"
    r"|(?:(?<!要)不|没(?:有)?|未)(?:依法|足额|及时|按时|按规定|全额|[给为替](?:我|他|她|其|员工|大家)?)*"
    r"(?:缴纳?|交|上|买|办理?|发|付|支付)(?:足|齐|全)?(?:过)?(?:我|他|她|其)?(?:的)?(?:社会?保险?|五险|养老保险|工资|薪水?|劳动报酬))"
)
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
        r"|(?:拖欠|欠薪|欠(?:我|了)?[^。；]{0,6}工资|(?:未|没(?:有)?|停)(?:发|付|支付|发放)(?:过)?[^。；,，]{0,4}(?:工资|薪)|未(?:足额|及时|按时|依法|按约)[^。；]{0,10}(?:工资|报酬)|克扣|(?:未|没有?|不)(?:依法|给|为|替|按时)?[^。；,，]{0,8}(?:缴纳?|交|上|买|办理?)[^。；,，]{0,4}(?:社会?保险?|五险|养老)|未(?:提供|按)[^。；]{0,8}劳动(?:条件|保护))[^。；]{0,60}?(?:以此为由|为由|因此|因而|遂|于是|故|所以|,|，|。)[^。]{0,40}?(?:通知|提出|发函|书面|寄|发)[^。；]{0,20}(?:解除|离职|辞职)"
        r"|理由[^。；]{0,12}(?:不(?:交|缴|给)|未(?:缴|交|依法|足额|及时|按时)|没(?:交|缴)|欠|拖)[^。；]{0,8}(?:社保|社会保险|工资|薪|报酬)"
        rf"|以{_EMPLOYER}?[^。；]{{0,40}}(?:拖欠|未缴|未依法|未足额|未及时|欠缴|克扣|不缴|欠薪)[^。；]{{0,30}}为由[^。；]{{0,24}}解除"
        rf"|(?:拿|用|以|凭)[“\"]?[^。；,，]{{0,8}}{_BREACH}[^。；,，“”]{{0,4}}[”\"]?(?:这个|这条|这一|的|等)*(?:为|当|做|作)*(?:理由|由头|借口|缘由|名义|原因)[^。；]{{0,24}}(?:解除|辞职|离职|不干|走|通知)"
        rf"|{_BREACH}[^。；,，“”]{{0,4}}[”\"]?[,，]?(?:我|本人|他|她)(?:就|只好|只能|才)?(?:不干|走人|(?<=就)走|辞职|不做了|(?:要|提出)?解除(?:劳动)?(?:合同|关系))"
        r"|因[^。；]{0,24}(?:拖欠|未(?:依法|按规定)?(?:为|给|替)?(?:[我他她其]|[\u4e00-\u9fff]某)?(?:依法)?(?:缴|交(?!付)|上社保)|不(?:给|为|替)?[^。；，]{0,4}(?:缴|交(?!付))|未足额|未及时|欠缴|欠薪)[^。；]{0,30}(?:解除|离职|辞职|走)",
    ),
    (
        "期满降低条件劳动者不续",
        r"(?<!未)(?<!不)(?<!没有)(?<!没)(?:降低|低于原|调低|减少|下调|调减|降薪|减薪|降到|降为|降至)[^。；]{0,24}(?:条件|工资|待遇|薪)?[^。；]{0,24}(?:续订|续签|续约|续)[^。]{0,40}(?:拒绝|不同意|不愿|未同意|没同意|不肯|没答应|不接受|终止|未续|不续)|(?:续|条件)[^。；]{0,30}(?:降到|降为|降至|减到|变成)[^。]{0,50}(?:没答应|未答应|不同意|拒绝|没同意|未同意|不肯|不接受)|续[订签][^。；]{0,30}(?:降低|降薪|低于原|减薪|降到|降为)",
    ),
    (
        "期满劳动者拒绝同等条件",
        r"(?:同等|相同|不低于|(?<!其他条件)(?<!其余条件)(?<!其他)(?<!其余)(?<!其他都)(?<!别的都)不变|原(?:有|来|劳动合同|合同|岗位)*(?:的)?(?:约定)?(?:条件|待遇|标准)|维持(?:原|或)|提高)[^。；]{0,30}(?:续订|续签|续约|续)[^。]{0,40}(?:拒绝|不同意|不愿|不想|没同意|谢绝|未同意|不续|放弃|不肯|没答应)|(?:拒绝|不同意|不愿)[^。；]{0,8}(?:续订|续签)[^。；]{0,30}(?:同等|维持|提高|不变)",
    ),
    (
        "期满单位不续订",
        r"(?:期满|到期|届满)[^。]{0,50}?(?:不(?:再|予|愿|同意)?[^。；,，]{0,6}续|未(?:再|与|和)?[^。；,，]{0,10}续|终止|没(?:有)?(?:再|跟|和)?[^。；,，]{0,8}续|不要人|不留)|不再续[签订约]|(?:期满|到期)终止",
    ),
    (
        "单位破产解散",
        r"破产|吊销营业执照|营业执照[^。；,，]{0,4}吊销|责令关闭|提前解散|决定解散|(?:公司|机构|单位|厂)?[^。；,，]{0,6}(?:解散|注销|关门|倒闭|歇业)|被?撤销[^。；]{0,10}(?:单位|登记)",
    ),
    ("经营期限届满终止", r"经营期限(?:届满|到期|已满)"),
    (
        "拒签书面合同终止",
        r"(?:劳动者|某|我|其|员工)[^。；,，公]{0,10}(?:拒绝|不愿|不肯|拒不|不同意)[^。；,，]{0,8}(?:签订?|订立)(?:书面)?(?:劳动)?合同[^。]{0,40}终止",
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
        r"|(?:撤销|裁撤|取消|停掉|关停|外包|搬迁|整合|砍掉|撤掉|关掉|停产)[^。]{0,40}(?:调岗|转岗|换岗|变更|岗位|协商)[^。；]{0,20}(?:未果|不成|未能|未达成|没谈成|没谈拢|谈不拢|谈崩)",
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
_WORKER_REFUSED = re.compile(
    r"(?:某|我|其|员工|劳动者|本人)[^。；,，公]{0,10}(?:不同意|拒绝|不愿|不想|不肯|没同意|未同意|没答应|谢绝|放弃)[^。；,，]{0,6}续"
)
# 辞职信上写的是个人原因: the reason given decides, not the breach behind it
_OWN_REASON = re.compile(
    r"(?:写|填|以|因为?|理由|原因)[^。；,，“”]{0,8}[“\"]?(?:个人|家庭|身体|自身)(?:的)?(?:原因|发展|理由)"
)
_DENIED = re.compile(r"(?:主张|抗辩|辩称|认为|称)[^。；]{0,50}$")
_NO_NOTICE = r"(?:未|没有?|并未|也没|不)(?:依法|按规定)?(?:提前|事先)[^。；]{0,16}(?:通知|告知|打招呼|说)|当[天日](?:就)?通知|(?:当天|当日|即日|立即|马上)[^。；,，]{0,8}(?:解除|离职|走人|生效|办理)|选择(?:额外)?支付|以(?:支付)?代通知金(?:的)?(?:方式|代替)|(?:未|没)[^。；,，]{0,6}提前(?:三十|30)|额外(?:支付|给)|(?<!有)没(?:有)?提前(?=[,，。；])|当场(?:就)?(?:发|给|宣布|通知)[^。；,，]{0,8}(?:解除|辞退|走人)"
_NOTICE = r"(?<!未)(?<!没有)(?<!没)(?<!并未)(?<!未能)提前(?:三十|30|一个?月)[^。；,，]{0,10}(?:通知|告知|发|预告)|(?:三十|30|一个月)(?:[日天])?(?:之|以)?前(?:就|已经?)?[^。；,，未没]{0,8}(?:书面)?(?:通知|告知)|(?:已|依法)提前[^。；,，]{0,8}通知"


def read_facts(marked: Marked, case: Case) -> None:
    """Fill the case's facts for 经济补偿 and its neighbours; refine what is asked."""
    read_dates(marked, case)
    read_wages(marked, case)
    _read_ground(marked, case)
    _read_notice(marked, case)
    _read_old_rule(marked, case)
    refine_asked(marked, case)
    if "解除情形" not in case.facts and "违法解除赔偿金" in case.asked.heads:
        _read_ground(marked, case)  # the heads stood in the claims, not in the question
    read_extra(marked, case)
    _read_paid(marked, case)
    unexplained(marked, case)
    unusual(marked, case)
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
    audit(marked, case)


# Grounds whose words also stand in agreed endings as mere motive
_AFTER_AGREEMENT = {"单位破产解散", "经济性裁员", "退休", "辞职", "过失解除"}
_AGREED = re.compile(
    r"协商(?:一致|解除)|达成(?:解除|离职|一致)?协议|达成一致|协议解除|(?<![不未拒没])(?<!不予)(?:同意|接受|答应|应允)|双方(?:均)?达成|谈妥|谈好|好聚好散|没意见|字也签|签了?字|签[了署]?[^。；,，]{0,8}(?:协商)?(?:解除|离职)?协议"
)
_PROPOSED = re.compile(
    r"提出|提议|动议|找(?:我|他|她|其)?[^。；,，]{0,4}(?:谈|商量)|主动|率先|[让叫](?:我|她|他|其|[\u4e00-\u9fff]某)(?:先|自己|主动)?(?:走|离)|希望我走|发出[^。；,，]{0,8}(?:协商|解除)[^。；,，]{0,10}(?:意向|建议|征询|函)|劝(?:退|我|其|说|离)|动员|约谈|先开(?:的)?口|先提"
    r"|[跟和与]我[^。；,，]{0,4}谈"
    r"|[与和跟同][^。；,，]{1,6}?(?:协商|商量|商谈)(?=[^。；]{0,24}(?:同意|接受|答应|没意见))"
)
_WORKER = re.compile(
    r"劳动者|员工|职工|本人|我(?!们|司)|[\u4e00-\u9fff]某|[他她](?=自己|本人|主动|先|率先|向|跟|和|与)|其(?=(?:自己|主动|先|率先)?$)"
)


_BY_WHOM = re.compile(
    r"(?:提议|动议|要求|建议|提出|要约)[^。；,，]{0,6}由(?P<a>[^。；,，]{1,12}?)(?:作出|发起|提出|先)|由(?P<b>[^。；,，]{1,12}?)(?:主动|首先|率先|先行?|一方)*(?:提出|提议|发起|动议)|提出[^。；,，]{0,8}(?:一方|的人|者)(?:为|是|系)(?P<c>[^。；,，]{1,12})"
)


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
        if re.search(r"谁|哪(?:一)?方", marked.folded[max(start, match.start() - 4) : match.start()]):
            return None
        if with_whom := re.match(r"[与和跟同](.{1,6}?)(?:协商|商量|商谈|谈)", match[0]):
            employer_met = re.search(_EMPLOYER, with_whom[1]) is not None
            return ("劳动者" if employer_met else "单位") + "提出协商解除", match.span()
        if (
            re.search(
                r"(?:[让叫逼使劝]|(?<!不)要求?)(?:我|他|她|其|[\u4e00-\u9fff]某)[^。；,，]{0,4}$",
                marked.folded[start : match.start()],
            )
            and match[0] == "提出"
        ):
            return None  # made to propose: for a person to judge
        if match[0] == "提出" and re.match(
            rf"(?:想|要|希望|申请|请求)*(?:[与和跟同向]){_EMPLOYER}", marked.folded[match.end() : end]
        ):
            return "劳动者提出协商解除", match.span()
        if passive := _BY_WHOM.search(marked.folded, max(start, match.start() - 14), end):
            who = passive["a"] or passive["b"] or passive["c"]
            if re.search(_EMPLOYER, who):
                return "单位提出协商解除", match.span()
            if _WORKER.search(who):
                return "劳动者提出协商解除", match.span()
            return None  # a name that says nothing of its side
        if re.match(
            r"[^。；,，]{0,4}[与和跟](?:其|我|[\u4e00-\u9fff]某|员工|劳动者|原告|申请人)[^。；,，]{0,6}(?:解除|终止|解约)",
            marked.folded[match.end() : end],
        ):
            return "单位提出协商解除", match.span()
        if re.search(r"^[让叫]|希望我走|劝|动员|约谈|找", match[0]):
            return "单位提出协商解除", match.span()
        before = re.sub(
            r"(?:向|与|和|跟|对|给)[^,，。；]{1,6}$",
            "",
            marked.folded[max(start, match.start() - 24) : match.start()],
        )
        employer = [m.end() for m in re.finditer(_EMPLOYER, before)]
        worker = [m.end() for m in _WORKER.finditer(before)]
        if employer and (not worker or employer[-1] > worker[-1]):
            return "单位提出协商解除", match.span()
        if worker and employer and len(before) - worker[-1] > 3:
            return None  # both stand before it: who proposed is for a person to say
        if worker:
            return "劳动者提出协商解除", match.span()
        name = re.search(
            r"(?:^|[,，])([\u4e00-\u9fff]{2,3}?)(?:先|主动|率先|首先|向[^。；,，]{1,8})?$", before
        )
        if name and not employer and marked.folded.count(name[1]) > 1 and name[1] != "双方":
            return "劳动者提出协商解除", match.span()
    match = re.search(rf"(?:经|与)?{_EMPLOYER}(?:单方)?(?:动议|提议)|用人单位提出", marked.folded)
    return ("单位提出协商解除", match.span()) if match else None


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
            if ground == "期满单位不续订" and _WORKER_REFUSED.search(marked.folded):
                case.doubts.append(
                    "劳动者不同意续订，但看不出单位提出的条件是否低于原合同，请用 --set 解除情形=… 指明（第46条第5项）"
                )
            if ground == "被迫解除" and any(
                not claimed(marked, m.start()) and not re.search(r"[“不非]$", marked.folded[: m.start()][-1:])
                for m in _OWN_REASON.finditer(marked.folded)
            ):
                case.doubts.append("离职的理由是单位的过错还是个人原因看不清，请用 --set 解除情形=… 指明")
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
        if e.kind == "notice" and e.when.exact and re.search("书面|发函|函|通知书", _around(marked, e))
    ]
    if isinstance(end, date) and len(notices) == 1 and notices[0].when.first() < end:
        ahead = (end - notices[0].when.first()).days >= 30
        case.facts.add(
            Fact("已提前通知", ahead, span=notices[0].quantity.span, note="由通知与解除的日期算出")
        )
        return
    start, stop = case.asked.span or (0, 0)
    told = (
        marked.folded[:start] + "□" * (stop - start) + marked.folded[stop:]
    )  # 未提前通知的代通知金是多少 tells nothing
    for value, pattern in ((False, _NO_NOTICE), (True, _NOTICE)):
        match = re.search(pattern, told)
        if match:
            case.facts.add(Fact("已提前通知", value, span=match.span()))
            return
    if "代通知金" in case.asked.heads and (match := re.search("代通知金", marked.folded)):
        case.facts.add(
            Fact("已提前通知", False, span=match.span(), note="所问含代通知金，题面没有写提前通知")
        )


def _around(marked: Marked, event: Event) -> str:
    return marked.folded[max(0, event.quantity.start - 12) : event.quantity.end + 20]


def _open_payment(marked: Marked, q: Quantity) -> bool:
    """Whether a payment may count against severance: not wages, a bonus or what an earlier employer paid."""
    start, end = marked.sentence(q.start)
    words = marked.folded[start:end]
    near = marked.folded[max(start, q.start - 30) : min(end, q.end + 20)]
    return (
        (q.unit or q.value >= 500)  # type: ignore[operator]
        and re.search(r"补偿|赔偿|遣散|抵", near) is not None
        and not re.search(
            r"(?:[甲原前母老]|[A-Z])公司[^。；]{0,40}(?:付|结)|划转|划归|转入|集团安排|工资|奖|判决|判令|裁决",
            words,
        )
    )


# 公司已先行支付15万元。公司还应支付多少元: the question itself sets it off
_NET_ASKED = re.compile(r"元?[。；，][^。；，？?]{0,10}还(?:应|需|要|欠|差|该|得)[^。；]{0,24}多少")
_TIMES = re.compile(r"(?:分|共|先后|前后|一共)*([两二三四五六七八九十]|\d{1,2})(?:次|笔|回|期)")


def _all_times(marked: Marked, case: Case, q: Quantity) -> Quantity:
    """A payment made several times over as their sum: 分两次转了我生活费，每次2000."""
    start, _ = marked.sentence(q.start)
    before = marked.folded[start : q.start]
    if not re.search(
        r"每(?:一)?[次笔回期](?:都|均|各|是|为|转|付|给|发|打)*$|(?:次|笔|回)[^。；]{0,8}各(?:是|为)?$",
        before,
    ):
        return q
    times = {numeral(m[1]) for m in _TIMES.finditer(before)}
    if len(times) != 1:
        case.doubts.append("分次支付的款项付了几次看不清，请用 --set 已付款=… 给出合计")
        return q
    return replace(q, value=q.value * times.pop())  # type: ignore[operator]


_NOT_OFF = re.compile(
    r"不(?:考虑|予|作|再)?(?:抵扣|扣除|抵销|折抵|扣减)|无须返还|无关|不属于补偿|已就|结清该段|工龄已结清"
)
_PAID = (
    r"(?:支付|给付|付|转账?|打|发放?|领取?|收到|给|补)(?:了|过|其|我|给)*[^。；Ⓜ应]{0,18}?{M}",
    r"{M}[^。；]{0,14}(?:已(?:经)?(?:支付|付|到账|发放|领取))",
    r"(?:打|转|付|给|发)(?:过来|过去|来|到)?(?:我)?的(?:那|这)?(?:笔)?{M}",
)


# 已经到手的那两万多同意从里面扣: what was received comes off, whatever it was called when it was paid
_TAKEN_OFF = re.compile(
    r"(?:到手|收到|拿到|领到|领了|收了|给过|付过|已付)(?:的|了)?(?:那|这)?[^。；,，不]{0,12}?(?:从[^。；,，不]{0,6})?(?:扣|抵|减)(?!社保|税|公积)"
)


def _read_paid(marked: Marked, case: Case) -> None:
    """Money already paid on the asked heads; only when the question wants it taken off."""
    if re.search(r"不考虑[^。；]{0,24}(?:抵扣|返还|扣除)", marked.folded):
        case.asked = replace(case.asked, deduct_paid=False)
    if "已付款" in case.facts:
        return
    question = marked.folded[slice(*(case.asked.span or (0, 0)))]
    wanted = case.asked.deduct_paid and bool(PAID_OFF.search(question.replace("工资差额", "工资")))
    case.asked = replace(case.asked, deduct_paid=wanted)
    found = {}
    read = {fact.span[0] for fact in case.facts if fact.span and "工资" in fact.name}
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
            if q.start in read or aside(marked, q, case.asked.heads):
                continue
            wages = (case.facts.value("加班工资基数"), case.facts.value("月工资"))
            if "加班费" in case.asked.heads and q.value in wages:
                continue
            if re.search(r"正常|工资", marked.folded[q.end : max(q.end, hit.match.end())]):
                continue  # 8,700元，正常工资已支付
            sure = re.search(r"(?:支付|付|转|打|发|给)(?:了|过)", hit.match[0]) or re.search(
                r"已(?:经|按|向|于|先)?[^。；,，]{0,16}$", marked.folded[start : hit.match.start()]
            )
            if re.match(r"除以|[×*乘÷]", after) or re.search(
                r"应(?:当)?(?:再|向)?[^。；,，]{0,6}$|(?:打算|准备|愿意|只愿|同意|提出|方案|按|标准)[^。；,，]{0,12}$|工资(?:为|是)?$|每月|月薪|未付|拒",
                re.sub(r"按(?:照)?[^。；,，]{0,10}标准", "", before)[-16:] if sure else before[-16:],
            ):
                continue
            if re.search(
                r"补偿|赔偿|离职|加班|双倍|二倍|年休?假|差额|代通知|一次性|名义|备注|抵扣|该款|扣减|冲抵|折抵|计入本案|应付款|可以抵|抵掉|能抵",
                before + after,
            ) or (
                sure
                and wanted
                and (_TAKEN_OFF.search(marked.folded) or _NET_ASKED.match(marked.folded, q.end))
            ):
                found[q.start] = _all_times(marked, case, q)
    if not wanted:
        heads = set(case.asked.heads)
        open_ones = [q for q in found.values() if _open_payment(marked, q)]
        if open_ones and heads & {"经济补偿", "违法解除赔偿金"} and not _NOT_OFF.search(marked.folded):
            paid = "、".join(q.raw for q in open_ones)
            case.doubts.append(f"题面写明已付{paid}，问题没有说明是否扣除，请用 --set 已付款=… 说明")
        return
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
