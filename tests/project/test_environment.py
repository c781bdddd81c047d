"""Settings: read, refused in one sentence, listed in the documentation."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from openlien.project import environment
from openlien.project.environment import DatabaseAddress, parse_database_url

RUNNING = environment.REPOSITORY / "docs" / "running.md"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://olive:p%40ss%3Aword@db.example:6432/liens?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
        "postgresql://postgres@/openlien?host=%2Fsrv%2Fopenlien%2Fpostgres&port=5432",
        "postgresql://olive@[::1]:5432/liens",
    ],
)
def test_an_address_survives_being_handed_to_a_child_process(url: str) -> None:
    address = parse_database_url(url)
    assert parse_database_url(address.url()) == address


def test_reads_the_parts_of_an_address() -> None:
    address = parse_database_url("postgres://olive:p%40ss@db.example/liens?sslmode=require")
    assert address == DatabaseAddress(
        "db.example", "5432", "liens", "olive", "p@ss", (("sslmode", "require"),)
    )
    assert address.dsn()["sslmode"] == "require"


@pytest.mark.parametrize(
    "url",
    ["mysql://olive:secret@db/liens", "postgresql://olive:secret@db", "postgresql://olive:secret@db:port/x"],
)
def test_refuses_a_wrong_address_without_repeating_its_password(url: str) -> None:
    with pytest.raises(environment.WrongSetting) as refused:
        parse_database_url(url)
    assert "DATABASE_URL" in refused.value.sentence
    assert "secret" not in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENLIEN_PORT", "web"),
        ("OPENLIEN_PORT", "70000"),
        ("OPENLIEN_WEB_PROCESSES", "0"),
        ("OPENLIEN_TIME_ZONE", "Atlantis/Capital"),
        ("OPENLIEN_LOGO", "/nonexistent/logo.svg"),
        ("OPENLIEN_SMTP_URL", "mail.example:587"),
        ("OPENLIEN_MAIL_FROM", "Our Office <office@lakeview.example>"),
    ],
)
def test_refuses_a_wrong_setting_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(environment.WrongSetting, match=name):
        environment.refuse_wrong_settings()


def test_refuses_a_wrong_mail_server_without_repeating_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENLIEN_SMTP_URL", "smtp://olive:secret@mail.example:587/inbox")
    with pytest.raises(environment.WrongSetting, match="OPENLIEN_SMTP_URL") as refused:
        environment.mail_server()
    assert "secret" not in refused.value.sentence


def test_a_mail_server_needs_an_address_to_send_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENLIEN_SMTP_URL", "smtp://mail.example")
    with pytest.raises(environment.WrongSetting, match="OPENLIEN_MAIL_FROM"):
        environment.refuse_wrong_settings()
    monkeypatch.setenv("OPENLIEN_MAIL_FROM", "office@lakeview.example")
    environment.refuse_wrong_settings()


def test_refuses_a_data_folder_it_cannot_make(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OPENLIEN_HOME", str(tmp_path / "file" / "var"))
    with pytest.raises(environment.DataFolderNotWritable, match="OPENLIEN_HOME"):
        environment.home()


def test_makes_one_signing_key_that_only_its_owner_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("OPENLIEN_HOME", str(tmp_path))
    key = environment.secret_key()
    assert len(key) >= 50
    assert environment.secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_refuses_a_signing_key_that_was_cut_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("OPENLIEN_HOME", str(tmp_path))
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(environment.WrongSetting, match="SECRET_KEY"):
        environment.secret_key()


def test_the_documentation_lists_every_setting_as_it_is() -> None:
    rows = [
        f"| `{variable.name}` | {f'`{variable.default}`' if variable.default else ''} | {variable.meaning} |"
        for variable in environment.VARIABLES
    ]
    section = RUNNING.read_text().split("## Settings")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| `")]
    assert table == rows
