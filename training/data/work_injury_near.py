"""Figures, dates and claims that stand near the facts that decide a case, and change nothing in law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from training.data import work_injury_plots as plots
from training.data.work_injury_deaths import FUNERAL, GRANT, INCOME, KIN
from training.data.work_injury_forms import choose
from training.data.work_injury_scene import Scene, fill
from training.data.writing import bank, chinese

_NUMBER = {"exam": (4, 4, 2, 0), "judgment": (2, 4, 3, 2), "layman": (3, 4, 3, 1)}
_LAST = date(2025, 12, 31)
_REVISED = date(2011, 1, 1)  # from then on the day of recognition decides nothing
_OTHERS = {
    True: (GRANT, FUNERAL, KIN, "精神抚慰金"),
    False: (
        plots.LUMP,
        plots.LEAVE,
        "住院伙食补助费",
        "停工留薪期护理费",
        "交通食宿费",
        "残疾辅助器具费",
        "加班工资",
        "经济补偿",
    ),
}
_LABELS = tuple(  # of the marked facts that something may resemble
    f"{label}\ue001"
    for label in ("月缴费工资", "本人工资", "原月工资", "社平", "人均可支配收入", "补助金月数")
)
_FREE = ("start", "averages", "at_injury", "incomes", "last")
_BESIDE = ("basic", "net", "last", "bonus", "start", "argued")


def near(scene: Scene) -> None:
    """Add up to three of them, each next to the fact that it resembles."""
    rng, table = scene.rng, bank("work_injury_near")
    number = rng.choices(range(4), _NUMBER[scene.voice])[0]
    possible = list(_possible(scene))
    for key, group, slots in rng.sample(possible, min(number, len(possible))):
        wording = choose(rng, rng.choice(table[key][scene.voice]))
        clauses = scene.clauses[group]
        clauses.insert(_place(scene, key, clauses), fill(wording, {**slots, "claimant": scene.claimant}))


def _place(scene: Scene, key: str, clauses: list[str]) -> int:
    """After the fact that it resembles; a figure that needs no antecedent may also stand before it."""
    found = [i for i, clause in enumerate(clauses) if any(label in clause for label in _LABELS)]
    after = found[0] + 1 if found else len(clauses)
    return after - 1 if found and key in _FREE and scene.rng.random() < 0.4 else after


def _possible(scene: Scene) -> Iterator[tuple[str, str, dict[str, object]]]:
    dead = "死亡情形" in scene.facts
    if not scene.omit:
        yield from _wages(scene, dead)
        yield from _statistics(scene, dead)
    yield from _dates(scene, dead)
    yield from _other_sums(scene, dead)
    rng = scene.rng
    grade = scene.facts.get("伤残等级")
    if isinstance(grade, Fraction) and not dead and grade < 10:
        least = f"{chinese(int(grade) + 1)}级"
        yield "graded_claim", "grade", {"g": least}
        money = scene.money(rng.randrange(30, 90) * 100)
        yield "colleague", "aside", {"g": f"{chinese(rng.randrange(int(grade) + 1, 11))}级", "n": money}
        yield from _other_grade(scene, int(grade))
    if plots.LEAVE in scene.heads and scene.omit != "leave" and "停工留薪期延长" not in scene.facts:
        yield "sick_note", "treated", {"k": scene.count(rng.randrange(2, 12))}
    if KIN in scene.heads and "供养亲属" in scene.facts:
        yield "relative", "kin", {}


def _other_grade(scene: Scene, grade: int) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The months that the province grants for the next grade, beside those for the worker's own."""
    rng = scene.rng
    told = [scene.facts.get(name) for name in ("医疗补助金月数", "就业补助金月数")]
    months = [max(1, int(each) - rng.randrange(1, 4)) for each in told if isinstance(each, Fraction)]
    if months:
        counts = "和".join(f"{scene.count(each)}个月" for each in months)
        share = "分别" if len(months) > 1 else ""
        yield "other_grade", "months", {"g": f"{chinese(grade + 1)}级", "m": share + "为" + counts}


def _wages(scene: Scene, dead: bool) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Wages of another kind or time beside the one that counts."""
    rng = scene.rng
    own = scene.facts.get("月缴费工资") or scene.facts.get("本人工资")
    group = "wage"
    if not isinstance(own, Fraction):
        own, group = scene.facts.get("原月工资"), "leave"
    if not isinstance(own, Fraction) or dead:
        return
    shares = {"basic": (35, 70), "net": (78, 93), "last": (108, 150), "bonus": (90, 300)}
    for key in _BESIDE:
        if plots.LEAVE in scene.heads and key not in ("basic", "start"):
            continue  # what the 原工资福利待遇 takes in is left out of doubt
        low, high = shares.get(key, (50, 85))
        value = max(800, int(own * rng.randrange(low, high) / 100) // 10 * 10)
        yield key, group, {"n": scene.money(value)}


def _statistics(scene: Scene, dead: bool) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Averages of another area or year."""
    rng = scene.rng
    average = scene.facts.get("统筹地区月平均工资")
    day = scene.facts.get("死亡日") if dead else scene.facts.get("受伤日")
    if isinstance(average, Fraction):
        other = scene.money(int(average * rng.randrange(85, 130) / 100))
        yield "averages", "stat", {"n": other}
        if isinstance(day, date) and not dead and plots.CARE not in scene.heads:
            later = scene.money(int(average * rng.randrange(104, 112) / 100))
            yield "next_year", "stat", {"n": later, "year": day.year}
    end = scene.facts.get("解除时月平均工资")
    if isinstance(end, Fraction) and "统筹地区月平均工资" not in scene.facts and "受伤日" in scene.facts:
        yield "at_injury", "stat", {"n": scene.money(int(end * rng.randrange(84, 96) / 100))}
    income = scene.facts.get("人均可支配收入")
    if dead and isinstance(day, date) and GRANT in scene.heads and day.year >= 2012:
        national = int(income) if isinstance(income, Fraction) else INCOME[day.year - 1]
        other = scene.money(int(national * rng.randrange(62, 135) / 100))
        yield "province", "stat", {"n": other, "year": day.year - 1}
        slots = {"k": rng.randrange(20, 60), "n": scene.money(rng.randrange(30, 160) * 100)}
        yield "age", "aside", {**slots, "p": scene.person}
    if isinstance(income, Fraction):
        yield "incomes", "stat", {"n": scene.money(int(income * rng.randrange(40, 88) / 100))}


def _dates(scene: Scene, dead: bool) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Days of applications and proceedings, in the order in which they must come."""
    rng = scene.rng
    day = scene.facts.get("死亡日") if dead else scene.facts.get("受伤日")
    if not isinstance(day, date) or day < _REVISED or "非法用工" in scene.facts:
        return
    if dead and scene.facts["死亡情形"] != "因工死亡":
        return
    applied = min(day + timedelta(days=rng.randrange(5, 29)), _LAST)
    end = scene.facts.get("解除日")
    assessed = min(day + timedelta(days=rng.randrange(120, 236)), _LAST)
    yield "applied", "recog", {"d": scene.day(applied)}
    if not dead and "伤残等级" in scene.facts:
        yield "assessed", "grade", {"d": scene.day(assessed)}
    if isinstance(end, date):
        yield "noticed", "end", {"d": scene.day(end - timedelta(days=rng.randrange(30, 70)))}
        assessed = end
    elif not dead:
        yield "term", "who", {"d": scene.day(day + timedelta(days=rng.randrange(250, 900)))}
    filed = assessed + timedelta(days=rng.randrange(15, 120))
    if filed <= _LAST:
        yield "filed", "paid", {"d": scene.day(filed)}


def _other_sums(scene: Scene, dead: bool) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Costs and claims that nobody asks about here, and benefits that are settled elsewhere."""
    rng = scene.rng
    if not scene.deduct_paid and not {"医疗费", "住院天数", "护理天数", "交通费"} & set(scene.facts):
        if scene.facts.get("参保") is True and not dead:
            yield "hospital", "treated", {"n": scene.money(rng.randrange(40, 900) * 100)}
        if not dead:
            yield "property", "aside", {"n": scene.money(rng.randrange(8, 90) * 100)}
            yield "deposit", "aside", {"n": scene.money(rng.randrange(2, 30) * 100)}
    if not dead:
        yield "overtime", "aside", {"n": scene.money(rng.randrange(12, 200) * 100)}
    if scene.omit or "非法用工" in scene.facts or scene.deduct_paid:
        return
    others = [head for head in _OTHERS[dead] if head not in scene.heads]
    yield "only", "last", {"other": "、".join(rng.sample(others, min(len(others), rng.choice((1, 1, 2)))))}
    yield "rest", "last", {}
