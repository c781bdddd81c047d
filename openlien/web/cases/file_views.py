"""The drawers of the case file: plaintiffs, injuries, policies and expenses are added, changed, removed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.case_file.facts import change_facts
from openlien.cases.case_file.patients import change_patient, patient_as_entered
from openlien.cases.case_file.reach import reaches_file
from openlien.cases.queries import CaseHead, claims_of, read_case
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..jinja import url
from ..settlement.panels import Panel, answered
from .case_views import summary_context
from .file_forms import FactsForm, FileForm, PatientForm
from .file_parts import PARTS, FilePart
from .forms import new_key
from .frame import opened_case

form_page = require_http_methods(["GET", "HEAD", "POST"])
AGAIN = "again"
FROM_SETTLEMENT = "settlement"


@page(Permission.CASES_EDIT)
@form_page
def new(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """The drawer in which a row is added."""
    of, case, words = _opened(request, number, part)
    form = _form(request, of, words, {"plaintiff": _only_plaintiff(of, words), "is_recoverable": True})

    def save() -> tuple[str, str]:
        of.add(
            request.actor,  # type: ignore[attr-defined]
            case_number=number,
            draft=form.draft(),
            today=business_time.today(),
            idempotency_key=form.cleaned_data["key"],
        )
        is_again = request.POST.get("then") == AGAIN
        way = _address(request, f"{part}_new", case) if is_again else _back(request, case)
        return f"{of.one.capitalize()} added.", way

    verb = f"Add {of.one}"
    words["second_buttons"] = [{"label": "Save and add another", "value": AGAIN}]
    action = _address(request, f"{part}_new", case)
    return answered(request, form, save, _panel(request, case, words, title=verb, verb=verb, action=action))


@page(Permission.CASES_EDIT)
@form_page
def row(request: HttpRequest, number: str, part: str, row_id: UUID) -> HttpResponse:
    """The drawer in which a row is changed."""
    of, case, words = _opened(request, number, part)
    line = of.line(words["claims"], row_id)
    form = _form(request, of, words, {**of.initial(line), "version": line.version})

    def save() -> tuple[str, str]:
        dated = {"version": form.cleaned_data["version"] or 0, "today": business_time.today()}
        of.change(request.actor, row_id, form.draft(), **dated)  # type: ignore[attr-defined]
        return f"{of.one.capitalize()} saved.", _back(request, case)

    def current() -> tuple[dict[str, str], int]:
        saved = of.line(claims_of(case), row_id)
        return {name: _told(value) for name, value in of.initial(saved).items()}, saved.version

    words |= {
        "remove_href": _address(request, f"{part}_remove", case, row_id),
        "remove_verb": f"Remove {of.one}",
    }
    action = _address(request, part, case, row_id)
    title, verb = _title(of, line), f"Save {of.one}"
    panel = _panel(request, case, words, title=title, verb=verb, action=action)
    return answered(request, form, save, panel, current=current)


@page(Permission.CASES_EDIT)
@form_page
def facts(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which what happened and the injuries in short are written."""
    case, words = _case(request, number)
    start = {"key": new_key(), "version": case.version, **_texts(case)}
    form = FactsForm(request.POST or None, auto_id="f-%s", initial=start, people=())

    def save() -> tuple[str, str]:
        seen = form.cleaned_data["version"] or 0
        change_facts(request.actor, case_number=number, draft=form.draft(), version=seen)  # type: ignore[attr-defined]
        return "What happened saved.", _back(request, case)

    def current() -> tuple[dict[str, str], int]:
        saved = read_case(request.actor, number)  # type: ignore[attr-defined]
        return _texts(saved), saved.version

    action = _address(request, "facts", case)
    panel = _panel(request, case, words, title="What happened", verb="Save", action=action)
    return answered(request, form, save, panel, current=current)


@page(Permission.CASES_EDIT)
@form_page
def patient(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which it is changed how the patient is reached, and what to know before a call."""
    case, words = _case(request, number)
    known, version = patient_as_entered(case)
    start = {"key": new_key(), "version": version, **asdict(known)}
    form = PatientForm(request.POST or None, auto_id="f-%s", initial=start, people=())

    def save() -> tuple[str, str]:
        seen = form.cleaned_data["version"] or 0
        change_patient(request.actor, case_number=number, draft=form.draft(), version=seen)  # type: ignore[attr-defined]
        return "Patient saved.", _back(request, case)

    def current() -> tuple[dict[str, str], int]:
        saved, version = patient_as_entered(case)
        return asdict(saved), version

    action = _address(request, "patient", case)
    panel = _panel(request, case, words, title=f"Patient {case.patient}", verb="Save patient", action=action)
    return answered(request, form, save, panel, current=current)


@page(Permission.CASES_EDIT)
@form_page
def remove(request: HttpRequest, number: str, part: str, row_id: UUID) -> HttpResponse:
    """The question before a row leaves the case file; what keeps it there is said."""
    of, case, words = _opened(request, number, part)
    line = of.line(words["claims"], row_id)
    status, refusal = 200, ""
    if request.method == "POST":
        sent = request.POST.get("version", "")
        try:
            of.remove(request.actor, row_id, version=int(sent) if sent.isdecimal() and len(sent) < 10 else 0)  # type: ignore[attr-defined]
            messages.success(request, f"{of.one.capitalize()} removed.")
            return HttpResponseRedirect(_back(request, case))
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            status, refusal = refused.status, refused.sentence
    words |= {
        "title": f"Remove {of.name_of(line)}",
        "consequence": of.lost,
        "verb": f"Remove {of.one}",
        "version": line.version,
        "action": _address(request, f"{part}_remove", case, row_id),
        "close_href": _address(request, part, case, row_id),
        "refusal": refusal,
    }
    return render(request, "cases/file_remove.jinja", words, status=status)


def _opened(request: HttpRequest, number: str, part: str) -> tuple[FilePart, CaseHead, dict[str, Any]]:
    case, words = _case(request, number)
    return PARTS[part], case, words


def _case(request: HttpRequest, number: str) -> tuple[CaseHead, dict[str, Any]]:
    """The case and its summary behind the drawer.

    *Raises*: Forbidden, NotFound when the reader may not change the file of this case.
    """
    case = opened_case(request, number, seen="Case file form")
    if not (case.is_seen_whole and reaches_file(request.actor, case.law_firm_id)):  # type: ignore[attr-defined]
        raise NotFound()
    words = {**summary_context(request, case), "second_buttons": [], "remove_href": None, "remove_verb": ""}
    return case, words


def _texts(case: CaseHead) -> dict[str, str]:
    return {"incident_facts": case.incident_facts, "injuries_summary": case.injuries_summary}


def _form(request: HttpRequest, of: FilePart, words: dict[str, Any], initial: dict[str, Any]) -> FileForm:
    start = {"key": new_key(), **initial}
    return of.form(request.POST or None, auto_id="f-%s", initial=start, people=words["claims"].plaintiffs)


def _panel(
    request: HttpRequest, case: CaseHead, words: dict[str, Any], *, title: str, verb: str, action: str
) -> Panel:
    return Panel(
        template="cases/file_form.jinja",
        title=title,
        verb=verb,
        action=action,
        close_href=_back(request, case),
        words=words,
    )


def _only_plaintiff(of: FilePart, words: dict[str, Any]) -> str:
    """The plaintiff of an injury where there is no choice; else blank."""
    people = words["claims"].plaintiffs
    return str(people[0].id) if of is PARTS["injury"] and len(people) == 1 else ""


def _title(of: FilePart, line: Any) -> str:
    name = of.name_of(line)
    return name[:1].upper() + name[1:]


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "True" if value else ""
    return str(value)


def _query(request: HttpRequest) -> dict[str, str]:
    came_from = FROM_SETTLEMENT if request.GET.get("from") == FROM_SETTLEMENT else ""
    return {"list": request.GET.get("list", "")[:2000], "from": came_from}


def _address(request: HttpRequest, name: str, case: CaseHead, *parts: object) -> str:
    return url(f"cases:{name}", case.number, *parts, query=_query(request))


def _back(request: HttpRequest, case: CaseHead) -> str:
    """The page under the drawer, or the settlement page when the way led from there."""
    query = _query(request)
    tab = "settlement" if query.pop("from") and _may_settle(request) else "case"
    part = "#people-and-coverage" if tab == "case" else ""
    return url(f"cases:{tab}", case.number, query=query) + part


def _may_settle(request: HttpRequest) -> bool:
    return bool(request.actor.may(Permission.SETTLEMENTS_VIEW))  # type: ignore[attr-defined]
