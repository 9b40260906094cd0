"""Facts and rules → what the law gives: items, who pays, and the one number that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from lexcalc.case.model import Case
from lexcalc.law.dates import before_regulation, governing
from lexcalc.law.env import Env, Usage
from lexcalc.law.formula import parse
from lexcalc.law.missing import Missing, MissingFacts
from lexcalc.law.render import fill, substituted, symbolic
from lexcalc.law.rulebook import NotInForce, Rulebook, load_rulebook
from lexcalc.law.schema import Item, Way
from lexcalc.money import cents

# Names that the assessment itself gives to the formulas: what is asked, and the losses to be divided.
PRESETS = (
    "另问赔偿金",
    "所问死亡赔偿金",
    "死亡伤残损失",
    "医疗损失",
    "财产损失合计",
    "保险外损失",
    "间接损失",
    "精神损害损失",
    "诉讼费用损失",
)


@dataclass
class Line:
    """One computed head; ``payer`` None is the loss before it is divided."""

    head: str
    payer: str | None
    formula: str
    substituted: str
    amount: Fraction
    citations: list[str]
    confirmed: bool = True
    explanation: str = ""
    monthly: bool = False
    category: str = ""


@dataclass
class Assessment:
    """What the law gives for a case; ``answer`` is None whenever anything asked for is not certain.

    ``statistics`` are the published figures that were looked up, by name, as they were published.
    """

    scenario: str | None = None
    items: list[Line] = field(default_factory=list)
    payers: dict[str, Fraction] = field(default_factory=dict)
    answer: Fraction | None = None
    missing: list[Missing | str] = field(default_factory=list)
    discretion: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    statistics: dict[str, str] = field(default_factory=dict)

    def lack(self, *missing: Missing | str) -> None:
        """Add what is missing, each once (the first report of a fact stands)."""
        for each in missing:
            named = {m.name for m in self.missing if isinstance(m, Missing)}
            if each not in self.missing and getattr(each, "name", None) not in named:
                self.missing.append(each)

    def note(self, *notes: str) -> None:
        """Add notes, each once."""
        self.notes.extend(note for note in dict.fromkeys(notes) if note not in self.notes)


def assess(
    case: Case,
    rulebook: Rulebook | None = None,
    on: date | None = None,
    trial_date: date | None = None,
    region: str | None = None,
) -> Assessment:
    """Apply the rules to a case; never guesses: what cannot be computed is listed as missing."""
    rulebook = rulebook or load_rulebook()
    if case.scenario == "WC" and (other := _employment_part(case, rulebook)):
        return _mixed(case, other, rulebook, (on, trial_date, region))
    result = Assessment(case.scenario)
    if case.scenario is None:
        result.lack(*(case.doubts or ["看不出属于经济补偿、工伤还是交通事故（可用 --scenario 指明）"]))
        return result
    dates = governing(case.facts, on, trial_date)
    result.dates = {selector: str(day) for selector, day in dates.items() if str(day)}
    if result.dates.get("benefit_date") == result.dates.get("injury_date"):
        result.dates.pop("benefit_date", None)
    if case.scenario == "WC" and (early := before_regulation(dates["benefit_date"])):
        result.lack(early, *case.doubts)
        return result
    env = Env(case.facts, rulebook, case.scenario, dates, region, date.today())
    heads = _heads(case, rulebook, env, result)
    env.preset["另问赔偿金"] = "违法解除赔偿金" in heads
    env.preset["所问死亡赔偿金"] = "死亡赔偿金" in case.asked.heads
    alone = False
    for head in heads:
        try:
            newest = rulebook.items(case.scenario)[head][-1]
            item = rulebook.item(case.scenario, head, dates[newest.selected_by])
            line = compute(item, env, result)
        except NotInForce as none:
            result.lack(none.zh)
            continue
        except MissingFacts as missing:
            result.lack(*missing.facts)
            continue
        if line is not None:
            result.items.append(line)
            alone |= item.alone
    if alone and len(heads) > 1:
        result.lack("个人所得税是由应得款项中扣缴的，不与其他项目相加，请单独计算")
    from lexcalc.law import answer

    try:
        answer.settle(case, env, result)
    except NotInForce as none:
        result.lack(none.zh)
    if case.doubts:
        result.lack(*case.doubts)
    _against_the_judgment(case, rulebook, result)
    if result.missing:
        result.answer = None
    return result


def _against_the_judgment(case: Case, rulebook: Rulebook, result: Assessment) -> None:
    """Doubt a head whose amount a pasted judgment names otherwise."""
    from lexcalc.law.named import contradiction, pasted
    from lexcalc.money import grouped

    if result.missing or not pasted(case.text):
        return
    aliases = rulebook.head_names(case.scenario or "")
    for line in result.items:
        names = [name for name, head in aliases.items() if head == line.head]
        stated = contradiction(case.text, names, line.amount) if names else []
        if stated:
            sums = "元、".join(map(grouped, stated))
            told = "" if stated == [0] else f"，案情中写明的是{sums}元"
            result.lack(
                f"{line.head}：算得{grouped(line.amount)}元{told}"
                "（可用 --set 改正读错的事实；核对无误的用 lexcalc calc 计算）"
            )


def _employment_part(case: Case, rulebook: Rulebook) -> tuple[str, ...]:
    """Heads of employment law that are asked beside work-injury benefits (实施条例第23条)."""
    injury, employment = rulebook.head_names("WC"), rulebook.head_names("EC")
    return tuple(h for h in case.asked.heads if h not in injury and h in employment)


def _mixed(
    case: Case,
    other: tuple[str, ...],
    rulebook: Rulebook,
    options: tuple[date | None, date | None, str | None],
) -> Assessment:
    """Both parts by their own rules; the answer is their sum, all of the employment part the employer's."""
    heads = tuple(h for h in case.asked.heads if h not in other)
    if case.asked.payer not in (None, "用人单位") or case.asked.deduct_paid:
        other_payer = Assessment("WC")
        other_payer.lack("工伤待遇与劳动合同项目一并请求时，只能计算应付总额或者用人单位应付部分")
        return other_payer
    ours = replace(case, asked=replace(case.asked, heads=heads))
    theirs = replace(case, scenario="EC", asked=replace(case.asked, heads=other, payer=None))
    whole = assess(theirs, rulebook, *options)
    injury = assess(ours, rulebook, *options) if heads else Assessment("WC")
    injury.items += whole.items
    injury.lack(*whole.missing)
    injury.note(*whole.notes)
    injury.discretion += [d for d in whole.discretion if d not in injury.discretion]
    injury.dates = {**whole.dates, **injury.dates}
    injury.statistics |= whole.statistics
    for payer, amount in whole.payers.items():
        injury.payers[payer] = injury.payers.get(payer, Fraction(0)) + amount
    done = whole.answer is not None and (injury.answer is not None or not heads)
    injury.answer = (injury.answer or Fraction(0)) + whole.answer if done and not injury.missing else None
    return injury


def _heads(case: Case, rulebook: Rulebook, env: Env, result: Assessment) -> list[str]:
    """The heads asked for; when none is named, those that the facts raise."""
    known = rulebook.head_names(env.scenario)
    if not case.asked.heads:
        raised = [
            head
            for head, versions in rulebook.items(env.scenario).items()
            if versions[-1].raised and env.truth(versions[-1].raised)
        ]
        if not raised:
            result.lack("题面没有写明要计算哪一项，也没有足以判断的事实（可用 --head 指明项目）")
        return raised
    for head in case.asked.heads:
        if head not in known:
            result.lack(f"“{head}”：现有规则不含此项目，不能计算")
    heads = list(dict.fromkeys(known[head] for head in case.asked.heads if head in known))
    for head in heads:
        for absorbed in rulebook.items(env.scenario)[head][-1].absorbs:
            raised = rulebook.items(env.scenario)[absorbed][-1].raised
            if absorbed not in heads and env.truth(raised):
                result.lack(f"所问“{head}”是否包括“{absorbed}”：题面给出了后者的事实，法律上后者计入前者")
    return heads


def compute(item: Item, env: Env, result: Assessment) -> Line | None:
    """One head's amount, rounded once; None (and the missing facts) when it cannot be computed."""
    for denial in item.deny:
        if env.truth(denial.when):
            citations = env.cited(denial.cite or item.cite)
            result.note(f"{item.head}：{denial.because}")
            return Line(
                item.head, payer_of(item, env), "0", "0", Fraction(0), citations, True, denial.because
            )
    try:
        way, value, usage = env.first_way(item.ways, item.cite)
    except MissingFacts as missing:
        result.lack(*missing.facts)
        if item.discretion:
            result.discretion.append(fill(item.discretion, env))
        return None
    if value < 0:  # the law gives no claim in the other direction: something was read or given wrong
        result.lack(
            f"{item.head}：算得负数（已付或扣减的多于应付的），请核对事实（可用 --set 改正读错的事实）"
        )
        return None
    result.note(*usage.notes)
    result.statistics |= usage.statistics
    monthly = bool(item.monthly and env.truth(item.monthly))
    tree = parse(way.formula)
    return Line(
        head=item.head,
        payer=payer_of(item, env),
        formula=symbolic(tree, env),
        substituted=substituted(tree, env),
        amount=cents(value),
        citations=env.cited([*item.cite, *way.cite, *usage.cite]),
        confirmed=usage.confirmed,
        explanation=_explain(way, usage, env),
        monthly=monthly,
        category=item.category,
    )


def _explain(way: Way, usage: Usage, env: Env) -> str:
    said = [fill(way.say, env)] if way.say else []
    return "；".join([*said, *usage.derived])


def payer_of(item: Item, env: Env) -> str | None:
    """Who pays a head: the first of its payers whose condition holds; None when that is not known."""
    for condition, payer in item.payer:
        if not condition:
            return payer
        holds = env.truth(condition)
        if holds is None:
            return None
        if holds:
            return payer
    return None


def total(lines: list[Line]) -> Fraction:
    """The sum of rounded items."""
    return sum((line.amount for line in lines), Fraction(0))
