"""Journal templates: which there are, how often each was used, and which a person may write by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.kit.sql import fetch_all, load

from ..models import JournalTemplate
from ..posting_rules import RULES
from ..vocabulary import EntryType
from .line_choices import CHOICES_MAX, Choice

REVERSALS = frozenset({"reversal", "event-reversal"})
# What events and reversals are booked by.
TEMPLATES_OF_THE_PRODUCT = frozenset({rule.template for rule in RULES}) | REVERSALS


class UnknownTemplate(DomainError):
    """There is no such journal template."""

    status = 404


@dataclass(frozen=True, slots=True)
class ShownTemplate:
    """A template and how many journals follow it; `is_the_products` when the product books by it."""

    id: UUID
    code: str
    name: str
    type: EntryType
    description: str
    is_active: bool
    debit_accounts: tuple[str, ...]
    credit_accounts: tuple[str, ...]
    auto_post: bool
    requires_approval: bool
    version: int
    used: int
    is_the_products: bool
    is_for_people: bool


def templates(actor: Actor) -> list[ShownTemplate]:
    """All templates by name, with those that are switched off.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    used = _uses()
    return [_shown(row, used) for row in JournalTemplate.objects.order_by("name", "id")]


def read_template(actor: Actor, code: str) -> ShownTemplate:
    """The template of that code.

    *Raises*: Forbidden, UnknownTemplate.
    """
    actor.require(Permission.LEDGER_VIEW)
    row = JournalTemplate.objects.filter(code=code).first()
    if row is None:
        raise UnknownTemplate()
    return _shown(row, _uses())


def find_templates(actor: Actor, words: str) -> list[Choice]:
    """The active templates that a person may write by, whose name has words that begin so.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = JournalTemplate.objects.filter(is_active=True).order_by("name", "id")
    wanted = [word.casefold() for word in words.split()]
    fitting = [row for row in rows if is_for_people(row) and _fits(row.name, wanted)]
    return [Choice(row.code, row.name, row.get_type_display()) for row in fitting[:CHOICES_MAX]]


def is_for_people(template: JournalTemplate) -> bool:
    """Whether a person may write a journal by it.

    Events are let through without anybody's approval, because what they tell was approved elsewhere; by their
    templates a person could write anything into the books alone.
    """
    if template.code in REVERSALS:
        return False
    return template.requires_approval or template.code not in TEMPLATES_OF_THE_PRODUCT


def _fits(name: str, wanted: list[str]) -> bool:
    parts = name.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _uses() -> dict[UUID, int]:
    return {row.template_id: row.journals for row in fetch_all(load("openlien.ledger", "template_uses"))}


def _shown(row: JournalTemplate, used: dict[UUID, int]) -> ShownTemplate:
    same: Any = {name: getattr(row, name) for name in _SAME}
    return ShownTemplate(
        **same,
        type=EntryType(row.type),
        debit_accounts=tuple(row.debit_accounts),
        credit_accounts=tuple(row.credit_accounts),
        used=used.get(row.id, 0),
        is_the_products=row.code in TEMPLATES_OF_THE_PRODUCT,
        is_for_people=is_for_people(row),
    )


_SAME = ("id", "code", "name", "description", "is_active", "auto_post", "requires_approval", "version")
