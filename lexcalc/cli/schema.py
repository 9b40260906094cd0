"""``lexcalc schema``: the JSON schema of ``--json``."""

from __future__ import annotations

import click

from lexcalc.report.messages import tr


@click.command(
    help=tr(
        "打印 --json 输出的 JSON 模式（schema_version 1）。",
        "Print the JSON schema of --json output (schema_version 1).",
    )
)
def schema() -> None:
    import json

    from lexcalc.report.json_out import schema as report_schema

    click.echo(json.dumps(report_schema(), ensure_ascii=False, indent=2))
