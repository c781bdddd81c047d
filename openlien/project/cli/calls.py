"""How commands speak: a sentence on a refused call, JSON for scripts, progress on long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
import psycopg
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from typer.core import TyperGroup

from openlien.kit.errors import DomainError

messages = Console(stderr=True, highlight=False)


class _Refusing(TyperGroup):
    """A command group that answers a broken rule with its sentence and exit status 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if (sentence := _sentence(error)) is None:
                raise
            refuse(sentence)


def refused_calls_exit_with_2() -> type[TyperGroup]:
    """The command group that all commands hang on."""
    return _Refusing


def refuse(sentence: str) -> NoReturn:
    """Ends the command with this sentence and exit status 2."""
    messages.print(f"Refused: {sentence}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)


def _sentence(error: BaseException) -> str | None:
    """What to say about an error that its user can mend; None for a fault of the program."""
    if isinstance(error, DomainError):
        return error.sentence
    # Django wraps the driver's errors; the reason is the driver's.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege)):
            return f"the database did not do this: {_reason(cause)}"
        if isinstance(cause, psycopg.errors.UndefinedTable):
            return "the database is not prepared: run `openlien migrate` first."
        cause = cause.__cause__
    return None


def _reason(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def answer(result: dict[str, Any]) -> None:
    """Prints a result as one JSON object for a script to read."""
    sys.stdout.write(json.dumps(result, default=str, indent=2) + "\n")


@contextmanager
def progress_bar(title: str) -> Iterator[Any]:
    """A function (done, total, step) that moves a progress bar; silent where nobody watches."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def move(done: int, total: int | None, step: str | None = None) -> None:
            bar.update(task, completed=done, total=total, description=step or title)

        yield move
