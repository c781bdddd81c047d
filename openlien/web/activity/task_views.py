"""My work: what is due, with its buttons; one follow-up in its drawer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from openlien.cases.activity import actions
from openlien.cases.activity.queries.people import assignees
from openlien.cases.activity.queries.tasks import PAGE_ROWS, TaskPage, TaskView, my_tasks, read_task
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..jinja import date_text, url
from ..seen import shows
from .forms import TaskForm
from .shown import task_shown

EVERYBODY = "all"
STEPS = (("day", "+1 day", timedelta(days=1)), ("week", "+1 week", timedelta(days=7)))
_NOW = (TaskView.OVERDUE, TaskView.TODAY, TaskView.UPCOMING)


@page(Permission.ACTIVITY_LOG)
def tasks(request: HttpRequest) -> HttpResponse:
    """The reader's follow-ups: what is late, due today and to come; those of others for managers."""
    return render(request, "activity/tasks.jinja", list_context(request))


@page(Permission.ACTIVITY_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The drawer of one follow-up: done, another day, another person, cancelled."""
    actor = request.actor  # type: ignore[attr-defined]
    line = read_task(actor, task_id)
    initial = {"version": line.version, "due_on": f"{line.due_on:%m/%d/%Y}", "assignee": line.assignee_id}
    form = TaskForm(request.POST or None, auto_id="f-%s", initial=initial)
    back = _back(request)
    if request.method == "POST" and form.is_valid() and (said := _changed(request, form, task_id)):
        messages.success(request, said)
        return HttpResponseRedirect(back)
    shows(request, "Follow-up", case_number=line.case_number)
    context = {
        **list_context(request),
        "form": form,
        "task": task_shown(line, business_time.today()),
        "colleagues": [(str(each.id), each.name) for each in assignees(actor)],
        "close_href": back,
    }
    return render(request, "activity/task.jinja", context, status=form.status if form.is_bound else 200)


@page(Permission.ACTIVITY_LOG)
@require_POST
def done(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Completes the follow-up; the message can undo it."""
    actor, back = request.actor, _back(request)  # type: ignore[attr-defined]

    def write() -> None:
        ended = actions.complete_task(actor, task_id, version=_version(request))
        undo = url("tasks:reopen", task_id, query={"version": ended.version, "next": back})
        messages.success(request, f"Done: {ended.title}.", extra_tags=f"undo:{undo}")

    return _pressed(request, write)


@page(Permission.ACTIVITY_LOG)
@require_POST
def reopen(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Opens the follow-up again."""
    actor = request.actor  # type: ignore[attr-defined]

    def write() -> None:
        again = actions.reopen_task(actor, task_id, version=_version(request))
        messages.success(request, f"Open again: {again.title}.")

    return _pressed(request, write)


@page(Permission.ACTIVITY_LOG)
@require_POST
def move(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Moves the follow-up by a day or a week, counted from today where its day is over."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    step = next((length for name, _, length in STEPS if name == request.POST.get("step")), STEPS[0][2])
    due_on = max(read_task(actor, task_id).due_on, today) + step

    def write() -> None:
        moved = actions.reschedule_task(actor, task_id, due_on=due_on, today=today, version=_version(request))
        messages.success(request, f"{moved.title}: due {date_text(moved.due_on)}.")

    return _pressed(request, write)


def _pressed(request: HttpRequest, write: Callable[[], None]) -> HttpResponse:
    """The way back to the list; where somebody was quicker, with the sentence about what they did."""
    try:
        write()
    except Conflict as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(_back(request))


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the list shows: all that is due by sections, or one view page by page."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    may_see_others = actor.may(Permission.CASES_ASSIGN)
    whose = request.GET.get("whose", "") if may_see_others else ""
    chosen = next((view for view in TaskView if view.code == request.GET.get("view")), None)
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    number = max(1, min(number, 1000)) if chosen else 1

    def of(view: TaskView) -> TaskPage:
        of_everybody = whose == EVERYBODY
        return my_tasks(actor, view, today=today, whose=_uuid(whose), of_everybody=of_everybody, page=number)

    pages = {view: of(view) for view in ((chosen,) if chosen else _NOW)}
    rows = [line for found in pages.values() for line in found.items]
    if rows:
        shows(request, "Follow-ups", rows=len(rows))
    counts = next(iter(pages.values())).counts
    asked = {"whose": whose}
    view = {"view": chosen.code if chosen else "", **asked}
    here = _back(request) if request.resolver_match.kwargs else request.get_full_path()  # type: ignore[union-attr]
    return {
        "here": here,
        # The drawer of a follow-up opens over the same list.
        "carried": urlencode({name: text for name, text in {**view, "next": here}.items() if text}),
        "sections": [_section(view, found, today) for view, found in pages.items() if found.items],
        "views": _views(counts, chosen, asked),
        "chosen": chosen,
        "whose": whose,
        "people": _people(request) if may_see_others else None,
        "shows_assignee": bool(whose),
        "steps": [(name, label) for name, label, _ in STEPS],
        "total": sum(counts[view] for view in _NOW) if chosen is None else counts[chosen],
        "newer_href": _page_href(asked, chosen, number - 1) if number > 1 else None,
        "older_href": _page_href(asked, chosen, number + 1) if chosen and pages[chosen].has_more else None,
    }


def _section(view: TaskView, found: TaskPage, today: Any) -> dict[str, Any]:
    return {
        "view": view,
        "title": view.value,
        "total": found.total,
        "tasks": [task_shown(line, today) for line in found.items],
        "more": found.total - len(found.items) if found.total > PAGE_ROWS else 0,
        "href": url("tasks:list", query={"view": view.code}),
    }


def _views(
    counts: dict[TaskView, int], chosen: TaskView | None, asked: dict[str, str]
) -> list[dict[str, Any]]:
    everything = {
        "label": "To do",
        "href": url("tasks:list", query=asked),
        "current": chosen is None,
        "count": sum(counts[view] for view in _NOW),
    }
    return [
        everything,
        *(
            {
                "label": view.value,
                "href": url("tasks:list", query={**asked, "view": view.code}),
                "current": view is chosen,
                "count": counts[view],
            }
            for view in TaskView
        ),
    ]


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    actor = request.actor  # type: ignore[attr-defined]
    others = [each for each in assignees(actor) if each.id != actor.user_id]
    return [("", "Mine"), (EVERYBODY, "Everybody"), *((str(each.id), each.name) for each in others)]


def _page_href(asked: dict[str, str], chosen: TaskView | None, number: int) -> str:
    view = chosen.code if chosen else ""
    return url("tasks:list", query={**asked, "view": view, "page": number if number > 1 else ""})


def _changed(request: HttpRequest, form: TaskForm, task_id: UUID) -> str | None:
    """The sentence about what was done; None when the form has to be shown again."""
    actor, version = request.actor, form.cleaned_data["version"]  # type: ignore[attr-defined]
    result, wanted = form.cleaned_data["result"], request.POST.get("do", "save")

    def save() -> str:
        return _save(request, form, task_id, version)

    ways: dict[str, Callable[[], str]] = {
        "save": save,
        "done": lambda: (
            f"Done: {actions.complete_task(actor, task_id, version=version, result=result).title}."
        ),
        "cancel": lambda: (
            f"Cancelled: {actions.cancel_task(actor, task_id, version=version, reason=result).title}."
        ),
        "reopen": lambda: f"Open again: {actions.reopen_task(actor, task_id, version=version).title}.",
    }
    try:
        return ways.get(wanted, save)()
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        form.refuse(error)
        return None


def _save(request: HttpRequest, form: TaskForm, task_id: UUID, version: int | None) -> str:
    """Moves the follow-up and gives it away, as far as the form says something else than before."""
    actor, due_on, assignee = request.actor, form.due_day(), form.assignee_id()  # type: ignore[attr-defined]
    changed = actions.change_task(
        actor, task_id, due_on=due_on, assignee_id=assignee, today=business_time.today(), version=version
    )
    whom = f" with {changed.assigned_to.name}" if changed.assigned_to else ""
    return f"{changed.title}: due {date_text(changed.due_on)}{whom}."


def _back(request: HttpRequest) -> str:
    """The page that the button was pressed on, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else url("tasks:list")


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version") or request.GET.get("version") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
