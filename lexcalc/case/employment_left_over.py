"""What an asked head would count and no fact took: a year told apart from its day, hours, feast days, a month worked in part."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from lexcalc.case.context import claimed
from lexcalc.case.marked import Marked
from lexcalc.case.model import Case, Duration
from lexcalc.case.unused import numbers
from lexcalc.money import numeral

# A year that stands by itself: （2024年）, 24年的事, 年份为2024; 21年 may count years, so 满21年 and the like are left out
_YEAR_ALONE = re.compile(
    r"(?:(?<![\d.,，、满作龄计共达有近限了])|(?<=到了))(?P<year>20[0-3]\d|[0-3]\d)年(?![\d\u4e00-\u9fff]{0,2}月|度?(?:社|职工|全省|全市|当地|统计|在岗|最低))(?:的|[,，。；)）\]]|$)"
    r"|年(?:份|度)?(?:为|是|:)(?P<told>20[0-3]\d)(?!\d)"
    r"|[(（\[](?P<bare>20[0-3]\d)[)）\]]"
)
_HOURS = re.compile(r"(?<![\d.])(\d{2,4}(?:\.\d+)?)\s*个?(?:小时|钟头)")
_HOURS_ASIDE = re.compile(
    r"标准|法定工|制度工|应出勤|不(?:得)?超过|上限|补休|调休|倒休|培训|补偿|病假|事假|其中|包含|包括|内含|工资|单价|时薪|自行|自己(?:记|统计)"
)
_FEAST = re.compile(r"(?<!\d)(?:1月1|5月[12]|10月[123])[日号](?!\d)")
_AT_WORK = re.compile(r"上(?:了)?(?:\S{0,4})班|加(?:了)?班|值(?:了)?班|在岗|出勤|到岗|来干|干活")
_PART_MONTH = re.compile(
    r"(?:干|做|上班?|工作|出勤|待|忙)(?:了)?(?:到|至)(?:当月|本月|该月)?(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
)

_SERVED = r"(?:干|做|工作|服务|待|任职|上班)(?:了|满|已|共|前后|整整|将近|近|约|大约|快|差不多)*{T}|(?:本单位|在职|连续)(?:工作)?(?:年限|工龄|时间)(?:为|是|共|计|满)*{T}"
_SERVED_ASIDE = re.compile(
    r"累计|总共|一共|社会|参加工作|前一?家|上一?家|原|别的|其他|之前|以前|先|(?<!前)后|另|试用|每|[A-Z甲乙]|期限|调|岗|任|再|又|入职时|当时|刚"
)
_OF_A_PERIOD = re.compile(
    r"(?P<period>(?:20\d\d年|(?<!\d)\d{1,2}月(?!\d)|国庆|春节|元旦|五一|劳动节|中秋|端午|清明|上半年|下半年|[一二三四]季度)[^。；，、\d一二三四五六七八九十]{0,16})(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})\s*个?(?:天|小时|钟头)"
)
_LONG_VACATION = re.compile(r"国庆|春节|长假|黄金周|放假")
_LEAVE_DAYS = re.compile(
    r"(?:(?P<more>又|再|另外?|还)|后)[^。；，Ⓣ]{0,8}?(?:安排|休(?!假)|歇|请|批|放|用|享受)[^。；，Ⓣ未没]{0,4}$"
)


def left_over(marked: Marked, case: Case) -> None:
    """Append a doubt for each such thing: it would change the sum, so that no answer is better than a wrong one."""
    heads = set(case.asked.heads)
    if heads & {"经济补偿", "违法解除赔偿金", "二倍工资差额", "未休年休假工资"}:
        _year_apart(marked, case)
    if heads & {"经济补偿", "违法解除赔偿金"}:
        _length(marked, case)
    if "加班费" in heads:
        _hours(marked, case)
        _feasts(marked, case)
        _twice(marked, case)
    if "违法约定试用期赔偿金" in heads:
        _prolonged(marked, case)
    if "未休年休假工资" in heads:
        _leave_again(marked, case)
    if "拖欠工资" in heads:
        _part_month(marked, case)


def _year_apart(marked: Marked, case: Case) -> None:
    """A day of hire or ending took its year from an earlier one although the text tells a later year by itself."""
    years = {
        m.start(): int(m["year"] or m["told"] or m["bare"]) % 100 + 2000
        for m in _YEAR_ALONE.finditer(marked.folded)
    }
    for name in ("入职日", "解除日"):
        fact = case.facts.get(name)
        if fact is None or not fact.span or not isinstance(fact.value, date):
            continue
        written = marked.folded[slice(*fact.span)]
        if not re.match(r"\d{1,2}月|[一二三四五六七八九十]{1,2}月", written):
            continue  # the year is written with the day
        if re.match(r"\s*[(（\[][^()（）\[\]]{0,8}20\d\d年?[)）\]]", marked.folded[fact.span[1] :]):
            continue  # and here right behind it
        # of a hire only what its own sentence goes on to say: later years are told of all that followed
        start, stop = (0, len(marked.folded))
        if name == "入职日":
            start, stop = fact.span[1], marked.sentence(fact.span[1])[1]
        if later := sorted(
            year for at, year in years.items() if start <= at < stop and year > fact.value.year
        ):
            case.doubts.append(
                f"“{written}”是哪一年看不清（题面另写有{later[0]}年），请用 --set {name}=… 指明"
            )


def _length(marked: Marked, case: Case) -> None:
    """The two days leave no service, or one of more than a year other than the length that the text tells."""
    hired, left = case.facts.value("入职日"), case.facts.value("解除日")
    if not isinstance(hired, date) or not isinstance(left, date):
        return
    if hired >= left:
        case.doubts.append("入职与离职读成了同一天，请用 --set 入职日=… --set 解除日=… 指明")
        return
    months = (left.year - hired.year) * 12 + left.month - hired.month
    for hit in marked.hits(_SERVED):
        length = hit.q[-1].value
        start, _ = marked.clause(hit.match.start())
        if (
            isinstance(length, Duration)
            and length.years
            and not _SERVED_ASIDE.search(marked.folded[start : hit.q[-1].start])
            and not claimed(marked, hit.match.start())
            and abs(length.years * 12 + length.months - months) > 12
        ):
            case.doubts.append(
                f"“{hit.q[-1].raw}”与入职、离职的日期对不上，请用 --set 入职日=… --set 解除日=… 指明"
            )
            return


def _hours(marked: Marked, case: Case) -> None:
    """Hours by the score that are no fact, no part of one and no standard."""
    read = {
        n for fact in case.facts if "小时" in fact.name or "天数" in fact.name for n in numbers(fact.value)
    }
    found = [
        (Fraction(m[1]), m)
        for m in _HOURS.finditer(marked.folded)
        if Fraction(m[1]) > 24 and not claimed(marked, m.start())
    ]
    values = {v for v, _ in found}
    known = read | {n * 8 for n in read} | {sum(read, Fraction(0))}
    known |= {v for v in values for w in values if v - w in known or v + w in known or w - v in known}
    for value, match in found:
        words = marked.folded[slice(*marked.clause(match.start()))]
        if value not in known and not _HOURS_ASIDE.search(words):
            case.doubts.append(
                f"题面的“{match[0]}”没有计入，看不出属于哪一种加班，请用 --set 延时加班小时=… 等给出各类小时数"
            )
            return
    cycle = case.facts.get("延时加班小时")
    if cycle and cycle.note and not cycle.value and len(values) > 1:
        case.doubts.append("综合计算工时制下超出周期标准工时的小时数看不清，请用 --set 延时加班小时=… 给出")


def _feasts(marked: Marked, case: Case) -> None:
    """Work on a statutory holiday told by its day of the month alone, or a whole vacation taken for statutory days."""
    days = case.facts.value("法定节假日加班天数")
    if isinstance(days, Fraction) and days in (7, 8) and _LONG_VACATION.search(marked.folded):
        case.doubts.append(
            "长假中只有几天是法定节假日，请用 --set 法定节假日加班天数=… --set 休息日加班天数=… 分别给出"
        )
        return
    if any(fact.name.startswith("法定节假日加班") for fact in case.facts):
        return
    for match in _FEAST.finditer(marked.folded):
        words = marked.folded[slice(*marked.sentence(match.start()))]
        if (
            _AT_WORK.search(words)
            and not re.search(r"未|没|不|休息|放假|入职|起|至|到", words)
            and not claimed(marked, match.start())
        ):
            case.doubts.append(
                f"“{match[0]}”是法定节假日，当天的工作没有计入，请用 --set 法定节假日加班天数=… 给出"
            )
            return


def _twice(marked: Marked, case: Case) -> None:
    """One number told of two periods and counted once: 2023年国庆3天、2024年国庆3天."""
    read = {n for fact in case.facts if "加班" in fact.name for n in numbers(fact.value)}
    for start, end in marked.sentences():
        told: dict[str, set[str]] = {}
        for m in _OF_A_PERIOD.finditer(marked.folded, start, end):
            told.setdefault(m["n"], set()).add(m["period"])
        for number, periods in told.items():
            value = numeral(number)
            if len(periods) > 1 and value in read and not claimed(marked, end):
                case.doubts.append(
                    f"几个时期都写有“{number}”天或小时，只计入了一次，请用 --set 给出加班的合计天数或小时数"
                )
                return


def _prolonged(marked: Marked, case: Case) -> None:
    """A probation made longer, of which only the agreed months were read as served."""
    served = case.facts.value("已履行试用期")
    if not isinstance(served, Fraction):
        return
    agreed = [
        hit.q[-1].value.months  # type: ignore[union-attr]
        for hit in marked.hits(r"试用期(?:为|是|共|约定|期限)*{T}")
        if isinstance(hit.q[-1].value, Duration)
    ]
    for hit in marked.hits(r"(?:延长|顺延|加长|续延|延)(?:了|至|试用期?|考察期?|为)*[^。；，Ⓣ]{0,4}{T}"):
        if agreed and served <= max(agreed) and not claimed(marked, hit.match.start()):
            case.doubts.append(
                f"试用期另延长了{hit.q[-1].raw}，实际履行几个月看不清，请用 --set 已履行试用期=… 给出"
            )
            return


def _leave_again(marked: Marked, case: Case) -> None:
    """A second stretch of leave in the same year: 春节安排3天，国庆后又安排2天."""
    taken = case.facts.value("年休假")
    if not isinstance(taken, list) or "未休年休假天数" in case.facts:
        return
    known = [entry.get("已休天数") for entry in taken]
    for q in marked.quantities:
        if q.kind != "duration" or not isinstance(q.value, Duration) or claimed(marked, q.start):
            continue
        more = _LEAVE_DAYS.search(marked.folded, max(0, q.start - 20), q.start)
        if more is None or not q.value.days or q.value.years or q.value.months:
            continue
        if re.match(r"[^。；，]{0,2}[没未]", marked.folded[q.end : q.end + 4]) or re.search(
            r"病|事假|产|婚|丧|调休|补休|主张|称", marked.folded[slice(*marked.clause(q.start))]
        ):
            continue
        # the same number once more in the one year in question: 休了3天，又请了3天
        again = (
            len(known) == 1 and more["more"] and any(p.value == q.value for p in marked.between(0, q.start))
        )
        if Fraction(q.value.days) not in known or again:
            case.doubts.append(f"题面的“{q.raw}”是不是另外休的年休假看不清，请用 --set 未休年休假天数=… 给出")
            return


def _part_month(marked: Marked, case: Case) -> None:
    """A month of which only a part was worked, beside whole months reckoned at the month's wage."""
    owed, wage = case.facts.get("拖欠工资"), case.facts.value("月工资") or case.facts.value("月平均工资")
    if owed is None or not owed.note.startswith("由各月") or not isinstance(wage, Fraction):
        return
    if "21.75" in marked.folded or owed.span:  # sums of the months themselves, not the wage times months
        return
    left = case.facts.value("解除日")
    if match := _PART_MONTH.search(marked.folded):
        case.doubts.append(
            f"“{match[0]}”的那个月只做了一部分，工资怎样折算看不清，请用 --set 拖欠工资=… 给出"
        )
    elif isinstance(left, date) and left.day < 28 and (owed.value / wage).denominator == 1:  # type: ignore[operator]
        months = {
            (q.value.year, q.value.month)  # type: ignore[union-attr]
            for q in marked.quantities
            if q.kind == "date" and q.value.month and not q.value.day  # type: ignore[union-attr]
        }
        if (left.year, left.month) in months:
            case.doubts.append("离职当月的工资怎样折算看不清，请用 --set 拖欠工资=… 给出")
