"""Figures and circumstances of an employment case that the reader saw but did not understand: doubts, never guesses."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.aside import aside, other_base
from lexcalc.case.context import claimed
from lexcalc.case.employment_text import elsewhere
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case
from lexcalc.case.quantities import Quantity

# Service that was broken off, or work that earns no severance: for a lawyer to say what follows
_UNUSUAL = re.compile(
    r"(?<!未)(?<!没)(?<!不属于)(?<!并非)(?<!不是)(?<!非)(?:停薪留职|留职停薪|两不找|长期脱岗|非全日制|工龄是否(?:合并|连续)|年限是否(?:合并|连续))(?!的?(?:主张|意见|抗辩)[^。]{0,20}(?:不予|不成立))"
)
# What stands beside amounts that no EC head counts: net pay, other people, other places, offers, other disputes
_BESIDE = re.compile(
    r"到手|实发|税后|入账|扣|报销|差旅|全省|省内|所在省|全国|所在区|底薪|基本工资|同期|股权|慰问|违约金|裁决|称|同事|"
    r"另案|最低|社平|平均|主张|提出|愿|只给|认为|个人|社保|公积金|红包|奖励|招聘|保费|保险费|押金|垫|承诺|判决|判令|总部|注册|借用|借款|试用期(?:内)?(?:每)?月|一次性项目|补发完|补发清|已补发|补发给|全部补发|食堂|欠条"
)


# Figures that belong to another base than the asked head's, once that base has been read
_BESIDE_FOR: dict[str, tuple[tuple[str, ...], str]] = {
    "代通知金": (("上月工资", "月工资"), r"工资|薪|收入|奖|津贴|补贴|提成|平均|应发|应得|结了|结清|领"),
    "竞业限制补偿": (
        ("竞业限制月补偿", "最低工资"),
        r"最低|老家|家乡|户籍|外地|^[A-Z甲乙丙]市|离职前|工资|违约金",
    ),
    "违法约定试用期赔偿金": (("试用期满月工资",), r"试用|工资|薪|领|津贴|补贴|餐补|奖|[按以]▪*$"),
    "二倍工资差额": (("二倍工资月工资", "月工资"), r"签完|签(?:订)?合同(?:以|之)?后|签订后|补签后"),
    "未休年休假工资": (
        ("年休假月工资",),
        r"津贴|餐补|补贴|夜宵|奖金|提成|加班|连同|没去掉|总额|含|底薪|基本工资|工资条|除以|[“‘]",
    ),
    "加班费": (
        ("加班工资基数",),
        r"津贴|餐补|补贴|夜宵|奖|提成|计件|红包|实发|能拿|到手|月均|平均|自行统计|底薪|补助|每小时|小时工资|日工资",
    ),
}
# Beside a stated average of the last twelve months: single months, parts of it, earlier wages, an earlier employer
_BESIDE_AVERAGE = re.compile(
    r"(?:最后|当|上|终止|离职)(?:一?个)?(?:工作)?月|\d{1,2}月(?:份)?(?:的)?(?:工资|应得|实得|应发|因)|其中(?:包含|包括|含|每月)?[^。；]{0,12}(?:提成|奖|绩效|津贴|补|加班)|(?:其中|包含|含)(?:每月)?$|应得工资(?:一共|合计|共)"
    r"|(?:该|本|全|所在)?省(?:公布|为|的|级|同口径|上)|剔除加班|(?:[原前甲母]|[A-Z])[^。；,，]{0,6}(?:公司|单位|社|店|厂|院|校|所|中心|集团)[^。；]{0,40}(?:付清|支付|结清|向)|向.{1,3}支付了在"
    r"|病假|生活费|停车|水电|房租|物业|卡上|卡里|(?:换签|入职|签约|转正|试用|刚来|最初|起初|调岗前)时?|(?:下调|上调|降|涨|少|多|高出|低)(?:了)?$|(?:薪|工资|待遇)[^。；,，]{0,6}(?:由|从)$|(?:涨|加)薪$|(?:下调|上调|调整?|降|涨|减)(?:低|高|薪)?[^。；,，]{0,8}(?:至|到|为)$|差额|前两年|早年|那会|以前|当年|自行测算|礼金|福利|体检|节日|说能要|网上|朋友|同乡|固定部分|收入最高的|最[多高低]的一?个月|不是每个月"
)
_GROSS = ("月平均工资", "月工资", "年休假月工资", "加班工资基数", "试用期满月工资", "竞业限制月补偿")
_PAY_ITEMS = re.compile(r"津贴|餐补|补贴|夜宵|没去掉|含加班|奖金|提成")
_COUNTED = re.compile(
    r"^(?:个|多个)?(?:小时|钟头|人|名|次|回|天|件|张|户|号|平|层|公里|台|位|分|家|页|份|度|班|组|期|间)"
)


def unexplained(marked: Marked, case: Case) -> None:
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
    local = case.facts.value("社平月工资")
    if isinstance(local, Fraction):
        values.add(local * 3)  # 其三倍为……
    last = case.facts.get("上月工资")
    by_month = last is not None and last.note == "按月份"
    beside = [
        pattern
        for head, (bases, pattern) in _BESIDE_FOR.items()
        if heads == {head} and any(base in case.facts for base in bases)
    ]
    if not severance:
        beside.append(_PAY_ITEMS.pattern)
    cycle = case.facts.get("延时加班小时")
    counts_hours = any("加班" in head for head in heads) and not (
        cycle and cycle.note
    )  # of a whole cycle otherwise
    # what reached the account matters only where no gross wage was read
    paid_wage = any(name in case.facts for name in _GROSS)
    strange = []
    for q in marked.between(0, len(marked.folded), "money"):
        if q.value in values or any(s <= q.start < e for s, e in spans) or _no_money(marked, q, counts_hours):
            continue
        if (
            elsewhere(marked, q.start)
            or claimed(marked, q.start)
            or aside(marked, q, heads)
            or (paid_wage and other_base(marked, q))
            or re.search(
                r"[,，、](?:老|小)[\u4e00-\u9fff]{1,2}(?:欠|的|被欠)?(?:是|有)?$",
                marked.folded[: q.start][-8:],
            )
        ):
            continue
        start, _ = marked.clause(q.start)
        if re.search(
            r"每(?:去)?一?(?:次|天|日|班|晚|回|个)[^。；,，]{0,6}$", marked.folded[start : q.start]
        ) and any(
            v != q.value and v and (v / q.value).denominator == 1
            for v in values  # type: ignore[operator]
        ):
            continue  # so much each time, where the sum of all times has been read
        if (
            severance
            and _SETTLED_EARLIER.search(marked.folded[max(0, q.start - 50) : q.start])
            and _paid_before_hire(marked, case, q)
        ):
            continue
        if by_month and re.search(r"Ⓓ▪*(?:份)?[^Ⓜ，,。；]{0,10}$", marked.marked[start : q.start]):
            continue  # the wage of another month beside that of the month that counts
        words = marked.folded[start : min(q.end + 10, max(q.end, marked.clause(q.end)[1]))]
        if (
            severance
            and average is not None
            and (
                _BESIDE_AVERAGE.search(marked.folded[start : q.start])
                or re.match(r"(?:的)?(?:生活费|病假)", marked.folded[q.end : q.end + 5])
            )
        ):
            continue
        before = marked.folded[marked.sentence(q.start)[0] : q.start]
        if before.count("“") > before.count("”"):
            continue  # quoted: what somebody wrote or said
        if not _BESIDE.search(words) and not any(re.search(pattern, words) for pattern in beside):
            strange.append(q.raw)
    if len(strange) > 0:
        case.doubts.append(f"题面还有{'、'.join(dict.fromkeys(strange))}，看不出与所问项目的关系，不敢作答")


_SETTLED_EARLIER = re.compile(
    r"(?:付清|支付|结清|付|发放|领取|领|拿)(?:了|其|我|的)*[^。；]{0,24}(?:经济)?补偿(?:金|款)?(?:合计|共计?|为|是|人民币)*$"
)


def _paid_before_hire(marked: Marked, case: Case, q: Quantity) -> bool:
    """Whether a settlement stands beside a day before the service that counts began (another stretch was paid off)."""
    hired = case.facts.value("入职日")
    start = marked.sentence(q.start)[0]
    dates = [d.value for d in marked.between(start, q.start, "date") if d.value.exact]  # type: ignore[union-attr]
    return isinstance(hired, date) and bool(dates) and all(d.first() < hired for d in dates)  # type: ignore[union-attr]


def unusual(marked: Marked, case: Case) -> None:
    """A doubt where service was broken off or is of a kind for which severance must be judged by a person."""
    if not set(case.asked.heads) & {"经济补偿", "违法解除赔偿金"}:
        return
    asked = marked.folded[slice(*(case.asked.span or (0, 0)))]
    if "2008年" in asked or re.search(r"(?:仅|只)(?:主张|请求|要求)[^。；]{0,10}2008年", marked.folded):
        case.doubts.append("所问只是2008年以前或者以后的一段，请用 --set 入职日=… 给出这一段的起算日")
        return
    for match in _UNUSUAL.finditer(marked.folded):
        if not claimed(marked, match.start()):
            case.doubts.append(
                f"题面有{match[0]}，工作年限或者应否支付要由人判断，请用 --set 工作年限=… 说明"
            )
            return


def _no_money(marked: Marked, q: Quantity, counts_hours: bool) -> bool:
    """Whether a bare number is no sum: small, a count of something, a year (hours count where overtime is asked)."""
    if q.raw == "一块":  # together, hardly ever a yuan
        return True
    if q.unit:
        return False
    if q.value < 500:  # type: ignore[operator]
        return True
    if 1990 <= q.value <= 2030 and re.match(r"[)）年、〕\]]", marked.folded[q.end : q.end + 1]):  # type: ignore[operator]
        return True
    counted = _COUNTED.match(marked.folded[q.end : q.end + 6])
    return bool(counted) and not (re.search("小时|钟头", counted[0]) and counts_hours)
