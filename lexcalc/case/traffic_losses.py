"""Losses of a traffic case: one association of labels with amounts, days and daily rates, driven by a table of heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from lexcalc.case import rex as re
from lexcalc.case.model import Duration, Spanned
from lexcalc.case.quantities import Quantity
from lexcalc.case.traffic_text import COUNT, Clause, Piece, View, count

MEDICAL = ("医疗费", "住院伙食补助费", "营养费", "后续治疗费")
DISABILITY = (
    "误工费", "护理费", "交通费", "住宿费", "康复费", "残疾赔偿金", "死亡赔偿金", "丧葬费", "被扶养人生活费",
    "精神损害抚慰金", "残疾辅助器具费", "处理丧葬事宜费用",
)  # fmt: skip
# head → how texts name it; a longer or more special name stands before one it contains.
HEADS: dict[str, str] = {
    "医疗费用项": r"医疗(?:费用?|费)?(?:这|那)?(?:一)?(?:类|块|部分|项)(?:的)?|医疗费用?(?:项|类|分项)(?:目|下)?(?:的)?(?:损失)?|医疗(?:类|项)(?:损失|费用|合计)*",
    "死亡伤残项": r"(?:死亡)?伤残(?:这|那)?(?:一)?(?:类|块|部分|项)(?:的)?|(?:死亡)?伤残(?:赔偿)?(?:的)?(?:损失|费用)|(?:死亡)?伤残(?:赔偿)?(?:项|类|分项)(?:目|下)?(?:的)?(?:损失)?",
    "处理丧葬事宜费用": r"(?:处理|办理?)(?:丧葬|丧事|后事)[^，。;Ⓜ]{0,14}?(?:费用?|支出|损失)(?:、(?:交通|误工|住宿)费?)*",
    "后续治疗费": r"(?:后续|后期|二次)(?:的)?(?:治疗|医疗|手术)(?:费用?)?|取(?:出)?(?:内固定|钢板|钢钉|骨钉)[^，。;Ⓜ]{0,8}?(?:费用?|手术(?:费)?)?",
    "住院伙食补助费": r"(?:住院)?(?:期间)?伙食(?:补助|补贴|费|标准)*|饭补",
    "残疾辅助器具费": r"(?:残疾)?(?:辅助)?器具费?|(?:假肢|义肢|义齿|假牙|义眼|假眼|助听器|矫形器|助行器)(?:安装|配置|更换)?费?|轮椅费?|拐杖费?",
    "精神损害抚慰金": r"精神(?:损害|损失)?(?:抚慰|赔偿|抚恤|损害|损失)?(?:赔偿)?[金费款]?",
    "被扶养人生活费": r"被?[扶抚赡]养(?:人|费)的?(?:生活费)?",
    "残疾赔偿金": r"[残伤]残?疾?赔偿金?|伤残(?:赔偿)?金",
    "死亡赔偿金": r"死亡(?:赔偿|补偿)金?",
    "丧葬费": r"丧葬(?:费用?)?|安葬费",
    "营养费": r"营养(?:费|期|品|补助|时间|费用)*",
    "护理费": r"护理(?!费?年(?:度)?标准)(?:费用?|期限?|时间|天数|人员)*|陪护(?:费|期)*|护工(?:费|报酬|工资)*|看护费?|照(?:顾|护|料)(?:了|我|他|她)*(?!孩子|老人|家)",
    "误工费": r"误工(?:费用?|损失|期限?|时间|天数|工资)*",
    "康复费": r"康复(?:治疗|训练|理疗)?费",
    "交通费": r"交通费用?|交通(?=加|合|共|一|、|和|及|等|，|[ⓂⒹ])|打车(?:费|钱)?|(?:客运|出租车|公交车?|高铁|火车)(?:费|票据?)|车(?:旅|船)费|路费|(?<![停拖吊租修代])车费",
    "住宿费": r"住宿费用?",
    "鉴定费": r"(?:伤残|司法|法医|劳动能力)?鉴定费用?|评估费|公估费|检验费",
    "停运损失": r"营运损失|停运(?:损失)?(?:费用?)?(?:期间|期|时间|天数)?",
    "替代交通费": r"(?:代步|替代性?交通)(?:工具|车)?(?:费用?|租金|租车费)|租(?:代步)?车(?:费用?|租金)",
    "财产损失": r"(?<=，)财产(?:部分|项|类)?(?=Ⓜ)|(?:财产|车辆|车|物品?|手机|衣物|货物|电[动瓶]车|自行车|摩托车|三轮车|眼镜|头盔)(?:的)?(?:维修|修理|修复|损坏|直接|毁损|财产|等?财物?)*(?:损失|费用?|损(?!险))(?:费用?)?"
    r"|(?:评估|定损)(?:损失|金额)|定损(?:价|额)?(?:为|是)?(?=Ⓜ)|(?:车辆?|电动车|自行车|摩托车|三轮车)(?:经[^，。;Ⓜ]{0,8})?定损(?:为|价)?|(?:车(?![人主方上辆])|手机|眼镜|头盔|手表|电脑|衣服|衣物|相机|货物|物品|随身物品)[^，。;Ⓜ没未无不]{0,6}(?:损失|毁损|受损)(?:费用?)?|(?:车辆|车)?(?:施救|拖车|吊车|停车|清障|吊装|拆检|拆解|维修|修理|修车|重置)(?:费用?)?|(?:车|电动车|自行车|摩托车)(?:的)?(?:修理?|维修)(?:费用?)?|修(?:了|好)?(?:花了?|用了?)?(?=Ⓜ)|修(?:理)?(?:车|电动车|电瓶车|自行车|摩托车?)|(?:电动|电瓶|自行|摩托)车报废|(?:手机|眼镜|头盔|手表|电脑|衣服|衣物|相机|车)[^，。Ⓜ没未无不]{0,4}(?:坏|碎|烂|裂|毁|报废)(?:掉|完)?(?:了)?(?:重?(?:新)?买(?:了)?(?:个|一个)?新?的?)?(?:价?值|要|花了?)?|(?<!买)(?<!购)(?:(?:自行车|电动车|电瓶车|摩托车|三轮车|衣物|手机|随身物品|货物|眼镜|头盔|餐箱|保温箱)(?:及|和|与)?)+(?=Ⓜ)",
    "医疗费": r"(?<![死亡残])医[疗药](?=Ⓜ)|(?:住院|门诊|抢救|急救|急诊|救护|前期)?(?:医[疗药]|诊疗|治疗|手术|抢救|急救|检查|看病|治病)(?:费用?|的?钱)(?:用)?|(?:门诊|住院)?(?:复查|复诊)(?=[^，。;Ⓜ]{0,4}[花Ⓜ])|(?:住院|(?:门诊|住院)?(?:复查|检查|复诊)|门诊|急诊|(?:急救|救护)车?|药)费|医疗支出|(?:在|去)?医院(?:里|一共|总共)?(?=花|用)|医院(?:的)?(?:票据?|发票|单据|费用)(?:一共|总共|共|合计)*(?=Ⓜ)|(?:住院|看病|治病|治伤|抢救|急救|门诊)(?:一共|总共|共)?(?=[花Ⓜ])|(?:门诊|拍片|拿药|买药|挂号)+(?=[Ⓜ花])",
}
_LABEL = re.compile("|".join(f"(?P<h{i}>{p})" for i, p in enumerate(HEADS.values())))
_NAMES = list(HEADS)
_STAY = re.compile(
    r"住院(?:那|的|这|治疗|时间|天数|期间|了|共|合?计|一共|总共|整整|前后)*(?=Ⓣ)|又住(?:了|院)?(?=Ⓣ)|住了(?=Ⓣ▪*的?院)|(?:在医院|医院里?)(?:住|躺|待)了?(?=Ⓣ)"
)
_SUM = re.compile(
    r"合计|共计|总计|总共|一共|合(?:起来|在一起|在一块|到一起)|总额|总和|计(?=Ⓜ)|共(?=Ⓜ)|加(?:起来|一块|在一起|一起)|拢共|一块|(?:[两二三四五六七]|Ⓜ)(?:项|样|笔)"
)
_FOREIGN = re.compile(r"[^，、Ⓜ▪]{2,}(?:损失|费|款|金|补贴|补助)(?:用|额)?(?:为|是|共|计|约|:)*$")
_PART = re.compile(r"其中|里面|\(含(?!定残[后前]|残后)|内有|\(包括")
_ACTUAL = re.compile(r"实际(?:花|支|支出|用|开支)|前前?后后|办(?:了)?(?:丧事|后事|白事)")
RATE_HEADS = {
    "营养费": "营养日标准",
    "护理费": "护理日标准",
    "住院伙食补助费": "住院伙食标准",
    "误工费": "误工日收入",
    "停运损失": "停运日损失",
}
DAY_HEADS = {"营养费": "营养天数", "护理费": "护理天数", "误工费": "误工天数", "停运损失": "停运天数"}


@dataclass
class Found(Spanned):
    """One value read for a head: the sub-label tells invoices of one head apart."""

    value: Fraction
    label: str
    clause: Clause
    start: int
    end: int


@dataclass
class Losses:
    """Everything the association found, before it is settled into facts."""

    totals: dict[str, list[Found]] = field(default_factory=dict)
    rates: dict[str, list[Found]] = field(default_factory=dict)
    days: dict[str, list[Found]] = field(default_factory=dict)
    months: dict[str, list[Found]] = field(default_factory=dict)
    people: dict[str, list[Found]] = field(default_factory=dict)
    groups: list[tuple[tuple[str, ...], Found]] = field(default_factory=list)
    bare: list[tuple[str, Clause, int]] = field(default_factory=list)  # heads named without any value
    inside: set[Fraction] = field(default_factory=set)  # amounts said to be part of another


@dataclass
class Label:
    start: int
    end: int
    head: str
    text: str


def labels_in(text: str, offset: int = 0) -> list[Label]:
    """All head labels in a stretch of text, left to right."""
    found = []
    for match in _LABEL.finditer(text):
        if match.end() == match.start():
            continue
        name = _NAMES[int((match.lastgroup or "h0")[1:])]
        found.append(Label(offset + match.start(), offset + match.end(), name, match[0]))
    for match in _STAY.finditer(text):
        found.append(Label(offset + match.start(), offset + match.end(), "住院", match[0]))
    return sorted(found, key=lambda label: label.start)


def read_losses(view: View) -> Losses:
    """Pair every amount, day count and daily rate not used elsewhere with its head."""
    losses = Losses()
    topic: Label | None = None
    group: list[Label] = []
    sentence = -1
    _formulas(view, losses)
    _in_turn(view, losses)
    _rates_in_turn(view, losses)
    for clause in view.clauses:
        if clause.sentence != sentence:
            sentence, topic, group = clause.sentence, None, []
        if view.question[0] <= clause.start < view.question[1] and not clause.pieces:
            continue
        for piece in clause.pieces:
            topic, group = _piece(view, losses, clause, piece, topic, group)
    return losses


def _formulas(view: View, losses: Losses) -> None:
    """``残疾赔偿金48,676元×20年×50%``: the amount is a yearly standard; without a sum the product is the loss."""
    for match, (money, rate) in view.hits(
        r"{M}(?:元)?\s*[×xX*乘]\s*(?:20|1\d|[5-9])(?:年)?\s*[×xX*乘]\s*{R}"
    ):
        # 残疾赔偿金47,000×20×10%: the years without their unit
        clause = view.clause_at(money.start)
        years = re.search(r"[×xX*乘]\s*(\d+)", match[0])
        label = clause and re.search(
            r"(?:残疾|死亡)赔偿金(?:为|是|:|按|\s)*$", view.text[clause.start : money.start].split("、")[-1]
        )
        if label and years and money.start not in view.used:
            head = label[0].strip()[:5]
            found = Found(money.value * int(years[1]) * rate.value, head, clause, money.start, match.end())
            losses.totals.setdefault(head, []).append(found)
            view.use(money, "formula")
            view.use(rate, "formula")
    for match, (money, time, *rest) in view.hits(
        r"{M}(?:元)?(?:/年)?\s*[×xX*乘]\s*{T}(?:\s*[×xX*乘]\s*{R})?"
    ):
        clause = view.clause_at(money.start)
        years = (
            time.value.years
            if isinstance(time.value, Duration) and not time.value.months and not time.value.days
            else 0
        )
        if not years or clause is None or money.start in view.used:
            continue
        for q in (money, time, *rest):
            view.use(q, "formula")
        label = re.search(
            r"(?:残疾|死亡)赔偿金(?:为|是|:|按)?$", view.text[clause.start : money.start].split("、")[-1]
        )
        if label:
            value = money.value * years * (rest[0].value if rest else 1)
            head = label[0][:5]
            losses.totals.setdefault(head, []).append(Found(value, head, clause, money.start, match.end()))


def _in_turn(view: View, losses: Losses) -> None:
    """``死亡赔偿金、丧葬费分别核定为X元、Y元``: labels and amounts in the same order; several amounts of one label add up."""
    for match in re.finditer(r"分别|依次|各(?=为|是)", view.text):
        clause = view.clause_at(match.start())
        if clause is None or clause.start >= view.question[0]:
            continue
        begin, end = view.sentences[clause.sentence]
        after = view.text[match.end() : min(end, match.end() + 60)]
        row = re.match(r"[^Ⓜ，。;]{0,10}Ⓜ▪*(?:元)?(?:[、和及与，]+Ⓜ▪*(?:元)?)+", after)
        if row is None:
            continue
        amounts = [
            q
            for q in view.quantities
            if match.end() <= q.start < match.end() + row.end() and q.kind == "money"
        ]
        if any(q.start in view.used or q.per or q.approx for q in amounts):
            continue
        before = [q.end for q in view.quantities if q.kind == "money" and begin <= q.start < match.start()]
        labels = [
            x
            for x in labels_in(view.text[max([begin, *before]) : match.start()], max([begin, *before]))
            if x.head != "住院"
        ]
        heads = [x.head for x in labels]
        if len(labels) == len(amounts) and len(set(heads)) == len(heads):
            for label, q in zip(labels, amounts, strict=True):
                losses.totals.setdefault(label.head, []).append(_found(q, label, clause))
                view.use(q, "loss")
        elif len(set(heads)) == 1 and re.search(
            r"两次|二次|[两二三]家|先后|[两二三](?:个|所)医院", view.text[begin : match.start()]
        ):
            total = Found(
                sum((q.value for q in amounts), Fraction(0)),
                labels[-1].text,
                clause,
                amounts[0].start,
                amounts[-1].end,
            )
            losses.totals.setdefault(heads[0], []).append(total)
            for q in amounts:
                view.use(q, "loss")


def _rates_in_turn(view: View, losses: Losses) -> None:
    """``误工期90天、护理期60天、营养期60天，标准分别为每天180元、130元、30元``: as many daily rates as periods, in order."""
    lead = r"(?:每人?[天日]|标准|分别|依次|按)[^。;，ⓂⓉ给付垫赔]{0,14}(?=Ⓜ)"
    row = re.compile(r"(?:Ⓜ▪*(?:元)?(?:/[天日]|每[天日])?[、和及与，]*)+")
    for match in re.finditer(lead, view.text):
        end = row.match(view.text, match.end()).end()
        rates = [q for q in view.quantities if match.end() <= q.start < end and q.kind == "money"]
        begin, stop = view.sentence_at(match.start())
        if not re.search(r"分别|依次|对应", view.text[max(begin, match.start() - 20) : min(stop, end + 6)]):
            continue
        if not any(label.head in RATE_HEADS for label in labels_in(view.text[begin : match.start()])):
            begin = view.sentence_at(max(begin - 2, 0))[0]  # the periods stand in the sentence before
        labels = [
            label
            for label in labels_in(view.text[begin : match.start()], begin)
            if label.head in RATE_HEADS and re.match(r"[^，。;、()ⓂⓇ]{0,6}Ⓣ", view.text[label.end :])
        ]
        heads, clause = [label.head for label in labels], view.clause_at(match.start())
        told = "日" in match[0] or "天" in match[0] or any(q.per == "day" for q in rates)
        if (
            clause is None
            or len(rates) < 2
            or not told
            or len(rates) != len(labels)
            or len(set(heads)) < len(heads)
            or any(q.start in view.used or q.approx or q.per not in (None, "day") for q in rates)
        ):
            continue
        for label, q in zip(labels, rates, strict=True):
            losses.rates.setdefault(label.head, []).append(_found(q, label, clause))
            view.use(q, "rate")


def _piece(
    view: View, losses: Losses, clause: Clause, piece: Piece, topic: Label | None, group: list[Label]
) -> tuple[Label | None, list[Label]]:
    labels = labels_in(piece.text, piece.start)
    free = [q for q in piece.quantities if q.start not in view.used and q.kind in ("money", "duration")]
    labels, free = labels[:40], free[:40]  # more in one piece is no list that people write
    if not free:
        recited = any(view.used.get(q.start) == "limit" for q in piece.quantities)
        for label in () if recited else labels:
            losses.bare.append((label.head, clause, label.start))
        if labels:
            in_list = topic is not None and group and group[-1] is topic
            group = [*group, *labels] if in_list else list(labels)
            topic = labels[-1]
        return topic, group
    for index, q in enumerate(free):
        label = _label_for(view, piece, labels, free, index, topic)
        if label is None:
            continue
        own = view.text[max(piece.start, free[index - 1].end if index else 0) : q.start]
        if label is topic and label not in labels and q.kind == "money" and _FOREIGN.search(own):
            continue  # it has a name of its own, only none of ours
        if q.kind == "money" and others_loss(view, clause, q):
            view.use(q, "other")
            continue
        in_group = [*group, *[x for x in labels if x.start < q.start and x not in group]]
        heads = tuple(dict.fromkeys(x.head for x in in_group if x.head != "住院"))
        if (
            q.kind == "money"
            and not q.per
            and len(heads) > 1
            and _joined(view.text, piece.start, q.start, labels)
        ):
            losses.groups.append((heads, _found(q, label, clause)))
            view.use(q, "group")
            label = labels[-1] if labels else label
        else:
            _place(view, losses, clause, q, label, fresh=label in labels or label in group)
        topic = label
    return topic, []


def _joined(text: str, start: int, end: int, labels: list[Label]) -> bool:
    """Whether one amount stands for several labels: 合计, 一共, or the labels tied by 加, 和."""
    if _SUM.search(text, start, end + 1):
        return True
    left = [x for x in labels if x.end <= end]
    return len(left) > 1 and all(
        text[a.end : b.start] in ("加", "加上", "和", "及", "与", "跟") for a, b in pairwise(left)
    )


def others_loss(view: View, clause: Clause, q: Quantity) -> bool:
    """Whether an amount is the liable side's own loss (被告货车自身维修费, 某某亦受伤)."""
    text = view.people[clause.start : q.start]
    names = "被告|对方|司机|肇事|Ⓒ+"
    if re.search(
        rf"(?:{names})[^，。]{{0,3}}(?:货|轿|客|小|的)?车(?:辆)?(?:自身|自己|的)*(?:维修|修理|修|损|受损)|(?:{names})(?:自身|自己|亦|也)",
        text,
    ):
        return True
    own = re.search(
        r"(?:货|轿|客|肇事|出租|公交|卡)车(?:辆)?(?:自身|自己|本身|一?方(?:也|亦)?有?)的?(?:车损|损|修|维修|损失)",
        text,
    )
    if own and not re.search("原告|我|受害|Ⓥ", text[: own.start()]):
        return True
    start = view.sentences[clause.sentence][0]
    return bool(
        re.search(
            rf"(?:{names})(?:亦|也)[^。;]{{0,10}}受伤|(?:{names})自己的?(?:车|伤)",
            view.people[start : q.start],
        )
    )


def _label_for(
    view: View, piece: Piece, labels: list[Label], free: list[Quantity], index: int, topic: Label | None
) -> Label | None:
    """The label of a quantity: nearest to its left in the piece, else right after it, else carried over."""
    q = free[index]
    left = [x for x in labels if x.end <= q.start]
    right = [x for x in labels if x.start >= q.end]
    if left and not (
        index and free[index - 1].start >= left[-1].end and right and right[0].start - q.end <= 4
    ):
        return left[-1]
    if right and right[0].start - q.end <= 6 and (q.kind == "money" or right[0].head != "住院"):
        following = free[index + 1].start if index + 1 < len(free) else piece.end
        if right[0].start < following:
            return right[0]
    if q.kind == "duration" and left:
        return left[-1]
    return topic


def _found(q: Quantity, label: Label, clause: Clause) -> Found:
    value = q.value if isinstance(q.value, Fraction) else Fraction(0)
    return Found(value, label.text, clause, q.start, q.end)


def _place(view: View, losses: Losses, clause: Clause, q: Quantity, label: Label, fresh: bool) -> None:
    head, found = label.head, _found(q, label, clause)
    if q.kind == "duration" and head == "住院伙食补助费":
        head = "住院"  # 伙食补助(30天，每天50元)
    if q.kind == "duration":
        if (
            not fresh
            and label.head == "住院"
            and re.search(r"休|歇|停|假|证明|护理|营养|照[顾看料]", view.before(q.start))
        ):
            return  # 住院9天，医生开证明休息60天
        _place_time(view, losses, q, head, found)
        return
    inside = re.match(r"(?:元)?(?:已|均|一并)?(?:计入|包含在|含在|包括在|列入|算在)", view.after(q.end, 8))
    if inside:
        losses.inside.add(found.value)
    if (
        q.approx
        or inside
        or _PART.search(view.before(q.start, 6))
        or _within_class(view, losses, clause, label)
    ):
        view.use(q, "part")
        return
    told = head in losses.rates and q.per is None and q.value < 1000
    if head in RATE_HEADS and (
        q.per == "day"
        or (
            told
            and re.search(
                r"(?:按|以|标准|降为|降到|减为|调整为|改为)[^，。;Ⓜ]{0,3}$", view.before(q.start, 8)
            )
            and not re.match(r"(?:元)?(?:一次性|整|包干)", view.after(q.end, 6))
        )
    ):  # 伙食补助每天报100元，法院按80元支持
        losses.rates.setdefault(head, []).append(found)
        view.use(q, "rate")
        return
    if q.per in ("day", "month", "year"):
        return  # wages and monthly rates have their own readers
    wage = re.search(r"工资|收入|月薪|底薪", view.text[clause.start : q.start])
    if head == "误工费" and wage and label.start < clause.start:
        return  # 误工费争议：…工资合计86,400元
    if head == "误工费" and wage and not (fresh and re.search("费|损失", label.text)):
        return  # a wage told where the time off work is the topic
    if head == "住院":
        if not re.search(r"花|费|用", view.before(q.start, 8)):
            return
        head = "医疗费"
    if head == "丧葬费" and _ACTUAL.search(clause.text):
        view.use(q, "part")
        return
    known = losses.totals.setdefault(head, [])
    if (
        not fresh
        and known
        and known[-1].clause.sentence == clause.sentence
        and (known[-1].clause.level == clause.level or clause.level != "court")
    ):
        return  # the label has its amount already: this one is something else
    known.append(found)
    view.use(q, "loss")


def _within_class(view: View, losses: Losses, clause: Clause, label: Label) -> bool:
    """死亡伤残项下372,000元，其中含精神损害抚慰金9,000元: a part of the class that was told before it in the sentence."""
    lead = view.text[max(0, label.start - 8) : label.start]
    if not re.search(r"(?:其中|[(，]|里面?|内)(?:已|还|也)?(?:含有?|包含|包括|有|计入)了?$|其中$", lead):
        return False
    return any(
        found.clause.sentence == clause.sentence and found.end <= label.start
        for name in ("医疗费用项", "死亡伤残项")
        for found in losses.totals.get(name, ())
    )


def _place_time(view: View, losses: Losses, q: Quantity, head: str, found: Found) -> None:
    value = q.value
    if not isinstance(value, Duration) or q.approx:
        return
    if head not in DAY_HEADS and head != "住院":
        return
    single = value in (Duration(0, 0, 1), Duration(0, 1, 0))
    if single and (
        "Ⓜ" in view.after(q.end, 8)
        or re.search(r"Ⓜ▪*[元块/]?$|[前每后当]$", view.text[max(0, q.start - 16) : q.start])
    ):
        return  # 一天30元 and 30元一天 are rates, 前一天 is a date
    if re.search(r"(?:除以|÷|/|按每?月)\s*$", view.before(q.start, 5)):
        return  # 除以30天
    if re.search(r"(?:出工|出勤|上班|干活|工作|干)(?:了|满|共)*$", view.before(q.start, 6)):
        return  # days worked
    if re.search("(?:每|一)年$", view.before(q.start, 3)):
        return  # 每年12个月
    if re.search("(?:前|近)的?$", view.before(q.start, 3)) and re.match(
        r"[^，。;]{0,10}(?:工资|收入|平均|月均|流水)", view.text[q.end : q.end + 16]
    ):
        return  # 事故前三个月的平均工资: a window for the wage
    if value.days == 365 and re.search(r"按|每年|一年", view.before(q.start, 6)):
        return
    if value.days and not value.months and not value.years:
        found.value = Fraction(value.days)
        losses.days.setdefault(head, []).append(found)
    elif not value.days:
        found.value = Fraction(value.years * 12 + value.months)
        losses.months.setdefault(head, []).append(found)
    else:
        return
    view.use(q, "time")


def read_people(view: View, losses: Losses) -> list[tuple[str, int, Clause]]:
    """How many persons nursed: (period text, number, clause) wherever a count of nurses is written."""
    found = []
    for clause in view.clauses:
        if not re.search(r"护理|陪护|护工|看护|照[顾护]", clause.text) or clause.level == "claim":
            continue
        pattern = rf"(?:由|需要?|需|要|按|为|共|每天|安排|请了?|留)?({COUNT})(?:名|个|位)?(?:家属|亲属|护工|护理人员|人)(?:护理|陪护|看护)?"
        for match in re.finditer(pattern, clause.text):
            if re.match("轮[流班换]|倒班|换班|交替", clause.text[match.end() :]) or re.search(
                "轮[流班换]|交替", clause.text[match.start() : match.end()]
            ):
                continue  # by turns: one at a time
            number = count(match[1])
            if number and number <= 4:
                found.append((clause.text[: match.start()], number, clause))
    return found
