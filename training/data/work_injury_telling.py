"""A scene's clauses in some order, its sentences, and its question."""

from __future__ import annotations

import re

from training.data import work_injury_plots as plots
from training.data.work_injury_forms import Told, choose
from training.data.work_injury_scene import WOMEN, Scene, fill, phrases
from training.data.writing import bank

# Orders of telling; every group stands in each.
_SKELETONS: dict[str, str] = {
    "chronicle": "who place insur event treated recog grade leave care "
    "kin end wage stat months law cost paid",
    "figures-first": "who place wage insur stat event treated recog grade "
    "care leave kin end months law cost paid",
    "statistics-last": "who place event recog treated grade insur wage leave "
    "care kin cost end months law paid stat",
    "wage-early": "who event treated wage recog grade leave care place "
    "insur end stat months law kin cost paid",
    "insurance-late": "who place event treated recog grade stat wage leave "
    "end months law care kin cost paid insur",
    "rules-first": "stat months law place who insur event recog grade "
    "treated wage leave care kin cost end paid",
    "kin-early": "who kin place wage event treated recog grade cost "
    "leave care insur end months stat law paid",
    "grade-first": "grade who place event treated recog care kin insur "
    "wage leave cost stat end months law paid",
    "payment-first": "paid who place insur end event recog grade treated "
    "care kin leave wage cost months law stat",
    "end-first": "end who place wage event treated recog grade insur "
    "leave care stat kin cost law months paid",
    "event-first": "event treated who place recog insur grade care leave "
    "kin wage end law months stat cost paid",
    "wage-last": "insur who place event treated recog grade kin cost "
    "leave care end months stat law paid wage",
    "figures-split": "who wage place event stat recog treated insur end "
    "grade months leave care law paid kin cost",
    "kin-last": "who place insur treated event recog stat law wage grade end care leave months cost paid kin",
}
_JUMBLED = "jumbled"  # as it comes to mind
_JUMBLES = {"exam": 0.08, "judgment": 0.03, "layman": 0.22}
_BEGUN = "另又再还同经后其就仅关上对并此"  # a sentence that begins so needs no opener
_TOGETHER = ("leave", "months", "cost")  # what belongs together stands in one sentence


def compose(scene: Scene) -> tuple[str, str]:
    """The text with its marks, and the name of its skeleton."""
    rng, voice = scene.rng, scene.voice
    name = _JUMBLED if rng.random() < _JUMBLES[voice] else rng.choice(list(_SKELETONS))
    if scene.terse:
        name += "-terse"
    chances = {"exam": (6, 3, 0), "judgment": (3, 5, 2), "layman": (3, 5, 2)}[voice]
    for _ in range(0 if scene.terse else rng.choices((0, 1, 2), chances)[0]):
        aside(scene)
    size = rng.choice((2, 2, 3)) if voice == "judgment" else rng.choice((1, 2, 2, 3))
    sentences = _sentences(scene, name, size)
    for clause in dict.fromkeys(scene.clauses.get("aside", [])):
        sentences.insert(rng.randrange(1, len(sentences) + 1), [clause])
    stop = "；" if voice == "exam" and rng.random() < 0.2 else "。"
    if voice == "layman" and rng.random() < 0.12:
        stop = "，"
    sentences += [[clause] for clause in scene.clauses.get("last", [])]
    body = stop.join(_opened(scene, at, _sentence(scene, each)) for at, each in enumerate(sentences))
    question, style = _question(scene)
    lead = choose(rng, rng.choice(scene.bank["lead"][voice]))
    before = bank("work_injury_near")["before"].get(voice)
    if before and rng.random() < 0.25:
        lead = _names(scene, fill(choose(rng, rng.choice(before)), {"claimant": scene.claimant})) + lead
    if (
        style == "asks"
        and stop == "。"
        and rng.random() < {"exam": 0.07, "judgment": 0, "layman": 0.16}[voice]
    ):
        style = "asks-first"
        link = rng.choice(("情况是这样的：", "", "事情是这样：")) if voice == "layman" else ""
        text = f"{lead}{question}{link}{body}。"
    else:
        text = f"{lead}{body}。{question}"
    if voice == "layman" and rng.random() < 0.07:
        text = _mistyped(scene, text)
    return _tidy(text), f"{voice}/{name}/{size}/{style}/{stop}"


def _sentences(scene: Scene, name: str, size: int) -> list[list[str]]:
    found: list[list[str]] = []
    groups = _SKELETONS.get(name.removesuffix("-terse"), _SKELETONS["chronicle"]).split()
    if name.startswith(_JUMBLED):
        scene.rng.shuffle(groups)
    for group in groups:
        clauses = scene.clauses.get(group, [])
        if group in _TOGETHER and len(clauses) > 1:
            found.append(list(clauses))
            continue
        for clause in clauses:
            last = found[-1] if found else []
            if not found or len(last) >= size or (group == "event" and len(last) > 1) or group == "who":
                found.append([])
            found[-1].append(clause)
    return found


def aside(scene: Scene) -> None:
    """A fact that decides nothing, sometimes with a figure near the right ones."""
    rng = scene.rng
    wording = scene.wording("aside_figure" if rng.random() < 0.3 and not scene.omit else "aside")
    slots = {
        "n1": scene.money(rng.randrange(150, 269) * 10),
        "n2": scene.money(rng.randrange(2, 40) * 500),
        "n3": scene.money(rng.randrange(28000, 71000)),
        "n4": scene.money(rng.randrange(3, 25) * 100),
        "n5": scene.money(rng.randrange(25, 120) * 100),
    }
    barred = {
        "最低工资": plots.PENSION in scene.heads or "最低工资" in scene.facts,
        "可支配收入": "死亡情形" in scene.facts,
        "医疗费": "医疗费" in scene.facts or scene.deduct_paid,
        "医药费": "医疗费" in scene.facts or scene.deduct_paid,
        "保险": scene.facts.get("参保") is False,
        "试用期": "停工留薪期" in scene.facts,
        "底薪": "停工留薪期" in scene.facts,
        "理赔": scene.deduct_paid,
        "赔了": scene.deduct_paid,
        "出院": "死亡情形" in scene.facts,
        "其妻": scene.person in WOMEN or "供养亲属" in scene.facts,
        "鉴定": "死亡情形" in scene.facts or scene.omit == "grade",
        "未成年": "供养亲属" in scene.facts,
    }
    if not any(no and word in wording for word, no in barred.items()):
        scene.clauses["aside"].append(fill(wording, slots))


def _opened(scene: Scene, at: int, sentence: str) -> str:
    """A sentence in the middle, now and then with the words that begin a new finding."""
    likely = {"exam": 0.04, "judgment": 0.16, "layman": 0.07}[scene.voice]
    if not at or sentence[0] in _BEGUN or scene.rng.random() > likely:
        return sentence
    return str(scene.rng.choice(bank("work_injury_near")["openers"][scene.voice])) + sentence


def _sentence(scene: Scene, clauses: list[str]) -> str:
    """Clauses joined by commas; after the first, the worker need not be named again."""
    text, named = "", False
    for clause in clauses:
        if "{p}" in clause:
            clause = clause.replace("{p}", "" if named and scene.rng.random() < 0.7 else "{P}")
            named = True
        named = named or "{P}" in clause
        joint = "；" if scene.voice != "layman" and scene.rng.random() < 0.1 else "，"
        text += (joint if text else "") + clause
    return _names(scene, text)


def _names(scene: Scene, text: str) -> str:
    names = {"P": scene.person, "p": scene.person, "C": scene.firm, "c": scene.firm, "C1": scene.firm_full}
    return fill(text, {**names, "pro": _pronoun(scene)})


def _pronoun(scene: Scene) -> str:
    if scene.person == "我":
        return "我"
    return "她" if scene.person in WOMEN else "他"


def _question(scene: Scene) -> tuple[str, str]:
    """The question, and whether it names its heads itself or points back to a claim."""
    rng, asks = scene.rng, phrases("work_injury_asks")
    claimant = {"P": scene.claimant, "p": scene.claimant}
    listed = _grouped(scene)
    if listed:  # the element says what the group stands for
        scene.extra.append(("所问", "、".join(scene.heads)))
    heads = {"heads": listed or Told(_listed(scene), "所问"), **claimant, **scene.ask_slots}
    key = "net_firm" if scene.deduct_paid else scene.ask
    if key == "several" and rng.random() < 0.16:
        claim = choose(rng, rng.choice(asks["claims"][scene.voice]))
        wording = choose(rng, rng.choice(asks["referring"][scene.voice]))
        return _names(scene, fill(claim + "。" + wording, heads)), "refers"
    wording = choose(rng, rng.choice(asks[key][scene.voice]))
    return _names(scene, fill(wording, heads)), "asks"


def _grouped(scene: Scene) -> str:
    """A name for all the heads together, now and then."""
    group = phrases("work_injury_asks")["groups"].get("、".join(scene.heads))
    if not group or scene.ask.startswith("open") or scene.rng.random() > 0.2:
        return ""
    return str(scene.rng.choice(group))


def _listed(scene: Scene) -> str:
    """The heads as the question names them."""
    rng, asks = scene.rng, phrases("work_injury_asks")
    names = [rng.choice(asks["names"][head]) for head in scene.heads]
    if "停工留薪期已付" in scene.facts and len(names) > 1:
        names[scene.heads.index(plots.LEAVE)] = "停工留薪期工资差额"
    joints = ("和", "还有", "、", "加上") if scene.voice == "layman" else ("和", "及", "与", "、", "以及")
    if len(names) > 1 and "n" in scene.ask_slots:
        pairs = list(zip(names, scene.heads, strict=True))
        span = f"{scene.ask_slots['n']}个月的" + "和".join(n for n, h in pairs if h in plots.MONTHLY)
        names = [*(n for n, h in pairs if h not in plots.MONTHLY), span]
    return "、".join(names[:-1]) + rng.choice(joints) + names[-1] if len(names) > 1 else names[0]


def _mistyped(scene: Scene, text: str) -> str:
    """One slip of the keyboard in a word that is no figure and no part of an element."""
    typos = [pair for pair in phrases("work_injury_asks")["typos"] if pair[0] in text]
    if not typos:
        return text
    right, wrong = scene.rng.choice(typos)
    return text.replace(right, wrong, 1)


def _tidy(text: str) -> str:
    text = re.sub(r"[，；]+([。？；])", r"\1", text)
    text = re.sub(r"。{2,}", "。", text)
    return re.sub(r"，{2,}", "，", text)
