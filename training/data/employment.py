"""Questions of employment law (EC): legally coherent facts told in one of three voices."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data import employment_contract as contract
from training.data import employment_ending as endings
from training.data import employment_hours as hours
from training.data import employment_other as other
from training.data.employment_story import Story
from training.data.employment_traps import distract
from training.records import Draft, Voice, from_draft

Builder = Callable[..., None]
# weight, builder, orders of the clauses, facts that a question may lack
_HEADS: list[tuple[float, Builder, list[list[str]], tuple[str, ...]]] = [
    (
        27,
        endings.severance,
        endings.ORDERS,
        ("入职日", "月平均工资", "月平均工资", "解除日", "社平月工资", "最低工资"),
    ),
    (15, endings.unlawful, endings.ORDERS, ("入职日", "月平均工资", "解除日", "社平月工资")),
    (5, endings.with_notice, endings.ORDERS, ("入职日", "月平均工资", "上月工资")),
    (4, endings.notice_only, endings.ORDERS, ("上月工资",)),
    (13, contract.double, contract.ORDERS, ("入职日", "月工资")),
    (10, hours.leave, hours.LEAVE_ORDERS, ("年休假月工资", "未休年休假天数", "累计工龄")),
    (7.5, hours.overtime, hours.OVERTIME_ORDERS, ("加班工资基数", "加班小时")),
    (7, contract.covenant, contract.ORDERS, ("月平均工资", "竞业限制已履行月数", "最低工资")),
    (9, other.several, other.ORDERS, ()),
    (3.5, contract.probation, contract.ORDERS, ("试用期满月工资", "试用期合同期限")),
    (1.6, other.tax, contract.ORDERS, ()),
    (1.2, other.additional, contract.ORDERS, ()),
    (1.2, other.medical, endings.ORDERS, ()),
    (0.7, other.arrears, other.ORDERS, ()),
]
_MISSING = 12  # percent of the questions that lack a fact
_LONG = 22  # percent of the judgments that have several paragraphs and more beside the point
_TRIES = 5


def sample(rng: Random, voice: Voice) -> Draft:
    """A draft in a voice; the same state of ``rng`` gives the same draft.

    Drawn again where the law finds a told sum to contradict its own, as in a figure next to the head's name.
    """
    for _ in range(_TRIES):
        draft = _sample(rng, voice)
        if (from_draft(draft).answer is None) == ("missing" in draft.notes):
            break
    return draft


def _sample(rng: Random, voice: Voice) -> Draft:
    _, build, orders, may_lack = rng.choices(_HEADS, [head[0] for head in _HEADS])[0]
    story = Story(rng, voice)
    lacking = rng.choice(may_lack) if may_lack and rng.random() * 100 < _MISSING else None
    if lacking:
        story.notes["missing"] = lacking
    build(story, lacking)
    if voice == "judgment" and story.often(_LONG):
        distract(story, 4)
        story.idle(rng.choice([4, 5, 6]))
        story.paragraphs = True
    elif story.often(10):
        distract(story, 3)
        story.idle(rng.choice([3, 4]))
    else:
        distract(story)
        story.idle(rng.choices([0, 1, 2, 3], [2, 4, 3, 2] if voice == "judgment" else [3, 4, 2, 1])[0])
    return story.draft(orders)
