"""Row 10: the case list of fifty rows, in requests a second, against a raw cursor and a bare template."""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench.book import book, migrated_server
from bench.tables import Line, table

RATIO_MIN = 0.5
CASES = 10_000
PROCESSES, CONNECTIONS = 2, 8
ROUNDS, SECONDS = 5, 4
EMAIL, PASSWORD = "bench@example.com", "a long sentence for a bench"
SERVERS = {
    "the case list": "openlien.project.wsgi:application",
    "raw cursor and Jinja2": "bench.rows.raw_list_page:application",
}
SECRET = re.compile(rb'value="[A-Za-z0-9]{64}"')
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian(sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI,
    workers=int(sys.argv[3]), blocking_threads=4, log_enabled=False).serve()
"""


def main(cases: int = CASES) -> float:
    """Prints the row and returns how many times as fast as the raw page the product's page is."""
    with migrated_server() as (admin, migrated), book(admin, migrated, cases=cases) as owner:
        cookie = _signed_in()
        point_servers_at(owner)
        taken: dict[str, list[float]] = {name: [] for name in SERVERS}
        with ExitStack() as servers:
            product = servers.enter_context(served("the case list"))
            page, cookie = _first_page(product, cookie)
            page_file = Path(servers.enter_context(TemporaryDirectory())) / "page.html"
            page_file.write_bytes(page)
            os.environ["BENCH_PAGE"] = str(page_file)
            raw = servers.enter_context(served("raw cursor and Jinja2"))
            _require_same_page(_page(HTTPConnection("127.0.0.1", raw), cookie), page)
            places = dict(zip(SERVERS, (product, raw), strict=True))
            # Turn by turn, so that both meet the same moods of the machine; the first turn warms up.
            for name, _ in zip(cycle(SERVERS), range(2 * (ROUNDS + 1)), strict=False):
                taken[name].append(_load(places[name], cookie))
    rates = {name: statistics.median(rounds[1:]) for name, rounds in taken.items()}
    ratio = rates["the case list"] / rates["raw cursor and Jinja2"]
    title = f"10  list page of 50 rows, {cases:,} cases, {PROCESSES} processes, {len(page) / 1000:.0f} kB"
    lines = [Line(name, f"{rate:,.0f}/s") for name, rate in rates.items()]
    table(title, [*lines, Line("of the raw page", f"{ratio:.2f} x", f">= {RATIO_MIN} x", ratio >= RATIO_MIN)])
    return ratio


def _signed_in() -> str:
    """The session cookie of somebody who sees the whole book."""
    from django.conf import settings

    from openlien.identity.actions.users import create_user
    from openlien.identity.actor import system_actor
    from openlien.identity.models import User
    from openlien.identity.permissions import Role
    from openlien.identity.sessions import SessionStore

    user_id = create_user(
        system_actor("cli"), email=EMAIL, name="Bea Bench", roles=[Role.AUDITOR], password=PASSWORD
    )
    user, now = User.objects.get(id=user_id), int(time.time())
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["began_at"] = session["seen_at"] = now
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def point_servers_at(owner: psycopg.Connection) -> None:
    """Lets the servers of this run serve the book of the connection."""
    from openlien.project.startup import collect_static_files

    place = owner.info
    os.environ["BENCH_DSN"] = f"host={place.host} port={place.port} user={place.user} dbname={place.dbname}"
    os.environ["DATABASE_URL"] = (
        f"postgresql://{place.user}@/{place.dbname}?host={place.host}&port={place.port}"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "openlien.project.settings"
    collect_static_files()


@contextmanager
def served(name: str) -> Iterator[int]:
    """The port of one of the servers while the block runs."""
    port = _free_port()
    command = [sys.executable, "-c", SERVE, SERVERS[name], str(port), str(PROCESSES)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")


def _first_page(port: int, cookie: str) -> tuple[bytes, str]:
    """The product's page, and the cookies that a browser sends from then on: it brings that of the forms."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/cases/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or body.count(b"<tr") < 50:
        raise RuntimeError("the page does not show fifty rows")
    of_forms = SimpleCookie(answer.headers["Set-Cookie"])["csrftoken"]
    return body, f"{cookie}; csrftoken={of_forms.value}"


def _require_same_page(raw: bytes, product: bytes) -> None:
    """Passes when both wrote the same, but for the secret of the forms."""
    if SECRET.sub(b"", raw) != SECRET.sub(b"", product):
        raise RuntimeError("the raw page is not the page of the product")


def _page(connection: HTTPConnection, cookie: str) -> bytes:
    connection.request("GET", "/cases/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"the page answered {answer.status}")
    return body


def _load(port: int, cookie: str) -> float:
    """Requests a second over some seconds, on connections that stay open; wrk asks when it is installed."""
    if wrk := shutil.which("wrk"):
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}"]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{port}/cases/"], capture_output=True, text=True, check=True
        )
        if "Non-2xx" in said.stdout:
            raise RuntimeError(said.stdout)
        found = re.search(r"Requests/sec:\s+([\d.]+)", said.stdout)
        return float(found.group(1)) if found else 0.0
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as askers:
        counts = askers.map(lambda _: _ask_until(until, port, cookie), range(CONNECTIONS))
        return sum(counts) / SECONDS


def _ask_until(until: float, port: int, cookie: str) -> int:
    connection, count = HTTPConnection("127.0.0.1", port), 0
    while time.monotonic() < until:
        _page(connection, cookie)
        count += 1
    return count


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
