"""Every quantity a Chinese text writes – dates, lengths of time, ratios, grades, ages, money – each with its span.

One pass, longest form first, so that ``2023年`` is never read as an amount and ``七级`` never as a count.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from lexcalc import money
from lexcalc.case.model import Duration, Spanned

Kind = Literal["date", "duration", "ratio", "grade", "age", "money"]

_N = r"(?:\d+|[零一二三四五六七八九十百两廿卅]+)"
_D = r"\d+(?:\.\d+)?"
_YEAR = r"(?:(?<!\d)(?:19|20)\d{2}|[一二]零?[零一二三四五六七八九]{3}|(?<![\d.,零一二三四五六七八九十])[0-2]\d|(?<![零一二三四五六七八九十第])(?:零[一二三四五六七八九]|一[零一三四五六七八九]|二[零一二四五])(?=年))"
_REL_YEAR = "同年|当年|该年|次年|翌年|第二年|今年|本年|去年|前年"
_DATE = (
    rf"(?P<ymd>(?P<y>{_YEAR}|{_REL_YEAR})(?:年度?)?(?:开春|春天|夏天|秋天|冬天|春节(?:后|前)?|入[春夏秋冬]|的)?(?P<m>{_N}|元)月(?:份)?(?:(?P<d>{_N})[日号]|(?P<dpart>[初底末]|[上中下]旬)?))"
    r"|(?P<iso>(?<!\d)(?P<iy>(?:19|20)\d{2})(?P<isep>[-./])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d|[.]\d))"
    r"|(?P<iym>(?<!\d)(?P<iy2>(?:19|20)\d{2})[./-](?P<im2>0?[1-9]|1[0-2])(?![\d.]|\d))"
    rf"|(?P<md>(?<![\d年])(?P<m3>{_N})月(?:份)?(?:(?P<d3>{_N})[日号]|(?P<d3part>[初底末])))"
    r"|(?P<monly>(?<![\d个.])(?P<m6>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?!\d{1,2}(?![\d,.万千])|[均平薪息租供]))"
    rf"|(?P<samemonth>(?P<rel>同月|当月|次月|翌月|下个月)(?P<d4>{_N})[日号])"
    rf"|(?P<yonly>(?P<y5>(?<![\d.,])(?:19|20)\d{{2}}|[一二]零?[零一二三四五六七八九]{{3}}|(?<![零一二三四五六七八九十第])(?:零[一二三四五六七八九]|一[零一三四五六七八九]|二[零一二四五]))年(?:度|全年|[初底末])?(?!\d*[级岁]))"
    rf"|(?P<relyear>(?P<y6>今年|本年|去年|前年|同年|次年|翌年)(?:年?[初底末])?)"
    r"|(?P<nextday>次日|翌日|第二天)"
)
_DURATION = rf"(?P<dur>(?:(?P<dy>{_D}|{_N})(?:周?年|载)(?P<dhalf>半)?(?:零|又|余)?)?(?:(?P<dm>{_D}|{_N})(?:个(?P<dmhalf>半)?(?:整)?月|(?<=零.)月)(?:零|又)?)?(?:(?P<dd>{_N})(?:日历)?[天日](?!工资|标准|[常用后前均内]))?)"
_RATIO = (
    rf"(?P<pct>(?P<pn>{_D})\s*%)|(?P<han>百分之(?P<hn>[一二三四五六七八九十百零点两]+|{_D}))"
    r"|(?P<points>(?P<tn>[一二两三四五六七八九十]+|(?<!\d)\d+)个(?:百分点|点(?=[，。；、,;)）的]|$)))"
    rf"|(?P<cheng>(?P<cn>[一二三四五六七八九十]|(?<!\d)\d(?:\.\d)?)成(?P<cn5>[一二三四五六七八九半])?(?![为立员年功果绩本交都的]))"
    r"|(?P<zhe>(?P<zn>[一二三四五六七八九])(?P<zn5>[一二三四五六七八九])?折(?![旧合算断返磨抵]))"
    r"|(?P<open>(?P<o1>[一二三四五六七八九])(?P<o2>[一二三四五六七八九])开)"
)
_GRADE = r"(?P<grade>(?P<gn>(?<!\d)(?:10|[1-9])|十|[一二三四五六七八九])级(?![别配职市医公医])|(?P<gr>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])级)"
_AGE = rf"(?P<age>(?P<an>(?<!\d)\d{{1,3}}|[零一二三四五六七八九十百]+)(?:周岁|岁)(?P<ahalf>半)?(?:零(?P<am>{_N})个月)?)"

_SCAN = re.compile(
    "|".join(
        (
            _DATE,
            _RATIO,
            _GRADE,
            _AGE,
            rf"(?:(?<![千万百])(?={_D}周?年|{_N}(?:周?年|个|[天日]|日历)|半)(?:{_DURATION}))",
            r"(?P<half>半(?:年|个月|天))",
        )
    )
)
# 11月25号（2024年）, 11月25日［2024年］, 11月25日（去年，即2024年）
_YEAR_AFTER = re.compile(r"[（(\[［【][^（()）\[\]\d]{0,8}(20\d{2})年?[)）\]］】]")
_YEARS_ON = re.compile(r"([一两二三四五六七八九十]|(?<!\d)\d)年(?:之|以)?后的?$")  # 两年后的11月20日
_APPROX_BEFORE = re.compile(r"(?:约|大约|大概|差不多|将近|接近|近|不到|上下|超过|逾)\s*$")
_APPROX_AFTER = re.compile(
    r"^\s*(?:多|余(?![额款下])|来(?![算计核发赔付定，。；、]|$)|出头|左右|上下|以上|开外|不到)"
)
_PER_BEFORE = {
    "day": re.compile(
        r"(?:每[天日]|每人每[天日]|一天|[每按]日|日(?:平)?均|日工资(?:为|是|标准)?|日标准)(?:[^\d，。；,;]{0,6})$"
    ),
    "month": re.compile(r"(?:每个?月|一个月|月均|月平均|月薪|月工资|月收入)(?:[^\d，。；,;]{0,8})$"),
    "year": re.compile(r"(?:每年|一年|年均|年薪|年平均|(?<![\d上本])年(?:度)?标准)(?:[^\d，。；,;]{0,8})$"),
}
_PER_AFTER = {
    "day": re.compile(r"^\s*(?:[/每](?:人[/·]?)?[天日]|一天|[/]人[/]?[天日])"),
    "month": re.compile(r"^\s*(?:[/每]个?月|一个?月|(?:元)?/月)"),
    "year": re.compile(r"^\s*(?:[/每]年|一年)"),
}
# Numerals that count or name something else than money: 二倍, 第47条, 18号库, 三方.
_NOT_MONEY_AFTER = re.compile(
    r"^(?:倍|成|者|期|方|直|起|旦|切|样|般|致|律|次性|号|楼|栋|路|班|线|审|条|款|项|式|字|届|流|定|些|共|并|同|边|手|刀切)"
)
# A lone Chinese digit is a number only before a classifier that facts count with.
_DAYS_AFTER = re.compile(r"(?:个月|周|天|日)(?:之|以)?(?:[后前内]|不到)")  # 120天后: when, not how much
_COUNTS = re.compile(r"^(?:个|名|人|位|子|女|儿|具|次|处|小时|钟头|天|日|份|兄|姐|弟|妹|口)")
_NOT_MONEY_BEFORE = re.compile(r"(?:第|统|唯|万|逐|任|同|另|每|某|之|进|专|其中)$")
_BIRTH = re.compile(r"(?:出)?生(?!活|效|产|前)")
_ROMAN = {c: i for i, c in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)}


@dataclass(frozen=True)
class PartialDate:
    """A date as precisely as the text gives it: ``month`` and ``day`` are None when unwritten."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def exact(self) -> bool:
        return self.day is not None


@dataclass(frozen=True)
class Quantity(Spanned):
    """One quantity: kind, half-open span, value (PartialDate, Duration or Fraction), and how firm it is.

    ``per`` is day, month or year where the text says so (``150元/天``, ``每月6,500元``); ``approx`` marks
    约/多/左右, which no computation may use; ``unit`` says that 元 or 块 is written.
    """

    kind: Kind
    start: int
    end: int
    value: PartialDate | Duration | Fraction
    raw: str
    per: str | None = None
    approx: bool = False
    unit: bool = False


def in_months(q: Quantity) -> Fraction | None:
    """A length of time in whole months (years × 12 + months); None for 约 and where days are written beyond them."""
    if not isinstance(q.value, Duration) or q.approx or q.value.days:
        return None
    return Fraction(q.value.years * 12 + q.value.months)


def _int(text: str) -> int | None:
    value = money.numeral(text)
    return int(value) if value is not None and value.denominator == 1 else None


def _number(text: str) -> Fraction | None:
    if "点" in text:
        whole, _, rest = text.partition("点")
        left, right = money.numeral(whole), money.numeral(rest)
        digits = "".join(str(_int(c)) for c in rest)
        return None if left is None or right is None else Fraction(f"{int(left)}.{digits}")
    return money.numeral(text)


_FULL = re.compile(r"(20\d{2})[年.-](\d{1,2})[月.-](\d{1,2})(?:日(?!出?生)|(?![\d日]))")


class _Scanner:
    """Walks the text once; remembers the last year and month for ``同年``, ``5月8日`` and ``次日``."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text = money.fold(text)
        self.today = today
        self.year: int | None = None
        self.month: int | None = None
        self.last: PartialDate | None = None
        self.present = self._present_year()
        # The years in which a day stands in full: 8月9日 beside 2024年8月9日 is that day, whatever 去年 came between.
        self.full: dict[tuple[int, int], set[int]] = {}
        for year, month, day in _FULL.findall(self.text):
            self.full.setdefault((int(month), int(day)), set()).add(int(year))

    def _present_year(self) -> int | None:
        """The year that 今年 means: stated by the text (``现在是2025年``) or the caller's date."""
        match = re.search(
            r"(?:现在|今天|如今|眼下|目前|今年)(?:是|为)?\(?((?:19|20)\d{2})年|今年[^。()]{0,12}\(((?:19|20)\d{2})年?\)",
            self.text,
        )
        if match:
            return int(match[1] or match[2])
        match = re.search(r"(今年|去年)[^。()]{0,8}\((?:就是|即|也就是|指)?((?:19|20)?\d{2})年?\)", self.text)
        if match:
            return int(match[2]) % 100 + 2000 + (match[1] == "去年")
        if self.today:
            return self.today.year
        # A teller who says 今年 speaks in the latest year that the story names.
        years = [int(y) for y in re.findall(r"(?<![\d.])(20\d{2})(?=年|[-.]\d)", self.text)]
        spoken = re.search(r"今年(?!\D{0,4}\d{1,3}周?岁|[^。，]{0,4}岁)", self.text)
        return max(years, default=None) if spoken else None

    def _year(self, text: str) -> int | None:
        if text in ("同年", "当年", "该年"):
            return self.year
        if text in ("次年", "翌年", "第二年"):
            return None if self.year is None else self.year + 1
        back = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}
        if text in back:
            return None if self.present is None else self.present - back[text]
        value = _int(text)
        if value is not None and value < 100:
            value += 2000
        return value

    def date(self, match: re.Match[str]) -> PartialDate | None:
        group = match.group
        if group("nextday"):
            if self.last is None or not self.last.exact:
                return None
            day = self.last.first() + timedelta(days=1)
            return PartialDate(day.year, day.month, day.day)
        if group("samemonth"):
            if self.year is None or self.month is None:
                return None
            year, month = self.year, self.month
            if group("rel") not in ("同月", "当月"):
                year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            return self._valid(year, month, _int(group("d4")))
        if group("md"):
            month, day = _int(group("m3")), _int(group("d3")) if group("d3") else None
            if told := _YEAR_AFTER.match(self.text, match.end()):  # 11月25号（2024年）
                return self._valid(int(told[1]), month, day)
            if (on := _YEARS_ON.search(self.text[: match.start()][-8:])) and self.year:
                return self._valid(self.year + (_int(on[1]) or 0), month, day)
            years = self.full.get((month or 0, day or 0), set())
            return self._valid(next(iter(years)) if len(years) == 1 else self.year, month, day)
        if group("monly"):
            return self._valid(self.year, _int(group("m6")), None)
        if group("iso"):
            return self._valid(int(group("iy")), int(group("im")), int(group("id")))
        if group("iym"):
            return self._valid(int(group("iy2")), int(group("im2")), None)
        if group("yonly"):
            return self._valid(self._year(group("y5")), None, None)
        if group("relyear"):
            return self._valid(self._year(group("y6")), None, None)
        return self._valid(
            self._year(group("y")),
            1 if group("m") == "元" else _int(group("m")),
            _int(group("d")) if group("d") else None,
        )

    def _valid(self, year: int | None, month: int | None, day: int | None) -> PartialDate | None:
        if year is None or not 1900 <= year <= 2100 or (month is not None and not 1 <= month <= 12):
            return None
        if day is not None and not 1 <= day <= monthrange(year, month or 1)[1]:
            return None
        found = PartialDate(year, month, day)
        if self.year is None or year >= min(
            2000, self.year
        ):  # 同年 and 5月 go on from the story, not from a birth
            self.year, self.month, self.last = year, month or self.month, found
        return found

    def quantity(self, match: re.Match[str]) -> Quantity | None:
        value: PartialDate | Duration | Fraction | None
        group = match.group
        kind: Kind
        if any(
            group(g) for g in ("ymd", "iso", "iym", "md", "monly", "samemonth", "yonly", "relyear", "nextday")
        ):
            told = self.year, self.month, self.last
            kind, value = "date", self.date(match)
            if _BIRTH.match(self.text, match.end()):
                self.year, self.month, self.last = told if told[0] else (self.year, self.month, self.last)
        elif group("pct") or group("han"):
            number = _number(group("pn") or group("hn"))
            kind, value = "ratio", None if number is None else number / 100
        elif group("points"):  # 再加2个点
            number = _number(group("tn"))
            kind, value = "ratio", None if number is None else number / 100
        elif group("cheng"):
            number = _number(group("cn"))
            tail = {"半": 5}.get(group("cn5"), 0) or (_int(group("cn5")) if group("cn5") else 0)
            kind, value = "ratio", None if number is None else number / 10 + Fraction(tail or 0, 100)
        elif group("zhe"):
            kind, value = (
                "ratio",
                Fraction(_int(group("zn")) or 0, 10) + Fraction(_int(group("zn5") or "零") or 0, 100),
            )
        elif group("open"):
            kind, value = "ratio", Fraction(_int(group("o2")) or 0, 10)
        elif group("grade"):
            kind = "grade"
            number = Fraction(_ROMAN[group("gr")]) if group("gr") else money.numeral(group("gn"))
            value = number
        elif group("age"):
            number = money.numeral(group("an"))
            if number is not None and (number > 130 or group("ahalf")):
                number = None
            kind, value = "age", number
        elif group("half"):
            kind = "duration"
            value = {"半年": Duration(0, 6, 0), "半个月": None, "半天": None}[match[0]]
        else:
            kind, value = "duration", self._duration(match)
        if value is None:
            return None
        return Quantity(kind, match.start(), match.end(), value, match[0])

    def _duration(self, match: re.Match[str]) -> Duration | None:
        group = match.group
        if not group("dur"):
            return None
        years, months, days = (_number(group(g)) if group(g) else Fraction(0) for g in ("dy", "dm", "dd"))
        if years is None or months is None or days is None or group("dmhalf") or years > 150:
            return None
        if group("dhalf"):
            months += 6
        if years.denominator != 1:
            months, years = months + (years % 1) * 12, Fraction(int(years))
        if months.denominator != 1 or days.denominator != 1:
            return None
        if years and months >= 12:  # 一年十二个月 says one length twice
            return Duration(0, int(months), int(days)) if months == 12 * years else None
        return Duration(int(years), int(months), int(days))


def _near(text: str, start: int, end: int) -> tuple[str | None, bool]:
    before, after = text[max(0, start - 14) : start], text[end : end + 8]
    per = next((p for p, rx in _PER_AFTER.items() if rx.search(after)), None)
    per = per or next((p for p, rx in _PER_BEFORE.items() if rx.search(before)), None)
    soft = _APPROX_AFTER.search(after)
    if soft and soft[0].strip() == "来" and re.match(r"[，。；、,;)）]|\s*$", after[soft.end() :]):
        soft = (
            None if re.search(r"[按照以拿用][^，。；,;]*$", text[max(0, start - 24) : start]) else soft
        )  # 按35,280元来
    return per, bool(_APPROX_BEFORE.search(before) or soft)


def _names(text: str, amount: money.Amount) -> bool:
    """Whether a bare numeral only names or counts something (第47条, 二倍, 统一)."""
    before, after = text[max(0, amount.start - 2) : amount.start], text[amount.end : amount.end + 2]
    single = amount.end - amount.start == 1
    written = text[amount.start : amount.end]
    if not single and all(c in "零一二三四五六七八九" for c in written) and not re.match(r"元|块", after):
        return True  # 五一, 六一, 三八: days of the year, not sums
    if single and not text[amount.start].isdigit() and not _COUNTS.search(after):
        return True
    return (
        bool(_NOT_MONEY_AFTER.search(after) and (single or amount.value < 1000))
        or before.endswith("第")
        or bool(single and not text[amount.start].isdigit() and _NOT_MONEY_BEFORE.search(before))
    )


def scan(text: str, today: date | None = None) -> list[Quantity]:
    """All quantities in order of position, non-overlapping; ``today`` gives 今年 its year where the text does not."""
    scanner = _Scanner(text, today)
    found: list[Quantity] = []
    taken = bytearray(len(text) + 1)
    for match in _SCAN.finditer(scanner.text):
        if match.start() == match.end():
            continue
        quantity = scanner.quantity(match)
        if quantity is None:
            # An unreadable date or length must not be read as money either.
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            continue
        _, approx = _near(scanner.text, quantity.start, quantity.end)
        approx = approx and quantity.kind not in ("date", "age", "grade")
        found.append(quantity if not approx else _replace(quantity, None, True))
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    for amount in money.find(text):
        if any(taken[amount.start : amount.end]) or (
            not amount.unit_written and _names(scanner.text, amount)
        ):
            continue
        if not amount.unit_written and _DAYS_AFTER.match(scanner.text, amount.end):
            continue
        per, approx = _near(scanner.text, amount.start, amount.end)
        found.append(
            Quantity(
                "money",
                amount.start,
                amount.end,
                amount.value,
                text[amount.start : amount.end],
                per,
                approx,
                amount.unit_written,
            )
        )
    return sorted(found, key=lambda q: q.start)


def _replace(quantity: Quantity, per: str | None, approx: bool) -> Quantity:
    return Quantity(
        quantity.kind, quantity.start, quantity.end, quantity.value, quantity.raw, per, approx, quantity.unit
    )
