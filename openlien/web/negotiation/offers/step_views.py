"""The steps of an offer: each with a drawer that says what it means, or posted at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation import actions, errors
from openlien.negotiation.queries import OfferRecord, policy
from openlien.negotiation.vocabulary import Direction
from openlien.payments.actions import accept_offer, void_agreement
from openlien.payments.queries.acceptance import preview_acceptance
from openlien.payments.queries.voiding import preview_voiding

from ... import business_time
from ...access import page
from ...cases.forms import KeyedForm
from ...jinja import money, url
from .case_views import back_to, is_below_fair, offer_context, opened_offer
from .letters import file_letter, letter_document
from .steps import Step, step_of
from .words import whose

form_page = require_http_methods(["GET", "HEAD", "POST"])
QUEUE = "queue"
REASONS = {"return", "withdraw", "reject", "void"}
JUSTIFIED = {"submit", "accept"}
STEPS = {"submit", "send", "accept", "reject", "withdraw", "expire"}
DECISIONS = {"approve", "return", "void"}


class StepForm(KeyedForm):
    """What a step asks for: why, and the version that its sender saw."""

    refusals = {
        errors.ReasonMissing: "reason",
        errors.JustificationMissing: "justification",
    }
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    back = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(max_length=300, required=False, widget=forms.Textarea, label="Reason")
    justification = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        label="Why it is right",
        help_text="Needed where it is below what outside providers get; stands in the history",
    )

    letter = forms.BooleanField(
        label="File its letter with the documents of the case", required=False, initial=True
    )

    def __init__(self, *args: Any, step: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if step != "send":
            del self.fields["letter"]
        if step not in REASONS:
            del self.fields["reason"]
        elif step == "reject":
            self.fields["reason"].help_text = "Optional; stands in the history"
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Say why."
        if step not in JUSTIFIED:
            del self.fields["justification"]

    def asks_for(self, error: DomainError) -> bool:
        """Whether a broken rule is about a field of this form."""
        return self.refusals.get(type(error)) in self.fields


@page(Permission.OFFERS_MAKE)
@form_page
def step_page(request: HttpRequest, number: str, offer_id: UUID, step: str) -> HttpResponse:
    """Submits, sends, accepts, rejects, withdraws or expires an offer."""
    return _step(request, number, offer_id, step, STEPS)


@page(Permission.OFFERS_APPROVE)
@form_page
def decide_page(request: HttpRequest, number: str, offer_id: UUID, step: str) -> HttpResponse:
    """Approves an offer of somebody else, returns it to its maker, or voids an agreement."""
    return _step(request, number, offer_id, step, DECISIONS)


def _step(request: HttpRequest, number: str, offer_id: UUID, key: str, known: set[str]) -> HttpResponse:
    if key not in known:
        raise NotFound()
    case, offer = opened_offer(request, number, offer_id)
    form = StepForm(
        request.POST or None,
        auto_id="f-%s",
        step=key,
        initial={"version": offer.version, "back": request.GET.get("back", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = DONE[key](request, offer, form.cleaned_data)
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            if not form.asks_for(refused):
                return _refused(request, number, offer_id, refused)
            form.refuse(refused)
        else:
            messages.success(request, said)
            to_queue = form.cleaned_data["back"] == QUEUE
            return HttpResponseRedirect(url("offers:queue") if to_queue else back_to(offer))
    return _drawer(request, case, offer, key, form)


def _drawer(
    request: HttpRequest, case: CaseHead, offer: OfferRecord, key: str, form: StepForm
) -> HttpResponse:
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    step = step_of(actor, offer, key, policy=policy(actor), today=today)
    if step is None:
        status = offer.status.label.lower()
        refused = errors.OfferNotThere(status=status, is_now=offer.status, version=offer.version)
        return _refused(request, case.number, offer.id, refused)
    if step.blocked and not form.errors:
        return _refused(request, case.number, offer.id, _Blocked(step))
    if "justification" in form.fields and not form.errors and not is_below_fair(actor, case, offer):
        del form.fields["justification"]
    context = {
        **offer_context(request, case, offer),
        "form": form,
        "step": step,
        "asks_why": not offer.justification,
        "is_danger": key in {"withdraw", "reject", "void"},
        "preview": preview_acceptance(actor, offer) if key == "accept" else None,
        "voiding": preview_voiding(actor, case) if key == "void" else None,
        "is_ours": offer.direction is Direction.OURS,
        "close_href": back_to(offer),
        "action": request.path,
    }
    return render(
        request, "negotiation/offers/step.jinja", context, status=form.status if form.errors else 200
    )


class _Blocked(Exception):
    """A step that this actor does not do, with the sentence that says who does."""

    status = 403

    def __init__(self, step: Step) -> None:
        super().__init__(step.blocked)
        self.sentence = step.blocked


def _refused(request: HttpRequest, number: str, offer_id: UUID, refused: Any) -> HttpResponse:
    """The page of the offer as it is now, with why nothing was done."""
    case, offer = opened_offer(request, number, offer_id)
    context = {**offer_context(request, case, offer), "refusal": refused.sentence}
    return render(request, "negotiation/offers/offer.jinja", context, status=refused.status)


Given = dict[str, Any]


def _submit(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    submitted = actions.submit_offer(
        *_who(request, offer), justification=given["justification"], **_when(given)
    )
    if submitted.status == "approved":
        return f"{whose(offer)} is within the limits and approved. Send it next."
    return f"{whose(offer)} waits for approval by somebody else."


def _approve(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actions.approve_offer(*_who(request, offer), **_when(given))
    return f"{whose(offer)} is approved and can be sent."


def _return(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actions.return_offer(*_who(request, offer), version=given["version"], reason=given["reason"])
    return f"{whose(offer)} is a draft again; its maker reads your reason."


def _send(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    wants_letter = given["letter"] and actor.may(Permission.DOCUMENTS_FILE)
    case = read_case(actor, offer.case_number)
    # Made before anything is noted, so that nothing is sent when there is no letter.
    made = letter_document(actor, case, offer) if wants_letter else None
    actions.send_offer(*_who(request, offer), **_when(given))
    if made is None:
        return f"{whose(offer)} is noted as sent."
    try:
        file_letter(actor, case, offer, made)
    except DomainError as refused:
        return f"{whose(offer)} is noted as sent, but its letter is not filed: {refused.sentence}"
    return f"{whose(offer)} is noted as sent, and its letter is filed with the case."


def _accept(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    agreement = accept_offer(*_who(request, offer), justification=given["justification"], **_when(given))
    return f"The payoff of {offer.case_number} is agreed on {money(agreement.amount)}."


def _void(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    void_agreement(*_who(request, offer), reason=given["reason"], **_when(given))
    return f"The agreement of {offer.case_number} is voided; its bills are open again."


def _reject(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actions.reject_offer(*_who(request, offer), reason=given["reason"], **_when(given))
    return f"{whose(offer)} is rejected."


def _withdraw(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actions.withdraw_offer(*_who(request, offer), reason=given["reason"], **_when(given))
    return f"{whose(offer)} is withdrawn."


def _expire(request: HttpRequest, offer: OfferRecord, given: Given) -> str:
    actions.expire_offer(*_who(request, offer), today=business_time.today())
    return f"{whose(offer)} is expired."


DONE: dict[str, Callable[[HttpRequest, OfferRecord, Given], str]] = {
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "send": _send,
    "accept": _accept,
    "void": _void,
    "reject": _reject,
    "withdraw": _withdraw,
    "expire": _expire,
}


def _who(request: HttpRequest, offer: OfferRecord) -> tuple[Any, UUID]:
    return request.actor, offer.id  # type: ignore[attr-defined]


def _when(given: Given) -> dict[str, Any]:
    return {"version": given["version"], "today": business_time.today()}
