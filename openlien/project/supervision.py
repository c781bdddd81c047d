"""Web server and worker as child processes: started, watched, restarted, stopped together."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from openlien.kit.errors import DomainError

from .cli.calls import messages
from .database import embedded
from .environment import private_folder

READY_SECONDS_MAX = 60
PORT_SECONDS_MAX = 4
STOP_SECONDS_MAX = 10
RESTART_SECONDS_MIN = 5
LOG_BYTES_MAX = 10 * 1024 * 1024


class PortInUse(DomainError):
    """Port {port} on {host} is in use: another OpenLien may be running. Stop it, or set OPENLIEN_PORT."""


class NotAnAddress(DomainError):
    """OpenLien cannot listen on {host}, port {port}: {reason}. Set OPENLIEN_HOST and OPENLIEN_PORT."""


class NotReady(DomainError):
    """The web server did not become ready; its messages are {place}."""


def refuse_used_port(host: str, port: int, *, patience_seconds: float = 0) -> None:
    """Passes when the web server could listen there; what a killed OpenLien left is given a moment to go.

    Raises: PortInUse, NotAnAddress.
    """
    deadline = time.monotonic() + patience_seconds
    while (refusal := _refusal(host, port)) is not None:
        if refusal.errno != errno.EADDRINUSE:
            raise NotAnAddress(host=host, port=port, reason=refusal.strerror)
        if time.monotonic() >= deadline:
            raise PortInUse(host=host, port=port)
        time.sleep(0.2)


def serve_until_stopped(
    *, host: str, port: int, embedded_folder: Path | None, on_ready: Callable[[str], None]
) -> None:
    """Serves until an exception such as Ctrl-C; children and an embedded server that die are started again.

    Raises: NotReady.
    """
    children = [Child("web"), Child("worker")]
    address = f"http://{_reachable(host)}:{port}"
    try:
        web, worker = children
        web.start()
        _wait_until_ready(address, web)
        # Only now: while both load, each takes twice as long, and people wait for the pages.
        worker.start()
        on_ready(address)
        while True:
            time.sleep(1.0)
            if embedded_folder and embedded.has_died(embedded_folder):
                messages.print("PostgreSQL ended; starting it again.")
                embedded.ensure_running(embedded_folder, {})
            for child in children:
                child.restart_when_dead()
    finally:
        with contextlib.suppress(OSError):  # The terminal may be gone.
            messages.print("\nStopping.")
        _stop(children)


def end_with_parent() -> None:
    """Ends this process soon after the one that started it, even when that one was killed.

    A child asks the system once a second who its parent is: that holds on every system, after any signal.
    """
    expected = os.environ.get("OPENLIEN_PARENT", "")
    if expected in {"", str(os.getpid())}:
        return

    def watch() -> None:
        while os.getppid() == int(expected):
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS_MAX)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


@dataclass
class Child:
    """One process of the product, kept alive: it starts again at most every few seconds."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0

    def start(self) -> None:
        """Starts the process in a session of its own: Ctrl-C reaches the parent alone, which stops it."""
        command = [sys.executable, "-m", "openlien.project.cli", self.name]
        environment = {**os.environ, "OPENLIEN_PARENT": str(os.getpid())}
        log = _open_log(self.name)
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=environment,
        )
        if log:
            log.close()

    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is not None and self.process.poll() is not None

    def restart_when_dead(self) -> None:
        """Starts the process again when it is gone, unless that was tried a moment ago."""
        if self.process and self.has_ended() and time.monotonic() - self.began > RESTART_SECONDS_MIN:
            messages.print(
                f"The {self.name} process ended with status {self.process.returncode}; starting it again."
            )
            self.start()


def log_place() -> str:
    """Where the children's messages go: into the data folder when a person watches, else to our output."""
    return f"in {private_folder('logs')}" if messages.is_terminal else "above"


def _open_log(name: str) -> IO[bytes] | None:
    if not messages.is_terminal:
        return None
    file = private_folder("logs") / f"{name}.log"
    if file.exists() and file.stat().st_size > LOG_BYTES_MAX:
        file.replace(file.with_suffix(".log.1"))
    return file.open("ab")


def _refusal(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as refused:
        return refused
    return None


def _reachable(host: str) -> str:
    """The address under which a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def _wait_until_ready(address: str, web: Child) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline and not web.has_ended():
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise NotReady(place=log_place())


def _stop(children: list[Child]) -> None:
    running = [child.process for child in children if child.process and not child.has_ended()]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS_MAX
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
