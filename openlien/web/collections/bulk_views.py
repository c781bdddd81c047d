"""The same for many cases: given to a negotiator, or planned a follow-up for; previewed, done, taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.cases.activity.actions import FollowUp, assign_negotiator, schedule_follow_ups
from openlien.cases.activity.errors import NoCasesNamed, TooManyCases
from openlien.cases.activity.queries.people import assignees
from openlien.cases.activity.reach import CASES_MAX
from openlien.collections.actions import cancel_follow_ups, give_back, save_view
from openlien.collections.filters import Selection
from openlien.collections.queries.tree import CaseRow, cases_of_list
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import total

from .. import business_time
from ..access import page
from ..cases.fields import DayField
from ..jinja import date_text, money, plural, url
from ..seen import shows
from ..sent_forms import sent_key
from .list_state import read_state
from .list_views import list_context, today_here

UNDO_KEY = "collections_undo"
UNDOS_MAX = 5
NUMBER_LETTERS_MAX = 20
NOBODY_VALUE = "nobody"


class FollowUpForm(forms.Form):
    """What is to do on the cases, until when, by whom."""

    title = forms.CharField(max_length=200, required=False)
    due_on = DayField(required=False)
    assignee = forms.UUIDField(required=False)


@page(Permission.CASES_ASSIGN)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Shows what giving the picked cases to somebody changes; with a person chosen, gives them."""
    actor, cases = request.actor, _picked(request)  # type: ignore[attr-defined]
    people = [(NOBODY_VALUE, "Nobody"), *((str(each.id), each.name) for each in assignees(actor))]
    chosen = request.POST.get("to", "")
    refused = _refusal(cases)
    if chosen in dict(people) and refused is None:
        given_to = None if chosen == NOBODY_VALUE else UUID(chosen)
        changed = set(assign_negotiator(actor, [case.number for case in cases], user_id=given_to))
        moved = [case for case in cases if case.number in changed]
        said = f"{plural(len(moved), 'case')} assigned to {dict(people)[chosen]}."
        _say_done(request, said, _assigned_before(moved, given_to) if moved else None)
        return HttpResponseRedirect(_back(request))
    context = {
        **list_context(request),
        **_effect(request, cases),
        "people": [("", "Choose a person"), *people],
        "refused": refused.sentence if refused else None,
        "person_error": "Choose who negotiates these cases." if "to" in request.POST else None,
    }
    return render(request, "collections/assign.jinja", context, status=422 if "to" in request.POST else 200)


@page(Permission.ACTIVITY_LOG)
@require_POST
def follow_up(request: HttpRequest) -> HttpResponse:
    """Asks what is to do on the picked cases; with an answer, plans it on each of them."""
    actor, cases = request.actor, _picked(request)  # type: ignore[attr-defined]
    is_sent = "title" in request.POST
    form = FollowUpForm(request.POST if is_sent else None)
    refused: DomainError | None = _refusal(cases)
    if is_sent and refused is None and form.is_valid():
        try:
            return _planned(request, form, cases)
        except (Forbidden, NotFound):
            raise
        except DomainError as broken:
            refused = broken
    field = refused.fields.get("field") if refused else None
    wrong = {name: str(sentences[0]) for name, sentences in form.errors.items()} if is_sent else {}
    if refused and field:
        wrong[str(field)] = refused.sentence.removeprefix("Not saved. ")
    context = {
        **list_context(request),
        **_effect(request, cases),
        "people": [("", "Whoever negotiates it"), *((str(each.id), each.name) for each in assignees(actor))],
        "refused": refused.sentence if refused and not field else None,
        "wrong": {name: wrong.get(name) for name in ("title", "due_on", "assignee")},
        "sent": {name: request.POST.get(name, "") for name in ("title", "due_on", "assignee")},
        "key": sent_key(request.POST) or str(uuid4()),
    }
    return render(request, "collections/follow_up.jinja", context, status=422 if is_sent else 200)


@page(Permission.OFFERS_VIEW)
@require_POST
def undo(request: HttpRequest, token: UUID) -> HttpResponse:
    """Takes back what the last message said was done; each can be taken back once."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = dict(request.session.get(UNDO_KEY, {}))
    done = kept.pop(str(token), None)
    if done is None:
        raise NotFound()
    match done["what"]:
        case "assignment":
            before = {UUID(owner) if owner else None: cases for owner, cases in done["before"].items()}
            given_to = UUID(done["to"]) if done["to"] else None
            back, kept_cases = give_back(actor, before, given_to=given_to)
            since = f" {plural(kept_cases, 'case')} changed hands since and stayed." if kept_cases else ""
            said = f"{plural(back, 'case')} went back to whom they were with.{since}"
        case "follow-ups":
            cancelled = cancel_follow_ups(actor, [UUID(each) for each in done["ids"]])
            said = f"{plural(cancelled, 'follow-up')} cancelled."
        case _:
            save_view(actor, done["name"], done["query"])
            said = f"The view “{done['name']}” is back."
    request.session[UNDO_KEY] = kept
    messages.success(request, said)
    return HttpResponseRedirect(done.get("back") or url("collections:list"))


def keep_undo(request: HttpRequest, done: dict[str, Any]) -> UUID:
    """The token under which what was done can be taken back, while the session lasts."""
    token = uuid4()
    kept = dict(request.session.get(UNDO_KEY, {}))
    while len(kept) >= UNDOS_MAX:
        kept.pop(next(iter(kept)))
    request.session[UNDO_KEY] = {**kept, str(token): done}
    return token


def _planned(request: HttpRequest, form: FollowUpForm, cases: Sequence[CaseRow]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    typed = form.cleaned_data
    planned = FollowUp(title=typed["title"], due_on=typed["due_on"], assignee_id=typed["assignee"])
    tasks = schedule_follow_ups(
        actor,
        [case.number for case in cases],
        planned,
        today=business_time.today(),
        idempotency_key=sent_key(request.POST),
    )
    said = f"Follow-up planned on {plural(len(tasks), 'case')}, due {date_text(tasks[0].due_on)}."
    _say_done(request, said, {"what": "follow-ups", "ids": [str(task.id) for task in tasks]})
    return HttpResponseRedirect(_back(request))


def _picked(request: HttpRequest) -> list[CaseRow]:
    """The cases that were ticked, in the order of the list; at most one more than can be changed at once."""
    actor = request.actor  # type: ignore[attr-defined]
    numbers = tuple(text[:NUMBER_LETTERS_MAX] for text in request.POST.getlist("case"))
    selection = Selection(numbers, uuids_of(request.POST.getlist("firm")))
    state = read_state(actor, request.GET.dict())
    if not selection:
        return []
    found = cases_of_list(
        actor,
        replace(state.filter, selection=selection),
        state.order,
        day=today_here(),
        limit=CASES_MAX + 1,
    )
    shows(request, "Collections selection", rows=len(found))
    return found


def uuids_of(texts: Sequence[str]) -> tuple[UUID, ...]:
    """The ids among these texts; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)


def _refusal(cases: Sequence[CaseRow]) -> DomainError | None:
    if not cases:
        return NoCasesNamed()
    if len(cases) > CASES_MAX:
        return TooManyCases(cases=f"more than {CASES_MAX}", cases_max=CASES_MAX)
    return None


def _effect(request: HttpRequest, cases: Sequence[CaseRow]) -> dict[str, Any]:
    """What is picked, in words: how many, worth what, whose, in which stage."""
    owners: dict[str, int] = defaultdict(int)
    for case in cases:
        owners[case.owner or "nobody"] += 1
    closed = sum(1 for case in cases if not case.stage.is_open)
    return {
        "picked": [case.number for case in cases],
        "effect": [
            ("Cases", f"{len(cases)}"),
            ("Billed", money(total(case.figures.billed for case in cases))),
            ("Balance", money(total(case.figures.balance for case in cases))),
            ("Now with", ", ".join(f"{name} ({count})" for name, count in sorted(owners.items()))),
            *([("Closed already", f"{closed}")] if closed else []),
        ],
        "close_href": _back(request),
    }


def _assigned_before(moved: Sequence[CaseRow], given_to: UUID | None) -> dict[str, Any]:
    before: dict[str, list[str]] = defaultdict(list)
    for case in moved:
        before[str(case.owner_id or "")].append(case.number)
    return {"what": "assignment", "before": before, "to": str(given_to or "")}


def _say_done(request: HttpRequest, said: str, done: dict[str, Any] | None) -> None:
    if done is None:
        messages.success(request, said)
        return
    token = keep_undo(request, {**done, "back": _back(request)})
    messages.success(request, said, extra_tags=f"undo:{url('collections:undo', token)}")


def _back(request: HttpRequest) -> str:
    state = read_state(request.actor, request.GET.dict())  # type: ignore[attr-defined]
    return url("collections:list", query=state.whole())
