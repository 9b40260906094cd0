"""Which label an amount carries: one association of wording and quantity for all work-injury sums.

An amount belongs to the last label before it in its sentence (no other amount between), else to the label that
follows at once (``8,500元的本人工资``).  Labels that only look alike (最低月份, 工友的工资, 60%为) are labels too: they
take their amount out of play.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from lexcalc.case.marked import Marked, rx
from lexcalc.case.quantities import Kind, PartialDate, Quantity

# fact-like label -> wording, on marked text; of overlapping labels the longest counts, of equal ones the first here
AREA = (
    r"(?:统筹(?:地?区)?|所在[省市]|社会|社平|在岗|从业|就业人员|城镇|全口径|全省|全市|全区|全县|全国|本[省市区县]|[我该][们]?[省市区县]|[省市][里上]?(?=上?年度?|Ⓓ|月|平|职|公布)"
    r"|(?<![位])职工(?!本人|[^Ⓜ，]{0,9}(?:缴费|受伤|应发|应得|实发|生前|死亡前|因工))|当地|本地|地区|社保[局中]|(?:我们|咱们?)?这[边儿里](?=上?年|Ⓓ|[^。；，Ⓜ]{0,4}平均)|(?:我们|咱们?)这(?=上年|Ⓓ|社))"
)
LABELS: tuple[tuple[str, str], ...] = (
    (
        "",
        r"最[低高多少](?:的|那)?(?:一个|那个)?月(?!工资标准)|工资最[低高]|(?:同岗|同工种|同行业|行业|同事|工友|护工|护理人员|陪护人员|老乡|(?:家属|妻子|丈夫|配偶|儿子|女儿|母亲|父亲)(?![^。；，Ⓜ]{0,8}(?:出事|生前|受伤|工伤|缴费|遇难|前Ⓣ|前一年))|新(?:单位|工作|岗位)|现(?:在|单位))[^。；，Ⓜ]{0,10}(?:工资|收入|拿|挣)",
    ),
    (
        "",
        r"[^，。；Ⓜ]{0,24}(?:可支配收入|消费支出|居民[^，。；Ⓜ]{0,8}收入|人均(?:纯)?收入)|养老金|退休金|残疾赔偿金|死亡赔偿金|慰问金?|垫付|借(?:支|款|了)|预支|房租|生活费|病假工资|交通费|鉴定费|误工[费]?|营养费|殡葬|墓地|(?<![连含括加])奖金|罚款|年终|意外险|商业保险|雇主责任险|诉讼费|受理费|律师费|精神|加班费|补贴|津贴标准|餐补|滞纳金|养老保险|押金|欠款|利息|提成|(?:未休)?(?:的)?(?:带薪)?年休?假(?:的)?(?:工资|钱)|年休假[^。；，Ⓜ]{0,4}钱|加班工资|试用期?(?:内|期间)?(?:的)?(?:每?月|一个月)?(?:工资|给|发|拿)?|(?:入职|进厂|招聘)(?:时|的时候)?(?:约定|写|谈|说好)?[^。；，Ⓜ]{0,4}(?:月?工资|底薪|月薪|一个月)|刚(?:去|来|进去?)(?:的时候|时|那会)?[^。；，Ⓜ]{0,6}(?:工资|拿|给|一个月)+|扣(?:完|掉|除|去)|减去|抵扣?|基本工资|底薪|试用期|涨(?:到|至|了)|调(?:整)?[到至]|下调|降到|面值|社保费|保险费",
    ),
    ("最低工资", r"最低(?:月)?工资(?:标准)?|低保工资"),
    (
        "L",
        AREA
        + r"[^。；，Ⓜ居]{0,22}?(?:平均|均)[^。；，Ⓜ居]{0,4}?(?:工资|薪)(?:标准|基数|水平)?|(?<!\w)(?:上年度?|Ⓓ▪*)?社平(?:月)?(?:工资|月均)?|[省市社]平(?:均?工资|数|月均)?|上一?年度?的?(?:月|年)(?:平均|均)(?:工资|数)?|"
        + AREA
        + r"[^。；，Ⓜ居]{0,16}?月(?:平)?均数?(?=(?:是|为|已经是?|才|就)?$)|平均工资标准|社平数?",
    ),
    (
        "L",
        r"(?:该|此|上述|这个|那个|前述|这一|同一|同口径)(?:项|个|一)?(?:的)?(?:统计)?(?:平均工资|社平|数据|数额|数字|数值|平均数|数)(?:标准)?",
    ),
    (
        "缴费",
        r"(?:月)?(?:平均)?(?:社保|工伤保险)?(?:月)?缴费(?:的)?(?:月)?(?:平均)?(?:工资|基数)(?:的?平均数|平均)?|(?:社保|工伤保险|参保|申报|缴纳|投保)(?:的)?(?:平均)?(?:基数|工资)|月均缴费|缴费(?:标准|额)",
    ),
    (
        "本人",
        r"本人(?:的)?(?:月)?(?:平均)?(?:缴费)?工资(?:基数|标准)?|(?:工伤)?待遇(?:的)?(?:计算)?(?:基数|工资)",
    ),
    (
        "前均",
        r"(?:(?:受伤|伤|事故|工伤|生前|死亡|工亡|出事|发病|患病|遇难|出险)(?:发生)?[之以]?前?(?:的|那|整)*(?:最近)?(?:Ⓣ▪*|一整?年)|前Ⓣ▪*|(?:近|最近)Ⓣ▪*|头Ⓣ▪*)(?:(?!职工|社平|统筹|社会|全[市省])[^。；Ⓜ]){0,16}?(?:平均|均|工资|收入|拿|挣|领)(?:[^。；，Ⓜ]{0,6}(?:工资|收入|薪资?|报酬))?",
    ),
    (
        "原",
        r"原(?:来|先|本|岗位?|工作岗位)?(?:的)?(?:每月|月|每个月|一个月)?(?:的)?(?:平均)?(?:工资|收入|薪资?|月薪)(?:福利)?(?:待遇)?(?:标准)?|(?:受伤|出事|事故|工伤|伤)(?:之|以)?前(?:的|其)?(?:正常)?(?:工作|上班|出勤)?(?:期间)?(?:的)?(?:开|拿|发|领|挣)?(?:的)?(?:每月|月|每个月|一个月)?(?:的)?(?:原|正常)?(?:出勤)?(?:平均)?(?:应发|应得)?(?:工资|收入|薪)|没(?:有)?出事(?:那会儿?|的时候|之前|以前|前|时)?(?:的)?(?:一个月|每个?月|月)?(?:工资|收入|拿|挣)|正常(?:出勤|上班)?(?:时)?(?:的)?(?:每?月)?(?:应发)?(?:工资|收入)",
    ),
    (
        "实发",
        r"(?:实发|实得|到手|税后|实际(?:到手|领取|发放|拿到)|打卡|打到卡[里上]|卡上)(?:的)?(?:每?月)?(?:平均)?(?:工资|收入)?",
    ),
    ("应发", r"(?:应发|应得|税前)(?:的)?(?:月)?(?:平均)?(?:工资|收入|薪)?"),
    (
        "月",
        r"(?:每个?月|一个月|月均?|平均)(?:平均)?(?:能|可以|可|差不多|大概|都|有|也|应)*(?:拿|挣|领|开|赚|发)(?:到|的)?|(?:月|平均|每月|每个月|一个月|固定|实际|综合|计件|劳动)?(?:的)?(?:工资|薪水|薪资|月薪|月收入|收入|报酬)(?:标准|水平)?|每个?月|一个月|月均",
    ),
    (
        "",
        r"(?:已经?|只|仅|就|陆续|先后|期间|共|总共|一共|还)(?:[^。；，Ⓜ]{0,10})?(?:发放?|支付|付|给|打)(?:了|给|过|我|他|她|其|的)*(?:工资|生活费|待遇)?|(?:已|实)[发付](?:的)?(?:工资|停工留薪期工资|部分|金额)?",
    ),
    (
        "护理日标准",
        r"(?:护工|陪护|护理|陪床)(?:人员)?(?:(?!伙食)[^。；Ⓜ]){0,14}?(?:每人)?(?:每[天日]|一天|日工资|标准|按)|(?:护理费|护工费|陪护费)(?:标准)?",
    ),
    ("护理费", r"(?:护理费|护工费|陪护费|护理费用)(?:一共|共计?|合计|总计|花了|支出|为|是|共支付)*"),
    (
        "出差伙食标准",
        r"出差(?:期间)?(?:的)?(?:伙食|餐饮?)(?:补助|补贴)?(?:费)?(?:补助)?(?:标准)?[^。；，Ⓜ]{0,6}?(?:每[天日]|一天|按|标准)?",
    ),
    (
        "住院伙食标准",
        r"(?:住院)?(?:期间)?(?:的)?(?:伙食|饭)(?:补助)?(?:费)?(?:补助)?(?:标准)?[^。；，Ⓜ]{0,6}?(?:每[天日]|一天|按|标准)?",
    ),
    (
        "医疗费",
        r"(?:医[疗药]|治疗|抢救|住院|药)(?:费用?|的?钱)|(?:(?:看|治)[病伤]|医院)[^。；，Ⓜ]{0,8}(?:花|用)(?:了|掉|去)*",
    ),
    ("交通费", r"交通[、和及与]?(?:食宿|住宿)(?:费用?)?"),
    ("医疗补助金数额", r"医疗补助金?(?:的)?(?:标准|数额|金额|固定)?"),
    ("就业补助金数额", r"就业补助金?(?:的)?(?:标准|数额|金额|固定)?"),
    (
        "",
        r"(?:伤残补助金|伤残津贴|丧葬(?:补助)?[金费]|抚恤金|工亡补助金|经济补偿金?|赔偿金|(?:停工留薪期)(?:工资|待遇))",
    ),
    ("", r"Ⓡ▪*(?:的)?(?:部分|上限|下限)?|上限|下限|封顶|保底"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in LABELS)
_NOT_MONEY = re.compile(
    r"\s*(?:[号条款项人名次处层米吨位口张份页分点时度年月日天级岁期章节件套台辆只根周楼栋室倍%]|公斤|小时|个|公里|万公里|[kK]?[mgMG])"
)
_ELLIPSIS = re.compile(
    r"(?:解除|终止|离职|受伤|工伤|事故|出事|那[会时]|当时|死亡|工亡|评残|鉴定|Ⓓ)[^。；，Ⓜ]{0,8}$|^(?:元)?(?:/月)?、$"
)
_DECLARES = re.compile(
    r"(?:元)?(?:/月|每月|一个月)?(?:给|为|替)?[我他她其]?(?:的)?(?:标准|月?工资)?(?:的)?(?:月)?(?:基数[^。；，]{0,8}?(?:缴|交|报|参|投)|[^。；，]{0,6}?(?:缴纳?|交|报|参加?|投)[^。；，]{0,4}?(?:社保|保险|社会保险))"
)
_RATE_ONLY = re.compile(r"每个?月|一个月|月均|平均|(?:每个?月|一个月)(?:平均)?")
_LEADS = re.compile(
    r"[^，。；Ⓜ发付给打领拿挣]{0,4}|(?:在|于)?[^，。；Ⓜ发付给打领拿挣]{0,10}(?:为|是|都是|均为)"
)
_AT_THE_END = re.compile(r"(?:解除|终止|离职)[^。；，Ⓜ]{0,8}时[^。；，Ⓜ补]{0,14}$")
_COMPOSED = re.compile(
    r"(?:组成|构成|等)[，,]?(?:合计|共计|总计|共)(?:每月)?(?:为)?$"
)  # 月工资由…组成，合计6,000元
PERSON = re.compile(
    r"(?!系某|在某|为某|入某|告某|到某|与某|某某|因某|是某)[\u4e00-\u9fff]某[甲乙丙丁]?(?![^，。；某于在到系为与向被因的]{1,10}(?:公司|厂|店|中心|集团|矿|院|社|部))"
)
_ASIDE = re.compile(r"[（(][^（()）]{0,60}[)）]")
_AFTER = re.compile(
    r"^(?:左右)?(?:/月|每月|/年|一个月|/人)?(?:的|是|为|作为|系|即为?|这个)*(?:我|他|她|其)?的?"
)
_ITEM = re.compile(r"^(?:元)?[^，。；、Ⓜ为是]{2,10}[、，和及](?![^Ⓜ]*(?:为|是|:))")
_CLAIM = re.compile(
    r"主张|诉请|索要|索赔|(?:要求|请求)(?![^，。；]{0,8}(?:解除|终止|离职|辞职))|(?<!确)认为|觉得|坚称|坚持|声称|辩称|答辩|抗辩|提出按|"
    r"仲裁(?:委|裁决|委员会)[^。；，]{0,10}(?:裁(?!决书(?:认定|查明))|按)|裁决(?!书(?:认定|查明))|(?:一审|原审|初审)法?院?(?:判决|判令|判)|原判"
)
_SAID = re.compile(
    r"(?:只|仅)(?:同意|认(?![定为])|肯|愿)[^。；，]{0,8}按|(?:公司|单位|老板|厂[里方家]?|对方|HR|人事|经理|包工头|财务|被告|工友|网上|同事|律师|朋友|有人|他们|家属)[^。；，]{0,6}?(?:说|称|讲|表示|告诉|算)(?!明|[^。；]{0,4}(?:按规定|按政策|规定))"
)
_GOES_ON = re.compile(r"就|只|所以|按|要|那|最多|顶多|应该")  # 公司说…，就按…: still what was said
_FOUND = re.compile(
    r"本院(?:认定|确认|采信|查明|予以)|法院(?:认定|查明|确认|采信)|经?(?:审理|法院)?查明|经(?:核实|核定|庭审)|予以(?:认定|确认|采信)|无异议|(?:本院|法院|仲裁委(?:员会)?|本委|合议庭|我院)认为|于法无据|不予(?:支持|采信|采纳)|未获支持|没有(?:法律|事实)?依据|未被采[信纳]|没采信"
)
_ADMITTED = re.compile(
    r"[，,](?:(?!不|未|没)[^。；，]){0,8}(?:对此)?(?:(?:予以|均|表示)?认可|(?:无|没有|不持)异议|予以承认|承认)"
)
_PLACE = re.compile(r"(?:全?省里?|全?市里?|区里?|县里?|统筹地?区|当地)(?:的)?(?:则?是|为)?$")
_JOIN = re.compile(r"(?:计算)?(?:下来|算下来|来算)?[，,]?(?:的)?")
_WAGES = ("缴费", "本人", "前均", "原", "实发", "应发", "月")
_BEFORE_IT = re.compile(
    r"[(（](?:其|本人)?(?:受伤|出事|事故|工伤|生前|死亡|工亡|按受伤)?(?:之|以)?前(?:的)?(?:Ⓣ|一年)[^()（）]{0,8}[)）]"
)
_FELLOW = re.compile(
    r"(?:工友|同事|老乡|同班组|班组的|另一名(?:职工|员工)|同厂)(?:(?![，,](?:我|本人|原告|申请人|其本人|被告|单位|公司))[^。；]){0,50}$"
)
_DIFFERENCE = re.compile(r"(?:多出|高出|超出|高于|低于|少于|相差|还多|还高|还低|又高|又多)(?:了|约)?$")
_ASKS = re.compile(
    r"多少|几何|几万|几元|多钱|几多|为何值|还(?:应|需|要|该|欠|差|得|能)|尚(?:应|欠|需)|应当?(?:支付|补|给|付|发|承担|为)|如何|怎么|是否"
)
_ZONE = re.compile(
    r"(?P<claim>诉称|辩称|答辩称|诉讼请求|仲裁请求|请求判令|请求依法|上诉称|诉请|裁决(?:书)?[:：]|裁决如下|(?:原审|一审|原)判决[:：]|判决如下)"
    r"|(?P<found>查明|本院认[定为]|(?<![审级])法院认为|(?:仲裁委(?:员会)?|合议庭)认为|本院确认|法院认定|事实如下|双方(?:均)?(?:一致)?(?:认可|确认|无异议)|另查|现(?:问|请问)|[?？])"
)


def _sort(name: str, words: str) -> str:
    """A wage label by the decisive word inside it (``前十二个月平均月缴费工资`` is 缴费, not merely 前均)."""
    if name == "L" and re.search(r"缴费|本人|前(?:Ⓣ|一年)|(?:受伤|出事)(?!(?:当)?时)|生前", words):
        name = "前均"
    if name in ("前均", "原", "月", "应发"):
        for sure, wording in (
            ("缴费", r"缴费|基数|参保工资"),
            ("本人", r"本人工资"),
            ("实发", r"实发|到手|税后|实际领"),
        ):
            if re.search(wording, words):
                return sure
    return name


def whole_months(first: Quantity, last: Quantity) -> Fraction | None:
    """Calendar months from one date to another, both included, if they are whole."""
    a, b = first.value, last.value
    if not isinstance(a, PartialDate) or not isinstance(b, PartialDate) or a.month is None or b.month is None:
        return None
    count = (b.year - a.year) * 12 + b.month - a.month
    if a.day is None and b.day is None:
        return Fraction(count + 1) if count >= 0 else None
    if a.day is None or b.day is None:
        return None
    if (
        a.day == 1
        and b.last() == b.first().replace(day=b.last().day)
        and b.day == type(b)(b.year, b.month).last().day
    ):
        return Fraction(count + 1)
    return Fraction(count) if b.day == a.day - 1 and count > 0 else None


def _unmask(marked: Marked) -> str:
    """The marked text, with ``一个月`` readable again: in ``一个月8千`` it is a rate, not a length of time."""
    text = marked.marked
    for q in marked.quantities:
        if q.kind == "duration" and q.raw in ("一个月", "1个月", "一年", "一天", "1天"):
            text = text[: q.start] + q.raw.replace("1", "一") + text[q.end :]
    return text


@dataclass(frozen=True)
class Labelled:
    """A quantity with the label it carries, the words that led to it, and whether it is only claimed."""

    name: str
    quantity: Quantity
    words: str
    context: str
    tail: str
    claimed: bool
    foreign: bool = False


class Reader:
    """The marked text with what the label search needs: zones of pleading and the label of every amount."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.text = _unmask(marked)
        self._claims: dict[int, bool] = {}
        zones = [(m.start(), m.lastgroup == "claim") for m in _ZONE.finditer(self.text)]
        first = next((start for start, claim in zones if not claim), len(self.text))
        # a text that is one pleading from its first words tells its facts in it
        self._zones = zones if not zones or zones[0][0] > 8 or first < len(self.text) // 2 else []

    def claimed(self, position: int) -> bool:
        """Whether the words at a position report what a party says rather than what is so."""
        if position not in self._claims:
            self._claims[position] = self._is_claimed(position)
        return self._claims[position]

    def pleaded(self, position: int) -> bool:
        """Whether a position stands in a party's pleading (主张, 辩称, 裁决), not merely in talk (厂里说…)."""
        if next((claim for start, claim in reversed(self._zones) if start < position), False):
            return True
        start = max(self.marked.sentence(position)[0], position - 300)
        before = self.text[start:position]
        found = max((m.end() for m in _FOUND.finditer(before)), default=-1)
        return any(m.start() > found for m in _CLAIM.finditer(before))

    def other_person(self, position: int) -> bool:
        """Whether the sentence up to a position speaks of a fellow worker (工友以前评了七级，当时他工资5500元)."""
        start = self.marked.sentence(position)[0]
        return _FELLOW.search(self.text[max(start, position - 60) : position]) is not None

    def _is_claimed(self, position: int) -> bool:
        if next((claim for start, claim in reversed(self._zones) if start < position), False):
            return True
        if self.pleaded(position):
            return _ADMITTED.match(self.text, self.marked.clause(position)[1]) is None
        start = max(self.marked.sentence(position)[0], position - 300)
        clause, _ = self.marked.clause(position)
        if _SAID.search(self.text[clause:position]):
            return True
        if clause <= start or not _GOES_ON.match(self.text, clause):
            previous = self.text[max(start, clause - 12) : clause]
            return _SAID.search(previous) is not None and previous.rstrip("，,：:")[-1:] in "说称讲示诉"
        before, _ = self.marked.clause(clause - 1)
        return _SAID.search(self.text[before:clause]) is not None

    def quantities_of(self, kind: Kind) -> Iterator[Quantity]:
        """All quantities of a kind; of numbers only those that can be money."""
        return (q for q in self.marked.quantities if q.kind == kind and (kind != "money" or self.is_money(q)))

    @cached_property
    def differences(self) -> list[Quantity]:
        """Amounts told only as what a figure is above or below another: none of them is a figure itself."""
        return [
            q
            for q in self.quantities_of("money")
            if _DIFFERENCE.search(self.text[max(0, q.start - 12) : q.start]) and not self.claimed(q.start)
        ]

    def asking(self, span: tuple[int, int]) -> tuple[int, int]:
        """The part of a question's sentence that asks: its clauses before may still tell facts."""
        match = _ASKS.search(self.text, *span)
        if match is None:
            return span
        cut = max(self.text.rfind(mark, span[0], match.start()) for mark in "，,：:")
        return (cut + 1 if cut >= 0 else span[0]), span[1]

    @cached_property
    def person(self) -> str | None:
        """The one person (``姚某``) whom the last sentence that names anyone names."""
        for start, end in reversed(self.marked.sentences()):
            names = set(PERSON.findall(self.text[start:end]))
            if names:
                return names.pop() if len(names) == 1 else None
        return None

    def foreign(self, position: int) -> bool:
        """Whether what stands here is told of somebody else than the person asked about."""
        start = max(self.marked.sentence(position)[0], position - 300)
        names = PERSON.findall(self.text[start:position])
        return bool(names) and self.person is not None and names[-1] != self.person

    @cached_property
    def plain(self) -> str:
        """The marked text with asides in brackets blanked."""
        return _ASIDE.sub(lambda m: "▪" * len(m[0]), self.marked.marked)

    def main_hits(self, pattern: str) -> Iterator[tuple[Quantity, ...]]:
        """The quantities of every place where a pattern holds once asides are left out."""
        at = {q.start: q for q in self.marked.quantities}
        for match in rx(pattern).finditer(self.plain):
            found = [at.get(match.start(i)) for i in range(1, match.re.groups + 1)]
            if all(found):
                yield tuple(q for q in found if q)

    @cached_property
    def amounts(self) -> tuple[Labelled, ...]:
        """Every amount of money that carries a label."""
        return tuple(self._label("money"))

    def named(self, *names: str) -> list[Labelled]:
        """The amounts with one of these labels, in text order."""
        return [a for a in self.amounts if a.name in names]

    def _label(self, kind: Kind) -> Iterator[Labelled]:
        last_end, last_name = 0, ""
        for q in self.marked.quantities:
            if q.kind != kind or not self.is_money(q):
                continue
            start, end = self.marked.sentence(q.start)
            if start >= last_end:
                last_name = ""
            start = max(start, last_end, q.start - 90)
            context = self.text[start : q.start]
            if _DIFFERENCE.search(context):
                last_end, last_name = q.end, ""
                continue
            found = (
                self._declared(q, context)
                or self._before(start, q.start, start == last_end)
                or self._behind(q.end, end)
            )
            if found is None and _COMPOSED.search(context):
                found = "月", "月工资"
            if found is None and _AT_THE_END.search(context):
                found = "L", ""  # 解除时…7,700元 without the word 工资
            if found is None and last_name == "L" and (place := _PLACE.search(context)):
                found = "L", place[0]  # 省里…是7,900，市里是7,300
            if found is None and last_name and _ELLIPSIS.search(context):
                found = last_name, ""
            last_end, previous = q.end, last_name
            last_name = found[0] if found else ""
            if (
                found
                and found[0] == "月"
                and (_BEFORE_IT.match(self.text, q.end) or _BEFORE_IT.search(context[-24:]))
            ):
                found = "前均", found[1]  # 月平均工资为9400元（受伤前12个月）
            if found and found[0] in _WAGES and self.other_person(q.start):
                found = "", found[1]
            if found and found[0] == "月" and previous == "L" and re.search(r"月(?:平)?均工资", found[1]):
                found = "L", found[1]  # 职工年平均工资…，月平均工资…
            if found and found[0]:
                yield Labelled(
                    _sort(*found),
                    q,
                    found[1],
                    context,
                    self.text[q.end : q.end + 8],
                    self.claimed(q.start),
                    self.foreign(q.start),
                )

    def is_money(self, q: Quantity) -> bool:
        """Whether a number without 元 can be money at all (not ``3人``, ``第12号``)."""
        if q.unit:
            return True
        if _NOT_MONEY.match(self.text[q.end : q.end + 6]) or self.text[
            max(0, q.start - 1) : q.start
        ] in tuple("第((〔"):
            return False
        return q.value >= 10  # type: ignore[operator]

    def _declared(self, q: Quantity, context: str) -> tuple[str, str] | None:
        """``按2900元的基数缴纳``, ``按4,800元给我报社保``: a contribution base by the verb that follows."""
        if re.search(r"按(?:照|月)?$", context) and _DECLARES.match(self.text, q.end):
            return "缴费", "按…基数缴纳"
        return None

    def _before(self, start: int, end: int, chained: bool) -> tuple[str, str] | None:
        window = _ASIDE.sub(lambda m: "▪" * len(m[0]), self.text[start:end])
        first = window if chained else None
        hits = [
            (m.end(), -m.start(), -order, name, m[0])
            for order, (name, pattern) in enumerate(_COMPILED)
            for m in pattern.finditer(window)
        ]
        if first is not None:
            # 21,000元医疗费、1万5误工费: what follows an amount at once and ends its item is that amount's own label
            item = _ITEM.match(first)
            hits = [h for h in hits if item is None or h[0] > item.end()]
        whole = [h for h in hits if not any(o[1] >= h[1] and o[0] >= h[0] and o[:2] != h[:2] for o in hits)]
        if not whole:
            return None
        last, start_, _, name, words = max(whole)
        strong = max(
            (
                h
                for h in whole
                if name == "月"
                and h[3] not in ("", "月")
                and h[0] <= last
                and _JOIN.fullmatch(window[h[0] : max(h[0], -start_)])
            ),
            default=None,
        )
        if strong is not None:  # 出事前一年平均 + 平均每月挣
            return strong[3], strong[4]
        if name == "月" and _RATE_ONLY.fullmatch(
            words
        ):  # 最低工资是每月2,420元: the rate word is not the label
            real = max(
                (
                    h
                    for h in whole
                    if -start_ - 14 <= h[0] <= -start_ and _LEADS.fullmatch(window[h[0] : -start_])
                ),
                default=None,
            )
            if real is not None:
                _, _, _, name, words = real
            elif len(window) - last > 6 or "，" in window[last:]:
                return None
        gap = window[last:]
        if len(gap) > 24 or gap.count("，") > 1:
            return None
        return name, words

    def _behind(self, end: int, stop: int) -> tuple[str, str] | None:
        window = self.text[end : min(stop, end + 40)]
        lead = _AFTER.match(window)
        if lead is None:
            return None
        rest = re.split(r"[，,：:]", window[lead.end() :])[0]
        hits = [(m.start(), -m.end(), name, m[0]) for name, p in _COMPILED for m in [p.search(rest)] if m]
        if not hits:
            return None
        first = min(hits)
        near = 8 if lead.end() else 0  # without 的 or 是 the noun must stand at once: 21,000元医疗费
        return (first[2], rest[: -first[1]]) if first[0] <= near else None
