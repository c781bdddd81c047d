"""Escrow accounts and settlement types: two lists of the same make, each with a drawer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.settlement import errors
from openlien.settlement.actions.setup import save_escrow_account, save_settlement_type
from openlien.settlement.queries.setup import escrow_accounts, settlement_types

from ...access import page
from ...cases.forms import new_key
from ...jinja import url
from ...ledger.setup.frame import frame
from ..panels import Panel, PanelForm, answered

form_page = require_http_methods(["GET", "HEAD", "POST"])


class EscrowForm(PanelForm):
    """A bank account that holds clients' money."""

    refusals = {errors.NameMissing: "name", errors.NameUsed: "name", errors.FourDigits: "number_end"}

    name = forms.CharField(max_length=120, error_messages={"required": "Name the account."})
    bank = forms.CharField(max_length=120, required=False)
    number_end = forms.CharField(
        label="Last four digits", max_length=4, required=False, help_text="The whole number is not kept"
    )
    is_active = forms.BooleanField(label="Offered for new settlements", required=False)


class TypeForm(PanelForm):
    """One outcome that is recorded as a settlement."""

    refusals = {errors.NameMissing: "name", errors.NameUsed: "name"}

    name = forms.CharField(max_length=60, error_messages={"required": "Name the type."})
    place = forms.IntegerField(
        label="Place in the list",
        min_value=0,
        max_value=30_000,
        help_text="Smaller comes first; the first one is what a new settlement gets",
    )
    is_active = forms.BooleanField(label="Offered for new settlements", required=False)


@dataclass(frozen=True)
class Listed:
    """What a list is called, where it is, and how it is read and saved."""

    name: str
    title: str
    what: str
    address: str
    rows: Callable[..., list[Any]]
    save: Callable[..., Any]
    form: type[PanelForm]
    fields: tuple[str, ...]
    initial: dict[str, Any]


ESCROW = Listed(
    "escrow account",
    "Escrow accounts",
    "The trust accounts into which settlements are deposited and from which they are distributed.",
    "escrow_account",
    escrow_accounts,
    save_escrow_account,
    EscrowForm,
    ("name", "bank", "number_end", "is_active"),
    {"is_active": True},
)
TYPES = Listed(
    "settlement type",
    "Settlement types",
    "How a compensation came about. The first active one is what a new settlement gets.",
    "type",
    settlement_types,
    save_settlement_type,
    TypeForm,
    ("name", "place", "is_active"),
    {"is_active": True, "place": 100},
)


@page(Permission.LEDGER_VIEW)
@require_safe
def escrow_list(request: HttpRequest) -> HttpResponse:
    """Every escrow account."""
    return _list(request, ESCROW)


@page(Permission.LEDGER_VIEW)
@require_safe
def type_list(request: HttpRequest) -> HttpResponse:
    """Every settlement type."""
    return _list(request, TYPES)


@page(Permission.LEDGER_SET_UP)
@form_page
def new_escrow(request: HttpRequest) -> HttpResponse:
    """The drawer for a new escrow account."""
    return _edited(request, ESCROW, None)


@page(Permission.LEDGER_SET_UP)
@form_page
def edit_escrow(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The drawer of an escrow account."""
    return _edited(request, ESCROW, row_id)


@page(Permission.LEDGER_SET_UP)
@form_page
def new_type(request: HttpRequest) -> HttpResponse:
    """The drawer for a new settlement type."""
    return _edited(request, TYPES, None)


@page(Permission.LEDGER_SET_UP)
@form_page
def edit_type(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The drawer of a settlement type."""
    return _edited(request, TYPES, row_id)


def _list(request: HttpRequest, listed: Listed) -> HttpResponse:
    return render(request, "settlement/setup/list.jinja", _words(request, listed))


def _words(request: HttpRequest, listed: Listed) -> dict[str, Any]:
    rows = listed.rows(request.actor)  # type: ignore[attr-defined]
    return {
        **frame(request, f"settlement:{listed.address}s"),
        "listed": listed,
        "new_href": url(f"settlement:{listed.address}_new"),
        "rows": [{"row": row, "href": url(f"settlement:{listed.address}", row.id)} for row in rows],
    }


def _edited(request: HttpRequest, listed: Listed, row_id: UUID | None) -> HttpResponse:
    words = _words(request, listed)
    row = next((each["row"] for each in words["rows"] if each["row"].id == row_id), None)
    if row_id is not None and row is None:
        raise NotFound()
    initial = {name: getattr(row, name) for name in listed.fields} if row else listed.initial
    form = listed.form(
        request.POST or None,
        auto_id="f-%s",
        initial={**initial, "version": row.version if row else None, "key": new_key()},
    )
    back = url(f"settlement:{listed.address}s")

    def save() -> tuple[str, str]:
        given = {name: form.cleaned_data[name] for name in listed.fields}
        version = (form.cleaned_data["version"] or 0) if row else None
        saved = listed.save(request.actor, row_id, **given, version=version)  # type: ignore[attr-defined]
        return f"{saved.name} is saved.", back

    def current() -> tuple[dict[str, str], int]:
        fresh = next(each for each in listed.rows(request.actor) if each.id == row_id)  # type: ignore[attr-defined]
        texts = {name: str(getattr(fresh, name)) for name in listed.fields if name != "is_active"}
        return texts, fresh.version

    panel = Panel(
        template="settlement/setup/form.jinja",
        title=row.name if row else f"Add {listed.name}",
        verb=f"Save {listed.name}",
        action=url(f"settlement:{listed.address}", row_id)
        if row
        else url(f"settlement:{listed.address}_new"),
        close_href=back,
        words=words,
    )
    return answered(request, form, save, panel, current=current)
