"""How a traffic case is told: sentences, clauses and list pieces, and whether each is finding, claim or rejected.

Everything else in the traffic reader asks this view instead of the raw text, so that a party's demand, an amount the
court refused and a loss left out of the dispute are never taken for facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.marked import Marked, rx
from lexcalc.case.model import Spanned
from lexcalc.case.quantities import PartialDate, Quantity
from lexcalc.case.traffic_amounts import adapt
from lexcalc.case.traffic_aside import asides, demands

FILL = "▪"
_MARK = {"date": "Ⓓ", "duration": "Ⓣ", "ratio": "Ⓡ", "grade": "Ⓖ", "age": "Ⓐ", "money": "Ⓜ"}
# One spelling of the marks that patterns name; marks written by the text itself are no quantities.
_PLAIN = str.maketrans(
    {
        "\uff1b": ";",
        "\uff1a": ":",
        "\uff08": "(",
        "\uff09": ")",
        **dict.fromkeys((*_MARK.values(), FILL), "□"),
    }
)
_STOPS = "。！？;!?\n"
_WORD = re.compile(r"[^。！？;!?\n，,:()]")
COUNT = r"(?:\d{1,2}|[一二两俩三四五六七八九十])"
_COUNTS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2, "独": 1}

_CLAIM_ZONE = re.compile(
    r"诉称|诉请|诉讼请求(?:为|是|如下|有|包括|:)|辩称|答辩(?:称|意见)|上诉称|起诉称|述称"
)
_FOUND_ZONE = re.compile(
    r"(?:经审理|本院|法院|另|再|原审|一审)(?:法院)?(?:依法|审理)?(?:查明|认定|认为|核定|确认|确定)|审理查明|事实和理由|判决如下"
    r"|(?:本院|法院)(?:对此|均|亦|也|应|依法|审查后|当庭)*(?:予以|不予|未予|采信|采纳|准许|支持|照准)"
)
_CLAIM = re.compile(
    r"(?<!未)(?<!不)(?<!没)(?<!无)(?:主张|(?:自|声|宣)称|自述(?!书)|索赔|诉请|(?<!院)(?<!官)(?<!审)判令|起诉(?:称|要求|请求|主张|索赔)|辩称|抗辩|辩解|(?<!法院)(?<!本院)(?<!院)(?<!确)认为|提出|开口|报价|(?<!法官)(?<!法院)觉得|嫌|希望(?:能|按)|想要|要价|坚持|"
    r"(?:原告|被告|我方?|对方|家属|公司|某|[甲乙丙])(?:还|又|另|另外|一并|现|最初|原来|当庭|曾|向[^，。]{0,8})*(?:要求|请求|要(?=Ⓜ)))|(?<!诉讼)请求(?!权)|诉求|(?<![按照的需经应生院嘱])要求(?!书|的)"
    r"|(?:保险公司|保险人|财险)[^，。]{0,4}同意(?:赔付?|支付|按|给付?)(?=[^，。]{0,14}Ⓜ)|(?:Ⓣ▪*|每天)(?:报|要|提)了(?=Ⓜ)|(?:还|又|也|另外?|起初|原)(?:提了|提出了?|报了|要了|想要)(?=[^，。]{0,14}Ⓜ)|(?<!法院)(?<!法官)(?:只|仅|最多|才)(?:肯|愿意?|同意|答应|认|认可|给(?!了|过)|赔(?!了|过))|(?:公司|对方|司机|车主|业务员|理赔员|保险|律师|网上|别人|有人|朋友|邻居)[^，。]{0,4}(?:说|称|讲)|还说"
)
_COURT = re.compile(
    r"(?:本院|法院|法官|判决|裁判)[^，。]{0,14}?(?:确定|认定|核定|核|定|认(?!为)|酌定|酌情|确认|支持|采信|采纳|查明|说|判|按|采用|用)"
    r"|实际(?:花|支付|支出|产生|维修|修理)|经(?:法院|本院|依法)?(?:核实|核定|确认|审核|审查)|依法核定|均?无异议|一致(?:确认|认可)|予以(?:支持|确认|认定)|酌情?(?:定|支持|认定)"
)
_REJECT = re.compile(
    r"没(?:有)?(?:被)?(?:支持|采纳|采信|批)(?!的)|未(?:予|获|能|被)?(?:得到)?(?:支持|认定|采信|采纳|确认|准许)(?!的)|不(?:予|能|应|被|再)?(?:以)?(?:支持|认定|采信|采纳|确认|认可|计入|算入|纳入)(?!的)|(?:没有?|无|未(?:能)?(?:提供|提交|出具))[^，。]{0,10}(?:票据?|依据|证据|医嘱|发票|凭证|证明)"
    r"|(?:钱|费用?|损失|补助|这(?:笔|个|项|块|部分)|那(?:笔|个|项|块|部分))(?:就|是|都|也|一律)?不(?:给|判|认|赔)(?!付|偿|定|[^，。;]{0,4}Ⓜ)"
    r"|(?:未|没|不|不再)(?:算|提)|(?:未|没有?|不再?)[^，。Ⓜ]{0,6}(?:要求|主张|请求)|放弃|撤回|另案|另行(?:主张|处理|解决|理赔|起诉|协商|和解|达成)|自行(?:承担|负担|处理|解决|理赔|修理|维修)(?!Ⓡ|的|责任|[^，。]{0,4}Ⓡ)|不要了|不在(?:本(?:案|次|项)|此)|另(?:说|算|议|谈)|与(?:本案|治疗|就医|就诊|诊疗)[^，。]{0,6}无关|"
    r"(?:自行|私下|庭外)(?:和解|了结|协商|解决)|私了|(?:达成|签订?)(?:协议|和解|一致)|(?:已|已经)[^，。]{0,10}(?:全部|都)?(?:结清|付清|赔清|全付|全给|全出|报销|赔完|了结|处理完)|没(?:有)?(?:装|买(?!.{0,4}险)|采用)|(?:并?非|不是)[^，。]{0,6}必[需要]|不属于[^，。]{0,6}(?:普通|必需|合理)|予以驳回|剔除|(?:钱|费)[^，。;Ⓜ]{0,4}不给(?!付)|不(?:抵扣|冲抵|抵作)|已经?[^，。Ⓜ]{0,8}(?:赔过|赔了|给过|付过|赔付完)(?!Ⓜ|[^，。]{0,4}Ⓜ)|(?<![Ⓡ▪的])各自(?:承担|负担|处理|解决|自负|自理|维修|修复|修理)(?![^，。]{0,6}(?:Ⓡ|责任|一半|份额|比例|相应))|互不(?:主张|追究|索赔)"
)
# 陪护的饭一天报了60，法官说不给: a sum put in, refused later in its sentence
_PUT_IN = re.compile(
    r"(?:报|要|写|开|列|算)(?:了|的|上)+(?:是|个)?(?:每[天日月]|一[天个]月?)?Ⓜ▪*(?:元|块钱?)?$"
)
_REFUSED_LATER = re.compile(
    r"[，,][^。;Ⓜ]{0,24}(?:法官|法院|本院|判决)[^。;Ⓜ]{0,30}(?:不(?:给|予|能|算|认|支持|该|应)|没(?:有)?(?:支持|认|算|给))"
)
# 原告认可, 对方当庭承认: the whole clause, without a sum of its own
_ADMITTED = re.compile(
    r"^(?:对此|就此|而|但)?(?:原告|被告|双方|对方|各方|司机|车主|家属|我方?|[\u4e00-\u9fff]某|[他她])(?!不)[^，。;不未没ⒹⓉⓂⓇⒼⒶ]{0,8}?(?:认可|承认|(?:没有|无|不持)异议)(?:了|该|这|此)?[^，。;ⒹⓉⓂⓇⒼⒶ]{0,4}$"
)
_CONFIRM_ALL = re.compile(
    r"(?:上述|以上|各项|这些|前述|均|都)[^。;Ⓜ]{0,24}?(?:无异议|没有?异议|予(?:以)?(?:支持|确认)|认可|核实|属实|有(?:正规)?(?:票据?|发票)|确认)"
)


@dataclass
class Piece:
    """A stretch between list commas or brackets, the smallest unit that pairs a label with an amount."""

    start: int
    end: int
    text: str
    quantities: list[Quantity]


@dataclass
class Clause(Spanned):
    """A stretch between commas: its level is court, found, claim or rejected."""

    start: int
    end: int
    text: str
    sentence: int
    level: str = "found"
    in_brackets: bool = False
    refuted: bool = False  # a claim that the court refused: its subject stays in dispute
    granted: bool = False  # a claim that the other side grants
    pieces: list[Piece] = field(default_factory=list)


class View:
    """A marked text in which lone counting words (三者险, 一审, 两名) are text again, cut into clauses with levels."""

    def __init__(self, marked: Marked, question: tuple[int, int]) -> None:
        self.marked = marked
        self.question = question
        self.quantities = adapt(marked.folded, marked.quantities)
        plain = marked.folded.translate(_PLAIN)
        parts, position = [], 0
        for q in self.quantities:
            parts += [plain[position : q.start], _MARK[q.kind], FILL * (q.end - q.start - 1)]
            position = q.end
        self.text = _LISTED.sub(lambda m: "□" * len(m[0]), "".join(parts) + plain[position:])
        for start, end in demands(self.text):
            self.text = self.text[:start] + "□" * (end - start) + self.text[end:]
            self.quantities = [q for q in self.quantities if not start <= q.start < end]
        for start, end in asides(self.text, question):
            self.text = self.text[:start] + _WORD.sub("□", self.text[start:end]) + self.text[end:]
            self.quantities = [q for q in self.quantities if not start <= q.start < end]
        self.at = {q.start: q for q in self.quantities}
        self.used: dict[int, str] = {}
        self.born: tuple[PartialDate, tuple[int, int] | None] | None = None  # the victim's month of birth
        self.fixed: PartialDate | None = None  # the month of the disability finding
        self.accident: PartialDate | None = None  # as precisely as the text gives it
        self.hearsay = False  # a deductible that only the insurer speaks of
        self.bills: list[tuple[Quantity, str]] = []  # medical bills that someone else has paid
        self.carers: list[Quantity] = []  # wages lost in all by relatives who nursed
        self.people = (
            self.text
        )  # the text with Ⓒ for names on the motor-vehicle side and Ⓥ for victims' names
        self.clauses: list[Clause] = []
        self.sentences: list[tuple[int, int]] = []
        self._cut()
        self._rate()
        self.aside = self._asides()

    def name(self, motor: set[str], victims: set[str]) -> None:
        """Mark the parties' names, so that one pattern serves every name."""
        for names, mark in ((motor, "Ⓒ"), (victims, "Ⓥ")):
            for name in sorted(names, key=len, reverse=True):
                self.people = self.people.replace(name, mark * len(name))

    def hits(self, pattern: str, start: int = 0, end: int | None = None, *, people: bool = False):
        """Matches of a pattern with ``{M}``-style marks, each with its quantities in group order."""
        text = self.people if people else self.text
        for match in rx(pattern).finditer(text, start, len(text) if end is None else end):
            spots = [match.start(i) for i in range(1, match.re.groups + 1)]
            yield match, [self.at[s] for s in spots if s in self.at]

    def has(self, pattern: str, start: int = 0, end: int | None = None) -> bool:
        return rx(pattern).search(self.text, start, len(self.text) if end is None else end) is not None

    def use(self, quantity: Quantity, role: str) -> None:
        self.used[quantity.start] = role

    def clause_at(self, position: int) -> Clause | None:
        low, high = 0, len(self.clauses)
        while low < high:
            middle = (low + high) // 2
            if self.clauses[middle].end < position:
                low = middle + 1
            else:
                high = middle
        found = self.clauses[low] if low < len(self.clauses) else None
        return found if found is not None and found.start <= position else None

    def sentence_at(self, position: int) -> tuple[int, int]:
        clause = self.clause_at(position)
        return self.sentences[clause.sentence] if clause else (position, position)

    def confirmed(self, clause: Clause) -> bool:
        """Whether one of the next sentences confirms the amounts that a party claimed in this clause."""
        start, end = self.sentences[clause.sentence]
        if _CONFIRM_ALL.search(self.text, clause.end, end):
            return True
        if re.search(r"另外?[^，。]{0,6}(?:主张|请求|要求)", self.text[start:end]):
            return False
        last = self.sentences[min(clause.sentence + 2, len(self.sentences) - 1)][1]
        return _CONFIRM_ALL.search(self.text, clause.end, last) is not None

    def of_kin(self, position: int) -> bool:
        """Whether the last person named in the sentence before a position is a relative, not the victim."""
        begin = self.sentence_at(position)[0]
        before = self.people[max(begin, position - 60) : position]
        kin = [m.start() for m in _RELATIVE.finditer(before)]
        own = [
            m.end()
            for m in re.finditer(
                "原告(?![的之]?[父母妻夫子女儿家])|本人|我(?![爸妈父母爱老媳儿女哥姐弟妹家嫂])|受害人|伤者|Ⓥ(?!Ⓥ*[的之]?[父母妻夫子女儿家])",
                before,
            )
        ]
        return bool(kin) and (not own or max(kin) > max(own))

    def is_fact(self, position: int) -> bool:
        """Whether the clause around a position tells a fact rather than a claim or something refused."""
        clause = self.clause_at(position)
        if any(a <= position < b for a, b in self.aside):
            return False
        return clause is None or clause.level in ("found", "court")

    def before(self, position: int, width: int = 14) -> str:
        """The text left of a position inside its clause."""
        clause = self.clause_at(position)
        start = max(position - width, clause.start if clause else 0)
        return self.text[start:position]

    def after(self, position: int, width: int = 14) -> str:
        clause = self.clause_at(position)
        end = min(position + width, clause.end if clause else len(self.text))
        return self.text[position:end]

    def _cut(self) -> None:
        start, sentence, depth, begun = 0, 0, 0, 0
        by_start = sorted(self.at)
        cursor = 0
        for i, char in enumerate(self.text + "。"):
            stop = char in _STOPS
            if stop or char in "，,:":
                if i > start:
                    inside = depth > 0 or self.text[start] == "("
                    clause = Clause(start, i, self.text[start:i], sentence, in_brackets=inside)
                    while cursor < len(by_start) and by_start[cursor] < start:
                        cursor += 1
                    spots = []
                    while cursor < len(by_start) and by_start[cursor] < i:
                        spots.append(by_start[cursor])
                        cursor += 1
                    clause.pieces = self._pieces(start, i, spots)
                    self.clauses.append(clause)
                    depth += clause.text.count("(") - clause.text.count(")")
                start = i + 1
                if stop:
                    depth = 0
                    if i > begun:
                        self.sentences.append((begun, i))
                        sentence += 1
                    begun = i + 1

    def _pieces(self, start: int, end: int, spots: list[int]) -> list[Piece]:
        joined = [m.span() for m in _JOINED.finditer(self.text, start, end)]
        stops = (m.start() for m in _PIECE_STOPS.finditer(self.text, start, end))
        cuts = [s for s in stops if not any(a <= s < b for a, b in joined)] + [end]
        pieces, left = [], start
        for cut in cuts:
            if cut > left:
                inside = [self.at[s] for s in spots if left <= s < cut]
                pieces.append(Piece(left, cut, self.text[left:cut], inside))
            left = cut if cut < end and self.text[cut] not in "、()" else cut + 1
        return pieces

    def _rate(self) -> None:
        zones = self._zones()
        level, sentence = "found", -1
        for index, clause in enumerate(self.clauses):
            if clause.sentence != sentence:
                sentence, level = clause.sentence, "found"
            if any(a < clause.end and clause.start < b for a, b in zones):
                level = "claim"
            text = re.sub(r"\([^()]*\)?", "", clause.text) or clause.text  # an aside does not rate its clause
            court, claim = _COURT.search(text), _CLAIM.search(text)
            if not court and not claim and _PUT_IN.search(text):
                end = self.sentences[clause.sentence][1]
                claim = _REFUSED_LATER.match(self.text, clause.end, end)
            if (
                claim
                and "Ⓜ" in text[: claim.start()]
                and re.search(r"优先|先[^，]{0,4}[赔付偿]", text[claim.end() :])
            ):
                claim = None  # 精神损害抚慰金10,000元要求优先赔付: only the order is asked for
            clause.level = level
            if court and not (claim and claim.start() > court.start()):
                clause.level = "court"
                level = "court" if not clause.in_brackets else level
            elif not claim and re.search(r"(?:本院|法院|法官)[^，。]{0,4}认为", text):
                level = clause.level = "found"
            elif claim:
                clause.level = "claim"
                # 原告请求在交强险内优先赔付 is no claim of an amount; a bracketed claim ends with its bracket.
                if not clause.in_brackets and not re.search(r"优先|先赔|限额内", clause.text):
                    level = "claim"
            if _ADMITTED.search(text):
                self._admit_back(index)
            if _REJECT.search(text) or (clause.level == "claim" and re.search(r"撤回|放弃", clause.text)):
                clause.level = "rejected"
                self._reject_back(index)

    def _admit_back(self, index: int) -> None:
        """What one side says and the other grants (被告称已付1万元，原告认可) is as good as found."""
        for clause in reversed(self.clauses[: index + 1]):
            if clause.sentence != self.clauses[index].sentence:
                return
            if clause.level == "claim":
                clause.level, clause.granted = "court", True

    def _asides(self) -> list[tuple[int, int]]:
        """Brackets that only report a demand, 4,000元(原告主张8,000元): their amounts are explained."""
        spans = []
        for match in re.finditer(
            r"\((?:原告|被告|我|对方|保险公司|家属|[\u4e00-\u9fff]某)?[^()]{0,6}(?:主张|请求|要求|诉请|索赔)[^()]*\)",
            self.text,
        ):
            if re.search("优先|先", match[0]):
                continue
            spans.append(match.span())
            for q in self.quantities:
                if match.start() < q.start < match.end():
                    self.used[q.start] = "claim"
        return spans

    def _reject_back(self, index: int) -> None:
        """A refusal (但无医嘱) also undoes the claim it answers earlier in its sentence."""
        sentence = self.clauses[index].sentence
        own_label = bool(re.search(r"费|金|损失", self.clauses[index].text))
        for back in range(index - 1, -1, -1):
            earlier = self.clauses[back]
            if earlier.sentence != sentence:
                return
            if earlier.level == "claim" or earlier.granted:
                earlier.level, earlier.refuted = "rejected", True
            elif (
                back == index - 1
                and earlier.level == "court"
                and not re.search("Ⓜ|Ⓣ|Ⓡ", earlier.text)
                and re.match("法官|法院|本院", earlier.text)
            ):
                continue  # 法官说我们就在本地住院，陪护的饭钱不给: the reason stands between
            elif back < index - 1 or own_label or earlier.level == "court":
                if (
                    earlier.level == "court"
                    and re.match(r"法官|法院|本院", earlier.text)
                    and "Ⓜ" not in earlier.text
                ):
                    continue  # the judge's reason stands before what he refuses
                if "Ⓜ" in earlier.text or not any(c.granted for c in self.clauses[max(0, back - 4) : back]):
                    return
            elif (
                re.match(r"(?:本院)?(?:依法)?(?:亦|也|均|应)?(?:不予|未予|不应)", self.clauses[index].text)
                or re.match(
                    r"但|不过|可|因|与|由于|法院|本院|法官|律师|没|未|无|缺|这|均|都|也|不",
                    self.clauses[index].text,
                )
                or re.search("抵|必需|必要|不属于", self.clauses[index].text)
            ):
                earlier.level = "rejected"

    def _zones(self) -> list[tuple[int, int]]:
        """Stretches that report pleadings (诉称…查明, 辩称…本院认为)."""
        zones = []
        for match in _CLAIM_ZONE.finditer(self.text):
            if zones and match.start() < zones[-1][1]:
                continue
            if match.start() < 12 and self.text[match.end() : match.end() + 1] == ":":
                continue  # 答辩意见: heads the whole text, which tells the case itself
            found = _FOUND_ZONE.search(self.text, match.end())
            sentence_end = self.text.find("\n", match.end())
            end = (
                found.start()
                if found
                else (sentence_end if sentence_end >= 0 else self._sentence_end(match.end()))
            )
            zones.append((match.start(), end))
        return zones

    def _sentence_end(self, position: int) -> int:
        ends = [e for e in (self.text.find(c, position) for c in _STOPS) if e >= 0]
        return min(ends, default=len(self.text))


_RELATIVE = re.compile(
    r"[其之的我他她](?:老)?[父母爸妈妻夫子女爱哥姐弟妹嫂婆媳](?!子公司|士|性|职工)|母亲|父亲|妻子|丈夫|儿子|女儿|儿媳|媳妇|爱人|老婆|老公|护工|妈妈|爸爸"
)
# 医疗费用项目损失(医疗费、伙食补助费)23,500元: the bracket only says what the class holds
_LISTED = re.compile(
    r"(?<=[项目类失块])\((?:含|包括|即|指)?[^()。;□Ⓓ-Ⓥ]*[费金][^()。;Ⓓ-Ⓥ]*\)(?=(?:损失|合计|共计|共|为|是|计|:|核定|确定|认定){0,3}Ⓜ)"
)
_JOINED = re.compile(r"(?:处理|办理?)(?:丧葬|丧事|后事)[^，。;Ⓜ()]{0,24}(?=Ⓜ)")
_PIECE_STOPS = re.compile(r"[、()]|(?<=[Ⓜ▪])(?:和|及|以及|还有|加上?)(?=[^Ⓜ▪])")


def count(text: str) -> int | None:
    """A small counting word as a number."""
    if text.isdigit():
        return int(text)
    if len(text) == 2 and text[0] == "十":
        return 10 + _COUNTS.get(text[1], 0)
    return _COUNTS.get(text)


def fraction(value: int | str) -> Fraction:
    return Fraction(value)
