"""Every call that cannot be obeyed gets one sentence and exit status 2, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from openlien.project.cli import app
from openlien.project.environment import DatabaseAddress

from .conftest import openlien, surroundings


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("restore", "/nonexistent/archive"), "there is no such file"),
        (("import", "portfolio", "/nonexistent.csv"), "nonexistent.csv"),
        (("token", "create", "--email", "kit@example.com", "--role", "emperor"), "no role"),
        (("backup", "/nonexistent/folder/archive"), "cannot be written"),
        (("demo", "--cases", "20"), "cases already"),
    ],
)
def test_a_refused_call_says_why(
    book: DatabaseAddress, durable_home: Path, words: tuple[str, ...], says: str
) -> None:
    _assert_refused(words, surroundings(durable_home, DATABASE_URL=book.url()), says)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"DATABASE_URL": "mysql://olive:hush@db/liens"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://olive:hush@127.0.0.1:1/liens"}, "the database did not do this"),
        ({"OPENLIEN_HOME": "/dev/null/var"}, "OPENLIEN_HOME"),
        ({"OPENLIEN_PORT": "x"}, "OPENLIEN_PORT"),
        ({"OPENLIEN_HOST": "192.0.2.1"}, "OPENLIEN_HOST"),
    ],
)
def test_up_says_what_is_wrong_with_its_surroundings(
    tmp_path: Path, settings: dict[str, str], says: str
) -> None:
    _assert_refused(("up",), {**surroundings(tmp_path), **settings}, says)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dance",), "No such command 'dance'. See openlien --help."),
        (("import", "portfolio"), "Missing argument 'invoices'. See openlien import portfolio --help."),
        (("import", "portfolio", "a.csv", "--as-of", "2026-13-01"), '"2026-13-01" is not a day'),
        (("demo", "--cases", "0"), "--cases"),
        (("check", "--bogus"), "No such option: --bogus. See openlien check --help."),
    ],
)
def test_a_wrongly_written_call_says_why(words: tuple[str, ...], says: str) -> None:
    called = CliRunner().invoke(app, words)
    assert called.exit_code == 2
    assert says in called.stderr
    assert len(called.stderr.strip().splitlines()) == 1


def test_a_group_called_without_a_command_shows_its_help() -> None:
    assert "portfolio" in CliRunner().invoke(app, ["import"]).output


def _assert_refused(words: tuple[str, ...], environment: dict[str, str], says: str) -> None:
    done = openlien(*words, environment=environment)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
