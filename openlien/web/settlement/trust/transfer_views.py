"""The drawer in which money moves between shares of a case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.ledger.vocabulary import AccountRole
from openlien.settlement.trust.transfers import move_share

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount, url
from .account_views import client_words
from .forms import TransferForm, kind_of


@page(Permission.TRUST_RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_page(request: HttpRequest, account_id: UUID, number: str) -> HttpResponse:
    """Moves part of a share to another one."""
    words = client_words(request, account_id, number)
    today = business_time.today()
    initial = {"key": new_key(), "moved_on": f"{today:%m/%d/%Y}"}
    form = TransferForm(request.POST or None, auto_id="f-%s", initial=initial)
    back = url("trust:client", account_id, number)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            moved = move_share(
                request.actor,  # type: ignore[attr-defined]
                case_number=number,
                from_share=AccountRole(given["from_share"]),
                to_share=AccountRole(given["to_share"]),
                amount=given["amount"],
                moved_on=given["moved_on"],
                reason=given["reason"],
                today=today,
                idempotency_key=given["key"],
            )
            messages.success(request, f"${amount(moved.amount)} moved. Nothing left the account.")
            return HttpResponseRedirect(back)
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
    context = {
        **words,
        "form": form,
        "fields": [(field, kind_of(field)) for field in form.visible_fields()],
        "layout": "settlement/trust/client.jinja",
        "drawer_title": "Move between shares",
        "verb": "Move",
        "note": "The money stays in the account; only whose share it is changes, in the books too.",
        "close_href": back,
    }
    status = form.status if form.is_bound else 200
    return render(request, "settlement/trust/drawer.jinja", context, status=status)
