"""Questions on work-injury benefits (工伤待遇): a plot is drawn, told in a voice, and put in some order."""

from __future__ import annotations

import random

from training.data import work_injury_accounts as accounts
from training.data import work_injury_deaths as deaths
from training.data import work_injury_forms as forms
from training.data import work_injury_others as others
from training.data import work_injury_plots as plots
from training.data.work_injury_near import near
from training.data.work_injury_scene import Scene
from training.data.work_injury_telling import compose
from training.records import Draft, Voice

_WEIGHTS = {"single": 50, "together": 20, "death": 25, "illegal": 9, "costs": 5, "gap": 4} | {
    "whole": 22,
    "third": 5,
    "third_dead": 2,
    "expiry": 4,
}
_PLOTS = {
    "death": deaths.killed,
    "illegal": others.illegal,
    "costs": others.costs,
    "gap": others.gap,
    "whole": accounts.whole,
    "third": accounts.third,
    "third_dead": accounts.third_dead,
    "expiry": accounts.expiry,
}
_TERSE = {"exam": 0.22, "judgment": 0, "layman": 0.15}
_OMITTED = 0.15  # of the injured; the deaths have their own share
_NEEDED = {  # what may be left untold, by head
    plots.LUMP: ("grade", "wage"),
    plots.LEAVE: ("leave", "leave_wage"),
    plots.PENSION: ("wage", "grade"),
    plots.CARE: ("average",),
    plots.MEDICAL: ("months", "average_end"),
    plots.JOB: ("months", "average_end"),
}


def sample(rng: random.Random, voice: Voice) -> Draft:
    """A legally coherent case told in a voice, with what a reader can know from it."""
    scene = _plot(rng, voice)
    question, pattern = compose(scene)
    text, found = forms.elements(question)
    asked = [(label, words) for label, words in found if label == "所问"]
    return Draft(
        scenario="WC",
        question=text,
        facts=scene.facts,
        heads=tuple(scene.heads),
        elements=(*(each for each in found if each not in asked), *scene.extra, *asked),
        voice=voice,
        pattern=pattern,
        payer=scene.payer,
        deduct_paid=scene.deduct_paid,
        notes=scene.notes,
    )


def _plot(rng: random.Random, voice: Voice) -> Scene:
    scene = Scene(rng, voice, terse=rng.random() < _TERSE[voice])
    kind = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    if kind in ("single", "together"):
        table = {(h,): w for h, w in plots.SINGLE.items()} if kind == "single" else plots.TOGETHER
        heads = rng.choices(list(table), list(table.values()))[0]
        if rng.random() < _OMITTED:
            scene.omit = rng.choice(_NEEDED[rng.choice(heads)])
            if scene.omit == "grade" and {plots.MEDICAL, plots.JOB} & set(heads):
                scene.omit = "average_end"  # their months are told by the grade
        plots.disabled(scene, heads)
    else:
        _PLOTS[kind](scene)
    if scene.omit:
        scene.notes["omitted"] = scene.omit
    near(scene)
    return scene
