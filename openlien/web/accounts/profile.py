"""Account: who one is here, how the pages look, which keys work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.queries import has_second_factor

from ..access import Access, page
from ..role_words import grant_words, permission_words

THEMES = (("auto", "As the device"), ("light", "Light"), ("dark", "Dark"))
KEYS = (("on", "On"), ("off", "Off"))


@page(Access.SIGNED_IN)
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The page about the actor."""
    actor = request.actor  # type: ignore[attr-defined]
    words = {
        "email": actor.email,
        "grants": grant_words(actor.grants),
        "permissions": permission_words(actor.grants),
        "has_second_factor": has_second_factor(actor),
        "themes": THEMES,
        "key_choices": KEYS,
    }
    return render(request, "accounts/profile.jinja", words)
