"""Addresses that fail with a patient's name in the message: what the log may make of that is tested."""

from __future__ import annotations

import logging

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from openlien.project.urls import urlpatterns as product

PATIENT = "Zoe Marlow"


def fail_in_code(request: HttpRequest, name: str) -> HttpResponse:
    """Fails with the name in the exception."""
    raise ValueError(f"cannot read {name} {request.body!r}")


def fail_in_database(request: HttpRequest, name: str) -> HttpResponse:
    """Fails with the name as a parameter of a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [name])
    return HttpResponse()


def log_carelessly(request: HttpRequest, name: str) -> HttpResponse:
    """Logs the name as an argument, and lets a library log it filled in."""
    logging.getLogger("openlien.faults").warning("could not read %s", name)
    logging.getLogger("library").warning(f"could not read {name}")
    try:
        raise psycopg.DataError(name)
    except psycopg.DataError:
        logging.getLogger("openlien.faults").exception("refused")
    return HttpResponse()


urlpatterns = [
    *product,
    path("code/<str:name>", fail_in_code),
    path("database/<str:name>", fail_in_database),
    path("careless/<str:name>", log_carelessly),
]
handler500 = "openlien.web.errors.server_error"
