"""Account > Security: authenticator app and recovery codes, and the own password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from openlien.identity.actions import change_own_password
from openlien.identity.unit_of_work import acting

from ..access import Access, View, page
from ..sent_forms import Wrong, refusals_of


def booked_on_the_actor(view: View) -> View:
    """The view with its writes in one transaction that the audit trail books on the actor."""

    def acted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with acting(request.actor):  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            # The page reads what it shows while it renders, which belongs to the same transaction.
            return response.render() if hasattr(response, "render") else response

    return acted


def _security_page(view: type, template: str) -> View:
    shown = view.as_view(template_name=f"accounts/{template}.jinja")  # type: ignore[attr-defined]
    return page(Access.SIGNED_IN)(booked_on_the_actor(shown))


security = _security_page(IndexView, "security")
turn_on = _security_page(ActivateTOTPView, "second_factor_on")
turn_off = _security_page(DeactivateTOTPView, "second_factor_off")
recovery_codes = _security_page(ViewRecoveryCodesView, "recovery_codes")
new_recovery_codes = _security_page(GenerateRecoveryCodesView, "recovery_codes_new")


@page(Access.SIGNED_IN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The form for a new password; every other session of the user ends when it is saved."""
    wrong = _change_password(request) if request.method == "POST" else Wrong()
    if request.method == "POST" and not wrong:
        messages.success(request, "Your password is changed. Other devices were signed out.")
        return HttpResponseRedirect(reverse("mfa_index"))
    return render(request, "accounts/change_password.jinja", {"wrong": wrong}, status=422 if wrong else 200)


def _change_password(request: HttpRequest) -> Wrong:
    """What keeps the password from being changed, by field; empty when it was changed."""
    present, new = request.POST.get("present", ""), request.POST.get("password", "")
    if new != request.POST.get("repeated", ""):
        return Wrong(repeated="Type the same new password twice.")
    try:
        if not present or not get_adapter().reauthenticate(request.user, present):
            return Wrong(present="This is not your present password. Type it again.")
    except ValidationError as locked:
        return Wrong(present=" ".join(locked.messages))
    wrong = refusals_of(lambda: change_own_password(request.actor, new))  # type: ignore[attr-defined]
    if not wrong:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    return wrong
