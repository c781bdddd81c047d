"""The `openlien` command: run, prepare, load, check and keep the product."""

from __future__ import annotations

import typer

from . import calc, database, people, portfolio, serve
from .calls import refused_calls_exit_with_2

app = typer.Typer(
    name="openlien",
    help="The system of record for personal-injury liens.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    cls=refused_calls_exit_with_2(),
)
app.command()(serve.up)
app.command()(serve.web)
app.command()(serve.worker)
app.command()(database.migrate)
app.command()(database.check)
app.command()(database.backup)
app.command()(database.restore)
app.command()(portfolio.demo)
app.command()(calc.calc)
app.add_typer(portfolio.imports, name="import")
app.add_typer(people.users, name="user")
app.add_typer(people.tokens, name="token")
