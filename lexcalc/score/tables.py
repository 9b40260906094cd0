"""The tables of scored runs, the same for terminal, Markdown and HTML: text cells under a title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lexcalc.money import grouped
from lexcalc.report.messages import tr
from lexcalc.score import faults
from lexcalc.score.interval import wilson
from lexcalc.score.measures import ALL, MEASURES, SCENARIOS
from lexcalc.score.results import BOXED, CORRECTED, SIDES, average

Scores = Mapping[str, Mapping[str, Any]]  # run → scenario → summary
COUNTS = {
    "reports": ("报告", "Reports"),
    "failed": ("没有得出报告的案件", "Cases that failed"),
    "scored": ("已评分", "Scored"),
    "golds that ask for a refusal": ("其中标准答案为应当拒答", "… of these to be refused"),
    "cases without a gold": ("没有标准答案的案件（未计）", "Cases without a gold (left out)"),
    "golds without a case": ("没有案件的标准答案（未计）", "Golds without a case (left out)"),
    "contradictory golds": ("标准答案自相矛盾的案件（未计）", "Cases with contradictory golds (left out)"),
    "repeated reports": ("重复的报告（只计第一个）", "Repeated reports (the first one counts)"),
    "repeated golds": ("重复的标准答案", "Repeated golds"),
}
PROVENANCE = {
    "model": ("模型", "Model"),
    "checkpoint": ("检查点", "Checkpoint"),
    "rules": ("规则", "Rules"),
    "lexcalc": ("lexcalc 版本", "lexcalc version"),
}
_HASHED = ("checkpoint", "rules")
_LONGEST = 120  # characters of a reason in a table


@dataclass(frozen=True)
class Table:
    """Rows of text under column titles; foreign text in it is not yet made safe for any output."""

    title: str
    head: list[str]
    rows: list[list[str]]


def tables(results: Mapping[str, Any], lang: str | None = None, examples: int | None = None) -> list[Table]:
    """All tables of the results that are not empty; ``examples`` bounds those of each class of errors."""
    runs = results["runs"]
    scores = {run["name"]: run["scores"] for run in runs}
    found = [
        accuracy(scores, BOXED, tr("模型方框正确", "Boxed accuracy", lang), lang),
        accuracy(scores, CORRECTED, tr("lexcalc 的答案正确", "lexcalc's answer right", lang), lang),
        measures(scores, lang),
        _paired(results["paired"], lang),
        _statuses(runs, lang),
        _sides(runs, lang),
        _classes(runs, "model errors", tr("模型的错误", "Errors of the model", lang), lang),
        _classes(runs, "wrong amounts", tr("lexcalc 的错误金额", "Wrong amounts of lexcalc", lang), lang),
        _classes(
            runs, "abstentions", tr("lexcalc 不给金额的原因", "Why lexcalc gives no amount", lang), lang
        ),
        *(_examples(run, len(runs) > 1, examples, lang) for run in runs),
        _counts(runs, lang),
    ]
    return [table for table in found if table.rows]


def accuracy(scores: Scores, key: str, title: str, lang: str | None = None) -> Table:
    """A share by scenario as in the paper: a row a run, All over the questions, Avg over the scenarios."""
    columns = [name for name in (*SCENARIOS, ALL) if any(name in each for each in scores.values())]
    head = [title, *(tr("合计", "All", lang) if name == ALL else name for name in columns)]
    rows = []
    for run, each in scores.items():
        if key not in each.get(ALL, {}):
            continue
        mean = average(each, key)
        rate = "–" if mean is None else f"{100 * mean:.1f}%"
        rows.append([run, *(cell(each.get(name, {}).get(key)) for name in columns), rate])
    return Table(title, [*head, tr("平均", "Avg", lang)], rows)


def measures(scores: Scores, lang: str | None = None) -> Table:
    """Every measure over all scenarios: a row a measure, a column a run."""
    title = tr("全部案由", "All scenarios", lang)
    return Table(title, [title, *scores], _measured((each.get(ALL, {}) for each in scores.values()), lang))


def by_scenario(summary: Mapping[str, Mapping[str, Any]], title: str, lang: str | None = None) -> Table:
    """One run: a row a measure, a column a scenario."""
    rows = [["n", *(str(each["n"]) for each in summary.values())], *_measured(summary.values(), lang)]
    names = (tr("合计", "All", lang) if name == ALL else name for name in summary)
    return Table(title, [title, *names], rows)


def _measured(summaries: Iterable[Mapping[str, Any]], lang: str | None) -> list[list[str]]:
    """A row a measure that any of the summaries has, a column a summary."""
    columns, rows = list(summaries), []
    for measure in MEASURES:
        values = [each.get(measure.key) for each in columns]
        if measure.en and any(map(_known, values)):
            rows.append([tr(measure.zh, measure.en, lang), *map(cell, values)])
    return rows


def _known(value: Any) -> bool:
    return value is not None and not (isinstance(value, dict) and not value["n"])


def cell(value: Any) -> str:
    """A share with its n and interval, a number, or a dash."""
    if isinstance(value, dict):
        return str(wilson(value["hits"], value["n"]))
    if isinstance(value, float):
        return f"{value:,.2f}" if value >= 10 else f"{value:.3g}"
    return "–" if value is None else str(value)


def markdown(table: Table) -> list[str]:
    """The table as Markdown lines; no cell can open another one, a tag or a line."""
    lined = ["| " + " | ".join(map(_escaped, row)) + " |" for row in (table.head, *table.rows)]
    return [lined[0], "|" + "---|" * len(table.head), *lined[1:]]


def _escaped(text: str) -> str:
    from lexcalc.textio import printable

    plain = " ".join(printable(text).split())
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")


def document(results: Mapping[str, Any], lang: str | None = None) -> str:
    """All tables as one Markdown text."""
    out = [f"# {heading(lang)}", ""]
    for table in tables(results, lang):
        out += [f"## {table.title}", "", *markdown(table), ""]
    return "\n".join([*out, note(lang)]) + "\n"


def heading(lang: str | None = None) -> str:
    """The title of the whole."""
    return tr("评分", "Scores", lang)


def note(lang: str | None = None) -> str:
    """What the brackets and columns mean."""
    return tr(
        "方括号：95% 威尔逊区间。“合计”每题计一次，“平均”是各案由的平均（同论文）。",
        "Brackets: 95 % Wilson intervals. “All” counts every question once, “Avg” is the mean of the "
        "scenarios, as in the paper.",
        lang,
    )


def _paired(rows: Iterable[Mapping[str, Any]], lang: str | None) -> Table:
    names = {BOXED: tr("模型方框", "boxed answer", lang), CORRECTED: tr("lexcalc", "lexcalc's answer", lang)}
    title = tr("成对比较（McNemar 精确检验）", "Paired comparison (exact McNemar test)", lang)
    head = [
        title,
        tr("比较", "Of", lang),
        "n",
        tr("仅前者正确", "First alone right", lang),
        tr("仅后者正确", "Second alone right", lang),
        "p",
    ]
    return Table(
        title,
        head,
        [
            [
                f"{row['first']} / {row['second']}",
                names[row["measure"]],
                *(str(row[name]) for name in ("n", "only_first", "only_second")),
                f"{row['p']:.3g}",
            ]
            for row in rows
        ],
    )


def _statuses(runs: Sequence[Mapping[str, Any]], lang: str | None) -> Table:
    found = {name: tr(*pair, lang) for name, pair in faults.FATES.items()}
    return _by_run(tr("状态", "Status", lang), found, runs, "statuses")


def _sides(runs: Sequence[Mapping[str, Any]], lang: str | None) -> Table:
    found = {name: tr(*pair, lang) for name, pair in SIDES.items()}
    return _by_run(tr("模型与 lexcalc", "Model and lexcalc", lang), found, runs, "sides")


def _classes(runs: Sequence[Mapping[str, Any]], key: str, title: str, lang: str | None) -> Table:
    names = dict.fromkeys(name for run in runs for name in run[key])
    return _by_run(title, {name: faults.title(name, lang) for name in names}, runs, key)


def _by_run(title: str, names: Mapping[str, str], runs: Sequence[Mapping[str, Any]], key: str) -> Table:
    """A row a name that occurs, a column a run, each cell a count."""
    rows = []
    for name, words in names.items():
        values = [run[key].get(name, 0) for run in runs]
        counts = [value["n"] if isinstance(value, dict) else value for value in values]
        if any(counts):
            rows.append([words, *map(str, counts)])
    return Table(title, [title, *(run["name"] for run in runs)], rows)


def _examples(run: Mapping[str, Any], named: bool, most: int | None, lang: str | None) -> Table:
    title = tr("例", "Examples", lang) + (f": {run['name']}" if named else "")
    head = [
        title,
        tr("编号", "Id", lang),
        tr("标准答案", "Gold", lang),
        "lexcalc",
        tr("模型", "Model", lang),
        tr("说明", "Reason", lang),
    ]
    rows = []
    for key in ("model errors", "wrong amounts", "abstentions"):
        for name, found in run[key].items():
            for each in found["examples"][:most]:
                amounts = (amount(each[column]) for column in ("expected", "got", "said"))
                reason = each["reason"]
                reason = reason if len(reason) <= _LONGEST else reason[: _LONGEST - 1] + "…"
                rows.append([faults.title(name, lang), each["id"], *amounts, reason])
    return Table(title, head, rows)


def amount(text: str | None) -> str:
    """Money for people, or a dash."""
    from fractions import Fraction

    return "–" if text is None else grouped(Fraction(text))


def _counts(runs: Sequence[Mapping[str, Any]], lang: str | None) -> Table:
    title = tr("评了什么", "What was scored", lang)
    found = {name: tr(*pair, lang) for name, pair in COUNTS.items()}
    table = _by_run(title, found, runs, "counts")
    for name, pair in PROVENANCE.items():
        values = [run["provenance"].get(name, []) for run in runs]
        if any(values):
            short = [", ".join(v[:12] if name in _HASHED else v for v in each) or "–" for each in values]
            table.rows.append([tr(*pair, lang), *short])
    return table
