"""What is measured over many outcomes: every share with its n and a 95 % Wilson interval."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from lexcalc.score.compare import Outcome, equal
from lexcalc.score.interval import wilson

SCENARIOS = ("EC", "WC", "TC")
ALL = "all"
Test = Callable[[Outcome], bool]


@dataclass(frozen=True)
class Measure:
    """A row of the tables: its key in JSON, its titles, and what it makes of outcomes.

    ``of_model`` measures stand only where a model answered; one without a title has no row of its own.
    """

    key: str
    zh: str
    en: str
    value: Callable[[Sequence[Outcome]], Any]
    of_model: bool = False


def _asked(outcome: Outcome) -> bool:
    return outcome.expected is not None


def _share(test: Test, among: Test = _asked) -> Callable[[Sequence[Outcome]], dict[str, Any]]:
    def value(outcomes: Sequence[Outcome]) -> dict[str, Any]:
        counted = [each for each in outcomes if among(each)]
        return wilson(sum(map(test, counted)), len(counted)).as_dict()

    return value


def _over(
    statistic: Callable[..., Any], field: str, places: int | None, among: Test = _asked
) -> Callable[[Sequence[Outcome]], Any]:
    """A statistic of a field where it is known, rounded to a number of JSON; None over nothing."""

    def value(outcomes: Sequence[Outcome]) -> Any:
        values = [x for each in outcomes if among(each) and (x := getattr(each, field)) is not None]
        if not values:
            return None
        return statistic(values) if places is None else float(round(statistic(values), places))

    return value


def _answered(outcome: Outcome) -> bool:
    return _asked(outcome) and outcome.got is not None


def _lacking(outcome: Outcome) -> bool:
    return outcome.expected is None


def _everywhere(outcome: Outcome) -> bool:
    return True


def _stands_by(*statuses: str) -> Test:
    return lambda each: _asked(each) and each.status in statuses


_verified, _proved = _stands_by("verified", "corrected"), _stands_by("verified")


def _right(outcome: Outcome) -> bool:
    return outcome.state == "right"


def _count(test: Test) -> Callable[[Sequence[Outcome]], int]:
    return lambda outcomes: sum(map(test, outcomes))


MEASURES = (
    Measure("n", "", "", _count(_asked)),
    Measure(
        "boxed accuracy",
        "模型方框中的答案正确（到分）",
        "Boxed answer right to 分",
        _share(lambda each: each.boxed),
        True,
    ),
    Measure(
        "own-answer accuracy",
        "模型答案正确（方框或结论句）",
        "Answer right, in a box or in the concluding sentence",
        _share(lambda each: each.own),
        True,
    ),
    Measure(
        "format",
        "格式：推理结束后有方框",
        "Format: thinking closed, then a box",
        _share(lambda each: each.formatted),
        True,
    ),
    Measure(
        "legal elements",
        "法律要素齐备度（平均）",
        "Legal elements present, mean share",
        _over(mean, "elements", 4),
        True,
    ),
    Measure("no box", "没有方框", "No box", _share(lambda each: each.no_box), True),
    Measure(
        "cut off", "写到长度上限被截断", "Cut off at the token limit", _share(lambda each: each.cut), True
    ),
    Measure(
        "mean absolute error",
        "方框与标准答案之差，平均（元）",
        "Mean absolute error of the box, yuan",
        _over(mean, "error", 2),
        True,
    ),
    Measure(
        "median absolute error",
        "方框与标准答案之差，中位数（元）",
        "Median absolute error of the box, yuan",
        _over(median, "error", 2),
        True,
    ),
    Measure("amounts", "", "", _count(lambda each: each.error is not None), True),
    Measure(
        "corrected accuracy",
        "lexcalc 的答案正确",
        "lexcalc's answer right",
        _share(lambda each: equal(each.got, each.expected)),
    ),
    Measure(
        "answered", "lexcalc 给出金额", "lexcalc gives an amount", _share(lambda each: each.got is not None)
    ),
    Measure(
        "wrong when answered",
        "所给金额中错误的",
        "… of these wrong",
        _share(lambda each: each.state == "wrong", _answered),
    ),
    Measure(
        "abstention", "lexcalc 不给金额", "lexcalc gives no answer", _share(lambda each: each.got is None)
    ),
    Measure("failed", "没有得出报告", "Cases without a report", _count(lambda each: not each.status)),
    Measure(
        "answer mean absolute error",
        "lexcalc 金额与标准答案之差，平均（元）",
        "Mean absolute error of lexcalc's answer, yuan",
        _over(mean, "answer_error", 2),
    ),
    Measure(
        "answer median absolute error",
        "lexcalc 金额与标准答案之差，中位数（元）",
        "Median absolute error of lexcalc's answer, yuan",
        _over(median, "answer_error", 2),
    ),
    Measure(
        "verified coverage",
        "已核验或已更正",
        "Verified or corrected by lexcalc",
        _share(_verified),
        True,
    ),
    Measure("verified precision", "其中正确", "… of these right", _share(_right, _verified), True),
    Measure("proved step by step", "逐步核验", "Proved step by step", _share(_proved), True),
    Measure("proved step by step, precision", "其中正确", "… of these right", _share(_right, _proved), True),
    Measure(
        "missing facts told",
        "缺事实的题：模型未给方框并指明所缺",
        "Questions that lack a fact: no box, fact named",
        _share(lambda each: bool(each.told), _lacking),
        True,
    ),
    Measure(
        "missing facts refused",
        "缺事实的题：lexcalc 不给金额",
        "Questions that lack a fact: lexcalc refuses",
        _share(lambda each: each.got is None, _lacking),
    ),
    Measure(
        "model silent",
        "模型没有回答",
        "The model was silent",
        _count(lambda each: bool(each.status) and not each.with_model),
        True,
    ),
    Measure(
        "median tokens", "词元数，中位数", "Tokens, median", _over(median, "tokens", None, _everywhere), True
    ),
    Measure("mean tokens", "词元数，平均", "Tokens, mean", _over(mean, "tokens", 1, _everywhere), True),
)


def summarise(
    outcomes: Sequence[Outcome], with_model: bool | None = None, leave_out: Collection[str] = ()
) -> dict[str, Any]:
    """Every measure by its key; those of a model where one answered (or as ``with_model`` says)."""
    if with_model is None:
        with_model = any(each.with_model for each in outcomes)
    return {
        measure.key: measure.value(outcomes)
        for measure in MEASURES
        if (with_model or not measure.of_model) and measure.key not in leave_out
    }


def by_scenario(outcomes: Iterable[Outcome], leave_out: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """A summary of each scenario that occurs, and of all outcomes together."""
    outcomes = list(outcomes)
    with_model = any(each.with_model for each in outcomes)
    groups = {name: [each for each in outcomes if each.scenario == name] for name in SCENARIOS}
    return {
        name: summarise(group, with_model, leave_out)
        for name, group in {**groups, ALL: outcomes}.items()
        if group
    }
