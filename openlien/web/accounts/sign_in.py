"""Signing in and out, and proving again who one is before something delicate."""

from __future__ import annotations

from typing import Any

from allauth.account.views import AccountInactiveView, LoginView, ReauthenticateView
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateWithCodeView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ..access import Access, page

ENDED = {
    "idle": "You were signed out after 15 minutes without activity.",
    "absolute": "You were signed out after 12 hours. Sign in again to go on.",
    "left": "You have signed out.",
}


class SignIn(LoginView):
    """E-mail address and password."""

    template_name = "accounts/sign_in.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, with the reason why somebody has to sign in again."""
        reason = self.request.session_ended or self.request.GET.get("ended", "")  # type: ignore[attr-defined]
        return {**super().get_context_data(**kwargs), "ended": ENDED.get(reason, "")}


class SecondFactor(AuthenticateView):
    """The code of the authenticator app, or a recovery code."""

    template_name = "accounts/second_factor.jinja"

    def _build_forms(self) -> AuthenticateForm:
        """The one form; the original chooses between two by what was posted."""
        posted = self.request.POST if self.request.method == "POST" else None
        self.auth_form = AuthenticateForm(user=self.stage.login.user, data=posted)
        self.webauthn_form = None
        return self.auth_form


sign_in = page(Access.PUBLIC)(SignIn.as_view())
second_factor = page(Access.PUBLIC)(SecondFactor.as_view())
inactive = page(Access.PUBLIC)(AccountInactiveView.as_view(template_name="accounts/inactive.jinja"))
confirm_password = page(Access.SIGNED_IN)(
    ReauthenticateView.as_view(template_name="accounts/confirm_password.jinja")
)
confirm_code = page(Access.SIGNED_IN)(
    ReauthenticateWithCodeView.as_view(template_name="accounts/confirm_code.jinja")
)


@page(Access.PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The end of the session, and the way back to the sign-in page."""
    logout(request)
    return HttpResponseRedirect(f"{reverse('account_login')}?ended=left")


@page(Access.PUBLIC)
@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Whom to ask: OpenLien sends no mail, so an administrator sets a new password."""
    return render(request, "accounts/forgotten_password.jinja")
