"""How sign-in behaves: accounts are made by administrators, words are ours, wrong tries lock for a while."""

from __future__ import annotations

import base64
import hashlib
import math
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from openlien.kit.errors import DomainError

APP = "allauth.account"
SENTENCES = {
    "mfa/messages/totp_activated.txt": "Two-factor sign-in is on.",
    "mfa/messages/totp_deactivated.txt": "Two-factor sign-in is off.",
    "mfa/messages/recovery_codes_generated.txt": "New recovery codes are ready. Keep them in a safe place.",
}


class SecondFactorUnreadable(DomainError):
    """The key of your authenticator app cannot be read, because the signing key of OpenLien has changed.
    Ask an administrator to remove your two-factor sign-in; then set it up again.
    """

    status = 409


class AccountAdapter(DefaultAccountAdapter):
    """Closes self-registration, keeps redirects on this site, and says when a lock ends."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not belong together. Try again.",
        "incorrect_password": "This is not your present password. Type it again.",
        "incorrect_code": "This code is wrong or was used before. Wait for the next one and type that.",
        "too_many_login_attempts": "Too many wrong tries. Wait 15 minutes, then try again.",
        "rate_limited": "Too many wrong codes. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator adds users."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: sign-in answers with pages only."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether sign-in may lead there: to pages of this site, written without a host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Counts the try.

        Raises: ValidationError while too many wrong tries lie behind, saying when the next one is possible.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            sentence = _locked(_wait_minutes(request, key))
            raise ValidationError(sentence, code="too_many_login_attempts") from None

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the signed-in user's password; wrong tries count like those of sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)  # type: ignore[attr-defined]
        return found is not None and found.pk == user.pk

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, object] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Shows our sentence for what happened; what we have no sentence for needs none."""
        if sentence := message or SENTENCES.get(message_template or ""):
            messages.add_message(request, level, sentence, extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted, with a key that is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above the code."""
        return f"OpenLien ({settings.COMPANY_NAME})"

    def encrypt(self, text: str) -> str:
        """The secret as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself.

        Raises: SecondFactorUnreadable when it was written under another signing key.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise SecondFactorUnreadable from None


def _cipher() -> Fernet:
    key = hashlib.sha256(b"openlien second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _locked(minutes: int) -> str:
    when = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many wrong tries. Sign-in is locked; try again in {when}."


def _wait_minutes(request: HttpRequest, key: str) -> int:
    """How long the longest of the limits still holds; at least one minute."""
    now, seconds = time.time(), 0.0
    for rate in ratelimit.get_rates(app=APP, action="login_failed"):
        kept = ratelimit.get_cache_key(request, app=APP, action="login_failed", rate=rate, key=key)
        tries = [at for at in cache.get(kept, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            seconds = max(seconds, tries[-1] + rate.duration - now)
    return max(1, math.ceil(seconds / 60))
