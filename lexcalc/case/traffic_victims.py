"""Several victims of one accident who share a limit: whose loss each amount is."""

from __future__ import annotations

from fractions import Fraction

from lexcalc.case import rex as re
from lexcalc.case.model import Case, Entry, Fact
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_losses import DISABILITY, MEDICAL, labels_in
from lexcalc.case.traffic_parties import NAME, Parties
from lexcalc.case.traffic_text import Clause, View

SHARED = re.compile(
    r"(?:另一|另外一|另有[一两二三]?|其他|还有|其余)(?:名|个|位)?[^。;，]{0,6}(?:伤者|受害人|被侵权人|死者|行人|乘客|路人|骑车人|原告)|(?:两|三|二|数|多)(?:名|位|个)?(?:受害[人者]|伤者|被侵权人|行人|死者|原告)|(?:两|二|三)人一起(?:打|起诉|告)"
    r"|[^。]{0,6}损失(?:的)?比例|我俩一起|(?:预留|保留)[^。;]{0,10}(?:份额|限额)|(?:二|两|三)人(?:均|都|同时)?(?:已)?(?:起诉|受伤|死亡)|合并审理|一并审理|两案|分别起诉|均已?起诉|同时起诉|亦已起诉"
)
_NOBODY = re.compile(r"(?:无|没有?|不存在|不涉及|非)(?:任何|别的)?$")  # 无其他受害人
_ODD = r"老[\u4e00-\u9fff]|小[\u4e00-\u9fff]"
_LEAD = r"(?:经(?:本院)?(?:审核|核定|查|核算)?|本院(?:核定|认定|确认)|法院(?:核定|认定)|其中|另|而|另查明|查明|核定|以及|和|[、()]|案外人|原告|行人|死者|伤者|被侵权人|受害人)*"
_TAIL = r"(?:一方|一案|方|本人|家|近亲属|这边|那边|这头|那头)*(?:的|之)?(?:因[^，。;Ⓜ]{0,12})?(?=损失|医|住院|各项|上述|前|后|死亡|伤残|残疾|误工|护理|财产|:|两类|电动|自行|三轮|摩托|车|$|Ⓜ|丧葬|营养|伙食|共|合计|一共)"
_PAYMENT = re.compile(  # money that the liable side handed over is nobody's loss
    r"(?:被告|司机|车主|对方|侵权人|驾驶人|保险公司|肇事者|[他她])[^，。;Ⓜ]{0,10}(?:支付|给付|垫|付|给|赔|转|汇|塞|送)(?![^，。;Ⓜ]{0,6}[费项])|(?:先后|陆续|事后|诉前|当场|已经?)(?:支付|给付|付|给|赔|转|汇)"
    r"|(?:支付|给付|付给|垫付|赔付|转给|交给|赔给)了?[^，。;Ⓜ费金项失]{0,6}(?=Ⓜ)"
)
_KINDS = ("医疗费用项", "死亡伤残项", "财产损失")
_WORDS = (
    ("医疗费用项", re.compile(r"前[一二两三]项|医[药疗](?:费用?)?(?:类|那?块|方面|项)|医药费?")),
    ("死亡伤残项", re.compile(r"后[三四五六]项|(?:死亡)?伤残(?:类|那?块|方面|项)|死残")),
)
_NONE = re.compile(
    r"(?:均|都|皆)?(?:无|没有?|不涉及|未涉及|未发生|不存在|未主张)[^。;，]{0,4}(?:财产|车辆|物)损?(?:方面)?(?:损失|请求)?"
)


class Shares:
    """Which victim each amount belongs to; ``others`` stays empty where the text knows one victim only."""

    def __init__(self, view: View, parties: Parties) -> None:
        self.view = view
        self.own = ""
        self.told: dict[str, dict[str, list[Quantity]]] = {}
        self.unclear = False
        told = (m for m in SHARED.finditer(view.text) if not _NOBODY.search(view.text[: m.start()][-6:]))
        self.found = next(told, None)
        if self.found is None:
            return
        names = set(re.findall(NAME, view.text)) | set(re.findall(_ODD, view.text))
        names |= set(
            re.findall(
                r"(?<![被原])[\u4e00-\u9fff](?<![被原告与和车由、])[甲乙丙丁](?=医疗|的|、|与|和|一方|损失|，|;)",
                view.text,
            )
        )
        if re.search(r"甲[、和与]?乙(?:、丙)?(?:二|两|三)?人", view.text):
            names |= {"甲", "乙", "丙"}
        self.names = [*sorted(names - parties.motor, key=len, reverse=True), "原告", "我"]
        self._walk()
        self.own = self._asked()
        if self.own in ("原告", "我"):  # the same person by the other word
            for name in ("原告", "我"):
                if name != self.own and name in self.told:
                    self.own = name if self.own not in self.told else self.own
        if len(self.told) < 2 or self.own not in self.told:
            self.told = {}

    @property
    def others(self) -> dict[str, dict[str, list[Quantity]]]:
        return {name: kinds for name, kinds in self.told.items() if name != self.own}

    def _owner(self, clause: Clause) -> str:
        pattern = rf"{_LEAD}(?P<who>{'|'.join(map(re.escape, self.names))}){_TAIL}"
        match = re.match(pattern, clause.text)
        return match["who"] if match else ""

    def _walk(self) -> None:
        owner, kind = "", ""
        for clause in self.view.clauses:
            if clause.start >= self.view.question[0]:
                break
            if clause.level in ("claim", "rejected"):
                continue
            if name := self._owner(clause):
                owner, kind = name, ""
            amounts = [
                q
                for piece in clause.pieces
                for q in piece.quantities
                if q.kind == "money" and not q.per and q.value >= 10
            ]
            if (
                not owner
                or not amounts
                or re.search(r"限额|保额|垫付|已付|预付|救助|投保|年收入|可支配", clause.text)
                or _PAYMENT.search(clause.text)
            ):
                continue
            pair = re.search(r"两类|分别为", clause.text) and len(amounts) == 2
            left = clause.start
            for index, q in enumerate(amounts):
                stretch = self.view.text[left : q.start]
                kind = _KINDS[index] if pair else self._kind(stretch, q) or kind
                left = q.end
                if kind:
                    self._take(owner, kind, q, stretch)
                else:
                    self.unclear = True

    def _kind(self, text: str, q: Quantity) -> str:
        labels = labels_in(text)
        for label in reversed(labels):
            if label.head in (*MEDICAL, "医疗费用项"):
                return "医疗费用项"
            if label.head in (*DISABILITY, "死亡伤残项"):
                return "死亡伤残项"
            if label.head == "财产损失":
                return "财产损失"
        return next((kind for kind, words in _WORDS if words.search(text)), "")

    def _take(self, owner: str, kind: str, q: Quantity, stretch: str) -> None:
        known = self.told.setdefault(owner, {}).setdefault(kind, [])
        total = sum((x.value for x in known), Fraction(0))
        if known and total == q.value and re.search(r"合计|共计|小计|总计|共", stretch):
            return  # the sum of what stands before it
        known.append(q)

    def _asked(self) -> str:
        text = self.view.text[self.view.question[0] : self.view.question[1]]
        where = [(text.rfind(name), name) for name in self.names if name in text]
        names = [name for _, name in sorted(where, reverse=True)]
        for name in names:
            if re.search(
                rf"(?:赔偿?|付|给)[^。，;]{{0,4}}{name}|{name}[^。，;]{{0,14}}(?:获|分到|得|拿|赔)", text
            ):
                return name
        return names[0] if names else ""


def read_shares(view: View, case: Case, parties: Parties) -> Shares:
    """Put 多名受害人 and 其他受害人, and take the others' amounts out of the reading of the victim's own losses."""
    shares = Shares(view, parties)
    if shares.found is None:
        return shares
    used = _used(view, case)
    if not shares.told and not used and not _plainly(view):
        return shares
    case.facts.add(Fact("多名受害人", True, span=shares.found.span()))
    entries: list[Entry] = []
    spots: list[int] = []
    for clause in view.clauses:  # what was paid to the others is no matter here
        if shares.own not in clause.text and any(name in clause.text for name in shares.others):
            for q in view.quantities:
                if (
                    clause.start <= q.start < clause.end
                    and q.kind == "money"
                    and re.search("赔|付|垫", clause.text)
                ):
                    view.use(q, "other victim")
    for name, kinds in shares.others.items():
        entry: Entry = {"名称": name}
        for kind, amounts in kinds.items():
            entry[kind] = sum((q.value for q in amounts), Fraction(0))
            for q in amounts:
                view.use(q, "other victim")
                spots += [q.start, q.end]
        if re.search(rf"{re.escape(name)}[^。;]*(?:无|没有|未发生|不涉及)医[疗药]费", view.text):
            entry.setdefault("医疗费用项", Fraction(0))
        if _NONE.search(view.text):
            entry.setdefault("财产损失", Fraction(0))
        entries.append(entry)
    if entries and not shares.unclear:
        case.facts.add(Fact("其他受害人", entries, span=(min(spots), max(spots))))
    return shares


def _plainly(view: View) -> bool:
    """Whether a limit is shared beyond doubt, though the amounts were not told apart."""
    return bool(re.search(r"交强", view.text)) and bool(
        re.search(
            r"(?:预留|保留)[^。;]{0,10}(?:份额|限额)|损失(?:的)?比例|同时起诉|合并审理|一并审理|均已?起诉",
            view.text,
        )
    )


_SUBLIMITS = (("死亡伤残", r"死亡伤残|伤残"), ("医疗", r"医疗"), ("财产", r"财产"))


def _used(view: View, case: Case) -> bool:
    """Parts of a sub-limit already paid to another or kept back for another."""
    for name, words in _SUBLIMITS:
        pattern = rf"(?:{words})(?:费用)?(?:赔偿)?(?:责任)?(?:限额|项下?|分项)?(?:内|中|下)?[^。;，Ⓜ]{{0,16}}(?:已(?:经)?(?:向|给|对)?[^。;，Ⓜ]{{0,12}}(?:赔付|支付|使用|赔偿|用去)|预留|保留)[^。;，Ⓜ]{{0,12}}{{M}}"
        values = {q.value: (m, q) for m, (q, *_) in view.hits(pattern) if view.is_fact(q.start)}
        if len(values) == 1:
            match, q = next(iter(values.values()))
            if re.search(r"原告|我(?!方车)", match[0]):
                continue
            view.use(q, "used limit")
            case.facts.add(Fact(f"交强险{name}已用", q.value, span=q.span))
    return any(f"交强险{name}已用" in case.facts for name, _ in _SUBLIMITS)
