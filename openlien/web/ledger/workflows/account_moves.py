"""A settlement is divided, an overpayment paid back, an account closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from openlien.accounting.actions.closures import close_case_account
from openlien.accounting.actions.settlements import settle_case
from openlien.accounting.queries.closing import obstacles_of
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.ledger.vocabulary import CaseAccountStatus
from openlien.payments.actions import pay_refund

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount, money, plural
from ..accounts.frame import opened_account
from .flow import carried_out, done, drawer
from .forms import ClosingForm, RefundForm, SettlementForm
from .obstacles import shown_obstacles

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.JOURNALS_POST)
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a settlement is divided: fees, our lien, other liens, the patient's portion."""
    account = opened_account(request, number, seen="Settlement form")
    today = business_time.today()
    form = SettlementForm(request.POST or None, auto_id="f-%s", initial=_settlement_initial(account))
    found = carried_out(
        request,
        form,
        lambda: settle_case(
            request.actor,  # type: ignore[attr-defined]
            case_number=account.case_number,
            amount=form.cleaned_data["amount"],
            shares=form.shares(),
            settled_on=form.cleaned_data["settled_on"],
            today=today,
            idempotency_key=form.cleaned_data["key"],
            reduce_rest_because=form.cleaned_data["reduce_rest_because"],
            close_because=form.cleaned_data["close_because"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda settled: settled.account.id,
        is_repeated=lambda settled: not settled.is_new,
    )
    if found and found.is_kept:
        closed = found.result.account.status == CaseAccountStatus.CLOSED
        posted = plural(len(found.journals) or len(found.result.journals), "journal")
        ending = " and the account is closed" if closed else ""
        return done(request, account, f"Settlement divided: {posted} posted{ending}.")
    note = ""
    if found and found.result.reduced:
        note = f"{money(found.result.reduced)} of our lien is given up as a reduction."
    return drawer(request, account, "settlement", form, found, note=note)


@form_page
@page(Permission.JOURNALS_POST)
def refund(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which an overpayment is paid back."""
    account = opened_account(request, number, seen="Refund form")
    owed = account.standing.position.refund_liability
    today = business_time.today()
    initial = {"key": new_key(), "amount": amount(owed) if owed else "", "paid_on": f"{today:%m/%d/%Y}"}
    form = RefundForm(request.POST or None, auto_id="f-%s", initial=initial)
    found = carried_out(
        request,
        form,
        lambda: pay_refund(
            request.actor,  # type: ignore[attr-defined]
            case_number=account.case_number,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            reference=form.cleaned_data["reference"],
            today=today,
            idempotency_key=form.cleaned_data["key"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda recorded: account.id,
        is_repeated=lambda recorded: not recorded.is_new,
    )
    if found and found.is_kept:
        return done(
            request,
            account,
            f"Refund of {money(form.cleaned_data['amount'])} recorded as {found.result.number}.",
        )
    return drawer(request, account, "refund", form, found, owed=owed)


@form_page
@page(Permission.CASE_ACCOUNTS_EDIT)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer that says what still stands in the way of closing, or closes the account."""
    account = opened_account(request, number, seen="Case account closing form")
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    initial = {"key": new_key(), "version": account.version, "closed_on": f"{today:%m/%d/%Y}"}
    form = ClosingForm(request.POST or None, auto_id="f-%s", initial=initial)
    found = carried_out(
        request,
        form,
        lambda: close_case_account(
            actor,
            case_number=account.case_number,
            reason=form.cleaned_data["reason"],
            closed_on=form.cleaned_data["closed_on"],
            today=today,
            version=form.cleaned_data["version"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda closed: closed.id,
        is_repeated=lambda closed: account.status is CaseAccountStatus.CLOSED,
    )
    if found and found.is_kept:
        return done(request, account, f"{number} is closed.")
    obstacles = obstacles_of(actor, account)
    return drawer(
        request,
        account,
        "closing",
        form,
        found,
        obstacles=shown_obstacles(request, account, obstacles),
        blocking=sum(each.is_blocking for each in obstacles),
        is_closed=account.status is CaseAccountStatus.CLOSED,
    )


def _settlement_initial(account: CaseAccountRecord) -> dict[str, str]:
    """The settlement as far as the account knows it: its amount, the estimated fee, our lien."""
    standing = account.standing
    settled_on = standing.settled_on or business_time.today()
    lien = max(Money.zero, standing.position.lien_balance)
    return {
        "key": new_key(),
        "amount": amount(standing.settlement_amount) if standing.settlement_amount else "",
        "settled_on": f"{settled_on:%m/%d/%Y}",
        "attorney_fees": amount(standing.attorney_fees) if standing.attorney_fees else "",
        "own_lien": amount(lien) if lien else "",
    }
