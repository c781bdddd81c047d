"""The way of every workflow form: filled, its journal looked at, posted just as it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from openlien.accounting.actions.rehearsals import Rehearsal, rehearse
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.ledger.queries.posting_days import posting_day

from ..accounts.account_views import overview_context
from ..accounts.frame import origin_of, tab_href
from .forms import WorkflowForm
from .preview import shown

R = TypeVar("R")
POST = "post"
CHANGED = (
    "This is no longer what you looked at: the form or the account changed. Look at it again, then post."
)


def carried_out(
    request: HttpRequest,
    form: WorkflowForm,
    write: Callable[[], R],
    *,
    account_of: Callable[[R], UUID],
    is_repeated: Callable[[R], bool] | None = None,
) -> Rehearsal[R] | None:
    """What the write did or would do; None where nothing was sent, or where it was refused.

    A refusal stands in the form. *Raises*: Forbidden, NotFound.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    confirmed = form.cleaned_data["previewed"] if request.POST.get("do") == POST else ""
    try:
        return rehearse(
            request.actor,  # type: ignore[attr-defined]
            write,
            account_of=account_of,
            confirmed=confirmed,
            is_repeated=is_repeated,
        )
    except (NotFound, Forbidden):
        raise
    except StaleVersion:
        form.refuse_stale()
    except DomainError as refused:
        form.refuse(refused)
    return None


def preview_words(
    request: HttpRequest, form: WorkflowForm, found: Rehearsal | None, account: CaseAccountRecord | None
) -> dict[str, Any]:
    """What the form shows of its journal and of the day it is posted on."""
    day = form.entry_day()
    before = account.standing.position if account else None
    preview = shown(found, before=before) if found else None
    return {
        "form": form,
        "preview": preview,
        "changed": CHANGED if preview and request.POST.get("do") == POST else "",
        "period": posting_day(request.actor, day) if day else None,  # type: ignore[attr-defined]
    }


def drawer(
    request: HttpRequest,
    account: CaseAccountRecord,
    template: str,
    form: WorkflowForm,
    found: Rehearsal | None,
    **words: Any,
) -> HttpResponse:
    """The form over the account's overview."""
    context = {
        **overview_context(request, account),
        "close_href": tab_href("account", account, origin_of(request)),
        "post_href": request.get_full_path(),
        **preview_words(request, form, found, account),
        **words,
    }
    return render(request, f"ledger/workflows/{template}.jinja", context, status=status_of(form))


def done(
    request: HttpRequest, account: CaseAccountRecord, sentence: str, *, tab: str = "account"
) -> HttpResponse:
    """The way back to the account with a toast."""
    messages.success(request, sentence)
    return HttpResponseRedirect(tab_href(tab, account, origin_of(request)))


def status_of(form: WorkflowForm) -> int:
    """The status of a page that shows the form; a preview is none of a refusal."""
    return form.status if form.is_bound and form.errors else 200
