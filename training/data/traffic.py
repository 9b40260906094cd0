"""Traffic questions: draws a case and tells it."""

from __future__ import annotations

import random
from fractions import Fraction

from training.data.traffic_cases import devices, grades, lost_pay, nursing
from training.data.traffic_kin import maintenance
from training.data.traffic_losses import death, disability, funeral, rates, totals
from training.data.traffic_noise import noise
from training.data.traffic_shares import shares
from training.data.traffic_special import bikes, others, passenger, victims
from training.data.traffic_story import Story
from training.data.traffic_suits import both, cars, drunk, judged, taxi
from training.records import Draft, Voice, from_draft

KINDS = {
    shares: 27, judged: 7, cars: 4, drunk: 2.5, taxi: 2, both: 2,
    disability: 9, grades: 6, death: 8, funeral: 3, maintenance: 10, rates: 7, nursing: 4, lost_pay: 4,
    devices: 3, totals: 3, passenger: 2.5, bikes: 1.5, victims: 3, others: 2,
}  # fmt: skip


def sample(rng: random.Random, voice: Voice) -> Draft:
    """One traffic question in a voice; the same ``rng`` state gives the same draft."""
    for _ in range(20):
        story = Story(rng, voice)
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        kind(story)
        noise(story)
        draft = story.draft(_asked(story))
        if _worth_asking(story, draft):
            break
    return draft


def _worth_asking(story: Story, draft: Draft) -> bool:
    """A question lacks only the fact taken out, which the law names, and asks for no share of nothing."""
    gold = from_draft(draft)
    if story.lacks or gold.answer is None:
        named = any(story.lacks in each for each in gold.missing)
        return bool(story.lacks) and gold.answer is None and named
    native = gold.assess()[1]
    if not all(line.confirmed for line in native.items):  # nor does lexcalc vouch for them
        return False
    if Fraction(gold.answer.replace(",", "")) > 0:
        return True
    whole = story.payer == "侵权人" and not story.deduct and story.often(25)
    return whole and bool(native.payers.get("商业三者险"))


def _asked(story: Story) -> str:
    if story.notes.get("asked"):
        return story.notes.pop("asked")
    story.notes.pop("asked", None)
    who = (
        story.teller.people["D"]
        if story.payer == "侵权人"
        else {"全部": "全部"}.get(story.payer or "", story.payer or "")
    )
    return f"{who}赔偿额" + ("（扣除已付）" if story.deduct else "")
