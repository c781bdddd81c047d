"""How commands speak: a sentence on a refused call, JSON for scripts, progress on long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

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

_NOT_PREPARED = "the database is not prepared: run `openlien migrate` first."
# A server says the first where roles have passwords, so that nobody learns which names it knows.
_ROLE_MISSING = (
    'password authentication failed for user "openlien_app"',
    'role "openlien_app" does not exist',
)

messages = Console(stderr=True, highlight=False)


class _Refusing(TyperGroup):
    """A command group that answers a broken rule or a wrong call with one sentence and exit status 2."""

    def make_context(self, *words: Any, **extra: Any) -> Any:
        with _refusals_said():
            return super().make_context(*words, **extra)

    def invoke(self, ctx: Any) -> Any:
        with _refusals_said():
            return super().invoke(ctx)


@contextmanager
def _refusals_said() -> Iterator[None]:
    try:
        yield
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
    if (wrong_call := _wrong_call(error)) is not None:
        return wrong_call
    # Django wraps the driver's errors; the reason is the driver's.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege)):
            if any(sign in str(cause) for sign in _ROLE_MISSING):
                return _NOT_PREPARED
            return f"the database did not do this: {_reason(cause)}"
        if isinstance(cause, psycopg.errors.UndefinedTable):
            return _NOT_PREPARED
        cause = cause.__cause__
    return None


def _wrong_call(error: BaseException) -> str | None:
    """What is wrong with the words of the call; a group called without words shows its help instead."""
    if not isinstance(error, typer.TyperException) or getattr(error, "exit_code", 0) != 2:
        return None
    context = getattr(error, "ctx", None)
    if context is None or type(error).__name__ == "NoArgsIsHelpError":
        return None
    sentence = " ".join(error.format_message().replace("Value error, ", "").split())  # type: ignore[attr-defined]
    group = context.command_path.removeprefix(context.find_root().info_name)
    return f"{sentence.rstrip('.')}. See openlien{group} --help."


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
