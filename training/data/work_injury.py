"""Questions on work-injury benefits (工伤待遇): a plot is drawn, told in a voice, and put in some order."""

from __future__ import annotations

import random
import re

from training.data import work_injury_deaths as deaths
from training.data import work_injury_forms as forms
from training.data import work_injury_others as others
from training.data import work_injury_plots as plots
from training.data.work_injury_forms import Told, choose
from training.data.work_injury_scene import Scene, fill
from training.records import Draft, Voice

_SKELETONS: dict[str, str] = {  # orders of telling; every group stands in each
    "chronicle": "who place insur event treated recog grade leave care kin end wage stat months cost paid",
    "figures-first": "who place wage insur stat event treated recog grade care leave kin end months cost paid",
    "statistics-last": "who place event recog treated grade insur wage leave care kin cost end months paid stat",
    "wage-after-injury": "who event treated wage recog grade leave care place insur end stat months kin cost paid",
    "insurance-late": "who place event treated recog grade stat wage leave end months care kin cost paid insur",
}
_WEIGHTS: tuple[tuple[str, float], ...] = (
    ("single", 60),
    ("together", 29),
    ("death", 25),
    ("illegal", 4),
    ("costs", 5),
    ("rare", 2),
)
_NEEDED = {  # what may be left untold, by head
    plots.LUMP: ("grade", "wage"),
    plots.LEAVE: ("leave", "leave_wage"),
    plots.PENSION: ("wage", "grade"),
    plots.CARE: ("average",),
    plots.MEDICAL: ("months", "average_end"),
    plots.JOB: ("months", "average_end"),
}
_OMITTED = 0.075


def sample(rng: random.Random, voice: Voice) -> Draft:
    """A legally coherent case told in a voice, with what a reader can know from it."""
    scene = _plot(rng, voice)
    question, pattern = _compose(scene)
    text, found = forms.elements(question)
    asked = next((t for label, t in found if label == "所问"), "")
    listed = tuple((label, t) for label, t in found if label != "所问")
    return Draft(
        scenario="WC",
        question=text,
        facts=scene.facts,
        heads=tuple(scene.heads),
        elements=(*listed, *scene.extra, ("所问", asked)),
        voice=voice,
        pattern=pattern,
        payer=scene.payer,
        deduct_paid=scene.deduct_paid,
        notes=scene.notes,
    )


def _plot(rng: random.Random, voice: Voice) -> Scene:
    scene = Scene(rng, voice)
    kind = rng.choices([k for k, _ in _WEIGHTS], [w for _, w in _WEIGHTS])[0]
    if kind in ("single", "together"):
        table = {(h,): w for h, w in plots.SINGLE.items()} if kind == "single" else plots.TOGETHER
        heads = rng.choices(list(table), list(table.values()))[0]
        if rng.random() < _OMITTED * 1.35:
            scene.omit = rng.choice(_NEEDED[rng.choice(heads)])
        plots.disabled(scene, heads)
    elif kind == "death":
        deaths.killed(scene)
    elif kind == "illegal":
        others.illegal(scene)
    elif kind == "costs":
        others.costs(scene)
    else:
        others.rare(scene)
    if scene.omit:
        scene.notes["omitted"] = scene.omit
    return scene


def _compose(scene: Scene) -> tuple[str, str]:
    rng, voice = scene.rng, scene.voice
    name = rng.choice(list(_SKELETONS))
    groups = _SKELETONS[name].split()
    for _ in range(
        rng.choices((0, 1, 2), {"exam": (6, 3, 0), "judgment": (2, 5, 3), "layman": (2, 5, 3)}[voice])[0]
    ):
        _aside(scene)
    sentences: list[list[str]] = []
    size = rng.choice((1, 2, 2, 3)) if voice != "judgment" else rng.choice((2, 2, 3))
    for group in groups:
        clauses = scene.clauses.get(group, [])
        if group in ("leave", "months", "cost") and len(clauses) > 1:
            sentences.append(list(clauses))
            continue
        for clause in clauses:
            full = (
                not sentences or len(sentences[-1]) >= size or (group == "event" and len(sentences[-1]) > 1)
            )
            if full:
                sentences.append([])
            sentences[-1].append(clause)
    for clause in scene.clauses.get("aside", []):
        sentences.insert(rng.randrange(1, len(sentences) + 1), [clause])
    stop = rng.choice(("。", "。", "。", "；")) if voice == "exam" else "。"
    if voice == "layman" and rng.random() < 0.12:
        stop = "，"
    body = stop.join(_sentence(scene, clauses) for clauses in sentences)
    question = _question(scene)
    lead = choose(rng, rng.choice(scene.bank["lead"][voice]))
    place = "ask-last"
    if voice == "layman" and rng.random() < 0.08 and stop == "。":
        place = "ask-first"
        text = f"{lead}{question}{'情况是这样的：' if rng.random() < 0.6 else ''}{body}。"
    else:
        text = f"{lead}{body}。{question}"
    text = _tidy(text)
    return text, f"{voice}/{name}/{size}/{place}" + ("/；" if stop == "；" else "/，" if stop == "，" else "")


def _aside(scene: Scene) -> None:
    rng = scene.rng
    key = "aside_figure" if rng.random() < 0.3 and not scene.omit else "aside"
    wording = scene.wording(key)
    year = 2022
    slots = {
        "n1": scene.money(rng.randrange(150, 269) * 10 if year else 0),
        "n2": scene.money(rng.randrange(2, 40) * 500),
        "n3": scene.money(rng.randrange(28000, 71000)),
        "n4": scene.money(rng.randrange(3, 25) * 100),
    }
    if "最低工资" in wording and (plots.PENSION in scene.heads or "最低工资" in scene.facts):
        return
    if "可支配收入" in wording and "死亡日" in scene.facts:
        return
    if "医疗费" in wording and "医疗费" in scene.facts:
        return
    if "保险" in wording and scene.facts.get("参保") is False:
        return
    scene.clauses["aside"].append(fill(wording, slots))


def _sentence(scene: Scene, clauses: list[str]) -> str:
    """Clauses joined by commas; after the first, the worker and the employer need no naming again."""
    text, named, firm = "", False, False
    for clause in clauses:
        if "{p}" in clause:
            clause = clause.replace("{p}", "" if named and scene.rng.random() < 0.7 else "{P}")
            named = True
        if "{c}" in clause:
            clause = clause.replace("{c}", "{C}", 1)
            firm = True
        named = named or "{P}" in clause
        text += ("，" if text else "") + clause
    return _names(scene, text)


def _names(scene: Scene, text: str) -> str:
    return fill(
        text, {"P": scene.person, "C": scene.firm, "p": scene.person, "c": scene.firm, "C1": scene.firm_full}
    )


def _question(scene: Scene) -> str:
    rng, asks = scene.rng, forms.bank("work_injury_asks")
    names = [rng.choice(asks["names"][head]) for head in scene.heads]
    if len(names) > 1:
        joint = (
            rng.choice(("和", "及", "与", "、"))
            if scene.voice != "layman"
            else rng.choice(("和", "还有", "、", "加上"))
        )
        listed = "、".join(names[:-1]) + joint + names[-1]
    else:
        listed = names[0]
    if len(names) > 1 and "n" in scene.ask_slots:
        span = scene.ask_slots["n"]
        monthly = [n for n, h in zip(names, scene.heads, strict=True) if h in plots.MONTHLY]
        once = [n for n, h in zip(names, scene.heads, strict=True) if h not in plots.MONTHLY]
        listed = (
            "、".join([*once, f"{span}个月的" + "和".join(monthly)])
            if once
            else f"{span}个月的" + "和".join(monthly)
        )
    key = "net_firm" if scene.deduct_paid else scene.ask
    wording = choose(rng, rng.choice(asks[key][scene.voice]))
    if _OPENERS.match(wording) is None and rng.random() < 0.1 and scene.voice == "judgment":
        wording = "现" + wording if wording[0] in "请{" and not wording.startswith("{") else wording
    slots = {"heads": Told(listed, "所问"), "P": scene.claimant, "p": scene.claimant, **scene.ask_slots}
    return _names(scene, fill(wording, slots))


_OPENERS = re.compile(r"现|请|问")


def _tidy(text: str) -> str:
    text = re.sub(r"[，；]+([。？；])", r"\1", text)
    text = re.sub(r"。{2,}", "。", text)
    return re.sub(r"，{2,}", "，", text)
