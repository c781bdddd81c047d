"""The Activity tab of a case with its composer, and the drawer in which a call is logged from any tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.activity import actions
from openlien.cases.activity.queries.people import assignees, people_to_call
from openlien.cases.activity.queries.timeline import timeline
from openlien.cases.models import Activity
from openlien.cases.queries import CaseHead, stage_steps
from openlien.identity.permissions import Permission
from openlien.integrations.mail.codes import GENERAL
from openlien.integrations.mail.values import About
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..cases.forms import new_key
from ..cases.frame import TABS, frame, opened_case
from ..jinja import date_text, url
from ..mail.notes import note_choices, with_note_template
from .forms import CALL, DIRECTIONS, MODES, NOTE, OUTCOMES, TASK, TASK_KINDS, LogForm
from .shown import by_day, filter_links, kinds_of
from .summary import summary_cards

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.CASES_VIEW)
def activity(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that happened on the case, and the composer on top of it."""
    case = opened_case(request, number, seen="Case activity")
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        actor.require(Permission.ACTIVITY_LOG)
    form = _form(request, case, "c-%s") if actor.may(Permission.ACTIVITY_LOG) else None
    if form and request.POST.get("then") == "template":
        _start_note(request, form, case)
    elif form and (
        answer := _saved(request, form, case, url("cases:activity", number, query=_origin(request)))
    ):
        return answer
    context = {**tab_context(request, case), "form": form, **_choices(form)}
    context["note_templates"] = note_choices(actor, GENERAL) if form else []
    return render(
        request, "activity/tab.jinja", context, status=form.status if form and form.is_bound else 200
    )


@form_page
@page(Permission.ACTIVITY_LOG)
def new_call(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a call is logged; it closes into the tab that it was opened from."""
    case = opened_case(request, number, seen="Case call form")
    form = _form(request, case, "f-%s", mode=CALL)
    back = _tab_below(request, case)
    if answer := _saved(request, form, case, back):
        return answer
    context = {
        **tab_context(request, case),
        "form": None,
        "call_form": form,
        **_choices(form),
        "close_href": back,
        "from_tab": request.GET.get("from", ""),
    }
    return render(request, "activity/call_form.jinja", context, status=form.status if form.is_bound else 200)


def tab_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the tab shows below the composer."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = request.GET.get("kind", "")
    kinds = kinds_of(chosen)
    stream = timeline(actor, case, kinds=kinds, before=request.GET.get("before", ""))
    context = frame(request, case, "activity")
    asked = {**context["origin"], "kind": chosen if kinds else ""}
    older = {**asked, "before": stream.before}
    return {
        **context,
        "stream": stream,
        "days": by_day(stream.entries, case.number, may_log=actor.may(Permission.ACTIVITY_LOG)),
        "kinds": filter_links(stream, case.number, asked["kind"], context["origin"]),
        "chosen": asked["kind"],
        "older_href": url("cases:activity", case.number, query=older) if stream.before else None,
        "newest_href": url("cases:activity", case.number, query=asked) if request.GET.get("before") else None,
        "mails_href": url("mail:of_case", case.number) if actor.may(Permission.ACTIVITY_VIEW) else None,
        "may_send": actor.may(Permission.MAIL_SEND),
        "steps": stage_steps(case, as_of=business_time.today())[::-1],
        **summary_cards(actor, case),
    }


def _form(request: HttpRequest, case: CaseHead, ids: str, mode: str = "") -> LogForm:
    actor = request.actor  # type: ignore[attr-defined]
    asked = mode or request.GET.get("compose", "")
    known = {value for value, _ in MODES}
    initial = {
        "key": new_key(),
        "mode": asked if asked in known else NOTE,
        "direction": "out",
        "outcome": Activity.Outcome.REACHED,
        "kind": "call",
    }
    return LogForm(
        request.POST or None,
        auto_id=ids,
        initial=initial,
        people=people_to_call(actor, case),
        colleagues=assignees(actor),
    )


def _start_note(request: HttpRequest, form: LogForm, case: CaseHead) -> None:
    """Puts the wording of the chosen template below the note, and keeps the rest as it was typed."""
    typed = request.POST.copy()
    typed["text"] = with_note_template(
        request.actor,  # type: ignore[attr-defined]
        case.number,
        typed.get("text", ""),
        typed.get("template", ""),
        about=About(),
    )
    typed["template"] = ""
    form.initial = {**form.initial, **typed.dict()}
    form.is_bound, form.data = False, {}


def _choices(form: LogForm | None) -> dict[str, Any]:
    if form is None:
        return {}
    nobody = ("", "The case's negotiator")
    return {
        "modes": MODES,
        "directions": DIRECTIONS,
        "outcomes": OUTCOMES,
        "task_kinds": TASK_KINDS,
        "colleagues": [nobody, *((str(each.id), each.name) for each in form.colleagues)],
        "errors": form.error_list() if form.is_bound else None,
    }


def _saved(request: HttpRequest, form: LogForm, case: CaseHead, back: str) -> HttpResponse | None:
    """The way back with a toast when it could be saved; None when the form has to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    save: dict[str, Callable[[], str]] = {
        NOTE: lambda: _note(request, form, case),
        CALL: lambda: _call(request, form, case),
        TASK: lambda: _task(request, form, case),
    }
    try:
        sentence = save[form.cleaned_data["mode"]]()
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        form.refuse(error)
        return None
    messages.success(request, sentence)
    return HttpResponseRedirect(back)


def _note(request: HttpRequest, form: LogForm, case: CaseHead) -> str:
    given = form.cleaned_data
    actions.write_note(
        request.actor,  # type: ignore[attr-defined]
        case.number,
        text=given["text"],
        is_pinned=given["is_pinned"],
        idempotency_key=given["key"],
    )
    return f"Note written on {case.number}."


def _call(request: HttpRequest, form: LogForm, case: CaseHead) -> str:
    given, planned = form.cleaned_data, form.follow_up()
    entry = actions.log_call(
        request.actor,  # type: ignore[attr-defined]
        case.number,
        whom=form.whom_meant(),
        direction=Activity.Direction(given["direction"] or "out"),
        outcome=Activity.Outcome(given["outcome"] or "reached"),
        minutes=given["minutes"],
        note=given["text"],
        follow_up=planned,
        today=business_time.today(),
        idempotency_key=given["key"],
    )
    then = f" Follow-up on {date_text(planned.due_on)}." if planned else ""
    return f"Logged: {entry.summary}.{then}"


def _task(request: HttpRequest, form: LogForm, case: CaseHead) -> str:
    planned = form.follow_up()
    assert planned is not None
    task = actions.schedule_follow_up(
        request.actor,  # type: ignore[attr-defined]
        case.number,
        planned,
        today=business_time.today(),
        idempotency_key=form.cleaned_data["key"],
    )
    whom = f" for {task.assigned_to.name}" if task.assigned_to else ""
    return f"Follow-up planned on {date_text(task.due_on)}{whom}."


def _origin(request: HttpRequest) -> dict[str, str]:
    return {"list": request.GET.get("list", "")[:2000]}


def _tab_below(request: HttpRequest, case: CaseHead) -> str:
    tab = request.GET.get("from", "")
    known = {name for name, *_ in TABS}
    return url(f"cases:{tab if tab in known else 'activity'}", case.number, query=_origin(request))
