"""Every refusal of the product with its code and its sentence."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

import openlien
from openlien.kit.errors import DomainError

PACKAGES = (
    "kit",
    "identity",
    "cases",
    "ledger",
    "funding",
    "settlement",
    "negotiation",
    "payments",
    "receivables",
    "integrations",
    "calculator",
    "web",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code with the sentences that are read under it; named parts of a sentence stand in braces."""

    code: str
    status: int
    status_words: str
    sentences: tuple[str, ...]


@cache
def refusals() -> tuple[Refusal, ...]:
    """Return every refusal that the product declares, in the order of the codes."""
    for name in PACKAGES:
        _import_all(f"{openlien.__name__}.{name}")
    by_code: dict[str, list[type[DomainError]]] = {}
    for error in sorted(_declared(DomainError), key=lambda error: (error.code, error.__qualname__)):
        by_code.setdefault(error.code, []).append(error)
    return tuple(
        Refusal(
            code=code,
            status=errors[0].status,
            status_words=HTTPStatus(errors[0].status).phrase,
            sentences=tuple(dict.fromkeys(_sentence(error) for error in errors)),
        )
        for code, errors in by_code.items()
    )


def _import_all(package: str) -> None:
    """Import what a package holds: a class that nobody imported does not know its own base."""
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _declared(base: type[DomainError]) -> Iterator[type[DomainError]]:
    for error in base.__subclasses__():
        if error.__module__.startswith(f"{openlien.__name__}."):
            yield error
        yield from _declared(error)


def _sentence(error: type[DomainError]) -> str:
    return " ".join(inspect.cleandoc(error.__doc__ or "").split())
