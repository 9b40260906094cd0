"""Several motor vehicles in one accident: who drove which, at what fault and share, and whose side is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_liability import LEVEL, LEVELS
from lexcalc.case.traffic_parties import NAME, VEHICLE, Parties
from lexcalc.case.traffic_text import View

_LETTER = "[A-D甲乙丙丁]"
_FRIEND = r"同事|朋友|邻居|亲戚|老乡|同学|工友|战友|老板"
_INSIDE = r"乘坐|搭乘|乘车|坐|搭|乘"
_TAKES = r"搭载|捎带|捎上?|载着?|顺路带|接上?|带着?"
_BOTH = r"(?:(?:两|二|各|上述)(?:辆|台)?(?:机动)?(?:车|者|家|方)|三(?:辆)?车)(?:辆)?[^，。;]{0,6}?(?:均|都|各|全)|均(?=投保|只投保|买|有|仅)|都(?=有|买|投|上)"
_NO = r"(?:未|没有?|无|不曾|没买|没上)(?:依法|按规定)?(?:投保?|买|购买|上|办理?)*(?:过|有|任何)?"
_PAIR = r"([一二三四五六七八九])比?([一二三四五六七八九])(?=比例|开|的比例|分担|分摊|承担|分责)"
_POLICY = r"交强|强制|商业|三者|三责"
_ONLY = r"(?:只|仅)(?:有|买|投保?|上|交|购买|投保|是|在|单独)*(?:了|有)?"


@dataclass
class Vehicle:
    """One motor vehicle: the words that mean it or its driver, the finding, its share and its insurance."""

    key: str
    aliases: set[str]
    level: str = ""
    share: Fraction | None = None
    share_spot: tuple[int, int] = (0, 1)
    compulsory: bool | None = None
    commercial: bool | None = None
    limit: Quantity | None = None
    carries: bool = False
    insurers: set[str] = field(default_factory=set)
    spot: tuple[int, int] = (0, 1)


class Fleet:
    """The vehicles of a text; empty unless two or more of them are told apart and the victim drove none."""

    def __init__(self, view: View, parties: Parties) -> None:
        self.view, self.parties = view, parties
        self.vehicles: list[Vehicle] = []
        self.own: Vehicle | None = None  # whose side the question is about
        self._find(view.text)
        if len(self.vehicles) < 2 or self._victim_drives(view.text, parties):
            self.vehicles = []
            return
        self._inside(view.text)
        self._findings()
        self._shares()
        self._insurance()

    def named(self, text: str) -> list[tuple[int, int, Vehicle]]:
        """Every mention of a vehicle or its driver, left to right, the longest alias at each place."""
        found = []
        for vehicle in self.vehicles:
            for alias in vehicle.aliases:
                found += [(m.start(), m.end(), vehicle) for m in re.finditer(re.escape(alias), text)]
        found.sort(key=lambda m: (m[0], -m[1]))
        kept: list[tuple[int, int, Vehicle]] = []
        for mention in found:
            if not kept or mention[0] >= kept[-1][1]:
                kept.append(mention)
        return kept

    def _add(self, spot: tuple[int, int], *aliases: str) -> None:
        given = [a for a in aliases if a]
        names = set(given)
        for vehicle in self.vehicles:
            if vehicle.aliases & names:
                vehicle.aliases |= names
                return
        self.vehicles.append(Vehicle(min(given, key=len), names, spot=spot))

    def _find(self, text: str) -> None:
        for m in re.finditer(
            rf"(?P<who>{NAME}|被告|{_FRIEND})(?:\([^)]*\))?所?(?:驾驶|驾|开)(?:的|着)?[^，。;、与和撞]{{0,16}}?(?P<what>{_LETTER}车|{VEHICLE})",
            text,
        ):
            self._add(m.span(), m["who"], m["what"])
        for m in re.finditer(
            rf"(?P<kind>{VEHICLE})\((?:以下)?(?:称|简称)?(?P<letter>{_LETTER}车)[^)]*\)", text
        ):
            self._add(m.span(), m["letter"], m["kind"])
        drivers = [name for name in sorted(self.parties.motor) if len(name) > 1]
        if len(drivers) > 1:
            for name in drivers:
                if m := re.search(rf"{re.escape(name)}(?:驾驶|驾|开)?(?:的)?车(?:辆|上|在)", text):
                    self._add(m.span(), name)
        for m in re.finditer(rf"({_LETTER})(?=车(?!道|站|间|主的车))", text):
            self._add(m.span(), m[1] + "车", m[1])
        for m in re.finditer(
            rf"({_LETTER})[、和与]({_LETTER})(?:二人|两人)?(?:(?:两|二)(?:辆|台)?(?:机动)?车|(?:各|分别)(?:自)?(?:驾|开))",
            text,
        ):
            for letter in m.groups():
                self._add(m.span(), letter + "车", letter)
        for m in re.finditer(
            rf"(?:{_INSIDE})(?:我)?(?P<who>{_FRIEND})(?:家|的)*(?:[^，。;]{{0,4}}?车)|(?P<two>{_FRIEND})(?:顺路|免费|无偿|好心)*(?:开车|驾车)?(?:{_TAKES})我",
            text,
        ):
            self._add(m.span(), m["who"] or m["two"])
        if self.vehicles:
            for m in re.finditer(
                rf"(?:和|与|跟|同|撞(?:上|到)了?|被)(?:另|对面|后面|前面|迎面)*(?:来的?)?(?:一(?:辆|台))(?P<what>{VEHICLE})",
                text,
            ):
                self._add(m.span(), m["what"])
        for vehicle in self.vehicles:  # a kind that two vehicles share means neither
            others = {a for v in self.vehicles if v is not vehicle for a in v.aliases}
            vehicle.aliases -= others if vehicle.aliases - others else set()

    def _victim_drives(self, text: str, parties: Parties) -> bool:
        if re.search(r"原告(?:驾驶|驾车|开车)|我(?:自己)?(?:开着?|驾驶)(?:的)?[^，。;撞]{0,6}车", text):
            return len(self.vehicles) < 3 and not re.search(r"我(?:的)?车|原告(?:的)?车辆?", text)
        return any(v.aliases & parties.victim for v in self.vehicles)

    def _inside(self, text: str) -> None:
        """Which vehicle the victim rode in."""
        for begin, end, vehicle in self.named(text):
            clause = self.view.clause_at(begin)
            left = text[clause.start if clause else 0 : begin]
            right = text[end : end + 34].split("与")[0].split("，")[0]
            rode = (
                re.match(r"(?:的)?车?(?:上|内|里)?的?(?:乘客|乘员)", text[end : end + 6])
                or re.search(rf"(?:{_INSIDE})(?:了|在|着|上)?[^，。;、与和撞]{{0,14}}\(?$", left)
                or re.match(rf"[^。;与撞]{{0,30}}?(?:{_TAKES})[^，。;]{{0,6}}?(?:原告|我|同事|朋友)", right)
            )
            if rode:
                vehicle.carries = True

    def _findings(self) -> None:
        for clause in self.view.clauses:
            if clause.level in ("claim", "rejected") and not re.search("责", clause.text):
                continue
            if clause.level == "claim" or re.search(r"保险公司|限额", clause.text):
                continue
            previous = 0
            for match in LEVELS.finditer(clause.text):
                subject = clause.text[previous : match.start()]
                previous = match.end()
                level = LEVEL[int((match.lastgroup or "l0")[1:])][0]
                if level == "无" and "责" not in match[0]:
                    continue
                mentions = self.named(subject)
                told = [v for _, _, v in mentions] or (
                    self.vehicles if re.search(r"双方|两车|均|各", subject) and level == "同等" else []
                )
                for vehicle in told if re.search(r"、|和|及|与|双方|两车", subject) else told[-1:]:
                    vehicle.level = vehicle.level or level

    def _shares(self) -> None:
        """Ratios with the vehicle named before each, or handed out in turn (由罗某、苗某按70%、30%)."""
        for begin, end in self.view.sentences:
            ratios = [
                q
                for q in self.view.quantities
                if begin <= q.start < end
                and q.kind == "ratio"
                and self.view.is_fact(q.start)
                and not re.search(
                    r"减轻|再减|减少|免赔|系数", self.view.before(q.start, 8) + self.view.after(q.end, 4)
                )
            ]
            if not ratios:
                continue
            text = self.view.text
            mentions = self.named(text[begin:end])
            left = begin
            pairs: list[tuple[Vehicle, Quantity]] = []
            for q in ratios:
                own = [v for a, b, v in mentions if left <= begin + a and begin + b <= q.start]
                if own and (len(set(map(id, own))) == 1 or len(ratios) == 1):
                    pairs.append((own[-1], q))
                left = q.end
            first = [v for a, _, v in mentions if begin + a < ratios[0].start]
            distinct = list({id(v): v for v in first}.values())
            if len(pairs) < len(ratios) and len(distinct) == len(ratios):
                pairs = list(zip(distinct, ratios, strict=True))
            for vehicle, q in pairs:
                if vehicle.share is None and isinstance(q.value, Fraction):
                    vehicle.share, vehicle.share_spot = q.value, q.span
                self.view.use(q, "share")
        for match in re.finditer(_PAIR, self.view.text):
            begin = self.view.sentence_at(match.start())[0]
            first = {id(v): v for _, _, v in self.named(self.view.text[begin : match.start()])}.values()
            parts = [Fraction("一二三四五六七八九".index(c) + 1, 10) for c in match.groups()]
            if len(first) == 2 and sum(parts) == 1 and self.view.is_fact(match.start()):
                for vehicle, part in zip(first, parts, strict=True):
                    if vehicle.share is None:
                        vehicle.share, vehicle.share_spot = part, match.span()
        for vehicle in self.vehicles:
            if vehicle.share is not None and not vehicle.level:
                half = Fraction(1, 2)
                vehicle.level = (
                    "同等" if vehicle.share == half else "次要" if vehicle.share < half else "主要"
                )

    def _insurance(self) -> None:
        text = self.view.text
        for begin, end in self.view.sentences:
            if begin >= self.view.question[0] or not re.search(
                r"交强|强制|商业|三者|保险|投保", text[begin:end]
            ):
                continue
            now: list[Vehicle] = []
            for clause in self.view.clauses:
                if not begin <= clause.start < end:
                    continue
                spots = self.named(clause.text)
                cuts = [0, *[m[0] for m in spots], len(clause.text)]
                both = re.search(_BOTH, clause.text)
                waiting: list[Vehicle] = []
                for index, (left, right) in enumerate(pairwise(cuts)):
                    if index:
                        now = [*waiting, spots[index - 1][2]]
                        waiting = now if not re.search(_POLICY, clause.text[left:right]) else []
                    if both and both.end() <= right and both.start() >= left:
                        now = list(self.vehicles)
                    if clause.level not in ("claim", "rejected") or "没" in clause.text:
                        self._policy(now, clause.start + left, clause.start + right)
                for one, two, name in (
                    (m.start(), m.end(), m[1])
                    for m in re.finditer(r"(?:在|向|由)([^，。;、在向由]{1,10}?公司)", clause.text)
                ):
                    owners = [v for a, _, v in spots if a < one] or [
                        v for _, _, v in self.named(text[begin : clause.start])
                    ]
                    if owners and two:
                        owners[-1].insurers.add(name)
        for each, (q, *_) in self.view.hits(
            r"(?:商业|三者)[^。;]{0,16}(?:都有|均有|也都|均投保)[^。;，]{0,4}，?(?:保额|限额)?(?:各|均为|都是){M}"
        ):
            if q.value >= 10000 and self.view.is_fact(each.start()):
                self.view.use(q, "limit")
                for vehicle in self.vehicles:
                    vehicle.commercial, vehicle.limit = True, vehicle.limit or q
        bare = re.search(rf"(?:两|二)(?:辆|台)?车[^，。;]{{0,6}}?{_ONLY}交强险|均{_ONLY}交强险", text)
        for vehicle in self.vehicles:
            if bare and vehicle.commercial is None:
                vehicle.commercial = False

    def _policy(self, vehicles: list[Vehicle], start: int, end: int) -> None:
        text = self.view.text[start:end]
        none = re.search(rf"{_NO}(?:交强险|强制)|交强险[^，。;]{{0,4}}(?:脱保|过期|没买|没上|到期未)", text)
        some = re.search(r"交强|强制险", text)
        bare = re.search(rf"\({_NO}(?:任何)?(?:保险)?\)|无保险|{_NO}任何保险", text)
        none = none or bare
        no_more = bare or re.search(
            rf"{_NO}(?:商业|三者)|{_ONLY}(?:机动车)?(?:交强险|强制)|商业[^，。;]{{0,20}}(?:脱保|过期|没买|没上|到期未|已到期)",
            text,
        )
        more = re.search(r"商业|三者|三责", text)
        limits = [
            q
            for q in self.view.quantities
            if start <= q.start < end and q.kind == "money" and q.value >= 10000
            and "座" not in self.view.before(q.start, 6)
        ]  # fmt: skip
        for vehicle in vehicles:
            if none:
                vehicle.compulsory = False
            elif some and vehicle.compulsory is None:
                vehicle.compulsory = True
            if no_more and vehicle.commercial is None:
                vehicle.commercial = False
            elif more and not no_more:
                vehicle.commercial = True
                if len(limits) == 1:
                    vehicle.limit = limits[0]
                    self.view.use(limits[0], "limit")

    def asked(self, text: str) -> Vehicle | None:
        """The vehicle whose side a question names, by its driver, its letter or its insurer."""
        insurers = [v for v in self.vehicles if any(name in text for name in v.insurers)]
        if len(insurers) == 1:
            return insurers[0]
        named = list({id(v): v for _, _, v in self.named(text)}.values())
        if len(named) == 1:
            return named[0]
        plain = re.split("赔|付|掏|承担", text)[0]
        named = list({id(v): v for _, _, v in self.named(plain)}.values())
        return named[0] if len(named) == 1 else None


# what only says which payment comes before the one asked for
_BEFORE = re.compile(
    r"先(?:由|走|从|在)[^，]*，|(?:扣(?:除|掉|减)|除(?:了|去|开|掉)?)[^，]*(?:外，?|，)|[^，]*赔[^，]{0,6}(?:满|完|足|后)(?:以?后)?，|剩下的[^，]*，"
)


_WHOLE = re.compile(
    r"(?:一共|总共|共计?|合计|总计|拢共|全部)[^。;，]{0,10}(?:获|得|拿|赔|要)|(?:获|得|拿|赔)[^。;，]{0,6}(?:一共|总共|共计?|合计|总计)"
)


def read_fleet(view: View, case: Case, fleet: Fleet) -> bool:
    """Put the asked vehicle's facts and 其他机动车; false where the asked vehicle cannot be told."""
    question = view.text[view.question[0] : view.question[1]]
    own = fleet.own = fleet.asked(_BEFORE.sub("", question)) or fleet.asked(question)
    if own is None:  # the question names no vehicle: that of the only defendant
        sued = [v for v in fleet.vehicles if any(f"被告{alias}" in view.text for alias in v.aliases)]
        own = fleet.own = (
            sued[0] if len(sued) == 1 and not re.search("二被告|两被告|各被告", question) else None
        )
    if own is None and _WHOLE.search(question) and not re.search("保险|交强|三者|商业", question):
        own = fleet.own = fleet.vehicles[0]  # what all of them pay is the same whichever stands first
    if own is None:
        if case.asked.payer or not case.asked.heads:
            case.doubts.append("涉及两辆以上机动车，未能确定所问的是哪一辆")
        return False
    facts = case.facts
    if own.level:
        facts.add(Fact("机动车责任", own.level, span=own.spot))
    if own.share is not None:
        facts.add(Fact("责任比例", own.share, span=own.share_spot))
    elif own.level == "全部":
        facts.add(Fact("责任比例", Fraction(1), span=own.spot, note="全部责任"))
    if own.compulsory is not None:
        facts.add(Fact("交强险", own.compulsory, span=own.spot))
    if own.commercial is not None:
        facts.add(Fact("商业三者险", own.commercial, span=own.spot))
    if own.limit is not None:
        facts.add(Fact("商业三者险限额", own.limit.value, span=own.limit.span))
    if own.carries:
        facts.add(Fact("本车人员", True, span=own.spot))
    elif any(v.carries for v in fleet.vehicles):
        facts.add(Fact("本车人员", False, span=own.spot))
    entries: list[Entry] = []
    for other in fleet.vehicles:
        if other is own:
            continue
        entry: Entry = {"名称": other.key}
        if other.level:
            entry["有责"] = other.level != "无"
        if other.compulsory is not None:
            entry["交强险"] = other.compulsory
        entry["本车人员"] = other.carries
        if other.share is not None:
            entry["责任比例"] = other.share
        entries.append(entry)
    facts.add(Fact("多辆机动车", True, span=own.spot))
    facts.add(Fact("其他机动车", entries, span=fleet.vehicles[0].spot))
    return True
