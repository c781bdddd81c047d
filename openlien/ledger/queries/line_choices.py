"""What a line of a journal can be booked on: found by the beginnings of their numbers, codes and names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from openlien.cases.models import Party
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..errors import UnknownCaseAccount
from ..models import CaseAccount, CostCenter, Department, GLAccount

CHOICES_MAX = 12
WORDS_MAX = 6
VENDOR_KINDS = ("provider_group", "facility", "law_firm", "lienor", "insurer", "tpa")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: the value that is kept, the words that are shown, and a note."""

    value: str
    label: str
    note: str = ""


def find_gl_accounts(actor: Actor, words: str) -> list[Choice]:
    """The active accounts of the chart whose number begins so, or whose name has words that do.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(GLAccount.objects.filter(is_active=True), words, "number")
    return [
        Choice(row.number, f"{row.number} {row.name}", row.get_kind_display())
        for row in found.order_by("number")[:CHOICES_MAX]
    ]


def find_cost_centers(actor: Actor, words: str) -> list[Choice]:
    """The active cost centers.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(CostCenter.objects.filter(is_active=True), words, "code")
    return [Choice(row.code, row.code, row.name) for row in found.order_by("code")[:CHOICES_MAX]]


def find_departments(actor: Actor, words: str) -> list[Choice]:
    """The active departments.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(Department.objects.filter(is_active=True), words, "code")
    return [Choice(row.code, row.code, row.name) for row in found.order_by("code")[:CHOICES_MAX]]


def find_vendors(actor: Actor, words: str) -> list[Choice]:
    """Companies that could be paid; a patient is none.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(Party.objects.filter(kind__in=VENDOR_KINDS), words, "name")
    return [
        Choice(str(row.id), row.name, row.get_kind_display())
        for row in found.order_by("name", "id")[:CHOICES_MAX]
    ]


def vendors_called(actor: Actor, name: str) -> list[UUID]:
    """The companies of exactly this name, whatever its case.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = Party.objects.filter(kind__in=VENDOR_KINDS, name__iexact=name.strip())
    return list(found.order_by("id").values_list("id", flat=True)[:CHOICES_MAX])


def find_facilities(actor: Actor, words: str) -> list[Choice]:
    """The facilities a claim can come from, each with its provider group.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(Party.objects.filter(kind=Party.Kind.FACILITY), words, "name").select_related(
        "belongs_to"
    )
    return [
        Choice(str(row.id), row.name, row.belongs_to.name if row.belongs_to else "")
        for row in found.order_by("name", "id")[:CHOICES_MAX]
    ]


def find_law_firms(actor: Actor, words: str) -> list[Choice]:
    """The law firms a new case can belong to.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = _with_words(Party.objects.filter(kind=Party.Kind.LAW_FIRM), words, "name")
    return [Choice(str(row.id), row.name) for row in found.order_by("name", "id")[:CHOICES_MAX]]


def parties_called(actor: Actor, kind: str, name: str) -> list[UUID]:
    """The companies of that kind and exactly this name, whatever its case.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = Party.objects.filter(kind=kind, name__iexact=name.replace("\x00", "").strip())
    return list(found.order_by("id").values_list("id", flat=True)[:CHOICES_MAX])


def account_labels(actor: Actor, numbers: set[str]) -> dict[str, str]:
    """Number and name of these accounts, by number.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = GLAccount.objects.filter(number__in=numbers).values_list("number", "name")
    return {number: f"{number} {name}" for number, name in found}


def case_account_ids(actor: Actor, case_numbers: set[str]) -> dict[str, UUID]:
    """The case accounts of these cases, by the number of the case.

    *Raises*: Forbidden, UnknownCaseAccount when one of them has none.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = CaseAccount.objects.filter(case__number__in=case_numbers).values_list("case__number", "id")
    found = dict(rows)
    if len(found) < len(case_numbers):
        raise UnknownCaseAccount()
    return found


def _with_words(rows: QuerySet, words: str, key: str) -> QuerySet:
    for word in words.replace("\x00", "").split()[:WORDS_MAX]:
        rows = rows.filter(
            Q(**{f"{key}__istartswith": word}) | Q(name__istartswith=word) | Q(name__icontains=f" {word}")
        )
    return rows
