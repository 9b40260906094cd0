"""Questions from the samplers: drawn by seed and index, gold by the rulebook, repeats and leaks left out.

Every question has its own random source, so any number of processes gives the same set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from importlib import import_module
from itertools import count, islice
from random import Random
from typing import TYPE_CHECKING

from lexcalc.case.model import Scenario
from lexcalc.errors import UsageError
from training.data.settings import DataSettings
from training.data.splits import SPLITS, Fence, Patterns, Repeats, Split, facts_key, split_of
from training.parallel import Run, pool
from training.records import Draft, Question, Voice, from_draft

if TYPE_CHECKING:
    from rich.progress import Progress

SAMPLERS: dict[Scenario, str] = {
    "EC": "training.data.employment",
    "WC": "training.data.work_injury",
    "TC": "training.data.traffic",
}
CHUNK = 32  # drafts that a process makes at a time
PROBE = (64, 320)  # drafts of a voice, at least and at most, that show which patterns there are
LENGTHS = (20, 1500)  # characters of a question
_LEFTOVERS = ("{", "}", "None", "Fraction(", "nan")  # of a broken telling


@dataclass(frozen=True)
class Job:
    """Some neighbouring drafts of one scenario and voice."""

    scenario: Scenario
    voice: Voice
    module: str
    seed: int
    first: int
    number: int


@dataclass
class Summary:
    """What became of the drafts of one scenario."""

    drawn: int = 0
    kept: Counter[str] = field(default_factory=Counter)  # by split/voice
    dropped: Counter[str] = field(default_factory=Counter)  # by reason
    reader: Counter[str] = field(default_factory=Counter)  # of the drafts with a usable gold
    examples: dict[str, list[str]] = field(default_factory=dict)  # questions by reason, for their authors
    short: dict[str, int] = field(default_factory=dict)  # what is lacking, by split/voice

    def drop(self, reason: str, example: str) -> None:
        """Count a dropped draft and keep the first examples."""
        self.dropped[reason] += 1
        kept = self.examples.setdefault(reason, [])
        if len(kept) < 5:
            kept.append(example[:400])


Outcome = Question | tuple[str, str]  # or the reason why there is none, and the text


def draw(job: Job) -> list[Outcome]:
    """The questions of a job in order."""
    sample = import_module(job.module).sample
    made: list[Outcome] = []
    for index in range(job.first, job.first + job.number):
        rng = Random(f"{job.seed}/{job.scenario}/{job.voice}/{index}")
        text = f"{job.scenario}/{job.voice}/{index}"
        try:
            draft = sample(rng, job.voice)
            text = draft.question
            made.append(_question(draft))
        except Exception as error:  # a sampler's fault costs one question and is counted, not the set
            made.append((f"crash: {type(error).__name__}", f"{text} ({error})"))
    return made


def _question(draft: Draft) -> Outcome:
    fault = faults(draft)
    if fault:
        return fault, draft.question
    question = from_draft(draft)
    if question.answer is None and not question.missing:
        return "no gold", draft.question
    if question.answer is not None and Fraction(question.answer) < 0:
        return "negative", draft.question
    return replace(question, notes={**question.notes, "reader": reader(question)})


def faults(draft: Draft) -> str | None:
    """What is formally wrong with a draft, or None."""
    text = draft.question
    if not LENGTHS[0] <= len(text) <= LENGTHS[1]:
        return "length"
    if any(piece in text for piece in _LEFTOVERS):
        return "broken text"
    if not draft.elements or draft.elements[-1][0] != "所问" or not draft.elements[-1][1]:
        return "no 所问"
    if any(not words or words not in text for _, words in draft.elements[:-1]):
        return "element not in text"
    return None


def reader(question: Question) -> str:
    """Whether the rules-only reader answers the text alike: equal, differs or refused."""
    from lexcalc import pipeline

    read = pipeline.prepare(question.question).native.answer
    gold = None if question.answer is None else Fraction(question.answer)
    if read == gold:
        return "equal"
    return "refused" if read is None else "differs"


class Maker:
    """The splits of one scenario as they fill."""

    def __init__(
        self, scenario: Scenario, settings: DataSettings, known: Fence, frozen: Sequence[Question] = ()
    ) -> None:
        self.scenario, self.settings, self.frozen = scenario, settings, frozen
        self.splits: dict[Split, list[Question]] = {split: [] for split in SPLITS}
        self.splits["test"] += frozen[: settings.test.of(scenario)]
        self.summary = Summary()
        self._known = known
        self._fences = {split: Fence(settings.leakage) for split in SPLITS}
        self._fences["test"].add([q.question for q in frozen], map(facts_key, frozen))
        self._repeats = {split: Repeats(settings.near_duplicate) for split in SPLITS}
        self.wanted = {
            f"{split}/{voice}": number
            for split in SPLITS
            for voice, number in shares(getattr(settings, split).of(scenario), settings.voices).items()
            if not (frozen and split == "test")
        }
        held = sum(n for key, n in self.wanted.items() if key.startswith("validation"))
        trained = sum(n for key, n in self.wanted.items() if key.startswith("train"))
        self._validation = min(0.5, 1.5 * held / (held + trained)) if held else 0.0
        if held and not trained:
            self._validation = 1.0

    def lacks(self, voice: Voice) -> int:
        """How many questions of a voice are still wanted, over all splits."""
        places = (place for place in self.wanted if place.endswith(voice))
        return sum(max(0, self.wanted[place] - self.summary.kept[place]) for place in places)

    def take(self, outcome: Outcome, patterns: Patterns) -> bool:
        """Put a draft where it belongs, or drop it with a reason."""
        self.summary.drawn += 1
        if isinstance(outcome, tuple):
            self.summary.drop(*outcome)
            return False
        read = outcome.notes["reader"]
        self.summary.reader[read] += 1
        split = split_of(outcome, patterns, self._validation, self.settings.seed)
        place = f"{split}/{outcome.voice}"
        if self.summary.kept[place] >= self.wanted.get(place, 0):
            self.summary.dropped["split full"] += 1
            return False
        reason = self._reason(outcome, split)
        if reason:
            self.summary.drop(reason, outcome.question)
            return False
        self.splits[split].append(outcome)
        self._fences[split].add([outcome.question], [facts_key(outcome)])
        self.summary.kept[place] += 1
        return True

    def _reason(self, question: Question, split: Split) -> str | None:
        if question.notes["reader"] == "differs" and not self.settings.keep_contradicted:
            return "reader differs"
        if near := self._known.refuses(question.question):
            return f"benchmark: {near}"
        for other in SPLITS:
            if other != split and (
                near := self._fences[other].refuses(question.question, facts_key(question))
            ):
                return f"other split: {near}"
        return None if self._repeats[split].admits(question.question) else "near-duplicate"


def shares(total: int, weights: Mapping[Voice, float]) -> dict[Voice, int]:
    """A number divided by weights; what rounding leaves goes to the largest remainders."""
    whole = sum(weights.values())
    exact = {voice: total * weight / whole for voice, weight in weights.items()}
    found = {voice: int(value) for voice, value in exact.items()}
    for voice in sorted(exact, key=lambda v: found[v] - exact[v])[: total - sum(found.values())]:
        found[voice] += 1
    return found


def synthesize(
    settings: DataSettings,
    known: Iterable[str] = (),
    samplers: Mapping[Scenario, str] = SAMPLERS,
    progress: Progress | None = None,
    frozen: Sequence[Question] = (),
) -> tuple[dict[Split, list[Question]], dict[Scenario, Summary]]:
    """The three splits, and what became of the drafts.

    ``known`` are texts that no question may resemble; ``frozen`` is a test split that stands already.
    """
    fence = Fence(settings.leakage)
    fence.add(known)
    splits: dict[Split, list[Question]] = {split: [] for split in SPLITS}
    summaries: dict[Scenario, Summary] = {}
    with pool(settings.workers) as run:
        for scenario, module in samplers.items():
            if not any(getattr(settings, split).of(scenario) for split in SPLITS):
                continue
            maker = Maker(scenario, settings, fence, [q for q in frozen if q.scenario == scenario])
            _fill(maker, module, run, progress)
            summaries[scenario] = maker.summary
            for split, questions in maker.splits.items():
                splits[split] += questions
    for split, questions in splits.items():  # scenarios and voices mixed, always in the same way
        if split == "test" and frozen:
            continue
        Random(f"{settings.seed}/{split}").shuffle(questions)
    return splits, summaries


def _fill(maker: Maker, module: str, run: Run, progress: Progress | None) -> None:
    settings, scenario = maker.settings, maker.scenario
    voices = [voice for voice, weight in settings.voices.items() if weight]

    def jobs(voice: Voice, start: int) -> Iterator[Job]:
        return (Job(scenario, voice, module, settings.seed, at, CHUNK) for at in count(start, CHUNK))

    wanted = sum(maker.wanted.values())
    task = progress.add_task(scenario, total=wanted) if progress else None
    probe: dict[Voice, list[Outcome]] = {}
    for voice in voices:
        first = islice(jobs(voice, 0), probes(maker.lacks(voice)))
        probe[voice] = [outcome for batch in run(draw, first) for outcome in batch]
        _sound(probe[voice], module)
    shown = [(q.voice, q.pattern) for each in probe.values() for q in each if isinstance(q, Question)]
    patterns = Patterns(shown, settings.held_out, settings.seed, {q.pattern for q in maker.frozen})
    for voice in voices:
        limit = int(settings.max_draws * sum(n for k, n in maker.wanted.items() if k.endswith(voice)))
        drawn = 0
        for batch in _and_then(probe[voice], run, jobs(voice, len(probe[voice]))):
            for outcome in batch:
                if maker.lacks(voice) and drawn < limit:
                    drawn += 1
                    if maker.take(outcome, patterns) and progress and task is not None:
                        progress.advance(task)
            if not maker.lacks(voice) or drawn >= limit:
                break
    maker.summary.short = {
        key: number - maker.summary.kept[key]
        for key, number in maker.wanted.items()
        if number > maker.summary.kept[key]
    }


def probes(wanted: int) -> int:
    """How many chunks show the patterns of a voice."""
    least, most = PROBE
    return -(-min(max(wanted, least), most) // CHUNK)


def _sound(outcomes: list[Outcome], module: str) -> None:
    failed = [each for each in outcomes if isinstance(each, tuple)]
    if len(failed) == len(outcomes):
        reason, text = failed[0]
        raise UsageError(
            f"{module} 没有给出任何可用的题目：{reason}：{text[:200]}",
            f"{module} gave no usable question: {reason}: {text[:200]}",
        )


def _and_then(first: list[Outcome], run: Run, jobs: Iterator[Job]) -> Iterator[list[Outcome]]:
    yield first
    yield from run(draw, jobs)
