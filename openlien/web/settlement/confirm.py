"""Asks before something is deleted, and says why when it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from openlien.kit.errors import DomainError, Forbidden, NotFound


def confirmed(request: HttpRequest, delete: Callable[[int], str], *, words: dict[str, Any]) -> HttpResponse:
    """The question; once it is confirmed, the way back with a toast, or why nothing was deleted.

    *Shapes*: `delete` takes the version that the reader saw and returns what the toast says. `words` holds
    title, consequence, obstacle (blank, or why it cannot be), verb, version, action, close_href.
    """
    status, refusal = 200, ""
    if request.method == "POST":
        sent = request.POST.get("version", "")
        try:
            messages.success(request, delete(int(sent) if sent.isdecimal() else 0))
            return HttpResponseRedirect(words["close_href"])
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            status, refusal = refused.status, refused.sentence
    return render(request, "settlement/confirm.jinja", {**words, "refusal": refusal}, status=status)
