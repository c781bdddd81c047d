"""A served product with a small demo portfolio and a real browser, shared by the journeys of one process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import postgres

DEMO_CASES = 120
READY_SECONDS_MAX = 30
# A refused answer, and a question that a newer one overtook while somebody typed, are no faults of a page.
KNOWN_COMPLAINTS = ("the server responded with a status of", "htmx:sendAbort", "htmx:afterRequest")
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A running OpenLien and who can sign in."""

    url: str
    environment: dict[str, str]
    sign_ins: dict[str, tuple[str, str]]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web server and worker as processes of their own, on a database with the demo portfolio."""
    with serve(tmp_path_factory.mktemp("home"), demo_cases=DEMO_CASES) as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same without a portfolio, for what begins with an import."""
    with serve(tmp_path_factory.mktemp("empty-home"), demo_cases=0) as running:
        yield running


@contextmanager
def serve(home: Path, *, demo_cases: int) -> Iterator[Site]:
    """A product of its own while the block runs."""
    database, port = postgres.make_database(), _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database.url(),
        "OPENLIEN_HOME": str(home),
        "OPENLIEN_PORT": str(port),
        "OPENLIEN_WEB_PROCESSES": "1",
    }
    try:
        if demo_cases:
            _command(environment, "demo", "--cases", str(demo_cases))
        else:
            _add_the_same_people(environment)
        with _process(environment, "web"), _process(environment, "worker"):
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url)
            yield Site(url, environment, _sign_ins())
    finally:
        postgres.drop_database(database)


def _command(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "openlien.project.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def _process(environment: dict[str, str], name: str) -> Iterator[None]:
    child = subprocess.Popen([sys.executable, "-m", "openlien.project.cli", name], env=environment)
    try:
        yield
    finally:
        child.terminate()
        child.wait(15)


def _add_the_same_people(environment: dict[str, str]) -> None:
    """Users of every role but the provider, whose scope needs a book."""
    for role, (email, password) in _sign_ins().items():
        if role != "provider":
            words = ["--email", email, "--name", role, "--role", role, "--password", password]
            _command(environment, "user", "add", *words)


def _sign_ins() -> dict[str, tuple[str, str]]:
    from openlien.project.demo import demo_sign_ins

    return {person.role.code: (person.email, person.password) for person in demo_sign_ins()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while True:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline, "the web server did not become ready"
            time.sleep(0.1)


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of the served product, signed in as a role of the demo; fails on console errors."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(
        role: str | None = None,
        path: str = "/",
        *,
        on: Site = site,
        viewport: dict[str, int] = DESKTOP,
        **options: object,
    ) -> Page:
        context = browser.new_context(viewport=viewport, base_url=on.url, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            sign_in(page, on, role)
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not [text for text in complaints if not any(known in text for known in KNOWN_COMPLAINTS)]


def sign_in(page: Page, site: Site, role: str) -> None:
    """Signs in through the sign-in page."""
    email, password = site.sign_ins[role]
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url and "/login" not in url)
