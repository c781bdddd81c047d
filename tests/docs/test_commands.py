"""The commands that the documentation shows exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from openlien.project import environment
from openlien.project.cli import app
from openlien.project.environment import REPOSITORY

from .pages import PAGES, blocks, name_of

README = REPOSITORY / "README.md"
TARGETS = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
SETTING = re.compile(r"[A-Z_]+=\S+")
OTHER_PROGRAMS = {"curl", "du"}
ANSWERS = ("{", "GET ", "SELECT")


def commands(page: Path) -> Iterator[list[str]]:
    """The commands in the code blocks of a page, each as its words; `NAME=$(…)` stands for what it runs."""
    for block in blocks(page):
        if block.startswith(ANSWERS):
            continue
        for line in block.replace("\\\n", " ").splitlines():
            inner = re.match(r"\w+=\$\((.*)\)$", line)
            words = shlex.split(inner[1] if inner else line, comments=True)
            if words:
                yield words


def refusal(words: list[str]) -> str | None:
    """Why a command of the documentation cannot be run; None when it can."""
    settings = [word.partition("=")[0] for word in words if SETTING.fullmatch(word)]
    if unknown := set(settings) - {variable.name for variable in environment.VARIABLES}:
        return f"there is no setting {', '.join(unknown)}"
    program, *arguments = [word for word in words if not SETTING.fullmatch(word)]
    if program == "make":
        return None if set(arguments) <= TARGETS else f"make has no target {' '.join(arguments)}"
    if Path(program).name == "openlien":
        return _refusal_of_call(typer.main.get_command(app), arguments)
    return None if program in OTHER_PROGRAMS else f"{program} is no program of ours"


def _refusal_of_call(command: Any, arguments: list[str]) -> str | None:
    if isinstance(command, TyperGroup):
        name = arguments[0] if arguments else ""
        inner = command.commands.get(name)
        return _refusal_of_call(inner, arguments[1:]) if inner else f"openlien has no command {name!r}"
    options = {option for parameter in command.params for option in parameter.opts}
    wrong = [word for word in arguments if word.startswith("--") and word.partition("=")[0] not in options]
    return f"openlien {command.name} takes no {', '.join(wrong)}" if wrong else None


def test_every_command_of_the_readme_can_be_run() -> None:
    shown = list(commands(README))
    assert {"make", ".venv/bin/openlien", "curl"} <= {word for words in shown for word in words}
    assert [(words, refusal(words)) for words in shown if refusal(words)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_openlien_command_of_the_page_can_be_run(page: Path) -> None:
    calls = [
        shlex.split(line, comments=True)
        for block in blocks(page)
        for line in block.splitlines()
        if re.match(r"(\w+=\S+ )*(\.venv/bin/)?(openlien|make) ", line)
    ]
    assert [(words, refusal(words)) for words in calls if refusal(words)] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("make coffee", "no target"),
        ("openlien brew", "no command"),
        ("openlien user remove", "no command"),
        ("openlien import portfolio a.csv --fast", "takes no --fast"),
        ("OPENLIEN_COLOUR=blue make run", "no setting OPENLIEN_COLOUR"),
        ("npm start", "no program of ours"),
    ],
)
def test_a_command_that_cannot_be_run_is_noticed(line: str, reason: str) -> None:
    assert reason in (refusal(shlex.split(line)) or "")
