"""Results as tables: what was measured, what is to be reached, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """One measured value; `target` and `is_met` where the performance table names one."""

    name: str
    value: str
    target: str = ""
    is_met: bool | None = None
    beside: str = ""


def table(title: str, lines: Iterable[Line]) -> None:
    """Prints the lines as one table under a title."""
    lines = list(lines)
    printed = Table(title=title, title_justify="left", title_style="bold", expand=False)
    printed.add_column("work")
    printed.add_column("measured", justify="right")
    printed.add_column("to compare", justify="right")
    printed.add_column("to reach", justify="right")
    printed.add_column("")
    for line in lines:
        verdict = "" if line.is_met is None else "met" if line.is_met else "MISSED"
        printed.add_row(line.name, line.value, line.beside, line.target, verdict)
    Console(width=110).print(printed)
