"""``lexcalc calc``: the calculator without any text — heads and facts in, amounts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lexcalc.cli.options import case_options, exit_code, show
from lexcalc.cli.papers import paper_options
from lexcalc.errors import UsageError
from lexcalc.report.messages import tr

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_YES_NO = ("是", "否")


class Entry(click.ParamType):
    """A head (经济补偿) or a fact (月平均工资=8000); the shell completes both."""

    name = "entry"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        written = [entry for entry in ctx.params.get("entries") or () if entry]
        return [CompletionItem(value, help=about) for value, about in suggestions(written, incomplete)]


def suggestions(written: list[str], incomplete: str) -> list[tuple[str, str]]:
    """What may follow, with its meaning: heads, then facts that the heads use, then values."""
    from lexcalc.law import load_rulebook
    from lexcalc.law.facts import vocabulary
    from lexcalc.law.needs import facts_of

    rulebook, known = load_rulebook(), vocabulary()
    name, equals, _ = incomplete.partition("=")
    if equals:
        kind = known.get(name, {})
        values = kind.get("choices", ()) if kind.get("type") != "flag" else _YES_NO
        found = [(f"{name}={value}", kind.get("about", "")) for value in values]
        return [pair for pair in found if pair[0].startswith(incomplete)]
    heads = [entry for entry in written if "=" not in entry]
    given = {entry.partition("=")[0] for entry in written if "=" in entry}
    scenarios = [s for s in ("EC", "WC", "TC") if all(h in rulebook.head_names(s) for h in heads)]
    found = []
    for scenario in scenarios:
        if heads:
            proper = [rulebook.head_names(scenario)[head] for head in heads]
            needed = facts_of(rulebook, scenario, proper, shares=scenario == "TC")
            found += [(f"{fact}=", known[fact].get("about", "")) for fact in needed if fact not in given]
        items = rulebook.items(scenario)
        found += [(head, items[head][-1].about) for head in items if head not in heads]
    return [pair for pair in dict.fromkeys(found) if pair[0].startswith(incomplete)]


@click.command(
    help=tr(
        "不用案情，直接按项目和事实计算：ITEM 是项目（可多个），名称=值 是事实。",
        "Compute without any case text: ITEM is a head (one or more), NAME=VALUE a fact.",
    ),
    epilog=tr(
        "例：lexcalc calc 经济补偿 入职日=2016-04-11 解除日=2025-05-20 月平均工资=9840 应付经济补偿=是。"
        "lexcalc calc 项目（不带事实）会列出还缺什么；名称见 lexcalc rules show facts，可用 Tab 补全。",
        "Try: lexcalc calc 经济补偿 入职日=2016-04-11 解除日=2025-05-20 月平均工资=9840 应付经济补偿=是. "
        "Without facts it lists what is missing; lexcalc rules show facts has all names; Tab completes them.",
    ),
)
@click.argument("entries", nargs=-1, required=True, type=Entry(), metavar="ITEM... [NAME=VALUE]...")
@case_options(text=False)
@paper_options
def calc(entries: tuple[str, ...], given: dict[str, Any], as_json: bool) -> None:
    from lexcalc import pipeline
    from lexcalc.cli.options import given_facts

    entries = tuple(entry.replace("＝", "=", 1) for entry in entries)
    heads = [entry for entry in entries if "=" not in entry]
    given["facts"] = [*given["facts"], *given_facts(tuple(entry for entry in entries if "=" in entry))]
    given["heads"] = [*given["heads"], *heads]
    if not given["heads"]:
        raise UsageError(
            "没有写要计算的项目，例如 lexcalc calc 经济补偿 月平均工资=8000（项目见 lexcalc rules list）。",
            "No head to compute; try lexcalc calc 经济补偿 月平均工资=8000 (heads: lexcalc rules list).",
        )
    report = pipeline.calc(**given)
    show(report, as_json)
    raise SystemExit(exit_code(report))
