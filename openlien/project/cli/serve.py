"""Commands that serve the product: everything at once, or one process of it."""

from __future__ import annotations

import os
import time

from ..environment import home, port, read, switched_on, whole_number
from ..runtime import database_running, product_running
from .calls import messages


def up() -> None:
    """Start everything: database, migrations, demo portfolio, web server, worker. Ctrl-C stops it."""
    from ..startup import announce, ended_by_signals, prepare_product
    from ..supervision import PORT_SECONDS_MAX, refuse_used_port, serve_until_stopped

    began = time.perf_counter()
    is_embedded = not read("DATABASE_URL")
    with ended_by_signals():
        refuse_used_port(read("OPENLIEN_HOST"), port(), patience_seconds=PORT_SECONDS_MAX)
        with database_running() as address:
            prepare_product(address, with_demo=switched_on("OPENLIEN_DEMO"))
            serve_until_stopped(
                host=read("OPENLIEN_HOST"),
                port=port(),
                embedded_folder=home().resolve() / "postgres" if is_embedded else None,
                on_ready=lambda place: announce(place, seconds=time.perf_counter() - began),
            )


def web() -> None:
    """Serve the pages and the JSON interface; the database must be migrated."""
    from ..supervision import end_with_parent, refuse_used_port

    end_with_parent()
    refuse_used_port(read("OPENLIEN_HOST"), port())
    with product_running() as address:
        from granian import Granian
        from granian.constants import Interfaces

        from ..database import guard
        from ..logs import log_uncaught_errors
        from ..startup import collect_static_files

        guard.check(address)
        collect_static_files()
        # Loaded before the processes part: they share it, and the first request finds it there.
        import openlien.project.urls  # noqa: F401

        log_uncaught_errors()
        messages.print(f"Serving http://{read('OPENLIEN_HOST')}:{port()}")
        os.environ["OPENLIEN_PARENT"] = str(os.getpid())
        Granian(
            "openlien.project.wsgi:application",
            address=read("OPENLIEN_HOST"),
            port=port(),
            interface=Interfaces.WSGI,
            workers=whole_number("OPENLIEN_WEB_PROCESSES", least=1, most=256),
            blocking_threads=4,
            respawn_failed_workers=True,
            workers_kill_timeout=5,
            log_enabled=False,
        ).serve()


def worker() -> None:
    """Run background jobs, such as imports."""
    from ..supervision import end_with_parent

    end_with_parent()
    with product_running() as address:
        from procrastinate.contrib.django import app

        from ..database import guard
        from ..logs import log_uncaught_errors

        guard.check(address)
        worker_app = app.with_connector(app.connector.get_worker_connector())
        log_uncaught_errors()
        messages.print("Waiting for jobs.")
        worker_app.run_worker(concurrency=1, delete_jobs="never", shutdown_graceful_timeout=5)
