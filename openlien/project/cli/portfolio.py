"""Commands that fill the book: a portfolio export, or the demo portfolio."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from openlien.kit.errors import DomainError

from ..runtime import product_running
from .calls import answer, messages, progress_bar
from .database import Json

imports = typer.Typer(help="Import exports.", no_args_is_help=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}" is not a day; write it like 2026-11-20') from None


AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=_day, metavar="DATE", help="Day the figures are of; today by default."),
]


class ReportNotWritten(DomainError):
    """The report could not be written to "{path}": {reason}."""


@imports.callback()
def _imports() -> None:
    """Import exports of other tools."""


@imports.command("portfolio")
def import_portfolio(
    invoices: Annotated[Path, typer.Argument(help="Invoices export, CSV or XLSX.")],
    collections: Annotated[Path | None, typer.Argument(help="Collections export, CSV or XLSX.")] = None,
    as_of: AsOf = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write the reconciliation report to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Import the two files of a portfolio export; one of them alone will do."""
    with product_running():
        from openlien.identity.actor import system_actor
        from openlien.integrations.imports.actions import import_paths

        today = _business_today()
        with progress_bar("Importing") as progress:
            result = import_paths(
                system_actor("cli"),
                [path for path in (invoices, collections) if path],
                as_of=as_of or today,
                today=today,
                dry_run=dry_run,
                progress=progress,
            )
    if report:
        _write_report(report, result)
    if as_json:
        answer(result)
    else:
        _tell(result)


def demo(
    cases: Annotated[int, typer.Option(min=1, max=1_000_000, help="Number of cases.")] = 1500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same portfolio.")] = 1,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Load a synthetic portfolio into an empty book."""
    with product_running():
        from openlien.identity.actor import system_actor

        from ..demo import load_demo

        day = as_of or _business_today()
        with progress_bar("Demo portfolio") as progress:
            loaded = load_demo(system_actor("cli"), cases=cases, seed=seed, as_of=day, progress=progress)
    figures = {
        "asOf": day.isoformat(),
        "cases": loaded.cases,
        "bills": loaded.bills,
        "receipts": loaded.receipts,
        "invoiced": str(loaded.billed),
        "collected": str(loaded.collected),
        "open": str(loaded.open),
        "showcase": loaded.showcase,
    }
    if as_json:
        answer(figures)
    else:
        messages.print(f"Loaded {loaded.cases:,} cases with {loaded.bills:,} bills; {loaded.open} is open.")
        if loaded.showcase:
            messages.print(f"The fullest case is {loaded.showcase}: two plaintiffs, liens, checks, trust.")


def _business_today() -> date:
    from django.conf import settings

    from openlien.kit.clock import business_today

    return business_today(settings.BUSINESS_TIME_ZONE)


def _write_report(path: Path, result: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    except OSError as failed:
        raise ReportNotWritten(path=path, reason=failed.strerror or "unknown reason") from None


def _tell(result: dict[str, Any]) -> None:
    """Prints the report as a person reads it: each file ties, then what changed, then what stands open."""
    _say("Nothing was changed: this was a trial." if result["dryRun"] else "Imported.")
    for file in result["files"]:
        _say(
            f"  {file['name']}: {file['read']:,} read = {file['accepted']:,} accepted"
            f" + {file['refused']:,} refused + {file['skipped']:,} skipped"
        )
        for severity, found in (("refused", file["refusedByReason"]), ("warning", file["warnings"])):
            for each in found:
                _say(f"    {severity}, {each['reason']}: {each['rows']:,} ({_dollars(each['amount'])})")
    for noun in ("bills", "cases"):
        counts = result["changes"][noun].items()
        _say(f"  {noun}: {', '.join(f'{count:,} {name}' for name, count in counts)}")
    after = result["totals"]["after"]
    figures = ("invoiced", "collected", "reduction", "badDebt", "open", "refundDue")
    _say(f"  the book: {', '.join(f'{name} {_dollars(after[name])}' for name in figures)}")


def _say(line: str) -> None:
    messages.print(line, markup=False, soft_wrap=True)


def _dollars(amount: str) -> str:
    return f"{Decimal(amount):,.2f}"
