"""What the surroundings tell OpenLien: every setting, its default and its meaning, read in one place."""

from __future__ import annotations

import os
import secrets
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from openlien.integrations.mail.addresses import is_address
from openlien.integrations.mail.server import MailServer, parse_server
from openlien.kit.errors import DomainError

REPOSITORY = Path(__file__).resolve().parents[2]


class WrongSetting(DomainError):
    """The setting {name} is wrong: {reason}."""


class DataFolderNotWritable(DomainError):
    """OpenLien cannot write to its data folder {folder}: {reason}. Set OPENLIEN_HOME to another folder."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what holds without it, and what it is for."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("OPENLIEN_HOME", "var/", "Data folder: embedded database, uploads, logs, secret key."),
    Variable("OPENLIEN_HOST", "127.0.0.1", "Address the web server listens on."),
    Variable("OPENLIEN_PORT", "8000", "Port the web server listens on."),
    Variable("OPENLIEN_WEB_PROCESSES", "2", "Web server processes; one a core is a good start."),
    Variable("OPENLIEN_DEMO", "1", "Load the demo portfolio into a new database; 0 starts empty."),
    Variable("OPENLIEN_COMPANY", "OpenLien Demo Company", "Company name shown on pages and exports."),
    Variable("OPENLIEN_LOGO", "", "Path of an SVG or PNG file shown instead of the OpenLien mark."),
    Variable("OPENLIEN_TIME_ZONE", "America/Los_Angeles", "Business time zone: decides what day it is."),
    Variable("OPENLIEN_DOCUMENTS_MIB", "1024", "How much the documents of one case may take, in MiB."),
    Variable(
        "OPENLIEN_SMTP_URL", "", "Mail server, as `smtp://user:password@host:587`; without one mail waits."
    ),
    Variable("OPENLIEN_MAIL_FROM", "", "Address that mail is sent from; needed with a mail server."),
    Variable("OPENLIEN_ALLOWED_HOSTS", "", "Comma-separated host names beside localhost."),
    Variable("OPENLIEN_HTTPS", "0", "1 when served behind TLS: secure cookies, strict transport security."),
    Variable("DATABASE_URL", "", "PostgreSQL 18 server to use instead of the embedded one."),
    Variable("SECRET_KEY", "", "Signing key; without it one is made once and kept in the data folder."),
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}
SECRET_KEY_LENGTH_MIN = 32


def read(name: str) -> str:
    """The value of a listed variable, or its default."""
    return os.environ.get(name) or _DEFAULTS[name]


def switched_on(name: str) -> bool:
    """Whether a listed variable says yes (anything but 0, no, off and false)."""
    return read(name).strip().lower() not in {"0", "no", "off", "false"}


def whole_number(name: str, *, least: int, most: int) -> int:
    """The value of a listed variable as a whole number.

    Raises: WrongSetting.
    """
    try:
        number = int(read(name))
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise WrongSetting(name=name, reason=f"it must be a whole number from {least} to {most}")
    return number


def port() -> int:
    """The port the web server listens on.

    Raises: WrongSetting.
    """
    return whole_number("OPENLIEN_PORT", least=1, most=65_535)


def documents_mib() -> int:
    """How much the documents of one case may take. *Units*: MiB.

    Raises: WrongSetting.
    """
    return whole_number("OPENLIEN_DOCUMENTS_MIB", least=1, most=1024 * 1024)


def mail_server() -> MailServer | None:
    """The mail server, None when none is set.

    Raises: WrongSetting, which does not repeat the address: it holds a password.
    """
    if not (url := read("OPENLIEN_SMTP_URL")):
        return None
    try:
        return parse_server(url)
    except ValueError:
        raise WrongSetting(
            name="OPENLIEN_SMTP_URL",
            reason="it must look like smtp://user:password@host:587 or smtps://user:password@host",
        ) from None


def mail_from() -> str:
    """The address that mail is sent from; blank where no mail server is set.

    Raises: WrongSetting.
    """
    address = read("OPENLIEN_MAIL_FROM")
    if (address or read("OPENLIEN_SMTP_URL")) and not is_address(address):
        raise WrongSetting(name="OPENLIEN_MAIL_FROM", reason="it must be an e-mail address")
    return address


def refuse_wrong_settings() -> None:
    """Reads every setting that can be wrong once, so that a mistake is one sentence at the start.

    Raises: WrongSetting, DataFolderNotWritable.
    """
    port()
    whole_number("OPENLIEN_WEB_PROCESSES", least=1, most=256)
    documents_mib()
    mail_server()
    mail_from()
    if read("OPENLIEN_TIME_ZONE") not in zoneinfo.available_timezones():
        raise WrongSetting(name="OPENLIEN_TIME_ZONE", reason="there is no such time zone")
    if (logo := read("OPENLIEN_LOGO")) and not os.access(logo, os.R_OK):
        raise WrongSetting(name="OPENLIEN_LOGO", reason="the file cannot be read")
    if url := read("DATABASE_URL"):
        parse_database_url(url)
    secret_key()


def home() -> Path:
    """The data folder, made when it is missing.

    Raises: DataFolderNotWritable.
    """
    folder = Path(read("OPENLIEN_HOME")).expanduser()
    folder = folder if folder.is_absolute() else REPOSITORY / folder
    try:
        # Others may pass, as PostgreSQL's account must when we are root; they may not look around.
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as refused:
        raise DataFolderNotWritable(folder=folder, reason=refused.strerror) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DataFolderNotWritable(folder=folder, reason="it belongs to somebody else, or is read-only")
    return folder


def private_folder(name: str) -> Path:
    """A folder of the data folder that only its owner can look into, made when it is missing.

    Raises: DataFolderNotWritable.
    """
    folder = home() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def secret_key() -> str:
    """The signing key: given by the environment, or made once and kept readable by its owner alone.

    Raises: WrongSetting, DataFolderNotWritable.
    """
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = home() / "secret_key"
    if not kept.exists():
        _keep_new_key(kept)
    key = kept.read_text().strip()
    if len(key) < SECRET_KEY_LENGTH_MIN:
        raise WrongSetting(
            name="SECRET_KEY", reason=f"the file {kept} is empty or cut short: bring it back from a copy"
        )
    return key


def _keep_new_key(kept: Path) -> None:
    # Written whole under another name: a crash leaves a complete key or none, and of two starts one wins.
    draft = kept.with_name(f"secret_key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@dataclass(frozen=True)
class DatabaseAddress:
    """Where the database server is and which account may set it up."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """Which server it is, whatever the database and the account."""
        return self.host, self.port

    def dsn(self, *, name: str | None = None) -> dict[str, str]:
        """Connection parameters of the set-up account, for this database or another of the server."""
        parts = {"host": self.host, "port": self.port, "dbname": name or self.name}
        parts |= {"user": self.user, "password": self.password}
        return {key: value for key, value in {**parts, **dict(self.options)}.items() if value}

    def named(self, name: str) -> DatabaseAddress:
        """The same server and account, another database."""
        return DatabaseAddress(self.host, self.port, name, self.user, self.password, self.options)

    def url(self) -> str:
        """The address as a DATABASE_URL that child processes inherit."""
        account = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        if "/" in self.host:
            query = urlencode([("host", self.host), ("port", self.port), *self.options])
            return f"postgresql://{account}@/{quote(self.name, safe='')}?{query}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        query = f"?{urlencode(self.options)}" if self.options else ""
        return f"postgresql://{account}@{host}:{self.port}/{quote(self.name, safe='')}{query}"


def parse_database_url(url: str) -> DatabaseAddress:
    """The parts of a postgresql:// address; what stands behind `?`, such as sslmode, is kept.

    Raises: WrongSetting when the address is not of that form.
    """
    try:
        parts = urlsplit(url)
        port_given, host_given = parts.port, parts.hostname
    except ValueError:
        raise _wrong_url() from None
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise _wrong_url()
    query = dict(parse_qsl(parts.query))
    host, port_text = query.pop("host", ""), query.pop("port", "")
    return DatabaseAddress(
        host=host or unquote(host_given or "localhost"),
        port=port_text or str(port_given or 5432),
        name=unquote(parts.path[1:]),
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
        options=tuple(query.items()),
    )


def _wrong_url() -> WrongSetting:
    # The address itself is not repeated: it holds a password.
    return WrongSetting(
        name="DATABASE_URL", reason="it must look like postgresql://user:password@host:port/name"
    )
