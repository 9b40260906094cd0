"""The tables of scored runs for people at a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lexcalc.score.tables import Table

if TYPE_CHECKING:
    from rich.console import Console

# A share keeps its interval below itself: four columns fit eighty characters.
_SHARE = re.compile(r"(?<=%) (?=\[[\d., ]{1,20}\]$)")


def render(tables: Iterable[Table], console: Console) -> None:
    """Print the tables; names and reasons are foreign text and are never read as markup."""
    from rich import box
    from rich.table import Table as Grid

    from lexcalc.report.terminal import safe

    for number, table in enumerate(tables):
        if number:
            console.print()
        grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for name in table.head:
            grid.add_column(safe(name), overflow="fold")
        for row in table.rows:
            grid.add_row(*(safe(_SHARE.sub("\n", cell)) for cell in row))
        console.print(grid)
